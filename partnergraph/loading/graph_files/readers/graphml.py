"""Reading GraphML: attributes typed by their keys, defaults, nested graphs, yEd's labels, Neo4j's types."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from partnergraph.cells import truth
from partnergraph.errors import UsageError
from partnergraph.loading.graph_files.own_exports import own_part
from partnergraph.loading.graph_files.raw_graph import FoundGraph
from partnergraph.loading.graph_files.readers.safe_xml import Element, elements
from partnergraph.loading.graph_files.readers.typed_values import own_name, typed
from partnergraph.tables import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Labels with a look of their own are written as HTML.
_MARKUP: Final = re.compile(r"</?[A-Za-z][^<>]*>")


class _Keys:
    """The keys that a file declares: what each attribute is called, and its default."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.notes: list[str] = []
        self._kinds: dict[str, str] = {}
        self._defaults: dict[str, dict[str, Any]] = {"node": {}, "edge": {}}
        self._taken: dict[str, set[str]] = {"node": set(), "edge": set()}

    def add(self, element: Element) -> None:
        key = element.attributes.get("id", "")
        name = element.attributes.get("attr.name", "")
        if not name and any(attribute.startswith("yfiles.") for attribute in element.attributes):
            return  # a drawing, of which only the label is read
        domain = element.attributes.get("for", "all")
        domains = [each for each in self._defaults if domain in {each, "all"}]
        taken = {other for each in domains for other in self._taken[each]}
        self.names[key] = own_name(name or key, key, taken)
        if self.names[key] != (name or key):
            self.notes.append(f"two attributes are called {name!r}; the one with the key {key} is {self.names[key]!r}")
        self._kinds[key] = (
            "liststring" if element.attributes.get("attr.list") else element.attributes.get("attr.type", "")
        )
        default = element.child("default")
        for each in domains:
            self._taken[each].add(self.names[key])
            if default is not None and default.text.strip():
                self._defaults[each][self.names[key]] = typed(default.text, self._kinds[key])

    def cells(self, element: Element) -> dict[str, Any]:
        found = dict(self._defaults.get(element.tag, {}))
        for data in element.children:
            key = data.attributes.get("key", "")
            if data.tag == "data" and data.text.strip() and (key in self.names or not data.children):
                found[self.names.get(key, key)] = typed(data.text, self._kinds.get(key, "string"))
        return found


def read_graphml(path: Path, file: str, encoding: str = "") -> FoundGraph:
    """Read a GraphML file.

    Nested graphs are read flat; a node inside another says so in the attribute `inside`. Where Neo4j's export says in
    an element what it is (`labels` of nodes, `label` of edges), that is its type. Hyperedges and ports are left
    out, which a note says.

    Args:
        path: The file.
        file: The name that messages show.
        encoding: The file's encoding; "" where it says it itself.

    Raises:
        UsageError: It is no GraphML, or not safe to read.
    """
    found, keys, graphs = FoundGraph(file), _Keys(), []
    hyperedges = 0
    for element in elements(
        path, file, whole={"key", "node", "edge", "hyperedge"}, opened={"graph"}, encoding=encoding
    ):
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
    found.notes += keys.notes
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
    _add_kind(cells, element, "labels")
    _add_drawn(cells, element, "NodeLabel")
    if (outer := element.within("node")) is not None:
        cells.setdefault("inside", outer.attributes.get("id", ""))
    return cells


def _add_kind(cells: dict[str, Any], element: Element, name: str) -> None:
    """Take the type from where Neo4j's export has it: `labels` of nodes, `label` of edges, in the element itself."""
    kind = element.attributes.get(name, "").strip()
    if not kind:
        return
    if cell_text(cells.get(name)) == kind:
        del cells[name]
    if "type" in cells:
        cells["type of the file"] = cells.pop("type")
    cells["type"] = kind


def _add_drawn(cells: dict[str, Any], element: Element, tag: str) -> None:
    """Take the label that yEd draws; of a group, which is drawn open or closed, the one that is shown."""
    labels = [label.text for label in _shown(element, tag)]
    drawn = " ".join(" ".join(_MARKUP.sub(" ", label).split()) for label in labels).strip()
    if drawn and not cell_text(cells.get("label")).strip():
        cells["label"] = drawn


def _shown(element: Element, tag: str) -> Iterator[Element]:
    children = element.children
    if element.tag == "Realizers":
        number = element.attributes.get("active", "0")
        active = int(number) if number.isdecimal() and int(number) < len(children) else 0
        children = children[active : active + 1]
    for child in children:
        # The newer programs of the same maker write Label.Text, of nodes and of edges.
        if child.tag in {tag, "Label.Text"}:
            yield child
        yield from _shown(child, tag)


def _has_no_arrow(arrows: Element) -> bool:
    return all(arrows.attributes.get(end) == "none" for end in ("source", "target"))


def _add_edge(found: FoundGraph, element: Element, keys: _Keys) -> None:
    cells = keys.cells(element)
    _add_kind(cells, element, "label")
    _add_drawn(cells, element, "EdgeLabel")
    graph = element.within("graph")
    default = graph.attributes.get("edgedefault", "undirected") if graph is not None else "undirected"
    given = element.attributes.get("directed", "").casefold()
    if not given and any(_has_no_arrow(arrows) for arrows in element.descendants("Arrows")):
        given = "false"  # yEd's files are all directed; how an edge is drawn says whether it is
    found.add_edge(
        element.attributes.get("source", ""),
        element.attributes.get("target", ""),
        cells,
        directed=_truth(given) if given else default == "directed",
        identifier=element.attributes.get("id"),
    )


def _truth(given: str) -> bool:
    said = truth(given)
    if said is None:
        raise UsageError(f"an edge is directed={given[:40]!r}; write true or false")
    return said
