"""The page of a large network: groups first, the rest as one draws near; nothing that a small page can is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.reading import read_loader
from partnergraph.network import Network
from partnergraph.view.layout.forces import fact_counts
from tests.view.conftest import Opener
from tests.view.large_networks import clustered, sister_cities

NETWORKS = {"clustered": clustered, "sister cities": sister_cities}
TITLE = "A large network"
MOST_ON_STAGE = 400
#: How many pixels of the canvas have the colour of cities and twinnings.
GREEN_PIXELS = """() => {
  const { canvas } = partnergraph.graph.canvas.frame;
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let green = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at + 1] > data[at] + 60) green += 1;
  return green;
}"""


@pytest.fixture(params=NETWORKS)
def large(request: pytest.FixtureRequest) -> Network:
    return NETWORKS[request.param]()


@pytest.fixture
def page(open_page: Opener, large: Network) -> Page:
    return open_page(large, title=TITLE)


def on_stage(page: Page, kind: str = "nodes") -> list[int]:
    """Return the rows of what vis-network holds, once the stage is set."""
    page.wait_for_timeout(400)
    rows: list[int] = page.evaluate(f"partnergraph.graph.body.data.{kind}.getIds()")
    return rows


def scale(page: Page) -> float:
    found: float = page.evaluate("partnergraph.graph.getScale()")
    return found


def data_of(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("JSON.parse(document.getElementById('data').textContent)")
    return found


def on_screen(page: Page, place: tuple[float, float]) -> tuple[float, float]:
    """Return where a point of the picture is on the screen."""
    x, y = page.evaluate(
        """([x, y]) => {
          const spot = partnergraph.graph.canvasToDOM({ x, y });
          const box = document.getElementById('canvas').getBoundingClientRect();
          return [spot.x + box.x, spot.y + box.y];
        }""",
        list(place),
    )
    return x, y


def rim_of_disc(page: Page, number: int) -> tuple[float, float]:
    """Return the lowest point inside a disc's rim, where no node is, on the screen."""
    disc = data_of(page)["bubbles"]["discs"][number]
    return on_screen(page, (disc["x"], disc["y"] + 0.93 * disc["radius"]))


def places_of(page: Page) -> list[tuple[float, float]]:
    """Return where each node is, as the page's data say it."""
    columns = data_of(page)["drawing"]["nodes"]["columns"]
    whole = [
        column if isinstance(column, list) else [column["words"][word] for word in column["at"]]
        for column in (columns["x"], columns["y"])
    ]
    return list(zip(*whole, strict=True))


def extremes(places: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [choose(places, key=lambda place, axis=axis: place[axis]) for choose in (min, max) for axis in (0, 1)]  # type: ignore[misc]


def wait_until_still(page: Page) -> None:
    """Wait for a movement of the picture to end."""
    before = None
    while (
        now := page.evaluate("JSON.stringify([partnergraph.graph.getScale(), partnergraph.graph.getViewPosition()])")
    ) != before:
        before = now
        page.wait_for_timeout(300)


def test_at_first_there_are_groups_and_their_hubs_and_a_click_opens_one(page: Page, large: Network) -> None:
    numbers = [int(text.replace(",", "")) for text in re.findall(r"[\d,]+\d|\d", page.locator("#showing").inner_text())]
    assert numbers == [len(large.edges), len(large.edges), len(large.nodes), len(large.nodes)]
    stated = data_of(page)
    assert (stated["nodes"]["rows"], stated["facts"]["rows"]) == (len(large.nodes), len(large.edges))
    discs, groups = stated["bubbles"]["discs"], stated["groups"]["list"]
    shown = on_stage(page)
    assert sorted(shown) == sorted(groups[disc["group"]]["members"][0] for disc in discs)
    assert on_stage(page, "edges") == []
    expect(page.locator("#key")).to_contain_text("Each disc is a group")
    # The first of a group is one with the most facts in it.
    counts, ids = fact_counts(large), list(large.nodes["id"])
    members = groups[discs[0]["group"]]["members"]
    assert counts[ids[members[0]]] == max(counts[ids[row]] for row in members)

    before = scale(page)
    x, y = rim_of_disc(page, 0)
    page.mouse.move(x, y)
    expect(page.locator("#tip")).to_contain_text("Click to open it")
    page.mouse.click(x, y)
    wait_until_still(page)
    assert scale(page) > 2 * before
    shown = on_stage(page)
    assert len(shown) <= MOST_ON_STAGE
    assert len(set(members) & set(shown)) > min(len(members), 200) / 2
    lines = on_stage(page, "edges")
    assert lines
    row_of = {node: row for row, node in enumerate(ids)}
    ends = {row_of[large.edges[end].iloc[line]] for line in lines for end in ("source", "target")}
    assert ends <= set(shown)


def test_what_is_found_is_shown_with_all_its_facts_and_leads_on(page: Page, large: Network) -> None:
    counts, ids, names = fact_counts(large), list(large.nodes["id"]), list(large.nodes["name"])
    hub = max(ids, key=lambda node: counts[node])
    page.get_by_role("combobox", name="Find a party, a fact or a source").fill(names[ids.index(hub)])
    page.keyboard.press("Enter")
    wait_until_still(page)
    touching = large.edges[(large.edges["source"] == hub) | (large.edges["target"] == hub)]
    assert sorted(on_stage(page, "edges")) == list(touching.index)
    partners = {*touching["source"], *touching["target"]}
    assert set(on_stage(page)) == {ids.index(node) for node in partners}
    expect(page.locator("#details .tally")).to_contain_text(f"{len(touching)} facts, {len(partners) - 1} partners")

    # From near, what is not on stage is still there: a faint neighbour takes a click.
    places = places_of(page)
    here = places[ids.index(hub)]
    faint = [row for row in range(len(ids)) if ids[row] not in partners]
    near = min(faint, key=lambda row: abs(places[row][0] - here[0]) + abs(places[row][1] - here[1]))
    page.mouse.click(*on_screen(page, places[near]))
    expect(page.locator("#details h2")).to_have_text(names[near])


def test_the_whole_network_is_shown_on_request_and_the_filters_reach_all(page: Page) -> None:
    before = scale(page)
    page.get_by_role("button", name="Show the whole network").click()
    wait_until_still(page)
    assert scale(page) <= before
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    corners = [on_screen(page, place) for place in extremes(places_of(page))]
    assert all(box["x"] <= x <= box["x"] + box["width"] for x, _ in corners)
    assert all(box["y"] <= y <= box["y"] + box["height"] for _, y in corners)
    page.locator("#edge-types .toggle").first.click()
    expect(page.locator("#showing")).to_contain_text("0 of")
    assert on_stage(page) == []
    assert page.evaluate(GREEN_PIXELS) == 0


def test_a_large_page_is_a_few_megabytes(rendered: Callable[..., Path], large: Network) -> None:
    assert rendered(large, title=TITLE).stat().st_size < 3_500_000


def test_the_page_of_the_reference_network_is_one_and_a_half(rendered: Callable[..., Path]) -> None:
    assert rendered(read_loader(open_loader("union_state")), title=TITLE).stat().st_size < 1_500_000
