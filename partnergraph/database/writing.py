"""Loading a Network into the database, so that a second load of the same source changes nothing.

One transaction: all of it happens or nothing. The report counts what the server itself says it did; where that
differs from what was meant, nothing is kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from partnergraph.database import held, statements
from partnergraph.database.applying import apply
from partnergraph.database.known import join_with_database
from partnergraph.database.reading import vocabulary_of
from partnergraph.database.reconcile import Changes, Item, compare_edges, compare_shared
from partnergraph.declared import to_plain
from partnergraph.errors import UsageError
from partnergraph.loading.catalogue import Loader, open_loader, read_loader, with_own_source
from partnergraph.network import records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    import neo4j

    from partnergraph.database.connection import Database
    from partnergraph.network import Network

#: A source with at least this many facts is not allowed to shrink below half without being forced.
GUARDED_SIZE: Final = 20
LEAST_SHARE: Final = 0.5
#: What a report counts: `locations` are the LOCATED_IN edges that follow from the nodes table.
_KINDS: Final = ("nodes", "edges", "locations", "sources")


@dataclass(frozen=True)
class LoadReport:
    """What a load did, by kind: `nodes`, `edges` (the facts), `locations` (where the nodes lie) and `sources`.

    Attributes:
        loader: The loader's name.
        counts: By kind, how many were read, created, changed, unchanged, restored, withdrawn and pruned.
    """

    loader: str
    counts: Mapping[str, Mapping[str, int]]

    @property
    def changed_nothing(self) -> bool:
        """Whether the database was already as the source says."""
        return all(count["read"] == count["unchanged"] and not count["withdrawn"] for count in self.counts.values())


def load_source(
    database: Database, given: str | Path | Loader, *, prune: bool = False, force: bool = False
) -> LoadReport:
    """Read a loader, check it, join who is known in the database, and make the database say what it states.

    Args:
        database: Where to.
        given: A loader, its name, its folder or its loader.toml.
        prune: Delete for good what would be withdrawn, and what was withdrawn before.
        force: Accept a source that is empty or much smaller than before.

    Raises:
        InputError: Its tables break a rule; nothing is loaded.
        UsageError: There is no such loader; or see `load`.
        DatabaseError: See `load`.
    """
    loader = given if isinstance(given, Loader) else open_loader(given)
    network = with_own_source(read_loader(loader), loader)
    (joined,) = join_with_database(database, [(loader, network)])
    return load(database, joined.network, loader, prune=prune, force=force)


def load(
    database: Database, network: Network, loader: Loader, *, prune: bool = False, force: bool = False
) -> LoadReport:
    """Make the database say what a loader states.

    What the loader stated before and no longer does is withdrawn: marked with the time, gone from the default views,
    still there, and back when the loader states it again.

    Args:
        database: Where to.
        network: What the loader states now.
        loader: Whose facts they are.
        prune: Delete for good what would be withdrawn, and what was withdrawn before.
        force: Accept a source that is empty or much smaller than before.

    Raises:
        UsageError: The source is empty or much smaller than before, an id belongs to another loader's fact, or a type
            is declared that another loader declared with another meaning.
        DatabaseError: The server is gone, or did not do what was asked; nothing is kept then.
    """
    vocabulary_of(database, without=loader.name).merged(loader.vocabulary)  # else the whole could not be read back
    database.change_schema(statements.constraints(network.vocabulary))
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def work(transaction: neo4j.ManagedTransaction) -> LoadReport:
        changes = _compare(transaction, network, loader, moment, prune=prune)
        if not force:
            _guard_against_shrinking(changes["edges"], loader.name)
        apply(transaction, *(changes[kind] for kind in _KINDS))
        _note_loader(transaction, loader, changes, moment)
        return LoadReport(loader.name, {kind: _counts(changes[kind]) for kind in _KINDS})

    return database.write(work, is_repeatable=True)


def _compare(
    transaction: neo4j.ManagedTransaction, network: Network, loader: Loader, moment: str, *, prune: bool
) -> dict[str, Changes]:
    nodes = {item.id: item for item in _stated_nodes(network)}
    sources = {row["id"]: Item(row["id"], "", _cells(row)) for row in records(network.sources)}
    facts = {item.id: item for item in _stated_facts(network, loader)}
    located = [identifier for identifier, item in nodes.items() if "located_in" in item.cells]
    elsewhere = held.located_by_others(transaction, located, loader.name)
    locations = {item.id: item for item in _stated_locations(network, loader, elsewhere)}
    held_nodes = held.nodes(transaction, loader.name, nodes)
    held_sources = held.sources(transaction, loader.name, sources)
    held_edges = held.edges(transaction, network.vocabulary, loader.name)
    mine = {item.id for item in held_edges}
    held.refuse_foreign_edges(transaction, [item for item in facts.values() if item.id not in mine], loader.name)
    held_facts = [item for item in held_edges if not item.cells.get("derived")]
    held_locations = [item for item in held_edges if item.cells.get("derived")]
    return {
        "nodes": compare_shared(nodes, held_nodes, loader.name, moment, prune=prune),
        "edges": compare_edges(facts, held_facts, moment, prune=prune),
        "locations": compare_edges(locations, held_locations, moment, prune=prune),
        "sources": compare_shared(sources, held_sources, loader.name, moment, prune=prune),
    }


def _stated_nodes(network: Network) -> Iterator[Item]:
    for row in records(network.nodes):
        cells = _cells(row)
        yield Item(row["id"], cells.pop("type"), cells)


def _stated_facts(network: Network, loader: Loader) -> Iterator[Item]:
    for row in records(network.edges):
        cells = {**_cells(row), "loader": loader.name}
        ends = cells.pop("source"), cells.pop("target")
        yield Item(row["id"], cells.pop("type"), cells, ends)


def _stated_locations(network: Network, loader: Loader, elsewhere: Collection[str]) -> Iterator[Item]:
    """Yield the LOCATED_IN edges that follow from the nodes table, cited to the loader itself.

    Where another loader has told already where a node lies, that edge stands: a node has one.
    """
    for row in records(network.nodes):
        if (container := row.get("located_in")) and row["id"] not in elsewhere:
            cells: dict[str, Any] = {
                "id": f"located-in:{loader.name}:{row['id']}",
                "status": "active",
                "sources": [loader.source_id],
                "loader": loader.name,
                "derived": True,
            }
            yield Item(cells["id"], "LOCATED_IN", cells, (row["id"], container))


def _cells(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row's cells as the database keeps them: lists for tuples, plain numbers."""
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401  a cell can be any property value
    if isinstance(value, tuple):
        return list(value)
    return value.item() if hasattr(value, "item") else value


