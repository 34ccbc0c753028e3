"""Canonical tables: reading and writing the CSV files, and the frames they become.

A frame has the table's columns in their order, a missing text is `None`, a missing number NaN, a list a tuple of
texts. `RawTable` keeps every cell as the text it was, with its row, so that a finding can name the place.
"""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from partnergraph.errors import Finding
from partnergraph.naming import nearest
from partnergraph.vocabulary import TABLES, Column, column_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

LIST_SEPARATOR = ";"


@dataclass(frozen=True)
class RawTable:
    """The cells of one table as they were found.

    Attributes:
        table: `nodes`, `edges` or `sources`.
        file: The name that findings show.
        rows: One mapping a row from column to text; an empty cell is "".
        numbers: The row as a spreadsheet numbers it, for each of `rows`.
    """

    table: str
    file: str
    rows: Sequence[Mapping[str, str]]
    numbers: Sequence[int]


def read_csv(path: Path, table: str, file: str = "", extra: Sequence[str] = ()) -> tuple[RawTable, list[Finding]]:
    """Read one canonical CSV file.

    Args:
        path: The file; UTF-8, with or without a byte order mark.
        table: `nodes`, `edges` or `sources`.
        file: The name that findings show; the file's own where not given.
        extra: Names of columns that may stand there beside the canonical ones.

    Returns:
        The cells that could be read, and what is wrong with the file's form (its encoding, header or ragged rows).
    """
    file = file or path.name
    empty = RawTable(table, file, (), ())
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return empty, [Finding(file, line, "", "", "this line is not UTF-8; save the file as UTF-8")]
    rows, numbers, findings = [], [], []
    header: list[str] = []
    number = 0
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            if number == 1:
                header = record
                findings = check_header(header, file, table, extra=extra)
                if findings:
                    return empty, findings
            elif not any(cell.strip() for cell in record):
                continue
            elif len(record) != len(header):
                problem = f"the row has {len(record)} cells, the header {len(header)}"
                findings.append(Finding(file, number, "", "", problem))
            else:
                rows.append({name: cell.strip() for name, cell in zip(header, record, strict=True)})
                numbers.append(number)
    except csv.Error as error:
        findings.append(Finding(file, number + 1, "", "", f"not readable as CSV from this row on: {error}"))
    if not number and not findings:
        findings.append(Finding(file, 0, "", "", "the file is empty; it needs a header line"))
    return RawTable(table, file, rows, numbers), findings


def check_header(
    header: Sequence[str], file: str, table: str, *, row: int = 1, extra: Sequence[str] = ()
) -> list[Finding]:
    """Return what is wrong with the names of the columns.

    Args:
        header: The names.
        file: The name that findings show.
        table: `nodes`, `edges` or `sources`.
        row: The row of the header; 0 for a frame.
        extra: Names of columns that may stand there beside the canonical ones.
    """
    known = (*column_names(table), *extra)
    if not any(header):
        return [Finding(file, row, "", "", "the first line is empty; it needs a header")]
    if len(header) == 1 and (other := next((sign for sign in ";\t|" if sign in header[0]), "")):
        return [Finding(file, row, "", header[0], f"the cells are separated by {other!r}; save the file with commas")]
    findings = [
        Finding(file, row, name, "", f"unknown column; known: {', '.join(known)}", nearest(name, known))
        for name in dict.fromkeys(header)
        if name not in known
    ]
    findings += [
        Finding(file, row, name, "", "the column stands twice")
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    findings += [
        Finding(file, row, column.name, "", "this column is missing")
        for column in TABLES[table]
        if column.required and column.name not in header
    ]
    return findings


def raw_from_frame(frame: pd.DataFrame, table: str) -> RawTable:
    """Turn a frame into raw cells, so that frames and files pass the same checks."""
    names = [str(name) for name in frame.columns]
    rows = [
        {name: cell_text(value) for name, value in zip(names, record, strict=True)}
        for record in frame.itertuples(index=False, name=None)
    ]
    return RawTable(table, table, rows, range(1, len(rows) + 1))


def cell_text(value: object) -> str:
    """Return the text that stands for a value in a canonical table: "" for a missing one, `a;b` for a list.

    Space around it is left out, and each end of a line becomes a plain newline, as reading a file does it.
    """
    if hasattr(value, "tolist"):  # a number or an array of NumPy's
        value = value.tolist()
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return LIST_SEPARATOR.join(_text(item) for item in value)
    return _text(value)


def _text(value: object) -> str:
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def split_list(cell: str) -> tuple[str, ...]:
    """Split a list cell at its semicolons, leaving out empty and repeated items."""
    return tuple(dict.fromkeys(item.strip() for item in cell.split(LIST_SEPARATOR) if item.strip()))


def to_frame(
    table: str, rows: Iterable[Mapping[str, Any]], extra: Sequence[str] = (), *, columns: Sequence[Column] = ()
) -> pd.DataFrame:
    """Build a frame with the canonical columns from rows whose values already have their types.

    Args:
        table: `nodes`, `edges` or `sources`.
        rows: Mappings from column to value; a missing column is a missing value.
        extra: Further text columns, after all others.
        columns: Columns that the vocabulary declares beyond the canonical ones.
    """
    listed = list(rows)
    data: dict[str, pd.Series[Any]] = {}
    for column in (*TABLES[table], *columns):
        values = [row.get(column.name) for row in listed]
        if column.kind in {"number", "year"}:
            dtype = "float64" if column.kind == "number" else "Int64"
            data[column.name] = pd.Series(values, dtype=dtype)
        elif column.kind == "list":
            data[column.name] = pd.Series([tuple(value or ()) for value in values], dtype=object)
        else:
            data[column.name] = pd.Series([value or None for value in values], dtype=object)
    for name in extra:
        data[name] = pd.Series([row.get(name) or None for row in listed], dtype=object)
    return pd.DataFrame(data)


def write_csv(frame: pd.DataFrame, path: Path, table: str) -> None:
    """Write a frame as a canonical CSV file: UTF-8, a header, lists separated by semicolons."""
    names = column_names(table)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for record in frame[list(names)].itertuples(index=False, name=None):
            writer.writerow([cell_text(value) for value in record])
