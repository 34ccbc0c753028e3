"""Loads in parts: the same graph as at once, completed after a break, and one at a time."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from partnergraph.database import statements
from partnergraph.database.connection import Database, Settings, connect
from partnergraph.database.driver.write_lock import UncertainError
from partnergraph.database.graph_reading import read_network
from partnergraph.database.loads import in_parts as parts
from partnergraph.database.loads import load as writing
from partnergraph.database.loads.load import load
from partnergraph.errors import DatabaseError, UsageError
from partnergraph.network import Network
from partnergraph.progress import Progress
from tests.cli.test_app import call
from tests.conftest import make_loader
from tests.database.loads.many_facts import many_facts
from tests.database.loads.test_write_lock import at_once

if TYPE_CHECKING:
    from pathlib import Path

    from partnergraph.database.loads.load_report import LoadReport
    from partnergraph.loader import Loader

TOWNS, FACTS = 40, 600
TYPES = ("TWINNING", "AGREEMENT", "COOPERATION")


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a million facts, only sooner."""
    monkeypatch.setattr(statements, "BATCH", 50)
    monkeypatch.setattr(writing, "ONE_TRANSACTION", 100)


@pytest.fixture(scope="module")
def many() -> Network:
    return many_facts(TOWNS, FACTS, TYPES)


@pytest.fixture
def towns(tmp_path: Path) -> Loader:
    return make_loader("towns", tmp_path)


class Break(Exception):  # noqa: N818  it stands for a crash
    """What ends a load in its middle."""


class Breaking(Progress):
    """Breaks the load off after so many rows."""

    def __init__(self, after: int) -> None:
        self.left = after
        self.stages: list[str] = []
        self._lock = threading.Lock()

    def begin(self, stage: str, total: int | None = None) -> None:
        self.stages.append(f"{stage} {total}" if total else stage)

    def advance(self, steps: int) -> None:
        with self._lock:
            self.left -= steps
        if self.left < 0:
            raise Break


def unfinished(database: Database) -> list[str]:
    rows = database.read("MATCH (l:Loader) WHERE l.unfinished IS NOT NULL RETURN l.id AS id ORDER BY id")
    return [row["id"] for row in rows]


def edges_held(database: Database) -> int:
    (row,) = database.read("MATCH ()-[e]->() RETURN count(e) AS held")
    return int(row["held"])


def changed(network: Network) -> Network:
    """As it was, with notes on some facts, others gone, others new, and one with another end."""
    edges = network.edges.copy()
    edges.loc[:150, "note"] = "Looked at again"
    edges.loc[200, "target"] = "city:town-3"
    new = edges.iloc[300:450].assign(id=[f"new:{number}" for number in range(150)])
    edges = pd.concat([edges.iloc[:480], new], ignore_index=True)
    return Network.from_frames(network.nodes, edges, network.sources)


def test_a_load_in_parts_gives_the_same_graph(database: Database, towns: Loader, many: Network) -> None:
    watched = Breaking(after=10_000)
    report = load(database, many, towns, progress=watched)
    zero = {"changed": 0, "unchanged": 0, "restored": 0, "withdrawn": 0, "pruned": 0, "refused": 0}
    assert report.counts["nodes"] == {"read": TOWNS + 1, "created": TOWNS + 1, **zero}
    assert report.counts["edges"] == {"read": FACTS, "created": FACTS, **zero}
    assert report.counts["locations"] == {"read": TOWNS, "created": TOWNS, **zero}
    assert watched.stages == [
        "towns: comparing with the database",
        "towns: writing nodes 42",
        "towns: writing edges 600",
        "towns: writing edges 40",
        "towns: making indexes",
    ]
    assert watched.left == 10_000 - (TOWNS + 1) - 1 - FACTS - TOWNS
    assert read_network(database).equals(many)
    assert edges_held(database) == FACTS + TOWNS
    assert unfinished(database) == []
    assert load(database, many, towns).changed_nothing


