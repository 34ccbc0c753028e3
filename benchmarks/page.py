"""The page: how large it is, how long it takes to write and to draw, beside pyvis' own way, medians of several runs.

    python benchmarks/page.py                          the reference network
    python benchmarks/page.py --sister-cities          and the world's sister cities, which travel with the package

Needs a Chromium and playwright; it is started without a GPU. `layout` is the time in which positions (and communities)
are found, `writing` all the rest up to the file on disk. pyvis' own way is `from_nx` with its layout in the browser; it
is run once. In brackets stands the process' own work, which a busy machine stretches less. The first drawing is from
the start of the navigation to the first painted frame of the network. Frames are counted while the picture is dragged
by the mouse for two seconds. The table is printed as Markdown.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from measures import sister_cities
from playwright.sync_api import sync_playwright
from pyvis.network import Network as PyvisNetwork

from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.reading import read_loader
from partnergraph.view import page as page_module
from partnergraph.view.data import picture as drawing_module
from partnergraph.view.layout.discs import arrange
from partnergraph.view.layout.forces import positions
from partnergraph.view.page import page_text, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from partnergraph.network import Network

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = ["--no-sandbox", "--disable-gpu"]
DRAGGED_SECONDS = 2.0
#: Marks the first frame after the network was drawn, and counts the frames of the network from then on.
WATCH = """
window.drawn = { first: null, frames: 0 };
const look = () => {
  if (window.partnergraph && !window.drawn.first) {
    partnergraph.graph.on('afterDrawing', () => { window.drawn.frames += 1; });
    partnergraph.graph.redraw();
    requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn.first = performance.now(); }));
    return;
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


@dataclass
class Clock:
    """Seconds by the wall and of this process' own work, summed over all that was timed."""

    wall: float = 0.0
    own: float = 0.0

    def time(self, action: Callable[..., Any], *arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        wall, own = time.perf_counter(), time.process_time()
        result = action(*arguments, **named)
        self.wall += time.perf_counter() - wall
        self.own += time.process_time() - own
        return result

    def __sub__(self, other: Clock) -> Clock:
        return Clock(self.wall - other.wall, self.own - other.own)


def written(network: Network, path: Path, name: str) -> tuple[Clock, Clock]:
    """How long the layout took, and all the rest of writing a page."""
    layout, whole = Clock(), Clock()
    with (
        patch.object(page_module, "arrange", partial(layout.time, arrange)),
        patch.object(drawing_module, "positions", partial(layout.time, positions)),
    ):
        whole.time(render, network, path, title=name)
    return layout, whole - layout


def by_pyvis(network: Network, folder: Path) -> Clock:
    """The time of pyvis' own way: from a NetworkX graph to a file."""
    graph = network.to_networkx()
    graph.graph.clear()
    for _, attributes in graph.nodes(data=True):
        attributes["title"] = attributes.pop("name")
        attributes.pop("aliases", None)
    for *_, attributes in graph.edges(data=True):
        attributes.pop("sources", None)

    def write() -> None:
        drawn = PyvisNetwork(directed=True, cdn_resources="in_line")
        drawn.from_nx(graph)
        (folder / "pyvis.html").write_text(drawn.generate_html(), encoding="utf-8")

    clock = Clock()
    clock.time(write)
    return clock


def drawing(browser: Browser, path: Path) -> tuple[float, float]:
    """Seconds up to the first drawing, and frames a second while the picture is dragged."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(path.as_uri())
    page.wait_for_function("window.drawn.first")
    first = page.evaluate("window.drawn.first") / 1000
    page.wait_for_timeout(500)
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + 30, box["y"] + box["height"] - 90
    page.mouse.move(x, y)
    page.mouse.down()
    before, start, step = page.evaluate("window.drawn.frames"), time.perf_counter(), 0
    while time.perf_counter() - start < DRAGGED_SECONDS:
        step += 1
        page.mouse.move(x + 4 * (step % 60), y - 3 * (step % 60))
        # The page paints when the browser has a frame, not when the mouse is moved.
        page.evaluate("new Promise(requestAnimationFrame)")
    frames = (page.evaluate("window.drawn.frames") - before) / (time.perf_counter() - start)
    page.mouse.up()
    context.close()
    return first, frames


def told(clocks: list[Clock]) -> str:
    wall, own = (statistics.median(getattr(clock, kind) for clock in clocks) for kind in ("wall", "own"))
    return f"{wall:.2f} ({own:.2f})"


def measured(browser: Browser, name: str, network: Network, runs: int, folder: Path) -> str:
    path = folder / "page.html"
    page_text(network)  # what is imported or read once is not counted
    layouts, writings, firsts, frames = [], [], [], []
    for _ in range(runs):
        layout, writing = written(network, path, name)
        layouts.append(layout)
        writings.append(writing)
        first, rate = drawing(browser, path)
        firsts.append(first)
        frames.append(rate)
    theirs = by_pyvis(network, folder)
    size = f"{len(network.nodes):,} nodes, {len(network.edges):,} facts"
    cells = [
        f"{path.stat().st_size / 1e6:.2f}",
        *(told(clocks) for clocks in (layouts, writings, [theirs])),
        f"{statistics.median(firsts):.2f} ({min(firsts):.2f} to {max(firsts):.2f})",
        f"{statistics.median(frames):.0f} ({min(frames):.0f} to {max(frames):.0f})",
    ]
    return f"| {name}: {size} | {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="how many runs the medians are of")
    parser.add_argument("--sister-cities", action="store_true", help="the world's sister cities too")
    given = parser.parse_args()
    executable = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if executable is None:
        sys.exit(f"no browser found: none of {', '.join(BROWSERS)} is installed")
    load = (
        f", load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores at the start" if hasattr(os, "getloadavg") else ""
    )
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=executable, args=SWITCHES)
        print(f"Python {platform.python_version()}, pyvis {version('pyvis')}, Chromium {browser.version}{load}\n")
        print(
            "| page | MB | layout, s (own) | writing, s (own) | pyvis, s (own) | first drawing, s | frames a second |"
        )
        print("| --- |" + " ---: |" * 6)
        networks = {"the reference network": read_loader(open_loader("union_state"))}
        if given.sister_cities:
            networks["the world's sister cities"] = sister_cities()
        for name, network in networks.items():
            print(measured(browser, name, network, given.runs, Path(folder)), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
