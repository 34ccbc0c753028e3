"""Where the nodes of a large network stand: every community in a disc of its own, so that it can be shown as one.

Inside a disc the nodes settle under the forces of their own facts; the discs settle under the facts between them.
Groups that are linked with nobody else lie in rows below, large ones first. igraph settles the discs where it is
installed, NumPy otherwise; each gives the same picture in every run, whatever the order of the rows.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from partnergraph.analysis.measures import igraph as fast
from partnergraph.analysis.whole.communities import communities
from partnergraph.view.layout.forces import (
    NODE_GAP,
    SEED,
    evened,
    fact_counts,
    in_order,
    radius,
    scale_for,
    settled,
    spread,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from partnergraph.analysis.whole.communities import Communities
    from partnergraph.network import Network
    from partnergraph.view.layout.forces import Floats, Integers

#: More nodes or more facts than these make a network large: it is shown by its communities first.
LARGE_NODES: Final = 2000
LARGE_FACTS: Final = 5000
#: The room around a disc, in pixels at scale 1.
DISC_GAP: Final = 60.0
#: Only groups of so many are shown as a disc; smaller ones are seen at a glance.
LEAST_IN_A_BUBBLE: Final = 12


@dataclass(frozen=True, slots=True)
class Bubble:
    """The disc of one community.

    Attributes:
        x: The centre, in pixels; y grows downwards.
        y: As x.
        radius: In pixels.
        group: Which of the communities, from 0.
    """

    x: float
    y: float
    radius: float
    group: int


@dataclass(frozen=True, slots=True)
class Apart:
    """The groups that are linked with nobody else, in rows below the others.

    Attributes:
        x: The left end of the first row, in pixels.
        y: Its upper edge.
        groups: How many groups of two or more there are.
        members: How many nodes in these.
    """

    x: float
    y: float
    groups: int
    members: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A large network laid out.

    Attributes:
        places: x and y in pixels by node id.
        bubbles: The discs of the larger communities, largest first.
        apart: The groups that stand apart.
        communities: The communities of the network.
    """

    places: dict[str, tuple[float, float]]
    bubbles: tuple[Bubble, ...]
    apart: Apart
    communities: Communities


def is_large(network: Network) -> bool:
    """Tell whether a network has too many nodes or facts to be drawn at once."""
    return len(network.nodes) > LARGE_NODES or len(network.edges) > LARGE_FACTS


def arrange(network: Network) -> Arrangement:
    """Find the communities of a network and lay it out by them.

    Args:
        network: The network; its frames are not changed.
    """
    network = in_order(network)
    found = communities(network)
    if network.nodes.empty:
        return Arrangement({}, (), Apart(0.0, 0.0, 0, 0), found)
    ids: list[str] = list(network.nodes["id"])
    counts = fact_counts(network)
    radii = np.array([radius(counts[node]) for node in ids])
    row_of = {node: row for row, node in enumerate(ids)}
    groups = _groups(found, row_of)
    ends, pulls = _pulls(network, row_of)
    group_of = np.empty(len(ids), dtype=np.int64)
    for number, group in enumerate(groups):
        group_of[group] = number
    local = np.zeros((len(ids), 2))
    reach = np.zeros(len(groups))
    for number, (nodes, inside) in enumerate(zip(groups, _inside(ends, group_of, len(groups)), strict=True)):
        points = _disc(np.searchsorted(nodes, ends[inside]), pulls[inside], radii[nodes])
        reach[number] = float((np.hypot(points[:, 0], points[:, 1]) + radii[nodes]).max()) + NODE_GAP
        local[nodes] = points
    centres, (left, top), alone = _centres(ends, pulls, group_of, reach)
    placed = local + centres[group_of]
    places = {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(ids, placed, strict=True)}
    bubbles = [
        Bubble(round(float(x), 1), round(float(y), 1), round(float(size), 1), number)
        for number, (group, (x, y), size) in enumerate(zip(found.groups, centres, reach, strict=False))
        if group.size >= LEAST_IN_A_BUBBLE
    ]
    sizes = [len(groups[number]) for number in alone if len(groups[number]) > 1]
    apart = Apart(round(left, 1), round(top, 1), len(sizes), sum(sizes))
    return Arrangement(places, tuple(bubbles), apart, found)


def _groups(found: Communities, row_of: Mapping[str, int]) -> list[Integers]:
    """Return the rows of each community as they come; then each node that is in none, as a group of its own."""
    groups = [sorted(row_of[node] for node in group.members) for group in found.groups]
    grouped = {row for group in groups for row in group}
    groups += [[row] for row in range(len(row_of)) if row not in grouped]
    return [np.array(group, dtype=np.int64) for group in groups]


def _pulls(network: Network, row_of: Mapping[str, int]) -> tuple[Integers, Floats]:
    """Return the pairs of partners, and how strongly each is drawn together: more facts more, not in proportion."""
    facts = network.edges[network.edges["type"].isin(network.vocabulary.partnership_types)]
    one, other = (facts[end].map(row_of).to_numpy(dtype=np.int64) for end in ("source", "target"))
    apart = one != other
    pairs = np.sort(np.column_stack([one[apart], other[apart]]), axis=1)
    ends, counts = np.unique(pairs, axis=0, return_counts=True)
    return ends.reshape(-1, 2), 1.0 + np.log(counts)


