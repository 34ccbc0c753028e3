"""What a sheet says beside its cells: which are merged, which rows and columns are hidden."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from partnergraph.errors import UsageError
from partnergraph.loading.formats.table import Records

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Iterator

_CHUNK: Final = 1 << 16
_RANGE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})", re.ASCII)
#: More merged ranges than this are a form, not a table; the first ones count.
_MOST_MERGED: Final = 100_000
_MOST_COLUMNS: Final = 16_384
_MOST_ROWS_OF_ONE: Final = 10_000
#: So many rows and columns are named in a note.
_MOST_NAMED: Final = 8


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells that are one; rows from 1, columns from 0, the last ones among them."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass
class SheetMarks:
    """What a sheet says beside its cells.

    Attributes:
        merged: The merged cells that stand in several rows or columns.
        hidden_rows: Numbers of rows, from 1.
        hidden_columns: Places of columns, from 0.
    """

    merged: list[Merged] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def notes(self, file: str, first_row: int, *, takes_hidden: bool) -> tuple[str, ...]:
        """Say what was done about them.

        Args:
            file: The name that messages show.
            first_row: The first row below the header.
            takes_hidden: Whether hidden rows count.
        """
        told = []
        below = [each for each in self.merged if each.first_row >= first_row and each.last_row > each.first_row]
        below.sort(key=lambda each: each.first_row)
        if below:
            rows = ", ".join(f"{each.first_row}-{each.last_row}" for each in below[:_MOST_NAMED])
            more = f" and {len(below) - _MOST_NAMED:,} more" if len(below) > _MOST_NAMED else ""
            told.append(f"{file}: a merged cell speaks for all its rows ({rows}{more})")
        hidden = sorted(number for number in self.hidden_rows if number >= first_row)
        if hidden:
            rows = ", ".join(map(str, hidden[:_MOST_NAMED])) + (" ..." if len(hidden) > _MOST_NAMED else "")
            what = "1 hidden row" if len(hidden) == 1 else f"{len(hidden):,} hidden rows"
            done = "taken like the others" if takes_hidden else "not taken; say hidden = true where they count"
            told.append(f"{file}: {what} ({rows}) {'was' if len(hidden) == 1 else 'were'} {done}")
        return tuple(told)


def with_marks(
    records: Iterable[Records], marks: SheetMarks, header_end: int, *, takes_hidden: bool
) -> Iterator[Records]:
    """Give the rows of a sheet without the hidden ones; a merged cell speaks for all its rows, a head for its columns.

    Args:
        records: All rows.
        marks: Of the sheet.
        header_end: The last row of the header.
        takes_hidden: Whether hidden rows count.
    """
    covering: dict[int, list[Merged]] = defaultdict(list)
    for each in marks.merged:
        # Below the header, cells merged across one row are a sub-heading.
        if each.last_row <= header_end or each.last_row > each.first_row:
            for number in range(each.first_row, min(each.last_row, each.first_row + _MOST_ROWS_OF_ONE) + 1):
                covering[number].append(each)
    said: dict[Merged, str] = {}
    for record in records:
        cells = list(record.cells)
        for each in covering.get(record.number, ()):
            if record.number == each.first_row:
                said[each] = cells[each.first_column] if each.first_column < len(cells) else ""
            last = each.last_column if each.last_row <= header_end else each.first_column
            cells += [""] * (last + 1 - len(cells))
            for place in range(each.first_column, last + 1):
                cells[place] = cells[place] or said.get(each, "")
        if takes_hidden or record.number not in marks.hidden_rows or record.number <= header_end:
            yield Records(record.number, cells)


def read_sheet_marks(archive: zipfile.ZipFile, part: str, file: str) -> SheetMarks:
    """Read what an .xlsx sheet says beside its cells.

    Args:
        archive: The workbook, looked through for bombs.
        part: The path of the sheet in it.
        file: The name that messages show.

    Raises:
        UsageError: It is no XML.
    """
    marks = SheetMarks()

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "row" and attributes.get("hidden") in {"1", "true"} and attributes.get("r", "").isdecimal():
            marks.hidden_rows.add(int(attributes["r"]))
        elif local == "col" and attributes.get("hidden") in {"1", "true"}:
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal():
                marks.hidden_columns |= set(range(int(first) - 1, min(int(last), _MOST_COLUMNS)))
        elif local == "mergeCell" and len(marks.merged) < _MOST_MERGED:
            match = _RANGE.fullmatch(attributes.get("ref", ""))
            if match:
                left, top, right, bottom = match.groups()
                marks.merged.append(Merged(int(top), int(bottom), _place(left), _place(right)))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        with archive.open(part) as opened:
            while chunk := opened.read(_CHUNK):
                parser.Parse(chunk)
    except KeyError:
        return marks
    except expat.ExpatError as error:
        raise UsageError(f"{file}: {part[:60]} is no XML ({error}); save the workbook anew") from None
    return marks


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1
