"""Tables written for a guess, and what the guess makes of them."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from partnergraph.loading.formats import TableOptions, open_table
from partnergraph.loading.guessing.as_toml import loader_toml
from partnergraph.loading.guessing.guess import guess
from partnergraph.loading.reading import read_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnergraph.loading.guessing.result import Guess
    from partnergraph.loading.mapping.row_report import Reading

Rows = "Sequence[Sequence[str]]"


def written_csv(path: Path, rows: Sequence[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return path


def guessed(
    rows: Sequence[Sequence[str]], *, own: str = "", parties: Sequence[str] = (), tie: str = "", name: str = "table.csv"
) -> Guess:
    """Return the guess from a table with these rows, the header first."""
    with tempfile.TemporaryDirectory() as folder:
        options = TableOptions()
        table = open_table(written_csv(Path(folder) / name, rows), options)
        return guess(table, options, own=own, parties=parties, tie=tie)


def read_guessed(path: Path, *, own: str = "") -> tuple[Guess, Reading]:
    """Guess from a table, write loader.toml beside it, and read the loader."""
    options = TableOptions()
    made = guess(open_table(path, options), options, own=own)
    (path.parent / "loader.toml").write_text(loader_toml(made, title="A table"), encoding="utf-8")
    return made, read_source(path.parent)


def placed(made: Guess) -> dict[str, tuple[str, str]]:
    """Return what each column is taken for, and how sure that is."""
    return {column: (taken, str(sureness)) for column, _, taken, sureness, _ in made.rows()}
