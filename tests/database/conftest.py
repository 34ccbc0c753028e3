"""The reference network, loaded once for all named queries of a module, on each engine."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

from partnergraph.database.connection import Settings, connect
from partnergraph.database.loads.load import load
from partnergraph.loader import Loader
from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.reading import read_loader
from tests.conftest import ENGINES, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from partnergraph.database.connection import Database
    from partnergraph.network import Network
    from tests.neo4j.server import Server


@pytest.fixture(scope="module")
def stated() -> tuple[Loader, Network]:
    """The reference network, read once: every engine gets the same."""
    loader = open_loader(ROOT / "loaders" / "union_state")
    return loader, read_loader(loader)


@pytest.fixture(scope="module")
def books(
    embedded_settings: Settings, servers: Callable[[str], Server], stated: tuple[Loader, Network]
) -> Iterator[Callable[[str], Database]]:
    """The reference network by the name of an engine, loaded when it is first asked for."""
    with ExitStack() as stack:
        opened: dict[str, Database] = {}

        def get(engine: str) -> Database:
            if engine not in opened:
                embedded = engine == "embedded"
                environment = {} if embedded else servers(engine).environment()
                settings = embedded_settings if embedded else Settings.from_environment(environment=environment)
                opened[engine] = stack.enter_context(holding(settings, stated))
            return opened[engine]

        yield get


@contextmanager
def holding(settings: Settings, stated: tuple[Loader, Network]) -> Iterator[Database]:
    """Open a database that holds a network and nothing else."""
    loader, network = stated
    with connect(settings=settings) as database:
        database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())
        load(database, network, loader)
        yield database


@pytest.fixture(scope="module", params=ENGINES)
def book(request: pytest.FixtureRequest, books: Callable[[str], Database]) -> Database:
    """The reference network on each engine in turn."""
    return books(request.param)
