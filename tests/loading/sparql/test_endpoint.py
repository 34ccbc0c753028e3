"""The client against real servers on loopback: every way an answer can go wrong."""

from __future__ import annotations

import gzip
import json
import socket
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnergraph import __version__
from partnergraph.errors import UsageError
from partnergraph.loading.sparql.endpoint import Endpoint, EndpointError, Patience, TooMuchError, user_agent
from tests.hypothesis_settings import unhurried
from tests.loading.sparql.sparql_server import IMPATIENT, STACK_TRACE, Reply, good, packed, rows, saying

QUERY = "SELECT ?town WHERE { ?town ?is ?twinned }"


def ask(*replies: Reply, patience: Patience = IMPATIENT, query: str = QUERY) -> tuple[list[str], int]:
    """Ask a server with these answers; return what came, and how often it was asked."""
    with saying(*replies) as server:
        answer = Endpoint(server.address, patience=patience).ask(query)
        assert answer.variables == ("town",)
        return [row["town"]["value"] for row in answer.bindings], len(server.queries)


def failure(*replies: Reply, patience: Patience = IMPATIENT) -> tuple[str, int, type[Exception]]:
    with saying(*replies) as server:
        with pytest.raises((EndpointError, UsageError)) as raised:
            Endpoint(server.address, patience=patience).ask(QUERY)
        text = str(raised.value)
        assert "\n" not in text
        assert text.startswith(server.address.split("/")[2])
        return text, len(server.queries), raised.type


def waits(*replies: Reply, longest: float = 1000.0) -> list[float]:
    """Return the seconds that the client waited between its tries."""
    waited: list[float] = []
    patience = replace(IMPATIENT, first_wait=2.0, longest_wait=longest, tries=6, pause=0.25, sleep=waited.append)
    assert ask(*replies, patience=patience)[0] == ["Minsk"]
    return [seconds for seconds in waited if seconds != 0.25]


def test_it_says_who_it_is_and_what_it_takes() -> None:
    with saying(good("Minsk")) as server:
        Endpoint(server.address, "office@example.org", IMPATIENT).ask(QUERY)
        (headers,) = server.headers
    assert headers["User-Agent"].startswith(f"partnergraph/{__version__} (office@example.org) Python-urllib/3.")
    assert headers["Accept"] == "application/sparql-results+json"
    assert headers["Accept-Encoding"] == "gzip"
    assert server.queries == [QUERY]
    assert server.methods == ["GET"]


