"""What every table file becomes: named columns, and rows of plain text with the number a spreadsheet gives them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from partnergraph.errors import UsageError
from partnergraph.letters import CONTROLS
from partnergraph.loading.formats.aside import aside, without_ditto
from partnergraph.naming import hint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

#: A cell is text, or the texts of a list where the format knows lists; a missing one is "".
Cell = str | tuple[str, ...]

#: No table of partnerships is wider or has longer cells; what goes beyond is a file of another kind.
MOST_COLUMNS: Final = 2_000
LONGEST_CELL: Final = 131_072
#: Where no row names the columns, so many rows are asked how many there are.
_ROWS_FOR_WIDTH: Final = 100


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
        header_rows: How many rows the names stand in: 2 where a head stands above heads, or a unit below them.
        repeated: Whether columns called alike are numbered (Town, Town (2)); otherwise they are a fault.
        hidden: Whether hidden rows of a workbook count.
        fill_down: Columns in which an empty cell means the same as the one above.
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
    header_rows: int = 1
    repeated: bool = False
    hidden: bool = False
    fill_down: tuple[str, ...] = ()
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
        hidden_columns: The columns that are hidden in the workbook.
    """

    file: str
    format: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()
    hidden_columns: tuple[str, ...] = ()


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
    columns = _header(file, records, options)
    unknown = [name for name in options.fill_down if name not in columns]
    if unknown:
        raise UsageError(f"{file}: fill_down: there is no column {unknown[0]!r}; {hint(unknown[0], columns)}")
    below = [columns.index(name) for name in options.fill_down]
    last = options.header + options.header_rows - 1 if options.header else 0

    def rows() -> Iterator[Row]:
        above = [""] * len(columns)
        for record in records():
            if record.number > last:
                row = _row(record, len(columns), ragged=ragged)
                if below and any(row.cells) and not row.problem and not aside(columns, row.cells):
                    row = _filled_down(row, below, above)
                yield row

    return Table(file, format_name, columns, lambda: within_limits(file, columns, rows()))


def _filled_down(row: Row, below: Sequence[int], above: list[str]) -> Row:
    cells = list(row.cells)
    for position in below:
        cells[position] = without_ditto(str(cells[position])) or above[position]
        above[position] = str(cells[position])
    return row._replace(cells=tuple(cells))


def _header(file: str, records: Callable[[], Iterable[Records]], options: TableOptions) -> tuple[str, ...]:
    if not options.header:
        widths = [
            len(record.cells) for record in islice(records(), _ROWS_FOR_WIDTH) if any(map(str.strip, record.cells))
        ]
        if widths:
            return check_columns(file, [str(number) for number in range(1, max(widths) + 1)])
        raise UsageError(f"{file}: the file is empty; a table needs a row with the names of its columns")
    wanted = range(options.header, options.header + options.header_rows)
    lines: dict[int, list[str]] = {}
    seen = False
    for record in records():
        seen = seen or any(cell.strip() for cell in record.cells)
        if record.number in wanted:
            lines[record.number] = [" ".join(CONTROLS.sub(" ", cell).split()) for cell in record.cells]
        if record.number >= wanted[-1]:
            break
    if not lines and seen and options.header > 1 and not any(record.number > options.header for record in records()):
        raise UsageError(f"{file}: there is no row {options.header}, which should name the columns (header)")
    if not seen and not lines and not any(any(record.cells) for record in records()):
        raise UsageError(f"{file}: the file is empty; a table needs a row with the names of its columns")
    names = joined_header([lines.get(number, []) for number in wanted])
    if not names:
        place = f"row {options.header} is empty"
        raise UsageError(f"{file}: {place}; it should name the columns; say header = N where another row does")
    named = [name or str(number) for number, name in enumerate(names, start=1)]
    return check_columns(file, numbered(named) if options.repeated else named)


def joined_header(lines: Sequence[Sequence[str]]) -> list[str]:
    """Return the names of the columns out of one or several lines; a head above several heads goes before each.

    Args:
        lines: The lines of the header from above; an empty cell beside a filled one of an upper line is under it.
    """
    width = max((len(line) for line in lines), default=0)
    rows = [[*line, *[""] * (width - len(line))] for line in lines]
    for upper, lower in pairwise(rows):
        for place in range(1, width):
            # A head reaches to the right as long as only the line below names something.
            if not upper[place] and lower[place] and upper[place - 1] and lower[place - 1]:
                upper[place] = upper[place - 1]
    names = [" ".join(dict.fromkeys(filter(None, column))) for column in zip(*rows, strict=True)]
    while names and not names[-1]:
        names.pop()
    return names


def numbered(names: Sequence[str]) -> list[str]:
    """Return the names of columns, of which those called alike are told apart: Town, Town (2)."""
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result


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
