"""What is wrong with edges: their types, what they join, their time, their amounts and what they cite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from partnergraph.checks.ids import MOST_SUGGESTIONS
from partnergraph.checks.typed_table import unknown
from partnergraph.dates import is_turned_round
from partnergraph.naming import nearest
from partnergraph.vocabulary import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from partnergraph.checks.ids import Ids
    from partnergraph.checks.typed_table import PlacedFinding, TypedTable
    from partnergraph.vocabulary import Vocabulary

_ENDS: Final = ("source", "target")
#: Stands for the type of a node that no row of the table has.
_NOWHERE: Final = ""
_NO_NODE: Final = "no node has this id"


def edge_faults(
    edges: TypedTable, nodes: TypedTable, ids: tuple[Ids, Ids], vocabulary: Vocabulary
) -> Iterator[PlacedFinding]:
    """Note what is wrong with edges beyond the form of single cells.

    Args:
        edges: The edges; each has a status.
        nodes: The nodes they join.
        ids: The ids of the nodes, and of the sources.
        vocabulary: The types that may be used.
    """
    node_ids, source_ids = ids
    yield from unknown(edges, "type", "edge type", vocabulary.edge_types)
    yield from _end_faults(edges, nodes, node_ids, vocabulary)
    yield from unknown(edges, "status", "status", STATUSES)
    yield from _time_faults(edges)
    yield from _amount_faults(edges)
    yield from _citation_faults(edges, source_ids)


def _end_faults(edges: TypedTable, nodes: TypedTable, ids: Ids, vocabulary: Vocabulary) -> Iterator[PlacedFinding]:
    """Note each end that is no node, or one of a type that the edge cannot have there."""
    node_types, edge_types = nodes.values["type"], edges.values["type"]

    def type_of(identifier: str | None) -> str | None:
        """Return the type of a node; None where its own is unknown or no end is given: both are said elsewhere."""
        if not identifier:
            return None
        if identifier not in ids.rows:
            return _NOWHERE if ids.lacks(identifier) else None
        found: str | None = node_types[ids.rows[identifier]]
        return found if found in vocabulary.node_types else None

    types = {each: type_of(each) for each in set(edges.values["source"]).union(edges.values["target"])}
    joined = {end: list(map(types.__getitem__, edges.values[end])) for end in _ENDS}
    # The same few types are joined again and again: each pair is judged once.
    problems = {
        end: {
            pair: problem
            for pair in set(zip(edge_types, joined[end], strict=True))
            if (problem := _end_problem(end, *pair, vocabulary))
        }
        for end in _ENDS
    }
    if not any(problems.values()):
        return
    for index, edge_type in enumerate(edge_types):
        for end in _ENDS:
            if (pair := (edge_type, joined[end][index])) in problems[end]:
                found, problem = edges.values[end][index], problems[end][pair]
                yield edges.note(index, end, found, problem, ids.nearest(found) if problem == _NO_NODE else "")


def _end_problem(end: str, edge_type: str | None, node_type: str | None, vocabulary: Vocabulary) -> str:
    if node_type == _NOWHERE:
        return _NO_NODE
    kind = vocabulary.edge_types.get(edge_type or "")
    if kind is None or node_type is None:
        return ""
    allowed = kind.source_types if end == "source" else kind.target_types
    if not allowed or node_type in allowed:
        return ""
    ends = ", ".join(name for name in vocabulary.node_types if name in allowed)
    return f"the {end} of {kind.name} cannot be of type {node_type}; it may be {ends}"


def _time_faults(edges: TypedTable) -> Iterator[PlacedFinding]:
    times = edges.values["date"], edges.values["until"]
    turned = {pair for pair in set(zip(*times, strict=True)) if is_turned_round(*pair)}
    for index in edges.rows_with(list(zip(*times, strict=True)) if turned else (), turned):
        begun, ended = times[0][index], times[1][index]
        yield edges.note(index, "until", ended, f"ends before it begins ({begun})")


def _amount_faults(edges: TypedTable) -> Iterator[PlacedFinding]:
    cells, units = edges.raw.column("amount"), edges.values["unit"]
    alone = [index for index, (cell, unit) in enumerate(zip(cells, units, strict=True)) if (not cell) != (not unit)]
    for index in alone:
        if not cells[index]:
            yield edges.note(index, "amount", "", f"a unit ({units[index]}) needs its amount")
        elif edges.values["amount"][index] is not None:
            yield edges.note(index, "unit", "", "an amount needs its unit")


def link_faults(edges: TypedTable, ids: Sequence[str], *, complete: bool) -> Iterator[PlacedFinding]:
    """Note each edge that carries out itself, or an edge which is not in the table.

    Args:
        edges: The edges.
        ids: The id of each, those that were made from the facts included.
        complete: Whether all edges could be read; else none is missed.
    """
    links: Sequence[tuple[str, ...]] = edges.values["carries_out"]
    if not any(links):
        return
    known = dict.fromkeys(ids)
    near: dict[str, str] = {}
    for index, carried in enumerate(links):
        for each in carried:
            if each == ids[index]:
                yield edges.note(index, "carries_out", each, "an edge cannot carry out itself")
            elif complete and each not in known:
                if each not in near:
                    near[each] = nearest(each, known) if len(near) < MOST_SUGGESTIONS else ""
                yield edges.note(index, "carries_out", each, "no edge has this id", near[each])


def _citation_faults(edges: TypedTable, ids: Ids) -> Iterator[PlacedFinding]:
    cited: Sequence[tuple[str, ...]] = edges.values["sources"]
    for index in edges.rows_with(cited, {each for each in set(cited) if any(map(ids.lacks, each))}):
        for source in filter(ids.lacks, cited[index]):
            yield edges.note(index, "sources", source, "no source has this id", ids.nearest(source))
