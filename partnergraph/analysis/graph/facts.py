"""Which facts of a network a projection counts, decided for all of them at once on the columns of its frames."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from partnergraph.analysis.graph.amounts import addable
from partnergraph.analysis.graph.projection import COUNTRY, EVENT
from partnergraph.errors import UsageError
from partnergraph.network.located_in import places_of_type
from partnergraph.network.slice import positions, require_known
from partnergraph.phrases import count, listed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from partnergraph.analysis.graph.projection import Projection
    from partnergraph.network import Network

#: What a source calls how much a fact weighs, beside an amount with its unit.
WEIGHT: Final = "weight"


@dataclass(frozen=True)
class Choice:
    """Which facts of a network a projection counts: truth values, one a row of its edges.

    Attributes:
        counted: The facts that count.
        with_countries: Those that would count, too, were nodes of type Country not left out.
        left_out: In words, what is left out beside what the filters name.
    """

    counted: NDArray[np.bool_]
    with_countries: NDArray[np.bool_]
    left_out: list[str]


def choose(network: Network, projection: Projection, ends: NDArray[np.int64] | None = None) -> Choice:
    """Tell which facts of a network count.

    Args:
        network: Where the facts stand.
        projection: What counts.
        ends: The `positions` of the edges' ends, where they are known already.

    Raises:
        UsageError: The projection names a type, status, country, loader or unit that does not exist, or the amounts
            are of different years and no time is asked for.
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
    aside, said = _set_aside(network, projection, ends, chosen)
    loops = chosen & (ends[0] == ends[1])
    with_countries = aside[COUNTRY] & ~loops if COUNTRY in aside else chosen & False
    for mask in aside.values():
        chosen &= ~mask
    leave_out("facts of a node with itself", loops & chosen)
    chosen &= ~loops
    if projection.amount is not None:
        chosen, taken = addable(network, projection, chosen)
        left_out += taken
    return Choice(chosen, with_countries, said + left_out)


def types_set_aside(network: Network, projection: Projection) -> list[str]:
    """Return the node types that a projection leaves out of this network, as being no partners."""
    ends = positions(network.nodes, network.edges)
    return list(_set_aside(network, projection, ends, np.zeros(len(network.edges), dtype=bool))[0])


def _set_aside(
    network: Network, projection: Projection, ends: NDArray[np.int64], chosen: NDArray[np.bool_]
) -> tuple[dict[str, NDArray[np.bool_]], list[str]]:
    """Return which of the chosen facts are set aside for a node type that is no partner, and what is said of it.

    A network of states alone is ranked, whatever the slice, and so is one whose facts all lead to events, such as who
    attended what.
    """
    types = network.nodes["type"].to_numpy()
    rest = network.edges["type"].isin(network.vocabulary.partnership_types).to_numpy(copy=True)
    masks: dict[str, NDArray[np.bool_]] = {}
    said = []
    for kind, option in projection.aside.items():
        is_kind = (types == kind)[ends]
        has = is_kind.any(axis=0)
        if rest.any() and (is_kind[:, rest].all() or (kind == EVENT and has[rest].all())):
            said.append(
                f"{kind} nodes counted, since there {'are no others' if kind == COUNTRY else 'is no other fact'}"
            )
            continue
        rest &= ~has
        masks[kind] = chosen & has
        if masks[kind].any():
            said.append(f"{kind} nodes left out ({count(int(masks[kind].sum()), 'fact')}; {option} counts them)")
    return masks, said


def lone_nodes(
    network: Network, projection: Projection, ends: NDArray[np.int64], chosen: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return the rows of the nodes that are no end of any fact and in which nothing lies, as far as they are chosen.

    They are parties without a partner, as long as facts are not chosen by their type, status, loader, time or amount:
    of a slice, a node without a fact in it has one elsewhere, or may have.

    Args:
        network: Where the facts stand.
        projection: What counts.
        ends: The `positions` of the edges' ends.
        chosen: Which facts count.
    """
    nodes = network.nodes
    lone = ~nodes["id"].isin(set(nodes["located_in"].dropna())).to_numpy(dtype=bool)
    lone[ends.reshape(-1)] = False
    types = nodes["type"].to_numpy()
    for kind in projection.aside:
        if kind not in types[ends[:, chosen]]:
            lone &= types != kind
    if projection.node_types:
        lone &= nodes["type"].isin(list(projection.node_types)).to_numpy(dtype=bool)
    if projection.countries:
        lone &= nodes["country"].isin(list(projection.countries)).to_numpy(dtype=bool)
    return np.flatnonzero(lone)


def chooses_facts(projection: Projection) -> bool:
    """Tell whether facts are chosen by what they are, not only by their ends."""
    named = projection.types or projection.statuses or projection.loaders
    return bool(named or projection.asks_for_time or projection.amount is not None)


def weights_of(
    network: Network, projection: Projection, chosen: NDArray[np.bool_]
) -> tuple[NDArray[np.float64] | None, str]:
    """Return the weights that a source gives the facts that count, and what is to be said where they cannot be used.

    Args:
        network: Where the facts stand.
        projection: What counts.
        chosen: Which facts count.

    Returns:
        The column `weight` of these facts, where all of them have one above 0 and they are not all 1; otherwise None.
    """
    if WEIGHT not in network.edges.columns or projection.amount is not None or not chosen.any():
        return None, ""
    weights = pd.to_numeric(network.edges[WEIGHT][chosen], errors="coerce").to_numpy(dtype=np.float64)
    if np.isnan(weights).all() and network.edges[WEIGHT][chosen].notna().any():
        return None, "the column weight is not used: it has no numbers"
    if np.isnan(weights).all() or (weights == 1).all():
        return None, ""
    if missing := int((~(weights > 0)).sum()):
        return None, f"the column weight is not used: {count(missing, 'fact')} of {len(weights)} have none above 0"
    return weights, ""


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
