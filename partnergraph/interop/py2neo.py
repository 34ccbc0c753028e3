"""For notebooks that use py2neo: a Network as a py2neo `Subgraph` and back, and a connected `Graph`.

    from partnergraph.interop.py2neo import open_graph, to_subgraph

    with open_graph() as graph:                       # the embedded database, or what NEO4J_URI says
        towns = graph.run("MATCH (n:City) RETURN n.name").to_table()

Needs the extra `partnergraph[py2neo]`. py2neo has reached its end of life: its Bolt stops at version 4.3, which the
servers of today still speak. New code is better written with `partnergraph.connect` or the `neo4j` driver.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pandas as pd

from partnergraph.database.connection import Settings
from partnergraph.database.engines.access import access_to
from partnergraph.errors import DatabaseError, UsageError
from partnergraph.network import Network, records
from partnergraph.network.links import inner_links
from partnergraph.vocabulary import STANDARD, Vocabulary, column_names

try:
    from py2neo import Graph, Node, Relationship, Subgraph
    from py2neo.errors import ConnectionUnavailable
    from py2neo.errors import Neo4jError as Py2neoError
except ModuleNotFoundError as error:
    if error.name != "py2neo":
        raise
    raise UsageError("py2neo is not installed: pip install 'partnergraph[py2neo]'") from None

if TYPE_CHECKING:
    from collections.abc import Iterator


def to_subgraph(network: Network) -> Subgraph:
    """Return a Network as a py2neo Subgraph.

    A node has the labels that it has in the database (`Entity` and its type), a source the label `Source`; an edge is a
    relationship of its type. Cells become properties, missing ones are left out. Parallel facts stay separate, as
    their ids differ; but `Graph.create(subgraph)` sends a MERGE by type and ends, which makes one of them: write with
    `partnergraph.load`, or with `py2neo.bulk.create_relationships`.
    """
    nodes = {}
    for row in records(network.nodes):
        cells = _cells(row)
        nodes[row["id"]] = Node("Entity", cells.pop("type"), **cells)
    sources = [Node("Source", **_cells(row)) for row in records(network.sources)]
    relationships = []
    for row in records(network.edges):
        cells = _cells(row)
        ends = nodes[cells.pop("source")], nodes[cells.pop("target")]
        relationships.append(Relationship(ends[0], cells.pop("type"), ends[1], **cells))
    return Subgraph([*nodes.values(), *sources], relationships)


def from_subgraph(subgraph: Subgraph, *, vocabulary: Vocabulary = STANDARD) -> Network:
    """Return a py2neo Subgraph as a Network: one of `to_subgraph`, or one that a query on our database gave.

    What is withdrawn is left out, and so are the LOCATED_IN edges that follow from where a node says it lies.

    Args:
        subgraph: Its nodes have `Entity` and one type as labels, or `Source`.
        vocabulary: The types that may be used.

    Raises:
        UsageError: A node has other labels.
        InputError: The cells break a rule of the tables.
    """
    rows: dict[str, list[dict[str, Any]]] = {"nodes": [], "edges": [], "sources": []}
    for node in subgraph.nodes:
        cells, labels = dict(node), set(node.labels) - {"Entity"}
        if len(labels) != 1:
            raise UsageError(f"node {cells.get('id')!r} has the labels {sorted(node.labels)}; give it one type")
        (label,) = labels
        table = "sources" if label == "Source" else "nodes"
        rows[table].append(cells if label == "Source" else {**cells, "type": label})
    for relationship in subgraph.relationships:
        cells = dict(relationship)
        if not cells.get("derived"):
            ends = {"source": relationship.start_node["id"], "target": relationship.end_node["id"]}
            rows["edges"].append({**cells, "type": type(relationship).__name__, **ends})
    links = inner_links([row.get("carries_out") for row in rows["edges"]], (row["id"] for row in rows["edges"]))
    rows["edges"] = [{**row, "carries_out": carried} for row, carried in zip(rows["edges"], links, strict=True)]
    return Network.from_frames(
        _frame("nodes", rows["nodes"]),
        _frame("edges", rows["edges"], "loader"),
        _frame("sources", rows["sources"]),
        vocabulary=vocabulary,
    )


@contextmanager
def open_graph(uri: str | None = None, *, settings: Settings | None = None) -> Iterator[Graph]:
    """Hand out a connected py2neo Graph; an embedded database stays up as long as the block.

    Args:
        uri: `embedded`, or a server's address; where not given, NEO4J_URI, else the embedded database.
        settings: All of it, in place of `uri` and the environment.

    Raises:
        UsageError: The address or the password is missing or cannot be read.
        DatabaseError: The database cannot be reached or does not accept the password.
    """
    chosen = settings or Settings.from_environment(uri)
    with access_to(chosen) as access:
        try:
            graph = Graph(access.uri, auth=access.writer, name=access.database)
            graph.evaluate("RETURN 1")
        except (ConnectionUnavailable, Py2neoError, OSError) as error:
            # Its own messages may hold what it was given to sign in with.
            raise DatabaseError(
                f"py2neo cannot use {access.address} ({type(error).__name__}); "
                "check the address, NEO4J_USERNAME and NEO4J_PASSWORD"
            ) from None
        try:
            yield graph
        finally:
            graph.service.connector.close()


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row's cells as py2neo sends them: lists for tuples, plain numbers."""
    plain = {name: value.item() if hasattr(value, "item") else value for name, value in row.items()}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}


def _frame(table: str, rows: list[dict[str, Any]], *extra: str) -> pd.DataFrame:
    """Return what is not withdrawn, in the order of the ids: a Subgraph has none of its own.

    py2neo may hold what a query returned twice as two objects; what is the same in all its cells is one.
    """
    ordered = sorted((row for row in rows if "withdrawn_at" not in row), key=lambda row: str(row.get("id")))
    kept = [row for row, before in zip(ordered, [None, *ordered], strict=False) if row != before]
    columns = [*column_names(table), *extra]
    return pd.DataFrame([{name: row.get(name) for name in columns} for row in kept], columns=columns, dtype=object)
