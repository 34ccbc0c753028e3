"""What lies in what: the way up from a node through the places around it."""

from __future__ import annotations

import pandas as pd

from partnergraph.network.located_in import containers, places_of_type, walk_up, with_all_above

NODES = pd.DataFrame(
    [
        ("firm", "Enterprise", "Firm", "town"),
        ("town", "City", "Town", "district"),
        ("district", "District", "District", "region"),
        ("region", "Region", "Region", "country"),
        ("country", "Country", "Country", None),
        ("other", "City", "Other", "lost"),
        ("alone", "City", "Alone", None),
    ],
    columns=["id", "type", "name", "located_in"],
)


def test_the_way_up_ends_at_the_top_and_in_a_circle() -> None:
    above = containers(NODES)
    assert list(walk_up("firm", above)) == ["town", "district", "region", "country"]
    assert list(walk_up("alone", above)) == []
    assert list(walk_up("other", above)) == ["lost"]
    assert list(walk_up("a", {"a": "b", "b": "c", "c": "b"})) == ["b", "c"]
    assert list(walk_up(1, {1: 1})) == []


def test_whatever_is_above_some() -> None:
    above = containers(NODES)
    assert with_all_above(["district", "alone"], above) == {"district", "region", "country", "alone"}
    assert with_all_above(["a", "c"], {"a": "b", "b": "c", "c": "a"}) == {"a", "b", "c"}
    assert with_all_above([], above) == set()


def test_the_place_of_a_type_that_each_is_or_lies_in() -> None:
    names = places_of_type(NODES, "Region")
    assert names == dict.fromkeys(["firm", "town", "district", "region"], "Region")
    assert places_of_type(NODES, "Country", by="id")["firm"] == "country"
    assert places_of_type(NODES, "FederalDistrict") == {}
