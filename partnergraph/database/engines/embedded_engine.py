"""The embedded engine, lent out by its keeper: ArcadeDB on this machine, for the commands of one folder.

What was measured of it, and is why the statements of a load are written as they are: a MERGE with two labels does not
use its index; nor does an edge's id in a MATCH pattern, while `e.id IN $ids` does; a list of ids is looked through
again for each edge that it finds, so long lists are slow. Of two that write at once it refuses one for good. A query
that finds no row names no columns. When the disk is full it only says that it could not write.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from partnergraph.database.driver.write_lock import FileTurn
from partnergraph.database.embedded.client import stop_queries_of_this_process
from partnergraph.database.embedded.engine import ROOM_FOR_WRITING, EngineFiles, full_disk, out_of_memory
from partnergraph.database.embedded.store_stamp import store_stamp
from partnergraph.database.engines.graph_engine import GraphEngine
from partnergraph.database.snapshots.revision import Revision

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    import neo4j

    from partnergraph.database.embedded.client import Lease


class EmbeddedEngine(GraphEngine):
    """The embedded engine.

    Args:
        lease: The right to use it.
    """

    name = "the embedded engine"
    #: One that died does not come back under a running command.
    patience = 2.0
    load_patience = 2.0
    lanes = 1
    waits_for_open_transactions = False

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._turn = FileTurn(lease.folder)
        self._files = EngineFiles(lease.folder)
        self._log_begin = self._files.log.stat().st_size if self._files.log.exists() else 0

    @property
    def own_constraints(self) -> Mapping[str, str]:
        """None: whose turn it is lies in a file."""
        return {}

    def bookmarks(self) -> None:
        """Return nothing: there is one member only."""

    def revision(self, open_session: Callable[[], neo4j.Session], name: str, user: str) -> Revision | None:  # noqa: ARG002
        """Look at the files of the store: whoever commits, they change."""
        return embedded_revision(self._files)

    def metadata(self, mark: str) -> dict[str, Any] | None:  # noqa: ARG002
        """Return nothing: a query is found by the port that it came from."""
        return None

    def time_to_answer(self, timeout: float | None) -> float | None:
        """Return the limit itself: the engine looks at it too rarely to be waited for."""
        return timeout

    def stop(self, query: str, mark: str, open_session: Callable[[], neo4j.Session]) -> None:  # noqa: ARG002
        """Have it stopped over the engine's own port for commands."""
        with suppress(OSError):
            stop_queries_of_this_process(self._lease, query)

    def one_after_the_other(self) -> AbstractContextManager[None]:
        """Lock a file of the database's folder."""
        return self._turn.taken()

    def load_turn(self, open_session: Callable[[], neo4j.Session], fence: str) -> None:
        """Return nothing: the file's lock is held as long as the load goes on."""

    def require_turn(self, transaction: neo4j.ManagedTransaction, fence: str) -> None:
        """Do nothing: no restart forgets a file's lock."""

    def why_refused(self) -> str:
        """Look whether the disk is full, or the engine met its limit of memory."""
        return out_of_memory(self._files, self._log_begin) or full_disk(self._lease.folder, ROOM_FOR_WRITING)

    def why_gone(self) -> str:
        """Look whether the engine met its limit of memory."""
        return out_of_memory(self._files, self._log_begin)


def embedded_revision(files: EngineFiles) -> Revision | None:
    """Return where the embedded database of a folder stands, whether it runs or not; None where that is not sure."""
    stamp = store_stamp(files)
    if not stamp:
        return None
    own = hashlib.blake2b(files.read_credentials()["token"].encode(), digest_size=16).hexdigest()
    return Revision(own, stamp, files.folder / "snapshot.zip")
