"""The measures: published values, formulas of known graphs, equality with NetworkX, and every awkward graph."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnergraph.analysis.graph.from_network import simplified
from partnergraph.analysis.measures.registry import (
    MEASURES,
    betweenness,
    closeness,
    degree,
    eigenvector,
    find_measure,
    pagerank,
    strength,
)
from partnergraph.errors import UsageError
from tests.analysis.drawn_graphs import close, graphs

# --- published values


def test_krackhardts_kite() -> None:
    """Krackhardt (1990): Diane (3) has most partners, Fernando and Garth (5, 6) are closest, Heather (7) is between."""
    G = nx.krackhardt_kite_graph()
    assert degree(G) == {0: 4, 1: 4, 2: 3, 3: 6, 4: 3, 5: 5, 6: 5, 7: 3, 8: 2, 9: 1}
    assert {node: round(value, 3) for node, value in closeness(G).items()} == {
        0: 0.529, 1: 0.529, 2: 0.5, 3: 0.6, 4: 0.5, 5: 0.643, 6: 0.643, 7: 0.6, 8: 0.429, 9: 0.310
    }  # fmt: skip
    assert {node: round(value, 3) for node, value in betweenness(G).items()} == {
        0: 0.023, 1: 0.023, 2: 0, 3: 0.102, 4: 0, 5: 0.231, 6: 0.231, 7: 0.389, 8: 0.222, 9: 0
    }  # fmt: skip


def test_florentine_families() -> None:
    """Padgett and Ansell (1993), marriages: the Medici stand between others as nobody else does."""
    G = nx.florentine_families_graph()
    between = betweenness(G)
    assert between["Medici"] == pytest.approx(47.5 / 91)
    assert round(between["Guadagni"], 4) == 0.2546
    assert round(between["Albizzi"], 4) == 0.2125
    assert max(between, key=between.__getitem__) == "Medici"
    assert degree(G)["Medici"] == 6
    assert closeness(G)["Medici"] == pytest.approx(14 / 25)
    assert round(eigenvector(G)["Medici"], 4) == 0.4303
    assert round(eigenvector(G)["Strozzi"], 4) == 0.3560


def test_karate_club() -> None:
    """Zachary (1977), nodes from 0: the instructor is 0, the president 33."""
    G = nx.karate_club_graph()
    assert (degree(G)[33], degree(G)[0]) == (17, 16)
    assert (strength(G)[33], strength(G)[0]) == (48, 42)
    assert round(betweenness(G)[0], 4) == 0.4376
    assert round(betweenness(G)[33], 4) == 0.3041
    assert round(closeness(G)[0], 4) == 0.5690
    assert round(eigenvector(G)[33], 4) == 0.3734
    assert round(eigenvector(G)[0], 4) == 0.3555
    unweighted: nx.Graph[Any] = nx.Graph(G.edges)
    assert round(pagerank(unweighted)[33], 4) == 0.1009
    assert round(pagerank(unweighted)[0], 4) == 0.0970


def test_davis_southern_women() -> None:
    """Davis, Gardner and Gardner (1941), bipartite: 18 women, 14 events, 89 attendances."""
    G = nx.davis_southern_women_graph()
    women = set(G.graph["top"])
    degrees = degree(G)
    assert sum(degrees[woman] for woman in women) == 89
    assert (degrees["Evelyn Jefferson"], degrees["Theresa Anderson"], degrees["E8"]) == (8, 8, 14)
    scores = eigenvector(G)
    assert sum(scores[woman] ** 2 for woman in women) == pytest.approx(0.5)
    assert max(scores, key=scores.__getitem__) == "E8"
    assert max(women, key=scores.__getitem__) == "Theresa Anderson"


# --- formulas


@pytest.mark.parametrize("leaves", [2, 3, 10, 500])
def test_a_star_by_formula(leaves: int) -> None:
    G, n = nx.star_graph(leaves), leaves + 1
    assert close(degree(G), {0: leaves, **dict.fromkeys(range(1, n), 1)})
    assert close(betweenness(G), {0: 1, **dict.fromkeys(range(1, n), 0)})
    assert close(closeness(G), {0: 1, **dict.fromkeys(range(1, n), leaves / (2 * leaves - 1))})
    root = math.sqrt(0.5)
    assert close(eigenvector(G), {0: root, **dict.fromkeys(range(1, n), root / math.sqrt(leaves))})
    q = 0.85
    centre = ((1 - q) / n + q * (1 - q) * leaves / n) / (1 - q * q)
    assert close(pagerank(G), {0: centre, **dict.fromkeys(range(1, n), (1 - centre) / leaves)})


@pytest.mark.parametrize("n", [3, 4, 9, 199, 230])
def test_a_path_by_formula(n: int) -> None:
    G = nx.path_graph(n)
    pairs = (n - 1) * (n - 2) / 2
    assert close(betweenness(G), {i: i * (n - 1 - i) / pairs for i in range(n)})
    assert close(closeness(G), {i: (n - 1) / (i * (i + 1) / 2 + (n - 1 - i) * (n - i) / 2) for i in range(n)})
    sine = {i: math.sin(math.pi * (i + 1) / (n + 1)) * math.sqrt(2 / (n + 1)) for i in range(n)}
    assert close(eigenvector(G), sine)


def test_a_long_path_has_its_eigenvector_though_the_next_eigenvalue_is_near() -> None:
    n = 4000
    sine = {i: math.sin(math.pi * (i + 1) / (n + 1)) * math.sqrt(2 / (n + 1)) for i in range(n)}
    assert close(eigenvector(nx.path_graph(n)), sine)


@pytest.mark.parametrize("n", [3, 150, 300])
def test_a_directed_ring_gives_everyone_the_same(n: int) -> None:
    G: nx.DiGraph[int] = nx.cycle_graph(n, create_using=nx.DiGraph)
    assert close(eigenvector(G), dict.fromkeys(range(n), 1 / math.sqrt(n)))
    assert close(pagerank(G), dict.fromkeys(range(n), 1 / n))


def test_a_directed_ring_with_a_chord_satisfies_the_equation() -> None:
    G: nx.DiGraph[int] = nx.cycle_graph(300, create_using=nx.DiGraph)
    G.add_edge(0, 150)
    scores = eigenvector(G)
    quotients = [sum(scores[u] for u in G.predecessors(v)) / scores[v] for v in G]
    assert max(quotients) == pytest.approx(min(quotients), rel=1e-9)
    assert math.hypot(*scores.values()) == pytest.approx(1)


# --- awkward graphs


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_the_empty_graph_has_no_scores(measure: Any, kind: type[nx.Graph[Any]]) -> None:
    assert measure.function(kind()) == {}


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_a_single_node(kind: type[nx.Graph[Any]]) -> None:
    G = kind()
    G.add_node("a")
    found = {name: measure.function(G)["a"] for name, measure in MEASURES.items()}
    assert found == {**dict.fromkeys(MEASURES, 0), "katz": 1, "pagerank": 1, "constraint": 1}


def test_a_single_pair() -> None:
    G: nx.Graph[str] = nx.Graph([("a", "b")])
    assert close(eigenvector(G), dict.fromkeys("ab", math.sqrt(0.5)))
    assert close(betweenness(G), dict.fromkeys("ab", 0))
    assert close(closeness(G), dict.fromkeys("ab", 1))


def test_a_disconnected_graph() -> None:
    """A triangle and a pair: nearness is scaled by the share that is reached, the eigenvector stays in the triangle."""
    G: nx.Graph[int] = nx.Graph([(0, 1), (1, 2), (0, 2), (3, 4)])
    G.add_node(5)
    assert close(closeness(G), {0: 2 / 5, 1: 2 / 5, 2: 2 / 5, 3: 1 / 5, 4: 1 / 5, 5: 0})
    assert close(eigenvector(G), {**dict.fromkeys(range(3), 1 / math.sqrt(3)), 3: 0, 4: 0, 5: 0})
    # Nothing leads to or from node 5; its own share is spread over all six again.
    lonely = 0.15 / 6 / (1 - 0.85 / 6)
    assert close(pagerank(G), {**dict.fromkeys(range(5), (1 - lonely) / 5), 5: lonely})


def test_of_components_of_equal_size_the_one_with_the_larger_eigenvalue_is_taken() -> None:
    G: nx.Graph[int] = nx.Graph([(0, 1), (1, 2), (3, 4), (4, 5), (3, 5)])
    assert close(eigenvector(G), {0: 0, 1: 0, 2: 0, **dict.fromkeys((3, 4, 5), 1 / math.sqrt(3))})


def test_equal_components_share_the_eigenvector() -> None:
    G = nx.disjoint_union(nx.cycle_graph(3), nx.cycle_graph(3))
    assert close(eigenvector(G), dict.fromkeys(range(6), 1 / math.sqrt(6)))


def test_a_directed_graph_without_a_cycle_has_no_eigenvector_scores() -> None:
    G: nx.DiGraph[int] = nx.DiGraph([(0, 1), (0, 2), (1, 2)])
    assert eigenvector(G) == {0: 0, 1: 0, 2: 0}


def test_loops_and_parallel_facts_count_as_said() -> None:
    """Three facts between a and b, one of a with itself, one between b and c."""
    given_graph: nx.MultiGraph[str] = nx.MultiGraph([("a", "b")] * 3 + [("a", "a"), ("b", "c")])
    G = simplified(given_graph)
    assert degree(G) == {"a": 1, "b": 2, "c": 1}
    assert strength(G) == {"a": 3, "b": 4, "c": 1}
    assert close(eigenvector(G), {"a": 0.5, "b": math.sqrt(0.5), "c": 0.5})
    # The wanderer leaves b for a three times out of four.
    at = pagerank(G)
    assert at["b"] == pytest.approx((0.05 + 0.85 * 0.1) / (1 - 0.85**2))
    assert at["a"] == pytest.approx(0.05 + 0.85 * 0.75 * at["b"])
    assert at["c"] == pytest.approx(0.05 + 0.85 * 0.25 * at["b"])


def test_degree_and_strength_of_a_directed_graph() -> None:
    """Of the three facts from a to b one runs both ways; c supplies a."""
    G: nx.DiGraph[str] = nx.DiGraph()
    G.add_edge("a", "b", weight=3, mutual=1)
    G.add_edge("b", "a", weight=1, mutual=1)
    G.add_edge("c", "a", weight=2)
    assert degree(G) == {"a": 2, "b": 1, "c": 1}
    assert strength(G) == {"a": 5, "b": 3, "c": 2}


# --- equality with NetworkX


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_undirected_measures_equal_networkx(G: nx.Graph[Any]) -> None:
    assert close(degree(G), dict(G.degree()))
    assert close(strength(G), dict(G.degree(weight="weight")))
    assert close(betweenness(G), nx.betweenness_centrality(G))
    assert close(closeness(G), nx.closeness_centrality(G))
    assert close(pagerank(G), nx.pagerank(G, tol=1e-14, max_iter=1000))


@settings(deadline=None, max_examples=60)
@given(graphs(directed=True))
def test_directed_measures_equal_networkx(G: nx.DiGraph[Any]) -> None:
    assert close(strength(G), dict(G.degree(weight="weight")))
    assert close(betweenness(G), nx.betweenness_centrality(G))
    assert close(closeness(G), nx.closeness_centrality(G))
    assert close(pagerank(G), nx.pagerank(G, tol=1e-14, max_iter=1000))


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_the_eigenvector_equals_networkx_on_the_largest_component(G: nx.Graph[Any]) -> None:
    sizes = sorted(map(len, nx.connected_components(G)), reverse=True)
    largest = G.subgraph(max(nx.connected_components(G), key=len))
    scores = eigenvector(G)
    if len(largest) == 1:
        assert set(scores.values()) == {0.0}
    elif sizes[:2].count(sizes[0]) == 1:
        # Power iteration, another way than ours; it may need long where the next eigenvalue is near.
        expected = dict.fromkeys(G, 0.0) | nx.eigenvector_centrality(largest, max_iter=100_000, tol=1e-13)
        assert scores == pytest.approx(expected, abs=1e-7)
    assert all(value >= 0 for value in scores.values())


@settings(deadline=None, max_examples=60)
@given(graphs(directed=True))
def test_the_directed_eigenvector_satisfies_its_equation(G: nx.DiGraph[Any]) -> None:
    scores = eigenvector(G)
    for component in nx.strongly_connected_components(G):
        inside = G.subgraph(component)
        if sum(scores[node] for node in component):
            quotients = [sum(scores[u] for u in inside.predecessors(v)) / scores[v] for v in inside]
            assert max(quotients) == pytest.approx(min(quotients), rel=1e-9)


def test_large_graphs_take_the_same_definition_of_the_eigenvector() -> None:
    G = nx.barabasi_albert_graph(400, 2, seed=7)
    assert close(eigenvector(G), nx.eigenvector_centrality(G, max_iter=10_000, tol=1e-13))
    D = nx.gnp_random_graph(400, 0.03, seed=7, directed=True)
    assert nx.is_strongly_connected(D)
    assert close(eigenvector(D), nx.eigenvector_centrality(D, max_iter=10_000, tol=1e-13))


@settings(deadline=None, max_examples=40)
@given(st.data(), st.booleans())
def test_the_order_of_nodes_does_not_matter(data: st.DataObject, directed: bool) -> None:
    G = data.draw(graphs(directed=directed))
    other: nx.Graph[Any] = nx.DiGraph() if directed else nx.Graph()
    other.add_nodes_from(data.draw(st.permutations(list(G))))
    other.add_edges_from(data.draw(st.permutations(list(G.edges(data=True)))))
    for measure in MEASURES.values():
        assert close(measure.function(other), measure.function(G)), measure.name


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_a_second_run_gives_the_very_same_numbers(measure: Any) -> None:
    for G in (nx.karate_club_graph(), nx.barabasi_albert_graph(300, 2, seed=1), nx.star_graph(300)):
        assert measure.function(G) == measure.function(G)


# --- the registry


def test_every_measure_states_formula_range_source_and_meaning() -> None:
    for name, measure in MEASURES.items():
        text = measure.function.__doc__ or ""
        assert measure.name == name == measure.function.__name__
        assert [part for part in ("Formula:", "Range:", "Source:", "Meaning:") if part not in text] == []
        assert measure.summary
        assert not measure.summary.endswith(".")


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_whether_a_measure_uses_the_weight_is_said_truly(measure: Any) -> None:
    G, heavy = nx.krackhardt_kite_graph(), nx.krackhardt_kite_graph()
    for graph in (G, heavy):
        nx.set_node_attributes(graph, {node: "ABC"[node % 3] for node in graph}, "country")
        nx.set_node_attributes(graph, {node: "ABC"[node // 4] for node in graph}, "within")
    heavy.add_edge(0, 1, weight=9)
    assert (measure.function(G) != measure.function(heavy)) is measure.uses_weight


def test_an_unknown_measure_names_the_nearest_and_the_known() -> None:
    with pytest.raises(
        UsageError,
        match=r"'betweeness' is no measure; did you mean betweenness\? known: degree, strength, in_degree, out_degree, "
        r"betweenness, closeness, harmonic, eigenvector, katz, pagerank, hits_hub, hits_authority, core_number, ",
    ):
        find_measure("betweeness")


def test_a_hyphen_stands_for_an_underscore() -> None:
    assert find_measure("in-degree") is MEASURES["in_degree"]
