"""When facts hold: the four days of their cells, and the answers, held against all true days that there may be."""

from __future__ import annotations

import itertools
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.errors import UsageError
from partnergraph.network.time import FOUR_DAYS, LONG_AGO, answer, four_days, is_plan, is_suspended
from partnergraph.vocabulary import STANDARD
from tests.hypothesis_settings import unhurried

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NO_SOURCES: dict[str, list[Any]] = {"id": [], "date": [], "year": [], "part_of": []}
FACT = {"type": "AGREEMENT", "date": None, "until": None, "status": "signed", "unit": None, "sources": ("s",)}


Y1995 = ["1995-01-01", "1995-12-31"]
MAY_1995 = ["1995-05-01", "1995-05-31"]


def source_columns(**published: str | None) -> dict[str, list[Any]]:
    """Return columns of sources with their dates, by their ids."""
    nothing = [None] * len(published)
    return {"id": list(published), "date": list(published.values()), "year": nothing, "part_of": nothing}


def edge_columns(*facts: dict[str, Any]) -> dict[str, list[Any]]:
    return {name: [{**FACT, **fact}[name] for fact in facts] for name in FACT}


def days_of(fact: dict[str, Any], sources: Mapping[str, Sequence[Any]] = NO_SOURCES) -> list[str | None]:
    return [column[0] for column in four_days(edge_columns(fact), sources, STANDARD).columns.values()]


def framed(facts: dict[str, list[Any]], sources: dict[str, list[Any]]) -> pd.DataFrame:
    return pd.DataFrame({**facts, **four_days(facts, sources, STANDARD).columns}, dtype=object)


@pytest.mark.parametrize(
    ("fact", "days"),
    [
        # What lasts: until somebody says otherwise.
        ({"date": "1995"}, ["1995-01-01", "1995-12-31", None, None]),
        ({"date": "1995", "until": "2000"}, ["1995-01-01", "1995-12-31", "2000-12-31", "2000-12-31"]),
        ({"date": "1995", "until": "2000?"}, ["1995-01-01", "1995-12-31", "2000-12-31", "2000-12-31"]),
        # To the last day of an end that is itself uncertain nobody can say that it held.
        ({"date": "1995", "until": "2000~"}, ["1995-01-01", "1995-12-31", "1999-01-01", "2001-12-31"]),
        ({"date": "1995", "until": "200X"}, ["1995-01-01", "1995-12-31", "2000-01-01", "2009-12-31"]),
        ({"date": "1995", "until": "2010/.."}, ["1995-01-01", "1995-12-31", "2010-01-01", None]),
        # Ended within its until, or between its start and its source.
        ({"date": "1995", "until": "2000", "status": "ended"}, [*Y1995, "2000-01-01", "2000-12-31"]),
        ({"date": "1995", "status": "ended"}, ["1995-01-01", "1995-12-31", "1995-01-01", "2010-06-30"]),
        ({"status": "ended"}, [None, "2010-06-30", LONG_AGO, "2010-06-30"]),
        # Attested by its source.
        ({}, [None, "2010-06-30", None, None]),
        ({"sources": ()}, [None, None, None, None]),
        ({"sources": (), "status": "ended"}, [None, None, LONG_AGO, None]),
        ({"date": "../1995"}, [None, "1995-12-31", None, None]),
        ({"date": "2005/.."}, ["2005-01-01", "2010-06-30", None, None]),
        ({"date": "2015/.."}, ["2015-01-01", None, None, None]),
        ({"date": "2010"}, ["2010-01-01", "2010-12-31", None, None]),
        # What happens is over with its own date.
        ({"type": "TRADE", "date": "2005"}, ["2005-01-01", "2005-12-31", "2005-01-01", "2005-12-31"]),
        ({"type": "TRADE", "date": "2005", "until": "2007"}, ["2005-01-01", "2005-12-31", "2007-12-31", "2007-12-31"]),
        ({"type": "SUPPLIES"}, [None, "2010-06-30", LONG_AGO, "2010-06-30"]),
        ({"type": "SUPPLIES", "sources": ()}, [None, None, LONG_AGO, None]),
        ({"type": "INVESTMENT", "date": "2005", "unit": "USD"}, ["2005-01-01", "2005-12-31"] * 2),
        ({"type": "INVESTMENT", "date": "2005", "unit": "firms"}, ["2005-01-01", "2005-12-31", None, None]),
        # A plan had not begun when somebody wrote of it.
        ({"status": "planned"}, [None, None, None, None]),
        ({"status": "planned", "date": "2015"}, ["2015-01-01", "2015-12-31", None, None]),
        ({"status": "proposed", "type": "SUPPLIES"}, [None, None, LONG_AGO, None]),
        # Drawn in together: it begins before it ends.
        ({"date": "1995", "until": "1995-03"}, ["1995-01-01", "1995-03-31", "1995-03-31", "1995-03-31"]),
        ({"until": "2000"}, [None, "2000-12-31", "2000-12-31", "2000-12-31"]),
        ({"date": "1995-05", "until": "1995", "status": "ended"}, [*MAY_1995, "1995-05-01", "1995-12-31"]),
        ({"status": "suspended", "date": "1995"}, ["1995-01-01", "1995-12-31", None, None]),
    ],
)  # fmt: skip
def test_the_four_days_of_a_fact(fact: dict[str, Any], days: list[str | None]) -> None:
    assert days_of(fact, source_columns(s="2010-06")) == days


