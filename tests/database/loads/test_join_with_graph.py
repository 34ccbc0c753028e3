"""Loaders that speak of the same party, loaded into each engine: one node, in either order, loaded once or again."""

# ruff: noqa: RUF001

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from partnergraph.database.graph_reading import read_network
from partnergraph.database.loads.join_with_graph import join_with_database
from partnergraph.database.loads.load import load, load_source
from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.reading import read_loader
from partnergraph.network import records
from tests.conftest import ENGINES
from tests.loading.written_loaders import write_loader

if TYPE_CHECKING:
    from pathlib import Path

    from partnergraph.database.connection import Database

OURS = (
    "id,type,name,country,aliases,geonames,latitude,longitude\n"
    "city:minsk,City,Minsk,BY,Минск,625144,53.9,27.57\n"
    "city:bobruisk,City,Bobruisk,BY,,630468,53.15,29.21\n"
)
THEIRS = (
    "id,type,name,country,wikidata,latitude,longitude\n"
    "place:q2280,City,Мінск,BY,Q2280,53.902778,27.561667\n"
    "place:q586,City,Bonn,DE,Q586,50.73,7.1\n"
)
OUR_FACTS = "type,source,target,sources\nTWINNING,city:minsk,city:bobruisk,book\n"
THEIR_FACTS = "type,source,target,sources\nTWINNING,place:q2280,place:q586,book\n"


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    return write_loader(tmp_path / "ours", nodes=OURS, edges=OUR_FACTS)


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    return write_loader(tmp_path / "theirs", nodes=THEIRS, edges=THEIR_FACTS)


def held(database: Database) -> dict[str, list[str]]:
    """Return who states each node."""
    rows = database.read("MATCH (n:Entity) WHERE n.withdrawn_at IS NULL RETURN n.id AS id, n.loaders AS loaders")
    return {row["id"]: list(row["loaders"]) for row in rows}


def test_one_city_is_one_node_and_the_facts_keep_their_sources(database: Database, ours: Path, theirs: Path) -> None:
    load_source(database, ours)
    load_source(database, theirs)
    assert held(database) == {
        "city:minsk": ["ours", "theirs"],
        "city:bobruisk": ["ours"],
        "place:q586": ["theirs"],
    }
    network = read_network(database)
    nodes = {row["id"]: row for row in records(network.nodes)}
    minsk = nodes["city:minsk"]
    assert (minsk["name"], minsk["aliases"], minsk["wikidata"], minsk["geonames"]) == (
        "Minsk",
        ("Минск", "Мінск"),
        "Q2280",
        "625144",
    )
    (before,) = records(read_loader(theirs).edges)
    (fact,) = [row for row in records(network.edges) if row["loader"] == "theirs"]
    assert fact == {**before, "source": "city:minsk"}, "the id is that of the loader's own account"


def test_in_the_other_order_the_first_ones_ids_stand(database: Database, ours: Path, theirs: Path) -> None:
    load_source(database, theirs)
    load_source(database, ours)
    assert held(database) == {
        "place:q2280": ["theirs", "ours"],
        "city:bobruisk": ["ours"],
        "place:q586": ["theirs"],
    }


def test_loading_again_in_any_order_changes_nothing(database: Database, ours: Path, theirs: Path) -> None:
    for folder in (ours, theirs):
        load_source(database, folder)
    before = held(database)
    for folder in (theirs, ours, ours, theirs):
        assert load_source(database, folder).changed_nothing
    loaders = [open_loader(folder) for folder in (theirs, ours)]
    for joined in join_with_database(database, [(each, read_loader(each)) for each in loaders]):
        assert load(database, joined.network, joined.loader).changed_nothing
    assert held(database) == before


def test_two_at_once_into_an_empty_database(database: Database, ours: Path, theirs: Path) -> None:
    loaders = [open_loader(folder) for folder in (ours, theirs)]
    first, second = join_with_database(database, [(each, read_loader(each)) for each in loaders])
    assert (first.joins.summary(), len(first.network.nodes)) == ("", 2)
    assert second.joins.summary() == (
        "theirs: 1 of its nodes is known from ours (1 by normal form); "
        "'partnergraph resolve ours theirs --joined' lists them"
    )
    assert set(second.network.nodes["id"]) == {"city:minsk", "place:q586"}


def test_a_decision_parts_them_again(database: Database, ours: Path, theirs: Path) -> None:
    for folder in (ours, theirs):
        load_source(database, folder)
    (theirs / "who_is_who.csv").write_text("name,id\nМінск,place:q2280\n", encoding="utf-8")
    load_source(database, theirs)
    assert held(database) == {
        "city:minsk": ["ours"],
        "city:bobruisk": ["ours"],
        "place:q2280": ["theirs"],
        "place:q586": ["theirs"],
    }
    # The one that was there first is not joined to what was parted from it.
    assert load_source(database, ours).counts["nodes"]["created"] == 0
    assert held(database)["city:minsk"] == ["ours"]


@pytest.mark.parametrize("settings", ENGINES[:1], indirect=True)
def test_what_is_withdrawn_is_nobody(database: Database, ours: Path, theirs: Path) -> None:
    load_source(database, ours)
    write_loader(
        ours,
        nodes=OURS.splitlines(keepends=True)[0] + OURS.splitlines(keepends=True)[2],
        edges="type,source,target,sources\n",
    )
    load_source(database, ours, force=True)
    load_source(database, theirs)
    assert "place:q2280" in held(database)
