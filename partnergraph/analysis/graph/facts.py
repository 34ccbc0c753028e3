"""Which facts of a network a projection counts, decided for all of them at once on the columns of its frames."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from partnergraph.analysis.graph.projection import COUNTRY
from partnergraph.errors import UsageError
from partnergraph.network.located_in import places_of_type
from partnergraph.network.slice import positions, require_known
from partnergraph.phrases import count, listed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from partnergraph.analysis.graph.projection import Projection
    from partnergraph.network import Network


def choose(
    network: Network, projection: Projection, ends: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.bool_], list[str]]:
    """Return which rows of a network's edges count, and in words what is left out beside what the filters name.

    Args:
        network: Where the facts stand.
        projection: What counts.
        ends: The `positions` of the edges' ends, where they are known already.

    Raises:
        UsageError: The projection names a type, status, country, loader or unit that does not exist.
    """
    edges = network.edges
    if projection.amount is not None and len(edges):
        require_known((projection.amount,), edges["unit"].dropna().unique(), "unit of this network")
    left_out: list[str] = []
    ends = positions(network.nodes, edges) if ends is None else ends
    selection = projection.selection(network.nodes, edges, network.vocabulary)
    chosen = selection.possible
    counts = edges["type"].isin(list(projection.counted_types(network.vocabulary))).to_numpy()
    others = edges["type"].to_numpy()[chosen & ~counts]
    if not projection.types and len(others):
        left_out.append(f"{listed(sorted(set(others)))} left out ({count(len(others), 'fact')})")
    chosen &= counts

    def leave_out(reason: str, gone: NDArray[np.bool_]) -> None:
        if gone.any():
            left_out.append(f"{reason} left out ({count(int(gone.sum()), 'fact')})")

    left_out += selection.phrases(among=chosen)
    chosen &= selection.counted
    if projection.amount is not None:
        measured = ((edges["unit"] == projection.amount) & (edges["amount"] > 0)).to_numpy(dtype=bool)
        leave_out(f"facts without an amount above 0 in {projection.amount}", chosen & ~measured)
        chosen &= measured
    if not projection.keeps_countries:
        countries = (network.nodes["type"] == COUNTRY).to_numpy()
        theirs = chosen & countries[ends].any(axis=0)
        left_out.insert(0, f"{COUNTRY} nodes left out ({count(int(theirs.sum()), 'fact')})")
        chosen &= ~theirs
    loops = chosen & (ends[0] == ends[1])
    leave_out("facts of a node with itself", loops)
    return chosen & ~loops, left_out


def places_within(network: Network, projection: Projection) -> dict[str, str]:
    """Return the id of the place that each node is or lies in, of the type that a projection tells nodes apart by.

    Nodes in none are left out, and all where no type is chosen.

    Raises:
        UsageError: The type is no type of places, or no place of this network has it.
    """
    if projection.within is None:
        return {}
    require_known((projection.within,), network.vocabulary.place_types, "type of places")
    places = places_of_type(network.nodes, projection.within, by="id")
    if not places and len(network.nodes):
        raise UsageError(
            f"this network has no place of type {projection.within}; there are: {types_of_places(network)}"
        )
    return places


def types_of_places(network: Network) -> str:
    """Say which types of places a network has and how many of each, most first: `City (7), Region (2)`."""
    counts = Counter(kind for kind in network.nodes["type"] if kind in network.vocabulary.place_types)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{kind} ({number})" for kind, number in ordered) or "none"
