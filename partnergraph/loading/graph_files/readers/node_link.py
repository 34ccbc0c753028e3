"""Reading graphs of JSON: which attribute edges name nodes by, and where they name them by position."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError
from partnergraph.loading.formats.encodings import recognise
from partnergraph.loading.graph_files.own_exports import own_part
from partnergraph.loading.graph_files.raw_graph import FoundGraph
from partnergraph.loading.graph_files.readers.json_forms import JsonGraph, ends_of, json_graph, truth
from partnergraph.tables import cell_text

if TYPE_CHECKING:
    from pathlib import Path

#: By what edges may name nodes, the likeliest first.
_KEYS: Final = ("id", "name", "key", "label")


def read_node_link(path: Path, file: str, encoding: str = "") -> FoundGraph:
    """Read a graph of JSON: node-link as NetworkX, D3 and vis.js have it, Graphology's, Cytoscape's or JSON Graph.

    Edges name their ends by the `id` of nodes, or by `name`, `key` or `label` where these fit, or by position in the
    list of nodes, as D3 does: where all ends are whole numbers of places in the list and none is a node's id. Without
    a word on it the graph is undirected.

    Args:
        path: The file.
        file: The name that messages show.
        encoding: The file's encoding; "" where it is to be recognised.

    Raises:
        UsageError: It is no JSON, or no graph.
    """
    document = _parsed(path, file, encoding)
    graph = json_graph(document)
    if graph is None:
        raise UsageError(
            f"{file}: no node-link JSON; it needs the lists 'nodes' and 'edges' (or 'links'), each of objects"
        )
    found = FoundGraph(file, encoding=encoding)
    found.own, problem = own_part(graph.graph.get("partnergraph"))
    found.notes += [problem] if problem else []
    if found.own is not None:
        found.own = {**found.own, "sources": graph.graph.get("sources", [])}
    found.title = cell_text(graph.graph.get("title") or graph.graph.get("name"))
    first, second = ends_of(graph.edges)
    for number, edge in enumerate(graph.edges, start=1):
        if first not in edge or second not in edge:
            raise UsageError(f"{file}, edge {number}: it has no source or no target")
    key = graph.key or _key(graph, first, second)
    by_position = _by_position(graph, key, first, second)
    if by_position and len({cell_text(node.get(key)) for node in graph.nodes}) < len(graph.nodes):
        key = ""  # two nodes have one name, and no edge asks for it
    for position, node in enumerate(graph.nodes):
        identifier = cell_text(node.get(key)) if key else str(position)
        found.add_node(identifier, {name: value for name, value in node.items() if name != key or name == "name"})
    if by_position and key:
        found.notes.append(f"the ends of edges are positions in the list of nodes, the first being 0; none is a {key}")
    ids = [node.id for node in found.nodes]
    directed = bool(graph.directed)
    unique = _unique_keys(graph.edges)
    for edge in graph.edges:
        ends = [_end(edge[name], key) for name in (first, second)]
        own_direction = truth(edge.get("directed")) if found.own is None else None
        left_out = {first, second, "key", "id"} | ({"directed"} if own_direction is not None else set())
        own_id = edge.get("id", edge.get("key") if unique else None)
        source, target = (ids[int(end)] for end in ends) if by_position else ends
        found.add_edge(
            source,
            target,
            {name: value for name, value in edge.items() if name not in left_out},
            directed=directed if own_direction is None else own_direction,
            identifier=cell_text(own_id) or None,
        )
    return found


def _key(graph: JsonGraph, first: str, second: str) -> str:
    """Return what nodes are named by: the attribute that all of them have and that fits the ends of all edges."""
    keys = [name for name in _KEYS if graph.nodes and all(name in node for node in graph.nodes)]
    ends = {_end(edge[name], "id") for edge in graph.edges for name in (first, second)}
    for name in keys:
        known = {cell_text(node[name]) for node in graph.nodes}
        if len(known) == len(graph.nodes) and ends <= known:
            return name
    return next((name for name in keys if name != "label"), "")


def _by_position(graph: JsonGraph, key: str, first: str, second: str) -> bool:
    ends = {_end(edge[name], key) for edge in graph.edges for name in (first, second)}
    ids = {cell_text(node.get(key)) for node in graph.nodes} if key else set()
    count = len(graph.nodes)
    return bool(ends) and not ends & ids and all(end.isdecimal() and len(end) < 12 and int(end) < count for end in ends)


def _parsed(path: Path, file: str, encoding: str) -> dict[str, Any]:
    text = path.read_text(encoding=recognise(path, file, encoding).name)
    try:
        document = _of_lines(text) or json.loads(text)
    except RecursionError:
        raise UsageError(f"{file}: objects are nested too deep; this is no graph file") from None
    except ValueError as error:
        raise UsageError(f"{file}: not readable as JSON: {str(error)[:150]}") from None
    if not isinstance(document, dict):
        raise UsageError(
            f"{file}: no node-link JSON; it needs an object with the lists 'nodes' and 'edges' (or 'links')"
        )
    return document


def _of_lines(text: str) -> dict[str, Any] | None:
    """Return Neo4j's export as one document, where it has an object a line; None where it is of another form."""
    first, _, rest = text.lstrip().partition("\n")
    if '"type"' not in first or not first.rstrip().endswith("}") or not rest.strip():
        return None
    try:
        rows = [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError:
        return None
    if not all(isinstance(row, dict) and row.get("type") in {"node", "relationship"} for row in rows):
        return None
    nodes = [{name: value for name, value in row.items() if name != "type"} for row in rows if row["type"] == "node"]
    return {
        "nodes": [{"labels": [], **node} for node in nodes],
        "relationships": [row for row in rows if row["type"] == "relationship"],
    }


def _end(value: Any, key: str) -> str:  # noqa: ANN401  an id, or the whole node where a program wrote it out
    if isinstance(value, dict):
        value = value.get(key, value.get("id"))
    return cell_text(value)


def _unique_keys(edges: list[dict[str, Any]]) -> bool:
    """Tell whether the keys of parallel edges are ids; the numbers that NetworkX gives by itself are none."""
    keys = [edge.get("key") for edge in edges]
    return all(isinstance(key, str) for key in keys) and len(set(keys)) == len(keys)
