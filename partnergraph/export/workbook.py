"""Writing an Excel workbook, for people: the sheets nodes, edges, sources, rankings and about.

Headers are bold and stay in sight, every sheet has filters and columns as wide as their contents; numbers are numbers,
dates texts, since many are partial. Every text is a text, also one that begins with = + - or @: nothing in the
workbook is run. Loading takes the workbook again, changed by hand or not; the rankings are not read back.

Cannot carry: texts longer than 32,767 characters, or more than 1,048,575 rows; such a network is refused.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from partnergraph.cells import is_run_as_formula
from partnergraph.errors import UsageError
from partnergraph.export.plain_rows import columns_of, own_part
from partnergraph.tables import cell_text
from partnergraph.vocabulary import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    import pandas as pd

    from partnergraph.network import Network

LONGEST_CELL: Final = 32_767
MOST_ROWS: Final = 1_048_575
_WIDEST: Final = 60
_NARROWEST: Final = 8
#: So many rows are looked at for the width of a column.
_LOOKED_AT: Final = 500
#: A spreadsheet takes such a sign for an escaped character.
_LIKE_AN_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_PART: Final = 30_000


def write_workbook(network: Network, path: Path, rankings: pd.DataFrame) -> None:
    """Write a Network and its rankings as an Excel workbook.

    Args:
        network: What to write.
        path: The file.
        rankings: As `partnergraph.analysis.rankings.rank.rank` returns them.

    Raises:
        UsageError: A text or a table is longer than a sheet can hold.
    """
    import openpyxl  # noqa: PLC0415  slow to import

    sheets: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}
    for table in TABLES:
        names = [column.name for column in columns_of(network, table)]
        sheets[table] = names, list(getattr(network, table)[names].astype(object).itertuples(index=False, name=None))
    ranked = rankings.astype(object).itertuples(index=False, name=None)
    sheets["rankings"] = [str(name) for name in rankings.columns], list(ranked)
    sheets["about"] = ["what", "value"], list(_about(network, rankings))
    for title, (names, rows) in sheets.items():
        _require_fit(title, names, rows)
    dates = {column.name for table in TABLES for column in columns_of(network, table) if column.kind == "date"}
    workbook = openpyxl.Workbook(write_only=True)
    try:
        for title, (names, rows) in sheets.items():
            _write_sheet(workbook.create_sheet(title), names, rows, dates)
    except BaseException:
        for sheet in workbook.worksheets:  # else openpyxl complains of its open files when they are collected
            sheet.close()
        raise
    workbook.save(path)


def _require_fit(title: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Refuse what a sheet cannot hold before a part of it is written."""
    if len(rows) > MOST_ROWS:
        raise UsageError(f"a sheet of Excel holds {MOST_ROWS:,} rows, not {len(rows):,}; export to .parquet or .csv")
    for number, row in enumerate(rows, start=2):
        for name, value in zip(names, row, strict=True):
            if isinstance(value, (str, tuple)) and (length := len(str(_plain(value) or ""))) > LONGEST_CELL:
                raise UsageError(
                    f"sheet {title}, row {number}, column {name}: a cell of Excel holds {LONGEST_CELL:,} characters, "
                    f"not {length:,}; export to another format"
                )


def _about(network: Network, rankings: pd.DataFrame) -> Iterable[tuple[str, str]]:
    yield "written by", "partnergraph export"
    yield "rankings", str(rankings.attrs.get("description", ""))
    for table in TABLES:
        for column in columns_of(network, table):
            yield f"{table}: {column.name}", column.doc
    # What loading needs; in parts, since a cell holds no more. A space at the end of a part would be lost.
    text = json.dumps(own_part(network), separators=(",", ":")).replace(" ", "\\u0020")
    for start in range(0, len(text), _PART):
        yield "partnergraph", text[start : start + _PART]


def _write_sheet(
    sheet: Any,  # noqa: ANN401  openpyxl's, whose stubs lack half of it
    names: Sequence[str],
    rows: list[tuple[Any, ...]],
    dates: Collection[str],
) -> None:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{len(rows) + 1}"
    for index, name in enumerate(names):
        lengths = [len(name) + 3, *(_width(row[index]) for row in rows[:_LOOKED_AT])]
        sheet.column_dimensions[get_column_letter(index + 1)].width = min(max(*lengths, _NARROWEST), _WIDEST)
    header = []
    for name in names:
        cell = WriteOnlyCell(sheet, name)
        cell.font = Font(bold=True)
        header.append(cell)
    sheet.append(header)
    for row in rows:
        cells = []
        for name, value in zip(names, row, strict=True):
            plain = _plain(value)
            if isinstance(plain, str):
                cells.append(_text_cell(sheet, plain, is_date=name in dates))
            elif isinstance(plain, float) and float(f"{plain:.16g}") != plain:
                cells.append(_exact_cell(sheet, plain))
            else:
                cells.append(plain)
        sheet.append(cells)


def _plain(value: Any) -> str | int | float | None:  # noqa: ANN401  a cell can be of any kind
    """Return a value as a sheet holds it: numbers as they are, everything else as text."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and cell_text(value):
        return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value
    return _LIKE_AN_ESCAPE.sub("_x005F_", cell_text(value)) or None


def _text_cell(sheet: Any, text: str, *, is_date: bool) -> Any:  # noqa: ANN401  a text, or openpyxl's cell of it
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    if not is_date and not is_run_as_formula(text) and not text.startswith("#"):
        return text
    cell = WriteOnlyCell(sheet, text)
    # openpyxl takes =... for a formula and #N/A for an error; the quote keeps a spreadsheet from it when it is edited.
    cell.data_type = "s"
    if is_date:
        cell.number_format = "@"
    else:
        cell.quotePrefix = True
    return cell


def _exact_cell(sheet: Any, number: float) -> Any:  # noqa: ANN401  openpyxl's cell
    """Return a cell with all seventeen digits of a number; openpyxl by itself writes sixteen."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    cell = WriteOnlyCell(sheet, repr(number))
    cell.data_type = "n"
    return cell


def _width(value: Any) -> int:  # noqa: ANN401  a cell can be of any kind
    return max((len(line) for line in cell_text(value).splitlines()), default=0) + 2