def _guard_against_shrinking(changes: Changes, loader: str) -> None:
    gone = len(changes.withdrawn) + len([item for item in changes.pruned if not item.is_withdrawn])
    before = gone + changes.unchanged + len(changes.changed)
    if (before and not changes.read) or (before >= GUARDED_SIZE and gone > before * (1 - LEAST_SHARE)):
        raise UsageError(
            f"{loader} now states {changes.read} edges and would lose {gone} of the {before} it has in the database; "
            "if that is right, load it with --force"
        )


def _note_loader(
    transaction: neo4j.ManagedTransaction, loader: Loader, changes: Mapping[str, Changes], moment: str
) -> None:
    """Note on the loader's own node what it is; its time only moves when something else did."""
    # A list without names, and without columns where there are none: databases of before stay as they are.
    own = list(to_plain(loader.vocabulary).values())
    cells = {
        "id": loader.name,
        "title": loader.title,
        "licence": loader.licence,
        "who": loader.who,
        "when": loader.when,
        "url": loader.url,
        "types": json.dumps(own, sort_keys=True),
    }
    found = transaction.run(statements.FIND_LOADER, loader=loader.name).single()
    noted = dict(found["cells"]) if found is not None else {}
    same = {name: value for name, value in noted.items() if name not in {"loaded_at", "position"}} == cells
    if found is not None and same and not any(_touches(each) for each in changes.values()):
        return
    # Who came first stays first: a loader's parties are compared with those of the loaders before it.
    before = transaction.run(statements.COUNT_LOADERS).single(strict=True)["loaders"]
    cells |= {"loaded_at": moment, "position": noted.get("position", 0) if found else before + 1}
    statement = statements.CREATE_LOADER if found is None else statements.UPDATE_LOADER
    transaction.run(statement, loader=loader.name, cells=cells).consume()


def _touches(changes: Changes) -> bool:
    return bool(changes.created or changes.updated or changes.pruned)


def _counts(changes: Changes) -> dict[str, int]:
    return {
        "read": changes.read,
        "created": len(changes.created),
        "changed": len(changes.changed),
        "unchanged": changes.unchanged,
        "restored": len(changes.restored),
        "withdrawn": len(changes.withdrawn),
        "pruned": len(changes.pruned),
    }
