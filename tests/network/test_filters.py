"""The filters of a Network: which facts pass, and what is kept with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.dates import FORMS, period
from partnergraph.errors import UsageError
from partnergraph.network import Network
from partnergraph.vocabulary import STATUSES
from tests.hypothesis_settings import unhurried
from tests.random_networks import ENDS, TYPES, networks, some_date
from tests.rows_of_networks import ALL_EDGES, changed, ids, kept


@pytest.mark.parametrize(
    ("filters", "edges"),
    [
        ({}, ALL_EDGES),
        ({"types": ["TWINNING"]}, ["t1", "t2"]),
        ({"types": ["TWINNING", "SUPPLIES"]}, ["t1", "t2", "s1"]),
        ({"types": ["TRADE"]}, []),
        ({"node_types": ["City"]}, ["t1", "a1", "t2"]),
        ({"node_types": ["City", "Enterprise"]}, ["t1", "a1", "t2", "p1"]),
        ({"node_types": ["Enterprise"]}, []),
        ({"statuses": ["signed", "proposed"]}, ["a1", "p1"]),
        ({"statuses": ["ended"]}, []),
        ({"countries": ["BY"]}, ALL_EDGES),
        ({"loaders": ["towns"]}, ALL_EDGES),
        ({"types": ["TWINNING"], "statuses": ["active"], "node_types": ["City"], "end": "2010"}, ["t1"]),
        ({"end": "2004"}, []),
        ({"end": "2005"}, ["t1"]),
        ({"end": "2017-08"}, ["t1"]),
        ({"end": "2017-09-01"}, ["t1"]),
        ({"end": "2017-09-30"}, ["t1", "a1"]),
        ({"end": "2018"}, ["t1", "a1", "t2"]),
        ({"start": "2020-10"}, ["t1", "a1", "t2"]),
        ({"start": "2020-10", "plans": True}, ["t1", "a1", "t2", "p1"]),
        ({"start": "2020-09", "plans": True}, ALL_EDGES),
        ({"start": "2021"}, ["t1", "t2"]),
        ({"start": "2018", "end": "2019"}, ["t1", "a1", "t2"]),
    ],
)
def test_the_facts_that_pass_a_filter(network: Network, filters: dict[str, Any], edges: list[str]) -> None:
    assert kept(network.filtered(**filters)) == edges


def test_a_country_counts_at_either_end(network: Network) -> None:
    found = replace(network, nodes=changed(network.nodes, "city:c", country="KZ"))
    assert kept(found.filtered(countries=["KZ"])) == ["t2", "p1"]
    assert kept(found.filtered(countries=["KZ", "RU"])) == ALL_EDGES


def test_places_that_others_lie_in_and_sources_that_others_stand_in_are_kept(network: Network) -> None:
    found = network.filtered(types=["SUPPLIES"])
    assert ids(found.nodes) == ["country:by", "country:ru", "region:a", "region:b", "city:a", "enterprise:p"]
    assert ids(found.sources) == ["book", "note-2"]
    assert found.nodes.index.tolist() == list(range(6))
    assert found.warnings == ()
    assert Network.from_frames(found.nodes, found.edges, found.sources).equals(found)
    nothing = network.filtered(types=["TRADE"])
    assert (ids(nothing.nodes), ids(nothing.edges), ids(nothing.sources)) == ([], [], [])


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (
            {"types": ["TWINING"]},
            "'TWINING' is no edge type; did you mean TWINNING? known: AGREEMENT, ASSEMBLY_PLANT, ",
        ),
        ({"node_types": ["city"]}, "'city' is no node type; did you mean City? known: City, Country, District, "),
        ({"statuses": ["singed"]}, "'singed' is no status; did you mean signed? known: active, ended, planned, "),
        (
            {"countries": ["Belarsu"]},
            "'Belarsu' is no country; did you mean Belarus (BY)? write its name or its ISO 3166-1 code",
        ),
        ({"countries": ["BY", "DE"]}, "'DE' is no country of this network; known: BY, RU"),
        ({"loaders": ["town"]}, "'town' is no loader of this network; did you mean towns? known: towns"),
        ({"start": "soon"}, f"not a date: 'soon'; {FORMS}"),
        ({"end": "2021-13"}, "not a date: '2021-13' (month must be in 1..12"),
    ],
)
def test_a_filter_that_names_nothing_that_exists(network: Network, filters: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as raised:
        network.filtered(**filters)
    assert str(raised.value).startswith(message)


@st.composite
def some_filters(draw: st.DrawFn) -> dict[str, Any]:
    choices = {
        "types": list(ENDS),
        "node_types": list(TYPES.values()),
        "statuses": list(STATUSES),
        "countries": ["BY", "RU"],
        "loaders": ["one", "two"],
    }
    lists = {name: st.lists(st.sampled_from(known), unique=True) for name, known in choices.items()}
    chosen: dict[str, Any] = draw(st.fixed_dictionaries({}, optional={**lists, "start": some_date, "end": some_date}))
    if {"start", "end"} <= set(chosen) and period(chosen["start"])[0] > period(chosen["end"])[1]:
        chosen["start"], chosen["end"] = (
            chosen["end"],
            chosen["start"],
        )  # a period that ends before it begins is refused
    return chosen


def passes(network: Network, filters: dict[str, Any]) -> Network | None:
    """Filter; None where the network has none of the countries or loaders."""
    here = set(network.nodes["country"].dropna()), set(network.edges["loader"].dropna())
    if len(network.edges) and not (
        here[0].issuperset(filters.get("countries", ())) and here[1].issuperset(filters.get("loaders", ()))
    ):
        with pytest.raises(UsageError, match="of this network"):
            network.filtered(**filters)
        return None
    return network.filtered(**filters)


@unhurried
@given(networks(), some_filters(), some_filters())
def test_filters_are_monotone_idempotent_and_commute(
    network: Network, filters: dict[str, Any], more: dict[str, Any]
) -> None:
    once = passes(network, filters)
    if once is None:
        return
    assert set(kept(once)) <= set(kept(network))
    assert set(ids(once.nodes)) <= set(ids(network.nodes))
    assert set(ids(once.sources)) <= set(ids(network.sources))
    again = passes(once, filters)
    if again is None:  # of two countries, one is gone
        assert max(len(filters.get(name, ())) for name in ("countries", "loaders")) > 1
    else:
        assert again.equals(once)
    assert Network.from_frames(once.nodes, once.edges, once.sources).equals(once)
    for name, values in filters.items():
        only: dict[str, Any] = {name: values}
        if name in {"start", "end"} and "statuses" in filters:
            only["statuses"] = filters["statuses"]  # at a time, plans count where their status is named
        alone = network.filtered(**only)
        assert set(kept(once)) <= set(kept(alone))
        if isinstance(values, list) and values:
            parts = [network.filtered(**{**only, name: [value]}) for value in values]
            assert name == "node_types" or set(kept(alone)) == {edge for part in parts for edge in kept(part)}
    then, other = passes(once, more), passes(network, more)
    back = other and passes(other, filters)
    if then is not None and back is not None:
        assert then.equals(back)


@unhurried
@given(networks())
def test_every_node_left_is_an_end_or_holds_one_and_every_source_is_cited_or_holds_one(network: Network) -> None:
    assert network.filtered().equals(network)  # nothing chosen: also those without an edge stay
    found = network.filtered(types=list(ENDS))
    assert kept(found) == kept(network)
    containers = dict(zip(found.nodes["id"], found.nodes["located_in"], strict=True))
    parents = dict(zip(found.sources["id"], found.sources["part_of"], strict=True))
    cited = {source for sources in found.edges["sources"] for source in sources}
    for links, used in ((containers, set(found.edges["source"]) | set(found.edges["target"])), (parents, cited)):
        needed = set(used)
        for item in used:
            while item := links[item] or "":
                needed.add(item)
        assert needed == set(links)
