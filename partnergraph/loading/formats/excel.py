"""Excel workbooks (.xlsx, .xlsm), read as a stream."""

from __future__ import annotations

import math
import warnings
from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from partnergraph.errors import UsageError
from partnergraph.loading.formats.sheet_marks import read_sheet_marks, with_marks
from partnergraph.loading.formats.table import Records, Table, TableOptions, table_of_grid
from partnergraph.loading.formats.workbooks import chosen_sheet, opened_archive, sheet_note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.workbook import Workbook

#: What openpyxl lets through when the parts of a workbook do not fit together.
_DAMAGED = (
    *(KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError),
    *(ParseError, BadZipFile, OSError, EOFError),
)
#: The last row that Excel knows; a workbook that names a later one would make empty rows without end.
_LAST_ROW: Final = 1_048_576
#: What stands in a cell whose formula failed: nothing that is known.
_FAILED: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})


def open_excel(path: Path, options: TableOptions, file: str) -> Table:
    """Open a sheet of an Excel workbook; formulas give the values that were last calculated.

    Args:
        path: The workbook.
        options: sheet and header are read.
        file: The name that messages show.

    Raises:
        UsageError: It is no workbook, or has no such sheet.
    """
    with opened_archive(path, file) as archive:
        workbook = _workbook(path, file)
        try:
            names = [sheet.title for sheet in workbook.worksheets]
            hidden = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
            position = chosen_sheet(options.sheet, names, file, hidden)
            part = str(getattr(workbook.worksheets[position], "_worksheet_path", "")).lstrip("/")
        finally:
            _close(workbook)
        marks = read_sheet_marks(archive, part, file)
    header_end = options.header + options.header_rows - 1 if options.header else 0

    def records() -> Iterator[Records]:
        workbook = _workbook(path, file)
        try:
            yield from with_marks(_records(workbook, position, file), marks, header_end, takes_hidden=options.hidden)
        finally:
            _close(workbook)

    table = table_of_grid(file, "xlsx", records, options, ragged=False)
    notes = (
        *sheet_note(options.sheet, names, file, hidden),
        *marks.notes(file, header_end + 1, takes_hidden=options.hidden),
    )
    away = tuple(name for place, name in enumerate(table.columns) if place in marks.hidden_columns)
    return replace(table, notes=notes, hidden_columns=away)


def _workbook(path: Path, file: str) -> Workbook:
    import openpyxl  # noqa: PLC0415  slow to import, and most tables are no workbooks

    opened = path.open("rb")  # by its name, openpyxl would refuse a workbook with another suffix
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that it leaves aside, which hold no cells
            return openpyxl.load_workbook(opened, read_only=True, data_only=True, keep_links=False)
    except _DAMAGED as error:
        opened.close()
        raise _damaged(file, error) from None


def _close(workbook: Workbook) -> None:
    """Close a workbook with the file beneath, which zipfile leaves open as it did not open it."""
    beneath = workbook._archive.fp  # type: ignore[attr-defined]
    workbook.close()
    beneath.close()


def _damaged(file: str, error: Exception) -> UsageError:
    return UsageError(f"{file}: the workbook is damaged ({type(error).__name__}: {error!s:.100}); save it anew")


def _records(workbook: Workbook, position: int, file: str) -> Iterator[Records]:
    sheet = workbook.worksheets[position]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # What a workbook says of its own size is often wrong, and one that lies would make rows of any width.
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(values_only=True, max_row=_LAST_ROW + 1), start=1):
                if number > _LAST_ROW:
                    raise UsageError(f"{file}: the sheet names a row after {_LAST_ROW:,}, which no sheet has")
                yield Records(number, _texts(cells))
    except _DAMAGED as error:
        raise _damaged(file, error) from None


def _texts(cells: tuple[Any, ...]) -> list[str]:
    texts = [cell_text(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def cell_text(value: object) -> str:
    """Return a value as the plain text that a CSV file would hold: 57.5, 2021-03-15, yes; "" for a missing one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    text = str(value)
    return "" if text in _FAILED else text


def _number_text(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
