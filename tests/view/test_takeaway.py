"""What is taken away is opened and held against the network: SVG, PNG, CSV, link and print."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.reading import read_loader
from partnergraph.network import Network
from tests.view.conftest import Opener
from tests.view.large_networks import sister_cities
from tests.view.test_safety import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
Taker = Callable[[Page, str], Path]


@pytest.fixture
def take(tmp_path: Path) -> Taker:
    def take(page: Page, what: str) -> Path:
        if not page.locator("#take-away").evaluate("(menu) => menu.open"):
            page.locator("#take-away summary").click()
        with page.expect_download(timeout=60_000) as taken:
            page.locator(f"#take-{what}").click()
        path = tmp_path / taken.value.suggested_filename
        taken.value.save_as(path)
        expect(page.locator("#taken")).to_contain_text(path.name)
        return path

    return take


@pytest.fixture
def page(open_page: Opener, network: Network) -> Page:
    return open_page(network, title="A sample")


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if element.get("class") == name]


def drawn(root: ET.Element) -> tuple[list[int], list[int]]:
    """Return the rows of the nodes and of the facts in an SVG."""
    nodes = sorted(int(element.get("data-node", "")) for element in of_class(root, "node"))
    return nodes, sorted(int(element.get("data-fact", "")) for element in of_class(root, "fact"))


def texts(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_the_svg_is_the_view(page: Page, network: Network, take: Taker) -> None:
    path = take(page, "svg")
    assert re.fullmatch(r"a-sample-\d{4}-\d{2}-\d{2}\.svg", path.name)
    root = ET.parse(path).getroot()  # noqa: S314  our own file
    partnerships = network.edges[network.edges["type"] != "LOCATED_IN"]
    ends = {*partnerships["source"], *partnerships["target"]}
    nodes, facts = drawn(root)
    assert facts == list(partnerships.index)
    assert nodes == [row for row, node in enumerate(network.nodes["id"]) if node in ends]
    # Pictures of nodes carry their names; the same names stand beside them as text.
    names = {element.findtext(f"{SVG}title") for element in of_class(root, "node")}
    assert names == set(network.nodes["name"].iloc[nodes])
    assert names <= set(texts(root))
    assert len(of_class(root, "arrow")) == (partnerships["type"].isin(["SUPPLIES", "PARTICIPATION"])).sum()
    dashed = [element for element in of_class(root, "fact") if element.get("stroke-dasharray")]
    assert len(dashed) == partnerships["status"].isin(["planned", "proposed"]).sum()
    (legend,) = of_class(root, "legend")
    assert {"Twinning", "Supplies", "City", "Enterprise", "Planned or proposed"} <= set(texts(legend))
    assert "Region" not in texts(legend)
    assert "A sample" in texts(root)
    caption = " ".join(element.text or "" for element in of_class(root, "caption"))
    assert "8 of 9 facts, 8 of 10 parties and places shown." in caption
    assert re.search(r"Written \d{1,2} [A-Z][a-z]+ \d{4}\.", caption)


def test_the_svg_follows_filters_and_zoom_and_names_the_cut(open_page: Opener, network: Network, take: Taker) -> None:
    page = open_page(network, title="A sample", cut="A part of the network: some of it. Shown are 9 of 99 facts.")
    expect(page.locator("#cut")).to_have_text("A part of the network: some of it. Shown are 9 of 99 facts.")
    page.get_by_role("button", name="Only Agreement").click()
    agreements = network.edges.index[network.edges["type"] == "AGREEMENT"]
    root = ET.parse(take(page, "svg")).getroot()  # noqa: S314
    assert drawn(root)[1] == list(agreements)
    assert "A part of the network: some of it." in " ".join(texts(root))
    # From near only what lies in the view is drawn.
    page.evaluate("partnergraph.graph.moveTo({ position: partnergraph.graph.getPosition(8), scale: 5 })")
    nodes, _ = drawn(ET.parse(take(page, "svg")).getroot())  # noqa: S314
    assert 8 in nodes
    assert len(nodes) < len(set(network.edges.loc[agreements, ["source", "target"]].to_numpy().ravel()))


def pixels(path: Path) -> np.ndarray:
    """Return a PNG's pixels; rows, columns, colours."""
    image = pytest.importorskip("matplotlib.image", reason="matplotlib reads the picture; it is not installed")
    return (np.asarray(image.imread(path)) * 255).round().astype(int)


