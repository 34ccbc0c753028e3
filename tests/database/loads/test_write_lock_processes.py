"""Two loads of the same source at the same time, in processes of their own and in several transactions."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnergraph.database.connection import Settings, connect
from partnergraph.database.loads.load import load_source
from tests.database.loads.killing import LoadProcess, doubled_edges, graph_of
from tests.database.loads.written_loaders import write_loaders

#: Who waits for more than a second is told.
WAITING = (
    "another command is writing to the embedded database; waiting for it\n",
    "another load is writing to this database; waiting for it\n",
)


@pytest.mark.parametrize("changed", [False, True], ids=["first load", "changed source"])
def test_two_processes_load_the_same_source_at_the_same_time(
    settings: Settings, tmp_path: Path, *, changed: bool
) -> None:
    loaders = write_loaders(tmp_path, seed=1)
    stated = loaders["large-after" if changed else "large-before"]

    def prepare() -> None:
        with connect(settings=settings) as database:
            database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())
            if changed:
                load_source(database, loaders["large-before"])

    prepare()
    with connect(settings=settings) as database:
        load_source(database, stated)
        expected = graph_of(database)
    prepare()
    both = [LoadProcess(settings, stated, several=True, waits=True) for _ in range(2)]
    for load in both:
        load.wait_for("connected")
    for load in both:
        load.go()
    ended = [load.end() for load in both]
    faults = [load.faults for load in both]
    for told in WAITING:
        faults = [fault.replace(told, "") for fault in faults]
    assert (ended, faults) == ([0, 0], ["", ""])
    with connect(settings=settings) as database:
        assert graph_of(database) == expected
        assert doubled_edges(database) == []
        assert load_source(database, stated).changed_nothing
