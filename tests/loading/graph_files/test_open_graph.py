"""Graph files of other programs, written by hand or by NetworkX, and what a Network holds of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from partnergraph.errors import UsageError
from partnergraph.loading.graph_files import GraphDefaults, is_graph_file, open_graph
from partnergraph.loading.reading import read_graph
from partnergraph.network import Network, records


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def edges(network: Network, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in ("source", "target", *names)) for row in records(network.edges)]


def nodes(network: Network, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in ("id", *names)) for row in records(network.nodes)]


def notes(network: Network) -> list[str]:
    return [warning.problem for warning in network.warnings if not warning.row]


GRAPHML = """<?xml version="1.0"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
<key id="t" for="node" attr.name="type" attr.type="string"><default>town</default></key>
<key id="c" for="node" attr.name="country" attr.type="string"/>
<key id="p" for="node" attr.name="population" attr.type="int"/>
<key id="k" for="edge" attr.name="type" attr.type="string"/>
<key id="d" for="edge" attr.name="date" attr.type="string"/>
<key id="b" for="edge" attr.name="sealed" attr.type="boolean"/>
<key id="y" for="node" yfiles.type="nodegraphics"/>
<graph id="G" edgedefault="directed">
 <node id="a"><data key="t">city</data><data key="c">by</data><data key="p">21000</data>
  <data key="y"><y:ShapeNode><y:NodeLabel>Town A &amp; more</y:NodeLabel></y:ShapeNode></data>
  <graph edgedefault="undirected"><node id="a::1"/><edge source="a" target="a::1"/></graph>
 </node>
 <node id="b"><data key="c">RU</data></node>
 <edge id="x" source="a" target="b"><data key="k">trades with</data><data key="d">2021-03</data></edge>
 <edge id="y" source="a" target="b"><data key="k">trades with</data><data key="b">1</data></edge>
 <edge source="b" target="b" directed="false"><data key="k">TRADES-WITH</data></edge>
 <hyperedge/>
</graph></graphml>"""


def test_graphml(tmp_path: Path) -> None:
    network = read_graph(written(tmp_path, "My Towns.graphml", GRAPHML))
    assert nodes(network, "type", "name", "country", "population", "inside") == [
        ("my_towns:a::1", "Town", "a::1", None, None, "a"),
        ("my_towns:a", "City", "Town A & more", "BY", 21000, None),
        ("my_towns:b", "Town", "b", "RU", None, None),
    ]
    assert edges(network, "type", "date", "sealed", "sources", "loader") == [
        ("my_towns:a", "my_towns:a::1", "LINK", None, None, ("loader:my_towns",), "my_towns"),
        ("my_towns:a", "my_towns:b", "TRADES_WITH", "2021-03", None, ("loader:my_towns",), "my_towns"),
        ("my_towns:a", "my_towns:b", "TRADES_WITH", None, "true", ("loader:my_towns",), "my_towns"),
        ("my_towns:b", "my_towns:b", "TRADES_WITH_BOTH_WAYS", None, None, ("loader:my_towns",), "my_towns"),
    ]
    types = network.vocabulary.edge_types
    assert (types["TRADES_WITH"].directed, types["TRADES_WITH_BOTH_WAYS"].directed) == (True, False)
    assert (types["LINK"].directed, network.vocabulary.node_types["Town"].is_place) == (False, False)
    assert notes(network) == [
        "1 hyperedges, which join more than two nodes, were left out",
        "1 edge has no type; it is taken as LINK (--edge-type names another)",
    ]
    assert [row["title"] for row in records(network.sources)] == ["G (My Towns.graphml)"]


GEXF = """<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">
<meta lastmodifieddate="2020-05-01"><description>Towns that meet</description></meta>
<graph mode="dynamic" timeformat="date" defaultedgetype="undirected">
<attributes class="node"><attribute id="0" title="lat" type="float"/><attribute id="1" title="Long" type="float"/>
 <attribute id="2" title="size class" type="integer"><default>3</default></attribute></attributes>
<attributes class="edge" mode="dynamic"><attribute id="0" title="visits" type="integer"/></attributes>
<nodes><node id="1" label="A"><attvalues><attvalue for="0" value="53.5"/><attvalue for="1" value="27"/></attvalues>
  <viz:color r="1" g="2" b="3"/><viz:position x="1.5" y="-2" z="0"/></node>
 <node id="2" label="B"/></nodes>
<edges><edge id="0" source="1" target="2" kind="meets" weight="2.5" start="2001-01-01" end="2003"/>
 <edge id="1" source="2" target="1" type="directed"><spells><spell start="2001-05-01" end="2002-01-01"/>
  <spell start="2004-01-01T00:00:00" end="2005-02-01"/></spells>
  <attvalues><attvalue for="0" value="7" start="2001-05-01" end="2002-01-01"/>
   <attvalue for="0" value="9"/></attvalues></edge>
