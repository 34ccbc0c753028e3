"""A runaway query is stopped by its time limit and by Ctrl-C, on every engine, and the server stops working on it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from neo4j.exceptions import ClientError, Neo4jError

from partnergraph.database.connection import Database, Settings, connect
from partnergraph.database.driver.retrying import retried
from partnergraph.database.driver.stopping import TimeIsUp, run_stoppable
from partnergraph.database.embedded import client as embedded
from partnergraph.database.embedded.engine import running_queries
from partnergraph.database.queries.named_queries import run_cypher
from partnergraph.errors import DatabaseError
from tests.conftest import environment_of

#: Of a kind that streams through many rows, and of a kind that searches for paths.
RUNAWAY = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN sum(a * b) AS s"
COMMAND = [sys.executable, "-c", "from partnergraph.cli import main; main()"]


def at_work(settings: Settings) -> int:
    """How many queries like the runaway one the server works on."""
    if settings.uri is None:
        with embedded.embedded_database(settings.folder) as lease:
            return sum("1000000" in str(each["text"]) for each in running_queries(lease.http_port, lease.writer))
    with connect(settings=settings) as database:
        found = database.stream("SHOW TRANSACTIONS YIELD currentQuery AS text RETURN text")
        return sum(text == RUNAWAY for (text,) in found)


def wait_for(settings: Settings, count: int, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while at_work(settings) != count and time.monotonic() < deadline:
        time.sleep(0.1)
    assert at_work(settings) == count


def test_a_runaway_query_is_stopped_by_its_limit(settings: Settings, database: Database) -> None:
    begun = time.monotonic()
    with pytest.raises(DatabaseError, match="took longer than its time limit and was stopped"):
        run_cypher(database, RUNAWAY, timeout=1)
    assert time.monotonic() - begun < 10
    assert at_work(settings) == 0
    assert list(run_cypher(database, "RETURN 1 AS one", timeout=5)) == [{"one": 1}]


def test_only_the_late_query_is_stopped(embedded_settings: Settings) -> None:
    """Two at once through one connection to the embedded engine: the other goes on to its end."""
    other: list[int] = []
    text = "UNWIND range(1, 300) AS a UNWIND range(1, 10000) AS b RETURN count(a * b) AS n"
    with connect(settings=embedded_settings) as database:
        thread = threading.Thread(target=lambda: other.extend(row["n"] for row in database.read(text)))
        thread.start()
        with pytest.raises(DatabaseError, match="time limit"):
            database.read(RUNAWAY, timeout=0.5)
        thread.join(60)
    assert other == [3_000_000]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_stops_the_server_too(settings: Settings, database: Database, tmp_path: Path) -> None:
    # The command's own embedded database is the one of its folder.
    folder = settings.folder.parent if settings.uri is None else tmp_path
    environment = environment_of(settings)
    process = subprocess.Popen(
        [*COMMAND, "query", "--cypher", RUNAWAY], cwd=folder, env=environment, stderr=subprocess.PIPE, text=True
    )
    wait_for(settings, 1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    wait_for(settings, 0, seconds=5)


def test_the_server_rests_after_ctrl_c(embedded_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with connect(settings=embedded_settings) as database, embedded.embedded_database(embedded_settings.folder):
        engine = psutil.Process(embedded.status(embedded_settings.folder)["engine"])
        threading.Timer(1, signal.raise_signal, (signal.SIGINT,)).start()
        with pytest.raises(KeyboardInterrupt):
            database.read(RUNAWAY)
        before = sum(engine.cpu_times()[:2])
        time.sleep(1)
        assert sum(engine.cpu_times()[:2]) - before < 0.5


def test_what_the_work_raises_is_raised_here() -> None:
    def fail() -> None:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        run_stoppable(fail, lambda: None, timeout=5)


def test_work_that_cannot_be_stopped_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("partnergraph.database.driver.stopping.GRACE", 0.05)
    release, told = threading.Event(), []
    with pytest.raises(TimeIsUp) as caught:
        run_stoppable(lambda: release.wait(20), lambda: told.append(1), timeout=0.05)
    release.set()
    assert (caught.value.stopped, told) == (False, [1])


class Passing(Neo4jError):  # noqa: N818
    """A fault that the driver says will pass."""

    def is_retryable(self) -> bool:
        return True


def test_what_passes_is_tried_again_and_nothing_else() -> None:
    tried: list[float] = []

    def flaky() -> str:
        tried.append(time.monotonic())
        if len(tried) < 3:
            raise Passing
        return "done"

    def wrong() -> None:
        tried.append(0)
        raise ClientError

    assert retried(flaky, 5) == "done"
    assert tried[2] - tried[1] > tried[1] - tried[0] > 0.1
    tried.clear()
    with pytest.raises(ClientError):
        retried(wrong, 5)
    assert len(tried) == 1
    with pytest.raises(Passing):
        retried(lambda: (_ for _ in ()).throw(Passing), 0.1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="POSIX")
def test_a_query_needs_no_pandas(embedded_settings: Settings) -> None:
    """What makes a short command short: neither we nor the driver import what only others need."""
    program = (
        "import sys\nfrom partnergraph.cli import app\n"
        "app(['query', '--cypher', 'RETURN 1 AS one', '--format', 'csv'], standalone_mode=False)\n"
        "print(sorted({'pandas', 'numpy', 'pyarrow', 'rich.console'} & set(sys.modules)))\n"
        "import pandas\nprint(pandas.Series([1]).sum())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=embedded_settings.folder.parent,
        env=environment_of(embedded_settings),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["one", "1", "[]", "1"]
