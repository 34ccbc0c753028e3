"""Where the nodes stand: positions computed beforehand, the same in every run, so that the page opens at rest.

Each component settles under forces of its own (nodes push one another away, facts pull); then the components are
packed around the largest one, so that small ones stay near. Nodes without a partnership fact stand at the rim.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from partnergraph.analysis.graph.facts import types_set_aside
from partnergraph.analysis.graph.projection import COUNTRY, Projection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from partnergraph.network import Network

    Floats = np.ndarray[Any, np.dtype[np.float64]]
    Integers = np.ndarray[Any, np.dtype[np.int64]]

#: Up to here every pair of nodes pushes; beyond, distant nodes push as one through a coarse grid.
EXACT_UP_TO: Final = 2000
#: How strongly lying in a place pulls, beside the 1 of a single fact: a town stands near its region, facts decide.
PLACE_PULL: Final = 0.25
#: How strongly a fact with a whole country pulls: such facts are many, and would draw all parties into one knot.
COUNTRY_PULL: Final = 0.04
#: How far the plane is filled evenly, 0 (as the forces leave it) to 1.
EVENNESS: Final = 0.7
#: The room between the rims of two nodes, in pixels at scale 1.
NODE_GAP: Final = 16.0
SEED: Final = 20_240_229
#: Where a component may stand, on a circle that is drawn wider and wider: flat, as screens are.
_ANGLES = np.arange(0.0, 2.0 * math.pi, math.pi / 36)
RING: Final = np.column_stack([np.cos(_ANGLES), np.sin(_ANGLES) * 0.75])


def fact_counts(network: Network) -> Counter[str]:
    """Count the partnership facts of every node that has one.

    Args:
        network: The network; LOCATED_IN and its like are not counted.
    """
    facts = network.edges[network.edges["type"].isin(network.vocabulary.partnership_types)]
    # A fact of a node with itself counts once.
    ends = zip(facts["source"], facts["target"], strict=True)
    return Counter(node for pair in ends for node in set(pair))


def radius(facts: int) -> float:
    """Return a node's radius in pixels for its number of partnership facts: the area grows with the number."""
    return 5.0 + 2.4 * math.sqrt(facts)


def positions(network: Network) -> dict[str, tuple[float, float]]:
    """Place the nodes in the plane.

    Args:
        network: The network; its frames are not changed.

    Returns:
        x and y in pixels by node id, equal from run to run and for any order of the rows; y grows downwards.
    """
    if network.nodes.empty:
        return {}
    given = list(network.nodes["id"])
    network = in_order(network)
    ids: list[str] = list(network.nodes["id"])
    counts = fact_counts(network)
    # The page draws those as its smallest nodes that are no partners.
    aside = set(types_set_aside(network, Projection()))
    smallest, countries = _nodes_of(network, aside), _nodes_of(network, aside & {COUNTRY})
    radii = np.array([radius(0 if node in smallest else counts[node]) for node in ids])
    ends, pulls = _pulls(network, {node: index for index, node in enumerate(ids)}, counts, countries)
    size = len(ids)
    matrix = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size))
    labels = connected_components(matrix, directed=False)[1]
    local = np.zeros((size, 2))
    members = _members(labels)
    for nodes in members:
        if len(nodes) > 1:
            inside = labels[ends[:, 0]] == labels[nodes[0]]
            local[nodes] = settled(np.searchsorted(nodes, ends[inside]), pulls[inside], radii[nodes])
    placed = _packed(local, members, radii)
    places = {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(ids, placed, strict=True)}
    return {node: places[node] for node in given}


def in_order(network: Network) -> Network:
    """Return the network with its rows in the order of their ids: what is made of it is then the same for any order."""
    nodes, edges = (frame.sort_values("id", ignore_index=True) for frame in (network.nodes, network.edges))
    return replace(network, nodes=nodes, edges=edges)