@pytest.mark.parametrize(
    ("sources", "begun", "over"),
    [
        ({"s": "2005", "t": "2012"}, "2005-12-31", "2012-12-31"),
        # The undated source may be the one that says that it has ended.
        ({"s": "2005", "t": None}, "2005-12-31", None),
        ({"s": None, "t": None}, None, None),
        ({"s": "../2005", "t": "2006/.."}, "2005-12-31", None),
    ],
)
def test_of_several_sources_the_earliest_tells_that_it_had_begun_and_the_latest_that_it_had_ended(
    sources: dict[str, str | None], begun: str | None, over: str | None
) -> None:
    days = days_of({"status": "ended", "sources": ("s", "t")}, source_columns(**sources))
    assert days == [None, begun, LONG_AGO, over]


def test_a_source_without_a_date_is_as_old_as_its_year_or_else_as_what_it_stands_in() -> None:
    sources: dict[str, list[Any]] = {
        "id": ["year", "both", "part", "deep", "circle", "other", "lost"],
        "date": [None, "2007-03", None, None, None, None, None],
        "year": [2009, 2020, pd.NA, None, None, None, None],
        "part_of": [None, "year", "both", "part", "other", "circle", "nowhere"],
    }
    attested = {each: days_of({"sources": (each,)}, sources)[1] for each in sources["id"]}
    assert attested == {
        "year": "2009-12-31",
        **dict.fromkeys(("both", "part", "deep"), "2007-03-31"),
        **dict.fromkeys(("circle", "other", "lost")),
    }


def test_what_would_end_before_it_begins_is_told() -> None:
    facts = edge_columns(
        {"date": "1995", "until": "1994"},
        {"date": "2011", "status": "ended"},
        {"date": "2010", "status": "ended"},
        {"date": "2011", "status": "ended", "type": "SUPPLIES"},
        {"date": "2011", "status": "ended", "sources": ("s", "t")},
    )
    found = four_days(facts, source_columns(s="2010-06", t=None), STANDARD).contradictions
    assert [(each.row, each.attested) for each in found] == [(0, None), (1, "2010-06-30")]


FIRST = date(2020, 1, 1)
#: Days that are asked about, and those on which something may truly begin or end; the last one stands for never.
ASKED = range(6)
TRUE_DAYS = range(-2, 9)
NEVER = 99


def written(day: int) -> str:
    return (FIRST + timedelta(days=day)).isoformat()


class Window(NamedTuple):
    text: str | None
    first: int | None
    last: int | None
    is_plain: bool = False


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """Draw a date, as its text and as the days that it may mean."""
    first, last = sorted((draw(st.sampled_from(ASKED)), draw(st.sampled_from(ASKED))))
    return draw(
        st.sampled_from(
            [
                Window(None, None, None),
                Window(written(first), first, first, is_plain=True),
                Window(f"{written(first)}/{written(last)}", first, last),
                Window(f"../{written(last)}", None, last),
                Window(f"{written(first)}/..", first, None),
            ]
        )
    )


