"""SPARQL endpoints on loopback: one that answers like Wikidata's, out of a small graph, and one that misbehaves."""

from __future__ import annotations

import gzip
import json
import threading
import urllib.parse
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partnergraph.loading.sparql.endpoint import Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FACTS = Path(__file__).resolve().parents[2] / "fixtures" / "wikidata_twin_towns.ttl"
#: What Wikidata writes when the time of a query is up, after the answer has begun.
STACK_TRACE = (
    "SPARQL-QUERY: queryStr=SELECT\njava.util.concurrent.TimeoutException\n\tat java.util.concurrent.FutureTask"
)
#: Does not wait, and stops after a few bytes.
IMPATIENT = Patience(timeout=1.0, whole=2.0, tries=4, first_wait=0.0, longest_wait=5.0, pause=0.0, largest=200_000)


@dataclass
class Reply:
    """What the server says to one question."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    #: Bytes after which the server waits, and seconds that it waits.
    stall: tuple[int, float] | None = None
    #: Says that more comes than does.
    cut: bool = False


@dataclass
class Server:
    """A server that is running.

    Attributes:
        address: Its address.
        queries: The queries that came, in their order.
        headers: The headers of each.
        methods: GET or POST, of each.
    """

    address: str
    queries: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)


def rows(*values: str, variable: str = "town", kind: str = "literal") -> dict[str, Any]:
    """Return a result of one column."""
    bindings = [{variable: {"type": kind, "value": value}} for value in values]
    return {"head": {"vars": [variable]}, "results": {"bindings": bindings}}


def good(*values: str, **more: Any) -> Reply:
    return Reply(json.dumps(rows(*values)).encode(), **more)


def packed(*values: str) -> Reply:
    return Reply(gzip.compress(json.dumps(rows(*values)).encode()), headers={"Content-Encoding": "gzip"})


@contextmanager
def serving(answer: Callable[[str, int], Reply]) -> Iterator[Server]:
    """Run a server that asks a function what to say to a query, told which question it is, from 0."""
    running = Server("")
    stopped = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(urllib.parse.urlsplit(self.path).query)

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _answer(self, form: str) -> None:
            number = len(running.queries)
            query = urllib.parse.parse_qs(form).get("query", [""])[0]
            running.queries.append(query)
            running.headers.append(dict(self.headers))
            running.methods.append(self.command)
            self._send(answer(query, number))

        def _send(self, reply: Reply) -> None:
            self.close_connection = True
            self.send_response(reply.status)
            length = len(reply.body) + (100 if reply.cut else 0)
            for name, value in {"Content-Length": str(length), "Connection": "close", **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            at, seconds = reply.stall or (len(reply.body), 0.0)
            try:
                self.wfile.write(reply.body[:at])
                self.wfile.flush()
                stopped.wait(seconds)
                self.wfile.write(reply.body[at:])
            except OSError:
                pass  # the client has gone, as it should

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  its name in the standard library
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.address = f"http://127.0.0.1:{server.server_port}/sparql"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def saying(*replies: Reply) -> Iterator[Server]:
    """Run a server that gives these answers one after another, and the last one for ever."""
    with serving(lambda _, number: replies[min(number, len(replies) - 1)]) as server:
        yield server


@contextmanager
def wikidata(before: Callable[[str, int], Reply | None] = lambda _query, _number: None) -> Iterator[Server]:
    """Run an endpoint that evaluates each query on the facts of `FACTS`.

    Args:
        before: May give another answer instead.
    """
    import rdflib

    facts = rdflib.Graph()
    facts.parse(FACTS, format="turtle")
    lock, answered = threading.Lock(), dict[str, bytes]()

    def answer(query: str, number: int) -> Reply:
        if (other := before(query, number)) is not None:
            return other
        with lock:
            if query not in answered:
                answered[query] = facts.query(query).serialize(format="json") or b""
        return Reply(gzip.compress(answered[query]), headers={"Content-Encoding": "gzip"})

    with serving(answer) as server:
        yield server
