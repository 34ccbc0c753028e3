"""Neo4j 5.26, the release with long-term support: Cypher 5.

A transaction that writes a node makes others wait that write it too. So a large load can write in two lanes that share
no node, and holds its turn by a node that can exist only once; see `driver/write_lock.py`. It stops at once, whatever
transactions are open, and forgets them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnergraph.database.driver.write_lock import CONSTRAINT, ServerTurn, require_turn
from partnergraph.database.engines.server_engine import ServerEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import neo4j


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

    def load_turn(self, open_session: Callable[[], neo4j.Session], fence: str) -> ServerTurn:
        """Return the turn that an open transaction holds."""
        return ServerTurn(open_session, fence)

    def require_turn(self, transaction: neo4j.ManagedTransaction, fence: str) -> None:
        """Look in the database: a server that was restarted has forgotten who held the turn."""
        require_turn(transaction, fence)
