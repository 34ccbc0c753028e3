"""The manifest of a loader: what it must say, what it may not, and the types it declares."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnergraph.errors import Finding, InputError
from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.reading import read_loader
from partnergraph.vocabulary import SHAPES, STANDARD, EdgeType, NodeType
from tests.loading.written_loaders import DECLARING, EDGES, MANIFEST, NODES, fault, findings, write_loader

KEYS = (
    "title, licence, who, when, url, guessed, geonames, tables, node_types, edge_types, extra_columns, exported, "
    "default, mapping, lookups, sparql"
)
NODE_TYPES = ", ".join(STANDARD.node_types)


NOT_A_TABLE = "this is not a table; write [{}] and its keys on the lines below"


def at(key: str, problem: str, found: str = "", near: str = "") -> Finding:
    """What is said of a key of a loader.toml."""
    return Finding(f"loader.toml [{key}]", 0, "", found, problem, near)


@pytest.mark.parametrize("key", ["title", "licence", "who", "when"])
@pytest.mark.parametrize("value", [None, '""', '"  "'])
def test_each_thing_that_a_source_must_say_is_missed(project: Path, key: str, value: str | None) -> None:
    folder = write_loader(project / "towns")
    lines = [line for line in MANIFEST.splitlines() if not line.startswith(key)] + (
        [f"{key} = {value}"] if value else []
    )
    (folder / "loader.toml").write_text("\n".join(lines), encoding="utf-8")
    assert findings(folder) == [at(key, "this is missing; every source says its title, licence, who and when")]


@pytest.mark.parametrize(
    ("manifest", "finding"),
    [
        ('licens = "x"', at("licens", f"unknown key; known: {KEYS}", "licens", "licence")),
        ('[tables]\nnode = "x"', at("tables.node", "unknown key; known: nodes, edges, sources", "node", "nodes")),
        ('tables = "nodes.csv"', at("tables", NOT_A_TABLE.format("tables"), "nodes.csv")),
        ("tables = []", at("tables", NOT_A_TABLE.format("tables"), "[]")),
        ("edge_types = 5", at("edge_types", NOT_A_TABLE.format("edge_types"), "5")),
        ('[node_types]\nFund = "x"', at("node_types.Fund", NOT_A_TABLE.format("node_types.Fund"), "x")),
        (
            '[node_types.Fund]\ncolor = "#123456"',
            at("node_types.Fund.color", "unknown key; known: doc, colour, shape, is_place", "color", "colour"),
        ),
        ("[node_types.Fund]\ncolour = 5", at("node_types.Fund.colour", "this must be a text in quotes", "5")),
        ("[node_types.Fund]\ndoc = true", at("node_types.Fund.doc", "this must be a text in quotes", "True")),
        (
            '[node_types.Fund]\nis_place = "no"',
            at("node_types.Fund.is_place", "this must be true or false, without quotes", "no"),
        ),
        ('[node_types.Fund]\ncolour = "red"', at("node_types.Fund", "colour 'red' is not of the form #rrggbb")),
        (
            '[node_types.Fund]\nshape = "sqare"',
            at("node_types.Fund", f"unknown shape 'sqare'; did you mean square? known: {', '.join(SHAPES)}"),
        ),
        *(
            (
                f"[node_types.{name}]",
                at(
                    f"node_types.{name}",
                    f"node type '{name}': use CamelCase letters and digits, not a reserved label",
                ),
            )
            for name in ("Entity", "Source", "Loader", "fund")
        ),
        (
            "[node_types.City]",
            at("node_types.City", "node type City is already declared with another meaning"),
        ),
        (
            '[edge_types.FUNDS]\nsource = ["City"]',
            at(
                "edge_types.FUNDS.source",
                "unknown key; known: doc, from, to, directed, colour, is_partnership, kind",
                "source",
            ),
        ),
        (
            "[edge_types.FUNDS]\ndirected = 0",
            at("edge_types.FUNDS.directed", "this must be true or false, without quotes", "0"),
        ),
        ('[edge_types.FUNDS]\nfrom = "City"', at("edge_types.FUNDS.from", 'this must be a list: ["City"]', "City")),
        ("[edge_types.FUNDS]\nto = [5]", at("edge_types.FUNDS.to", 'this must be a list: ["City"]', "[5]")),
        (
            "[edge_types.funds]",
            at("edge_types.funds", "edge type 'funds': use capital letters, digits and underscores"),
        ),
        (
            "[edge_types.TWINNING]",
            at("edge_types.TWINNING", "edge type TWINNING is already declared with another meaning"),
        ),
        (
            '[edge_types.FUNDS]\nto = ["Citty"]',
            at(
                "edge_types.FUNDS",
                f"edge type FUNDS names an unknown node type 'Citty'; did you mean City? known: {NODE_TYPES}",
            ),
        ),
        ('url = "javascript:alert(1)"', at("url", "this is not an http or https address", "javascript:alert(1)")),
        (
            'exported = "program"',
            at("exported", "no folder is exported for them; known: spreadsheets, programs", "program", "programs"),
        ),
        ('default = "no"', at("default", "this must be true or false, without quotes", "no")),
        (
            "mapping = 5",
            at("mapping", "this is no list of tables; write [[mapping]] and its keys on the lines below", "5"),
        ),
        ("[[mapping]]", at("mapping.file", 'the name of the table is missing; write file = "towns.csv"')),
        (
            '[tables]\nnodes = "n.csv"\n[[mapping]]\nfile = "a.csv"',
            at("tables", "a loader has either [tables] or [[mapping]]; make two loaders of them"),
        ),
        ('[lookups.a]\n"x" = "y"', at("lookups", "these go with a [[mapping]], and there is none")),
        ('[sparql]\nendpoint = "http://x"', at("sparql.query", "this is missing")),
        (
            '[extra_columns.edges]\nweight = "nubmer"',
            at(
                "extra_columns.edges.weight",
                "column weight: unknown kind 'nubmer'; did you mean number? known: text, number, list",
            ),
        ),
        (
            '[extra_columns.sources]\nweight = "number"',
            at("extra_columns.sources", "there are no further columns in the table 'sources'; known: nodes, edges"),
        ),
    ],
)
def test_what_a_manifest_may_not_say(project: Path, manifest: str, finding: Finding) -> None:
    assert findings(write_loader(project / "towns", manifest)) == [finding]


def test_all_faults_of_a_manifest_are_said_at_once(project: Path) -> None:
    manifest = """
