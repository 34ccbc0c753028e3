"""The page's answers to questions about time, by clicks, held against the cases made by hand and against the frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.time.cases import Case, cases_network, read_cases
from tests.time.slices import SLICES, YEARS, last_day
from tests.view.conftest import open_part

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from partnergraph.network import Network
    from tests.view.conftest import Opener

QUESTIONS = {"as_of": "were in force", "from-to": "were in force", "began": "began", "ended": "ended"}
EARLIEST, LATEST = "0001-01-01", "9999-12-31"


def shown(page: Page) -> list[str]:
    """The ids of the facts that the page shows."""
    ids: list[str] = page.evaluate("partnergraph.shown()")
    return sorted(ids)


def ask(page: Page, question: str, first: str, last: str) -> None:
    page.get_by_role("button", name=question, exact=True).click()
    page.locator("#from-date").fill("" if first == EARLIEST else first)
    page.locator("#to-date").fill("" if last == LATEST else last)


def answers(page: Page) -> dict[str, set[str]]:
    """The ids of each answer: those shown, and those that a switch adds."""
    told = {"yes": set(shown(page))}
    for name, answer in (("planned", "plan"), ("suspended", "suspended")):
        page.locator("#perhaps").check()
        page.locator(f"#{name}").check()
        told[answer] = set(shown(page))
        page.locator(f"#{name}").uncheck()
        told["perhaps"] = set(shown(page))
        page.locator("#perhaps").uncheck()
    return {
        "yes": told["yes"],
        "perhaps": told["perhaps"] - told["yes"],
        "plan": told["plan"] - told["perhaps"],
        "suspended": told["suspended"] - told["perhaps"],
    }


def answer_of(told: dict[str, set[str]], case: Case) -> str:
    return next((name for name, ids in told.items() if case.id in ids), "no")


def test_the_page_answers_as_a_person_does(open_page: Opener) -> None:
    page = open_page(cases_network())
    open_part(page, "dates")
    found: dict[str, str] = {}
    cases = read_cases()
    for question, days in sorted({(case.asked, case.days) for case in cases}):
        ask(page, QUESTIONS[question], *days)
        told = answers(page)
        found |= {case.id: answer_of(told, case) for case in cases if (case.asked, case.days) == (question, days)}
    assert found == {case.id: case.answer for case in cases}


@pytest.mark.parametrize("name", SLICES)
def test_in_force_on_the_last_day_of_every_year_and_within_it(open_page: Opener, reference: Network, name: str) -> None:
    choices, link = SLICES[name]
    page = open_page(reference, after=f"#{link}")
    open_part(page, "dates")
    seen = 0
    for year in YEARS:
        ask(page, "were in force", last_day(year), last_day(year))
        assert shown(page) == sorted(reference.filtered(**choices, as_of=last_day(year)).edges["id"]), year
        ask(page, "were in force", str(year), str(year))
        told = shown(page)
        assert told == sorted(reference.filtered(**choices, start=str(year), end=str(year)).edges["id"]), year
        seen += len(told)
    assert seen > 30
