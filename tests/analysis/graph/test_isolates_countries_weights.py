"""Parties without a partner, networks of countries only, and weights that a source gives its facts."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pandas as pd
import pytest

from partnergraph.analysis.graph.from_network import describe, project
from partnergraph.analysis.rankings.explain import explain
from partnergraph.analysis.rankings.rank import rank
from partnergraph.analysis.rankings.stability import stability
from partnergraph.analysis.whole.communities import communities
from partnergraph.analysis.whole.overview import describe as overview
from partnergraph.network import Network
from partnergraph.vocabulary import STANDARD, Column


def network(edges: list[tuple[Any, ...]], nodes: list[tuple[str, str]], *, weighted: bool = False) -> Network:
    """A network of facts between nodes given as id and type; a third cell of a fact is its weight."""
    vocabulary = STANDARD.with_columns("edges", [Column("weight", "", "number")]) if weighted else STANDARD
    rows = [
        {"type": "COOPERATION", "source": source, "target": target, "title": str(number), "sources": "s"}
        | ({"weight": more[0]} if more and more[0] is not None else {})
        for number, (source, target, *more) in enumerate(edges)
    ]
    columns = ["type", "source", "target", "title", "sources", *(["weight"] if weighted else [])]
    return Network.from_frames(
        pd.DataFrame([{"id": node, "type": kind, "name": node.upper()} for node, kind in nodes]),
        pd.DataFrame(rows, columns=columns),
        pd.DataFrame([{"id": "s", "title": "S"}]),
        vocabulary=vocabulary,
    )


def florentine() -> Network:
    """The marriages of Florentine families (Padgett and Ansell, 1993), with the Pucci, who married nobody of them."""
    G = nx.florentine_families_graph()
    nodes = [(str(family), "Institution") for family in sorted(G)]
    return network(sorted(G.edges), [*nodes, ("Pucci", "Institution")])


def test_a_family_without_a_marriage_belongs_to_the_network() -> None:
    found = overview(florentine(), samples=0)
    assert (found.nodes, found.edges, found.components) == (16, 20, (15, 1))
    assert found.density.value == pytest.approx(0.1667, abs=5e-5)
    assert found.description.endswith("1 node without any fact among them.")
    table = rank(florentine())
    assert (len(table), table["name"].iloc[-1], table["degree"].iloc[-1]) == (16, "PUCCI", 0)
    with_pucci = nx.florentine_families_graph()
    with_pucci.add_node("Pucci")
    for measure, expected in (("closeness", nx.closeness_centrality), ("betweenness", nx.betweenness_centrality)):
        scores = rank(florentine(), by=measure).set_index("id")[measure].to_dict()
        assert scores == pytest.approx(expected(with_pucci))
    assert sum(len(group.members) for group in communities(florentine()).groups) == 16


def test_isolates_of_a_slice_are_told_and_left_out() -> None:
    table = rank(florentine(), types="COOPERATION")
    assert len(table) == 15
    assert table.attrs["description"].endswith("1 node without any fact left out.")
    assert len(rank(florentine(), isolates=False)) == 15
    assert len(rank(florentine(), node_types="Institution")) == 16
    assert explain(florentine(), "Medici").standing.ranked == 16


def test_a_place_that_holds_others_is_no_isolate() -> None:
    places = Network.from_frames(
        pd.DataFrame(
            [
                {"id": "r", "type": "Region", "name": "R"},
                {"id": "a", "type": "City", "name": "A", "located_in": "r"},
                {"id": "b", "type": "City", "name": "B"},
                {"id": "c", "type": "City", "name": "C"},
            ]
        ),
        pd.DataFrame([{"type": "TWINNING", "source": "a", "target": "b", "sources": "s"}]),
        pd.DataFrame([{"id": "s", "title": "S"}]),
    )
    assert sorted(project(places)) == ["a", "b", "c"]


STATES = [("fr", "Country"), ("gb", "Country"), ("es", "Country"), ("it", "Country")]
TRADE = [("fr", "gb", 3), ("gb", "es", 2), ("it", "gb", 1), ("fr", "es", 5)]


def test_a_network_of_countries_only_is_ranked() -> None:
    states = network(TRADE, STATES)
    table = rank(states)
    assert dict(zip(table["id"], table["degree"], strict=True)) == {"gb": 3, "es": 2, "fr": 2, "it": 1}
    assert "Country nodes counted, since there are no others" in table.attrs["description"]
    assert (overview(states, samples=0).nodes, overview(states, samples=0).edges) == (4, 4)
    assert explain(states, "gb").standing.rank == 1


def test_countries_beside_others_are_left_out_and_said() -> None:
    mixed = network([*TRADE, ("fr", "a")], [*STATES, ("a", "City")])
    assert rank(mixed, isolates=False).empty
    more = network([*TRADE, ("a", "b")], [*STATES, ("a", "City"), ("b", "City")])
    assert describe(project(more)).endswith("Country nodes left out (4 facts; --include-countries counts them).")
    hint = "Country nodes left out (5 facts; --include-countries counts them)."
    assert describe(project(mixed)).endswith(hint)


def test_weights_are_the_strength_and_said() -> None:
    towns = network(TRADE, [(node, "City") for node, _ in STATES], weighted=True)
    table = rank(towns, by=["strength", "degree"])
    assert dict(zip(table["id"], table["strength"], strict=True)) == {"fr": 8, "es": 7, "gb": 6, "it": 1}
    assert table["facts"].tolist() == [2, 2, 3, 1]
    assert "parallel facts' weights, as their column weight has them, summed as weight" in table.attrs["description"]
    G: nx.Graph[str] = nx.Graph()
    G.add_weighted_edges_from(TRADE)
    scores = rank(towns, by="pagerank").set_index("id")["pagerank"].to_dict()
    assert scores == pytest.approx(nx.pagerank(G, tol=1e-12), abs=1e-8)
    assert stability(towns, by="strength", draws=40)["strength"].tolist() == [8, 7, 6, 1]
    assert (
        overview(towns, samples=0).facts,
        "column weight is not used" in overview(towns, samples=0).description,
    ) == (
        4,
        True,
    )


@pytest.mark.parametrize("weights", [(1, 1), (2, None), (2, 0), (2, -1)])
def test_weights_that_not_all_facts_have_are_not_used_and_said(weights: tuple[Any, Any]) -> None:
    towns = network([("a", "b", weights[0]), ("b", "c", weights[1])], [(n, "City") for n in "abc"], weighted=True)
    table = rank(towns, by="strength")
    assert table["strength"].tolist() == [2, 1, 1]
    said = "he column weight is not used: 1 fact of 2 have none above 0"
    assert (said in table.attrs["description"]) == (weights != (1, 1))
