"""The facts of a slice, places with ties, and the top of a table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from partnergraph.analysis.graph.from_network import project
from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.graph.undirected import counted_facts
from partnergraph.analysis.measures.registry import MEASURES
from partnergraph.analysis.rankings.rank import TIE, rank
from partnergraph.analysis.rankings.ranks import cut, mean_ranks, of_facts, ranks_of
from partnergraph.errors import UsageError
from partnergraph.network import Network
from tests.analysis.sample_networks import network, twinning
from tests.conftest import small_network
from tests.random_networks import networks

SLICES = st.sampled_from(
    [
        Projection(),
        Projection(directed=True),
        Projection(include_countries=True, directed=True),
        Projection(types=["TWINNING", "COOPERATION"]),
        Projection(statuses=["active", "signed"], end="2015"),
        Projection(as_of="2012"),
        Projection(node_types=["City", "Country"], start="2005"),
    ]
)


@settings(deadline=None, max_examples=60)
@given(networks(), SLICES)
def test_counted_facts_are_those_that_project_sums_up_and_stay_so_alone(drawn: Network, projection: Projection) -> None:
    facts = counted_facts(drawn, projection)
    G = project(drawn, replace(projection, directed=False))
    assert sum(data["weight"] for _, _, data in G.edges(data=True)) == len(facts)
    alone, rest = of_facts(drawn, facts, projection)
    expected: Any = project(drawn, replace(projection, isolates=False))
    found: Any = project(alone, rest)
    assert dict(found.nodes(data=True)) == dict(expected.nodes(data=True))
    assert list(found.edges(data=True)) == list(expected.edges(data=True))


@settings(deadline=None)
@given(st.lists(st.integers(-5, 5) | st.floats(-10, 10).map(lambda value: round(value, 3))))
def test_places_are_competition_ranks_and_mean_places_midranks(values: list[float]) -> None:
    lowest = [-value for value in values]
    assert ranks_of(values).tolist() == rankdata(lowest, method="min").tolist()
    assert mean_ranks(values).tolist() == rankdata(lowest, method="average").tolist()


def test_a_tie_is_no_wider_than_its_best_value_allows() -> None:
    step = 0.7 * TIE
    assert ranks_of([1, 1 - step, 1 - 2 * step, 0.5]).tolist() == [1, 1, 3, 4]
    assert mean_ranks([1, 1 - step, 1 - 2 * step, 0.5]).tolist() == [1.5, 1.5, 3, 4]


@pytest.mark.parametrize("name", MEASURES)
def test_places_are_the_ranks_of_a_ranking(name: str) -> None:
    pairs = [("a", "hub"), ("b", "hub"), ("c", "hub"), ("a", "x"), ("b", "y"), ("p", "q"), ("q", "r"), ("r", "p")]
    table = rank(network([twinning(*pair) for pair in pairs]), by=name, within="City")
    sign = -1 if MEASURES[name].lowest_first else 1
    assert ranks_of(sign * table[name].to_numpy(dtype=np.float64)).tolist() == list(table["rank"])


@pytest.mark.parametrize("top", [1, 2, 4, 5, 99, None])
def test_a_cut_ranking_is_that_of_rank(top: int | None) -> None:
    sample: Any = network([twinning(*pair) for pair in (("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"))])
    found, expected = cut(rank(sample), top), rank(sample, top=top)
    assert found.equals(expected)
    assert found.attrs == expected.attrs


def test_top_is_at_least_one() -> None:
    with pytest.raises(UsageError, match="top must be at least 1, not 0"):
        cut(rank(network([twinning("a", "b")])), 0)


@pytest.mark.parametrize(
    "choice",
    [Projection(statuses="proposed"), Projection(plans=True), Projection(as_of="2016", perhaps=True)],
    ids=["a plan by its status", "plans", "perhaps"],
)
def test_what_was_asked_for_by_name_stays_counted_alone(choice: Projection) -> None:
    network = small_network()
    facts = counted_facts(network, choice)
    assert len(facts)
    assert list(counted_facts(*of_facts(network, facts, choice))["id"]) == list(facts["id"])
