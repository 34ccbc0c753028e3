"""Canonical tables: reading and writing the CSV files, and the frames they become.

A frame has the table's columns in their order, a missing text is `None`, a missing number NaN, a list a tuple of
texts. `RawTable` keeps every cell as the text it was, column by column, with the numbers of the rows, so that a
finding can name the place.
"""

from __future__ import annotations

import csv
import math
from array import array
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from partnergraph.errors import Finding
from partnergraph.memo import Memo
from partnergraph.naming import nearest
from partnergraph.vocabulary import TABLES, Column, column_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import TextIO

LIST_SEPARATOR = ";"
_LONGEST_LINE: Final = 1 << 24
#: So many records of a file are turned into columns at once: few enough to be gone again before Python looks for
#: garbage among them.
_CHUNK: Final = 512
#: How a frame holds the values of a column's kind, where it does not hold them as they are.
_DTYPES: Final = {"number": "float64", "year": "Int64"}


@dataclass(frozen=True)
class RawTable:
    """The cells of one table as they were found.

    Attributes:
        table: `nodes`, `edges` or `sources`.
        file: The name that findings show.
        columns: The texts of each column, from its first row to its last; an empty cell is "".
        numbers: The row as a spreadsheet numbers it, for each of the rows.
    """

    table: str
    file: str
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: Sequence[int] = ()

    @classmethod
    def of_rows(cls, table: str, file: str, rows: Sequence[Mapping[str, str]], numbers: Sequence[int]) -> RawTable:
        """Return the table of some rows.

        Args:
            table: `nodes`, `edges` or `sources`.
            file: The name that findings show.
            rows: One mapping a row from column to text; a column that a row does not have is empty there.
            numbers: The row as a spreadsheet numbers it, for each of `rows`.
        """
        names = dict.fromkeys(name for row in rows for name in row)
        return cls(table, file, {name: [row.get(name, "") for row in rows] for name in names}, numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, name: str) -> Sequence[str]:
        """Return the texts of a column; one that the table does not have is empty in every row."""
        return self.columns[name] if name in self.columns else [""] * len(self)

    def row(self, index: int) -> dict[str, str]:
        """Return a row as a mapping from column to text.

        Args:
            index: Its place among the rows, from 0.
        """
        return {name: cells[index] for name, cells in self.columns.items()}


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
    try:
        with path.open(encoding="utf-8-sig") as lines:
            read = _read_lines(_bounded(lines), table, file, extra)
            while lines.read(_LONGEST_LINE):  # what stands behind a fault must be UTF-8 all the same
                pass
            return read
    except UnicodeDecodeError:
        problem = "this line is not UTF-8; save the file as UTF-8"
        return RawTable(table, file), [Finding(file, _first_line_beyond_utf_8(path), "", "", problem)]


def _bounded(lines: TextIO) -> Iterator[str]:
    """Give the lines of a file, none of them longer than memory allows."""
    while line := lines.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise csv.Error(f"a line is longer than {_LONGEST_LINE:,} characters")
        yield line


def _read_lines(lines: Iterable[str], table: str, file: str, extra: Sequence[str]) -> tuple[RawTable, list[Finding]]:
    faults: list[str] = []
    records = _until_fault(csv.reader(lines, strict=True), faults)
    header = next(records, None)
    if header is None and not faults:
        return RawTable(table, file), [Finding(file, 0, "", "", "the file is empty; it needs a header line")]
    findings = [] if header is None else check_header(header, file, table, extra=extra)
    if findings:
        return RawTable(table, file), findings
    header = header or []
    number = 0 if faults else 1
    columns: list[list[str]] = [[] for _ in header]
    # Cells that say the same are one object, which keeps a large table small.
    stripped = [Memo(str.strip) for _ in header]
    numbers = array("q")
    while chunk := list(islice(records, _CHUNK)):
        cells, cell_numbers = _whole_rows(chunk, number + 1, len(header), file, findings)
        for column, memo, more in zip(columns, stripped, cells, strict=False):
            column.extend(memo.of(more))
        numbers.extend(cell_numbers)
        number += len(chunk)
    findings += [
        Finding(file, number + 1, "", "", f"not readable as CSV from this row on: {fault}") for fault in faults
    ]
    return RawTable(table, file, dict(zip(header, columns, strict=True)), numbers), findings