def test_the_png_has_the_views_size_and_colours(page: Page, network: Network, take: Taker) -> None:
    svg = ET.parse(take(page, "svg")).getroot()  # noqa: S314
    path = take(page, "png")
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG")
    size = struct.unpack(">II", content[16:24])
    assert size == (2 * float(svg.get("width", "")), 2 * float(svg.get("height", "")))
    found = pixels(path)[:, :, :3]
    assert found.shape[:2] == size[::-1]
    for kind in ("City", "Enterprise", "Event"):
        colour = network.vocabulary.node_types[kind].colour
        wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
        assert (np.abs(found - wanted).max(axis=2) <= 2).sum() > 100, kind


def test_the_csv_holds_the_visible_facts(page: Page, network: Network, take: Taker) -> None:
    path = take(page, "csv")
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 9
    table = pd.read_csv(path, encoding="utf-8-sig", dtype={"date": str, "until": str})
    facts = network.edges[network.edges["type"] != "LOCATED_IN"].reset_index(drop=True)
    names = dict(zip(network.nodes["id"], network.nodes["name"], strict=True))
    assert list(table["id"]) == list(facts["id"])
    assert list(table["from"]) == [names[node] for node in facts["source"]]
    assert list(table["to"]) == [names[node] for node in facts["target"]]
    assert list(table["from_id"]) == list(facts["source"])
    for column in ("type", "date", "until", "status", "title", "unit", "section", "note"):
        assert list(table[column].fillna("")) == list(facts[column].fillna("")), column
    assert list(table["amount"].dropna()) == [1500]
    cited = "Zalessky, B.: Contours (2023); Tractors for Pskov (2021) note 12"
    assert table.set_index("id").loc["a1", "sources"] == cited
    assert table.set_index("id").loc["a1", "links"] == "https://example.org/a?b=1&c=2"
    page.get_by_role("button", name="Only Supplies").click()
    assert list(pd.read_csv(take(page, "csv"))["id"]) == ["s1", "s2"]


def test_hostile_texts_stay_texts(open_page: Opener, network: Network, take: Taker) -> None:
    formulas = ["=HYPERLINK(1)", "+1", "-1+2", "@SUM(A1)", "\t=1", 'a "quoted", text', "two\nlines", "=1", "", "plain"]
    nodes, edges = network.nodes.copy(), network.edges.copy()
    nodes["name"] = (HOSTILE * 2)[: len(nodes)]
    edges["title"] = formulas[: len(edges)]
    page = open_page(replace(network, nodes=nodes, edges=edges), title=HOSTILE[1])
    root = ET.parse(take(page, "svg")).getroot()  # noqa: S314
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "g", "path", "text", "rect", "clipPath", "line", "polygon", "circle", "ellipse"}
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]
    assert HOSTILE[1] in texts(root)
    cells = pd.read_csv(take(page, "csv"), encoding="utf-8-sig", keep_default_na=False)
    assert not [cell for cell in cells.astype(str).to_numpy().ravel() if re.match(r"\s*[=+\-@]", cell)]
    assert list(cells["title"])[:7] == [f"'{text}" for text in formulas[:5]] + formulas[5:7]
    assert page.evaluate("window.ran") is None


def test_the_map_can_be_taken_too_and_the_table_as_rows(open_page: Opener, take: Taker) -> None:
    network = read_loader(open_loader("union_state"))
    page = open_page(network, title="Union State")
    page.get_by_role("button", name="Map", exact=True).click()
    root = ET.parse(take(page, "svg")).getroot()  # noqa: S314
    assert len(list(root.iter(f"{SVG}path"))) > 300
    assert {"Minsk", "Number of facts"} & set(texts(root))
    page.get_by_role("button", name="Table", exact=True).click()
    expect(page.locator("#take-svg")).to_be_disabled()
    assert len(pd.read_csv(take(page, "csv"))) == len(network.edges)


