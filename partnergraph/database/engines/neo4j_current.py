"""Neo4j 2026 and every later one: Cypher 5 or Cypher 25, as the database says.

It locks and takes turns as Neo4j 5 does. What is new: a server that is told to stop waits 80 seconds for a transaction
that somebody leaves open, so a load that loses its server closes the transaction that holds its turn at once.
"""

from __future__ import annotations

from partnergraph.database.engines.neo4j_lts import Neo4jLts


class Neo4jCurrent(Neo4jLts):
    """Neo4j with a year for its version; a server that nobody here knows is taken for one too."""

    name = "Neo4j 2025 or later"
    waits_for_open_transactions = True

    @classmethod
    def answers(cls, agent: str) -> bool:  # noqa: ARG003
        """Take whatever it is: what is newer than we are is most like the newest that we know."""
        return True
