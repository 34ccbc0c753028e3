"""What commands print: results as a table, CSV or JSON on standard output, everything else on standard error."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Iterable  # noqa: TC003  singledispatch reads it at run time
from datetime import date, time
from functools import singledispatch
from typing import TYPE_CHECKING, Any, Final

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMATS: Final = ("table", "csv", "json")
#: The types of pandas' missing values, by name since importing pandas is slow.
_MISSING: Final = frozenset({"NAType", "NaTType"})


def say(text: str) -> None:
    """Print a message to standard error."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201  the one place that talks to people


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], style: str) -> None:
    """Print rows to standard output.

    Args:
        columns: The header.
        rows: As many values each.
        style: One of `FORMATS`.
    """
    if style == "json":
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif style == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_csv_cell(value) for value in row] for row in rows)
    else:
        _print_table(columns, list(rows))


def print_json(value: object) -> None:
    """Print one JSON value to standard output."""
    json.dump(plain(value), sys.stdout, ensure_ascii=False, indent=2, allow_nan=False)
    sys.stdout.write("\n")


def _print_table(columns: Sequence[str], rows: list[Sequence[Any]]) -> None:
    numeric = [
        any(isinstance(row[index], (int, float)) for row in rows)
        and all(row[index] is None or isinstance(row[index], (int, float)) for row in rows)
        for index in range(len(columns))
    ]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, right in zip(columns, numeric, strict=True):
        table.add_column(Text(name), justify="right" if right else "left", overflow="fold")
    shown = [[cell(value) for value in row] for row in rows]
    for texts in shown:
        table.add_row(*map(Text, texts))
    console = Console() if sys.stdout.isatty() else Console(width=_width(columns, shown), file=sys.stdout)
    console.print(table)
    count = len(rows)
    say(f"{count} row{'s' if count != 1 else ''}")


def _width(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Return a width in which no cell is cut or folded, for output that goes to a file or another program."""
    widest = (max(cell_len(text.expandtabs()) for text in texts) for texts in zip(columns, *rows, strict=True))
    return 80 + sum(widest) + 4 * len(columns)


def cell(value: Any, *, exact: bool = False) -> str:  # noqa: ANN401  a query can return anything
    """Return a value as the text of one cell: empty for a missing one, lists joined by semicolons.

    Args:
        value: What a row holds.
        exact: Write every digit of a number, for programs; otherwise six, for people.
    """
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _digits(value, exact=exact)
    if isinstance(value, list):
        return "; ".join(cell(item, exact=exact) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _csv_cell(value: Any) -> str:  # noqa: ANN401  a query can return anything
    # Before Python 3.13 the csv module puts no quotes around a lone carriage return, which then ends the row.
    return cell(value, exact=True).replace("\r\n", "\n").replace("\r", "\n")


def _digits(value: float, *, exact: bool) -> str:
    size = abs(value)
    if value.is_integer() and size < 1e15:
        return f"{value:.0f}"
    if exact:
        return repr(value)
    return f"{value:.2f}" if 1e5 <= size < 1e15 else f"{value:.6g}"


@singledispatch
def plain(value: Any) -> Any:  # noqa: ANN401  a query can return anything
    """Return a value in the terms of JSON; times become ISO 8601 texts."""
    if hasattr(value, "tolist"):  # a number or an array of NumPy's
        return plain(value.tolist())
    if type(value).__name__ in _MISSING:
        return None
    return value if value is None or isinstance(value, (int, str)) else str(value)


@plain.register
def _(value: float) -> float | None:
    return value if math.isfinite(value) else None


@plain.register(list)
@plain.register(tuple)
@plain.register(set)
@plain.register(frozenset)
def _(value: Iterable[Any]) -> list[Any]:
    return [plain(item) for item in value]


@plain.register
def _(value: dict) -> dict[str, Any]:  # type: ignore[type-arg]
    return {str(name): plain(item) for name, item in value.items()}


@plain.register(date)
@plain.register(time)
def _(value: date | time) -> str | None:
    return None if type(value).__name__ in _MISSING else value.isoformat()