def test_a_contact_may_stand_in_the_environment_and_cannot_break_the_header(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "(reads twin towns into a graph)" in user_agent()
    monkeypatch.setenv("PARTNERGRAPH_CONTACT", "https://example.org/me\r\nHost: elsewhere (x)")
    assert "(https://example.org/meHost: elsewhere x)" in user_agent()


def test_plain_and_packed_answers_are_read() -> None:
    assert ask(good("Minsk", "Бонн")) == (["Minsk", "Бонн"], 1)
    assert ask(packed("Minsk", "Бонн")) == (["Minsk", "Бонн"], 1)


def test_a_row_in_which_nothing_is_bound_is_none() -> None:
    document = rows("Minsk")
    document["results"]["bindings"].insert(0, {})
    assert ask(Reply(json.dumps(document).encode())) == (["Minsk"], 1)


def test_a_long_query_goes_in_the_body() -> None:
    query = f"{QUERY} # {'x' * 8000}"
    with saying(good("Minsk")) as server:
        Endpoint(server.address, patience=IMPATIENT).ask(query)
    assert server.methods == ["POST"]
    assert server.queries == [query]


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_it_tries_again_when_the_server_is_busy(status: int) -> None:
    assert ask(Reply(status=status), Reply(status=status), good("Minsk")) == (["Minsk"], 3)


def test_it_waits_twice_as_long_each_time() -> None:
    assert waits(*[Reply(status=503)] * 4, good("Minsk")) == [2.0, 4.0, 8.0, 16.0]
    assert waits(*[Reply(status=503)] * 4, good("Minsk"), longest=5.0) == [2.0, 4.0, 5.0, 5.0]


def test_it_waits_as_long_as_it_is_told_to() -> None:
    assert waits(Reply(status=429, headers={"Retry-After": "37"}), good("Minsk")) == [37.0]
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    (waited,) = waits(Reply(status=503, headers={"Retry-After": soon}), good("Minsk"))
    assert 60 < waited <= 90
    past = format_datetime(datetime.now(UTC) - timedelta(seconds=90), usegmt=True)
    assert waits(Reply(status=429, headers={"Retry-After": past}), good("Minsk")) == [2.0]
    assert waits(Reply(status=429, headers={"Retry-After": "soon"}), good("Minsk")) == [2.0]


def test_it_pauses_between_two_questions() -> None:
    waited: list[float] = []
    with saying(good("Minsk")) as server:
        endpoint = Endpoint(server.address, patience=replace(IMPATIENT, pause=0.25, sleep=waited.append))
        endpoint.ask(QUERY)
        assert waited == []
        endpoint.ask(QUERY)
    assert waited == [0.25]


def test_it_does_not_wait_for_ever() -> None:
    text, asked, _ = failure(Reply(status=429, headers={"Retry-After": "3600"}))
    assert text.endswith("HTTP status 429; it asks to wait 3600 s: try again then")
    assert asked == 1


def test_it_gives_up_after_some_tries() -> None:
    text, asked, kind = failure(Reply(status=503))
    assert text.endswith("gave no answer in 4 tries: HTTP status 503")
    assert (asked, kind) == (4, EndpointError)


@pytest.mark.parametrize("status", [401, 403, 404, 410, 501])
def test_a_refusal_is_no_reason_to_ask_again(status: int) -> None:
    text, asked, _ = failure(Reply(b"<html>Go away", status=status))
    assert text.endswith(f"sends us away: HTTP status {status}")
    assert asked == 1


def test_a_query_that_is_not_understood_is_the_users() -> None:
    text, asked, kind = failure(Reply(b"\n  Lexical error at line 3, column 7\nat java.lang", status=400))
    assert text.endswith("does not understand the query: Lexical error at line 3, column 7")
    assert (asked, kind) == (1, UsageError)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Something else</html>",
        json.dumps(rows("Minsk")).encode()[:-7],
        b"[]",
        b'{"head": {}}',
        b'{"head": {"vars": [7]}, "results": {"bindings": []}}',
        b'{"head": {"vars": ["town"]}, "results": {"bindings": ["Minsk"]}}',
        b'{"head": {"vars": ["town"]}, "results": {"bindings": [{"town": {"value": 7}}]}}',
        b'{"head": {"vars": ["town"]}, "results": {"bindings": [{"town": "Minsk"}]}}',
        b"[" * 100_000,
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_result_is_asked_for_again_and_then_refused(body: bytes) -> None:
    assert ask(Reply(body), good("Minsk")) == (["Minsk"], 2)
    text, asked, _ = failure(Reply(body))
    assert text.endswith("gave no answer in 4 tries: what it sends is not the result of a query")
    assert asked == 4


def test_an_answer_that_ends_in_a_stack_trace_means_that_the_query_is_too_much() -> None:
    begun = json.dumps(rows("Minsk", "Bonn"))[:-5]
    text, asked, kind = failure(Reply((begun + STACK_TRACE).encode()))
    assert text.endswith("it ran out of time in the middle of the answer")
    assert (asked, kind) == (2, TooMuchError)
    text, asked, kind = failure(Reply(STACK_TRACE.encode(), status=500))
    assert text.endswith("it ran out of time on the query")
    assert (asked, kind) == (2, TooMuchError)


def test_one_timeout_is_forgiven() -> None:
    assert ask(Reply(STACK_TRACE.encode(), status=500), good("Minsk")) == (["Minsk"], 2)


@pytest.mark.parametrize("packing", [False, True])
def test_an_answer_that_breaks_off_is_asked_for_again(packing: bool) -> None:
    whole = packed("Minsk") if packing else good("Minsk")
    assert ask(replace(whole, cut=True), whole) == (["Minsk"], 2)
    assert ask(replace(whole, body=whole.body[:-9]), whole) == (["Minsk"], 2)


def test_what_cannot_be_unpacked_is_asked_for_again() -> None:
    assert ask(replace(packed("Minsk"), body=b"no gzip"), packed("Minsk")) == (["Minsk"], 2)


def test_a_server_that_says_nothing_is_left() -> None:
    began = time.monotonic()
    text, asked, kind = failure(good("Minsk", stall=(0, 10.0)), patience=replace(IMPATIENT, timeout=0.2))
    assert text.endswith("no answer in time")
    assert (asked, kind) == (2, TooMuchError)
    assert time.monotonic() - began < 5


def test_a_server_that_stops_in_the_middle_is_left() -> None:
    text, _, kind = failure(good("Minsk", stall=(20, 10.0)), patience=replace(IMPATIENT, timeout=0.2))
    assert text.endswith("no answer in time")
    assert kind is TooMuchError


def test_an_answer_that_trickles_is_left_when_its_time_is_up() -> None:
    seconds = iter(range(0, 10_000, 50))  # each look at the clock finds it 50 s later
    patience = replace(IMPATIENT, whole=60.0, clock=lambda: float(next(seconds)))
    long = good("x" * 150_000)
    text, _, kind = failure(long, patience=patience)
    assert text.endswith("the answer takes too long")
    assert kind is TooMuchError


def test_no_answer_is_larger_than_it_may_be() -> None:
    text, asked, _ = failure(good("x" * 300_000))
    assert text.endswith("the answer is larger than 200000 bytes")
    assert asked == 1


def test_a_packed_bomb_is_not_unpacked() -> None:
    bomb = Reply(gzip.compress(b" " * 50_000_000), headers={"Content-Encoding": "gzip"})
    assert len(bomb.body) < 100_000
    text, _, _ = failure(bomb)
    assert text.endswith("the answer is larger than 200000 bytes")


def test_it_follows_a_redirection() -> None:
    with saying(good("Minsk")) as goal:
        moved = Reply(status=302, headers={"Location": f"{goal.address}?query=SELECT"})
        assert ask(moved) == (["Minsk"], 1)
        assert goal.queries == ["SELECT"]


def test_it_does_not_go_in_circles() -> None:
    circle = Reply(status=302, headers={"Location": "/sparql?query=again"})
    text, asked, _ = failure(circle)
    assert "HTTP status 302" in text
    assert asked <= 6


@pytest.mark.parametrize("goal", ["file:///etc/hostname", "ftp://127.0.0.1/x", "data:,x"])
def test_it_is_not_sent_to_files(goal: str) -> None:
    text, asked, _ = failure(Reply(status=302, headers={"Location": goal}))
    assert text.endswith(f"sends us away to {goal}: HTTP status 302")
    assert asked == 1


def test_without_a_server_it_gives_up_soon() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/sparql"
        with pytest.raises(
            EndpointError, match=r"gave no answer in 2 tries: it cannot be reached \(Connection refused"
        ):
            Endpoint(address, patience=IMPATIENT).ask(QUERY)


@pytest.mark.parametrize("address", ["", "query.wikidata.org", "file:///etc/passwd", "ftp://example.org/sparql"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="not an http or https address"):
        Endpoint(address)


@given(texts=st.lists(st.text(max_size=30), max_size=5))
@settings(unhurried, max_examples=20)
def test_every_text_comes_through(texts: list[str]) -> None:
    assert ask(packed(*texts))[0] == [text.encode(errors="replace").decode() for text in texts]
