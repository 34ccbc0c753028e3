"""Sampled betweenness: equal to NetworkX's sample, unbiased, its standard error true, and said to be a sample."""

from __future__ import annotations

import statistics

import networkx as nx
import pytest

from partnergraph.analysis.graph.simple_graph import simple_graph
from partnergraph.analysis.measures.registry import betweenness
from partnergraph.analysis.measures.sampling import sampled_betweenness
from partnergraph.analysis.rankings.rank import rank
from partnergraph.errors import UsageError
from tests.analysis.drawn_graphs import close

HUBS = nx.barabasi_albert_graph(120, 2, seed=5)
GRAPHS = [HUBS, nx.gnp_random_graph(100, 0.05, seed=7, directed=True), nx.gnp_random_graph(90, 0.02, seed=8)]


@pytest.mark.skipif(
    tuple(map(int, nx.__version__.split(".")[:2])) < (3, 5), reason="NetworkX 3.4 counts a node drawn among its own"
)
@pytest.mark.parametrize("G", GRAPHS)
@pytest.mark.parametrize("sample", [3, 20, 80])
def test_a_sample_equals_that_of_networkx(G: nx.Graph[int], sample: int) -> None:
    """NetworkX draws the same nodes from the same seed."""
    found, _, _ = sampled_betweenness(simple_graph(G), sample, seed=11)
    assert close(found, nx.betweenness_centrality(G, k=sample, seed=11))


@pytest.mark.parametrize("G", GRAPHS)
def test_a_sample_of_all_is_exact(G: nx.Graph[int]) -> None:
    found, errors, said = sampled_betweenness(simple_graph(G), 1000)
    assert close(found, betweenness(G))
    assert errors == pytest.approx(dict.fromkeys(G, 0), abs=1e-7)
    assert said == f"The sample for betweenness takes in all {len(G)} nodes: it is exact."


def test_the_standard_error_is_what_many_samples_differ_by() -> None:
    """Of 400 samples the mean is the exact value, and their spread the mean of the stated errors."""
    exact = betweenness(HUBS)
    graph = simple_graph(HUBS)
    samples = [sampled_betweenness(graph, 30, seed=seed) for seed in range(400)]
    for node in sorted(exact, key=exact.__getitem__, reverse=True)[:10]:
        values = [found[node] for found, _, _ in samples]
        stated = [errors[node] ** 2 for _, errors, _ in samples]
        spread = statistics.stdev(values)
        assert statistics.mean(values) == pytest.approx(exact[node], abs=4 * spread / 20)
        assert statistics.mean(stated) ** 0.5 == pytest.approx(spread, rel=0.15)


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_small_graphs(n: int) -> None:
    found, errors, _ = sampled_betweenness(simple_graph(nx.path_graph(n)), 3)
    assert found == betweenness(nx.path_graph(n))
    assert set(errors.values()) <= {0}


def test_a_ranking_says_that_it_is_a_sample() -> None:
    table = rank(HUBS, by=["betweenness", "degree"], sample=40)
    assert list(table.columns[5:]) == ["betweenness", "betweenness_error", "degree", "facts"]
    assert table.attrs["by"] == ["betweenness", "degree"]
    highest = f"{table['betweenness_error'].max():.2g}"
    assert table.attrs["description"].endswith(
        " betweenness is a sample, not exact: estimated from the shortest paths that start at 40 of 120 nodes drawn at "
        f"random (seed 0); betweenness_error is its standard error, at most {highest}, estimated from the same "
        "sample and no bound: for many nodes it is too small, most of all for low ones, and nodes no more than a few "
        "errors apart may stand in the wrong order."
    )
    assert table.equals(rank(HUBS, by=["betweenness", "degree"], sample=40))
    assert "sample" not in rank(HUBS, by="betweenness").attrs["description"]


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(UsageError, match="a sample needs at least 3 nodes, not 2"):
        rank(HUBS, by="betweenness", sample=2)
    with pytest.raises(UsageError, match="a sample is for betweenness"):
        rank(HUBS, by="degree", sample=50)


def test_the_error_holds_the_highest_nodes_mostly_and_low_ones_seldom_as_is_said() -> None:
    graph = simple_graph(nx.barabasi_albert_graph(300, 2, seed=1))
    exact = betweenness(graph)
    order = sorted(graph.nodes, key=lambda node: -exact[node])
    highest, low = order[:10], [node for node in order[100:] if exact[node] > 0]
    covered = dict.fromkeys(order, 0)
    for seed in range(60):
        scores, errors, _ = sampled_betweenness(graph, 40, seed=seed)
        for node in order:
            covered[node] += abs(scores[node] - exact[node]) <= 1.96 * errors[node] + 1e-12
    assert 0.7 < sum(covered[node] for node in highest) / (60 * len(highest)) < 0.96
    assert sum(covered[node] for node in low) / (60 * len(low)) < 0.7
