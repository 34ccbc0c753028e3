"""The one door to a graph database: the embedded engine or a Neo4j server, both through the official driver.

with connect() as database:                      # the embedded one, or what NEO4J_URI says
    rows = database.read("MATCH (n:Entity) RETURN n.name AS name LIMIT 5")
"""

from __future__ import annotations

import logging
import os
import random
import time
import uuid
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast
from urllib.parse import urlsplit

import neo4j
from filelock import FileLock, Timeout
from neo4j import READ_ACCESS, GraphDatabase, Query, unit_of_work
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConstraintError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
)

from partnergraph.database.embedded import DEFAULT_FOLDER, embedded_database, stop_queries_of_this_process
from partnergraph.database.engine import ROOM_FOR_WRITING, full_disk
from partnergraph.database.rows import Rows
from partnergraph.database.stopping import TimeIsUp, run_stoppable
from partnergraph.database.values import plain
from partnergraph.errors import DatabaseError, ReadOnlyError, UsageError
from partnergraph.output import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from partnergraph.database.embedded import Lease

# The driver logs the server's hints about queries; without a handler of the program's own, Python would print them.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

SCHEMES: Final = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
#: A server may be restarted under our hands and comes back; an embedded engine that died does not.
_RETRY_SECONDS: Final = 30.0
_EMBEDDED_RETRY_SECONDS: Final = 2.0
#: Neo4j stops a query by its own limit; what waits for it here gives that a moment more.
_LATER: Final = 2.0
#: The key in a transaction's metadata by which Ctrl-C finds it again on the server.
_MARK: Final = "partnergraph"
_TOO_LONG: Final = "the query took longer than its time limit and was stopped; raise --timeout or ask for less"
_STILL_BUSY: Final = (
    "the query took longer than its time limit, and the server has not stopped working on it yet; "
    "ask for less, and if it stays busy, restart it ('partnergraph db stop' for the embedded one)"
)
#: How often a transaction is run that meets what another wrote meanwhile.
_ATTEMPTS: Final = 4
_T = TypeVar("_T")


