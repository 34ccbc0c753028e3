"""Gaps: the scores of NetworkX, which pairs are listed, why, and whether the scores foretell anything."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnergraph.analysis.gaps.backtest import auc_and_precision, backtest
from partnergraph.analysis.gaps.gaps import gaps, plausible_types
from partnergraph.analysis.gaps.scores import BASELINE, SCORES, adjacency, find_score
from partnergraph.analysis.graph.projection import Projection
from partnergraph.errors import UsageError
from partnergraph.loading.reading import read_loader
from partnergraph.network import Network
from partnergraph.vocabulary import STANDARD
from tests.analysis.sample_networks import network, shuffled, twinning

NETWORKX: dict[str, Any] = {
    "adamic-adar": nx.adamic_adar_index,
    "resource-allocation": nx.resource_allocation_index,
    "preferential-attachment": nx.preferential_attachment,
    "common-partners": lambda G, pairs: ((u, v, len(list(nx.common_neighbors(G, u, v)))) for u, v in pairs),
}
#: a and b share p and q; c is tied to q only.
SQUARE = [twinning("a", "p"), twinning("a", "q"), twinning("b", "p"), twinning("b", "q"), twinning("c", "q")]


def pairs_of(table: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(table["first"], table["second"], strict=True))


@given(st.integers(2, 15), st.floats(0, 1), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_scores_are_those_of_networkx(size: int, chance: float, seed: int) -> None:
    G = nx.gnp_random_graph(size, chance, seed=seed)
    pairs = list(nx.non_edges(G))
    first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    for name, theirs in NETWORKX.items():
        ours = SCORES[name].function(adjacency(G), first, second)
        assert ours == pytest.approx([value for *_, value in theirs(G, pairs)], rel=1e-12)


def test_three_steps_follow_their_formula() -> None:
    G = nx.gnp_random_graph(12, 0.3, seed=3)
    pairs = list(nx.non_edges(G))
    first, second = np.array(pairs, dtype=np.int64).T
    expected = [
        sum(1 / math.sqrt(G.degree(x) * G.degree(y)) for x in G[u] for y in G[v] if G.has_edge(x, y)) for u, v in pairs
    ]
    assert SCORES["three-steps"].function(adjacency(G), first, second) == pytest.approx(expected, rel=1e-12)
    assert max(expected) > 0


def test_every_score_but_the_baseline_is_tested_against_networkx_or_its_formula() -> None:
    assert set(SCORES) == {*NETWORKX, "three-steps"}
    assert BASELINE == "preferential-attachment"
    with pytest.raises(UsageError, match="'adamic' is no method; did you mean adamic-adar"):
        find_score("adamic")


def test_pairs_come_with_score_rank_and_the_common_partners_by_name() -> None:
    table = gaps(network(SQUARE))
    assert list(table.columns) == [
        "rank", "first_id", "first", "first_type", "first_country", "second_id", "second", "second_type",
        "second_country", "score", "common_partners", "reasons",
    ]  # fmt: skip
    rows = table[["rank", "first", "second", "common_partners"]].itertuples(index=False, name=None)
    assert list(rows) == [(1, "P", "Q", 2), (2, "A", "B", 2), (3, "A", "C", 1), (3, "B", "C", 1)]
    # a, b and p have two partners, q has three.
    assert table["score"].tolist() == pytest.approx(
        [2 / math.log(2), 1 / math.log(2) + 1 / math.log(3), 1 / math.log(3), 1 / math.log(3)]
    )
    first = table[table["first"] == "A"].iloc[0]
    assert first["reasons"][:2] == ("2 common partners: P, Q", "twin of a twin, through P, Q")
    assert table.attrs["method"] == "adamic-adar"


@given(st.integers(2, 14), st.floats(0, 0.8), st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_a_graphs_gaps_are_all_pairs_with_a_common_partner_best_first(size: int, chance: float, seed: int) -> None:
    G = nx.gnp_random_graph(size, chance, seed=seed)
    table = gaps(G, method="common-partners")
    expected = {
        frozenset(map(str, pair)): len(list(nx.common_neighbors(G, *pair)))
        for pair in nx.non_edges(G)
        if list(nx.common_neighbors(G, *pair))
    }
    found = {
        frozenset(pair): score
        for *pair, score in zip(table["first_id"], table["second_id"], table["score"], strict=True)
    }
    assert found == expected
    assert len(table) == len(expected)
    assert table["score"].is_monotonic_decreasing
    assert table["rank"].tolist() == [1 + int((table["score"] > score).sum()) for score in table["score"]]


def test_who_is_a_partner_already_or_lies_in_the_other_is_no_gap() -> None:
    nodes = pd.DataFrame(
        [
            {"id": "region:r", "type": "Region", "name": "R"},
            {"id": "city:in", "type": "City", "name": "In", "located_in": "region:r"},
            {"id": "city:p", "type": "City", "name": "P"},
        ]
    )
    edges = pd.DataFrame(
        [
            {"type": "AGREEMENT", "source": "region:r", "target": "city:p", "sources": "s"},
            {"type": "AGREEMENT", "source": "city:in", "target": "city:p", "sources": "s"},
        ]
    )
    given = Network.from_frames(nodes, edges, pd.DataFrame([{"id": "s", "title": "S"}]))
    assert gaps(given).empty
    assert gaps(network([twinning("a", "b"), twinning("b", "c"), twinning("a", "c")])).empty


def test_plausible_types_are_those_that_an_edge_type_names_at_both_ends() -> None:
    every = plausible_types(STANDARD, STANDARD.partnership_types)
    assert {("City", "Region"), ("City", "City"), ("City", "Enterprise"), ("Enterprise", "Enterprise")} <= every
    assert not any({"Event", "Programme"} & set(pair) for pair in every)
    twins = plausible_types(STANDARD, ["TWINNING"])
    assert ("City", "City") in twins
    assert ("City", "Enterprise") not in twins
    assert plausible_types(STANDARD, ["COOPERATION", "PARTICIPATION"]) == frozenset()


def test_implausible_pairs_are_left_out_and_meetings_are_no_party_but_a_reason() -> None:
    joins = [
        {"type": "PARTICIPATION", "source": source, "target": "event:forum"}
        for source in ("city:a", "city:b", "enterprise:mtz")
    ]
    table = gaps(network([*joins, twinning("a", "z")]))
    assert pairs_of(table) == [("A", "B"), ("A", "Mtz"), ("B", "Mtz")]
    assert table["reasons"][0] == ("both took part in: Forum", "same type and like size: City, 2 and 1 facts")
    only_twins = gaps(network([*joins, twinning("a", "z")]), Projection(types=("TWINNING", "PARTICIPATION")))
    assert pairs_of(only_twins) == [("A", "B")]


def test_countries_are_no_party_unless_asked_for() -> None:
    facts = [{"type": "AGREEMENT", "source": "country:belarus", "target": f"city:{name}"} for name in "ab"]
    assert gaps(network(facts)).empty
    assert pairs_of(gaps(network(facts), Projection(include_countries=True))) == [("A", "B")]


def test_only_pairs_of_two_countries_if_asked() -> None:
    lands = {"city:a": "BY", "city:b": "RU", "city:c": "BY", "city:p": "RU"}
    assert set(pairs_of(gaps(network(SQUARE, lands)))) == {("A", "B"), ("A", "C"), ("B", "C"), ("P", "Q")}
    found = gaps(network(SQUARE, lands), across=True)
    assert pairs_of(found) == [("A", "B"), ("B", "C")]
    assert "in two countries" in found.attrs["description"]


def agreed_regions() -> Network:
    """Two regions with an agreement, two towns in each; one pair of towns twinned."""
    nodes = pd.DataFrame(
        [
            {"id": "region:x", "type": "Region", "name": "Region X"},
            {"id": "region:y", "type": "Region", "name": "Region Y"},
            *({"id": f"city:{n}", "type": "City", "name": n.upper(), "located_in": f"region:{n[0]}"}
              for n in ("x1", "x2", "y1", "y2")),
            {"id": "city:far", "type": "City", "name": "Far"},
        ]
    )  # fmt: skip
    pairs = [("x1", "y1"), ("x2", "far"), ("y2", "far")]
    edges = pd.DataFrame(
        [
            {"id": "r", "type": "AGREEMENT", "source": "region:x", "target": "region:y", "date": "2015",
             "sources": "s"},
            *({"id": f"t{a}", "type": "TWINNING", "source": f"city:{a}", "target": f"city:{b}", "date": "2010",
               "sources": "s"} for a, b in pairs),
        ]
    )  # fmt: skip
    return Network.from_frames(nodes, edges, pd.DataFrame([{"id": "s", "title": "S"}]))


def test_towns_whose_regions_agreed_are_listed_after_those_with_a_common_partner() -> None:
    table = gaps(agreed_regions())
    assert pairs_of(table) == [("X2", "Y2"), ("X1", "Y2"), ("X2", "Y1")]
    said = "the places they lie in have agreed, they have not: Region X and Region Y, 1 agreement"
    assert all(said in reasons for reasons in table["reasons"])
    assert table["reasons"][0] == (
        "1 common partner: Far", "twin of a twin, through Far", said, "same type and like size: City, 1 and 1 facts",
    )  # fmt: skip
    assert table["score"].tolist() == pytest.approx([1 / math.log(2), 0, 0])


def test_the_places_that_have_agreed_may_be_of_any_type_but_country_or_of_the_one_chosen() -> None:
    """Districts have agreed, in a network that has no regions; an agreement with what one lies in says nothing."""
    given = agreed_regions()
    nodes = given.nodes.assign(type=given.nodes["type"].replace({"Region": "District"}))
    districts = Network(nodes, given.edges, given.sources, given.vocabulary)
    assert pairs_of(gaps(districts)) == pairs_of(gaps(given)) == [("X2", "Y2"), ("X1", "Y2"), ("X2", "Y1")]
    assert pairs_of(gaps(districts, Projection(within="District"))) == pairs_of(gaps(given))
    assert pairs_of(gaps(given, Projection(within="City"))) == [("X2", "Y2")]
    with pytest.raises(UsageError, match=r"no place of type Region; there are: City \(5\), District \(2\)"):
        gaps(districts, Projection(within="Region"))
    countries = Network(
        given.nodes.assign(type=given.nodes["type"].replace({"Region": "Country"})), given.edges, given.sources
    )
    assert pairs_of(gaps(countries, Projection(include_countries=True))) == [("X2", "Y2")]
    inside = given.nodes.assign(located_in=given.nodes["located_in"].where(given.nodes["id"] != "region:y", "region:x"))
    assert pairs_of(gaps(Network(inside, given.edges, given.sources))) == [("X2", "Y2")]


def test_three_steps_lists_who_has_partners_like_the_other() -> None:
    facts = [twinning("a", "p"), twinning("b", "p"), twinning("b", "q")]
    assert pairs_of(gaps(network(facts))) == [("A", "B"), ("P", "Q")]
    table = gaps(network(facts), method="three-steps")
    assert pairs_of(table) == [("A", "Q")]
    assert table["score"].tolist() == pytest.approx([1 / 2])
    assert table["reasons"][0][0] == "1 partner of Q shares a partner with A: B (through P)"


def test_the_list_is_cut_on_request_and_the_order_of_rows_does_not_matter() -> None:
    table = gaps(network(SQUARE), top=2)
    assert len(table) == 2
    assert table.attrs["description"].endswith("4, by adamic-adar. Shown: the first 2.")
    for seed in range(4):
        other = gaps(shuffled(network(SQUARE), seed))
        pd.testing.assert_frame_equal(other, gaps(network(SQUARE)))
    with pytest.raises(UsageError, match="top must be at least 1"):
        gaps(network(SQUARE), top=0)
    with pytest.raises(UsageError, match="leave directed out"):
        gaps(network(SQUARE), Projection(directed=True))


def test_an_empty_network_has_no_gaps() -> None:
    assert gaps(Network.empty()).empty
    assert gaps(nx.empty_graph(3)).empty


# The back-test


@given(
    st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.integers(0, 3)), min_size=1, max_size=25),
    st.integers(1, 12),
)
def test_auc_and_precision_agree_with_their_definitions(rows: list[tuple[int, bool, int]], top: int) -> None:
    values = np.array([row[0] for row in rows])
    came = np.array([row[1] for row in rows])
    weights = np.array([row[2] for row in rows], dtype=float)
    # A pair of weight 3 is three pairs.
    copies = [(value, hit) for value, hit, weight in rows for _ in range(weight)]
    hits = [value for value, hit in copies if hit]
    others = [value for value, hit in copies if not hit]
    groups = np.unique(values, return_inverse=True)[1]
    area, precision = auc_and_precision(groups, came, weights, top)
    if not hits or not others:
        assert math.isnan(area)
        return
    wins = sum((hit > other) + (hit == other) / 2 for hit in hits for other in others)
    assert area == pytest.approx(wins / (len(hits) * len(others)))
    cut = min(top, len(copies))
    expected, left = 0.0, cut
    for value in sorted(set(hits + others), reverse=True):
        size = hits.count(value) + others.count(value)
        taken = min(left, size)
        expected += hits.count(value) * taken / size
        left -= taken
    assert precision == pytest.approx(expected / cut)


def closing(count: int) -> list[dict[str, Any]]:
    """Triangles that close: in 2010 many chains a - b - c beside a few hubs, from 2015 on a - c."""
    facts = []
    for number in range(count):
        a, b, c = (f"{letter}{number:03}" for letter in "abc")
        facts += [twinning(a, b, date="2010"), twinning(b, c, date="2010"), twinning(a, c, date="2015")]
    facts += [twinning("hub", f"leaf{number}", date="2010") for number in range(6)]
    return facts


def test_where_triangles_close_common_partners_foretell_it_and_the_baseline_does_not() -> None:
    tested = backtest(network(closing(40)), year=2012, samples=100)
    scores = {score.method: score for score in tested.scores}
    assert (tested.found, tested.unconnected, tested.later, tested.newcomers) == (40, 0, 40, 0)
    # All ends that came have one partner: the baseline puts them below whatever has the hub or a middle in it.
    assert scores[BASELINE].auc.value < 0.5
    assert scores["adamic-adar"].auc.value > 0.99
    assert scores["adamic-adar"].better.low > 0
    assert scores["adamic-adar"].precision.value == 1
    assert scores["adamic-adar"].mean_reciprocal_rank.value == 1
    assert "Better than the baseline by AUC, beyond the interval: " in tested.describe()
    assert all(score.auc.low <= score.auc.value <= score.auc.high for score in tested.scores)


def test_few_pairs_allow_no_verdict() -> None:
    tested = backtest(network(closing(5)), year=2012, samples=50)
    assert tested.found == 5
    assert "With 5 pairs to find, no score can be said to be better or worse than another." in tested.describe()


def test_every_later_pair_is_accounted_for() -> None:
    facts = [
        twinning("a", "p", date="2010"),
        twinning("b", "p", date="2010"),
        {"type": "PARTICIPATION", "source": "city:p", "target": "event:forum", "date": "2010"},
        twinning("a", "b", date="2015"),  # to be foretold
        twinning("a", "p", date="2016"),  # known before
        twinning("a", "new", date="2015"),  # an end that was not known
        {"type": "PARTICIPATION", "source": "city:a", "target": "event:forum", "date": "2015"},  # implausible
        {"type": "SUPPLIES", "source": "enterprise:mtz", "target": "city:p", "date": "2010"},
        {"type": "SUPPLIES", "source": "enterprise:mtz", "target": "city:b", "date": "2015"},  # may be older
        {"type": "SUPPLIES", "source": "enterprise:mtz", "target": "city:b"},
    ]
    tested = backtest(network(facts), year=2012, samples=20)
    assert (tested.learnt, tested.undated, tested.parties) == (4, 1, 5)
    assert (tested.later, tested.undated_too, tested.newcomers, tested.implausible, tested.found) == (4, 1, 1, 1, 1)
    # a-b and a-mtz; b-mtz has an undated fact.
    assert (tested.candidates, tested.queries) == (2, 2)
    scores = {score.method: score for score in tested.scores}
    # Both candidates share p only: a tie, in the middle of which the pair is expected.
    assert scores["common-partners"].auc.value == 0.5
    assert scores["common-partners"].mean_reciprocal_rank.value == pytest.approx((1 / 1.5 + 1) / 2)


def test_nothing_later_leaks_into_what_is_learnt() -> None:
    facts = closing(10)
    more = [*facts, *(twinning(f"a{n:03}", f"b{n + 1:03}", date="2020") for n in range(9))]
    one, other = (backtest(network(given), year=2012, samples=10) for given in (facts, more))
    assert (one.learnt, one.parties, one.candidates) == (other.learnt, other.parties, other.candidates)


def test_regions_that_agreed_are_counted() -> None:
    given = agreed_regions()
    later = pd.DataFrame(
        [{"id": "n", "type": "TWINNING", "source": "city:x1", "target": "city:y2", "date": "2018", "sources": "s"}]
    )
    grown = Network.from_frames(given.nodes, pd.concat([given.edges[later.columns], later]), given.sources)
    tested = backtest(grown, year=2016, samples=10)
    assert (tested.agreed, tested.agreed_found, tested.found) == (3, 1, 1)
    assert backtest(grown, year=2016, samples=10) == tested


@pytest.mark.parametrize(
    ("facts", "year", "message"),
    [
        ([twinning("a", "b")], 2016, "no fact of this slice has a date"),
        ([twinning("a", "b", date="2010")], 2000, "no fact is dated up to 2000; the first is of 2010"),
        ([twinning("a", "b", date="2010")], 2016, "after 2016 no new pair appears"),
        ([twinning(f"a{n}", f"b{n}", date="2010") for n in range(1001)], 2016, "2002 parties are too many"),
    ],
)
def test_where_there_is_nothing_to_test_it_is_said(facts: list[dict[str, Any]], year: int, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        backtest(network(facts), year=year)


def test_the_reference_network_is_too_young_for_a_verdict() -> None:
    """What docs/gaps.md tells of it."""
    tested = backtest(read_loader("union_state"), year=2019, samples=20)
    assert tested.found < 30
    assert "no score can be said to be better or worse" in tested.describe()
    assert len(list(combinations(range(tested.parties), 2))) >= tested.candidates
