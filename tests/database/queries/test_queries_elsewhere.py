"""Named queries on a network that is not the reference one: none may know its ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from partnergraph.database.loads.load import load
from partnergraph.loader import Loader
from partnergraph.network import Network
from tests.database.asking import FOLDER, ask, picked

if TYPE_CHECKING:
    from partnergraph.database.connection import Database


def test_no_query_names_a_party_by_its_id() -> None:
    ids = re.compile(r"'(country|federal-district|region|district|city|settlement|enterprise|institution|event):")
    assert [path.name for path in FOLDER.glob("*.cypher") if ids.search(path.read_text(encoding="utf-8"))] == []


def test_the_places_of_a_type_in_anybodys_network(database: Database, loader: Loader) -> None:
    """Another country, with a district of its own and no id that the reference network knows."""
    nodes = pd.DataFrame(
        [
            {"id": "country:x", "type": "Country", "name": "X", "country": "XK"},
            {"id": "fd:x", "type": "FederalDistrict", "name": "X North", "located_in": "country:x", "country": "XK"},
            {"id": "city:x", "type": "City", "name": "X Town", "located_in": "fd:x", "country": "XK"},
            {"id": "country:y", "type": "Country", "name": "Y", "country": "AD"},
            {"id": "region:y", "type": "Region", "name": "Y Region", "located_in": "country:y", "country": "AD"},
            {"id": "region:z", "type": "Region", "name": "Z Region", "located_in": "country:y", "country": "AD"},
            {"id": "city:y", "type": "City", "name": "Y Town", "located_in": "region:y", "country": "AD"},
        ]
    )
    twinning = {"type": "TWINNING", "status": "active", "sources": "s"}
    edges = pd.DataFrame(
        [
            {"id": "1", "source": "city:x", "target": "city:y", **twinning},
            {"id": "2", "source": "region:y", "target": "fd:x", **twinning},
            {"id": "3", "source": "city:x", "target": "country:y", **twinning},
        ]
    )
    load(database, Network.from_frames(nodes, edges, pd.DataFrame([{"id": "s", "title": "S"}]), loader="towns"), loader)
    columns = ("place", "part", "facts", "total")
    rows = picked(ask(database, "place-matrix", within="FederalDistrict", country="Y"), *columns)
    assert rows == [("X North", "Y", 1, 3), ("X North", "Y Region", 2, 3), ("X North", "Z Region", 0, 3)]
    rows = picked(ask(database, "place-matrix", within="region", country="X"), *columns)
    assert rows == [("Y Region", "X", 2, 2), ("Z Region", "X", 0, 0)]
