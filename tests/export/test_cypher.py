"""The Cypher script makes the same graph on every engine, whatever the texts are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from partnergraph.database.connection import Database, Settings, connect
from partnergraph.database.graph_reading import read_network
from partnergraph.database.loads.load import load_source
from partnergraph.export import export
from partnergraph.export.cypher import literal, script
from partnergraph.network import Network
from tests.export.declaring_networks import HOSTILE, declaring_networks
from tests.hypothesis_settings import unhurried

if TYPE_CHECKING:
    from pathlib import Path

    import neo4j

some_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.builds(
    "".join, st.lists(st.sampled_from([*HOSTILE, "'", '"', "\\", "\\u0027", "`", "$", "{", "\x00", "//"]))
)
some_value = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | some_text,
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


def answered(database: Database, value: Any) -> Any:
    (row,) = database.read(f"RETURN {literal(value)} AS value")
    return row["value"]


def test_values_come_back_as_they_were_written(database: Database) -> None:
    @settings(unhurried, max_examples=60)
    @given(st.lists(some_value, min_size=5, max_size=10))
    @example([*HOSTILE, *map(chr, range(1, 0x180)), "\u2028\u2029\ufeff\ufffd\U0001f600"])
    @example([0.1 + 0.2, 1e22, 5e-324, 1.7976931348623157e308, -0.0, -12.5])
    def same(values: list[Any]) -> None:
        found = answered(database, values)
        assert found == values
        assert [type(each) for each in found] == [type(each) for each in values]

    same()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {"a b": 1}, {"`": 1}, b"x"])
def test_what_cannot_be_written_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"cannot be (written in Cypher|the name of a property)$"):
        literal(value)


def run_script(database: Database, network: Network) -> None:
    for statement in script(network):
        if statement.startswith("CREATE CONSTRAINT"):
            database.change_schema([statement])
        else:

            def work(transaction: neo4j.ManagedTransaction, statement: str = statement) -> None:
                transaction.run(statement).consume()

            database.write(work)


def test_the_script_makes_the_same_network(settings: Settings, network: Network) -> None:
    with connect(settings=settings) as database:
        run_script(database, network)
        assert read_network(database).equals(network)
        located = database.read("MATCH (a)-[e:LOCATED_IN]->(b) RETURN count(e) AS n, count(e.derived) AS d")
        assert [(row["n"], row["d"]) for row in located] == [(6, 6)]


def test_hostile_networks_on_the_embedded_engine(embedded_settings: Settings) -> None:
    with connect(settings=embedded_settings) as database:

        @unhurried_few
        @given(declaring_networks())
        def same(network: Network) -> None:
            database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())
            run_script(database, network)
            found = read_network(database)
            assert found.equals(network)
            assert found.vocabulary.columns.keys() == network.vocabulary.columns.keys()

        same()
        database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())


unhurried_few = settings(unhurried, max_examples=5)


def test_a_loader_takes_over_what_the_script_made(
    embedded_settings: Settings, tmp_path: Path, network: Network
) -> None:
    folder = export(network, tmp_path / "towns.csv")
    with connect(settings=embedded_settings) as database:
        database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())
        run_script(database, network)
        report = load_source(database, folder)
        assert report.counts["edges"]["unchanged"] == 5
        assert report.counts["nodes"]["created"] == 0
        database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())


def test_the_file_ends_each_statement(tmp_path: Path, network: Network) -> None:
    text = export(network, tmp_path / "a.cypher").read_text(encoding="utf-8")
    statements = list(script(network))
    assert text == "// Written by `partnergraph export`, for an empty database.\n" + "".join(
        f"{statement};\n" for statement in statements
    )
    assert statements[0].startswith("CREATE CONSTRAINT entity_id IF NOT EXISTS")
