"""The map as a person uses it: places, piles, lines, regions coloured by a measure, and what is not on it."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from partnergraph.network import Network
from partnergraph.view.map.cartographic import Albers
from tests.view.conftest import Opener, frame, row_of, wait_until
from tests.view.map.mapped_networks import NODES, SOURCES, click_spot, mapped_network, settle, spot, visit


@pytest.fixture(scope="module")
def mapped() -> Network:
    return mapped_network()


@pytest.fixture
def page(open_page: Opener, mapped: Network) -> Page:
    page = open_page(mapped, title="A map")
    page.get_by_role("button", name="Map", exact=True).click()
    expect(page.locator("#map-canvas")).to_be_visible()
    page.get_by_role("button", name="Show all of the map").click()
    settle(page)
    return page


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
    pskov, polotsk = row_of(mapped, "region:pskov"), row_of(mapped, "city:polotsk")
    page.evaluate("() => { const { x, y } = partnergraph.map.camera(); partnergraph.map.move(x, y, 0.0001) }")
    wait_until(page, lambda: polotsk in spot(page, pskov)["rows"])
    for _ in range(4):
        if polotsk not in spot(page, pskov)["rows"]:
            break
        click_spot(page, pskov)
        settle(page)
    assert spot(page, pskov)["rows"] == [pskov]
    assert spot(page, polotsk)["rows"] == [polotsk]


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
    expect(box.locator("li")).to_have_count(len(expected))  # they are written once the list opens
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