def true_days(window: Window) -> set[int]:
    first = TRUE_DAYS[0] if window.first is None else window.first
    last = TRUE_DAYS[-1] if window.last is None else window.last
    return set(range(first, last + 1))


def worlds(
    begun: Window, until: Window, status: str, happens: bool, published: list[int | None]
) -> set[tuple[int, int]]:
    """Return all the days on which a fact may truly have begun and ended, by the words of the rule."""
    dated = [day for day in published if day is not None]
    begins = true_days(begun)
    if begun.last is None and dated and (begun.first is None or min(dated) >= begun.first):
        begins = {day for day in begins if day <= min(dated)}
    if until.text:
        ends = {until.last or 0} if until.is_plain and status != "ended" else true_days(until)
        ends |= {NEVER} if until.last is None else set()
    elif happens:
        ends = begins | ({NEVER} if begun.last is None and not dated else set())
    elif status == "ended":
        ends = set(TRUE_DAYS) if len(dated) < len(published) or not dated else set(range(TRUE_DAYS[0], max(dated) + 1))
    else:
        ends = {NEVER}
    return {(start, end) for start in begins for end in ends if start <= end}


@unhurried
@given(
    windows(),
    windows(),
    st.sampled_from(["signed", "active", "unknown", "ended"]),
    st.sampled_from(["AGREEMENT", "SUPPLIES"]),
    st.lists(st.none() | st.sampled_from(ASKED), max_size=2),
    st.sampled_from([pair for pair in itertools.product(ASKED, ASKED) if pair[0] <= pair[1]]),
)
def test_each_answer_is_what_all_true_days_say(
    begun: Window, until: Window, status: str, edge_type: str, published: list[int | None], asked: tuple[int, int]
) -> None:
    names = [f"s{number}" for number in range(len(published))]
    sources = source_columns(**{n: None if d is None else written(d) for n, d in zip(names, published, strict=True)})
    facts = edge_columns(
        {"type": edge_type, "date": begun.text, "until": until.text, "status": status, "sources": tuple(names)}
    )
    possible = worlds(begun, until, status, edge_type == "SUPPLIES", published)
    if not possible:
        assert [each.row for each in four_days(facts, sources, STANDARD).contradictions] == [0]
        return
    assert four_days(facts, sources, STANDARD).contradictions == []
    edges = framed(facts, sources)
    first, last = asked
    within = f"{written(first)}/{written(last)}"
    questions: list[tuple[dict[str, str], set[bool]]] = [
        ({"as_of": written(last)}, {start <= last <= end for start, end in possible}),
        ({"start": written(first), "end": written(last)}, {start <= last and end >= first for start, end in possible}),
        ({"start": written(first)}, {end >= first for _, end in possible}),
        ({"end": written(last)}, {start <= last for start, _ in possible}),
        ({"began": within}, {first <= start <= last for start, _ in possible}),
        ({"ended": within}, {first <= end <= last for _, end in possible}),
    ]
    for question, truths in questions:
        said = answer(edges, STANDARD, **question)
        told = (bool(said.yes[0]), bool(said.perhaps[0]), bool(said.no[0]))
        assert told == (truths == {True}, len(truths) == 2, truths == {False}), (question, possible)


def asked_of(fact: dict[str, Any], **question: Any) -> str:
    edges = framed(edge_columns(fact), source_columns(s="2010-06"))
    said = answer(edges, STANDARD, **question)
    answers = {"yes": said.yes, "perhaps": said.perhaps, "planned": said.planned, "suspended": said.suspended}
    answers["no"] = said.no
    (found,) = [name for name, mask in answers.items() if mask[0]]
    return found


