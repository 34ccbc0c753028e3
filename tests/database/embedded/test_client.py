"""The embedded database's life: started on demand, shared, stopped by the last, mended after a crash."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING

import neo4j
import psutil
import pytest

from partnergraph.database.connection import Settings, connect
from partnergraph.database.embedded import client as embedded
from partnergraph.database.embedded.engine import EngineFiles
from partnergraph.database.embedded.running_state import read_state
from partnergraph.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and file modes of POSIX")

PYTHON = sys.executable
#: Holds a lease until a line comes, and says when it has it.
HOLDER = """
    import sys
    from pathlib import Path
    from partnergraph.database.embedded.client import embedded_database
    with embedded_database(Path(sys.argv[1])) as lease:
        print(lease.uri, flush=True)
        sys.stdin.readline()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / ".partnergraph"
    yield folder
    embedded.stop(folder)


def engines(folder: Path) -> list[psutil.Process]:
    """The Java processes that serve a folder."""
    found = []
    for process in psutil.process_iter():
        try:
            line = process.cmdline()
        except (psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied):
            continue
        if line and Path(line[0]).name == "java" and any(str(folder.resolve()) in word for word in line):
            found.append(process)
    return found


def wait_until_gone(folder: Path, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while engines(folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not engines(folder)


def hold(folder: Path) -> subprocess.Popen[str]:
    """Start another process that holds a lease; returns when it has it."""
    process = subprocess.Popen(
        [PYTHON, "-c", textwrap.dedent(HOLDER), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("bolt://127.0.0.1:")
    return process


def let_go(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=60)
    assert process.returncode == 0


def test_started_on_demand_and_stopped_by_the_last(folder: Path) -> None:
    with connect(settings=Settings(folder=folder)) as database:
        assert list(database.read("RETURN 1 AS one")) == [{"one": 1}]
        assert len(engines(folder)) == 1
    assert engines(folder) == []
    assert not EngineFiles(folder).state.exists()


def test_what_was_written_is_there_after_a_restart(folder: Path) -> None:
    settings = Settings(folder=folder)
    with connect(settings=settings) as database:
        database.write(lambda transaction: transaction.run("CREATE (:Source {id: 'kept'})").consume())
    with connect(settings=settings) as database:
        assert list(database.read("MATCH (s:Source) RETURN s.id AS id")) == [{"id": "kept"}]


def test_shared_by_processes_at_the_same_time(folder: Path) -> None:
    first = hold(folder)
    second = hold(folder)
    assert len(engines(folder)) == 1
    assert embedded.status(folder)["leases"] == 2
    let_go(first)
    assert len(engines(folder)) == 1
    assert embedded.status(folder)["leases"] == 1
    let_go(second)
    assert engines(folder) == []


def test_started_once_by_many_at_the_same_moment(folder: Path) -> None:
    command = [PYTHON, "-c", textwrap.dedent(HOLDER), str(folder)]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    uris = {process.stdout.readline() for process in processes if process.stdout is not None}
    assert len(uris) == 1
    assert len(engines(folder)) == 1
    for process in processes:
        let_go(process)
    assert engines(folder) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_left_behind_however_the_command_ends(folder: Path, number: signal.Signals) -> None:
    with hold(folder) as process:
        os.killpg(process.pid, number)
    wait_until_gone(folder)
    assert embedded.status(folder) == {}


def test_a_killed_keeper_takes_its_engine_along_and_the_next_command_mends(folder: Path) -> None:
    settings = Settings(folder=folder)
    with connect(settings=settings) as database:
        database.write(lambda transaction: transaction.run("CREATE (:Source {id: 'kept'})").consume())
        state = json.loads(EngineFiles(folder).state.read_text())
        os.kill(state["keeper"], signal.SIGKILL)
        psutil.wait_procs([psutil.Process(state["keeper"])], timeout=10)
    assert EngineFiles(folder).state.exists()
    with connect(settings=settings) as database:
        assert list(database.read("MATCH (s:Source) RETURN s.id AS id")) == [{"id": "kept"}]
        assert len(engines(folder)) == 1
    assert engines(folder) == []


def test_a_killed_engine_is_started_anew_with_its_data(folder: Path) -> None:
    settings = Settings(folder=folder)
    with connect(settings=settings) as database:
        database.write(lambda transaction: transaction.run("CREATE (:Source {id: 'kept'})").consume())
        (engine,) = engines(folder)
        engine.kill()
        with pytest.raises(DatabaseError, match=r"no database answers at the embedded database|cannot be used"):
            database.read("MATCH (n) RETURN n")
    with connect(settings=settings) as database:
        assert list(database.read("MATCH (s:Source) RETURN s.id AS id")) == [{"id": "kept"}]


def test_a_command_at_the_moment_when_the_engine_is_killed_gets_a_new_one(folder: Path) -> None:
    for _ in range(3):
        embedded.start(folder)
        (engine,) = engines(folder)
        engine.kill()
        while engine.is_running() and engine.status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.001)
        with connect(settings=Settings(folder=folder)) as database:
            assert list(database.read("RETURN 1 AS one")) == [{"one": 1}]


@pytest.mark.parametrize(
    "state",
    [
        "",
        "not json",
        "[]",
        '{"keeper": 999999, "engine": 999999, "ports": {"control": 1, "bolt": 2, "http": 3}}',
        pytest.param(json.dumps({"engine": os.getpid(), "ports": {}}), id="the engine is another process"),
    ],
)
def test_a_stale_or_damaged_state_file_is_mended(folder: Path, state: str) -> None:
    files = EngineFiles(folder)
    files.prepare()
    files.state.write_text(state)
    assert embedded.status(folder) == {}
    with connect(settings=Settings(folder=folder)) as database:
        assert len(database.read("RETURN 1 AS one")) == 1
    assert not files.state.exists()


def test_kept_up_until_stopped(folder: Path) -> None:
    lease = embedded.start(folder)
    assert embedded.start(folder).uri == lease.uri
    with connect(settings=Settings(folder=folder)):
        pass
    status = embedded.status(folder)
    assert (status["uri"], status["kept"], status["leases"]) == (lease.uri, True, 0)
    with neo4j.GraphDatabase.driver(lease.uri, auth=lease.writer) as driver:
        records, _, _ = driver.execute_query("RETURN 1 AS one", database_=lease.database)
    assert records[0]["one"] == 1
    assert embedded.stop(folder) == "stopped"
    assert engines(folder) == []
    assert embedded.stop(folder) == "not running"


def test_stop_waits_for_those_who_use_it(folder: Path) -> None:
    embedded.start(folder)
    process = hold(folder)
    assert embedded.stop(folder) == "in use"
    assert len(engines(folder)) == 1
    let_go(process)
    assert engines(folder) == []


def test_reset_moves_the_data_aside(folder: Path) -> None:
    settings = Settings(folder=folder)
    assert embedded.reset(folder) is None
    with connect(settings=settings) as database:
        database.write(lambda transaction: transaction.run("CREATE (:Source {id: 'old'})").consume())
        with pytest.raises(DatabaseError, match="in use"):
            embedded.reset(folder)
    aside = embedded.reset(folder)
    assert aside is not None
    assert (aside / "arcadedb" / "databases" / "partnergraph").is_dir()
    with connect(settings=settings) as database:
        assert list(database.read("MATCH (n) RETURN n")) == []


def test_only_its_owner_can_read_its_files(folder: Path) -> None:
    with connect(settings=Settings(folder=folder)):
        files = EngineFiles(folder)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(files.credentials.stat().st_mode) == 0o600
        assert stat.S_IMODE(files.state.stat().st_mode) == 0o600


def test_no_password_in_process_lists_state_or_log(folder: Path) -> None:
    with connect(settings=Settings(folder=folder)) as database:
        files = EngineFiles(folder)
        secrets = list(files.read_credentials().values())
        (engine,) = engines(folder)
        shown = " ".join(engine.cmdline()) + files.state.read_text() + files.log.read_text() + repr(database)
        assert [secret for secret in secrets if secret in shown] == []
        assert not (files.data / "config" / "first-password").exists()


def test_it_listens_on_loopback_only(folder: Path) -> None:
    with connect(settings=Settings(folder=folder)):
        (engine,) = engines(folder)
        keeper = psutil.Process(json.loads(EngineFiles(folder).state.read_text())["keeper"])
        listening = [
            connection.laddr.ip
            for process in (engine, keeper)
            for connection in process.net_connections(kind="inet")
            if connection.status == psutil.CONN_LISTEN
        ]
        assert len(listening) >= 3
        assert {address.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}


def test_a_stranger_without_the_token_gets_nothing(folder: Path) -> None:
    import socket

    with connect(settings=Settings(folder=folder)):
        files = EngineFiles(folder.resolve())
        state = read_state(files)
        assert state is not None
        with socket.create_connection(("127.0.0.1", state.ports["control"]), timeout=10) as stranger:
            lines = stranger.makefile("rwb")
            lines.write(b'{"word": "mine"}\n{"proof": "guess", "want": "stop"}\n')
            lines.flush()
            assert set(json.loads(lines.readline())) == {"word", "proof"}
            assert lines.readline() == b""
        assert embedded.status(folder)["leases"] == 1


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        blocked = tmp_path / "file"
        blocked.write_text("")
        with pytest.raises(DatabaseError, match="cannot be used as a folder"):
            embedded.start(blocked / ".partnergraph")
    else:
        tmp_path.chmod(0o500)
        with pytest.raises(DatabaseError, match="no permission"):
            embedded.start(tmp_path / ".partnergraph")
