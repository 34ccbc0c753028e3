"""Measures beside other libraries: how long each takes on the same network, medians of several runs.

    python benchmarks/measures.py                          the world's twinnings in size, and a million edges
    python benchmarks/measures.py --slow                   NetworkX too (minutes)
    python benchmarks/measures.py --sister-cities          the world's sister cities too, which travel with the package

Needs partnergraph[fast]; rustworkx and networkit are measured where they are installed. The numbers of each library are
held against ours before its time is shown. NetworkX's betweenness takes minutes and is run once. The table is printed
as Markdown.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd

from partnergraph.analysis.graph.from_network import graph_of_network
from partnergraph.analysis.measures.registry import MEASURES
from partnergraph.analysis.rankings.rank import rank
from partnergraph.network import EDGE_EXTRA, Network
from partnergraph.tables import to_frame

if TYPE_CHECKING:
    from partnergraph.analysis.graph.simple_graph import Floats, SimpleGraph

#: Some 14,000 of these places have a twinning, as many as Wikidata knew in the world.
PLACES, TWINNINGS = 18_500, 20_000
LIBRARIES = ("partnergraph", "igraph", "networkit", "rustworkx", "networkx")
SISTER_CITIES = Path(__file__).resolve().parents[1] / "loaders" / "sister_cities" / "sister_cities.tsv.gz"
Answer = Callable[[], object]


def twinnings(places: int, facts: int, seed: int = 1) -> Network:
    """A network with a few hubs and many small places, as twin towns are; so many different pairs."""
    generator = np.random.default_rng(seed)
    weights = generator.pareto(1.6, places) + 1
    weights /= weights.sum()
    pairs = np.empty((0, 2), dtype=np.int64)
    while len(pairs) < facts:
        drawn = generator.choice(places, (facts, 2), p=weights)
        drawn = np.sort(drawn[drawn[:, 0] != drawn[:, 1]], axis=1)
        pairs = np.unique(np.concatenate((pairs, drawn)), axis=0)
    pairs = generator.permutation(pairs)[:facts]
    names = np.array([f"city:{number:07}" for number in range(places)], dtype=object)
    return network_of(names[pairs[:, 0]].tolist(), names[pairs[:, 1]].tolist(), {})


def network_of(sources: list[str], targets: list[str], countries: dict[str, str]) -> Network:
    """A network of twinnings, made without the checks that a loader's tables pass."""
    nodes = [
        {"id": name, "type": "City", "name": name, "country": countries.get(name)}
        for name in sorted({*sources, *targets})
    ]
    count = len(sources)
    columns: dict[str, Any] = {
        "id": [f"twinning:{number}" for number in range(count)],
        "type": ["TWINNING"] * count,
        "source": sources,
        "target": targets,
        "status": ["active"] * count,
        "sources": [("source",)] * count,
    }
    empty = to_frame("edges", (), EDGE_EXTRA)
    edges = pd.DataFrame({name: columns.get(name, [None] * count) for name in empty.columns}).astype(object)
    return Network(to_frame("nodes", nodes), edges, to_frame("sources", [{"id": "source", "title": "A source"}]))


def sister_cities() -> Network:
    """Twinnings of Wikidata; a place is its name with its country."""
    with gzip.open(SISTER_CITIES, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    ends = [
        [f"{row[city]}, {row[country]}" for row in rows]
        for city, country in (("origincityLabel", "origincountry"), ("sistercityLabel", "destination_countryLabel"))
    ]
    return network_of(ends[0], ends[1], {name: name.rpartition(", ")[2] for end in ends for name in end})


def median(action: Answer, runs: int) -> float:
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def ours(network: Network, measure: str) -> Callable[[], Floats]:
    """From the frames to the numbers, the projection included."""

    def answer() -> Floats:
        return np.array(list(MEASURES[measure].function(graph_of_network(network)).values()))

    return answer


def of_igraph(G: SimpleGraph, measure: str) -> Answer | None:
    graph = importlib.import_module("igraph").Graph(n=len(G), edges=np.column_stack((G.source, G.target)))
    calls: dict[str, Answer] = {
        "betweenness": graph.betweenness,
        "harmonic": lambda: graph.harmonic_centrality(normalized=False),
        "pagerank": graph.pagerank,
        "core_number": graph.coreness,
    }
    return calls[measure]


def of_networkit(G: SimpleGraph, measure: str) -> Answer | None:
    nk = importlib.import_module("networkit")
    graph = nk.Graph(len(G))
    for source, target in zip(G.source.tolist(), G.target.tolist(), strict=True):
        graph.addEdge(source, target)
    calls: dict[str, Answer] = {
        "betweenness": lambda: nk.centrality.Betweenness(graph).run().scores(),
        "harmonic": lambda: nk.centrality.HarmonicCloseness(graph, normalized=False).run().scores(),
        "pagerank": lambda: nk.centrality.PageRank(graph, 0.85, 1e-13).run().scores(),
        "core_number": lambda: nk.centrality.CoreDecomposition(graph).run().scores(),
    }
    return calls[measure]


def of_rustworkx(G: SimpleGraph, measure: str) -> Answer | None:
    rx = importlib.import_module("rustworkx")
    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(G)))
    graph.add_edges_from_no_data(list(zip(G.source.tolist(), G.target.tolist(), strict=True)))
    calls: dict[str, Answer] = {
        "betweenness": lambda: rx.betweenness_centrality(graph, normalized=False),
        "core_number": lambda: rx.core_number(graph),
    }
    if measure == "pagerank":
        directed = graph.to_directed()
        return lambda: rx.pagerank(directed, alpha=0.85, tol=1e-13 / len(G), max_iter=1000)
    return calls.get(measure)


