"""The reference network is told in our own words: eight of the book's never stand in a row."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

import pytest

from tests.conftest import ROOT
from tests.loaders.union_state import BOOK, FOLDER, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


#: The text itself is no part of the project; tests that compare with it are skipped without it.
BOOK_TEXT: Final = ROOT.parent / "shared" / "book" / "contours-of-union-integration.txt"


RUN: Final = 8


Fact = tuple[str, str]


def runs(text: str) -> Iterator[tuple[str, ...]]:
    plain = unicodedata.normalize("NFD", re.sub("[¹²³⁰⁴-⁹]", " ", text))
    words = re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)).lower())
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


@pytest.fixture(scope="module")
def book_runs() -> set[tuple[str, ...]]:
    if not BOOK_TEXT.is_file():
        pytest.skip(f"the book's text is not at hand ({BOOK_TEXT}); it is no part of the project")
    text = BOOK_TEXT.read_text(encoding="utf-8")
    body = "\n".join(line for line in text.splitlines() if not re.match(r"\[?[¹²³⁰⁴-⁹]", line))
    return {run for part in (text, body) for run in runs(part)}


def own_words() -> Iterable[Fact]:
    for row in rows("edges"):
        yield f"{row['id']} title", row["title"]
        yield f"{row['id']} note", row["note"]
    for row in rows("nodes"):
        yield f"{row['id']} note", row["note"]
    for row in rows("sources"):
        if row["id"] != BOOK:
            yield f"{row['id']} title", row["title"]
        yield f"{row['id']} note", row["note"]
    for number, line in enumerate((FOLDER / "README.md").read_text(encoding="utf-8").split("\n\n"), 1):
        yield f"README.md, paragraph {number}", line


def test_no_run_of_eight_words_is_the_books(book_runs: set[tuple[str, ...]]) -> None:
    taken = {where: " ".join(run) for where, text in own_words() for run in runs(text) if run in book_runs}
    # The book's own title has to be given where the README says how to cite it.
    title = set(
        runs("Contours of union integration: evolution of cooperation between the regions of Belarus and Russia")
    )
    taken = {where: run for where, run in taken.items() if tuple(run.split()) not in title}
    assert taken == {}


def test_the_comparison_would_find_a_copied_sentence(book_runs: set[tuple[str, ...]]) -> None:
    sentence = BOOK_TEXT.read_text(encoding="utf-8").split("Back in May 2016, ")[1][:120]
    assert any(run in book_runs for run in runs(sentence))
