"""The Cypher that loading sends. Labels and types come from the vocabulary only and are quoted; values are parameters.

All of it is in the part that Cypher 5, Cypher 25 and the embedded engine have in common. What was measured: a MERGE
with two labels does not use the embedded engine's index, so loading asks which ids exist, CREATEs what is new, and
MATCHes what changed; each end of an edge has a MATCH of its own, which both engines answer from the index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnergraph.errors import UsageError
from partnergraph.vocabulary import EDGE_TYPE_FORM, NODE_TYPE_FORM

if TYPE_CHECKING:
    from partnergraph.vocabulary import Vocabulary

NODES_OF_LOADER = "MATCH (n:Entity) WHERE $loader IN n.loaders RETURN labels(n) AS labels, properties(n) AS cells"
NODES_BY_ID = "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN labels(n) AS labels, properties(n) AS cells"
SOURCES_OF_LOADER = "MATCH (s:Source) WHERE $loader IN s.loaders RETURN properties(s) AS cells"
SOURCES_BY_ID = "UNWIND $ids AS id MATCH (s:Source {id: id}) RETURN properties(s) AS cells"
LOCATED_BY_OTHERS = (
    "UNWIND $ids AS id MATCH (n:Entity {id: id})-[e:LOCATED_IN]->() "
    "WHERE e.derived AND e.loader <> $loader AND e.withdrawn_at IS NULL RETURN DISTINCT id"
)
UPDATE_NODES = "UNWIND $rows AS row MATCH (n:Entity {id: row.id}) SET n = row.cells RETURN count(n) AS touched"
CREATE_SOURCES = "UNWIND $rows AS row CREATE (s:Source) SET s = row.cells"
UPDATE_SOURCES = "UNWIND $rows AS row MATCH (s:Source {id: row.id}) SET s = row.cells RETURN count(s) AS touched"
DELETE_NODES = "UNWIND $ids AS id MATCH (n:Entity {id: id}) DETACH DELETE n"
DELETE_SOURCES = "UNWIND $ids AS id MATCH (s:Source {id: id}) DETACH DELETE s"
FIND_LOADER = "MATCH (l:Loader {id: $loader}) RETURN properties(l) AS cells"
CREATE_LOADER = "CREATE (l:Loader) SET l = $cells"
UPDATE_LOADER = "MATCH (l:Loader {id: $loader}) SET l = $cells"


def constraints(vocabulary: Vocabulary) -> list[str]:
    """Return the statements that make ids unique: of nodes, sources, loaders, and of the edges of each type."""
    named = {"entity_id": "Entity", "source_id": "Source", "loader_id": "Loader"}
    statements = [
        f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for name, label in named.items()
    ]
    return statements + [
        f"CREATE CONSTRAINT {name.lower()}_edge_id IF NOT EXISTS "
        f"FOR ()-[e:{quoted_type(name)}]-() REQUIRE e.id IS UNIQUE"
        for name in vocabulary.edge_types
    ]


def edges_of_loader(edge_type: str) -> str:
    """Return the query for all edges of a type that a loader stated."""
    return (
        f"MATCH (a:Entity)-[e:{quoted_type(edge_type)}]->(b:Entity) WHERE e.loader = $loader "
        "RETURN a.id AS source, b.id AS target, properties(e) AS cells"
    )


def edges_of_others(edge_type: str) -> str:
    """Return the query for edges of a type with given ids that another loader stated."""
    return (
        f"UNWIND $ids AS id MATCH ()-[e:{quoted_type(edge_type)} {{id: id}}]->() WHERE e.loader <> $loader "
        "RETURN e.id AS id, e.loader AS loader"
    )


def create_nodes(node_type: str) -> str:
    """Return the statement that creates nodes of a type."""
    return f"UNWIND $rows AS row CREATE (n:Entity:{quoted_label(node_type)} {{id: row.id}}) SET n = row.cells"


def create_edges(edge_type: str) -> str:
    """Return the statement that creates edges of a type between nodes that exist."""
    return (
        "UNWIND $rows AS row MATCH (a:Entity {id: row.source}) MATCH (b:Entity {id: row.target}) "
        f"CREATE (a)-[e:{quoted_type(edge_type)} {{id: row.id}}]->(b) SET e = row.cells"
    )


def edges_in_order(edge_type: str) -> str:
    """Return the query for all edges of a type, with their ends, in the order of their ids."""
    return (
        f"MATCH (a:Entity)-[e:{quoted_type(edge_type)}]->(b:Entity) WHERE e.id IS NOT NULL "
        "RETURN a.id AS source, b.id AS target, properties(e) AS cells ORDER BY e.id"
    )


def update_edges(edge_type: str) -> str:
    """Return the statement that replaces the properties of edges of a type."""
    return (
        f"UNWIND $rows AS row MATCH ()-[e:{quoted_type(edge_type)} {{id: row.id}}]->() SET e = row.cells "
        "RETURN count(e) AS touched"
    )


def delete_edges(edge_type: str) -> str:
    """Return the statement that deletes edges of a type."""
    return f"UNWIND $ids AS id MATCH ()-[e:{quoted_type(edge_type)} {{id: id}}]->() DELETE e"


def quoted_label(name: str) -> str:
    """Return a node type quoted for Cypher; a vocabulary's name only."""
    if not NODE_TYPE_FORM.fullmatch(name):
        raise UsageError(f"{name!r} cannot be a node type")
    return f"`{name}`"


def quoted_type(name: str) -> str:
    """Return an edge type quoted for Cypher; a vocabulary's name only."""
    if not EDGE_TYPE_FORM.fullmatch(name):
        raise UsageError(f"{name!r} cannot be an edge type")
    return f"`{name}`"
