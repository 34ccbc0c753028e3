"""The turn to load into a Neo4j server: who waits for another load is told so, who waits for a slow server is not."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import neo4j

from partnergraph.database.driver.write_lock import ServerTurn

if TYPE_CHECKING:
    import pytest

    from tests.neo4j.server import Server

SAID = "another load is writing to this database; waiting for it\n"


def test_only_who_waits_for_another_load_is_told_of_one(
    neo4j_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(
        neo4j.GraphDatabase.driver(neo4j_server.uri(), auth=(neo4j_server.username, neo4j_server.password))
    ) as driver:

        def session() -> neo4j.Session:
            return driver.session(database="neo4j")

        def slow_session() -> neo4j.Session:
            if threading.current_thread() is threading.main_thread():
                time.sleep(2.5)
            return session()

        with session() as one:
            one.run("CREATE CONSTRAINT turn_id IF NOT EXISTS FOR (n:Turn) REQUIRE n.id IS UNIQUE").consume()
        first, second = ServerTurn(slow_session, "first"), ServerTurn(session, "second")
        first.take()
        assert capsys.readouterr().err == ""
        waiting = threading.Thread(target=second.take)
        waiting.start()
        waiting.join(4)
        assert waiting.is_alive()
        first.leave()
        waiting.join(30)
        assert not waiting.is_alive()
        second.leave()
        assert capsys.readouterr().err == SAID
        with session() as one:
            one.run("MATCH (n:Turn) DELETE n").consume()
