"""The page in a notebook's frame: all of it in the output, sandboxed, and working."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import partnergraph
from partnergraph.errors import UsageError
from partnergraph.network import Network
from partnergraph.view.notebook import show

HOSTILE = '"><script>window.ran=1</script>'


def test_the_frame_works_and_reaches_nothing_outside(browser: Browser, network: Network, tmp_path: Path) -> None:
    shown = show(network, title=HOSTILE, height=500)
    outer = tmp_path / "notebook.html"
    outer.write_text(f"<!doctype html><meta charset=utf-8><body>{shown._repr_html_()}", encoding="utf-8")
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    page = context.new_page()
    faults: list[str] = []
    requests: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: requests.append(request.url))
    page.goto(outer.as_uri())
    frame = page.frame_locator("iframe")
    expect(frame.locator("#showing")).to_contain_text("8 of 9 facts")
    expect(frame.locator("h1")).to_have_text(HOSTILE)
    frame.get_by_role("combobox", name="Find a party, a fact or a source").fill("Pskov")
    page.keyboard.press("Enter")
    expect(frame.locator("#details h2")).to_have_text("Pskov")
    element = page.locator("iframe")
    assert element.bounding_box()["height"] == pytest.approx(502, abs=3)  # type: ignore[index]
    assert "allow-same-origin" not in (element.get_attribute("sandbox") or "")
    inner = next(each for each in page.frames if each != page.main_frame)
    assert inner.evaluate("self.origin") == "null"
    assert page.evaluate("window.ran") is None
    with page.expect_download() as taken:
        frame.locator("#take-away summary").click()
        frame.locator("#take-csv").click()
    assert taken.value.suggested_filename.endswith(".csv")
    assert [url for url in requests if not url.startswith(("data:", "blob:", "about:"))] == [outer.as_uri()]
    assert faults == []
    context.close()


def test_what_a_notebook_without_frames_says(network: Network) -> None:
    assert repr(show(network, title="Towns")) == "Towns: 10 nodes, 9 facts"


def test_a_frame_too_low_to_see_anything_is_refused(network: Network) -> None:
    with pytest.raises(UsageError, match="give 200 or more"):
        show(network, height=20)


def test_it_is_part_of_the_public_interface() -> None:
    assert partnergraph.show is show
