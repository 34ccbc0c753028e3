"""A second load of a source whose files have not changed reads nothing, and only then."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from partnergraph.database.connection import Database
from partnergraph.database.dumps.dump import dump, restore
from partnergraph.database.graph_reading import read_network
from partnergraph.database.loads.load import load_source
from partnergraph.export import export
from partnergraph.loading import source as given
from tests.cli.test_app import call
from tests.conftest import make_loader, small_network
from tests.loading.mapping.written_mappings import write_mapped
from tests.loading.sparql.sparql_server import wikidata
from tests.loading.written_loaders import write_loader

if TYPE_CHECKING:
    from collections.abc import Callable

    from partnergraph.database.loads.load_report import LoadReport

NODES = "id,type,name,located_in\nregion:r,Region,R,\ncity:a,City,A,region:r\ncity:b,City,B,\n"
EDGES = (
    "id,type,source,target,sources,title\n{prefix}1,TWINNING,city:a,city:b,s,\n{prefix}2,AGREEMENT,city:a,city:b,s,T\n"
)


def make(folder: Path, prefix: str = "t") -> Path:
    return write_loader(folder, nodes=NODES, edges=EDGES.format(prefix=prefix), sources="id,title\ns,S\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "towns")


def was_read(report: LoadReport) -> bool:
    return not report.untouched_since


def test_the_second_load_reads_nothing_and_reports_the_same(database: Database, folder: Path) -> None:
    first = load_source(database, folder)
    assert was_read(first)
    (row,) = database.read("MATCH (l:Loader) RETURN l.loaded_at AS at")
    second = load_source(database, folder)
    assert second.untouched_since == row["at"]
    assert second.changed_nothing
    for kind, read in (("nodes", 3), ("edges", 2), ("locations", 1), ("sources", 2)):
        assert second.counts[kind]["read"] == second.counts[kind]["unchanged"] == first.counts[kind]["read"] == read
    third = load_source(database, folder, recheck=True)
    assert was_read(third)
    assert third.counts == second.counts


def test_a_changed_file_is_read(database: Database, folder: Path) -> None:
    load_source(database, folder)
    (folder / "edges.csv").write_text(EDGES.format(prefix="t").replace(",T\n", ",Another\n"))
    report = load_source(database, folder)
    assert was_read(report)
    assert report.counts["edges"]["changed"] == 1
    assert not was_read(load_source(database, folder))


@pytest.mark.parametrize(
    "harm",
    [
        "MATCH ()-[e:TWINNING]->() DELETE e",
        "MATCH (a:City {id: 'city:a'}), (b:City {id: 'city:b'}) CREATE (a)-[:AGREEMENT {id: 'x'}]->(b)",
        "MATCH (n:City {id: 'city:b'}) DETACH DELETE n",
        "MATCH (s:Source {id: 's'}) DELETE s",
        "MATCH ()-[e:LOCATED_IN]->() DELETE e",
    ],
)
def test_what_was_taken_or_added_by_other_means_is_noticed(database: Database, folder: Path, harm: str) -> None:
    load_source(database, folder)
    stated = read_network(database)
    database.write(lambda transaction: transaction.run(harm).consume())
    assert was_read(load_source(database, folder))
    database.write(lambda transaction: transaction.run("MATCH ()-[e {id: 'x'}]->() DELETE e").consume())
    load_source(database, folder)
    assert read_network(database).equals(stated)


def test_what_was_changed_in_place_needs_a_recheck(database: Database, folder: Path) -> None:
    """As the documentation says: the counts are the same then."""
    load_source(database, folder)
    database.write(lambda transaction: transaction.run("MATCH ()-[e:AGREEMENT]->() SET e.title = 'Forged'").consume())
    assert not was_read(load_source(database, folder))
    assert load_source(database, folder, recheck=True).counts["edges"]["changed"] == 1
    assert list(read_network(database).edges["title"].dropna()) == ["T"]


def test_a_load_of_another_source_makes_it_compare_once(database: Database, folder: Path, tmp_path: Path) -> None:
    load_source(database, folder)
    other = make(tmp_path / "others", prefix="o")
    load_source(database, other)
    assert was_read(load_source(database, folder))
    assert not was_read(load_source(database, folder))
    assert not was_read(load_source(database, other))
    (other / "sources.csv").write_text("id,title\ns,S\n")  # the same text once more
    assert not was_read(load_source(database, other))
    (other / "edges.csv").write_text(EDGES.format(prefix="p"))
    load_source(database, other)
    report = load_source(database, folder)
    assert was_read(report)
    assert report.changed_nothing


def test_prune_deletes_what_was_withdrawn_before(database: Database, folder: Path) -> None:
    load_source(database, folder)
    lines = EDGES.format(prefix="t").splitlines()
    (folder / "edges.csv").write_text("\n".join(lines[:2]) + "\n")
    assert load_source(database, folder).counts["edges"]["withdrawn"] == 1
    assert not was_read(load_source(database, folder))
    assert load_source(database, folder, prune=True).counts["edges"]["pruned"] == 1


def test_a_loader_that_is_not_known_by_its_files_is_compared(database: Database, tmp_path: Path) -> None:
    from partnergraph.database.loads.load import load

    loader = make_loader("towns", tmp_path)
    load(database, small_network(), loader)
    assert was_read(load(database, small_network(), loader))


def test_a_graph_file_that_has_not_changed_is_not_read(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = export(small_network(), tmp_path / "towns.graphml")
    first = load_source(database, path)
    assert first.counts["edges"]["created"] == 5
    assert load_source(database, path, recheck=True).changed_nothing
    monkeypatch.setattr(given, "open_graph", lambda *_: pytest.fail("it was read"))
    second = load_source(database, path)
    assert not was_read(second)
    assert {kind: each["unchanged"] for kind, each in second.counts.items()} == {
        kind: each["read"] for kind, each in first.counts.items()
    }
    monkeypatch.undo()
    path.write_text(path.read_text(encoding="utf-8").replace("Town A", "Town of A"), encoding="utf-8")
    third = load_source(database, path)
    assert third.counts["nodes"]["changed"] == 1
    assert not was_read(load_source(database, path))


def test_an_answer_that_is_kept_is_not_read_again(
    database: Database, project: Path, copied_loader: Callable[[str], Path]
) -> None:
    folder = copied_loader("wikidata_twin_towns")
    manifest = folder / "loader.toml"
    text = manifest.read_text(encoding="utf-8")
    with wikidata() as endpoint:
        manifest.write_text(text.replace("https://query.wikidata.org/sparql", endpoint.address), encoding="utf-8")
        first = load_source(database, folder)
        asked = len(endpoint.queries)
        second = load_source(database, folder)
        assert len(endpoint.queries) == asked
    assert first.counts["edges"]["created"] == 4
    assert not was_read(second)
    (kept,) = (project / ".partnergraph" / "sparql").glob("*.json")
    kept.write_text(kept.read_text(encoding="utf-8").replace('"Minsk"', '"Mensk"'), encoding="utf-8")
    third = load_source(database, folder)
    assert third.counts["nodes"]["changed"] == 1
    assert not was_read(load_source(database, folder))


def test_a_restored_database_knows_what_was_loaded(database: Database, folder: Path, tmp_path: Path) -> None:
    load_source(database, folder)
    dump(database, tmp_path / "graph.dump")
    restore(database, tmp_path / "graph.dump", replace=True)
    assert not was_read(load_source(database, folder))


def test_the_command_says_that_nothing_was_compared(project: Path, folder: Path) -> None:
    first = call("load", str(folder), "--format", "csv", cwd=project)
    assert first.returncode == 0
    assert "--recheck" not in first.stderr
    second = call("load", str(folder), "--format", "csv", cwd=project)
    assert "towns: its files are as they were when it was loaded on 20" in second.stderr
    assert "nothing was loaded since; not compared again (--recheck does)" in second.stderr
    assert "towns,edges,2,0,0,2,0,0,0,0" in second.stdout.splitlines()
    third = call("load", str(folder), "--format", "csv", "--recheck", cwd=project)
    assert third.stderr == first.stderr
    assert third.stdout == second.stdout


def test_a_faulty_source_starts_no_database(project: Path, folder: Path) -> None:
    (folder / "edges.csv").write_text(EDGES.format(prefix="t").replace("TWINNING", "TWINING"))
    assert call("load", str(folder), cwd=project).returncode == 2
    assert not (project / ".partnergraph").exists()


def test_rows_that_were_left_out_are_counted_as_refused(project: Path) -> None:
    table = "Town,Land,Partner,Partner land,Since\nX,,Y,,\nX,,,,\nY,,Z,,\n"
    folder = write_mapped(project / "loaders" / "pairs", towns_csv=table)
    first, second = (call("load", str(folder), "--format", "csv", cwd=project).stdout.splitlines() for _ in range(2))
    assert "pairs,edges,2,2,0,0,0,0,0,1" in first
    assert "pairs,edges,2,0,0,2,0,0,0,1" in second
    strict = call("load", str(folder), "--strict", cwd=project)
    assert strict.returncode == 3
    assert "1 row was left out, and --strict was given" in strict.stderr
