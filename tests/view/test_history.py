"""The way back: each step is one in the browser's history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.view.conftest import look_up, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Page


def settled(page: Page, part: str) -> None:
    """Wait until the link says so."""
    wait_until(page, lambda: part in page.url)


def test_back_leads_to_the_step_before_and_so_does_undo(page: Page) -> None:
    page.get_by_role("button", name="Only Agreement").click()
    settled(page, "types=AGREEMENT")
    look_up(page, "Pskov")
    settled(page, "node=")
    expect(page.locator("#details .title")).to_have_text("Pskov")
    page.go_back()
    expect(page.locator("#details")).to_be_hidden()
    assert "types=AGREEMENT" in page.url
    page.locator("#view-table").focus()
    page.keyboard.press("Control+z")
    wait_until(page, lambda: "types" not in page.url)
    expect(page.locator("#reset-here")).to_be_hidden()
    page.go_forward()
    wait_until(page, lambda: "types=AGREEMENT" in page.url)
    expect(page.locator("#reset-here")).to_be_visible()


def test_a_moved_picture_is_no_step(page: Page) -> None:
    before = page.evaluate("history.length")
    page.locator("#zoom-in").click()
    settled(page, "at=")
    assert page.evaluate("history.length") == before


def test_a_slash_leads_to_the_search(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("a/b")
    expect(page.locator("#search")).to_have_value("a/b")
