"""A graph of NetworkX as one that was found: its nodes and edges with their attributes, parallel edges too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import networkx as nx

    from partnergraph.loading.graph_files.raw_graph import FoundGraph


def add_graph(found: FoundGraph, G: nx.Graph[Any], cells_of: Callable[[Mapping[Any, Any]], dict[str, Any]]) -> None:
    """Add the nodes and edges of a graph of NetworkX to a graph that was found.

    Args:
        found: What they are added to.
        G: The graph; ids become texts.
        cells_of: What stands in the cells of a node or edge with such attributes; `id` of an edge is its id.
    """
    for node, attributes in G.nodes(data=True):
        found.add_node(str(node), cells_of(attributes))
    for source, target, attributes in G.edges(data=True):
        cells = cells_of(attributes)
        identifier = cells.pop("id", None)
        found.add_edge(
            str(source),
            str(target),
            cells,
            directed=G.is_directed(),
            identifier=None if identifier is None else str(identifier),
        )
