"""Every filter as a person uses it; what remains is counted again in Python."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from partnergraph.network import Network
from tests.view.conftest import Opener, open_part, shown, wait_until


@pytest.fixture
def asked(open_page: Opener, reference: Network) -> Page:
    return open_page(reference)


def parties(edges: pd.DataFrame) -> int:
    return len(set(edges["source"]) | set(edges["target"]))


def expect_shown(page: Page, edges: pd.DataFrame) -> None:
    assert shown(page) == (len(edges), parties(edges))


def from_sources(network: Network, wanted: set[str]) -> pd.DataFrame:
    """Return the facts of some sources and of what stands in these."""
    inside = set(network.sources.loc[network.sources["part_of"].isin(wanted), "id"]) | wanted
    return network.edges[[bool(inside & set(cited)) for cited in network.edges["sources"]]]


def test_countries(asked: Page, reference: Network) -> None:
    open_part(asked, "countries")
    counts = {
        box.locator("input").get_attribute("data-country"): int(box.locator(".count").inner_text())
        for box in asked.locator("#country-list li").all()
    }
    edges = reference.edges
    countries = reference.nodes["country"].dropna().unique()
    known = {code: len(reference.filtered(countries=[code]).edges) for code in countries}
    assert counts == known
    asked.get_by_label("Lithuania").check()
    expect_shown(asked, reference.filtered(countries=["LT"]).edges)
    asked.get_by_label("Belarus").check()
    expect_shown(asked, reference.filtered(countries=["LT", "BY"]).edges)
    expect(asked.locator("#countries .chosen")).to_have_text("Lithuania, Belarus")
    asked.get_by_label("both parties in these countries").check()
    inside = set(reference.nodes.loc[reference.nodes["country"].isin(["LT", "BY"]), "id"])
    expect_shown(asked, edges[edges["source"].isin(inside) & edges["target"].isin(inside)])
    asked.locator("#reset").click()
    expect_shown(asked, edges)
    assert asked.locator("#country-list :checked").count() == 0


def test_amounts(asked: Page, reference: Network) -> None:
    edges = reference.edges
    open_part(asked, "amounts")
    expect(asked.get_by_label("At least")).to_be_disabled()
    units = edges.loc[edges["amount"].notna(), "unit"].value_counts()
    said = [re.search(r"in (.+) \((\d+)\)", text) for text in asked.locator("#unit option").all_inner_texts()[1:]]
    assert {match[1]: int(match[2]) for match in said if match} == units.to_dict()
    asked.locator("#unit").select_option("unit:USD")
    dollars = edges[edges["unit"] == "USD"]
    expect_shown(asked, dollars)
    expect(asked.locator("#amount-span")).to_contain_text(f"{dollars['amount'].max():,.0f} USD")
    asked.get_by_label("At least").fill("1000000")
    expect_shown(asked, dollars[dollars["amount"] >= 1e6])
    asked.get_by_label("at most", exact=True).fill("100000000.5")
    expect_shown(asked, dollars[dollars["amount"].between(1e6, 1e8)])
    asked.get_by_label("At least").fill("")
    expect_shown(asked, dollars[dollars["amount"] <= 1e8])
    asked.locator("#unit").select_option("any")
    expect_shown(asked, edges)


def test_sources(asked: Page, reference: Network) -> None:
    open_part(asked, "source-filter")
    field = asked.locator("#source")
    field.fill("semashko 2020")
    rows = reference.sources
    texts = (rows["title"] + " " + rows["author"].fillna("") + " " + rows["year"].astype(str)).str.lower()
    found = rows[texts.str.contains("semashko") & texts.str.contains("2020")]
    options = asked.locator("#source-list [role=option]")
    assert options.count() == min(len(found), 8) > 0
    first = options.first.inner_text()
    chosen = {row["id"] for _, row in found.iterrows() if row["title"] in first}
    field.press("Enter")
    expect_shown(asked, from_sources(reference, chosen))
    # The book holds its footnotes; with it, all are shown again.
    field.fill("contours")
    field.press("Enter")
    book = set(rows.loc[rows["title"].str.startswith("Contours of union"), "id"])
    expect_shown(asked, from_sources(reference, chosen | book))
    asked.get_by_role("button", name=re.compile("^Without Contours")).click()
    expect_shown(asked, from_sources(reference, chosen))
    asked.get_by_role("button", name="Show everything", exact=True).click()
    expect_shown(asked, reference.edges)


def test_filters_combine(asked: Page, reference: Network) -> None:
    asked.get_by_role("button", name="Only Supplies").click()
    open_part(asked, "statuses")
    asked.locator('#statuses .toggle[data-name="proposed"]').click()
    open_part(asked, "countries")
    asked.get_by_label("Russia").check()
    open_part(asked, "dates")
    asked.locator("#from-date").fill("2020")
    asked.locator("#to-date").fill("2021")
    edges = reference.filtered(types=["SUPPLIES"], countries=["RU"], began="2020/2021").edges
    assert len(edges) > 5
    expect_shown(asked, edges)
    expect(asked.locator("#statuses .chosen")).to_have_text("4 of 5")
    asked.locator("#view-table").click()
    expect(asked.locator("#table tbody tr")).to_have_count(len(edges))
    asked.locator("#reset-here").click()
    expect_shown(asked, reference.edges)
    expect(asked.locator("#reset-here")).to_be_hidden()


@pytest.mark.parametrize(
    ("start", "end", "began", "held", "ended"),
    [
        ("2021", "2021", 1, 2, 0),
        ("", "2001", 2, 2, 0),
        ("2012", "2017", 1, 3, 1),
        ("2017", "2012", 1, 3, 1),
        ("2018", "", 2, 4, 2),
        ("2021-03-31", "2021-03-31", 0, 2, 0),
        ("2021-03", "2021-03", 1, 2, 0),
        ("20", "", 8, 8, 8),
    ],
)
def test_time(page: Page, start: str, end: str, began: int, held: int, ended: int) -> None:
    """Counted is what is certain; 20 is no date yet, and filters nothing."""
    open_part(page, "dates")
    page.locator("#from-date").fill(start)
    page.locator("#to-date").fill(end)
    counts = []
    for question in ("began", "were in force", "ended"):
        page.get_by_role("button", name=question, exact=True).click()
        counts.append(shown(page)[0])
    assert counts == [began, held, ended]


def test_what_is_perhaps_or_planned_is_told_and_counted_on_request(page: Page) -> None:
    open_part(page, "dates")
    perhaps = page.get_by_label("with what is only perhaps so")
    expect(perhaps).to_be_disabled()
    page.locator("#from-date").fill("2021")
    page.get_by_role("button", name="were in force").click()
    expect(page.locator("#dates .chosen")).to_have_text("in force 2021 and later")
    expect(page.locator("#perhaps-here")).to_have_text("+ 1 perhaps")  # the union, which had ended by 2023
    expect(page.locator("#planned-here")).to_have_text("+ 2 planned")  # tractors, and loaders nobody says when
    expect(page.locator("#suspended-here")).to_be_hidden()
    assert shown(page)[0] == 2
    perhaps.check()
    assert shown(page)[0] == 3
    page.get_by_role("button", name="+ 2 planned").click()
    assert shown(page)[0] == 5
    page.get_by_role("button", name="+ 1 perhaps").click()
    expect(perhaps).not_to_be_checked()
    assert shown(page)[0] == 3


def test_the_legend_counts_what_there_is_under_all_other_filters(asked: Page, reference: Network) -> None:
    def counted(section: str) -> dict[str, int]:
        rows = asked.locator(f"#{section} .toggle").evaluate_all(
            "(all) => all.map((one) => [one.dataset.name, one.querySelector('.count').textContent])"
        )
        return {name: int(text.replace(",", "")) for name, text in rows}

    edges = reference.edges
    assert counted("edge-types") == edges["type"].value_counts().to_dict()
    asked.get_by_role("button", name="Only Supplies").click()
    assert counted("edge-types") == edges["type"].value_counts().to_dict()
    supplies = edges[edges["type"] == "SUPPLIES"]
    assert {name: count for name, count in counted("statuses").items() if count} == supplies[
        "status"
    ].value_counts().to_dict()
    ends = reference.nodes[reference.nodes["id"].isin({*supplies["source"], *supplies["target"]})]
    assert {name: count for name, count in counted("node-types").items() if count} == ends[
        "type"
    ].value_counts().to_dict()


def test_plans_are_asked_for_by_name_where_nothing_else_is(page: Page) -> None:
    open_part(page, "dates")
    page.locator("#from-date").fill("2021")
    open_part(page, "statuses")
    page.get_by_role("button", name="Only Planned").click()
    assert shown(page)[0] == 1
    expect(page.locator("#planned-here")).to_be_hidden()


def test_the_slider_moves_by_keys_and_its_ends_do_not_cross(page: Page) -> None:
    first, last = page.get_by_label("First year shown"), page.get_by_label("Last year shown")
    # The last year is that of the book, by which the union had ended.
    assert [first.get_attribute(name) for name in ("min", "max")] == ["1999", "2023"]
    first.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#span")).to_have_text("2001 and later")
    assert shown(page)[0] == 5  # not the union, nor tractors that are planned
    last.focus()
    page.keyboard.press("Home")
    expect(page.locator("#span")).to_have_text("up to 1999")
    assert shown(page)[0] == 1
    last.focus()
    page.keyboard.press("End")
    expect(page.locator("#span")).to_have_text("1999 to 2023")
    assert shown(page)[0] == 8


def test_the_slider_moves_by_mouse(page: Page) -> None:
    box = page.locator("#slide-from").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    page.mouse.up()
    expect(page.locator("#span")).to_have_text("2023 and later")
    assert shown(page)[0] == 0
    # Both ends lie on each other now; the first one can be taken back.
    page.mouse.down()
    page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    page.mouse.up()
    assert shown(page)[0] == 8


def test_play_grows_from_the_first_year_and_stops(page: Page) -> None:
    page.clock.install()
    page.get_by_role("button", name="Play the years").click()
    expect(page.locator("#span")).to_have_text("up to 1999")
    seen = [shown(page)[0]]
    for _ in range(24):
        page.clock.run_for(900)
        seen.append(shown(page)[0])
    assert seen == sorted(seen)
    assert (seen[0], seen[2], seen[11], seen[-1]) == (1, 2, 3, 8)
    page.clock.run_for(2000)
    expect(page.locator("#play")).to_have_attribute("aria-label", "Play the years")


def test_play_of_one_year_wanders_and_can_be_stopped(page: Page) -> None:
    open_part(page, "dates")
    page.locator("#from-date").fill("2000")
    page.locator("#to-date").fill("2000")
    page.locator("#play").click()
    wait_until(page, lambda: page.locator("#span").inner_text() == "2001")
    assert shown(page)[0] == 1
    page.get_by_role("button", name="Stop").click()
    page.wait_for_timeout(1100)
    expect(page.locator("#span")).to_have_text("2001")


def test_what_passes_nothing_says_so(page: Page) -> None:
    open_part(page, "dates")
    page.locator("#from-date").fill("2003")
    page.locator("#to-date").fill("2004")
    expect(page.get_by_text("Nothing passes these filters.")).to_be_visible()
    page.get_by_role("button", name="Show everything", exact=True).click()
    expect(page.get_by_text("Nothing passes these filters.")).to_be_hidden()
    expect(page.locator("#view-picture")).to_be_focused()
