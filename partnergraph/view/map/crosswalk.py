"""Which ISO 3166-2 code an outline of Natural Earth has: by a checked table, or by a name that leaves no doubt.

The ids that come with the outlines are another system's (HASC), with gaps and mistakes; they are not believed.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import pycountry

from partnergraph.letters import without_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Words that say what kind of region it is, not which.
KINDS: Final = frozenset(
    re.findall(
        r"\w+",
        """region province oblast krai kray respublika republic state county district department departement
        departamento departamento provincia prefecture governorate of the parish canton autonomous territory
        voivodeship wojewodztwo land emirate division atoll island islands do de la kraj lan fylke zupanija
        megye""",
    )
)


def plain_name(name: str) -> str:
    """Return a region's name in plain small letters, without marks and without the words for its kind.

    Args:
        name: The name, for example "Província de Łódź".
    """
    words = _words(name)
    return " ".join(word for word in words if word not in KINDS) or " ".join(words)


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", without_marks(name).casefold())


#: Kinds of cities: one of the same name as the region around it would be taken for that.
CITIES: Final = re.compile(r"\b(city|cities|capital|town)\b", re.IGNORECASE)
#: Where a country has more municipalities than this, they are its regions; fewer are cities among regions.
FEW_MUNICIPALITIES: Final = 10


#: Where fewer of a country's outlines bear a name of ISO 3166-2, the two speak of different levels: counties on one
#: side, on the other the municipalities of the same name around a town.
ENOUGH: Final = 0.6


@cache
def names_of_codes(country: str) -> dict[str, str]:
    """Return the ISO 3166-2 codes of a country by plain name.

    A name that two codes bear is left out, and so are cities that are regions of their own: "Almaty" is one thing and
    Almaty Region another.

    Args:
        country: ISO 3166-1 alpha-2.
    """
    found: dict[str, set[str]] = {}
    for subdivision in _regions_of(country):
        # One entry may give the name in several languages: "Antwerpen; Anvers" or "Bizkaia / Vizcaya".
        for name in re.split(r"[;/\[\]()]", subdivision.name):
            if name.strip():
                found.setdefault(plain_name(name), set()).add(subdivision.code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


def _regions_of(country: str) -> list[Any]:
    """Return the subdivisions of ISO 3166-2 that are not cities."""
    subdivisions: list[Any] = list(pycountry.subdivisions.get(country_code=country) or [])  # type: ignore[no-untyped-call]
    municipalities = [one.code for one in subdivisions if "municipality" in one.type.casefold()]
    cities = {one.code for one in subdivisions if CITIES.search(one.type)}
    if len(municipalities) <= FEW_MUNICIPALITIES:
        cities.update(municipalities)
    return [one for one in subdivisions if one.code not in cities]


def code_of_name(country: str, name: str) -> str | None:
    """Return the ISO 3166-2 code of the one region of a country that bears a name, or None.

    Args:
        country: ISO 3166-1 alpha-2.
        name: The name, in the spelling of ISO 3166-2 but for marks and words such as "Region"; or the whole name that
            the checked table gives the region.
    """
    codes = {one.code for one in _regions_of(country)}
    for code, known in checked_table().get(country, {}).values():
        if code in codes and _words(known) == _words(name):
            return code
    return names_of_codes(country).get(plain_name(name))


def codes_of_regions(country: str, regions: Sequence[tuple[str, str]]) -> list[tuple[str | None, str]]:
    """Return code and name of each outline of a country; the code is None where there is any doubt.

    Args:
        country: ISO 3166-1 alpha-2.
        regions: The id and the name that come with each outline.
    """
    table = checked_table().get(country)
    if table is not None:
        # The table knows every outline of its countries: another one is a fault here, not a reader's.
        return [table[name] for _, name in regions]
    codes = [code_of_name(country, name) for _, name in regions]
    often = Counter(codes)
    codes = [code if often[code] == 1 else None for code in codes]
    if sum(code is not None for code in codes) < ENOUGH * len(codes):
        codes = [None] * len(codes)
    return [(code, name) for code, (_, name) in zip(codes, regions, strict=True)]


@cache
def checked_table() -> dict[str, dict[str, tuple[str | None, str]]]:
    """Return, by country and name of the outline, the code and the name of the region, as looked up by hand."""
    text = (files("partnergraph.view.map") / "data" / "crosswalk.csv").read_text(encoding="utf-8")
    table: dict[str, dict[str, tuple[str | None, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        table.setdefault(row["country"], {})[row["outline"]] = (row["iso_3166_2"] or None, row["name"])
    return table
