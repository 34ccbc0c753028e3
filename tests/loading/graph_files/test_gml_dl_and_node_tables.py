"""GML and DL, which libraries read, and tables that say more of a graph file's nodes."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from partnergraph.errors import UsageError
from partnergraph.loading.graph_files import GraphDefaults
from partnergraph.loading.reading import read_graph
from tests.loading.graph_files.test_open_graph import edges, nodes, notes, written

GML = """Creator "somebody"
# a comment
graph
[
  label "Towns"
  directed 1
  node [ id 1 label "Oulu" population 200 graphics [ x 1.5 w 2 ] ]
  node [ id 2 label "Oulu" ]
  edge [ source 1 target 2 value 3 label "twins" ]
  edge [ source 1 target 2 value 4 ]
]
"""


@pytest.mark.parametrize("head", ["graph\n[", "graph [", "graph [\n  multigraph 1"])
def test_gml_with_parallel_edges_and_two_of_one_label(head: str, tmp_path: Path) -> None:
    network = read_graph(written(tmp_path, "t.gml", GML.replace("graph\n[", head)))
    assert nodes(network, "name", "population", "graphics_x") == [
        ("t:1", "Oulu", 200, 1.5),
        ("t:2", "Oulu", None, None),
    ]
    assert edges(network, "type", "value", "title") == [
        ("t:1", "t:2", "ARC", 3, "twins"),
        ("t:1", "t:2", "ARC", 4, None),
    ]
    assert network.sources["title"].tolist() == ["Towns (t.gml)"]


def test_gml_of_networkx_and_faults(tmp_path: Path) -> None:
    G = nx.karate_club_graph()
    nx.write_gml(G, tmp_path / "k.gml")
    network = read_graph(tmp_path / "k.gml")
    assert (len(network.nodes), len(network.edges), network.edges["weight"].sum()) == (34, 78, 231)
    with pytest.raises(UsageError, match=r"^b.gml: not readable as GML: "):
        read_graph(written(tmp_path, "b.gml", "graph [ node [ id 1 "))


def test_dl(tmp_path: Path) -> None:
    pytest.importorskip("igraph")
    text = "DL n=3\nformat = fullmatrix\nlabels:\nOulu,Halle,Linz\ndata:\n0 1 0\n1 0 1\n0 1 0\n"
    network = read_graph(written(tmp_path, "t.dl", text))
    assert network.nodes["name"].tolist() == ["Oulu", "Halle", "Linz"]
    assert len(network.edges) == 4
    with pytest.raises(UsageError, match=r"^b.dl: not readable as DL: "):
        read_graph(written(tmp_path, "b.dl", "nothing\n"))


def test_dl_without_igraph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "igraph", None)
    with pytest.raises(UsageError) as raised:
        read_graph(written(tmp_path, "t.dl", "DL n=1\n"))
    assert str(raised.value) == (
        "t.dl: DL is read by igraph; pip install 'partnergraph[fast]', or save the network as Pajek's .net"
    )


@pytest.mark.parametrize("key", ["number", "town"])
def test_a_table_says_more_of_the_nodes(key: str, tmp_path: Path) -> None:
    graph = written(tmp_path, "t.net", '*Vertices 3\n1 "Oulu"\n2 "Halle"\n3 "Linz"\n*Edges\n1 2\n')
    first, second, other = ("1", "2", "9") if key == "number" else ("Oulu", "Halle", "Steyr")
    text = f"x;{key};country;name;mayor\n;{first};FI;Uleåborg;Ann\n;{second};DE;;\n;{other};AT;;Bo\n"
    table = written(tmp_path, "towns.csv", text)
    network = read_graph(graph, GraphDefaults(node_table=table))
    assert nodes(network, "country", "mayor") == [("t:1", "FI", "Ann"), ("t:2", "DE", None), ("t:3", None, None)]
    by, missing = ("id", "'3'") if key == "number" else ("name", "'Linz'")
    assert [note for note in notes(network) if note.startswith("towns.csv")] == [
        f"towns.csv: 2 of 3 nodes have a row, by {by} in {key!r}",
        f"towns.csv: rows of no node: {other!r} (row 4)",
        f"towns.csv: nodes without a row: {missing}",
    ]


def test_a_table_of_others_or_with_a_node_twice_is_refused(tmp_path: Path) -> None:
    graph = written(tmp_path, "t.edges", "Oulu Halle\n")
    for text, message in (
        (
            "town,country\nLinz,AT\n",
            "n.csv: no column has ids or names of the nodes of t.edges, such as 'Oulu', 'Halle'",
        ),
        ("town,country\nOulu,FI\nOulu,SE\n", "n.csv: the rows 2, 3 are of one node, 'Oulu'; leave one of them"),
    ):
        with pytest.raises(UsageError) as raised:
            read_graph(graph, GraphDefaults(node_table=written(tmp_path, "n.csv", text)))
        assert str(raised.value) == message
