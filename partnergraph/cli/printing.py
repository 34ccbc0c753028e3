"""What commands print: results as a table, CSV or JSON on standard output, everything else on standard error."""

from __future__ import annotations

import csv
import json
import math
import os
import sys
from collections.abc import Iterable  # noqa: TC003  singledispatch reads it at run time
from contextlib import contextmanager, suppress
from datetime import date, time
from functools import singledispatch
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

FORMATS: Final = ("table", "csv", "json")
#: The types of pandas' missing values, by name since importing pandas is slow.
_MISSING: Final = frozenset({"NAType", "NaTType"})


def say(text: str) -> None:
    """Print a message to standard error."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201  the one place that talks to people


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], style: str, file: TextIO | None = None) -> None:
    """Print rows to standard output, or to a file.

    Args:
        columns: The header.
        rows: As many values each.
        style: One of `FORMATS`.
        file: An open text file in place of standard output.
    """
    if style == "json":
        print_json([dict(zip(columns, row, strict=True)) for row in rows], file)
    elif style == "csv":
        writer = csv.writer(file or sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_csv_cell(value) for value in row] for row in rows)
    else:
        _print_table(columns, list(rows), file or sys.stdout)


def print_json(value: object, file: TextIO | None = None) -> None:
    """Print one JSON value to standard output, or to a file."""
    file = file or sys.stdout
    json.dump(plain(value), file, ensure_ascii=False, indent=2, allow_nan=False)
    file.write("\n")


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """Give a file to write to beside a path, and move it into place when the block ends: the whole file or none.

    Args:
        path: Where the file goes; missing folders are made, a file that stands there is replaced.

    Raises:
        UsageError: It cannot be written there.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}; choose another place") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


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
        table.add_column(Text(name), justify="right" if right else "left", overflow="fold")
    shown = [[cell(value) for value in row] for row in rows]
    for texts in shown:
        table.add_row(*map(Text, texts))
    console = Console() if file.isatty() else Console(width=_width(columns, shown), file=file)
    console.print(table)
    count = len(rows)
    say(f"{count} row{'s' if count != 1 else ''}")


def _width(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Return a width in which no cell is cut or folded, for output that goes to a file or another program."""
    from rich.cells import cell_len

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
