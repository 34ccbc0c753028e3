"""The outlines that the package carries, held against what is known of the ground."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pycountry
import pytest

from partnergraph.view.map.atlas import countries, regions
from partnergraph.view.map.crosswalk import checked_table, code_of_name, codes_of_regions, plain_name
from partnergraph.view.map.topology import Outline, Topology

LOADER = Path(__file__).resolve().parents[3] / "loaders" / "union_state"
#: Regions whose administration sits outside of them, in the city that is a region of its own.
SEATS_ELSEWHERE = {"RU-LEN", "RU-MOS", "BY-MI"}


def outline(topology: Topology, code: str) -> Outline:
    return next(one for one in topology.outlines if one.code == code)


def square_kilometres(topology: Topology, one: Outline) -> float:
    """The area on a sphere of 6371 km; islands add to it, since rings of one outline do not lie in one another here."""
    total = 0.0
    for ring in one.rings:
        longitude, latitude = np.radians(topology.ring(ring)).T
        total += abs(float(np.sum(np.diff(longitude) * (np.sin(latitude[:-1]) + np.sin(latitude[1:])) / 2.0)))
    return total * 6371.0**2


def holds(topology: Topology, one: Outline, longitude: float, latitude: float) -> bool:
    crossings = 0
    for ring in one.rings:
        x, y = topology.ring(ring).T
        spans = (y[:-1] > latitude) != (y[1:] > latitude)
        with np.errstate(divide="ignore", invalid="ignore"):
            at = x[:-1] + (latitude - y[:-1]) / (y[1:] - y[:-1]) * (x[1:] - x[:-1])
        crossings += int(np.sum(spans & (longitude < at)))
    return crossings % 2 == 1


@pytest.mark.parametrize(
    ("code", "area"),
    # Square kilometres as the countries state them.
    [("BY", 207_600), ("PL", 312_700), ("KZ", 2_724_900), ("CH", 41_300), ("LV", 64_600), ("MN", 1_564_100)],
)
def test_countries_have_their_size(code: str, area: float) -> None:
    assert square_kilometres(countries(), outline(countries(), code)) == pytest.approx(area, rel=0.02)


@pytest.mark.parametrize(
    ("code", "area"),
    [
        ("BY-BR", 32_800),
        ("BY-VI", 40_100), ("BY-HO", 40_400), ("BY-HR", 25_100), ("BY-MI", 40_200), ("BY-MA", 29_000),
        ("RU-TA", 67_800), ("RU-PSK", 55_400), ("RU-BA", 142_900), ("RU-IRK", 774_800), ("RU-KGD", 13_300),
        ("RU-SA", 3_083_500), ("RU-CHU", 721_500), ("RU-LEN", 83_900), ("RU-TY", 168_600), ("RU-AL", 92_900),
        ("RU-ALT", 168_000), ("RU-MOS", 44_300), ("RU-ARK", 413_100), ("RU-VLG", 144_500), ("RU-PRI", 164_700),
        ("PL-14", 35_600), ("UA-46", 21_800), ("UA-14", 26_500), ("LT-VL", 9_700), ("CN-GD", 179_800),
        ("UZ-QR", 166_600),
    ],
)  # fmt: skip
def test_regions_have_their_size(code: str, area: float) -> None:
    found = regions(code[:2])
    assert square_kilometres(found, outline(found, code)) == pytest.approx(area, rel=0.06)


def test_every_region_has_its_code_once() -> None:
    for country, number in (("BY", 7), ("RU", 83), ("PL", 16), ("UA", 27)):
        codes = [one.code for one in regions(country).outlines]
        official = {one.code for one in pycountry.subdivisions if one.country_code == country}
        assert len(codes) == number
        assert set(codes) == official


def test_codes_are_those_of_iso() -> None:
    official = {one.alpha_2 for one in pycountry.countries}
    codes = [one.code for one in countries().outlines if one.code]
    assert len(codes) == len(set(codes)) > 230
    assert set(codes) <= official
    subdivisions = {one.code for one in pycountry.subdivisions}
    known = total = 0
    for country in official:
        found = [one.code for one in regions(country).outlines]
        assert {code for code in found if code} <= {code for code in subdivisions if code.startswith(country)}
        assert max(Counter(code for code in found if code).values(), default=1) == 1
        known += sum(code is not None for code in found)
        total += len(found)
    assert (total, known) == (4551, 3234)


def test_land_without_a_code_is_kept() -> None:
    names = {one.name for one in countries().outlines if one.code is None}
    assert names == {"Indian Ocean Ter.", "Kosovo", "N. Cyprus", "Siachen Glacier", "Somaliland"}


def test_the_seats_of_the_reference_networks_regions_lie_in_their_outlines() -> None:
    nodes = pd.read_csv(LOADER / "nodes.csv", dtype=str, keep_default_na=False)
    coded = nodes[(nodes["iso_3166_2"] != "") & (nodes["latitude"] != "")]
    assert len(coded) > 55
    outside = set()
    for code, latitude, longitude in zip(coded["iso_3166_2"], coded["latitude"], coded["longitude"], strict=True):
        found = regions(code[:2])
        if not holds(found, outline(found, code), float(longitude), float(latitude)):
            outside.add(code)
    assert outside <= SEATS_ELSEWHERE


def test_neighbours_share_their_border() -> None:
    uses = Counter(at if at >= 0 else ~at for one in regions("BY").outlines for ring in one.rings for at in ring)
    # Seven regions around a middle: nine borders between two of them, and each line in no more than two.
    assert max(uses.values()) == 2
    assert sum(count == 2 for count in uses.values()) >= 8
    shared = {
        code: {at if at >= 0 else ~at for ring in outline(countries(), code).rings for at in ring}
        for code in ("BY", "RU", "PL", "CN")
    }
    assert shared["BY"] & shared["RU"]
    assert shared["BY"] & shared["PL"]
    assert not shared["BY"] & shared["CN"]


def test_every_ring_is_closed() -> None:
    for topology in (countries(), regions("RU"), regions("BY"), regions("FJ")):
        for one in topology.outlines:
            for ring in one.rings:
                points = topology.ring(ring)
                assert points[0] == pytest.approx(points[-1])


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Província de Łódź", "lodz"),
        ("Tul'skaya oblast'", "tul skaya"),
        ("Republic of Karelia", "karelia"),
        ("Region", "region"),
    ],
)
def test_plain_names(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@pytest.mark.parametrize(
    ("country", "name", "code"),
    [
        ("PL", "Mazowieckie", "PL-14"),
        ("PL", "Województwo łódzkie", "PL-10"),
        ("PL", "Masovian Voivodeship", "PL-14"),  # as the checked table calls it
        ("BY", "Minsk Region", "BY-MI"),
        ("UA", "Kyiv Oblast", "UA-32"),
        ("ES", "Bizkaia", "ES-BI"),
        # Cities of the name of a region beside them; another language; no such country.
        ("BY", "Minsk", None),
        ("UA", "Kyiv", None),
        ("KZ", "Almaty Region", None),
        ("PL", "Mazovia", None),
        ("XX", "Mazowieckie", None),
    ],
)
def test_a_name_leads_to_a_code_only_without_doubt(country: str, name: str, code: str | None) -> None:
    assert code_of_name(country, name) == code


def test_outlines_of_another_level_get_no_code() -> None:
    # Two of three outlines bear the name of a region: enough. One of two does: the two lists may mean other things.
    names = ["Bayern", "Hessen", "Nowhere"]
    assert [code for code, _ in codes_of_regions("DE", [("", name) for name in names])] == ["DE-BY", "DE-HE", None]
    assert [code for code, _ in codes_of_regions("DE", [("", name) for name in names[1:]])] == [None, None]
    twice = [("", name) for name in ["Bayern", "Hessen", "Saarland", "Saarland", "Sachsen"]]
    assert [code for code, _ in codes_of_regions("DE", twice)] == ["DE-BY", "DE-HE", None, None, "DE-SN"]


def test_the_ids_of_the_source_are_not_believed() -> None:
    # The source gives Arkhangelsk the id of Vologda, and Kaliningrad one that reads like that of another.
    assert checked_table()["RU"]["Arkhangel'sk"] == ("RU-ARK", "Arkhangelsk Oblast")
    assert codes_of_regions("RU", [("RU.VO", "Arkhangel'sk"), ("RU.VO", "Vologda")]) == [
        ("RU-ARK", "Arkhangelsk Oblast"),
        ("RU-VLG", "Vologda Oblast"),
    ]