def _pulls(
    network: Network, index: Mapping[str, int], counts: Mapping[str, int], countries: set[str]
) -> tuple[Integers, Floats]:
    """Return the pairs of nodes that pull each other and how strongly.

    Many facts between two parties pull more than one, but less than in proportion.
    """
    facts = network.edges[network.edges["type"].isin(network.vocabulary.partnership_types)]
    pairs: Counter[tuple[int, int]] = Counter()
    for source, target in zip(facts["source"], facts["target"], strict=True):
        if source != target:
            one, other = index[source], index[target]
            pairs[min(one, other), max(one, other)] += 1
    weak = {index[node] for node in countries}
    pulls = {
        pair: (1.0 + math.log(count)) * (COUNTRY_PULL if weak & set(pair) else 1.0) for pair, count in pairs.items()
    }
    for node, place in zip(network.nodes["id"], network.nodes["located_in"], strict=True):
        # Places that no fact touches are left to the rim instead of pushing the picture apart.
        if place in index and place != node and counts.get(node) and counts.get(place):
            one, other = index[node], index[place]
            pair = min(one, other), max(one, other)
            pulls[pair] = pulls.get(pair, 0.0) + PLACE_PULL
    ends = np.array(sorted(pulls), dtype=np.int64).reshape(-1, 2)
    return ends, np.array([pulls[pair] for pair in sorted(pulls)])


def _nodes_of(network: Network, types: set[str]) -> set[str]:
    return set(network.nodes["id"][network.nodes["type"].isin(types)])


