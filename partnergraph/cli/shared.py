"""What several commands do: open the database that is meant, and read the network from it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partnergraph.database.connection import Database
    from partnergraph.network import Network


@contextmanager
def connected(uri: str | None) -> Iterator[Database]:
    """Open the database that `--database` or the environment names, the embedded one where neither does."""
    from partnergraph.database.connection import connect

    with connect(uri) as database:
        yield database


def read_from(uri: str | None, *, through_events: bool = False) -> Network:
    """Read the whole network from a database, and leave the database again.

    Args:
        uri: What `--database` says.
        through_events: Whether those who took part in the same event are tied with each other.
    """
    from partnergraph.database.graph_reading import read_network

    with connected(uri) as connection:
        network = read_network(connection)
    if not through_events:
        return network
    from partnergraph.analysis.graph.through_events import through_events as tied

    return tied(network)
