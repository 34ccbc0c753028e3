"""The door to a database: settings, faults in one line, read-only, and the same answers from each engine."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path

import pytest

from partnergraph.database.connection import Settings, connect
from partnergraph.database.loads.load import load
from partnergraph.database.queries.named_queries import find_party, run_cypher
from partnergraph.database.queries.readonly import require_reading_words
from partnergraph.errors import DatabaseError, ReadOnlyError, UsageError
from partnergraph.loader import Loader
from partnergraph.network import Network
from tests.neo4j.server import Server

SECRET = {"NEO4J_PASSWORD": "not-to-be-shown"}


def unused_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_embedded_database_is_the_default() -> None:
    assert Settings.from_environment(environment={}).uri is None
    assert Settings.from_environment("embedded", {"NEO4J_URI": "bolt://host", **SECRET}).uri is None


def test_the_environment_is_read_and_the_option_comes_first() -> None:
    environment = {"NEO4J_URI": "neo4j://one:7687", "NEO4J_USERNAME": "ann", "NEO4J_DATABASE": "towns", **SECRET}
    settings = Settings.from_environment(environment=environment)
    assert settings == Settings("neo4j://one:7687", "ann", "not-to-be-shown", "towns")
    assert Settings.from_environment("bolt://two:7687", environment).uri == "bolt://two:7687"
    assert "not-to-be-shown" not in repr(settings)


@pytest.mark.parametrize(
    ("uri", "environment", "message"),
    [
        ("bolt://host:7687", {}, "no password for bolt://host:7687: set NEO4J_PASSWORD"),
        ("http://host", SECRET, "is no database address"),
        ("host:7687", SECRET, "is no database address"),
        ("bolt://", SECRET, "is no database address"),
        ("bolt://neo4j:geheim@host", SECRET, "give no user or password in the address"),
        ("bolt://[host", SECRET, "cannot be read"),
    ],
)
def test_a_bad_address_is_said_in_one_line(uri: str, environment: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        Settings.from_environment(uri, environment)
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_server_that_is_not_there() -> None:
    settings = Settings(f"bolt://127.0.0.1:{unused_port()}", password="x")
    with pytest.raises(DatabaseError, match=r"no database answers at bolt://127\.0\.0\.1:"), connect(settings=settings):
        pass


def test_a_host_that_does_not_exist() -> None:
    settings = Settings("neo4j://no-such-host.invalid:7687", password="x")
    with pytest.raises(DatabaseError, match=r"no-such-host\.invalid"), connect(settings=settings):
        pass


def test_a_wrong_password(neo4j_server: Server) -> None:
    settings = Settings(neo4j_server.uri(), password="wrong-and-secret")
    refusal = pytest.raises(DatabaseError, match="does not accept this user and password")
    with refusal as caught, connect(settings=settings):
        pass
    assert "wrong-and-secret" not in str(caught.value)


def test_a_database_that_does_not_exist(neo4j_server: Server) -> None:
    settings = Settings(neo4j_server.uri(), password=neo4j_server.password, database="nowhere")
    with pytest.raises(DatabaseError, match="check NEO4J_DATABASE"), connect(settings=settings):
        pass


def test_routing_and_direct_addresses_give_the_same(neo4j_server: Server) -> None:
    for scheme in ("bolt", "neo4j"):
        with connect(settings=Settings.from_environment(environment=neo4j_server.environment(scheme))) as database:
            assert list(database.read("RETURN 1 AS one, 'x' AS text")) == [{"one": 1, "text": "x"}]


WRITES = [
    "CREATE (n) RETURN n",
    "create (:City {id: 'x'})",
    "MERGE (n:Entity {id: 'x'}) RETURN n",
    "MATCH (n) SET n.name = 'x' RETURN n",
    "MATCH (n) REMOVE n.name RETURN n",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) FOREACH (x IN [1] | SET n.y = x)",
    "CREATE CONSTRAINT c IF NOT EXISTS FOR (n:Foo) REQUIRE n.id IS UNIQUE",
    "DROP CONSTRAINT entity_id IF EXISTS",
    "MATCH (n) CALL (n) { SET n.x = 1 } RETURN n",
    "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
    "load /* really */ csv from 'http://127.0.0.1/' as line return line",
    "\\u004cOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
    "\\u0043REATE (n) RETURN n",
    "CALL dbms.listConfig() YIELD name RETURN name",
    "CALL `db`.`clearQueryCaches`()",
    "CALL db.createLabel('Foo')",
    "INSERT (:City {id: 'x'})",
]


@pytest.mark.parametrize("text", WRITES)
def test_a_query_that_does_more_than_read_is_refused(database_with_facts: tuple[object, Settings], text: str) -> None:
    _, settings = database_with_facts
    with connect(settings=settings) as database:
        before = list(database.read("MATCH (n) RETURN count(n) AS nodes"))
        with pytest.raises(ReadOnlyError, match=r"^queries are read-only: ") as caught:
            run_cypher(database, text)
        assert "\n" not in str(caught.value)
        assert list(database.read("MATCH (n) RETURN count(n) AS nodes")) == before


@pytest.mark.parametrize("text", [text for text in WRITES if "CALL" not in text.upper() and "INSERT" not in text])
def test_the_engine_itself_refuses_what_the_words_would_let_pass(
    database_with_facts: tuple[object, Settings], text: str
) -> None:
    """The check of words is the first answer, not the protection: without it the engines refuse too."""
    _, settings = database_with_facts
    with connect(settings=settings) as database:
        before = list(database.read("MATCH (n) RETURN count(n) AS nodes, count(n.name) AS names"))
        with pytest.raises(DatabaseError):
            database.read(text)
        assert list(database.read("MATCH (n) RETURN count(n) AS nodes, count(n.name) AS names")) == before


@pytest.fixture
def database_with_facts(settings: Settings, network: Network, loader: Loader) -> tuple[object, Settings]:
    with connect(settings=settings) as database:
        return load(database, network, loader), settings


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n) WHERE n.name = 'CREATE (n)' RETURN n",
        "MATCH (n) RETURN n.created AS `set`, n.set",
        "// DELETE all\nMATCH (n) RETURN n /* SET */",
        "MATCH (n:Set)-[:MERGE|CREATE]->(m) RETURN n, m",
        "MATCH (n) CALL (n) { RETURN 1 AS one } RETURN one",
        "MATCH (n) RETURN {delete: 1, remove: n.name} AS m",
        "CALL db.labels() YIELD label RETURN label",
        "MATCH (n) RETURN $set AS delete",
        'RETURN "it\'s -- CREATE" AS text',
    ],
)
def test_words_in_names_texts_and_comments_do_no_harm(text: str) -> None:
    require_reading_words(text)


def test_values_of_every_kind_come_back_plain(database_with_facts: tuple[object, Settings]) -> None:
    _, settings = database_with_facts
    with connect(settings=settings) as database:
        (row,) = run_cypher(
            database,
            "MATCH p = (a:Entity {id: 'enterprise:p'})-[e:SUPPLIES]->(b) RETURN a, e, p, date('2021-03-01') AS day, "
            "[1, null, 2.5] AS list, {x: true} AS map, $given AS given",
            {"given": "ы"},
        )
    assert row["a"]["labels"] == ["Enterprise", "Entity"]
    assert row["a"]["name"] == "Plant P"
    assert (row["e"]["type"], row["e"]["amount"], row["e"]["sources"]) == ("SUPPLIES", 12.5, ["note-2"])
    assert [node["id"] for node in row["p"]["nodes"]] == ["enterprise:p", "region:b"]
    assert (row["day"], row["list"], row["map"], row["given"]) == ("2021-03-01", [1, None, 2.5], {"x": True}, "ы")


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("city:a", "city:a"),
        ("Town A", "city:a"),
        ("tOWN a ", "city:a"),
        ("a-town", "city:a"),
        ("АГРАД", "city:a"),
        ("russian federation", "country:ru"),
    ],
)
def test_a_party_is_found_as_people_write_it(
    database_with_facts: tuple[object, Settings], given: str, found: str
) -> None:
    _, settings = database_with_facts
    with connect(settings=settings) as database:
        assert find_party(database, given) == found


def test_a_party_that_is_not_there_is_answered_with_proposals(database_with_facts: tuple[object, Settings]) -> None:
    _, settings = database_with_facts
    with connect(settings=settings) as database:
        with pytest.raises(UsageError, match=r"nothing is called 'Town D' in .*; did you mean Town "):
            find_party(database, "Town D")
        with pytest.raises(UsageError, match="give an id, a name or an alias"):
            find_party(database, "zzzzqqqq")


@pytest.mark.parametrize("text", ["MATCH (n RETURN n", "RETURN $nothing", "RETURN 1/0 AS x", "MATCH (n) RETURN m"])
def test_a_faulty_query_is_one_line(database: object, settings: Settings, text: str) -> None:
    with connect(settings=settings) as opened, pytest.raises(DatabaseError) as caught:
        run_cypher(opened, text)
    assert "\n" not in str(caught.value)


def test_a_runaway_query_is_stopped(neo4j_server: Server, tmp_path: Path) -> None:
    with connect(settings=Settings.from_environment(environment=neo4j_server.environment())) as database:
        text = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b) AS s"
        with pytest.raises(DatabaseError, match="took longer than its time limit"):
            run_cypher(database, text, timeout=1)
