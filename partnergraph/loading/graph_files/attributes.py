"""Which attribute of a graph file is which column, where the user says it: `name=title`, `edges.type=relation`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from partnergraph.errors import UsageError
from partnergraph.loading.graph_files.columns import NEVER, SYNONYMS, is_empty
from partnergraph.naming import hint
from partnergraph.vocabulary import column_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from partnergraph.loading.graph_files.raw_graph import FoundGraph

_TABLES = ("nodes", "edges")


def chosen_attributes(found: FoundGraph, said: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return by table which attribute is which column.

    Args:
        found: The graph.
        said: What the user says: the column, an equals sign and the attribute; `nodes.` or `edges.` before the column
            where both have it. Upper and lower case of an attribute count the same where that leaves one.

    Raises:
        UsageError: There is no such column, or no such attribute in the file.
    """
    chosen: dict[str, dict[str, str]] = {table: {} for table in _TABLES}
    rows = {"nodes": [node.cells for node in found.nodes], "edges": [edge.cells for edge in found.edges]}
    for each in said:
        prefix, column, name = _parts(each)
        tables = [table for table in _TABLES if prefix in {"", table} and column in _columns(table)]
        if not tables:
            columns = sorted({column for table in _TABLES if prefix in {"", table} for column in _columns(table)})
            raise UsageError(f"--attribute {each}: there is no column {column!r}; {hint(column, columns)}")
        attributes = {table: _attributes(rows[table]) for table in tables}
        places = {table: matched for table in tables if (matched := _matched(name, attributes[table]))}
        if not places:
            names = sorted({attribute for table in tables for attribute in attributes[table]})
            where = " or ".join(tables)
            raise UsageError(f"--attribute {each}: no attribute of the {where} is called {name!r}; {hint(name, names)}")
        for table, matched in places.items():
            chosen[table][matched] = column
    return chosen


def type_attribute(table: str, rows: Sequence[Mapping[str, Any]], chosen: Mapping[str, str]) -> str:
    """Return the attribute that says what a node or an edge is, "" where there is none.

    Args:
        table: `nodes` or `edges`.
        rows: The attributes of each.
        chosen: Which attribute is which column, as the user says it.
    """
    if "type" in chosen.values():
        return next(attribute for attribute, column in chosen.items() if column == "type")
    names = {attribute.strip().casefold(): attribute for attribute in reversed(_attributes(rows))}
    others = [name for name, column in SYNONYMS[table].items() if column == "type"]
    return next((names[name] for name in ("type", *others) if name in names and names[name] not in chosen), "")


def _parts(said: str) -> tuple[str, str, str]:
    column, equals, name = (part.strip() for part in said.partition("="))
    if not equals or not column or not name:
        raise UsageError(f"--attribute {said}: write COLUMN=ATTRIBUTE, such as name=title or edges.type=relation")
    prefix, dot, rest = column.partition(".")
    return (prefix, rest, name) if dot and prefix in _TABLES else ("", column, name)


def _columns(table: str) -> list[str]:
    return [name for name in column_names(table) if name not in NEVER[table]]


def _attributes(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name, value in row.items() if not is_empty(value)))


def _matched(name: str, attributes: Sequence[str]) -> str:
    alike = [each for each in attributes if each.casefold() == name.casefold()]
    return name if name in attributes else alike[0] if len(alike) == 1 else ""
