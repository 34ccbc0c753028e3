"""The codes of ISO 3166 for countries and their subdivisions, and the country that a name means."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import pycountry

from partnergraph.naming import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Codes in use that ISO 3166-1 leaves to its users; pycountry does not list them.
USER_ASSIGNED_COUNTRIES: Final = frozenset({"XK"})


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
