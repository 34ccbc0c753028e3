"""What is withdrawn is left out of every named query by its reader, wherever an edge or a lone node is matched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from partnergraph.database.connection import Database
from partnergraph.database.loads.load import load
from partnergraph.database.queries.named_queries import read_query, run_query
from partnergraph.database.queries.withdrawal import without_withdrawn
from partnergraph.errors import UsageError
from partnergraph.loader import Loader
from partnergraph.network import Network
from tests.conftest import ROOT

FOLDER = ROOT / "cypher" / "queries"
SAYS_IT = "// withdrawn: included"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        (
            "MATCH (a)-[e:TWINNING]->(b) RETURN e",
            "MATCH (a)-[e:TWINNING]->(b)\nWHERE e.withdrawn_at IS NULL RETURN e",
        ),
        (
            "MATCH (a)-[e]-(b) WHERE a.id = $x OR b.id = $x RETURN e",
            "MATCH (a)-[e]-(b) WHERE e.withdrawn_at IS NULL AND (a.id = $x OR b.id = $x) RETURN e",
        ),
        (
            "MATCH (a)-[e]-(b) WHERE (a.id = $x OR b.id = $x) AND e.n = 1 RETURN e",
            "MATCH (a)-[e]-(b) WHERE e.withdrawn_at IS NULL AND (a.id = $x OR b.id = $x) AND e.n = 1 RETURN e",
        ),
        (
            "OPTIONAL MATCH (a)<-[way:LOCATED_IN*0..6]-(m:Entity) WITH m RETURN m",
            (
                "OPTIONAL MATCH (a)<-[way:LOCATED_IN*0..6]-(m:Entity)\nWHERE all(step IN way WHERE step.withdrawn_at"
                " IS NULL) AND a.withdrawn_at IS NULL AND m.withdrawn_at IS NULL WITH m RETURN m"
            ),
        ),
        ("MATCH (s:Source {id: $x}) RETURN s", "MATCH (s:Source {id: $x})\nWHERE s.withdrawn_at IS NULL RETURN s"),
        ("MATCH (:Source) RETURN 1", "MATCH (_1 :Source)\nWHERE _1.withdrawn_at IS NULL RETURN 1"),
        (
            "MATCH (_1)-->(b)<-[:X {k: [1]}]-(c)--(d) RETURN d",
            (
                "MATCH (_1)-[_2]->(b)<-[_3 :X {k: [1]}]-(c)-[_4]-(d)\nWHERE _2.withdrawn_at IS NULL"
                " AND _3.withdrawn_at IS NULL AND _4.withdrawn_at IS NULL RETURN d"
            ),
        ),
        (
            "MATCH (a) WHERE NOT EXISTS { MATCH (a)-[:X]->(b) WHERE b.n STARTS WITH 'x' OR b.n = 1 } RETURN a",
            (
                "MATCH (a) WHERE a.withdrawn_at IS NULL AND NOT EXISTS { MATCH (a)-[_1 :X]->(b) WHERE"
                " _1.withdrawn_at IS NULL AND (b.n STARTS WITH 'x' OR b.n = 1) } RETURN a"
            ),
        ),
        (
            "MATCH (a)-[e]->(b) WHERE a.n = 'MATCH (x)-->(y) OR \\' it' // WHERE or\nRETURN e.`with`, e.match",
            (
                "MATCH (a)-[e]->(b) WHERE e.withdrawn_at IS NULL AND a.n = 'MATCH (x)-->(y) OR \\' it' // WHERE or\n"
                "RETURN e.`with`, e.match"
            ),
        ),
        (
            "match (a)-[e]->(b) return a union match (n) where n.x xor n.y return n",
            (
                "match (a)-[e]->(b)\nWHERE e.withdrawn_at IS NULL return a union"
                " match (n) where n.withdrawn_at IS NULL AND (n.x xor n.y) return n"
            ),
        ),
        ("UNWIND [1] AS x RETURN x", "UNWIND [1] AS x RETURN x"),
    ],
)
def test_the_condition_stands_with_every_edge_and_every_lone_node(written: str, sent: str) -> None:
    assert without_withdrawn(written, "towns.cypher") == sent


@pytest.mark.parametrize(
    ("written", "piece"),
    [
        ("MATCH p = shortestPath((a)-[:X*]-(b)) RETURN p", "shortestPath("),
        ("MATCH ((a)-[e]->(b)){1,3} RETURN a", "(a)-["),
        ("MATCH (a)-[e]->+(b) RETURN a", "->+"),
        ("MATCH (a)-[`an e`:X]->(b) RETURN a", "(a)-[`"),
        ("MATCH (a WHERE (a)-->(:X)) RETURN a", "(a WHERE (a)-->"),
        ("MATCH (a) RETURN [(a)-[e:X]->(b) | b]", "(a)-[e:X]->(b)"),
        ("MATCH (a) WHERE (a)--(:X) RETURN a", "(a)--("),
        ("MATCH (a) WHERE EXISTS { (a)<-[:X]-() } RETURN a", "(a)<-[:X]-("),
    ],
)
def test_a_pattern_that_cannot_be_read_is_refused(written: str, piece: str) -> None:
    with pytest.raises(UsageError, match=re.escape(piece)) as caught:
        without_withdrawn(written, "towns.cypher")
    assert str(caught.value).startswith("towns.cypher: what is withdrawn cannot be left out of ")
    assert SAYS_IT in str(caught.value)


def write(path: Path, body: str, *header: str) -> Path:
    lines = ["// name: q", "// purpose: Tries something", "// column: id: an id", *header, body]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_asking_for_what_is_withdrawn_needs_the_header(tmp_path: Path) -> None:
    body = "MATCH ()-[e]->() WHERE e.withdrawn_at IS NOT NULL RETURN e.id AS id"
    with pytest.raises(UsageError, match=f"{SAYS_IT}'; add that line"):
        read_query(write(tmp_path / "q.cypher", body))
    assert read_query(write(tmp_path / "q.cypher", body, SAYS_IT)).text == body
    with pytest.raises(UsageError, match="or leave the line out"):
        read_query(write(tmp_path / "q.cypher", body, "// withdrawn: yes"))


def test_the_files_leave_it_to_their_reader() -> None:
    by_themselves = set()
    for path in FOLDER.glob("*.cypher"):
        lines = path.read_text(encoding="utf-8").splitlines()
        if SAYS_IT in lines:
            by_themselves.add(path.stem)
        else:
            assert not [line for line in lines if "withdrawn_at" in line], path.stem
    assert by_themselves == {"fact", "withdrawn"}


def test_an_author_who_forgets_it_gets_nothing_withdrawn(
    database: Database, network: Network, loader: Loader, tmp_path: Path
) -> None:
    load(database, network, loader)
    gone = network.edges["id"].iloc[0]
    fewer = network.part(set(network.nodes["id"]), set(network.edges["id"]) - {gone})
    assert load(database, fewer, loader, force=True).counts["edges"]["withdrawn"] == 1
    forms = [
        "MATCH (:Entity)-[e]->(:Entity) WHERE e.derived IS NULL OR e.id = 'x' RETURN e.id AS id",
        "MATCH (a:Entity)-->(b:Entity) WITH DISTINCT a, b MATCH (a)-[e]->(b) WHERE e.derived IS NULL RETURN e.id AS id",
        "MATCH (:Entity)-[way*1..1]->(:Entity) UNWIND way AS e WITH e WHERE e.derived IS NULL RETURN e.id AS id",
        (
            "MATCH (a:Entity) WITH a MATCH (a)-[e]->() WHERE e.derived IS NULL AND COUNT { MATCH (a)-[:NONE]->() } = 0 "
            "RETURN e.id AS id"
        ),
    ]
    everything = set(network.edges["id"])
    for body in forms:
        found = run_query(database, read_query(write(tmp_path / "q.cypher", body)), {})
        assert {row["id"] for row in found} == everything - {gone}, body
        found = run_query(database, read_query(write(tmp_path / "q.cypher", body, SAYS_IT)), {})
        assert {row["id"] for row in found} == everything, body
