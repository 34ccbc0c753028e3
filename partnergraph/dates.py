"""Dates as people have them, in the Extended Date/Time Format (EDTF, ISO 8601-2:2019), and the days they may mean.

Levels 0 and 1: a day, month or year (`2021-03-15`, `2021-03`, `2021`), about (`1995~`), doubtful (`1995?`), both
(`1995%`), somewhere in a decade or century (`199X`, `19XX`), somewhere in a year or month (`2004-XX`, `2004-06-XX`), a
season (`2019-21` spring to `2019-24` winter, as the north counts them; winter begins in the year's December), between
two dates (`1995/1996`), and not after or not before one (`../2010`, `2010/..`). Years are 0001 to 9999; a time of day,
a year before 1 and the sets of level 2 are no dates here.

We parse ourselves: the libraries take 1 to 3 milliseconds a date, and neither reads a winter or an `about` as this
project's rule does. The `edtf` package is what the tests hold this module against.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from partnergraph.errors import UsageError

#: How dates are written, for whoever wrote another.
FORMS: Final = "write 2021, 2021-03 or 2021-03-15; also 1995~ (about), 199X, 2019-21 (spring), 1995/1996 or ../2010"

_PARTIAL: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_UNIT: Final = re.compile(r"(?:(\d{2}XX|\d{3}X)|(\d{4})(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?)([?~%]?)", re.ASCII)
_OPEN: Final = ("", "..")
#: The months with which the seasons begin.
_SEASONS: Final = {21: 3, 22: 6, 23: 9, 24: 12}
_MONTHS_OF_A_SEASON: Final = 3
#: What stands for any month of a year, or any day of a month.
_WHOLE: Final = (None, "XX")
_ABOUT: Final = ("~", "%")
_IN_DOUBT: Final = ("?", "%")
_LAST_YEAR: Final = 9999
#: Months counted from the year 0.
_FIRST_MONTH: Final = 12
_LAST_MONTH: Final = _LAST_YEAR * 12 + 11


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a date may mean.

    Attributes:
        first: The first, as ISO 8601 writes it (`2021-03-01`); None where it is open.
        last: The last; None where it is open.
        is_plain: Whether it names one day, month, season or year, and not only something near or around it.
        is_doubtful: Whether its source is in doubt about it (`?` or `%`).
    """

    first: str | None
    last: str | None
    is_plain: bool = True
    is_doubtful: bool = False


def span(text: str) -> Span:
    """Return the days that a date may mean: `2021-03` gives 1 to 31 March 2021, `1995~` the years 1994 to 1996.

    Args:
        text: A date in EDTF, levels 0 and 1.

    Raises:
        UsageError: It is none; the message has the nearest form where there is one.
    """
    found = _read(text)
    if isinstance(found, Span):
        return found
    near = nearest_date(text)
    raise UsageError(f"not a date: {text!r}{found}; {f'did you mean {near}?' if near else FORMS}")


def first_day(text: str) -> str | None:
    """Return the first day that a date may mean, such as `2021-03-01` for `2021-03`; None where it is open.

    Raises:
        UsageError: The text is not a date in EDTF.
    """
    return span(text).first


def last_day(text: str) -> str | None:
    """Return the last day that a date may mean, such as `2021-03-31` for `2021-03`; None where it is open.

    Raises:
        UsageError: The text is not a date in EDTF.
    """
    return span(text).last


def is_date(text: str) -> bool:
    """Tell whether a text is a date in EDTF, levels 0 and 1, whose days exist in the calendar."""
    return isinstance(_read(text), Span)


def is_turned_round(begun: str | None, until: str | None) -> bool:
    """Tell whether a fact would end before it begins, whatever days of these two dates are meant; None is open.

    Raises:
        UsageError: A text is not a date in EDTF.
    """
    first = first_day(begun) if begun else None
    last = last_day(until) if until else None
    return first is not None and last is not None and last < first


def is_partial_date(text: str) -> bool:
    """Tell whether a text is a plain date of the form YYYY, YYYY-MM or YYYY-MM-DD that exists in the calendar."""
    return _PARTIAL.fullmatch(text) is not None and is_date(text) and not _is_season(text)


def period(text: str) -> tuple[str, str]:
    """Return the first and the last day of a period that somebody asks about: a day, month, season, year or decade.

    Args:
        text: A date in EDTF; between two dates (`2010/2015`) is all from the first to the last.

    Raises:
        UsageError: It is no date, open at an end, or itself uncertain (`1995~`, `1995?`).
    """
    found = span(text)
    if found.first is None or found.last is None or re.search("[?~%]", text):
        raise UsageError(f"{text!r} is no period to ask about; write 2021, 2021-03, 2021-03-15 or 2010/2015")
    return found.first, found.last


def nearest_date(text: str) -> str:
    """Guess the EDTF of a date that is written otherwise: 15.03.2021, 03/15/2021, ~1995, 1990s, 1995/96, [1990,1992].

    Where it is open which of two numbers is the month, or there is no such day, the guess is the month or the year.

    Returns:
        The guess, "" where there is none.
    """
    guesses = (*_other_signs(text), *_other_orders(text))
    return next((guess for guess in guesses if is_date(guess)), "")


