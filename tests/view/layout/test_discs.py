"""Large networks laid out: every community in a disc of its own, nothing on anything, whatever the order of rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import cKDTree

from partnergraph.analysis.measures import igraph as fast
from partnergraph.network import Network
from partnergraph.view.layout.discs import LEAST_IN_A_BUBBLE, Arrangement, arrange, is_large
from partnergraph.view.layout.forces import fact_counts, positions, radius
from tests.view.large_networks import clustered, sister_cities

WAYS = ("igraph", "numpy")


@pytest.fixture(params=WAYS)
def arranged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Arrangement:
    if request.param == "numpy":
        monkeypatch.setattr(fast, "has_igraph", lambda: False)
    elif not fast.has_igraph():
        pytest.skip("igraph is not installed")
    return arrange(clustered())


def shuffled(network: Network, seed: int = 3) -> Network:
    frames = {name: getattr(network, name).sample(frac=1, random_state=seed) for name in ("nodes", "edges")}
    return replace(network, **{name: frame.reset_index(drop=True) for name, frame in frames.items()})


def assert_discs_hold_their_members_alone(arrangement: Arrangement) -> None:
    points = np.array(list(arrangement.places.values()))
    number = {node: row for row, node in enumerate(arrangement.places)}
    for bubble in arrangement.bubbles:
        members = [number[node] for node in arrangement.communities.groups[bubble.group].members]
        assert len(members) >= LEAST_IN_A_BUBBLE
        away = np.hypot(points[:, 0] - bubble.x, points[:, 1] - bubble.y)
        assert set(np.flatnonzero(away < bubble.radius)) == set(members)
    for place, one in enumerate(arrangement.bubbles):
        for other in arrangement.bubbles[:place]:
            assert np.hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius


def overlaps(network: Network, arrangement: Arrangement) -> int:
    """Return how many pairs of nodes touch."""
    counts = fact_counts(network)
    points = np.array(list(arrangement.places.values()))
    radii = np.array([radius(counts[node]) for node in arrangement.places])
    pairs = cKDTree(points).query_pairs(2 * radii.max(), output_type="ndarray")
    apart = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
    return int((apart < radii[pairs[:, 0]] + radii[pairs[:, 1]]).sum())


def test_every_community_has_a_disc_of_its_own(arranged: Arrangement) -> None:
    assert_discs_hold_their_members_alone(arranged)
    # The groups that were drawn are found again, or parts of them.
    for bubble in arranged.bubbles:
        names = dict(zip(clustered().nodes["id"], clustered().nodes["name"], strict=True))
        groups = [names[node].split("-")[0] for node in arranged.communities.groups[bubble.group].members]
        assert max(map(groups.count, set(groups))) / len(groups) > 0.8


def test_no_node_lies_on_another(arranged: Arrangement) -> None:
    assert overlaps(clustered(), arranged) == 0


def test_what_is_linked_with_nobody_else_stands_below(arranged: Arrangement) -> None:
    names = dict(zip(clustered().nodes["id"], clustered().nodes["name"], strict=True))
    alone = [place for node, place in arranged.places.items() if not names[node].startswith("Place")]
    linked = [place for node, place in arranged.places.items() if names[node].startswith("Place")]
    assert min(y for _, y in alone) >= arranged.apart.y > max(y for _, y in linked)
    assert (arranged.apart.groups, arranged.apart.members) == (30, 60)


def test_the_order_of_the_rows_does_not_matter(arranged: Arrangement) -> None:
    again = arrange(shuffled(clustered()))
    assert again.places == arranged.places
    assert again.bubbles == arranged.bubbles


def test_nor_does_it_for_small_networks(network: Network) -> None:
    assert positions(shuffled(network)) == positions(network)


def test_the_sister_cities_of_the_world() -> None:
    network = sister_cities()
    arrangement = arrange(network)
    assert_discs_hold_their_members_alone(arrangement)
    # Of 9,000 places a few in the densest group may touch.
    assert overlaps(network, arrangement) < len(network.nodes) / 200
    assert set(arrangement.places) == set(network.nodes["id"])


def test_what_is_large(network: Network) -> None:
    assert not is_large(network)
    assert is_large(clustered())


def test_a_network_without_a_link_between_groups_is_laid_out(network: Network) -> None:
    alone = Network.from_frames(network.nodes, network.edges.head(0), network.sources.head(0))
    arrangement = arrange(alone)
    assert len(set(arrangement.places.values())) == len(alone.nodes)
    assert arrangement.bubbles == ()
    assert arrange(Network.empty()).places == {}
