"""A simple graph as arrays: what every measure computes on, a million edges in a fraction of a second.

`simple_graph` makes one of any NetworkX graph: loops are dropped and parallel edges summed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from numbers import Real
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Scores: TypeAlias = dict[Hashable, float]
Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]

#: What a drawing keeps of a node, where it is known.
NODE_ATTRIBUTES: Final = ("name", "type", "country", "within", "within_id")


@dataclass(frozen=True, eq=False)
class SimpleGraph:
    """A graph without loops and parallel edges.

    Attributes:
        nodes: The nodes, in the graph's order.
        source: Position of each edge's first end; in an undirected graph the smaller one. Edges are sorted.
        target: Position of each edge's second end.
        weight: What each edge counts: a number of facts, or an amount.
        directed: Whether edges have a direction.
        mutual: The part of `weight` that runs both ways and so stands on the opposite edge as well.
        facts: Number of facts on each edge, where `weight` is an amount.
        mutual_facts: The part of `facts` that runs both ways.
        attributes: By name one value a node, `None` where it is not known.
        facts_with_countries: Number of facts that each node has with countries that were left out, if any were.
        description: What was counted and left out, in plain sentences.
    """

    nodes: Sequence[Hashable]
    source: Integers
    target: Integers
    weight: Floats
    directed: bool = False
    mutual: Floats | None = None
    facts: Floats | None = None
    mutual_facts: Floats | None = None
    attributes: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    facts_with_countries: Integers | None = None
    description: str | None = None

    def __len__(self) -> int:
        return len(self.nodes)

    @cached_property
    def adjacency(self) -> csr_array[Any]:
        """The matrix with 1 where an edge leads from the row's node to the column's; symmetric if undirected."""
        return self._matrix(np.ones(len(self.source)))

    @cached_property
    def weighted(self) -> csr_array[Any]:
        """The same matrix with the weights."""
        return self._matrix(self.weight)

    def _matrix(self, values: Floats) -> csr_array[Any]:
        rows, columns = self.source, self.target
        if not self.directed:
            rows, columns = np.concatenate((rows, columns)), np.concatenate((columns, rows))
            values = np.concatenate((values, values))
        size = len(self.nodes)
        matrix = csr_array((values, (rows, columns)), shape=(size, size))
        matrix.sort_indices()
        return matrix

    @cached_property
    def undirected(self) -> SimpleGraph:
        """The graph without directions: one edge a pair of partners, a fact that runs both ways counted once."""
        if not self.directed:
            return self
        low, high = np.minimum(self.source, self.target), np.maximum(self.source, self.target)
        pairs, inverse = np.unique(low * np.int64(len(self)) + high, return_inverse=True)
        # A fact that runs both ways stands on both edges of its pair; it is taken from the one that leads down.
        down = self.source > self.target
        own = self.weight if self.mutual is None else self.weight - np.where(down, self.mutual, 0)
        weight = np.bincount(inverse, weights=own, minlength=len(pairs)).astype(np.float64)
        size = max(len(self), 1)
        return replace(
            self, source=pairs // size, target=pairs % size, weight=weight, directed=False, mutual=None, facts=None,
            mutual_facts=None,
        )  # fmt: skip

    @cached_property
    def components(self) -> Integers:
        """The number of each node's component, directions left aside."""
        return np.asarray(connected_components(self.adjacency, directed=False)[1], dtype=np.int64)

    def counted(self) -> SimpleGraph:
        """Return the graph whose weights are the number of facts, whatever the weights are here."""
        if self.facts is None:
            return self
        return replace(self, weight=self.facts, mutual=self.mutual_facts, facts=None, mutual_facts=None)

    def to_networkx(self) -> nx.Graph[Any]:
        """Return it as a Graph or DiGraph of NetworkX; whole weights are integers."""
        G: nx.Graph[Any] = nx.DiGraph() if self.directed else nx.Graph()
        known = [
            {name: value for name, value in zip(self.attributes, values, strict=True) if value is not None}
            for values in zip(*self.attributes.values(), strict=True)
        ] or [{} for _ in self.nodes]
        G.add_nodes_from(zip(self.nodes, known, strict=True))
        columns = {"weight": self.weight, "mutual": self.mutual, "facts": self.facts, "mutual_facts": self.mutual_facts}
        given = {name: plain(values) for name, values in columns.items() if values is not None}
        data = (dict(zip(given, values, strict=True)) for values in zip(*given.values(), strict=True))
        nodes = self.nodes
        ends = ((nodes[a], nodes[b]) for a, b in zip(self.source.tolist(), self.target.tolist(), strict=True))
        G.add_edges_from((source, target, each) for (source, target), each in zip(ends, data, strict=True))
        if self.description is not None:
            G.graph["description"] = self.description
        return G


