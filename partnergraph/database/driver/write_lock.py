"""The write lock: where two commands load into one database at the same time, one writes and the other waits.

The embedded engine refuses one of two writers for good, so there a file is locked. On Neo4j small loads are one
transaction each and need nothing; a large one writes in many, and holds an open transaction in which it has made a
node that can exist only once: whoever wants to make it too has to wait, and the server forgets it when the connection
ends, however that happens. A server that is restarted forgets it as well. So whose turn it is is also noted in the
database, and each part of a load looks there before it writes.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout
from neo4j.exceptions import DriverError, Neo4jError

from partnergraph.messages import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import neo4j

_SOON: Final = 1.0
_TAKE_TURN: Final = "MERGE (t:Turn {id: 'turn'})"
_NOTE_TURN: Final = "MERGE (f:Turn {id: 'fence'}) SET f.load = $fence"
_WHOSE_TURN: Final = "MATCH (f:Turn {id: 'fence'}) RETURN f.load AS load"
_END_TURN: Final = "MATCH (f:Turn {id: 'fence'}) WHERE f.load = $fence DELETE f"
#: The key in the metadata of the transaction that holds the turn, or waits for it.
_MARK: Final = "partnergraph_turn"
_WAITING: Final = "SHOW TRANSACTIONS YIELD metaData AS data, status WHERE data[$key] = $fence RETURN status"
#: What the turns need: nodes of which there can be one only.
CONSTRAINT: Final = {"turn_id": "CREATE CONSTRAINT turn_id IF NOT EXISTS FOR (n:Turn) REQUIRE n.id IS UNIQUE"}


class OvertakenError(Exception):
    """Somebody else wrote what was about to be written: compare again and write what is left."""


class UncertainError(Exception):
    """The line broke at a commit, which may have taken place or not: compare again and write what is left."""


class FileTurn:
    """The turn to write to the embedded engine of a folder; who has it may take it once more.

    Args:
        folder: Of the embedded database.
    """

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / "writing.lock")

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for the turn and have it as long as the block goes on."""
        try:
            self._lock.acquire(timeout=_SOON)
        except Timeout:
            say("another command is writing to the embedded database; waiting for it")
            self._lock.acquire()
        try:
            yield
        finally:
            self._lock.release()


class ServerTurn:
    """The turn to load in parts into a Neo4j server, held by an open transaction.

    Args:
        open_session: Opens a session that may write.
        fence: What stands for this load.
    """

    def __init__(self, open_session: Callable[[], neo4j.Session], fence: str) -> None:
        self._open_session = open_session
        self._fence = fence
        self._held = ExitStack()
        self._letting_go = Lock()

    def take(self) -> None:
        """Wait for the turn and note that it is ours.

        Raises:
            DriverError, Neo4jError: The server is gone, or refuses; some of these pass when it is tried again.
        """
        taken = Event()
        Thread(target=self._tell_who_writes, args=(taken,), daemon=True).start()
        with ExitStack() as stack:
            stack.callback(taken.set)
            held = ExitStack()
            stack.push(held)
            # It goes on as long as the load does, whatever limit the server has for others.
            transaction = held.enter_context(self._open_session()).begin_transaction(
                metadata={_MARK: self._fence}, timeout=0
            )
            held.callback(transaction.close)  # which takes back the node, where leaving a block would keep it
            transaction.run(_TAKE_TURN).consume()
            with self._open_session() as session:
                session.run(_NOTE_TURN, fence=self._fence).consume()
            stack.pop_all()
            taken.set()
            self._held = held

    def _tell_who_writes(self, taken: Event) -> None:
        """Say that another load is writing where ours waits for its lock, and not where the server is merely slow."""
        while not taken.wait(_SOON):
            with suppress(DriverError, Neo4jError, OSError), self._open_session() as session:
                found = session.run(_WAITING, key=_MARK, fence=self._fence).value("status")
                if any(str(status).startswith("Blocked") for status in found) and not taken.is_set():
                    say("another load is writing to this database; waiting for it")
                    return

    def leave(self) -> None:
        """Let the next one have it; where the server is gone, it has forgotten already."""
        with suppress(DriverError, Neo4jError, OSError), self._open_session() as session:
            session.run(_END_TURN, fence=self._fence).consume()
        self.let_go()

    def let_go(self) -> None:
        """End the transaction that holds it: some servers wait for it for more than a minute before they stop.

        What is noted in the database still says that it is ours, until another load takes it.
        """
        with self._letting_go, suppress(DriverError, Neo4jError, OSError):
            self._held.close()


def require_turn(transaction: neo4j.ManagedTransaction, fence: str) -> None:
    """Make sure that it is still our turn to write in parts.

    Raises:
        OvertakenError: After a restart of the server another load came first.
    """
    found = transaction.run(_WHOSE_TURN).single()
    if found is None or found["load"] != fence:
        raise OvertakenError
