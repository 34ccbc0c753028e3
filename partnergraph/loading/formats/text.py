"""Tables in text files: CSV, TSV and their kin, whatever stands between the cells."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from partnergraph.errors import UsageError
from partnergraph.loading.formats.encodings import recognise
from partnergraph.loading.formats.gzip_text import opened_text, unpacked_name
from partnergraph.loading.formats.table import LONGEST_CELL, Records, Table, TableOptions, table_of_grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import TextIO

DELIMITERS: Final = (",", ";", "\t", "|")
LONGEST_LINE: Final = 1 << 24
_SAMPLE_LINES: Final = 50


def open_text(path: Path, options: TableOptions, file: str) -> Table:
    """Open a CSV or TSV file.

    Args:
        path: The file.
        options: encoding, delimiter, quotes and header are read.
        file: The name that messages show.

    Raises:
        UsageError: It is no text, or no table.
    """
    if len(options.delimiter) > 1:
        raise UsageError(f"{file}: the delimiter {options.delimiter!r} is not one character")
    encoding = recognise(path, file, options.encoding)
    delimiter = options.delimiter or _recognised_delimiter(path, file, encoding.name, options)

    def records() -> Iterator[Records]:
        with opened_text(path, encoding.name) as opened:
            yield from _records(opened, delimiter, file, quotes=options.quotes)

    name = "tsv" if delimiter == "\t" else "csv"
    table = table_of_grid(file, name, records, options, ragged=True)
    notes = (encoding.note,) if encoding.note else ()
    return replace(table, encoding=encoding.name.removesuffix("-sig"), delimiter=delimiter, notes=notes)


def _records(lines: TextIO, delimiter: str, file: str, *, quotes: bool) -> Iterator[Records]:
    number = 0
    reader = csv.reader(bounded_lines(lines, file), delimiter=delimiter, strict=True, quoting=_quoting(quotes=quotes))
    try:
        for number, cells in enumerate(reader, start=1):
            yield Records(number, cells)
    except csv.Error as error:
        if "field limit" in str(error):
            problem = f"a cell is longer than {LONGEST_CELL:,} characters; is a quotation mark left open?"
        else:
            problem = f"not readable from this row on: {error}; say quotes = false where quotation marks are letters"
        raise UsageError(f"{file}, row {number + 1}: {problem}") from None


def bounded_lines(lines: TextIO, file: str) -> Iterator[str]:
    """Give the lines of a file, none of them longer than memory allows.

    Raises:
        UsageError: A line is longer.
    """
    number = 0
    while line := lines.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise UsageError(f"{file}: line {number} is longer than {LONGEST_LINE:,} characters; is it a table?")
        yield line


def _recognised_delimiter(path: Path, file: str, encoding: str, options: TableOptions) -> str:
    """Return the sign that cuts the first lines into most columns, as many in each line."""
    with opened_text(path, encoding) as opened:
        lines = [line for line, _ in zip(bounded_lines(opened, file), range(_SAMPLE_LINES), strict=False)]
    lines = lines[max(options.header - 1, 0) :]
    likely = "\t" if unpacked_name(path).suffix.lower() in {".tsv", ".tab"} else ","
    scores = {sign: _score(lines, sign, quotes=options.quotes) for sign in DELIMITERS}
    best = max(DELIMITERS, key=lambda sign: (scores[sign], sign == likely))
    return best if scores[best] else likely


def _score(lines: Iterable[str], delimiter: str, *, quotes: bool) -> float:
    """Return the number of columns that most lines have, times the share of those lines; 0 for one column.

    Titles above a table and remarks below it have one column, and decide nothing.
    """
    quoting = _quoting(quotes=quotes)
    widths: list[int] = []
    try:
        widths += [len(cells) for cells in csv.reader(lines, delimiter=delimiter, quoting=quoting) if cells]
    except csv.Error:
        return 0.0
    counts = Counter(width for width in widths if width > 1)
    if not counts:
        return 0.0
    return max(width * count for width, count in counts.items()) / len(widths)


def _quoting(*, quotes: bool) -> Literal[0, 3]:
    """Return QUOTE_MINIMAL or QUOTE_NONE of the csv module."""
    return 0 if quotes else 3
