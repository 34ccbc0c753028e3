"""Partial ISO 8601 dates: `2021`, `2021-03` and `2021-03-15`, and the days they begin and end on."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Final

from partnergraph.errors import UsageError

_FORM: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def first_day(text: str) -> date:
    """Return the first day that a partial date covers: `2021-03` gives 1 March 2021.

    Raises:
        UsageError: The text is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD.
    """
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


def last_day(text: str) -> date:
    """Return the last day that a partial date covers: `2021-03` gives 31 March 2021.

    Raises:
        UsageError: The text is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD.
    """
    year, month, day = _parts(text)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def is_partial_date(text: str) -> bool:
    """Tell whether a text is a date of the form YYYY, YYYY-MM or YYYY-MM-DD that exists in the calendar."""
    try:
        _parts(text)
    except UsageError:
        return False
    return True


def _parts(text: str) -> tuple[int, int | None, int | None]:
    match = _FORM.fullmatch(text)
    if match is None:
        raise UsageError(f"not a date: {text!r}; write 2021, 2021-03 or 2021-03-15")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101  the form always has a year; this is for the type checker
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise UsageError(f"not a date: {text!r} ({error})") from None
    return year, month, day
