"""The embedded engine's own side: its files, its command line, and the few words its HTTP port is spoken to.

The engine is the server of the wheel `arcadedb-embedded`, run as a child process by its own Java runtime. Loaded into
the Python process it crashed at exit or never exited, so that is not done. The HTTP port is used for what Bolt cannot
do: to hear that the databases are open, and to make the user that may only read.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import secrets
import shutil
import socket
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError
from partnergraph.files import new_file, private_folder, read_text, require_regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DATABASE: Final = "partnergraph"
WRITER: Final = "root"
READER: Final = "reader"
LOOPBACK: Final = "127.0.0.1"
_HTTP_TIMEOUT: Final = 10.0
#: Names how many megabytes the engine may take.
HEAP_VARIABLE: Final = "PARTNERGRAPH_HEAP"
_LEAST_HEAP: Final = 128
_MOST_HEAP: Final = 1_000_000
_LOG_TAIL: Final = 1 << 20
#: Bytes that a file of ours beside the data may have.
_LARGEST_FILE: Final = 64 * 1024
#: With less than this the engine cannot be sure to write its log and a transaction.
LEAST_ROOM: Final = 16 * 1024 * 1024
#: Where a write fails and less than this is free, the disk is the reason: what was written is taken back by then.
ROOM_FOR_WRITING: Final = 128 * 1024 * 1024

#: Two groups: one may do everything, the other only read records. A user of the second is refused every write and
#: every change of the schema by the engine itself, whatever the transaction's access mode says.
_GROUPS: Final[Mapping[str, Any]] = {
    "version": 1,
    "databases": {
        "*": {
            "groups": {
                "admin": {
                    "access": ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
                    "types": {"*": {"access": ["createRecord", "readRecord", "updateRecord", "deleteRecord"]}},
                    "resultSetLimit": -1,
                    "readTimeout": -1,
                },
                "readers": {
                    "access": [],
                    "types": {"*": {"access": ["readRecord"]}},
                    "resultSetLimit": -1,
                    "readTimeout": -1,
                },
            }
        }
    },
}


class EngineError(Exception):
    """The engine cannot be started or does not answer; the text is for the user."""


@dataclass(frozen=True)
class EngineFiles:
    """The files of one embedded database, all under one folder that only its owner can read.

    Attributes:
        folder: Usually `./.partnergraph`.
    """

    folder: Path

    @property
    def credentials(self) -> Path:
        """The passwords and the keeper's token; mode 0600."""
        return self.folder / "credentials.json"

    @property
    def state(self) -> Path:
        """What runs at the moment: process ids and ports; mode 0600."""
        return self.folder / "server.json"

    @property
    def lock(self) -> Path:
        """Held by the keeper as long as it lives."""
        return self.folder / "server.lock"

    @property
    def log(self) -> Path:
        """What the engine and its keeper print."""
        return self.folder / "server.log"

    @property
    def data(self) -> Path:
        """The engine's own folder: databases, configuration, logs."""
        return self.folder / "arcadedb"

    def prepare(self) -> None:
        """Make the folder, closed to others and ignored by git."""
        private_folder(self.folder)
        self.require_usable()
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")

    def require_usable(self) -> None:
        """Refuse a folder in which something else stands where a file should: a folder, a pipe, a link to nowhere.

        Raises:
            EngineError: It names the first.
        """
        for path in (self.credentials, self.state, self.lock, self.log, self.folder / ".gitignore"):
            if os.path.lexists(path):
                try:
                    require_regular(path)
                except UsageError as error:
                    raise EngineError(f"{error}; move it away, the embedded database makes it anew") from None
        if os.path.lexists(self.data) and not self.data.is_dir():
            raise EngineError(f"{self.data} is no folder; move it away, or put the database's own folder back there")

    def read_credentials(self) -> dict[str, str]:
        """Return the passwords of `root` and `reader` and the keeper's `token`, made at random when first asked for.

        Raises:
            EngineError: The file is there and cannot be used.
        """
        wanted = (WRITER, READER, "token")
        if not os.path.lexists(self.credentials):
            made = {name: secrets.token_urlsafe(24) for name in wanted}
            write_private(self.credentials, json.dumps(made))
            return made
        try:
            found = json.loads(read_text(self.credentials, largest=_LARGEST_FILE))
        except (UsageError, ValueError, RecursionError):
            found = None
        if isinstance(found, dict) and all(isinstance(found.get(name), str) and found[name] for name in wanted):
            return {name: found[name] for name in wanted}
        raise EngineError(
            f"{self.credentials} is damaged; restore it, or run 'partnergraph db reset' to begin anew"
        ) from None


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all.

    Raises:
        EngineError: It cannot be written.
    """
    with writing_told(), new_file(path, mode=0o600) as part:
        part.write_text(text, encoding="utf-8")


@contextmanager
def writing_told() -> Iterator[None]:
    """Say that a file of the database cannot be written; unlike a user's file it cannot go to another place.

    Raises:
        EngineError: It cannot be written.
    """
    try:
        yield
    except UsageError as error:
        what = str(error).removesuffix("; choose another place")
        raise EngineError(f"{what}; the embedded database needs to write there") from error


def full_disk(folder: Path, needed: int = LEAST_ROOM) -> str:
    """Say that the disk is full where it is: the engine's own messages do not; "" where there is room.

    Args:
        folder: Of the database.
        needed: How many bytes there should be.
    """
    free = shutil.disk_usage(folder).free
    if free >= needed:
        return ""
    return (
        f"the disk is full: only {free // 2**20} MB are free where {folder} lies; "
        "what the embedded database holds is kept, make room and try again"
    )


def free_port() -> int:
    """Return a loopback port that nothing listens on at the moment."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def engine_folder() -> Path:
    """Return where the wheel `arcadedb-embedded` keeps its Java runtime and jars.

    Raises:
        EngineError: The wheel is not installed; there is none for Intel Macs.
    """
    spec = find_spec("arcadedb_embedded")
    if spec is None or not spec.submodule_search_locations:
        raise EngineError(
            "the embedded database (arcadedb-embedded) is not installed, and has no wheel for Intel Macs; "
            "use a Neo4j server instead: --database bolt://localhost:7687, or 'docker compose up -d'"
        )
    return Path(next(iter(spec.submodule_search_locations)))


