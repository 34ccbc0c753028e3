"""The fingerprint of a source: the same as long as its files and their readers are, and no longer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from partnergraph.errors import UsageError
from partnergraph.export import export
from partnergraph.loading import fingerprint as module
from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.fingerprint import fingerprint
from partnergraph.loading.graph_files import GraphDefaults, open_graph
from partnergraph.loading.reading import read_named
from partnergraph.loading.source import named_source
from tests.conftest import small_network
from tests.loading.mapping.written_mappings import MAPPING
from tests.loading.written_loaders import MANIFEST, write_loader


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_loader(tmp_path / "loaders" / "towns")


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


def test_tables_in_folders_of_the_loader_and_data_outside_count(folder: Path, tmp_path: Path) -> None:
    for name in ("nodes", "edges", "sources"):
        (folder / f"{name}.csv").unlink()
    table = folder / "tables" / "pairs.csv"
    table.parent.mkdir()
    table.write_text("a,b\nX,Y\n")
    (folder / "loader.toml").write_text(MANIFEST + MAPPING.replace("towns.csv", "tables/pairs.csv"))
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


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph.edgelist"
    path.write_text("a b\nb c\n")
    return path


def test_a_graph_file_has_one_before_it_is_read(graph: Path, tmp_path: Path) -> None:
    first = named_source(graph).fingerprint()
    assert first == read_named(named_source(graph)).fingerprint
    assert len(first) == 32
    (tmp_path / "elsewhere").mkdir()
    moved = Path(shutil.copy(graph, tmp_path / "elsewhere"))
    assert named_source(moved).fingerprint() == first
    (tmp_path / "notes.txt").write_text("what lies beside it does not count")
    assert named_source(graph).fingerprint() == first


def test_whatever_changes_what_a_graph_file_says_changes_it(graph: Path) -> None:
    marks = [named_source(graph).fingerprint()]
    graph.write_text("a b\nb d\n")
    marks.append(named_source(graph).fingerprint())
    said = [
        GraphDefaults(node_type="City"),
        GraphDefaults(edge_type="TWINNING"),
        GraphDefaults(directed=True),
        GraphDefaults(directed=False),
        GraphDefaults(name="other"),
    ]
    marks += [named_source(graph, defaults=each).fingerprint() for each in said]
    renamed = graph.rename(graph.with_name("renamed.edgelist"))
    marks.append(named_source(renamed).fingerprint())
    (graph.parent / "who_is_who.csv").write_text("name,id\na,renamed:b\n")
    marks.append(named_source(renamed).fingerprint())
    assert "" not in marks
    assert len(set(marks)) == len(marks)


def test_every_table_of_an_export_to_parquet_counts(project: Path) -> None:
    written = export(small_network(), project / "towns.parquet")
    marks = [named_source(written).fingerprint()]
    for table in ("nodes", "edges", "sources"):
        path = written / f"{table}.parquet"
        path.write_bytes(path.read_bytes() + b"more")
        marks.append(named_source(written).fingerprint())
    assert "" not in marks
    assert len(set(marks)) == len(marks)


def test_what_was_read_before_has_none(graph: Path) -> None:
    assert named_source(open_graph(graph)).fingerprint() == ""


def test_a_missing_graph_file_is_told_by_whoever_reads_it(graph: Path) -> None:
    source = named_source(graph)
    graph.unlink()
    assert source.fingerprint() == ""
    with pytest.raises(UsageError, match=r"there is no file .*graph\.edgelist"):
        read_named(source)


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
