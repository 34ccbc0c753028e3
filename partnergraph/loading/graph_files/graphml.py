"""Reading GraphML: attributes typed by their keys, defaults, nested graphs, and the labels that yEd draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from partnergraph.loading.graph_files.own_exports import own_part
from partnergraph.loading.graph_files.raw_graph import FoundGraph
from partnergraph.loading.graph_files.safe_xml import Element, elements

if TYPE_CHECKING:
    from pathlib import Path


class _Keys:
    """The keys that a file declares: what each attribute is called, and its default."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._defaults: dict[str, dict[str, Any]] = {"node": {}, "edge": {}}

    def add(self, element: Element) -> None:
        key = element.attributes.get("id", "")
        name = element.attributes.get("attr.name", "")
        if not name and any(attribute.startswith("yfiles.") for attribute in element.attributes):
            return  # a drawing, of which only the label is read
        self.names[key] = name or key
        self._kinds[key] = element.attributes.get("attr.type", "string")
        default = element.child("default")
        domain = element.attributes.get("for", "all")
        if default is not None and default.text.strip():
            for each in self._defaults:
                if domain in {each, "all"}:
                    self._defaults[each][self.names[key]] = typed(default.text, self._kinds[key])

    def cells(self, element: Element) -> dict[str, Any]:
        found = dict(self._defaults.get(element.tag, {}))
        for data in element.children:
            key = data.attributes.get("key", "")
            if data.tag == "data" and data.text.strip() and (key in self.names or not data.children):
                found[self.names.get(key, key)] = typed(data.text, self._kinds.get(key, "string"))
        return found


def typed(text: str, kind: str) -> Any:  # noqa: ANN401  of the kind that the file declares
    """Return a value as its declared type means it; a text that is no such value stays a text.

    Args:
        text: What stands in the file.
        kind: `boolean`, `int`, `long`, `float`, `double` and others like them are understood; all else is text.
    """
    text = text.strip()
    try:
        if kind in {"int", "integer", "long", "short", "byte", "biginteger"}:
            return int(text) if len(text) < 300 else text
        if kind in {"float", "double", "bigdecimal"}:
            return float(text)
    except ValueError:
        return text
    if kind == "boolean" and text.casefold() in {"true", "false", "1", "0"}:
        return text.casefold() in {"true", "1"}
    return text


def read_graphml(path: Path, file: str) -> FoundGraph:
    """Read a GraphML file.

    Nested graphs are read flat; a node inside another says so in the attribute `inside`. Hyperedges and ports are left
    out, which a note says.

    Args:
        path: The file.
        file: The name that messages show.

    Raises:
        UsageError: It is no GraphML, or not safe to read.
    """
    found, keys, graphs = FoundGraph(file), _Keys(), []
    hyperedges = 0
    for element in elements(path, file, whole={"key", "node", "edge", "hyperedge"}, opened={"graph"}):
        if element.tag == "key":
            keys.add(element)
        elif element.tag == "graph":
            graphs.append(element)
        elif element.tag == "node":
            found.add_node(element.attributes.get("id", ""), _node_cells(element, keys))
        elif element.tag == "edge":
            _add_edge(found, element, keys)
        else:
            hyperedges += 1
    if hyperedges:
        found.notes.append(f"{hyperedges:,} hyperedges, which join more than two nodes, were left out")
    if graphs:
        own = keys.cells(graphs[0])
        found.own, problem = own_part(own.get("partnergraph"))
        found.notes += [problem] if problem else []
        found.title = str(own.get("title") or own.get("name") or graphs[0].attributes.get("id", ""))
    return found


def _node_cells(element: Element, keys: _Keys) -> dict[str, Any]:
    cells = keys.cells(element)
    if drawn := " ".join(label.text.strip() for label in element.descendants("NodeLabel") if label.text.strip()):
        cells.setdefault("label", drawn)
    if (outer := element.within("node")) is not None:
        cells.setdefault("inside", outer.attributes.get("id", ""))
    return cells


def _add_edge(found: FoundGraph, element: Element, keys: _Keys) -> None:
    cells = keys.cells(element)
    if drawn := " ".join(label.text.strip() for label in element.descendants("EdgeLabel") if label.text.strip()):
        cells.setdefault("label", drawn)
    graph = element.within("graph")
    default = graph.attributes.get("edgedefault", "undirected") if graph is not None else "undirected"
    given = element.attributes.get("directed", "").casefold()
    found.add_edge(
        element.attributes.get("source", ""),
        element.attributes.get("target", ""),
        cells,
        directed=given in {"true", "1"} if given else default == "directed",
        identifier=element.attributes.get("id"),
    )