def test_changes_in_parts_give_the_same_graph(database: Database, towns: Loader, many: Network) -> None:
    load(database, many, towns)
    now = changed(many)
    report = load(database, now, towns)
    facts = {"read": 630, "created": 151, "changed": 151, "unchanged": 328, "restored": 0, "withdrawn": 120}
    assert report.counts["edges"] == {**facts, "pruned": 1, "refused": 0}
    assert read_network(database).equals(now)
    back = load(database, many, towns)
    assert (back.counts["edges"]["restored"], back.counts["edges"]["withdrawn"]) == (120, 150)
    assert read_network(database).equals(many)
    assert load(database, many, towns, prune=True).counts["edges"]["pruned"] == 150
    assert edges_held(database) == FACTS + TOWNS


def test_ids_are_unique_after_a_load_in_parts(database: Database, towns: Loader, many: Network) -> None:
    """The constraints of edges that are made at the end are there, whichever types the load had."""
    load(database, many, towns)
    for edge_type in TYPES:
        with pytest.raises(DatabaseError):
            database.write(
                lambda transaction, name=edge_type: transaction.run(  # type: ignore[misc]
                    f"MATCH (a:Entity {{id: 'city:town-0'}})-[e:{name}]->(b) WITH a, b, e.id AS id LIMIT 1 "
                    f"CREATE (a)-[:{name} {{id: id}}]->(b)"
                ).consume()
            )
    assert edges_held(database) == FACTS + TOWNS


@pytest.mark.parametrize("after", [0, 60, 300, 640])
def test_a_load_that_broke_off_is_completed(database: Database, towns: Loader, many: Network, after: int) -> None:
    with pytest.raises(Break):
        load(database, many, towns, progress=Breaking(after))
    assert unfinished(database) == ["towns"]
    with pytest.raises(UsageError, match=r"the load of towns that began on 20.* 'partnergraph load towns'"):
        read_network(database)  # a ranking of a part would be a wrong one
    before = edges_held(database)
    report = load(database, many, towns)
    made = report.counts["edges"]["created"] + report.counts["locations"]["created"]
    assert before + made == FACTS + TOWNS
    assert report.counts["edges"]["created"] + report.counts["edges"]["unchanged"] == FACTS
    assert read_network(database).equals(many)
    assert edges_held(database) == FACTS + TOWNS
    assert unfinished(database) == []
    assert load(database, many, towns).changed_nothing


@pytest.mark.parametrize("after", [60, 300])
def test_changes_that_broke_off_are_completed(database: Database, towns: Loader, many: Network, after: int) -> None:
    load(database, many, towns)
    now = changed(many)
    with pytest.raises(Break):
        load(database, now, towns, progress=Breaking(after))
    load(database, now, towns)
    assert read_network(database).equals(now)
    assert load(database, now, towns).changed_nothing


def test_two_loads_in_parts_at_the_same_time(
    settings: Settings, database: Database, towns: Loader, many: Network
) -> None:
    with connect(settings=settings) as other:
        reports = at_once(lambda: load(database, many, towns), lambda: load(other, many, towns))
    assert sorted(report.counts["edges"]["created"] for report in reports) == [0, FACTS]
    assert read_network(database).equals(many)
    assert edges_held(database) == FACTS + TOWNS
    assert not list(database.read("MATCH (t:Turn) RETURN t"))


def test_two_loaders_in_parts_at_the_same_time(
    settings: Settings, database: Database, towns: Loader, many: Network, tmp_path: Path
) -> None:
    theirs = replace(many, edges=many.edges.assign(id="other-" + many.edges["id"], loader="others"))
    others = make_loader("others", tmp_path)
    with connect(settings=settings) as other:
        at_once(lambda: load(database, many, towns), lambda: load(other, theirs, others))
    assert len(read_network(database).edges) == 2 * FACTS
    assert load(database, many, towns).changed_nothing
    assert load(database, theirs, others).changed_nothing


