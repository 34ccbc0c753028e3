"""For everybody: by keyboard, by screen reader, in light and dark, without motion."""

from __future__ import annotations

from importlib.resources import files
from importlib.util import find_spec
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from partnergraph.network import Network
from tests.view.conftest import Opener, look_up, row_of, scale, shown, wait_until

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}


@pytest.fixture(scope="session")
def axe() -> str:
    """Return axe-core as the package axe-playwright-python carries it."""
    if find_spec("axe_playwright_python") is None:
        pytest.skip("axe-playwright-python is not installed: the page is not checked by axe-core")
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[str]:
    """Return what axe-core finds of level serious or critical, with the elements concerned."""
    page.wait_for_timeout(300)
    page.evaluate(axe + "; undefined")
    found: list[dict[str, Any]] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


def open_everything(page: Page) -> None:
    page.locator("#filters details:not([open]) > summary").evaluate_all("(all) => all.forEach((one) => one.click())")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page: Opener, network: Network, axe: str, scheme: str) -> None:
    page = open_page(network, options={**DESK, "color_scheme": scheme})
    open_everything(page)
    page.locator("#unit").select_option("unit:pcs")
    page.locator("#source").fill("tractors")
    page.locator("#source").press("Enter")
    look_up(page, "Pskov")
    page.get_by_label("show nothing else").check()
    assert violations(page, axe) == []
    page.locator("#reset").click()
    page.locator("#tab-paths").click()
    for field, name in (("from", "Vitebsk"), ("to", "Smolensk")):
        page.locator(f"#path-{field}").fill(name)
        page.locator(f"#path-{field}").press("Enter")
    page.locator("#search").fill("min")
    assert violations(page, axe) == []
    page.keyboard.press("Escape")
    page.locator("#tab-groups").click()
    page.get_by_label("colour the nodes by group").check()
    page.locator("#group-list summary").first.click()
    assert violations(page, axe) == []
    page.get_by_role("button", name="Only Twinning").click()
    page.locator("#view-table").click()
    assert violations(page, axe) == []
    page.locator("#table-nodes").click()
    assert violations(page, axe) == []


def test_axe_finds_nothing_serious_in_the_reference_network(open_page: Opener, reference: Network, axe: str) -> None:
    page = open_page(reference)
    assert violations(page, axe) == []
    look_up(page, "Leningrad Oblast")
    assert violations(page, axe) == []
    # The check is awake: what nobody could read is found.
    page.evaluate("document.getElementById('counts').style.color = '#eeeeee'")
    assert [each.split(":")[0] for each in violations(page, axe)] == ["color-contrast"]


def test_axe_finds_nothing_serious_on_a_phone(open_page: Opener, network: Network, axe: str) -> None:
    page = open_page(network, options=PHONE)
    assert violations(page, axe) == []
    page.locator("#open-filters").tap()
    open_everything(page)
    assert violations(page, axe) == []
    page.locator("#close-filters").tap()
    look_up(page, "Pskov")
    assert violations(page, axe) == []
    page.locator("#close-panel").tap()
    page.locator("#view-table").tap()
    assert violations(page, axe) == []


