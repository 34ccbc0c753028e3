"""The manifest of a loader: what it must say, what it may not, and the types it declares."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnergraph.errors import Finding
from partnergraph.loading.catalogue import open_loader, read_loader
from partnergraph.vocabulary import SHAPES, STANDARD, EdgeType, NodeType
from tests.loading.written_loaders import DECLARING, EDGES, MANIFEST, NODES, fault, findings, write_loader

KEYS = (
    "title, licence, who, when, url, tables, node_types, edge_types, extra_columns, exported, default, mapping, "
    "lookups, sparql"
)
NODE_TYPES = ", ".join(STANDARD.node_types)


@pytest.mark.parametrize("key", ["title", "licence", "who", "when"])
@pytest.mark.parametrize("value", [None, '""', '"  "'])
def test_each_thing_that_a_source_must_say_is_missed(project: Path, key: str, value: str | None) -> None:
    folder = write_loader(project / "towns")
    lines = [line for line in MANIFEST.splitlines() if not line.startswith(key)] + (
        [f"{key} = {value}"] if value else []
    )
    (folder / "loader.toml").write_text("\n".join(lines), encoding="utf-8")
    assert fault(folder) == (
        f"{folder / 'loader.toml'}: {key} is missing; every source says its title, licence, who and when"
    )


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        (
            'licens = "x"',
            f": unknown key 'licens'; did you mean licence? known: {KEYS}",
        ),
        ('[tables]\nnode = "x"', " [tables]: unknown key 'node'; did you mean nodes? known: nodes, edges, sources"),
        ('tables = "nodes.csv"', ": tables is not a table; write [tables] and its keys on the lines below"),
        ("tables = []", ": tables is not a table; write [tables] and its keys on the lines below"),
        ("edge_types = 5", ": edge_types is not a table; write [edge_types] and its keys on the lines below"),
        (
            '[node_types]\nFund = "x"',
            ": node_types.Fund is not a table; write [node_types.Fund] and its keys on the lines below",
        ),
        (
            '[node_types.Fund]\ncolor = "#123456"',
            " [node_types.Fund]: unknown key 'color'; did you mean colour? known: doc, colour, shape, is_place",
        ),
        ("[node_types.Fund]\ncolour = 5", " [node_types.Fund]: colour must be a text in quotes, not 5"),
        ("[node_types.Fund]\ndoc = true", " [node_types.Fund]: doc must be a text in quotes, not True"),
        (
            '[node_types.Fund]\nis_place = "no"',
            " [node_types.Fund]: is_place must be true or false, without quotes, not 'no'",
        ),
        ('[node_types.Fund]\ncolour = "red"', ": node type Fund: colour 'red' is not of the form #rrggbb"),
        (
            '[node_types.Fund]\nshape = "sqare"',
            f": node type Fund: unknown shape 'sqare'; did you mean square? known: {', '.join(SHAPES)}",
        ),
        *(
            (f"[node_types.{name}]", f": node type '{name}': use CamelCase letters and digits, not a reserved label")
            for name in ("Entity", "Source", "Loader", "fund")
        ),
        ("[node_types.City]", ": node type City is already declared with another meaning"),
        (
            '[edge_types.FUNDS]\nsource = ["City"]',
            " [edge_types.FUNDS]: unknown key 'source'; known: doc, from, to, directed, colour, is_partnership",
        ),
        (
            "[edge_types.FUNDS]\ndirected = 0",
            " [edge_types.FUNDS]: directed must be true or false, without quotes, not 0",
        ),
        ('[edge_types.FUNDS]\nfrom = "City"', " [edge_types.FUNDS]: from must be a list: [\"City\"], not 'City'"),
        ("[edge_types.FUNDS]\nto = [5]", ' [edge_types.FUNDS]: to must be a list: ["City"], not [5]'),
        ("[edge_types.funds]", ": edge type 'funds': use capital letters, digits and underscores"),
        ("[edge_types.TWINNING]", ": edge type TWINNING is already declared with another meaning"),
        (
            '[edge_types.FUNDS]\nto = ["Citty"]',
            f": edge type FUNDS names an unknown node type 'Citty'; did you mean City? known: {NODE_TYPES}",
        ),
        ('url = "javascript:alert(1)"', ": url 'javascript:alert(1)' is not an http or https address"),
    ],
)
def test_what_a_manifest_may_not_say(project: Path, manifest: str, message: str) -> None:
    folder = write_loader(project / "towns", manifest)
    assert fault(folder) == f"{folder / 'loader.toml'}{message}"


@pytest.mark.parametrize("content", [b"title = ", b"title = 'a'\ntitle = 'b'", b"title = 'A\xff'", b"\0", b"= 5"])
def test_a_manifest_that_is_no_toml(project: Path, content: bytes) -> None:
    folder = write_loader(project / "towns")
    (folder / "loader.toml").write_bytes(content)
    assert fault(folder).startswith(f"{folder / 'loader.toml'} cannot be read: ")


def test_a_manifest_with_a_byte_order_mark(project: Path) -> None:
    folder = write_loader(project / "towns")
    (folder / "loader.toml").write_text(MANIFEST, encoding="utf-8-sig")
    assert open_loader(folder).title == "Towns"


def test_types_of_its_own(project: Path) -> None:
    nodes = NODES.replace("name\n", "name,located_in\n").replace(",A\n", ",A,valley:v\n").replace(",B\n", ",B,\n")
    nodes += "fund:f,Fund,F,\nvalley:v,Valley,V,\n"
    edges = EDGES + "FUNDS,fund:f,city:a,book\nFUNDS,fund:f,valley:v,book\nKNOWS,city:b,fund:f,book\n"
    network = read_loader(write_loader(project / "towns", DECLARING, nodes=nodes, edges=edges))
    vocabulary = network.vocabulary
    assert vocabulary.declared == {"Fund", "Valley", "FUNDS", "KNOWS"}
    assert vocabulary.node_types["Fund"] == NodeType("Fund", "A foundation that pays", "#123456", "database")
    assert vocabulary.node_types["Valley"] == NodeType("Valley", "", is_place=True)
    ends = frozenset({"Fund"}), frozenset({"City", "Valley"})
    assert vocabulary.edge_types["FUNDS"] == EdgeType("FUNDS", "Money given", *ends)
    assert vocabulary.edge_types["KNOWS"] == EdgeType("KNOWS", "", directed=False, is_partnership=False)
    assert network.edges["type"].tolist() == ["TWINNING", "FUNDS", "FUNDS", "KNOWS"]


def test_types_of_its_own_are_held_to_what_they_say(project: Path) -> None:
    nodes = NODES + "fund:f,Fund,F\nfund:g,Fnud,G\n"
    edges = EDGES + "FUNDS,city:a,fund:f,book\nFUND,fund:f,city:a,book\n"
    folder = write_loader(project / "towns", DECLARING, nodes=nodes, edges=edges)
    node_types, edge_types = [*STANDARD.node_types, "Fund", "Valley"], [*STANDARD.edge_types, "FUNDS", "KNOWS"]
    assert findings(folder) == [
        Finding("nodes.csv", 5, "type", "Fnud", f"unknown node type; known: {', '.join(node_types)}", "Fund"),
        Finding("edges.csv", 3, "source", "city:a", "the source of FUNDS cannot be of type City; it may be Fund"),
        Finding(
            "edges.csv", 3, "target", "fund:f", "the target of FUNDS cannot be of type Fund; it may be City, Valley"
        ),
        Finding("edges.csv", 4, "type", "FUND", f"unknown edge type; known: {', '.join(edge_types)}", "FUNDS"),
    ]
