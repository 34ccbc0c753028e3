"""What most programs do: UNWIND and MERGE through the official driver, rows as maps, a transaction a batch.

plain_merge.py FOLDER
"""

from __future__ import annotations

import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING

from neo4j import GraphDatabase
from shared import batches, measure, read, server

if TYPE_CHECKING:
    from neo4j import ManagedTransaction
    from shared import Row

CONSTRAINT = "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE"
NODES = "UNWIND $rows AS row MERGE (n:Entity {id: row.id}) SET n += row"
EDGES = (
    "UNWIND $rows AS row MATCH (a:Entity {id: row.source}) MATCH (b:Entity {id: row.target}) "
    "MERGE (a)-[e:%s {id: row.id}]->(b) SET e += row"
)


def write(transaction: ManagedTransaction, statement: str, rows: list[Row]) -> None:
    transaction.run(statement, rows=rows).consume()


def load() -> tuple[int, int]:
    folder = Path(sys.argv[1])
    uri, auth, database = server()
    nodes, edges = read(folder / "nodes.csv"), read(folder / "edges.csv")
    work = [(NODES, [row for rows in nodes.values() for row in rows])]
    work += [(EDGES % edge_type, rows) for edge_type, rows in edges.items()]
    with GraphDatabase.driver(uri, auth=auth) as driver, driver.session(database=database) as session:
        session.run(CONSTRAINT).consume()
        for statement, rows in work:
            for batch in batches(rows):
                session.execute_write(write, statement, batch)
    return len(work[0][1]), sum(map(len, edges.values()))


if __name__ == "__main__":
    assert "neo4j-rust-ext" not in {each.name for each in distributions()}, "the driver is not the pure Python one"
    measure(load)
