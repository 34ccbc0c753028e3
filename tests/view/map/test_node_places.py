"""Where nodes stand, and which outline is theirs."""

from __future__ import annotations

import numpy as np
import pytest

from partnergraph.network import Network
from partnergraph.view.map.node_places import places_of
from partnergraph.view.map.outlines_of_nodes import match_regions
from tests.view.conftest import frame

SOURCES = frame("id kind title", ("s", "other", "S"))
NO_EDGES = frame("id type source target status sources")


def network(*nodes: tuple[object, ...], lies_in: tuple[tuple[str, str], ...] = ()) -> Network:
    columns = "id type name country located_in iso_3166_2 latitude longitude aliases"
    edges = frame(
        "id type source target status sources",
        *[(f"l{row}", "LOCATED_IN", one, other, "active", "s") for row, (one, other) in enumerate(lies_in)],
    )
    return Network.from_frames(frame(columns, *nodes), edges if lies_in else NO_EDGES, SOURCES, loader="t")


@pytest.fixture
def network_of_places() -> Network:
    return network(
        ("region:vi", "Region", "Vitebsk Region", "BY", "", "BY-VI", 55.19, 30.2, ""),
        ("city:polotsk", "City", "Polotsk", "BY", "region:vi", "", 55.49, 28.79, ""),
        ("city:nowhere", "City", "Nowhere", "BY", "region:vi", "", "", "", ""),
        ("enterprise:a", "Enterprise", "A", "BY", "city:polotsk", "", "", "", ""),
        ("enterprise:b", "Enterprise", "B", "BY", "city:nowhere", "", "", "", ""),
        ("enterprise:c", "Enterprise", "C", "BY", "", "", "", "", ""),
        ("enterprise:d", "Enterprise", "D", "BY", "", "", "", "", ""),
        ("enterprise:e", "Enterprise", "E", "BY", "", "", "", "", ""),
        lies_in=(("enterprise:c", "city:polotsk"), ("enterprise:d", "city:polotsk"), ("enterprise:d", "region:vi")),
    )


def test_nodes_without_coordinates_stand_where_they_lie(network_of_places: Network) -> None:
    places = places_of(network_of_places)
    #        own   own   region  city  region by way of a city  a fact  two facts that differ  nothing
    assert places.at == [None, None, 0, 1, 0, 1, None, None]
    assert places.known.tolist() == [True, True, True, True, True, True, False, False]
    assert places.latitude[[0, 1, 2, 3, 4, 5]].tolist() == [55.19, 55.49, 55.19, 55.49, 55.19, 55.49]
    assert places.longitude[[0, 1, 2, 3, 4, 5]].tolist() == [30.2, 28.79, 30.2, 28.79, 30.2, 28.79]
    assert np.isnan(places.longitude[6:]).all()


def test_what_lies_in_a_region_counts_for_it(network_of_places: Network) -> None:
    matches = match_regions(network_of_places)
    assert matches.regions == {0: "BY-VI"}
    assert matches.inside == {0: "BY-VI", 1: "BY-VI", 2: "BY-VI", 3: "BY-VI", 4: "BY-VI", 5: "BY-VI"}
    assert matches.unmatched == {}
    assert matches.countries == {"BY"}


def test_regions_are_matched_by_code_or_by_one_name_and_never_guessed() -> None:
    matches = match_regions(
        network(
            ("city:minsk", "City", "Minsk", "BY", "", "BY-HM", "", "", ""),
            ("region:mazovia", "Region", "Masovia", "PL", "", "", "", "", "Mazowieckie;Mazovia"),
            ("region:lodz", "Region", "Województwo łódzkie", "PL", "", "", "", "", ""),
            ("region:two", "Region", "Mazowieckie", "PL", "", "", "", "", "Śląskie"),
            ("region:pomerania", "Region", "Pomerania", "PL", "", "", "", "", ""),
            ("region:nowhere", "Region", "Nowhere", "", "", "", "", "", ""),
            ("region:new", "Region", "East Kazakhstan Region", "KZ", "", "KZ-63", "", "", ""),
            ("city:lodz", "City", "Łódzkie", "PL", "", "", "", "", ""),
        )
    )
    assert matches.regions == {0: "BY-HM", 1: "PL-14", 2: "PL-10"}
    assert matches.unmatched == {
        3: "its names lead to several regions: PL-14, PL-24",
        4: "it has no ISO 3166-2 code, and no region of PL in ISO 3166-2 bears its name",
        5: "it has neither an ISO 3166-2 code nor a country",
        6: "there is no outline for KZ-63",
    }
