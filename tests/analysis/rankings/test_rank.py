"""Hub rankings: ranks and ties, columns, filters, and what is said beside them."""

from __future__ import annotations

import json
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import partnergraph
from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.measures.registry import MEASURES
from partnergraph.analysis.rankings.rank import rank
from partnergraph.errors import UsageError
from partnergraph.network import Network
from tests.analysis.sample_networks import network, shuffled, twinning

SUPPLY = {"type": "SUPPLIES", "source": "enterprise:mtz", "target": "city:pskov", "date": "2012"}
COUNTRY = {"type": "AGREEMENT", "source": "country:belarus", "target": "city:orsha", "date": "2005"}
FACTS: list[dict[str, Any]] = [
    twinning("pskov", "vitebsk", date="2000", status="active"),
    twinning("pskov", "polotsk", date="2016", status="signed"),
    twinning("orsha", "vitebsk", date="2018"),
    SUPPLY,
    {**SUPPLY, "date": "2013"},
    COUNTRY,
]


@pytest.fixture
def sample() -> Network:
    return network(FACTS, {"city:pskov": "RU", "city:vitebsk": "BY", "city:orsha": "BY"})


def rows(table: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return list(table[list(columns)].itertuples(index=False, name=None))


def test_the_default_ranks_by_the_number_of_different_partners(sample: Network) -> None:
    table = rank(sample)
    assert list(table.columns) == ["rank", "id", "name", "type", "country", "degree", "facts", "facts_with_countries"]
    assert rows(table, *table.columns) == [
        (1, "city:pskov", "Pskov", "City", "RU", 3, 4, 0),
        (2, "city:vitebsk", "Vitebsk", "City", "BY", 2, 2, 0),
        (3, "enterprise:mtz", "Mtz", "Enterprise", None, 1, 2, 0),
        (3, "city:orsha", "Orsha", "City", "BY", 1, 1, 1),
        (3, "city:polotsk", "Polotsk", "City", None, 1, 1, 0),
    ]
    assert "facts_with_countries" not in rank(sample, include_countries=True).columns
    assert "facts_with_countries" not in rank(sample, types=["TWINNING"]).columns


def test_a_network_of_countries_alone_is_ranked() -> None:
    trade = [
        {"type": "TRADE", "source": f"country:{one}", "target": f"country:{other}"}
        for one, other in (("france", "spain"), ("france", "italy"), ("spain", "kingdom"), ("france", "kingdom"))
    ]
    table = rank(network(trade))
    assert rows(table, "name", "degree") == [("France", 3), ("Kingdom", 2), ("Spain", 2), ("Italy", 1)]
    assert "Country nodes counted, since there are no others." in table.attrs["description"]
    held = rank(network([*trade, twinning("pskov", "orsha")]))
    assert set(held["name"]) == {"Pskov", "Orsha"}


def test_an_event_is_no_partner_unless_asked_for() -> None:
    taking_part = {"type": "PARTICIPATION", "source": "city:pskov", "target": "event:fair"}
    facts = [twinning("pskov", "orsha"), taking_part]
    table = rank(network(facts))
    assert rows(table, "name", "degree") == [("Orsha", 1), ("Pskov", 1)]
    assert "Event nodes left out (1 fact; --events counts them)." in table.attrs["description"]
    with_events = rank(network(facts), include_events=True)
    assert rows(with_events, "name", "degree") == [("Pskov", 2), ("Fair", 1), ("Orsha", 1)]
    named = rank(network(facts), node_types=["City", "Event"])
    assert rows(named, "name", "degree") == rows(with_events, "name", "degree")


def test_what_was_counted_stands_beside_the_table(sample: Network) -> None:
    table = rank(sample, by=["pagerank", "degree"])
    assert table.attrs == {
        "description": "Counted: 5 facts (TWINNING 3, SUPPLIES 2) on 4 edges between 5 nodes, parallel facts summed as "
        "weight; all partnership types, any status, any date, undirected. Country nodes left out (1 fact; "
        "--include-countries counts them).",
        "by": ["pagerank", "degree"],
    }
    assert json.loads(json.dumps(table.attrs)) == table.attrs


def test_the_first_measure_decides_and_all_have_a_column_in_their_order(sample: Network) -> None:
    table = rank(sample, by=["strength", "closeness", "degree", "strength"])
    assert list(table.columns[5:]) == ["strength", "closeness", "degree", "facts", "facts_with_countries"]
    assert rows(table, "rank", "name", "strength") == [
        (1, "Pskov", 4), (2, "Mtz", 2), (2, "Vitebsk", 2), (4, "Orsha", 1), (4, "Polotsk", 1)
    ]  # fmt: skip
    assert list(table["strength"]) == list(table["facts"])


def test_every_measure_of_the_registry_can_decide(sample: Network) -> None:
    table = rank(sample, by=list(MEASURES), within="City")
    assert list(table.columns[5:-2]) == list(MEASURES)
    for name in MEASURES:
        own = rank(sample, by=name, within="City")
        order = "is_monotonic_increasing" if MEASURES[name].lowest_first else "is_monotonic_decreasing"
        assert getattr(own[name], order)
        assert own["rank"].iloc[0] == 1
        # Some are equal for all in this sample, by HITS both ends of the heaviest edge are; Vitebsk has two countries.
        others = ("clustering", "core_number", "participation", "participation_within", "hits_hub", "hits_authority")
        if name not in others:
            assert own["name"].iloc[0] == "Pskov", name
        assert dict(rows(own, "id", name)) == dict(rows(table, "id", name))


def test_ties_share_a_rank_skip_the_next_and_stand_by_name() -> None:
    pairs = [("b", "hub"), ("a", "hub"), ("c", "hub"), ("a", "x"), ("b", "y")]
    table = rank(network([twinning(*pair) for pair in pairs]))
    assert rows(table, "rank", "name") == [(1, "Hub"), (2, "A"), (2, "B"), (4, "C"), (4, "X"), (4, "Y")]


def test_noise_does_not_part_a_tie() -> None:
    """All nodes of a ring are alike; betweenness and eigenvector are computed with rounding."""
    ring = [twinning(f"n{i:03}", f"n{(i + 1) % 151:03}") for i in range(151)]
    for name in MEASURES:
        table = rank(network(ring), by=name, within="City")
        assert set(table["rank"]) == {1}, name
        assert list(table["id"]) == sorted(table["id"])


def test_a_small_true_difference_is_no_tie() -> None:
    G: nx.Graph[str] = nx.Graph()
    G.add_edge("a", "b", weight=1 + 1e-9)
    G.add_edge("c", "d", weight=1)
    assert rows(rank(G, by="strength"), "rank", "id") == [(1, "a"), (1, "b"), (3, "c"), (3, "d")]


def test_top_cuts_and_says_so(sample: Network) -> None:
    table = rank(sample, top=3)
    assert list(table["rank"]) == [1, 2, 3]
    assert table.attrs["description"].endswith(
        " Shown: the first 3 of 5; 2 more with the same value as the last one shown."
    )
    assert rank(sample, top=2).attrs["description"].endswith(" Shown: the first 2 of 5.")
    assert "Shown" not in rank(sample, top=5).attrs["description"]
    assert len(rank(sample, top=99)) == 5


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"types": "SUPPLIES"}, ["Mtz", "Pskov"]),
        ({"types": ["TWINNING"]}, ["Pskov", "Vitebsk", "Orsha", "Polotsk"]),
        ({"node_types": ["City"]}, ["Pskov", "Vitebsk", "Orsha", "Polotsk"]),
        ({"statuses": ["signed"]}, ["Polotsk", "Pskov"]),
        ({"countries": ["BY"]}, ["Vitebsk", "Orsha", "Pskov"]),
        ({"loaders": ["first"], "types": "SUPPLIES"}, ["Mtz", "Pskov"]),
        ({"start": "2017", "end": "2017"}, ["Pskov", "Polotsk", "Vitebsk"]),
        ({"end": "2000"}, ["Pskov", "Vitebsk"]),
        ({"as_of": "2012"}, ["Pskov", "Mtz", "Vitebsk"]),
        ({"types": "AGREEMENT", "include_countries": True}, ["Belarus", "Orsha"]),
        ({"types": "AGREEMENT"}, []),
    ],
)
def test_filters_choose_the_slice(sample: Network, filters: Any, names: list[str]) -> None:
    table = rank(sample, **filters)
    assert list(table["name"]) == names
    pd.testing.assert_frame_equal(table, rank(sample, projection=Projection(**filters)))


