"""Countries: their codes in ISO 3166, and the country that a name means; exact names only, where a guess would harm."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

import pycountry

from partnergraph.naming import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Codes in use that ISO 3166-1 leaves to its users; pycountry does not list them.
USER_ASSIGNED_COUNTRIES: Final = frozenset({"XK"})


#: Everyday and older English names that ISO 3166 does not list.
_EVERYDAY: Final = {
    "Bosnia": "BA",
    "Britain": "GB",
    "Brunei": "BN",
    "Burma": "MM",
    "Cape Verde": "CV",
    "Côte d'Ivoire": "CI",
    "Czech Republic": "CZ",
    "Democratic Republic of the Congo": "CD",
    "East Timor": "TL",
    "Federated States of Micronesia": "FM",
    "Great Britain": "GB",
    "Holland": "NL",
    "Ivory Coast": "CI",
    "Kosovo": "XK",
    "Laos": "LA",
    "Macau": "MO",
    "Macedonia": "MK",
    "Palestine": "PS",
    "Palestinian National Authority": "PS",
    "Palestinian territories": "PS",
    "People's Republic of China": "CN",
    "Republic of China": "TW",
    "Republic of Ireland": "IE",
    "Republic of Macedonia": "MK",
    "Republic of the Congo": "CG",
    "Russia": "RU",
    "Sao Tomé and Príncipe": "ST",
    "State of Palestine": "PS",
    "Swaziland": "SZ",
    "The Bahamas": "BS",
    "The Gambia": "GM",
    "The Netherlands": "NL",
    "Turkey": "TR",
    "UK": "GB",
    "USA": "US",
    "Vatican": "VA",
    "Vatican City": "VA",
}


def country_code(text: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of a country that is given by an English name or a code.

    Upper and lower case, diacritics and full stops count the same; nothing is guessed.

    Args:
        text: Germany, DE, DEU, Federal Republic of Germany, Ivory Coast.

    Returns:
        The code, or "" where no country is called so.
    """
    return _codes().get(_plain(text), "")


@cache
def _codes() -> Mapping[str, str]:
    codes = {}
    for country in pycountry.countries:
        for field, value in country:
            if field.endswith("name") or field in {"alpha_2", "alpha_3"}:
                codes[_plain(str(value))] = str(country.alpha_2)
    return codes | {_plain(name): code for name, code in _EVERYDAY.items()} | {"xk": "XK"}


def country_names() -> tuple[str, ...]:
    """Return the names, not the codes, that `country_code` knows, for proposals."""
    listed = (str(value) for country in pycountry.countries for field, value in country if field.endswith("name"))
    return tuple(dict.fromkeys((*listed, *_EVERYDAY)))


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    kept = "".join(sign for sign in letters if not unicodedata.combining(sign) and sign != ".")
    return " ".join(kept.casefold().split())


@cache
def country_codes() -> frozenset[str]:
    """Return the codes that a `country` may have: ISO 3166-1 alpha-2, and those in use that it leaves to its users."""
    return frozenset(country.alpha_2 for country in pycountry.countries) | USER_ASSIGNED_COUNTRIES


@cache
def subdivision_codes() -> frozenset[str]:
    """Return the codes that ISO 3166-2 lists."""
    return frozenset(subdivision.code for subdivision in pycountry.subdivisions)


@cache
def _country_names() -> Mapping[str, str]:
    names = {
        str(value): str(country.alpha_2)
        for country in pycountry.countries
        for key, value in country
        if key.endswith("name")
    }
    return names | {"Russia": "RU", "Turkey": "TR", "Great Britain": "GB"}  # everyday names that ISO has not


def country_by_name(text: str) -> str:
    """Return the code of the country that a text names, "" where it names none."""
    try:
        return str(pycountry.countries.lookup(text).alpha_2)
    except LookupError:
        names = _country_names()
        return names.get(nearest(text, names, least=80, whole=True), "")
