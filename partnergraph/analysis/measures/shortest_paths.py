"""Shortest paths from many nodes at once, as products of sparse matrices and blocks of columns, a column a source.

A search goes by levels of distance, so that it costs as many steps as the longest distance from its sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from partnergraph.analysis.graph.simple_graph import Floats, Integers, SimpleGraph

#: How many sources are searched from at once, and how many numbers a block may have.
_COLUMNS: Final = 64
_CELLS: Final = 8_000_000
_UNSEEN: Final = -1


def searches(G: SimpleGraph, sources: Integers) -> Iterator[tuple[Integers, NDArray[np.int32], Floats]]:
    """Yield, for one block of sources after another, these, the distance of every node from each, and the paths.

    Args:
        G: The graph; edges are followed in their direction.
        sources: Positions of nodes.

    Yields:
        The sources of the block; a row a node and a column a source with the distance, -1 where there is no path; and
        the number of shortest paths.
    """
    n = len(G)
    towards = csr_array(G.adjacency.T)
    columns = max(1, min(_COLUMNS, _CELLS // max(n, 1)))
    for start in range(0, len(sources), columns):
        block = sources[start : start + columns]
        every = np.arange(len(block))
        distance = np.full((n, len(block)), _UNSEEN, dtype=np.int32)
        distance[block, every] = 0
        paths = np.zeros((n, len(block)))
        paths[block, every] = 1
        front = paths.copy()
        level = 0
        while True:
            level += 1
            front = towards @ front
            front[distance != _UNSEEN] = 0
            fresh = front > 0
            if not fresh.any():
                break
            distance[fresh] = level
            paths += front
        yield block, distance, paths


def dependencies(G: SimpleGraph, sources: Integers) -> Iterator[tuple[Integers, Floats]]:
    """Yield blocks of sources, and how far the shortest paths from each depend on every node.

    Formula: dependency(s,v) = sum over t of paths(s,t through v) / paths(s,t), s and t other than v; summed over all s
    it is the betweenness before scaling.
    Source: Brandes, U. (2001). A faster algorithm for betweenness centrality. Journal of Mathematical Sociology 25(2),
    163-177.
    """
    for block, distance, paths in searches(G, sources):
        dependency = np.zeros_like(paths)
        for level in range(int(distance.max(initial=0)), 1, -1):
            # What depends on a node of the level above is shared out by the number of paths through it.
            share = np.divide(1 + dependency, paths, out=np.zeros_like(paths), where=distance == level)
            above = distance == level - 1
            dependency[above] = (paths * (G.adjacency @ share))[above]
        yield block, dependency


def eccentricity(G: SimpleGraph, source: int) -> int:
    """Return the largest distance from a node to those that can be reached."""
    (_, distance, _), *_ = searches(G, np.array([source], dtype=np.int64))
    return int(distance.max())
