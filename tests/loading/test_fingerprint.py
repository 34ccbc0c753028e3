"""The fingerprint of a source: the same as long as its files and their readers are, and no longer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from partnergraph.loading import fingerprint as module
from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.fingerprint import fingerprint
from partnergraph.loading.graph_files.opening import open_graph

MANIFEST = 'title = "Towns"\nlicence = "CC0"\nwho = "Nobody"\nwhen = "2026"\n'
MAPPING = """
[[mapping]]
file = "{file}"
[mapping.nodes.first]
type = "City"
name = "{{a}}"
[mapping.nodes.second]
type = "City"
name = "{{b}}"
[[mapping.edges]]
type = "TWINNING"
source = "first"
target = "second"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "loaders" / "towns"
    folder.mkdir(parents=True)
    (folder / "loader.toml").write_text(MANIFEST)
    (folder / "nodes.csv").write_text("id,type,name\ncity:a,City,A\ncity:b,City,B\n")
    (folder / "edges.csv").write_text("id,type,source,target,sources\nt,TWINNING,city:a,city:b,s\n")
    (folder / "sources.csv").write_text("id,title\ns,S\n")
    return folder


def mark(folder: Path, *data: Path) -> str:
    return fingerprint(open_loader(folder), data)


def test_the_same_files_give_the_same_wherever_they_lie(folder: Path, tmp_path: Path) -> None:
    first = mark(folder)
    assert first
    assert mark(folder) == first
    moved = Path(shutil.copytree(folder, tmp_path / "elsewhere" / "towns"))
    assert mark(moved) == first


@pytest.mark.parametrize("name", ["loader.toml", "nodes.csv", "edges.csv", "sources.csv", "who_is_who.csv", "notes.md"])
def test_any_file_of_the_folder_counts(folder: Path, name: str) -> None:
    first = mark(folder)
    path = folder / name
    path.write_text((path.read_text() if path.exists() else "") + "\n# more\n")
    assert mark(folder) != first


def test_what_two_files_hold_cannot_be_shifted_between_them(folder: Path) -> None:
    first = mark(folder)
    nodes, edges = (folder / "nodes.csv").read_text(), (folder / "edges.csv").read_text()
    (folder / "nodes.csv").write_text(nodes + edges[0])
    (folder / "edges.csv").write_text(edges[1:])
    assert mark(folder) != first


def test_tables_and_data_outside_the_folder_count(folder: Path, tmp_path: Path) -> None:
    for name in ("nodes", "edges", "sources"):
        (folder / f"{name}.csv").unlink()
    table = tmp_path / "pairs.csv"
    table.write_text("a,b\nX,Y\n")
    (folder / "loader.toml").write_text(MANIFEST + MAPPING.format(file="../../pairs.csv"))
    first = mark(folder)
    table.write_text("a,b\nX,Z\n")
    second = mark(folder)
    assert first != second
    other = tmp_path / "other.csv"
    other.write_text("a,b\nP,Q\n")
    with_data = mark(folder, other)
    assert with_data not in {first, second}
    other.write_text("a,b\nP,R\n")
    assert mark(folder, other) != with_data


def test_another_version_of_a_reader_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = mark(folder)
    monkeypatch.setattr(module, "version", lambda name: "99" if name == "partnergraph" else "1")
    second = mark(folder)
    monkeypatch.setattr(module, "version", lambda name: "100" if name == "partnergraph" else "1")
    assert len({first, second, mark(folder)}) == 3


def test_decisions_in_the_project_on_a_carried_loader_count(project: Path) -> None:
    loader = open_loader("union_state")
    first = fingerprint(loader)
    own = project / "loaders" / "union_state"
    own.mkdir(parents=True)
    (own / "who_is_who.csv").write_text("name,id\nBrest,city:brest\n")
    assert fingerprint(loader) != first


def test_what_is_read_elsewhere_has_none(folder: Path, tmp_path: Path) -> None:
    edges = tmp_path / "graph.edgelist"
    edges.write_text("a b\nb c\n")
    assert fingerprint(open_graph(edges)) == ""
    assert fingerprint(open_loader("wikidata_twin_towns")) == ""


def test_a_file_that_cannot_be_read_gives_none(folder: Path, tmp_path: Path) -> None:
    assert mark(folder, tmp_path / "missing.csv") == ""


@hypothesis_settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.binary(max_size=50), second=st.binary(max_size=50))
def test_two_contents_give_one_fingerprint_only_if_they_are_one(folder: Path, first: bytes, second: bytes) -> None:
    marks = []
    for content in (first, second):
        (folder / "notes.bin").write_bytes(content)
        marks.append(mark(folder))
    assert (marks[0] == marks[1]) == (first == second)
