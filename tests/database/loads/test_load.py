"""Loading into each engine and reading back: the same network, idempotent, nothing lost in silence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from partnergraph.database import statements
from partnergraph.database.connection import Settings, connect
from partnergraph.database.graph_reading import read_network
from partnergraph.database.loads.load import LoadOptions, load, load_sources
from partnergraph.database.loads.plan import GUARDED_SIZE
from partnergraph.errors import DatabaseError, UsageError
from partnergraph.loading.source import named_source
from partnergraph.network import Network
from partnergraph.vocabulary import STANDARD, EdgeType, NodeType
from tests.conftest import make_loader, small_network

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from partnergraph.database.connection import Database
    from partnergraph.database.loads.load_report import LoadReport
    from partnergraph.loader import Loader

NOTHING = {"created": 0, "changed": 0, "restored": 0, "withdrawn": 0, "pruned": 0, "refused": 0}


def without_edges(network: Network, *ids: str) -> Network:
    edges = network.edges[~network.edges["id"].isin(ids)].reset_index(drop=True)
    return replace(network, edges=edges)


def changed_cell(network: Network, edge: str, column: str, value: str | float | None) -> Network:
    edges = network.edges.copy()
    edges.loc[edges["id"] == edge, column] = value
    return replace(network, edges=edges)


def facts(database: Database, where: str = "e.withdrawn_at IS NULL") -> set[str]:
    rows = database.read(f"MATCH ()-[e]->() WHERE e.derived IS NULL AND {where} RETURN e.id AS id")
    return {row["id"] for row in rows}


def test_what_is_loaded_is_read_back(database: Database, network: Network, loader: Loader) -> None:
    report = load(database, network, loader)
    assert report.counts["nodes"] == {"read": 8, **NOTHING, "created": 8, "unchanged": 0}
    assert report.counts["edges"] == {"read": 5, **NOTHING, "created": 5, "unchanged": 0}
    assert report.counts["locations"] == {"read": 6, **NOTHING, "created": 6, "unchanged": 0}
    assert report.counts["sources"] == {"read": 3, **NOTHING, "created": 3, "unchanged": 0}
    assert read_network(database).equals(network)


def test_a_second_load_changes_nothing(database: Database, network: Network, loader: Loader) -> None:
    load(database, network, loader)
    loaded_at = list(database.read("MATCH (l:Loader) RETURN l.loaded_at AS at"))
    report = load(database, network, loader)
    assert report.changed_nothing
    for kind, read in (("nodes", 8), ("edges", 5), ("locations", 6), ("sources", 3)):
        assert report.counts[kind] == {"read": read, **NOTHING, "unchanged": read}
    assert list(database.read("MATCH (l:Loader) RETURN l.loaded_at AS at")) == loaded_at


def test_parallel_facts_stay_apart(database: Database, network: Network, loader: Loader) -> None:
    load(database, network, loader)
    rows = database.read(
        "MATCH (:Entity {id: 'city:a'})-[e]->(:Entity {id: 'city:b'}) RETURN type(e) AS type, e.id AS id ORDER BY id"
    )
    assert list(rows) == [{"type": "AGREEMENT", "id": "a1"}, {"type": "TWINNING", "id": "t1"}]


def test_a_fact_no_longer_stated_is_withdrawn_and_comes_back(
    database: Database, network: Network, loader: Loader
) -> None:
    load(database, network, loader)
    report = load(database, without_edges(network, "a1"), loader)
    assert report.counts["edges"] == {"read": 4, **NOTHING, "unchanged": 4, "withdrawn": 1}
    assert facts(database) == {"t1", "t2", "s1", "p1"}
    assert facts(database, "e.withdrawn_at IS NOT NULL") == {"a1"}
    (row,) = database.read("MATCH ()-[e {id: 'a1'}]->() RETURN e.title AS title, e.withdrawn_at AS at")
    assert row["title"] == "Cooperation agreement"
    assert pd.Timestamp(row["at"]).tzinfo is not None
    assert set(read_network(database).edges["id"]) == {"t1", "t2", "s1", "p1"}
    assert set(read_network(database, withdrawn=True).edges["id"]) == {"t1", "a1", "t2", "s1", "p1"}

    report = load(database, without_edges(network, "a1"), loader)
    assert report.changed_nothing

    report = load(database, network, loader)
    assert report.counts["edges"] == {"read": 5, **NOTHING, "unchanged": 4, "restored": 1}
    assert read_network(database).equals(network)


def test_what_a_fact_carries_out_is_a_list_and_goes_with_what_is_withdrawn(
    database: Database, network: Network, loader: Loader
) -> None:
    edges = network.edges.copy()
    edges["carries_out"] = [("a1", "s1") if each == "p1" else () for each in edges["id"]]
    linked = replace(network, edges=edges)
    load(database, linked, loader)
    links = "MATCH ()-[e]->() WHERE e.carries_out IS NOT NULL RETURN e.id AS id, e.carries_out AS carries_out"
    assert list(database.read(links)) == [{"id": "p1", "carries_out": ["a1", "s1"]}]
    assert read_network(database).equals(linked)
    # The promise is no longer stated while the row of the deed still names it, as another program may leave it.
    load(database, without_edges(linked, "a1"), loader)
    read = read_network(database).edges
    assert dict(zip(read["id"], read["carries_out"], strict=True)) == {"t1": (), "t2": (), "s1": (), "p1": ("s1",)}
    load(database, network, loader)
    assert list(database.read(links)) == []
    assert read_network(database).equals(network)


def test_a_place_no_longer_stated_goes_with_where_it_lay(database: Database, network: Network, loader: Loader) -> None:
    load(database, network, loader)
    smaller = without_edges(network, "t2", "p1")
    smaller = replace(smaller, nodes=smaller.nodes[smaller.nodes["id"] != "city:c"].reset_index(drop=True))
    report = load(database, smaller, loader)
    assert report.counts["nodes"]["withdrawn"] == 1
    assert report.counts["edges"]["withdrawn"] == 2
    assert report.counts["locations"]["withdrawn"] == 1
    assert read_network(database).equals(smaller)


def test_prune_deletes_for_good(database: Database, network: Network, loader: Loader) -> None:
    load(database, network, loader)
    load(database, without_edges(network, "t1"), loader)
    report = load(database, without_edges(network, "t1", "a1"), loader, prune=True)
    assert report.counts["edges"] == {"read": 3, **NOTHING, "unchanged": 3, "pruned": 2}
    assert facts(database, "true") == {"t2", "s1", "p1"}


def test_changed_cells_are_changed_and_emptied_ones_emptied(
    database: Database, network: Network, loader: Loader
) -> None:
    load(database, network, loader)
    changed = changed_cell(changed_cell(network, "s1", "amount", 13.0), "a1", "title", None)
    report = load(database, changed, loader)
    assert report.counts["edges"] == {"read": 5, **NOTHING, "changed": 2, "unchanged": 3}
    assert read_network(database).equals(changed)
    (row,) = database.read("MATCH ()-[e {id: 'a1'}]->() RETURN e.title AS title")
    assert row["title"] is None


def test_an_edge_with_another_end_under_its_id_moves(database: Database, network: Network, loader: Loader) -> None:
    load(database, network, loader)
    moved = changed_cell(network, "t1", "target", "city:c")
    report = load(database, moved, loader)
    assert report.counts["edges"] == {"read": 5, **NOTHING, "created": 1, "pruned": 1, "unchanged": 4}
    assert read_network(database).equals(moved)


@pytest.mark.parametrize("size", [20, GUARDED_SIZE])
def test_an_empty_or_much_smaller_source_is_refused_unless_forced(
    database: Database, network: Network, loader: Loader, size: int
) -> None:
    twinnings = [
        {"id": f"x{number}", "type": "TWINNING", "source": "city:a", "target": "city:b", "sources": "book"}
        for number in range(size)
    ]
    large = Network.from_frames(network.nodes, pd.DataFrame(twinnings), network.sources, loader=loader.name)
    load(database, large, loader)
    small = without_edges(large, *(f"x{number}" for number in range(size - 1)))
    with pytest.raises(
        UsageError, match=f"towns now states 1 edges and would lose {size - 1} of the {size} .* --force"
    ):
        load(database, small, loader)
    assert read_network(database).equals(large)
    empty = replace(Network.empty(), vocabulary=network.vocabulary)
    with pytest.raises(UsageError, match=f"states 0 edges and would lose {size} of the {size}"):
        load(database, empty, loader)
    report = load(database, small, loader, force=True)
    assert report.counts["edges"]["withdrawn"] == size - 1


def test_two_loaders_share_a_place_and_keep_their_facts(
    database: Database, network: Network, loader: Loader, tmp_path: Path
) -> None:
    other = make_loader("others", tmp_path)
    nodes = pd.DataFrame(
        [
            {"id": "region:a", "type": "Region", "name": "Region A"},
            {"id": "city:a", "type": "City", "name": "Another name", "aliases": "Alpha", "note": "Noted",
             "located_in": "region:a"},
            {"id": "city:z", "type": "City", "name": "Town Z", "located_in": "region:a"},
        ]
    )  # fmt: skip
    edges = pd.DataFrame([{"id": "o1", "type": "TWINNING", "source": "city:a", "target": "city:z", "sources": "web"}])
    sources = pd.DataFrame([{"id": "web", "title": "A page"}])
    theirs = Network.from_frames(nodes, edges, sources, loader="others")
    load(database, network, loader)
    load(database, theirs, other)
    merged = read_network(database)
    (town,) = merged.nodes[merged.nodes["id"] == "city:a"].to_dict("records")
    assert (town["name"], town["note"]) == ("Town A", "Noted")
    assert town["aliases"] == ("A-Town", "Аград", "Alpha")
    assert set(merged.filtered(loaders=["others"]).edges["id"]) == {"o1"}
    ways = database.read("MATCH (n:Entity)-[e:LOCATED_IN]->(:Entity {id: 'region:a'}) RETURN n.id AS id ORDER BY id")
    assert [row["id"] for row in ways] == ["city:a", "city:z"]
    assert load(database, theirs, other).changed_nothing
    assert load(database, network, loader).counts["nodes"]["changed"] == 0

    load(database, replace(Network.empty(), vocabulary=theirs.vocabulary), other, force=True)
    left = read_network(database)
    assert set(left.nodes["id"]) == set(network.nodes["id"])
    assert set(left.edges["id"]) == set(network.edges["id"])


def test_the_same_edge_id_in_two_loaders_is_refused(
    database: Database, network: Network, loader: Loader, tmp_path: Path
) -> None:
    load(database, network, loader)
    with pytest.raises(UsageError, match=r"edge ids belong to another loader already: .*a1 \(towns\)"):
        load(database, network, make_loader("copy", tmp_path))
    assert read_network(database).equals(network)


def test_a_node_of_another_type_under_the_same_id_is_refused(
    database: Database, network: Network, loader: Loader
) -> None:
    load(database, network, loader)
    nodes = network.nodes.copy()
    nodes.loc[nodes["id"] == "city:c", "type"] = "Settlement"
    with pytest.raises(UsageError, match="city:c is a City in the database and a Settlement in towns"):
        load(database, replace(network, nodes=nodes), loader)


def test_a_fault_in_the_middle_leaves_nothing_behind(
    database: Database, network: Network, loader: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edge whose end the server does not find is never dropped in silence."""
    original = statements.create_listed_edges

    def broken(name: str, columns: Sequence[str], constants: Sequence[str]) -> str:
        return original(name, columns, constants).replace("row[1]", "'nowhere'" if name == "TWINNING" else "row[1]")

    monkeypatch.setattr(statements, "create_listed_edges", broken)
    with pytest.raises(DatabaseError, match="0 relationships created where 2 were meant; nothing was kept"):
        load(database, network, loader)
    assert list(database.read("MATCH (n:Entity) RETURN n")) == []