licens = "x"
url = "here"
[node_types.Fund]
colour = "red"
is_place = 1
[edge_types.FUNDS]
from = ["Fund"]
to = ["Citty"]
[extra_columns.nodes]
name = "text"
size = "big"
[[mapping]]
"""
    folder = write_loader(project / "towns", manifest)
    (folder / "loader.toml").write_text(manifest + 'file = ""\n', encoding="utf-8")
    with pytest.raises(InputError) as raised:
        open_loader(folder)
    assert str(raised.value).startswith(f"12 faults in {folder / 'loader.toml'}; nothing was loaded\n  loader.toml [")
    assert [finding.file.removeprefix("loader.toml ") for finding in raised.value.findings] == [
        "[licens]",
        "[title]",
        "[licence]",
        "[who]",
        "[when]",
        "[url]",
        "[node_types.Fund.is_place]",
        "[node_types.Fund]",
        "[edge_types.FUNDS]",
        "[extra_columns.nodes.name]",
        "[extra_columns.nodes.size]",
        "[mapping.file]",
    ]


@pytest.mark.parametrize(
    ("written", "when"), [("2024", "2024"), ("2024-03-01", "2024-03-01"), ('"2024-03"', "2024-03")]
)
def test_a_day_and_a_year_need_no_quotes(project: Path, written: str, when: str) -> None:
    folder = write_loader(project / "towns")
    text = MANIFEST.replace("when = 2024", f"when = {written}")
    (folder / "loader.toml").write_text(text, encoding="utf-8")
    assert open_loader(folder).when == when


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
