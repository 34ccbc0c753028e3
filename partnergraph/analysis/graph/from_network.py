"""Graphs made of a network: the facts of a projection counted, parallel ones summed, said in plain words.

`project` (or `simplified`, for a graph of NetworkX) returns a graph without parallel edges and self-loops, and on every
edge a `weight`, the number of facts it stands for. `graph_of_network` returns the same as arrays, straight from the
frames: a million facts in seconds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import numpy as np

from partnergraph.analysis.graph.facts import choose, chooses_facts, lone_nodes, places_within, weights_of
from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.graph.simple_graph import AnyGraph, SimpleGraph, combined, simple_graph
from partnergraph.errors import UsageError
from partnergraph.network.slice import positions
from partnergraph.phrases import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from partnergraph.network import Network

#: The column that says how much of another one runs both ways.
_MUTUAL: Final = {"weight": "mutual", "facts": "mutual_facts"}


def project(network: Network, projection: Projection | None = None) -> nx.Graph[str]:
    """Draw the chosen slice of a network as a simple graph.

    Nodes with a fact in the slice are in the graph, and those that have none at all and hold nothing, unless facts are
    chosen by type, status, loader, time or amount.

    Args:
        network: Where the facts stand.
        projection: What counts; the default is every partnership, undirected, without nodes of type Country and Event
            (unless there are no others).

    Returns:
        A Graph, or a DiGraph if the projection is directed, whose nodes and edges stand in sorted order whatever the
        order of the network's rows. Nodes have `name`, `type` and, where known, `country`; where `within` is chosen,
        also `within` and `within_id`, name and id of the place of that type that they are or lie in. Edges have
        `weight`, the number of facts; in a DiGraph also `mutual`, how many of these run both ways and so stand on the
        opposite edge as well. Where an amount is chosen, `weight` and `mutual` are sums of amounts, and `facts` and
        `mutual_facts` the numbers. `describe` says what was counted.

    Raises:
        UsageError: The projection names a type, status, country, loader, unit or type of places that does not exist.
    """
    return graph_of_network(network, projection).to_networkx()


def graph_of_network(network: Network, projection: Projection | None = None, *, weighted: bool = False) -> SimpleGraph:
    """Draw the chosen slice of a network as arrays; `project` makes a graph of NetworkX of them.

    Args:
        network: Where the facts stand.
        projection: What counts; the default is every partnership, undirected, without nodes of type Country and Event
            (unless there are no others).
        weighted: Whether an edge weighs what its facts' column `weight` says, where all of them have one.

    Raises:
        UsageError: The projection names a type, status, country, loader, unit or type of places that does not exist.
    """
    projection = projection or Projection()
    places = positions(network.nodes, network.edges)
    choice = choose(network, projection, places)
    chosen, left_out = choice.counted, list(choice.left_out)
    types = network.edges["type"].to_numpy()[chosen]
    rows, ends = np.unique(places[:, chosen], return_inverse=True)
    lone = lone_nodes(network, projection, places, chosen)
    if len(lone) and projection.isolates and chooses_facts(projection):
        left_out.append(f"{count(len(lone), 'node')} without any fact left out")
    elif len(lone) and projection.isolates:
        left_out.append(f"{count(len(lone), 'node')} without any fact among them")
        rows = np.concatenate((rows, lone))
    present = network.nodes.iloc[rows]
    ids = [str(node) for node in present["id"]]
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    place = np.empty(len(ids), dtype=np.int64)
    place[order] = np.arange(len(ids))
    source, target = place[ends.reshape(2, -1)]

    facts = np.ones(len(types))
    columns = {"weight": facts}
    weights, unused = weights_of(network, projection, chosen)
    if weights is not None and weighted:
        columns = {"weight": weights, "facts": facts}
    elif weights is not None or unused:
        left_out.append(unused or "the column weight is not used")
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
    if projection.within is not None:
        lies_in = places_within(network, projection)
        names = dict(zip(network.nodes["id"], network.nodes["name"], strict=True))
        attributes["within_id"] = [lies_in.get(node) for node in nodes]
        attributes["within"] = [None if each is None else names[each] for each in attributes["within_id"]]
    beside = np.bincount(places[:, choice.with_countries].ravel(), minlength=len(network.nodes))[rows[order]]
    summed = "facts" if projection.amount is None else f"facts' amounts in {projection.amount}"
    summed = "facts' weights, as their column weight has them," if weights is not None and weighted else summed
    text = _description(len(nodes), len(edge_ends[0]), types, projection, left_out, summed)
    return SimpleGraph(
        nodes, *edge_ends, **dict[str, Any](sums), directed=projection.directed, attributes=attributes,
        facts_with_countries=beside if choice.with_countries.any() else None, description=text,
    )  # fmt: skip


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
    G = graph_of_networkx(graph).to_networkx()
    for node, attributes in graph.nodes(data=True):
        G.nodes[node].clear()
        G.nodes[node].update(attributes)
    return G


def graph_of_networkx(graph: nx.Graph[Any]) -> SimpleGraph:
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
    """Return in plain sentences what a graph that was made here counts and leaves out.

    Raises:
        UsageError: The graph was made otherwise.
    """
    text = G.description if isinstance(G, SimpleGraph) else G.graph.get("description")
    if not isinstance(text, str):
        raise UsageError("this graph has no description; make it with project() or simplified()")
    return text


def _description(
    nodes: int, edges: int, types: NDArray[Any], projection: Projection, left_out: Sequence[str], summed: str
) -> str:
    by_type = sorted(Counter(types.tolist()).items(), key=lambda item: (-item[1], item[0]))
    said = f" ({', '.join(f'{name} {number}' for name, number in by_type)})" if by_type else ""
    text = (
        f"Counted: {count(len(types), 'fact')}{said} on {count(edges, 'edge')} between {count(nodes, 'node')}, "
        f"parallel {summed} summed as weight; {projection.describe()}."
    )
    reasons = "; ".join(left_out)
    return f"{text} {reasons[:1].upper()}{reasons[1:]}." if reasons else text
