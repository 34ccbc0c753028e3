"""Borda's count: worked by hand, against mid-ranks, and what is refused."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from partnergraph.analysis.measures.registry import MEASURES
from partnergraph.analysis.rankings.borda import borda
from partnergraph.analysis.rankings.rank import rank
from partnergraph.errors import UsageError
from partnergraph.network import Network
from tests.analysis.sample_networks import network, twinning


def test_a_count_worked_by_hand() -> None:
    """A path a-b-c-d with three facts between a and b. Degree: b, c share places 1 and 2, a, d share 3 and 4.
    Strength: b 4, a 3, c 2, d 1. Points: b 4 - 1.5 + 4 - 1 = 5.5, c 2.5 + 1, a 0.5 + 2, d 0.5 + 0."""
    facts = [twinning("a", "b", date=year) for year in ("2000", "2001", "2002")]
    table = borda(network([*facts, twinning("b", "c"), twinning("c", "d")]), by=["degree", "strength"])
    columns = ["rank", "id", "name", "type", "country", "borda", "degree", "degree_rank", "strength", "strength_rank"]
    assert list(table.columns) == [*columns, "facts"]
    shown = ["rank", "name", "borda", "degree_rank", "strength_rank"]
    assert list(table[shown].itertuples(index=False, name=None)) == [
        (1, "B", 5.5, 1.5, 1.0),
        (2, "C", 3.5, 1.5, 3.0),
        (3, "A", 2.5, 3.5, 2.0),
        (4, "D", 0.5, 3.5, 4.0),
    ]
    assert table.attrs["by"] == ["degree", "strength"]
    assert table.attrs["description"].endswith(
        "Borda count over degree, strength: for each measure a node gets as many points as there are nodes behind it, "
        "tied ones counting half; the points are summed, every measure counting alike."
    )


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=20),
    st.lists(st.sampled_from(["degree", "core_number", "clustering", "constraint"]), min_size=2, unique=True),
)
def test_the_points_are_those_of_mid_ranks(pairs: list[tuple[int, int]], by: list[str]) -> None:
    G: nx.Graph[int] = nx.Graph(pairs)
    table = borda(G, by=by).set_index("id")
    values = rank(G, by=by).set_index("id").loc[table.index]
    expected: Any = sum(
        len(G) - rankdata((1 if MEASURES[name].lowest_first else -1) * values[name].round(10)) for name in by
    )
    assert table["borda"].tolist() == pytest.approx(list(expected))
    assert list(table["rank"]) == rankdata(-table["borda"], method="min").tolist()
    # All points together are fixed.
    assert table["borda"].sum() == pytest.approx(len(by) * len(G) * (len(G) - 1) / 2)


def test_one_that_is_first_by_all_has_all_points() -> None:
    table = borda(nx.star_graph(5), by=["degree", "betweenness", "closeness"])
    assert (table["id"][0], table["borda"][0]) == ("0", 15.0)
    assert set(table["borda"][1:]) == {6.0}
    assert set(table["rank"][1:]) == {2}


def test_top_and_the_empty_network() -> None:
    table = borda(nx.star_graph(5), by=["degree", "betweenness"], top=1)
    assert len(table) == 1
    assert table.attrs["description"].endswith("Shown: the first 1 of 6.")
    assert len(borda(Network.empty(), by=["degree", "betweenness"])) == 0


@pytest.mark.parametrize("by", [["degree"], "degree", ["degree", "degree"], []])
def test_fewer_than_two_measures_are_refused(by: list[str]) -> None:
    with pytest.raises(UsageError, match="give two or more"):
        borda(nx.star_graph(3), by=by)
