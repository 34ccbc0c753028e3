"""More of a graph's nodes out of a table: a column of it has their ids or names, the others are attributes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError
from partnergraph.loading.formats.open_table import open_table
from partnergraph.loading.graph_files.columns import is_empty
from partnergraph.tables import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from partnergraph.loading.formats.table import Cell, Row
    from partnergraph.loading.graph_files.raw_graph import FoundGraph, FoundNode

#: What files call the name of a node.
_NAMES: Final = ("label", "name")
_MOST_SAID: Final = 5


def join_table(found: FoundGraph, path: Path, names: Sequence[str] = ()) -> None:
    """Give the nodes of a graph what a table says of them; what the graph says already stays as it is.

    The column is the one in which most nodes stand, by id or else by name. Rows and nodes that find nobody are noted.

    Args:
        found: The graph.
        path: The table, of any known format.
        names: Attributes that are the name of a node, as the user says it.

    Raises:
        UsageError: The table cannot be read, none of its columns has the nodes, or two rows are of one node.
    """
    table = open_table(path)
    rows = list(table.rows())
    by_key = {"id": {node.id: node for node in found.nodes}, "name": _by_name(found.nodes, (*names, *_NAMES))}
    best = max(
        ((kind, position) for kind in by_key for position in range(len(table.columns))),
        key=lambda each: len({_text(row.cells[each[1]]) for row in rows} & by_key[each[0]].keys()),
    )
    kind, position = best
    nodes, keys = by_key[kind], [_text(row.cells[position]) for row in rows]
    known = [key for key in keys if key in nodes]
    if not known:
        some = ", ".join(repr(key) for key in list(by_key["id"])[:3])
        raise UsageError(f"{path.name}: no column has ids or names of the nodes of {found.file}, such as {some}")
    if twice := [key for key, count in Counter(known).items() if count > 1]:
        numbers = ", ".join(str(row.number) for row, key in zip(rows, keys, strict=True) if key == twice[0])
        raise UsageError(f"{path.name}: the rows {numbers} are of one node, {twice[0]!r}; leave one of them")
    for row, key in zip(rows, keys, strict=True):
        if key in nodes:
            _add(nodes[key], row, table.columns, position)
    column = table.columns[position]
    found.notes.append(f"{path.name}: {len(known):,} of {len(found.nodes):,} nodes have a row, by {kind} in {column!r}")
    strangers = [f"{key!r} (row {row.number})" for row, key in zip(rows, keys, strict=True) if key not in nodes]
    if strangers:
        found.notes.append(f"{path.name}: rows of no node: {_some(strangers)}")
    if missing := [key for key in nodes if key not in set(known)]:
        found.notes.append(f"{path.name}: nodes without a row: {_some(map(repr, missing))}")


def _add(node: FoundNode, row: Row, columns: Sequence[str], position: int) -> None:
    for index, name in enumerate(columns):
        cell = row.cells[index]
        if index != position and not is_empty(cell) and is_empty(node.cells.get(name)):
            node.cells[name] = cell


def _by_name(nodes: Iterable[FoundNode], names: Sequence[str]) -> dict[str, FoundNode]:
    """Return the nodes by their names, without those whose name two have."""
    named = [
        (next((cell_text(node.cells[name]) for name in names if not is_empty(node.cells.get(name))), ""), node)
        for node in nodes
    ]
    counts = Counter(name for name, _ in named)
    return {name: node for name, node in named if name and counts[name] == 1}


def _text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _some(words: Iterable[str]) -> str:
    listed = list(words)
    more = len(listed) - _MOST_SAID
    return f"{', '.join(listed[:_MOST_SAID])}{f' and {more:,} more' if more > 0 else ''}"