@pytest.mark.parametrize("name", ["reference", "sister cities"])
def test_what_is_drawn_of_a_whole_network(open_page: Opener, take: Taker, name: str) -> None:
    network = sister_cities() if name == "sister cities" else read_loader(open_loader("union_state"))
    page = open_page(network, title="Whole")
    page.get_by_role("button", name="Show the whole network").click()
    page.wait_for_timeout(400)
    path = take(page, "svg")
    nodes, facts = drawn(ET.parse(path).getroot())  # noqa: S314
    touched = {*network.edges["source"], *network.edges["target"]}
    assert len(nodes) == len(touched)
    if name == "reference":
        assert facts == list(network.edges.index)
    else:
        # Facts between two groups are one band; all others have a line of their own.
        stated = page.evaluate("JSON.parse(document.getElementById('data').textContent)")
        disc_of = {
            row: disc["group"] for disc in stated["bubbles"]["discs"]
            for row in stated["groups"]["list"][disc["group"]]["members"]
        }  # fmt: skip
        row_of = {node: row for row, node in enumerate(network.nodes["id"])}
        groups = [
            [disc_of.get(row_of[node]) for node in pair]
            for pair in zip(network.edges["source"], network.edges["target"], strict=True)
        ]
        alone = [row for row, (one, other) in enumerate(groups) if one == other or one is None or other is None]
        assert facts == alone
    assert overlapping_names(page, path) == []


def overlapping_names(page: Page, path: Path) -> list[list[str]]:
    """Return the pairs of names in an SVG that lie on each other, as the browser draws them."""
    pairs: list[list[str]] = page.evaluate(
        """(source) => {
          const sheet = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
          document.body.append(sheet);
          const boxes = [...sheet.querySelectorAll('.names text')].map((text) => ({ text: text.textContent, box: text.getBBox() }));
          const lies = (a, b) => a.x + 2 < b.x + b.width && b.x + 2 < a.x + a.width && a.y + 2 < b.y + b.height && b.y + 2 < a.y + a.height;
          const found = [];
          boxes.forEach((one, at) => boxes.slice(0, at).forEach((other) => lies(one.box, other.box) && found.push([one.text, other.text])));
          sheet.remove();
          return boxes.length ? found : [['no', 'names']];
        }""",  # noqa: E501
        path.read_text(encoding="utf-8").partition("?>")[2],
    )
    return pairs


def test_the_link_to_here(page: Page) -> None:
    page.get_by_role("button", name="Only Supplies").click()
    page.locator("#take-away summary").click()
    page.locator("#take-link").click()
    expect(page.locator("#taken")).to_have_text(re.compile("The link is copied|Copy this link"))
    field = page.locator("#taken input")
    if field.count():
        assert field.input_value().startswith(page.url.split("#")[0] + "#")


def test_the_menu_closes_by_key_and_by_a_click_elsewhere(page: Page) -> None:
    summary = page.locator("#take-away summary")
    for by_key in (True, False):
        summary.click()
        expect(page.locator("#take-csv")).to_be_visible()
        if by_key:
            page.keyboard.press("Escape")
        else:
            page.locator("h1").click()
        expect(page.locator("#take-csv")).to_be_hidden()


def test_on_paper_there_are_the_picture_its_legend_and_the_facts(open_page: Opener, network: Network) -> None:
    page = open_page(network, title="A sample", options={"color_scheme": "dark"})
    page.get_by_role("button", name="Only Agreement").click()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("header")).to_be_hidden()
    expect(page.locator("#panel")).to_be_hidden()
    paper = page.locator("#print")
    expect(paper.locator("svg .node")).to_have_count(4)
    facts = paper.locator("table").last.locator("tbody tr")
    expect(facts).to_have_count(3)
    expect(facts.first).to_contain_text("Zalessky, B.: Contours (2023)")
    expect(paper).to_contain_text("3 of 9 facts")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert paper.locator("> svg > rect").get_attribute("fill") == "#ffffff"
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("header")).to_be_visible()
    assert paper.locator("*").count() == 0


def test_a_report_of_the_reference_network_is_a_few_pages(open_page: Opener, reference: Network) -> None:
    page = open_page(reference)
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert 2 <= pages <= 6
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    paper = page.locator("#print")
    expect(paper).to_contain_text(
        "The first 40 of 917 facts are printed; print the table for more, the CSV has them all."
    )
    expect(paper.locator("table").first.locator("tbody tr").first).to_contain_text("Brest Region")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.locator("#view-table").click()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert paper.locator("table").last.locator("tbody tr").count() == 917
