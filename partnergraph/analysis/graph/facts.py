"""Which facts of a network a projection counts, decided for all of them at once on the columns of its frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from partnergraph.analysis.graph.projection import COUNTRY
from partnergraph.network.slice import positions, require_known
from partnergraph.phrases import count, listed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from partnergraph.analysis.graph.projection import Projection
    from partnergraph.network import Network

DISTRICT: Final = "FederalDistrict"


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


def federal_districts(network: Network) -> list[str | None]:
    """Return for each node the name of the federal district that it is or lies in, through however many places."""
    if not (network.nodes["type"] == DISTRICT).any():
        return [None] * len(network.nodes)
    columns = (network.nodes[name] for name in ("id", "type", "name", "located_in"))
    rows: dict[str, list[Any]] = {identifier: rest for identifier, *rest in zip(*columns, strict=True)}
    found: dict[str, str | None] = {}

    def district(identifier: str) -> str | None:
        passed: list[str] = []
        place: str | None = identifier
        while place is not None and place in rows and place not in found and place not in passed:
            passed.append(place)
            kind, name, above = rows[place]
            if kind == DISTRICT:
                found[place] = name
            else:
                place = above
        answer = None if place is None else found.get(place)
        found.update(dict.fromkeys(passed, answer))
        return answer

    return [district(identifier) for identifier in network.nodes["id"]]
