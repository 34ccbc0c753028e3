"""From a foreign graph to a Network: ids, types, columns and the source, with defaults for what the file lacks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from partnergraph.checks import ID_FORM, LONGEST_ID
from partnergraph.errors import Finding, UsageError
from partnergraph.loading.graph_files.attributes import chosen_attributes, type_attribute
from partnergraph.loading.graph_files.columns import added_columns, recognise
from partnergraph.loading.graph_files.own_exports import DERIVED, FIRST_END
from partnergraph.loading.graph_files.types import (
    ARC,
    LINK,
    MOST_KINDS,
    OWN_EDGE_DOC,
    PARTY,
    edge_types,
    given_edge_type,
    given_node_type,
    labels_of,
    node_types,
    stated_kind,
    understood,
)
from partnergraph.network import Network
from partnergraph.tables import cell_text, raw_from_rows
from partnergraph.tables.declarations import from_plain
from partnergraph.vocabulary import STANDARD, Column, EdgeType, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from partnergraph.loading.graph_files.raw_graph import FoundEdge, FoundGraph, FoundNode
    from partnergraph.vocabulary import NodeType

#: Ids of this shape say by themselves what they are and are kept, so that a graph that went through another program
#: comes back to the same nodes: `region:pskov-oblast`. Others (1, n5) mean something in their own file only.
_SPEAKING_ID: Final = re.compile(r"(?!https?:|urn:)[a-z][a-z0-9_-]*:[^\s;,\"'/][^\s;,\"']*")

_MOST_WARNINGS_ALIKE: Final = 20
#: Where all types of a node stand that has several.
_SEVERAL: Final = "file_labels"


def to_network(
    found: FoundGraph,
    *,
    name: str,
    source_id: str,
    title: str,
    node_type: str | None = None,
    edge_type: str | None = None,
    attributes: Sequence[str] = (),
) -> Network:
    """Make a Network of a found graph.

    Args:
        found: The graph.
        name: The loader's name: edges carry it, and ids that mean something in the file only begin with it.
        source_id: Id of the source that the file itself is.
        title: What that source is called.
        node_type: What nodes are that the file gives no type; `Party` if not given.
        edge_type: What edges are that the file gives no type; `LINK` (undirected) or `ARC` (directed) if not given.
        attributes: Which attributes are which columns, as the user says it: `name=title`, `edges.type=relation`.

    Raises:
        UsageError: A given type is none, there is no such attribute or column, or the file is beyond what a graph file
            may hold.
        InputError: What the file says breaks a rule of the tables.
    """
    _take_stated_ids(found)
    if found.own is not None:
        if attributes:
            raise UsageError(f"{found.file} was written by partnergraph and names its columns; leave --attribute out")
        return _own_network(found, name)
    default_node = given_node_type(node_type) if node_type else PARTY
    default_edge = given_edge_type(edge_type) if edge_type else None
    notes = list(found.notes)
    chosen = chosen_attributes(found, attributes)
    kinds = _node_kinds(found, default_node, chosen["nodes"], notes)
    edge_kinds = _edge_kinds(found, default_edge, chosen["edges"], notes)
    places = {node.id for node, kind in zip(found.nodes, kinds, strict=True) if kind.is_place}
    node_columns = recognise(
        "nodes",
        [node.cells for node in found.nodes],
        found.file,
        ids={node.id for node in found.nodes},
        places=places,
        chosen=chosen["nodes"],
    )
    edge_columns = recognise(
        "edges", [edge.cells for edge in found.edges], found.file, ids=(), places=(), chosen=chosen["edges"]
    )
    notes += [*node_columns.notes, *edge_columns.notes]
    ids = _node_ids(found, name)
    edge_kinds = _with_fitting_ends(
        found, edge_kinds, dict(zip((n.id for n in found.nodes), kinds, strict=True)), notes
    )
    nodes = []
    for node, kind in zip(found.nodes, kinds, strict=True):
        cells = node_columns.cells(node.cells)
        if (container := cells.get("located_in")) is not None:
            cells["located_in"] = ids[container]
        nodes.append({"name": node.id, **cells, "id": ids[node.id], "type": kind.name})
    extra = {table: list(each.extra.values()) for table, each in (("nodes", node_columns), ("edges", edge_columns))}
    if any(node.id != ids[node.id].removeprefix(f"{name}:") for node in found.nodes):
        extra["nodes"].append(Column("file_id", "The id that the file gives the node"))
        for row, node in zip(nodes, found.nodes, strict=True):
            row["file_id"] = node.id
    edge_ids = _edge_ids(found, name)
    edges = [
        {
            **edge_columns.cells(edge.cells),
            "id": edge_ids[index],
            "type": edge_kinds[index].name,
            "source": ids.get(edge.source, edge.source),
            "target": ids.get(edge.target, edge.target),
            "sources": source_id,
        }
        for index, edge in enumerate(found.edges)
    ]
    vocabulary = _vocabulary([*kinds, default_node], edge_kinds, extra)
    own_source = {"id": source_id, "kind": "dataset", "title": title, "note": "Licence: not stated in the file"}
    network = _checked(found.file, nodes, edges, [own_source], vocabulary, loader=name)
    return _with_notes(network, found.file, notes)


def _take_stated_ids(found: FoundGraph) -> None:
    """Take an attribute `id` for the id, where all nodes have one: some programs number the nodes they write anew."""
    stated = [cell_text(node.cells.get("id")) for node in found.nodes]
    if stated and all(stated) and len(set(stated)) == len(stated):
        ids = {node.id: each for node, each in zip(found.nodes, stated, strict=True)}
        for node in found.nodes:
            node.id = ids[node.id]
            del node.cells["id"]
        for edge in found.edges:
            edge.source, edge.target = ids.get(edge.source, edge.source), ids.get(edge.target, edge.target)
    # An export says the id of an edge once more, for programs that drop or mistake it.
    names = ("fact_id", "id") if found.own is not None else ("id",)
    for name in names:
        stated = [cell_text(edge.cells.get(name)) for edge in found.edges]
        if stated and all(stated) and len(set(stated)) == len(stated):
            for edge, each in zip(found.edges, stated, strict=True):
                edge.id = each
                del edge.cells[name]
            return


def _node_kinds(found: FoundGraph, default: NodeType, chosen: Mapping[str, str], notes: list[str]) -> list[NodeType]:
    attribute = type_attribute("nodes", [node.cells for node in found.nodes], chosen)
    stated = [stated_kind(node.cells.get(attribute)) for node in found.nodes]
    if len(set(stated)) > MOST_KINDS:
        notes.append(
            f"{attribute!r} of the nodes has {len(set(stated)):,} different values: no kinds; it is kept as it is"
        )
        _rename(found.nodes, attribute, f"file_{attribute}")
        stated = [""] * len(found.nodes)
    elif any(len(labels_of(node.cells.get(attribute))) > 1 for node in found.nodes):
        notes.append(f"some nodes have several types; one of them counts, all stand in the attribute {_SEVERAL}")
        for node in found.nodes:
            node.cells.setdefault(_SEVERAL, labels_of(node.cells.get(attribute)))
    if missing := stated.count(""):
        notes.append(_untyped(missing, "node", default.name))
    types = node_types(dict.fromkeys(kind for kind in stated if kind))
    notes += filter(None, [understood(types)])
    return [types[kind] if kind else default for kind in stated]


def _edge_kinds(
    found: FoundGraph, default: EdgeType | None, chosen: Mapping[str, str], notes: list[str]
) -> list[EdgeType]:
    attribute = type_attribute("edges", [edge.cells for edge in found.edges], chosen)
    stated = [stated_kind(edge.cells.get(attribute)) for edge in found.edges]
    if len(set(stated)) > MOST_KINDS:
        if attribute in chosen:
            raise UsageError(
                f"{found.file}: {attribute!r} of the edges has {len(set(stated)):,} different values: no types of edges"
            )
        titled = any("title" in edge.cells or "label" in edge.cells for edge in found.edges)
        kept = f"file_{attribute}" if titled else "title"
        notes.append(
            f"{attribute!r} of the edges has {len(set(stated)):,} different values: no types; it is kept as {kept}"
        )
        _rename(found.edges, attribute, kept)
        return _edge_kinds(found, default, chosen, notes)  # by the next attribute that may be the type
    directions: dict[str, set[bool]] = {}
    for kind, edge in zip(stated, found.edges, strict=True):
        directions.setdefault(kind, set()).add(edge.directed)
    types = edge_types({kind: found_of for kind, found_of in directions.items() if kind})
    notes += filter(None, [understood({kind: each for (kind, _), each in types.items()})])
    kinds = [
        types[kind, edge.directed] if kind else default or (ARC if edge.directed else LINK)
        for kind, edge in zip(stated, found.edges, strict=True)
    ]
    if missing := stated.count(""):
        names = sorted({kind.name for kind, given in zip(kinds, stated, strict=True) if not given})
        notes.append(_untyped(missing, "edge", ", ".join(names)))
    return kinds


def _untyped(count: int, what: str, kind: str) -> str:
    these = f"1 {what} has no type; it is" if count == 1 else f"{count:,} {what}s have no type; they are"
    return f"{these} taken as {kind} (--{what}-type names another)"


def _with_fitting_ends(
    found: FoundGraph, kinds: list[EdgeType], ends: Mapping[str, NodeType], notes: list[str]
) -> list[EdgeType]:
    """Give edges of a known type another one, declared, where the type does not join what they join in this file."""
    unfit: dict[str, str] = {}
    for edge, kind in zip(found.edges, kinds, strict=True):
        for end, allowed in ((edge.source, kind.source_types), (edge.target, kind.target_types)):
            if allowed and end in ends and ends[end].name not in allowed:
                unfit.setdefault(kind.name, ends[end].name)
    for name, end in unfit.items():
        notes.append(f"{name} cannot join a node of type {end}, as it does here; these edges become FILE_{name}")
    own = {name: EdgeType(f"FILE_{name}", OWN_EDGE_DOC, directed=STANDARD.edge_types[name].directed) for name in unfit}
    return [own.get(kind.name, kind) for kind in kinds]


def _rename(nodes: Iterable[Any], old: str, new: str) -> None:
    for node in nodes:
        if old in node.cells:
            node.cells[new] = node.cells.pop(old)


def _node_ids(found: FoundGraph, name: str) -> dict[str, str]:
    """Return the id of each node in the Network: as it stands where it speaks for itself, else with the file's name."""
    given = list(dict.fromkeys(node.id for node in found.nodes))
    if all(_SPEAKING_ID.fullmatch(each) and len(each) <= LONGEST_ID for each in given):
        return {each: each for each in given}
    ids: dict[str, str] = {}
    taken: set[str] = set()
    # Ids that need no change come first, so that no other takes their place.
    for each in sorted(given, key=lambda each: not _fits(each, name)):
        made = f"{name}:{each}" if _fits(each, name) else f"{name}:{_tidied(each)}"
        number = 1
        while made in taken:
            number += 1
            made = f"{name}:{_tidied(each)}-{number}"
        taken.add(made)
        ids[each] = made
    return ids


