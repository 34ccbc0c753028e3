"""The network as a whole: published figures, NetworkX's numbers, and what is said where there is no number."""

from __future__ import annotations

import json
import math
import warnings
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import zeta

from partnergraph.analysis.graph.from_network import project
from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.graph.undirected import counted_facts
from partnergraph.analysis.whole.bridges import Share, bridges, enclosing_places
from partnergraph.analysis.whole.distances import distances
from partnergraph.analysis.whole.overview import Figure, describe
from partnergraph.analysis.whole.power_law import draw, power_law
from partnergraph.cells import plain
from partnergraph.errors import UsageError
from partnergraph.network import Network
from tests.analysis.sample_networks import network, shuffled, twinning
from tests.conftest import small_network

#: Networks of the literature with what can be counted by hand: edges, nodes, triangles, paths of two steps, diameter.
COUNTED: dict[str, tuple[Any, ...]] = {
    "Florentine families": (nx.florentine_families_graph, 20, 15, 3, 47, 5),
    "Krackhardt's kite": (nx.krackhardt_kite_graph, 18, 10, 11, 57, 4),
    "davis southern women": (nx.davis_southern_women_graph, 89, 32, 0, 536, 4),
    "les miserables": (nx.les_miserables_graph, 254, 77, 467, 2808, 5),
}


def plain_describe(G: Any, projection: Projection | None = None) -> Any:
    return describe(G, projection, samples=0)


def test_the_karate_club_has_its_published_figures() -> None:
    overview = plain_describe(nx.karate_club_graph())
    assert (overview.nodes, overview.edges, overview.components) == (34, 78, (34,))
    assert overview.density.value == pytest.approx(0.139, abs=5e-4)
    assert overview.transitivity.value == pytest.approx(0.2557, abs=5e-5)
    assert overview.clustering.value == pytest.approx(0.5706, abs=5e-5)
    assert overview.diameter.value == 5
    assert overview.mean_distance.value == pytest.approx(2.408, abs=5e-4)
    assert overview.degree_assortativity.value == pytest.approx(-0.476, abs=5e-4)


@pytest.mark.parametrize("name", COUNTED)
def test_networks_of_the_literature_have_their_figures(name: str) -> None:
    make, edges, nodes, triangles, paths, diameter = COUNTED[name]
    overview = plain_describe(make())
    assert (overview.edges, overview.nodes, overview.diameter.value) == (edges, nodes, diameter)
    assert overview.density.value == pytest.approx(2 * edges / (nodes * (nodes - 1)), rel=1e-12)
    assert overview.transitivity.value == pytest.approx(3 * triangles / paths, rel=1e-12)
    assert_as_in_networkx(make())


def assert_as_in_networkx(G: nx.Graph[Any]) -> None:
    overview = plain_describe(G)
    simple: nx.Graph[Any] = nx.Graph(G)
    assert overview.density.value == pytest.approx(nx.density(simple), rel=1e-12)
    assert overview.transitivity.value == pytest.approx(nx.transitivity(simple), rel=1e-12)
    assert overview.clustering.value == pytest.approx(nx.average_clustering(simple), rel=1e-12)
    parts = sorted(map(len, nx.connected_components(simple)), reverse=True)
    assert overview.components == tuple(parts)
    # Where two components are the largest, the one that stands first is measured.
    largest = max(nx.connected_components(nx.Graph(sorted_graph(simple))), key=len)
    if len(largest) > 1:
        part = simple.subgraph(largest)
        assert overview.diameter.value == nx.diameter(part)
        assert overview.mean_distance.value == pytest.approx(nx.average_shortest_path_length(part), rel=1e-12)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = nx.degree_assortativity_coefficient(simple) if simple.number_of_edges() else math.nan
    if math.isnan(expected):
        assert overview.degree_assortativity.value is None
        assert overview.degree_assortativity.note
    else:
        assert overview.degree_assortativity.value == pytest.approx(expected, abs=1e-9)


def sorted_graph(G: nx.Graph[Any]) -> nx.Graph[Any]:
    H: nx.Graph[Any] = nx.Graph()
    H.add_nodes_from(sorted(G, key=str))
    H.add_edges_from(G.edges())
    return H


