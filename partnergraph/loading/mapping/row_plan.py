"""The plan of a mapping, compiled before the first row: what a row's nodes, sources and edges are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from partnergraph.loading.formats import Table
    from partnergraph.loading.mapping.cell_values import Condition, Value


@dataclass(frozen=True, slots=True)
class NodePlan:
    """A node that a row names.

    Attributes:
        word: How the mapping calls it.
        values: By the columns of nodes.csv, `located_in` not among them.
        located_in: The word of the node it lies in, "" where there is none.
        container: The id of the node it lies in, instead of a word.
        optional: Whether the row may leave it out.
        same_within_km: Nodes of the same name and country lie no farther apart than this, or they are two.
    """

    word: str
    values: Mapping[str, Value]
    located_in: str
    container: Value | None
    optional: bool
    same_within_km: float

    @property
    def is_reference(self) -> bool:
        """Whether it only names, by its id, a node that is described elsewhere."""
        return "type" not in self.values


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """A source that a row names; `values` by the columns of sources.csv."""

    word: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class EdgePlan:
    """An edge that a row states.

    Attributes:
        place: Where it stands in loader.toml.
        values: By the columns of edges.csv, the ends and sources not among them.
        source: The word of the node it starts from.
        target: The word of the node it ends at.
        sources: The words of its sources; none means the loader itself.
        keep: What must hold for the row to state it.
    """

    place: str
    values: Mapping[str, Value]
    source: str
    target: str
    sources: tuple[str, ...]
    keep: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done with one table.

    Attributes:
        table: The opened table.
        keep: What must hold for a row to be taken.
        nodes: In an order in which a node comes after the one it lies in.
        sources: The sources that a row names.
        edges: The edges that a row states.
    """

    table: Table
    keep: tuple[Condition, ...]
    nodes: tuple[NodePlan, ...]
    sources: tuple[SourcePlan, ...]
    edges: tuple[EdgePlan, ...]
