"""The measures of a node's surroundings: formulas, NetworkX, directions left aside, places without a country."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx
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
    participation_district,
)
from partnergraph.loading.reading import read_loader
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
    G, D = graph_of_network(network), graph_of_network(network, Projection(directed=True))
    measures = (degree, core_number, clustering, constraint, effective_size, articulation, participation)
    for measure in (*measures, participation_district):
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
    nx.set_node_attributes(G, {0: "X", 1: "X", 2: "Y"}, "federal_district")
    assert participation(G)[0] == pytest.approx(1 - (9 + 4 + 1) / 36)
    assert [participation(G)[leaf] for leaf in range(1, 8)] == [0] * 7
    assert participation_district(G)[0] == pytest.approx(0.5)
    nx.set_edge_attributes(G, dict.fromkeys(G.edges, 5), "weight")
    assert participation(G)[0] == pytest.approx(1 - 14 / 36)


def test_federal_districts_are_found_through_the_places_that_contain() -> None:
    network = read_loader("union_state")
    G = project(network)
    containers = dict(zip(network.nodes["id"], network.nodes["located_in"], strict=True))
    kinds = dict(zip(network.nodes["id"], network.nodes["type"], strict=True))
    names = dict(zip(network.nodes["id"], network.nodes["name"], strict=True))
    found = 0
    for node, data in G.nodes(data=True):
        place = node
        while place is not None and kinds[place] != "FederalDistrict":
            place = containers[place]
        assert data.get("federal_district") == (None if place is None else names[place])
        found += place is not None
    assert 0 < found < len(G)
    scores = participation_district(G)
    widest = max(scores, key=scores.__getitem__)
    districts = [G.nodes[u]["federal_district"] for u in G.adj[str(widest)] if "federal_district" in G.nodes[u]]
    shares = [districts.count(name) / len(districts) for name in set(districts)]
    assert scores[widest] == pytest.approx(1 - sum(share**2 for share in shares))
    assert len(shares) > 1
