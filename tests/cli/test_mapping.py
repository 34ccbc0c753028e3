"""Loaders with a mapping on the command line: what is said of rows that are left out, and --strict and --data."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from partnergraph.database.connection import Settings, connect
from partnergraph.database.graph_reading import read_network
from partnergraph.database.loads.load import load as write
from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.reading import read_loader
from tests.cli.test_app import COMMAND
from tests.loading.mapping.written_mappings import write_mapped

HEAD = "Town,Land,Partner,Partner land,Since\n"
TABLE = f"{HEAD}Bonn,DE,Oxford,GB,1947\nBonn,DE,Atlantis,the sea,1950\nOxford,GB,Bonn,DE,\n"
LEFT_OUT = "towns: left out: 1 x country: no country is called so (towns.csv row 3 'the sea')\n"


def run(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], cwd=project, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def towns(project: Path) -> Path:
    return write_mapped(project / "loaders" / "towns", towns_csv=TABLE)


def test_check_counts_and_lists_what_is_left_out(project: Path, towns: Path) -> None:
    done = run(project, "check", "towns")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        "towns: 3 rows read; 1 rejected\n"
        "towns: 1 row states in the other direction what another row states: one edge each\n"
        f"{LEFT_OUT}"
        "towns: 2 nodes, 1 edges, 0 sources; 1 row left out, no warnings\n"
    )


@pytest.mark.parametrize("words", [("check", "towns"), ("load", "towns"), ("load", "--dry-run", "towns"), ("build",)])
def test_strict_fails_on_a_row_that_is_left_out_and_loads_nothing(
    project: Path, towns: Path, words: tuple[str, ...]
) -> None:
    done = run(project, *words, "--strict")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.endswith(
        f"{LEFT_OUT}partnergraph: 1 row was left out, and --strict was given; nothing was loaded\n"
    )
    assert not (project / ".partnergraph").exists()
    assert not (project / "out").exists()


def test_data_names_another_file_of_one_loader(project: Path, towns: Path) -> None:
    (project / "other.csv").write_text(f"{HEAD}Kyiv,UA,Chicago,US,1991\n", encoding="utf-8")
    done = run(project, "check", "towns", "--strict", "--data", "other.csv")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        0,
        "towns: 2 nodes, 1 edges, 0 sources; no fault, no warnings",
    )
    done = run(project, "check", "towns", "union_state", "--data", "other.csv")
    assert (done.returncode, done.stderr) == (
        2,
        "partnergraph: --data goes with one loader: it replaces the file that this loader's mapping names\n",
    )
    done = run(project, "check", "union_state", "--data", "other.csv")
    assert done.stderr == (
        "partnergraph: union_state: --data other.csv: union_state has canonical tables; "
        "only a mapping can read another file\n"
    )


def test_a_mapped_loader_is_loaded_twice_and_changes_nothing(towns: Path, embedded_settings: Settings) -> None:
    loader = open_loader(towns)
    with connect(settings=embedded_settings) as database:
        database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())
        write(database, read_loader(loader), loader)
        again = write(database, read_loader(loader), loader).counts
        found = read_network(database)
    assert {what: (again[what]["read"], again[what]["unchanged"]) for what in ("nodes", "edges", "sources")} == {
        "nodes": (2, 2), "edges": (1, 1), "sources": (1, 1),
    }  # fmt: skip
    assert found.equals(read_loader(loader))
