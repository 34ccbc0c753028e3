"""Reading a Network back out of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from partnergraph.database.declared_types import declared_vocabulary
from partnergraph.database.snapshots.snapshot import is_wanted, keep_snapshot, network_of_snapshot
from partnergraph.database.unfinished import unfinished_load
from partnergraph.errors import EmptyDatabaseError, UsageError
from partnergraph.network import Network
from partnergraph.network.links import inner_links

if TYPE_CHECKING:
    from collections.abc import Iterable

    from partnergraph.database.connection import Database
    from partnergraph.vocabulary import Vocabulary

_NODES = "MATCH (n:Entity) WHERE $all OR n.withdrawn_at IS NULL RETURN labels(n) AS labels, properties(n) AS cells"
_EDGES = (
    "MATCH (a:Entity)-[e]->(b:Entity) WHERE e.derived IS NULL AND ($all OR e.withdrawn_at IS NULL) "
    "RETURN a.id AS source, b.id AS target, type(e) AS type, properties(e) AS cells"
)
_SOURCES = "MATCH (s:Source) WHERE $all OR s.withdrawn_at IS NULL RETURN properties(s) AS cells"
_LOADERS = "MATCH (l:Loader) RETURN l.id AS id, l.types AS types ORDER BY id"


def read_network(database: Database, *, withdrawn: bool = False) -> Network:
    """Return what the database holds.

    Where a snapshot is there of what the database holds now, it is taken and no row is read.

    Args:
        database: Where from.
        withdrawn: Take withdrawn nodes, edges and sources too.

    Raises:
        UsageError: The database is empty, or a large load has not come to its end.
        InputError: What it holds breaks a rule of the tables; it was changed by another program.
    """
    # The revision is asked before anything else: what is written after it is not taken for read.
    before = database.revision() if is_wanted() and not withdrawn else None
    if before is not None and (network := network_of_snapshot(before)) is not None:
        return network
    if fault := unfinished_load(database):
        raise UsageError(fault)
    declared = [row["types"] for row in database.read(_LOADERS)]
    network = _network_of_rows(database, declared_vocabulary(declared), withdrawn=withdrawn)
    if before is not None and database.revision() == before:
        keep_snapshot(network, declared, before)
    return network


def _network_of_rows(database: Database, vocabulary: Vocabulary, *, withdrawn: bool) -> Network:
    everything = {"all": withdrawn}
    nodes = [
        {**row["cells"], "type": next((label for label in row["labels"] if label != "Entity"), "")}
        for row in database.read(_NODES, everything)
    ]
    if not nodes:
        raise EmptyDatabaseError(
            f"{database.address} is empty: run 'partnergraph build' or 'partnergraph load NAME' first"
        )
    edges = [
        {**row["cells"], "type": row["type"], "source": row["source"], "target": row["target"]}
        for row in database.read(_EDGES, everything)
    ]
    # What a fact carries out may be withdrawn.
    links = inner_links([row.get("carries_out") for row in edges], (row["id"] for row in edges))
    edges = [{**row, "carries_out": carried} for row, carried in zip(edges, links, strict=True)]
    sources = [row["cells"] for row in database.read(_SOURCES, everything)]
    return Network.from_frames(
        _frame("nodes", nodes, vocabulary),
        _frame("edges", edges, vocabulary, ("loader",)),
        _frame("sources", sources, vocabulary),
        vocabulary=vocabulary,
    )


def _frame(table: str, rows: list[dict[str, Any]], vocabulary: Vocabulary, extra: Iterable[str] = ()) -> pd.DataFrame:
    """Return rows as a frame in the order of their ids: no engine promises an order of its own."""
    rows = sorted(rows, key=lambda row: str(row.get("id", "")))
    columns = [*(column.name for column in vocabulary.columns_of(table)), *extra]
    return pd.DataFrame([{name: row.get(name) for name in columns} for row in rows], columns=columns, dtype=object)


def vocabulary_of(database: Database, *, without: str | None = None) -> Vocabulary:
    """Return the standard types, and the types and columns that the loaders in a database declared.

    Args:
        database: Where they are noted.
        without: A loader to leave out, since it is about to declare its own anew.
    """
    return declared_vocabulary(row["types"] for row in database.read(_LOADERS) if row["id"] != without)
