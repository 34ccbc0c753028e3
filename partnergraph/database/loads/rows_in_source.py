"""The rows that a loader states, as columns, in the form in which the database keeps them.

A million facts as a mapping each would not fit into a gigabyte; as columns they share what is the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from partnergraph.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from partnergraph.loader import Loader
    from partnergraph.network import Network

Cells = dict[str, Any]


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


@dataclass(frozen=True, eq=False)
class Stated:
    """Nodes, facts, locations or sources that a loader states.

    Attributes:
        columns: Its properties, `id` first; None where a row has none. Columns without any value are left out.
        constants: Properties that all rows have.
        types: The node or edge type of each row; None for sources.
        ends: For edges, the ids of the source and of the target node of each row.
    """

    columns: Mapping[str, NDArray[np.object_]]
    constants: Mapping[str, Any] = field(default_factory=dict)
    types: NDArray[np.object_] | None = None
    ends: tuple[NDArray[np.object_], NDArray[np.object_]] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def ids(self) -> NDArray[np.object_]:
        """The id of each row."""
        return self.columns["id"]

    @cached_property
    def position(self) -> dict[str, int]:
        """The row of each id."""
        return {identifier: at for at, identifier in enumerate(self.ids.tolist())}

    def cells(self, row: int) -> Cells:
        """Return the properties of a row."""
        found = {name: column[row] for name, column in self.columns.items() if column[row] is not None}
        return {**found, **self.constants}

    def type_of(self, row: int) -> str:
        """Return the node or edge type of a row; "" for a source."""
        return str(self.types[row]) if self.types is not None else ""

    def by_type(self, rows: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
        """Return rows grouped by their type, in the order of the types' names."""
        if self.types is None:
            return {"": rows} if len(rows) else {}
        types = self.types[rows]
        return {str(name): rows[types == name] for name in sorted(set(types.tolist()))}

    def columns_of(self, rows: NDArray[np.int64]) -> list[str]:
        """Return the names of the columns in which some of the rows have a value, in a fixed order."""
        return sorted(name for name, column in self.columns.items() if any(each is not None for each in column[rows]))


def stated_nodes(network: Network, loader: Loader) -> Stated:
    """Return the nodes that a loader states, each with the loader as the one that does."""
    frame = network.nodes
    types = _cells(frame["type"])
    return Stated(_columns(frame.drop(columns="type")), {"loaders": [loader.name]}, types)


def stated_sources(network: Network, loader: Loader) -> Stated:
    """Return the sources that a loader states."""
    return Stated(_columns(network.sources), {"loaders": [loader.name]})


def stated_facts(network: Network, loader: Loader) -> Stated:
    """Return the facts that a loader states; they are its own."""
    frame = network.edges
    ends = _cells(frame["source"]), _cells(frame["target"])
    columns = _columns(frame.drop(columns=["type", "source", "target", "loader"]))
    return Stated(columns, {"loader": loader.name}, _cells(frame["type"]), ends)


def stated_locations(network: Network, loader: Loader, elsewhere: Collection[str]) -> Stated:
    """Return the LOCATED_IN edges that follow from the nodes table, cited to the loader itself.

    Args:
        network: What the loader states.
        loader: Whose it is.
        elsewhere: Ids of nodes of which another loader has told already where they lie: a node has one such edge.
    """
    frame = network.nodes
    told = frame["located_in"].notna() & ~frame["id"].isin(list(elsewhere))
    nodes, places = _cells(frame.loc[told, "id"]), _cells(frame.loc[told, "located_in"])
    ids = np.array([f"located-in:{loader.name}:{node}" for node in nodes], dtype=object)
    constants = {"status": "active", "sources": [loader.source_id], "loader": loader.name, "derived": True}
    return Stated({"id": ids}, constants, np.full(len(ids), "LOCATED_IN", dtype=object), (nodes, places))


def located_nodes(network: Network) -> Sequence[str]:
    """Return the ids of the nodes of which a loader says where they lie."""
    frame = network.nodes
    return [str(each) for each in frame.loc[frame["located_in"].notna(), "id"]]


def _columns(frame: pd.DataFrame) -> dict[str, NDArray[np.object_]]:
    """Return the columns that hold something; `id` comes first, whether there are rows or not."""
    columns = {str(name): _cells(frame[name]) for name in frame.columns}
    return {name: cells for name, cells in columns.items() if name == "id" or any(each is not None for each in cells)}


def _cells(column: pd.Series[Any]) -> NDArray[np.object_]:
    """Return the cells of a column as plain values, None where one is missing or an empty list."""
    cells = column.to_numpy(dtype=object, copy=True)
    cells[column.isna().to_numpy()] = None
    if isinstance(next((each for each in cells if each is not None), None), tuple):
        # As lists, which is what the driver sends and the server gives back; those that are alike are one.
        return np.fromiter(Memo(_as_list).of(cells.tolist()), dtype=object, count=len(cells))
    return cells


def _as_list(cell: tuple[str, ...] | None) -> list[str] | None:
    return list(cell) if cell else None
