"""Measures of position: who is near to all, who stands between others, whose partners are hubs themselves.

See `partnergraph.analysis.measures.registry` for the notation.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.sparse import csr_array, diags_array
from scipy.sparse.csgraph import connected_components

from partnergraph.analysis.graph.simple_graph import Floats, SimpleGraph, measured
from partnergraph.analysis.measures import igraph as fast
from partnergraph.analysis.measures.spectral import SAME_EIGENVALUE, leading_eigenvector, members, singular_vectors

DAMPING: Final = 0.85
#: The relative change of every value at which an iteration stands still, and the steps after which it ends anyway.
_CHANGE: Final = 1e-14
_STEPS: Final = 10_000


@measured
def betweenness(G: SimpleGraph) -> Floats:
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
    n = len(G)
    if n < 3:
        return np.zeros(n)
    return fast.betweenness(G) * ((1 if G.directed else 2) / ((n - 1) * (n - 2)))


@measured
def closeness(G: SimpleGraph) -> Floats:
    """Return how near each node is to those that can reach it, scaled by how many these are.

    Formula: closeness(v) = (r / (n-1)) * (r / sum over reachable u of d(u,v)), where r is the number of other nodes
    from which v can be reached; 0 where r is 0. In a connected graph this is Freeman's (n-1) / sum of d. In a directed
    graph paths lead towards v.
    Range: 0 to 1; 1 for a partner of all others.
    Source: Wasserman, S., Faust, K. (1994). Social Network Analysis: Methods and Applications. Cambridge University
    Press, p. 201; Freeman (1978) for connected graphs.
    Meaning: how few steps of partnership part it from the rest; members of a small separate group stay low.
    """
    n = len(G)
    nearness, reached = fast.closeness(G)
    return nearness * reached / max(n - 1, 1)


@measured
def harmonic(G: SimpleGraph) -> Floats:
    """Return how near each node is to all others, a node out of reach adding nothing.

    Formula: harmonic(v) = sum over u other than v of 1 / d(u,v), with 1 / d = 0 where there is no path. In a directed
    graph paths lead towards v.
    Range: 0 to n - 1; n - 1 for a partner of all others.
    Source: Rochat, Y. (2009). Closeness centrality extended to unconnected graphs: the harmonic centrality index.
    Applications of Social Network Analysis, Zurich; Boldi, P., Vigna, S. (2014). Axioms for centrality. Internet
    Mathematics 10(3-4), 222-262.
    Meaning: closeness for networks that fall apart into groups: a partner counts 1, a partner's partner a half, and so
    on; groups of any size can be compared.
    """
    return fast.harmonic(G)


@measured
def eigenvector(G: SimpleGraph) -> Floats:
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
    scores = np.zeros(len(G))
    if not len(G.source):
        return scores
    labels = G.components
    if G.directed:
        labels = connected_components(G.adjacency, directed=True, connection="strong")[1].astype(np.int64)
    largest = int(np.bincount(labels).max())
    if largest < 2:
        return scores
    towards = csr_array(G.adjacency.T)
    found = [
        (part, *leading_eigenvector(csr_array(towards[part][:, part]), symmetric=not G.directed))
        for part in members(labels)
        if len(part) == largest
    ]
    highest = max(value for _, value, _ in found)
    kept = [(part, vector) for part, value, vector in found if value >= highest * (1 - SAME_EIGENVALUE)]
    for part, vector in kept:
        scores[part] = vector / np.sqrt(len(kept))
    return scores


def katz_alpha(G: SimpleGraph) -> float:
    """Return the attenuation factor that `katz` takes: 0.85 divided by the largest singular value of the matrix."""
    largest, _ = singular_vectors(G.adjacency)
    return DAMPING / (largest or 1.0)


@measured
def katz(G: SimpleGraph) -> Floats:
    """Return how many walks lead to each node, a longer walk counting less.

    Formula: x(v) = 1 + alpha * sum over u of a(u,v) * x(u), then scaled to length 1. alpha = 0.85 / sigma, sigma being
    the largest singular value of the adjacency matrix, in an undirected graph its largest eigenvalue; 0.85 where there
    is no edge. So alpha is always below 1 / lambda and the sum always converges, at the pace of 0.85 a step. In a
    directed graph u runs over those that lead to v. Facts are not weighted.
    Range: above 0 to 1.
    Source: Katz, L. (1953). A new status index derived from sociometric analysis. Psychometrika 18(1), 39-43; on the
    choice of alpha Benzi, M., Klymko, C. (2015). On the limiting behavior of parameter-dependent network centrality
    measures. SIAM Journal on Matrix Analysis and Applications 36(2), 686-706.
    Meaning: like the eigenvector, but every node counts for something, so that separate groups have their say too.
    """
    n = len(G)
    if not n:
        return np.zeros(0)
    step = csr_array(G.adjacency.T) * katz_alpha(G)
    scores = np.ones(n)
    # The values only grow, towards their limit, so that a standstill is the end.
    for _ in range(_STEPS):
        following = step @ scores + 1
        still = bool((following - scores <= _CHANGE * following).all())
        scores = following
        if still:
            break
    return scores / np.linalg.norm(scores)


@measured
def pagerank(G: SimpleGraph) -> Floats:
    """Return the share of time that a wanderer along the facts spends at each node.

    Formula: p(v) = (1-q) / n + q * sum over u of p(u) * w(u,v) / strength(u), q = 0.85. In a directed graph the
    wanderer follows the direction, and a node without a way out leads to all nodes alike.
    Range: (1-q) / n to 1; all nodes together give 1.
    Source: Brin, S., Page, L. (1998). The anatomy of a large-scale hypertextual Web search engine. Computer Networks
    and ISDN Systems 30(1-7), 107-117.
    Meaning: a partner counts the more, the more of its own facts are with this node; defined for separate groups too.
    """
    n = len(G)
    if not n:
        return np.zeros(0)
    out = np.asarray(G.weighted.sum(axis=1), dtype=np.float64)
    stuck = out == 0
    step = csr_array((diags_array(DAMPING / np.where(stuck, 1, out)) @ G.weighted).T)
    scores = np.full(n, 1 / n)
    for _ in range(_STEPS):
        following = step @ scores + (1 - DAMPING + DAMPING * scores[stuck].sum()) / n
        following /= following.sum()
        still = bool((np.abs(following - scores) <= 10 * _CHANGE * following).all())
        scores = following
        if still:
            break
    return scores


@measured
def hits_hub(G: SimpleGraph) -> Floats:
    """Return how far each node leads to nodes that many good hubs lead to: the hub score of HITS.

    Formula: h(v) = c * sum over u of w(v,u) * a(u), a(v) = d * sum over u of w(u,v) * h(u), both scaled to the sum 1:
    the singular vectors of the matrix of w that belong to its largest singular value. It is above 0 only in the part of
    the network that has this value; where several parts have it, the vectors of each have the same length. In an
    undirected graph hubs and authorities are the same. Without an edge everything is 0.
    Range: 0 to 1; all nodes together give 1.
    Source: Kleinberg, J. M. (1999). Authoritative sources in a hyperlinked environment. Journal of the ACM 46(5),
    604-632.
    Meaning: in a directed network of supplies, a supplier of the customers that the other great suppliers serve.
    """
    _, pairs = singular_vectors(G.weighted)
    return _together([left for left, _ in pairs], len(G))


@measured
def hits_authority(G: SimpleGraph) -> Floats:
    """Return how far the nodes that lead to each node are good hubs: the authority score of HITS.

    Formula: a(v) = d * sum over u of w(u,v) * h(u), h(v) = c * sum over u of w(v,u) * a(u), both scaled to the sum 1:
    the singular vectors of the matrix of w that belong to its largest singular value. It is above 0 only in the part of
    the network that has this value; where several parts have it, the vectors of each have the same length. In an
    undirected graph hubs and authorities are the same. Without an edge everything is 0.
    Range: 0 to 1; all nodes together give 1.
    Source: Kleinberg, J. M. (1999). Authoritative sources in a hyperlinked environment. Journal of the ACM 46(5),
    604-632.
    Meaning: in a directed network of supplies, a customer that the great suppliers have in common.
    """
    _, pairs = singular_vectors(G.weighted)
    return _together([right for _, right in pairs], len(G))


def _together(vectors: list[Floats], size: int) -> Floats:
    """Return the sum of vectors that have no node in common, scaled to the sum 1."""
    scores = np.sum([np.zeros(size), *vectors], axis=0)
    return np.asarray(scores / (scores.sum() or 1.0), dtype=np.float64)
