"""A network with places, for the tests of the map, and how they look at it and click on it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from partnergraph.network import Network
from tests.view.conftest import frame

NODES = frame(
    "id type name country located_in iso_3166_2 latitude longitude",
    ("country:belarus", "Country", "Belarus", "BY", "", "", 53.9, 27.57),
    ("country:poland", "Country", "Poland", "PL", "", "", 52.23, 21.01),
    ("region:vitebsk", "Region", "Vitebsk Region", "BY", "country:belarus", "BY-VI", 55.19, 30.2),
    ("region:gomel", "Region", "Gomel Region", "BY", "country:belarus", "BY-HO", 52.43, 30.98),
    ("region:pskov", "Region", "Pskov Oblast", "RU", "", "RU-PSK", 57.82, 28.33),
    ("region:amur", "Region", "Amur Oblast", "RU", "", "RU-AMU", 50.28, 127.53),
    ("region:tatarstan", "Region", "Tatarstan", "RU", "", "", 55.79, 49.12),
    ("region:new", "Region", "New Region", "RU", "", "", "", ""),
    ("city:minsk", "City", "Minsk", "BY", "country:belarus", "BY-HM", 53.9, 27.57),
    ("city:polotsk", "City", "Polotsk", "BY", "region:vitebsk", "", 55.49, 28.79),
    ("city:moscow", "City", "Moscow", "RU", "", "RU-MOW", 55.75, 37.62),
    *[(f"enterprise:{row}", "Enterprise", f"Works {row}", "BY", "city:minsk", "", "", "") for row in range(31)],
    ("enterprise:lost", "Enterprise", "Lost Works", "BY", "", "", "", ""),
    ("programme:space", "Programme", "Common Space", "", "", "", "", ""),
    ("institution:idle", "Institution", "Idle Institute", "RU", "", "", "", ""),
)
EDGES = frame(
    "id type source target date status amount unit sources",
    ("t1", "TWINNING", "city:polotsk", "region:pskov", "2001", "signed", "", "", "s"),
    ("a1", "AGREEMENT", "region:vitebsk", "region:pskov", "2010", "signed", "", "", "s"),
    ("a2", "AGREEMENT", "region:vitebsk", "region:pskov", "2012", "signed", "", "", "s"),
    ("a3", "AGREEMENT", "region:gomel", "region:tatarstan", "2012", "planned", "", "", "s"),
    ("a4", "AGREEMENT", "region:amur", "country:belarus", "2015", "signed", "", "", "s"),
    ("a5", "AGREEMENT", "city:moscow", "city:minsk", "1998", "ended", "", "", "s"),
    ("a6", "AGREEMENT", "country:poland", "region:gomel", "2019", "active", "", "", "s"),
    *[(f"w{row}", "SUPPLIES", f"enterprise:{row}", "region:pskov", "2020", "active", "", "", "s") for row in range(31)],
    ("v1", "SUPPLIES", "enterprise:3", "region:tatarstan", "2020", "active", 500, "pcs", "s"),
    ("v2", "SUPPLIES", "enterprise:4", "region:tatarstan", "2021", "active", 250, "pcs", "s"),
    ("v3", "SUPPLIES", "enterprise:4", "region:amur", "2021", "active", 20, "pcs", "s"),
    ("x1", "TRADE", "region:pskov", "country:belarus", "2019", "active", 90, "USD", "s"),
    ("x2", "TRADE", "region:pskov", "country:belarus", "2021", "active", 40, "USD", "s"),
    ("x3", "TRADE", "region:amur", "country:belarus", "2020", "active", 7, "USD", "s"),
    ("m1", "AGREEMENT", "region:pskov", "programme:space", "2020", "active", "", "", "s"),
    ("m2", "AGREEMENT", "enterprise:lost", "region:gomel", "2020", "active", "", "", "s"),
)
SOURCES = frame("id kind title", ("s", "book", "A book"))


def mapped_network() -> Network:
    """Towns, regions and countries with and without coordinates, 31 enterprises in one town."""
    return Network.from_frames(NODES, EDGES, SOURCES, loader="sample")


def settle(page: Page) -> None:
    """Wait until the camera has come to rest."""
    before = None
    for _ in range(100):
        now = page.evaluate("partnergraph.map.camera()")
        if now == before:
            return
        before = now
        page.wait_for_timeout(60)
    pytest.fail("the map does not come to rest")


def spot(page: Page, row: int) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("(row) => partnergraph.map.spot(row)", row)
    return found


def click_spot(page: Page, row: int) -> None:
    box = page.locator("#map-canvas").bounding_box()
    assert box is not None
    found = spot(page, row)
    page.mouse.click(box["x"] + found["x"], box["y"] + found["y"])


def visit(page: Page, row: int, scale: float = 0.5) -> None:
    """Bring a node into the middle at a scale."""
    place = page.evaluate(
        """([row, scale]) => {
          const { x, y } = partnergraph.map.screen(row);
          const { x: cx, y: cy, scale: now } = partnergraph.map.camera();
          const box = document.getElementById('map-canvas').getBoundingClientRect();
          return [(x - box.width / 2) / now + cx, (y - box.height / 2) / now + cy, scale];
        }""",
        [row, scale],
    )
    page.evaluate("(to) => partnergraph.map.move(...to)", place)
    page.wait_for_timeout(120)
