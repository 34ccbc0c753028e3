"""py2neo's bulk functions.

py2neo_bulk.py FOLDER create     create_nodes and create_relationships
py2neo_bulk.py FOLDER merge      merge_nodes and merge_relationships
"""

from __future__ import annotations

import sys
from pathlib import Path

from py2neo import Graph
from py2neo.bulk import create_nodes, create_relationships, merge_nodes, merge_relationships
from shared import batches, columns, measure, read, server

ENTITY = ("Entity", "id")
CONSTRAINT = "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE"


def load() -> tuple[int, int]:
    folder, merges = Path(sys.argv[1]), sys.argv[2] == "merge"
    uri, auth, database = server()
    nodes, edges = read(folder / "nodes.csv"), read(folder / "edges.csv")
    graph = Graph(uri, auth=auth, name=database)
    graph.run(CONSTRAINT)
    for node_type, rows in nodes.items():
        keys, labels = columns(rows, "type"), {"Entity", node_type}
        for batch in batches(rows):
            data = [[row.get(key) for key in keys] for row in batch]
            if merges:
                merge_nodes(graph.auto(), data, ENTITY, labels=labels, keys=keys)
            else:
                create_nodes(graph.auto(), data, labels=labels, keys=keys)
    for edge_type, rows in edges.items():
        keys = columns(rows, "type", "source", "target")
        ends = {"start_node_key": ENTITY, "end_node_key": ENTITY, "keys": keys}
        for batch in batches(rows):
            data = [(row["source"], [row.get(key) for key in keys], row["target"]) for row in batch]
            if merges:
                merge_relationships(graph.auto(), data, (edge_type, "id"), **ends)
            else:
                create_relationships(graph.auto(), data, edge_type, **ends)
    return sum(map(len, nodes.values())), sum(map(len, edges.values()))


if __name__ == "__main__":
    measure(load)
