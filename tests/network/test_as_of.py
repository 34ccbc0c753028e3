"""What a slice of time takes of a Network (`network/slice.py`): yes, perhaps and plans, told and counted on request.

The rule itself is held against cases and all true days in tests/time; here is what the slice makes of its answers.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from partnergraph.errors import UsageError
from partnergraph.network import Network
from partnergraph.network.slice import Selection, Slice
from tests.hypothesis_settings import unhurried
from tests.random_networks import networks, some_date
from tests.rows_of_networks import ids, kept


@pytest.mark.parametrize(
    ("day", "edges"),
    [
        ("2004", []),
        ("2005", ["t1"]),
        ("2005-01-01", []),
        ("2017-08", ["t1"]),
        ("2017-09", ["t1", "a1"]),
        ("2018-01-01", ["t1", "a1"]),
        ("2018", ["t1", "a1", "t2"]),
        ("2020-09-30", ["t1", "a1", "t2", "s1"]),
        ("2020", ["t1", "a1", "t2", "s1"]),
        ("2021", ["t1", "t2"]),
        ("2022", ["t1", "t2"]),
    ],
)
def test_the_facts_that_hold_on_a_day(network: Network, day: str, edges: list[str]) -> None:
    """`t2` is undated and attested by a source of 2018; `s1` happened within 2020; `p1` is only proposed."""
    found = network.as_of(day)
    assert kept(found) == edges
    assert set(ids(found.sources)) == (set() if not edges else {"book"} | set(ids(found.sources)))


def selected(network: Network, **choices: Any) -> tuple[Selection, dict[str, list[str]]]:
    selection = Slice(**choices).selection(network.nodes, network.edges, network.vocabulary)
    names = ("counted", "perhaps", "planned", "suspended")
    return selection, {name: list(network.edges["id"][getattr(selection, name)]) for name in names}


@pytest.mark.parametrize(
    ("choices", "counted", "perhaps", "planned"),
    [
        ({}, ["t1", "a1", "t2", "s1"], [], ["p1"]),
        ({"plans": True}, ["t1", "a1", "t2", "s1", "p1"], [], []),
        ({"statuses": ["proposed"]}, ["p1"], [], []),
        ({"as_of": "2016"}, ["t1"], ["t2"], []),
        ({"as_of": "2016", "perhaps": True}, ["t1", "t2"], [], []),
        ({"as_of": "2022"}, ["t1", "t2"], [], ["p1"]),
        ({"as_of": "2022", "plans": True}, ["t1", "t2", "p1"], [], []),
        ({"start": "2021"}, ["t1", "t2"], [], ["p1"]),
        ({"start": "2019", "end": "2020-06"}, ["t1", "a1", "t2", "s1"], [], []),
        ({"began": "2017"}, ["a1"], ["t2"], []),
        ({"began": "2010/2020"}, ["a1", "s1"], ["t2"], []),
        ({"ended": "2020"}, ["a1", "s1"], [], []),
        ({"began": "2017", "types": ["AGREEMENT"]}, ["a1"], [], []),
    ],
)
def test_what_is_counted_perhaps_and_planned(
    network: Network, choices: dict[str, Any], counted: list[str], perhaps: list[str], planned: list[str]
) -> None:
    _, found = selected(network, **choices)
    assert found == {"counted": counted, "perhaps": perhaps, "planned": planned, "suspended": []}


def test_what_is_set_aside_is_told_with_the_option_that_counts_it(network: Network) -> None:
    selection, _ = selected(network, as_of="2022")
    assert selection.phrases() == ["1 planned or proposed, not counted (--plans counts them)"]
    selection, _ = selected(network, as_of="2016")
    assert selection.phrases() == ["1 more perhaps: undated, or ended nobody says when (--perhaps counts them)"]
    assert selection.phrases(among=selection.counted) == []


def test_a_suspended_fact_counts_where_it_is_asked_for(network: Network) -> None:
    edges = network.edges.assign(status=["suspended", *network.edges["status"][1:]])
    resting = Network.from_frames(network.nodes, edges, network.sources)
    for choices in ({}, {"as_of": "2016"}, {"as_of": "2016", "perhaps": True}):
        _, found = selected(resting, **choices)
        assert (found["suspended"], "t1" in found["counted"]) == (["t1"], False)
    _, found = selected(resting, as_of="2016", statuses=["suspended"])
    assert found["counted"] == ["t1"]
    assert "t1" in kept(resting.filtered(types=["TWINNING"])), "without a question of time nothing is lost from a part"


@pytest.mark.parametrize("day", ["", "2021-2", "soon", "2021-02-30"])
def test_a_day_that_is_no_date(network: Network, day: str) -> None:
    with pytest.raises(UsageError, match=r"^not a date: "):
        network.as_of(day)


def test_perhaps_needs_a_time() -> None:
    with pytest.raises(UsageError, match="--perhaps goes with a time"):
        Slice(perhaps=True)


@unhurried
@given(networks(), some_date)
def test_a_part_as_of_a_day_is_that_part_again(network: Network, day: str) -> None:
    before = network.as_of(day)
    assert before.as_of(day).equals(before)
    assert set(kept(before)) <= set(kept(network.filtered(start=day)))
    assert not {"planned", "proposed", "suspended"} & set(before.edges["status"])
