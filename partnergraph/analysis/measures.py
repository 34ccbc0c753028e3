"""The measures of a hub, declared once: the registry `MEASURES` is what rankings, help and documentation read.

A measure takes a simple graph as `project` or `simplified` makes it (no parallel edges, no self-loops, `weight` on
every edge) and returns one number a node, in the graph's order. NetworkX's definitions are the reference. Every measure
is defined for disconnected graphs, a single node and the empty graph, and gives the same numbers in every run.

Notation: n nodes; a(u,v) is 1 where u and v are partners, else 0; w(u,v) is the number of facts between them; d(u,v) is
the number of steps on a shortest path.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import networkx as nx
import numpy as np
from scipy.sparse import eye_array
from scipy.sparse.linalg import ArpackNoConvergence, eigs, eigsh, splu

from partnergraph.errors import UsageError
from partnergraph.naming import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

Scores: TypeAlias = dict[Hashable, float]

#: Up to this many nodes the whole matrix is solved, which is exact and fast; above it Lanczos or Arnoldi iterations.
_DENSE_NODES: Final = 200
#: Two leading eigenvalues closer than this, relatively, are one.
_SAME_EIGENVALUE: Final = 1e-9
_SMOOTHING_STEPS: Final = 10
#: Enough for the networks met in practice, few enough to give up soon on long chains and rings.
_KRYLOV_VECTORS: Final = 40
_KRYLOV_RESTARTS: Final = 200
_NODA_STEPS: Final = 100
#: Relative width of the bounds on the eigenvalue at which Noda's iteration ends.
_NODA_GAP: Final = 1e-13
_DAMPING: Final = 0.85
#: The summed change between two steps at which PageRank stands still.
_PAGERANK_CHANGE: Final = 1e-13
_PAGERANK_STEPS: Final = 1000


@dataclass(frozen=True, slots=True)
class Measure:
    """One way to say how much of a hub a node is; more is always more of a hub.

    Attributes:
        name: What users call it; also the column's name.
        function: From a simple graph to one number a node. Its docstring has formula, range, source and meaning.
        summary: Half a sentence for help and tables.
        uses_weight: Whether the number of facts on an edge counts; otherwise only whether there is one.
        is_count: Whether the values are counts, shown without decimals.
    """

    name: str
    function: Callable[[nx.Graph[Any]], Scores]
    summary: str
    uses_weight: bool = False
    is_count: bool = False


def degree(G: nx.Graph[Any]) -> Scores:
    """Return the number of different partners of each node.

    Formula: degree(v) = sum over u of a(u,v). In a directed graph a partner counts once, whichever way the facts run.
    Range: 0 to n - 1.
    Source: Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. Social Networks 1(3),
    215-239.
    Meaning: with how many parties it has a partnership at all; ten agreements with one partner are one partner.
    """
    if isinstance(G, nx.DiGraph):
        return {node: float(len(set(G.predecessors(node)) | set(G.successors(node)))) for node in G}
    return {node: float(len(G.adj[node])) for node in G}


def strength(G: nx.Graph[Any]) -> Scores:
    """Return the number of facts that each node takes part in.

    Formula: strength(v) = sum over u of w(u,v). In a directed graph facts in both directions are summed, and a fact
    that runs both ways is counted once.
    Range: 0 upwards; at least the degree where weights are whole numbers.
    Source: Barrat, A., Barthelemy, M., Pastor-Satorras, R., Vespignani, A. (2004). The architecture of complex weighted
    networks. PNAS 101(11), 3747-3752.
    Meaning: how much is on record for it: agreements, supplies, plants and their kin, however many partners they are
    with.
    """
    totals: dict[Hashable, list[float]] = {node: [] for node in G}
    for source, target, data in G.edges(data=True):
        weight = data.get("weight", 1)
        totals[source].append(weight - data.get("mutual", 0))
        totals[target].append(weight)
    return {node: math.fsum(weights) for node, weights in totals.items()}


def betweenness(G: nx.Graph[Any]) -> Scores:
    """Return the share of shortest paths between other nodes that pass through each node.

    Formula: betweenness(v) = c * sum over pairs s, t (other than v) of paths(s,t through v) / paths(s,t), paths(s,t)
    being the number of shortest paths, all steps of length 1; c = 2 / ((n-1)(n-2)), in a directed graph, where pairs
    are ordered, 1 / ((n-1)(n-2)). With fewer than three nodes it is 0. Pairs without a path add nothing.
    Range: 0 to 1; 1 for the centre of a star.
    Source: Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry 40(1), 35-41;
    computed after Brandes, U. (2001). A faster algorithm for betweenness centrality. Journal of Mathematical Sociology
    25(2), 163-177.
    Meaning: how far it stands between others: parties that have no partnership with each other meet through it.
    """
    return dict(nx.betweenness_centrality(G, normalized=True, weight=None))


def closeness(G: nx.Graph[Any]) -> Scores:
    """Return how near each node is to those that can reach it, scaled by how many these are.

    Formula: closeness(v) = (r / (n-1)) * (r / sum over reachable u of d(u,v)), where r is the number of other nodes
    from which v can be reached; 0 where r is 0. In a connected graph this is Freeman's (n-1) / sum of d. In a directed
    graph paths lead towards v.
    Range: 0 to 1; 1 for a partner of all others.
    Source: Wasserman, S., Faust, K. (1994). Social Network Analysis: Methods and Applications. Cambridge University
    Press, p. 201; Freeman (1978) for connected graphs.
    Meaning: how few steps of partnership part it from the rest; members of a small separate group stay low.
    """
    return dict(nx.closeness_centrality(G, wf_improved=True))


def eigenvector(G: nx.Graph[Any]) -> Scores:
    """Return how well connected the partners of each node are, and theirs in turn, inside the largest component.

    Formula: x(v) = (1 / lambda) * sum over u of a(u,v) * x(u), lambda being the largest eigenvalue of the adjacency
    matrix of the largest component, x scaled to length 1; nodes outside it are 0. Among components of equal size the
    one with the largest lambda is taken; where that is equal too, each gets its own eigenvector and all together
    are scaled to length 1. Facts are not weighted. In a directed graph the components are the strongly connected ones
    and u runs over those that lead to v; without a cycle, and in a graph without edges, everything is 0.
    Range: 0 to 1; above 0 inside the component. A bipartite graph (a star) reaches 1 / sqrt(2) at most.
    Source: Bonacich, P. (1987). Power and centrality: a family of measures. American Journal of Sociology 92(5),
    1170-1182; Bonacich, P. (1972). Factoring and weighting approaches to status scores and clique identification.
    Journal of Mathematical Sociology 2(1), 113-120.
    Meaning: a partner of hubs is more of a hub than a partner of the unconnected; it says nothing of other components,
    for which PageRank is the better question.
    """
    scores: Scores = dict.fromkeys(G, 0.0)
    components: list[set[Any]]
    if isinstance(G, nx.DiGraph):
        components = list(nx.strongly_connected_components(G))
    else:
        components = list(nx.connected_components(G))
    largest = max(map(len, components), default=0)
    if largest < 2:
        return scores
    position = {node: index for index, node in enumerate(G)}
    found = [
        _leading_eigenvector(G.subgraph(component), sorted(component, key=position.__getitem__))
        for component in components
        if len(component) == largest
    ]
    highest = max(eigenvalue for eigenvalue, _ in found)
    kept = [vector for value, vector in found if math.isclose(value, highest, rel_tol=_SAME_EIGENVALUE)]
    for vector in kept:
        scores.update({node: value / math.sqrt(len(kept)) for node, value in vector.items()})
    return scores


def _leading_eigenvector(G: nx.Graph[Any], order: list[Any]) -> tuple[float, Scores]:
    """Return the largest eigenvalue of a (strongly) connected graph and its positive eigenvector of length 1."""
    matrix = nx.to_scipy_sparse_array(G, nodelist=order, weight=None, dtype=np.dtype(float)).T.tocsr()
    if len(order) <= _DENSE_NODES:
        solve = np.linalg.eig if G.is_directed() else np.linalg.eigh
        values, vectors = solve(matrix.toarray())
        vector = vectors[:, int(np.argmax(values.real))].real
    else:
        # Starting from the same number everywhere makes runs equal, and keeps alike what stands alike in the graph.
        options: dict[str, Any] = {
            "k": 1,
            "which": "LR" if G.is_directed() else "LA",
            "v0": np.ones(len(order)),
            "ncv": _KRYLOV_VECTORS,
            "maxiter": _KRYLOV_RESTARTS,
        }
        try:
            vector = (eigs if G.is_directed() else eigsh)(matrix, **options)[1][:, 0].real
        except ArpackNoConvergence:
            vector = _noda_eigenvector(matrix)
    # By Perron and Frobenius all signs are equal; what differs is noise. A few steps over non-negative numbers, shifted
    # by one so that a bipartite graph does not swing, give small values their own precision.
    vector = np.abs(vector)
    for _ in range(_SMOOTHING_STEPS):
        vector = matrix @ vector + vector
        vector /= np.linalg.norm(vector)
    eigenvalue = float(vector @ (matrix @ vector))
    return eigenvalue, dict(zip(order, vector.tolist(), strict=True))


def _noda_eigenvector(matrix: Any) -> Any:  # noqa: ANN401  sparse arrays and vectors have no common public type
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


def pagerank(G: nx.Graph[Any]) -> Scores:
    """Return the share of time that a wanderer along the facts spends at each node.

    Formula: p(v) = (1-q) / n + q * sum over u of p(u) * w(u,v) / strength(u), q = 0.85. In a directed graph the
    wanderer follows the direction, and a node without a way out leads to all nodes alike.
    Range: (1-q) / n to 1; all nodes together give 1.
    Source: Brin, S., Page, L. (1998). The anatomy of a large-scale hypertextual Web search engine. Computer Networks
    and ISDN Systems 30(1-7), 107-117.
    Meaning: a partner counts the more, the more of its own facts are with this node; defined for separate groups too.
    """
    if not G:
        return {}
    limit = _PAGERANK_CHANGE / len(G)
    return dict(nx.pagerank(G, alpha=_DAMPING, weight="weight", tol=limit, max_iter=_PAGERANK_STEPS))


def _registry(measures: Iterable[Measure]) -> Mapping[str, Measure]:
    return MappingProxyType({measure.name: measure for measure in measures})


#: By name, in the order of the help.
MEASURES: Final = _registry(
    (
        Measure("degree", degree, "number of different partners", is_count=True),
        Measure("strength", strength, "number of facts", uses_weight=True, is_count=True),
        Measure("betweenness", betweenness, "share of shortest paths between others that pass through it"),
        Measure("closeness", closeness, "nearness to all others, in steps of partnership"),
        Measure("eigenvector", eigenvector, "partners that are hubs themselves, inside the largest component"),
        Measure("pagerank", pagerank, "share of a random walk along the facts", uses_weight=True),
    )
)


def find_measure(name: str, known: Mapping[str, Measure] = MEASURES) -> Measure:
    """Return a measure by its name.

    Args:
        name: As users call it.
        known: Where to look.

    Raises:
        UsageError: There is none of this name; the message names the nearest and all that are known.
    """
    measure = known.get(name)
    if measure is None:
        raise UsageError(_unknown(name, known.keys()))
    return measure


def _unknown(name: str, known: Collection[str]) -> str:
    near = nearest(name, known)
    hint = f"did you mean {near}? " if near else ""
    return f"{name!r} is no measure; {hint}known: {', '.join(known)}"
