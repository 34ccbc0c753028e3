"""The sheet that goes into the page: what is on it, where, and how much room it takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from partnergraph.network import Network
from partnergraph.view.map.cartographic import Albers
from partnergraph.view.map.encoding import decode
from partnergraph.view.map.seam import dense, lines_within
from partnergraph.view.map.sheet import UNITS, map_contents
from partnergraph.view.map.topology import Outline, Topology, from_topojson
from tests.view.conftest import frame

LOADER = Path(__file__).resolve().parents[3] / "loaders" / "union_state"


@pytest.fixture(scope="module")
def reference() -> Network:
    tables = [
        pd.read_csv(LOADER / f"{name}.csv", dtype=str, keep_default_na=False) for name in ("nodes", "edges", "sources")
    ]
    return Network.from_frames(*tables, loader="union_state")


@pytest.fixture(scope="module")
def sheet(reference: Network) -> dict[str, Any]:
    return map_contents(reference)


def towns(*places: tuple[float, float], country: str = "BY") -> Network:
    nodes = frame(
        "id type name country latitude longitude",
        *[(f"city:{row}", "City", f"Town {row}", country, lat, lon) for row, (lat, lon) in enumerate(places)],
    )
    return Network.from_frames(nodes, frame("id type source target status sources"), frame("id kind title"), loader="t")


def test_places_are_the_projected_coordinates(reference: Network, sheet: dict[str, Any]) -> None:
    nodes = reference.nodes
    own = pd.to_numeric(nodes["latitude"]).notna()
    longitude, latitude = (pd.to_numeric(nodes.loc[own, name]).to_numpy(float) for name in ("longitude", "latitude"))
    middle = round((longitude.min() + longitude.max()) / 2, 1)
    third = (latitude.max() - latitude.min()) / 3
    centre = (latitude.max() + latitude.min()) / 2
    albers = Albers(middle, round(centre, 1), (round(centre - third, 1), round(centre + third, 1)))
    assert sheet["projection"] == albers.name
    x, y = albers.project(longitude, latitude)
    scale = UNITS / max(np.ptp(x), np.ptp(y))
    rows = np.flatnonzero(own)
    assert [sheet["x"][row] for row in rows] == pytest.approx(((x - x.min()) * scale).tolist(), abs=0.051)
    assert [sheet["y"][row] for row in rows] == pytest.approx(((y.max() - y) * scale).tolist(), abs=0.051)


def test_what_has_no_place_has_none_on_the_sheet(reference: Network, sheet: dict[str, Any]) -> None:
    nodes = reference.nodes
    home = dict(zip(nodes["id"], nodes["located_in"], strict=True))
    located = set(nodes.loc[pd.to_numeric(nodes["latitude"]).notna(), "id"])

    def stands(node: object) -> bool:
        return node in located or (isinstance(home.get(node), str) and stands(home[node]))

    expected = [row for row, node in enumerate(nodes["id"]) if not stands(node)]
    assert [row for row, x in enumerate(sheet["x"]) if x is None] == expected
    assert len(expected) == 37


def test_the_countries_that_take_part_are_shown_with_their_regions(reference: Network, sheet: dict[str, Any]) -> None:
    areas = sheet["areas"]
    whole = {area["code"] for area in areas if not area.get("region")}
    assert set(reference.nodes["country"].dropna()) <= whole
    assert {"BR", "AU", "ZA"}.isdisjoint(whole)
    regions = [area["code"] for area in areas if area.get("region")]
    assert (len(regions), {code[:2] for code in regions}) == (90, {"BY", "RU"})
    assert sheet["unmatched"] == []
    row_of = {node: row for row, node in enumerate(reference.nodes["id"])}
    by_code = {area["code"]: area for area in areas}
    assert by_code["RU-PSK"]["node"] == row_of["region:pskov-oblast"]
    assert by_code["BY-HM"]["node"] == row_of["city:minsk"]
    assert by_code["PL"]["node"] == row_of["country:poland"]
    assert "node" not in by_code["RU-CHU"]
    code_of = [None if area is None else areas[area]["code"] for area in sheet["areaOf"]]
    assert code_of[row_of["city:bobruisk"]] == "BY-MA"
    assert code_of[row_of["enterprise:amkodor"]] == "BY-HM"
    assert code_of[row_of["country:poland"]] == "PL"
    assert code_of[row_of["country:belarus"]] is None  # it is shown as its regions


def test_the_map_takes_little_room(sheet: dict[str, Any]) -> None:
    assert len(json.dumps(sheet, separators=(",", ":"))) < 150_000


def test_rings_refer_to_the_lines_and_close(sheet: dict[str, Any]) -> None:
    lines = decode(sheet["lines"])
    for area in sheet["areas"]:
        for ring in area["rings"]:
            parts = [lines[at] if at >= 0 else lines[~at][::-1] for at in ring]
            for part, after in zip(parts, [*parts[1:], parts[0]], strict=True):
                assert np.abs(part[-1] - after[0]).max() <= 1


def test_russia_is_whole_across_the_antimeridian(sheet: dict[str, Any]) -> None:
    lines = decode(sheet["lines"])
    chukotka = next(area for area in sheet["areas"] if area["code"] == "RU-CHU")
    points = np.concatenate([lines[at if at >= 0 else ~at] for ring in chukotka["rings"] for at in ring])
    # 1,300 kilometres from west to east; cut apart, it would lie on both sides of the sheet.
    assert np.ptp(points[:, 0]) < UNITS / 4


def test_the_world_is_cut_in_the_bering_strait() -> None:
    sheet = map_contents(towns((55.0, 37.0), (40.0, -74.0), (35.0, 139.0), (-33.0, 151.0), (61.0, -149.0)))
    assert sheet["projection"] == "Equal Earth, central meridian 11.0°"
    lines = decode(sheet["lines"])
    longest = max(float(np.abs(np.diff(line, axis=0)).max(initial=0)) for line in lines)
    # No line runs across the sheet; steps are at most two degrees.
    assert longest < UNITS / 50
    assert {"US", "RU", "NZ", "BR"} <= {area["code"] for area in sheet["areas"]}


def test_a_single_town_has_a_sheet_and_an_empty_network_none() -> None:
    single = map_contents(towns((53.9, 27.57)))
    assert (single["x"], single["y"], single["size"]) == ([0.0], [0.0], [0.0, 0.0])
    assert "BY" in {area["code"] for area in single["areas"]}
    assert map_contents(Network.empty())["areas"] == []


def test_countries_are_shown_even_without_a_single_place() -> None:
    nodes = frame("id type name country", ("a", "City", "A", "PL"), ("b", "City", "B", "BR"))
    edges = frame("id type source target status sources")
    sheet = map_contents(Network.from_frames(nodes, edges, frame("id kind title"), loader="t"))
    assert sheet["x"] == [None, None]
    assert [sheet["areas"][area]["code"] for area in sheet["areaOf"]] == ["PL", "BR"]
    assert len(sheet["areas"]) > 230


SQUARES = {
    "type": "Topology",
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "objects": {
        "two": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "id": "a", "properties": {"name": "A"}, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "id": "b", "properties": {"name": "B"}, "arcs": [[[-1, 2]]]},
                {"type": None, "properties": {"name": None}},
            ],
        }
    },
    "arcs": [[[10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10], [10, 0]], [[10, 0], [10, 0], [0, 10], [-10, 0]]],
}


def test_topojson_is_read_as_its_specification_says() -> None:
    lines, geometries = from_topojson(SQUARES, "two")
    assert lines[0].tolist() == [[10, 0], [10, 10]]
    assert [geometry["rings"] for geometry in geometries] == [[(0, 1)], [(-1, 2)], []]
    topology = Topology(lines, [Outline(None, "B", ((-1, 2),))])
    assert topology.ring((-1, 2)).tolist() == [[10, 10], [10, 0], [20, 0], [20, 10], [10, 10]]


def box(west: float, east: float) -> Topology:
    ring = np.array([[west, 0.0], [east, 0.0], [east, 10.0], [west, 10.0], [west, 0.0]])
    return Topology([ring], [Outline("X", "Box", ((0,),))])


def test_a_ring_across_the_edge_is_cut_in_two_and_closed() -> None:
    cut = lines_within(box(170.0, 190.0), 0.0)
    pieces = [cut.lines[at] for (at,) in cut.rings[0]]
    assert sorted((float(piece[:, 0].min()), float(piece[:, 0].max())) for piece in pieces) == [
        (-180.0, -170.0),
        (170.0, 180.0),
    ]
    for piece in pieces:
        assert piece[0].tolist() == piece[-1].tolist()
        assert float(np.ptp(piece[:, 1])) == 10.0


@pytest.mark.parametrize("meridian", [180.0, -180.0, 100.0])
def test_a_ring_on_the_map_is_left_whole(meridian: float) -> None:
    within = lines_within(box(170.0, 190.0), meridian)
    assert within.rings == [[(0,)]]
    assert (np.abs(within.lines[0][:, 0] - meridian) <= 180.0).all()


def test_long_steps_are_divided() -> None:
    thick = dense(np.array([[0.0, 0.0], [6.0, 0.0], [7.0, 1.0]]))
    assert thick.tolist() == [[0.0, 0.0], [2.0, 0.0], [4.0, 0.0], [6.0, 0.0], [7.0, 1.0]]
