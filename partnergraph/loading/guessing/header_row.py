"""The one or two rows in which a sheet names its columns: words from first to last column, unlike the rows below.

Titles, dates and units above a table are no header, and no row of records is: a wrong one would lose the rows above it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError
from partnergraph.loading.formats import open_table
from partnergraph.loading.formats.table import joined_header, numbered
from partnergraph.loading.guessing.cell_kinds import kind_of_cell
from partnergraph.loading.guessing.words import read_header

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from partnergraph.loading.formats import TableOptions

#: The header stands among the first rows; so many rows below it are looked at.
_LAST: Final = 30
_ROWS_BELOW: Final = 60
#: A header fills at least this share of the columns that the fullest row fills.
_FULL: Final = 0.6
_LONGEST_HEAD: Final = 100
#: Formats whose rows name their columns themselves.
_NAMED: Final = frozenset({"json", "jsonl", "parquet", "sqlite", "sparql-json", "sparql-csv", "sparql-tsv"})


@dataclass(frozen=True)
class _Line:
    """A row of the sheet."""

    number: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> list[str]:
        return [cell for cell in self.cells if cell]


def with_header(path: Path, options: TableOptions) -> TableOptions:
    """Return how to open a table so that its header names the columns.

    Args:
        path: The file.
        options: What the user says; a header of 0 is looked for.

    Raises:
        UsageError: No row reads like a header.
    """
    if options.header:
        return _with_repeated(path, options)
    raw = open_table(path, replace(options, header=0))
    if raw.format in _NAMED:
        return replace(options, header=1)
    lines = [
        _Line(row.number, tuple(" ".join(str(cell).split()) for cell in row.cells))
        for row in islice(raw.rows(), _LAST + _ROWS_BELOW)
    ]
    if not lines:
        return replace(options, header=1)
    first, count = _found(raw.file, lines)
    return _with_repeated(path, replace(options, header=first, header_rows=count))


def _with_repeated(path: Path, options: TableOptions) -> TableOptions:
    """Number the columns that are called alike, where the file has rows of cells."""
    try:
        open_table(path, options)
    except UsageError:
        asked = replace(options, repeated=True)
        open_table(path, asked)
        return asked
    return options


def _found(file: str, lines: Sequence[_Line]) -> tuple[int, int]:
    widest = max(len(line.filled) for line in lines)
    best: tuple[int, int, int] | None = None
    for place, line in enumerate(lines[:_LAST]):
        if not line.filled:
            continue
        below = lines[place + 1 :]
        for count in (1, 2):
            rows = lines[place : place + count]
            if len(rows) < count or not all(_names(row) for row in rows):
                continue
            if count == 2 and not _goes_on(*rows):
                continue
            heads = joined_header([row.cells for row in rows])
            if sum(map(bool, heads)) < max(_FULL * widest, min(widest, 2)) or _is_record(heads, below[count - 1 :]):
                continue
            told = sum(bool(read_header(head).tags) for head in heads if head)
            # Of two rows the one of which more words are known; the first of equals, and the fuller header.
            if best is None or told > best[0] + (0 if line.number == best[1] else 1):
                best = told, line.number, count
    if best is None:
        first = next(line for line in lines if line.filled)
        shown = ", ".join(first.filled[:4])
        raise UsageError(
            f"{file}: no row of the first {_LAST} reads like the names of columns (the first has {shown}); put a row "
            "with names above the table, or say its number with --header"
        )
    return best[1], best[2]


def _names(line: _Line) -> bool:
    """Tell whether a row may name columns: words throughout, no number, date or address among them."""
    filled = line.filled
    return bool(filled) and all(
        len(cell) <= _LONGEST_HEAD and kind_of_cell(cell) in {"words", "country", "yes or no"} for cell in filled
    )


def _goes_on(upper: _Line, lower: _Line) -> bool:
    """Tell whether the second of two rows goes on with the header: heads under heads, or units."""
    over = [place for place, cell in enumerate(upper.cells) if cell]
    under = [(place, cell) for place, cell in enumerate(lower.cells) if cell]
    if not over or not under:
        return False
    if all(_is_unit(cell) for _, cell in under) and len(over) > 1:
        return True
    known = sum(bool(read_header(cell).tags) for _, cell in under)
    if 2 * known < len(under):
        return False
    if len(over) == 1:  # a title
        return False
    gaps = [place for place, _ in under if place < len(upper.cells) and not upper.cells[place]]
    heads = sum(bool(read_header(upper.cells[place]).tags) for place in over)
    return bool(gaps) and 2 * heads >= len(over) and min(gaps) > min(over)


def _is_unit(cell: str) -> bool:
    reading = read_header(cell)
    bare = cell.strip("()[] .")
    return (bool(reading.unit) or reading.scale != 1 or cell != cell.strip("()[]")) and len(bare) <= 20


def _is_record(heads: Sequence[str], below: Sequence[_Line]) -> bool:
    """Tell whether what may be a header is a row like those below it."""
    like, unlike = 0, 0
    for place, head in enumerate(heads):
        cells = [line.cells[place] for line in below if place < len(line.cells) and line.cells[place]]
        if not head or not cells:
            continue
        kinds = Counter(kind_of_cell(cell) for cell in cells)
        kind, count = kinds.most_common(1)[0]
        if 2 * count < len(cells):
            continue
        if kind == "words":
            # A head may stand again where a header is repeated, a record's word stands again and again.
            like += cells.count(head) > 1 and not read_header(head).tags
        elif kind_of_cell(head) == kind:
            like += 1
        else:
            unlike += 1
    return like > 0 and like >= unlike


def told_twice(names: Sequence[str]) -> list[str]:
    """Return the names that several columns have."""
    return [name for name, again in zip(names, numbered(names), strict=True) if name != again]
