"""How often exact betweenness lies within 1.96 of the standard errors that `rank --sample` tells, by simulation."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from partnergraph.analysis.graph.from_network import graph_of_networkx
from partnergraph.analysis.measures.registry import find_measure
from partnergraph.analysis.measures.sampling import sampled_betweenness

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How many samples are drawn of each graph.
DRAWS = 200
TOP = 20


def main() -> None:
    """Print the table of benchmarks/README.md."""
    print("| graph | nodes | sample | all nodes | of them betweenness > 0 | the 20 highest | told as 0, and not |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, G in _graphs():
        graph = graph_of_networkx(G)
        exact_scores = find_measure("betweenness").function(graph)
        exact = np.array([exact_scores[node] for node in graph.nodes])
        for sample in (50, 200, 500):
            start = time.perf_counter()
            within = np.zeros(len(exact))
            silent = np.zeros(len(exact))
            for seed in range(DRAWS):
                scores, errors, _ = sampled_betweenness(graph, sample, seed=seed)
                estimate, error = (np.array([part[node] for node in graph.nodes]) for part in (scores, errors))
                within += np.abs(estimate - exact) <= 1.96 * error + 1e-12
                silent += (estimate == 0) & (exact > 0)
            share, unseen = within / DRAWS, silent / DRAWS
            positive = exact > 0
            top = np.argsort(-exact, kind="stable")[:TOP]
            cells = (share.mean(), share[positive].mean(), share[top].mean(), unseen[positive].mean())
            print(f"| {name} | {len(exact):,} | {sample} | " + " | ".join(f"{cell:.1%}" for cell in cells) + " |")
            print(f"{name}, {sample}: {time.perf_counter() - start:.0f} s", file=sys.stderr)


def _graphs() -> Iterator[tuple[str, nx.Graph[Any]]]:
    yield "a few hubs (Barabasi and Albert, 2 ties each)", nx.barabasi_albert_graph(2000, 2, seed=1)
    yield "equal chances (Erdos and Renyi, mean degree 3)", nx.gnp_random_graph(2000, 3 / 2000, seed=1)
    yield "neighbours and shortcuts (Watts and Strogatz)", nx.connected_watts_strogatz_graph(2000, 4, 0.1, seed=1)
    yield "a random tree", nx.random_labeled_tree(2000, seed=1)


if __name__ == "__main__":
    main()
