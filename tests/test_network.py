"""The Network: what it holds, its filters, as_of, merging, and the ways there and back."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnergraph.dates import first_day, last_day
from partnergraph.errors import Finding, InputError, UsageError
from partnergraph.network import EDGE_EXTRA, Network, records
from partnergraph.tables import read_csv, write_csv
from partnergraph.vocabulary import STANDARD, STATUSES, TABLES, NodeType, column_names
from tests.conftest import small_network

#: On a busy machine a slow example is no fault.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

ALL_EDGES = ["t1", "a1", "t2", "s1", "p1"]
TYPES = {"city": "City", "region": "Region", "enterprise": "Enterprise", "country": "Country"}
ENDS = {
    "TWINNING": ("city:", "city:"),
    "AGREEMENT": ("region:", "region:"),
    "SUPPLIES": ("enterprise:", "region:"),
    "COOPERATION": ("", ""),
}


def ids(frame: pd.DataFrame) -> list[str]:
    return list(frame["id"])


def kept(network: Network) -> list[str]:
    return ids(network.edges)


def changed(frame: pd.DataFrame, identifier: str, **cells: Any) -> pd.DataFrame:
    """Return a frame with other cells in one row."""
    row = ids(frame).index(identifier)
    columns = {name: frame[name].tolist() for name in cells}
    for name, value in cells.items():
        columns[name][row] = value
    return frame.assign(**{name: pd.Series(values, dtype=frame[name].dtype) for name, values in columns.items()})


# Networks of any kind: many missing cells, parallel edges, nodes without an edge, awkward texts.

some_text = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=8).map(str.strip)
maybe_text = st.none() | some_text.map(lambda text: text or None) | st.sampled_from(['a "b"', "x\ny", "a,b;c", "=1+1"])
some_name = some_text.filter(bool)
some_list = st.lists(some_text.map(lambda text: text.replace(";", "").strip()).filter(bool), unique=True, max_size=3)
some_date = st.builds("{:04}".format, st.integers(1995, 2025)) | st.dates(date(1995, 1, 1), date(2025, 12, 31)).flatmap(
    lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7]])
)
some_country = st.sampled_from(["BY", "RU", None])
some_year = st.none() | st.integers(1990, 2025)
some_number = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def node_rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    names = draw(st.lists(st.sampled_from([f"{kind}:{n}" for kind in TYPES for n in range(4)]), unique=True))
    places: list[str | None] = [None]
    rows = []
    for name in names:
        row: dict[str, Any] = {
            "id": name,
            "type": TYPES[name.split(":")[0]],
            "name": draw(some_name),
            "country": draw(some_country),
            "located_in": draw(st.sampled_from(places)),
            "aliases": tuple(draw(some_list)),
            "wikidata": draw(st.sampled_from([None, "Q42"])),
            "note": draw(maybe_text),
        }
        if draw(st.booleans()):
            row |= {"latitude": draw(st.floats(-90, 90)), "longitude": draw(st.floats(-180, 180))}
        if not name.startswith("enterprise"):
            places.append(name)
        rows.append(row)
    return rows


@st.composite
def edge_row(draw: st.DrawFn, nodes: list[str], sources: list[str]) -> dict[str, Any] | None:
    kind = draw(st.sampled_from(list(ENDS)))
    ends = [[node for node in nodes if node.startswith(prefix)] for prefix in ENDS[kind]]
    if not all(ends):
        return None
    begun, until = draw(st.none() | some_date), draw(st.none() | some_date)
    if begun and until and last_day(until) < first_day(begun):
        begun, until = until, begun
    return {
        "type": kind,
        "source": draw(st.sampled_from(ends[0])),
        "target": draw(st.sampled_from(ends[1])),
        "date": begun,
        "until": until,
        "status": draw(st.sampled_from(list(STATUSES))),
        "title": draw(maybe_text),
        **(draw(st.fixed_dictionaries({"amount": some_number, "unit": some_name})) if draw(st.booleans()) else {}),
        "sources": tuple(draw(st.lists(st.sampled_from(sources), unique=True, min_size=1))),
        "note": draw(maybe_text),
        "loader": draw(st.sampled_from(["one", "two", None])),
    }


@st.composite
def networks(draw: st.DrawFn) -> Network:
    nodes = draw(node_rows())
    sources = [
        {"id": f"s{n}", "title": draw(some_name), "year": draw(some_year), "author": draw(maybe_text)} for n in range(3)
    ]
    sources[1]["part_of"] = "s0"
    drawn = draw(st.lists(edge_row([row["id"] for row in nodes], ["s0", "s1", "s2"]), max_size=8))
    edges = [{"id": f"e{n}" if n % 3 else None, **row} for n, row in enumerate(drawn) if row]
    columns = {"nodes": nodes, "edges": edges, "sources": sources}
    frames = {
        table: pd.DataFrame(
            rows, columns=[*column_names(table), *(EDGE_EXTRA if table == "edges" else ())], dtype=object
        )
        for table, rows in columns.items()
    }
    return Network.from_frames(frames["nodes"], frames["edges"], frames["sources"])


# What it holds


def test_a_network_holds_typed_frames(network: Network) -> None:
    assert repr(network) == "Network(8 nodes, 5 edges, 3 sources)"
    assert tuple(network.nodes.columns) == column_names("nodes")
    assert tuple(network.edges.columns) == (*column_names("edges"), "loader")
    assert tuple(network.sources.columns) == column_names("sources")
    assert records(network.nodes)[4] == {
        "id": "city:a",
        "type": "City",
        "name": "Town A",
        "country": "BY",
        "located_in": "region:a",
        "aliases": ("A-Town", "Аград"),
        "latitude": 53.5,
        "longitude": 27.25,
    }
    assert records(network.edges)[2] == {
        "id": "t2",
        "type": "TWINNING",
        "source": "city:a",
        "target": "city:c",
        "status": "active",
        "sources": ("note-1", "book"),
        "loader": "towns",
    }
    assert records(network.sources)[0] == {
        "id": "book", "kind": "book", "title": "A book", "author": "Writer, A.", "year": 2019
    }  # fmt: skip
    assert network.warnings == ()


def test_an_empty_network() -> None:
    empty = Network.empty()
    assert repr(empty) == "Network(0 nodes, 0 edges, 0 sources)"
    assert tuple(empty.edges.columns) == (*column_names("edges"), "loader")
    for other in (
        empty.filtered(types=["TWINNING"], countries=["BY"], loaders=["x"], start="2000"),
        empty.as_of("2020"),
        empty.merged(empty),
        Network.from_networkx(empty.to_networkx()),
        Network.from_frames(pd.DataFrame(), pd.DataFrame(), pd.DataFrame()),
        Network.from_frames(empty.nodes, empty.edges, empty.sources),
    ):
        assert other.equals(empty)
        assert [list(frame.dtypes) for frame in (other.nodes, other.edges, other.sources)] == [
            list(frame.dtypes) for frame in (empty.nodes, empty.edges, empty.sources)
        ]


def test_equal_networks_hold_the_same_whatever_their_order(network: Network) -> None:
    turned = replace(network, nodes=network.nodes.iloc[::-1], edges=network.edges.sample(frac=1, random_state=1))
    assert network.equals(turned)
    assert turned.equals(network)
    changes: tuple[tuple[str, Any], ...] = (
        *(("title", "x"), ("amount", 1.0), ("sources", ("book",)), ("loader", None), ("until", "2021")),
    )
    for column, value in changes:
        assert not network.equals(replace(network, edges=changed(network.edges, "s1", **{column: value})))
    assert not network.equals(replace(network, nodes=network.nodes.iloc[1:]))


def test_the_loader_of_an_edge(network: Network) -> None:
    edges = network.edges.drop(columns="loader")
    frames = network.nodes, edges, network.sources
    assert Network.from_frames(*frames).edges["loader"].tolist() == [None] * 5
    assert Network.from_frames(*frames, loader="x").edges["loader"].tolist() == ["x"] * 5
    loaders: list[Any] = ["a", None, float("nan"), pd.NA, ""]
    given_ones = edges.assign(loader=pd.Series(loaders, dtype=object))
    found = Network.from_frames(network.nodes, given_ones, network.sources, loader="x")
    assert found.edges["loader"].tolist() == ["a", "x", "x", "x", "x"]


def test_a_misspelt_column_of_a_frame_is_not_lost_silently(network: Network) -> None:
    edges = network.edges.rename(columns={"status": "staus", "type": "typ"})
    with pytest.raises(InputError) as raised:
        Network.from_frames(network.nodes.assign(loader="x"), edges, network.sources)
    assert [(found.file, found.row, found.column, found.nearest) for found in raised.value.findings] == [
        ("nodes", 0, "loader", ""),
        ("edges", 0, "typ", "type"),
        ("edges", 0, "staus", "status"),
        ("edges", 0, "type", ""),
    ]


def test_a_network_is_not_changed_by_what_is_made_of_it(network: Network) -> None:
    network.filtered(types=["TWINNING"], start="2010")
    network.as_of("2010")
    network.merged(network)
    G = network.to_networkx()
    G.nodes["city:a"]["name"] = "changed"
    G.remove_node("city:b")
    assert network.equals(small_network())


# Filters


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
        ({"end": "2017-09-01"}, ["t1", "a1"]),
        ({"end": "2018"}, ["t1", "a1", "t2"]),
        ({"start": "2020-10"}, ["t1", "a1", "t2", "p1"]),
        ({"start": "2020-09"}, ALL_EDGES),
        ({"start": "2021"}, ["t1", "t2", "p1"]),
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
        ({"countries": ["by"]}, "'by' is no country of this network; did you mean BY? known: BY, RU"),
        ({"countries": ["BY", "DE"]}, "'DE' is no country of this network; known: BY, RU"),
        ({"loaders": ["town"]}, "'town' is no loader of this network; did you mean towns? known: towns"),
        ({"start": "soon"}, "not a date: 'soon'; write 2021, 2021-03 or 2021-03-15"),
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
    return draw(st.fixed_dictionaries({}, optional={**lists, "start": some_date, "end": some_date}))


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
    found = network.filtered()
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


# Time


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
    earlier, later = sorted((one, other), key=last_day)
    before, after = network.as_of(earlier), network.as_of(later)
    endless = set(network.edges.loc[network.edges["until"].isna(), "id"])
    assert set(kept(before)) & endless <= set(kept(after))
    assert before.as_of(earlier).equals(before)
    assert set(kept(before)) <= set(kept(network.filtered(start=last_day(earlier).isoformat())))
    assert "ended" not in set(before.edges.loc[before.edges["until"].isna(), "status"])


@unhurried
@given(networks(), st.dates(date(1994, 1, 1), date(2026, 12, 31)))
def test_as_of_is_what_its_words_say(network: Network, day: date) -> None:
    years = {row["id"]: row["year"] for row in records(network.sources) if "year" in row}
    expected = []
    for row in records(network.edges):
        if "date" in row:
            begin = first_day(row["date"])
        else:
            begin = date(min([years[cited] for cited in row["sources"] if cited in years], default=9999), 1, 1)
        over = day > last_day(row["until"]) if "until" in row else row["status"] == "ended"
        if begin <= day and not over:
            expected.append(row["id"])
    assert kept(network.as_of(day.isoformat())) == expected


# Merging


def test_merging_unites_rows_by_their_id() -> None:
    one, other = small_network(), small_network()
    nodes = changed(other.nodes, "city:a", aliases=("Аград", "Ä"), name="Town A.")
    nodes = changed(nodes, "city:b", note="by the river")
    edges = changed(other.edges, "t1", sources=("note-1", "book"))
    edges = changed(edges, "a1", amount=5.0, unit="events")
    extra = pd.DataFrame([{"id": "city:d", "type": "City", "name": "Town D"}])
    other = Network.from_frames(pd.concat([nodes, extra]), edges, other.sources)
    both = one.merged(other)
    assert ids(both.nodes) == [*ids(one.nodes), "city:d"]
    assert kept(both) == ALL_EDGES
    rows = {row["id"]: row for row in (*records(both.nodes), *records(both.edges))}
    assert rows["city:a"]["aliases"] == ("A-Town", "Аград", "Ä")
    assert rows["city:a"]["name"] == "Town A"
    assert rows["city:b"]["note"] == "by the river"
    assert rows["t1"]["sources"] == ("book", "note-1")
    assert (rows["a1"]["amount"], rows["a1"]["unit"]) == (5.0, "events")
    problem = "city:a has 'Town A' in one network and another value in the other"
    assert both.warnings == (*other.warnings, Finding("nodes", 0, "name", "Town A.", problem))
    assert one.equals(small_network())


def test_one_id_cannot_stand_for_two_things() -> None:
    one, other = small_network(), small_network()
    nodes = changed(other.nodes, "city:a", type="Settlement")
    edges = changed(changed(other.edges, "t1", target="city:c"), "t2", type="COOPERATION")
    with pytest.raises(InputError) as raised:
        one.merged(Network.from_frames(nodes, edges, other.sources))
    assert raised.value.findings == (
        Finding("nodes", 0, "type", "Settlement", "city:a has 'City' in one network and another value in the other"),
        Finding("edges", 0, "target", "city:c", "t1 has 'city:b' in one network and another value in the other"),
        Finding("edges", 0, "type", "COOPERATION", "t2 has 'TWINNING' in one network and another value in the other"),
    )


def test_what_two_networks_say_must_hold_together() -> None:
    """Each lies in the other: both networks are good, the two together are not."""

    def lying(one: str, other: str) -> Network:
        nodes = pd.DataFrame([{"id": name, "type": "Region", "name": name} for name in ("a", "b")])
        nodes["located_in"] = [other if name == one else None for name in ("a", "b")]
        return Network.from_frames(nodes, pd.DataFrame(), pd.DataFrame())

    with pytest.raises(InputError) as raised:
        lying("a", "b").merged(lying("b", "a"))
    problem = "the places lie in each other in a circle"
    assert raised.value.findings == (
        Finding("nodes", 1, "located_in", "b", problem),
        Finding("nodes", 2, "located_in", "a", problem),
    )


def test_vocabularies_are_merged_too(network: Network) -> None:
    fund, other = NodeType("Fund", "A fund"), NodeType("Fund", "Another")
    one = replace(network, vocabulary=STANDARD.extended([fund]))
    assert one.merged(network).vocabulary.node_types["Fund"] == fund
    assert network.merged(one).vocabulary.node_types["Fund"] == fund
    with pytest.raises(UsageError, match="node type Fund is already declared with another meaning"):
        one.merged(replace(network, vocabulary=STANDARD.extended([other])))


@unhurried
@given(networks())
def test_a_network_merged_with_itself_or_nothing_is_itself(network: Network) -> None:
    for both in (network.merged(network), network.merged(Network.empty()), Network.empty().merged(network)):
        assert both.equals(network)
        assert both.warnings == network.warnings
        assert kept(both) == kept(network)
        assert list(both.edges.dtypes) == list(network.edges.dtypes)


def as_sets(network: Network) -> list[dict[str, dict[str, Any]]]:
    return [
        {
            row["id"]: {name: frozenset(cell) if isinstance(cell, tuple) else cell for name, cell in row.items()}
            for row in records(frame)
        }
        for frame in (network.nodes, network.edges, network.sources)
    ]


@unhurried
@given(networks(), st.data())
def test_merging_parts_gives_the_whole_whatever_their_order(network: Network, data: st.DataObject) -> None:
    picked = [data.draw(st.lists(st.booleans(), min_size=n, max_size=n)) for n in [len(network.edges)] * 2]
    whole = network.filtered()
    one, other = (network._with_edges(network.edges[pd.Series(part, dtype=bool)]) for part in picked)
    forth, back = one.merged(other), other.merged(one)
    assert as_sets(forth) == as_sets(back)
    assert set(kept(forth)) == {edge for edge, *chosen in zip(kept(network), *picked, strict=True) if any(chosen)}
    assert forth.merged(whole).equals(whole)


# There and back


def test_the_networkx_graph(network: Network) -> None:
    G = network.to_networkx()
    assert (G.number_of_nodes(), G.number_of_edges()) == (8, 5)
    assert list(G.edges(keys=True))[:2] == [("city:a", "city:b", "t1"), ("city:a", "city:b", "a1")]
    assert dict(G.nodes["region:b"]) == {
        "type": "Region", "name": "Region B", "country": "RU", "located_in": "country:ru"
    }  # fmt: skip
    assert dict(G.edges["enterprise:p", "region:b", "s1"]) == {
        "type": "SUPPLIES",
        "date": "2020-01",
        "until": "2020-09",
        "status": "active",
        "amount": 12.5,
        "unit": "tonnes",
        "sources": ("note-2",),
        "loader": "towns",
    }
    assert [source["id"] for source in G.graph["sources"]] == ["book", "note-1", "note-2"]
    assert all(type(source["year"]) is int for source in G.graph["sources"])


def test_a_graph_with_attributes_that_are_no_columns_is_refused(network: Network) -> None:
    G = network.to_networkx()
    G.nodes["city:a"]["staus"] = "x"
    with pytest.raises(UsageError, match=r"^'staus' is no column of nodes; known: aliases, "):
        Network.from_networkx(G)
    G = network.to_networkx()
    G.edges["city:a", "city:b", "t1"]["weight"] = 2
    with pytest.raises(UsageError, match=r"^'weight' is no column of edges; "):
        Network.from_networkx(G)


def test_a_graph_that_breaks_a_rule_is_refused() -> None:
    G: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    G.add_node("city:a", type="City", name="A")
    G.add_edge("city:a", "city:b", key="e1", type="TWINNING")
    with pytest.raises(InputError) as raised:
        Network.from_networkx(G)
    assert [(found.file, found.row, found.column) for found in raised.value.findings] == [
        ("nodes", 2, "type"),
        ("nodes", 2, "name"),
        ("edges", 0, "sources"),
    ]


@unhurried
@given(networks())
def test_networkx_there_and_back(network: Network) -> None:
    found = Network.from_networkx(network.to_networkx())
    assert found.equals(network)
    assert list(found.nodes.dtypes) == list(network.nodes.dtypes)
    assert ids(found.nodes) == ids(network.nodes)
    assert ids(found.sources) == ids(network.sources)


@unhurried
@given(networks())
def test_frames_there_and_back(network: Network) -> None:
    found = Network.from_frames(network.nodes, network.edges, network.sources)
    assert found.equals(network)
    for frame, other in (
        (network.nodes, found.nodes),
        (network.edges, found.edges),
        (network.sources, found.sources),
    ):
        pd.testing.assert_frame_equal(frame, other)


@unhurried
@given(networks())
def test_a_folder_of_csv_files_there_and_back(network: Network) -> None:
    with tempfile.TemporaryDirectory() as folder:
        raw = {}
        for table in TABLES:
            path = Path(folder, f"{table}.csv")
            write_csv(getattr(network, table), path, table)
            raw[table], findings = read_csv(path, table)
            assert findings == []
    found = Network.from_tables(raw["nodes"], raw["edges"], raw["sources"], loaders=network.edges["loader"].tolist())
    assert found.equals(network)
    assert ids(found.edges) == ids(network.edges)
