"""Those who took part in the same event, tied with each other."""

from __future__ import annotations

from typing import Any

import pytest

from partnergraph.analysis.graph import through_events as module
from partnergraph.analysis.graph.through_events import through_events
from partnergraph.analysis.rankings.rank import rank
from partnergraph.errors import UsageError
from tests.analysis.sample_networks import network, twinning


def part(name: str, event: str, date: str, **more: Any) -> dict[str, Any]:
    return {"type": "PARTICIPATION", "source": f"city:{name}", "target": f"event:{event}", "date": date, **more}


FACTS = [
    twinning("a", "b", date="2000"),
    part("a", "fair", "2010-05", sources="book"),
    part("b", "fair", "2010-05-07", sources="dated"),
    part("c", "fair", "2010-05"),
    part("c", "forum", "2012", status="planned"),
    part("a", "forum", "2012"),
    part("d", "alone", "2013"),
]


def test_each_pair_has_one_fact_for_each_event_of_both() -> None:
    tied = through_events(network(FACTS))
    made = tied.edges[tied.edges["type"] == "PARTICIPATION"]
    pairs = list(zip(made["source"], made["target"], made["title"], made["status"], strict=True))
    assert pairs == [
        ("city:a", "city:b", "Fair", "unknown"),
        ("city:a", "city:c", "Fair", "unknown"),
        ("city:b", "city:c", "Fair", "unknown"),
        ("city:a", "city:c", "Forum", "planned"),
    ]
    assert made["id"].iloc[0] == "fact:1 + fact:2"
    assert made["sources"].tolist()[:2] == [("book", "dated"), ("book",)]
    assert made["date"].tolist() == [None, "2010-05", None, "2012"]
    assert set(tied.edges["type"]) == {"TWINNING", "PARTICIPATION"}


def test_a_pair_holds_when_both_hold() -> None:
    made = through_events(network(FACTS)).edges
    days = made.loc[made["id"] == "fact:1 + fact:2", ["starts_from", "starts_by", "ends_from", "ends_by"]]
    assert days.to_numpy().tolist() == [["2010-05-07", "2010-05-07", "2010-05-07", "2010-05-07"]]


def test_two_that_cannot_have_met_are_not_tied() -> None:
    tied = through_events(network([part("a", "fair", "2010"), part("b", "fair", "2012"), part("c", "fair", "")]))
    assert set(zip(tied.edges["source"], tied.edges["target"], strict=True)) == {
        ("city:a", "city:c"),
        ("city:b", "city:c"),
    }


def test_a_ranking_counts_partners_by_way_of_events() -> None:
    table = rank(through_events(network(FACTS)))
    assert list(zip(table["name"], table["degree"], table["facts"], strict=True)) == [
        ("A", 2, 3),
        ("B", 2, 3),
        ("C", 2, 2),
        ("D", 0, 0),
    ]


def test_a_network_without_events_stays_as_it_is() -> None:
    given = network(FACTS[:1])
    assert through_events(given).equals(given)


def test_events_that_tie_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PAIRS", 3)
    with pytest.raises(UsageError, match="the events tie 4 pairs"):
        through_events(network(FACTS))
