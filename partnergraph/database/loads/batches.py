"""Batches: changes are sent to the database as parameters, and what the server did is compared with what was meant."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from partnergraph.database import statements
from partnergraph.database.loads.diff import by_type
from partnergraph.errors import UnexpectedCountError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import neo4j
    from numpy.typing import NDArray

    from partnergraph.database.loads.diff import Changes
    from partnergraph.database.loads.rows_in_source import Item, Stated

#: Its name, how many rows there are of its kind, and the lanes of batches that may be written at the same time.
Stage = tuple[str, int, "list[Iterator[Batch]]"]
#: Edges are found by lists of ids, which the embedded engine looks through again for each edge it finds.
_IDS_AT_ONCE: Final = 500
#: Nodes are dealt out to four groups, and edges to pairs of these. The pairs of a round share no group, so that two
#: transactions that write edges of two of them at the same time do not wait for each other's nodes.
_GROUPS: Final = 4
_ROUNDS: Final = (
    (((0, 1),), ((2, 3),)),
    (((0, 2),), ((1, 3),)),
    (((0, 3),), ((1, 2),)),
    (((0, 0), (1, 1)), ((2, 2), (3, 3))),
)


class SentRows(list[list[Any]]):
    """Rows on their way to the server, lists in a list: the driver is half as fast with tuples.

    The driver also writes out what it sends for a log that nobody reads, which takes as long as sending it.
    """

    def __repr__(self) -> str:
        return f"<{len(self)} rows>"


@dataclass(frozen=True)
class Batch:
    """One statement with its rows, and what the server has to say of it.

    Attributes:
        statement: Cypher.
        parameters: The values of its `$names`.
        counter: The server's counter that says what was done; "" where the statement returns it as `touched`.
        meant: How many rows that should be.
    """

    statement: str
    parameters: Mapping[str, Any]
    counter: str
    meant: int

    def run(self, transaction: neo4j.ManagedTransaction) -> None:
        """Send it and hold what the server did against what was meant.

        Raises:
            UnexpectedCountError: It did something else; the transaction is to be given up then.
        """
        answer = transaction.run(self.statement, dict(self.parameters))
        if self.counter:
            done = getattr(answer.consume().counters, self.counter)
        else:
            done = answer.single(strict=True)["touched"]
        if done != self.meant:
            said = self.counter.replace("_", " ") or "rows touched"
            raise UnexpectedCountError(
                f"the server says {done} {said} where {self.meant} were meant; nothing was kept, try again"
            )


def stages(*, nodes: Changes, edges: Changes, locations: Changes, sources: Changes, lanes: int) -> Iterator[Stage]:
    """Yield what is to be written, stage by stage: nodes before edges, and what goes in the opposite order.

    Args:
        nodes: What happens to the nodes.
        edges: What happens to the facts.
        locations: What happens to the edges that tell where nodes lie.
        sources: What happens to the sources.
        lanes: Into how many lanes, 1 or 2, what is new is dealt.

    """
    both = (edges, locations)
    pruned = [item for each in both for item in each.pruned]
    updated = [item for each in both for item in each.updated]
    if pruned:
        yield "deleting edges", len(pruned), [_deleted_edges(pruned)]
    new = len(nodes.created) + len(sources.created) + len(nodes.updated) + len(sources.updated)
    if new:
        halves: list[Iterator[Batch]] = [
            chain(_created_nodes(nodes.stated, half), _created_sources(sources.stated, other))
            for half, other in zip(_dealt(nodes.created, lanes), _dealt(sources.created, lanes), strict=True)
        ]
        halves[0] = chain(
            halves[0],
            _updated(statements.UPDATE_NODES, nodes.updated),
            _updated(statements.UPDATE_SOURCES, sources.updated),
        )
        yield "writing nodes", new, halves
    for each in both:
        yield from _edge_stages(each.stated, each.created, lanes)
    if updated:
        yield "changing edges", len(updated), [_updated_edges(updated)]
    if gone := len(nodes.pruned) + len(sources.pruned):
        yield (
            "deleting nodes",
            gone,
            [
                chain(
                    _deleted(statements.DELETE_NODES, nodes.pruned, "nodes_deleted"),
                    _deleted(statements.DELETE_SOURCES, sources.pruned, "nodes_deleted"),
                )
            ],
        )


def _dealt(rows: NDArray[np.int64], lanes: int) -> list[NDArray[np.int64]]:
    """Return rows in as many parts as there are lanes."""
    return np.array_split(rows, lanes)


def _created_nodes(stated: Stated, new: NDArray[np.int64]) -> Iterator[Batch]:
    for node_type, rows in stated.by_type(new).items():
        columns = stated.columns_of(rows)
        statement = statements.create_listed_nodes(node_type, columns, list(stated.constants))
        yield from _created(stated, rows, statement, [stated.columns[name] for name in columns], "nodes_created")


def _created_sources(stated: Stated, new: NDArray[np.int64]) -> Iterator[Batch]:
    columns = stated.columns_of(new)
    statement = statements.create_listed_sources(columns, list(stated.constants))
    yield from _created(stated, new, statement, [stated.columns[name] for name in columns], "nodes_created")


def _edge_stages(stated: Stated, new: NDArray[np.int64], lanes: int) -> Iterator[Stage]:
    if not len(new) or stated.ends is None:
        return
    # In the order of their ends: the server finds and locks each node once, not at random.
    codes, _ = pd.factorize(np.concatenate([stated.ends[0][new], stated.ends[1][new]]))
    sources, targets = codes[: len(new)], codes[len(new) :]
    order = np.lexsort((targets, sources))
    if lanes == 1:
        yield "writing edges", len(new), [_created_edges(stated, new[order])]
        return
    first, second = np.sort([sources % _GROUPS, targets % _GROUPS], axis=0)
    pair = (first * _GROUPS + second)[order]
    for dealt in _ROUNDS:
        parts = [[new[order[pair == a * _GROUPS + b]] for a, b in pairs] for pairs in dealt]
        yield "writing edges", len(new), [chain(*(_created_edges(stated, rows) for rows in lane)) for lane in parts]


def _created_edges(stated: Stated, new: NDArray[np.int64]) -> Iterator[Batch]:
    for edge_type, rows in stated.by_type(new).items():
        columns = stated.columns_of(rows)
        statement = statements.create_listed_edges(edge_type, columns, list(stated.constants))
        sent = [*(stated.ends or ()), *(stated.columns[name] for name in columns)]
        yield from _created(stated, rows, statement, sent, "relationships_created")


def _created(
    stated: Stated, rows: NDArray[np.int64], statement: str, columns: Sequence[NDArray[np.object_]], counter: str
) -> Iterator[Batch]:
    for start in range(0, len(rows), statements.BATCH):
        batch = rows[start : start + statements.BATCH]
        sent = SentRows(map(list, zip(*(column[batch].tolist() for column in columns), strict=True)))
        yield Batch(statement, {"rows": sent, "constants": stated.constants}, counter, len(batch))


def _updated(statement: str, items: Sequence[Item]) -> Iterator[Batch]:
    for batch in statements.batches(items):
        rows = [{"id": item.id, "cells": item.cells} for item in batch]
        yield Batch(statement, {"rows": rows}, "", len(rows))


def _updated_edges(items: Iterable[Item]) -> Iterator[Batch]:
    for edge_type, same in by_type(items).items():
        for batch in statements.batches(same, _IDS_AT_ONCE):
            cells = {item.id: item.cells for item in batch}
            yield Batch(statements.update_edges(edge_type), {"ids": list(cells), "cells": cells}, "", len(batch))


def _deleted_edges(items: Iterable[Item]) -> Iterator[Batch]:
    for edge_type, same in by_type(items).items():
        yield from _deleted(statements.delete_edges(edge_type), same, "relationships_deleted")


def _deleted(statement: str, items: Sequence[Item], counter: str) -> Iterator[Batch]:
    for batch in statements.batches(items, _IDS_AT_ONCE):
        yield Batch(statement, {"ids": [item.id for item in batch]}, counter, len(batch))
