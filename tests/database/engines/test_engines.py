"""The engines behind one interface: each is recognised, a new one answers everything, each does what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from partnergraph.database.connection import Settings, connect
from partnergraph.database.embedded.client import Lease
from partnergraph.database.engines.access import SERVER_ENGINES, access_to, server_engine
from partnergraph.database.engines.arcade_server import ArcadeServer
from partnergraph.database.engines.embedded_engine import EmbeddedEngine
from partnergraph.database.engines.graph_engine import GraphEngine
from partnergraph.database.engines.neo4j_current import Neo4jCurrent
from partnergraph.database.engines.neo4j_lts import Neo4jLts
from partnergraph.database.engines.server_engine import ServerEngine
from partnergraph.errors import DatabaseError
from tests.conftest import ENGINES, ROOT

CLASSES = {
    "embedded": EmbeddedEngine,
    "neo4j-5.26": Neo4jLts,
    "neo4j-2026-cypher-5": Neo4jCurrent,
    "neo4j-2026-cypher-25": Neo4jCurrent,
}
MEMBERS = sorted(GraphEngine.__abstractmethods__)


def test_each_engine_of_the_tests_is_recognised(settings: Settings, request: pytest.FixtureRequest) -> None:
    with connect(settings=settings) as database:
        found = type(database.engine).__name__
    assert found == CLASSES[request.node.callspec.params["settings"]].__name__
    assert CLASSES.keys() == set(ENGINES)


def test_the_embedded_engine_at_an_address_is_none_of_neo4js(embedded_settings: Settings) -> None:
    with access_to(embedded_settings) as access:
        by_address = Settings(access.uri, *access.writer, access.database)
        with connect(settings=by_address) as database:
            assert type(database.engine) is ArcadeServer
            assert database.address == access.uri
        assert access.writer[1] not in repr(access)


@pytest.mark.parametrize(
    ("agent", "engine"),
    [
        ("Neo4j/5.26.30", Neo4jLts),
        ("Neo4j/2026.08.1", Neo4jCurrent),
        ("Neo4j/2025.01.0", Neo4jCurrent),
        ("Neo4j/5.13.0 compatible (ArcadeDB 26.5.1)", ArcadeServer),
        ("Another/1.0", Neo4jCurrent),
    ],
)
def test_a_server_is_recognised_by_its_name(agent: str, engine: type[ServerEngine]) -> None:
    assert type(server_engine(agent)) is engine


def fake(*without: str) -> type[GraphEngine]:
    """An engine that answers everything but some things."""
    return type("Fake", (GraphEngine,), {name: None for name in MEMBERS if name not in without})


@pytest.mark.parametrize("missing", MEMBERS)
def test_a_new_engine_has_to_answer_everything(missing: str) -> None:
    fake()()
    with pytest.raises(TypeError, match=missing):
        fake(missing)()


def test_the_docs_name_what_a_new_engine_has_to_answer() -> None:
    text = (ROOT / "docs" / "databases.md").read_text(encoding="utf-8")
    section = text.split("## Another engine", 1)[1].split("\n## ", 1)[0]
    first_cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    table = set(re.findall(r"`(\w+)`", " ".join(first_cells)))
    assert table == set(MEMBERS)
    for engine in (EmbeddedEngine, *SERVER_ENGINES):
        file = Path(engine.__module__.replace(".", "/")).name
        assert f"`{file}.py`" in section


class Recorder:
    """A transaction or session that only notes what is run."""

    def __init__(self) -> None:
        self.ran: list[str] = []

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *fault: object) -> None:
        pass

    def run(self, text: str, **parameters: Any) -> Recorder:  # noqa: ARG002
        self.ran.append(text)
        return self

    def __iter__(self) -> Any:
        return iter([{"id": "neo4j-transaction-7"}])

    def consume(self) -> None:
        pass


@pytest.fixture
def embedded(tmp_path: Path) -> EmbeddedEngine:
    return EmbeddedEngine(Lease("bolt://127.0.0.1:1", "d", ("root", "x"), ("reader", "y"), 1, tmp_path))


def test_a_query_is_stopped_by_its_mark_on_a_server_and_by_its_port_on_the_embedded_engine(
    embedded: EmbeddedEngine,
) -> None:
    session: Any = Recorder()
    for engine in (Neo4jLts(), Neo4jCurrent(), ArcadeServer()):
        session.ran.clear()
        assert engine.metadata("m-1") == {"partnergraph": "m-1"}
        engine.stop("RETURN 1", "m-1", lambda: session)
        assert [text.split()[0] for text in session.ran] == ["SHOW", "TERMINATE"]
    session.ran.clear()
    assert embedded.metadata("m-1") is None
    embedded.stop("RETURN 1", "m-1", lambda: session)
    assert session.ran == []


def test_how_long_each_engine_is_waited_for(embedded: EmbeddedEngine) -> None:
    patience = {type(e).__name__: (e.patience, e.load_patience) for e in (embedded, Neo4jLts(), Neo4jCurrent())}
    assert patience == {"EmbeddedEngine": (2, 2), "Neo4jLts": (30, 120), "Neo4jCurrent": (30, 120)}
    assert [embedded.time_to_answer(limit) for limit in (None, 3.0)] == [None, 3.0]
    assert [Neo4jLts().time_to_answer(limit) for limit in (None, 3.0)] == [None, 5.0]


def test_where_neo4j_holds_a_turn_in_the_database_the_embedded_engine_locks_a_file(
    embedded: EmbeddedEngine, tmp_path: Path
) -> None:
    with embedded.one_after_the_other(), embedded.one_after_the_other():
        assert (tmp_path / "writing.lock").exists()
    assert (embedded.load_turn(Recorder, "f"), embedded.lanes, embedded.own_constraints) == (None, 1, {})  # type: ignore[func-returns-value, arg-type]
    for engine in (Neo4jLts(), Neo4jCurrent()):
        assert engine.load_turn(Recorder, "f") is not None  # type: ignore[arg-type]
        assert (engine.lanes, list(engine.own_constraints)) == (2, ["turn_id"])
    assert Neo4jCurrent().waits_for_open_transactions
    assert not Neo4jLts().waits_for_open_transactions


def test_a_full_disk_is_told_where_the_engine_does_not_tell_it(
    embedded: EmbeddedEngine, embedded_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert embedded.why_refused() == ""
    assert Neo4jLts().why_refused() == ""
    monkeypatch.setattr(EmbeddedEngine, "why_refused", lambda _: "the disk is full: only 3 MB are free")
    with connect(settings=embedded_settings) as database, pytest.raises(DatabaseError, match=r"only 3 MB are free"):
        database.write(lambda transaction: transaction.run("THIS IS NO CYPHER").consume())
