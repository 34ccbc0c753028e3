"""The slice that is measured: what is in the graph, and what is said about it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnergraph.analysis.graph.facts import choose
from partnergraph.analysis.graph.from_network import describe, graph_of_network, project, simplified
from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.graph.simple_graph import simple_graph
from partnergraph.analysis.rankings.rank import rank
from partnergraph.errors import UsageError
from partnergraph.network import Network
from tests.analysis.sample_networks import network, shuffled, twinning
from tests.random_networks import networks, some_date

MTZ = "enterprise:mtz"
FACTS: list[dict[str, Any]] = [
    twinning("pskov", "vitebsk", date="1998", status="active", sources="book"),
    twinning("vitebsk", "pskov", date="2015", status="signed"),
    twinning("pskov", "polotsk", date="2020-05", status="unknown"),
    {"type": "SUPPLIES", "source": MTZ, "target": "city:pskov", "date": "2012", "until": "2014", "status": "ended"},
    {"type": "SUPPLIES", "source": MTZ, "target": "city:pskov", "sources": "dated", "title": "dated by its source"},
    {"type": "ASSEMBLY_PLANT", "source": MTZ, "target": "city:almaty", "title": "without any date"},
    {"type": "AGREEMENT", "source": "country:belarus", "target": "city:pskov", "date": "2001"},
    {"type": "AGREEMENT", "source": "country:belarus", "target": "country:russia", "date": "1999"},
    {"type": "COOPERATION", "source": "city:pskov", "target": "city:pskov", "date": "2000"},
    {"type": "LOCATED_IN", "source": "city:pskov", "target": "region:oblast"},
]
COUNTRIES = {
    "city:pskov": "RU",
    "region:oblast": "RU",
    "country:russia": "RU",
    "city:vitebsk": "BY",
    "city:polotsk": "BY",
    "country:belarus": "BY",
    MTZ: "BY",
}


@pytest.fixture
def sample() -> Network:
    return network(FACTS, COUNTRIES)


def weights(G: nx.Graph[str]) -> dict[tuple[str, str], int]:
    return {(source, target): data["weight"] for source, target, data in G.edges(data=True)}


def test_by_default_every_partnership_counts_without_countries_loops_and_locations(sample: Network) -> None:
    G = project(sample)
    assert type(G) is nx.Graph
    assert weights(G) == {
        ("city:almaty", MTZ): 1,
        ("city:polotsk", "city:pskov"): 1,
        ("city:pskov", MTZ): 2,
        ("city:pskov", "city:vitebsk"): 2,
    }
    assert set(G) == {"city:almaty", "city:polotsk", "city:pskov", "city:vitebsk", MTZ}
    assert G.nodes["city:pskov"] == {"name": "Pskov", "type": "City", "country": "RU"}
    assert G.nodes["city:almaty"] == {"name": "Almaty", "type": "City"}


def test_the_description_says_what_was_counted_and_what_was_left_out(sample: Network) -> None:
    assert describe(project(sample)) == (
        "Counted: 6 facts (TWINNING 3, SUPPLIES 2, ASSEMBLY_PLANT 1) on 4 edges between 5 nodes, parallel facts summed "
        "as weight; all partnership types, any status, any date, undirected. Country nodes left out (2 facts; "
        "--include-countries counts them); "
        "LOCATED_IN left out (1 fact); facts of a node with itself left out (1 fact)."
    )


def test_country_nodes_stay_when_asked_for(sample: Network) -> None:
    G = project(sample, Projection(include_countries=True))
    assert G["country:belarus"] == {"city:pskov": {"weight": 1}, "country:russia": {"weight": 1}}
    assert "Country nodes" not in describe(G)
    named = project(sample, Projection(node_types=("Country",)))
    assert weights(named) == {("country:belarus", "country:russia"): 1}


def test_an_edge_type_may_be_chosen_even_located_in(sample: Network) -> None:
    twins = project(sample, Projection(types=("TWINNING",)))
    assert weights(twins) == {("city:polotsk", "city:pskov"): 1, ("city:pskov", "city:vitebsk"): 2}
    assert "3 facts (TWINNING 3)" in describe(twins)
    assert "edge types TWINNING," in describe(twins)
    lying = project(sample, Projection(types=("LOCATED_IN",)))
    assert weights(lying) == {("city:pskov", "region:oblast"): 1}
    assert "LOCATED_IN left out" not in describe(lying)


@pytest.mark.parametrize(
    ("choice", "edges", "said"),
    [
        (
            Projection(statuses=("active", "signed")),
            {("city:pskov", "city:vitebsk"): 2},
            "status active or signed",
        ),
        (Projection(statuses="ended"), {("city:pskov", MTZ): 1}, "status ended"),
        (
            Projection(node_types=("City",)),
            {("city:polotsk", "city:pskov"): 1, ("city:pskov", "city:vitebsk"): 2},
            "both ends of type City",
        ),
        (
            Projection(countries=("RU",)),
            {("city:polotsk", "city:pskov"): 1, ("city:pskov", MTZ): 2, ("city:pskov", "city:vitebsk"): 2},
            "at least one end in RU",
        ),
        (
            Projection(start="2015"),
            # What began nobody knows when, and lasts until somebody says otherwise, holds at some time from then on.
            {("city:almaty", MTZ): 1, ("city:polotsk", "city:pskov"): 1, ("city:pskov", "city:vitebsk"): 2},
            "holding at some time from 2015 on",
        ),
        (
            Projection(end="2012"),
            {("city:pskov", MTZ): 2, ("city:pskov", "city:vitebsk"): 1},
            "holding at some time up to 2012",
        ),
        (
            Projection(start="2013", end="2016-06"),
            {("city:pskov", MTZ): 1, ("city:pskov", "city:vitebsk"): 2},
            "holding at some time from 2013 to 2016-06",
        ),
        # The supplies of 2012 have ended by then, and so have those that a source of 2010 tells: what happens is over.
        (Projection(as_of="2015"), {("city:pskov", "city:vitebsk"): 2}, "holding on 2015-12-31"),
        (
            Projection(began="2015/2020"),
            {("city:polotsk", "city:pskov"): 1, ("city:pskov", "city:vitebsk"): 1},
            "begun in",
        ),
        (Projection(ended="2014"), {("city:pskov", MTZ): 1}, "ended in 2014"),
    ],
)
def test_each_filter_keeps_its_facts_and_is_said(
    sample: Network, choice: Projection, edges: dict[tuple[str, str], int], said: str
) -> None:
    G = project(sample, choice)
    assert weights(G) == edges
    assert set(G) == {node for pair in edges for node in pair}
    assert f"{sum(edges.values())} fact" in describe(G)
    assert said in describe(G)
    assert said in choice.describe()


def test_what_perhaps_holds_and_what_is_planned_are_told_beside_what_is_counted(sample: Network) -> None:
    for choice in (Projection(end="2030"), Projection(as_of="2030")):
        assert "1 more perhaps: undated, or ended nobody says when" in describe(project(sample, choice))
    assert "perhaps" not in describe(project(sample))
    plans = network([*FACTS, twinning("orsha", "pskov", status="planned")], COUNTRIES)
    assert "1 planned or proposed, not counted (--plans counts them)" in describe(project(plans))
    assert weights(project(plans)) == weights(project(sample))
    assert set(project(plans, Projection(plans=True))) - set(project(plans)) == {"city:orsha"}


def test_loaders_are_told_apart(sample: Network) -> None:
    edges = sample.edges.assign(loader=["second", *["first"] * (len(sample.edges) - 1)])
    two = Network(sample.nodes, edges, sample.sources)
    G = project(two, Projection(loaders="second"))
    assert weights(G) == {("city:pskov", "city:vitebsk"): 1}
    assert "from the loader second" in describe(G)
    assert weights(project(two, Projection(loaders=("first", "second")))) == weights(project(sample))


def test_directed_edges_follow_the_facts_and_twinnings_run_both_ways(sample: Network) -> None:
    G = project(sample, Projection(directed=True))
    assert isinstance(G, nx.DiGraph)
    assert weights(G) == {
        ("city:polotsk", "city:pskov"): 1,
        ("city:pskov", "city:polotsk"): 1,
        ("city:pskov", "city:vitebsk"): 2,
        ("city:vitebsk", "city:pskov"): 2,
        (MTZ, "city:almaty"): 1,
        (MTZ, "city:pskov"): 2,
    }
    assert G.edges["city:pskov", "city:vitebsk"]["mutual"] == 2
    assert G.edges[MTZ, "city:pskov"]["mutual"] == 0
    assert "6 facts" in describe(G)
    assert "directed" in describe(G)
    assert "undirected" not in describe(G)


def test_a_directed_pair_keeps_mutual_and_one_way_facts_apart() -> None:
    one_way = {"type": "SUPPLIES", "source": "city:a", "target": "city:b"}
    G = project(network([twinning("a", "b"), one_way]), Projection(directed=True))
    assert G.edges["city:a", "city:b"] == {"weight": 2, "mutual": 1}
    assert G.edges["city:b", "city:a"] == {"weight": 1, "mutual": 1}


def test_an_empty_network_gives_an_empty_graph() -> None:
    G = project(Network.empty())
    assert len(G) == 0
    assert describe(G).startswith("Counted: 0 facts on 0 edges between 0 nodes, ")


def test_a_party_with_no_partner_but_a_country_or_itself_is_not_in_the_graph() -> None:
    facts = [
        {"type": "AGREEMENT", "source": "country:belarus", "target": "city:a"},
        {"type": "COOPERATION", "source": "city:b", "target": "city:b"},
        twinning("c", "d"),
    ]
    G = project(network(facts))
    assert list(G) == ["city:c", "city:d"]
    assert (
        "Country nodes left out (1 fact; --include-countries counts them); facts of a node with itself left out "
        "(1 fact)." in describe(G)
    )


@pytest.mark.parametrize("directed", [False, True])
def test_the_order_of_rows_does_not_matter(sample: Network, directed: bool) -> None:
    choice = Projection(directed=directed, include_countries=True)
    expected = project(sample, choice)
    for seed in range(5):
        G = project(shuffled(sample, seed), choice)
        assert list(G.nodes(data=True)) == list(expected.nodes(data=True))
        assert list(G.edges(data=True)) == list(expected.edges(data=True))
        assert describe(G) == describe(expected)


def test_projecting_leaves_the_network_as_it_was(sample: Network) -> None:
    before = network(FACTS, COUNTRIES)
    project(sample, Projection(types="TWINNING", start="2000", directed=True))
    assert sample.equals(before)


def test_equal_choices_are_equal_and_cannot_be_changed() -> None:
    assert Projection(types=["TWINNING", "AGREEMENT", "TWINNING"]) == Projection(types=("AGREEMENT", "TWINNING"))
    assert Projection(types="TWINNING").types == ("TWINNING",)
    assert len({Projection(countries={"BY", "RU"}), Projection(countries={"RU", "BY"})}) == 1
    with pytest.raises(FrozenInstanceError):
        Projection().directed = True  # type: ignore[misc]


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"types": "TWINING"}, "'TWINING' is no edge type; did you mean TWINNING"),
        ({"statuses": "singed"}, "'singed' is no status; did you mean signed"),
        ({"node_types": "Town"}, "'Town' is no node type"),
        ({"countries": "DE"}, "'DE' is no country of this network"),
        ({"loaders": "third"}, "'third' is no loader of this network"),
        ({"start": "May 2021"}, "not a date: 'May 2021'"),
        ({"end": ""}, "not a date: ''"),
        ({"as_of": "soon"}, "not a date: 'soon'"),
        ({"as_of": "2021", "start": "2016"}, "either a day .* or a period"),
        ({"start": "2021", "end": "2016"}, "begins with 2021 and ends with 2016"),
    ],
)
def test_what_does_not_exist_is_refused(sample: Network, choice: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        project(sample, Projection(**choice))


def test_a_period_of_one_year_may_be_named_twice() -> None:
    assert Projection(start="2021", end="2021").describe().count("2021") == 2


def test_simplified_sums_parallel_edges_and_drops_loops() -> None:
    given_graph: nx.MultiGraph[Any] = nx.MultiGraph([("b", "a"), ("a", "b"), ("a", "a"), ("b", "c", {"weight": 0.5})])
    given_graph.add_node("alone", name="Alone")
    G = simplified(given_graph)
    assert type(G) is nx.Graph
    assert list(G) == ["a", "alone", "b", "c"]
    assert list(G.edges(data=True)) == [("a", "b", {"weight": 2}), ("b", "c", {"weight": 0.5})]
    assert G.nodes["alone"] == {"name": "Alone"}
    assert given_graph.number_of_edges() == 4
    assert describe(G) == (
        "A NetworkX graph as it was given, undirected: 4 nodes and 2 edges, an edge counting as many facts as its "
        "weight says; parallel edges are summed as weight. Self-loops left out (1)."
    )


def test_simplified_keeps_directions() -> None:
    given_graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph([(2, 1), (2, 1), (1, 2)])
    G = simplified(given_graph)
    assert type(G) is nx.DiGraph
    assert list(G.edges(data="weight")) == [(1, 2, 1), (2, 1, 2)]


def test_simplified_does_not_share_attributes_with_the_given_graph() -> None:
    given_graph: nx.Graph[Any] = nx.Graph()
    given_graph.add_node(1, name="one")
    simplified(given_graph).nodes[1]["name"] = "changed"
    assert given_graph.nodes[1]["name"] == "one"


@pytest.mark.parametrize("weight", [0, -1, float("nan"), float("inf"), "2", None, True])
def test_a_weight_that_counts_no_facts_is_refused(weight: object) -> None:
    given_graph: nx.Graph[Any] = nx.Graph()
    given_graph.add_edge("a", "b", weight=weight)
    with pytest.raises(UsageError, match=r"the edge from a to b has the weight .*; a weight is a number above 0"):
        simplified(given_graph)


def test_a_weight_may_be_a_number_of_numpy() -> None:
    given_graph: nx.Graph[Any] = nx.Graph()
    given_graph.add_edge("a", "b", weight=np.int64(3))
    given_graph.add_edge("b", "c", weight=np.float64(1.5))
    assert dict(simplified(given_graph).edges) == {("a", "b"): {"weight": 3}, ("b", "c"): {"weight": 1.5}}


def test_a_graph_made_otherwise_has_no_description() -> None:
    with pytest.raises(UsageError, match="no description"):
        describe(nx.path_graph(3))


# --- amounts


AMOUNTS: list[dict[str, Any]] = [
    {"type": "TRADE", "source": "city:pskov", "target": "city:vitebsk", "amount": 0.1, "unit": "USD"},
    {"type": "TRADE", "source": "city:vitebsk", "target": "city:pskov", "amount": 0.2, "unit": "USD"},
    {"type": "TRADE", "source": "city:pskov", "target": "city:polotsk", "amount": 7, "unit": "EUR"},
    {"type": "TRADE", "source": "city:pskov", "target": "city:polotsk", "amount": 0, "unit": "USD"},
    {"type": "SUPPLIES", "source": "city:pskov", "target": "city:vitebsk", "amount": 5, "unit": "USD"},
    twinning("pskov", "orsha"),
]


def test_an_amount_weighs_edges_by_the_sum_in_its_unit() -> None:
    G = project(network(AMOUNTS), Projection(amount="USD"))
    assert list(G.edges(data=True)) == [("city:pskov", "city:vitebsk", {"weight": 5.3, "facts": 3})]
    assert describe(G) == (
        "Counted: 3 facts (TRADE 2, SUPPLIES 1) on 1 edge between 2 nodes, parallel facts' amounts in USD summed as "
        "weight; all partnership types, any status, any date, weighed by the amount in USD, undirected. Facts "
        "without an amount above 0 in USD "
        "left out (3 facts)."
    )


def test_an_amount_in_a_directed_slice_is_counted_once_where_it_runs_both_ways() -> None:
    D = project(network(AMOUNTS), Projection(amount="USD", directed=True))
    there, back = D.edges["city:pskov", "city:vitebsk"], D.edges["city:vitebsk", "city:pskov"]
    assert there == {"weight": pytest.approx(5.3), "mutual": pytest.approx(0.3), "facts": 3, "mutual_facts": 2}
    assert back == {"weight": pytest.approx(0.3), "mutual": pytest.approx(0.3), "facts": 2, "mutual_facts": 2}
    table = rank(network(AMOUNTS), by="strength", amount="USD", directed=True)
    assert list(table["strength"]) == pytest.approx([5.3, 5.3])
    assert list(table["facts"]) == [3, 3]


def test_strength_by_amount_is_ranked_with_the_number_of_facts_beside_it() -> None:
    table = rank(network(AMOUNTS), by=["strength", "degree"], amount="EUR")
    assert list(table["strength"]) == [7, 7]
    assert list(table["facts"]) == [1, 1]
    with pytest.raises(UsageError, match="'USDD' is no unit of this network; did you mean USD"):
        rank(network(AMOUNTS), by="strength", amount="USDD")
    with pytest.raises(UsageError, match="does not go with amount"):
        rank(nx.path_graph(3), by="strength", amount="USD")


# --- the same facts as the filters of a Network let pass


@settings(deadline=None, max_examples=80)
@given(networks(), st.data())
def test_a_slice_has_the_facts_of_the_filtered_network(given_network: Network, data: st.DataObject) -> None:
    def some(*names: str) -> list[str]:
        return data.draw(st.lists(st.sampled_from(names), unique=True, max_size=2))

    countries = [name for name in some("BY", "RU") if name in set(given_network.nodes["country"])]
    loaders = [name for name in some("one", "two") if name in set(given_network.edges["loader"])]
    choice: dict[str, Any] = {
        "types": some("TWINNING", "AGREEMENT", "SUPPLIES", "COOPERATION"),
        "node_types": some("City", "Region", "Country"),
        "statuses": some("signed", "active", "ended"),
        "countries": countries,
        "loaders": loaders,
    }
    day, end = data.draw(st.none() | some_date), data.draw(st.none() | some_date)
    spans: dict[str, Any] = {"as_of": day} if data.draw(st.booleans()) else {"end": end}
    projection = Projection(**choice, **spans, include_countries=True, include_events=True)
    chosen = choose(given_network, projection).counted
    expected = given_network.filtered(**choice).filtered(types=projection.counted_types(given_network.vocabulary))
    if spans.get("as_of"):
        expected = expected.as_of(spans["as_of"])
    elif spans.get("end"):
        expected = expected.filtered(end=spans["end"])
    edges = expected.edges
    aside = (edges["source"] == edges["target"]) | edges["status"].isin(["planned", "proposed", "suspended"])
    assert set(given_network.edges["id"][chosen]) == set(edges["id"][~aside])


def test_arrays_and_graph_say_the_same(sample: Network) -> None:
    for choice in (Projection(), Projection(directed=True)):
        S, G = graph_of_network(sample, choice), project(sample, choice)
        assert list(S.nodes) == list(G)
        again = simple_graph(G)
        assert np.array_equal(S.weighted.toarray(), again.weighted.toarray())
        assert S.description == describe(S) == describe(G) == again.description
