"""The one door to a graph database: the embedded engine or a Neo4j server, both through the official driver.

with connect() as database:                      # the embedded one, or what NEO4J_URI says
    rows = database.read("MATCH (n:Entity) RETURN n.name AS name LIMIT 5")
"""

from __future__ import annotations

import logging
import random
import time
import uuid
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import neo4j
from neo4j import READ_ACCESS, GraphDatabase, Query, unit_of_work
from neo4j.exceptions import ConstraintError, IncompleteCommit

from partnergraph.database.driver.plain_values import plain
from partnergraph.database.driver.result_rows import Rows
from partnergraph.database.driver.retrying import SERVER_GONE, retried
from partnergraph.database.driver.server_faults import TOO_LONG, faults_translated
from partnergraph.database.driver.stopping import TimeIsUp, run_stoppable
from partnergraph.database.driver.write_lock import OvertakenError, ServerTurn, UncertainError
from partnergraph.database.engines.access import access_to
from partnergraph.database.settings import Settings
from partnergraph.errors import DatabaseError, DatabaseGoneError, TimedOutError, UnexpectedCountError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from partnergraph.database.engines.graph_engine import GraphEngine
    from partnergraph.database.snapshots.revision import Revision

__all__ = ["Database", "Settings", "connect"]

# The driver logs the server's hints about queries; without a handler of the program's own, Python would print them.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

_STILL_BUSY: Final = (
    "the query took longer than its time limit, and the server has not stopped working on it yet; "
    "ask for less, and if it stays busy, restart it ('partnergraph db stop' for the embedded one)"
)
#: How often a transaction is run that meets what another wrote meanwhile.
_ATTEMPTS: Final = 4
_CONSTRAINTS: Final = "SHOW CONSTRAINTS YIELD name RETURN name"
_T = TypeVar("_T")


