"""Moving a whole graph between engines: into one portable file, and out of it into an empty database.

dump(database, Path("graph.dump"))
restore(database, Path("graph.dump"))
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from partnergraph.database import statements
from partnergraph.database.declared_types import declared_vocabulary
from partnergraph.database.dumps.dump_file import KINDS, Contents, DumpWriter, Record, checked_contents, read_dump
from partnergraph.database.unfinished import unfinished_load
from partnergraph.errors import DatabaseError, UsageError
from partnergraph.files import new_file
from partnergraph.vocabulary import EDGE_TYPE_FORM, NODE_TYPE_FORM, EdgeType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import neo4j

    from partnergraph.database.connection import Database

BATCH: Final = 5_000
#: Up to this many records are restored in one transaction: all of them or none. More would not fit into the memory of
#: a server of ordinary size.
ATOMIC: Final = 150_000

_LOADERS = "MATCH (l:Loader) RETURN properties(l) AS cells ORDER BY l.id"
_SOURCES = "MATCH (s:Source) WHERE s.id IS NOT NULL RETURN properties(s) AS cells ORDER BY s.id"
_NODES = "MATCH (n:Entity) WHERE n.id IS NOT NULL RETURN labels(n) AS labels, properties(n) AS cells ORDER BY n.id"
_EDGE_TYPES = "MATCH (:Entity)-[e]->(:Entity) RETURN DISTINCT type(e) AS type"
_CREATE_LOADERS = "UNWIND $rows AS row CREATE (l:Loader) SET l = row.cells"
_COUNT_ALL = "MATCH (n) RETURN count(n) AS held"
_COUNT_EDGES = "MATCH ()-[e]->() RETURN count(e) AS held"
_COUNTS: Final = {
    "loader": "MATCH (n:Loader) RETURN count(n) AS held",
    "source": "MATCH (n:Source) RETURN count(n) AS held",
    "node": "MATCH (n:Entity) RETURN count(n) AS held",
    "edge": _COUNT_EDGES,
}
_DELETE_ALL = "MATCH (n) DETACH DELETE n"
_DELETE_SOME = "MATCH (n) WHERE NOT n:Restore WITH n LIMIT 10000 DETACH DELETE n"
#: Stands in a database as long as a restore in several transactions is under way; see `unfinished.py`.
_MARKER = "CREATE (:Restore {id: 'under way', file: $file})"
_FIND_MARKER = "MATCH (r:Restore) RETURN count(r) AS held"
_REMOVE_MARKER = "MATCH (r:Restore) DELETE r"


def dump(database: Database, path: Path) -> dict[str, int]:
    """Write the whole graph into a file: nodes, edges, sources and loaders, withdrawn ones and every property too.

    The same graph gives the same bytes, whichever engine holds it.

    Args:
        database: Where from.
        path: Where to; a file that stands there is replaced when the new one is whole.

    Returns:
        How many records of each kind were written (`loader`, `source`, `node`, `edge`), and as `other` how many nodes
        and edges are not in the file since partnergraph did not write them.

    Raises:
        UsageError: The database is empty, or the file cannot be written.
        DatabaseError: The server is gone, or the graph changed meanwhile.
    """
    before = _state(database)
    if not before[0]:
        raise UsageError(f"{database.address} is empty: there is nothing to dump")
    if fault := unfinished_load(database):
        raise UsageError(fault)
    with new_file(path) as part, part.open("wb") as file:
        writer = DumpWriter(file)
        for record in _records(database):
            try:
                writer.add(record)
            except ValueError as error:
                raise UsageError(f"{record.kind} {record.id} cannot be dumped: {error}") from None
        writer.end()
        if _state(database) != before:
            raise DatabaseError("the graph was changed while it was dumped; nothing was kept, dump it again")
    counts = {kind: writer.counts[kind] for kind in KINDS}
    return {**counts, "other": before[0] + before[1] - sum(counts.values())}


def _state(database: Database) -> tuple[int, int, list[dict[str, Any]]]:
    """Return what changes with every load: how much there is, and when each loader was loaded."""
    ((nodes,),) = database.stream(_COUNT_ALL)
    ((edges,),) = database.stream(_COUNT_EDGES)
    return nodes, edges, [cells for (cells,) in database.stream(_LOADERS)]


def _records(database: Database) -> Iterator[Record]:
    for (cells,) in database.stream(_LOADERS):
        yield Record("loader", "", cells)
    for (cells,) in database.stream(_SOURCES):
        yield Record("source", "", cells)
    written_nodes: set[str] = set()
    for labels, cells in database.stream(_NODES):
        own = [label for label in labels if label != "Entity"]
        if len(own) == 1 and NODE_TYPE_FORM.fullmatch(own[0]):
            written_nodes.add(cells["id"])
            yield Record("node", own[0], cells)
    for edge_type in sorted(name for (name,) in database.stream(_EDGE_TYPES) if EDGE_TYPE_FORM.fullmatch(name)):
        for source, target, cells in database.stream(statements.edges_in_order(edge_type)):
            if source in written_nodes and target in written_nodes:
                yield Record("edge", edge_type, cells, (source, target))


def restore(database: Database, path: Path, *, replace: bool = False) -> dict[str, int]:
    """Fill an empty database from a file that `dump` wrote, on whichever engine.

    The file is read through and checked before anything is written. Up to `ATOMIC` records are written in one
    transaction, larger graphs in several; where that fails, what was written is deleted again.

    Args:
        database: Where to.
        path: The file.
        replace: Delete what the database holds; in the same transaction, where there is only one.

    Returns:
        How many records of each kind were written (`loader`, `source`, `node`, `edge`).

    Raises:
        UsageError: The file is damaged, cut or no dump; or the database is not empty.
        DatabaseError: The server is gone, or did not do what was asked; nothing is kept then.
    """
    contents = checked_contents(path)
    try:
        vocabulary = declared_vocabulary(contents.declared)
    except (ValueError, TypeError, KeyError, AttributeError, UsageError):
        raise UsageError(f"{path} is damaged: the types of its loaders cannot be read; nothing was restored") from None
    held = next(database.stream(_COUNT_ALL))[0]
    is_broken_off = bool(next(database.stream(_FIND_MARKER))[0])
    if held and not (replace or is_broken_off):
        raise UsageError(
            f"{database.address} holds {held} nodes already; restore into an empty one, or delete them with --replace"
        )
    more = [EdgeType(name, "") for name in sorted(contents.edge_types - vocabulary.edge_types.keys())]
    database.ensure_constraints(statements.constraints(vocabulary.extended(edge_types=more).edge_types))
    if held + contents.size <= ATOMIC:
        database.write(lambda transaction: _restore_at_once(transaction, path, contents))
    else:
        _restore_in_parts(database, path, contents)
    return contents.counts


def _restore_at_once(transaction: neo4j.ManagedTransaction, path: Path, contents: Contents) -> None:
    transaction.run(_DELETE_ALL).consume()
    for batch in _batches(path):
        _create(transaction, batch)
    _require_counts(transaction, contents)


def _restore_in_parts(database: Database, path: Path, contents: Contents) -> None:
    # The mark comes before the first deletion: from then on the database has a part of this and of that.
    database.write(lambda transaction: _mark(transaction, path))
    try:
        _empty(database)
        for batch in _batches(path):
            database.write(lambda transaction, rows=batch: _create(transaction, rows))  # type: ignore[misc]
        database.write(lambda transaction: _require_counts(transaction, contents))
    except BaseException:
        _empty(database)
        database.write(lambda transaction: transaction.run(_REMOVE_MARKER).consume())
        raise
    database.write(lambda transaction: transaction.run(_REMOVE_MARKER).consume())


def _mark(transaction: neo4j.ManagedTransaction, path: Path) -> None:
    transaction.run(_REMOVE_MARKER).consume()
    transaction.run(_MARKER, file=path.name).consume()


def _empty(database: Database) -> None:
    while database.write(lambda transaction: transaction.run(_DELETE_SOME).consume().counters.nodes_deleted):
        pass


def _batches(path: Path) -> Iterator[list[Record]]:
    """Yield records of one kind and type at a time, in the order of the file."""
    batch: list[Record] = []
    for record in chain(read_dump(path), (None,)):
        full = len(batch) == BATCH
        if batch and (record is None or full or (record.kind, record.type) != (batch[0].kind, batch[0].type)):
            yield batch
            batch = []
        if record is not None:
            batch.append(record)


def _create(transaction: neo4j.ManagedTransaction, batch: list[Record]) -> None:
    kind, name = batch[0].kind, batch[0].type
    if kind == "edge":
        statement, counter = statements.create_edges(name), "relationships_created"
    elif kind == "node":
        statement, counter = statements.create_nodes(name), "nodes_created"
    else:
        statement, counter = (_CREATE_LOADERS if kind == "loader" else statements.CREATE_SOURCES), "nodes_created"
    rows = [_row(record) for record in batch]
    made = getattr(transaction.run(statement, rows=rows).consume().counters, counter)
    if made != len(rows):
        raise DatabaseError(f"the server created {made} {kind}s where {len(rows)} were meant; nothing was kept")


def _row(record: Record) -> dict[str, Any]:
    row: dict[str, Any] = {"id": record.id, "cells": record.cells}
    if record.ends is not None:
        row["source"], row["target"] = record.ends
    return row


def _require_counts(transaction: neo4j.ManagedTransaction, contents: Contents) -> None:
    for kind, statement in _COUNTS.items():
        held = transaction.run(statement).single(strict=True)["held"]
        if held != contents.counts[kind]:
            raise DatabaseError(
                f"the server holds {held} {kind}s where the file has {contents.counts[kind]}; nothing was kept"
            )
