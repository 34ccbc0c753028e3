"""Loading more facts than one statement takes: nothing is counted twice, nothing is left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from partnergraph.database import statements
from partnergraph.database.graph_reading import read_network
from partnergraph.database.loads.load import load
from partnergraph.errors import UsageError
from partnergraph.network import Network
from tests.conftest import make_loader
from tests.database.loads.many_facts import many_facts

if TYPE_CHECKING:
    from pathlib import Path

    from partnergraph.database.connection import Database

TOWNS, FACTS, BATCH = 60, 900, 250


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a hundred thousand facts, only sooner."""
    monkeypatch.setattr(statements, "BATCH", BATCH)


@pytest.fixture(scope="module")
def many() -> Network:
    return many_facts(TOWNS, FACTS, ["TWINNING"])


def with_notes(network: Network, rows: slice) -> Network:
    edges = network.edges.copy()
    edges.loc[rows, "note"] = "Looked at again"
    return replace(network, edges=edges)


def test_many_facts_are_created_changed_withdrawn_and_pruned(database: Database, tmp_path: Path, many: Network) -> None:
    loader = make_loader("towns", tmp_path)
    report = load(database, many, loader)
    assert report.counts["edges"]["created"] == FACTS
    assert read_network(database).equals(many)
    assert load(database, many, loader).changed_nothing

    noted = with_notes(many, slice(0, 599))
    changed = {**report.counts["edges"], "created": 0, "changed": 600, "unchanged": FACTS - 600}
    assert load(database, noted, loader).counts["edges"] == changed
    assert read_network(database).equals(noted)

    fewer = replace(noted, edges=noted.edges[noted.edges.index >= 400].reset_index(drop=True))
    assert load(database, fewer, loader).counts["edges"]["withdrawn"] == 400
    assert read_network(database).equals(fewer)
    assert load(database, noted, loader).counts["edges"]["restored"] == 400
    assert load(database, fewer, loader, prune=True).counts["edges"]["pruned"] == 400
    (row,) = database.read("MATCH ()-[e:TWINNING]->() RETURN count(e) AS edges")
    assert row["edges"] == FACTS - 400


@pytest.mark.parametrize("taken", [3, 300])
def test_many_ids_of_another_loader_are_refused(database: Database, tmp_path: Path, many: Network, taken: int) -> None:
    """Few ids are looked up, many are found by going through the others' edges: both say the same."""
    some = many.with_edges(many.edges.head(taken))
    load(database, some, make_loader("towns", tmp_path))
    edges = some.edges.assign(loader="other")
    said = rf"{taken} edge ids belong to another loader already: fact:0 \(towns\)"
    with pytest.raises(UsageError, match=said):
        load(database, replace(some, edges=edges), make_loader("other", tmp_path))
    assert read_network(database).equals(some)