def _members(labels: Any) -> list[Integers]:  # noqa: ANN401  int32 or int64, as scipy chooses
    """Return the node indices of each component, the largest component first."""
    order = np.argsort(labels, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    return sorted(groups, key=lambda group: (-len(group), int(group[0])))


def settled(ends: Integers, pulls: Floats, radii: Floats, *, rounds: int | None = None) -> Floats:
    """Return the positions of one component after its forces have come to rest, in pixels around (0, 0).

    Args:
        ends: The pairs of nodes that pull each other, a row each.
        pulls: How strongly.
        radii: The radius of each node in pixels.
        rounds: How long the forces work; by default until a component of this size is at rest.
    """
    size = len(radii)
    rng = np.random.default_rng(SEED)
    points = rng.uniform(-1.0, 1.0, (size, 2)) * math.sqrt(size)
    degree = np.bincount(ends.ravel(), weights=np.repeat(pulls, 2), minlength=size)
    mass = 1.0 + np.sqrt(degree)
    # A hub would draw all its partners into one knot: its facts pull the less, the more it has.
    pulls = pulls / np.sqrt(np.maximum(degree[ends[:, 0]], degree[ends[:, 1]]))
    exact = size <= EXACT_UP_TO
    # A pair is at rest after a few rounds; large networks may have a thousand of them.
    rounds = rounds or (min(400, 30 + 8 * size) if exact else 120)
    for turn in range(rounds):
        push = _push_exactly(points, mass) if exact else _push_by_grid(points, mass)
        force = push + _pull(points, ends, pulls) - 0.05 * mass[:, None] * points
        # Heavy nodes move little, and everything moves less and less: the picture cools down.
        length = np.hypot(force[:, 0], force[:, 1]) / mass + 1e-9
        heat = 0.2 * math.sqrt(size) * (1.0 - turn / rounds) ** 2
        points += force / (mass * length)[:, None] * np.minimum(length, heat)[:, None]
    points = evened(points - np.median(points, axis=0))
    return spread(points * scale_for(points, radii), radii)


def _pull(points: Floats, ends: Integers, pulls: Floats) -> Floats:
    """Return the pull of the facts on every node; it grows with the distance."""
    size = len(points)
    along = (points[ends[:, 1]] - points[ends[:, 0]]) * pulls[:, None]
    one, other = ends[:, 0], ends[:, 1]
    columns = [
        np.bincount(one, weights=along[:, axis], minlength=size)
        - np.bincount(other, weights=along[:, axis], minlength=size)
        for axis in (0, 1)
    ]
    return np.column_stack(columns)


def _push_exactly(points: Floats, mass: Floats) -> Floats:
    """Return the push of every node on every other; it falls with the distance."""
    squares = np.square(points).sum(axis=1)
    apart = np.maximum(squares[:, None] + squares[None, :] - 2.0 * (points @ points.T), 0.0)
    weight = mass[:, None] * mass[None, :] / (apart + 0.01)
    # The sum over j of w_ij (p_i - p_j), without the array of all differences.
    push: Floats = points * weight.sum(axis=1)[:, None] - weight @ points
    return push


def _push_by_grid(points: Floats, mass: Floats) -> Floats:
    """Return about the same push for many nodes: whole cells push from afar, single nodes from near."""
    low, high = points.min(axis=0), points.max(axis=0)
    side = float((high - low).max()) / 16 + 1e-9
    column, row = np.floor((points - low) / side).astype(np.int64).T
    cell_of: Integers = np.unique(column * 32 + row, return_inverse=True)[1]
    weights = np.bincount(cell_of, weights=mass)
    centres = np.column_stack([np.bincount(cell_of, weights=mass * points[:, a]) / weights for a in (0, 1)])
    across = points[:, None, :] - centres[None, :, :]
    push: Floats = np.einsum("ij,ijk->ik", weights[None, :] / (np.square(across).sum(axis=2) + side**2), across)
    near = np.asarray(cKDTree(points).query(points, k=min(13, len(points)))[1])[:, 1:]
    across = points[:, None, :] - points[near]
    push += np.einsum("ij,ijk->ik", mass[near] / (np.square(across).sum(axis=2) + 0.01), across)
    push *= mass[:, None]
    return push


def evened(points: Floats) -> Floats:
    """Draw the rim in and the crowded middle out, keeping every direction: the plane is used evenly."""
    distance = np.hypot(points[:, 0], points[:, 1])
    rank = np.argsort(np.argsort(distance, kind="stable"), kind="stable")
    even = np.sqrt((rank + 0.5) / len(points)) * np.quantile(distance, 0.9)
    wanted = EVENNESS * even + (1.0 - EVENNESS) * distance
    evened: Floats = points * (wanted / np.maximum(distance, 1e-9))[:, None]
    return evened


def scale_for(points: Floats, radii: Floats) -> float:
    """Return the factor that gives the component room in proportion to its nodes and their sizes."""
    wanted = float(np.square(2.0 * radii + 2.2 * NODE_GAP).sum())
    width, height = points.max(axis=0) - points.min(axis=0)
    # A pair or a chain has no area; its length stands in.
    area = max(float(width * height) * math.pi / 4, 0.7 * float(max(width, height)) ** 2, 1e-6)
    return math.sqrt(wanted / area)


def spread(points: Floats, radii: Floats) -> Floats:
    """Move nodes that touch one another apart, a little in every round."""
    reach = 2.0 * float(radii.max()) + NODE_GAP
    for _ in range(60):
        pairs = cKDTree(points).query_pairs(reach, output_type="ndarray")
        if not len(pairs):
            break
        one, other = pairs.T
        across = points[one] - points[other]
        distance = np.hypot(across[:, 0], across[:, 1])
        # Two nodes in one spot have no direction to leave it by: they part sideways.
        across[distance < 1e-6] = (1.0, 0.0)
        distance = np.maximum(distance, 1e-6)
        missing = np.maximum(radii[one] + radii[other] + NODE_GAP - distance, 0.0)
        if float(missing.max()) < 0.5:
            break
        move = across / distance[:, None] * (missing * 0.45)[:, None]
        for axis in (0, 1):
            points[:, axis] += np.bincount(one, weights=move[:, axis], minlength=len(points))
            points[:, axis] -= np.bincount(other, weights=move[:, axis], minlength=len(points))
    return points


def _packed(local: Floats, members: list[Integers], radii: Floats) -> Floats:
    """Set the components side by side: the largest in the middle, each next one as near to it as there is room."""
    placed = local.copy()
    if len(members) == 1:
        return placed
    largest = members[0]
    tree, gap = cKDTree(local[largest]), float(np.quantile(radii[largest], 0.9)) + NODE_GAP
    centres, reaches = np.zeros((len(members), 2)), np.zeros(len(members))
    distance = 0.0
    for number, nodes in enumerate(members[1:], start=1):
        middle = (local[nodes].max(axis=0) + local[nodes].min(axis=0)) / 2
        reaches[number] = float((np.hypot(*(local[nodes] - middle).T) + radii[nodes]).max()) + NODE_GAP
        # Rounded up, so that like components are equal: where there was no room for this size before, there is none.
        reaches[number] = math.ceil(reaches[number] / NODE_GAP) * NODE_GAP
        if reaches[number] < reaches[number - 1]:
            distance = 0.0
        while True:
            spots = RING * distance
            across = spots[:, None, :] - centres[None, 1:number, :]
            free = (np.hypot(across[..., 0], across[..., 1]) >= reaches[1:number] + reaches[number]).all(axis=1)
            free &= tree.query(spots)[0] >= reaches[number] + gap
            if free.any():
                break
            distance += reaches[number] / 2
        centres[number] = spots[int(np.argmax(free))]
        placed[nodes] += centres[number] - middle
    return placed
