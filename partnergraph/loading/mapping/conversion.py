"""What stands in foreign cells, written as the canonical tables write it: dates, numbers, codes, coordinates."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from partnergraph.checks import URL_FORM
from partnergraph.countries import country_names, country_within
from partnergraph.dates import is_date, is_partial_date
from partnergraph.loading.words_of_status import status_of
from partnergraph.loading.words_of_time import time_in_words
from partnergraph.naming import nearest
from partnergraph.vocabulary import STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_LONGEST_NUMBER: Final = 400
_TIME_BEHIND: Final = re.compile(r"[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII)
_POINT: Final = re.compile(r"Point\(\s*(\S+)\s+(\S+)\s*\)", re.IGNORECASE)
#: Two degrees in one cell, as maps give them: north, then east.
_PAIR: Final = re.compile(
    r"([-+]?\d{1,2}(?:\.\d+)?)\s*(?:;\s*|,\s+|(?<=\.\d),|(?<=\d\d),(?=\S*\.))([-+]?\d{1,3}(?:\.\d+)?)"
)
#: Spaces that tables put between the thousands: plain, no-break, thin, narrow no-break.
_SPACES: Final = re.compile("[ \u00a0\u2007\u2009\u202f]")
#: The format of days that are counted, and the day that Excel counts from (its 29 February 1900 never was).
EXCEL: Final = "excel"
_FIRST_OF_EXCEL: Final = date(1899, 12, 30)
#: Characters that XML, and so GraphML, GEXF and spreadsheets, cannot hold.
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class RejectedError(Exception):
    """A row cannot become what the mapping says.

    Attributes:
        column: The column of the canonical table, or the one that was read.
        problem: What is wrong, the same words for the same fault in every row.
        found: What stands there.
        near: The nearest valid value.
    """

    def __init__(self, column: str, problem: str, found: str = "", near: str = "") -> None:
        super().__init__(problem)
        self.column, self.problem, self.found, self.near = column, problem, found, near


@dataclass(frozen=True, slots=True)
class Form:
    """How dates and numbers are written in a table.

    Attributes:
        dates: Formats such as %d.%m.%Y, tried in their order; ISO 8601 is always understood.
        decimal: The sign before the fraction.
        thousands: The sign between the thousands; a space stands for every kind of space.
        times: What a number is to be multiplied with: 1000000 where the table counts in millions.
        beside: What stands before or behind each number, and is its unit: `$`, `EUR`, `%`.
    """

    dates: tuple[str, ...] = ()
    decimal: str = "."
    thousands: str = ""
    times: str = "1"
    beside: str = ""


def converted(text: str, kind: str, column: str, form: Form) -> str:
    """Return a cell's text as the canonical table needs it.

    Args:
        text: What stands in the cell; not empty.
        kind: text, date, status (by its words, "" where they tell none), number, year, country, wikidata, geonames,
            latitude, longitude or url.
        column: The column of the canonical table, for what is said of a fault.
        form: How dates and numbers are written.

    Raises:
        RejectedError: It cannot be read as that.
    """
    if not text.isprintable() and _UNFIT.search(text):  # what is unfit does not count as printable
        raise RejectedError(column, "there is a control character in it, which no format can keep", text)
    if kind == "date":
        return _date(text, column, form.dates)
    if kind == "status":
        return text if text in STATUSES else status_of(text)
    if kind == "number":
        return _number(text, column, form)
    if kind in {"latitude", "longitude"}:
        return _degrees(text, kind, form)
    code = _CODES.get(kind)
    return code(text, column) if code else text


def is_in_words(text: str, column: str, form: Form) -> bool:
    """Tell whether a cell is a date only by its words, such as `seit 1991`, and by no form of dates.

    Args:
        text: What stands in the cell.
        column: The column of the canonical table.
        form: How dates are written.
    """
    return not _in_form(text, form.dates) and _by_words(text, column) is not None


def end_of(text: str, form: Form) -> str:
    """Return the end that a cell of dates tells beside its start: 2022 of `1990-2022`; "" where it tells none.

    Args:
        text: What stands in the cell.
        form: How dates are written.
    """
    if _in_form(text, form.dates):
        return ""
    found = _by_words(text, "date")
    return found[1] if found else ""


def _by_words(text: str, column: str) -> tuple[str, str] | None:
    """Return the start and end that a cell tells in words; numbers with dots alone need their format to be said."""
    return None if re.fullmatch(r"[\d.\s]+", text) else time_in_words(text, column)


@lru_cache(maxsize=10_000)
def _date(text: str, column: str, formats: Sequence[str]) -> str:
    if found := _in_form(text, formats):
        return found
    told = _by_words(text, column)
    if told is not None:
        return told[1] if column == "until" else told[0]
    expected = " or ".join(formats)
    if expected:
        raise RejectedError(column, f"not a date of the form {expected}, nor an ISO one", text)
    raise RejectedError(column, f"not a date such as 2021-03-15{_format_hint(text)}", text)


@lru_cache(maxsize=10_000)
def _in_form(text: str, formats: Sequence[str]) -> str:
    """Return a date that is written in one of some forms, or in EDTF; "" where it is not."""
    for form in formats:
        if form == EXCEL:
            if found := _of_serial(text):
                return found
            continue
        try:
            moment = datetime.strptime(text, form)
        except ValueError:
            continue
        if not re.search(r"%[mbBjxcD]", form):
            return f"{moment.year:04}"
        return f"{moment.year:04}-{moment.month:02}" + (f"-{moment.day:02}" if re.search(r"%[djxcD]", form) else "")
    day = _TIME_BEHIND.sub("", text)
    return day if is_date(day) else ""


def _of_serial(text: str) -> str:
    """Return the day of a number as Excel counts days: 35916 is 1998-05-01."""
    if not re.fullmatch(r"\d{5}(\.\d+)?", text, re.ASCII):
        return ""
    return (_FIRST_OF_EXCEL + timedelta(days=int(float(text)))).isoformat()


def _format_hint(text: str) -> str:
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", text):
        return '; say format = "%d.%m.%Y"'
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text):
        return '; say format = "%d/%m/%Y", or "%m/%d/%Y" where the month comes first'
    return "; say with format how dates are written"


def _number(text: str, column: str, form: Form) -> str:
    plain = _SPACES.sub(" ", text).strip()
    if form.beside:
        plain = plain.removeprefix(form.beside).removesuffix(form.beside).strip()
    if form.thousands:
        grouping = " " if _SPACES.fullmatch(form.thousands) else form.thousands
        sign = re.escape(grouping)
        fraction = re.escape(form.decimal)
        if re.fullmatch(rf"[+-]?\d{{1,3}}({sign}\d{{3}})+({fraction}\d*)?", plain, re.ASCII):
            plain = plain.replace(grouping, "")
    if form.decimal != ".":
        if "." in plain:
            raise RejectedError(column, f"not a number with the decimal sign {form.decimal!r}", text)
        plain = plain.replace(form.decimal, ".")
    plain = plain.replace("\N{MINUS SIGN}", "-")
    if len(plain) > _LONGEST_NUMBER or not _NUMBER.fullmatch(plain):
        raise RejectedError(column, f"not a number{_number_hint(plain, form)}", text)
    number = Decimal(plain) * Decimal(form.times)
    if not math.isfinite(float(number)):
        raise RejectedError(column, "the number is too large", text)
    if form.times == "1":
        return plain
    return f"{number:f}".rstrip("0").rstrip(".") if number % 1 else f"{number:.0f}"


def _number_hint(plain: str, form: Form) -> str:
    if "," in plain and form.decimal == "." and form.thousands != ",":
        return '; say decimal = "," or thousands = ","'
    if re.search(r"\d \d{3}", plain) and form.thousands != " ":
        return '; say thousands = " "'
    return ""


@lru_cache(maxsize=50_000)
def _degrees(text: str, column: str, form: Form) -> str:
    """Read degrees, or take them out of a point as stores of geodata write it (east, then north) or out of a pair."""
    if point := _POINT.search(text):
        text, form = point.group(2 if column == "latitude" else 1), Form()
    elif pair := _PAIR.fullmatch(text):
        text, form = pair.group(1 if column == "latitude" else 2), Form()
    number = _number(text, column, form)
    bound = 90 if column == "latitude" else 180
    if abs(float(number)) > bound:
        raise RejectedError(column, f"outside -{bound} to {bound} degrees", text)
    return number


def _year(text: str, column: str) -> str:
    year = text[:4]
    if is_partial_date(year) and (len(text) == 4 or is_partial_date(_TIME_BEHIND.sub("", text))):
        return year
    raise RejectedError(column, "not a year of four digits", text)


@lru_cache(maxsize=10_000)
def _country(text: str, column: str) -> str:
    code = country_within(text)
    if not code:
        near = nearest(text, country_names(), least=85, whole=True)
        raise RejectedError(column, "no country is called so", text, near)
    return code


def _wikidata(text: str, column: str) -> str:
    found = re.fullmatch(r"(?:https?://\S+/|wd:)?(Q[1-9]\d{0,17})", text, re.ASCII)
    if not found:
        raise RejectedError(column, "not a Wikidata id such as Q42", text)
    return found.group(1)


def _geonames(text: str, column: str) -> str:
    found = re.fullmatch(r"(?:https?://[^/\s]+/)?([1-9]\d{0,17})(?:/\S*)?", text, re.ASCII)
    if not found:
        raise RejectedError(column, "not a GeoNames id: digits only", text)
    return found.group(1)


def _url(text: str, column: str) -> str:
    if not URL_FORM.fullmatch(text):
        raise RejectedError(column, "not an http or https address", text)
    return text


_CODES: Final[dict[str, Callable[[str, str], str]]] = {
    "year": _year,
    "country": _country,
    "wikidata": _wikidata,
    "geonames": _geonames,
    "url": _url,
}
