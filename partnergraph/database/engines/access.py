"""Getting at the database that the settings mean: where it listens, whom to sign in as, and which engine it is."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from partnergraph.database.embedded.client import embedded_database
from partnergraph.database.engines.arcade_server import ArcadeServer
from partnergraph.database.engines.embedded_engine import EmbeddedEngine
from partnergraph.database.engines.neo4j_current import Neo4jCurrent
from partnergraph.database.engines.neo4j_lts import Neo4jLts
from partnergraph.database.engines.server_engine import ServerEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from partnergraph.database.engines.graph_engine import GraphEngine
    from partnergraph.database.settings import Settings

#: The engines that an address may lead to; the first that answers to the server's name is taken.
SERVER_ENGINES: Final[tuple[type[ServerEngine], ...]] = (ArcadeServer, Neo4jLts, Neo4jCurrent)


@dataclass(frozen=True)
class Access:
    """How to get at a database.

    Attributes:
        uri: Where it listens.
        writer: User name and password of who may do everything.
        reader: User name and password of who asks queries; the same where the access mode alone keeps from writing.
        database: The database's name on the server.
        address: What to call it in messages.
        patience: See `GraphEngine.patience`; the driver wants it before it has met the server.
        engine: Gives the engine, from the name that the server gives itself to the driver.
    """

    uri: str
    writer: tuple[str, str]
    reader: tuple[str, str]
    database: str
    address: str
    patience: float
    engine: Callable[[str], GraphEngine]

    def __repr__(self) -> str:
        return f"Access({self.address})"


@contextmanager
def access_to(settings: Settings) -> Iterator[Access]:
    """Get at a database; an embedded one is started if need be, and stopped after its last user.

    Raises:
        DatabaseError: The embedded one cannot be started.
    """
    if settings.uri is not None:
        user = (settings.username, settings.password or "")
        patience = ServerEngine.patience
        yield Access(settings.uri, user, user, settings.database, settings.uri, patience, server_engine)
        return
    with embedded_database(settings.folder) as lease:
        yield Access(
            lease.uri,
            lease.writer,
            lease.reader,
            lease.database,
            "the embedded database",
            EmbeddedEngine.patience,
            lambda _: EmbeddedEngine(lease),
        )


def server_engine(agent: str) -> ServerEngine:
    """Return the engine of a server, by the name that it gives itself."""
    return next(engine for engine in SERVER_ENGINES if engine.answers(agent))()
