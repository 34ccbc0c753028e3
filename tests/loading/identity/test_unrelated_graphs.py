"""Nodes of graph files that say nothing of themselves but a label: a likeness of labels never makes one of two."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from partnergraph.loading.graph_files import GraphDefaults, open_graph
from partnergraph.loading.identity.joining import Joined, join_all

if TYPE_CHECKING:
    from pathlib import Path


def joined(folder: Path, *graphs: list[dict[str, Any]], **defaults: Any) -> Joined:
    """Join files of nodes, and return the last one."""
    read = []
    for number, nodes in enumerate(graphs):
        path = folder / f"g{number}.json"
        path.write_text(json.dumps({"nodes": nodes, "links": []}), encoding="utf-8")
        loader = open_graph(path, GraphDefaults(**defaults))
        assert loader.stated is not None
        read.append((loader, loader.stated))
    return join_all(read)[-1]


def test_the_nodes_0_to_33_of_two_graphs_are_68(tmp_path: Path) -> None:
    read = []
    for name in ("karate", "club"):
        nx.write_edgelist(nx.karate_club_graph(), tmp_path / f"{name}.edges")
        loader = open_graph(tmp_path / f"{name}.edges")
        assert loader.stated is not None
        read.append((loader, loader.stated))
    (first, second) = join_all(read)
    assert not set(first.network.nodes["id"]) & set(second.network.nodes["id"])
    assert (second.joins.joined, second.joins.open) == ((), ())


@pytest.mark.parametrize("node_type", ["City", "Enterprise", None])
def test_a_number_is_no_name_whatever_it_is_of(node_type: str | None, tmp_path: Path) -> None:
    numbers: list[dict[str, Any]] = [{"id": "1"}, {"id": "2", "aliases": ["1998", "+7"]}]
    with_country = [{**node, "country": "BY"} for node in numbers]
    for nodes in (numbers, with_country):
        found = joined(tmp_path, nodes, nodes, node_type=node_type)
        assert (found.joins.joined, found.joins.open) == ((), ())


def test_a_label_alone_joins_nothing_and_the_same_one_is_in_doubt(tmp_path: Path) -> None:
    roads = [{"id": "r1", "label": "A-ring"}, {"id": "r2", "label": "Manchester"}]
    kite = [{"id": "k1", "label": "a"}, {"id": "k2", "label": "manchester"}]
    found = joined(tmp_path, roads, kite)
    assert found.joins.joined == ()
    assert [(party.id, verdict.rule, verdict.candidates[0].id) for party, verdict in found.joins.open] == [
        ("g1:k2", "nothing but the name says that they are one", "g0:r2")
    ]
    typed = [[{**node, "type": "road"} for node in nodes] for nodes in (roads, kite)]
    assert joined(tmp_path, *typed).joins.joined == ()


def test_a_country_a_known_type_or_a_register_still_joins(tmp_path: Path) -> None:
    for more in ({"country": "GB"}, {"type": "Enterprise"}, {"wikidata": "Q18125"}):
        found = joined(
            tmp_path, [{"id": "a", "label": "Beta Works", **more}], [{"id": "b", "label": "Beta Works", **more}]
        )
        assert [party.id for party, _ in found.joins.joined] == ["g1:b"]