def test_types_that_a_loader_declares_are_read_back(database: Database, network: Network, loader: Loader) -> None:
    fund = NodeType("Fund", "Pays for things", "#123456")
    funds = EdgeType("FUNDS", "Money given", frozenset({"Fund"}), frozenset({"City"}), colour="#654321")
    vocabulary = STANDARD.extended([fund], [funds])
    nodes = pd.DataFrame(
        [{"id": "fund:f", "type": "Fund", "name": "F"}, {"id": "city:a", "type": "City", "name": "Town A"}]
    )
    edges = pd.DataFrame([{"id": "f1", "type": "FUNDS", "source": "fund:f", "target": "city:a", "sources": "book"}])
    own = Network.from_frames(nodes, edges, network.sources, vocabulary=vocabulary, loader="towns")
    load(database, own, replace(loader, vocabulary=vocabulary))
    read = read_network(database)
    assert read.equals(own)
    assert read.vocabulary.node_types["Fund"] == fund
    assert read.vocabulary.edge_types["FUNDS"] == funds


@pytest.mark.parametrize("name", ["City` SET n.x = 1 //", "city", "A B", "", "Ы"])
def test_no_foreign_text_becomes_a_label_or_a_type(name: str) -> None:
    with pytest.raises(UsageError):
        statements.quoted_label(name)
    with pytest.raises(UsageError):
        statements.quoted_type(name)