def of_networkx(G: SimpleGraph, measure: str) -> Answer | None:
    graph = G.to_networkx()
    calls: dict[str, Answer] = {
        "betweenness": lambda: nx.betweenness_centrality(graph, normalized=False),
        "harmonic": lambda: nx.harmonic_centrality(graph),
        "pagerank": lambda: nx.pagerank(graph, tol=1e-13 / len(G), max_iter=1000),
        "core_number": lambda: nx.core_number(graph),
    }
    return calls[measure]


PEERS: dict[str, Callable[[SimpleGraph, str], Answer | None]] = {
    "igraph": of_igraph,
    "networkit": of_networkit,
    "rustworkx": of_rustworkx,
    "networkx": of_networkx,
}


def agrees(theirs: Any, own: Floats) -> bool:  # noqa: ANN401  every library has a form of its own
    """Whether a library's numbers are ours, up to a common factor and the precision it iterates with."""
    values = list(theirs.values()) if hasattr(theirs, "values") else list(theirs)
    found = np.array(values, dtype=np.float64)
    return bool(np.allclose(found / found.max(), own / own.max(), rtol=1e-6, atol=1e-9))


def compared(network: Network, measures: list[str], runs: int, *, slow: bool) -> Iterator[str]:
    """One line of the table for each measure."""
    G = graph_of_network(network)
    size = f"{len(G):,} nodes, {len(G.source):,} edges"
    for measure in measures:
        cells = [f"{median(ours(network, measure), runs):.2f}"]
        own = ours(network, measure)()
        for library, prepared in PEERS.items():
            all_pairs = library == "networkx" and measure in {"betweenness", "harmonic"}
            try:
                answer = None if all_pairs and not (slow and measure == "betweenness") else prepared(G, measure)
            except ImportError:
                answer = None
            if answer is None:
                cells.append("")
                continue
            answers: list[object] = []
            seconds = median(lambda kept=answers, each=answer: kept.append(each()), 1 if all_pairs else runs)  # type: ignore[misc]
            assert agrees(answers[-1], own), (library, measure)
            cells.append(f"{seconds:.2f}")
        yield f"| {measure}, {size} | {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slow", action="store_true", help="measure NetworkX where it takes minutes")
    parser.add_argument("--runs", type=int, default=3, help="how many runs the medians are of")
    parser.add_argument("--sister-cities", action="store_true", help="the world's sister cities too")
    given = parser.parse_args()
    libraries = ("networkx", "igraph", "networkit", "rustworkx", "numpy", "scipy")
    print(f"Python {platform.python_version()}; {', '.join(f'{name} {version(name)}' for name in libraries)}\n")
    print(f"| seconds | {' | '.join(LIBRARIES)} |")
    print(f"| --- |{' ---: |' * len(LIBRARIES)}")
    world, million = twinnings(PLACES, TWINNINGS), twinnings(200_000, 1_000_000)
    for network, measures in ((world, ["betweenness", "harmonic"]), (million, ["pagerank", "core_number"])):
        for line in compared(network, measures, given.runs, slow=given.slow):
            print(line, flush=True)
    linear = ["degree", "strength", "in_degree", "out_degree", "katz", "pagerank", "core_number"]
    print(f"\nA million facts ranked by {', '.join(linear)}, from the frames to the table: "
          f"{median(lambda: rank(million, by=linear), given.runs):.1f} s")  # fmt: skip
    print(f"Betweenness of the world sampled from 500 nodes: "
          f"{median(lambda: rank(world, by='betweenness', sample=500), given.runs):.1f} s")  # fmt: skip
    if given.sister_cities:
        cities = sister_cities()
        G = graph_of_network(cities)
        print(f"Sister cities, {len(G):,} places and {len(G.source):,} pairs, ranked by all {len(MEASURES)} measures: "
              f"{median(lambda: rank(cities, by=list(MEASURES), within='City'), given.runs):.1f} s")  # fmt: skip


if __name__ == "__main__":
    main()
