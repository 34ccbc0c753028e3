"""The reference network, loaded once for all named queries of a module, on each engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from partnergraph.database.connection import Settings, connect
from partnergraph.database.writing import load
from partnergraph.loading.catalogue import Loader, open_loader, read_loader
from tests.conftest import ENGINES, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partnergraph.database.connection import Database
    from partnergraph.network import Network


@pytest.fixture(scope="module")
def stated() -> tuple[Loader, Network]:
    """The reference network, read once: every engine gets the same."""
    loader = open_loader(ROOT / "loaders" / "union_state")
    return loader, read_loader(loader)


def opened(settings: Settings, stated: tuple[Loader, Network]) -> Iterator[Database]:
    loader, network = stated
    with connect(settings=settings) as database:
        database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())
        load(database, network, loader)
        yield database


@pytest.fixture(scope="module")
def embedded_book(embedded_settings: Settings, stated: tuple[Loader, Network]) -> Iterator[Database]:
    yield from opened(embedded_settings, stated)


@pytest.fixture(scope="module")
def neo4j_book(request: pytest.FixtureRequest, stated: tuple[Loader, Network]) -> Iterator[Database]:
    server = request.getfixturevalue("neo4j_server")
    yield from opened(Settings.from_environment(environment=server.environment()), stated)


@pytest.fixture(scope="module", params=ENGINES)
def book(request: pytest.FixtureRequest) -> Database:
    """The reference network on each engine in turn."""
    database: Database = request.getfixturevalue(f"{request.param}_book")
    return database
