"""Parts of a network: the right facts, the names as people write them, and a sentence that says what was cut."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.analysis.rankings.rank import rank
from partnergraph.errors import UsageError
from partnergraph.network import Network
from partnergraph.view.part.conditions import read_condition
from partnergraph.view.part.cut import cut, describe, ego, path, top, where
from tests.view.conftest import EDGES, NODES, SOURCES

SAMPLE = Network.from_frames(NODES, EDGES, SOURCES, loader="sample")


def facts(network: Network) -> list[str]:
    return list(network.edges["id"])


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (["type=TWINNING"], ["t1"]),
        (["type=twinning"], ["t1"]),
        (["country=BY"], ["t1", "a1", "a2", "s1", "s2", "c1"]),
        (["country!=BY"], ["t1", "a1", "a2", "s1", "s2", "p1", "c1", "m1", "l1"]),
        (["node.type=Enterprise"], ["s1", "s2"]),
        (["node.name=Pskov"], ["t1", "a1", "a2", "s1", "l1"]),
        (["aliases=plescow"], ["t1", "a1", "a2", "s1", "l1"]),
        (["aliases~ciebs"], ["t1", "a1", "a2"]),
        (["sources=s2"], ["a1", "a2", "s1", "m1"]),
        (["sources!=s2"], ["t1", "s2", "p1", "c1", "l1"]),
        (["title~PLAN"], ["a1", "a2"]),
        (["amount>=1500"], ["s1"]),
        (["amount>1500.0"], None),
        (["amount="], ["t1", "a1", "a2", "s2", "p1", "c1", "m1", "l1"]),
        (["amount!="], ["s1"]),
        (["date=2021"], ["a2", "s1"]),
        (["date=2021-03"], ["a2"]),
        (["date<2010"], ["t1", "c1"]),
        (["date<=2010"], ["t1", "a1", "c1"]),
        (["date>2018"], ["a2", "s1"]),
        (["date>=2018-10"], ["a2", "s1", "p1"]),
        (["date>2021-02"], ["a2"]),
        (["date!=2021"], ["t1", "a1", "s2", "p1", "c1", "m1", "l1"]),
        (["status=active", "type=AGREEMENT"], ["a2", "m1"]),
        (["fact.note=note"], ["a2"]),
        (["note~old town"], None),
        (["node.note~old town"], ["t1", "a1", "a2", "s1", "l1"]),
        (["loader = sample"], facts(SAMPLE)),
    ],
)
def test_conditions(conditions: list[str], expected: list[str] | None) -> None:
    if expected is None:
        with pytest.raises(UsageError, match="no fact fulfils"):
            where(SAMPLE, conditions)
        return
    part, rule = where(SAMPLE, conditions)
    assert facts(part) == [fact for fact in facts(SAMPLE) if fact in expected]
    assert rule == f"facts where {' and '.join(conditions)}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("country", "is no condition"),
        ("", "is no condition"),
        ("contry=BY", "did you mean country"),
        ("fact.country=BY", "there is no column 'country'"),
        ("title<a", "title has no order"),
        ("amount>=many", "'many' is no number"),
        ("amount~", "no value behind ~"),
        ("date>soon", "not a date"),
        ("date=2021-13", "not a date"),
    ],
)
def test_what_is_no_condition(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_condition(text)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        condition = read_condition(text)
    except UsageError:
        return
    for cell in (None, "x", 1.5, ("a", "b")):
        if condition.kind not in {"date", "number"} or cell is None:
            assert condition.holds(cell) in {True, False}


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_numbers_compare_as_numbers(cell: float, value: float) -> None:
    signs = {"=": cell == value, "!=": cell != value, "<": cell < value, "<=": cell <= value, ">": cell > value}
    for sign, expected in signs.items():
        assert read_condition(f"amount{sign}{value!r}").holds(cell) is expected


def test_a_party_and_its_partners() -> None:
    part, rule = ego(SAMPLE, "plescow")
    # Smolensk is two steps away; what Vitebsk and the works have with Pskov is all there is.
    assert facts(part) == ["t1", "a1", "a2", "s1"]
    assert rule == "Pskov, its partners and the facts among them"
    part, rule = ego(SAMPLE, "MTZ", 2)
    assert facts(part) == ["t1", "a1", "a2", "s1", "s2", "p1"]
    assert "all within 2 steps" in rule


def test_steps_do_not_lead_through_whole_countries() -> None:
    part, _ = ego(SAMPLE, "Belarus", 3)
    assert facts(part) == ["c1"]  # Russia is reached; the programme beyond it is not
    part, _ = ego(SAMPLE, "Russia")
    assert facts(part) == ["c1", "m1"]


def test_a_party_without_a_fact_stands_alone() -> None:
    part, _ = ego(SAMPLE, "Idle Institute")
    assert facts(part) == []
    assert "institution:idle" in set(part.nodes["id"])


def test_all_shortest_paths_with_every_fact_along_them() -> None:
    part, rule = path(SAMPLE, "Viciebsk", "Fifth Forum")
    assert facts(part) == ["t1", "a1", "a2", "s1", "s2", "p1"]
    assert rule == "the shortest paths from Vitebsk to Fifth Forum, 4 steps long"
    part, rule = path(SAMPLE, "Belarus", "Common Space")
    assert facts(part) == ["c1", "m1"]
    assert rule.endswith("2 steps long, through whole countries since there is no other")


def test_paths_are_those_of_networkx() -> None:
    G = nx.Graph(SAMPLE.to_networkx())
    G.remove_nodes_from([str(node) for node in SAMPLE.nodes.loc[SAMPLE.nodes["type"] == "Country", "id"]])
    one, other = "city:vitebsk", "city:smolensk"
    along = {node for route in nx.all_shortest_paths(G, one, other) for node in route}
    part, _ = path(SAMPLE, one, other)
    assert {*part.edges["source"], *part.edges["target"]} == along


@pytest.mark.parametrize(
    ("ends", "message"),
    [
        (("Pskow", "Vitebsk"), "nothing is called 'Pskow'.*did you mean Pskov"),
        (("Pskov", "Plescow"), "are the same party"),
        (("Pskov", "Idle Institute"), "nothing links Pskov and Idle Institute"),
    ],
)
def test_paths_that_are_none(ends: tuple[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        path(SAMPLE, *ends)


def test_the_first_by_a_measure() -> None:
    ranking = rank(SAMPLE)
    first = set(ranking.loc[ranking["rank"] <= ranking["rank"].iloc[1], "id"])
    part, rule = top(SAMPLE, 2)
    among = SAMPLE.edges["source"].isin(first) & SAMPLE.edges["target"].isin(first)
    assert facts(part) == list(SAMPLE.edges.loc[among, "id"])
    assert first <= set(part.nodes["id"])
    ranking = rank(SAMPLE, by="strength")
    part, rule = top(SAMPLE, 1, "strength")
    assert set(part.nodes["id"]) >= {ranking["id"].iloc[0]}
    tied = int((ranking["rank"] == 1).sum())
    shared = f" ({tied} with those that share the last place)" if tied > 1 else ""
    assert rule == f"the first 1 by strength{shared} and the facts between them"


def test_those_that_share_the_last_place_stay() -> None:
    ranking = rank(SAMPLE)
    last = int(ranking["rank"].duplicated(keep=False).to_numpy().argmax()) + 1
    tied = int((ranking["rank"] <= ranking["rank"].iloc[last - 1]).sum())
    part, rule = top(SAMPLE, last)
    assert set(ranking["id"].head(tied)) <= set(part.nodes["id"])
    assert f"({tied} with those that share the last place)" in rule


@pytest.mark.parametrize(("count", "by", "message"), [(0, "degree", "at least 1"), (3, "degre", "did you mean degree")])
def test_rankings_that_are_none(count: int, by: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        top(SAMPLE, count, by)


def test_cuts_follow_each_other_and_say_so() -> None:
    part, rules = cut(SAMPLE, conditions=["country=BY"], around="Vitebsk", first=5)
    assert facts(part) == ["t1", "a1", "a2"]
    text = describe(part, SAMPLE, rules)
    assert text.startswith("A part of the network: facts where country=BY; of these Vitebsk, its partners")
    assert text.endswith("Shown are 3 of 9 facts.")
    whole, nothing = cut(SAMPLE)
    assert whole is SAMPLE
    assert describe(whole, SAMPLE, nothing) == ""


def test_parts_keep_the_places_and_sources_they_need() -> None:
    part, _ = where(SAMPLE, ["type=TWINNING"])
    assert set(part.nodes["id"]) == {
        "city:vitebsk",
        "city:pskov",
        "region:vitebsk",
        "country:belarus",
        "country:russia",
    }
    assert list(part.sources["id"]) == ["s1"]
