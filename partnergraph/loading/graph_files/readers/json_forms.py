"""The forms of JSON that programs write graphs in, each brought to one: nodes, edges and their direction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from partnergraph.cells import truth as said_truth
from partnergraph.tables import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: What the two ends of an edge are called, by program.
ENDS: Final = (("source", "target"), ("from", "to"), ("sourceID", "targetID"))
DIRECTIONS: Final[Mapping[str, bool]] = {"directed": True, "undirected": False, "mutual": False}

#: What Sigma calls the ways in which it draws nodes and edges.
_SHAPES: Final = frozenset(
    {"line", "arrow", "doubleArrow", "curve", "curved", "curvedArrow", "straight", "dashed", "rectangle"}
    | {"circle", "image", "square", "border", "bordered", "point", "def", "fast"}
)


@dataclass
class JsonGraph:
    """A graph of JSON.

    Attributes:
        nodes: Each node's attributes in one mapping.
        edges: Each edge's; `directed`, where it is there, is the edge's own.
        directed: Whether the direction of edges counts that do not say it; None where the document does not say.
        graph: What is said of the graph as a whole.
        key: What the id of nodes is called; "" where that is to be found out.
    """

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    directed: bool | None
    graph: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""


def json_graph(document: Mapping[str, Any]) -> JsonGraph | None:
    """Return the graph of a document, None where it is of no known form.

    Known are node-link (NetworkX, D3, vis.js), Graphology's, which Gephi and Sigma write, Cytoscape's, Neo4j's, and
    JSON Graph.

    Args:
        document: The document.
    """
    for form in (_cytoscape, _json_graph_format, _neo4j, _node_link):
        if (found := form(document)) is not None:
            return found
    return None


def _node_link(document: Mapping[str, Any]) -> JsonGraph | None:
    nodes = document.get("nodes")
    edges = next((document[name] for name in ("edges", "links") if isinstance(document.get(name), list)), None)
    if not _rows(nodes) or not _rows(edges) or nodes is None or edges is None:
        return None
    graph = document.get("graph")
    said: Mapping[str, Any] = graph if isinstance(graph, dict) else {}
    is_graphology = "options" in document or any(isinstance(row.get("attributes"), dict) for row in (*nodes, *edges))
    if not is_graphology:
        return JsonGraph(nodes, list(map(_with_direction, edges)), truth(document.get("directed")), said)
    options = document.get("options")
    kind = cell_text(options.get("type")) if isinstance(options, dict) else ""
    attributes = document.get("attributes")
    return JsonGraph(
        _without_shapes([_flat(row, "attributes") for row in nodes]),
        _without_shapes([_with_direction(_flat(row, "attributes")) for row in edges]),
        # In a mixed graph, which is what Graphology makes where nothing is said, an edge is directed unless it says no.
        DIRECTIONS.get(kind.casefold(), truth(document.get("directed")) is not False),
        attributes if isinstance(attributes, dict) else said,
        "key" if all("key" in row for row in nodes) else "",
    )


def _neo4j(document: Mapping[str, Any]) -> JsonGraph | None:
    """Return the graph of Neo4j's export: nodes with `labels` and `properties`, relationships with a `label`."""
    nodes, edges = document.get("nodes"), document.get("relationships", document.get("rels", document.get("edges")))
    if not _rows(nodes) or not _rows(edges) or not nodes or edges is None or nodes is None:
        return None
    if not all(isinstance(node.get("labels"), list) and "id" in node for node in nodes):
        return None
    rows = []
    for edge in edges:
        ends = {"source": edge.get("start", edge.get("source")), "target": edge.get("end", edge.get("target"))}
        kind = {"type": edge["label"]} if "label" in edge else {}
        rest = {name: value for name, value in edge.items() if name not in {"start", "end", "label", "type"}}
        rows.append({**_flat(rest, "properties"), **kind, **ends})
    kinds = [{**_flat(node, "properties"), "type": node["labels"]} for node in nodes]
    for node in kinds:
        del node["labels"]
    return JsonGraph(kinds, rows, directed=True, key="id")


