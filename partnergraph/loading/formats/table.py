"""What every table file becomes: named columns, and rows of plain text with the number a spreadsheet gives them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

#: A cell is text, or the texts of a list where the format knows lists; a missing one is "".
Cell = str | tuple[str, ...]

#: No table of partnerships is wider or has longer cells; what goes beyond is a file of another kind.
MOST_COLUMNS: Final = 2_000
LONGEST_CELL: Final = 131_072


class Row(NamedTuple):
    """One row of a table.

    Attributes:
        number: The row as a spreadsheet numbers it; the header of a CSV file is row 1.
        cells: As many as the table has columns.
        problem: Why the row cannot be used as it stands; empty where it can.
    """

    number: int
    cells: tuple[Cell, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How a file is to be read; what is left empty is recognised.

    Attributes:
        format: One of `FORMATS`.
        encoding: Of a text file: utf-8, utf-16, cp1251, latin-1 ...
        delimiter: Between the cells of a text file: , ; | or a tab.
        quotes: Whether quotation marks enclose cells; without, they are letters like others.
        header: The row of the column names; 0 where there are none, and the columns are called 1, 2, 3 ...
        sheet: Of a workbook: the sheet's name, or its number from 1.
        path: Into a JSON document, keys parted by dots: results.items.
        table: Of an SQLite file.
        query: A SELECT on an SQLite file, instead of a table.
    """

    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    quotes: bool = True
    header: int = 1
    sheet: str = ""
    path: str = ""
    table: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table file that was opened and found in order; its rows are read when they are asked for.

    Attributes:
        file: The name that messages show.
        format: One of `FORMATS`.
        columns: The names of the columns.
        rows: Gives the rows from the first; may be called again.
        encoding: Of a text file.
        delimiter: Of a text file.
        notes: What is doubtful about the reading, each a sentence.
    """

    file: str
    format: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()


class Records(NamedTuple):
    """One record of a file without named columns: its row number and its cells."""

    number: int
    cells: Sequence[str]


def table_of_grid(
    file: str,
    format_name: str,
    records: Callable[[], Iterable[Records]],
    options: TableOptions,
    *,
    ragged: bool,
) -> Table:
    """Make a table of records the first of which names the columns.

    Args:
        file: The name that messages show.
        format_name: One of `FORMATS`.
        records: Gives the records from the first.
        options: The row of the header is read.
        ragged: Whether a row that is shorter than the header is a fault; a spreadsheet leaves empty cells out.

    Raises:
        UsageError: There is no header, or it names two columns alike.
    """
    columns = _header(file, records(), options)

    def rows() -> Iterator[Row]:
        for record in records():
            if record.number > options.header:
                yield _row(record, len(columns), ragged=ragged)

    return Table(file, format_name, columns, lambda: within_limits(file, columns, rows()))


def _header(file: str, records: Iterable[Records], options: TableOptions) -> tuple[str, ...]:
    seen = False
    for record in records:
        seen = seen or any(cell.strip() for cell in record.cells)
        if options.header and record.number < options.header:
            continue
        names = [cell.strip() for cell in record.cells]
        while names and not names[-1]:
            names.pop()
        if not options.header:
            if names:
                return check_columns(file, [str(number) for number in range(1, len(record.cells) + 1)])
            continue
        if record.number > options.header or not names:
            place = f"row {options.header} is empty"
            raise UsageError(f"{file}: {place}; it should name the columns; say header = N where another row does")
        return check_columns(file, [name or str(number) for number, name in enumerate(names, start=1)])
    if seen and options.header > 1:
        raise UsageError(f"{file}: there is no row {options.header}, which should name the columns (header)")
    raise UsageError(f"{file}: the file is empty; a table needs a row with the names of its columns")


def check_columns(file: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns, each there once.

    Raises:
        UsageError: There are none or too many, or two are called alike.
    """
    if not names:
        raise UsageError(f"{file}: there is no column in it")
    if len(names) > MOST_COLUMNS:
        raise UsageError(f"{file}: the header has {len(names):,} columns, more than {MOST_COLUMNS:,}; is it a table?")
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        shown = ", ".join(repr(_shown(name)) for name in twice[:3])
        raise UsageError(
            f"{file}: two columns are called {shown}; rename one, since a mapping asks for columns by name"
        )
    return tuple(names)


def _row(record: Records, width: int, *, ragged: bool) -> Row:
    cells = [cell.strip() for cell in record.cells]
    if len(cells) == width:
        return Row(record.number, tuple(cells))
    if len(cells) < width and (not ragged or not any(cells)):
        return Row(record.number, (*cells, *[""] * (width - len(cells))))
    if len(cells) > width and not any(cells[width:]):
        return Row(record.number, tuple(cells[:width]))
    problem = f"the row has {len(cells):,} cells, the header {width:,}"
    return Row(record.number, (*cells[:width], *[""] * (width - len(cells))), problem)


def within_limits(file: str, columns: Sequence[str], rows: Iterable[Row]) -> Iterator[Row]:
    """Pass on the rows in which anything stands, as long as no cell is longer than any honest one.

    Raises:
        UsageError: A cell is longer.
    """
    for row in rows:
        for name, cell in zip(columns, row.cells, strict=True):
            if len(cell) > LONGEST_CELL:
                place = f"{file}, row {row.number}, column {_shown(name)}"
                raise UsageError(f"{place}: the cell is longer than {LONGEST_CELL:,} characters; is it a table?")
        if row.problem or any(row.cells):
            yield row


def _shown(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:60]}..."
