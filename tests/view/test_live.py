"""What the page shows and ranks under thirty filters drawn at random equals what the terminal does."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from partnergraph.analysis.rankings.rank import rank

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from partnergraph.network import Network
    from tests.view.conftest import Opener

MEASURES = ("degree", "strength", "betweenness", "harmonic", "pagerank", "core_number")
#: How each question about time is asked of the page and of a slice.
TIMES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("", {}),
    ("from=2019-12-31&to=2019-12-31&when=held", {"as_of": "2019-12-31"}),
    ("from=2010&to=2016&when=held", {"start": "2010", "end": "2016"}),
    ("from=2021&to=2021&when=began", {"began": "2021"}),
    ("from=2019&to=2020&when=began&perhaps=yes", {"began": "2019/2020", "perhaps": True}),
    ("from=2015&to=2021&when=ended", {"ended": "2015/2021"}),
    ("from=2021-03&to=2021-09&when=began&planned=yes", {"began": "2021-03/2021-09", "plans": True}),
)


def combinations(network: Network) -> list[tuple[str, dict[str, Any], str]]:
    """Thirty links with the slices that they ask for, and a measure each."""
    drawn = random.Random(20261130)  # noqa: S311  nothing secret
    types = sorted(set(network.edges["type"]))
    countries = sorted(set(network.nodes["country"].dropna()) & {"BY", "RU", "KZ", "CN"})
    found = []
    for number in range(30):
        link, choice = TIMES[number % len(TIMES)]
        parts, chosen = [link] if link else [], dict(choice)
        if drawn.random() < 0.7:
            chosen["types"] = sorted(drawn.sample(types, drawn.randint(1, 4)))
            parts.append(f"types={','.join(chosen['types'])}")
        if drawn.random() < 0.5:
            chosen["countries"] = [drawn.choice(countries)]
            parts.append(f"countries={chosen['countries'][0]}")
        if drawn.random() < 0.3:
            chosen["statuses"] = sorted(drawn.sample(["active", "signed", "ended"], 2))
            parts.append(f"status={','.join(chosen['statuses'])}")
        found.append(("#" + "&".join(parts), chosen, MEASURES[number % len(MEASURES)]))
    return found


def rows_of(page: Page) -> list[tuple[int, str, str]]:
    """Rank, name and value of every row of the ranking."""
    rows: list[list[str]] = page.locator("#hub-table tbody").evaluate(
        "(body) => [...body.rows].map((row) => [...row.cells].slice(0, 3).map((cell) => cell.innerText.trim()))"
    )
    return [(int(cells[0]), cells[1], cells[2].replace(",", "")) for cells in rows]


@pytest.fixture
def given(open_page: Opener, reference: Network) -> Page:
    return open_page(reference)


def test_thirty_filters_show_and_rank_what_the_terminal_does(given: Page, reference: Network) -> None:
    page, ranked = given, 0
    for link, choice, measure in combinations(reference):
        page.evaluate("(hash) => { location.hash = hash; }", f"{link}&rank={measure}")
        page.wait_for_timeout(60)
        edges = reference.filtered(**choice).edges
        if not {"as_of", "start", "began", "ended"} & set(choice):
            assert set(edges["id"]) <= set(page.evaluate("partnergraph.shown()")), link
        else:
            assert sorted(page.evaluate("partnergraph.shown()")) == sorted(edges["id"]), link
        if not (set(choice) - {"countries"}):
            continue  # the network as a whole: its parties without any fact are ranked by the terminal, too
        table = rank(reference, by=measure, **choice)
        found = rows_of(page)
        assert [(row[0], row[1]) for row in found] == list(zip(table["rank"], table["name"], strict=True)), link
        for (_, name, text), value in zip(found, table[measure], strict=True):
            assert float(text) == pytest.approx(value, rel=2e-3), (link, name)
        ranked += len(found)
    assert ranked > 300
