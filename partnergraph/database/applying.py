"""Writing changes into the database: batches sent as parameters; what the server did is held against what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from partnergraph.database import statements
from partnergraph.database.reconcile import by_type
from partnergraph.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import neo4j

    from partnergraph.database.reconcile import Changes, Item

#: Edges are found by lists of ids, which the embedded engine looks through again for each edge it finds.
_IDS_AT_ONCE: Final = 500


def apply(
    transaction: neo4j.ManagedTransaction, nodes: Changes, facts: Changes, locations: Changes, sources: Changes
) -> None:
    """Write the changes: nodes before edges, and what goes in the opposite order.

    Raises:
        DatabaseError: The server did not do what was asked; the transaction is to be given up then.
    """
    pruned, created, updated = (
        by_type([*getattr(facts, kind), *getattr(locations, kind)]) for kind in ("pruned", "created", "updated")
    )
    for edge_type, items in pruned.items():
        _delete(transaction, statements.delete_edges(edge_type), items, "relationships_deleted")
    for node_type, items in by_type(nodes.created).items():
        columns = _columns(items)
        rows = [[item.cells.get(name) for name in columns] for item in items]
        _create(transaction, statements.create_listed_nodes(node_type, columns), rows, "nodes_created")
    _update(transaction, statements.UPDATE_NODES, nodes.updated)
    _create(
        transaction, statements.CREATE_SOURCES, [{"cells": item.cells} for item in sources.created], "nodes_created"
    )
    _update(transaction, statements.UPDATE_SOURCES, sources.updated)
    for edge_type, items in created.items():
        columns = _columns(items)
        # In the order of their ends: the server finds and locks each node once, not at random.
        rows = [
            [*(item.ends or ()), *(item.cells.get(name) for name in columns)]
            for item in sorted(items, key=lambda item: item.ends or ())
        ]
        _create(transaction, statements.create_listed_edges(edge_type, columns), rows, "relationships_created")
    for edge_type, items in updated.items():
        _update_edges(transaction, statements.update_edges(edge_type), items)
    _delete(transaction, statements.DELETE_NODES, nodes.pruned, "nodes_deleted")
    _delete(transaction, statements.DELETE_SOURCES, sources.pruned, "nodes_deleted")


def _columns(items: Sequence[Item]) -> list[str]:
    """Return the names of all properties that some rows have, in a fixed order."""
    return sorted({name for item in items for name in item.cells})


def _create(transaction: neo4j.ManagedTransaction, statement: str, rows: Sequence[Any], counter: str) -> None:
    for batch in statements.batches(rows):
        counters = transaction.run(statement, rows=batch).consume().counters
        _require(getattr(counters, counter), len(batch), counter)


def _update(transaction: neo4j.ManagedTransaction, statement: str, items: Sequence[Item]) -> None:
    for batch in statements.batches([{"id": item.id, "cells": item.cells} for item in items]):
        answer = transaction.run(statement, rows=batch).single(strict=True)
        _require(answer["touched"], len(batch), "rows touched")


def _update_edges(transaction: neo4j.ManagedTransaction, statement: str, items: Sequence[Item]) -> None:
    for batch in statements.batches(items, _IDS_AT_ONCE):
        cells = {item.id: item.cells for item in batch}
        answer = transaction.run(statement, ids=list(cells), cells=cells).single(strict=True)
        _require(answer["touched"], len(batch), "rows touched")


def _delete(transaction: neo4j.ManagedTransaction, statement: str, items: Sequence[Item], counter: str) -> None:
    for batch in statements.batches([item.id for item in items], _IDS_AT_ONCE):
        counters = transaction.run(statement, ids=batch).consume().counters
        _require(getattr(counters, counter), len(batch), counter)


def _require(done: int, meant: int, what: str) -> None:
    """Make sure that the server did what was asked; raising here rolls the whole load back."""
    if done != meant:
        said = what.replace("_", " ")
        raise DatabaseError(f"the server says {done} {said} where {meant} were meant; nothing was kept, try again")
