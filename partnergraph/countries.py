"""Countries: their codes in ISO 3166, and the country that a name means; exact names only, where a guess would harm.

The names are those of ISO 3166, English (pycountry) and in the translations that pycountry carries (Debian's
iso-codes), and the everyday ones of countries.toml.
"""

from __future__ import annotations

import gettext
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import pycountry

from partnergraph.letters import without_marks
from partnergraph.naming import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Codes in use that ISO 3166-1 leaves to its users; pycountry does not list them.
USER_ASSIGNED_COUNTRIES: Final = frozenset({"XK"})
#: The languages of the names beside English.
_LANGUAGES: Final = ("de", "ru", "fr", "es", "pl")


def country_code(text: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of a country that is given by its name or a code.

    Names are English, German, Russian, French, Spanish or Polish. Upper and lower case, diacritics and full stops count
    the same; nothing is guessed.

    Args:
        text: Germany, DE, DEU, Federal Republic of Germany, Ivory Coast, Weißrussland, Россия.

    Returns:
        The code, or "" where no country is called so.
    """
    return _codes().get(_plain(text), "")


def country_within(text: str) -> str:
    """Return the code of the one country that a text names, alone or beside a part of it.

    Args:
        text: `Россия`, or `Baschkortostan/Russland`, `Südtirol (Italien)`, `Ohio, USA`.

    Returns:
        The code, or "" where no part names a country, or two parts name different ones (`Georgia, USA`).
    """
    if code := country_code(text):
        return code
    parts = [part for part in re.split(r"\s*[/,;()\[\]]\s*|\s+[-\u2013\u2014]\s+", text) if len(part) > 1]
    codes = {code for part in parts if (code := country_code(part))} if len(parts) > 1 else set()
    return codes.pop() if len(codes) == 1 else ""


def country_names() -> tuple[str, ...]:
    """Return the names, not the codes, that `country_code` knows, for proposals."""
    return tuple(dict.fromkeys(name for _, name in _names()))


def nearest_country(text: str) -> str:
    """Return the code of the country that a text names, though it may be misspelt; "" where it is like none."""
    return country_code(text) or country_code(nearest(text, country_names(), least=80, whole=True))


@cache
def country_codes() -> frozenset[str]:
    """Return the codes that a `country` may have: ISO 3166-1 alpha-2, and those in use that it leaves to its users."""
    return frozenset(country.alpha_2 for country in pycountry.countries) | USER_ASSIGNED_COUNTRIES


@cache
def subdivision_codes() -> frozenset[str]:
    """Return the codes that ISO 3166-2 lists."""
    return frozenset(subdivision.code for subdivision in pycountry.subdivisions)


@cache
def _codes() -> Mapping[str, str]:
    codes: dict[str, str] = {}
    for code, name in _names():
        codes.setdefault(_plain(name), code)
    for country in pycountry.countries:  # a code comes before a name that looks like one
        codes |= {_plain(code): str(country.alpha_2) for code in (country.alpha_2, country.alpha_3)}
    return codes | {code.casefold(): code for code in USER_ASSIGNED_COUNTRIES}


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """Return code and name, English before the others, so that of two countries of one name the English one counts."""
    everyday = tomllib.loads((files("partnergraph") / "countries.toml").read_text(encoding="utf-8"))
    english = [
        (str(country.alpha_2), str(value))
        for country in pycountry.countries
        for field, value in country
        if field.endswith("name")
    ]
    translations = [gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[each]) for each in _LANGUAGES]
    translated = [(code, each.gettext(name)) for each in translations for code, name in english]
    listed = [*english, *((code, name) for code, names in everyday.items() for name in names), *translated]
    return tuple(dict.fromkeys((code, form) for code, name in listed for form in _forms(name)))


def _forms(name: str) -> Iterator[str]:
    """Give a name as ISO has it, and as it is spoken: Korea, Republic of; Republic of Korea."""
    yield name
    if name.count(",") == 1:
        yield " ".join(part.strip() for part in reversed(name.split(",")))


def _plain(text: str) -> str:
    return " ".join(without_marks(text.replace("\u2019", "'")).replace(".", "").casefold().split())