class Database:
    """An open database.

    Attributes:
        address: What to call it in messages.
        engine: What it does in its own way.
    """

    def __init__(
        self, writer: neo4j.Driver, reader: neo4j.Driver, name: str, user: str, address: str, engine: GraphEngine
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._name = name
        self._user = user
        self._bookmarks = engine.bookmarks()
        self._server_turn: ServerTurn | None = None
        self.address = address
        self.engine = engine

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

        def rows(result: neo4j.Result) -> Rows:
            columns = tuple(result.keys())
            return Rows(columns, [tuple(map(plain, record.values())) for record in result])

        return self.gather(query, parameters, rows, timeout=timeout)

    def gather(
        self,
        query: str,
        parameters: Mapping[str, Any] | None,
        make: Callable[[neo4j.Result], _T],
        *,
        timeout: float | None = None,
    ) -> _T:
        """Run a query that only reads, as `read` does, and make something of its records as they come.

        Args:
            query: Cypher in the common part of the engines.
            parameters: The values of its `$names`.
            make: Goes through the records, with the driver's own values; anew where the query is run again.
            timeout: Seconds after which the server stops it.

        Raises:
            ReadOnlyError, DatabaseError: See `read`.
        """
        mark = str(uuid.uuid4())

        @unit_of_work(timeout=timeout, metadata=self.engine.metadata(mark))
        def work(transaction: neo4j.ManagedTransaction) -> _T:
            return make(transaction.run(query, dict(parameters or {})))

        def ask() -> _T:
            with self._reading() as session:
                with suppress(IncompleteCommit):  # the driver fears to write twice; reading twice is safe
                    return session.execute_read(work)
                return session.execute_read(work)

        return self._stoppable(ask, query, mark, timeout)

    def stream(self, query: str, parameters: Mapping[str, Any] | None = None) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query that only reads as they come, with the driver's own values.

        Raises:
            DatabaseError: The server is gone, or refuses the query.
        """
        with faults_translated(self.address), self._reading() as session:
            for record in session.run(query, dict(parameters or {})):
                yield tuple(record.values())

    def revision(self) -> Revision | None:
        """Return where the database stands, which every commit changes; None where that cannot be told for sure."""
        return self.engine.revision(
            lambda: self._reader.session(database=self._name, default_access_mode=READ_ACCESS), self._name, self._user
        )

    def plan(
        self, query: str, parameters: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> Mapping[str, Any]:
        """Return the plan by which the server would run a query; nothing is run.

        Ctrl-C and the time limit end the wait for it, too; a server that cannot be stopped at planning goes on alone.

        Args:
            query: Cypher.
            parameters: The values of its `$names`.
            timeout: Seconds after which not to wait any longer.

        Raises:
            DatabaseError: The server is gone, or refuses the query, or the time is up.
        """
        mark = str(uuid.uuid4())
        explain = Query(f"EXPLAIN {query}", metadata=self.engine.metadata(mark), timeout=timeout)

        def ask() -> Mapping[str, Any]:
            with self._reading() as session:
                plan = self._retry(lambda: session.run(explain, dict(parameters or {})).consume().plan, self._patience)
                return cast("Mapping[str, Any]", plan or {})

        return self._stoppable(ask, query, mark, timeout)

    def _stoppable(self, ask: Callable[[], _T], query: str, mark: str, timeout: float | None) -> _T:
        """Wait for an answer in a way that Ctrl-C and the time limit end."""
        try:
            with faults_translated(self.address):
                return run_stoppable(
                    ask,
                    lambda: self.engine.stop(query, mark, self._writing),
                    timeout=self.engine.time_to_answer(timeout),
                )
        except TimeIsUp as late:
            raise TimedOutError(TOO_LONG if late.stopped else _STILL_BUSY) from None
        except DatabaseGoneError:
            if reason := self.engine.why_gone():
                raise DatabaseError(reason) from None
            raise
        except RecursionError:
            raise DatabaseError("the answer is nested too deep to be read; return its parts") from None

    def write(
        self,
        work: Callable[[neo4j.ManagedTransaction], _T],
        *,
        is_repeatable: bool = False,
        waiting: Callable[[], None] | None = None,
    ) -> _T:
        """Run a piece of work in one transaction, again if the server asks for that; all of it happens or nothing.

        Where somebody else wrote the same at the same time, it is run again too, and sees what they wrote, where the
        engine does not let one write after the other.

        Args:
            work: What to do in the transaction.
            is_repeatable: Whether it compares before it writes, and may run again where the line broke at the commit.
            waiting: Called before each pause while the server does not answer.

        Raises:
            DatabaseError: The server is gone, or refuses the work.
        """
        with self._refusal_told(), faults_translated(self.address), self.engine.one_after_the_other():
            for attempt in range(_ATTEMPTS):
                try:
                    return self._transact(work, waiting)
                except (ConstraintError, IncompleteCommit, UnexpectedCountError) as error:
                    if attempt == _ATTEMPTS - 1 or not (is_repeatable or isinstance(error, ConstraintError)):
                        raise
                    time.sleep(0.1 * 2**attempt * random.uniform(0.8, 1.2))  # noqa: S311
            raise AssertionError

    def write_part(
        self,
        work: Callable[[neo4j.ManagedTransaction], _T],
        fence: str,
        *,
        waiting: Callable[[], None] | None = None,
    ) -> _T:
        """Run a part of a load within `loading_alone` in a transaction of its own; see `write`.

        Args:
            work: What to do in the transaction.
            fence: What stands for the load.
            waiting: Called before each pause while the server does not answer.

        Raises:
            OvertakenError: What it writes is there already, what it changes is not, or another load came first.
            UncertainError: The line broke at the commit.
            DatabaseError: The server is gone, or refuses the work.
        """

        def in_turn(transaction: neo4j.ManagedTransaction) -> _T:
            self.engine.require_turn(transaction, fence)
            return work(transaction)

        with self._refusal_told(), faults_translated(self.address):
            try:
                return self._transact(in_turn, waiting)
            except (ConstraintError, UnexpectedCountError) as error:
                raise OvertakenError from error
            except IncompleteCommit as error:
                raise UncertainError from error

    def _transact(self, work: Callable[[neo4j.ManagedTransaction], _T], waiting: Callable[[], None] | None) -> _T:
        def once() -> _T:
            # A session for each attempt: the one before may be on a member of a cluster that is gone.
            with self._writing() as session, session.begin_transaction() as transaction:
                result = work(cast("neo4j.ManagedTransaction", transaction))
                transaction.commit()
                return result

        return self._retry(once, self.engine.load_patience, waiting)

    def change_schema(self, statements: Sequence[str], *, waiting: Callable[[], None] | None = None) -> None:
        """Run statements that change the schema, each by itself; each must be harmless when run twice.

        Args:
            statements: Cypher.
            waiting: Called before each pause while the server does not answer.

        Raises:
            DatabaseError: The server is gone, or refuses.
        """
        with (
            self._refusal_told(),
            faults_translated(self.address),
            self.engine.one_after_the_other(),
            self._writing() as session,
        ):
            for statement in statements:
                self._retry(partial(_run, session, statement), self._patience, waiting)

    def ensure_constraints(self, wanted: Mapping[str, str], *, waiting: Callable[[], None] | None = None) -> None:
        """Make those constraints that are not there yet.

        Args:
            wanted: The statement that makes each, by its name.
            waiting: Called before each pause while the server does not answer.

        Raises:
            DatabaseError: The server is gone, or refuses.
        """
        with faults_translated(self.address), self._writing() as session:
            there = self._retry(lambda: session.run(_CONSTRAINTS).value("name"), self._patience, waiting)
        if missing := [statement for name, statement in wanted.items() if name not in there]:
            self.change_schema(missing, waiting=waiting)

    @contextmanager
    def loading_alone(self, fence: str) -> Iterator[None]:
        """Let one large load at a time write; see `driver/write_lock.py`.

        Args:
            fence: What stands for this load.

        Raises:
            DatabaseError: The server is gone, or refuses.
        """
        with self.engine.one_after_the_other():
            turn = self.engine.load_turn(self._writing, fence)
            if turn is None:
                yield
                return
            with faults_translated(self.address):
                retried(turn.take, self.engine.load_patience)
            self._server_turn = turn
            try:
                yield
            finally:
                self._server_turn = None
                turn.leave()

    @contextmanager
    def _refusal_told(self) -> Iterator[None]:
        """Say why the engine refused to write, such as that the disk is full, where it only says that it did."""
        try:
            yield
        except DatabaseError:
            if reason := self.engine.why_refused():
                raise DatabaseError(reason) from None
            raise

    def _reading(self) -> neo4j.Session:
        return self._reader.session(
            database=self._name, default_access_mode=READ_ACCESS, bookmark_manager=self._bookmarks
        )

    def _writing(self) -> neo4j.Session:
        return self._writer.session(database=self._name, bookmark_manager=self._bookmarks)

    @property
    def _patience(self) -> float:
        return self.engine.patience if self._server_turn is None else self.engine.load_patience

    def _retry(self, work: Callable[[], _T], patience: float, waiting: Callable[[], None] | None = None) -> _T:
        """See `retried`; a server that is being stopped need not wait for the transaction that holds our turn."""

        def once() -> _T:
            try:
                return work()
            except SERVER_GONE:
                if self._server_turn is not None and self.engine.waits_for_open_transactions:
                    self._server_turn.let_go()
                raise

        return retried(once, patience, waiting)


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
        access = stack.enter_context(access_to(chosen))
        writer = stack.enter_context(_driver(access.uri, access.writer, access.patience))
        reader = writer
        if access.reader != access.writer:
            reader = stack.enter_context(_driver(access.uri, access.reader, access.patience))
        # A driver connects when it is first used: a command that only asks never signs in as the writer.
        with faults_translated(access.address), reader.session(database=access.database) as session:
            agent = session.run("RETURN 1").consume().server.agent
        yield Database(writer, reader, access.database, access.reader[0], access.address, access.engine(agent))


def _run(session: neo4j.Session, statement: str) -> None:
    session.run(statement).consume()


def _driver(uri: str, auth: tuple[str, str], retry_seconds: float) -> neo4j.Driver:
    return GraphDatabase.driver(
        uri,
        auth=auth,
        max_transaction_retry_time=retry_seconds,
        connection_timeout=10.0,
        user_agent="partnergraph",
        warn_notification_severity="OFF",
    )
