"""Graph files that are broken, hostile or something else: one clear line each, in bounded memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnergraph.errors import InputError, PartnergraphError, UsageError
from partnergraph.export import export
from partnergraph.loading.graph_files import GRAPH_SUFFIXES
from partnergraph.loading.graph_files import raw_graph as found
from partnergraph.loading.reading import read_graph
from tests.hypothesis_settings import unhurried

if TYPE_CHECKING:
    from partnergraph.network import Network

HEAD = '<?xml version="1.0"?>\n'
BOMB = (
    HEAD + '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n<graphml><graph>'
    '<node id="&b;"/></graph></graphml>'
)
OUTSIDE = (
    HEAD
    + '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<gexf><graph><node id="1" label="&a;"/></graph></gexf>'
)
PARAMETER = HEAD + '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>\n<graphml/>'
ENTITIES = "it declares XML entities, which can burst memory or read other files; take them out"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.graphml", "", "a.graphml: the file is empty"),
        ("a.graphml", BOMB, f"a.graphml: {ENTITIES}"),
        ("a.gexf", OUTSIDE, f"a.gexf: {ENTITIES}"),
        ("a.graphml", PARAMETER, f"a.graphml: {ENTITIES}"),
        ("a.graphml", "<graphml><graph>", "a.graphml, line 1: not readable as XML: no element found"),
        ("a.graphml", "PK\x03\x04", "a.graphml, line 1: not readable as XML: not well-formed (invalid token)"),
        ("a.graphml", "<html><body/></html>", "a.graphml: there is no node in it"),
        ("a.graphml", "<graphml>" + "<x>" * 200, "a.graphml: elements are nested more than 100 deep"),
        (
            "a.graphml",
            '<?xml version="1.0" encoding="klingon"?><a/>',
            "a.graphml: not readable as XML: there is no encoding 'klingon'",
        ),
        ("a.net", "hello\n", "a.net, line 1: no Pajek network; it begins with *Vertices and their number"),
        ("a.net", "*Vertices 99999999999\n", "a.net, line 1: *Vertices needs their number, at most 3,000,000"),
        ("a.net", "*Vertices 2\n*Arcs\n1 3\n", "a.net, line 3: '3' is no vertex; they are numbered 1 to 2"),
        ("a.net", "*Vertices 2\n*Arcs\n1\n", "a.net, line 3: an edge needs the numbers of two vertices"),
        ("a.net", "*Vertices 2\n*Matrix\n1 2 3\n", "a.net, line 3: row 1 of the matrix has 3 numbers, not 2"),
        ("a.net", "*Vertices 1\n*Vertices 1\n", "a.net, line 2: a second network begins here"),
        ("a.edges", "a b\nc\n", "a.edges, line 2: 1 cells where an edge has 2: 'c'"),
        ("a.edges", "a b\nc d e\n", "a.edges, line 2: 3 cells where an edge has 2: 'c d e'"),
        ("a.edges", "a b {1/0}\n", "a.edges, line 1: '{1/0}' cannot be read as data of an edge"),
        ("a.edges", 'a,"b\n', "a.edges, line 1: the quotes of 'a,\"b' do not close"),
        ("a.edges", "# only words\n", "a.edges: there is no node in it"),
        ("a.edges", "first second\nthird\x00 fourth\n", "a.edges: this is no text file (the character U+0000"),
        ("out.x", "% sym\n1 2 x\n", "out.x, line 2: the weight 'x' is no number"),
        ("out.x", "% sym\n1\n", "out.x, line 2: an edge is two ends, a weight and a time; found '1'"),
        ("a.json", "[1]", "a.json: no node-link JSON; it needs an object with the lists 'nodes' and 'edges'"),
        ("a.json", '{"nodes": []}', "a.json: no node-link JSON; it needs the lists 'nodes' and 'edges' (or 'links')"),
        ("a.json", '{"nodes": [{"id": 1}], "edges": [{"source": 1}]}', "a.json, edge 1: it has no source or no target"),
        ("a.json", "{", "a.json: not readable as JSON: Expecting property name"),
        ("a.json", "[" * 100_000, "a.json: objects are nested too deep; this is no graph file"),
        ("a.json", '{"nodes": [{"id": ' + "1" * 5000 + '}], "edges": []}', "a.json: not readable as JSON: Exceeds"),
        ("a.xlsx", "no workbook", "a.xlsx: the workbook is damaged"),
        ("a.parquet", "PAR1", "a.parquet: a single Parquet file is one table, not a network"),
    ],
)
def test_one_clear_line(name: str, text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        read_graph(tmp_path / name)
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)


def test_files_that_are_not_there_or_of_no_known_form(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^there is no file .*x\.graphml$"):
        read_graph(tmp_path / "x.graphml")
    (tmp_path / "x.grahml").write_text("x")
    with pytest.raises(
        UsageError, match=r"x\.grahml is no graph file that can be read; did you mean \.graphml\? known"
    ):
        read_graph(tmp_path / "x.grahml")


def test_edges_to_nowhere_and_repeated_nodes_are_listed(tmp_path: Path) -> None:
    text = '{"nodes": [{"id": "a"}, {"id": "a"}], "edges": [{"source": "a", "target": "b"}]}'
    (tmp_path / "g.json").write_text(text)
    with pytest.raises(InputError) as raised:
        read_graph(tmp_path / "g.json")
    assert [str(finding) for finding in raised.value.findings] == [
        "g.json (nodes), row 2, column id: this id stands already in row 1 (found 'g:a')",
        "g.json (edges), row 1, column target: no node has this id (found 'b')",
    ]


def test_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.edges").write_text("a b\nb c\nc d\n")
    monkeypatch.setattr(found, "MOST_RECORDS", 2)
    with pytest.raises(UsageError, match=r"^a\.edges: more than 2 edges; load it in parts$"):
        read_graph(tmp_path / "a.edges")
    monkeypatch.setattr(found, "LARGEST", 5)
    with pytest.raises(UsageError, match=r"^a\.edges: larger than 0 MB; load it in parts$"):
        read_graph(tmp_path / "a.edges")
    nodes = [{"id": "a", **{f"x{n}": 1 for n in range(501)}}]
    monkeypatch.undo()
    (tmp_path / "a.json").write_text(json.dumps({"nodes": nodes, "edges": []}))
    with pytest.raises(UsageError, match=r"^a\.json: more than 500 different attributes; is it a graph file\?$"):
        read_graph(tmp_path / "a.json")


def test_a_file_of_one_endless_text_takes_little_memory(tmp_path: Path) -> None:
    with (tmp_path / "a.graphml").open("w") as file:
        file.write('<graphml><graph><node id="a"><data key="x">')
        for _ in range(60):
            file.write("a" * 1_000_000)
    program = (
        "import resource, sys\nfrom partnergraph.loading.reading import read_graph\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: read_graph(sys.argv[1])\nexcept Exception as error: print(error)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "a.graphml"], capture_output=True, text=True, check=True
    )
    message, grown = done.stdout.splitlines()
    assert message.startswith("a.graphml: a text is longer than 1,048,576 characters")
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(grown) * unit < 40 << 20
    assert resource.RUSAGE_SELF == 0


@pytest.mark.parametrize("name", ["nodes.parquet", "edges.parquet"])
def test_exports_that_were_damaged(name: str, tmp_path: Path, network: Network) -> None:
    folder = export(network, tmp_path / "a.parquet")
    (folder / name).write_bytes(b"PAR1 nothing")
    with pytest.raises(UsageError, match=rf"^a\.parquet/{name}: not readable as Parquet \("):
        read_graph(folder)
    (folder / name).unlink()
    with pytest.raises(UsageError, match=rf"^a\.parquet: there is no {name} in this folder"):
        read_graph(folder)


def test_a_workbook_and_a_folder_that_are_no_exports(tmp_path: Path, network: Network) -> None:
    pd.DataFrame({"a": [1]}).to_excel(tmp_path / "a.xlsx", index=False)
    with pytest.raises(UsageError, match=r"^a\.xlsx: this is no workbook of 'partnergraph export' \(there is no sheet"):
        read_graph(tmp_path / "a.xlsx")
    (tmp_path / "b.parquet").mkdir()
    for table in ("nodes", "edges", "sources"):
        getattr(network, table).to_parquet(tmp_path / "b.parquet" / f"{table}.parquet")
    with pytest.raises(
        UsageError, match=r"^b\.parquet: it does not say that partnergraph exported it; export it anew$"
    ):
        read_graph(tmp_path / "b.parquet")


def test_an_export_of_another_version_is_read_as_a_foreign_graph(tmp_path: Path, network: Network) -> None:
    path = export(network, tmp_path / "a.json")
    path.write_text(path.read_text(encoding="utf-8").replace('"version": 1', '"version": 99'), encoding="utf-8")
    network = read_graph(path)
    assert network.warnings[0].problem.startswith("it was written by another version of partnergraph")
    assert set(network.edges["type"]) == {"TWINNING", "AGREEMENT", "SUPPLIES", "ASSEMBLY_PLANT"}
    assert "city:a" in set(network.nodes["id"])


@pytest.mark.parametrize("suffix", [*GRAPH_SUFFIXES, "out"])
def test_any_bytes_end_in_a_network_or_a_clear_fault(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / ("out.x" if suffix == "out" else f"a{suffix}")
    begins = {".graphml": b"<graphml><graph><node id='a'/>", ".gexf": b"<gexf><graph><nodes><node id='a'/>",
              ".net": b"*Vertices 2\n*Arcs\n", ".json": b'{"nodes": [{"id": "a"}], "edges": [',
              "out": b"% sym\n1 2\n"}  # fmt: skip

    @settings(unhurried, max_examples=30)
    @given(st.binary(max_size=60) | st.text(max_size=40).map(str.encode))
    def survives(junk: bytes) -> None:
        for content in (junk, begins.get(suffix, b"") + junk):
            path.write_bytes(content)
            with suppress(PartnergraphError):
                read_graph(path)

    survives()
