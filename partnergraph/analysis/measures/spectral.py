"""Leading eigenvalues and eigenvectors of graphs' matrices, whatever their shape: long chains, rings, many components.

Matrices are those of simple graphs: square, sparse, no negative number. Results are the same in every run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.sparse import block_array, csr_array, eye_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import ArpackNoConvergence, eigs, eigsh, splu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partnergraph.analysis.graph.simple_graph import Floats, Integers

#: Two leading eigenvalues closer than this, relatively, are one.
SAME_EIGENVALUE: Final = 1e-9
#: Up to this many nodes the whole matrix is solved, which is exact and fast; above it Lanczos or Arnoldi iterations.
_DENSE_NODES: Final = 200
_SMOOTHING_STEPS: Final = 10
#: Enough for the networks met in practice, few enough to give up soon on long chains and rings.
_KRYLOV_VECTORS: Final = 40
_KRYLOV_RESTARTS: Final = 200
_NODA_STEPS: Final = 100
#: Relative width of the bounds on the eigenvalue at which Noda's iteration ends.
_NODA_GAP: Final = 1e-13


def leading_eigenvector(matrix: csr_array[Any], *, symmetric: bool) -> tuple[float, Floats]:
    """Return the largest eigenvalue of a (strongly) connected graph and its positive right eigenvector of length 1.

    Args:
        matrix: The graph's matrix, two nodes or more.
        symmetric: Whether it equals its transpose.
    """
    size = matrix.shape[0]
    if size <= _DENSE_NODES:
        solve = np.linalg.eigh if symmetric else np.linalg.eig
        values, vectors = solve(matrix.toarray())
        vector = vectors[:, int(np.argmax(values.real))].real
    else:
        # Starting from the same number everywhere makes runs equal, and keeps alike what stands alike in the graph.
        options: dict[str, Any] = {
            "k": 1,
            "which": "LA" if symmetric else "LR",
            "v0": np.ones(size),
            "ncv": _KRYLOV_VECTORS,
            "maxiter": _KRYLOV_RESTARTS,
        }
        try:
            vector = (eigsh if symmetric else eigs)(matrix, **options)[1][:, 0].real
        except ArpackNoConvergence:
            vector = _noda_eigenvector(matrix)
    # By Perron and Frobenius all signs are equal; what differs is noise. A few steps over non-negative numbers, shifted
    # by the eigenvalue so that a bipartite graph does not swing, give small values their own precision.
    vector = np.abs(vector) / np.linalg.norm(vector)
    shift = float(vector @ (matrix @ vector))
    for _ in range(_SMOOTHING_STEPS):
        vector = matrix @ vector + shift * vector
        vector /= np.linalg.norm(vector)
    return float(vector @ (matrix @ vector)), vector


def _noda_eigenvector(matrix: csr_array[Any]) -> Floats:
    """Return the positive eigenvector of an irreducible non-negative matrix by Noda's inverse iteration.

    It converges quadratically from any positive start however close the next eigenvalue is, which is where Lanczos and
    Arnoldi give up: in long chains and rings. These have hardly any fill-in, so that solving is cheap.

    Source: Noda, T. (1971). Note on the computation of the maximal eigenvalue of a non-negative irreducible matrix.
    Numerische Mathematik 17, 382-386.
    """
    identity = eye_array(matrix.shape[0], format="csc")
    vector = np.ones(matrix.shape[0])
    for _ in range(_NODA_STEPS):
        # The largest and smallest quotient enclose the eigenvalue.
        quotients = (matrix @ vector) / vector
        upper = float(quotients.max())
        if upper - float(quotients.min()) <= _NODA_GAP * upper:
            break
        # A hair above the bound, lest the matrix become singular.
        shifted = upper * (1 + _NODA_GAP / 10) * identity - matrix
        vector = np.abs(splu(shifted.tocsc()).solve(vector))
        vector /= vector.max()
    return vector


def members(labels: Integers) -> Iterator[Integers]:
    """Yield the nodes of each component, given the number of each node's."""
    order = np.argsort(labels, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)


def singular_vectors(matrix: csr_array[Any]) -> tuple[float, list[tuple[Floats, Floats]]]:
    """Return the largest singular value of a graph's matrix, and the non-negative vectors (left, right) it belongs to.

    They are read off the bipartite graph of rows and columns, whose largest eigenvalue it is: each connected component
    of that graph with this eigenvalue gives one pair of vectors, the two together of length 1. Without an edge the
    value is 0 and there is no pair.
    """
    size = matrix.shape[0]
    if not matrix.nnz:
        return 0.0, []
    cover: Any = csr_array(block_array([[None, matrix], [matrix.T, None]], format="csr"))
    labels = connected_components(cover, directed=False)[1].astype(np.int64)
    sums = np.asarray(cover.sum(axis=1), dtype=np.float64)
    # The geometric mean of the largest sums of rows and of columns bounds a component's eigenvalue, so that most small
    # components need not be solved.
    rows = np.zeros(labels.max() + 1)
    columns = np.zeros(labels.max() + 1)
    np.maximum.at(rows, labels[:size], sums[:size])
    np.maximum.at(columns, labels[size:], sums[size:])
    bounds = np.sqrt(rows * columns)
    parts = list(members(labels))
    found: list[tuple[float, Integers, Floats]] = []
    highest = 0.0
    for number in np.argsort(-bounds, kind="stable"):
        if bounds[number] < highest * (1 - SAME_EIGENVALUE):
            break
        part = parts[number]
        if len(part) > 1:
            value, vector = leading_eigenvector(csr_array(cover[part][:, part]), symmetric=True)
            found.append((value, part, vector))
            highest = max(highest, value)
    pairs = []
    for value, part, vector in found:
        if value >= highest * (1 - SAME_EIGENVALUE):
            whole = np.zeros(2 * size)
            whole[part] = vector
            pairs.append((whole[:size], whole[size:]))
    return highest, pairs