def _cytoscape(document: Mapping[str, Any]) -> JsonGraph | None:
    elements = document.get("elements")
    if isinstance(elements, list) and _rows(elements):
        nodes = [row for row in elements if not _is_edge(row)]
        edges = [row for row in elements if _is_edge(row)]
    elif isinstance(elements, dict):
        nodes, edges = elements.get("nodes", []), elements.get("edges", [])
    else:
        return None
    if not _rows(nodes) or not _rows(edges):
        return None
    said = document.get("data")
    return JsonGraph(
        [_flat(row, "data") for row in nodes],
        [_with_direction(_flat(row, "data")) for row in edges],
        truth(document.get("directed")),
        said if isinstance(said, dict) else {},
        "id",
    )


def _json_graph_format(document: Mapping[str, Any]) -> JsonGraph | None:
    graphs = document.get("graphs")
    graph = graphs[0] if isinstance(graphs, list) and len(graphs) == 1 else document.get("graph")
    if not isinstance(graph, dict) or not isinstance(graph.get("nodes"), (dict, list)) or "nodes" in document:
        return None
    nodes, edges = graph["nodes"], graph.get("edges", [])
    if isinstance(nodes, dict):
        nodes = [{"id": key, **row} if isinstance(row, dict) else {} for key, row in nodes.items()]
    if not _rows(nodes) or not _rows(edges):
        return None
    directed = truth(graph.get("directed"))
    return JsonGraph(
        [_flat(row, "metadata") for row in nodes],
        [_with_direction(_flat(row, "metadata")) for row in edges],
        True if directed is None else directed,
        {"title": graph.get("label")},
        "id",
    )


def truth(value: object) -> bool | None:
    """Return what a value says of yes and no; None where it says nothing."""
    return said_truth(cell_text(value))


def _rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _is_edge(row: Mapping[str, Any]) -> bool:
    data = row.get("data")
    return row.get("group") == "edges" or (isinstance(data, dict) and "source" in data and "target" in data)


def _flat(row: Mapping[str, Any], inner: str) -> dict[str, Any]:
    """Return a node or edge with what stands in its inner mapping; its own words go before those of the same name."""
    more = row.get(inner)
    return (
        {**more, **{name: value for name, value in row.items() if name != inner}} if isinstance(more, dict) else {**row}
    )


def _without_shapes(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return nodes or edges whose `type` is `viz_shape`, where all it says is how Sigma draws them."""
    if {cell_text(row["type"]) for row in rows if row.get("type")} <= _SHAPES:
        return [{"viz_shape" if name == "type" else name: value for name, value in row.items()} for row in rows]
    return rows


def _with_direction(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return an edge that says `directed` where it says the same in another way: `undirected`, or vis.js' `arrows`."""
    found = dict(row)
    undirected = truth(found.get("undirected"))
    if undirected is not None:
        found.pop("undirected")
        found.setdefault("directed", not undirected)
    arrows = found.get("arrows")
    if isinstance(arrows, dict):
        arrows = ",".join(end for end in ("from", "to") if arrows.get(end))
    if "from" in found and "to" in found and isinstance(arrows, str) and "directed" not in found:
        found.pop("arrows")
        found["directed"] = arrows.strip() != "" and {"to", "from"} - set(arrows.replace(" ", "").split(",")) != set()
        if arrows.strip() == "from":
            found["from"], found["to"] = found["to"], found["from"]
    return found


def ends_of(edges: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Return what edges call their two ends; source and target where they name none of the known pairs."""
    known: Iterator[tuple[str, str]] = (
        pair for pair in ENDS if edges and all(pair[0] in edge and pair[1] in edge for edge in edges)
    )
    return next(known, ENDS[0])
