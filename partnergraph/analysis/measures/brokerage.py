"""Measures of a node's surroundings: whom it joins, how tightly its partners hold together, how far they spread.

None of them asks for the direction of facts: in a directed graph two nodes are partners if a fact runs either way, and
a fact that runs both ways counts once. See `registry` beside it for the notation; N(v) is the set of partners of v.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.sparse import csr_array, diags_array, triu

from partnergraph.analysis.graph.simple_graph import Floats, SimpleGraph, measured
from partnergraph.analysis.measures import igraph as fast

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: About how many numbers a product of matrices may have before it is taken in parts.
_CELLS: Final = 20_000_000


@measured
def core_number(G: SimpleGraph) -> Floats:
    """Return how deep each node lies in the densest part of the network.

    Formula: core_number(v) = the largest k such that v is in the k-core, the largest part of the network in which
    everyone has at least k partners.
    Range: 0 to n - 1; never above the degree.
    Source: Seidman, S. B. (1983). Network structure and minimum degree. Social Networks 5(3), 269-287.
    Meaning: many partners that have many partners among themselves; a star's centre has many and is in the 1-core only.
    """
    return fast.core_number(G.undirected)


@measured
def clustering(G: SimpleGraph) -> Floats:
    """Return the share of pairs of partners of each node that are partners of each other.

    Formula: clustering(v) = 2 * triangles(v) / (degree(v) * (degree(v) - 1)); 0 with fewer than two partners.
    Range: 0 to 1.
    Source: Watts, D. J., Strogatz, S. H. (1998). Collective dynamics of small-world networks. Nature 393, 440-442.
    Meaning: whether its partners form a circle of their own; a hub that joins strangers is low.
    """
    graph = G.undirected
    degrees = np.asarray(graph.adjacency.sum(axis=1), dtype=np.float64)
    pairs = degrees * (degrees - 1)
    return np.divide(2 * _triangles(graph, degrees), pairs, out=np.zeros(len(G)), where=pairs > 0)


def _triangles(G: SimpleGraph, degrees: Floats) -> Floats:
    """Return the number of triangles that each node is in."""
    # Every edge is led from the smaller to the greater degree, so that no node leads to more than the root of twice the
    # number of edges. A triangle then has a first, a middle and a last node.
    order = np.lexsort((np.arange(len(G)), degrees))
    onwards = csr_array(triu(G.adjacency[order][:, order], k=1, format="csr"))
    first, middle, last = (np.zeros(len(G)) for _ in range(3))
    back = csr_array(onwards.T)
    for rows in _parts(onwards, onwards):
        first[rows] = (onwards[rows] @ onwards).multiply(onwards[rows]).sum(axis=1)
    for rows in _parts(back, onwards):
        found = (back[rows] @ onwards).multiply(onwards[rows])
        middle[rows] = found.sum(axis=1)
        last += found.sum(axis=0)
    triangles = np.zeros(len(G))
    triangles[order] = first + middle + last
    return triangles


def _parts(left: csr_array[Any], right: csr_array[Any]) -> Iterator[slice]:
    """Yield the rows of a product in parts that fit the memory."""
    work = np.cumsum(left @ np.diff(right.indptr).astype(np.float64))
    start = 0
    while start < left.shape[0]:
        limit = (work[start - 1] if start else 0.0) + _CELLS
        end = max(start + 1, int(np.searchsorted(work, limit, side="right")))
        yield slice(start, end)
        start = end


@measured
def constraint(G: SimpleGraph) -> Floats:
    """Return how far each node's partnerships are concentrated in one circle: low for a broker, who ranks first.

    Formula: constraint(v) = sum over u in N(v) of (p(v,u) + sum over q in N(v) of p(v,q) * p(q,u)) ** 2, p(v,u) =
    w(u,v) / strength(v) being the share of the facts of v that are with u. A node without a partner gets 1, like one
    whose facts are all with a single partner.
    Range: above 0; near 0 for many partners who are strangers to each other, 1 with a single partner, somewhat above 1
    where the only two or three partners hold to each other.
    Source: Burt, R. S. (1992). Structural Holes: The Social Structure of Competition. Harvard University Press, ch. 2.
    Meaning: a party with low constraint joins partners who would not meet without it, and depends on none of them.
    """
    graph = G.undirected
    shares = _shares(graph)
    values = np.ones(len(G))
    for rows in _parts(shares, shares):
        own = shares[rows]
        through = (own @ shares).multiply(graph.adjacency[rows])
        values[rows] = np.asarray((own + through).power(2).sum(axis=1))
    values[np.diff(graph.adjacency.indptr) == 0] = 1
    return values


@measured
def effective_size(G: SimpleGraph) -> Floats:
    """Return the number of partners of each node, less those that repeat each other.

    Formula: effective_size(v) = sum over u in N(v) of (1 - sum over q in N(v) of p(v,q) * m(u,q)), p(v,q) =
    w(v,q) / strength(v) and m(u,q) = w(u,q) / the largest weight of u; 0 without a partner. Without weights that is
    the degree less the mean number of partners its partners have among each other.
    Range: 0 to the degree, which it is where no two partners are partners.
    Source: Burt, R. S. (1992). Structural Holes: The Social Structure of Competition. Harvard University Press, ch. 2;
    Borgatti, S. P. (1997). Structural holes: unpacking Burt's redundancy measures. Connections 20(1), 35-38.
    Meaning: to how many separate circles it has access; ten partners who all know each other are hardly more than one.
    """
    if not len(G):
        return np.zeros(0)
    graph = G.undirected
    shares = _shares(graph)
    largest = np.asarray(graph.weighted.max(axis=1).toarray(), dtype=np.float64).ravel()
    relative = csr_array(graph.weighted @ diags_array(1 / np.where(largest > 0, largest, 1)))  # m, transposed
    values = np.zeros(len(G))
    for rows in _parts(shares, relative):
        repeated = (shares[rows] @ relative).multiply(graph.adjacency[rows]).sum(axis=1)
        values[rows] = np.diff(graph.adjacency.indptr)[rows] - repeated
    return values


def _shares(G: SimpleGraph) -> csr_array[Any]:
    """Return the matrix of p(v,u), the share of the weight of v that is on its edge with u."""
    strength = np.asarray(G.weighted.sum(axis=1), dtype=np.float64)
    return csr_array(diags_array(1 / np.where(strength > 0, strength, 1)) @ G.weighted)


@measured
def participation(G: SimpleGraph) -> Floats:
    """Return how evenly the partners of each node are spread over countries.

    Formula: participation(v) = 1 - sum over countries c of (k(v,c) / k(v)) ** 2, k(v,c) being the number of partners of
    v in c and k(v) that of its partners in any; partners whose country is not known are left aside. 0 without one that
    is known.
    Range: 0 (all in one country) to 1 - 1/c with partners in c countries alike.
    Source: Guimera, R., Amaral, L. A. N. (2005). Functional cartography of complex metabolic networks. Nature 433,
    895-900, with countries as modules.
    Meaning: an international hub has partners in many countries and leans on none; a bilateral one is at 0.
    """
    return _participation(G, G.attributes.get("country", ()))


@measured
def participation_within(G: SimpleGraph) -> Floats:
    """Return how evenly the partners of each node are spread over the places of a type that is asked for.

    Formula: participation_within(v) = 1 - sum over the places c of the type of (k(v,c) / k(v)) ** 2, k(v,c) being the
    number of partners of v that are c or lie in it, directly or through other places, and k(v) that of its partners in
    any; partners in none are left aside. 0 without one that lies in any.
    Range: 0 (all in one place) to 1 - 1/c with partners in c places alike.
    Source: Guimera, R., Amaral, L. A. N. (2005). Functional cartography of complex metabolic networks. Nature 433,
    895-900, with places as modules.
    Meaning: with the type Region, a partner of the whole country is high; one whose partners are all around the same
    town is at 0. A graph of one's own says with the node attribute `within` where each node lies.
    """
    places = G.attributes.get("within", [None] * len(G))
    # Two places may have one name; the id tells them apart.
    ids = G.attributes.get("within_id", places)
    return _participation(G, [place if id_ is None else id_ for place, id_ in zip(places, ids, strict=True)])


def _participation(G: SimpleGraph, given: Sequence[Any]) -> Floats:
    names = sorted({str(name) for name in given if name is not None})
    number = {name: index for index, name in enumerate(names)}
    known = [(node, number[str(name)]) for node, name in enumerate(given) if name is not None]
    places = np.array(known, dtype=np.int64).reshape(-1, 2)
    belongs = csr_array((np.ones(len(places)), (places[:, 0], places[:, 1])), shape=(len(G), max(len(names), 1)))
    counts = csr_array(G.undirected.adjacency @ belongs)
    totals = np.asarray(counts.sum(axis=1), dtype=np.float64)
    squares = np.asarray(counts.power(2).sum(axis=1), dtype=np.float64)
    return np.where(totals > 0, 1 - squares / np.where(totals > 0, totals, 1) ** 2, 0.0)


@measured
def articulation(G: SimpleGraph) -> Floats:
    """Return into how many more parts the network would fall without each node; above 0 for an articulation point.

    Formula: articulation(v) = b(v) - 1, b(v) being the number of biconnected components that v is in; 0 without a
    partner.
    Range: 0 to n - 2, which a star's centre has.
    Source: Hopcroft, J., Tarjan, R. (1973). Algorithm 447: efficient algorithms for graph manipulation. Communications
    of the ACM 16(6), 372-378; Harary, F. (1969). Graph Theory. Addison-Wesley, ch. 3.
    Meaning: groups that hang on this party alone; if it left, they would be cut off.
    """
    return np.maximum(fast.blocks(G.undirected) - 1, 0)
