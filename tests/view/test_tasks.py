"""What people come to the page for, done by clicks and typing alone, and in how many clicks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from pathlib import Path

    from partnergraph.network import Network
    from tests.view.conftest import Opener

DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}}


class Person:
    """Somebody at the page, whose clicks are counted."""

    def __init__(self, page: Page, *, has_phone: bool) -> None:
        self.page = page
        self.has_phone = has_phone
        self.clicks = 0

    def click(self, what: str | Locator) -> None:
        (self.page.locator(what) if isinstance(what, str) else what).click()
        self.clicks += 1

    def type(self, text: str, *keys: str) -> None:
        self.page.keyboard.type(text)
        for key in keys:
            self.page.keyboard.press(key)

    def open_sheet(self, name: str) -> int:
        """Open what a phone keeps in a sheet; return how many clicks that took."""
        if self.has_phone:
            self.click(f"#open-{name}")
        return int(self.has_phone)


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def person(request: pytest.FixtureRequest, open_page: Opener, reference: Network) -> Person:
    return Person(open_page(reference, options=request.param), has_phone=request.param is PHONE)


def test_a_party_is_found_by_its_alias_in_one_click(person: Person) -> None:
    person.click("#search")
    person.type("Минский тракторный", "Enter")
    expect(person.page.locator("#details .title")).to_have_text("Minsk Tractor Works")
    assert person.clicks == 1


def test_who_supplies_a_region_is_told_in_two_clicks(person: Person, reference: Network) -> None:
    person.click("#search")
    person.type("Tatarstan", "Enter")
    supplies = person.page.locator("#details .group", has_text="Supplies").first
    expect(supplies.locator(".fact").first).to_be_attached()
    found = supplies.locator(".fact").evaluate_all(
        "(all) => all.filter((fact) => fact.querySelector('.arrow').ariaLabel === 'from')"
        ".map((fact) => fact.querySelector('button.node').textContent)"
    )
    names = reference.nodes.set_index("id")["name"]
    edges = reference.edges
    delivered = edges[(edges["type"] == "SUPPLIES") & (edges["target"] == "region:tatarstan")]
    assert sorted(found) == sorted(names[delivered["source"]])
    assert person.clicks <= 2


def test_agreements_in_force_in_a_year_are_shown_in_three_clicks(person: Person, reference: Network) -> None:
    extra = person.open_sheet("filters")
    person.click(person.page.get_by_role("button", name="Only Agreement", exact=True))
    person.click("#dates > summary")
    person.type("", "Tab")
    person.type("2019", "Tab")
    person.type("2019")
    if extra:
        person.click("#close-filters")
    person.click(person.page.get_by_role("button", name="were in force"))
    wanted = reference.filtered(types=["AGREEMENT"], start="2019", end="2019").edges["id"]
    assert sorted(person.page.evaluate("partnergraph.shown()")) == sorted(wanted)
    assert person.clicks == 3 + 2 * extra


def test_two_years_are_compared_in_two_clicks(person: Person, reference: Network) -> None:
    extra = person.open_sheet("panel")
    person.click("#tab-compare")
    person.click("#compare-first")
    person.type("2016", "Tab")
    person.type("2021")
    ids = [set(reference.filtered(start=year, end=year).edges["id"]) for year in ("2016", "2021")]
    expect(person.page.locator("#compare-tally")).to_contain_text(f"{len(ids[1] - ids[0])} new")
    assert person.clicks == 2 + extra


def test_why_a_party_is_a_hub_is_told_in_one_click(person: Person) -> None:
    extra = person.open_sheet("panel")
    person.click(person.page.get_by_role("button", name="Why is Brest Region number 1?"))
    expect(person.page.locator("#why-standing")).to_contain_text("rank 1 of")
    assert person.clicks == 1 + extra


def test_a_fact_is_cited_in_two_clicks(person: Person) -> None:
    person.click("#search")
    person.type("assembly plant tractors tatarstan", "Enter")
    person.click(person.page.get_by_text("Cite this"))
    expect(person.page.get_by_label("Citation as BibTeX")).to_have_value(re.compile(r"^@\w+\{"))
    assert person.clicks == 2


def test_a_picture_with_its_caption_is_saved_in_two_clicks(person: Person, tmp_path: Path) -> None:
    person.click("#take-away summary")
    with person.page.expect_download() as taken:
        person.click("#take-svg")
    taken.value.save_as(tmp_path / "view.svg")
    text = (tmp_path / "view.svg").read_text(encoding="utf-8")
    assert "917 of 917 facts" in text
    assert "Licence: CC BY 4.0" in text
    assert person.clicks == 2
