"""The measures of a node's surroundings: formulas, NetworkX, directions left aside, places without a country."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings

from partnergraph.analysis.graph.from_network import graph_of_network, project
from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.measures import brokerage
from partnergraph.analysis.measures.registry import (
    articulation,
    clustering,
    constraint,
    core_number,
    degree,
    effective_size,
    participation,
    participation_within,
)
from partnergraph.analysis.rankings.rank import rank
from partnergraph.errors import UsageError
from partnergraph.loading.reading import read_loader
from partnergraph.network import Network
from partnergraph.vocabulary import NodeType
from tests.analysis.drawn_graphs import close, graphs

LARGE = nx.barabasi_albert_graph(600, 4, seed=3)


def without_nan(scores: dict[Any, float], value: float) -> dict[Any, float]:
    return {node: value if math.isnan(score) else score for node, score in scores.items()}


def clustering_of(G: nx.Graph[Any]) -> dict[Any, float]:
    found: Any = nx.clustering(G)
    return dict(found)


@settings(deadline=None, max_examples=80)
@given(graphs())
def test_brokerage_equals_networkx(G: nx.Graph[Any]) -> None:
    nodes = list(G)  # asked for one by one NetworkX takes another way than for all, without dividing by 0
    assert close(core_number(G), nx.core_number(G))
    assert close(clustering(G), clustering_of(G))
    assert close(constraint(G), without_nan(nx.constraint(G, nodes, weight="weight"), 1))
    assert close(effective_size(G), without_nan(nx.effective_size(G, nodes, weight="weight"), 0))
    plain: nx.Graph[Any] = nx.Graph()
    plain.add_nodes_from(G)
    plain.add_edges_from(G.edges)
    assert close(effective_size(plain), without_nan(nx.effective_size(plain, list(plain)), 0))


@pytest.mark.parametrize("cells", [brokerage._CELLS, 50])
def test_large_graphs_taken_in_parts_equal_networkx(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brokerage, "_CELLS", cells)
    assert close(clustering(LARGE), clustering_of(LARGE))
    assert close(constraint(LARGE), nx.constraint(LARGE))
    assert close(effective_size(LARGE), nx.effective_size(LARGE))


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_articulation_counts_the_parts_that_would_be_cut_off(G: nx.Graph[Any]) -> None:
    parts = nx.number_connected_components(G)
    for node, value in articulation(G).items():
        rest = G.subgraph(set(G) - {node})
        expected = nx.number_connected_components(rest) - parts if G.degree(node) else 0
        assert value == expected
    assert {node for node, value in articulation(G).items() if value} == set(nx.articulation_points(G))


@settings(deadline=None, max_examples=40)
@given(graphs(directed=True))
def test_directions_are_left_aside(D: nx.DiGraph[Any]) -> None:
    G: nx.Graph[Any] = nx.Graph()
    G.add_nodes_from(D)
    for source, target, data in D.edges(data=True):
        before = G[source][target]["weight"] if G.has_edge(source, target) else 0
        G.add_edge(source, target, weight=before + data["weight"])
    for measure in (degree, core_number, clustering, constraint, effective_size, articulation):
        assert close(measure(D), measure(G)), measure


def test_a_directed_slice_has_the_same_brokers_as_the_undirected_one() -> None:
    network = read_loader("union_state")
    G, D = (
        graph_of_network(network, Projection(directed=directed, within="FederalDistrict")) for directed in (False, True)
    )
    measures = (degree, core_number, clustering, constraint, effective_size, articulation, participation)
    for measure in (*measures, participation_within):
        assert close(measure(D), measure(G))


@pytest.mark.parametrize("leaves", [2, 5, 40])
def test_a_star_by_formula(leaves: int) -> None:
    G = nx.star_graph(leaves)
    ends = range(1, leaves + 1)
    assert close(core_number(G), dict.fromkeys(G, 1))
    assert close(clustering(G), dict.fromkeys(G, 0))
    assert close(constraint(G), {0: 1 / leaves, **dict.fromkeys(ends, 1)})
    assert close(effective_size(G), {0: leaves, **dict.fromkeys(ends, 1)})
    assert close(articulation(G), {0: leaves - 1, **dict.fromkeys(ends, 0)})


@pytest.mark.parametrize("n", [3, 4, 10])
def test_a_complete_graph_by_formula(n: int) -> None:
    G = nx.complete_graph(n)
    share = 1 / (n - 1)
    assert close(core_number(G), dict.fromkeys(G, n - 1))
    assert close(clustering(G), dict.fromkeys(G, 1))
    assert close(constraint(G), dict.fromkeys(G, (n - 1) * (share + (n - 2) * share**2) ** 2))
    assert close(effective_size(G), dict.fromkeys(G, 1))
    assert close(articulation(G), dict.fromkeys(G, 0))


def test_borgattis_formula_of_the_effective_size() -> None:
    """Borgatti (1997): the degree less twice the number of ties among the partners, by their number."""
    G: nx.Graph[int] = nx.Graph(nx.karate_club_graph().edges)
    ties = {node: G.subgraph(G.adj[node]).number_of_edges() for node in G}
    assert close(effective_size(G), {node: G.degree(node) - 2 * ties[node] / G.degree(node) for node in G})


def test_participation_by_formula() -> None:
    """Six partners: three, two and one in three countries; a seventh that nobody knows the country of."""
    G = nx.star_graph(7)
    countries = {1: "A", 2: "A", 3: "A", 4: "B", 5: "B", 6: "C"}
    nx.set_node_attributes(G, countries, "country")
    nx.set_node_attributes(G, {0: "X", 1: "X", 2: "Y"}, "within")
    assert participation(G)[0] == pytest.approx(1 - (9 + 4 + 1) / 36)
    assert [participation(G)[leaf] for leaf in range(1, 8)] == [0] * 7
    assert participation_within(G)[0] == pytest.approx(0.5)
    nx.set_edge_attributes(G, dict.fromkeys(G.edges, 5), "weight")
    assert participation(G)[0] == pytest.approx(1 - 14 / 36)


def test_the_reference_network_by_its_federal_districts() -> None:
    """The values of the time when these districts were all that nodes could be told apart by, with plans and events."""
    choice = Projection(within="FederalDistrict", plans=True, include_events=True)
    scores = participation_within(project(read_loader("union_state"), choice))
    assert scores["region:brest-region"] == pytest.approx(0.834467, abs=1e-6)
    assert scores["institution:belarusian-universal-commodity-exchange"] == pytest.approx(0.8)
    assert scores["enterprise:gomselmash"] == pytest.approx(1 - 11 / 49)
    assert scores["enterprise:amkodor"] == pytest.approx(0.75)
    assert sum(value > 0 for value in scores.values()) == 29
    assert sum(scores.values()) == pytest.approx(17.535364, abs=1e-6)


def places() -> Network:
    """A hub with five partners: in Region X (in two districts, and the region itself), in Region Y, and in none.

    Two districts of two regions have one name.
    """
    nodes = pd.DataFrame(
        [
            {"id": "region:x", "type": "Region", "name": "X"},
            {"id": "region:y", "type": "Region", "name": "Y"},
            {"id": "district:x1", "type": "District", "name": "Central", "located_in": "region:x"},
            {"id": "district:x2", "type": "District", "name": "Northern", "located_in": "region:x"},
            {"id": "district:y1", "type": "District", "name": "Central", "located_in": "region:y"},
            {"id": "city:a", "type": "City", "name": "A", "located_in": "district:x1"},
            {"id": "city:b", "type": "City", "name": "B", "located_in": "district:x2"},
            {"id": "city:c", "type": "City", "name": "C", "located_in": "district:y1"},
            {"id": "city:d", "type": "City", "name": "D"},
            {"id": "city:hub", "type": "City", "name": "Hub", "located_in": "region:y"},
        ]
    )
    ends = ["city:a", "city:b", "city:c", "city:d", "region:x"]
    edges = pd.DataFrame([{"type": "TWINNING", "source": "city:hub", "target": end, "sources": "book"} for end in ends])
    return Network.from_frames(nodes, edges, pd.DataFrame([{"id": "book", "title": "A book"}]))


@pytest.mark.parametrize(
    ("within", "hub", "names"),
    [
        ("Region", 1 - (9 + 1) / 16, {"a": "X", "b": "X", "c": "Y", "hub": "Y"}),  # three partners in X, one in Y
        ("District", 1 - 3 / 9, {"a": "Central", "b": "Northern", "c": "Central"}),  # one in each of three districts
        ("City", 1 - 4 / 16, {"a": "A", "b": "B", "c": "C", "d": "D", "hub": "Hub"}),  # a city is its own place
    ],
)
def test_participation_within_the_places_of_a_type(within: str, hub: float, names: dict[str, str]) -> None:
    G = project(places(), Projection(within=within))
    towns = {node: G.nodes[node].get("within") for node in G if node.startswith("city:")}
    found = {town.removeprefix("city:"): name for town, name in towns.items() if name}
    assert found == names
    scores = participation_within(G)
    assert scores.pop("city:hub") == pytest.approx(hub)
    assert set(scores.values()) == {0}
    assert participation_within(graph_of_network(places(), Projection(within=within)))["city:hub"] == pytest.approx(hub)
    table = rank(places(), within=within, by="participation_within")
    assert (table["id"][0], table["participation_within"][0]) == ("city:hub", pytest.approx(hub))
    assert f"by the places of type {within}, undirected" in table.attrs["description"]


def test_two_places_of_one_name_stay_two_and_a_graph_of_ones_own_is_measured_as_it_is() -> None:
    G = project(places(), Projection(within="District"))
    assert (G.nodes["city:a"]["within_id"], G.nodes["city:c"]["within_id"]) == ("district:x1", "district:y1")
    assert rank(G, by="participation_within")["participation_within"][0] == pytest.approx(1 - 3 / 9)
    for node in G:
        G.nodes[node].pop("within_id", None)
    # All that is left are names: two partners in Central, one in Northern.
    assert rank(G, by="participation_within")["participation_within"][0] == pytest.approx(1 - 5 / 9)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({}, r"needs a type of places: --within TYPE.*there are: City \(5\), District \(3\), Region \(2\)"),
        ({"within": "Country"}, r"no place of type Country; there are: City \(5\), District \(3\), Region \(2\)"),
        ({"within": "Regoin"}, r"'Regoin' is no type of places; did you mean Region\? known: City, Country"),
        ({"within": "region"}, r"'region' is no type of places; did you mean Region\?"),
        ({"within": "Enterprise"}, "'Enterprise' is no type of places; known: City, Country, District"),
    ],
)
def test_a_type_of_places_that_is_missing_or_wrong_is_told(choice: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        rank(places(), by=["degree", "participation_within"], **choice)


@pytest.mark.parametrize("within", ["region", "Enterprise", ""])
def test_what_can_be_no_type_of_places_is_refused_before_there_is_a_network(within: str) -> None:
    with pytest.raises(UsageError, match="is no type of places"):
        Projection(within=within)


def test_a_graph_that_does_not_say_where_nodes_lie_is_refused() -> None:
    with pytest.raises(UsageError, match="the node attribute within"):
        rank(nx.path_graph(3), by="participation_within")
    assert rank(nx.Graph(), by="participation_within").empty


def test_a_type_of_places_that_a_loader_declares() -> None:
    given = places()
    own = given.vocabulary.extended([NodeType("Canton", "A canton", "#123456", "dot", is_place=True)])
    nodes = given.nodes.assign(type=given.nodes["type"].replace({"Region": "Canton"}))
    network = Network(nodes, given.edges, given.sources, own)
    table = rank(network, within="Canton", by="participation_within")
    assert table["participation_within"][0] == pytest.approx(1 - 10 / 16)