</edges></graph></gexf>"""


def test_gexf(tmp_path: Path) -> None:
    path = written(tmp_path, "a.gexf", GEXF)
    network = read_graph(path)
    assert nodes(network, "name", "latitude", "longitude", "size_class", "viz_color", "viz_y") == [
        ("a:1", "A", 53.5, 27, 3, "1 2 3", -2),
        ("a:2", "B", None, None, 3, None, None),
    ]
    assert edges(network, "type", "date", "until", "weight", "spells", "visits") == [
        ("a:1", "a:2", "MEETS", "2001-01-01", "2003", 2.5, None, None),
        ("a:2", "a:1", "ARC", "2001-05-01", "2005-02-01", None,
         ("2001-05-01..2002-01-01", "2004-01-01T00:00:00..2005-02-01"), ("7 [2001-05-01..2002-01-01]", "9")),
    ]  # fmt: skip
    loader = open_graph(path)
    assert (loader.title, loader.when, loader.source_id) == ("Towns that meet (a.gexf)", "2020-05-01", "loader:a")


PAJEK = """*Network towns
% a comment
*Vertices 4
1 "Town A" 0.1 0.2 0.5 ellipse ic Red bc Black
2 "Town \\"B\\"" [5-10]
4 Dee
*Arcs :2 "owns"
1 2 3 l "big one" [2001]
1 1
*Edges
2 4 -1.5
*Edgeslist
1 2 4
*Matrix :3
0 0 0 1
0 0 0 0
0 2 0 0
0 0 0 0
*Partition p
1
"""


def test_pajek(tmp_path: Path) -> None:
    network = read_graph(written(tmp_path, "t.net", PAJEK))
    assert nodes(network, "name", "x", "z", "shape", "bc", "times") == [
        ("t:1", "Town A", 0.1, 0.5, "ellipse", "Black", None),
        ("t:2", 'Town "B"', None, None, None, None, "5-10"),
        ("t:3", "3", None, None, None, None, None),
        ("t:4", "Dee", None, None, None, None, None),
    ]
    assert [(a[2:], b[2:], *rest) for a, b, *rest in edges(network, "type", "weight", "title")] == [
        ("1", "2", "OWNS", 3, "big one"),
        ("1", "1", "OWNS", None, None),
        ("2", "4", "LINK", -1.5, None),
        ("1", "2", "LINK", None, None),
        ("1", "4", "LINK", None, None),
        ("1", "4", "TYPE_3", 1, None),
        ("3", "2", "TYPE_3", 2, None),
    ]
    assert notes(network)[0] == ("the partition p was left out: it has 1 values, and there are 4 vertices")


def test_pajek_of_two_modes(tmp_path: Path) -> None:
    text = "*Vertices 3 1\n*Matrix\n1 2\n"
    network = read_graph(written(tmp_path, "two.net", text))
    assert nodes(network, "mode") == [("two:1", 1), ("two:2", 2), ("two:3", 2)]
    assert edges(network, "type", "weight") == [("two:1", "two:2", "LINK", 1), ("two:1", "two:3", "LINK", 2)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a b\nb c\nb c\nc c\n", [("a", "b"), ("b", "c"), ("b", "c"), ("c", "c")]),
        ("# Directed graph\na\tb\t2.5\nb\tc\t-1\n", [("a", "b", 2.5), ("b", "c", -1)]),
        ("a,b,3,old\n", [("a", "b", 3)]),
        ('"Town A";"Town; B";1\n', [("Town-A", "Town-B", 1)]),
        ("a b {'weight': 7, 'note': 'x'}\nb c {}\n", [("a", "b", 7), ("b", "c")]),
        ("a|b\n\n%x\n//y\nb|c\n", [("a", "b"), ("b", "c")]),
        ("From,To,Weight\na,b,4\nb,c,\n", [("a", "b", 4), ("b", "c")]),
        ("\ufeffa b\r\nb c\r\n", [("a", "b"), ("b", "c")]),
    ],
)
def test_edge_lists(text: str, found: list[tuple[Any, ...]], tmp_path: Path) -> None:
    network = read_graph(written(tmp_path, "l.edges", text))
    named = [(a[2:], b[2:], *([weight] if weight is not None else [])) for a, b, weight in _weights(network)]
    assert named == found
    assert set(network.edges["type"]) == {"ARC" if "Directed" in text else "LINK"}


def _weights(network: Network) -> list[tuple[Any, ...]]:
    rows = records(network.edges)
    return [(row["source"], row["target"], row.get("weight", row.get("Weight"))) for row in rows]


def test_konect(tmp_path: Path) -> None:
    text = "% bip signed 1\n% 3 2 2\n1 1 2 1262454010\n1 2 -1 1999\n2\t2 5\n"
    network = read_graph(written(tmp_path, "out.people-clubs", text))
    assert nodes(network, "name", "mode") == [
        ("people-clubs:1", "1", 1),
        ("people-clubs:right-1", "right-1", 2),
        ("people-clubs:right-2", "right-2", 2),
        ("people-clubs:2", "2", 1),
    ]
    assert [row[2:] for row in edges(network, "type", "weight", "date", "timestamp")] == [
        ("LINK", 2, "2010-01-02", 1262454010),
        ("LINK", -1, "1999", None),
        ("LINK", 5, None, None),
    ]
    assert notes(network)[0] == "the weights are signed, as the file says"
    by_header = read_graph(written(tmp_path, "x.txt", "% asym\n1 2\n"))
    assert edges(by_header, "type") == [("x:1", "x:2", "ARC")]


@pytest.mark.parametrize("key", ["links", "edges"])
def test_node_link(key: str, tmp_path: Path) -> None:
    G: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="Knows")
    G.add_node("Anna", age=41, tags=["x", "y"], home={"lat": 1})
    G.add_edge("Anna", "Bo", type="knows", since=2001)
    G.add_edge("Anna", "Bo", type="knows", since=2002)
    path = written(tmp_path, "g.json", json.dumps(nx.node_link_data(G, edges=key)))
    network = read_graph(path)
    assert nodes(network, "name", "age", "tags", "home") == [
        ("g:Anna", "Anna", 41, ("x", "y"), '{"lat": 1}'),
        ("g:Bo", "Bo", None, None, None),
    ]
    assert edges(network, "type", "since") == [("g:Anna", "g:Bo", "KNOWS", 2001), ("g:Anna", "g:Bo", "KNOWS", 2002)]
    assert open_graph(path).title == "Knows (g.json)"


def test_d3_names_nodes_by_their_position(tmp_path: Path) -> None:
    text = '{"nodes": [{"group": 1}, {"group": 2}], "links": [{"source": 0, "target": 1, "value": 2}]}'
    network = read_graph(written(tmp_path, "d.json", text))
    assert edges(network, "type", "value") == [("d:0", "d:1", "LINK", 2)]


@pytest.mark.parametrize("writer", ["graphml", "gexf", "pajek", "weighted_edgelist", "edgelist"])
def test_the_karate_club_by_any_way(writer: str, tmp_path: Path) -> None:
    G = nx.karate_club_graph()
    suffix = {"pajek": "net", "weighted_edgelist": "edgelist", "edgelist": "edges"}.get(writer, writer)
    path = tmp_path / f"k.{suffix}"
    getattr(nx, f"write_{writer}")(G, path)
    network = read_graph(path)
    assert (len(network.nodes), len(network.edges), network.edges["weight"].sum()) == (34, 78, 231)
    first = 1 if writer == "pajek" else 0
    assert {frozenset((a, b)) for a, b, _ in edges(network, "weight")} == {
        frozenset((f"k:{a + first}", f"k:{b + first}")) for a, b in G.edges
    }
    if writer in {"graphml", "gexf", "pajek"}:
        assert network.nodes["club"].value_counts().to_dict() == {"Mr. Hi": 17, "Officer": 17}


def test_defaults_that_the_user_names(tmp_path: Path) -> None:
    path = written(tmp_path, "a.edges", "a b\n")
    network = read_graph(path, GraphDefaults("City", "TWINNING"))
    assert (network.nodes["type"].tolist(), network.edges["type"].tolist()) == (["City", "City"], ["TWINNING"])
    assert network.vocabulary.declared == frozenset()
    assert read_graph(path, GraphDefaults(directed=True)).edges["type"].tolist() == ["ARC"]
    assert open_graph(path, GraphDefaults(name="other")).name == "other"
    for wrong, message in (
        ({"node_type": "Town"}, "'Town' is no node type; known: Country"),
        ({"edge_type": "TWINING"}, "'TWINING' is no edge type; did you mean TWINNING?"),
        ({"name": "A b"}, "'A b' cannot name a loader: "),
    ):
        with pytest.raises(UsageError) as raised:
            GraphDefaults(**wrong)  # type: ignore[arg-type]
        assert message in str(raised.value)


def test_which_files_are_graphs(tmp_path: Path) -> None:
    for name in ("a.graphml", "b.NET", "out.x", "c.csv", "d.toml"):
        (tmp_path / name).write_text("x")
    assert [path.name for path in sorted(tmp_path.iterdir()) if is_graph_file(path)] == ["a.graphml", "b.NET", "out.x"]
    assert not is_graph_file(tmp_path)
    assert not is_graph_file("union_state")
