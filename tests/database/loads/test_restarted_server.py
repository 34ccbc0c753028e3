"""A server that is restarted in the middle of a load: the load rides it out, and ends in the same graph."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from partnergraph.database.connection import Database, Settings, connect
from partnergraph.database.loads.load import load_source
from tests.database.loads.killing import LoadProcess, doubled_edges, graph_of
from tests.database.loads.written_loaders import drawing, first_tables, write_loader
from tests.neo4j.server import RELEASES, Instance, running_instance, why_not

EDGES = 3_000
FACTS_HELD = "MATCH ()-[e]->() WHERE e.derived IS NULL RETURN count(e)"


def wait_until_some_edges_are_written(database: Database, load: LoadProcess) -> None:
    """Return when the load has written some of its edges, and not yet all."""
    load.wait_for("writes 1")
    deadline = time.monotonic() + 60
    held = 0
    while not held and time.monotonic() < deadline:
        ((held,),) = database.stream(FACTS_HELD)
    assert 0 < held < EDGES


@pytest.mark.parametrize("engine", ["neo4j-5.26", "neo4j-2026-cypher-25"])
def test_a_load_rides_out_a_restart_of_the_server(tmp_path: Path, engine: str) -> None:
    if reason := why_not(RELEASES[engine]):
        pytest.skip(reason)
    loader = write_loader(tmp_path / "towns", first_tables(drawing(engine), EDGES))
    instance = Instance(tmp_path / "server", RELEASES[engine])
    with running_instance(instance) as server:
        settings = Settings.from_environment(environment=server.environment())
        with connect(settings=settings) as database:
            load_source(database, loader)
            expected = graph_of(database)
            database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())
        load = LoadProcess(settings, loader, several=True)
        with connect(settings=settings) as watcher:
            wait_until_some_edges_are_written(watcher, load)
        assert instance.stop(), "the load kept it from stopping"
        assert "written" not in load.said
        instance.start()
        assert (load.end(), load.faults) == (0, "")
        with connect(settings=settings) as database:
            assert graph_of(database) == expected
            assert doubled_edges(database) == []
