"""Two Networks made one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.errors import Finding, InputError, UsageError
from partnergraph.network import Network, records
from partnergraph.vocabulary import STANDARD, NodeType
from tests.conftest import small_network
from tests.hypothesis_settings import unhurried
from tests.random_networks import networks
from tests.rows_of_networks import ALL_EDGES, changed, ids, kept


def test_merging_unites_rows_by_their_id() -> None:
    one, other = small_network(), small_network()
    nodes = changed(other.nodes, "city:a", aliases=("Аград", "Ä"), name="Town A.")
    nodes = changed(nodes, "city:b", note="by the river")
    edges = changed(other.edges, "t1", sources=("note-1", "book"))
    edges = changed(edges, "a1", amount=5.0, unit="events")
    extra = pd.DataFrame([{"id": "city:d", "type": "City", "name": "Town D"}])
    other = Network.from_frames(pd.concat([nodes, extra]), edges, other.sources)
    both = one.merged(other)
    assert ids(both.nodes) == [*ids(one.nodes), "city:d"]
    assert kept(both) == ALL_EDGES
    rows = {row["id"]: row for row in (*records(both.nodes), *records(both.edges))}
    assert rows["city:a"]["aliases"] == ("A-Town", "Аград", "Ä")
    assert rows["city:a"]["name"] == "Town A"
    assert rows["city:b"]["note"] == "by the river"
    assert rows["t1"]["sources"] == ("book", "note-1")
    assert (rows["a1"]["amount"], rows["a1"]["unit"]) == (5.0, "events")
    problem = "city:a has 'Town A' in one network and another value in the other"
    assert both.warnings == (*other.warnings, Finding("nodes", 0, "name", "Town A.", problem))
    assert one.equals(small_network())


def test_one_id_cannot_stand_for_two_things() -> None:
    one, other = small_network(), small_network()
    nodes = changed(other.nodes, "city:a", type="Settlement")
    edges = changed(changed(other.edges, "t1", target="city:c"), "t2", type="COOPERATION")
    with pytest.raises(InputError) as raised:
        one.merged(Network.from_frames(nodes, edges, other.sources))
    assert raised.value.findings == (
        Finding("nodes", 0, "type", "Settlement", "city:a has 'City' in one network and another value in the other"),
        Finding("edges", 0, "target", "city:c", "t1 has 'city:b' in one network and another value in the other"),
        Finding("edges", 0, "type", "COOPERATION", "t2 has 'TWINNING' in one network and another value in the other"),
    )


def test_what_two_networks_say_must_hold_together() -> None:
    """Each lies in the other: both networks are good, the two together are not."""

    def lying(one: str, other: str) -> Network:
        nodes = pd.DataFrame([{"id": name, "type": "Region", "name": name} for name in ("a", "b")])
        nodes["located_in"] = [other if name == one else None for name in ("a", "b")]
        return Network.from_frames(nodes, pd.DataFrame(), pd.DataFrame())

    with pytest.raises(InputError) as raised:
        lying("a", "b").merged(lying("b", "a"))
    problem = "the places lie in each other in a circle"
    assert raised.value.findings == (
        Finding("nodes", 1, "located_in", "b", problem),
        Finding("nodes", 2, "located_in", "a", problem),
    )


def test_vocabularies_are_merged_too(network: Network) -> None:
    fund, other = NodeType("Fund", "A fund"), NodeType("Fund", "Another")
    one = replace(network, vocabulary=STANDARD.extended([fund]))
    assert one.merged(network).vocabulary.node_types["Fund"] == fund
    assert network.merged(one).vocabulary.node_types["Fund"] == fund
    with pytest.raises(UsageError, match="node type Fund is already declared with another meaning"):
        one.merged(replace(network, vocabulary=STANDARD.extended([other])))


@pytest.mark.slow
@unhurried
@given(networks())
def test_a_network_merged_with_itself_or_nothing_is_itself(network: Network) -> None:
    for both in (network.merged(network), network.merged(Network.empty()), Network.empty().merged(network)):
        assert both.equals(network)
        assert both.warnings == network.warnings
        assert kept(both) == kept(network)
        assert list(both.edges.dtypes) == list(network.edges.dtypes)


def as_sets(network: Network) -> list[dict[str, dict[str, Any]]]:
    return [
        {
            row["id"]: {name: frozenset(cell) if isinstance(cell, tuple) else cell for name, cell in row.items()}
            for row in records(frame)
        }
        for frame in (network.nodes, network.edges, network.sources)
    ]


@pytest.mark.slow
@unhurried
@given(networks(), st.data())
def test_merging_parts_gives_the_whole_whatever_their_order(network: Network, data: st.DataObject) -> None:
    picked = [data.draw(st.lists(st.booleans(), min_size=n, max_size=n)) for n in [len(network.edges)] * 2]
    one, other = (network.with_edges(network.edges[pd.Series(part, dtype=bool)]) for part in picked)
    forth, back = one.merged(other), other.merged(one)
    assert as_sets(forth) == as_sets(back)
    assert set(kept(forth)) == {edge for edge, *chosen in zip(kept(network), *picked, strict=True) if any(chosen)}
    assert as_sets(forth.merged(network)) == as_sets(network)
