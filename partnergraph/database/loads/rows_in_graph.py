"""The rows of a loader that the database has already, and those of other loaders that bear on them.

Rows are handed on as they come: a large graph is compared without being kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from partnergraph.database import statements
from partnergraph.database.loads.rows_in_source import Item
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import neo4j
    import numpy as np
    from numpy.typing import NDArray

    from partnergraph.database.loads.rows_in_source import Stated

#: Up to this many ids are looked up one by one; for more the edges of the others are gone through once.
_FEW_IDS: Final = 200


def nodes(transaction: neo4j.ManagedTransaction, loader: str, stated: Stated) -> Iterator[Item]:
    """Yield the nodes that a loader stated before, and those with an id that it states now."""
    if transaction.run(statements.ANY_NODE).single() is not None:
        yield from _shared(transaction, statements.NODES_OF_LOADER, statements.NODES_BY_ID, loader, stated)


def sources(transaction: neo4j.ManagedTransaction, loader: str, stated: Stated) -> Iterator[Item]:
    """Yield the sources that a loader stated before, and those with an id that it states now."""
    yield from _shared(transaction, statements.SOURCES_OF_LOADER, statements.SOURCES_BY_ID, loader, stated)


def _shared(
    transaction: neo4j.ManagedTransaction, of_loader: str, by_id: str, loader: str, stated: Stated
) -> Iterator[Item]:
    found: set[str] = set()
    for item in _items(transaction.run(of_loader, loader=loader)):
        found.add(item.id)
        yield item
    for ids in statements.batches([each for each in stated.ids.tolist() if each not in found]):
        yield from _items(transaction.run(by_id, ids=ids))


def _items(answer: neo4j.Result) -> Iterator[Item]:
    for record in answer:
        labels = [label for label in record.get("labels", ()) if label != "Entity"]
        cells = dict(record["cells"])
        yield Item(cells["id"], labels[0] if labels else "", cells)


def types_with_edges(transaction: neo4j.ManagedTransaction, edge_types: Collection[str]) -> list[str]:
    """Return those of some edge types of which the database holds edges, whosever they are."""
    found = set(transaction.run(statements.types_with_edges(edge_types)).value("type"))
    return [name for name in edge_types if name in found]


def facts(transaction: neo4j.ManagedTransaction, edge_types: Collection[str], loader: str) -> Iterator[Item]:
    """Yield the facts of some edge types that a loader stated before."""
    for edge_type in edge_types:
        yield from _edges(transaction, statements.facts_of_loader(edge_type), edge_type, loader)


def locations(transaction: neo4j.ManagedTransaction, loader: str) -> Iterator[Item]:
    """Yield the edges that followed from what a loader's nodes table said before."""
    yield from _edges(transaction, statements.LOCATIONS_OF_LOADER, "LOCATED_IN", loader)


def _edges(transaction: neo4j.ManagedTransaction, statement: str, edge_type: str, loader: str) -> Iterator[Item]:
    for source, target, cells in transaction.run(statement, loader=loader):
        yield Item(cells["id"], edge_type, cells, (source, target))


def located_by_others(transaction: neo4j.ManagedTransaction, ids: Sequence[str], loader: str) -> set[str]:
    """Return those of some nodes of which another loader says where they lie."""
    found: set[str] = set()
    for batch in statements.batches(ids):
        found |= {record["id"] for record in transaction.run(statements.LOCATED_BY_OTHERS, ids=batch, loader=loader)}
    return found


def refuse_foreign_edges(
    transaction: neo4j.ManagedTransaction,
    stated: Stated,
    new: NDArray[np.int64],
    edge_types: Collection[str],
    loader: str,
) -> None:
    """Refuse ids that another loader's facts have: one fact belongs to one loader.

    Args:
        transaction: Where to look.
        stated: What the loader states.
        new: Rows of it that it has not stated before.
        edge_types: The types of which the database holds edges.
        loader: The loader's name.

    Raises:
        UsageError: Some ids are taken; it names the first five.
    """
    taken: list[str] = []
    for edge_type, rows in stated.by_type(new).items():
        if edge_type not in edge_types:
            continue
        ids = set(stated.ids[rows].tolist())
        if len(ids) <= _FEW_IDS:
            answer = transaction.run(statements.edges_by_id(edge_type), ids=sorted(ids))
        else:
            answer = transaction.run(statements.edges_of_others(edge_type), loader=loader)
        # What is this loader's own under such an id is about to be deleted: it has got another end.
        taken += [
            f"{record['id']} ({record['loader']})"
            for record in answer
            if record["id"] in ids and record["loader"] != loader
        ]
    if taken:
        some = ", ".join(sorted(taken)[:5])
        raise UsageError(f"{len(taken)} edge ids belong to another loader already: {some}; give these edges other ids")
