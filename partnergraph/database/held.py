"""What the database holds of a loader already, and what it holds of others that bears on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from partnergraph.database import statements
from partnergraph.database.reconcile import Item, by_type
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import neo4j

    from partnergraph.vocabulary import Vocabulary

#: Up to this many ids are looked up one by one; for more the edges of the others are gone through once.
_FEW_IDS: Final = 200


def nodes(transaction: neo4j.ManagedTransaction, loader: str, stated: Mapping[str, Item]) -> dict[str, Item]:
    """Return by id the nodes that a loader stated before, and those with an id that it states now."""
    return _shared(transaction, statements.NODES_OF_LOADER, statements.NODES_BY_ID, loader, stated)


def sources(transaction: neo4j.ManagedTransaction, loader: str, stated: Mapping[str, Item]) -> dict[str, Item]:
    """Return by id the sources that a loader stated before, and those with an id that it states now."""
    return _shared(transaction, statements.SOURCES_OF_LOADER, statements.SOURCES_BY_ID, loader, stated)


def _shared(
    transaction: neo4j.ManagedTransaction, of_loader: str, by_id: str, loader: str, stated: Collection[str]
) -> dict[str, Item]:
    found = _items(transaction.run(of_loader, loader=loader))
    for ids in statements.batches([identifier for identifier in stated if identifier not in found]):
        found |= _items(transaction.run(by_id, ids=ids))
    return found


def _items(answer: neo4j.Result) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for record in answer:
        labels = [label for label in record.get("labels", ()) if label != "Entity"]
        cells = dict(record["cells"])
        found[cells["id"]] = Item(cells["id"], labels[0] if labels else "", cells)
    return found


def edges(transaction: neo4j.ManagedTransaction, vocabulary: Vocabulary, loader: str) -> list[Item]:
    """Return the edges that a loader stated before."""
    found = []
    for edge_type in vocabulary.edge_types:
        for record in transaction.run(statements.edges_of_loader(edge_type), loader=loader):
            cells = dict(record["cells"])
            found.append(Item(cells["id"], edge_type, cells, (record["source"], record["target"])))
    return found


def located_by_others(transaction: neo4j.ManagedTransaction, ids: Sequence[str], loader: str) -> set[str]:
    """Return those of some nodes of which another loader says where they lie."""
    found: set[str] = set()
    for batch in statements.batches(ids):
        found |= {record["id"] for record in transaction.run(statements.LOCATED_BY_OTHERS, ids=batch, loader=loader)}
    return found


def refuse_foreign_edges(transaction: neo4j.ManagedTransaction, new: Iterable[Item], loader: str) -> None:
    """Refuse ids that another loader's facts have: one fact belongs to one loader.

    Args:
        transaction: Where to look.
        new: Edges that the loader states and has not stated before.
        loader: The loader's name.

    Raises:
        UsageError: Some ids are taken; it names the first five.
    """
    taken: list[str] = []
    for edge_type, items in by_type(new).items():
        ids = {item.id for item in items}
        if len(ids) <= _FEW_IDS:
            answer = transaction.run(statements.edges_by_id(edge_type), ids=sorted(ids))
        else:
            answer = transaction.run(statements.edges_of_others(edge_type), loader=loader)
        taken += [f"{record['id']} ({record['loader']})" for record in answer if record["id"] in ids]
    if taken:
        some = ", ".join(sorted(taken)[:5])
        raise UsageError(f"{len(taken)} edge ids belong to another loader already: {some}; give these edges other ids")
