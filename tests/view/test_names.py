"""A name in the picture is a button: its middle leads to the party that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.view.conftest import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from partnergraph.network import Network
    from tests.view.conftest import Opener


def names_of(page: Page) -> list[dict[str, Any]]:
    """What is named in the picture now: the row of each party, and the middle of its name."""
    wait_until(page, lambda: bool(page.evaluate("partnergraph.names()")))
    found: list[dict[str, Any]] = page.evaluate("partnergraph.names()")
    return found


def click_name(page: Page, name: dict[str, Any]) -> None:
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + name["x"], box["y"] + name["y"])


def test_every_name_of_the_first_view_leads_to_its_party(open_page: Opener, reference: Network) -> None:
    page = open_page(reference, options={"viewport": {"width": 1440, "height": 900}})
    names = names_of(page)
    assert len(names) in range(40, 81)  # the strongest first
    for name in names:
        click_name(page, name)
        expect(page.locator("#details .title")).to_have_text(reference.nodes["name"].iloc[name["row"]])
        # What is chosen takes the others' names away: they come back where they were. Two clicks at once would be one.
        page.keyboard.press("Escape")
        page.wait_for_timeout(310)
        wait_until(page, lambda: len(page.evaluate("partnergraph.names()")) == len(names))


def test_on_a_phone_a_name_leads_to_its_party(open_page: Opener, reference: Network) -> None:
    for place in range(0, 15, 3):
        page = open_page(reference, options={"viewport": {"width": 390, "height": 844}})
        name = names_of(page)[place]
        click_name(page, name)
        expect(page.locator("#details .title")).to_have_text(reference.nodes["name"].iloc[name["row"]])


def test_the_pointer_says_that_a_name_can_be_clicked(open_page: Opener, reference: Network) -> None:
    page = open_page(reference)
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    name = names_of(page)[0]
    page.mouse.move(box["x"] + name["x"], box["y"] + name["y"])
    assert page.locator("#canvas").evaluate("(canvas) => getComputedStyle(canvas).cursor") == "pointer"
