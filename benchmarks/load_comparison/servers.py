"""The engines that are loaded into: each stays up for the whole comparison, and is emptied before every load."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from load_comparison.entrants import say
from neo4j import GraphDatabase

from partnergraph.database.embedded.client import embedded_database
from tests.neo4j.server import LONG_TERM, running_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from neo4j import Driver

SMALL = 2_000
#: So many seconds of emptying are worth telling: nothing is heard of the comparison meanwhile.
LONG = 5
CONSTRAINTS = "SHOW CONSTRAINTS YIELD name RETURN name"
INDEXES = (
    "SHOW INDEXES YIELD name, type, owningConstraint WHERE owningConstraint IS NULL AND type <> 'LOOKUP' RETURN name"
)
NODES = "MATCH (n:Entity) RETURN count(n) AS held"
EDGES = "MATCH (:Entity)-[e]->(:Entity) RETURN count(e) AS held"


@dataclass(frozen=True)
class Engine:
    """A running engine.

    Attributes:
        name: What to call it.
        driver: Signed in as the one who may do everything.
        database: The database's name.
        environment: The variables by which a contestant finds it.
    """

    name: str
    driver: Driver
    database: str
    environment: dict[str, str]

    def empty(self) -> None:
        """Delete everything, in small batches, and the constraints and indexes too; then let the engine settle."""
        begun = time.perf_counter()
        with self.driver.session(database=self.database) as session:
            while session.run(f"MATCH (n) WITH n LIMIT {SMALL} DETACH DELETE n RETURN count(*) AS gone").single()[0]:
                pass
            for name in session.run(CONSTRAINTS).value():
                session.run(f"DROP CONSTRAINT `{name}` IF EXISTS").consume()
            if self.name != "embedded":
                for name in session.run(INDEXES).value():
                    session.run(f"DROP INDEX `{name}` IF EXISTS").consume()
        if (took := time.perf_counter() - begun) > LONG:
            say(f"{self.name}: emptied in {took:.0f} s")
        time.sleep(1)

    def counts(self) -> tuple[int, int]:
        """How many nodes and edges it holds, of those that a source states."""
        with self.driver.session(database=self.database) as session:
            return session.run(NODES).single()[0], session.run(EDGES).single()[0]


@contextmanager
def embedded(folder: Path) -> Iterator[Engine]:
    with embedded_database(folder) as lease, GraphDatabase.driver(lease.uri, auth=lease.writer) as driver:
        environment = found_at(lease.uri, *lease.writer, lease.database) | {"LOADING_EMBEDDED": str(folder)}
        yield Engine("embedded", driver, lease.database, environment)


@contextmanager
def neo4j(folder: Path, heap: str, page_cache: str) -> Iterator[Engine]:
    with running_server(folder, LONG_TERM, heap=heap, page_cache=page_cache) as server:
        auth = server.username, server.password
        with GraphDatabase.driver(server.uri(), auth=auth, warn_notification_severity="OFF") as driver:
            yield Engine(f"Neo4j {LONG_TERM.version}", driver, "neo4j", found_at(server.uri(), *auth, "neo4j"))


def found_at(uri: str, user: str, password: str, database: str) -> dict[str, str]:
    return {
        "LOADING_URI": uri,
        "LOADING_USER": user,
        "LOADING_PASSWORD": password,
        "LOADING_DATABASE": database,
    }