def test_what_happens_is_asked_about_the_whole_of_a_partial_day() -> None:
    trade = {"type": "TRADE", "date": "2005-03-10"}
    assert asked_of(trade, as_of="2005") == "yes"
    assert asked_of(trade, as_of="2005-03") == "yes"
    assert asked_of(trade, as_of="2005-12-31") == "no"
    assert asked_of({"type": "TRADE", "date": "2005"}, as_of="2005-03-10") == "perhaps"
    agreement = {"date": "2005-03", "until": "2005-11"}
    assert asked_of(agreement, as_of="2005") == "no"
    assert asked_of(agreement, as_of="2005-11") == "yes"


def test_plans_and_what_is_at_rest_are_counted_only_where_they_are_asked_for_by_name() -> None:
    for status, kind in (("planned", "planned"), ("proposed", "planned"), ("suspended", "suspended")):
        fact = {"date": "2005", "status": status}
        assert asked_of(fact, as_of="2006") == kind
        assert asked_of(fact) == kind
        assert asked_of(fact, as_of="2006", asked_for=[status]) == "yes"
        assert asked_of(fact, as_of="2004") == "no"
        assert asked_of(fact, as_of="2006", asked_for=["ended"]) == kind
    edges = framed(edge_columns({"status": "planned"}, {"status": "suspended"}, {}), NO_SOURCES)
    assert is_plan(edges).tolist() == [True, False, False]
    assert is_suspended(edges).tolist() == [False, True, False]


def test_of_several_questions_all_must_be_answered_with_yes() -> None:
    fact = {"date": "2005", "until": "2008"}
    assert asked_of(fact, began="2005", ended="2008") == "yes"
    assert asked_of(fact, began="2005", ended="2009") == "no"
    assert asked_of(fact, began="2005-03", ended="2008") == "perhaps"
    assert asked_of(fact) == "yes"


def test_without_a_fact_there_is_nothing_to_answer() -> None:
    edges = framed(edge_columns(), NO_SOURCES)
    assert answer(edges, STANDARD, as_of="2005").yes.tolist() == []


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"as_of": "soon"}, "not a date: 'soon'"),
        ({"as_of": "2010/.."}, "'2010/..' is no period to ask about"),
        ({"began": "1995~"}, "'1995~' is no period to ask about"),
        ({"start": "2010", "end": "2009"}, "the period begins with 2010 and ends with 2009: swap the two"),
    ],
)
def test_a_question_that_cannot_be_answered(question: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError) as raised:
        asked_of({}, **question)
    assert str(raised.value).startswith(message)


def test_a_million_facts_take_a_moment() -> None:
    chance = np.random.default_rng(1)
    count = 1_000_000
    texts = [
        date.fromordinal(day).isoformat() for day in range(date(1990, 1, 1).toordinal(), date(2025, 1, 1).toordinal())
    ]
    cited = [(f"s{number}",) for number in range(2000)]
    facts: dict[str, Any] = {
        "type": chance.choice(["AGREEMENT", "SUPPLIES", "INVESTMENT"], count).tolist(),
        "date": [texts[index] if index < len(texts) else None for index in chance.integers(0, len(texts) * 2, count)],
        "until": [None] * count,
        "status": chance.choice(["signed", "ended", "planned"], count).tolist(),
        "unit": chance.choice(np.array(["USD", None], dtype=object), count).tolist(),
        "sources": [cited[index] for index in chance.integers(0, len(cited), count)],
    }
    sources = source_columns(**{source: "2026" for (source,) in cited})
    begun = time.perf_counter()
    days = four_days(facts, sources, STANDARD).columns
    between = time.perf_counter()
    edges = pd.DataFrame({**{name: facts[name] for name in ("type", "unit", "status")}, **days}, dtype=object)
    framed_at = time.perf_counter()
    said = answer(edges, STANDARD, as_of="2019")
    ended = time.perf_counter()
    assert list(days) == list(FOUR_DAYS)
    assert said.yes.sum() + said.perhaps.sum() + said.planned.sum() + said.no.sum() == count
    # Well under a second where nothing else runs; a busy machine is given ten times as long.
    assert (between - begun, ended - framed_at) < (15, 10)
    print(f"four days {between - begun:.2f} s, an answer {ended - framed_at:.2f} s")
