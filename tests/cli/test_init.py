"""`init` as a person uses it: a project that works at once, from an example or from a table of one's own."""

from __future__ import annotations

import csv
import json
import re
import shlex
import sqlite3
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbclient import NotebookClient
from openpyxl import Workbook

from partnergraph.cli import main
from partnergraph.loading.reading import read_loader
from partnergraph.network import records
from partnergraph.project import layout
from partnergraph.project.layout import loader_name, new_project
from tests.cli.test_app import call
from tests.conftest import ROOT
from tests.documentation import BY_HAND, DOCS

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNTRIES = ("France", "Italy", "Poland", "Czechia", "Spain", "Norway", "Estonia")
#: The towns of an office's table, each with the number of its twins: 200 in all.
TOWNS = {"Amberg": 60, "Bernau": 50, "Coburg": 40, "Dachau": 30, "Erding": 20}


def twin_rows() -> list[list[str]]:
    """200 twin towns: those of Amberg are Twin 1 to Twin 60; those of the others overlap with them by ten."""
    rows, start = [], 1
    for town, count in TOWNS.items():
        for number in range(start, start + count):
            country = COUNTRIES[number % len(COUNTRIES)]
            date = f"{number % 28 + 1:02}.{number % 12 + 1:02}.{1950 + number % 70}"
            rows.append([town, "Germany", f"Zwilling {number}", country, date, "active" if number % 4 else "ended"])
        start += count - 10
    return rows


def written_workbook(path: Path) -> Path:
    book = Workbook()
    notes = book.active
    assert notes is not None
    notes.title = "Twin towns"
    notes.append(["Twin towns of Upper Exampleland, state of May"])
    notes.append([])
    notes.append(["Town", "Country", "Twin town", "Country of the twin", "Signed on", "State"])
    for row in twin_rows():
        notes.append(row)
    book.save(path)
    return path


def written_russian(path: Path) -> Path:
    russian = dict(
        zip(COUNTRIES, ("Франция", "Италия", "Польша", "Чехия", "Испания", "Норвегия", "Эстония"), strict=True)
    )
    with path.open("w", encoding="cp1251", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["№", "Город", "Страна", "Город-побратим", "Страна побратима", "Дата подписания", "Статус"])
        for number, row in enumerate(twin_rows(), start=1):
            town, _, twin, country, date, status = row
            said = {"active": "действует", "ended": "прекращён"}[status]
            writer.writerow([number, town, "Германия", twin, russian[country], date, said])
    return path


@contextmanager
def served(folder: Path) -> Iterator[None]:
    """Keep the folder's database up, so that each command need not start it."""
    assert call("db", "start", cwd=folder).returncode == 0
    yield
    call("db", "stop", cwd=folder)


