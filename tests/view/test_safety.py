"""What somebody writes into a name, a title or a link is text, whatever it looks like."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from partnergraph.errors import UsageError
from partnergraph.network import Network
from partnergraph.view.page import as_data, render
from tests.view.conftest import Opener, frame

HOSTILE = [
    "<script>window.ran=1</script>",
    "</script><script>window.ran=1</script>",
    "<!--<script>window.ran=1",
    "--><img src=x onerror=window.ran=1>",
    "<img src=x onerror=\"window.ran=1;alert('x')\">",
    "<svg/onload=window.ran=1>",
    "\"><iframe srcdoc='<script>parent.ran=1</script>'>",
    "' onmouseover='window.ran=1",
    '<a href="javascript:window.ran=1">href</a>',
    "{{ 7 * 7 }}${window.ran=1}`+(window.ran=1)+`",
    "\u202egnp.exe \u2066 RTL \u2069",
    "line\u2028separator\u2029here",
    "__proto__",
    "constructor",
    "\ud800 alone",
    "&lt;b&gt;&amp;",
]
LINKS = [
    "javascript:window.ran=1",
    "JaVaScRiPt:window.ran=1//https://example.org",
    "\tjavascript:window.ran=1",
    "data:text/html,<script>opener.ran=1</script>",
    "vbscript:x",
    "//example.org/x",
    'https://example.org/" onclick="window.ran=1',
]


@pytest.fixture
def hostile(network: Network) -> Network:
    """Return a network with hostile texts in every cell, behind the back of the checks that refuse some of them."""
    nodes = frame(
        "id type name country located_in aliases wikidata geonames note",
        *[(f"n{row}", "City", f"name {row}", "BY", "", "", "", "", "") for row in range(len(HOSTILE))],
    )
    edges = frame(
        "id type source target date status title sources",
        *[
            (f"e{row}", "TWINNING", f"n{row}", f"n{(row + 1) % len(HOSTILE)}", "2020", "signed", "t", f"s{row}")
            for row in range(len(HOSTILE))
        ],
    )
    sources = frame(
        "id kind title author year url",
        *[(f"s{row}", "news", "title", "author", "2020", "") for row in range(len(HOSTILE))],
    )
    made = Network.from_frames(nodes, edges, sources)
    nodes, edges, sources = made.nodes.copy(), made.edges.copy(), made.sources.copy()
    # pandas' own column of text refuses a lone surrogate where pyarrow is installed.
    texts = pd.Series(HOSTILE, dtype=object)
    for frame_, columns in (
        (nodes, ("name", "note", "country", "wikidata", "iso_3166_2")),
        (edges, ("title", "note", "unit", "section", "status")),
        (sources, ("title", "author", "locator", "note")),
    ):
        for column in columns:
            frame_[column] = texts
    nodes["aliases"] = [(text, text) for text in HOSTILE]
    edges["amount"] = 1.0
    sources["url"] = [LINKS[row % len(LINKS)] for row in range(len(HOSTILE))]
    return replace(made, nodes=nodes, edges=edges, sources=sources)


def test_hostile_texts_are_shown_and_none_runs(open_page: Opener, hostile: Network) -> None:
    page = open_page(hostile, title=HOSTILE[1])
    expect(page.locator("h1")).to_have_text(HOSTILE[1])
    for row, name in enumerate(HOSTILE):
        page.evaluate("(row) => partnergraph.select(row)", row)
        assert page.locator("#details h2 bdi").text_content() == name
        page.locator("#details").get_by_role("button", name="Show this fact alone").first.click()
        hrefs = page.locator("#details a").evaluate_all("(links) => links.map((link) => link.href)")
        assert all(re.match("https?://", href) for href in hrefs)
    page.locator("#search").fill("<")
    assert page.locator("#suggestions").get_by_role("option").count() >= 6
    page.get_by_role("button", name="Table", exact=True).click()
    page.locator("#search").fill("")
    assert page.locator("#table-view tbody tr").count() == len(HOSTILE)
    assert page.locator("body img, body iframe, body [onerror], body [onmouseover], body [onclick]").count() == 0
    assert page.evaluate("document.scripts.length") == 3
    assert page.evaluate("window.ran") is None


def expect_harmless(page: Page) -> None:
    assert page.locator("body img, body iframe, body [onerror], body [onmouseover], body [onclick]").count() == 0
    assert page.evaluate("document.scripts.length") == 3
    assert page.evaluate("window.ran") is None
    hrefs = page.locator("a").evaluate_all("(links) => links.map((link) => link.href)")
    assert all(re.match("https?://|file:", href) for href in hrefs)


def test_hostile_texts_are_text_wherever_one_asks(open_page: Opener, hostile: Network) -> None:
    """In the filters, the ranking, the groups, the tables, the neighbourhood, and the path from each to the next."""
    page = open_page(hostile)
    codes = page.locator("#country-list .name").all_text_contents()
    assert len(codes) == len(HOSTILE)
    assert {"<script>window.ran=1</script>", "__proto__", "constructor"} <= set(codes)
    assert page.locator("#unit option").count() == len(HOSTILE) + 1
    names = page.locator("#hub-table tbody th bdi").all_text_contents()
    assert sorted(names) == sorted(HOSTILE)
    page.locator("#filters details:not([open]) > summary").evaluate_all("(all) => all.forEach((one) => one.click())")
    for row, unit in enumerate(HOSTILE):
        page.locator("#unit").select_option(index=row + 1)
        assert re.match(r"1 of \d+ facts", page.locator("#showing").inner_text()), unit
    page.locator("#reset").click()
    page.locator("#country-list input").nth(3).check()
    page.locator("#reset").click()
    for typed in ("script", "img", "href", "onload", "__proto__", "rtl"):
        page.locator("#source").fill(typed)
        page.locator("#source").press("Enter")
    assert page.locator("#source-chips li").count() > 3
    page.locator("#reset").click()
    page.locator("#tab-groups").click()
    for summary in page.locator("#group-list summary").all():
        summary.click()
        expect_harmless(page)
    page.locator("#tab-paths").click()
    for one, other in itertools.pairwise(HOSTILE[:10]):
        for field, name in (("from", one), ("to", other)):
            page.locator(f"#path-{field}").fill(name)
            page.locator(f"#path-{field}").press("Enter")
        assert page.locator(".route .stop bdi").all_text_contents() == [one, other]
        expect_harmless(page)
    page.evaluate("partnergraph.select(0)")
    page.get_by_label("show nothing else").check()
    assert page.locator("#nearby bdi").text_content() == HOSTILE[0]
    page.locator("#view-table").click()
    page.locator("#table-nodes").click()
    assert sorted(page.locator("#table tbody th bdi").all_text_contents()) == sorted([HOSTILE[-1], *HOSTILE[:2]])
    expect_harmless(page)


def test_an_address_that_is_no_link_stays_readable(open_page: Opener, hostile: Network) -> None:
    page = open_page(hostile)
    page.evaluate("partnergraph.select(0)")
    expect(page.locator("#details .sources").first).to_contain_text("javascript:window.ran=1")


def test_the_policy_allows_the_pages_own_scripts_alone(page_text: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page_text)
    assert policy is not None
    directives = dict(part.strip().split(" ", 1) for part in policy[1].replace("&#39;", "'").split(";"))
    assert directives["default-src"] == directives["connect-src"] == directives["base-uri"] == "'none'"
    assert "unsafe" not in policy[1]
    assert directives["script-src"].count("sha256-") == 2


@pytest.fixture
def page_text(network: Network, tmp_path: Path) -> str:
    return render(network, tmp_path / "text.html").read_text(encoding="utf-8")


def test_the_file_names_no_other_file(page_text: str) -> None:
    assert not re.search(r"<(?:script|img|iframe|source|link)[^>]+(?:src|href)=(?!\"data:,\")", page_text)
    assert "sourceMappingURL" not in page_text
    assert "@import" not in page_text
    assert not re.search(r"url\((?!['\"]?data:)", re.sub(r"<script.*?</script>", "", page_text, flags=re.DOTALL))


def test_own_scripts_never_read_markup() -> None:
    """Writing a document out is no reading: a saved copy asks `outerHTML` for its text, and sets it nowhere."""
    assets = Path(__file__).parents[2] / "partnergraph" / "view" / "assets"
    readers = (
        r"innerHTML|outerHTML\s*\+?=|insertAdjacentHTML|setHTML|createContextualFragment|DOMParser|srcdoc"
        r"|document\.write|\beval\b|new Function"
    )
    for script in assets.rglob("*.js"):
        assert not re.search(readers, script.read_text(encoding="utf-8")), script


@pytest.mark.slow
@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_data_come_back_and_hold_no_markup(value: object) -> None:
    text = as_data(value)
    assert not set(text) & set("<>&\u2028\u2029")
    text.encode("utf-8")
    assert json.loads(text) == value


@given(st.text(alphabet="</script>!-<&\ud800\u2028"))
def test_data_cannot_end_their_block(text: str) -> None:
    assert json.loads(as_data(text)) == text
    assert "<" not in as_data(text)


def test_two_renders_are_equal_to_the_byte(network: Network, tmp_path: Path) -> None:
    one, other = (render(network, tmp_path / name / "page.html") for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()


def test_a_render_replaces_the_file_and_leaves_nothing_beside_it(network: Network, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "page.html"
    render(Network.empty(), path)
    assert render(network, str(path)) == path
    assert "Minsk Tractor Works" in path.read_text(encoding="utf-8")
    assert [file.name for file in path.parent.iterdir()] == ["page.html"]


def test_a_place_that_cannot_be_written_is_a_clear_fault(network: Network, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot write"):
        render(network, tmp_path / "file" / "page.html")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="folder is a folder; give a file"):
        render(network, tmp_path / "folder")
    assert not list(tmp_path.glob(".*.part"))
