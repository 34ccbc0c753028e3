"""The Network: what it holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from partnergraph.errors import InputError
from partnergraph.network import Network, records
from partnergraph.network.time import FOUR_DAYS
from partnergraph.vocabulary import column_names
from tests.conftest import small_network
from tests.rows_of_networks import changed


def test_a_network_holds_typed_frames(network: Network) -> None:
    assert repr(network) == "Network(8 nodes, 5 edges, 3 sources)"
    assert tuple(network.nodes.columns) == column_names("nodes")
    assert tuple(network.edges.columns) == (*column_names("edges"), "loader", *FOUR_DAYS)
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
        "starts_by": "2018-12-31",
    }
    assert records(network.sources)[0] == {
        "id": "book", "kind": "book", "title": "A book", "author": "Writer, A.", "year": 2019
    }  # fmt: skip
    assert network.warnings == ()


def test_an_empty_network() -> None:
    empty = Network.empty()
    assert repr(empty) == "Network(0 nodes, 0 edges, 0 sources)"
    assert tuple(empty.edges.columns) == (*column_names("edges"), "loader", *FOUR_DAYS)
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


def test_a_part_tells_what_a_fact_carries_out_where_that_is_in_it(network: Network) -> None:
    edges = changed(network.edges, "p1", carries_out=("a1", "s1"))
    linked = Network.from_frames(network.nodes, edges, network.sources)
    assert linked.merged(linked).equals(linked)
    told = {row["id"]: row.get("carries_out") for row in records(linked.filtered(types=["ASSEMBLY_PLANT"]).edges)}
    assert told == {"p1": None}
    part = linked.filtered(types=["ASSEMBLY_PLANT", "SUPPLIES"])
    assert {row["id"]: row.get("carries_out") for row in records(part.edges)} == {"s1": None, "p1": ("s1",)}
    # A part is a network like any other, and can be checked like one.
    assert Network.from_frames(part.nodes, part.edges, part.sources).equals(part)
    assert linked.equals(Network.from_networkx(linked.to_networkx()))


def test_a_fact_that_ended_before_it_began_by_its_sources_is_a_fault(network: Network) -> None:
    ended = changed(network.edges, "t1", date="2020", status="ended", sources=("note-1",))
    with pytest.raises(InputError) as raised:
        Network.from_frames(network.nodes, ended, network.sources)
    (finding,) = raised.value.findings
    assert (finding.file, finding.row, finding.column, finding.found) == ("edges", 1, "status", "ended")
    assert finding.problem.startswith("it begins (2020) after the last of its sources was published (by 2018-12-31)")


def test_the_four_days_are_worked_out_anew_and_kept_by_filters(network: Network) -> None:
    wrong = network.edges.assign(starts_from="1900-01-01", ends_by=None)
    assert Network.from_frames(network.nodes, wrong, network.sources).equals(network)
    part = network.filtered(types=["TWINNING"])
    kept = network.edges[network.edges["type"] == "TWINNING"].reset_index(drop=True)
    pd.testing.assert_frame_equal(part.edges, kept)
