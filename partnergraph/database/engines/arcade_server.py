"""The embedded engine's server, spoken to by its address: one that `partnergraph db start` keeps up, or another's.

It is the embedded engine without its keeper: no lock of a file, no port for commands. It shares with Neo4j how it is
reached, and not how it locks: two that write the same at once are not made to wait, one of them is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnergraph.database.engines.server_engine import ServerEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import neo4j


class ArcadeServer(ServerEngine):
    """ArcadeDB at an address."""

    name = "ArcadeDB"
    lanes = 1
    waits_for_open_transactions = False

    @classmethod
    def answers(cls, agent: str) -> bool:
        """Tell by its own name, which stands behind that of the Neo4j that it is compatible with."""
        return "ArcadeDB" in agent

    @property
    def own_constraints(self) -> Mapping[str, str]:
        """None: an open transaction keeps nobody from writing, so there is no turn to hold."""
        return {}

    def revision(self, open_session: Callable[[], neo4j.Session], name: str, user: str) -> None:
        """Return nothing: it tells a client nothing that is sure to change with every commit."""

    def load_turn(self, open_session: Callable[[], neo4j.Session], fence: str) -> None:
        """Return nothing; see `own_constraints`."""

    def require_turn(self, transaction: neo4j.ManagedTransaction, fence: str) -> None:
        """Do nothing; see `own_constraints`."""
