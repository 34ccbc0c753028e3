"""Where the nodes of a network stand on a map: at their coordinates, or at the place they lie in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from partnergraph.network.located_in import walk_up

if TYPE_CHECKING:
    from partnergraph.network import Network

    Floats = np.ndarray[Any, np.dtype[np.float64]]

#: The edge type that says where something lies, beside the column `located_in`.
LIES_IN: Final = "LOCATED_IN"


@dataclass(frozen=True)
class Places:
    """Where each node stands.

    Attributes:
        longitude: Degrees by row of the network's nodes; NaN for a node without a place.
        latitude: Degrees, likewise.
        at: The row of the place that lends a node its coordinates; None for coordinates of its own and for none.
    """

    longitude: Floats
    latitude: Floats
    at: list[int | None]

    @property
    def known(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Whether a node has a place, by row."""
        return np.isfinite(self.longitude) & np.isfinite(self.latitude)


def places_of(network: Network) -> Places:
    """Find the place of every node.

    A node without coordinates stands at the nearest place around it that has some: the one that `located_in` names,
    the one around that, and so on. Where `located_in` is empty, a LOCATED_IN fact says it, if all of them name the
    same place.

    Args:
        network: The network.
    """
    longitude, latitude = (_degrees(network.nodes[name]) for name in ("longitude", "latitude"))
    own = np.isfinite(longitude) & np.isfinite(latitude)
    longitude, latitude = np.where(own, longitude, np.nan), np.where(own, latitude, np.nan)
    around = lying_in(network)
    at: list[int | None] = [None] * len(own)
    for row in np.flatnonzero(~own):
        place = next((place for place in walk_up(int(row), around) if own[place]), None)
        if place is not None:
            at[row] = place
            longitude[row], latitude[row] = longitude[place], latitude[place]
    return Places(longitude, latitude, at)


def lying_in(network: Network) -> dict[int, int]:
    """Return the row of the place that each node lies in, for those that lie in one."""
    row_of = {node: row for row, node in enumerate(network.nodes["id"])}
    stated: dict[int, set[int]] = {}
    facts = network.edges[network.edges["type"] == LIES_IN]
    for source, target in zip(facts["source"], facts["target"], strict=True):
        stated.setdefault(row_of[source], set()).add(row_of[target])
    around = {row: next(iter(places)) for row, places in stated.items() if len(places) == 1}
    for row, place in enumerate(network.nodes["located_in"]):
        if isinstance(place, str) and place in row_of:
            around[row] = row_of[place]
    return around


def _degrees(column: pd.Series[Any]) -> Floats:
    return pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
