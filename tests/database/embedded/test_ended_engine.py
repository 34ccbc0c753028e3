"""An engine or keeper that ends under a query: what only reads is asked again; a limit of memory is said."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from partnergraph.cli.shared import read_again
from partnergraph.database.connection import Database, Settings, connect
from partnergraph.database.embedded import client as embedded
from partnergraph.database.embedded.engine import HEAP_VARIABLE, EngineError, EngineFiles, heap_megabytes
from partnergraph.database.embedded.running_state import read_state
from partnergraph.errors import DatabaseError, DatabaseGoneError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    for name in ("NEO4J_URI", HEAP_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / ".partnergraph"
    yield folder
    embedded.stop(folder)


def kill(folder: Path) -> None:
    state = read_state(EngineFiles(folder.resolve()))
    assert state is not None
    assert state.engine is not None
    processes = [psutil.Process(pid) for pid in (state.keeper, state.engine)]
    for process in processes:
        os.kill(process.pid, signal.SIGKILL)
    psutil.wait_procs(processes, timeout=10)


@pytest.mark.parametrize("kills", [1, 2])
def test_what_only_reads_is_asked_again_where_keeper_and_engine_were_killed(folder: Path, kills: int) -> None:
    asked = 0

    def read(database: Database) -> list[int]:
        nonlocal asked
        asked += 1
        if asked <= kills:
            kill(folder)
        return [row["one"] for row in database.read("RETURN 1 AS one")]

    assert read_again(None, read) == [1]
    assert asked == kills + 1


def test_it_is_not_asked_for_ever(folder: Path) -> None:
    def read(database: Database) -> object:
        kill(folder)
        return database.read("RETURN 1 AS one")

    with pytest.raises(DatabaseGoneError):
        read_again(None, read)


def test_the_limit_of_memory_is_said_when_it_is_met(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HEAP_VARIABLE, "256")
    hungry = "RETURN size(reduce(text = $text, i IN range(1, 20) | text + text)) AS size"
    with connect(settings=Settings(folder=folder)) as database, pytest.raises(DatabaseError) as fault:
        database.read(hungry, {"text": "x" * 4_000})
    assert "met its limit of memory" in str(fault.value)
    assert HEAP_VARIABLE in str(fault.value)
    monkeypatch.delenv(HEAP_VARIABLE)
    with connect(settings=Settings(folder=folder)) as database:
        assert len(database.read("RETURN 1 AS one")) == 1


@pytest.mark.parametrize("given", ["0", "-5", "x", "9" * 50, "1e3", "64", "٣٠٠"])
def test_a_limit_that_is_none_is_one_line(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HEAP_VARIABLE, given)
    with pytest.raises(EngineError, match=HEAP_VARIABLE):
        heap_megabytes()


def test_the_limit_is_a_part_of_the_machines_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HEAP_VARIABLE, raising=False)
    assert 512 <= heap_megabytes() <= 4096
    monkeypatch.setenv(HEAP_VARIABLE, "700")
    assert heap_megabytes() == 700
