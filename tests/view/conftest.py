"""A small network, the page made of it, and a browser that watches what the page does."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, sync_playwright

from partnergraph.loading.reading import read_loader
from partnergraph.network import Network
from partnergraph.view.page import render

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def frame(columns: str, *rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split(), dtype=object)


NODES = frame(
    "id type name country located_in aliases wikidata note",
    ("country:belarus", "Country", "Belarus", "BY", "", "Republic of Belarus", "Q184", ""),
    ("country:russia", "Country", "Russia", "RU", "", "", "", ""),
    ("region:vitebsk", "Region", "Vitebsk Region", "BY", "country:belarus", "", "", ""),
    ("city:vitebsk", "City", "Vitebsk", "BY", "region:vitebsk", "Viciebsk;Вітебск", "", ""),
    ("city:pskov", "City", "Pskov", "RU", "country:russia", "Plescow", "", "an old town"),
    ("city:smolensk", "City", "Smolensk", "RU", "country:russia", "", "", ""),
    ("enterprise:mtz", "Enterprise", "Minsk Tractor Works", "BY", "country:belarus", "MTZ", "", ""),
    ("event:forum-5", "Event", "Fifth Forum", "", "", "", "", ""),
    ("programme:space", "Programme", "Common Space", "", "", "", "", ""),
    ("institution:idle", "Institution", "Idle Institute", "RU", "city:pskov", "", "", ""),
)
EDGES = frame(
    "id type source target date until status title amount unit sources section note",
    ("t1", "TWINNING", "city:vitebsk", "city:pskov", "2001-05-17", "", "signed", "Twin towns", "", "", "s1", "", ""),
    ("a1", "AGREEMENT", "city:vitebsk", "city:pskov", "2010", "2015", "signed", "Plan 2010", "", "", "s1;s2", "", ""),
    ("a2", "AGREEMENT", "city:pskov", "city:vitebsk", "2021-03", "", "active", "Plan 2021", "", "", "s2", "", "note"),
    ("s1", "SUPPLIES", "enterprise:mtz", "city:pskov", "2021", "", "planned", "Tractors", "1500", "pcs", "s2", "", ""),
    ("s2", "SUPPLIES", "enterprise:mtz", "city:smolensk", "", "", "proposed", "Loaders", "", "", "s1", "ch. 2", ""),
    ("p1", "PARTICIPATION", "city:smolensk", "event:forum-5", "2018-10", "", "active", "Hosts", "", "", "s1", "", ""),
    ("c1", "COOPERATION", "country:belarus", "country:russia", "1999", "", "ended", "Union", "", "", "s1", "", ""),
    ("m1", "AGREEMENT", "country:russia", "programme:space", "2016", "2020", "active", "Space", "", "", "s2", "", ""),
    ("l1", "LOCATED_IN", "city:pskov", "country:russia", "", "", "active", "Lies there", "", "", "s1", "", ""),
)
SOURCES = frame(
    "id kind title author year url part_of locator note",
    ("s1", "book", "Contours", "Zalessky, B.", "2023", "", "", "", ""),
    ("s2", "news", "Tractors for Pskov", "", "2021", "https://example.org/a?b=1&c=2", "s1", "note 12", ""),
)


@pytest.fixture(scope="session")
def network() -> Network:
    return Network.from_frames(NODES, EDGES, SOURCES, loader="sample")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if executable is None:
        pytest.skip(f"no browser found: none of {', '.join(BROWSERS)} is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=SWITCHES)
        yield browser
        browser.close()


@dataclass
class Seen:
    """What a page did beside what it shows."""

    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return how a network is rendered: once, however often its page is opened."""
    folder = tmp_path_factory.mktemp("pages")
    numbers = itertools.count()
    known: list[tuple[Network, dict[str, Any], Path]] = []

    def find(network: Network, **rendering: Any) -> Path:
        plain = not any(isinstance(value, pd.DataFrame) for value in rendering.values())
        for other, asked, path in known:
            if plain and other is network and asked == rendering:
                return path
        path = render(network, folder / f"page-{next(numbers)}.html", **rendering)
        if plain:
            known.append((network, rendering, path))
        return path

    return find


@pytest.fixture
def open_page(browser: Browser, rendered: Callable[..., Path]) -> Iterator[Opener]:
    """Render a network, open it offline and, when the test is over, demand that nothing went wrong or out.

    `after` is what the link says after the page's address, with its #.
    """
    opened: list[tuple[BrowserContext, Path, Seen]] = []

    def open_(network: Network, *, options: dict[str, Any] | None = None, after: str = "", **rendering: Any) -> Page:
        path = rendered(network, **rendering)
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | (options or {})))
        context.set_offline(True)
        context.set_default_timeout(8000)
        page, seen = context.new_page(), Seen()
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("pageerror", lambda error: seen.faults.append(str(error)))
        page.on(
            "console",
            lambda message: seen.faults.append(message.text) if message.type in {"error", "warning"} else None,
        )
        page.on("dialog", seen.dialog)
        opened.append((context, path, seen))
        page.goto(path.as_uri() + after)
        assert page.evaluate("Boolean(window.partnergraph)"), seen.faults
        return page

    yield open_
    for context, path, seen in opened:
        context.close()
        # The icon of the page is an empty data address, and a PNG is drawn from a blob: both are part of the file.
        assert [url.split("#")[0] for url in seen.requests if not url.startswith(("data:", "blob:"))] == [path.as_uri()]
        assert seen.faults == []
        assert seen.dialogs == []


@pytest.fixture
def page(open_page: Opener, network: Network) -> Page:
    return open_page(network, title="A sample")


def row_of(network: Network, node: str) -> int:
    return list(network.nodes["id"]).index(node)


def spot(page: Page, row: int) -> tuple[float, float]:
    """Return where on the screen a node is drawn."""
    x, y = page.evaluate(
        """(row) => {
          const { graph } = partnergraph;
          const { x, y } = graph.canvasToDOM(graph.getPosition(row));
          const box = document.getElementById('canvas').getBoundingClientRect();
          return [x + box.x, y + box.y];
        }""",
        row,
    )
    return x, y


def shown(page: Page) -> tuple[int, int]:
    """Return how many facts and nodes the page says it shows."""
    numbers = re.findall(r"\d+", page.locator("#showing").inner_text())
    return int(numbers[0]), int(numbers[2])


def scale(page: Page) -> float:
    return float(page.evaluate("partnergraph.graph.getScale()"))


def wait_until(page: Page, happened: Callable[[], bool]) -> None:
    """Wait for an animation's end; playwright's own wait_for_function needs the eval that the page forbids."""
    for _ in range(100):
        if happened():
            return
        page.wait_for_timeout(50)
    pytest.fail("it did not happen within five seconds")


def open_part(page: Page, part: str) -> None:
    """Open a part of the filters, as a click on its heading does."""
    page.locator(f"#{part} > summary").click()


def look_up(page: Page, name: str) -> None:
    """Find a party or place by name, as a person types it."""
    page.locator("#search").fill(name)
    page.locator("#search").press("Enter")


@pytest.fixture(scope="session")
def reference() -> Network:
    """Return the reference network."""
    return read_loader("union_state")
