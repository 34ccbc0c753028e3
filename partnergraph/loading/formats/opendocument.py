"""OpenDocument sheets (.ods), read as a stream."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import BadZipFile

from partnergraph.errors import UsageError
from partnergraph.loading.formats.sheet_marks import Merged, SheetMarks, with_marks
from partnergraph.loading.formats.table import MOST_COLUMNS, Records, Table, TableOptions, table_of_grid
from partnergraph.loading.formats.workbooks import chosen_sheet, opened_archive, sheet_note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_HIDDEN: Final = frozenset({"collapse", "filter"})
_LAST_ROW: Final = 1_048_576
#: Rows and cells that repeat are written once with a count; so many copies of a row with content are plausible.
_MOST_REPEATED: Final = 100_000


def open_opendocument(path: Path, options: TableOptions, file: str) -> Table:
    """Open a sheet of an OpenDocument workbook.

    Args:
        path: The workbook.
        options: sheet and header are read.
        file: The name that messages show.

    Raises:
        UsageError: It is no workbook, or has no such sheet.
    """
    names = _sheet_names(path, file)
    position = chosen_sheet(options.sheet, names, file)
    marks = _marks(path, position, file)
    header_end = options.header + options.header_rows - 1 if options.header else 0

    def records() -> Iterator[Records]:
        yield from with_marks(_records(path, position, file), marks, header_end, takes_hidden=options.hidden)

    table = table_of_grid(file, "ods", records, options, ragged=False)
    told = marks.notes(file, header_end + 1, takes_hidden=options.hidden)
    away = tuple(name for place, name in enumerate(table.columns) if place in marks.hidden_columns)
    return replace(table, notes=(*sheet_note(options.sheet, names, file), *told), hidden_columns=away)


def _events(path: Path, file: str) -> Iterator[tuple[str, Element]]:
    with opened_archive(path, file) as archive:
        try:
            with archive.open("content.xml") as content:
                within: list[Element] = []
                for event, element in iterparse(content, events=("start", "end")):  # noqa: S314  no entities in it
                    yield event, element
                    if event == "start":
                        within.append(element)
                    else:
                        within.pop()
                        if element.tag == f"{_TABLE}table-row" and within:
                            within[-1].remove(element)  # or the whole workbook would gather in memory
        except (KeyError, ParseError, BadZipFile, EOFError) as error:
            raise UsageError(f"{file}: the workbook is damaged ({error!s:.100}); save it anew") from None


def _sheet_names(path: Path, file: str) -> list[str]:
    names = []
    for event, element in _events(path, file):
        if event == "start" and element.tag == f"{_TABLE}table":
            names.append(element.get(f"{_TABLE}name", ""))
    return names


def _records(path: Path, position: int, file: str) -> Iterator[Records]:
    """Give the rows of one sheet; each is forgotten as soon as it was given."""
    sheet, number = -1, 0
    for event, element in _events(path, file):
        if element.tag == f"{_TABLE}table":
            sheet += event == "start"
            if event == "end" and sheet == position:
                return
        elif event == "end" and element.tag == f"{_TABLE}table-row" and sheet == position:
            times, cells = _repeats(element, "rows", file), _cells(element, file)
            if cells and times > _MOST_REPEATED:
                raise UsageError(f"{file}: row {number + 1} is repeated {times:,} times; is it a table?")
            for step in range(1, times + 1 if cells else 1):
                yield Records(number + step, cells)
            number += times
            if number > _LAST_ROW:
                return


def _marks(path: Path, position: int, file: str) -> SheetMarks:
    """Return which cells of a sheet are merged, and which rows and columns are hidden."""
    marks = SheetMarks()
    sheet, number, column = -1, 0, 0
    for event, element in _events(path, file):
        if element.tag == f"{_TABLE}table":
            sheet += event == "start"
            if event == "end" and sheet == position:
                break
        elif event == "end" and sheet == position and element.tag == f"{_TABLE}table-column":
            times = min(_repeats(element, "columns", file), MOST_COLUMNS)
            if element.get(f"{_TABLE}visibility") in _HIDDEN:
                marks.hidden_columns |= set(range(column, column + times))
            column += times
        elif event == "end" and sheet == position and element.tag == f"{_TABLE}table-row":
            times = _repeats(element, "rows", file)
            if element.get(f"{_TABLE}visibility") in _HIDDEN and times <= _MOST_REPEATED:
                marks.hidden_rows |= set(range(number + 1, number + times + 1))
            marks.merged += _merged(element, number + 1, file)
            number += times
            if number > _LAST_ROW:
                break
    return marks


def _merged(row: Element, number: int, file: str) -> Iterator[Merged]:
    place = 0
    for cell in row:
        if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            continue
        down, right = (cell.get(f"{_TABLE}number-{what}-spanned", "1") for what in ("rows", "columns"))
        if (down, right) != ("1", "1") and down.isdecimal() and right.isdecimal():
            yield Merged(number, number + int(down[:7]) - 1, place, place + min(int(right[:5]), MOST_COLUMNS) - 1)
        place += _repeats(cell, "columns", file)


def _repeats(element: Element, what: str, file: str) -> int:
    given = element.get(f"{_TABLE}number-{what}-repeated", "1")
    if not re.fullmatch(r"\d{1,9}", given, re.ASCII):
        raise UsageError(f"{file}: the workbook is damaged ({given[:40]!r} is no count of {what}); save it anew")
    return max(int(given), 1)


def _cells(row: Element, file: str) -> list[str]:
    """Return the texts of a row without the empty cells at its end."""
    texts: list[str] = []
    empty = 0
    for cell in row:
        if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            continue
        times, text = _repeats(cell, "columns", file), _text(cell)
        if not text:
            empty += times
            continue
        if len(texts) + empty + times > MOST_COLUMNS * 10:
            raise UsageError(f"{file}: a row has more than {MOST_COLUMNS * 10:,} cells; is it a table?")
        texts += [""] * empty + [text] * times
        empty = 0
    return texts


def _text(cell: Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in {"float", "percentage", "currency"}:
        return _plain_number(cell.get(f"{_OFFICE}value", ""))
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00")
    if kind == "boolean":
        return "yes" if cell.get(f"{_OFFICE}boolean-value") == "true" else "no"
    return "\n".join(_paragraph(paragraph) for paragraph in cell.findall(f"{_TEXT}p"))


def _plain_number(text: str) -> str:
    """Write a number as a CSV file would: 1998 and not 1998.0."""
    return text.removesuffix(".0")


def _paragraph(element: Element) -> str:
    """Return the text of a paragraph, in which spaces, tabs and breaks are elements of their own."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", "1") or 1), 1000))
        elif child.tag in {f"{_TEXT}tab", f"{_TEXT}line-break"}:
            parts.append("\t" if child.tag.endswith("tab") else "\n")
        elif child.tag != f"{_OFFICE}annotation":
            parts.append(_paragraph(child))
        parts.append(child.tail or "")
    return "".join(parts)