AnyGraph: TypeAlias = "nx.Graph[Any] | SimpleGraph"


def plain(values: Floats) -> list[float]:
    """Return numbers as Python has them, whole ones as integers."""
    if bool((values == np.trunc(values)).all()):
        whole: list[float] = values.astype(np.int64).tolist()
        return whole
    return [int(value) if value.is_integer() else value for value in values.tolist()]


def measured(function: Callable[[SimpleGraph], Floats]) -> Callable[[AnyGraph], Scores]:
    """Make a measure of a function over arrays: it takes any graph and returns a number for each of its nodes."""

    @wraps(function)
    def measure(G: AnyGraph) -> Scores:
        graph = simple_graph(G)
        return dict(zip(graph.nodes, function(graph).tolist(), strict=True))

    return measure


def simple_graph(
    graph: AnyGraph,
    *,
    nodes: Sequence[Hashable] | None = None,
    extras: Sequence[str] = ("mutual", "facts", "mutual_facts"),
) -> SimpleGraph:
    """Return any graph as arrays; one that is so already is returned as it is.

    Args:
        graph: A SimpleGraph, or a graph of any of NetworkX's four classes. An edge counts as much as its `weight`
            says, one where it has none.
        nodes: The order of the nodes; their own where not given.
        extras: Further attributes of edges that are read, as `to_networkx` writes them.

    Raises:
        UsageError: A weight is no number above zero.
    """
    if isinstance(graph, SimpleGraph):
        return graph
    nodes = list(graph) if nodes is None else nodes
    position = {node: index for index, node in enumerate(nodes)}
    edges = list(graph.edges(data=True))
    source = np.fromiter((position[edge[0]] for edge in edges), dtype=np.int64, count=len(edges))
    target = np.fromiter((position[edge[1]] for edge in edges), dtype=np.int64, count=len(edges))
    weight = np.fromiter((_weight(*edge) for edge in edges), dtype=np.float64, count=len(edges))
    extra = {
        name: np.array([edge[2].get(name, 0) for edge in edges], dtype=np.float64)
        for name in extras
        if any(name in edge[2] for edge in edges)
    }
    ends, columns = combined(len(nodes), source, target, {"weight": weight, **extra}, directed=graph.is_directed())
    attributes = {
        name: [graph.nodes[node].get(name) for node in nodes]
        for name in NODE_ATTRIBUTES
        if any(name in data for _, data in graph.nodes(data=True))
    }
    said = graph.graph.get("description")
    return SimpleGraph(
        nodes,
        *ends,
        columns.pop("weight"),
        directed=graph.is_directed(),
        attributes=attributes,
        description=said if isinstance(said, str) else None,
        **dict[str, Any](columns),
    )


def combined(
    size: int, source: Integers, target: Integers, columns: Mapping[str, Floats], *, directed: bool
) -> tuple[tuple[Integers, Integers], dict[str, Floats]]:
    """Return the ends of every edge once, sorted and without loops, and the sum of each column over parallel edges.

    Args:
        size: Number of nodes.
        source: Position of each edge's first end.
        target: Position of its second.
        columns: What is summed.
        directed: Whether the order of the ends matters.
    """
    keep = source != target
    source, target = source[keep], target[keep]
    if not directed:
        source, target = np.minimum(source, target), np.maximum(source, target)
    pairs, inverse = np.unique(source * np.int64(size) + target, return_inverse=True)
    sums = {name: _summed(values[keep], inverse, len(pairs)) for name, values in columns.items()}
    size = max(size, 1)
    return (pairs // size, pairs % size), sums


def _summed(values: Floats, group: Integers, count: int) -> Floats:
    """Return the sum of each group, the same whatever the order of the values."""
    if bool((values == np.trunc(values)).all()):
        return np.bincount(group, weights=values, minlength=count).astype(np.float64)
    order = np.argsort(group, kind="stable")
    bounds = np.flatnonzero(np.diff(group[order])) + 1
    return np.array([math.fsum(part.tolist()) for part in np.split(values[order], bounds)], dtype=np.float64)


def _weight(source: Hashable, target: Hashable, data: Mapping[str, Any]) -> float:
    weight = data.get("weight", 1)
    if type(weight) is int and weight > 0:  # the usual case, a million times
        return weight
    number = math.nan if isinstance(weight, bool) or not isinstance(weight, Real) else float(weight)
    if not 0 < number < math.inf:
        raise UsageError(f"the edge from {source} to {target} has the weight {weight!r}; a weight is a number above 0")
    return number
