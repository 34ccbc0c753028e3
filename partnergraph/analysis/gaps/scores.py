"""Scores of a pair that are not partners: the registry `SCORES` is what gaps, help and documentation read.

A score takes the adjacency matrix of a simple undirected graph (ones, no diagonal) and two arrays of row numbers, the
ends of the pairs, and returns one number a pair; more is always more of a gap. NetworkX's definitions are the
reference.

Notation: N(u) are the partners of u, k(u) is their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import networkx as nx
import numpy as np
from scipy.sparse import csr_array, diags_array

from partnergraph.errors import UsageError
from partnergraph.naming import hint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

Ends: TypeAlias = "NDArray[np.int64]"
Values: TypeAlias = "NDArray[np.float64]"

#: The score that the others must beat: it looks at the two ends only, not at what lies between them.
BASELINE: Final = "preferential-attachment"
#: The score that looks one step further than common partners.
THREE_STEPS: Final = "three-steps"


@dataclass(frozen=True, slots=True)
class Score:
    """One way to say how much two parties that are not partners could be.

    Attributes:
        name: What users call it.
        function: From a matrix and pairs to one number a pair. Its docstring has formula, range, source and meaning.
        summary: Half a sentence for help and tables.
    """

    name: str
    function: Callable[[csr_array[Any], Ends, Ends], Values]
    summary: str


def adjacency(G: nx.Graph[Any]) -> csr_array[Any]:
    """Return the adjacency matrix that scores take, rows in the graph's order."""
    if not len(G):
        return csr_array((0, 0))
    matrix: csr_array[Any] = nx.to_scipy_sparse_array(G, weight=None, dtype=np.dtype(float), format="csr")
    return matrix


def common_partners(matrix: csr_array[Any], first: Ends, second: Ends) -> Values:
    """Return the number of partners that the two share.

    Formula: |N(u) and N(v)|.
    Range: 0 to n - 2.
    Source: Newman, M. E. J. (2001). Clustering and preferential attachment in growing networks. Physical Review E 64,
    025102; Liben-Nowell, D., Kleinberg, J. (2007). The link-prediction problem for social networks. Journal of the
    American Society for Information Science and Technology 58(7), 1019-1031.
    Meaning: how many parties could introduce them to each other.
    """
    return _through(matrix, np.ones(matrix.shape[0]), first, second)


def adamic_adar(matrix: csr_array[Any], first: Ends, second: Ends) -> Values:
    """Return the partners that the two share, each counting the less the more partners it has.

    Formula: sum over the common partners w of 1 / ln k(w).
    Range: 0 upwards.
    Source: Adamic, L. A., Adar, E. (2003). Friends and neighbors on the Web. Social Networks 25(3), 211-230.
    Meaning: a common partner with few others says more than a hub that is everybody's partner.
    """
    degrees = _degrees(matrix)
    # A common partner has two partners at least; others are on no path between two nodes.
    weights = np.divide(1.0, np.log(np.maximum(degrees, 2)), out=np.zeros_like(degrees), where=degrees > 1)
    return _through(matrix, weights, first, second)


def resource_allocation(matrix: csr_array[Any], first: Ends, second: Ends) -> Values:
    """Return what one of the two would receive from the other if each partner passed on an equal share.

    Formula: sum over the common partners w of 1 / k(w).
    Range: 0 upwards, to half the number of common partners.
    Source: Zhou, T., Lu, L., Zhang, Y.-C. (2009). Predicting missing links via local information. European Physical
    Journal B 71, 623-630.
    Meaning: as Adamic-Adar, with hubs counting still less.
    """
    degrees = _degrees(matrix)
    weights = np.divide(1.0, degrees, out=np.zeros_like(degrees), where=degrees > 0)
    return _through(matrix, weights, first, second)


def three_steps(matrix: csr_array[Any], first: Ends, second: Ends) -> Values:
    """Return the paths of three steps between the two, each counting the less the more partners it passes.

    Formula: sum over the paths u - x - y - v of 1 / sqrt(k(x) * k(y)), u and v not being partners.
    Range: 0 upwards.
    Source: Kovacs, I. A., Luck, K., Spirohn, K., et al. (2019). Network-based prediction of protein interactions.
    Nature Communications 10, 1240 (the score L3).
    Meaning: parties like the one are partners of the other. Across a border it asks the right question: where partners
    lie in the other country, two that share a partner lie in the same one.
    """
    if not len(first):
        return np.zeros(0)
    degrees = _degrees(matrix)
    roots = np.divide(1.0, np.sqrt(degrees), out=np.zeros_like(degrees), where=degrees > 0)
    between = diags_array(roots) @ matrix @ diags_array(roots)
    return np.asarray((matrix @ between @ matrix).tocsr()[first, second], dtype=float).ravel()


def preferential_attachment(matrix: csr_array[Any], first: Ends, second: Ends) -> Values:
    """Return the product of the two numbers of partners.

    Formula: k(u) * k(v).
    Range: 0 to (n-1)^2.
    Source: Barabasi, A.-L., Jeong, H., Neda, Z., Ravasz, E., Schubert, A., Vicsek, T. (2002). Evolution of the social
    network of scientific collaborations. Physica A 311, 590-614; Liben-Nowell, Kleinberg (2007).
    Meaning: who has many partners gets more; the baseline, since it knows nothing of what lies between the two.
    """
    degrees = _degrees(matrix)
    return np.asarray(degrees[first] * degrees[second])


SCORES: Final[Mapping[str, Score]] = MappingProxyType(
    {
        score.name: score
        for score in (
            Score("adamic-adar", adamic_adar, "common partners, those with few others counting most"),
            Score("common-partners", common_partners, "number of common partners"),
            Score("resource-allocation", resource_allocation, "common partners, hubs counting still less"),
            Score(THREE_STEPS, three_steps, "partners of the one that share partners with the other"),
            Score(BASELINE, preferential_attachment, "product of the two numbers of partners, the baseline"),
        )
    }
)


def find_score(name: str) -> Score:
    """Return the score of a name.

    Raises:
        UsageError: There is none; the message names the nearest and all there are.
    """
    if name not in SCORES:
        raise UsageError(f"{name!r} is no method; {hint(name, SCORES)}")
    return SCORES[name]


def _degrees(matrix: csr_array[Any]) -> Values:
    return np.asarray(matrix.sum(axis=1), dtype=float).ravel()


def _through(matrix: csr_array[Any], weights: Values, first: Ends, second: Ends) -> Values:
    """Return the sum of the weights of the nodes between the two ends of each pair."""
    if not len(first):
        return np.zeros(0)
    between = (matrix @ diags_array(weights) @ matrix).tocsr()
    return np.asarray(between[first, second], dtype=float).ravel()
