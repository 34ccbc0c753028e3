"""How many steps of partnership part the nodes of a connected graph: exact, or sampled with the error stated.

Breadth-first search runs from many nodes at once, one bit each, so that a step for 64 sources is one operation on a
machine word (Then, M. et al. (2014). The more the merrier: efficient multi-source graph traversal. PVLDB 8(4),
449-460).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

#: Up to this many nodes times (nodes and ends of edges) every pair is measured: some 30,000 nodes of a sparse network.
EXACT_WORK: Final = 5_000_000_000
#: From how many nodes distances are measured where not from all.
SAMPLE: Final = 1024
_SEED: Final = 20260101
_WORD: Final = 64
#: Bytes of one step's gathered bits; what fits a cache is faster than what does not.
_STEP_BYTES: Final = 8_000_000


@dataclass(frozen=True, slots=True)
class Distances:
    """The distances in a connected graph, in steps.

    Attributes:
        nodes: How many nodes it has.
        sources: From how many of them distances to all others were measured; all of them where the values are exact.
        mean: Mean distance over the pairs measured.
        mean_error: Standard error of the mean; 0 where it is exact.
        diameter: The largest distance met; the diameter where the values are exact.
        diameter_limit: What the diameter cannot exceed: twice the smallest eccentricity met, by the triangle
            inequality, or the diameter itself.
    """

    nodes: int
    sources: int
    mean: float
    mean_error: float
    diameter: int
    diameter_limit: int

    @property
    def is_exact(self) -> bool:
        """Whether every pair was measured."""
        return self.sources == self.nodes


def distances(G: nx.Graph[Any], *, exact_work: int = EXACT_WORK, sample: int = SAMPLE) -> Distances | None:
    """Measure the distances in a connected undirected graph.

    Formula: mean = sum over ordered pairs s, t of d(s,t) / (n(n-1)); diameter = max of d(s,t). From a sample of k nodes
    drawn without replacement the mean is the mean over them of their own mean distance x; its standard error is
    sd(x) / sqrt(k) * sqrt(1 - k/n).
    Range: 1 to n - 1 for both.
    Source: Watts, D. J., Strogatz, S. H. (1998). Collective dynamics of small-world networks. Nature 393, 440-442; the
    standard error is that of simple random sampling from a finite population: Cochran, W. G. (1977). Sampling
    Techniques, 3rd ed. Wiley, section 2.6.
    Meaning: through how many partnerships a party reaches another.

    Args:
        G: A connected graph.
        exact_work: Above this product of nodes and (nodes + ends of edges) a sample is drawn.
        sample: How many nodes the sample has.

    Returns:
        The distances; None for fewer than two nodes.
    """
    size = len(G)
    if size < 2:
        return None
    matrix = nx.to_scipy_sparse_array(G, weight=None, dtype=np.dtype(np.int8), format="csr")
    if size * (size + matrix.nnz) <= exact_work or sample >= size:
        chosen = np.arange(size)
    else:
        chosen = np.sort(np.random.default_rng(_SEED).choice(size, sample, replace=False))
    totals, farthest = _from_sources(matrix, chosen)
    means = totals / (size - 1)
    count = len(chosen)
    error = 0.0
    if count < size:
        error = float(means.std(ddof=1)) / math.sqrt(count) * math.sqrt(1 - count / size) if count > 1 else math.inf
    largest = int(farthest.max())
    limit = largest if count == size else 2 * int(farthest.min())
    return Distances(size, count, float(totals.sum() / (count * (size - 1))), error, largest, max(largest, limit))


def _from_sources(matrix: csr_array, sources: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each source the sum of its distances to all others, and the largest of them."""
    words = max(1, min(16, _STEP_BYTES // (8 * max(1, matrix.nnz))))
    totals = np.zeros(len(sources), dtype=np.int64)
    farthest = np.zeros(len(sources), dtype=np.int64)
    for start in range(0, len(sources), words * _WORD):
        block = slice(start, start + words * _WORD)
        totals[block], farthest[block] = _from_block(matrix, sources[block])
    return totals, farthest


def _from_block(matrix: csr_array, sources: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    columns = np.arange(len(sources))
    words = -(-len(sources) // _WORD)
    # Row v, bit i: whether the search from source i has reached v.
    reached = np.zeros((matrix.shape[0], words), dtype="<u8")
    np.bitwise_or.at(reached, (sources, columns // _WORD), np.left_shift(np.uint64(1), (columns % _WORD).astype("<u8")))
    frontier = reached.copy()
    totals = np.zeros(len(sources), dtype=np.int64)
    farthest = np.zeros(len(sources), dtype=np.int64)
    step = 0
    while frontier.any():
        step += 1
        # Connected, with two nodes at least: every row has a neighbour, which reduceat needs.
        frontier = np.bitwise_or.reduceat(frontier[matrix.indices], matrix.indptr[:-1], axis=0) & ~reached
        reached |= frontier
        bits = np.unpackbits(frontier.view(np.uint8), axis=1, bitorder="little")
        counts = bits.sum(axis=0, dtype=np.int64)[: len(sources)]
        totals += step * counts
        farthest[counts > 0] = step
    return totals, farthest
