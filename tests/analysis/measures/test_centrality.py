"""Harmonic closeness, Katz, HITS, in- and out-degree: NetworkX, formulas, and graphs on which others fail."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnergraph.analysis.graph.from_network import simplified
from partnergraph.analysis.graph.simple_graph import simple_graph
from partnergraph.analysis.measures.centrality import katz_alpha
from partnergraph.analysis.measures.registry import (
    MEASURES,
    betweenness,
    closeness,
    eigenvector,
    harmonic,
    hits_authority,
    hits_hub,
    in_degree,
    katz,
    out_degree,
    pagerank,
)
from tests.analysis.drawn_graphs import close, graphs

RANDOM = [
    nx.barabasi_albert_graph(300, 3, seed=1),
    nx.gnp_random_graph(300, 0.008, seed=2),  # many components
    nx.gnp_random_graph(250, 0.02, seed=3, directed=True),
    nx.watts_strogatz_graph(300, 4, 0.1, seed=4),
]
PUBLISHED = [
    nx.krackhardt_kite_graph(),
    nx.florentine_families_graph(),
    nx.karate_club_graph(),
    nx.davis_southern_women_graph(),
]


def dense(G: nx.Graph[Any]) -> Any:
    """The matrix of weights."""
    return nx.to_numpy_array(G)


@pytest.mark.parametrize("G", [*PUBLISHED, *RANDOM])
def test_distances_and_walks_equal_networkx(G: nx.Graph[Any]) -> None:
    assert close(betweenness(G), nx.betweenness_centrality(G))
    assert close(closeness(G), nx.closeness_centrality(G))
    assert close(harmonic(G), nx.harmonic_centrality(G))
    assert close(pagerank(G), nx.pagerank(G, tol=1e-16, max_iter=2000))
    alpha = katz_alpha(simple_graph(G))
    assert close(katz(G), nx.katz_centrality(G, alpha=alpha, tol=1e-15, max_iter=5000))


@pytest.mark.parametrize("G", [*PUBLISHED[:3], *RANDOM])
def test_hits_equals_networkx(G: nx.Graph[Any]) -> None:
    """The largest singular value of these is a single one; the bipartite graph of the women has it twice."""
    hubs, authorities = nx.hits(G, max_iter=10_000, tol=1e-15)
    assert hits_hub(G) == pytest.approx({node: abs(value) for node, value in hubs.items()}, rel=1e-9, abs=1e-10)
    assert hits_authority(G) == pytest.approx(
        {node: abs(value) for node, value in authorities.items()}, rel=1e-9, abs=1e-10
    )


@settings(deadline=None, max_examples=60)
@given(st.booleans().flatmap(lambda directed: graphs(directed=directed)))
def test_harmonic_and_degrees_equal_networkx(G: nx.Graph[Any]) -> None:
    assert close(harmonic(G), nx.harmonic_centrality(G))
    assert close(in_degree(G), dict(G.in_degree() if isinstance(G, nx.DiGraph) else G.degree()))
    assert close(out_degree(G), dict(G.out_degree() if isinstance(G, nx.DiGraph) else G.degree()))


@settings(deadline=None, max_examples=80)
@given(st.booleans().flatmap(lambda directed: graphs(directed=directed)))
def test_katz_solves_its_equation_on_any_graph(G: nx.Graph[Any]) -> None:
    matrix = (dense(G) > 0).astype(float)
    largest = np.linalg.norm(matrix, ord=2)
    alpha = 0.85 / (largest or 1)
    assert katz_alpha(simple_graph(G)) == pytest.approx(alpha, rel=1e-12)
    expected = np.linalg.solve(np.eye(len(G)) - alpha * matrix.T, np.ones(len(G)))
    assert close(katz(G), dict(zip(G, expected / np.linalg.norm(expected), strict=True)))
    assert min(katz(G).values()) > 0


@settings(deadline=None, max_examples=80)
@given(st.booleans().flatmap(lambda directed: graphs(directed=directed)))
def test_hits_are_singular_vectors_of_the_largest_value(G: nx.Graph[Any]) -> None:
    matrix = dense(G)
    largest = np.linalg.norm(matrix, ord=2)
    hubs, authorities = hits_hub(G), hits_authority(G)
    if not largest:
        assert set(hubs.values()) == set(authorities.values()) == {0}
        return
    for scores, square in ((hubs, matrix @ matrix.T), (authorities, matrix.T @ matrix)):
        vector = np.array([scores[node] for node in G])
        assert vector.min() >= 0
        assert vector.sum() == pytest.approx(1)
        assert square @ vector == pytest.approx(largest**2 * vector, rel=1e-9, abs=1e-9)
    if not G.is_directed():
        assert close(hubs, authorities)


def test_hits_of_a_bipartite_graph_are_its_eigenvector() -> None:
    G = nx.davis_southern_women_graph()
    expected = eigenvector(G)
    total = sum(expected.values())
    assert close(hits_hub(G), {node: value / total for node, value in expected.items()})


def test_a_star_by_formula() -> None:
    leaves = 9
    G = nx.star_graph(leaves)
    ends = range(1, leaves + 1)
    assert close(harmonic(G), {0: leaves, **dict.fromkeys(ends, 1 + (leaves - 1) / 2)})
    assert close(hits_hub(G), {0: 1 / 4, **dict.fromkeys(ends, 1 / 12)})
    alpha = 0.85 / 3
    centre, leaf = (1 + alpha * leaves) / (1 - alpha**2 * leaves), (1 + alpha) / (1 - alpha**2 * leaves)
    length = math.hypot(centre, *[leaf] * leaves)
    assert close(katz(G), {0: centre / length, **dict.fromkeys(ends, leaf / length)})


def test_suppliers_are_hubs_and_customers_authorities() -> None:
    D: nx.DiGraph[str] = nx.DiGraph([("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"), ("c", "z")])
    assert close(hits_hub(D), {"a": 0.5, "b": 0.5, "c": 0, "x": 0, "y": 0, "z": 0})
    assert close(hits_authority(D), {"a": 0, "b": 0, "c": 0, "x": 0.5, "y": 0.5, "z": 0})
    assert close(in_degree(D), {"a": 0, "b": 0, "c": 0, "x": 2, "y": 2, "z": 1})
    assert close(out_degree(D), {"a": 2, "b": 2, "c": 1, "x": 0, "y": 0, "z": 0})


def test_katz_converges_where_the_usual_factor_does_not() -> None:
    G = nx.complete_graph(50)
    with pytest.raises(nx.PowerIterationFailedConvergence):
        nx.katz_centrality(G, alpha=0.1)
    assert close(katz(G), dict.fromkeys(G, 1 / math.sqrt(50)))


def test_katz_is_finite_on_deep_layers_without_a_cycle() -> None:
    """Forty layers of thirty nodes, each leading to all of the next: walks multiply by thirty at every step."""
    layers, width = 40, 30
    D: nx.DiGraph[int] = nx.DiGraph(
        (layer * width + i, (layer + 1) * width + j)
        for layer in range(layers - 1)
        for i in range(width)
        for j in range(width)
    )
    scores = katz(D)
    unscaled = [sum(0.85**step for step in range(layer + 1)) for layer in range(layers)]
    length = math.sqrt(width * sum(value**2 for value in unscaled))
    assert close(scores, {node: unscaled[node // width] / length for node in D})


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_a_graph_without_an_edge(kind: type[nx.Graph[Any]]) -> None:
    G = kind()
    G.add_nodes_from("abcd")
    expected = {"katz": 0.5, "pagerank": 0.25, "constraint": 1}
    for name, measure in MEASURES.items():
        assert close(measure.function(G), dict.fromkeys("abcd", expected.get(name, 0))), name


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
@pytest.mark.parametrize("directed", [False, True])
def test_loops_and_parallel_edges_are_taken_as_simplified_does(measure: Any, directed: bool) -> None:
    given_graph: nx.MultiGraph[str] = nx.MultiDiGraph() if directed else nx.MultiGraph()
    given_graph.add_edges_from([("a", "b"), ("a", "b"), ("b", "c"), ("c", "d"), ("d", "b"), ("a", "a"), ("e", "e")])
    assert measure.function(given_graph) == measure.function(simplified(given_graph))


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_the_given_graph_is_left_as_it_is(measure: Any) -> None:
    G = nx.karate_club_graph()
    measure.function(G)
    before = nx.karate_club_graph()
    assert list(G.nodes(data=True)) == list(before.nodes(data=True))
    assert list(G.edges(data=True)) == list(before.edges(data=True))