@pytest.mark.parametrize("name", ["a`: 1}) DETACH DELETE n //", "", "1st", "a b", "loader.name"])
def test_no_foreign_text_becomes_a_property(name: str) -> None:
    with pytest.raises(UsageError):
        statements.create_listed_nodes("City", ["id", name], [])
    with pytest.raises(UsageError):
        statements.create_listed_edges("TWINNING", ["id"], [name])


def test_an_empty_database_says_what_to_do(database: Database) -> None:
    with pytest.raises(UsageError, match="is empty: run 'partnergraph build'"):
        read_network(database)


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).map(str.strip).filter(bool)
AMOUNTS = st.floats(allow_nan=False, allow_infinity=False, width=64)


@hypothesis_settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    title=TEXTS,
    note=TEXTS,
    aliases=st.lists(TEXTS.filter(lambda text: ";" not in text), max_size=3, unique=True),
    amount=AMOUNTS,
)
def test_any_text_and_number_comes_back_as_it_went_in(
    settings: Settings, tmp_path: Path, title: str, note: str, aliases: list[str], amount: float
) -> None:
    network = small_network()
    edges, nodes = network.edges.copy(), network.nodes.copy()
    cells: dict[str, str | float] = {"title": title, "note": note, "amount": amount, "unit": "USD"}
    for column, value in cells.items():
        edges.loc[edges["id"] == "t1", column] = value
    nodes["aliases"] = [tuple(aliases), *nodes["aliases"][1:]]
    changed = replace(network, nodes=nodes, edges=edges)
    with connect(settings=settings) as database:
        load(database, changed, make_loader("towns", tmp_path))
        assert read_network(database).equals(changed)


