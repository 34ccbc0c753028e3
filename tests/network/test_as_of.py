"""The facts of a Network that hold on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.dates import first_day, last_day
from partnergraph.errors import UsageError
from partnergraph.network import Network, records
from tests.hypothesis_settings import unhurried
from tests.random_networks import networks, some_date
from tests.rows_of_networks import changed, ids, kept


@pytest.mark.parametrize(
    ("day", "edges"),
    [
        ("2004", []),
        ("2005", ["t1"]),
        ("2005-01-01", ["t1"]),
        ("2017-08", ["t1"]),
        ("2017-09", ["t1", "a1"]),
        ("2017-12-31", ["t1", "a1"]),
        ("2018-01-01", ["t1", "a1", "t2"]),
        ("2020-09-30", ["t1", "a1", "t2", "s1"]),
        ("2020-10", ["t1", "a1", "t2"]),
        ("2020", ["t1", "a1", "t2"]),
        ("2021", ["t1", "t2"]),
        ("2022", ["t1", "t2", "p1"]),
    ],
)
def test_the_facts_that_hold_on_a_day(network: Network, day: str, edges: list[str]) -> None:
    """`t2` has no date and counts from 2018, the year of its earlier source."""
    found = network.as_of(day)
    assert kept(found) == edges
    assert set(ids(found.sources)) == (set() if not edges else {"book"} | set(ids(found.sources)))


def changed_edge(network: Network, identifier: str, **cells: Any) -> Network:
    return replace(network, edges=changed(network.edges, identifier, **cells))


def test_an_undated_fact_counts_from_its_earliest_dated_source(network: Network) -> None:
    later = replace(network, sources=changed(network.sources, "note-1", year=pd.NA))
    assert "t2" not in kept(later.as_of("2018"))
    assert "t2" in kept(later.as_of("2019-01-01"))
    undated = replace(network, sources=network.sources.assign(year=pd.Series([pd.NA] * 3, dtype="Int64")))
    assert kept(undated.as_of("9999")) == ["t1", "p1"]
    assert "t2" not in kept(undated.filtered(start="0001"))
    assert "t2" not in kept(undated.filtered(end="9999"))
    assert "t2" in kept(undated.filtered())


def test_a_fact_that_ended_nobody_says_when_is_left_out(network: Network) -> None:
    ended = changed_edge(network, "t1", status="ended")
    assert "t1" not in kept(ended.as_of("2010"))
    assert "t1" in kept(ended.filtered(start="2010", end="2010"))
    known = changed_edge(ended, "t1", until="2012-06")
    assert "t1" in kept(known.as_of("2012-06-30"))
    assert "t1" not in kept(known.as_of("2012"))
    assert "t1" not in kept(known.as_of("2004"))


@pytest.mark.parametrize("day", ["", "2021-2", "soon", "2021-02-30"])
def test_a_day_that_is_no_date(network: Network, day: str) -> None:
    with pytest.raises(UsageError, match=r"^not a date: "):
        network.as_of(day)


@unhurried
@given(networks(), some_date, some_date)
def test_facts_that_never_end_stay(network: Network, one: str, other: str) -> None:
    earlier, later = sorted((one, other), key=lambda text: str(last_day(text)))
    before, after = network.as_of(earlier), network.as_of(later)
    endless = set(network.edges.loc[network.edges["until"].isna(), "id"])
    assert set(kept(before)) & endless <= set(kept(after))
    assert before.as_of(earlier).equals(before)
    assert set(kept(before)) <= set(kept(network.filtered(start=last_day(earlier))))
    assert "ended" not in set(before.edges.loc[before.edges["until"].isna(), "status"])


@unhurried
@given(networks(), st.dates(date(1994, 1, 1), date(2026, 12, 31)))
def test_as_of_is_what_its_words_say(network: Network, day: date) -> None:
    years = {row["id"]: row["year"] for row in records(network.sources) if "year" in row}
    expected = []
    for row in records(network.edges):
        if "date" in row:
            begin = date.fromisoformat(str(first_day(row["date"])))
        else:
            begin = date(min([years[cited] for cited in row["sources"] if cited in years], default=9999), 1, 1)
        over = day.isoformat() > str(last_day(row["until"])) if "until" in row else row["status"] == "ended"
        if begin <= day and not over:
            expected.append(row["id"])
    assert kept(network.as_of(day.isoformat())) == expected
