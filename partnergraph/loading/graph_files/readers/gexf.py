"""Reading GEXF 1.1 to 1.3: attributes, dynamics (start, end, spells), kinds, hierarchy, and where things were drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from partnergraph.loading.graph_files.own_exports import own_part
from partnergraph.loading.graph_files.raw_graph import FoundGraph
from partnergraph.loading.graph_files.readers.gexf_times import span_of, time_cells
from partnergraph.loading.graph_files.readers.safe_xml import Element, elements
from partnergraph.loading.graph_files.readers.typed_values import own_name, typed

if TYPE_CHECKING:
    from pathlib import Path


class _Attributes:
    """The attributes that a file declares for nodes or edges."""

    def __init__(self) -> None:
        self._titles: dict[str, str] = {}
        self._types: dict[str, str] = {}
        self._defaults: dict[str, Any] = {}
        self.notes: list[str] = []

    def add(self, element: Element) -> None:
        for each in element.children:
            if each.tag == "attribute":
                key = each.attributes.get("id", "")
                title = each.attributes.get("title") or key
                self._titles[key] = own_name(
                    title, key, {known for other, known in self._titles.items() if other != key}
                )
                if self._titles[key] != title:
                    self.notes.append(
                        f"two attributes are called {title!r}; the one with the key {key} is {self._titles[key]!r}"
                    )
                self._types[key] = each.attributes.get("type", "string")
                default = each.child("default")
                if default is not None and default.text.strip():
                    self._defaults[self._titles[key]] = typed(default.text, self._types[key])

    def cells(self, element: Element) -> dict[str, Any]:
        found: dict[str, Any] = dict(self._defaults)
        values: dict[str, list[tuple[str, Any]]] = {}
        for value in (each for part in element.children if part.tag == "attvalues" for each in part.children):
            key = value.attributes.get("for", value.attributes.get("id", ""))  # `id` in GEXF 1.0
            text = value.attributes.get("value", "")
            if text.strip():
                time = span_of(value).text
                given = typed(text, self._types.get(key, "string"))
                values.setdefault(self._titles.get(key, key), []).append((time, given))
        for title, given_values in values.items():
            if len(given_values) == 1 and not given_values[0][0]:
                found[title] = given_values[0][1]
            else:  # an attribute that changes: each value with its time
                found[title] = [f"{value} [{time}]" if time else str(value) for time, value in given_values]
        return found


def read_gexf(path: Path, file: str, encoding: str = "") -> FoundGraph:
    """Read a GEXF file.

    Nested nodes are read flat; a node inside another says so in the attribute `inside`. Of several spells the first
    day and the last are the time of an edge, and all of them are kept in the attribute `spells`. An attribute that
    changes in time becomes a list of its values with their times. Positions, sizes and colours are the attributes
    `viz_x`, `viz_y`, `viz_z`, `viz_size`, `viz_color`, `viz_thickness` and `viz_shape`.

    Args:
        path: The file.
        file: The name that messages show.
        encoding: The file's encoding; "" where it says it itself.

    Raises:
        UsageError: It is no GEXF, or not safe to read.
    """
    found = FoundGraph(file)
    attributes = {"node": _Attributes(), "edge": _Attributes()}
    for element in elements(
        path, file, whole={"meta", "attributes", "node", "edge"}, opened={"graph"}, encoding=encoding
    ):
        if element.tag == "meta":
            _read_meta(found, element)
        elif element.tag == "attributes":
            if (kind := element.attributes.get("class", "")) in attributes:
                attributes[kind].add(element)
        elif element.tag == "node":
            found.add_node(element.attributes.get("id", ""), _node_cells(found, element, attributes["node"]))
        elif element.tag == "edge":
            _add_edge(found, element, attributes["edge"])
    found.notes += [note for each in attributes.values() for note in each.notes]
    return found


def _read_meta(found: FoundGraph, element: Element) -> None:
    found.when = element.attributes.get("lastmodifieddate", "")
    for part in element.children:
        if part.tag == "description" and part.text.lstrip().startswith('{"partnergraph":'):
            found.own, problem = own_part(part.text)
            found.notes += [problem] if problem else []
        elif part.tag == "description" and not found.title:
            found.title = part.text.strip()[:200]


def _node_cells(found: FoundGraph, element: Element, attributes: _Attributes) -> dict[str, Any]:
    cells = attributes.cells(element)
    if found.own is None:
        _add_visible(cells, element, {"label": "label"})
        outer = element.within("node")
        inside = element.attributes.get("pid") or (outer.attributes.get("id", "") if outer is not None else "")
        if inside:
            cells.setdefault("inside", inside)
    return cells


def _add_edge(found: FoundGraph, element: Element, attributes: _Attributes) -> None:
    graph = element.within("graph")
    default = graph.attributes.get("defaultedgetype", "undirected") if graph is not None else "undirected"
    cells = attributes.cells(element)
    if found.own is None:
        _add_visible(cells, element, {"label": "label", "kind": "kind", "weight": "weight"})
    found.add_edge(
        element.attributes.get("source", ""),
        element.attributes.get("target", ""),
        cells,
        directed=element.attributes.get("type", default) == "directed",
        identifier=element.attributes.get("id"),
    )


def _add_visible(cells: dict[str, Any], element: Element, names: dict[str, str]) -> None:
    """Add what stands in the element's own attributes, its time and how it was drawn."""
    for attribute, name in names.items():
        if text := element.attributes.get(attribute, "").strip():
            value = typed(text, "double" if attribute == "weight" else "string")
            if attribute == "weight" and cells.get(name, value) != value:
                cells["weight among the attributes"] = cells.pop(name)
            cells.setdefault(name, value)
    for name, time in time_cells(element).items():
        cells.setdefault(name, time)
    _add_drawing(cells, element)


def _add_drawing(cells: dict[str, Any], element: Element) -> None:
    for part in element.children:
        if part.tag == "position":
            for axis in "xyz":
                if axis in part.attributes:
                    cells.setdefault(f"viz_{axis}", typed(part.attributes[axis], "float"))
        elif part.tag in {"size", "thickness", "shape"} and "value" in part.attributes:
            cells.setdefault(f"viz_{part.tag}", typed(part.attributes["value"], "float"))
        elif part.tag == "color":
            colour = [part.attributes.get(name, "") for name in "rgb"]
            cells.setdefault("viz_color", part.attributes.get("hex") or " ".join(colour).strip())
