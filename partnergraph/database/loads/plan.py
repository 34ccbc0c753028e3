"""The plan of a load: a source's rows are compared with those in the database, and what there is to do is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from partnergraph.database.loads import rows_in_graph as held
from partnergraph.database.loads.diff import compare_edges, compare_shared
from partnergraph.database.loads.load_report import KINDS
from partnergraph.database.loads.rows_in_source import (
    located_nodes,
    stated_facts,
    stated_locations,
    stated_nodes,
    stated_sources,
)
from partnergraph.errors import LossRefusedError

if TYPE_CHECKING:
    import neo4j

    from partnergraph.database.loads.diff import Changes
    from partnergraph.loader import Loader
    from partnergraph.network import Network

#: A source with at least this many facts is not allowed to shrink below half without being forced.
GUARDED_SIZE: Final = 5
LEAST_SHARE: Final = 0.5


@dataclass(frozen=True)
class LoadRequest:
    """What is to be loaded, and how.

    Attributes:
        network: What the loader states now.
        loader: Whose facts they are.
        moment: When this was wished; noted on what is withdrawn.
        prune: Delete for good what would be withdrawn, and what was withdrawn before.
        force: Accept a source that is empty or much smaller than before.
    """

    network: Network
    loader: Loader
    moment: str
    prune: bool
    force: bool


@dataclass(frozen=True)
class Plan:
    """What a load has to do.

    Attributes:
        changes: What happens to the rows of each kind.
        held_types: The edge types of which the database holds edges already, whosever they are.
    """

    changes: dict[str, Changes]
    held_types: frozenset[str]

    @property
    def size(self) -> int:
        """How many rows are to be written or deleted."""
        return sum(each.size for each in self.changes.values())

    @property
    def edge_types(self) -> frozenset[str]:
        """The types of all edges that the loader states."""
        stated = (self.changes[kind].stated.types for kind in ("edges", "locations"))
        return frozenset(str(name) for types in stated if types is not None for name in set(types.tolist()))

    @property
    def new_edge_types(self) -> list[str]:
        """The types of edges that it states, and of which the database holds none yet."""
        return sorted(self.edge_types - self.held_types)


def plan(transaction: neo4j.ManagedTransaction, request: LoadRequest) -> Plan:
    """Compare what a loader states with what the database holds; nothing is written.

    Raises:
        UsageError: The source is empty or much smaller than before, or an id belongs to another loader's fact.
    """
    network, loader = request.network, request.loader
    edge_types = held.types_with_edges(transaction, network.vocabulary.edge_types)
    nodes, sources = stated_nodes(network, loader), stated_sources(network, loader)
    facts = compare_edges(
        stated_facts(network, loader),
        held.facts(transaction, edge_types, loader.name),
        request.moment,
        prune=request.prune,
    )
    held.refuse_foreign_edges(transaction, facts.stated, facts.created, edge_types, loader.name)
    if not request.force:
        _guard_against_shrinking(facts, loader.name)
    elsewhere = set()
    if "LOCATED_IN" in edge_types:
        elsewhere = held.located_by_others(transaction, located_nodes(network), loader.name)
    locations = compare_edges(
        stated_locations(network, loader, elsewhere),
        held.locations(transaction, loader.name) if "LOCATED_IN" in edge_types else (),
        request.moment,
        prune=request.prune,
    )
    changes = {
        "nodes": compare_shared(
            nodes, held.nodes(transaction, loader.name, nodes), loader.name, request.moment, prune=request.prune
        ),
        "edges": facts,
        "locations": locations,
        "sources": compare_shared(
            sources, held.sources(transaction, loader.name, sources), loader.name, request.moment, prune=request.prune
        ),
    }
    return Plan({kind: changes[kind] for kind in KINDS}, frozenset(edge_types))


def _guard_against_shrinking(changes: Changes, loader: str) -> None:
    gone = len(changes.withdrawn) + len([item for item in changes.pruned if not item.is_withdrawn])
    before = gone + changes.unchanged + len(changes.changed)
    if (before and not changes.read) or (before >= GUARDED_SIZE and gone > before * (1 - LEAST_SHARE)):
        raise LossRefusedError(
            f"{loader} now states {changes.read} edges and would lose {gone} of the {before} it has in the database; "
            "if that is right, load it with --force"
        )
