"""Snapshots: what is read from one is what the database holds, whoever wrote it and however it came about."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import neo4j
import pandas as pd
import pytest

from partnergraph.database.connection import Database, Settings, connect
from partnergraph.database.dumps.dump import dump, restore
from partnergraph.database.engines.access import access_to
from partnergraph.database.graph_reading import read_network
from partnergraph.database.loads.load import load
from partnergraph.errors import UsageError
from partnergraph.network import Network
from tests.conftest import ROOT, make_loader, small_network
from tests.database.loads.many_facts import many_facts
from tests.neo4j.server import LONG_TERM, Instance, running_instance, why_not

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from partnergraph.loader import Loader

RENAME = "MATCH (n:Entity {id: 'city:a'}) SET n.name = $name"


def same(first: Network, second: Network) -> None:
    """Require that two networks are alike to the last cell, and in the order of their rows."""
    for name in ("nodes", "edges", "sources"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))
    assert first.vocabulary == second.vocabulary
    assert first.warnings == second.warnings


def kept(database: Database) -> Network:
    """Read until a snapshot of the present revision is there: the embedded engine works off its log after a load."""
    for _ in range(20):
        network = read_network(database)
        revision = database.revision()
        if revision is not None and revision.snapshot.exists() and rows_read(database)[1] == 0:
            return network
    raise AssertionError("no snapshot is kept")


def rows_read(database: Database) -> tuple[Network, int]:
    """Read the network and say how many queries for rows that took."""
    asked: list[str] = []
    gather = database.gather

    def counting(query: str, *given: Any, **more: Any) -> Any:
        asked.append(query)
        return gather(query, *given, **more)

    database.gather = counting  # type: ignore[method-assign]
    try:
        return read_network(database), len(asked)
    finally:
        del database.gather


def names(network: Network) -> dict[str, str]:
    return dict(zip(network.nodes["id"], network.nodes["name"], strict=True))


def by_another_client(settings: Settings, statement: str, **parameters: Any) -> None:
    """Write with the driver alone, as a notebook, cypher-shell or another program does."""
    with (
        access_to(settings) as access,
        neo4j.GraphDatabase.driver(access.uri, auth=access.writer) as driver,
        driver.session(database=access.database) as session,
    ):
        session.run(statement, parameters).consume()


def test_a_second_reading_reads_no_row_and_gives_the_same(
    settings: Settings, network: Network, loader: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect(settings=settings) as database:
        load(database, network, loader)
        first = kept(database)
        second, asked = rows_read(database)
        assert asked == 0
        same(first, second)
        assert second.equals(network)
        monkeypatch.setenv("PARTNERGRAPH_SNAPSHOT", "off")
        without, asked = rows_read(database)
        assert asked > 0
        same(first, without)
    with connect(settings=settings) as database:
        assert rows_read(database)[1] > 0
        monkeypatch.delenv("PARTNERGRAPH_SNAPSHOT")
        again, asked = rows_read(database)
        assert asked == 0
        same(first, again)


def test_it_is_for_its_owner_only(database: Database, network: Network, loader: Loader) -> None:
    load(database, network, loader)
    kept(database)
    revision = database.revision()
    assert revision is not None
    if sys.platform != "win32":
        assert revision.snapshot.stat().st_mode & 0o777 == 0o600
        assert revision.snapshot.parent.stat().st_mode & 0o777 == 0o700


def test_what_another_client_wrote_is_seen(settings: Settings, network: Network, loader: Loader) -> None:
    with connect(settings=settings) as database:
        load(database, network, loader)
        for name in ("Town A again", "Town A anew", "Town A"):
            kept(database)
            by_another_client(settings, RENAME, name=name)
            assert names(read_network(database))["city:a"] == name
        kept(database)
        by_another_client(settings, "MATCH ()-[e {id: 't1'}]->() DELETE e")
        assert "t1" not in set(read_network(database).edges["id"])
        kept(database)
        by_another_client(settings, "MATCH (n) DETACH DELETE n")
        with pytest.raises(UsageError, match="is empty"):
            read_network(database)


def test_what_another_wrote_while_it_was_read_is_not_kept(
    settings: Settings, network: Network, loader: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect(settings=settings) as database:
        load(database, network, loader)
        gather = database.gather

        def writing(query: str, *given: Any, **more: Any) -> Any:
            rows = gather(query, *given, **more)
            if "labels(n)" in query:
                by_another_client(settings, RENAME, name="Written meanwhile")
            return rows

        with monkeypatch.context() as patch:
            patch.setattr(database, "gather", writing)
            assert names(read_network(database))["city:a"] == "Town A"
        assert names(read_network(database))["city:a"] == "Written meanwhile"


def test_a_restored_dump_is_seen(database: Database, network: Network, loader: Loader, tmp_path: Path) -> None:
    load(database, network, loader)
    before = kept(database)
    dump(database, tmp_path / "before.dump")
    database.write(lambda transaction: transaction.run(RENAME, name="Another").consume())
    assert names(kept(database))["city:a"] == "Another"
    restore(database, tmp_path / "before.dump", replace=True)
    assert names(read_network(database)) == names(before)


KILLED = """
import os, signal, sys
from pathlib import Path
from partnergraph.database.connection import connect
from partnergraph.database.loads import load as loads
from partnergraph.progress import Progress
from tests.conftest import make_loader
from tests.database.loads.many_facts import many_facts