@given(st.integers(2, 25), st.floats(0, 1), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_random_graphs_give_the_numbers_of_networkx(size: int, chance: float, seed: int) -> None:
    assert_as_in_networkx(nx.gnp_random_graph(size, chance, seed=seed))


@given(st.integers(2, 20), st.integers(0, 1000), st.integers(2, 4))
@settings(max_examples=30, deadline=None)
def test_country_assortativity_is_that_of_networkx_where_both_ends_have_a_country(
    size: int, seed: int, countries: int
) -> None:
    G = nx.gnp_random_graph(size, 0.4, seed=seed)
    generator = np.random.default_rng(seed)
    for node in G:
        if generator.random() < 0.8:
            G.nodes[node]["country"] = "ABCD"[generator.integers(countries)]
    figure = plain_describe(G).country_assortativity
    known = G.subgraph([node for node, country in G.nodes(data="country") if country])
    joined = {G.nodes[end]["country"] for edge in known.edges() for end in edge}
    if len(joined) < 2:
        assert figure.value is None
        assert figure.note
        return
    assert figure.value == pytest.approx(nx.attribute_assortativity_coefficient(known, "country"), abs=1e-12)
    lost = G.number_of_edges() - known.number_of_edges()
    assert figure.note == (f"{lost} of {G.number_of_edges()} edges left out: an end has no country" if lost else "")


def test_a_sample_of_distances_states_its_error_and_bounds_the_diameter() -> None:
    G = nx.connected_watts_strogatz_graph(400, 4, 0.1, seed=1)
    exact = distances(G)
    sampled = distances(G, exact_work=0, sample=60)
    assert exact is not None
    assert sampled is not None
    assert exact.is_exact
    assert exact.mean_error == 0
    assert exact.diameter == exact.diameter_limit == nx.diameter(G)
    assert not sampled.is_exact
    assert sampled.mean_error > 0
    assert abs(sampled.mean - exact.mean) < 4 * sampled.mean_error
    assert sampled.diameter <= exact.diameter <= sampled.diameter_limit
    assert distances(G, exact_work=0, sample=60) == sampled


def test_the_stated_error_of_a_sample_is_that_of_simple_random_sampling() -> None:
    G = nx.path_graph(30)
    found = distances(G, exact_work=0, sample=29)
    assert found is not None
    # All but one node: the correction for a finite population leaves sd / sqrt(k) * sqrt(1/30).
    means = [sum(nx.single_source_shortest_path_length(G, node).values()) / 29 for node in G]
    lowest = min(np.std([*means[:i], *means[i + 1 :]], ddof=1) for i in range(30))
    highest = max(np.std([*means[:i], *means[i + 1 :]], ddof=1) for i in range(30))
    assert lowest <= found.mean_error * math.sqrt(29) * math.sqrt(30) <= highest


@pytest.mark.parametrize(
    ("G", "expected"),
    [
        (nx.empty_graph(0), {"density": "no node", "clustering": "no node", "diameter": "no two", "mean_degree": "no"}),
        (nx.empty_graph(1), {"density": "one node", "diameter": "no two nodes", "degree_assortativity": "no edge"}),
        (nx.cycle_graph(5), {"degree_assortativity": "same degree", "country_assortativity": "no edge has a country"}),
    ],
)
def test_a_figure_that_is_not_defined_is_none_with_the_reason(G: Any, expected: dict[str, str]) -> None:
    overview = plain_describe(G)
    for name, reason in expected.items():
        figure: Figure = getattr(overview, name)
        assert figure.value is None
        assert reason in figure.note
    text = json.dumps(plain(overview.to_dict()), allow_nan=False)
    assert json.loads(text)["nodes"] == len(G)


def test_partners_of_one_country_only_leave_nothing_to_compare() -> None:
    G = nx.path_graph(3)
    nx.set_node_attributes(G, dict.fromkeys(G, "BY"), "country")
    assert plain_describe(G).country_assortativity == Figure(
        None, "all edges have both ends in BY, which leaves nothing to compare"
    )


def test_facts_parties_and_components_of_a_network_are_counted() -> None:
    overview = plain_describe(small_network(), Projection(plans=True))
    assert (overview.nodes, overview.edges, overview.facts) == (5, 4, 5)
    assert overview.nodes_by_type == (Share("City", 3), Share("Enterprise", 1), Share("Region", 1))
    assert overview.facts_by_type == (
        Share("TWINNING", 2), Share("AGREEMENT", 1), Share("ASSEMBLY_PLANT", 1), Share("SUPPLIES", 1),
    )  # fmt: skip
    assert overview.facts_by_status == (Share("active", 3), Share("proposed", 1), Share("signed", 1))
    assert overview.components == (5,)
    assert overview.degrees == {1: 2, 2: 3}
    assert overview.mean_degree.value == pytest.approx(8 / 5)
    assert overview.description.startswith("Counted: 5 facts")


def test_bridges_name_the_countries_the_facts_and_who_carries_them() -> None:
    (bridge,) = plain_describe(small_network(), Projection(plans=True)).country_bridges
    assert (bridge.first, bridge.second, bridge.facts, bridge.pairs) == ("BY", "RU", 5, 4)
    assert bridge.carriers == (
        Share("Town A", 3), Share("Plant P", 2), Share("Town B", 2), Share("Town C", 2), Share("Region B", 1),
    )  # fmt: skip


def test_bridges_count_facts_between_groups_only_and_leave_out_who_is_in_none() -> None:
    G: nx.Graph[Any] = nx.Graph()
    G.add_weighted_edges_from([(1, 2, 3), (1, 3, 1), (2, 3, 5), (3, 4, 2), (4, 5, 7)])
    found = bridges(G, {1: "b", 2: "a", 3: "a", 4: "c"})
    assert [(each.first, each.second, each.facts, each.pairs) for each in found] == [("a", "b", 4, 2), ("a", "c", 2, 1)]
    assert found[0].carriers == (Share("1", 4), Share("2", 3), Share("3", 1))


def test_bridges_between_places_of_a_type_are_told_where_one_is_chosen() -> None:
    overview = plain_describe(small_network(), Projection(within="Region", plans=True))
    (bridge,) = overview.place_bridges  # the plant lies in a town, the town in its region
    assert (bridge.first, bridge.second, bridge.facts, bridge.pairs) == ("Region A", "Region B", 5, 4)
    sections = {row[0] for row in overview.rows()}
    assert "bridges between places of type Region" in sections
    usual = plain_describe(small_network())
    assert (usual.within, usual.place_bridges) == (None, ())
    assert not any(row[0].startswith("bridges between places") for row in usual.rows())
    assert not any("places:" in row[3] for row in usual.rows())
    assert any("places: Region" in row[3] for row in overview.rows())


def test_a_graph_of_ones_own_says_where_its_nodes_lie_and_two_places_of_one_name_stay_two() -> None:
    G: nx.Graph[Any] = nx.path_graph(4)
    nx.set_node_attributes(G, {0: "North", 1: "North", 2: "South"}, "within")
    assert enclosing_places(G) == {0: "North", 1: "North", 2: "South"}
    overview = plain_describe(G)
    assert [(each.first, each.second, each.facts) for each in overview.place_bridges] == [("North", "South", 1)]
    assert any(row[:2] == ("bridges between places", "North - South") for row in overview.rows())
    nx.set_node_attributes(G, {0: "n1", 1: "n2", 2: "s"}, "within_id")
    assert enclosing_places(G) == {0: "North (n1)", 1: "North (n2)", 2: "South"}


@pytest.mark.parametrize(
    "choice",
    [Projection(), Projection(types="TWINNING"), Projection(as_of="2020"), Projection(statuses="active", end="2019")],
)
def test_the_counted_facts_are_those_of_the_graph(choice: Projection) -> None:
    given = small_network()
    facts = counted_facts(given, choice)
    G = project(given, choice)
    assert len(facts) == sum(G.edges[edge]["weight"] for edge in G.edges())
    assert {frozenset(pair) for pair in zip(facts["source"], facts["target"], strict=True)} == {
        frozenset(edge) for edge in G.edges()
    }


def test_the_order_of_rows_does_not_matter() -> None:
    expected = plain_describe(small_network())
    for seed in range(3):
        assert plain_describe(shuffled(small_network(), seed)) == expected


def test_directions_are_left_out_of_a_directed_graph_and_refused_in_a_projection() -> None:
    G: nx.DiGraph[Any] = nx.DiGraph([(1, 2), (2, 1), (2, 3)])
    overview = plain_describe(G)
    assert (overview.edges, overview.facts) == (2, 3)
    assert overview.description.endswith("Directions left out.")
    for choice, word in ((Projection(directed=True), "directed"), (Projection(amount="tonnes"), "amount")):
        with pytest.raises(UsageError, match=f"leave {word} out"):
            describe(small_network(), choice)
    with pytest.raises(UsageError, match="a projection goes with a Network"):
        describe(G, Projection())


def test_rows_hold_every_figure_and_lists_are_cut_only_on_request() -> None:
    facts = [twinning(f"a{number}", f"b{number}", date=str(2000 + number)) for number in range(4)]
    overview = plain_describe(network(facts))
    rows = overview.rows()
    assert ("size", "facts", 4, "") in rows
    assert [row for row in rows if row[1].startswith("component ")] == [
        ("components", f"component {number}", 2, "in parties") for number in (1, 2, 3, 4)
    ]
    assert len([row for row in overview.rows(2) if row[1].startswith("component ")]) == 2
    note = "in facts; 4 so far, 1 new pair, 2 parties for the first time"
    assert rows[-1] == ("growth", "2003", 1, note)


def test_an_empty_network_is_described() -> None:
    overview = describe(Network.empty())
    assert (overview.nodes, overview.facts, overview.components, overview.country_bridges) == (0, 0, (), ())
    assert overview.rows()[0] == ("size", "parties", 0, "")


# The power law


def likelihood(alpha: float, tail: np.ndarray[Any, Any], xmin: int) -> float:
    return float(-len(tail) * np.log(zeta(alpha, xmin)) - alpha * np.log(tail).sum())


@pytest.mark.parametrize(("alpha", "xmin"), [(2.2, 1), (2.5, 3), (3.0, 6)])
def test_a_drawn_power_law_is_found_again_and_not_ruled_out(alpha: float, xmin: int) -> None:
    values = draw(alpha, xmin, 4000, np.random.default_rng(7))
    found = power_law(values.tolist(), samples=100)
    assert found.alpha is not None
    assert found.xmin is not None
    assert found.p is not None
    # The standard error of Clauset et al., eq. 3.2, for the tail that was chosen.
    assert abs(found.alpha - alpha) < 4 * (alpha - 1) / math.sqrt(found.tail)
    assert found.p > 0.1
    assert found.verdict.startswith("not ruled out")
    tail = values[values >= found.xmin]
    assert found.tail == len(tail)
    best = likelihood(found.alpha, tail, found.xmin)
    assert best >= max(likelihood(found.alpha + step, tail, found.xmin) for step in (-1e-3, 1e-3))


def test_the_law_is_drawn_with_its_own_probabilities() -> None:
    values = draw(2.5, 2, 200_000, np.random.default_rng(1))
    assert values.min() == 2
    for x in (2, 3, 5, 20):
        expected = x**-2.5 / zeta(2.5, 2)
        assert (values == x).mean() == pytest.approx(expected, abs=4 * math.sqrt(expected / 200_000))
    assert (values > 25_000).mean() == pytest.approx(float(zeta(2.5, 25_001) / zeta(2.5, 2)), abs=3e-5)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_fit_is_that_of_plfit_in_igraph(seed: int) -> None:
    igraph = pytest.importorskip("igraph")
    values = [degree for _, degree in nx.barabasi_albert_graph(1500, 2, seed=seed).degree()]
    theirs = igraph.power_law_fit(values, method="discrete")
    ours = power_law(values, samples=0)
    assert ours.xmin == theirs.xmin
    assert ours.alpha == pytest.approx(theirs.alpha, abs=1e-3)
    assert ours.distance == pytest.approx(theirs.D, abs=1e-3)


def test_degrees_around_a_typical_number_are_ruled_out() -> None:
    values = np.random.default_rng(3).binomial(400, 0.03, 3000)
    found = power_law(values.tolist(), samples=100)
    assert found.p is not None
    assert found.p <= 0.1
    assert found.verdict.startswith("ruled out")


def test_few_values_tell_little_and_too_few_nothing() -> None:
    few = power_law([degree for _, degree in nx.karate_club_graph().degree()], samples=100)
    assert few.alpha == pytest.approx(2.1615, abs=1e-3)
    assert "too few to tell" in few.verdict
    for values in ([], [0, 0], [3] * 100, [1, 2, 3]):
        none = power_law(values)
        assert (none.alpha, none.p) == (None, None)
        assert "nothing to fit" in none.verdict
    assert power_law([*range(1, 40)], samples=0).verdict == "fitted, not tested: no samples were asked for"
    with pytest.raises(UsageError, match="must not be negative"):
        power_law([1, 2], samples=-1)


def test_the_test_gives_the_same_p_in_every_run() -> None:
    values = [degree for _, degree in nx.barabasi_albert_graph(300, 2, seed=5).degree()]
    assert power_law(values, samples=50) == power_law(values, samples=50)
