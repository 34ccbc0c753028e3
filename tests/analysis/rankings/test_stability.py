"""Redrawn rankings: against redraws made the long way, against the binomial distribution, and what is refused."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.graph.undirected import counted_facts
from partnergraph.analysis.measures.registry import MEASURES
from partnergraph.analysis.rankings.rank import rank
from partnergraph.analysis.rankings.ranks import of_facts
from partnergraph.analysis.rankings.stability import stability
from partnergraph.errors import UsageError
from partnergraph.network import Network
from tests.analysis.sample_networks import network, shuffled, twinning

FACTS: list[dict[str, Any]] = [
    *(twinning("pskov", name) for name in ("vitebsk", "polotsk", "orsha", "brest")),
    twinning("vitebsk", "orsha"),
    twinning("pskov", "vitebsk", date="2001"),
    {"type": "SUPPLIES", "source": "enterprise:mtz", "target": "city:pskov", "amount": 20, "unit": "USD"},
    {"type": "SUPPLIES", "source": "enterprise:mtz", "target": "city:orsha", "amount": 70, "unit": "USD"},
    {"type": "SUPPLIES", "source": "city:orsha", "target": "enterprise:mtz", "amount": 5, "unit": "USD"},
    {"type": "AGREEMENT", "source": "country:belarus", "target": "city:orsha"},
]


@pytest.fixture
def sample() -> Network:
    return network(FACTS)


def the_long_way(sample: Network, by: str, projection: Projection, draws: int, seed: int) -> dict[str, list[int]]:
    """Redraw the rows of the frame, and rank each redraw as a network; who is in no fact of it stands alone."""
    facts = counted_facts(sample, projection).sort_values("id").reset_index(drop=True)
    parties = sorted(set(facts["source"]) | set(facts["target"]))
    generator = np.random.default_rng(seed)
    ranks: dict[str, list[int]] = {party: [] for party in parties}
    for _ in range(draws):
        rows = facts.iloc[generator.integers(len(facts), size=len(facts))].reset_index(drop=True)
        rows = rows.assign(id=[f"{number}" for number in range(len(rows))])
        own, rest = of_facts(sample, rows, projection)
        found = rank(own, by=by, projection=rest)
        values = dict(zip(found["id"], found[by], strict=True))
        for party in parties:
            mine = values.get(party, 0)
            ranks[party].append(1 + sum(values.get(other, 0) > mine + 1e-12 for other in parties))
    return ranks


@pytest.mark.parametrize("by", ["degree", "strength", "core_number"])
@pytest.mark.parametrize(
    "projection",
    [
        Projection(),
        Projection(directed=True),
        Projection(include_countries=True),
        Projection(amount="USD", directed=True),
    ],
    ids=["plain", "directed", "countries", "amount"],
)
def test_the_intervals_are_those_of_redraws_made_the_long_way(sample: Network, by: str, projection: Projection) -> None:
    table = stability(sample, by=by, projection=projection, draws=60, seed=3, first=2)
    ranks = the_long_way(sample, by, projection, 60, 3)
    assert set(table["id"]) == set(ranks)
    for row in table.to_dict("records"):
        drawn = sorted(ranks[row["id"]])
        # Of 60 ranks the 2nd is the first with 2.5 % at or below it, the 59th the first with 97.5 %.
        assert (row["rank_low"], row["rank_high"]) == (drawn[1], drawn[58]), row
        assert row["top_2"] == pytest.approx(sum(each <= 2 for each in drawn) / 60)


def test_the_share_is_that_of_the_binomial_distribution() -> None:
    """Two pairs with three and two facts: the first pair is ahead if at least three of five facts fall on it."""
    facts = [twinning("a", "b", date=f"{year}") for year in (2000, 2001, 2002)]
    facts += [twinning("c", "d", date=f"{year}") for year in (2000, 2001)]
    table = stability(network(facts), by="strength", draws=4000, first=1)
    ahead = binom.sf(2, 5, 0.6)
    assert table.loc[table["name"] == "A", "top_1"].item() == pytest.approx(ahead, abs=0.02)
    assert table.loc[table["name"] == "C", "top_1"].item() == pytest.approx(1 - ahead, abs=0.02)
    assert list(table["rank_low"]) == [1, 1, 1, 1]
    assert list(table["rank_high"]) == [3, 3, 3, 3]


def test_where_nothing_can_change_the_interval_is_the_rank() -> None:
    one = stability(network([twinning("a", "b")]), draws=40)
    assert one[["rank", "rank_low", "rank_high", "top_10"]].to_numpy().tolist() == [[1, 1, 1, 1], [1, 1, 1, 1]]
    star = stability(nx.star_graph(30), by="betweenness", draws=40)
    assert star[["id", "rank", "rank_low", "rank_high", "top_10"]].to_numpy().tolist()[0] == ["0", 1, 1, 1, 1.0]


def test_the_ranking_itself_is_that_of_rank(sample: Network) -> None:
    table = stability(sample, by=["betweenness", "degree"], draws=40, types=["TWINNING"])
    expected = rank(sample, by=["betweenness", "degree"], types=["TWINNING"])
    added = ["rank_low", "rank_high", "top_10"]
    assert list(table.columns) == [*expected.columns, *added]
    pd.testing.assert_frame_equal(table[list(expected.columns)], expected)
    assert table.attrs["description"] == expected.attrs["description"] + (
        " Rank intervals: the middle 95 % of the ranks by betweenness in 40 redraws of the 6 facts with replacement "
        "(bootstrap, seed 0); top_10: share of the redraws with a rank of 10 or better."
    )
    assert (table.attrs["draws"], table.attrs["seed"], table.attrs["first"]) == (40, 0, 10)


@pytest.mark.parametrize("by", list(MEASURES))
def test_every_measure_can_be_redrawn_and_equal_seeds_give_equal_intervals(sample: Network, by: str) -> None:
    table = stability(sample, by=by, draws=40, seed=1, within="City")
    pd.testing.assert_frame_equal(table, stability(shuffled(sample, 5), by=by, draws=40, seed=1, within="City"))
    assert (table["rank_low"] <= table["rank_high"]).all()
    assert table["rank_high"].between(1, len(table)).all()


def test_another_seed_gives_other_draws() -> None:
    G = nx.karate_club_graph()
    assert not stability(G, draws=40, seed=1).equals(stability(G, draws=40, seed=2))


def test_a_graphs_weights_are_its_facts() -> None:
    """The karate club's weights as parallel edges are the same facts."""
    G = nx.karate_club_graph()
    parallel: nx.MultiGraph[int] = nx.MultiGraph()
    parallel.add_nodes_from(G)
    for source, target, weight in G.edges(data="weight"):
        parallel.add_edges_from([(source, target)] * weight)
    pd.testing.assert_frame_equal(stability(G, by="strength", draws=50), stability(parallel, by="strength", draws=50))


def test_top_cuts_and_says_so(sample: Network) -> None:
    table = stability(sample, draws=40, top=2)
    assert len(table) == 2
    assert "Shown: the first 2 of 6" in table.attrs["description"]


def test_an_empty_network_has_no_interval() -> None:
    table = stability(Network.empty(), draws=40)
    assert len(table) == 0
    assert list(table.columns[-3:]) == ["rank_low", "rank_high", "top_10"]


def test_what_makes_no_sense_is_refused(sample: Network) -> None:
    with pytest.raises(UsageError, match="at least 40 redraws, not 39"):
        stability(sample, draws=39)
    with pytest.raises(UsageError, match="at least one place"):
        stability(sample, draws=40, first=0)
    with pytest.raises(UsageError, match="top must be at least 1"):
        stability(sample, draws=40, top=0)
    half: nx.Graph[str] = nx.Graph()
    half.add_edge("a", "b", weight=0.5)
    with pytest.raises(UsageError, match="must be whole numbers"):
        stability(half, draws=40)
