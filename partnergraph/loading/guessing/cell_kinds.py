"""What the cells of a column look like: dates and in which form, numbers, coordinates, countries, links, lists."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from partnergraph.countries import country_code, country_within
from partnergraph.loading.words_of_time import time_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: So large a share of the filled cells must have a form for the column to have it.
MOST: Final = 0.9
_URL: Final = re.compile(r"(https?://|www\.)\S+")
_WIKIDATA: Final = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)")
_PAIR: Final = re.compile(r"[-+]?\d{1,2}(?:\.\d+)?\s*[,;]\s*[-+]?\d{1,3}(?:\.\d+)?")
_MONEY: Final = re.compile(
    r"(?P<before>[$\u20ac\u00a3\u20bd\u00a5]|[A-Z]{3} ?)?[-+]?\d[\d., '\u00a0\u202f\u2019]*"
    r"(?P<behind>[$\u20ac\u00a3\u20bd\u00a5%]|[A-Z]{3})?"
)
_POINT: Final = re.compile(r"Point\(\s*[-+]?\d{1,3}(?:\.\d+)?\s+[-+]?\d{1,2}(?:\.\d+)?\s*\)", re.IGNORECASE)
_NUMBER: Final = re.compile(
    r"[-+]?\d{1,3}(?:[ \u00a0\u2007\u2009\u202f]\d{3})+(?:[.,]\d+)?"
    r"|[-+]?\d{1,3}(?:(?P<group>[.,'\u2019])\d{3}(?:(?P=group)\d{3})*)?(?:[.,]\d+)?|[-+]?\d+(?:[.,]\d+)?"
)
_SPACES: Final = re.compile("[ \u00a0\u2007\u2009\u202f]")
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_CODE: Final = re.compile(r"[A-Z]{2,3}")
#: What stands in a column that answers a question.
_YES_OR_NO: Final = frozenset(
    {"yes", "no", "y", "n", "true", "false", "ja", "nein", "да", "нет", "oui", "non", "sí", "si", "tak", "nie"}
    | {"x", "-", "\u2013", "\u2014", "\u2713", "\u2714"}
)
_PLAIN_YES_OR_NO: Final = _YES_OR_NO - {"x", "-", "\u2013", "\u2014"}
#: Of a column with this share of dates, the rest are dates that are written as nobody else writes them.
_SOME_DATES: Final = 0.6
#: Of a column with this share of numbers, the rest are marks for what is missing: x, ..., >50.
SOME_NUMBERS: Final = 0.5
#: Days as Excel counts them: 1954 to 2064.
_SERIAL: Final = range(20_000, 60_001)
#: Between several names in a cell, beyond doubt.
PLAIN_SEPARATORS: Final = (";", "|", "\n")
_DATE_FORMS: Final[tuple[tuple[str, re.Pattern[str], str], ...]] = (
    ("%Y", re.compile(r"(?P<y>1[0-9]{3}|20[0-9]{2})"), "year"),
    ("", re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})(?:-(?P<d>\d{2}))?(?:[T ][\d:.]+Z?)?"), "date"),
    ("%d.%m.%Y", re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"), "date"),
    ("%d.%m.%y", re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{2})"), "date"),
    ("%m.%Y", re.compile(r"(?P<m>\d{1,2})\.(?P<y>\d{4})"), "date"),
    ("%d/%m/%Y", re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"), "date"),
    ("%m/%d/%Y", re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})"), "date"),
    ("%m/%Y", re.compile(r"(?P<m>\d{1,2})/(?P<y>\d{4})"), "date"),
    ("%Y/%m/%d", re.compile(r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})"), "date"),
)


@dataclass(frozen=True)
class Profile:
    """What the filled cells of a column look like.

    Attributes:
        filled: How many cells are not empty.
        texts: The different texts with their number, most frequent first.
        date_formats: The forms of dates that most cells have together: `%Y`, `%d.%m.%Y`, "" for ISO 8601.
        open_dates: Whether it cannot be told day from month.
        shares: The share of the cells that is a `year`, `date`, `number`, `latitude`, `longitude`, `pair`, `point`,
            `country`, `url`, `wikidata` or has `letters`.
        decimal: `,` or `.`, as numbers are written; "" where no number has any.
        thousands: What stands between thousands; "" where nothing does.
        open_numbers: Whether it cannot be told a decimal sign from one between thousands.
        separators: For each sign that may part several items, the share of cells with two items or more.
        beside: The currency or % that stands beside every number; "" for none.
    """

    filled: int = 0
    texts: dict[str, int] = field(default_factory=dict)
    date_formats: tuple[str, ...] = ()
    open_dates: bool = False
    shares: dict[str, float] = field(default_factory=dict)
    decimal: str = ""
    thousands: str = ""
    open_numbers: bool = False
    separators: dict[str, float] = field(default_factory=dict)
    beside: str = ""

    def mostly(self, kind: str) -> bool:
        """Tell whether nearly all filled cells are of a kind."""
        return self.filled > 0 and self.shares.get(kind, 0.0) >= MOST


def profile(cells: Sequence[str]) -> Profile:
    """Say what the cells of a column look like.

    Args:
        cells: The texts of the column; empty ones are left out.
    """
    texts = Counter(cell.strip() for cell in cells if cell.strip())
    filled = texts.total()
    if not filled:
        return Profile()
    formats, is_open = _date_formats(texts)
    beside = _sign_beside(texts)
    if beside:
        texts = Counter({text.removeprefix(beside).removesuffix(beside).strip(): n for text, n in texts.items()})
    tests: dict[str, Callable[[str], object]] = {
        "number": _NUMBER.fullmatch,
        "pair": _PAIR.fullmatch,
        "point": _POINT.fullmatch,
        "country": is_country,
        "code": _CODE.fullmatch,
        "url": _URL.fullmatch,
        "wikidata": _WIKIDATA.fullmatch,
        "letters": _LETTERS.search,
        "latitude": lambda text: _within(text, 90),
        "longitude": lambda text: _within(text, 180),
        "year": lambda text: _matches(text, "%Y"),
        "date": is_time,
        "yes or no": lambda text: text.casefold() in _YES_OR_NO,
        "serial": lambda text: text.isdecimal() and int(text) in _SERIAL,
    }
    shares = {kind: sum(n for text, n in texts.items() if test(text)) / filled for kind, test in tests.items()}
    numbers = Counter({text: count for text, count in texts.items() if _NUMBER.fullmatch(text)})
    decimal, thousands, unclear = _signs(numbers) if shares["number"] >= SOME_NUMBERS else ("", "", False)
    separators = {
        sign: sum(n for text, n in texts.items() if len([part for part in text.split(sign) if part.strip()]) > 1)
        / filled
        for sign in (";", "|", "\n", ",", "/")
    }
    return Profile(
        filled,
        dict(texts.most_common()),
        formats,
        is_open,
        shares,
        decimal,
        thousands,
        unclear,
        {sign: share for sign, share in separators.items() if share},
        beside,
    )


def _sign_beside(texts: Counter[str]) -> str:
    """Return the currency or % that stands beside every number of a column: $1,200, 51 %."""
    signs = set()
    for text in texts:
        match = _MONEY.fullmatch(text)
        if not match or not (sign := match["before"] or match["behind"]):
            return ""
        signs.add(sign)
    return signs.pop() if len(signs) == 1 else ""


@cache
def country_of(text: str) -> str:
    """Return the ISO 3166-1 code of a country by its English, Russian or German name; "" where it is none."""
    plain = " ".join(text.split())
    return country_within(plain) if len(plain) > 1 and _LETTERS.search(plain) else ""


@cache
def is_country(text: str) -> bool:
    """Tell whether a cell names a country, or a country for each of several names."""
    items = [text]
    for sign in PLAIN_SEPARATORS:
        items = [part.strip() for item in items for part in item.split(sign) if part.strip()]
    return bool(items) and all(country_of(item) for item in items)


@cache
def is_number(text: str) -> bool:
    """Tell whether a cell is a number, whatever signs it is written with."""
    return bool(_NUMBER.fullmatch(text))


@cache
def is_time(text: str) -> bool:
    """Tell whether a cell is a date or a period in any form that is read, or says that none is known."""
    return any(_matches(text, form) for form, _, _ in _DATE_FORMS) or _is_worded(text)


@cache
def _is_worded(text: str) -> bool:
    return any(time_in_words(text, column) is not None for column in ("date", "until"))


@cache
def kind_of_cell(text: str) -> str:
    """Return what a single cell looks like: number, date, address, yes or no, country, or words."""
    if _NUMBER.fullmatch(text):
        return "number"
    if re.search(r"\d{4}", text) and is_time(text):
        return "date"
    if _URL.match(text) or _POINT.fullmatch(text) or text.startswith("_:"):
        return "address"
    if text.casefold() in _PLAIN_YES_OR_NO:
        return "yes or no"
    if not any(sign.isalpha() for sign in text):
        return "number" if any(sign.isdigit() for sign in text) else "words"
    return "country" if country_of(text) else "words"


def _matches(text: str, form: str) -> bool:
    pattern = next(pattern for known, pattern, _ in _DATE_FORMS if known == form)
    match = pattern.fullmatch(text)
    if match is None:
        return False
    parts = {"m": "1", "d": "1", **{name: part for name, part in match.groupdict().items() if part}}
    try:
        date(int(parts["y"]) or 2000, int(parts["m"]), int(parts["d"]))
    except ValueError:
        return False
    return True


def _date_formats(texts: Counter[str]) -> tuple[tuple[str, ...], bool]:
    """Return the forms that nearly all cells have together, and whether day and month may be the other way round."""
    fitting = {form: {text for text in texts if _matches(text, form)} for form, _, _ in _DATE_FORMS}
    english, american = fitting["%d/%m/%Y"], fitting["%m/%d/%Y"]
    is_open = bool(english) and english == american and any(_day_and_month_differ(text) for text in english)
    if len(american) > len(english):
        fitting["%d/%m/%Y"] = set()
    else:
        fitting["%m/%d/%Y"] = set()
    covered: set[str] = set().union(*fitting.values())
    worded = {text for text in texts if text not in covered and _is_worded(text)}
    if sum(texts[text] for text in covered | worded) < _SOME_DATES * texts.total():
        return (), False
    if not covered and not any(re.search(r"\d{4}|\d0", text) for text in worded):
        return (), False  # nothing but question marks
    return tuple(form for form, found in fitting.items() if found) or ("",), is_open


def _day_and_month_differ(text: str) -> bool:
    first, second, _ = text.split("/")
    return int(first) != int(second)


def _within(text: str, bound: int) -> bool:
    try:
        return abs(float(text.replace(",", "."))) <= bound
    except ValueError:
        return False


def _signs(texts: Counter[str]) -> tuple[str, str, bool]:
    """Return the decimal sign of numbers, what parts their thousands, and whether the two may be confused."""
    decimals: set[str] = set()
    groups: set[str] = set()
    unclear: set[str] = set()
    for cell in texts:
        text = _SPACES.sub(" ", cell)
        signs = re.findall(r"[^\d+-]", text)
        if not signs:
            continue
        last = signs[-1]
        behind = len(text) - text.rindex(last) - 1
        if last not in ".,":
            groups.add(last)
        elif len(set(signs)) > 1:
            decimals.add(last)
            groups |= set(signs) - {last}
        elif len(signs) > 1:
            groups.add(last)
        elif behind != 3 or text.lstrip("+-").startswith("0"):
            decimals.add(last)
        else:
            unclear.add(last)
    unclear -= decimals | groups
    wrong = bool(unclear) or bool(decimals & groups) or len(decimals) > 1 or len(groups) > 1
    return next(iter(sorted(decimals)), ""), next(iter(sorted(groups)), ""), wrong


def several_items(found: Profile, *, plural: bool) -> tuple[tuple[str, ...], bool]:
    """Return the signs at which cells with several names are cut, and whether that is beyond doubt.

    Args:
        found: The column's cells.
        plural: Whether the header speaks of several: `Partner towns`, `Побратимы`.

    Returns:
        () where a cell holds one name. A semicolon, a bar and a new line part items; a comma and a slash may be part
        of a name (Toledo, Ohio), and are taken where the header is in the plural or several cells have three items;
        one cell among many decides nothing.
    """
    plain = tuple(sign for sign in PLAIN_SEPARATORS if found.separators.get(sign))
    if plain:
        return plain, True
    for sign in (",", "/"):
        share = found.separators.get(sign, 0.0)
        texts = [text for text in found.texts if not _URL.match(text)]
        long = [text for text in texts if len([part for part in text.split(sign) if part.strip()]) >= 3]
        several = len(long) >= 2 or (bool(long) and 5 * len(long) >= len(texts))
        if sign == "," and share and _mostly_countries(texts, sign):
            continue  # Lille, France
        if share and (several or (plural and share >= 0.2)):
            return (sign,), False
    return (), True


def _mostly_countries(texts: Sequence[str], sign: str) -> bool:
    """Tell whether what stands behind the last sign is a country: Lille, France."""
    cut = [text.rpartition(sign) for text in texts if sign in text]
    return bool(cut) and 2 * sum(bool(country_code(tail.strip())) for _, _, tail in cut) > len(cut)
