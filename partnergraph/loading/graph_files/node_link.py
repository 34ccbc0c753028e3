"""Reading node-link JSON: the form of NetworkX (with `links` or `edges`) and of D3."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from partnergraph.errors import UsageError
from partnergraph.loading.formats.encodings import recognise
from partnergraph.loading.graph_files.own_exports import own_part
from partnergraph.loading.graph_files.raw_graph import FoundGraph
from partnergraph.tables import cell_text

if TYPE_CHECKING:
    from pathlib import Path


def read_node_link(path: Path, file: str) -> FoundGraph:
    """Read a node-link JSON document.

    Edges name their ends by the `id` of nodes (or by `name` or `key` where nodes have no id), or by position in the
    list of nodes, as D3 does, where nodes have none of these. Without a word on it the graph is undirected.

    Args:
        path: The file.
        file: The name that messages show.

    Raises:
        UsageError: It is no JSON, or no node-link document.
    """
    document = _parsed(path, file)
    edges = next((document[name] for name in ("edges", "links") if isinstance(document.get(name), list)), None)
    nodes = document.get("nodes")
    if not isinstance(nodes, list) or edges is None or not all(isinstance(row, dict) for row in (*nodes, *edges)):
        raise UsageError(
            f"{file}: no node-link JSON; it needs the lists 'nodes' and 'edges' (or 'links'), each of objects"
        )
    found = FoundGraph(file)
    graph = document.get("graph")
    if isinstance(graph, dict):
        found.own, problem = own_part(graph.get("partnergraph"))
        found.notes += [problem] if problem else []
        if found.own is not None:
            found.own = {**found.own, "sources": graph.get("sources", [])}
        found.title = cell_text(graph.get("title") or graph.get("name"))
    key = next((name for name in ("id", "name", "key") if nodes and all(name in node for node in nodes)), "")
    for position, node in enumerate(nodes):
        identifier = cell_text(node[key]) if key else str(position)
        found.add_node(identifier, {name: value for name, value in node.items() if name != key or name == "name"})
    directed = bool(document.get("directed", False))
    unique = _unique_keys(edges)
    for number, edge in enumerate(edges, start=1):
        if "source" not in edge or "target" not in edge:
            raise UsageError(f"{file}, edge {number}: it has no source or no target")
        cells = {name: value for name, value in edge.items() if name not in {"source", "target", "key", "id"}}
        identifier = edge.get("id", edge.get("key") if unique else None)
        found.add_edge(
            _end(edge["source"], key),
            _end(edge["target"], key),
            cells,
            directed=bool(edge.get("directed", directed)) if found.own is None else directed,
            identifier=cell_text(identifier) or None,
        )
    return found


def _parsed(path: Path, file: str) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding=recognise(path, file).name))
    except RecursionError:
        raise UsageError(f"{file}: objects are nested too deep; this is no graph file") from None
    except ValueError as error:
        raise UsageError(f"{file}: not readable as JSON: {str(error)[:150]}") from None
    if not isinstance(document, dict):
        raise UsageError(
            f"{file}: no node-link JSON; it needs an object with the lists 'nodes' and 'edges' (or 'links')"
        )
    return document


def _end(value: Any, key: str) -> str:  # noqa: ANN401  an id, or the whole node where a program wrote it out
    if isinstance(value, dict):
        value = value.get(key or "id")
    return cell_text(value)


def _unique_keys(edges: list[dict[str, Any]]) -> bool:
    """Tell whether the keys of parallel edges are ids; the numbers that NetworkX gives by itself are none."""
    keys = [edge.get("key") for edge in edges]
    return all(isinstance(key, str) for key in keys) and len(set(keys)) == len(keys)
