"""A whole answer: its pages and parts, what is kept of it, and what serves when nothing can be asked."""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.errors import InputError, UsageError
from partnergraph.loading.sparql import paging
from partnergraph.loading.sparql.endpoint import Answer, EndpointError, TooMuchError
from partnergraph.loading.sparql.paging import Question, whole_answer
from partnergraph.loading.sparql.saved import saved_result
from tests.hypothesis_settings import unhurried
from tests.loading.sparql.sparql_server import IMPATIENT, STACK_TRACE, Reply, good, rows, saying, serving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUERY = "SELECT ?town WHERE { ?town ?is ?twinned } ORDER BY ?town"
PATIENT_WITH_NOBODY = replace(IMPATIENT, tries=2)


def names(answer: Answer) -> list[str]:
    return [row["town"]["value"] for row in answer.bindings]


def whole(question: Question, ask: Callable[[str], Answer]) -> Answer:
    return whole_answer(question, ask, lambda _: None)


def paged(towns: list[str], asked: list[str], most: int = 10**9) -> Callable[[str], Answer]:
    """Answer with a page of towns, as a server that pages does; it runs out of time on more than `most` rows."""

    def ask(query: str) -> Answer:
        asked.append(query)
        found = re.search(r"LIMIT (\d+) OFFSET (\d+)", query)
        assert found
        size, offset = int(found[1]), int(found[2])
        if size > most:
            raise TooMuchError("too much")
        result = rows(*towns[offset : offset + size])
        return Answer(tuple(result["head"]["vars"]), result["results"]["bindings"])

    return ask


@given(count=st.integers(0, 230), size=st.integers(25, 240), most=st.integers(25, 240))
@unhurried
def test_every_row_comes_once_whatever_the_pages(count: int, size: int, most: int) -> None:
    towns = [f"town {number}" for number in range(count)]
    asked: list[str] = []
    assert names(whole(Question(QUERY, size), paged(towns, asked, most))) == towns
    assert len(asked) <= count // 6 + 6


def test_pages_become_smaller_when_the_server_runs_out_of_time() -> None:
    asked: list[str] = []
    towns = [f"town {number}" for number in range(130)]
    assert names(whole(Question(QUERY, 400), paged(towns, asked, 100))) == towns
    assert [query.split("LIMIT ")[1] for query in asked] == ["400 OFFSET 0", "100 OFFSET 0", "100 OFFSET 100"]
    with pytest.raises(TooMuchError):
        whole(Question(QUERY, 400), paged(towns, asked, 10))


def test_limit_and_offset_go_where_the_query_says() -> None:
    asked: list[str] = []
    question = Question("SELECT * { { SELECT ?town { } # PAGE\n } }", 30)
    whole(question, paged([], asked))
    assert asked == ["SELECT * { { SELECT ?town { } LIMIT 30 OFFSET 0\n } }"]


def test_a_server_that_cuts_answers_at_a_round_number_is_asked_on() -> None:
    asked: list[str] = []
    towns = [f"town {number}" for number in range(250)]
    ask = paged(towns, asked)
    cutting = lambda query: ask(re.sub(r"LIMIT \d+", "LIMIT 100", query))  # noqa: E731
    assert names(whole(Question(QUERY, 2000), cutting)) == towns


def test_a_server_that_does_not_page_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = Answer(("town",), rows(*map(str, range(60)))["results"]["bindings"])
    assert len(whole(Question(QUERY, 50), lambda _: everything).bindings) == 60, "no LIMIT: all came at once"
    same = Answer(("town",), everything.bindings[:50])
    with pytest.raises(EndpointError, match="the same page came twice"):
        whole(Question(QUERY, 50), lambda _: same)
    monkeypatch.setattr(paging, "MOST_PAGES", 5)
    counter = iter(range(10**6))
    fresh = lambda _: Answer(("town",), rows(*(str(next(counter)) for _ in range(50)))["results"]["bindings"])  # noqa: E731
    with pytest.raises(EndpointError, match="no end after 5 pages"):
        whole(Question(QUERY, 50), fresh)
    monkeypatch.setattr(paging, "MOST_ROWS", 120)
    with pytest.raises(EndpointError, match="more than 120 rows"):
        whole(Question(QUERY, 50), fresh)