class Overtaking(Progress):
    """In the middle of a load, as after a restart of the server, another one takes its turn."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.is_done = False
        self.waited = 0

    def advance(self, steps: int) -> None:  # noqa: ARG002
        if not self.is_done:
            self.is_done = True
            self.database.write(
                lambda transaction: transaction.run("MATCH (f:Turn {id: 'fence'}) SET f.load = 'another'").consume()
            )

    def waiting(self) -> None:
        self.waited += 1


def test_a_load_that_was_overtaken_compares_anew(
    settings: Settings, database: Database, towns: Loader, many: Network
) -> None:
    if not database.engine.own_constraints:
        pytest.skip("on the embedded engine a file is locked, which no restart forgets")
    with connect(settings=settings) as other:
        overtaking = Overtaking(other)
        load(database, many, towns, progress=overtaking)
    assert overtaking.waited == 1
    assert read_network(database).equals(many)
    assert edges_held(database) == FACTS + TOWNS


def test_a_commit_that_may_have_taken_place_doubles_nothing(
    database: Database, towns: Loader, many: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line breaks after the server has committed and before it could say so, at every fifth part."""
    original, count = Database.write_part, [0]

    def breaking(self: Database, *arguments: object, **named: object) -> object:
        outcome: object = original(self, *arguments, **named)  # type: ignore[arg-type]
        count[0] += 1
        if count[0] % 5 == 0:
            raise UncertainError
        return outcome

    monkeypatch.setattr(Database, "write_part", breaking)
    report = load(database, many, towns)
    monkeypatch.undo()
    assert report.counts["edges"]["created"] == FACTS
    assert read_network(database).equals(many)
    assert edges_held(database) == FACTS + TOWNS


def test_who_is_overtaken_again_and_again_is_told(
    database: Database, towns: Loader, many: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Database, *arguments: object, **named: object) -> object:
        raise UncertainError

    monkeypatch.setattr(Database, "write_part", broken)
    monkeypatch.setattr(parts, "_VAIN_ATTEMPTS", 3)
    with pytest.raises(DatabaseError, match="again and again while towns was loaded; run the command again"):
        load(database, many, towns)


def test_what_is_refused_is_refused_before_anything_is_written(
    database: Database, towns: Loader, many: Network, tmp_path: Path
) -> None:
    load(database, many, towns)
    with pytest.raises(UsageError, match="600 edge ids belong to another loader already"):
        load(database, many, make_loader("copy", tmp_path))
    fewer = many.with_edges(many.edges.iloc[:110])
    with pytest.raises(UsageError, match="towns now states 110 edges and would lose 490 of the 600"):
        load(database, fewer, towns)
    assert unfinished(database) == []
    assert read_network(database).equals(many)


def test_a_small_source_that_lost_much_is_written_in_parts(database: Database, towns: Loader, many: Network) -> None:
    load(database, many, towns)
    few = many.with_edges(many.edges.iloc[:20])
    report: LoadReport = load(database, few, towns, force=True)
    assert report.counts["edges"]["withdrawn"] == FACTS - 20
    assert read_network(database).equals(few)


def test_a_query_of_a_part_warns_and_a_ranking_is_refused(project: Path, many: Network, towns: Loader) -> None:
    folder = project / ".partnergraph"
    with connect(settings=Settings(folder=folder)) as database, pytest.raises(Break):
        load(database, many, towns, progress=Breaking(after=300))
    counted = call("query", "--cypher", "MATCH (n:City) RETURN count(n) AS n", "--format", "csv", cwd=project)
    assert (counted.returncode, counted.stdout) == (0, f"n\n{TOWNS}\n")
    assert "warning: the load of towns that began on 20" in counted.stderr
    ranked = call("rank", cwd=project)
    assert (ranked.returncode, ranked.stdout) == (2, "")
    assert "so a part is missing; wait for it, or if it was broken off" in ranked.stderr
