"""What several commands do: open the database that is meant, and read the network from it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from partnergraph.database.connection import Database
    from partnergraph.network import Network


_T = TypeVar("_T")


@contextmanager
def connected(uri: str | None) -> Iterator[Database]:
    """Open the database that `--database` or the environment names, the embedded one where neither does."""
    from partnergraph.database.connection import connect

    with connect(uri) as database:
        yield database


def read_again(uri: str | None, read: Callable[[Database], _T]) -> _T:
    """Open a database and read from it; again, up to twice, where it ended meanwhile, as a killed engine does.

    Args:
        uri: What `--database` says.
        read: What is done with it; it only reads.
    """
    from partnergraph.errors import DatabaseGoneError

    for left in (2, 1, 0):
        begun = False
        try:
            with connected(uri) as database:
                begun = True
                return read(database)
        except DatabaseGoneError:
            if not (begun and left):
                raise
    raise AssertionError


def read_from(uri: str | None, *, through_events: bool = False) -> Network:
    """Read the whole network from a database, and leave the database again.

    Args:
        uri: What `--database` says.
        through_events: Whether those who took part in the same event are tied with each other.
    """
    from partnergraph.database.graph_reading import read_network

    network = read_again(uri, read_network)
    if not through_events:
        return network
    from partnergraph.analysis.graph.through_events import through_events as tied

    return tied(network)