def test_the_page_says_what_it_is(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_title("A sample")
    for role in ("banner", "main", "navigation", "search"):
        expect(page.get_by_role(role)).to_have_count(1)
    assert page.get_by_role("complementary").evaluate_all("(all) => all.map((one) => one.ariaLabel)") == [
        "Legend and filters",
        "Hubs, details, paths, groups and comparison",
    ]
    assert page.get_by_role("heading", level=1).all_inner_texts() == ["A sample"]


def test_a_walk_by_keyboard_alone(open_page: Opener, network: Network) -> None:
    """Find a party, read a fact, go on to its partner, ask for a path, filter, and take all back."""
    page = open_page(network)
    press = page.keyboard.press

    def tab_to(name: str) -> None:
        for _ in range(150):
            press("Tab")
            if page.evaluate("document.activeElement.id || document.activeElement.ariaLabel || ''") == name:
                return
            if page.evaluate("document.activeElement.textContent.trim()") == name:
                return
        pytest.fail(f"the Tab key does not reach {name}")

    press("Tab")
    expect(page.get_by_role("link", name="Skip the picture")).to_be_focused()
    tab_to("search")
    page.keyboard.type("psk")
    press("Enter")
    expect(page.locator("#details h2")).to_be_focused()
    tab_to("Vitebsk")
    press("Enter")
    expect(page.locator("#details h2")).to_have_text("Vitebsk")
    tab_to("Path from here …")
    press("Enter")
    tab_to("path-to")
    page.keyboard.type("smol")
    press("ArrowDown")
    press("Enter")
    expect(page.locator(".route .stop")).to_have_count(4)
    press("Home")
    tab_to("Only Twinning")
    press("Space")
    assert shown(page)[0] == 1
    tab_to("Date")
    press("Enter")
    tab_to("from-date")
    page.keyboard.type("2005")
    expect(page.locator("#empty")).to_be_visible()
    tab_to("reset")
    press("Enter")
    assert shown(page) == (8, 8)


def test_what_has_the_focus_is_seen(page: Page) -> None:
    """Every stop of the Tab key has an outline that stands out from its ground."""
    open_everything(page)
    unseen = []
    for _ in range(120):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(() => { const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);"
            " return [outlineStyle, parseFloat(outlineWidth), document.activeElement.outerHTML.slice(0, 80)] })()"
        )
        if page.evaluate("document.activeElement === document.body"):
            continue
        if outline[0] == "none" or outline[1] < 2:
            unseen.append(outline[2])
    assert unseen == []


def test_the_tables_say_what_the_picture_shows(open_page: Opener, reference: Network) -> None:
    page = open_page(reference)
    page.get_by_role("button", name="Only Twinning").click()
    drawn = page.evaluate(
        "[Object.values(partnergraph.graph.body.nodes), Object.values(partnergraph.graph.body.edges)]"
        ".map((all) => all.filter((one) => !one.options.hidden).map((one) => one.id))"
    )
    page.locator("#view-table").click()
    rows = page.get_by_role("table", name="29 of 917 facts").get_by_role("row").all_inner_texts()[1:]
    names = reference.nodes.set_index("id")["name"]
    wanted = [(names[reference.edges["source"][row]], names[reference.edges["target"][row]]) for row in drawn[1]]
    assert sorted(tuple(cell.strip() for cell in row.split("\t")[1:3]) for row in rows) == sorted(wanted)
    page.get_by_role("button", name="Parties and places", exact=True).click()
    table = page.get_by_role("table", name=f"{len(drawn[0])} of 398 parties and places")
    names_shown = table.get_by_role("rowheader").all_inner_texts()
    assert sorted(name.strip() for name in names_shown) == sorted(reference.nodes["name"][row] for row in drawn[0])
    table.get_by_role("button", name="Facts shown").click()
    expect(table.get_by_role("columnheader", name="Facts shown")).to_have_attribute("aria-sort", "descending")
    table.get_by_role("rowheader").first.get_by_role("button").click()
    expect(page.locator("#picture")).to_be_visible()
    expect(page.locator("#details h2")).to_be_focused()


def test_without_motion_nothing_glides(open_page: Opener, network: Network) -> None:
    page = open_page(network, options={**DESK, "reduced_motion": "reduce"})
    before = scale(page)
    page.get_by_role("button", name="Zoom in").click()
    page.evaluate("new Promise(requestAnimationFrame)")
    assert scale(page) == pytest.approx(before * 1.4, rel=0.01)
    look_up(page, "Vitebsk")
    page.evaluate("new Promise(requestAnimationFrame)")
    row = row_of(network, "city:vitebsk")
    middle = page.evaluate("[partnergraph.graph.getViewPosition().x, partnergraph.graph.getViewPosition().y]")
    at = page.evaluate("(row) => { const { x, y } = partnergraph.graph.getPosition(row); return [x, y] }", row)
    assert middle == pytest.approx(at, abs=1)


def test_the_theme_is_the_systems_until_one_chooses(open_page: Opener, network: Network) -> None:
    page = open_page(network, options={**DESK, "color_scheme": "dark"})
    ground = "getComputedStyle(document.body).backgroundColor"
    star = "partnergraph.graph.body.nodes[0].options.color.background"
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Colours: as the system").click()
    assert page.evaluate(ground) != dark
    wait_until(page, lambda: page.evaluate(star) == "#000000")
    page.get_by_role("button", name="Colours: light").click()
    assert page.evaluate(ground) == dark
    page.get_by_role("button", name="Colours: dark").click()
    page.emulate_media(color_scheme="light")
    assert page.evaluate(ground) != dark


def test_on_a_phone_nothing_hangs_over_the_edge(open_page: Opener, reference: Network) -> None:
    page = open_page(reference, options=PHONE)
    width = "document.documentElement.scrollWidth"
    page.locator("#open-panel").tap()
    for tab in ("hubs", "paths", "groups"):
        page.locator(f"#tab-{tab}").tap()
        assert page.evaluate(
            "[document.getElementById('panel').scrollWidth, document.documentElement.scrollWidth]"
        ) == [
            390,
            390,
        ]
    page.locator("#close-panel").tap()
    page.locator("#open-filters").tap()
    open_everything(page)
    assert page.evaluate("document.getElementById('filters').scrollWidth") == 390
    page.locator("#close-filters").tap()
    page.locator("#view-table").tap()
    assert page.evaluate("document.getElementById('table-view').scrollWidth") <= 390
    assert page.evaluate(width) == 390