def _fits(identifier: str, name: str) -> bool:
    return bool(ID_FORM.fullmatch(identifier)) and len(identifier) + len(name) < LONGEST_ID


def _tidied(identifier: str) -> str:
    return re.sub(r"[\s;,\"']+", "-", identifier.strip())[:150].strip("-") or "node"


def _edge_ids(found: FoundGraph, name: str) -> list[str]:
    """Return the id of each edge, "" for one that is made from its facts.

    Numbers that count the edges of a file are no ids: the same edge has another one after the file was sorted.
    """
    given = [edge.id or "" for edge in found.edges]
    counted = [f"{letter}{number}" for letter in ("", "e") for number in range(len(given) + 1)]
    if not all(given) or len(set(given)) < len(given) or set(given) <= set(counted):
        return [""] * len(given)
    if all(_SPEAKING_ID.fullmatch(each) and len(each) <= LONGEST_ID for each in given):
        return given
    if all(_fits(each, name) for each in given):
        return [f"{name}:{each}" for each in given]
    return [""] * len(given)


def _vocabulary(
    kinds: Iterable[NodeType], edge_kinds: Iterable[EdgeType], extra: Mapping[str, Sequence[Column]]
) -> Vocabulary:
    own_nodes = [kind for kind in dict.fromkeys(kinds) if kind.name not in STANDARD.node_types]
    own_edges = [kind for kind in dict.fromkeys(edge_kinds) if kind.name not in STANDARD.edge_types]
    vocabulary = STANDARD.extended(own_nodes, own_edges)
    for table, columns in extra.items():
        if columns:
            vocabulary = vocabulary.with_columns(table, columns)
    return vocabulary