def _other_signs(text: str) -> list[str]:
    """Return what a text would be in EDTF of today: without the signs of level 2, of the older draft, and of habit."""
    plain = re.sub(r"\s+", "", text)
    guesses = [re.sub(r"^([?~%])(.*)$", r"\2\1", plain)]
    guesses.append(re.sub(r"^(\d{3})0er$|^(\d{3})0'?s$|^(\d{3})[xu]$", lambda found: f"{_first(found)}X", plain))
    guesses.append(plain.upper().replace("U", "X"))
    guesses.append(re.sub(r"(?:unknown|open)", "..", plain))
    if match := re.fullmatch(r"(\d{2})(\d{2})/(\d{2})", plain, re.ASCII):
        century, begin, end = match.groups()
        guesses.append(f"{century}{begin}/{century}{end}")
    if match := re.fullmatch(r"[\[{](.+?)(?:,|\.\.)(?:.*(?:,|\.\.))?(.+)[\]}]", plain):
        guesses.append("/".join(match.groups()))
    begin, slash, end = plain.partition("/")
    if slash:
        guesses += [f"{end}/{begin}", *(f"{_unsigned(begin)}/{_unsigned(end)}",)]
    if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})T.*", plain, re.ASCII):
        guesses.append(match.group(1))
    return [guess for guess in guesses if guess != text]


def _first(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group)


def _unsigned(text: str) -> str:
    return text.strip("?~%")


def _other_orders(text: str) -> list[str]:
    """Return what a text would be in EDTF if its day, month and year stood in another order."""
    year, month, day = "", "", ""
    if match := re.fullmatch(r"(?:(\d{1,2})([./]))?(\d{1,2})[./](\d{4})", text, re.ASCII):
        day, sign, month, year = (part or "" for part in match.groups())
        if sign == "/" and int(day) <= 12 and int(day) != int(month):
            day, month = (month, day) if int(month) > 12 else ("", "")
        elif sign == "/" and int(month) > 12:
            day, month = month, day
    elif match := re.fullmatch(r"(\d{4})[/.-](\d{1,2})(?:[/.-](\d{1,2}))?", text, re.ASCII):
        year, month, day = (part or "" for part in match.groups())
    elif match := re.search(r"(?<!\d)(1[89]|20)\d{2}(?!\d)", text, re.ASCII):
        year = match.group()
    parts = [year, *(part.zfill(2) for part in (month, day))]
    guesses = ("-".join(parts[:length]) for length in (3, 2, 1))
    return [guess for guess in guesses if is_partial_date(guess)]


def _is_season(text: str) -> bool:
    return len(text) == len("2019-21") and int(text[5:]) in _SEASONS


@lru_cache(maxsize=300_000)
def _read(text: str) -> Span | str:
    """Return the days that a date may mean; of what is no date the reason, in brackets, where its form is right."""
    begin, slash, end = text.partition("/")
    if not slash:
        return _unit(text)
    if begin in _OPEN and end in _OPEN:
        return " (open at both ends)" if begin or end else ""
    first, last = (Span(None, None) if part in _OPEN else _unit(part) for part in (begin, end))
    if isinstance(first, str) or isinstance(last, str):
        return next(each for each in (first, last) if isinstance(each, str))
    if first.first and last.last and last.last < first.first:
        return " (it ends before it begins)"
    return Span(first.first, last.last, is_plain=False, is_doubtful=first.is_doubtful or last.is_doubtful)


def _unit(text: str) -> Span | str:
    """Return the days of a day, month, season, year, decade or century, and of those beside it where it is about."""
    match = _UNIT.fullmatch(text)
    if match is None:
        return ""
    masked, year, month, day, sign = match.groups()
    around = 1 if sign in _ABOUT else 0
    days: tuple[str, str] | str
    if int((masked or year).replace("X", "9")) == 0:
        return " (year 0 is out of range)"
    if masked:
        days = _years(int(masked.replace("X", "0")), int(masked.replace("X", "9")), around)
    elif month in _WHOLE:
        days = _years(int(year), int(year), around) if day in _WHOLE else " (a day of no month)"
    elif int(month) in _SEASONS and day is None:
        days = _months(int(year), _SEASONS[int(month)], _MONTHS_OF_A_SEASON, around)
    elif not 1 <= int(month) <= 12:
        days = " (month must be in 1..12)"
    elif day in _WHOLE:
        days = _months(int(year), int(month), 1, around)
    else:
        days = _days(int(year), int(month), int(day), around)
    if isinstance(days, str):
        return days
    return Span(*days, is_plain="X" not in text and not around, is_doubtful=sign in _IN_DOUBT)


def _years(begin: int, end: int, around: int) -> tuple[str, str]:
    width = (end - begin + 1) * around
    return f"{max(begin - width, 1):04}-01-01", f"{min(end + width, _LAST_YEAR):04}-12-31"


def _months(year: int, month: int, count: int, around: int) -> tuple[str, str]:
    begin = year * 12 + month - 1
    first = max(begin - count * around, _FIRST_MONTH)
    last = min(begin + count * (1 + around) - 1, _LAST_MONTH)
    length = calendar.monthrange(last // 12, last % 12 + 1)[1]
    return f"{first // 12:04}-{first % 12 + 1:02}-01", f"{last // 12:04}-{last % 12 + 1:02}-{length:02}"


def _days(year: int, month: int, day: int, around: int) -> tuple[str, str] | str:
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return " (day is out of range for month)"
    number = date(year, month, day).toordinal()
    first, last = max(number - around, 1), min(number + around, date.max.toordinal())
    return date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()
