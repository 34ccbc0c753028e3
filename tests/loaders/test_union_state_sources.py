"""The sources of the reference network: the book and its footnotes, who cites them, and their links."""

from __future__ import annotations

import re
from typing import Final

from partnergraph.dates import last_day
from tests.loaders.union_state import BOOK, FOLDER, chapters, cited, rows


def test_sources_are_the_book_and_its_footnotes() -> None:
    assert len({row["id"] for row in rows("sources")}) == len(rows("sources"))
    for row in rows("sources"):
        if row["id"] == BOOK:
            assert (row["kind"], row["year"], row["part_of"], row["locator"]) == ("book", "2023", "", "")
            continue
        number = re.fullmatch(r"fn-(\d{3})", row["id"])
        assert number, row["id"]
        assert row["part_of"] == BOOK, row["id"]
        assert re.fullmatch(rf"note {int(number[1])}(?:; pp?\. \d+(?:-\d+)?)?", row["locator"]), row["id"]


def test_sources_have_a_known_kind_and_a_believable_year() -> None:
    kinds = {"article", "book", "interview", "law", "news", "report", "speech", "statement", "webpage"}
    for row in rows("sources"):
        assert row["kind"] in kinds, row["id"]
        assert row["title"], row["id"]
        assert len(row["title"].split()) <= 15, row["id"]
        assert re.fullmatch(r"(?:20(?:09|1\d|2[0-3]))?", row["year"]), row["id"]


def test_the_date_of_a_source_is_its_year_or_a_day_in_it_that_the_book_prints() -> None:
    exact = {row["id"]: row["date"] for row in rows("sources") if row["date"] != row["year"]}
    assert exact == {
        "fn-042": "../2016-12-12",
        "fn-044": "../2016-12-12",
        "fn-045": "../2016-12-12",
        "fn-109": "2019-06-06",
        "fn-123": "2021-07-30/2021-08-07",
        "fn-127": "2019-05",
    }
    for row in rows("sources"):
        if row["id"] in exact:
            assert (last_day(row["date"]) or "").startswith(row["year"]), row["id"]


#: The first and last footnote of each chapter.
NOTES: Final = {1: (1, 20), 2: (21, 52), 3: (53, 91), 4: (92, 115), 5: (116, 154), 6: (155, 178)}


def chapter_of(source: str) -> int:
    number = int(source.removeprefix("fn-"))
    return next(chapter for chapter, (first, last) in NOTES.items() if first <= number <= last)


def test_every_footnote_exists_and_belongs_to_a_chapter_of_its_section() -> None:
    known = {row["id"] for row in rows("sources")}
    for row in rows("edges"):
        assert cited(row), row["id"]
        assert len(set(cited(row))) == len(cited(row)), row["id"]
        for source in cited(row):
            assert source in known, row["id"]
            if source != BOOK:
                assert chapter_of(source) in chapters(row), row["id"]


def test_a_fact_of_two_chapters_has_a_footnote_of_each_or_the_book() -> None:
    for row in rows("edges"):
        for chapter in chapters(row):
            assert BOOK in cited(row) or chapter in {chapter_of(source) for source in cited(row)}, row["id"]


def test_the_readme_cites_a_row_as_it_stands() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    (quoted,) = re.findall(r"chapter (\d), note (\d+); row\s+> `([^`]+)`", readme)
    (row,) = (row for row in rows("edges") if row["id"] == quoted[2])
    assert (chapters(row), cited(row)) == ([int(quoted[0])], [f"fn-{int(quoted[1]):03d}"])


def test_links_are_whole() -> None:
    for row in rows("sources"):
        if row["url"]:
            assert re.fullmatch(r"https?://[a-z0-9.-]+\.[a-z]+/\S*", row["url"]), row["id"]
            assert row["url"].count("://") == 1, row["id"]
            assert row["url"].count("http") == 1, row["id"]
            assert "gubemator" not in row["url"], row["id"]
            assert not re.search(r"[<>\[\]\"\\]", row["url"].split("?")[0]), row["id"]


def test_a_footnote_without_a_link_is_a_printed_work_or_says_why() -> None:
    printed = {"article", "book", "interview", "report"}
    for row in rows("sources"):
        if not row["url"] and row["kind"] not in printed:
            assert re.search(r"link|riadagestan", row["note"], re.IGNORECASE), row["id"]
