"""What every engine has to say of itself: the interface through which all else in the package asks.

Queries and loads are written in the part of Cypher that the engines share and are sent by one official driver. What is
left is here: whatever an engine does in its own way is a member of this class, and nobody asks which engine it is.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    import neo4j
    from neo4j.api import BookmarkManager

    from partnergraph.database.driver.write_lock import ServerTurn
    from partnergraph.database.snapshots.revision import Revision


class GraphEngine(ABC):
    """An engine, as one open database meets it."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What it is called."""

    @property
    @abstractmethod
    def patience(self) -> float:
        """For how many seconds a command goes on asking an engine that has gone, before it gives up."""

    @property
    @abstractmethod
    def load_patience(self) -> float:
        """The same for a load that has begun to write."""

    @property
    @abstractmethod
    def lanes(self) -> int:
        """How many transactions a large load writes in at the same time, 1 or 2."""

    @property
    @abstractmethod
    def own_constraints(self) -> Mapping[str, str]:
        """The constraints that its turns need beside those of the graph: statements by name."""

    @property
    @abstractmethod
    def waits_for_open_transactions(self) -> bool:
        """Whether it does not stop while one is open, so that a load has to close the one that holds its turn."""

    @abstractmethod
    def bookmarks(self) -> BookmarkManager | None:
        """Return what makes a read wait for the writes before it, where it may go to another member of a cluster."""

    @abstractmethod
    def revision(self, open_session: Callable[[], neo4j.Session], name: str, user: str) -> Revision | None:
        """Return where the database stands; None where no sign of it is sure to change with every commit.

        Args:
            open_session: Opens a session that only reads, and knows of no session before it.
            name: The database's on its server.
            user: Whoever is signed in: another may be let to read another part.
        """

    @abstractmethod
    def metadata(self, mark: str) -> dict[str, Any] | None:
        """Return what a transaction carries so that `stop` finds it again; None where it finds it otherwise."""

    @abstractmethod
    def time_to_answer(self, timeout: float | None) -> float | None:
        """Return how many seconds to wait for a query that the engine itself was told to stop after `timeout`."""

    @abstractmethod
    def stop(self, query: str, mark: str, open_session: Callable[[], neo4j.Session]) -> None:
        """Make it stop working on a query of ours; where it cannot be told, the query is left to its own limit.

        Args:
            query: Its text.
            mark: What stands for it; see `metadata`.
            open_session: Opens a session that may write.
        """

    @abstractmethod
    def one_after_the_other(self) -> AbstractContextManager[None]:
        """Let one command at a time write, where the engine does not see to that itself; may be taken again within."""

    @abstractmethod
    def load_turn(self, open_session: Callable[[], neo4j.Session], fence: str) -> ServerTurn | None:
        """Return the turn that a load in parts takes before it writes; None where `one_after_the_other` is enough.

        Args:
            open_session: Opens a session that may write.
            fence: What stands for the load.
        """

    @abstractmethod
    def require_turn(self, transaction: neo4j.ManagedTransaction, fence: str) -> None:
        """Make sure that it is still our turn to write a part of a load.

        Raises:
            OvertakenError: Another load came first.
        """

    @abstractmethod
    def why_refused(self) -> str:
        """Say what kept it from writing, where its own messages do not; "" where nothing is seen."""

    @abstractmethod
    def why_gone(self) -> str:
        """Say why it ended under a query, where that is to be seen; "" where it is not."""
