"""What a source declares for itself, types and columns, in a form that JSON can carry and give back."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError
from partnergraph.vocabulary import STANDARD, Column, EdgeType, NodeType, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENDS: Final = ("source_types", "target_types")


def to_plain(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the types and columns that a vocabulary has beyond the standard one.

    Returns:
        `node_types` and `edge_types` by name, and `columns` by table where there are any; JSON can carry all of it.
    """
    plain: dict[str, Any] = {
        "node_types": _types(vocabulary.node_types, vocabulary.declared),
        "edge_types": _types(vocabulary.edge_types, vocabulary.declared),
    }
    if columns := {table: found for table, found in vocabulary.columns.items() if found}:
        plain["columns"] = {
            table: {column.name: {"kind": column.kind, "doc": column.doc} for column in found}
            for table, found in sorted(columns.items())
        }
    return plain


def from_plain(plain: Mapping[str, Any], vocabulary: Vocabulary = STANDARD) -> Vocabulary:
    """Return a vocabulary with what `to_plain` told of another.

    Args:
        plain: As `to_plain` returns it.
        vocabulary: What it is added to.

    Raises:
        UsageError: It is of another form, or gives a name that is known another meaning.
    """
    try:
        vocabulary = vocabulary.extended(
            (NodeType(name, **cells) for name, cells in plain.get("node_types", {}).items()),
            (
                EdgeType(name, **{**cells, **{end: frozenset(cells.get(end, ())) for end in _ENDS}})
                for name, cells in plain.get("edge_types", {}).items()
            ),
        )
        for table, columns in plain.get("columns", {}).items():
            found = [Column(name, str(cells.get("doc", "")), str(cells["kind"])) for name, cells in columns.items()]
            vocabulary = vocabulary.with_columns(table, found)
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        raise UsageError(f"the types and columns it declares cannot be read: {error}") from None
    return vocabulary


def _types(types: Mapping[str, Any], declared: frozenset[str]) -> dict[str, dict[str, Any]]:
    described = {}
    for name in sorted(declared & types.keys()):
        cells = {each.name: getattr(types[name], each.name) for each in fields(types[name]) if each.name != "name"}
        described[name] = {key: sorted(cell) if isinstance(cell, frozenset) else cell for key, cell in cells.items()}
    return described
