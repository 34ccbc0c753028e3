"""Values as cells: the text that a person reads, every digit for a program, what no spreadsheet runs, and JSON."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable  # noqa: TC003  singledispatch reads it at run time
from datetime import date, time
from functools import singledispatch
from typing import Any, Final

#: The types of pandas' missing values, by name since importing pandas is slow.
_MISSING: Final = frozenset({"NAType", "NaTType"})
#: Yes and no as people and programs write them in English, German and Russian.
_YES: Final = frozenset({"yes", "y", "true", "t", "on", "1", "ja", "j", "wahr", "an", "да", "д", "истина", "верно"})
_NO: Final = frozenset({"no", "n", "false", "f", "off", "0", "nein", "falsch", "aus", "нет", "н", "ложь", "неверно"})
#: What a spreadsheet takes for a formula when it opens a CSV file, whoever wrote it; an apostrophe before it makes it a
#: text. A cell that has apostrophes before such a sign already gets one more, so that taking one away gives every cell
#: back as it was. Full-width forms count too: some spreadsheets read them as the plain ones.
_RUN_AS_FORMULA: Final = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def truth(text: str) -> bool | None:
    """Return whether a text says yes or no, in English, German or Russian; None where it says neither.

    Args:
        text: What somebody wrote; upper and lower case and space around it count nothing.
    """
    word = text.strip().casefold()
    return True if word in _YES else False if word in _NO else None


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


def _digits(value: float, *, exact: bool) -> str:
    size = abs(value)
    if value.is_integer() and size < 1e15:
        return f"{value:.0f}"
    if exact:
        return repr(value)
    return f"{value:.2f}" if 1e5 <= size < 1e15 else f"{value:.6g}"


def is_run_as_formula(cell: str) -> bool:
    """Tell whether a spreadsheet could run a cell, or needs an apostrophe before it to leave it as it is."""
    return bool(_RUN_AS_FORMULA.match(cell))


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet runs: with an apostrophe before it where one could."""
    return f"'{cell}" if is_run_as_formula(cell) else cell


def restored(cell: str) -> str:
    """Return the cell that `guarded` was given."""
    return cell[1:] if cell.startswith("'") and is_run_as_formula(cell) else cell


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
