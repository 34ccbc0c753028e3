"""The link after #: opened anew it gives the same view, and whatever somebody writes into it does no harm."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from partnergraph.network import Network
from tests.view.conftest import Opener, look_up, open_part, scale, shown, wait_until
from tests.view.test_safety import HOSTILE

PARTS = (
    "types", "parties", "status", "countries", "sources", "unit", "least", "most", "from", "to", "both",
    "when", "perhaps", "planned", "suspended", "loose", "places", "view", "tab", "theme", "colour", "size", "rank",
    "through", "node", "fact", "steps", "near", "path-from", "path-to", "group", "at", "map",
)  # fmt: skip


def address(page: Page) -> str:
    """Return the link's part after the address, once it has been written."""
    before = None
    while before != page.url:
        before = page.url
        page.wait_for_timeout(700)
    return "#" + page.url.partition("#")[2]


def said(page: Page) -> dict[str, object]:
    """Return what a person sees of the choices."""
    return {
        "shown": page.locator("#showing").inner_text(),
        "pressed": page.locator("[aria-pressed=true]").evaluate_all("(all) => all.map((one) => one.textContent)"),
        "checked": page.locator(":checked").evaluate_all("(all) => all.map((one) => one.id || one.value)"),
        "numbers": page.locator("input[type=number], #dates input[type=text]").evaluate_all(
            "(all) => all.map((one) => one.value)"
        ),
        "chosen": page.locator("select").evaluate_all("(all) => all.map((one) => one.value)"),
        "years": page.locator("#span").inner_text(),
        "nearby": page.locator("#nearby").inner_text(),
        "details": page.locator("#details").inner_text(),
        "paths": page.locator("#path-result").inner_text(),
        "table": page.locator("#table").inner_text(),
        "theme": page.locator("html").get_attribute("data-theme"),
    }


def choose_filters(page: Page) -> None:
    page.locator('#edge-types .toggle[data-name="TRADE"]').click()
    open_part(page, "countries")
    page.get_by_role("checkbox", name="Russia").check()
    page.get_by_label("both parties in these countries").check()
    open_part(page, "dates")
    page.locator("#from-date").fill("2015")
    page.get_by_role("button", name="were in force").click()
    page.get_by_label("with what is only perhaps so").check()
    page.locator("#theme").click()


def choose_amounts_in_the_table(page: Page) -> None:
    open_part(page, "amounts")
    page.locator("#unit").select_option("unit:USD")
    page.get_by_label("At least").fill("2500000")
    open_part(page, "source-filter")
    page.locator("#source").fill("contours")
    page.locator("#source").press("Enter")
    page.locator("#view-table").click()


def choose_a_neighbourhood(page: Page) -> None:
    look_up(page, "Grodno")
    page.get_by_role("button", name="Neighbourhood of 2 steps").click()
    page.get_by_label("show nothing else").check()
    page.locator("#tab-hubs").click()
    page.locator("#rank-by").select_option("betweenness")
    page.locator("#size-by").select_option("pagerank")
    page.locator("#tab-details").click()


def choose_a_path(page: Page) -> None:
    page.locator("#tab-paths").click()
    page.locator("#through").select_option("places")
    for field, name in (("from", "Amkodor"), ("to", "Bobruisk")):
        page.locator(f"#path-{field}").fill(name)
        page.locator(f"#path-{field}").press("Enter")


def choose_a_group_and_a_fact(page: Page) -> None:
    look_up(page, "Pskov Oblast")
    page.get_by_role("button", name="Show this fact alone").first.click()
    page.locator("#tab-groups").click()
    page.get_by_label("colour the nodes by group").check()
    page.locator("#group-list summary").nth(3).click()


@pytest.mark.parametrize(
    "act",
    [choose_filters, choose_amounts_in_the_table, choose_a_neighbourhood, choose_a_path, choose_a_group_and_a_fact],
)
def test_a_link_opened_anew_gives_the_same_view(open_page: Opener, reference: Network, act: object) -> None:
    assert callable(act)
    page = open_page(reference)
    act(page)
    link = address(page)
    assert link != "#"
    again = open_page(reference, after=link)
    assert said(again) == said(page)
    assert shown(again) == shown(page)
    assert address(again) == link


def test_a_link_keeps_where_one_looks(open_page: Opener, network: Network) -> None:
    page = open_page(network)
    assert address(page) == "#"
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 50, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 170, box["y"] + 90, steps=4)
    page.mouse.up()
    before = scale(page)
    page.get_by_role("button", name="Zoom in").click()
    wait_until(page, lambda: scale(page) > before * 1.39)
    page.wait_for_timeout(300)
    again = open_page(network, after=address(page))
    seen = "[partnergraph.graph.getViewPosition().x, partnergraph.graph.getViewPosition().y]"
    assert again.evaluate(seen) == pytest.approx(page.evaluate(seen), abs=1)
    assert scale(again) == pytest.approx(scale(page), rel=0.01)


def test_a_link_pasted_into_the_open_page_is_followed(page: Page) -> None:
    page.goto(page.url.split("#")[0] + "#types=TWINNING&tab=details&node=city%3Apskov")
    wait_until(page, lambda: shown(page) == (1, 2))
    expect(page.locator("#details h2")).to_have_text("Pskov")
    page.goto(page.url.split("#")[0] + "#view=table")
    wait_until(page, lambda: shown(page) == (8, 8))
    expect(page.locator("#table tbody tr")).to_have_count(8)


def follow(page: Page, after: str) -> None:
    page.goto(page.url.split("#")[0] + after)


def expect_first_view(page: Page) -> None:
    assert shown(page) == (8, 8)
    expect(page.locator("#hubs")).to_be_visible()
    assert page.evaluate("document.scripts.length") == 3
    assert page.evaluate("window.ran") is None
    assert page.locator("body img, body iframe, body [onerror], body [onclick]").count() == 0


def test_a_hostile_link_does_nothing(open_page: Opener, network: Network) -> None:
    texts = [*(quote(text, safe="") for text in HOSTILE if text.isprintable()), "%", "%zz", "%E0%A4%A", "-1", "1e999"]
    texts += ["999999999", "NaN", ",,,", "", "0", "null", "undefined", "Infinity", "1,1", "0,0,0", "x" * 20_000]
    texts += ["<script>window.ran=1</script>", "javascript:window.ran=1", "constructor", "toString", "%00", "%FF"]
    links = ["#" + "&".join(f"{part}={text}" for part in PARTS) for text in texts]
    links += ["#<script>window.ran=1</script>", "#=&=&&==", "#__proto__=1&constructor=2&toString=3", "#" + "&" * 5000]
    page = open_page(network, after=links[0])
    expect_first_view(page)
    for link in links[1:]:
        follow(page, link)
        # A selection by hand shows that the page is alive; the next link takes it back.
        page.evaluate("partnergraph.select(4)")
        follow(page, link + "&")
        wait_until(page, lambda: page.locator("#hubs").is_visible())
        expect_first_view(page)


def test_what_a_link_does_not_mean_is_not_kept(open_page: Opener, network: Network) -> None:
    page = open_page(
        network, after="#types=NOTHING&node=city%3Anowhere&steps=9&evil=1&status=signed,nonsense&from=1066x"
    )
    assert shown(page)[0] == 2
    look_up(page, "Pskov")
    parts = dict(part.split("=") for part in address(page)[1:].split("&"))
    assert parts.pop("at")
    assert parts == {"status": "signed", "node": "city%3Apskov", "tab": "details"}