@dataclass(frozen=True)
class Settings:
    """Which database is meant, and how to sign in.

    Attributes:
        uri: A server's address; None for the embedded database.
        username: The user to sign in as.
        password: Never shown.
        database: The database's name on the server.
        folder: Where the embedded database keeps its files.
    """

    uri: str | None = None
    username: str = "neo4j"
    password: str | None = None
    database: str = "neo4j"
    folder: Path = DEFAULT_FOLDER

    def __repr__(self) -> str:
        return f"Settings({self.uri or self.folder})"

    @classmethod
    def from_environment(cls, uri: str | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE.

        Args:
            uri: What `--database` says; it comes before NEO4J_URI. `embedded` means the embedded database.
            environment: Where to read.

        Raises:
            UsageError: The address has no known scheme, holds a password, or no password is given for it.
        """
        given = uri or environment.get("NEO4J_URI") or "embedded"
        if given == "embedded":
            return cls()
        try:
            parts = urlsplit(given)
            host, secret = parts.hostname, parts.password
        except ValueError:
            raise UsageError("the database's address cannot be read; write bolt://HOST:PORT") from None
        if secret is not None or parts.username is not None:
            raise UsageError("give no user or password in the address; set NEO4J_USERNAME and NEO4J_PASSWORD instead")
        if parts.scheme not in SCHEMES or not host:
            raise UsageError(
                f"{given!r} is no database address; use embedded, or HOST:PORT after {'://, '.join(SCHEMES)}://"
            )
        password = environment.get("NEO4J_PASSWORD")
        if not password:
            raise UsageError(f"no password for {given}: set NEO4J_PASSWORD (and NEO4J_USERNAME if it is not 'neo4j')")
        return cls(
            given, environment.get("NEO4J_USERNAME", "neo4j"), password, environment.get("NEO4J_DATABASE", "neo4j")
        )


class Database:
    """An open database.

    Attributes:
        address: What to call it in messages.
        is_embedded: Whether it is the embedded engine.
    """

    def __init__(
        self,
        writer: neo4j.Driver,
        reader: neo4j.Driver,
        name: str,
        address: str,
        *,
        lease: Lease | None = None,
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._name = name
        self._lease = lease
        # On a cluster a read goes to another member than the write before it: it waits until that member knows.
        self._bookmarks = None if lease is not None else GraphDatabase.bookmark_manager()
        self.address = address
        self.is_embedded = lease is not None

    def __repr__(self) -> str:
        return f"Database({self.address})"

    def read(self, query: str, parameters: Mapping[str, Any] | None = None, *, timeout: float | None = None) -> Rows:
        """Run a query that only reads, as a user or in an access mode that cannot write.

        Ctrl-C stops it on the server too.

        Args:
            query: Cypher in the common part of the engines.
            parameters: The values of its `$names`.
            timeout: Seconds after which the server stops it.

        Raises:
            ReadOnlyError: The query tried to write.
            DatabaseError: The server is gone, or refuses the query, or the time is up.
        """
        mark = str(uuid.uuid4())

        @unit_of_work(timeout=timeout, metadata=None if self.is_embedded else {_MARK: mark})
        def work(transaction: neo4j.ManagedTransaction) -> Rows:
            result = transaction.run(query, dict(parameters or {}))
            columns = tuple(result.keys())
            return Rows(columns, [tuple(map(plain, record.values())) for record in result])

        def ask() -> Rows:
            with self._reading() as session:
                with suppress(IncompleteCommit):  # the driver fears to write twice; reading twice is safe
                    return session.execute_read(work)
                return session.execute_read(work)

        patience = timeout if timeout is None or self.is_embedded else timeout + _LATER
        try:
            with _faults_translated(self.address):
                return run_stoppable(ask, lambda: self._stop(query, mark), timeout=patience)
        except TimeIsUp as late:
            raise DatabaseError(_TOO_LONG if late.stopped else _STILL_BUSY) from None

    def stream(self, query: str, parameters: Mapping[str, Any] | None = None) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query that only reads as they come, with the driver's own values.

        Raises:
            DatabaseError: The server is gone, or refuses the query.
        """
        with _faults_translated(self.address), self._reading() as session:
            for record in session.run(query, dict(parameters or {})):
                yield tuple(record.values())

    def plan(self, query: str, parameters: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """Return the plan by which the server would run a query; nothing is run."""
        with _faults_translated(self.address), self._reading() as session:
            explain = Query(f"EXPLAIN {query}")
            plan = _retried(lambda: session.run(explain, dict(parameters or {})).consume().plan, self._patience)
            return cast("Mapping[str, Any]", plan or {})

    def write(self, work: Callable[[neo4j.ManagedTransaction], _T], *, is_repeatable: bool = False) -> _T:
        """Run a piece of work in one transaction, again if the server asks for that; all of it happens or nothing.

        Where somebody else wrote the same at the same time, it is run again too, and sees what they wrote. On the
        embedded engine one writes after the other.

        Args:
            work: What to do in the transaction.
            is_repeatable: Whether it compares before it writes, and may run again where the line broke at the commit.

        Raises:
            DatabaseError: The server is gone, or refuses the work.
        """
        with (
            self._full_disk_told(),
            _faults_translated(self.address),
            self._one_after_the_other(),
            self._writing() as session,
        ):
            for attempt in range(_ATTEMPTS):
                try:
                    return session.execute_write(work)
                except (ConstraintError, IncompleteCommit) as error:
                    if attempt == _ATTEMPTS - 1 or (isinstance(error, IncompleteCommit) and not is_repeatable):
                        raise
                    time.sleep(0.1 * 2**attempt * random.uniform(0.8, 1.2))  # noqa: S311
            raise AssertionError

    def change_schema(self, statements: Sequence[str]) -> None:
        """Run statements that change the schema, each by itself; each must be harmless when run twice.

        Raises:
            DatabaseError: The server is gone, or refuses.
        """
        with (
            self._full_disk_told(),
            _faults_translated(self.address),
            self._one_after_the_other(),
            self._writing() as session,
        ):
            for statement in statements:
                _retried(partial(_run, session, statement), self._patience)

    @contextmanager
    def _one_after_the_other(self) -> Iterator[None]:
        """Let one command at a time write to the embedded engine: of two at once it refuses one for good."""
        if self._lease is None:
            yield
            return
        lock = FileLock(self._lease.folder / "writing.lock")
        try:
            lock.acquire(timeout=1)
        except Timeout:
            say("another command is writing to the embedded database; waiting for it")
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _full_disk_told(self) -> Iterator[None]:
        """Say that the disk is full, where that is why the embedded engine refused: it only says that it did."""
        try:
            yield
        except DatabaseError:
            if self._lease is not None and (full := full_disk(self._lease.folder, ROOM_FOR_WRITING)):
                raise DatabaseError(full) from None
            raise

    def _reading(self) -> neo4j.Session:
        return self._reader.session(
            database=self._name, default_access_mode=READ_ACCESS, bookmark_manager=self._bookmarks
        )

    def _writing(self) -> neo4j.Session:
        return self._writer.session(database=self._name, bookmark_manager=self._bookmarks)

    @property
    def _patience(self) -> float:
        return _EMBEDDED_RETRY_SECONDS if self.is_embedded else _RETRY_SECONDS

    def _stop(self, query: str, mark: str) -> None:
        """Make the server stop working on a query of ours; where it cannot be told, it is left to its own limit."""
        if self._lease is not None:
            with suppress(OSError):
                stop_queries_of_this_process(self._lease, query)
            return
        with suppress(Neo4jError, DriverError, OSError), self._writing() as session:
            found = session.run(
                "SHOW TRANSACTIONS YIELD transactionId AS id, metaData AS data WHERE data[$key] = $mark RETURN id",
                key=_MARK,
                mark=mark,
            )
            ids = [record["id"] for record in found]
            session.run("TERMINATE TRANSACTIONS $ids", ids=ids).consume()


@contextmanager
def connect(uri: str | None = None, *, settings: Settings | None = None) -> Iterator[Database]:
    """Open a database; an embedded one is started if need be, and stopped after its last user.

    Args:
        uri: `embedded`, or a server's address; where not given, NEO4J_URI, else the embedded database.
        settings: All of it, in place of `uri` and the environment.

    Raises:
        UsageError: The address or the password is missing or cannot be read.
        DatabaseError: The database cannot be reached or does not accept the password.
    """
    chosen = settings or Settings.from_environment(uri)
    with ExitStack() as stack:
        lease = None
        if chosen.uri is None:
            lease = stack.enter_context(embedded_database(chosen.folder))
            address, name = "the embedded database", lease.database
            writer = stack.enter_context(_driver(lease.uri, lease.writer, _EMBEDDED_RETRY_SECONDS))
            reader = stack.enter_context(_driver(lease.uri, lease.reader, _EMBEDDED_RETRY_SECONDS))
        else:
            address, name = chosen.uri, chosen.database
            writer = stack.enter_context(_driver(chosen.uri, (chosen.username, chosen.password or ""), _RETRY_SECONDS))
            reader = writer
        # A driver connects when it is first used: a command that only asks never signs in as the writer.
        with _faults_translated(address), reader.session(database=name) as session:
            session.run("RETURN 1").consume()
        yield Database(writer, reader, name, address, lease=lease)


def _run(session: neo4j.Session, statement: str) -> None:
    session.run(statement).consume()


def _retried(work: Callable[[], _T], patience: float) -> _T:
    """Do again, after a pause that doubles, what failed for a reason that the driver says will pass."""
    deadline, pause = time.monotonic() + patience, 0.2
    while True:
        try:
            return work()
        except (DriverError, Neo4jError) as error:
            if not error.is_retryable() or time.monotonic() + pause > deadline:
                raise
        time.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311  only so that not all come back at once
        pause *= 2


def _driver(uri: str, auth: tuple[str, str], retry_seconds: float) -> neo4j.Driver:
    return GraphDatabase.driver(
        uri,
        auth=auth,
        max_transaction_retry_time=retry_seconds,
        connection_timeout=10.0,
        user_agent="partnergraph",
        warn_notification_severity="OFF",
    )


@contextmanager
def _faults_translated(address: str) -> Iterator[None]:
    """Turn the driver's faults into one line with what to do next; no password is ever in it."""
    try:
        yield
    except AuthError as error:
        raise _auth_fault(error, address) from None
    except ServiceUnavailable:
        raise DatabaseError(
            f"no database answers at {address}; start it, correct --database or NEO4J_URI, "
            "or use --database embedded, which needs no server"
        ) from None
    except ClientError as error:
        raise _client_fault(error, address) from None
    except Neo4jError as error:
        raise DatabaseError(f"{address} refused: {_first_line(error)}") from None
    except (DriverError, ValueError, OSError) as error:
        raise DatabaseError(f"{address} cannot be used: {str(error).splitlines()[0]}") from None


def _auth_fault(error: AuthError, address: str) -> DatabaseError:
    if "Forbidden" in (error.code or ""):
        return ReadOnlyError(f"queries are read-only: {_first_line(error)}")
    return DatabaseError(f"{address} does not accept this user and password; check NEO4J_USERNAME and NEO4J_PASSWORD")


def _client_fault(error: ClientError, address: str) -> DatabaseError:
    code = error.code or ""
    if "AccessMode" in code or "Forbidden" in code:
        return ReadOnlyError(f"queries are read-only: {_first_line(error)}")
    if "DatabaseNotFound" in code:
        return DatabaseError(f"{address} has no database of this name; check NEO4J_DATABASE")
    if "AuthenticationRateLimit" in code:
        return DatabaseError(f"{address} has seen too many wrong passwords; wait a few seconds and try again")
    if "TransactionTimedOut" in code:
        return DatabaseError(_TOO_LONG)
    return DatabaseError(f"the query was refused: {_first_line(error)}")


def _first_line(error: Neo4jError) -> str:
    return (error.message or "without saying why").strip().splitlines()[0]
