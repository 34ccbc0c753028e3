"""Files as other programs write them: Neo4j's export, yEd, SocNetV, Gephi, Graphology, D3, vis.js and Cytoscape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from partnergraph.errors import UsageError
from partnergraph.loading.graph_files import GraphDefaults
from partnergraph.loading.reading import read_graph
from partnergraph.network import Network
from tests.loading.graph_files.test_open_graph import edges, nodes, notes, written

HEAD = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">'


def of_json(document: object, folder: Path, name: str = "j.json") -> Network:
    return read_graph(written(folder, name, json.dumps(document, ensure_ascii=False)))


NEO4J = f"""{HEAD}
<key id="name" for="node" attr.name="name"/><key id="labels" for="node" attr.name="labels"/>
<key id="type" for="node" attr.name="type"/>
<key id="aliases" for="node" attr.name="aliases" attr.type="string" attr.list="string"/>
<key id="label" for="edge" attr.name="label"/><key id="since" for="edge" attr.name="since"/>
<graph id="G" edgedefault="directed">
<node id="n0" labels=":Capital:City"><data key="labels">:Capital:City</data><data key="name">Oulu</data>
 <data key="aliases">["Uleåborg","Oulun kaupunki"]</data><data key="type">river port</data></node>
<node id="n1" labels=":City"><data key="labels">:City</data><data key="name">Halle</data></node>
<edge id="e0" source="n0" target="n1" label="TWINNING"><data key="label">TWINNING</data><data key="since">1968</data></edge>
<edge id="e1" source="n1" target="n0" label="SENDS_TO"><data key="label">SENDS_TO</data></edge>
</graph></graphml>"""  # noqa: E501


def test_neo4j_says_the_types_in_the_elements(tmp_path: Path) -> None:
    network = read_graph(written(tmp_path, "n.graphml", NEO4J))
    assert nodes(network, "type", "name", "aliases", "file_labels", "type_of_the_file") == [
        ("n:n0", "City", "Oulu", ("Uleåborg", "Oulun kaupunki"), ("Capital", "City"), "river port"),
        ("n:n1", "City", "Halle", None, ("City",), None),
    ]
    assert edges(network, "type", "since", "title") == [
        ("n:n0", "n:n1", "TWINNING", 1968, None),
        ("n:n1", "n:n0", "SENDS_TO", None, None),
    ]
    assert "some nodes have several types; one of them counts, all stand in the attribute file_labels" in notes(network)


def test_a_namespace_may_have_white_space_in_it(tmp_path: Path) -> None:
    text = (
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance "'
        ' xmlns:a="urn: a b\n" xsi:schemaLocation="http://x http://y"><graph edgedefault="directed">'
        '<node id="1"/><node id="2"/><edge source="1" target="2" a:note="x"/></graph></graphml>'
    )
    assert edges(read_graph(written(tmp_path, "s.graphml", text)), "type") == [("s:1", "s:2", "ARC")]


def test_yed_draws_one_of_the_two_labels_of_a_group(tmp_path: Path) -> None:
    group = (
        '<y:ProxyAutoBoundsNode><y:Realizers active="{}"><y:GroupNode><y:NodeLabel>North\n Union</y:NodeLabel>'
        "</y:GroupNode><y:GroupNode><y:NodeLabel>Folder 1</y:NodeLabel></y:GroupNode></y:Realizers>"
        "</y:ProxyAutoBoundsNode>"
    )
    bold = "<y:ShapeNode><y:NodeLabel>&lt;html&gt;&lt;b&gt;Oulu&lt;/b&gt;&lt;/html&gt;</y:NodeLabel></y:ShapeNode>"
    text = (
        f'{HEAD}<key for="node" id="d6" yfiles.type="nodegraphics"/><graph edgedefault="directed">'
        f'<node id="a"><data key="d6">{group.format(0)}</data></node>'
        f'<node id="b"><data key="d6">{group.format(1)}</data></node>'
        f'<node id="c"><data key="d6">{bold}</data></node></graph></graphml>'
    )
    network = read_graph(written(tmp_path, "y.graphml", text))
    assert network.nodes["name"].tolist() == ["North Union", "Folder 1", "Oulu"]


def test_two_attributes_of_one_name_stay_two(tmp_path: Path) -> None:
    text = (
        f'{HEAD}<key id="d0" for="node" attr.name="size" attr.type="int"/><key id="d1" for="node" attr.name="size" '
        'attr.type="string"/><key id="d2" for="edge" attr.name="size"/><graph edgedefault="directed">'
        '<node id="a"><data key="d0">5</data><data key="d1">large</data></node>'
        '<edge source="a" target="a"><data key="d2">thick</data></edge></graph></graphml>'
    )
    network = read_graph(written(tmp_path, "t.graphml", text))
    assert nodes(network, "size", "size_d1") == [("t:a", 5, "large")]
    assert edges(network, "size") == [("t:a", "t:a", "thick")]
    assert notes(network)[0] == "two attributes are called 'size'; the one with the key d1 is 'size d1'"


def test_more_relations_than_types_can_be(tmp_path: Path) -> None:
    ends = [{"source": "a", "target": "b", "relationship": f"is his {n}th cousin"} for n in range(120)]
    network = of_json({"nodes": [{"id": "a"}, {"id": "b"}], "links": ends}, tmp_path)
    assert set(network.edges["type"]) == {"LINK"}
    assert network.edges["title"].tolist() == [edge["relationship"] for edge in ends]
    assert "'relationship' of the edges has 120 different values: no types; it is kept as title" in notes(network)
    titled = [{**edge, "label": "cousins", "kind": "kin"} for edge in ends]
    network = of_json({"nodes": [{"id": "a"}, {"id": "b"}], "links": titled}, tmp_path)
    assert (set(network.edges["type"]), set(network.edges["title"])) == ({"KIN"}, {"cousins"})
    assert network.edges["file_relationship"].tolist() == [edge["relationship"] for edge in ends]


@pytest.mark.parametrize(
    ("document", "found"),
    [
        # Gephi: what holds for all stands in the options.
        ({"options": {"type": "directed"}}, ["ARC", "ARC", "ARC"]),
        ({"options": {"type": "undirected"}}, ["LINK", "LINK", "LINK"]),
        # Graphology: an edge of a mixed graph says whether it is undirected, and is directed where it does not.
        ({"options": {"type": "mixed"}}, ["ARC", "ARC", "ARC"]),
        ({}, ["ARC", "ARC", "ARC"]),
        ({"options": {"type": "mixed"}, "undirected": [True, False, None]}, ["LINK", "ARC", "ARC"]),
        ({"options": {"type": "mixed"}, "undirected": ["true", "false", None]}, ["LINK", "ARC", "ARC"]),
    ],
)
def test_graphology_and_gephi(document: dict[str, Any], found: list[str], tmp_path: Path) -> None:
    said = document.pop("undirected", [None] * 3)
    links = [
        {"key": f"k{n}", "source": "1", "target": "2", "attributes": {"weight": n + 0.5, "label": f"supplies {n}"}}
        | ({} if undirected is None else {"undirected": undirected})
        for n, undirected in enumerate(said)
    ]
    towns = [
        {"key": "1", "attributes": {"label": "Oulu", "population": 200_000, "x": 1.5}},
        {"key": "2", "attributes": {"label": "Halle", "population": 240_000}},
    ]
    network = of_json({"attributes": {"name": "Towns"}, "nodes": towns, "edges": links, **document}, tmp_path)
    assert nodes(network, "name", "population", "x") == [
        ("j:1", "Oulu", 200_000, 1.5),
        ("j:2", "Halle", 240_000, None),
    ]
    assert [row[2:] for row in edges(network, "type", "weight", "title")] == [
        (kind, n + 0.5, f"supplies {n}") for n, kind in enumerate(found)
    ]
    assert network.edges["id"].tolist() == ["j:k0", "j:k1", "j:k2"]


TOWNS = [{"name": "Oulu"}, {"name": "Halle"}, {"name": "Linz"}]


@pytest.mark.parametrize(
    ("towns", "ends", "found"),
    [
        # D3 up to its third version: by position, whatever the nodes are called.
        (TOWNS, [(1, 0), (2, 0)], [("Halle", "Oulu"), ("Linz", "Oulu")]),
        ([{"id": f"n{n}", **town} for n, town in enumerate(TOWNS)], [(1, 0), (2, 0)], [("n1", "n0"), ("n2", "n0")]),
        # By name, though the nodes have ids too.
        ([{"id": n + 7, **town} for n, town in enumerate(TOWNS)], [("Halle", "Oulu")], [("8", "7")]),
        (TOWNS, [("Halle", "Oulu")], [("Halle", "Oulu")]),
        # By id where the numbers are ids.
        ([{"id": n + 1, **town} for n, town in enumerate(TOWNS)], [(2, 1), (3, 1)], [("2", "1"), ("3", "1")]),
        # Two of one name.
        ([*TOWNS, {"name": "Halle"}], [(3, 0), (1, 2)], [("3", "0"), ("1", "2")]),
    ],
)
def test_how_edges_name_their_ends(
    towns: list[dict[str, Any]], ends: list[tuple[Any, Any]], found: list[tuple[str, str]], tmp_path: Path
) -> None:
    links = [{"source": source, "target": target} for source, target in ends]
    network = of_json({"nodes": towns, "links": links}, tmp_path)
    assert [(a.removeprefix("j:"), b.removeprefix("j:")) for a, b in edges(network)] == found
    assert network.nodes["name"].tolist() == [town["name"] for town in towns]
    said = "the ends of edges are positions in the list of nodes, the first being 0; none is a"
    by_position = isinstance(ends[0][0], int) and found[0][0] not in {str(ends[0][0]), "3"}
    assert any(note.startswith(said) for note in notes(network)) == by_position


def test_vis_js(tmp_path: Path) -> None:
    links = [{"from": 1, "to": 2, "arrows": "to"}, {"from": 1, "to": 2, "arrows": "from"}, {"from": 2, "to": 1}]
    network = of_json({"nodes": [{"id": 1, "label": "Oulu"}, {"id": 2, "label": "Halle"}], "edges": links}, tmp_path)
    assert edges(network, "type") == [("j:1", "j:2", "ARC"), ("j:2", "j:1", "ARC"), ("j:2", "j:1", "LINK")]
    assert network.nodes["name"].tolist() == ["Oulu", "Halle"]


@pytest.mark.parametrize("flat", [False, True])
def test_cytoscape(flat: bool, tmp_path: Path) -> None:
    towns = [{"data": {"id": "a", "name": "Oulu", "score": 2}, "position": {"x": 1}}, {"data": {"id": "b"}}]
    links = [{"data": {"id": "e1", "source": "a", "target": "b", "interaction": "cooperation"}, "selected": False}]
    elements = [*towns, *links] if flat else {"nodes": towns, "edges": links}
    network = of_json({"data": {"name": "Towns"}, "elements": elements}, tmp_path, "c.cyjs")
    assert nodes(network, "name", "score") == [("c:a", "Oulu", 2), ("c:b", "b", None)]
    assert edges(network, "type") == [("c:a", "c:b", "COOPERATION")]


def test_json_graph_format(tmp_path: Path) -> None:
    graph = {
        "label": "Towns",
        "nodes": {"a": {"label": "Oulu", "metadata": {"country": "FI"}}, "b": {"label": "Halle"}},
        "edges": [{"source": "a", "target": "b", "relation": "twins", "directed": False}],
    }
    network = of_json({"graph": graph}, tmp_path)
    assert nodes(network, "name", "country") == [("j:a", "Oulu", "FI"), ("j:b", "Halle", None)]
    assert edges(network, "type") == [("j:a", "j:b", "TWINS")]
    assert not network.vocabulary.edge_types["TWINS"].directed


def test_types_of_any_script_keep_their_words(tmp_path: Path) -> None:
    kinds = ["Город", "завод", "рынок", "城市", "Λιμάνι", "🚀"]
    towns = [{"id": str(n), "type": kind} for n, kind in enumerate(kinds)]
    ties = ["побратимы", "поставки", "соглашение", "дружба", "合作", "дружба-2"]
    links = [{"source": "0", "target": "0", "type": kind} for kind in ties]
    network = of_json({"nodes": towns, "links": links}, tmp_path)
    assert network.nodes["type"].tolist() == ["City", "Enterprise", "Rynok", "ChengShi", "Limani", "Rocket"]
    assert network.edges["type"].tolist() == ["TWINNING", "SUPPLIES", "AGREEMENT", "DRUZHBA", "HEZUO", "DRUZHBA_2"]
    assert network.vocabulary.node_types["Rynok"].doc == "A kind of node that a graph file names: рынок"
    assert network.vocabulary.edge_types["HEZUO"].doc == "A kind of edge that a graph file names: 合作"
    assert "understood by their words: Город as City, завод as Enterprise" in notes(network)


def test_which_attribute_is_which_column_can_be_said(tmp_path: Path) -> None:
    towns = [{"id": "a", "caption": "Oulu", "Kind": "City"}, {"id": "b", "caption": "Halle", "Kind": "City"}]
    document = {"nodes": towns, "links": [{"source": "a", "target": "b", "since": 1968, "Kind": "twinning", "n": 5}]}
    path = written(tmp_path, "j.json", json.dumps(document))
    said = ("name=caption", "nodes.type=kind", "edges.type=Kind", "date=since")
    network = read_graph(path, GraphDefaults(attributes=said))
    assert nodes(network, "type", "name") == [("j:a", "City", "Oulu"), ("j:b", "City", "Halle")]
    assert edges(network, "type", "date") == [("j:a", "j:b", "TWINNING", "1968")]
    for wrong, message in (
        ("name", "--attribute name: write COLUMN=ATTRIBUTE, such as name=title or edges.type=relation"),
        ("nam=caption", "--attribute nam=caption: there is no column 'nam'; did you mean "),
        (
            "name=captain",
            "--attribute name=captain: no attribute of the nodes is called 'captain'; did you mean caption?",
        ),
        ("date=n", "j.json: 'n' of the edges cannot be the column date (found '5')"),
    ):
        with pytest.raises(UsageError) as raised:
            read_graph(path, GraphDefaults(attributes=(wrong,)))
        assert message in str(raised.value)


def test_how_sigma_draws_an_edge_is_no_type(tmp_path: Path) -> None:
    towns = [{"key": key, "attributes": {"label": key, "type": "circle"}} for key in "ab"]
    links = [{"source": "a", "target": "b", "undirected": True, "attributes": {"type": "line"}}]
    network = of_json({"attributes": {}, "nodes": towns, "edges": links}, tmp_path)
    assert (set(network.nodes["type"]), network.edges["type"].tolist()) == ({"Party"}, ["LINK"])
    assert (set(network.nodes["viz_shape"]), network.edges["viz_shape"].tolist()) == ({"circle"}, ["line"])


def test_an_edge_that_yed_draws_without_an_arrow_is_undirected(tmp_path: Path) -> None:
    def drawn(source: str, target: str) -> str:
        arrows = f'<y:PolyLineEdge><y:Arrows source="{source}" target="{target}"/></y:PolyLineEdge>'
        return f'<edge source="a" target="b"><data key="d9">{arrows}</data></edge>'

    text = (
        f'{HEAD}<key for="edge" id="d9" yfiles.type="edgegraphics"/><graph edgedefault="directed"><node id="a"/>'
        f'<node id="b"/>{drawn("none", "none")}{drawn("none", "standard")}</graph></graphml>'
    )
    assert read_graph(written(tmp_path, "y.graphml", text)).edges["type"].tolist() == ["LINK", "ARC"]


@pytest.mark.parametrize("lines", [True, False])
def test_neo4js_json(lines: bool, tmp_path: Path) -> None:
    towns = [
        {"type": "node", "id": "0", "labels": ["Port", "City"], "properties": {"name": "Oulu"}},
        {"type": "node", "id": "1", "properties": {"name": "Linz"}},
    ]
    ends = {"start": {"id": "0", "labels": ["City"]}, "end": {"id": "1"}}
    tie = {"type": "relationship", "id": "5", "label": "SENDS_TO", "properties": {"since": 1968}, **ends}
    text = "\n".join(json.dumps(row) for row in (*towns, tie))
    if not lines:
        text = json.dumps({"nodes": [{"labels": [], **town} for town in towns], "rels": [tie]}).replace(
            '"type": "node", ', ""
        )
    network = read_graph(written(tmp_path, "n.json", text))
    assert nodes(network, "type", "name", "file_labels") == [
        ("n:0", "City", "Oulu", ("Port", "City")),
        ("n:1", "Party", "Linz", None),
    ]
    assert edges(network, "type", "since") == [("n:0", "n:1", "SENDS_TO", 1968)]
