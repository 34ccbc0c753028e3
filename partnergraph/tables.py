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
from partnergraph.vocabulary import TABLES, column_names

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


def read_csv(path: Path, table: str) -> tuple[RawTable, list[Finding]]:
    """Read one canonical CSV file.

    Args:
        path: The file; UTF-8, with or without a byte order mark.
        table: `nodes`, `edges` or `sources`.

    Returns:
        The cells, and what is wrong with the file's form (its encoding, header or ragged rows).
    """
    empty = RawTable(table, path.name, (), ())
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return empty, [Finding(path.name, line, "", "", "this line is not UTF-8; save the file as UTF-8")]
    records = _records(text)
    try:
        header = next(records, None)
        if not header:
            return empty, [Finding(path.name, 0, "", "", "the file is empty; it needs a header line")]
        findings = _check_header(header, path.name, table)
        if findings:
            return empty, findings
        rows, numbers = [], []
        for number, record in enumerate(records, start=2):
            if not any(cell.strip() for cell in record):
                continue
            if len(record) != len(header):
                problem = f"the row has {len(record)} cells, the header {len(header)}"
                findings.append(Finding(path.name, number, "", "", problem))
                continue
            rows.append({name: cell.strip() for name, cell in zip(header, record, strict=True)})
            numbers.append(number)
    except csv.Error as error:
        return empty, [Finding(path.name, 0, "", "", f"not a readable CSV file: {error}")]
    return RawTable(table, path.name, rows, numbers), findings


def _records(text: str) -> Any:  # noqa: ANN401  the type of csv.reader has no public name
    return csv.reader(io.StringIO(text, newline=""), strict=True)


def _check_header(header: Sequence[str], file: str, table: str) -> list[Finding]:
    known = column_names(table)
    findings = [
        Finding(file, 1, name, "", f"unknown column; known: {', '.join(known)}", nearest(name, known))
        for name in header
        if name not in known
    ]
    findings += [
        Finding(file, 1, name, "", "the column stands twice")
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    findings += [
        Finding(file, 1, column.name, "", "this column is missing")
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
    """Return the text that stands for a value in a canonical table: "" for a missing one, `a;b` for a list."""
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return LIST_SEPARATOR.join(str(item) for item in value)
    return str(value).strip()


def split_list(cell: str) -> tuple[str, ...]:
    """Split a list cell at its semicolons, leaving out empty and repeated items."""
    return tuple(dict.fromkeys(item.strip() for item in cell.split(LIST_SEPARATOR) if item.strip()))


def to_frame(table: str, rows: Iterable[Mapping[str, Any]], extra: Sequence[str] = ()) -> pd.DataFrame:
    """Build a frame with the canonical columns from rows whose values already have their types.

    Args:
        table: `nodes`, `edges` or `sources`.
        rows: Mappings from column to value; a missing column is a missing value.
        extra: Further text columns, after the canonical ones.
    """
    listed = list(rows)
    data: dict[str, pd.Series[Any]] = {}
    for column in TABLES[table]:
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
