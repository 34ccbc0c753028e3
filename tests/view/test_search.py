"""The search of the page: parties, facts and sources, by any of their words, with a slip, in either script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from partnergraph.network import Network
    from tests.view.conftest import Opener


@pytest.fixture
def given(open_page: Opener, reference: Network) -> Page:
    return open_page(reference)


def suggested(page: Page, text: str) -> dict[str, list[str]]:
    """What is suggested for a text, by the heading that it stands under."""
    page.locator("#search").fill(text)
    found: dict[str, list[str]] = {}
    for line in page.locator("#suggestions li").all():
        if line.get_attribute("role") == "presentation":
            found[line.inner_text()] = []
        elif found:
            found[list(found)[-1]].append(" ".join(line.inner_text().split()))
    return found


def test_words_in_any_order_with_a_slip_and_in_either_script(given: Page) -> None:
    for text in ("works minsk tractor", "minsk trakctor", "Minsk-Tractor"):
        assert suggested(given, text)["Parties and places"][0].startswith("Minsk Tractor Works"), text
    assert suggested(given, "Гродно")["Parties and places"][0].startswith("Grodno")


def test_a_fact_is_found_by_its_words_and_opened(given: Page, reference: Network) -> None:
    titles = suggested(given, "dump trucks")["Facts"]
    said = reference.edges["title"].fillna("").str.cat(reference.edges["note"].fillna(""), sep=" ")
    assert said.str.contains("dump trucks", case=False).sum() >= len(titles) == 5
    assert any("dump trucks" in title.lower() for title in titles)
    given.locator("#suggestions li", has_text=titles[0].split(" ")[0]).first.dispatch_event("mousedown")
    expect(given.locator("#details .ends")).to_be_visible()


def test_a_source_is_found_and_leaves_only_its_facts(given: Page, reference: Network) -> None:
    source = reference.sources.set_index("id").loc["fn-046"]
    given.locator("#search").fill(str(source["title"])[:40])
    line = given.locator("#suggestions li[id]").last
    expect(line).to_contain_text(str(source["title"])[:30])
    line.dispatch_event("mousedown")
    cited = reference.edges[reference.edges["sources"].map(lambda sources: "fn-046" in sources)]
    assert sorted(given.evaluate("partnergraph.shown()")) == sorted(cited["id"])


def test_the_arrow_keys_walk_through_all_groups(given: Page) -> None:
    found = suggested(given, "tractors")
    count = sum(map(len, found.values()))
    chosen = []
    for _ in range(count):
        chosen.append(given.locator("#search").get_attribute("aria-activedescendant"))
        given.keyboard.press("ArrowDown")
    assert chosen == [f"suggestions-{at}" for at in range(count)]
    assert given.locator("#search").get_attribute("aria-activedescendant") == "suggestions-0"
