"""Read-only means read-only, on every engine: whatever writes, reads a file or an address, or calls what does so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from partnergraph.database.connection import Database, Settings
from partnergraph.database.loads.load import load
from partnergraph.database.queries.named_queries import run_cypher
from partnergraph.database.queries.readonly import require_reading_plan, require_reading_words
from partnergraph.errors import DatabaseError, ReadOnlyError
from partnergraph.loader import Loader
from partnergraph.network import Network
from tests.database.loads.killing import graph_of

CSV = "FROM 'file:///etc/hostname' AS line RETURN line"

#: Refused by their words alone, before any server is asked.
WRITES = [
    "CREATE (n:X)",
    "MATCH (n) SET n.x = 1",
    "MATCH (n) SET n:Foo",
    "MATCH (n) SET n += {x: 1}",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) NODETACH DELETE n",
    "MATCH ()-[e]->() DELETE e",
    "MERGE (n:X {id: 1})",
    "MATCH (n) REMOVE n:City",
    "INSERT (:X)",
    "FOREACH (x IN [1] | CREATE (:X))",
    # The schema, and the server itself.
    "CREATE INDEX foo FOR (n:City) ON (n.name)",
    "CREATE TEXT INDEX foo FOR (n:City) ON (n.name)",
    "DROP INDEX foo IF EXISTS",
    "DROP CONSTRAINT entity_id",
    "CREATE DATABASE foo",
    "DROP DATABASE neo4j",
    "STOP DATABASE neo4j",
    "START DATABASE neo4j",
    "CREATE USER x SET PASSWORD 'abcdefgh1'",
    "ALTER USER neo4j SET PASSWORD 'abcdefgh1'",
    "TERMINATE TRANSACTION 'x'",
    # Files and addresses.
    f"LOAD CSV {CSV}",
    f"LOAD CSV WITH HEADERS {CSV}",
    "LOAD CSV FROM 'http://127.0.0.1:1/x' AS line RETURN line",
    f"LOAD/**/CSV {CSV}",
    f"LOAD//x\nCSV {CSV}",
    f"RETURN 1 AS x UNION LOAD CSV {CSV}",
    f"CALL {{ LOAD CSV {CSV} }} RETURN line",
    f"RETURN COLLECT {{ LOAD CSV {CSV} }} AS x",
    # Subqueries.
    "CALL { CREATE (n:X) RETURN n } RETURN n",
    "CALL () { CREATE (:X) } RETURN 1 AS one",
    "MATCH (n) CALL (n) { SET n.x = 1 } IN TRANSACTIONS RETURN 1 AS one",
    "UNWIND [1] AS i CALL (i) { CREATE (:X) } IN TRANSACTIONS OF 10 ROWS",
    "UNWIND [1] AS i CALL (i) { CREATE (:X) } IN 2 CONCURRENT TRANSACTIONS OF 10 ROWS",
    "RETURN EXISTS { CREATE (:X) } AS x",
    "RETURN COUNT { MATCH (n) SET n.x = 1 } AS x",
    "RETURN COLLECT { MATCH (n) SET n.x = 1 RETURN n } AS x",
    "RETURN 1 AS one NEXT CREATE (:X)",
    "WHEN true THEN CREATE (:X)",
    "RETURN 1 AS one; CREATE (:X)",
    # Another database, another language, a plan.
    "USE neo4j CREATE (n:X)",
    "USE system CREATE USER x SET PASSWORD 'abcdefgh1'",
    "CYPHER 5 CREATE (n:X)",
    "CYPHER 25 CREATE (n:X)",
    "CYPHER runtime=slotted CREATE (n:X)",
    "EXPLAIN CREATE (n:X)",
    "PROFILE MATCH (n) SET n.x = 1",
    "INSERT INTO City SET x = 1",
    "UPDATE City SET x = 1",
    "CREATE VERTEX City",
    # What hides a word: escapes, comments, quotes, white space, names.
    "\\u0043REATE (n:X)",
    "\\uuu0043REATE (n:X)",
    "MATCH (n) \\u0053\\u0045\\u0054 n.x = 1",
    "/* */CREATE (n:X)",
    "RETURN 1 AS x // \nCREATE (:X)",
    "MATCH (n) // \rSET n.x = 1",
    "MATCH (n) // \\u000aSET n.x = 1",
    "RETURN '\\\\' AS x, 1 AS y CREATE (:X) // '",
    "RETURN '\\u0027 AS x, ' AS y CREATE (:X) // '",
    "RETURN 1 AS x /* \\u002a/ CREATE (:X) // */",
    "WITH 1 AS `//` CREATE (:X)",
    "WITH 1 AS `/*` CREATE (:X) //*/",
    "WITH 1 AS `'` CREATE (:X) WITH 1 AS `'` RETURN 1 AS one",
    "MATCH (n) SET\u00a0n.x = 1",
    "MATCH (n)\u2003SET n.x = 1",
    "MATCH (n)\u200bSET n.x = 1",
    "\ufeffCREATE (n:X)",
    "MATCH (n) WITH n AS as SET as.x = 1",
    "WITH 1 AS AS CREATE (:X)",
    f"WITH 1 AS AS LOAD CSV {CSV}",
    # Procedures and functions that do more than tell of the graph.
    "CALL db.createLabel('Foo')",
    "CALL `db.createLabel`('Foo')",
    "CALL `db` . `createLabel`('Foo')",
    "CALL db./* */createLabel('Foo')",
    "CALL\u00a0db.createLabel('Foo')",
    "OPTIONAL CALL db.createLabel('Foo') RETURN 1 AS one",
    "CALL db.clearQueryCaches()",
    "MATCH (n) // \rCALL db.clearQueryCaches() RETURN n",
    "CALL db.checkpoint()",
    "CALL db.index.fulltext.queryNodes('x', 'y') YIELD node RETURN node",
    "CALL dbms.setConfigValue('a', 'b')",
    "CALL dbms.listConfig() YIELD name RETURN name",
    "CALL apoc.load.json('file:///etc/passwd')",
    "CALL apoc.cypher.doIt('CREATE (:X)', {}) YIELD value RETURN value",
    "CALL create.node(['X'], {}) YIELD node RETURN node",
    "CALL merge.relationship()",
    "CALL refactor.mergeNodes([])",
    "RETURN apoc.cypher.runFirstColumnSingle('MATCH (n) RETURN n', {}) AS x",
    "RETURN genai.vector.encode('x', 'OpenAI', {}) AS x",
    "RETURN `genai` . `vector`.encode ('x', 'OpenAI', {}) AS x",
    "RETURN `genai.vector.encode`('x', 'OpenAI', {}) AS x",
]

#: What the words cannot tell from a name, the server tells.
ONLY_THE_SERVER_SEES = [
    "MATCH (as) WITH as SET as.x = 1",
    "MATCH (as) WITH as CREATE (:X)",
]

#: Harmless, and let through.
READS = [
    "RETURN date.truncate('year', date('2021-03-15')) AS day",
    "RETURN point.distance(point({x: 0, y: 0}), point({x: 3, y: 4})) AS far",
    "RETURN duration.between(date('2021-01-01'), date('2021-01-03')) AS time",
    "MATCH (n) WHERE n.name IN ['x'] AND (n.x > 1.5 OR (n.y) < 2) RETURN n.name, (n.x)",
    "MATCH (start)-[e]->(stop) RETURN start.name, stop.name",
    "MATCH (n) RETURN n.as AS AS",
    "MATCH (n) RETURN n.name AS set, n.id AS delete",
    "RETURN 'SET' AS x // SET\r",
    "CALL `db`.`labels`() YIELD label RETURN label",
    "RETURN '\\u0027' AS quote",
]


@pytest.mark.parametrize("text", WRITES)
def test_the_words_are_refused(text: str) -> None:
    with pytest.raises(ReadOnlyError, match=r"^queries are read-only: ") as caught:
        require_reading_words(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", READS)
def test_the_words_are_let_through(text: str) -> None:
    require_reading_words(text)


def verdict(work: Callable[[], object]) -> str:
    try:
        work()
    except ReadOnlyError:
        return "read-only"
    except DatabaseError:
        return "refused"
    return "done"


@pytest.fixture
def filled(settings: Settings, database: Database, network: Network, loader: Loader) -> Database:
    load(database, network, loader)
    return database


def test_no_engine_does_what_the_words_refuse(filled: Database) -> None:
    """Without the look at the words, the engine or its plan refuses; at the least nothing is written."""
    before = graph_of(filled)
    schema = indexes(filled)
    for text in [*WRITES, *ONLY_THE_SERVER_SEES]:
        verdict(lambda text=text: filled.read(text, timeout=30))  # type: ignore[misc]
        assert (text, graph_of(filled) == before, indexes(filled) == schema) == (text, True, True)


def test_no_engine_runs_what_only_it_can_see(filled: Database) -> None:
    before = graph_of(filled)
    verdicts = {text: verdict(lambda text=text: run_cypher(filled, text)) for text in ONLY_THE_SERVER_SEES}  # type: ignore[misc]
    assert verdicts == dict.fromkeys(ONLY_THE_SERVER_SEES, "read-only")
    assert graph_of(filled) == before


def test_no_file_is_read_whatever_hides_the_words(filled: Database) -> None:
    """The plan of the query is looked at, or the engine lets its reading user read no file."""
    for text in [
        f"LOAD CSV {CSV}",
        f"MATCH (as) WITH as LIMIT 1 LOAD CSV {CSV}",
        f"CALL () {{ LOAD CSV {CSV} }} RETURN line",
    ]:
        assert (text, verdict(lambda text=text: planned_and_read(filled, text))) == (text, "read-only")  # type: ignore[misc]


def planned_and_read(database: Database, text: str) -> object:
    """Run a query as `run_cypher` does, but for the look at its words."""
    require_reading_plan(database.plan(text))
    return database.read(text)


def indexes(database: Database) -> list[str]:
    return sorted(row["name"] or "" for row in database.read("SHOW INDEXES"))
