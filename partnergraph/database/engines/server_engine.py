"""What all engines share that an address leads to: perhaps on another machine, or a cluster, and restarted at times."""

from __future__ import annotations

from abc import abstractmethod
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, Final

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from partnergraph.database.engines.graph_engine import GraphEngine

if TYPE_CHECKING:
    from collections.abc import Callable

    import neo4j
    from neo4j.api import BookmarkManager

#: The key in a transaction's metadata by which Ctrl-C finds it again on the server.
_MARK: Final = "partnergraph"
#: A server stops a query by its own limit; what waits for it here gives that a moment more.
_LATER: Final = 2.0


class ServerEngine(GraphEngine):
    """An engine that an address names; its own messages are clear, and it locks what it writes by itself."""

    #: It may be restarted under our hands and comes back; a large one needs a minute for that.
    patience = 30.0
    load_patience = 120.0

    @classmethod
    @abstractmethod
    def answers(cls, agent: str) -> bool:
        """Tell by the name that a server gives itself to the driver whether it is this engine."""

    def bookmarks(self) -> BookmarkManager:
        """Return a manager: on a cluster a read goes to another member than the write before it."""
        return GraphDatabase.bookmark_manager()

    def metadata(self, mark: str) -> dict[str, Any]:
        """Return the mark under a key of ours."""
        return {_MARK: mark}

    def time_to_answer(self, timeout: float | None) -> float | None:
        """Return a moment more than the limit: the server keeps to it, and says so in its own words."""
        return timeout if timeout is None else timeout + _LATER

    def stop(self, query: str, mark: str, open_session: Callable[[], neo4j.Session]) -> None:  # noqa: ARG002
        """Have the transaction that carries the mark ended."""
        with suppress(Neo4jError, DriverError, OSError), open_session() as session:
            found = session.run(
                "SHOW TRANSACTIONS YIELD transactionId AS id, metaData AS data WHERE data[$key] = $mark RETURN id",
                key=_MARK,
                mark=mark,
            )
            ids = [record["id"] for record in found]
            session.run("TERMINATE TRANSACTIONS $ids", ids=ids).consume()

    def one_after_the_other(self) -> AbstractContextManager[None]:
        """Do nothing: the server lets one of two writers wait."""
        return nullcontext()

    def why_gone(self) -> str:
        """Say nothing: its log is another machine's."""
        return ""

    def why_refused(self) -> str:
        """Say nothing: the disk is another machine's, and the server says itself what it lacks."""
        return ""
