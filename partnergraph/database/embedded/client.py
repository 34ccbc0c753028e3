"""The client's side of the embedded database: ask the keeper for a lease, start one where there is none.

with embedded_database() as lease:
    print(lease.uri)
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from filelock import FileLock, Timeout

from partnergraph.database.embedded.engine import (
    DATABASE,
    LOOPBACK,
    EngineError,
    EngineFiles,
    engine_folder,
    full_disk,
    running_queries,
    stop_query,
)
from partnergraph.database.embedded.running_state import read_state
from partnergraph.database.embedded.talk import ANSWER_TIMEOUT, Talk
from partnergraph.errors import DatabaseError, UsageError
from partnergraph.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_FOLDER: Final = Path(".partnergraph")
_START_TIMEOUT: Final = 120.0
_START_AGAIN: Final = 2.0
#: So often a keeper is started that does not get as far as writing where it listens, before that is said.
_VAIN_STARTS: Final = 4
#: So long another may hold the folder's lock without a state file that is of this folder.
_LOCKED_OUT: Final = 8.0
_POLL: Final = 0.03


@dataclass(frozen=True)
class Lease:
    """The right to use a running embedded database.

    Attributes:
        uri: Where it listens: `bolt://127.0.0.1:PORT`.
        database: The database's name.
        writer: User name and password of the user that may do everything.
        reader: User name and password of the user that may only read.
        http_port: Where the engine takes server commands.
        folder: Where its files are.
    """

    uri: str
    database: str
    writer: tuple[str, str]
    reader: tuple[str, str]
    http_port: int
    folder: Path

    def __repr__(self) -> str:
        return f"Lease({self.uri})"


@contextmanager
def embedded_database(folder: Path = DEFAULT_FOLDER) -> Iterator[Lease]:
    """Use the embedded database of a folder, started if nobody did so yet, stopped when the last user has left.

    Args:
        folder: Where its files are; made if need be.

    Raises:
        DatabaseError: It cannot be started.
    """
    with _faults_translated():
        files = EngineFiles(_resolved(folder))
        talk, status = _lease(files)
    try:
        yield _as_lease(files, status)
    finally:
        talk.leave()


def start(folder: Path = DEFAULT_FOLDER) -> Lease:
    """Start the embedded database and keep it up until `stop`.

    Raises:
        DatabaseError: It cannot be started.
    """
    with _faults_translated():
        files = EngineFiles(_resolved(folder))
        talk, status = _lease(files)
        talk.ask("keep")
        talk.leave()
        return _as_lease(files, status)


def stop(folder: Path = DEFAULT_FOLDER) -> str:
    """Stop keeping the embedded database up.

    Returns:
        `stopped`, `not running`, or `in use` where commands still use it: it then stops with the last of them.
    """
    with _faults_translated():
        files = EngineFiles(_resolved(folder))
        answer = _ask_once(files, "stop")
        if answer is None:
            _mend(files)
            return "not running"
    if answer.get("stopped") or answer.get("stopping"):
        _wait_for_end(files)
        return "stopped"
    return "in use"


def status(folder: Path = DEFAULT_FOLDER) -> dict[str, Any]:
    """Tell whether the embedded database runs; nothing is started for it.

    Returns:
        Empty where it does not run; else `uri`, `database`, `engine` (process id), `kept`, `leases` and `started_at`.
    """
    with _faults_translated():
        files = EngineFiles(_resolved(folder))
        answer = _ask_once(files, "status")
        if answer is None:
            _mend(files)
    if answer is None or answer.get("stopping"):
        return {}
    return {"uri": f"bolt://{LOOPBACK}:{answer['ports'].get('bolt')}", **answer}


def reset(folder: Path = DEFAULT_FOLDER) -> Path | None:
    """Begin with an empty database; the present one is moved aside, not deleted.

    Returns:
        Where the present data went, None where there were none.

    Raises:
        DatabaseError: Commands are using it.
    """
    with _faults_translated():
        files = EngineFiles(_resolved(folder))
    if stop(folder) == "in use":
        raise DatabaseError("the embedded database is in use; wait for the commands that use it, then reset again")
    if not files.data.exists():
        return None
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    aside = files.folder / f"before-reset-{moment}"
    with _faults_translated(), FileLock(files.lock, timeout=_LOCKED_OUT):
        aside.mkdir(mode=0o700)
        shutil.move(files.data, aside / files.data.name)
        if files.credentials.exists():
            shutil.move(files.credentials, aside / files.credentials.name)
    return aside


def stop_queries_of_this_process(lease: Lease, query: str) -> None:
    """Make the engine stop working on a query that this process asked as the reader.

    The engine tells from which port each running query came; the ports of this process are known.

    Args:
        lease: Of the engine.
        query: Its text; of several at once the one with this text, and of those the oldest.

    Raises:
        OSError: The engine does not answer.
    """
    import psutil  # noqa: PLC0415  only where something has to be stopped

    port = int(lease.uri.rpartition(":")[2])
    ours = {
        link.laddr.port for link in psutil.Process().net_connections("tcp") if link.raddr and link.raddr.port == port
    }
    running = [
        each
        for each in running_queries(lease.http_port, lease.writer)
        if each.get("user") == lease.reader[0] and int(str(each.get("clientAddress")).rpartition(":")[2] or 0) in ours
    ]
    running.sort(key=lambda each: (each.get("text") != query, -int(each.get("elapsedMs", 0))))
    for each in running[:1]:
        stop_query(lease.http_port, lease.writer, str(each["id"]))


def _lease(files: EngineFiles) -> tuple[Talk, dict[str, Any]]:
    """Get a lease from the keeper; where none answers, start one and ask again."""
    engine_folder()  # a missing wheel is said at once, not after a vain wait
    files.prepare()
    if full := full_disk(files.folder):
        raise EngineError(full)
    files.read_credentials()
    deadline = time.monotonic() + _START_TIMEOUT
    next_start, patience = 0.0, _Patience(files)
    while time.monotonic() < deadline:
        port = _control_port(files)
        if port is not None and (talk := _granted(files, port)):
            return talk, talk.first
        patience.require(is_listening=port is not None)
        if time.monotonic() >= next_start:
            patience.starts += 1
            # Where a keeper is about to start or to stop, the lock sends this one home: asking again costs little.
            _start_keeper(files)
            next_start = time.monotonic() + _START_AGAIN
        time.sleep(_POLL)
    raise EngineError(f"the embedded database did not start in {_START_TIMEOUT:g} s; its log is {files.log}")


def _control_port(files: EngineFiles) -> int | None:
    state = read_state(files)
    return state.ports.get("control") if state is not None else None


def _granted(files: EngineFiles, port: int) -> Talk | None:
    """Ask for a lease; None where no keeper answers, or one that is about to stop."""
    try:
        talk = Talk(files, port, "lease")
    except (OSError, ValueError):
        return None
    if fault := talk.first.get("fault"):
        talk.close()
        raise EngineError(fault)
    if talk.first.get("stopping"):
        talk.close()
        return None
    if notice := talk.first.get("notice"):
        say(notice)
    return talk


class _Patience:
    """What a command waits for, and when it is clear that it waits in vain."""

    def __init__(self, files: EngineFiles) -> None:
        self._files = files
        self._locked_since: float | None = None
        self.starts = 0

    def require(self, *, is_listening: bool) -> None:
        """Give up where no keeper comes up, or another holds the folder.

        Raises:
            EngineError: It says which.
        """
        if is_listening:
            self._locked_since, self.starts = None, 0
        elif _is_locked(self._files):
            now = time.monotonic()
            self._locked_since, self.starts = self._locked_since or now, 0
            if now > self._locked_since + _LOCKED_OUT:
                raise EngineError(
                    f"{self._files.folder} is in use by a keeper that was not started for it as it is now: it was "
                    "moved while a database ran, or another machine, container or user runs one in it; stop that one "
                    "first ('partnergraph db stop' there)"
                )
        else:
            self._locked_since = None
            if self.starts >= _VAIN_STARTS:
                raise EngineError(f"the keeper of the embedded database does not start; its log is {self._files.log}")


def _is_locked(files: EngineFiles) -> bool:
    """Tell whether a keeper lives that holds this folder's lock."""
    try:
        with FileLock(files.lock, timeout=0):
            return False
    except Timeout:
        return True


