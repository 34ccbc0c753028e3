"""Loads killed at random moments, each run again: every time the graph of an undisturbed load.

The short version; `make campaign` plays a hundred rounds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from partnergraph.database.connection import Settings
from partnergraph.database.embedded import client as embedded
from tests.database.loads.killing import Campaign, Round
from tests.neo4j.server import Server

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

#: Draws every scenario on the embedded engine and on 5.26, and kills the keeper and the engine as well.
SEED = 1799
#: How many rounds are played on an engine.
ROUNDS = {"embedded": 6, "neo4j-5.26": 4, "neo4j-2026-cypher-25": 2}


@pytest.fixture(scope="module")
def campaigns(
    tmp_path_factory: pytest.TempPathFactory, servers: Callable[[str], Server]
) -> Iterator[Callable[[str], Campaign]]:
    """A campaign by the name of an engine; the embedded engine is one of its own, since it is killed too."""
    with ExitStack() as stack:
        begun: dict[str, Campaign] = {}

        def get(engine: str) -> Campaign:
            if engine not in begun:
                folder = tmp_path_factory.mktemp(f"killed-{engine}")
                if engine == "embedded":
                    settings = Settings(folder=folder / ".partnergraph")
                    stack.callback(embedded.stop, settings.folder)
                else:
                    settings = Settings.from_environment(environment=servers(engine).environment())
                begun[engine] = Campaign(settings, folder / "loaders", SEED)
            return begun[engine]

        yield get


@pytest.mark.parametrize(
    ("engine", "number"), [(engine, number) for engine in ROUNDS for number in range(ROUNDS[engine])]
)
def test_a_killed_load_that_runs_again_ends_in_the_same_graph(
    campaigns: Callable[[str], Campaign], engine: str, number: int
) -> None:
    played = Round.drawn(SEED, number, embedded=engine == "embedded")
    print(played)
    outcome = campaigns(engine).play(played)
    assert (outcome.missing, outcome.surplus, outcome.doubled) == ([], [], [])
