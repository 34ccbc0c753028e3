"""Columns that a source declares beyond the canonical ones, and cells that a spreadsheet would run."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.cells import guarded, is_run_as_formula, restored
from partnergraph.errors import InputError, UsageError
from partnergraph.network import Network, records
from partnergraph.tables.declarations import from_plain, to_plain
from partnergraph.vocabulary import STANDARD, Column, Vocabulary

NODES = pd.DataFrame([{"id": "city:a", "type": "City", "name": "A", "size": "12", "tags": "x;y"}])
EDGES = pd.DataFrame(columns=["id", "type", "source", "target", "sources"])
SOURCES = pd.DataFrame(columns=["id", "title"])


def with_size(kind: str) -> Vocabulary:
    return STANDARD.with_columns("nodes", [Column("size", "How large", kind), Column("tags", "", "list")])


def test_declared_columns_are_typed_and_checked() -> None:
    network = Network.from_frames(NODES, EDGES, SOURCES, vocabulary=with_size("number"))
    assert records(network.nodes) == [{"id": "city:a", "type": "City", "name": "A", "size": 12.0, "tags": ("x", "y")}]
    with pytest.raises(InputError, match="column size: not a plain number"):
        Network.from_frames(NODES.assign(size="big"), EDGES, SOURCES, vocabulary=with_size("number"))
    with pytest.raises(InputError, match="column size: unknown column"):
        Network.from_frames(NODES, EDGES, SOURCES)
    assert Network.from_networkx(network.to_networkx(), vocabulary=network.vocabulary).equals(network)


def test_two_kinds_of_one_column_are_texts() -> None:
    number = Network.from_frames(NODES.assign(size="0"), EDGES, SOURCES, vocabulary=with_size("number"))
    other = NODES.assign(id="city:b", size="large")
    merged = number.merged(Network.from_frames(other, EDGES, SOURCES, vocabulary=with_size("text")))
    assert merged.nodes["size"].tolist() == ["0", "large"]
    assert [column.kind for column in merged.vocabulary.columns["nodes"]] == ["text", "list"]


@pytest.mark.parametrize(
    ("table", "column", "message"),
    [
        ("sources", Column("x", ""), "there are no further columns in the table 'sources'"),
        ("nodes", Column("name", ""), "column 'name' of nodes: use a word"),
        ("edges", Column("loader", ""), "column 'loader' of edges: use a word"),
        ("nodes", Column("a b", ""), "column 'a b' of nodes: use a word"),
        ("nodes", Column("`", ""), "column '`' of nodes: use a word"),
        ("nodes", Column("x", "", "date"), "column x: unknown kind 'date'; known: text, number, list"),
    ],
)
def test_columns_that_cannot_be_declared(table: str, column: Column, message: str) -> None:
    with pytest.raises(UsageError) as raised:
        STANDARD.with_columns(table, [column])
    assert str(raised.value).startswith(message)


def test_declarations_there_and_back() -> None:
    assert from_plain(to_plain(with_size("number"))) == with_size("number")
    assert to_plain(STANDARD) == {"node_types": {}, "edge_types": {}}
    with pytest.raises(UsageError, match="cannot be read"):
        from_plain({"columns": {"nodes": {"x": {}}}})


@given(st.text(st.sampled_from("'=+-@a\t\uff1d"), max_size=5))
def test_guarded_cells_are_not_run_and_come_back(cell: str) -> None:
    assert restored(guarded(cell)) == cell
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\uff1d"))
    assert is_run_as_formula(cell) or guarded(cell) == cell
