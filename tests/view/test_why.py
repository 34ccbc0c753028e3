"""Why a party has its rank, and two years side by side: by clicks on the page, as the terminal tells both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.rankings.compare import compare
from partnergraph.analysis.rankings.explain import Standing, explain
from partnergraph.network import records
from tests.view.conftest import row_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from partnergraph.network import Network
    from tests.view.conftest import Opener

#: What stands in a comparison for a party that is not ranked in a year.
NO_RANK = "\N{EN DASH}"


@pytest.fixture
def given(open_page: Opener, reference: Network) -> Page:
    return open_page(reference)


def cells(page: Page, table: str) -> list[list[str]]:
    texts: list[list[str]] = page.locator(f"{table} tbody").evaluate(
        "(body) => [...body.rows].map((row) => [...row.cells].map((cell) => cell.innerText))"
    )
    return [[" ".join(text.split()) for text in row] for row in texts]


def standing_words(standing: Standing) -> str:
    if standing.rank is None:
        return "in no ranking"
    others = f", with {standing.tied} other{'' if standing.tied == 1 else 's'}" if standing.tied else ""
    return f"rank {standing.rank} of {standing.ranked}{others}"


def explained(network: Network, party: str, measure: str) -> Iterator[list[str]]:
    """The rows of the page's table, as the terminal's explanation has them."""
    for each in explain(network, party, by=measure).without:
        if each.kind == "partner":
            what = f"those with {each.name}"
        else:
            what = f"all of type {each.name.replace('_', ' ').capitalize()}"
        yield [what, str(each.facts), standing_words(each.standing)]


@pytest.mark.parametrize("measure", ["degree", "strength", "core_number"])
def test_one_click_says_why_a_party_has_its_rank_as_the_terminal_does(
    given: Page, reference: Network, measure: str
) -> None:
    given.locator("#rank-by").select_option(measure)
    for place in (0, 1, 7):
        button = given.locator("#hub-table tbody tr").nth(place).get_by_role("button", name="Why is")
        name = str(given.locator("#hub-table tbody tr").nth(place).locator("th").inner_text()).strip()
        button.click()
        expect(given.locator("#why .title")).to_have_text(name)
        # The terminal's number of those ranked counts parties without a fact, too; the page's those that are shown.
        found = [[row[0], row[1], row[2].split(" of ")[0]] for row in cells(given, "#why-without")]
        assert found == [[*row[:2], row[2].split(" of ")[0]] for row in explained(reference, name, measure)]
        given.get_by_role("button", name="← the ranking").click()


def test_the_facts_that_carry_a_rank_are_all_there_by_partner(given: Page, reference: Network) -> None:
    told = explain(reference, "Minsk Tractor Works")
    given.evaluate("(row) => { location.hash = `#why=${row}`; }", "enterprise:minsk-tractor-works")
    expect(given.locator("#why .title")).to_have_text("Minsk Tractor Works")
    expect(given.locator("#why-standing")).to_contain_text(
        f"It has {told.partners} partners by {len(told.facts)} facts"
    )
    summaries = [" ".join(text.split()) for text in given.locator("#why details > summary").all_inner_texts()]
    counts = told.facts.groupby("partner", sort=False).size()
    assert summaries == [f"{partner} {count}" for partner, count in counts.items()]
    given.locator("#why details > summary").first.click()
    expect(given.locator("#why details").first.locator(".fact")).to_have_count(int(counts.iloc[0]))


def test_two_years_are_compared_in_two_clicks_as_the_terminal_does(given: Page, reference: Network) -> None:
    given.locator("#tab-compare").click()
    given.locator("#compare-first").click()
    given.keyboard.press("Control+A")
    given.keyboard.type("2016")
    given.keyboard.press("Tab")
    given.keyboard.type("2021")
    slices = [Projection(start=year, end=year) for year in ("2016", "2021")]
    edges = [set(reference.filtered(start=year, end=year).edges["id"]) for year in ("2016", "2021")]
    expect(given.locator("#compare-tally")).to_have_text(
        f"in force in 2016 or 2021: {len(edges[1] - edges[0])} new, {len(edges[0] - edges[1])} ended, "
        f"{len(edges[0] & edges[1])} in both."
    )
    assert set(given.evaluate("partnergraph.shown()")) == edges[0] | edges[1]
    table = records(compare(reference, *slices))
    found = {row[0]: (row[1], row[2]) for row in cells(given, "#compare-table table")}
    ranks = {row["name"]: tuple(str(row.get(column, NO_RANK)) for column in ("rank_a", "rank_b")) for row in table}
    assert found == ranks
    changes = {row[0]: row[3] for row in cells(given, "#compare-table table")}
    signs = {row["name"]: row.get("rank_change", 0) for row in table}
    assert {name for name, text in changes.items() if text.startswith("↑")} == {
        n for n, sign in signs.items() if sign > 0
    }
    assert {name for name, text in changes.items() if text.startswith("↓")} == {
        n for n, sign in signs.items() if sign < 0
    }


def test_new_facts_are_bright_ended_ones_grey_and_the_comparison_ends(given: Page, reference: Network) -> None:
    given.evaluate("location.hash = '#compare=2016,2021&tab=compare'")
    expect(given.locator("#compared-here")).to_have_text("comparing 2016 and 2021 \N{MULTIPLICATION SIGN}")
    old, new = (set(reference.filtered(start=year, end=year).edges["id"]) for year in ("2016", "2021"))
    rows = {name: row for row, name in enumerate(reference.edges["id"])}

    def colours(ids: set[str]) -> set[str]:
        looks = given.evaluate("(rows) => rows.map((row) => partnergraph.graph.body.edges[row].options.color.color)", [
            rows[name] for name in ids
        ])  # fmt: skip
        return set(looks)

    assert colours(new - old) == {"#0b5f99"}
    assert colours(old - new) == {"#5b6570"}
    assert len(colours(old & new)) > 1  # each in the colour of its type, but faint
    given.evaluate("(row) => partnergraph.select(row)", row_of(reference, "region:brest-region"))
    chips = given.locator("#details .fact .chip").all_inner_texts()
    assert {"new", "in both"} <= set(chips)
    given.locator("#compared-here").click()
    assert len(given.evaluate("partnergraph.shown()")) == len(reference.edges)
    expect(given.locator("#key-plans")).to_be_visible()


def test_what_is_no_date_compares_nothing(given: Page) -> None:
    given.locator("#tab-compare").click()
    first = given.locator("#compare-first").input_value()
    given.locator("#compare-first").fill("20")
    expect(given.locator("#compare-first")).to_have_attribute("aria-invalid", "true")
    expect(given.locator("#compared-here")).to_contain_text(f"comparing {first} and")
    given.evaluate("location.hash = '#compare=2016'")
    expect(given.locator("#compared-here")).to_be_hidden()


def test_three_sentences_open_the_page_and_lead_to_what_they_say(given: Page, reference: Network) -> None:
    ties = reference.edges[reference.edges["type"] != "LOCATED_IN"]
    plans = ties[ties["status"].isin(["planned", "proposed"])]
    done = ties.drop(plans.index)
    done = done[done["status"] != "suspended"]
    years = done[done["starts_from"].str[:4] == done["starts_by"].str[:4]]["starts_from"].str[:4].value_counts()
    year, count = str(years.index[0]), int(years.iloc[0])
    expect(given.locator("#opening li")).to_have_text([
        "Brest Region has most partners, 19.",
        f"{len(plans)} of {len(ties)} facts are plans or proposals.",
        f"More facts began in {year} than in any other year: {count}.",
    ])  # fmt: skip
    given.get_by_role("button", name="are plans or proposals").click()
    assert sorted(given.evaluate("partnergraph.shown()")) == sorted(plans["id"])
    given.locator("#reset-here").click()
    given.get_by_role("button", name="than in any other year").click()
    assert len(given.evaluate("partnergraph.shown()")) == count
    given.locator("#reset-here").click()
    given.get_by_role("button", name="has most partners").click()
    expect(given.locator("#details .title")).to_have_text("Brest Region")


def test_a_network_without_facts_opens_without_sentences(open_page: Opener, network: Network) -> None:
    expect(open_page(network.filtered(types=["MEMBERSHIP"])).locator("#opening")).to_be_hidden()