loads.ONE_TRANSACTION = 10

class Killing(Progress):
    def advance(self, rows):
        os.kill(os.getpid(), signal.SIGKILL)

from tests.database.snapshots.test_snapshot import given_settings
with connect(settings=given_settings()) as database:
    loads.load(database, many_facts(20, 300, ["TWINNING"]), make_loader("towns", Path(".")), progress=Killing())
"""


def given_settings() -> Settings:
    """The settings that stand in the arguments of a process."""
    from pathlib import Path

    uri, username, password, name, folder = sys.argv[1:6]
    return Settings(uri or None, username, password, name, Path(folder))


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_killed_load_is_seen(settings: Settings, network: Network, tmp_path: Path) -> None:
    with connect(settings=settings) as database:
        load(database, network, make_loader("few", tmp_path))
        kept(database)
        who = [settings.uri or "", settings.username, settings.password or "", settings.database, str(settings.folder)]
        killed = subprocess.run([sys.executable, "-c", KILLED, *who], cwd=ROOT, check=False, timeout=120)
        assert killed.returncode == -signal.SIGKILL
        with pytest.raises(UsageError, match=r"towns .* has not come to its end"):
            read_network(database)
        load(database, many_facts(20, 300, ["TWINNING"]), make_loader("towns", tmp_path))
        assert len(read_network(database).edges) == len(network.edges) + 300


def test_two_loads_at_once_are_seen(settings: Settings, network: Network, tmp_path: Path) -> None:
    faults: list[BaseException] = []

    def loading(name: str, stated: Network) -> None:
        try:
            with connect(settings=settings) as database:
                load(database, stated, make_loader(name, tmp_path), force=True)
        except BaseException as error:  # noqa: BLE001  told below
            faults.append(error)

    many = many_facts(20, 300, ["TWINNING", "AGREEMENT"])
    with connect(settings=settings) as database:
        load(database, network, make_loader("first", tmp_path))
        both = [
            threading.Thread(target=loading, args=("towns", many)),
            threading.Thread(target=loading, args=("first", network.filtered(types=["TWINNING"]))),
        ]
        for thread in both:
            thread.start()
        while any(thread.is_alive() for thread in both):
            read_network(database)
        assert not faults
        few = len(network.filtered(types=["TWINNING"]).edges)
        assert len(read_network(database).edges) == few + 300
        assert len(kept(database).edges) == few + 300


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-30]),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes().replace(b"Town A", b"Town X")),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["cut", "empty", "changed", "a folder"],
)
def test_a_damaged_one_is_said_and_left_aside(
    embedded_settings: Settings,
    network: Network,
    loader: Loader,
    capsys: pytest.CaptureFixture[str],
    damage: Callable[[Path], object],
) -> None:
    with connect(settings=embedded_settings) as database:
        database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())
        load(database, network, loader)
        kept(database)
        revision = database.revision()
        assert revision is not None
        damage(revision.snapshot)
        capsys.readouterr()
        found = read_network(database)
        said = capsys.readouterr().err
        assert f"the snapshot {revision.snapshot} cannot be used" in said
        assert found.equals(network)
        if revision.snapshot.is_dir():
            assert "no snapshot of the database is kept" in said
            revision.snapshot.rmdir()


def test_one_of_another_database_is_said_and_left_aside(
    tmp_path: Path, network: Network, loader: Loader, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, theirs = Settings(folder=tmp_path / "mine"), Settings(folder=tmp_path / "theirs")
    for settings, stated in ((mine, network), (theirs, network.filtered(types=["TWINNING"]))):
        with connect(settings=settings) as database:
            load(database, stated, loader)
            kept(database)
    shutil.copy2(theirs.folder / "snapshot.zip", mine.folder / "snapshot.zip")
    with connect(settings=mine) as database:
        capsys.readouterr()
        assert read_network(database).equals(network)
        assert "it is of another database" in capsys.readouterr().err


def test_the_folder_of_before_put_back_is_seen(tmp_path: Path, network: Network, loader: Loader) -> None:
    settings = Settings(folder=tmp_path / "project")
    with connect(settings=settings) as database:
        load(database, network, loader)
        kept(database)
    shutil.copytree(settings.folder / "arcadedb", tmp_path / "copy")
    with connect(settings=settings) as database:
        database.write(lambda transaction: transaction.run(RENAME, name="Another").consume())
        assert names(kept(database))["city:a"] == "Another"
    shutil.rmtree(settings.folder / "arcadedb")
    shutil.copytree(tmp_path / "copy", settings.folder / "arcadedb")
    with connect(settings=settings) as database:
        assert names(read_network(database))["city:a"] == "Town A"


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "there")
def test_a_store_put_back_and_written_as_often_is_seen(tmp_path: Path, network: Network, loader: Loader) -> None:
    """The number of the last commit is the same then, and the database's name for itself too."""
    home = tmp_path / "server"
    instance = Instance(home, LONG_TERM)
    with running_instance(instance):
        settings = Settings.from_environment(environment=instance.server.environment())
        with connect(settings=settings) as database:
            load(database, network, loader)
            kept(database)
        instance.stop()
        shutil.copytree(home / "data", tmp_path / "copy")
        instance.start()
        by_another_client(settings, RENAME, name="Before")
        with connect(settings=settings) as database:
            assert names(kept(database))["city:a"] == "Before"
            before = database.revision()
        instance.stop()
        shutil.rmtree(home / "data")
        shutil.copytree(tmp_path / "copy", home / "data")
        instance.start()
        by_another_client(settings, RENAME, name="After!")
        with connect(settings=settings) as database:
            after = database.revision()
            assert before is not None
            assert after is not None
            assert before.database == after.database
            assert before.state.split()[0] == after.state.split()[0], "not the same commit: nothing is tried here"
            assert names(read_network(database))["city:a"] == "After!"


def test_a_network_like_the_small_one_has_warnings_kept(embedded_settings: Settings, tmp_path: Path) -> None:
    network = small_network()
    doubled = network.edges.assign(id=network.edges["id"] + "-too")
    stated = Network.from_frames(
        network.nodes, pd.concat([network.edges, doubled], ignore_index=True), network.sources, loader="few"
    )
    assert stated.warnings
    with connect(settings=embedded_settings) as database:
        database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())
        load(database, stated, make_loader("few", tmp_path))
        first = kept(database)
        assert first.warnings
        same(first, rows_read(database)[0])
