"""Communities: the same in every run, with either method, and what binds each."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.measures import igraph as fast
from partnergraph.analysis.whole.bridges import Share
from partnergraph.analysis.whole.communities import LEIDEN, LOUVAIN, Communities, communities
from partnergraph.errors import UsageError
from tests.analysis.sample_networks import network, twinning
from tests.conftest import ROOT, small_network

METHODS = (LEIDEN, LOUVAIN)


@pytest.fixture(params=METHODS)
def method(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    if chosen == LEIDEN and not fast.has_igraph():
        pytest.skip("igraph is not installed")
    return chosen


def members(found: Communities) -> list[set[str]]:
    return [set(group.members) for group in found.groups]


def test_cliques_in_a_ring_are_the_communities(method: str) -> None:
    found = communities(nx.ring_of_cliques(6, 5), method=method)
    assert sorted(map(sorted, members(found))) == sorted(
        sorted(map(str, range(5 * start, 5 * start + 5))) for start in range(6)
    )
    # Each clique has 10 of 66 edges inside and 22 of 132 ends.
    assert found.modularity == pytest.approx(6 * (10 / 66 - (22 / 132) ** 2), rel=1e-12)
    assert {(group.inside, group.outside) for group in found.groups} == {(10, 2)}


def test_the_karate_club_reaches_its_known_maximum(method: str) -> None:
    G = nx.karate_club_graph()
    for _, _, data in G.edges(data=True):
        data.clear()
    found = communities(G, method=method)
    # The maximum over all partitions, 0.4198, proven by Brandes et al. (2008), IEEE TKDE 20(2), 172-188.
    assert found.modularity is not None
    if method == LEIDEN:
        assert found.modularity == pytest.approx(0.4198, abs=5e-5)
    assert 0.40 < found.modularity < 0.41985


@given(st.integers(0, 20), st.floats(0, 0.6), st.integers(0, 1000), st.sampled_from(METHODS))
@settings(max_examples=40, deadline=None)
def test_every_node_is_in_one_community_and_the_modularity_is_networkxs(
    size: int, chance: float, seed: int, chosen: str
) -> None:
    if chosen == LEIDEN and not fast.has_igraph():
        return
    G = nx.gnp_random_graph(size, chance, seed=seed)
    found = communities(G, method=chosen)
    assert sorted(member for group in found.groups for member in group.members) == sorted(map(str, G))
    assert [group.size for group in found.groups] == sorted((group.size for group in found.groups), reverse=True)
    assert [group.number for group in found.groups] == list(range(1, len(found.groups) + 1))
    if G.number_of_edges():
        parts = [{int(member) for member in group.members} for group in found.groups]
        assert found.modularity == pytest.approx(nx.community.modularity(G, parts), abs=1e-12)
        inside = sum(group.inside for group in found.groups)
        assert inside + sum(group.outside for group in found.groups) / 2 == G.number_of_edges()
    else:
        assert found.modularity is None


def test_what_binds_a_community_is_named(method: str) -> None:
    facts: list[dict[str, Any]] = [
        twinning("pskov", "vitebsk"),
        twinning("pskov", "polotsk"),
        twinning("polotsk", "vitebsk"),
        {"type": "AGREEMENT", "source": "city:pskov", "target": "city:vitebsk"},
        twinning("minsk", "kursk"),
    ]
    found = communities(network(facts, {"city:pskov": "RU", "city:vitebsk": "BY", "city:polotsk": "BY"}), method=method)
    first, second = found.groups
    assert first.members == ("city:polotsk", "city:pskov", "city:vitebsk")
    assert (first.number, first.size, first.inside, first.outside) == (1, 3, 4, 0)
    assert first.hubs == (Share("Pskov", 3), Share("Vitebsk", 3), Share("Polotsk", 2))
    assert first.edge_types == (Share("TWINNING", 3), Share("AGREEMENT", 1))
    assert first.countries == (Share("BY", 2), Share("RU", 1))
    assert (second.members, second.countries) == (("city:kursk", "city:minsk"), ())


def test_places_are_those_of_the_type_that_members_lie_in(method: str) -> None:
    assert not any(group.places for group in communities(small_network(), method=method).groups)
    groups = communities(small_network(), Projection(within="Region"), method=method).groups
    regions = {share.name: share.count for group in groups for share in group.places}
    # Two towns and the region itself; the town and the plant in it.
    assert set(regions) == {"Region A", "Region B"}
    assert sum(share.count for group in groups for share in group.places) == 5


def test_facts_weigh(method: str) -> None:
    G: nx.Graph[Any] = nx.Graph()
    G.add_weighted_edges_from([(1, 2, 10), (2, 3, 1), (3, 4, 10), (4, 1, 1)])
    assert sorted(map(sorted, members(communities(G, method=method)))) == [["1", "2"], ["3", "4"]]


def test_the_method_is_said_and_is_leiden_where_igraph_is(monkeypatch: pytest.MonkeyPatch) -> None:
    G = nx.karate_club_graph()
    if fast.has_igraph():
        assert communities(G).method.startswith("Leiden by igraph")
    monkeypatch.setattr(fast, "has_igraph", lambda: False)
    assert communities(G).method.startswith("Louvain by NetworkX")
    with pytest.raises(UsageError, match="Leiden needs igraph"):
        communities(G, method=LEIDEN)


def test_the_same_in_every_run_whatever_the_hash_seed(method: str) -> None:
    program = (
        "import networkx as nx\n"
        "from partnergraph.analysis.whole.communities import communities\n"
        "G = nx.relabel_nodes(nx.gnm_random_graph(60, 130, seed=4), lambda node: f'town {node}')\n"
        f"print([group.members for group in communities(G, method={method!r}).groups])\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1


def test_the_callers_random_numbers_are_left_as_they_were(method: str) -> None:
    state = random.getstate()
    communities(nx.karate_club_graph(), method=method)
    assert random.getstate() == state


def test_what_does_not_go_together_is_refused() -> None:
    with pytest.raises(UsageError, match="'Walktrap' is no method for communities; known: Leiden, Louvain"):
        communities(nx.karate_club_graph(), method="Walktrap")
    with pytest.raises(UsageError, match="leave directed out"):
        communities(small_network(), Projection(directed=True))


def test_the_best_of_the_seeds_is_kept(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    G: nx.Graph[Any] = nx.gnm_random_graph(60, 150, seed=4)
    best = communities(G, method=method)
    other = LOUVAIN if method == LEIDEN else LEIDEN
    assert best.method.endswith(f"the best of 10 seeds from 20260101; {other} may find other groups")
    single = []
    monkeypatch.setattr("partnergraph.analysis.whole.communities.SEEDS", 1)
    for seed in range(20260101, 20260111):
        monkeypatch.setattr("partnergraph.analysis.whole.communities.SEED", seed)
        single.append(communities(G, method=method).modularity)
    assert best.modularity == max(value for value in single if value is not None)
    assert len(set(single)) > 1
