"""Attributes of a foreign graph: the canonical column where all values fit, a declared one otherwise, never lost."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnergraph.export import export
from partnergraph.loading.graph_files import GraphDefaults
from partnergraph.loading.graph_files.columns import recognise
from partnergraph.loading.reading import read_graph
from partnergraph.network import Network, records
from partnergraph.network.time import FOUR_DAYS
from partnergraph.vocabulary import RESERVED_COLUMNS, column_names
from tests.hypothesis_settings import unhurried


def graph(nodes: list[dict[str, Any]], edges: list[dict[str, Any]], folder: Path, **more: Any) -> Network:
    path = folder / "g.json"
    path.write_text(json.dumps({"nodes": nodes, "links": edges}), encoding="utf-8")
    return read_graph(path, GraphDefaults(**more))


def rows(network: Network, table: str) -> list[dict[str, Any]]:
    plain = {"id", "type", "source", "target", "sources", "status", "loader", "name"}
    return [{name: cell for name, cell in row.items() if name not in plain} for row in records(getattr(network, table))]


@pytest.mark.parametrize(
    ("given_cells", "found", "note"),
    [
        ({"country": "by", "wikidata": "Q42"}, {"country": "BY", "wikidata": "Q42"}, ""),
        ({"country": "Atlantis"}, {"file_country": "Atlantis"}, "'country' of the nodes cannot be the column country"),
        ({"country": "Belarus"}, {"country": "BY", "file_country": "Belarus"}, "'country' of the nodes has names of"),
        ({"country": "POL"}, {"country": "PL", "file_country": "POL"}, "'country' of the nodes has names of"),
        ({"country": "Германия"}, {"country": "DE", "file_country": "Германия"}, "the column country has their codes"),
        ({"lat": "53.5", "lng": 27}, {"latitude": 53.5, "longitude": 27}, ""),
        ({"lat": 53.5}, {"lat": 53.5}, "'lat' of the nodes cannot be the column latitude (it does not go with another"),
        ({"latitude": 95, "longitude": 1}, {"file_latitude": 95, "file_longitude": 1}, "(found '95')"),
        ({"aliases": ["x", "y"], "note": "n"}, {"aliases": ("x", "y"), "note": "n"}, ""),
        ({"loader": "l", "derived": 1, "id 2": True}, {"file_loader": "l", "file_derived": 1, "id_2": "true"}, ""),
        ({"code": "007", "big": 2**60, "n": 12}, {"code": "007", "big": str(2**60), "n": 12}, ""),
        ({"x": None, "y": "", "z": [], "0": "zero", "é!": 1}, {"file_0": "zero", "é": 1}, ""),
        ({"located_in": "b"}, {"located_in": "g:b"}, ""),
        ({"located_in": "nowhere"}, {"file_located_in": "nowhere"}, "'located_in' of the nodes cannot be"),
    ],
)
def test_attributes_of_nodes(given_cells: dict[str, Any], found: dict[str, Any], note: str, tmp_path: Path) -> None:
    network = graph([{"id": "a", **given_cells}, {"id": "b", "type": "city"}], [], tmp_path, node_type="City")
    assert rows(network, "nodes")[0] == found
    assert note in "\n".join(warning.problem for warning in network.warnings)


@pytest.mark.parametrize(
    ("given_cells", "found"),
    [
        ({"date": "2021-03", "until": "2022", "status": "Signed"}, {"date": "2021-03", "until": "2022"}),
        ({"start": "2021-03-01T00:00:00Z", "label": "visit"}, {"date": "2021-03-01", "title": "visit"}),
        ({"date": 2021, "end": 2020}, {"date": "2021", "end": 2020}),
        ({"date": "15.03.2021"}, {"date": "2021-03-15", "file_date": "15.03.2021"}),
        ({"date": "soon"}, {"file_date": "soon"}),
        ({"amount": 5, "unit": "USD"}, {"amount": 5, "unit": "USD"}),
        ({"amount": 5}, {"file_amount": 5}),
        (
            {"sources": "a", "weight": 0, "withdrawn_at": "x"},
            {"file_sources": "a", "weight": 0, "file_withdrawn_at": "x"},
        ),
    ],
)
def test_attributes_of_edges(given_cells: dict[str, Any], found: dict[str, Any], tmp_path: Path) -> None:
    network = graph([{"id": "a"}, {"id": "b"}], [{"source": "a", "target": "b", **given_cells}], tmp_path)
    (row,) = rows(network, "edges")
    assert {name: cell for name, cell in row.items() if name not in FOUR_DAYS} == found
    assert network.edges["status"].tolist() == ["signed" if "status" in given_cells else "unknown"]
    assert network.edges["sources"].tolist() == [("loader:g",)]


def test_ids_that_speak_for_themselves_are_kept_and_others_begin_with_the_files_name(tmp_path: Path) -> None:
    speaking = [{"id": "region:pskov-oblast"}, {"id": "city:x"}]
    assert graph(speaking, [], tmp_path).nodes["id"].tolist() == ["region:pskov-oblast", "city:x"]
    mixed = [{"id": "city:x"}, {"id": "Town A"}, {"id": "Town-A"}, {"id": "a;b"}, {"id": "http://x.org/1"}]
    network = graph(mixed, [{"source": "Town A", "target": "Town-A", "id": "first"}], tmp_path)
    assert network.nodes["id"].tolist() == ["g:city:x", "g:Town-A-2", "g:Town-A", "g:a-b", "g:http://x.org/1"]
    assert network.nodes["file_id"].tolist() == [row["id"] for row in mixed]
    assert network.nodes["name"].tolist() == [row["id"] for row in mixed]
    assert network.edges[["id", "source", "target"]].to_numpy().tolist() == [["g:first", "g:Town-A-2", "g:Town-A"]]


def test_types_known_declared_and_too_many(tmp_path: Path) -> None:
    nodes = [{"id": str(n), "type": kind} for n, kind in enumerate(["city", "Town hall", "source", "завод", "2b", ""])]
    network = graph(nodes, [], tmp_path)
    assert network.nodes["type"].tolist() == ["City", "TownHall", "SourceNode", "Enterprise", "Type2b", "Party"]
    many = graph([{"id": str(n), "type": f"kind {n}"} for n in range(101)], [], tmp_path)
    assert set(many.nodes["type"]) == {"Party"}
    assert many.nodes["file_type"].tolist()[100] == "kind 100"
    ends = [{"source": "0", "target": "1", "type": "twinning"}, {"source": "1", "target": "0", "type": "made of"}]
    network = graph(nodes, ends, tmp_path)
    assert network.edges["type"].tolist() == ["FILE_TWINNING", "MADE_OF"]
    assert "TWINNING cannot join a node of type TownHall" in "\n".join(w.problem for w in network.warnings)


values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=5)
)
names = st.sampled_from(
    [*column_names("nodes"), *column_names("edges"), *RESERVED_COLUMNS, "label", "start", "lat", "weight", "a b"]
)
attributes = st.dictionaries(
    names | st.text(max_size=4), values | st.lists(st.text("ab;", max_size=2), max_size=3), max_size=5
)


@settings(unhurried, max_examples=40)
@given(st.lists(attributes, min_size=1, max_size=4), st.lists(attributes, max_size=4))
def test_any_attributes_become_a_network_that_survives_an_export(
    nodes: list[dict[str, Any]], edges: list[dict[str, Any]]
) -> None:
    found_nodes = [{**row, "id": str(n)} for n, row in enumerate(nodes)]
    found_edges = [{**row, "source": "0", "target": str(n % len(nodes)), "id": f"x{n}"} for n, row in enumerate(edges)]
    for table, given_rows in (("nodes", nodes), ("edges", edges)):
        columns = recognise(table, given_rows, "f", ids=(), places=())
        taken = [*columns.canonical.values(), *(column.name for column in columns.extra.values())]
        assert len(set(taken)) == len(taken)
        assert not RESERVED_COLUMNS & set(taken)
    with tempfile.TemporaryDirectory() as folder:
        for row in found_edges:
            row.pop("type", None)
            row.pop("kind", None)
        network = graph(found_nodes, found_edges, Path(folder))
        assert (len(network.nodes), len(network.edges)) == (len(nodes), len(edges))
        assert read_graph(export(network, Path(folder, "back.graphml"))).equals(network)


@pytest.mark.parametrize(("name", "cell", "told"), [("since", "1976-05-20", True), ("Jahr", 1994, True),
                                                    ("year", "x", False), ("n", 1994, False)])  # fmt: skip
def test_dates_under_another_name_are_told(name: str, cell: object, told: bool, tmp_path: Path) -> None:
    network = graph([{"id": "a"}, {"id": "b"}], [{"source": "a", "target": "b", name: cell}], tmp_path)
    assert any(f"--attribute date={name}" in warning.problem for warning in network.warnings) == told
