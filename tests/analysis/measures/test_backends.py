"""Any NetworkX backend that is installed computes what it can, and what it cannot is said."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from importlib.metadata import version
from pathlib import Path

import networkx as nx
import pytest

from partnergraph.analysis.graph.from_network import graph_of_network
from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.graph.simple_graph import simple_graph
from partnergraph.analysis.measures.backends import on_backend
from partnergraph.analysis.measures.registry import MEASURES
from partnergraph.analysis.rankings.rank import rank
from partnergraph.errors import UsageError
from partnergraph.loading.reading import read_loader
from tests.analysis.drawn_graphs import close
from tests.conftest import ROOT

GRAPHS = [
    nx.karate_club_graph(),
    nx.davis_southern_women_graph(),
    nx.gnp_random_graph(150, 0.01, seed=1),
    nx.gnp_random_graph(100, 0.04, seed=2, directed=True),
    nx.empty_graph(1),
    nx.Graph(),
]
HANDED_OVER = {"betweenness", "closeness", "harmonic", "katz", "pagerank", "core_number", "clustering"}

#: A backend as a package of its own would bring it: it computes betweenness, by half.
BACKEND = """
import networkx as nx

def get_info():
    return {"functions": {"betweenness_centrality": {}}}

class Halving:
    @staticmethod
    def convert_from_nx(graph, *args, **kwargs):
        return graph

    @staticmethod
    def convert_to_nx(result, *args, **kwargs):
        return result

    @staticmethod
    def betweenness_centrality(G, *args, **kwargs):
        exact = nx.betweenness_centrality(G, backend="networkx", normalized=True)
        return {node: value / 2 for node, value in exact.items()}
"""
ENTRY_POINTS = """
[networkx.backends]
halving = halving:Halving
[networkx.backend_info]
halving = halving:get_info
"""


@pytest.mark.parametrize("G", GRAPHS)
def test_networkx_itself_gives_the_same_numbers(G: nx.Graph[int]) -> None:
    graph = simple_graph(G)
    computed = {name: on_backend(graph, name, "networkx") for name in MEASURES}
    assert {name for name, scores in computed.items() if scores is not None} == HANDED_OVER
    for name, scores in computed.items():
        if scores is not None:
            assert close(scores, MEASURES[name].function(G)), name


@pytest.mark.parametrize("directed", [False, True])
def test_the_reference_network_is_ranked_alike(directed: bool) -> None:
    network = read_loader("union_state")
    G = graph_of_network(network, Projection(directed=directed))
    for name in HANDED_OVER:
        scores = on_backend(G, name, "networkx")
        assert scores is not None
        assert close(scores, MEASURES[name].function(G)), name


def test_a_ranking_says_what_the_backend_computed() -> None:
    G = nx.karate_club_graph()
    table = rank(G, by=["betweenness", "degree", "closeness"], backend="networkx")
    assert table.attrs["description"].endswith(" Computed by the NetworkX backend networkx: betweenness, closeness.")
    assert list(table["id"]) == list(rank(G, by="betweenness")["id"])


def test_nx_parallel() -> None:
    """It follows NetworkX's versions late; where the two do not fit, that is one line."""
    if "parallel" not in nx.config.backends:
        pytest.skip("nx-parallel is not installed")
    G = nx.karate_club_graph()
    if version("nx-parallel") == "0.3" and tuple(map(int, nx.__version__.split(".")[:2])) >= (3, 5):
        with pytest.raises(UsageError, match="the NetworkX backend parallel cannot be used for betweenness: "):
            rank(G, by="betweenness", backend="parallel")
        return
    found, expected = rank(G, by="betweenness", backend="parallel"), rank(G, by="betweenness")
    assert list(found["id"]) == list(expected["id"])
    assert list(found["betweenness"]) == pytest.approx(list(expected["betweenness"]), rel=1e-9)
    assert "NetworkX backend parallel: betweenness." in found.attrs["description"]


def test_a_backend_of_another_package_is_found(tmp_path: Path) -> None:
    (tmp_path / "halving.py").write_text(BACKEND, encoding="utf-8")
    metadata = tmp_path / "halving-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: halving\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(ENTRY_POINTS, encoding="utf-8")
    program = textwrap.dedent(f"""
        import sys
        sys.path[:0] = [{str(tmp_path)!r}, {str(ROOT)!r}]
        import networkx as nx
        from partnergraph.analysis.rankings.rank import rank
        from partnergraph.errors import UsageError
        table = rank(nx.star_graph(4), by=["betweenness", "pagerank"], backend="halving")
        print(table["betweenness"].max(), table.attrs["description"].rpartition("Computed")[2])
        try:
            rank(nx.star_graph(4), by="degree", backend="halving")
        except UsageError as error:
            print(error)
        """)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == [
        "0.5  by the NetworkX backend halving: betweenness.",
        "the NetworkX backend halving does not compute degree; it computes betweenness",
    ]


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(UsageError, match="'networx' is no NetworkX backend that is installed; did you mean networkx"):
        rank(nx.path_graph(3), by="betweenness", backend="networx")
    with pytest.raises(UsageError, match="backend networkx does not compute degree, constraint; it computes betweenne"):
        rank(nx.path_graph(3), by=["degree", "constraint"], backend="networkx")