PARTED = "SELECT ?town { VALUES ?country { } ?town ?in ?country } ORDER BY ?town"


def parts_of(*addresses: str) -> Answer:
    result = rows(*addresses, variable="country", kind="uri")
    return Answer(("country",), result["results"]["bindings"])


def test_parts_are_asked_for_one_after_another_and_rows_of_two_parts_come_once() -> None:
    asked: list[str] = []

    def ask(query: str) -> Answer:
        asked.append(query)
        if query == "PARTS":
            return parts_of("http://example.org/BY", "http://example.org/RU", "http://example.org/BY")
        result = rows("both", "Minsk" if "/BY>" in query else "Moscow")
        return Answer(("town",), result["results"]["bindings"])

    assert names(whole(Question(PARTED, 50, "PARTS"), ask)) == ["both", "Minsk", "Moscow"]
    assert asked[1:] == [
        f"SELECT ?town {{ VALUES ?country {{ <http://example.org/{code}> }} ?town ?in ?country }} ORDER BY ?town\n"
        "LIMIT 50 OFFSET 0"
        for code in ("BY", "RU")
    ]


@pytest.mark.parametrize("address", ["BY", "http://example.org/> } DELETE", "http://a b", 'http://"', "urn:x"])
def test_what_is_no_address_is_never_put_into_a_query(address: str) -> None:
    with pytest.raises(EndpointError, match="a part is no address"):
        whole(Question(PARTED, 50, "PARTS"), lambda _: parts_of(address))


def test_a_query_without_room_for_parts_is_refused() -> None:
    for query in (QUERY, PARTED + PARTED):
        with pytest.raises(UsageError, match=r"needs, once, 'VALUES \?country \{ \}'"):
            whole(Question(query, 50, "PARTS"), lambda _: parts_of("http://example.org/BY"))
    with pytest.raises(UsageError, match="must have one column, not a, b"):
        whole(Question(PARTED, 50, "PARTS"), lambda _: Answer(("a", "b"), []))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "query.rq").write_text(QUERY, encoding="utf-8")
    return tmp_path


def result(folder: Path, address: str, **more: Any) -> list[str]:
    declared = {"endpoint": address, "query": "query.rq", **more}
    cache = folder / "cache"
    path = saved_result(declared, folder, where="loader.toml", patience=PATIENT_WITH_NOBODY, cache=cache)
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["head"] == {"vars": ["town"]}
    return [row["town"]["value"] for row in document["results"]["bindings"]]


def age(path: Path, days: float) -> None:
    moment = time.time() - days * 86_400
    os.utime(path, (moment, moment))


def test_a_second_run_asks_nothing_until_the_answer_is_old(folder: Path) -> None:
    with saying(good("Minsk"), good("Minsk", "Bonn")) as server:
        assert result(folder, server.address) == ["Minsk"]
        assert result(folder, server.address) == ["Minsk"]
        assert len(server.queries) == 1
        (kept,) = (folder / "cache").iterdir()
        age(kept, 29)
        assert result(folder, server.address) == ["Minsk"]
        age(kept, 31)
        assert result(folder, server.address) == ["Minsk", "Bonn"]
        assert len(server.queries) == 2
        (folder / "query.rq").write_text(QUERY + " # mended", encoding="utf-8")
        result(folder, server.address)
        assert len(server.queries) == 3


