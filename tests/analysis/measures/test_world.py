"""The world's sister cities by all measures, with the numbers of igraph itself. The data are not ours.

How long it takes is measured in benchmarks/measures.py.
"""

from __future__ import annotations

import networkx as nx
import pytest

from partnergraph.analysis.measures.registry import MEASURES
from partnergraph.analysis.rankings.rank import rank
from tests.world import rows_of_the_world


@pytest.fixture(scope="module")
def cities() -> nx.MultiGraph[str]:
    G: nx.MultiGraph[str] = nx.MultiGraph()
    for row in rows_of_the_world():
        ends = [
            (row["origincityLabel"], row["origincountry"]),
            (row["sistercityLabel"], row["destination_countryLabel"]),
        ]
        for city, country in ends:
            G.add_node(f"{city}, {country}", country=country)
        G.add_edge(*(", ".join(end) for end in ends))
    return G


@pytest.mark.slow
def test_all_measures_that_need_no_places_rank_the_world(cities: nx.MultiGraph[str]) -> None:
    igraph = pytest.importorskip("igraph")
    table = rank(cities, by=[name for name, measure in MEASURES.items() if not measure.needs_within])
    assert len(table) == len(cities) > 9000

    simple: nx.Graph[str] = nx.Graph(cities)
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    position = {node: index for index, node in enumerate(simple)}
    graph = igraph.Graph(n=len(simple), edges=[(position[u], position[v]) for u, v in simple.edges])
    pairs = (len(simple) - 1) * (len(simple) - 2) / 2
    exact = {node: value / pairs for node, value in zip(simple, graph.betweenness(), strict=True)}
    assert dict(zip(table["id"], table["betweenness"], strict=True)) == pytest.approx(exact, rel=1e-9, abs=1e-15)
    # What can be recounted without any library.
    assert dict(zip(table["id"], table["degree"], strict=True)) == dict(simple.degree())
    assert table["facts"].sum() == 2 * (cities.number_of_edges() - nx.number_of_selfloops(cities))
    assert table["pagerank"].sum() == pytest.approx(1)


def test_a_sample_names_most_of_the_first_but_not_all_in_order(cities: nx.MultiGraph[str]) -> None:
    """Why a sample is never shown as if it were exact."""
    exact = rank(cities, by="betweenness", top=20)
    sample = rank(cities, by="betweenness", sample=300, top=20)
    common = set(exact["id"]) & set(sample["id"])
    assert 10 <= len(common) <= 20
    assert list(exact["id"]) != list(sample["id"])
    errors = (sample.set_index("id")["betweenness"] - exact.set_index("id")["betweenness"]).abs().dropna()
    assert (errors <= 5 * sample.set_index("id")["betweenness_error"].loc[errors.index]).all()
    assert "betweenness is a sample, not exact" in sample.attrs["description"]
