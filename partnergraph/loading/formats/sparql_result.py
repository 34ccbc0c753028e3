"""The terms in which SPARQL 1.1 answers as tab-separated values: <address>, "text"@en, 42."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from partnergraph.loading.formats.table import Row, Table, check_columns, within_limits

if TYPE_CHECKING:
    from collections.abc import Iterator

_LITERAL: Final = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@[A-Za-z0-9-]+|\^\^\S+)?', re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPED: Final = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def is_sparql_tsv(table: Table) -> bool:
    """Tell whether the columns are variables, as they are in SPARQL's answers: ?city."""
    return table.delimiter == "\t" and all(re.fullmatch(r"\?\w+", name) for name in table.columns)


def without_term_signs(table: Table) -> Table:
    """Return the table with plain column names and the values of the terms.

    Args:
        table: A table of SPARQL terms, read with quotation marks as letters.
    """
    columns = check_columns(table.file, [name.removeprefix("?") for name in table.columns])

    def rows() -> Iterator[Row]:
        for row in table.rows():
            yield row._replace(cells=tuple(_value(cell) if isinstance(cell, str) else cell for cell in row.cells))

    return replace(table, format="sparql-tsv", columns=columns, rows=lambda: within_limits(table.file, columns, rows()))


def without_blank_node(cell: str) -> str:
    """Return a cell, "" for a node without a name, with which an endpoint says: there is one, unknown which."""
    return "" if cell.startswith("_:") or "/.well-known/genid/" in cell else cell


def _value(term: str) -> str:
    if not (term := without_blank_node(term)):
        return ""
    if term.startswith("<") and term.endswith(">"):
        return term[1:-1]
    literal = _LITERAL.fullmatch(term)
    return _ESCAPE.sub(_unescaped, literal.group(1)).strip() if literal else term


def _unescaped(match: re.Match[str]) -> str:
    sign = match.group(1)
    if sign[0] in "uU" and len(sign) > 1:
        number = int(sign[1:], 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\N{REPLACEMENT CHARACTER}"
    return _ESCAPED.get(sign, sign)
