"""Results as a table, CSV or JSON on standard output, or in a file."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING, Any, Final, cast

from partnergraph.cells import cell, guarded, plain
from partnergraph.messages import harmless, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

FORMATS: Final = ("table", "csv", "json")


def print_rows(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    style: str,
    file: TextIO | None = None,
    *,
    guard: bool = False,
) -> None:
    """Print rows to standard output, or to a file.

    Args:
        columns: The header.
        rows: As many values each.
        style: One of `FORMATS`.
        file: An open text file in place of standard output.
        guard: Put an apostrophe before a text in CSV that a spreadsheet would run, as the export does.
    """
    if style != "table" and file is None:
        _as_utf8(sys.stdout)
    if style == "json":
        print_json([dict(zip(columns, row, strict=True)) for row in rows], file)
    elif style == "csv":
        writer = csv.writer(file or _standard_output(), lineterminator="\n")
        writer.writerow([guarded(name) if guard else name for name in columns])
        writer.writerows([_csv_cell(value, guard=guard) for value in row] for row in rows)
    else:
        _print_table(columns, list(rows), file or sys.stdout)


def print_json(value: object, file: TextIO | None = None) -> None:
    """Print one JSON value to standard output, or to a file."""
    if file is None:
        _as_utf8(sys.stdout)
    file = file or _standard_output()
    json.dump(plain(value), file, ensure_ascii=False, indent=2, allow_nan=False)
    file.write("\n")


def _as_utf8(stream: TextIO) -> None:
    """Let what other programs read be UTF-8, whatever the system's encoding is."""
    if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
        stream.reconfigure(encoding="utf-8", errors="strict")


def _print_table(columns: Sequence[str], rows: list[Sequence[Any]], file: TextIO) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    numeric = [
        any(isinstance(row[index], (int, float)) for row in rows)
        and all(row[index] is None or isinstance(row[index], (int, float)) for row in rows)
        for index in range(len(columns))
    ]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, right in zip(columns, numeric, strict=True):
        table.add_column(Text(harmless(name)), justify="right" if right else "left", overflow="fold")
    shown = [[harmless(cell(value)) for value in row] for row in rows]
    for texts in shown:
        table.add_row(*map(Text, texts))
    console = Console(file=file) if file.isatty() else Console(width=_width(columns, shown), file=file)
    with console.capture() as captured:
        console.print(table)
    # No blanks to the right: a terminal would break them into lines of their own, and a comparison would stumble.
    file.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))
    count = len(rows)
    say(f"{count} row{'s' if count != 1 else ''}")


def _width(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Return a width in which no cell is cut or folded, for output that goes to a file or another program."""
    from rich.cells import cell_len

    widest = (max(cell_len(text.expandtabs()) for text in texts) for texts in zip(columns, *rows, strict=True))
    return 80 + sum(widest) + 4 * len(columns)


def _csv_cell(value: Any, *, guard: bool) -> str:  # noqa: ANN401  a query can return anything
    # Before Python 3.13 the csv module puts no quotes around a lone carriage return, which then ends the row.
    text = cell(value, exact=True).replace("\r\n", "\n").replace("\r", "\n")
    return guarded(text) if guard and not isinstance(value, (int, float)) else text


class _Terminal:
    """Standard output where it is a terminal: what would move its cursor or change its title is shown as a sign."""

    def write(self, text: str) -> int:
        return sys.stdout.write(harmless(text))


def _standard_output() -> TextIO:
    return cast("TextIO", _Terminal()) if sys.stdout.isatty() else sys.stdout
