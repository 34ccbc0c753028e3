"""Two loads at the same time, and a connection that breaks in the middle of one: each ends in the same graph."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import neo4j
import pytest

from partnergraph.database.connection import Database, Settings, connect
from partnergraph.database.embedded import client as embedded
from partnergraph.database.graph_reading import read_network
from partnergraph.database.loads.load import load
from partnergraph.database.loads.load_report import LoadReport
from partnergraph.loader import Loader
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


class Line:
    """A port that passes everything on to another, and breaks once instead of passing on the n-th answer.

    What is counted are Bolt's messages (chunks of a length in two bytes, ended by a length of nothing), as the same
    load is always answered in the same number of them. How many pieces they arrive in depends on the machine.

    Attributes:
        port: Where to connect to.
        answers: How many messages have come back since counting began.
        breaks_at: The message instead of which the line breaks; nothing while it is to hold.
    """

    def __init__(self, listener: socket.socket, server: int) -> None:
        self.port: int = listener.getsockname()[1]
        self.answers, self.breaks_at = 0, 0
        self._listener, self._server, self._counting = listener, server, False
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def broken(self) -> bool:
        """Whether the message has come at which the line breaks."""
        return 0 < self.breaks_at <= self.answers

    def count(self, breaks_at: int = 0) -> None:
        """Count from here on, on the lines that are open and silent now."""
        self.answers, self.breaks_at, self._counting = 0, breaks_at, True

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._server))
            for pair in ((client, server, lambda data: [data]), (server, client, self._counted())):
                threading.Thread(target=self._pump, args=pair, daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, passed: Callable[[bytes], Iterable[bytes]]) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                for part in passed(data):
                    sink.sendall(part)
        for end in (source, sink):
            with closing(end), suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _counted(self) -> Callable[[bytes], Iterator[bytes]]:
        """What is passed on of what comes back: what was said before counting as it is, then whole messages."""
        waiting, opened_late = bytearray(), self._counting

        def messages(data: bytes) -> Iterator[bytes]:
            if opened_late or not self._counting:  # the two agree on a version first, which is no message
                yield data
                return
            waiting.extend(data)
            while end := end_of_message(waiting):
                message = bytes(waiting[:end])
                del waiting[:end]
                self.answers += end > 2  # one without a chunk only says: still here
                if self.answers == self.breaks_at:
                    raise OSError("the line breaks here")
                yield message

        return messages


def end_of_message(data: bytearray) -> int:
    """Where the first of Bolt's messages ends; 0 if it has not come whole."""
    at = 0
    while len(data) >= at + 2:
        length = int.from_bytes(data[at : at + 2])
        at += 2 + length
        if not length:
            return at
    return 0


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0])
def test_a_line_that_breaks_in_the_middle_of_a_load_doubles_nothing(
    embedded_settings: Settings, network: Network, loader: Loader, share: float
) -> None:
    with embedded.embedded_database(embedded_settings.folder) as lease, connect(settings=embedded_settings) as direct:

        def loaded_through(line: Line, breaks_at: int = 0) -> int:
            """Load into an empty database, and return how many answers came."""
            direct.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())
            through = Settings(f"bolt://127.0.0.1:{line.port}", *lease.writer, lease.database)
            with connect(settings=through) as database:
                line.count(breaks_at)  # whoever cannot even connect is told so
                load(database, network, loader)
                return line.answers

        load(direct, network, loader)  # makes the constraints, which a load into a new database is answered for, too
        port = int(lease.uri.rpartition(":")[2])
        with breakable_line(port) as whole:
            answers = loaded_through(whole)
        assert answers > 20  # so that the shares are different places
        with breakable_line(port) as line:
            loaded_through(line, 1 + round(share * (answers - 1)))
            assert line.broken
        assert read_network(direct).equals(network)
        assert len(direct.read("MATCH (:Entity)-[e]->(:Entity) RETURN e")) == 5 + 6
        assert load(direct, network, loader).changed_nothing


@contextmanager
def breakable_line(server: int) -> Iterator[Line]:
    """A line to the port of a server on this machine."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield Line(listener, server)