def _until_fault(reader: Iterator[list[str]], faults: list[str]) -> Iterator[list[str]]:
    """Yield the records before the first that cannot be read, and note what is wrong with that one."""
    try:
        yield from reader
    except csv.Error as error:
        faults.append(str(error))


def _whole_rows(
    records: list[list[str]], first: int, width: int, file: str, findings: list[Finding]
) -> tuple[list[tuple[str, ...]], Sequence[int]]:
    """Return the columns of the rows that say anything and have as many cells as the header, and their numbers."""
    if set(map(len, records)) == {width}:
        columns = list(zip(*records, strict=True))
        # Where one column says something in every row, as ids do, no row is blank.
        if any(all(map(str.strip, cells)) for cells in columns):
            return columns, range(first, first + len(records))
    kept, numbers = [], []
    for number, record in enumerate(records, first):
        if not any(cell.strip() for cell in record):
            continue
        if len(record) != width:
            findings.append(Finding(file, number, "", "", f"the row has {len(record)} cells, the header {width}"))
        else:
            kept.append(record)
            numbers.append(number)
    return list(zip(*kept, strict=True)), numbers


def _first_line_beyond_utf_8(path: Path) -> int:
    """Return the number of the first line that is not UTF-8; no line break stands within a character."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 0


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
    columns = {str(name): _texts(frame.iloc[:, place].tolist()) for place, name in enumerate(frame.columns)}
    return RawTable(table, table, columns, range(1, len(frame) + 1))


def raw_from_rows(rows: Sequence[Mapping[str, Any]], table: str, file: str) -> RawTable:
    """Turn rows of values into raw cells.

    Args:
        rows: A mapping each from column to value; what says nothing, as a missing value or an empty list, is "".
        table: `nodes`, `edges` or `sources`.
        file: The name that findings show.
    """
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {str(name): _texts([row.get(name) for row in rows]) for name in names}
    return RawTable(table, file, columns, range(1, len(rows) + 1))


def _texts(values: list[Any]) -> list[str]:
    """Return the text that stands for each value of a column."""
    kinds = set(map(type, values)) - {type(None)}
    if float in kinds:
        values = [None if type(value) is float and math.isnan(value) else value for value in values]
        kinds = set(map(type, values)) - {type(None)}
    if kinds <= {str}:
        texts = [value or "" for value in values]
        if "\r" not in "".join(texts):  # what has no space around it is itself again
            return list(map(str.strip, texts))
    if kinds == {tuple}:
        kinds = set(map(type, chain.from_iterable(filter(None, values)))) | {str}
    # Values of one kind that are equal have the same text; of several kinds 1, 1.0 and True are equal.
    alike = len(kinds) <= 1 and kinds <= {str, int, float, bool}
    return Memo(cell_text).of(values) if alike else list(map(cell_text, values))


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
    data: dict[str, Sequence[Any]] = {}
    for column in (*TABLES[table], *columns):
        values: Sequence[Any] = [row.get(column.name) for row in listed]
        if column.kind == "list":
            values = [tuple(value or ()) for value in values]
        elif column.kind not in {"number", "year"}:
            values = [value or None for value in values]
        data[column.name] = values
    for name in extra:
        data[name] = [row.get(name) or None for row in listed]
    return frame_of_columns(table, data, extra, columns=columns)


def frame_of_columns(
    table: str, values: dict[str, Sequence[Any]], extra: Sequence[str] = (), *, columns: Sequence[Column] = ()
) -> pd.DataFrame:
    """Build a frame with the canonical columns from columns whose values already have their types.

    Args:
        table: `nodes`, `edges` or `sources`.
        values: Each column's; a missing one is None, or an empty tuple in a column of lists. They are taken out of it
            one by one, so that a large table does not stand in memory twice.
        extra: Further text columns, after all others.
        columns: Columns that the vocabulary declares beyond the canonical ones.
    """
    dtypes = {column.name: _DTYPES.get(column.kind, "object") for column in (*TABLES[table], *columns)}
    dtypes |= dict.fromkeys(extra, "object")
    data = {name: pd.Series(values.pop(name), dtype=dtype) for name, dtype in dtypes.items()}
    return pd.DataFrame(data, copy=False)


def write_csv(frame: pd.DataFrame, path: Path, table: str) -> None:
    """Write a frame as a canonical CSV file: UTF-8, a header, lists separated by semicolons."""
    names = column_names(table)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for record in frame[list(names)].itertuples(index=False, name=None):
            writer.writerow([cell_text(value) for value in record])
