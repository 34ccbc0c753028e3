"""A store that was damaged while it was closed, or after a kill, is not opened as if nothing had been."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from partnergraph.database.connection import Settings, connect
from partnergraph.database.embedded import client as embedded
from partnergraph.database.embedded.engine import EngineFiles
from partnergraph.database.embedded.running_state import read_state
from partnergraph.errors import DatabaseError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / ".partnergraph"
    with connect(settings=Settings(folder=folder)) as database:
        database.write(lambda transaction: transaction.run("CREATE (:Source {id: 'kept'})").consume())
    yield folder
    embedded.stop(folder)


def kept(folder: Path) -> list[str]:
    with connect(settings=Settings(folder=folder)) as database:
        return [row["id"] for row in database.read("MATCH (s:Source) RETURN s.id AS id ORDER BY id")]


def bucket(store: Path) -> Path:
    return next(path for path in store.glob("Source_*.bucket") if path.stat().st_size)


def changed_byte(store: Path) -> None:
    with bucket(store).open("r+b") as file:
        file.seek(200)
        file.write(b"\xa5\x5a")


def all_gone(store: Path) -> None:
    shutil.rmtree(store)
    store.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a bucket is gone": lambda store: bucket(store).unlink(),
    "a bucket is cut": lambda store: os.truncate(bucket(store), 100),
    "a bucket is empty": lambda store: os.truncate(bucket(store), 0),
    "a bucket is changed": changed_byte,
    "the schema is empty": lambda store: (store / "schema.json").write_text(""),
    "the schema is emptied": lambda store: (store / "schema.json").write_text("{}"),
    "the schema is gone": lambda store: (store / "schema.json").unlink(),
    "all is gone": all_gone,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_while_it_was_closed_is_told_with_the_way_back(folder: Path, damage: str) -> None:
    store = folder / "arcadedb" / "databases" / "partnergraph"
    whole = folder.parent / "whole"
    shutil.copytree(store, whole)
    DAMAGES[damage](store)
    begun = time.monotonic()
    with pytest.raises(DatabaseError, match=r"are damaged: .*db reset.*restore a dump"):
        kept(folder)
    assert time.monotonic() - begun < 10
    assert embedded.status(folder) == {}
    shutil.rmtree(store)
    shutil.copytree(whole, store)
    assert kept(folder) == ["kept"]


@pytest.mark.parametrize("damage", ["a bucket is gone", "a bucket is cut", "the schema is emptied"])
def test_damage_after_a_kill_is_told(folder: Path, damage: str) -> None:
    embedded.start(folder)
    state = read_state(EngineFiles(folder.resolve()))
    assert state is not None
    assert state.engine is not None
    processes = [psutil.Process(pid) for pid in (state.keeper, state.engine)]
    for process in processes:
        os.kill(process.pid, signal.SIGKILL)
    psutil.wait_procs(processes, timeout=10)
    shutil.copytree(folder, folder.parent / "copy")
    assert kept(folder.parent / "copy") == ["kept"]
    DAMAGES[damage](folder / "arcadedb" / "databases" / "partnergraph")
    with pytest.raises(DatabaseError, match="are damaged"):
        kept(folder)


def test_data_without_a_seal_or_with_a_damaged_one_are_opened_and_sealed(folder: Path) -> None:
    seal = folder / "arcadedb" / "store-seal.json"
    for text in ("null", "[]", '{"closed": 1}', '{"closed": true, "files": {"a": 1}}', ""):
        seal.write_text(text)
        assert kept(folder) == ["kept"]
    seal.unlink()
    assert kept(folder) == ["kept"]
    assert seal.exists()
