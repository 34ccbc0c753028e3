"""Loading what stands in a notebook: frames, a Network, a graph of NetworkX."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import pandas as pd
import pytest

import partnergraph
from partnergraph import InputError, Network, ReadOnlyError, UsageError, load, query, read_graph, read_network
from partnergraph.database.queries.named_queries import is_cypher
from tests.conftest import small_network

if TYPE_CHECKING:
    from pathlib import Path

    from partnergraph.database.connection import Database

NODES = pd.DataFrame(
    {"id": ["city:a", "city:b"], "type": "City", "name": ["Town A", "Town B"], "country": ["BY", "RU"]}
)
EDGES = pd.DataFrame({"id": ["f1"], "type": ["TWINNING"], "source": ["city:a"], "target": ["city:b"], "date": ["1997"]})
CYPHER = "MATCH (a:City)-[e:TWINNING]->(b) WHERE e.date >= $since RETURN a.name AS a, b.name AS b, e.loader AS loader"


def test_frames_are_loaded_and_asked_for_in_cypher(database: Database) -> None:
    report = load(database, (NODES, EDGES), name="mine")
    assert (report.counts["nodes"]["created"], report.counts["edges"]["created"]) == (2, 1)
    assert query(database, CYPHER, since="1990").to_dict("records") == [
        {"a": "Town A", "b": "Town B", "loader": "mine"}
    ]
    assert query(database, CYPHER, since="1998").empty
    (cited,) = read_network(database).edges["sources"]
    assert cited == ("loader:mine",)
    again = load(database, {"nodes": NODES, "edges": EDGES}, name="mine")
    assert (again.counts["edges"]["unchanged"], again.counts["edges"]["created"]) == (1, 0)


def test_frames_may_bring_their_sources(database: Database) -> None:
    sources = pd.DataFrame([{"id": "book", "title": "A book", "kind": "book"}])
    edges = pd.concat([EDGES.assign(sources="book"), EDGES.assign(id="f2", date="2001", sources=None)])
    load(database, (NODES, edges, sources), name="mine")
    read = read_network(database)
    assert dict(zip(read.edges["id"], read.edges["sources"], strict=True)) == {
        "f1": ("book",),
        "f2": ("loader:mine",),
    }
    assert set(read.sources["id"]) == {"book", "loader:mine"}


def test_a_network_is_loaded_as_it_is(database: Database) -> None:
    network = small_network()
    load(database, network, name="towns")
    read = read_network(database)
    assert set(read.nodes["id"]) == set(network.nodes["id"])
    assert set(read.edges["id"]) == set(network.edges["id"])
    assert set(read.edges["loader"]) == {"towns"}


def test_a_graph_of_networkx_is_read_as_the_same_file_is(database: Database, tmp_path: Path) -> None:
    G: nx.DiGraph[Any] = nx.DiGraph(name="ferries")
    G.add_node(1, name="Port A", type="City", country="DK")
    G.add_node(2, name="Port B", type="City", country="SE")
    G.add_edge(1, 2, weight=3.5, type="FERRY")
    nx.write_graphml(G, tmp_path / "ferries.graphml")
    load(database, G, name="ferries")
    read, file = read_network(database), read_graph(tmp_path / "ferries.graphml")
    columns = ["id", "type", "name", "country"]
    pd.testing.assert_frame_equal(
        read.nodes[columns].sort_values("id", ignore_index=True),
        file.nodes[columns].sort_values("id", ignore_index=True),
    )
    assert (
        read.edges[["type", "source", "target"]].values.tolist()
        == file.edges[["type", "source", "target"]].values.tolist()
    )


@pytest.mark.parametrize(
    ("given", "options", "problem"),
    [
        ((NODES, EDGES), {}, 'give name="...": what is loaded is called so in the database'),
        ((NODES, EDGES), {"name": "My Net"}, "'My Net' cannot name a loader"),
        (7, {"name": "mine"}, "a int cannot be loaded: give a loader, a file, a Network"),
        ({"node": NODES}, {"name": "mine"}, "frames are called nodes, edges and sources; there is node"),
        ("union_state", {"name": "mine"}, "union_state has a name of its own"),
        (nx.Graph(), {"name": "mine"}, "there is no node in the graph"),
        (nx.Graph([(1, "1")]), {"name": "mine"}, "two nodes of the graph have the same id as text"),
    ],
)
def test_what_cannot_be_loaded_is_told(given: Any, options: dict[str, str], problem: str) -> None:
    with pytest.raises(UsageError) as raised:
        load(None, given, **options)  # type: ignore[arg-type]  # before the database is looked at
    assert problem in str(raised.value)


def test_faults_of_frames_name_the_rows() -> None:
    with pytest.raises(InputError) as raised:
        load(None, (NODES, EDGES.assign(target="city:c")), name="mine")  # type: ignore[arg-type]
    (finding,) = raised.value.findings
    assert (finding.file, finding.row, finding.column, finding.found) == ("edges", 1, "target", "city:c")


def test_cypher_that_writes_is_refused(database: Database) -> None:
    with pytest.raises(ReadOnlyError):
        query(database, "MATCH (n) DETACH DELETE n")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("MATCH (n) RETURN n", True),
        ("match(n) return n", True),
        ("// mine\n  UNWIND [1] AS x RETURN x", True),
        ("/* a */ RETURN 1", True),
        ("CREATE (n)", True),
        ("twin-towns", False),
        ("match", False),
        ("matches", False),
        ("show-me", False),
        ("twin towns", False),
    ],
)
def test_what_is_a_statement_and_what_a_name(text: str, answer: bool) -> None:
    assert is_cypher(text) is answer


def test_the_exceptions_are_there_at_the_top() -> None:
    kinds = (partnergraph.UsageError, partnergraph.InputError, partnergraph.DatabaseError, partnergraph.ReadOnlyError)
    assert all(issubclass(kind, partnergraph.PartnergraphError) for kind in kinds)
    assert isinstance(small_network(), Network)
