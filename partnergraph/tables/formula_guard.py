"""Cells that a spreadsheet would run as a formula: made harmless, and restored.

A program that opens a CSV file takes a cell that begins with = + - or @ for a formula, whoever wrote it. An apostrophe
before it makes it a text. A cell that has apostrophes before such a sign already gets one more, so that taking one
away gives every cell back as it was.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from partnergraph.memo import Memo

if TYPE_CHECKING:
    from partnergraph.tables import RawTable

#: Full-width forms count too: some spreadsheets read them as the plain ones.
_RUN_AS_FORMULA: Final = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def is_run_as_formula(cell: str) -> bool:
    """Tell whether a spreadsheet could run a cell, or needs an apostrophe before it to leave it as it is."""
    return bool(_RUN_AS_FORMULA.match(cell))


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet runs: with an apostrophe before it where one could."""
    return f"'{cell}" if is_run_as_formula(cell) else cell


def restored(cell: str) -> str:
    """Return the cell that `guarded` was given."""
    return cell[1:] if cell.startswith("'") and is_run_as_formula(cell) else cell


def restored_table(raw: RawTable) -> RawTable:
    """Return a table's cells as they were before `guarded`."""
    return replace(raw, columns={name: Memo(restored).of(cells) for name, cells in raw.columns.items()})
