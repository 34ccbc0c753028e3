"""cartography's `load` and `load_matchlinks`, with schemas declared for our nodes and types of edges.

cartography_load.py FOLDER

Its matchlinks keep one edge of a type between two nodes; the sources that are compared have no more.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, make_dataclass
from pathlib import Path
from typing import Any

from cartography.client.core.tx import load, load_matchlinks
from cartography.models.core.common import PropertyRef
from cartography.models.core.nodes import (
    CartographyNodeProperties,
    CartographyNodeSchema,
    ExtraNodeLabel,
    ExtraNodeLabels,
)
from cartography.models.core.relationships import (
    CartographyRelProperties,
    CartographyRelSchema,
    LinkDirection,
    SourceNodeMatcher,
    TargetNodeMatcher,
    make_source_node_matcher,
    make_target_node_matcher,
)
from neo4j import GraphDatabase
from shared import columns, measure, read, server

#: What it wants beside our columns: the first of nodes and edges, the others of edges.
OF_ALL = ("lastupdated",)
OF_LINKS = ("_sub_resource_label", "_sub_resource_id")


def properties(base: type, own: list[str], given: tuple[str, ...]) -> Any:  # noqa: ANN401  a class made here
    """Properties that come from our columns, and those that are given once for all rows."""
    references = {name: PropertyRef(name) for name in own}
    references |= {name: PropertyRef(name, set_in_kwargs=True) for name in given}
    fields = [(name, PropertyRef, reference) for name, reference in references.items()]
    return make_dataclass(f"Our{base.__name__}", fields, bases=(base,), frozen=True)()


def node_schema(node_type: str, own: list[str]) -> CartographyNodeSchema:
    cells = properties(CartographyNodeProperties, own, OF_ALL)
    labels = ExtraNodeLabels([ExtraNodeLabel(node_type, "A type of ours.")])

    @dataclass(frozen=True)
    class Node(CartographyNodeSchema):
        label: str = "Entity"
        properties: CartographyNodeProperties = cells
        extra_node_labels: ExtraNodeLabels = labels

    return Node()


def link_schema(edge_type: str, own: list[str]) -> CartographyRelSchema:
    cells = properties(CartographyRelProperties, own, OF_ALL + OF_LINKS)
    source = make_source_node_matcher({"id": PropertyRef("source")})
    target = make_target_node_matcher({"id": PropertyRef("target")})

    @dataclass(frozen=True)
    class Link(CartographyRelSchema):
        source_node_label: str = "Entity"
        source_node_matcher: SourceNodeMatcher = source
        target_node_label: str = "Entity"
        target_node_matcher: TargetNodeMatcher = target
        direction: LinkDirection = LinkDirection.OUTWARD
        rel_label: str = edge_type
        properties: CartographyRelProperties = cells

    return Link()


def load_all() -> tuple[int, int]:
    folder = Path(sys.argv[1])
    uri, auth, database = server()
    nodes, edges = read(folder / "nodes.csv"), read(folder / "edges.csv")
    given: dict[str, Any] = {"lastupdated": int(time.time())}
    links = given | {"_sub_resource_label": "Country", "_sub_resource_id": "none"}
    with GraphDatabase.driver(uri, auth=auth) as driver, driver.session(database=database) as session:
        for node_type, rows in nodes.items():
            load(session, node_schema(node_type, columns(rows, "type")), rows, **given)
        for edge_type, rows in edges.items():
            schema = link_schema(edge_type, columns(rows, "type", "source", "target"))
            load_matchlinks(session, schema, rows, **links)
    return sum(map(len, nodes.values())), sum(map(len, edges.values()))


if __name__ == "__main__":
    measure(load_all)
