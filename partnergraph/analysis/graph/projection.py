"""The slice of a Network that is measured: chosen openly, drawn as a simple graph, and said in plain words.

`project` (or `simplified`, for a graph of NetworkX) returns a graph without parallel edges and self-loops, and on every
edge a `weight`, the number of facts it stands for. `draw` returns the same as arrays, straight from the frames: a
million facts in seconds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import numpy as np

from partnergraph.analysis.graph.facts import COUNTRY, choose, federal_districts
from partnergraph.analysis.graph.simple_graph import AnyGraph, SimpleGraph, combined, simple_graph
from partnergraph.errors import UsageError
from partnergraph.network.slice import Slice, positions
from partnergraph.phrases import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from partnergraph.network import Network
    from partnergraph.vocabulary import Vocabulary

#: The column that says how much of another one runs both ways.
_MUTUAL: Final = {"weight": "mutual", "facts": "mutual_facts"}


@dataclass(frozen=True, slots=True)
class Projection(Slice):
    """A slice of a network, and how a graph is made of it. An empty choice lets all pass.

    Without `types` the vocabulary's partnership types count, so never LOCATED_IN. The choices of a `Slice` come first;
    what is added:

    Attributes:
        directed: Whether edges have a direction. A fact of a type without one (a twinning) then runs both ways.
        include_countries: Whether nodes of type Country stay in. Otherwise they and their facts are taken out before
            anything is measured, unless `node_types` names Country.
        amount: A unit, such as USD. An edge then weighs the sum of the amounts of its facts in this unit instead of
            their number; facts without an amount above 0 in it are left out.
    """

    directed: bool = False
    include_countries: bool = False
    amount: str | None = None

    def __post_init__(self) -> None:
        Slice.__post_init__(self)  # super() does not work in a dataclass with slots
        if self.amount is not None and not self.amount.strip():
            raise UsageError("an amount needs a unit, such as USD")

    @classmethod
    def of(cls, slice_: Slice, **added: Any) -> Projection:  # noqa: ANN401  its own three fields
        """Return the projection of a slice.

        Args:
            slice_: What counts.
            **added: `directed`, `include_countries` and `amount`, where they are not as usual.
        """
        return cls(**{each.name: getattr(slice_, each.name) for each in fields(Slice)}, **added)

    @property
    def keeps_countries(self) -> bool:
        """Whether nodes of type Country are measured."""
        return self.include_countries or COUNTRY in self.node_types

    def counted_types(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        """Return the names of the edge types that count in a network of this vocabulary."""
        return tuple(self.types) or vocabulary.partnership_types

    def describe(self) -> str:
        """Return the choice in one line of plain words, without figures; `describe` of a graph adds these."""
        parts = self.phrases()
        if not self.types:
            parts.insert(0, "all partnership types")
        if self.amount is not None:
            parts.append(f"weighed by the amount in {self.amount}")
        parts.append("directed" if self.directed else "undirected")
        return ", ".join(parts)


def project(network: Network, projection: Projection | None = None) -> nx.Graph[str]:
    """Draw the chosen slice of a network as a simple graph.

    Only nodes with a fact in the slice are in the graph: a party without a partner is in no ranking.

    Args:
        network: Where the facts stand.
        projection: What counts; the default is every partnership, undirected, without nodes of type Country.

    Returns:
        A Graph, or a DiGraph if the projection is directed, whose nodes and edges stand in sorted order whatever the
        order of the network's rows. Nodes have `name`, `type` and, where known, `country` and `federal_district`, the
        name of the one they lie in. Edges have `weight`, the number of facts; in a DiGraph also `mutual`, how many of
        these run both ways and so stand on the opposite edge as well. Where an amount is chosen, `weight` and `mutual`
        are sums of amounts, and `facts` and `mutual_facts` the numbers. `describe` says what was counted.

    Raises:
        UsageError: The projection names a type, status, country, loader or unit that does not exist.
    """
    return draw(network, projection).to_networkx()


def draw(network: Network, projection: Projection | None = None) -> SimpleGraph:
    """Draw the chosen slice of a network as arrays; `project` makes a graph of NetworkX of them.

    Args:
        network: Where the facts stand.
        projection: What counts; the default is every partnership, undirected, without nodes of type Country.

    Raises:
        UsageError: The projection names a type, status, country, loader or unit that does not exist.
    """
    projection = projection or Projection()
    places = positions(network.nodes, network.edges)
    chosen, left_out = choose(network, projection, places)
    types = network.edges["type"].to_numpy()[chosen]
    rows, ends = np.unique(places[:, chosen], return_inverse=True)
    present = network.nodes.iloc[rows]
    ids = [str(node) for node in present["id"]]
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    place = np.empty(len(ids), dtype=np.int64)
    place[order] = np.arange(len(ids))
    source, target = place[ends.reshape(2, -1)]

    facts = np.ones(len(types))
    columns = {"weight": facts}
    if projection.amount is not None:
        columns = {"weight": network.edges["amount"].to_numpy(dtype=np.float64)[chosen], "facts": facts}
    if projection.directed:
        edge_types = network.vocabulary.edge_types
        both_ways = np.array([not edge_types[name].directed for name in types], dtype=bool)
        turned = {name: values[both_ways] for name, values in columns.items()}
        mutual = {_MUTUAL[name]: np.where(both_ways, values, 0) for name, values in columns.items()}
        mutual_turned = {_MUTUAL[name]: values for name, values in turned.items()}
        one, other = {**columns, **mutual}, {**turned, **mutual_turned}
        columns = {name: np.concatenate((one[name], other[name])) for name in one}
        source, target = (
            np.concatenate((source, target[both_ways])),
            np.concatenate((target, source[both_ways])),
        )
    edge_ends, sums = combined(len(ids), source, target, columns, directed=projection.directed)
    nodes = [ids[index] for index in order]
    attributes: dict[str, list[Any]] = {
        name: [value or None for value in present[name].to_numpy()[order]] for name in ("name", "type", "country")
    }
    districts = np.array(federal_districts(network), dtype=object)[rows][order].tolist()
    if any(districts):
        attributes["federal_district"] = districts
    text = _description(len(nodes), len(edge_ends[0]), types, projection, left_out)
    return SimpleGraph(
        nodes, *edge_ends, **dict[str, Any](sums), directed=projection.directed, attributes=attributes, description=text
    )


def simplified(graph: nx.Graph[Any]) -> nx.Graph[Any]:
    """Return any NetworkX graph as measures take it: parallel edges summed, self-loops dropped, weights checked.

    Every node stays, also one without an edge. The graph given is left as it is.

    Args:
        graph: A graph of any of NetworkX's four classes. An edge counts as many facts as its `weight` says, one where
            it has none.

    Returns:
        A Graph or, for a directed one, a DiGraph, in an order that does not depend on the order of the given one
        (unless two nodes look the same as text).

    Raises:
        UsageError: A weight is no number above zero.
    """
    G = drawn(graph).to_networkx()
    for node, attributes in graph.nodes(data=True):
        G.nodes[node].clear()
        G.nodes[node].update(attributes)
    return G


def drawn(graph: nx.Graph[Any]) -> SimpleGraph:
    """Return any NetworkX graph as arrays, its nodes in the order of their names; see `simplified`."""
    nodes = sorted(graph, key=lambda node: (str(node), type(node).__name__))
    given = simple_graph(graph, nodes=nodes, extras=())
    loops = nx.number_of_selfloops(graph)
    form = "directed" if graph.is_directed() else "undirected"
    text = (
        f"A NetworkX graph as it was given, {form}: {count(len(given), 'node')} and "
        f"{count(len(given.source), 'edge')}, an edge counting as many facts as its weight says; parallel edges are "
        "summed as weight."
    )
    return replace(given, description=f"{text} Self-loops left out ({loops})." if loops else text)


def describe(G: AnyGraph) -> str:
    """Return what a graph made by `project`, `draw`, `simplified` or `drawn` counts and leaves out, in plain sentences.

    Raises:
        UsageError: The graph was made otherwise.
    """
    text = G.description if isinstance(G, SimpleGraph) else G.graph.get("description")
    if not isinstance(text, str):
        raise UsageError("this graph has no description; make it with project() or simplified()")
    return text


def _description(nodes: int, edges: int, types: NDArray[Any], projection: Projection, left_out: Sequence[str]) -> str:
    by_type = sorted(Counter(types.tolist()).items(), key=lambda item: (-item[1], item[0]))
    said = f" ({', '.join(f'{name} {number}' for name, number in by_type)})" if by_type else ""
    summed = "facts" if projection.amount is None else f"facts' amounts in {projection.amount}"
    text = (
        f"Counted: {count(len(types), 'fact')}{said} on {count(edges, 'edge')} between {count(nodes, 'node')}, "
        f"parallel {summed} summed as weight; {projection.describe()}."
    )
    reasons = "; ".join(left_out)
    return f"{text} {reasons[:1].upper()}{reasons[1:]}." if reasons else text
