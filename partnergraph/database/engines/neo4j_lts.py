"""Neo4j 5.26, the release with long-term support: Cypher 5.

A transaction that writes a node makes others wait that write it too. So a large load can write in two lanes that share
no node, and holds its turn by a node that can exist only once; see `driver/write_lock.py`. It stops at once, whatever
transactions are open, and forgets them.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from neo4j.exceptions import DriverError, Neo4jError

from partnergraph.database.driver.write_lock import CONSTRAINT, ServerTurn, require_turn
from partnergraph.database.engines.server_engine import ServerEngine
from partnergraph.database.snapshots.revision import Revision, cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import neo4j

#: When the server's Java began. What a database itself notes of its start outlives a restart.
_BEGUN: Final = "CALL dbms.queryJmx('java.lang:type=Runtime') YIELD attributes RETURN attributes.StartTime.value AS at"
_HOLDING: Final = "SHOW DATABASE $name YIELD databaseID, lastStartTime RETURN databaseID, toString(lastStartTime)"


class Neo4jLts(ServerEngine):
    """Neo4j 5."""

    name = "Neo4j 5"
    lanes = 2
    waits_for_open_transactions = False

    @classmethod
    def answers(cls, agent: str) -> bool:
        """Tell by `Neo4j/5.26.30`."""
        return agent.startswith("Neo4j/5.")

    @property
    def own_constraints(self) -> Mapping[str, str]:
        """The one that makes the node of the turn the only one of its kind."""
        return CONSTRAINT

    def revision(self, open_session: Callable[[], neo4j.Session], name: str, user: str) -> Revision | None:
        """Ask for the bookmark of a read, which tells the last commit, and when the server and its database began.

        A copy of before that was put in the place of a database needs such a beginning. Where several servers hold it,
        each is at another commit, and none is asked for.
        """
        # What is no Neo4j, or does not let this user ask, has no revision. A server that is gone, the reading tells.
        with suppress(Neo4jError, DriverError, OSError), open_session() as session:
            begun = session.run(_BEGUN).value()
            marks = session.last_bookmarks().raw_values
            holding = session.run(_HOLDING, name=name).values()
            if len(begun) == len(marks) == len(holding) == 1 and all(begun) and all(holding[0]):
                database, started = holding[0]
                own = hashlib.blake2b(f"{database} {name} {user}".encode(), digest_size=16).hexdigest()
                state = f"{min(marks)} {begun[0]} {started}"
                return Revision(own, state, cache_folder() / "snapshots" / f"{own}.zip")
        return None

    def load_turn(self, open_session: Callable[[], neo4j.Session], fence: str) -> ServerTurn:
        """Return the turn that an open transaction holds."""
        return ServerTurn(open_session, fence)

    def require_turn(self, transaction: neo4j.ManagedTransaction, fence: str) -> None:
        """Look in the database: a server that was restarted has forgotten who held the turn."""
        require_turn(transaction, fence)
