"""The cells of one column each: the values they stand for, and what is wrong with those that stand for none.

A column says few things many times, so each rule looks at the different cells; only where one breaks it are the rows
gone through.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

from partnergraph.checks.typed_table import PlacedFinding, TypedTable
from partnergraph.dates import FORMS, is_date, is_partial_date, nearest_date
from partnergraph.memo import Memo
from partnergraph.tables import split_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from partnergraph.tables import RawTable
    from partnergraph.vocabulary import Column

#: Characters that XML, and so GraphML, GEXF and spreadsheets, cannot hold; none of them counts as printable.
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_NUMBER_FORM: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def typed(raw: RawTable, columns: Iterable[Column]) -> TypedTable:
    """Turn the cells of a table into values; one that does not fit its column, or is empty, is missing.

    Args:
        raw: The cells.
        columns: The columns that the vocabulary knows; others are left out.
    """
    nothing = [None] * len(raw)  # the empty columns of a large table share it
    values = {column.name: _values(raw.column(column.name), column.kind, nothing) for column in columns}
    return TypedTable(raw, values)


def cell_faults(table: TypedTable, columns: Iterable[Column]) -> Iterator[PlacedFinding]:
    """Note each cell that does not fit its column, is missing where it must not be, or has an unfit character.

    Args:
        table: Any.
        columns: The columns that the vocabulary knows.
    """
    for column in columns:
        cells = table.raw.column(column.name)
        suspects = _suspects(cells, table.values[column.name], column.kind)
        problems = {cell: found for cell in suspects if (found := list(_problems(cell, column)))}
        for index in table.rows_with(cells, problems):
            for problem, near in problems[cells[index]]:
                yield table.note(index, column.name, cells[index], problem, near)


def _values(cells: Sequence[str], kind: str, nothing: Sequence[None]) -> Sequence[Any]:
    if kind != "list" and not any(cells):
        return nothing
    if kind == "text":
        return cells if all(cells) else [cell or None for cell in cells]
    return Memo(_READERS[kind]).of(cells)


def _suspects(cells: Sequence[str], values: Sequence[Any], kind: str) -> set[str]:
    """Return the cells that a fault could be found in: those without a value, all where any character is unfit."""
    text = "".join(cells)
    if not text:
        return set(cells[:1])
    if not text.isprintable() and _UNFIT.search(text):
        return set(cells)
    if all(values):
        return set()
    if kind == "text":
        return {""}
    return {cell for cell, value in zip(cells, values, strict=True) if value is None or value == ()}


def _problems(cell: str, column: Column) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a cell, and what was likely meant."""
    value = _READERS[column.kind](cell)
    if cell and value is None:
        problem, nearest = _MEANT[column.kind]
        yield problem, nearest(cell)
    if column.required and (not cell or value == ()):
        yield "this cell must not be empty", ""
    if unfit := _UNFIT.search(cell):
        yield f"the character U+{ord(unfit.group()):04X} cannot be kept in every format", _UNFIT.sub("", cell)


def _text(cell: str) -> str | None:
    return cell or None


def _date(cell: str) -> str | None:
    return cell if is_date(cell) else None


def _year(cell: str) -> int | None:
    return int(cell) if len(cell) == 4 and is_partial_date(cell) else None


def _number(cell: str) -> float | None:
    if not _NUMBER_FORM.fullmatch(cell):
        return None
    number = float(cell)
    return number if math.isfinite(number) else None


def _near_number(cell: str) -> str:
    """Guess the plain form of a number with spaces between the thousands, or with a decimal comma: 1 650 or 57,5."""
    guess = re.sub(r"\s", "", cell)
    guess = re.sub(r"^([+-]?\d+),(\d{1,2})$", r"\1.\2", guess)
    return guess if _number(guess) is not None else ""


def _near_year(cell: str) -> str:
    return nearest_date(cell)[:4]


#: How the value of a cell is read, by the kind of its column; None where there is none.
_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "text": _text,
    "date": _date,
    "year": _year,
    "number": _number,
    "list": split_list,
}
#: What is said of a cell that stands for no value of its column's kind, and what was likely meant.
_MEANT: Final[dict[str, tuple[str, Callable[[str], str]]]] = {
    "date": (f"not a date; {FORMS}", nearest_date),
    "year": ("not a year of four digits", _near_year),
    "number": ("not a plain number; write 1650000000 or 57.5", _near_number),
}
