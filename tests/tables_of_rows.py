"""Tables of a few rows, checked: good rows, rows that differ from them, and the findings to expect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from partnergraph.checks import Checked, check
from partnergraph.dates import FORMS
from partnergraph.errors import Finding
from partnergraph.tables import RawTable
from partnergraph.vocabulary import STANDARD

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


NODE_TYPES = f"unknown node type; known: {', '.join(STANDARD.node_types)}"
EDGE_TYPES = f"unknown edge type; known: {', '.join(STANDARD.edge_types)}"
EMPTY = "this cell must not be empty"
NO_DATE = f"not a date; {FORMS}"
NO_NODE = "no node has this id"
NO_SOURCE = "no source has this id"

A = {"id": "city:a", "type": "City", "name": "A"}
B = {"id": "city:b", "type": "City", "name": "B"}
PLANT = {"id": "enterprise:p", "type": "Enterprise", "name": "P"}
EDGE = {"id": "e1", "type": "TWINNING", "source": "city:a", "target": "city:b", "sources": "book"}
BOOK = {"id": "book", "title": "A book"}


def raw(table: str, rows: Sequence[Mapping[str, str]]) -> RawTable:
    return RawTable.of_rows(table, f"{table}.csv", rows, range(2, len(rows) + 2))


def checked(
    nodes: Sequence[Mapping[str, str]] = (A, B, PLANT),
    edges: Sequence[Mapping[str, str]] = (EDGE,),
    sources: Sequence[Mapping[str, str]] = (BOOK,),
    incomplete: Collection[str] = (),
) -> Checked:
    tables = raw("nodes", nodes), raw("edges", edges), raw("sources", sources)
    return check(*tables, STANDARD, incomplete=incomplete)


def rows_of(found: Checked, table: str) -> list[dict[str, Any]]:
    """Return the typed rows of a table."""
    columns = found.columns[table]
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def node_faults(*changes: Mapping[str, str]) -> list[Finding]:
    """Return the faults of nodes that differ from a good one so."""
    nodes = [{"id": f"city:{number}", "type": "City", "name": "N", **change} for number, change in enumerate(changes)]
    return checked([*nodes, A, B, PLANT]).faults


def edge_faults(*changes: Mapping[str, str]) -> list[Finding]:
    """Return the faults of edges that differ from a good one so."""
    return checked(edges=[{**EDGE, "id": f"e{number}", **change} for number, change in enumerate(changes)]).faults


def source_faults(*changes: Mapping[str, str]) -> list[Finding]:
    """Return the faults of sources that differ from a good one so."""
    sources = [{"id": f"s{number}", "title": "S", **change} for number, change in enumerate(changes)]
    return checked(sources=[*sources, BOOK]).faults


def node(row: int, column: str, found: str, problem: str, nearest: str = "") -> Finding:
    return Finding("nodes.csv", row, column, found, problem, nearest)


def edge(row: int, column: str, found: str, problem: str, nearest: str = "") -> Finding:
    return Finding("edges.csv", row, column, found, problem, nearest)


def source(row: int, column: str, found: str, problem: str, nearest: str = "") -> Finding:
    return Finding("sources.csv", row, column, found, problem, nearest)
