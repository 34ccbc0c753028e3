"""Reading a Network back out of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from partnergraph.database.declared_types import declared_vocabulary
from partnergraph.database.graph_columns import rows_of_edges, rows_of_nodes, rows_of_sources
from partnergraph.database.snapshots.snapshot import is_wanted, keep_snapshot, network_of_snapshot
from partnergraph.database.unfinished import unfinished_load
from partnergraph.errors import EmptyDatabaseError, InputError, UsageError
from partnergraph.network import Network
from partnergraph.network.links import inner_links

if TYPE_CHECKING:
    from partnergraph.database.connection import Database
    from partnergraph.vocabulary import Vocabulary

#: So often the rows are read where others write meanwhile what does not fit together with what was read before.
_READINGS: Final = 3
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
    for left in range(_READINGS, 0, -1):
        # The revision is asked before anything else: what is written after it is not taken for read.
        before = database.revision() if is_wanted() and not withdrawn else None
        if before is not None and (network := network_of_snapshot(before)) is not None:
            return network
        if fault := unfinished_load(database):
            raise UsageError(fault)
        declared = [row["types"] for row in database.read(_LOADERS)]
        try:
            network = _network_of_rows(database, declared_vocabulary(declared), withdrawn=withdrawn)
        except InputError:
            # Another may have written between the reading of the nodes and that of the edges.
            if left == 1 or before is None or database.revision() == before:
                raise
            continue
        if before is not None and database.revision() == before:
            keep_snapshot(network, declared, before)
        return network
    raise AssertionError


def _network_of_rows(database: Database, vocabulary: Vocabulary, *, withdrawn: bool) -> Network:
    nodes = rows_of_nodes(database, vocabulary, withdrawn=withdrawn)
    if not len(nodes):
        raise EmptyDatabaseError(
            f"{database.address} is empty: run 'partnergraph build' or 'partnergraph load NAME' first"
        )
    edges = rows_of_edges(database, vocabulary, withdrawn=withdrawn)
    # What a fact carries out may be withdrawn.
    edges["carries_out"] = pd.Series(inner_links(edges["carries_out"].tolist(), edges["id"]), dtype=object)
    sources = rows_of_sources(database, vocabulary, withdrawn=withdrawn)
    return Network.from_frames(nodes, edges, sources, vocabulary=vocabulary)


def vocabulary_of(database: Database, *, without: str | None = None) -> Vocabulary:
    """Return the standard types, and the types and columns that the loaders in a database declared.

    Args:
        database: Where they are noted.
        without: A loader to leave out, since it is about to declare its own anew.
    """
    return declared_vocabulary(row["types"] for row in database.read(_LOADERS) if row["id"] != without)