def write_configuration(files: EngineFiles, password: str) -> Path:
    """Write what the engine reads at its start and return the file that holds the first password."""
    configuration = files.data / "config"
    configuration.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(configuration / "server-groups.json", json.dumps(_GROUPS, indent=1))
    secret = configuration / "first-password"
    write_private(secret, password)
    return secret


def command_line(files: EngineFiles, secret: Path, bolt_port: int, http_port: int) -> list[str]:
    """Return the command that starts the engine; no password stands in it."""
    home, data = engine_folder(), files.data
    settings = {
        "server.name": "partnergraph",
        "server.rootPath": data,
        "server.rootPasswordPath": secret,
        "server.databaseDirectory": data / "databases",
        "server.configDirectory": data / "config",
        "server.logsDirectory": data / "log",
        "server.backupDirectory": data / "backups",
        "server.defaultDatabases": f"{DATABASE}[]",
        "server.httpIncomingHost": LOOPBACK,
        "server.httpIncomingPort": http_port,
        "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "bolt.host": LOOPBACK,
        "bolt.port": bolt_port,
        "studio.enabled": "false",
        "opencypher.loadCsv.allowFileUrls": "false",
        "opencypher.loadCsv.allowRemoteUrls": "false",
    }
    java = home / "jre" / "bin" / ("java.exe" if sys.platform == "win32" else "java")
    options = [f"-Darcadedb.{name}={value}" for name, value in settings.items()]
    jars = str(home / "jars" / "*")
    limits = [f"-Xmx{heap_megabytes()}m", "-XX:+ExitOnOutOfMemoryError"]
    return [str(java), *limits, "-Djava.awt.headless=true", *options, "-cp", jars, "com.arcadedb.server.ArcadeDBServer"]


