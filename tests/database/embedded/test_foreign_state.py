"""A folder whose state file is another's, damaged in any form, or names a port on which somebody else listens."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from partnergraph.database.connection import Settings, connect
from partnergraph.database.embedded import client as embedded
from partnergraph.database.embedded.engine import EngineFiles
from partnergraph.database.embedded.running_state import RunningState, read_state, write_state
from partnergraph.errors import DatabaseError
from partnergraph.files import private_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and file modes of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "project" / ".partnergraph"
    yield folder
    with suppress(DatabaseError):  # of a folder that cannot be used nothing runs
        embedded.stop(folder)


def add(folder: Path, name: str) -> None:
    with connect(settings=Settings(folder=folder)) as database:
        database.write(lambda transaction: transaction.run("CREATE (:Source {id: $id})", id=name).consume())


def names(folder: Path) -> list[str]:
    with connect(settings=Settings(folder=folder)) as database:
        return [row["id"] for row in database.read("MATCH (s:Source) RETURN s.id AS id ORDER BY id")]


def test_a_copied_project_writes_into_its_own_database(folder: Path) -> None:
    add(folder, "first")
    lease = embedded.start(folder)
    copy = folder.parent.with_name("copy") / ".partnergraph"
    shutil.copytree(folder.parent, copy.parent)
    try:
        assert embedded.status(copy) == {}
        assert embedded.status(folder)["uri"] == lease.uri
        shutil.copy2(folder / "server.json", copy / "server.json")
        add(copy, "second")
        assert (names(folder), names(copy)) == (["first"], ["first", "second"])
        assert embedded.status(folder)["uri"] == lease.uri
    finally:
        embedded.stop(copy)


@pytest.mark.parametrize("key", ["folder", "user", "machine"])
def test_the_state_of_another_place_user_or_start_is_none(folder: Path, key: str) -> None:
    files = EngineFiles(folder.resolve())
    files.prepare()
    write_state(files, RunningState(os.getpid(), None, {"control": 1}))
    assert read_state(files) == RunningState(os.getpid(), None, {"control": 1})
    said = json.loads(files.state.read_text())
    others: tuple[object, ...] = (None, -1, "another", {})
    for other in others:
        files.state.write_text(json.dumps(said | {key: other}))
        assert read_state(files) is None
    files.state.write_text(json.dumps({name: value for name, value in said.items() if name != key}))
    assert read_state(files) is None


def test_a_folder_moved_while_its_database_runs_is_told_and_not_waited_for(folder: Path) -> None:
    embedded.start(folder)
    state = read_state(EngineFiles(folder.resolve()))
    assert state is not None
    moved = folder.parent.with_name("moved")
    folder.parent.rename(moved)
    try:
        begun = time.monotonic()
        with pytest.raises(DatabaseError, match="is in use by a keeper that was not started for it as it is now"):
            embedded.start(moved / ".partnergraph")
        assert time.monotonic() - begun < 15
    finally:
        os.kill(state.keeper, signal.SIGTERM)
        psutil.wait_procs([psutil.Process(state.keeper)] if psutil.pid_exists(state.keeper) else [], timeout=30)


class Stranger:
    """A program that listens on the port of a keeper that is gone, and keeps all that it is told."""

    def __init__(self, answer: bytes) -> None:
        self.told = b""
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            with client:
                client.settimeout(5)
                try:
                    self.told += client.recv(10_000)
                    client.sendall(self._answer)
                    while more := client.recv(10_000):
                        self.told += more
                except OSError:
                    pass

    def close(self) -> None:
        self._socket.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"null\n",
        b"x" * 200_000,
        b'{"ports": {"control": 1, "bolt": 2, "http": 3}, "fault": "", "leases": 1}\n',
        b'{"word": "w", "proof": "p", "ports": {"control": 1, "bolt": 2, "http": 3}}\n',
        b'{"word": null, "proof": null}\n',
    ],
)
def test_a_stranger_on_the_port_of_a_keeper_that_is_gone_is_told_no_secret(folder: Path, answer: bytes) -> None:
    add(folder, "kept")
    files = EngineFiles(folder.resolve())
    stranger = Stranger(answer)
    try:
        write_state(files, RunningState(999_999, None, {"control": stranger.port}))
        assert embedded.status(folder) == {}
        write_state(files, RunningState(999_999, None, {"control": stranger.port}))
        assert names(folder) == ["kept"]
        secrets = files.read_credentials().values()
        assert [secret for secret in secrets if secret.encode() in stranger.told] == []
        assert set(json.loads(stranger.told.splitlines()[0])) == {"word"}
    finally:
        stranger.close()


DAMAGED = {
    "null": b"null",
    "a list": b"[[]]",
    "a number": b"1e400",
    "deep": b"[" * 100_000,
    "no text": b"\xff\xfe\x00",
    "empty": b"",
    "numbers beyond": b'{"keeper": 1e30, "engine": -7, "ports": {"control": 99999999999999999999}}',
    "other kinds": b'{"keeper": "x", "engine": [], "ports": null}',
    "large": b" " * 1_000_000,
}
FORMS = (*DAMAGED, "folder", "loop", "nowhere", "pipe")


def put(path: Path, form: str) -> None:
    path.unlink(missing_ok=True)
    if form == "folder":
        path.mkdir()
    elif form == "loop":
        path.symlink_to(path.name)
    elif form == "nowhere":
        path.symlink_to("nothing-here")
    elif form == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes(DAMAGED[form])


def said(ask: Callable[[Path], object], folder: Path) -> str:
    """What a call says where it refuses: one line; "" where it does not."""
    try:
        ask(folder)
    except DatabaseError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("form", ["folder", "loop", "nowhere", "pipe"])
@pytest.mark.parametrize("name", ["server.json", "server.lock", "credentials.json", ".gitignore", "server.log"])
def test_what_is_no_file_is_one_line_at_once(folder: Path, name: str, form: str) -> None:
    files = EngineFiles(folder.resolve())
    files.prepare()
    files.read_credentials()
    put(folder / name, form)
    begun = time.monotonic()
    for ask in (embedded.status, embedded.stop, names):
        line = said(ask, folder)
        assert str(folder / name) in line
        assert "\n" not in line
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("form", DAMAGED)
def test_a_damaged_state_file_is_mended_and_damaged_passwords_are_told(folder: Path, form: str) -> None:
    add(folder, "kept")
    put(folder / "server.json", form)
    assert embedded.status(folder) == {}
    put(folder / "server.json", form)
    assert names(folder) == ["kept"]
    put(folder / "credentials.json", form)
    begun = time.monotonic()
    assert "credentials.json is damaged" in said(names, folder)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("form", ["folder", "loop", "no text", "9" * 5_000, "1.2.x", ""])
def test_a_damaged_note_of_the_version_is_mended_or_one_line_soon(folder: Path, form: str) -> None:
    add(folder, "kept")
    note = folder / "arcadedb" / "engine-version"
    if form in FORMS:
        put(note, form)
    else:
        note.write_text(form)
    begun = time.monotonic()
    line = said(names, folder)
    assert "\n" not in line
    assert len(line) < 1_000
    assert not line or time.monotonic() - begun < 10
    assert embedded.status(folder) == {}


def test_the_folder_is_its_owners_whoever_makes_it_first(tmp_path: Path) -> None:
    place = tmp_path / "a" / ".partnergraph"
    place.mkdir(parents=True, mode=0o755)
    place.chmod(0o755)
    EngineFiles(place).prepare()
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    other = tmp_path / "b"
    private_folder(other)
    assert stat.S_IMODE(other.stat().st_mode) == 0o700
    assert stat.S_IMODE(tmp_path.stat().st_mode) & 0o700 == 0o700


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives a folder away")
def test_a_folder_of_another_user_is_not_used(tmp_path: Path) -> None:
    place = tmp_path / ".partnergraph"
    place.mkdir()
    os.chown(place, 12_345, 12_345)
    with pytest.raises(DatabaseError, match="belongs to another user"):
        embedded.start(place)


def test_a_link_to_itself_as_the_folder_is_one_line(tmp_path: Path) -> None:
    place = tmp_path / ".partnergraph"
    place.symlink_to(place.name)
    for ask in (embedded.status, embedded.stop, embedded.start, embedded.reset):
        with pytest.raises(DatabaseError) as fault:
            ask(place)
        assert len(str(fault.value).splitlines()) == 1
