"""A copy of the page that opens in the view it was saved in, with a title and a note of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Browser, Page, expect

if TYPE_CHECKING:
    from pathlib import Path

    from partnergraph.network import Network
    from tests.view.conftest import Opener

TITLE = "Twins </title><script>alert(1)</script> & more"
NOTE = '<img src=x onerror="alert(2)"> as of May'


def saved(page: Page, folder: Path, title: str, note: str) -> Path:
    page.locator("#take-away summary").click()
    page.locator("#take-page").click()
    page.get_by_label("Its title").fill(title)
    page.get_by_label("A note of yours").fill(note)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Save the page").click()
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    return path


def opened(browser: Browser, path: Path, link: str = "") -> tuple[Page, list[str]]:
    faults: list[str] = []
    page = browser.new_context().new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.goto(path.as_uri() + link)
    expect(page.locator("#showing")).not_to_be_empty()
    return page, faults


def test_a_copy_opens_in_the_view_it_was_saved_in(
    open_page: Opener, browser: Browser, network: Network, tmp_path: Path
) -> None:
    page = open_page(network, title="A sample")
    page.get_by_role("button", name="Only Twinning").click()
    page.locator("#view-table").click()
    shown = page.evaluate("partnergraph.shown()")
    path = saved(page, tmp_path, TITLE, NOTE)
    copy, faults = opened(browser, path)
    assert copy.evaluate("partnergraph.shown()") == shown == ["t1"]
    expect(copy.locator("#table-view")).to_be_visible()
    assert copy.title() == TITLE
    expect(copy.locator("h1")).to_have_text(TITLE)
    expect(copy.locator("#own-note")).to_have_text(NOTE)
    # A link into the copy goes before the view that it was saved in, and everything is still in it.
    linked, more = opened(browser, path, "#types=SUPPLIES")
    assert linked.evaluate("partnergraph.shown()") == ["s1", "s2"]
    assert faults + more == []


def test_a_copy_of_a_copy_has_one_title_and_one_note(
    open_page: Opener, browser: Browser, network: Network, tmp_path: Path
) -> None:
    first = saved(open_page(network), tmp_path, "First", "one note")
    page, _ = opened(browser, first)
    second = saved(page, tmp_path, "Second", "another note")
    copy, faults = opened(browser, second)
    expect(copy.locator("#own-note")).to_have_text("another note")
    assert copy.title() == "Second"
    assert len(second.read_bytes()) < first.stat().st_size + 100
    assert faults == []


def test_the_title_and_note_of_a_copy_stand_in_its_pictures(
    open_page: Opener, browser: Browser, network: Network, tmp_path: Path
) -> None:
    path = saved(open_page(network), tmp_path, "Our towns", "for the council")
    copy, _ = opened(browser, path)
    copy.locator("#take-away summary").click()
    with copy.expect_download() as taken:
        copy.locator("#take-svg").click()
    taken.value.save_as(tmp_path / "view.svg")
    text = (tmp_path / "view.svg").read_text(encoding="utf-8")
    assert "Our towns" in text
    assert "for the council" in text