def heap_megabytes() -> int:
    """Return how much memory the engine may take for what it works on: a quarter of the machine's, 512 to 4096 MB.

    PARTNERGRAPH_HEAP says another number.

    Raises:
        EngineError: It says none.
    """
    given = os.environ.get(HEAP_VARIABLE, "")
    if given:
        if not given.isascii() or not given.isdecimal() or not _LEAST_HEAP <= int(given[:9]) <= _MOST_HEAP:
            raise EngineError(
                f"{HEAP_VARIABLE}={given[:20]}: give a number of megabytes from {_LEAST_HEAP} to {_MOST_HEAP}"
            )
        return int(given[:9])
    import psutil  # noqa: PLC0415  the keeper has it, and only the keeper starts an engine

    return int(min(max(psutil.virtual_memory().total // 4 // 2**20, 512), 4096))


def out_of_memory(files: EngineFiles, since: int) -> str:
    """Say that the engine ended because it met its limit of memory; "" where its log does not say so.

    Args:
        files: Of the database.
        since: From which byte of the log on to look.
    """
    try:
        with files.log.open("rb") as log:
            log.seek(max(since, files.log.stat().st_size - _LOG_TAIL))
            is_full = b"java.lang.OutOfMemoryError" in log.read(_LOG_TAIL)
    except OSError:
        return ""
    if not is_full:
        return ""
    return (
        "the embedded database met its limit of memory and ended; what it held is kept. Ask for less at once, or set "
        f"{HEAP_VARIABLE} to more megabytes"
    )


def is_ready(http_port: int) -> bool:
    """Tell whether the engine says that its databases are open; its ports open before they are."""
    try:
        status, _ = _request("GET", "/api/v1/ready", http_port)
    except (OSError, http.client.HTTPException):
        return False
    return status == http.HTTPStatus.NO_CONTENT


def make_reader(http_port: int, credentials: Mapping[str, str]) -> None:
    """Make the user that may only read, if it is not there yet.

    Raises:
        EngineError: The engine refuses.
    """
    user = {"name": READER, "password": credentials[READER], "databases": {DATABASE: ["readers"]}}
    status, answer = _command(f"create user {json.dumps(user)}", http_port, (WRITER, credentials[WRITER]))
    if status != http.HTTPStatus.OK and "already" not in answer:
        if status in {http.HTTPStatus.FORBIDDEN, http.HTTPStatus.UNAUTHORIZED}:
            raise EngineError("the embedded database was made with another password than the one in credentials.json")
        raise EngineError(f"the embedded database cannot make its reading user (HTTP {status})")


def running_queries(http_port: int, auth: tuple[str, str]) -> list[dict[str, Any]]:
    """Return what the engine says of the queries that it works on: `id`, `user`, `text`, `clientAddress`, `elapsedMs`.

    Raises:
        OSError: It does not answer.
    """
    status, answer = _command("list queries", http_port, auth)
    found = json.loads(answer).get("result") if status == http.HTTPStatus.OK else []
    return [each for each in found if isinstance(each, dict)]


def stop_query(http_port: int, auth: tuple[str, str], identifier: str) -> None:
    """Make the engine stop working on a query, by the id that `running_queries` gives.

    Raises:
        OSError: It does not answer.
    """
    _command(f"terminate query {identifier}", http_port, auth)


def _command(command: str, http_port: int, auth: tuple[str, str]) -> tuple[int, str]:
    try:
        return _request("POST", "/api/v1/server", http_port, json.dumps({"command": command}), auth)
    except http.client.HTTPException as error:
        raise ConnectionError("the embedded database does not answer") from error


def _request(
    method: str, path: str, port: int, body: str | None = None, auth: tuple[str, str] | None = None
) -> tuple[int, str]:
    headers = {"Content-Type": "application/json"}
    if auth is not None:
        headers["Authorization"] = "Basic " + base64.b64encode(":".join(auth).encode()).decode()
    with closing(http.client.HTTPConnection(LOOPBACK, port, timeout=_HTTP_TIMEOUT)) as connection:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
