"""A Network there and back: as a NetworkX graph, as frames, as a folder of CSV files."""

from __future__ import annotations

import tempfile
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given

from partnergraph.errors import InputError, UsageError
from partnergraph.network import Network
from partnergraph.tables import read_csv, write_csv
from partnergraph.vocabulary import TABLES
from tests.hypothesis_settings import unhurried
from tests.random_networks import networks
from tests.rows_of_networks import ids


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
        "starts_from": "2020-01-01",
        "starts_by": "2020-01-31",
        "ends_from": "2020-09-30",
        "ends_by": "2020-09-30",
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