def names_within(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_example_works_at_once(project: Path) -> None:
    done = call("init", "my-network", cwd=project)
    assert (done.returncode, done.stdout) == (0, "")
    home = project / "my-network"
    assert names_within(home) == {
        *("README.md", ".gitignore", "docker-compose.yml", "cypher/queries/by-country.cypher"),
        *(f"loaders/my_network/{name}" for name in ("loader.toml", "nodes.csv", "edges.csv", "sources.csv")),
        "notebooks/first-look.ipynb",
    }
    assert list(project.iterdir()) == [home]
    assert (home / "docker-compose.yml").read_bytes() == (ROOT / "docker-compose.yml").read_bytes()
    told = [line.strip() for line in done.stderr.splitlines() if line.startswith("  ")]
    readme = (home / "README.md").read_text(encoding="utf-8")
    lines = [line.partition("#")[0].strip() for line in re.findall(r"^partnergraph .+$", readme, re.MULTILINE)]
    assert told == ["cd my-network", *lines]
    with served(home):
        for line in lines:
            ran = call(*shlex.split(line)[1:], cwd=home)
            assert ran.returncode == 0, f"{line}: {ran.stderr}"
        asked = call("query", "by-country", "--format", "json", cwd=home)
    assert json.loads(asked.stdout)[:3] == [
        {"country": "RU", "parties": 2, "ties": 6, "oldest": "1944"},
        {"country": "GB", "parties": 1, "ties": 5, "oldest": "1944"},
        {"country": "DE", "parties": 4, "ties": 4, "oldest": "1959"},
    ]
    page = (home / "out" / "network.html").read_text(encoding="utf-8")
    assert "Coventry" in page
    assert "Bobruisk" not in page
    assert read_loader(home / "loaders" / "my_network").warnings == ()


@pytest.mark.filterwarnings("default::ResourceWarning", "default::DeprecationWarning")
def test_the_notebook_of_the_project_runs_from_where_jupyter_starts(project: Path) -> None:
    with new_project(project / "net", title="Net", loader="net", example=True):
        pass
    notebook = nbformat.read(project / "net" / "notebooks" / "first-look.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    where = {"metadata": {"path": str(project / "net" / "notebooks")}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=where).execute()
    shown = "\n".join(
        str(output.get("text", "")) + str(output.get("data", {}))
        for cell in notebook.cells
        for output in cell.get("outputs", ())
    )
    assert "Network(11 nodes, 10 edges, 6 sources)" in shown
    assert "image/png" in shown
    assert (project / "net" / ".partnergraph").is_dir()


@pytest.mark.parametrize("write", [written_workbook, written_russian])
def test_a_spreadsheet_of_200_twin_towns_becomes_a_ranking_and_a_page(project: Path, write: object) -> None:
    assert callable(write)
    name = "Twin towns.xlsx" if write is written_workbook else "города.csv"
    write(project / name)
    done = call("init", "towns", "--from", name, "--format", "json", cwd=project)
    assert done.returncode == 0, done.stderr
    sure = {row["taken for"]: row["how sure"] for row in json.loads(done.stdout)}
    assert sure["name of the second party: City"] == "sure"
    assert sure["country of the second party"] == "sure"
    assert sure["date"] == "sure"
    assert sure["edge type TWINNING"] == "sure"
    assert "200 rows read; 0 rejected" in done.stderr
    (home,) = (project / "towns" / "loaders").iterdir()
    assert (home / name).read_bytes() == (project / name).read_bytes()
    assert home.name == ("twin_towns" if write is written_workbook else "goroda")
    built = call("build", cwd=project / "towns")
    assert built.returncode == 0, built.stderr
    ranked = re.findall(r"^ +(\d) +(\w+) +City +DE +(\d+) +\d+ *$", built.stdout, re.MULTILINE)
    assert ranked == [(str(rank), town, str(count)) for rank, (town, count) in enumerate(TOWNS.items(), start=1)]
    assert "Zwilling 123" in (project / "towns" / "out" / "network.html").read_text(encoding="utf-8")
    network = read_loader(home)
    nodes = {row["id"]: row for row in records(network.nodes)}
    facts = {
        (*sorted(nodes[row[end]]["name"] for end in ("source", "target")), row["date"], row["status"])
        for row in records(network.edges)
    }
    days = {row[4]: "-".join(reversed(row[4].split("."))) for row in twin_rows()}
    assert facts == {(town, twin, days[day], status) for town, _, twin, _, day, status in twin_rows()}


def test_a_table_of_a_database_and_rows_within_a_document(project: Path) -> None:
    with closing(sqlite3.connect(project / "office.db")) as database, database:
        database.execute("CREATE TABLE people (name TEXT)")
        database.execute("CREATE TABLE twins (town TEXT, twin_town TEXT, since TEXT)")
        database.execute("INSERT INTO twins VALUES ('Coventry', 'Dresden', '1959')")
    rows = [{"town": "Coventry", "twin town": "Arnhem", "since": 1958}]
    (project / "office.json").write_text(json.dumps({"answer": {"rows": rows}}), encoding="utf-8")
    for arguments, twin in (
        (["office.db", "--table", "twins"], "Dresden"),
        (["office.json", "--path", "answer.rows"], "Arnhem"),
    ):
        done = call("init", twin, "--from", *arguments, cwd=project)
        assert done.returncode == 0, done.stderr
        network = read_loader(project / twin / "loaders" / "office")
        assert sorted(network.nodes["name"]) == sorted(["Coventry", twin])
        assert list(network.edges["type"]) == ["TWINNING"]


def test_the_tutorial_is_walked_as_it_stands(project: Path) -> None:
    text = (DOCS / "your-own-network.md").read_text(encoding="utf-8").partition(BY_HAND)[0]
    (table,) = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    (project / "towns.csv").write_text(table, encoding="utf-8")
    lines = [shlex.split(line, comments=True) for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
             for line in block.splitlines()]  # fmt: skip
    assert [words[:2] for words in lines[:2]] == [["partnergraph", "init"], ["cd", "my-towns"]]
    started = call(*lines[0][1:], cwd=project)
    assert started.returncode == 0, started.stderr
    _compare_with_the_page(started.stdout, text)
    _look_at_the_guess(project / "my-towns" / "loaders" / "towns" / "loader.toml", text)
    said = ""
    with served(project / "my-towns"):
        for words in lines[2:]:
            done = call(*words[1:], cwd=project / "my-towns")
            assert done.returncode == 0, f"{shlex.join(words)}: {done.stderr}"
            said += done.stdout
    for town in ("Coventry +City +GB", "Volgograd +City +RU"):
        assert re.search(rf"^ +1= +{town} +4 +4 *$", said, re.MULTILINE), town
    assert "Chengdu" in (project / "my-towns" / "out" / "network.html").read_text(encoding="utf-8")


def _compare_with_the_page(said: str, text: str) -> None:
    shown = re.findall(r"```text\n column.*?\n(.*?)```", text, re.DOTALL)[0]
    expected = [re.split(r" {2,}", line.strip()) for line in shown.splitlines()]
    printed = [line for line in said.splitlines()[3:] if line.strip()]
    for line, (column, taken, sure) in zip(printed, expected, strict=True):
        assert re.match(rf" {re.escape(column)} .* {re.escape(taken)} +{sure} ", line), line


def _look_at_the_guess(manifest: Path, text: str) -> None:
    """Do what the second step says, and hold its lines against the file."""
    written = manifest.read_text(encoding="utf-8")
    shown = re.findall(r"```text\n(title.*?)```", text, re.DOTALL)[0]
    lines = [line.partition("            put ")[0] for line in shown.splitlines() if line != "..."]
    assert [line for line in lines if line not in written.splitlines()] == []
    assert '"RU"' in shown
    manifest.write_text(written.replace('"Volgograd" = ""', '"Volgograd" = "RU"'), encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["full"], "full is not empty; give the name of a new folder, or empty it first"),
        (["file"], "file is a file; give the name of a new folder"),
        (["file/under"], "under cannot be made: "),
        (["new", "--own", "X"], "--own says something of a table: give the table with --from FILE"),
        (["full", "--from", "t.csv"], "full is not empty"),
        (["new", "--from", "none.csv"], "none.csv"),
        (["new/deep", "--from", "one.csv"], "one.csv: only one party is to be found ('Partnerstadt')"),
        (["new", "--from", "t.csv", "--type", "TWINING"], "did you mean TWINNING?"),
        (["new", "--from", "t.csv", "--party", "Twon"], "there is no column 'Twon'; did you mean Town?"),
        (["new", "--from", "g.graphml"], "g.graphml is a graph file and needs no mapping: partnergraph load g.graphml"),
        (["new", "--from", "same.csv"], "no row became a fact, so nothing was written"),
        (["new", "--from", "t.csv", "--header", "9"], "there is no row 9"),
    ],
)
def test_what_is_refused_is_said_in_a_line_and_nothing_is_written(
    project: Path,
    arguments: list[str],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (project / "full").mkdir()
    (project / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    (project / "file").write_text("mine", encoding="utf-8")
    (project / "t.csv").write_text("Town,Twin town\nA-ville,B-ville\n", encoding="utf-8")
    (project / "one.csv").write_text("Partnerstadt\nCoventry\n", encoding="utf-8")
    (project / "g.graphml").write_text("<graphml/>", encoding="utf-8")
    (project / "same.csv").write_text("Town,Twin town\nA-ville,A-ville\n", encoding="utf-8")
    before = names_within(project), sorted(path.name for path in project.iterdir())
    monkeypatch.setattr(sys, "argv", ["partnergraph", "init", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert message in said.err
    assert len(said.err.splitlines()) == 1
    assert (names_within(project), sorted(path.name for path in project.iterdir())) == before


def test_an_empty_folder_is_filled_and_stays_the_same_folder(project: Path) -> None:
    number = project.stat().st_ino
    with new_project(Path(), title="Here", loader="here", example=True):
        pass
    assert project.stat().st_ino == number
    assert {path.name for path in project.iterdir()} == {
        *("README.md", ".gitignore", "docker-compose.yml", "cypher", "loaders", "notebooks"),
    }


def test_a_fault_on_the_way_leaves_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(draft: Path) -> None:
        assert (draft / "loaders" / "b" / "edges.csv").is_file()
        raise ZeroDivisionError

    with (
        pytest.raises(ZeroDivisionError),
        new_project(project / "a" / "b", title="B", loader="b", example=True) as draft,
    ):
        fail(draft)
    assert list(project.iterdir()) == []

    (project / "there").mkdir()

    def taken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(layout, "_require_free", taken)
    with pytest.raises(OSError, match="No space"), new_project(project / "there", title="B", loader="b", example=True):
        pass
    assert list((project / "there").iterdir()) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *(("Twin towns 2024", "twin_towns_2024"), ("Städte", "stadte"), ("Города", "goroda")),
        *(("", "my_network"), ("!!!", "my_network"), ("../../etc", "etc"), ("x" * 200, "x" * 60)),
    ],
)
def test_a_loader_is_named_by_its_table(text: str, name: str) -> None:
    assert loader_name(text) == name
