"""The diff between a source and the database: which rows to create, change, withdraw, restore or delete.

Nothing here talks to a database.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from partnergraph.database.loads.rows_in_source import Cells, Item
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from partnergraph.database.loads.rows_in_source import Stated

#: Properties that the database keeps beside the table's columns.
BOOKKEEPING: Final = ("loaders", "withdrawn_at")


@dataclass
class Changes:
    """What has to happen to the rows of one kind (nodes, edges or sources).

    Attributes:
        stated: What the loader states.
        created: Rows of it that are new.
        changed: Rows whose cells differ.
        restored: Rows that were withdrawn and are stated again.
        withdrawn: Rows that are no longer stated.
        pruned: Rows that are no longer stated and are to be deleted.
        unchanged: How many rows stay as they are.
    """

    stated: Stated
    created: NDArray[np.int64] = field(default_factory=lambda: np.array([], dtype=np.int64))
    changed: list[Item] = field(default_factory=list)
    restored: list[Item] = field(default_factory=list)
    withdrawn: list[Item] = field(default_factory=list)
    pruned: list[Item] = field(default_factory=list)
    unchanged: int = 0

    @property
    def read(self) -> int:
        """How many rows the loader states."""
        return len(self.stated)

    @property
    def updated(self) -> list[Item]:
        """All rows whose properties are to be replaced."""
        return [*self.changed, *self.restored, *self.withdrawn]

    @property
    def size(self) -> int:
        """How many rows are to be written or deleted."""
        return len(self.created) + len(self.updated) + len(self.pruned)

    def counts(self) -> dict[str, int]:
        """Return what a report says of this."""
        return {
            "read": self.read,
            "created": len(self.created),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "restored": len(self.restored),
            "withdrawn": len(self.withdrawn),
            "pruned": len(self.pruned),
            "refused": 0,
        }


def compare_shared(stated: Stated, held: Iterable[Item], loader: str, moment: str, *, prune: bool) -> Changes:
    """Compare nodes or sources, which several loaders may state.

    The loader that stated one first owns it: its cells count. A later loader fills in what is missing and adds its
    aliases. A row goes when the last loader that stated it no longer does.

    Args:
        stated: What the loader states.
        held: What the database holds: all that this loader stated before, and all with an id that it states now.
        loader: The loader's name.
        moment: The time to note on what is withdrawn.
        prune: Delete what would be withdrawn, and what this loader withdrew before.

    Raises:
        UsageError: An id is in the database as a node of another type.
    """
    changes = Changes(stated)
    is_new = np.ones(len(stated), dtype=bool)
    for old in held:
        row = stated.position.get(old.id)
        loaders = old.cells.get("loaders", [])
        if row is not None:
            if old.type != stated.type_of(row):
                raise UsageError(f"{old.id} is a {old.type} in the database and a {stated.type_of(row)} in {loader}")
            is_new[row] = False
            _sort_in(changes, old, Item(old.id, old.type, _shared_cells(stated.cells(row), old.cells, loader)))
        elif others := [name for name in loaders if name != loader]:
            changes.changed.append(Item(old.id, old.type, {**old.cells, "loaders": others}))
        else:
            _let_go(changes, old, moment, prune=prune)
    changes.created = np.flatnonzero(is_new)
    return changes


def _shared_cells(mine: Cells, held: Cells, loader: str) -> Cells:
    mine = {name: value for name, value in mine.items() if name != "loaders"}
    loaders = list(held.get("loaders", []))
    old = {name: value for name, value in held.items() if name not in BOOKKEEPING}
    if loaders == [loader]:
        return {**mine, "loaders": loaders}
    first, second = (mine, old) if loaders and loaders[0] == loader else (old, mine)
    merged = {**second, **first}
    if "aliases" in first and "aliases" in second:
        merged["aliases"] = list(dict.fromkeys([*first["aliases"], *second["aliases"]]))
    return {**merged, "loaders": loaders if loader in loaders else [*loaders, loader]}


def compare_edges(stated: Stated, held: Iterable[Item], moment: str, *, prune: bool) -> Changes:
    """Compare edges, which belong to one loader each.

    An edge whose type or end changed under the same id is deleted and created anew: a database cannot move an edge.

    Args:
        stated: What the loader states.
        held: What the database holds of it.
        moment: The time to note on what is withdrawn.
        prune: Delete what would be withdrawn, and what was withdrawn before.
    """
    changes = Changes(stated)
    is_new = np.ones(len(stated), dtype=bool)
    ends = stated.ends or ((), ())
    for old in held:
        row = stated.position.get(old.id)
        if row is None:
            _let_go(changes, old, moment, prune=prune)
        elif (stated.type_of(row), (ends[0][row], ends[1][row])) != (old.type, old.ends):
            changes.pruned.append(old)
        else:
            is_new[row] = False
            _sort_in(changes, old, Item(old.id, old.type, stated.cells(row), old.ends))
    changes.created = np.flatnonzero(is_new)
    return changes


def _sort_in(changes: Changes, old: Item, new: Item) -> None:
    if old.is_withdrawn:
        changes.restored.append(new)
    elif new.cells != old.cells:
        changes.changed.append(new)
    else:
        changes.unchanged += 1


def _let_go(changes: Changes, old: Item, moment: str, *, prune: bool) -> None:
    if prune:
        changes.pruned.append(old)
    elif not old.is_withdrawn:
        changes.withdrawn.append(Item(old.id, old.type, {**old.cells, "withdrawn_at": moment}, old.ends))


def by_type(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Return rows grouped by their node or edge type."""
    grouped: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        grouped[item.type].append(item)
    return dict(grouped)
