"""The page as a person uses it: looking, filtering, searching, reading a fact and the source behind it."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from partnergraph.errors import UsageError
from partnergraph.network import Network
from partnergraph.view.page import render
from tests.view.conftest import Opener, open_part, row_of, scale, shown, spot, wait_until

PARTNERSHIPS = 8  # of the nine edges one is LOCATED_IN
WITH_FACTS = 8  # of the ten nodes one region and one institution have no fact


def drawn(page: Page, kind: str) -> list[object]:
    """Return the ids of the nodes or edges that vis-network draws."""
    ids: list[object] = page.evaluate(
        "(kind) => { const { body } = partnergraph.graph;"
        " return Object.values(body[kind]).filter((one) => !one.options.hidden).map((one) => one.id) }",
        kind,
    )
    return ids


def test_numbers_are_the_networks(page: Page, network: Network) -> None:
    expect(page).to_have_title("A sample")
    expect(page.locator("h1")).to_have_text("A sample")
    expect(page.locator("#counts")).to_have_text("10 parties and places · 9 facts · 2 sources · begun 1999 to 2021")
    for section, counts in (
        ("edge-types", network.edges["type"].value_counts()),
        ("node-types", network.nodes["type"].value_counts()),
        ("statuses", network.edges["status"].value_counts()),
    ):
        toggles = page.locator(f"#{section} .toggle")
        found = {
            toggle.get_attribute("data-name"): int(toggle.locator(".count").text_content() or "")
            for toggle in toggles.all()
        }
        assert found == counts.to_dict()
    assert shown(page) == (PARTNERSHIPS, WITH_FACTS)


def test_every_parallel_fact_is_drawn(page: Page, network: Network) -> None:
    facts = [edge for edge in drawn(page, "edges") if isinstance(edge, int)]
    assert [network.edges["id"][row] for row in sorted(facts)] == [
        name for name, kind in zip(network.edges["id"], network.edges["type"], strict=True) if kind != "LOCATED_IN"
    ]
    bends = page.evaluate(
        "[0, 1, 2].map((row) => { const { fromId, toId, options: { smooth } } = partnergraph.graph.body.edges[row];"
        " return smooth.enabled ? [smooth.type, smooth.roundness, fromId < toId] : 'straight' })"
    )
    # The third runs the other way, so that the same turn bends it to the other side.
    assert bends == [["curvedCCW", 0.16, True], "straight", ["curvedCCW", 0.16, False]]


def test_places_are_lines_only_when_asked(page: Page) -> None:
    assert not [edge for edge in drawn(page, "edges") if isinstance(edge, str)]
    open_part(page, "more")
    page.get_by_label("lines to where each lies").check()
    # Vitebsk Region and the institute have no fact and are not drawn, nor are the lines to and from them.
    assert len([edge for edge in drawn(page, "edges") if isinstance(edge, str)]) == 3
    page.get_by_label("parties and places without a visible fact").check()
    assert len([edge for edge in drawn(page, "edges") if isinstance(edge, str)]) == 6
    page.locator('#edge-types .toggle[data-name="LOCATED_IN"]').click()
    assert shown(page) == (9, 10)


def test_nodes_carry_the_vocabularys_colour_and_arrows_only_directed_facts(page: Page, network: Network) -> None:
    colours = page.evaluate("Object.values(partnergraph.graph.body.nodes).map((node) => node.options.color.background)")
    types = network.vocabulary.node_types
    assert colours[: len(network.nodes)] == [types[kind].colour for kind in network.nodes["type"]]
    arrows = page.evaluate(
        "[...Array(9).keys()].map((row) => partnergraph.graph.body.edges[row].options.arrows.to.enabled)"
    )
    assert arrows == [network.vocabulary.edge_types[kind].directed for kind in network.edges["type"]]
    dashed = page.evaluate("[...Array(9).keys()].filter((row) => partnergraph.graph.body.edges[row].options.dashes)")
    assert [network.edges["status"][row] for row in dashed] == ["planned", "proposed"]


def test_legend_filters_and_resets(page: Page) -> None:
    supplies = page.locator('#edge-types .toggle[data-name="SUPPLIES"]')
    expect(supplies).to_have_attribute("aria-pressed", "true")
    supplies.click()
    expect(supplies).to_have_attribute("aria-pressed", "false")
    assert shown(page)[0] == PARTNERSHIPS - 2
    page.get_by_role("button", name="Only Twinning").click()
    assert shown(page) == (1, 2)
    page.get_by_role("button", name="Show everything again").click()
    assert shown(page) == (PARTNERSHIPS, WITH_FACTS)
    page.locator('#node-types .toggle[data-name="City"]').click()
    assert shown(page) == (2, 3)
    page.locator("#reset").click()
    open_part(page, "statuses")
    page.get_by_role("button", name="Only Planned").click()
    assert shown(page)[0] == 1


@pytest.mark.parametrize("typed", ["vit", "VIC", "вітебск", "Viciebsk"])
def test_search_by_name_and_alias_with_the_keyboard(page: Page, typed: str) -> None:
    field = page.locator("#search")
    field.fill(typed)
    expect(field).to_have_attribute("aria-expanded", "true")
    option = page.get_by_role("option", name=re.compile("City, Belarus"))
    expect(option).to_be_visible()
    while option.get_attribute("aria-selected") != "true":
        field.press("ArrowDown")
    field.press("Enter")
    heading = page.locator("#details h2")
    expect(heading).to_have_text("Vitebsk")
    expect(heading).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#hubs")).to_be_visible()


def test_search_that_finds_nothing_says_so(page: Page) -> None:
    page.locator("#search").fill("zzz")
    expect(page.locator("#suggestions")).to_have_text("No party, fact or source says so")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()


def test_a_node_without_a_fact_can_be_found(page: Page) -> None:
    page.locator("#search").fill("idle")
    page.locator("#suggestions").get_by_role("option").click()
    expect(page.locator("#details h2")).to_have_text("Idle Institute")
    expect(page.locator(".tally")).to_have_text("0 facts, 0 partners")
    assert 9 in drawn(page, "nodes")


def test_clicking_a_node_tells_its_facts_and_their_sources(page: Page, network: Network) -> None:
    page.mouse.click(*spot(page, row_of(network, "city:pskov")))
    details = page.locator("#details")
    expect(details.locator("h2")).to_have_text("Pskov")
    expect(details).to_contain_text("Country")
    expect(details.locator("dd").first).to_have_text("Russia")
    expect(details).to_contain_text("Plescow")
    expect(details).to_contain_text("an old town")
    # Where Pskov lies is stated as a fact, too; it is hidden with its type.
    expect(details.locator(".tally")).to_have_text("4 facts of 5; the filters hide the others, 2 partners")
    groups = details.locator("summary").all_inner_texts()
    assert [" ".join(group.split()) for group in groups] == ["Agreement 2", "Twinning 1", "Supplies 1"]
    supplies = details.locator(".group").nth(2)
    for text in ("2021", "planned", "Tractors", "1,500 pcs", "Minsk Tractor Works", "Zalessky, B.", "2023", "note 12"):
        expect(supplies).to_contain_text(text)
    link = supplies.get_by_role("link", name="Tractors for Pskov")
    expect(link).to_have_attribute("href", "https://example.org/a?b=1&c=2")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("target", "_blank")
    expect(details).to_contain_text("17 May 2001")
    expect(details).to_contain_text("2010 – 2015")  # noqa: RUF001
    supplies.get_by_role("button", name="Minsk Tractor Works").click()
    expect(details.locator("h2")).to_have_text("Minsk Tractor Works")


def test_clicking_a_line_tells_that_fact_and_the_others_of_the_pair(page: Page, network: Network) -> None:
    (x0, y0), (x1, y1) = (spot(page, row_of(network, node)) for node in ("city:smolensk", "event:forum-5"))
    for part in (0.5, 0.4, 0.6, 0.3, 0.7, 0.25):
        place = (x0 + part * (x1 - x0), y0 + part * (y1 - y0))
        page.mouse.move(*place)
        page.wait_for_timeout(100)
        on_name = page.locator("#canvas.on-name").count()
        if not on_name and "Hosts" in page.locator("#tip").inner_text():
            break
    page.mouse.click(*place)
    details = page.locator("#details")
    expect(details.locator("h2")).to_have_text("Participation")
    expect(details.locator(".ends")).to_have_text("Smolensk → Fifth Forum")
    details.get_by_text("Cite this").click()
    cited = details.get_by_label("Citation as Text").input_value()
    assert cited.startswith(
        "Zalessky, B.: Contours (2023). Fact p1: Participation, Smolensk - Fifth Forum, October 2018"
    )
    assert details.get_by_label("Citation as BibTeX").input_value().startswith("@misc{p1,")
    page.mouse.click(*spot(page, row_of(network, "city:pskov")))
    details.get_by_role("button", name="Show this fact alone").first.click()
    expect(details.locator("h3")).to_have_text("2 other facts between the two")


def test_clicking_beside_everything_lets_go(page: Page, network: Network) -> None:
    page.mouse.click(*spot(page, row_of(network, "city:pskov")))
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    expect(page.locator("#details")).to_be_hidden()
    expect(page.locator("#hubs")).to_be_visible()


def test_hubs_by_number_of_facts(page: Page) -> None:
    """Rank by partners without whole countries, events and plans, as `rank` does; beside them the facts shown."""
    rows = [row.split("\t")[:4] for row in page.locator("#hubs tbody tr").all_inner_texts()]
    assert [" ".join(row) for row in rows] == [
        "1 Pskov 1 4",
        "1 Vitebsk 1 3",
        "3 Idle Institute 0 0",
    ]
    page.locator("#hubs thead").get_by_role("button", name="Name").click()
    expect(page.locator("#hubs tbody tr").first).to_contain_text("Idle Institute")
    expect(page.locator("#hubs th[aria-sort]")).to_have_text("Name")
    page.locator("#hubs tbody").get_by_role("button", name="Pskov", exact=True).click()
    expect(page.locator("#details h2")).to_have_text("Pskov")


def test_a_given_ranking_is_shown_as_it_is(open_page: Opener, network: Network) -> None:
    hubs = pd.DataFrame(
        {
            "rank": [1, 2, 3],
            "id": ["city:pskov", "city:vitebsk", "city:nowhere"],
            "name": ["Pskov", "Vitebsk", "Nowhere"],
            "betweenness": [0.123456, 0.1, float("nan")],
        }
    )
    page = open_page(network, hubs=hubs)
    assert page.locator("#hubs tbody tr").all_inner_texts() == ["1\tPskov\t0.1235", "2\tVitebsk\t0.1", "3\tNowhere\t"]
    assert page.locator("#hubs tbody button").all_inner_texts() == ["Pskov", "Vitebsk"]


def test_a_ranking_of_nobody_is_refused(network: Network, tmp_path: object) -> None:
    with pytest.raises(UsageError, match="neither a column 'id' nor a column 'name'"):
        render(network, f"{tmp_path}/page.html", hubs=pd.DataFrame({"score": [1]}))


def test_table_of_facts_follows_the_filters(page: Page) -> None:
    page.get_by_role("button", name="Table", exact=True).click()
    table = page.locator("#table-view table")
    expect(table.locator("caption")).to_have_text("8 of 9 facts, as the filters leave them")
    expect(table.locator("tbody tr")).to_have_count(8)
    page.get_by_role("button", name="Only Agreement").click()
    expect(table.locator("tbody tr")).to_have_count(3)
    table.get_by_role("button", name="Date").click()
    titles = [row.split("\t")[5] for row in table.locator("tbody tr").all_inner_texts()]
    assert titles == ["Plan 2010", "Space", "Plan 2021"]
    table.locator("tbody").get_by_role("button", name="Agreement").first.click()
    expect(page.locator("#details h2")).to_have_text("Agreement")
    expect(page.locator("#picture")).to_be_visible()


def test_zoom_buttons(page: Page) -> None:
    before = scale(page)
    page.get_by_role("button", name="Zoom in").click()
    wait_until(page, lambda: scale(page) > before * 1.2)
    page.get_by_role("button", name="Show the whole network").click()
    wait_until(page, lambda: abs(scale(page) - before) < 0.01)
    page.get_by_role("button", name="Zoom out").click()
    wait_until(page, lambda: scale(page) < before * 0.8)


def test_everything_is_reached_with_the_tab_key(page: Page) -> None:
    reached = set()
    for _ in range(100):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.className"))
    wanted = {
        "search",
        "view-table",
        "theme",
        "toggle",
        "only",
        "reset",
        "vis-network",
        "zoom-in",
        "play",
        "slide-from",
    }
    wanted |= {"slide-to", "tab-details", "tab-paths", "rank-by", "size-by", "node"}
    assert wanted <= reached


def test_on_a_phone_panel_and_filters_are_sheets(open_page: Opener, network: Network) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = open_page(network, options=phone)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator("#panel")).not_to_be_in_viewport()
    page.get_by_role("button", name="Filters", exact=True).tap()
    page.get_by_role("button", name="Only Twinning").tap()
    page.get_by_role("button", name="Close the filters").tap()
    expect(page.locator("#filters")).to_be_hidden()  # the sheet has slid away
    assert shown(page) == (1, 2)
    page.touchscreen.tap(*spot(page, row_of(network, "city:pskov")))
    expect(page.locator("#details h2")).to_have_text("Pskov")
    expect(page.locator("#details h2")).to_be_in_viewport()
    page.get_by_role("button", name="Close the panel").tap()
    page.get_by_role("button", name="Hubs, paths").tap()
    page.locator("#tab-hubs").tap()
    expect(page.locator("#hubs")).to_be_in_viewport()


def test_dark_scheme_lifts_what_would_vanish(open_page: Opener, network: Network) -> None:
    page = open_page(network, options={"color_scheme": "dark", "viewport": {"width": 1280, "height": 800}})
    colour = "partnergraph.graph.body.nodes[0].options.color.background"
    assert page.evaluate(colour) != "#000000"
    page.emulate_media(color_scheme="light")
    wait_until(page, lambda: page.evaluate(colour) == "#000000")


def test_an_empty_network_renders(open_page: Opener) -> None:
    page = open_page(Network.empty())
    assert shown(page) == (0, 0)
    expect(page.locator("#counts")).to_have_text("0 parties and places · 0 facts · 0 sources")


def test_a_single_node_renders(open_page: Opener, network: Network) -> None:
    alone = Network.from_frames(network.nodes.head(1), network.edges.head(0), network.sources.head(0))
    page = open_page(alone)
    assert shown(page) == (0, 1)
    page.mouse.click(*spot(page, 0))
    expect(page.locator("#details h2")).to_have_text("Belarus")
