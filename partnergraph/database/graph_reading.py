"""Reading a Network back out of the database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from partnergraph.database.unfinished import unfinished_load
from partnergraph.errors import EmptyDatabaseError, UsageError
from partnergraph.network import Network
from partnergraph.network.links import inner_links
from partnergraph.tables.declarations import from_plain
from partnergraph.vocabulary import STANDARD

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

    Args:
        database: Where from.
        withdrawn: Take withdrawn nodes, edges and sources too.

    Raises:
        UsageError: The database is empty, or a large load has not come to its end.
        InputError: What it holds breaks a rule of the tables; it was changed by another program.
    """
    if fault := unfinished_load(database):
        raise UsageError(fault)
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
    vocabulary = vocabulary_of(database)
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


def declared_vocabulary(declared: Iterable[str]) -> Vocabulary:
    """Return the standard types, and the types and columns that loaders declared.

    Args:
        declared: What each loader's own node says of its types, as JSON.

    Raises:
        UsageError: One type has two meanings, or cannot be one.
        ValueError, TypeError, KeyError, AttributeError: It is not of the form that loading writes.
    """
    vocabulary = STANDARD
    for types in declared:
        # Columns stand there only where there are some.
        node_types, edge_types, *columns = json.loads(types)
        kinds = {"node_types": node_types, "edge_types": edge_types, **({"columns": columns[0]} if columns else {})}
        vocabulary = from_plain(kinds, vocabulary)
    return vocabulary
