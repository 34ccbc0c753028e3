"""What igraph computes, behind one door; where it is not installed, NetworkX and NumPy give the same numbers, slower.

igraph is under the GPL, hence an optional extra: `pip install partnergraph[fast]`. No other module imports it,
but the reader of DL files.
"""

from __future__ import annotations

import random
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import numpy as np

from partnergraph.analysis.measures.shortest_paths import dependencies, eccentricity, searches

if TYPE_CHECKING:
    from partnergraph.analysis.graph.simple_graph import Floats, Integers, SimpleGraph

#: Where distances are longer than this, a search that goes level by level from many nodes at once does not pay.
_LEVELS: Final = 64


def has_igraph() -> bool:
    """Tell whether igraph is installed."""
    return find_spec("igraph") is not None


def to_igraph(G: SimpleGraph, *, weighted: bool = False) -> Any:  # noqa: ANN401  igraph may not be installed
    """Return the graph as one of igraph's; a node's number is its position.

    Args:
        G: The graph.
        weighted: Whether edges get the attribute `weight`.
    """
    # igraph takes pairs of numbers much faster than an array.
    edges = list(zip(G.source.tolist(), G.target.tolist(), strict=True))
    graph = import_module("igraph").Graph(n=len(G), edges=edges, directed=G.directed)
    if weighted:
        graph.es["weight"] = G.weight.tolist()
    return graph


def betweenness(G: SimpleGraph) -> Floats:
    """Return for each node the sum over pairs of others of the share of shortest paths through it.

    Pairs are ordered in a directed graph, unordered in an undirected one.
    """
    if has_igraph():
        return np.array(to_igraph(G).betweenness(directed=G.directed), dtype=np.float64)
    if not _is_wide(G):
        scores = nx.betweenness_centrality(G.to_networkx(), normalized=False)
        return np.array([scores[node] for node in G.nodes], dtype=np.float64)
    sums = np.zeros(len(G))
    for _, dependency in dependencies(G, np.arange(len(G))):
        sums += dependency.sum(axis=1)
    return sums if G.directed else sums / 2


def closeness(G: SimpleGraph) -> tuple[Floats, Floats]:
    """Return the inverse of each node's mean distance from those that can reach it, and how many these are.

    Both are 0 where there is none.
    """
    n = len(G)
    if has_igraph() and n:
        graph = to_igraph(G)
        near = np.array(graph.closeness(mode="in", normalized=True), dtype=np.float64)
        if G.directed:
            others = np.array(graph.neighborhood_size(order=n, mode="in", mindist=1), dtype=np.float64)
        else:
            others = np.array(np.bincount(G.components)[G.components] - 1, dtype=np.float64)
        return np.where(others > 0, near, 0), others
    far, reached = np.zeros(n), np.zeros(n)
    for _, distance, _ in searches(G, np.arange(n)):
        far += np.where(distance > 0, distance, 0).sum(axis=1)
        reached += (distance > 0).sum(axis=1)
    return np.divide(reached, far, out=np.zeros(n), where=far > 0), reached


def harmonic(G: SimpleGraph) -> Floats:
    """Return the sum over all others of the inverse of their distance to each node."""
    n = len(G)
    if has_igraph():
        sums = np.array(to_igraph(G).harmonic_centrality(mode="in", normalized=False), dtype=np.float64)
        return np.nan_to_num(sums)
    sums = np.zeros(n)
    for _, distance, _ in searches(G, np.arange(n)):
        sums += np.divide(1.0, distance, out=np.zeros(distance.shape), where=distance > 0).sum(axis=1)
    return sums


def core_number(G: SimpleGraph) -> Floats:
    """Return the largest k for which each node of an undirected graph is in the k-core."""
    if has_igraph():
        return np.array(to_igraph(G).coreness(), dtype=np.float64)
    cores = nx.core_number(G.to_networkx())
    return np.array([cores[node] for node in G.nodes], dtype=np.float64)


def blocks(G: SimpleGraph) -> Floats:
    """Return in how many biconnected components each node of an undirected graph is."""
    counts = np.zeros(len(G))
    if has_igraph():
        for block in to_igraph(G).biconnected_components():
            counts[block] += 1
        return counts
    position = {node: index for index, node in enumerate(G.nodes)}
    found: Any = nx.biconnected_components(G.to_networkx())
    for members in found:
        counts[[position[node] for node in members]] += 1
    return counts


def fruchterman_reingold(size: int, ends: Integers, pulls: Floats, start: Floats, seed: int) -> Floats:
    """Return where igraph's forces bring the nodes of a graph.

    Source: Fruchterman, T. M. J., Reingold, E. M. (1991). Graph drawing by force-directed placement. Software: Practice
    and Experience 21(11), 1129-1164.

    Args:
        size: How many nodes.
        ends: A row an edge: the positions of its two ends.
        pulls: How strongly each edge pulls.
        start: Where the nodes begin, a row each.
        seed: Of the random numbers that part nodes in one spot.
    """
    graph = import_module("igraph").Graph(n=size, edges=ends)
    # igraph draws from Python's generator: seeded here, and left as it was.
    state = random.getstate()
    try:
        random.seed(seed)
        found = graph.layout_fruchterman_reingold(seed=start.tolist(), weights=pulls.tolist(), niter=300, grid="auto")
    finally:
        random.setstate(state)
    return np.array(found.coords)


def _is_wide(G: SimpleGraph) -> bool:
    """Tell whether distances are short enough for searches from many nodes at once."""
    if not len(G.source):
        return True
    degrees = np.bincount(G.source, minlength=len(G)) + np.bincount(G.target, minlength=len(G))
    return eccentricity(G, int(degrees.argmax())) <= _LEVELS