def _start_keeper(files: EngineFiles) -> None:
    """Start a keeper in a session of its own, so that Ctrl-C in the terminal does not reach it."""
    command = [sys.executable, "-m", "partnergraph.database.embedded.keeper", str(files.folder)]
    with files.log.open("ab") as log:
        if sys.platform == "win32":
            flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
            keeper = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, creationflags=flags)
            keeper.returncode = 0  # it outlives us on purpose, and that is no reason for a warning
        else:
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=files.folder,
                start_new_session=True,
                check=False,
            )


def _ask_once(files: EngineFiles, want: str) -> dict[str, Any] | None:
    """Ask a running keeper one thing; None where none runs."""
    if files.folder.exists():
        files.require_usable()
    port = _control_port(files)
    if port is None:
        return None
    try:
        talk = Talk(files, port, want)
    except (OSError, ValueError):
        return None
    talk.close()
    return talk.first


def _mend(files: EngineFiles) -> None:
    """Clear away what a killed keeper left behind: its state file, and an engine that still runs."""
    if not files.state.exists():
        return
    from partnergraph.database.embedded.keeper import clear_orphan  # noqa: PLC0415  asyncio and psutil only where needed

    with contextlib.suppress(Timeout), FileLock(files.lock, timeout=0):
        clear_orphan(files)


def _wait_for_end(files: EngineFiles) -> None:
    with contextlib.suppress(Timeout), FileLock(files.lock, timeout=ANSWER_TIMEOUT):
        pass


def _as_lease(files: EngineFiles, status: dict[str, Any]) -> Lease:
    passwords = files.read_credentials()
    return Lease(
        f"bolt://{LOOPBACK}:{status['ports']['bolt']}",
        DATABASE,
        ("root", passwords["root"]),
        ("reader", passwords["reader"]),
        status["ports"]["http"],
        files.folder,
    )


def _resolved(folder: Path) -> Path:
    try:
        return folder.resolve()
    except (OSError, RuntimeError, ValueError):  # before Python 3.13 a link to itself is a RuntimeError
        raise EngineError(f"{folder} cannot be used as a folder for the embedded database") from None


@contextmanager
def _faults_translated() -> Iterator[None]:
    try:
        yield
    except EngineError as error:
        raise DatabaseError(str(error)) from None
    except Timeout as error:
        raise DatabaseError(
            f"{Path(error.lock_file).parent} is in use by another keeper; stop it first ('partnergraph db stop')"
        ) from None
    except PermissionError as error:
        reason = "" if error.strerror == "Permission denied" else f" ({error.strerror})"
        raise DatabaseError(
            f"no permission for {error.filename}{reason}; the embedded database needs to write there"
        ) from None
    except UsageError as error:
        raise DatabaseError(str(error)) from None
    except OSError as error:
        raise DatabaseError(
            f"{error.filename} cannot be used as a folder for the embedded database ({error.strerror or error})"
        ) from None