def _inside(ends: Integers, group_of: Integers, groups: int) -> list[Integers]:
    """Return for each group which pairs lie inside it."""
    one, other = group_of[ends[:, 0]], group_of[ends[:, 1]]
    rows = np.flatnonzero(one == other)
    order = rows[np.argsort(one[rows], kind="stable")]
    return np.split(order, np.searchsorted(one[order], np.arange(1, groups)))


def _disc(ends: Integers, pulls: Floats, radii: Floats) -> Floats:
    """Return the places of one group's nodes around (0, 0), none on another."""
    size = len(radii)
    if size == 1:
        return np.zeros((1, 2))
    degree = np.bincount(ends.ravel(), minlength=size)
    if int(degree.max()) == size - 1 == len(ends):
        return _star(int(degree.argmax()), radii)
    if fast.has_igraph():
        points = fast.fruchterman_reingold(size, ends, pulls, _ring(size), SEED)
        points = evened(_rounded(points - np.median(points, axis=0)))
        points = spread(points * scale_for(points, radii), radii)
    else:
        points = settled(ends, pulls, radii, rounds=min(120, 30 + 4 * size))
    middle: Floats = (points.max(axis=0) + points.min(axis=0)) / 2
    return points - middle


def _rounded(points: Floats) -> Floats:
    """Widen a long narrow group, so that it fills its disc."""
    spread_along, axes = np.linalg.eigh(np.cov(points.T))
    length = np.sqrt(np.maximum(spread_along, 1e-9))
    wider: Floats = (points @ axes) * np.minimum(length.max() / length, 2.0)
    return wider


def _star(hub: int, radii: Floats) -> Floats:
    """Return one node with all the others, which have no fact among themselves, around it."""
    rim = np.array([row for row in range(len(radii)) if row != hub])
    around = float((2 * radii[rim] + NODE_GAP).sum()) / (2 * math.pi)
    distance = max(around, float(radii[hub] + radii[rim].max()) + 1.5 * NODE_GAP)
    points = np.zeros((len(radii), 2))
    angles = np.arange(len(rim)) * 2 * math.pi / len(rim)
    points[rim] = distance * np.column_stack([np.cos(angles), np.sin(angles)])
    if len(rim) == 1:
        points[:, 0] -= distance / 2
    return points


def _ring(size: int) -> Floats:
    """Return where the forces begin: all in a spiral, no two in one spot."""
    turns = np.arange(size) * math.pi * (3 - math.sqrt(5))
    points: Floats = np.sqrt(np.arange(size) + 0.5)[:, None] * np.column_stack([np.cos(turns), np.sin(turns)])
    return points


def _centres(
    ends: Integers, pulls: Floats, group_of: Integers, reach: Floats
) -> tuple[Floats, tuple[float, float], Integers]:
    """Return the centre of each group's disc, and where the rows of those begin that are linked with no other."""
    between: Counter[tuple[int, int]] = Counter()
    for one, other, pull in zip(group_of[ends[:, 0]].tolist(), group_of[ends[:, 1]].tolist(), pulls, strict=True):
        if one != other:
            between[min(one, other), max(one, other)] += pull
    linked = np.array(sorted({group for pair in between for group in pair}), dtype=np.int64)
    centres = np.zeros((len(reach), 2))
    low = left = right = 0.0
    if len(linked):
        links = np.array(sorted(between), dtype=np.int64)
        weights = np.array([between[one, other] for one, other in links.tolist()])
        sizes = reach[linked] + DISC_GAP / 2
        points = settled(np.searchsorted(linked, links), 1.0 + np.log1p(weights), sizes)
        centres[linked] = points
        left, right = float((points[:, 0] - sizes).min()), float((points[:, 0] + sizes).max())
        low = float((points[:, 1] + sizes).max()) + 2 * DISC_GAP
    alone = np.setdiff1d(np.arange(len(reach)), linked)
    width = max(right - left, math.sqrt(float(np.square(2 * reach[alone] + NODE_GAP).sum()) * 1.6))
    left = (left + right - width) / 2
    _in_rows(centres, alone, reach, (left, low, width))
    return centres, (left, low), alone


def _in_rows(centres: Floats, groups: Sequence[int] | Integers, reach: Floats, box: tuple[float, float, float]) -> None:
    """Set discs side by side in rows, like words in a paragraph; `box` is the left, the top and the width."""
    left, top, width = box
    x, height = left, 0.0
    for group in sorted(map(int, groups), key=lambda number: (-reach[number], number)):
        size = float(reach[group])
        if x + 2 * size > left + width and x > left:
            x, top, height = left, top + height + NODE_GAP, 0.0
        centres[group] = x + size, top + size
        x += 2 * size + NODE_GAP
        height = max(height, 2 * size)