def test_what_a_guess_stated_is_replaced_until_it_is_loaded_on_purpose(database: Database, tmp_path: Path) -> None:
    """A mended mapping makes other facts of the same rows: the build goes on, and nothing of the guess is left."""
    rows = [f"T{number},U{number}" for number in range(8)]
    (tmp_path / "towns.csv").write_text("Town,Twin\n" + "\n".join(rows) + "\n", encoding="utf-8")

    def loaded(tie: str, *, build: bool) -> LoadReport:
        node = '[mapping.nodes.{0}]\ntype = "City"\nname = "{{{1}}}"\n'
        text = 'title = "t"\nlicence = "l"\nwho = "w"\nwhen = "2026"\nguessed = true\n[[mapping]]\nfile = "towns.csv"\n'
        text += node.format("a", "Town") + node.format("b", "Twin")
        text += f'[[mapping.edges]]\ntype = "{tie}"\nsource = "a"\ntarget = "b"\n'
        (tmp_path / "loader.toml").write_text(text, encoding="utf-8")
        (report,) = load_sources(database, [named_source(tmp_path)], LoadOptions(replaces_guesses=build))
        return report

    loaded("COOPERATION", build=True)
    report = loaded("TWINNING", build=True)
    assert (report.counts["edges"]["created"], report.counts["edges"]["pruned"]) == (8, 8)
    assert set(read_network(database).edges["type"]) == {"TWINNING"}
    loaded("TWINNING", build=False)
    with pytest.raises(UsageError, match=r"now states 8 edges and would lose 8 of the 8 .* --force"):
        loaded("AGREEMENT", build=True)
