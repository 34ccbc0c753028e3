"""Two loads at the same time, and a connection that breaks in the middle of one: each ends in the same graph."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import neo4j
import pytest

from partnergraph.database import embedded
from partnergraph.database.connection import Database, Settings, connect
from partnergraph.database.reading import read_network
from partnergraph.database.report import LoadReport
from partnergraph.database.writing import load
from partnergraph.loading.catalogue import Loader
from partnergraph.network import Network
from tests.conftest import make_loader


def at_once(*works: Callable[[], LoadReport]) -> list[LoadReport]:
    """Do all at the same moment and return what they return; what one raises is raised."""
    barrier, results, faults = threading.Barrier(len(works)), [], []

    def run(work: Callable[[], LoadReport]) -> None:
        barrier.wait()
        try:
            results.append(work())
        except Exception as error:  # noqa: BLE001  it is raised below
            faults.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    if faults:
        raise faults[0]
    return results


def test_two_loads_of_the_same_source_at_the_same_time(
    settings: Settings, database: Database, network: Network, loader: Loader
) -> None:
    with connect(settings=settings) as other:
        reports = at_once(lambda: load(database, network, loader), lambda: load(other, network, loader))
    assert sorted(report.counts["edges"]["created"] for report in reports) == [0, 5]
    assert sorted(report.changed_nothing for report in reports) == [False, True]
    assert read_network(database).equals(network)
    assert load(database, network, loader).changed_nothing


def test_two_loaders_that_state_the_same_nodes_at_the_same_time(
    settings: Settings, database: Database, network: Network, loader: Loader, tmp_path: Path
) -> None:
    again = Network.from_frames(
        network.nodes,
        network.edges.assign(id="other-" + network.edges["id"], loader="others"),
        network.sources,
    )
    others = make_loader("others", tmp_path)
    with connect(settings=settings) as other:
        at_once(lambda: load(database, network, loader), lambda: load(other, again, others))
    held = read_network(database)
    assert len(held.edges) == 10
    assert sorted(held.nodes["id"]) == sorted(network.nodes["id"])
    for mine, stated in ((loader, network), (others, again)):
        assert load(database, stated, mine).changed_nothing


def test_who_waits_for_another_is_told(embedded_settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with connect(settings=embedded_settings) as first, connect(settings=embedded_settings) as second:
        inside = threading.Event()

        def hold(transaction: neo4j.ManagedTransaction) -> None:
            inside.set()
            time.sleep(1.5)

        thread = threading.Thread(target=first.write, args=(hold,))
        thread.start()
        inside.wait(20)
        second.write(lambda transaction: transaction.run("RETURN 1").consume())
        assert not thread.is_alive()
    assert capsys.readouterr().err == "another command is writing to the embedded database; waiting for it\n"


@contextmanager
def breaking_line(port: int, breaks_at: int) -> Iterator[tuple[int, threading.Event, list[int]]]:
    """A port that passes everything on to another; the n-th piece that comes back breaks the line, once.

    Yields:
        The port, an event that begins the count, and a list that holds the number of the piece once the line has been
        broken.
    """
    pieces, counting, broken = [0], threading.Event(), list[int]()
    with ExitStack() as stack:
        listener = stack.enter_context(closing(socket.create_server(("127.0.0.1", 0))))

        def pump(source: socket.socket, sink: socket.socket, *, counted: bool) -> None:
            try:
                while data := source.recv(65536):
                    pieces[0] += counted and counting.is_set()
                    if counted and pieces[0] == breaks_at and not broken:
                        broken.append(breaks_at)
                        break
                    sink.sendall(data)
            except OSError:
                pass
            for end in (source, sink):
                with closing(end), suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

        def accept() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                server = socket.create_connection(("127.0.0.1", port))
                for pair in ((client, server, False), (server, client, True)):
                    threading.Thread(target=pump, args=pair[:2], kwargs={"counted": pair[2]}, daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1], counting, broken


@pytest.mark.parametrize("breaks_at", [1, 3, 8, 17, 30])
def test_a_line_that_breaks_in_the_middle_of_a_load_doubles_nothing(
    embedded_settings: Settings, network: Network, loader: Loader, breaks_at: int
) -> None:
    with embedded.embedded_database(embedded_settings.folder) as lease:
        with connect(settings=embedded_settings) as database:
            database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())
        with breaking_line(int(lease.uri.rpartition(":")[2]), breaks_at) as (port, counting, broken):
            through = Settings(f"bolt://127.0.0.1:{port}", *lease.writer, lease.database)
            with connect(settings=through) as database:
                counting.set()  # whoever cannot even connect is told so
                load(database, network, loader)
            assert broken == [breaks_at]
        with connect(settings=embedded_settings) as database:
            assert read_network(database).equals(network)
            assert len(database.read("MATCH (:Entity)-[e]->(:Entity) RETURN e")) == 5 + 6
            assert load(database, network, loader).changed_nothing