def test_filters_go_before_the_projection(sample: Network) -> None:
    choice = Projection(types="TWINNING", statuses="active")
    assert list(rank(sample, projection=choice)["name"]) == ["Pskov", "Vitebsk"]
    assert list(rank(sample, projection=choice, statuses="signed")["name"]) == ["Polotsk", "Pskov"]


def test_a_directed_ranking_follows_the_facts(sample: Network) -> None:
    table = rank(sample, by="closeness", types="SUPPLIES", directed=True)
    assert rows(table, "rank", "name", "closeness", "facts") == [(1, "Pskov", 1.0, 2), (2, "Mtz", 0.0, 2)]


def test_facts_that_run_both_ways_are_counted_once(sample: Network) -> None:
    undirected, directed = rank(sample), rank(sample, directed=True)
    assert rows(directed, "id", "degree", "facts") == rows(undirected, "id", "degree", "facts")


@pytest.mark.parametrize("directed", [False, True])
def test_the_order_of_rows_does_not_matter(sample: Network, directed: bool) -> None:
    expected = rank(sample, by=list(MEASURES), within="City", directed=directed)
    for seed in range(5):
        found = rank(shuffled(sample, seed), by=list(MEASURES), within="City", directed=directed)
        pd.testing.assert_frame_equal(found, expected, check_exact=True)
        assert found.attrs == expected.attrs


