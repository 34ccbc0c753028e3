"""What a person who has never seen the page finds in it: five questions, walked by hand from the first view.

The answers are taken from the tables of the reference network, not from the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from partnergraph.network import Network
from tests.view.conftest import Opener, look_up, open_part, shown


@pytest.fixture
def stranger(open_page: Opener, reference: Network) -> Page:
    return open_page(reference, title="Partnerships of the Union State")


@pytest.fixture(scope="session")
def names(reference: Network) -> dict[str, str]:
    return dict(zip(reference.nodes["id"], reference.nodes["name"], strict=True))


def inside(network: Network, place: str) -> set[str]:
    """Return the ids of all that lies in a place."""
    places = dict(zip(network.nodes["id"], network.nodes["located_in"], strict=True))
    found = set()
    for node, around in places.items():
        at = around
        while at is not None and at != place:
            at = places.get(at)
        if at == place:
            found.add(node)
    return found


def texts(found: Locator) -> list[str]:
    return [" ".join(text.split()) for text in found.all_inner_texts()]


def test_the_twin_towns_of_leningrad_region_with_years(
    stranger: Page, reference: Network, names: dict[str, str]
) -> None:
    stranger.get_by_label("Find a party, a fact or a source").fill("Leningrad Region")
    stranger.get_by_role("option", name=re.compile("Leningrad Oblast")).first.click()
    stranger.get_by_role("button", name=re.compile("of the places within it")).click()
    towns = inside(reference, "region:leningrad-oblast")
    edges = reference.edges[reference.edges["type"] == "TWINNING"]
    wanted = set()
    for one, other, date in zip(edges["source"], edges["target"], edges["date"], strict=True):
        if other in towns:
            one, other = other, one  # noqa: PLW2901  the region's own first
        if one in towns:
            wanted.add((names[one], names[other], date))
    group = stranger.locator("#inside details", has=stranger.locator("summary", has_text="Twinning"))
    found = set()
    for fact in group.locator(".fact").all():
        own, twin = texts(fact.locator(".pair button"))
        found.add((own, twin, fact.locator("time").inner_text()))
    assert found == wanted
    assert ("Luzhsky District", "Bobruisk", "2017") in found
    assert len(found) >= 19


def test_who_assembles_belarusian_machines_in_russia_and_since_when(
    stranger: Page, reference: Network, names: dict[str, str]
) -> None:
    stranger.get_by_role("button", name="Only Assembly plant").click()
    open_part(stranger, "countries")
    stranger.get_by_label("Russia").check()
    stranger.get_by_role("button", name="Table", exact=True).click()
    russia = inside(reference, "country:russia") | {"country:russia"}
    edges = reference.edges[(reference.edges["type"] == "ASSEMBLY_PLANT") & reference.edges["target"].isin(russia)]
    wanted = sorted(
        (names[one], names[other], (re.findall(r"\d{4}", date or "") or [""])[0], status, title)
        for one, other, date, status, title in zip(
            *(edges[name] for name in ("source", "target", "date", "status", "title")), strict=True
        )
    )
    found = []
    for row in stranger.locator("#table tbody tr").all():
        cells = texts(row.locator("td"))
        year = re.findall(r"\d{4}", cells[3])
        found.append((cells[1], cells[2], year[0] if year else "", cells[4], cells[5]))
    assert sorted(found) == wanted
    assert ("Minsk Tractor Works", "Republic of Tatarstan", "2020", "active") in [row[:4] for row in found]


def test_the_path_from_amkodor_to_bobruisk(stranger: Page, reference: Network, names: dict[str, str]) -> None:
    stranger.get_by_role("button", name="Paths").click()
    for label, typed in (("From", "Amkodor"), ("To", "Bobruisk")):
        stranger.get_by_label(label, exact=True).fill(typed)
        stranger.get_by_label(label, exact=True).press("Enter")
    stops = texts(stranger.locator(".route .stop"))
    assert (stops[0], stops[-1]) == ("Amkodor", "Bobruisk")
    # Bobruisk's one fact leads to a group of its own: partners alone do not get there, and the page says so.
    expect(stranger.locator("#path-result .tally")).to_contain_text("Partners alone do not link the two")
    ids = {name: node for node, name in names.items()}
    places = dict(zip(reference.nodes["id"], reference.nodes["located_in"], strict=True))
    pairs = {frozenset(ends) for ends in zip(reference.edges["source"], reference.edges["target"], strict=True)}
    for one, other, leg in zip(stops, stops[1:], texts(stranger.locator(".route .leg > .quiet")), strict=False):
        if "fact" in leg:
            assert frozenset((ids[one], ids[other])) in pairs
        else:
            assert ids[one] == places[ids[other]] or ids[other] == places[ids[one]]
    expect(stranger.locator(".route .fact .sources").first).to_be_visible()


def test_what_was_signed_in_2021(stranger: Page, reference: Network) -> None:
    open_part(stranger, "dates")
    stranger.locator("#from-date").fill("2021")
    stranger.locator("#to-date").fill("2021")
    open_part(stranger, "statuses")
    stranger.get_by_role("button", name="Only Signed").click()
    edges = reference.edges
    signed = edges[(edges["status"] == "signed") & edges["date"].str.startswith("2021", na=False)]
    assert shown(stranger)[0] == len(signed) > 10
    stranger.get_by_role("button", name="Table", exact=True).click()
    titles = texts(stranger.locator("#table tbody td.what"))
    assert sorted(titles) == sorted(" ".join(title.split()) for title in signed["title"])


def test_the_footnote_behind_any_fact(stranger: Page, reference: Network) -> None:
    """Every fact of the table bears the title of each of its sources, its note, and its link where it has one."""
    stranger.get_by_role("button", name="Table", exact=True).click()
    more = stranger.get_by_role("button", name="Show more rows")
    while more.is_visible():
        more.click()
    sources = reference.sources.set_index("id").to_dict("index")
    rows = stranger.locator("#table tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [...row.querySelectorAll('.sources li')].map((item) =>"
        " [item.textContent, item.querySelector('a')?.href ?? null]))"
    )
    assert len(rows) == len(reference.edges)
    for cited, items in zip(reference.edges["sources"], rows, strict=True):
        assert len(items) == len(cited) > 0
        for source, (text, href) in zip(cited, items, strict=True):
            assert sources[source]["title"] in text
            assert (sources[source]["locator"] or "") in text
            assert (href is not None) == (sources[source]["url"] is not None)
    # From the fact alone one sees what its footnote stands in, and all else that rests on it.
    look_up(stranger, "Amkodor")
    stranger.locator("#details").get_by_role("button", name="Show this fact alone").first.click()
    expect(stranger.locator("#details .sources")).to_contain_text("Contours of union integration")
    stranger.locator("#details").get_by_role("button", name=re.compile("Only the facts of this source")).first.click()
    assert 0 < shown(stranger)[0] < len(reference.edges)


def test_the_page_is_small(rendered: Callable[..., Path], reference: Network) -> None:
    """Under 1.5 MB, with the map and everything else in it."""
    assert rendered(reference, title="Partnerships of the Union State").stat().st_size < 1_500_000
