"""Positions: the same every time, nothing on top of anything, small components near, large networks in time."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import pdist, squareform

from partnergraph.network import Network
from partnergraph.view.data.picture import drawing
from partnergraph.view.layout.forces import EXACT_UP_TO, fact_counts, positions, radius
from tests.view.conftest import frame


def cities(pairs: list[tuple[int, int]], count: int) -> Network:
    nodes = pd.DataFrame(
        {"id": [f"c{n}" for n in range(count)], "type": "City", "name": [f"c{n}" for n in range(count)]}
    )
    edges = pd.DataFrame(
        [(f"e{row}", "TWINNING", f"c{a}", f"c{b}", "s") for row, (a, b) in enumerate(pairs)],
        columns=["id", "type", "source", "target", "sources"],
        dtype=object,
    )
    return Network.from_frames(nodes, edges, frame("id title", ("s", "S")))


def test_equal_from_run_to_run(network: Network) -> None:
    assert positions(network) == positions(network)
    assert list(positions(network)) == list(network.nodes["id"])


def test_nothing_lies_on_anything() -> None:
    rng = np.random.default_rng(1)
    pairs = [(int(a), int(b)) for a, b in rng.integers(0, 120, (300, 2)) if a != b]
    sample = cities(pairs, 150)
    places, counts = positions(sample), fact_counts(sample)
    points = np.array(list(places.values()))
    radii = np.array([radius(counts[node]) for node in places])
    apart = squareform(pdist(points)) + np.eye(len(points)) * 1e9
    assert (apart - radii[:, None] - radii[None, :]).min() > 0


def test_small_components_stay_near() -> None:
    ring = [(n, (n + 1) % 60) for n in range(60)]
    apart = [(60 + 2 * n, 61 + 2 * n) for n in range(20)]
    points = np.array(list(positions(cities(ring + apart, 100)).values()))
    main = np.hypot(*(points[:60] - points[:60].mean(axis=0)).T).max()
    assert np.hypot(*(points[60:] - points[:60].mean(axis=0)).T).max() < 2.5 * main


@pytest.mark.slow
def test_a_large_network_is_laid_out_in_time() -> None:
    count = 2 * EXACT_UP_TO
    rng = np.random.default_rng(2)
    pairs = [(n, int(rng.integers(0, n))) for n in range(1, count)]
    start = time.perf_counter()
    points = np.array(list(positions(cities(pairs, count)).values()))
    assert np.isfinite(points).all()
    assert len(np.unique(points, axis=0)) == count
    assert time.perf_counter() - start < 60


def test_every_fact_has_an_edge_of_its_own(network: Network) -> None:
    picture = drawing(network)
    facts = [edge for edge in picture.edges if isinstance(edge["id"], int)]
    assert [edge["id"] for edge in facts] == list(range(len(network.edges)))
    assert picture.num_nodes() == len(network.nodes)
    # Seen from one side, the bends of the three facts between Vitebsk and Pskov are three different ones.
    bends = set()
    for edge in facts[:3]:
        smooth = edge["smooth"]
        sign = 0 if not smooth else (1 if smooth["type"] == "curvedCW" else -1)
        bends.add((sign if edge["from"] < edge["to"] else -sign, smooth and smooth["roundness"]))
    assert len(bends) == 3


def test_a_network_is_left_as_it_was(network: Network) -> None:
    before = network.nodes.copy(), network.edges.copy()
    positions(network)
    drawing(network)
    pd.testing.assert_frame_equal(network.nodes, before[0])
    pd.testing.assert_frame_equal(network.edges, before[1])
