"""Regions coloured by a measure: the classes and colours are those that Python computes."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from partnergraph.network import Network
from tests.view.conftest import Opener, row_of
from tests.view.map.mapped_networks import mapped_network, settle

SHADES = ["#e9e3f1", "#cfc2e2", "#ae9bcd", "#8b73b3", "#684d93"]
SHADES_OF = {0: [], 1: [2], 2: [1, 3], 3: [0, 2, 4], 4: [0, 1, 3, 4], 5: [0, 1, 2, 3, 4]}
ZERO = "#f6f4fa"


@pytest.fixture(scope="module")
def mapped() -> Network:
    return mapped_network()


@pytest.fixture
def page(open_page: Opener, mapped: Network) -> Page:
    page = open_page(mapped, title="A map")
    page.get_by_role("button", name="Map", exact=True).click()
    expect(page.locator("#map-canvas")).to_be_visible()
    page.get_by_role("button", name="Show all of the map").click()
    settle(page)
    return page


def areas_by_python(network: Network) -> dict[str, set[str]]:
    """Return the area codes that each node counts for, worked out from the frames alone."""
    home = dict(zip(network.nodes["id"], network.nodes["located_in"], strict=True))
    own = dict(zip(network.nodes["id"], network.nodes["iso_3166_2"], strict=True))
    country = dict(zip(network.nodes["id"], network.nodes["country"], strict=True))

    def code(node: object) -> str | None:
        if not isinstance(node, str):
            return None
        return own[node] if isinstance(own[node], str) else code(home[node])

    found = {str(node): code(node) for node in own}
    found["region:tatarstan"] = "RU-TA"  # by its name
    return {node: {code} if code else {"PL"} if country[node] == "PL" else set() for node, code in found.items()}


def measured_by_python(network: Network, measure: str) -> dict[str, float]:
    areas = areas_by_python(network)
    edges = network.edges
    values: dict[str, float] = {code: 0 for codes in areas.values() for code in codes}
    partners: dict[str, set[str]] = {code: set() for code in values}
    for source, target in zip(edges["source"], edges["target"], strict=True):
        for code in areas[source] | areas[target]:
            values[code] += 1
        if areas[source] != areas[target]:
            for one, other in ((source, target), (target, source)):
                for code in areas[one]:
                    partners[code].add(other)
    if measure == "facts":
        return values
    if measure == "partners":
        return {code: len(found) for code, found in partners.items()}
    _, kind, unit = measure.split(":")
    chosen = edges[(edges["type"] == kind) & (edges["unit"] == unit)].sort_values("date")
    amounts: dict[str, float] = {}
    for source, target, amount in zip(chosen["source"], chosen["target"], chosen["amount"], strict=True):
        for code in areas[source] | areas[target]:
            # Turnovers of two years are not one sum; deliveries are.
            amounts[code] = float(amount) + (0.0 if kind == "TRADE" else amounts.get(code, 0.0))
    return amounts


def fills_by_python(values: dict[str, float]) -> dict[str, str]:
    positive = sorted(value for value in values.values() if value > 0)
    limits = sorted({positive[math.ceil(part * len(positive) / 5) - 1] for part in range(1, 6)})
    shades = [SHADES[at] for at in SHADES_OF[len(limits)]]
    return {
        code: shades[next(at for at, limit in enumerate(limits) if value <= limit)] if value > 0 else ZERO
        for code, value in values.items()
    }


@pytest.mark.parametrize("measure", ["facts", "partners", "amount:TRADE:USD", "amount:SUPPLIES:pcs"])
def test_regions_have_the_colour_of_their_class(page: Page, mapped: Network, measure: str) -> None:
    page.get_by_label("Regions coloured by").select_option(measure)
    expected = measured_by_python(mapped, measure)
    shown = {area["code"]: area for area in page.evaluate("partnergraph.map.values()") if area["code"]}
    assert {code: area["value"] for code, area in shown.items() if area["value"] is not None} == expected
    fills = fills_by_python(expected)
    assert {code: area["fill"] for code, area in shown.items() if area["fill"]} == fills
    # The legend gives the classes, from the least to the greatest value in each.
    classes = page.locator("#map-classes li[data-shade]")
    for shade, most in classes.evaluate_all("all => all.map((one) => [one.dataset.shade, Number(one.dataset.most)])"):
        assert most == max(value for code, value in expected.items() if fills[code] == shade)
    assert classes.count() == len({fill for fill in fills.values() if fill != ZERO})
    expect(page.locator("#map-classes .unknown")).to_be_visible()


def test_the_colour_is_the_one_on_the_canvas(page: Page, mapped: Network) -> None:
    page.get_by_label("Regions coloured by").select_option("facts")
    page.wait_for_timeout(120)
    fill = fills_by_python(measured_by_python(mapped, "facts"))["RU-AMU"]
    # A point of Amur Oblast away from its capital: a degree further north.
    at = page.evaluate("(row) => partnergraph.map.screen(row)", row_of(mapped, "region:amur"))
    pixels = page.evaluate(
        """([x, y]) => {
          const canvas = document.querySelector('#map-canvas canvas');
          const ratio = canvas.width / canvas.clientWidth;
          const side = 30;
          const { data } = canvas.getContext('2d').getImageData((x - side / 2) * ratio, (y - side) * ratio, side, side);
          const seen = new Set();
          for (let at = 0; at < data.length; at += 4) {
            seen.add('#' + [0, 1, 2].map((part) => data[at + part].toString(16).padStart(2, '0')).join(''));
          }
          return [...seen];
        }""",
        [at["x"], at["y"]],
    )
    assert fill in pixels


def test_filters_recolour(page: Page) -> None:
    page.get_by_role("button", name="Only Twinning").click()
    values = {area["code"]: area["value"] for area in page.evaluate("partnergraph.map.values()")}
    assert (values["BY-VI"], values["RU-PSK"], values["BY-HO"], values["RU-CHU"]) == (1, 1, 0, None)
    assert page.evaluate("partnergraph.map.counts().lines") == 1


def test_classes_are_told_apart_without_colour(page: Page) -> None:
    # Relative luminance, WCAG 2.2: each class is clearly darker than the one before it, whoever looks.
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    steps = [luminance(shade) + 0.05 for shade in SHADES]
    assert all(one / other > 1.3 for one, other in pairwise(steps))
