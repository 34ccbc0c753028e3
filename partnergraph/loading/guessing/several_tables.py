"""Guesses from several files, and from all sheets of a workbook that can be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from partnergraph.errors import UsageError
from partnergraph.loading.formats import open_table
from partnergraph.loading.formats.workbooks import visible_sheets
from partnergraph.loading.guessing.guess import guess
from partnergraph.loading.guessing.header_row import with_header

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from partnergraph.loading.formats import TableOptions
    from partnergraph.loading.guessing.result import Guess


def guess_all(
    tables: Sequence[Path], options: TableOptions, *, own: str = "", parties: Sequence[str] = (), tie: str = ""
) -> tuple[list[Guess], list[str]]:
    """Guess how tables become a network, each by itself; further sheets of a workbook where they can be read too.

    Args:
        tables: The files.
        options: What the user says of all of them; a header of 0 is looked for.
        own: The one party that every row is about, where no table names it.
        parties: The columns that name the parties, where the user says so.
        tie: The edge type, where the user says so.

    Returns:
        The guesses, and what is to be told of sheets that were not taken.

    Raises:
        UsageError: A file cannot be read, or nothing can be guessed from it.
    """
    _require_different_names(tables)
    found: list[Guess] = []
    told: list[str] = []
    for path in tables:
        several = len(tables) > 1
        sheets = [""] if options.sheet else visible_sheets(path)
        first: UsageError | None = None
        taken = []
        for sheet in sheets or [""]:
            asked = replace(options, sheet=options.sheet or (sheet if len(sheets) > 1 else ""))
            try:
                asked = with_header(path, asked)
                taken.append(
                    guess(open_table(path, asked), asked, own=own, parties=parties, tie=tie, parties_only=several)
                )
            except UsageError as error:
                first = first or error
                told.append(f"the sheet {sheet!r} was not taken: {error}")
        if not taken:
            raise first or UsageError(f"{path}: no row reads like a header")
        found += taken
    if not any(each.seconds for each in found):
        raise UsageError(f"{tables[0].name}: the tables list parties only, and no fact between two of them")
    return found, told


def _require_different_names(tables: Sequence[Path]) -> None:
    names = [path.name for path in tables]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise UsageError(f"two files are called {twice}; they come to lie in one folder, so rename one of them")