def _own_network(found: FoundGraph, name: str) -> Network:
    """Return the Network that `partnergraph export` wrote, and what another program has added to it since."""
    own = found.own or {}
    try:
        vocabulary = from_plain(own)
    except UsageError as error:
        raise UsageError(f"{found.file}: {error}") from None
    tables: dict[str, list[dict[str, Any]]] = {}
    notes = list(found.notes)
    records: dict[str, Sequence[FoundNode | FoundEdge]] = {"nodes": found.nodes, "edges": found.edges}
    for table, each in records.items():
        known = {column.name for column in vocabulary.columns_of(table)} | {"loader"}
        kept = [{key: cell for key, cell in record.cells.items() if key in known} for record in each]
        added = [
            {key: cell for key, cell in record.cells.items() if key not in known | DERIVED[table]} for record in each
        ]
        columns = added_columns(table, added, found.file, taken=known)
        if columns.extra:
            vocabulary = vocabulary.with_columns(table, columns.extra.values())
            notes.append(f"attributes of the {table} added since the export: {', '.join(sorted(columns.extra))}")
        tables[table] = [{**cells, **columns.cells(more)} for cells, more in zip(kept, added, strict=True)]
    for row, node in zip(tables["nodes"], found.nodes, strict=True):
        row["id"] = node.id
    for row, edge in zip(tables["edges"], found.edges, strict=True):
        ends = edge.source, edge.target
        if FIRST_END not in row and edge.cells.get(FIRST_END) == edge.target:
            ends = edge.target, edge.source
        row |= {"id": edge.id or "", "source": ends[0], "target": ends[1]}
    loaders = [cell_text(row.pop("loader", None)) or None for row in tables["edges"]]
    sources = own.get("sources", [])
    if not isinstance(sources, list) or not all(isinstance(row, dict) for row in sources):
        raise UsageError(f"{found.file}: its sources are no list of objects; export it anew")
    network = _checked(found.file, tables["nodes"], tables["edges"], sources, vocabulary, loader=name, loaders=loaders)
    return _with_notes(network, found.file, notes)


