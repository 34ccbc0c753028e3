"""What all tests share: the engines, fresh for each test, and small networks."""

from __future__ import annotations

import os
import shutil
import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from xdist.scheduler import LoadScopeScheduling

from partnergraph.database.connection import Settings, connect
from partnergraph.loader import Loader
from partnergraph.network import Network
from partnergraph.vocabulary import STANDARD
from tests.neo4j.server import RELEASES, Server, given_server, running_server, why_not

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from partnergraph.database.connection import Database

ENGINES = ("embedded", *RELEASES)
ROOT = Path(__file__).resolve().parents[1]
#: Tests that ask for one of these need an engine, or a browser; `make check` leaves them out.
ENGINE_FIXTURES = {
    "settings",
    "database",
    "servers",
    "neo4j_server",
    "embedded_settings",
    "embedded_folder",
    "loaded",
    "ranked",
}
BROWSER_FIXTURES = {"browser"}
#: Folders and files whose tests run commands that start an engine by themselves.
ENGINE_PATHS = ("tests/cli", "tests/database", "tests/interop", "tests/test_notebooks.py", "tests/test_wheel.py")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Say of a test whether it needs an engine or a browser."""
    fixtures = set(getattr(item, "fixturenames", ()))
    if fixtures & ENGINE_FIXTURES or item.path.relative_to(ROOT).as_posix().startswith(ENGINE_PATHS):
        item.add_marker(pytest.mark.engine)
    if fixtures & BROWSER_FIXTURES:
        item.add_marker(pytest.mark.browser)


class ByServerAndFile(LoadScopeScheduling):  # type: ignore[misc]
    """Deal tests over processes: those on one Neo4j server together, so that it is started once; else those of a file.

    Those of a file share what is made once for all of them.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        on = [release for release in RELEASES if release in test.partition("[")[2]]
        return max(on, key=len, default=file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByServerAndFile:
    """Take the place of xdist's own ways of dealing."""
    return ByServerAndFile(config, log)


@pytest.fixture(autouse=True)
def no_server_of_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests away from a server that the user's own environment names; `given_server` reads it beforehand."""
    for name in ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def snapshots_apart(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the snapshots of servers out of the user's own cache, and those of one test from another."""
    monkeypatch.setenv("PARTNERGRAPH_CACHE", str(tmp_path_factory.getbasetemp() / f"cache-{uuid.uuid4()}"))


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Server]]:
    """Real Neo4j servers by the names of `RELEASES`, each started when it is first asked for.

    Where NEO4J_URI names a server, which must be empty, it takes the place of the first release and the others are
    skipped.
    """
    with ExitStack() as stack:
        started: dict[str, Server] = {}
        given = given_server()

        def get(name: str) -> Server:
            if given is not None:
                if name != next(iter(RELEASES)):
                    pytest.skip("NEO4J_URI names the one server to test on")
                return given
            if reason := why_not(RELEASES[name]):
                pytest.skip(reason)
            if name not in started:
                folder = tmp_path_factory.mktemp(name)
                started[name] = stack.enter_context(running_server(folder, RELEASES[name]))
            return started[name]

        yield get


@pytest.fixture(scope="session")
def neo4j_server(servers: Callable[[str], Server]) -> Server:
    """A real Neo4j of the release with long-term support."""
    return servers(next(iter(RELEASES)))


@pytest.fixture(scope="session")
def embedded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("embedded") / ".partnergraph"


@pytest.fixture(scope="session")
def embedded_settings(embedded_folder: Path) -> Iterator[Settings]:
    """An embedded database that stays up for the whole session."""
    settings = Settings(folder=embedded_folder)
    with connect(settings=settings):
        yield settings