def test_a_run_that_broke_off_goes_on_where_it_was(folder: Path) -> None:
    towns = [f"town {number}" for number in range(60)]
    ill = {"is": True}

    def answer(query: str, _: int) -> Reply:
        found = re.search(r"OFFSET (\d+)", query)
        assert found
        offset = int(found[1])
        if offset and ill["is"]:
            return Reply(status=503)
        return good(*towns[offset : offset + 50])

    with serving(answer) as server:
        with pytest.raises(EndpointError, match="HTTP status 503; nothing was saved before: try again later"):
            result(folder, server.address, page=50)
        ill["is"] = False
        before = len(server.queries)
        assert result(folder, server.address, page=50) == towns
        assert len(server.queries) == before + 1
    assert [path.suffix for path in (folder / "cache").iterdir()] == [".json"], "the pages are cleared away"


def test_without_an_answer_an_old_one_serves_then_the_saved_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with saying(good("Minsk"), Reply(status=503)) as server:
        assert result(folder, server.address) == ["Minsk"]
        (kept,) = (folder / "cache").iterdir()
        age(kept, 400)
        assert result(folder, server.address) == ["Minsk"]
        said = capsys.readouterr().err
        assert "gave no answer in 2 tries: HTTP status 503; reading the answer of 20" in said
        kept.unlink()
        (folder / "saved.json").write_text(json.dumps(rows("Bonn")), encoding="utf-8")
        assert result(folder, server.address, saved="saved.json") == ["Bonn"]
        assert f"instead: {folder / 'saved.json'}" in capsys.readouterr().err
        (folder / "saved.json").unlink()
        with pytest.raises(EndpointError, match=r"nothing was saved before: save its answer as .*saved\.json"):
            result(folder, server.address, saved="saved.json")


def test_a_stack_trace_in_a_page_makes_smaller_pages(folder: Path) -> None:
    towns = [f"town {number}" for number in range(30)]

    def answer(query: str, _: int) -> Reply:
        if "LIMIT 200" in query:
            return Reply((json.dumps(rows(*towns))[:-40] + STACK_TRACE).encode())
        return good(*towns)

    with serving(answer) as server:
        assert result(folder, server.address, page=200) == towns
        assert [query.split("LIMIT ")[1] for query in server.queries] == ["200 OFFSET 0"] * 2 + ["50 OFFSET 0"]


@pytest.mark.parametrize(
    ("declared", "faults"),
    [
        ({"pages": 5}, [("pages", "unknown key; known: endpoint, query, parts, saved, contact, page, keep_days")]),
        ({"endpoint": None}, [("endpoint", "this is missing")]),
        ({"query": None}, [("query", "this is missing")]),
        ({"endpoint": "x"}, [("endpoint", "this is not an http or https address")]),
        ({"endpoint": []}, [("endpoint", "this must be a text in quotes")]),
        ({"saved": ""}, [("saved", "this is missing")]),
        ({"page": 0}, [("page", "this must be a number above 0")]),
        ({"page": 2.5}, [("page", "this must be a whole number")]),
        ({"keep_days": "30"}, [("keep_days", "this must be a number, without quotes")]),
        ({"query": "none.rq"}, [("query", "{folder}/none.rq cannot be read: No such file or directory")]),
        (
            {"endpoint": "x", "query": None, "page": -1},
            [
                ("query", "this is missing"),
                ("endpoint", "this is not an http or https address"),
                ("page", "this must be a number above 0"),
            ],
        ),
    ],
)
def test_what_the_table_may_not_say(folder: Path, declared: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    table = {"endpoint": "http://x", "query": "query.rq"} | declared
    table = {key: value for key, value in table.items() if value is not None}
    with pytest.raises(InputError) as raised:
        saved_result(table, folder, where="a/loader.toml", patience=IMPATIENT, cache=folder / "cache")
    found = [(finding.file, finding.problem) for finding in raised.value.findings]
    assert found == [(f"loader.toml [sparql.{key}]", problem.format(folder=folder)) for key, problem in faults]
    assert " in a/loader.toml; nothing was loaded" in str(raised.value)