def test_an_empty_network_gives_an_empty_table_of_the_same_columns() -> None:
    table = rank(Network.empty(), by=list(MEASURES), within="City", top=5)
    assert len(table) == 0
    assert list(table.columns) == ["rank", "id", "name", "type", "country", *MEASURES, "facts"]
    assert table.attrs["description"].startswith("Counted: 0 facts on 0 edges between 0 nodes")
    assert str(table["rank"].dtype) == str(table["degree"].dtype) == "int64"


# --- a graph of NetworkX


def test_a_networkx_graph_is_ranked_as_it_is() -> None:
    table = rank(nx.karate_club_graph(), by=["degree", "strength"], top=3)
    assert rows(table, *table.columns) == [
        (1, "33", "33", None, None, 17, 48, 48),
        (2, "0", "0", None, None, 16, 42, 42),
        (3, "32", "32", None, None, 12, 38, 38),
    ]
    assert table.attrs["description"] == (
        "A NetworkX graph as it was given, undirected: 34 nodes and 78 edges, an edge counting as many facts as its "
        "weight says; parallel edges are summed as weight. Shown: the first 3 of 34."
    )


def test_attributes_of_a_networkx_graph_are_shown() -> None:
    G: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    G.add_node(1, name="One", type="City", country="BY")
    G.add_edges_from([(1, 2), (1, 2), (2, 1), (1, 1)])
    G.add_node(3)
    table = rank(G)
    assert rows(table, *table.columns) == [
        (1, "2", "2", None, None, 1, 3),
        (1, "1", "One", "City", "BY", 1, 3),
        (3, "3", "3", None, None, 0, 0),
    ]
    assert G.number_of_edges() == 4


def test_the_florentine_marriages() -> None:
    table = rank(nx.florentine_families_graph(), by="betweenness", top=3)
    assert list(table["name"]) == ["Medici", "Guadagni", "Albizzi"]
    assert list(table["betweenness"].round(4)) == [0.5220, 0.2546, 0.2125]


def test_weights_that_are_no_whole_numbers_stay() -> None:
    G: nx.Graph[str] = nx.Graph()
    G.add_edge("a", "b", weight=0.5)
    assert list(rank(G)["facts"]) == [0.5, 0.5]


def test_a_network_as_networkx_graph_gives_the_same_ranks_where_nothing_is_left_out() -> None:
    facts = [fact for fact in FACTS if fact is not COUNTRY]
    given_network = network(facts)
    undirected = given_network.to_networkx().to_undirected()
    nx.set_node_attributes(undirected, {node: node for node in undirected if node.startswith("city:")}, "within")
    pd.testing.assert_frame_equal(
        rank(undirected, by=list(MEASURES)), rank(given_network, by=list(MEASURES), within="City"), check_exact=True
    )


def test_filters_need_a_network() -> None:
    G = nx.path_graph(3)
    with pytest.raises(UsageError, match="a NetworkX graph is measured as it is; it does not go with types, directed"):
        rank(G, types=["TWINNING"], directed=True)
    with pytest.raises(UsageError, match="it does not go with a projection"):
        rank(G, projection=Projection())


# --- what is refused


def test_an_unknown_measure_is_refused_before_anything_is_computed(sample: Network) -> None:
    with pytest.raises(UsageError, match=r"'closness' is no measure; did you mean closeness\? known: degree, strength"):
        rank(sample, by=["degree", "closness"])
    with pytest.raises(UsageError, match="at least one measure"):
        rank(sample, by=[])


@pytest.mark.parametrize("top", [0, -1])
def test_top_is_at_least_one(sample: Network, top: int) -> None:
    with pytest.raises(UsageError, match=f"top must be at least 1, not {top}"):
        rank(sample, top=top)


def test_rank_is_part_of_the_public_interface() -> None:
    assert partnergraph.rank is rank


# --- properties


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25), st.sampled_from(list(MEASURES)))
def test_ranks_are_those_of_pandas(pairs: list[tuple[int, int]], name: str) -> None:
    """pandas' competition ranking of the rounded values is the same."""
    G: nx.Graph[int] = nx.Graph(pairs)
    nx.set_node_attributes(G, {node: "AB"[node % 2] for node in G}, "within")
    table = rank(G, by=name)
    merit = -table[name] if MEASURES[name].lowest_first else table[name]
    expected = merit.round(10).rank(method="min", ascending=False).astype("int64")
    assert list(table["rank"]) == list(expected)
    assert sorted(table["id"], key=int) == [str(node) for node in sorted(G)]