@pytest.fixture(params=ENGINES)
def settings(request: pytest.FixtureRequest) -> Settings:
    """The settings of each engine in turn; its database is empty."""
    if request.param == "embedded":
        chosen: Settings = request.getfixturevalue("embedded_settings")
    else:
        servers: Callable[[str], Server] = request.getfixturevalue("servers")
        chosen = Settings.from_environment(environment=servers(request.param).environment())
    with connect(settings=chosen) as database:
        database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())
    return chosen


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """Each engine in turn, empty."""
    with connect(settings=settings) as database:
        yield database


@pytest.fixture
def network() -> Network:
    return small_network()


@pytest.fixture
def loader(tmp_path: Path) -> Loader:
    return make_loader("towns", tmp_path)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def copied_loader(tmp_path: Path) -> Callable[[str], Path]:
    """Copy a loader of the package, to be changed by a test."""

    def copy(name: str) -> Path:
        return Path(shutil.copytree(ROOT / "loaders" / name, tmp_path / name))

    return copy


def make_loader(name: str, folder: Path) -> Loader:
    tables = {table: f"{table}.csv" for table in ("nodes", "edges", "sources")}
    return Loader(name, folder, f"Title of {name}", "CC0", "Nobody", "2026", "", tables, STANDARD)


def small_network() -> Network:
    """Two countries, a region each, three towns and a plant; two facts between the same two towns."""
    nodes = pd.DataFrame(
        [
            {"id": "country:by", "type": "Country", "name": "Belarus", "country": "BY"},
            {"id": "country:ru", "type": "Country", "name": "Russia", "country": "RU", "aliases": "Russian Federation"},
            {"id": "region:a", "type": "Region", "name": "Region A", "country": "BY", "located_in": "country:by"},
            {"id": "region:b", "type": "Region", "name": "Region B", "country": "RU", "located_in": "country:ru"},
            {"id": "city:a", "type": "City", "name": "Town A", "country": "BY", "located_in": "region:a",
             "latitude": 53.5, "longitude": 27.25, "aliases": "A-Town;Аград"},
            {"id": "city:b", "type": "City", "name": "Town B", "country": "RU", "located_in": "region:b"},
            {"id": "city:c", "type": "City", "name": "Town C", "country": "RU", "located_in": "region:b"},
            {"id": "enterprise:p", "type": "Enterprise", "name": "Plant P", "country": "BY", "located_in": "city:a"},
        ]
    )  # fmt: skip
    edges = pd.DataFrame(
        [
            {"id": "t1", "type": "TWINNING", "source": "city:a", "target": "city:b", "date": "2005", "status": "active",
             "sources": "book"},
            {"id": "a1", "type": "AGREEMENT", "source": "city:a", "target": "city:b", "date": "2017-09",
             "until": "2020", "status": "signed", "title": "Cooperation agreement", "sources": "note-1"},
            {"id": "t2", "type": "TWINNING", "source": "city:a", "target": "city:c", "status": "active",
             "sources": "note-1;book"},
            {"id": "s1", "type": "SUPPLIES", "source": "enterprise:p", "target": "region:b", "date": "2020-01",
             "until": "2020-09", "status": "active", "amount": 12.5, "unit": "tonnes", "sources": "note-2"},
            {"id": "p1", "type": "ASSEMBLY_PLANT", "source": "enterprise:p", "target": "city:c", "date": "2022",
             "status": "proposed", "sources": "note-2"},
        ]
    )  # fmt: skip
    sources = pd.DataFrame(
        [
            {"id": "book", "kind": "book", "title": "A book", "author": "Writer, A.", "year": "2019"},
            {"id": "note-1", "kind": "news", "title": "A report", "year": "2018", "part_of": "book",
             "url": "https://example.org/1"},
            {"id": "note-2", "kind": "news", "title": "Another report", "year": "2020", "part_of": "book"},
        ]
    )  # fmt: skip
    return Network.from_frames(nodes, edges, sources, loader="towns")


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment that sends a command to the database of these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    if settings.uri is None:
        return kept
    return {
        **kept,
        "NEO4J_URI": settings.uri,
        "NEO4J_USERNAME": settings.username,
        "NEO4J_PASSWORD": settings.password or "",
    }
