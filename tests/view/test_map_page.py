"""The map as a person uses it: places, piles, lines, regions coloured by a measure, and what is not on it."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from partnergraph.network import Network
from partnergraph.view.map.projection import Albers

from .conftest import Opener, frame, row_of

SHADES = ["#e9e3f1", "#cfc2e2", "#ae9bcd", "#8b73b3", "#684d93"]
SHADES_OF = {0: [], 1: [2], 2: [1, 3], 3: [0, 2, 4], 4: [0, 1, 3, 4], 5: [0, 1, 2, 3, 4]}
ZERO = "#f6f4fa"

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


@pytest.fixture(scope="module")
def mapped() -> Network:
    return Network.from_frames(NODES, EDGES, SOURCES, loader="sample")


@pytest.fixture
def page(open_page: Opener, mapped: Network) -> Page:
    page = open_page(mapped, title="A map")
    page.get_by_role("button", name="Map", exact=True).click()
    expect(page.locator("#map-canvas")).to_be_visible()
    page.get_by_role("button", name="Show all of the map").click()
    settle(page)
    return page


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


def test_the_views_are_switched_and_share_the_selection(page: Page, mapped: Network) -> None:
    expect(page.locator("#picture")).to_be_hidden()
    expect(page.get_by_role("button", name="Map", exact=True)).to_have_attribute("aria-pressed", "true")
    visit(page, row_of(mapped, "region:amur"))
    click_spot(page, row_of(mapped, "region:amur"))
    expect(page.locator("#details h2")).to_have_text("Amur Oblast")
    expect(page.locator(".tally").first).to_contain_text("3 facts")
    page.get_by_role("button", name="Picture", exact=True).click()
    expect(page.locator("#map")).to_be_hidden()
    expect(page.locator("#details h2")).to_have_text("Amur Oblast")


def test_places_on_the_screen_are_the_projected_coordinates(page: Page, mapped: Network) -> None:
    own = NODES[(NODES["latitude"] != "")]
    longitude, latitude = (own[name].to_numpy(float) for name in ("longitude", "latitude"))
    # The middle of 21.01 and 127.53 degrees east; a third of 7.54 degrees on both sides of 54.05 north.
    albers = Albers(74.3, 54.0, (51.5, 56.6))
    expect(page.locator("#map-projection")).to_have_text(f"{albers.name}.")
    x, y = albers.project(longitude, latitude)
    screen = [page.evaluate("(row) => partnergraph.map.screen(row)", int(row)) for row in own.index]
    drawn = np.array([[place["x"], place["y"]] for place in screen])
    # The same shape, in one scale for both axes, with y downwards.
    scale = np.ptp(drawn[:, 0]) / np.ptp(x)
    assert drawn[:, 0] - drawn[0, 0] == pytest.approx((x - x[0]) * scale, abs=0.05)
    assert drawn[:, 1] - drawn[0, 1] == pytest.approx((y[0] - y) * scale, abs=0.05)
    row = row_of(mapped, "region:amur")
    found = spot(page, row)
    assert (found["rows"], found["x"], found["y"]) == ([row], *[pytest.approx(screen[5][axis]) for axis in "xy"])


def test_all_of_one_town_are_reached(page: Page, mapped: Network) -> None:
    works = [row_of(mapped, f"enterprise:{row}") for row in range(31)]
    minsk = row_of(mapped, "city:minsk")
    visit(page, minsk, 1.0)
    # Minsk, its works and the country, whose coordinates are the capital's, stand in one spot.
    assert sorted(spot(page, minsk)["rows"]) == sorted([0, minsk, *works])
    click_spot(page, minsk)
    settle(page)
    expect(page.locator("#map-card h2")).to_have_text("33 at Minsk")
    expect(page.locator("#map-card li")).to_have_count(33)
    spots = [spot(page, row) for row in [0, minsk, *works]]
    assert all(one["isFanned"] and len(one["rows"]) == 1 for one in spots)
    apart = [math.dist((a["x"], a["y"]), (b["x"], b["y"])) for at, a in enumerate(spots) for b in spots[:at]]
    assert min(apart) > 12
    for row in (works[17], works[30]):
        click_spot(page, row)
        expect(page.locator("#details h2")).to_have_text(str(mapped.nodes["name"][row]))
        expect(page.locator("#map-note")).to_have_text(f"{mapped.nodes['name'][row]} stands at Minsk, where it lies.")
    page.locator("#map-card").get_by_role("button", name="Works 8").click()
    expect(page.locator("#details h2")).to_have_text("Works 8")
    page.get_by_role("button", name="Close this list").click()
    expect(page.locator("#map-card")).to_be_hidden()
    assert not spot(page, works[2])["isFanned"]


def test_near_towns_part_when_one_comes_closer(page: Page, mapped: Network) -> None:
    vitebsk, polotsk = row_of(mapped, "region:vitebsk"), row_of(mapped, "city:polotsk")
    page.evaluate("() => { const { x, y } = partnergraph.map.camera(); partnergraph.map.move(x, y, 0.0001) }")
    page.wait_for_timeout(120)
    assert polotsk in spot(page, vitebsk)["rows"]
    for _ in range(4):
        if polotsk not in spot(page, vitebsk)["rows"]:
            break
        click_spot(page, vitebsk)
        settle(page)
    assert spot(page, vitebsk)["rows"] == [vitebsk]
    assert spot(page, polotsk)["rows"] == [polotsk]


def areas_by_python(network: Network) -> dict[str, set[str]]:
    """Return the area codes that each node counts for, worked out from the frames alone."""
    home = dict(zip(network.nodes["id"], network.nodes["located_in"], strict=True))
    own = dict(zip(network.nodes["id"], network.nodes["iso_3166_2"], strict=True))
    country = dict(zip(network.nodes["id"], network.nodes["country"], strict=True))

    def code(node: object) -> str | None:
        if not isinstance(node, str):
            return None
        return own[node] if isinstance(own[node], str) else code(home[node])

    found = {str(node): code(node) for node in own}
    found["region:tatarstan"] = "RU-TA"  # by its name
    return {node: {code} if code else {"PL"} if country[node] == "PL" else set() for node, code in found.items()}


def measured_by_python(network: Network, measure: str) -> dict[str, float]:
    areas = areas_by_python(network)
    edges = network.edges
    values: dict[str, float] = {code: 0 for codes in areas.values() for code in codes}
    partners: dict[str, set[str]] = {code: set() for code in values}
    for source, target in zip(edges["source"], edges["target"], strict=True):
        for code in areas[source] | areas[target]:
            values[code] += 1
        if areas[source] != areas[target]:
            for one, other in ((source, target), (target, source)):
                for code in areas[one]:
                    partners[code].add(other)
    if measure == "facts":
        return values
    if measure == "partners":
        return {code: len(found) for code, found in partners.items()}
    _, kind, unit = measure.split(":")
    chosen = edges[(edges["type"] == kind) & (edges["unit"] == unit)].sort_values("date")
    amounts: dict[str, float] = {}
    for source, target, amount in zip(chosen["source"], chosen["target"], chosen["amount"], strict=True):
        for code in areas[source] | areas[target]:
            # Turnovers of two years are not one sum; deliveries are.
            amounts[code] = float(amount) + (0.0 if kind == "TRADE" else amounts.get(code, 0.0))
    return amounts


def fills_by_python(values: dict[str, float]) -> dict[str, str]:
    positive = sorted(value for value in values.values() if value > 0)
    limits = sorted({positive[math.ceil(part * len(positive) / 5) - 1] for part in range(1, 6)})
    shades = [SHADES[at] for at in SHADES_OF[len(limits)]]
    return {
        code: shades[next(at for at, limit in enumerate(limits) if value <= limit)] if value > 0 else ZERO
        for code, value in values.items()
    }


@pytest.mark.parametrize("measure", ["facts", "partners", "amount:TRADE:USD", "amount:SUPPLIES:pcs"])
def test_regions_have_the_colour_of_their_class(page: Page, mapped: Network, measure: str) -> None:
    page.get_by_label("Regions coloured by").select_option(measure)
    expected = measured_by_python(mapped, measure)
    shown = {area["code"]: area for area in page.evaluate("partnergraph.map.values()") if area["code"]}
    assert {code: area["value"] for code, area in shown.items() if area["value"] is not None} == expected
    fills = fills_by_python(expected)
    assert {code: area["fill"] for code, area in shown.items() if area["fill"]} == fills
    # The legend gives the classes, from the least to the greatest value in each.
    classes = page.locator("#map-classes li[data-shade]")
    for shade, most in classes.evaluate_all("all => all.map((one) => [one.dataset.shade, Number(one.dataset.most)])"):
        assert most == max(value for code, value in expected.items() if fills[code] == shade)
    assert classes.count() == len({fill for fill in fills.values() if fill != ZERO})
    expect(page.locator("#map-classes .unknown")).to_be_visible()


def test_the_colour_is_the_one_on_the_canvas(page: Page, mapped: Network) -> None:
    page.get_by_label("Regions coloured by").select_option("facts")
    page.wait_for_timeout(120)
    fill = fills_by_python(measured_by_python(mapped, "facts"))["RU-AMU"]
    # A point of Amur Oblast away from its capital: a degree further north.
    at = page.evaluate("(row) => partnergraph.map.screen(row)", row_of(mapped, "region:amur"))
    pixels = page.evaluate(
        """([x, y]) => {
          const canvas = document.querySelector('#map-canvas canvas');
          const ratio = canvas.width / canvas.clientWidth;
          const side = 30;
          const { data } = canvas.getContext('2d').getImageData((x - side / 2) * ratio, (y - side) * ratio, side, side);
          const seen = new Set();
          for (let at = 0; at < data.length; at += 4) {
            seen.add('#' + [0, 1, 2].map((part) => data[at + part].toString(16).padStart(2, '0')).join(''));
          }
          return [...seen];
        }""",
        [at["x"], at["y"]],
    )
    assert fill in pixels


def test_filters_recolour(page: Page) -> None:
    page.get_by_role("button", name="Only Twinning").click()
    values = {area["code"]: area["value"] for area in page.evaluate("partnergraph.map.values()")}
    assert (values["BY-VI"], values["RU-PSK"], values["BY-HO"], values["RU-CHU"]) == (1, 1, 0, None)
    assert page.evaluate("partnergraph.map.counts().lines") == 1


def test_classes_are_told_apart_without_colour(page: Page) -> None:
    # Relative luminance, WCAG 2.2: each class is clearly darker than the one before it, whoever looks.
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    steps = [luminance(shade) + 0.05 for shade in SHADES]
    assert all(one / other > 1.3 for one, other in pairwise(steps))


def test_what_is_not_on_the_map_is_listed(page: Page, mapped: Network) -> None:
    box = page.locator("#map-unplaced")
    # The idle institute has no fact and is not shown.
    expect(box.locator("summary")).to_have_text("2 parties and places without a place")
    page.locator("#loose").evaluate("(box) => box.click()")
    placed = mapped.nodes["latitude"].notna() | mapped.nodes["located_in"].notna()
    expected = set(mapped.nodes.loc[~placed, "name"])
    assert expected == {"Lost Works", "Common Space", "Idle Institute", "New Region"}
    expect(box.locator("summary")).to_have_text("4 parties and places without a place")
    box.locator("summary").click()
    assert {text.strip() for text in box.locator("li").all_inner_texts()} == expected
    expect(page.locator("#map-counts")).to_contain_text("2 facts have an end without a place")
    box.get_by_role("button", name="Lost Works").click()
    expect(page.locator("#details h2")).to_have_text("Lost Works")
    expect(page.locator("#map-note")).to_have_text("Lost Works has no known place and is not on the map.")
    unmatched = page.locator("#map-unmatched")
    unmatched.locator("summary").click()
    expect(unmatched.locator("li")).to_have_text(
        "New Region: it has no ISO 3166-2 code, and no region of RU in ISO 3166-2 bears its name"
    )


def test_lines_are_facts(page: Page, mapped: Network) -> None:
    counts = page.evaluate("partnergraph.map.counts()")
    assert counts["outside"] == 2
    vitebsk, pskov = row_of(mapped, "region:vitebsk"), row_of(mapped, "region:pskov")
    visit(page, vitebsk, 0.7)
    # Two agreements between the same two are one line; a list tells them apart.
    box = page.locator("#map-canvas").bounding_box()
    assert box is not None
    one, other = spot(page, vitebsk), spot(page, pskov)
    found = None
    for step in range(-40, 41):
        x = (one["x"] + other["x"]) / 2 + step * (other["y"] - one["y"]) / 200
        y = (one["y"] + other["y"]) / 2 - step * (other["x"] - one["x"]) / 200
        page.mouse.move(box["x"] + x, box["y"] + y)
        if "2 facts along this line" in page.locator("#tip").inner_text():
            found = (box["x"] + x, box["y"] + y)
            break
    assert found is not None
    page.mouse.click(*found)
    expect(page.locator("#map-card h2")).to_have_text("Agreement: 2 facts along this line")
    page.locator("#map-card li").first.get_by_role("button").click()
    expect(page.locator("#details h2")).to_have_text("Agreement")
    expect(page.locator("#details")).to_contain_text("2012")


def test_a_region_is_chosen_by_its_ground(page: Page, mapped: Network) -> None:
    amur = row_of(mapped, "region:amur")
    visit(page, amur, 0.2)
    box = page.locator("#map-canvas").bounding_box()
    assert box is not None
    place = spot(page, amur)
    # About two hundred kilometres to the north.
    x, y = box["x"] + place["x"], box["y"] + place["y"] - 45
    page.mouse.move(x, y)
    expect(page.locator("#tip")).to_contain_text("Amur Oblast")
    expect(page.locator("#tip")).to_contain_text("RU-AMU · Russia · Number of facts: 3")
    page.mouse.click(x, y)
    expect(page.locator("#details h2")).to_have_text("Amur Oblast")


def test_the_keyboard_moves_and_zooms(page: Page) -> None:
    page.locator("#map-canvas").focus()
    before = page.evaluate("partnergraph.map.camera()")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    moved = page.evaluate("partnergraph.map.camera()")
    assert moved["x"] > before["x"]
    assert moved["y"] > before["y"]
    page.keyboard.press("+")
    settle(page)
    assert page.evaluate("partnergraph.map.camera().scale") == pytest.approx(before["scale"] * 1.4)
    page.keyboard.press("0")
    settle(page)
    assert page.evaluate("partnergraph.map.camera()") == pytest.approx(before)


def test_the_wheel_keeps_what_is_under_it(page: Page, mapped: Network) -> None:
    row = row_of(mapped, "region:tatarstan")
    box = page.locator("#map-canvas").bounding_box()
    assert box is not None
    before = spot(page, row)
    page.mouse.move(box["x"] + before["x"], box["y"] + before["y"])
    scale = page.evaluate("partnergraph.map.camera().scale")
    page.mouse.wheel(0, -200)
    settle(page)
    after = spot(page, row)
    assert page.evaluate("partnergraph.map.camera().scale") > scale * 1.3
    assert (after["x"], after["y"]) == pytest.approx((before["x"], before["y"]), abs=1.0)


def test_the_link_says_nothing_of_a_place_that_nobody_chose(open_page: Opener, mapped: Network) -> None:
    page = open_page(mapped)
    page.get_by_role("button", name="Map", exact=True).click()
    page.wait_for_timeout(800)
    assert page.evaluate("location.hash") == "#view=map"


def test_the_link_restores_the_map(page: Page, open_page: Opener, mapped: Network) -> None:
    page.get_by_label("Regions coloured by").select_option("amount:TRADE:USD")
    visit(page, row_of(mapped, "city:moscow"), 0.31)
    page.wait_for_timeout(800)
    fragment = page.evaluate("location.hash")
    assert "view=map" in fragment
    wanted = page.evaluate("partnergraph.map.camera()")
    again = open_page(mapped, title="A map")
    again.evaluate("(hash) => { location.hash = hash }", fragment)
    expect(again.locator("#map")).to_be_visible()
    expect(again.get_by_label("Regions coloured by")).to_have_value("amount:TRADE:USD")
    settle(again)
    found = again.evaluate("partnergraph.map.camera()")
    assert (found["x"], found["y"]) == pytest.approx((wanted["x"], wanted["y"]), abs=1)
    assert found["scale"] == pytest.approx(wanted["scale"], rel=1e-3)
    again.evaluate("location.hash = '#view=map&map=1e9,NaN,%3Cscript%3E&regions=%3Cimg%3E'")
    again.wait_for_timeout(200)
    expect(again.get_by_label("Regions coloured by")).to_have_value("facts")


def test_the_map_on_a_phone(open_page: Opener, mapped: Network) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = open_page(mapped, options=phone)
    page.get_by_role("button", name="Map", exact=True).tap()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate("document.getElementById('map-side').open") is False
    row = row_of(mapped, "region:amur")
    visit(page, row, 0.3)
    box = page.locator("#map-canvas").bounding_box()
    assert box is not None
    found = spot(page, row)
    page.touchscreen.tap(box["x"] + found["x"], box["y"] + found["y"])
    expect(page.locator("#details h2")).to_have_text("Amur Oblast")
    expect(page.locator("#details h2")).to_be_in_viewport()


def test_a_network_without_a_place_or_a_country_has_no_map(open_page: Opener) -> None:
    page = open_page(Network.empty())
    expect(page.get_by_role("button", name="Map", exact=True)).to_have_count(0)
    page.evaluate("location.hash = '#view=map'")
    page.wait_for_timeout(100)
    expect(page.locator("#picture")).to_be_visible()


def test_a_network_of_countries_shows_the_world(open_page: Opener) -> None:
    nodes = frame("id type name country", ("a", "City", "A", "PL"), ("b", "City", "B", "BR"))
    edges = frame("id type source target status sources", ("t", "TWINNING", "a", "b", "active", "s"))
    page = open_page(Network.from_frames(nodes, edges, SOURCES, loader="t"))
    page.get_by_role("button", name="Map", exact=True).click()
    values = {area["code"]: area["value"] for area in page.evaluate("partnergraph.map.values()")}
    assert {code: value for code, value in values.items() if value is not None} == {"PL": 1, "BR": 1}
    expect(page.locator("#map-projection")).to_have_text("Equal Earth, central meridian 11.0°.")
    assert page.evaluate("partnergraph.map.counts().spots") == 0


def test_hostile_names_on_the_map_are_text(open_page: Opener) -> None:
    name = "<img src=x onerror=window.ran=1>"
    nodes = frame(
        "id type name country latitude longitude",
        ("a", "City", name, "BY", 53.9, 27.57),
        ("b", "City", name, "BY", 53.9, 27.57),
        ("c", "Region", name, "BY", "", ""),
    )
    edges = frame("id type source target status sources", ("t", "TWINNING", "a", "b", "active", "s"))
    page = open_page(Network.from_frames(pd.DataFrame(nodes), edges, SOURCES, loader="t"))
    page.get_by_role("button", name="Map", exact=True).click()
    page.wait_for_timeout(150)
    click_spot(page, 0)
    expect(page.locator("#map-card li").first).to_contain_text(name)
    page.locator("#map-unmatched summary").click()
    expect(page.locator("#map-unmatched li")).to_contain_text(name)
    assert page.evaluate("window.ran") is None
