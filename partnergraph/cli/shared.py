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


def read_from(uri: str | None) -> Network:
    """Read the whole network from a database, and leave the database again."""
    from partnergraph.database.graph_reading import read_network

    with connected(uri) as connection:
        return read_network(connection)