def _checked(
    file: str,
    nodes: list[dict[str, Any]],
    edges: list[dict[str, Any]],
    sources: list[dict[str, Any]],
    vocabulary: Vocabulary,
    *,
    loader: str,
    loaders: Sequence[str | None] | None = None,
) -> Network:
    raw = [
        raw_from_rows(rows, table, f"{file} ({table})")
        for table, rows in (("nodes", nodes), ("edges", edges), ("sources", sources))
    ]
    return Network.from_tables(*raw, vocabulary=vocabulary, loader=loader, loaders=loaders)


def _with_notes(network: Network, file: str, notes: Sequence[str]) -> Network:
    """Say first what was made of the file; of findings alike, which a graph of numbers has by thousands, the number."""
    kinds = [re.sub(r"\d+", "...", warning.problem) for warning in network.warnings]
    alike = Counter(kinds)
    kept = [
        warning for warning, kind in zip(network.warnings, kinds, strict=True) if alike[kind] <= _MOST_WARNINGS_ALIKE
    ]
    said = [f"{count:,} times: {kind}" for kind, count in alike.items() if count > _MOST_WARNINGS_ALIKE]
    own = [Finding(file, 0, "", "", note) for note in (*notes, *said)]
    return replace(network, warnings=(*own, *kept))
