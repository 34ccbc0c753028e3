"""Comparing what a loader states with what the database holds: what to create, change, withdraw, restore or delete.

Nothing here talks to a database.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Properties that the database keeps beside the table's columns.
BOOKKEEPING: Final = ("loaders", "withdrawn_at")

Cells = dict[str, Any]


@dataclass
class Changes:
    """What has to happen to the rows of one kind (nodes, edges or sources).

    Attributes:
        read: How many rows the loader states.
        created: Rows that are new.
        changed: Rows whose cells differ.
        restored: Rows that were withdrawn and are stated again.
        withdrawn: Rows that are no longer stated.
        pruned: Rows that are no longer stated and are to be deleted.
        unchanged: How many rows stay as they are.
    """

    read: int = 0
    created: list[Item] = field(default_factory=list)
    changed: list[Item] = field(default_factory=list)
    restored: list[Item] = field(default_factory=list)
    withdrawn: list[Item] = field(default_factory=list)
    pruned: list[Item] = field(default_factory=list)
    unchanged: int = 0

    @property
    def updated(self) -> list[Item]:
        """All rows whose properties are to be replaced."""
        return [*self.changed, *self.restored, *self.withdrawn]


@dataclass(frozen=True)
class Item:
    """A node, edge or source as the database holds it, or is to hold it.

    Attributes:
        id: Its id.
        type: Its node or edge type; "" for a source.
        cells: Its properties, `id` among them; none is null.
        ends: For an edge, the ids of its source and target node.
    """

    id: str
    type: str
    cells: Cells
    ends: tuple[str, str] | None = None

    @property
    def is_withdrawn(self) -> bool:
        """Whether no loader states it any more."""
        return "withdrawn_at" in self.cells


def compare_shared(
    stated: Mapping[str, Item], held: Mapping[str, Item], loader: str, moment: str, *, prune: bool
) -> Changes:
    """Compare nodes or sources, which several loaders may state.

    The loader that stated one first owns it: its cells count. A later loader fills in what is missing and adds its
    aliases. A row goes when the last loader that stated it no longer does.

    Args:
        stated: What the loader states, by id.
        held: What the database holds: all that this loader stated before, and all with an id that it states now.
        loader: The loader's name.
        moment: The time to note on what is withdrawn.
        prune: Delete what would be withdrawn, and what this loader withdrew before.

    Raises:
        UsageError: An id is in the database as a node of another type.
    """
    changes = Changes(read=len(stated))
    for identifier, item in stated.items():
        old = held.get(identifier)
        if old is None:
            changes.created.append(Item(identifier, item.type, {**item.cells, "loaders": [loader]}))
            continue
        if old.type != item.type:
            raise UsageError(f"{identifier} is a {old.type} in the database and a {item.type} in {loader}")
        new = Item(identifier, item.type, _shared_cells(item.cells, old.cells, loader))
        _sort_in(changes, old, new)
    for identifier, old in held.items():
        if identifier in stated or loader not in old.cells["loaders"]:
            continue
        others = [name for name in old.cells["loaders"] if name != loader]
        if others:
            changes.changed.append(Item(identifier, old.type, {**old.cells, "loaders": others}))
        else:
            _let_go(changes, old, moment, prune=prune)
    return changes


def _shared_cells(mine: Cells, held: Cells, loader: str) -> Cells:
    loaders = list(held["loaders"])
    old = {name: value for name, value in held.items() if name not in BOOKKEEPING}
    if loaders == [loader]:
        return {**mine, "loaders": loaders}
    first, second = (mine, old) if loaders and loaders[0] == loader else (old, mine)
    merged = {**second, **first}
    if "aliases" in first and "aliases" in second:
        merged["aliases"] = list(dict.fromkeys([*first["aliases"], *second["aliases"]]))
    return {**merged, "loaders": loaders if loader in loaders else [*loaders, loader]}


def compare_edges(stated: Mapping[str, Item], held: Iterable[Item], moment: str, *, prune: bool) -> Changes:
    """Compare edges, which belong to one loader each.

    An edge whose type or end changed under the same id is deleted and created anew: a database cannot move an edge.

    Args:
        stated: What the loader states, by id.
        held: What the database holds of it.
        moment: The time to note on what is withdrawn.
        prune: Delete what would be withdrawn, and what was withdrawn before.
    """
    changes = Changes(read=len(stated))
    seen: set[str] = set()
    for old in held:
        new = stated.get(old.id)
        if new is None:
            _let_go(changes, old, moment, prune=prune)
        elif (new.type, new.ends) != (old.type, old.ends):
            changes.pruned.append(old)
        else:
            seen.add(old.id)
            _sort_in(changes, old, new)
    changes.created += [item for identifier, item in stated.items() if identifier not in seen]
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
