"""The Cypher that loading sends. Labels and types come from the vocabulary only and are quoted; values are parameters.

All of it is in the part that Cypher 5, Cypher 25 and the embedded engine have in common, in the form that each of them
answers from its index; what was measured of an engine stands in its file in `engines/`. Loading asks which ids exist,
CREATEs what is new, and MATCHes what changed; it does not MERGE. Each end of an edge has a MATCH of its own, and edges
are found by `e.id IN $ids`. Properties written out one by one are created twice as fast as a map of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from partnergraph.errors import UsageError
from partnergraph.vocabulary import COLUMN_FORM, EDGE_TYPE_FORM, NODE_TYPE_FORM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: Rows in one statement.
BATCH: Final = 5_000
_T = TypeVar("_T")

NODES_OF_LOADER = "MATCH (n:Entity) WHERE $loader IN n.loaders RETURN labels(n) AS labels, properties(n) AS cells"
NODES_BY_ID = "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN labels(n) AS labels, properties(n) AS cells"
SOURCES_OF_LOADER = "MATCH (s:Source) WHERE $loader IN s.loaders RETURN properties(s) AS cells"
SOURCES_BY_ID = "UNWIND $ids AS id MATCH (s:Source {id: id}) RETURN properties(s) AS cells"
ANY_NODE = "MATCH (n:Entity) RETURN 1 AS one LIMIT 1"
LOCATIONS_OF_LOADER = (
    "MATCH (a:Entity)-[e:LOCATED_IN]->(b:Entity) WHERE e.loader = $loader AND e.derived "
    "RETURN a.id AS source, b.id AS target, properties(e) AS cells"
)
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
#: What all loaders have noted; `state` is JSON of ours.
LOADERS = "MATCH (l:Loader) RETURN l.id AS id, l.position AS position, l.state AS state, l.unfinished AS unfinished"
LOADED_AT = "MATCH (l:Loader {id: $loader}) RETURN l.loaded_at AS at"
#: What is counted beside the edges of each type.
COUNTED: Final = ("nodes", "sources")
_COUNT_NODES = f"MATCH (n:Entity) RETURN '{COUNTED[0]}' AS kind, count(n) AS held"
_COUNT_SOURCES = f"MATCH (s:Source) RETURN '{COUNTED[1]}' AS kind, count(s) AS held"
_UNION = " UNION ALL "
CREATE_LOADER = "CREATE (l:Loader) SET l = $cells"
UPDATE_LOADER = "MATCH (l:Loader {id: $loader}) SET l = $cells"
ADD_TO_LOADER = "MATCH (l:Loader {id: $loader}) SET l += $cells"


def constraints(edge_types: Iterable[str]) -> dict[str, str]:
    """Return by name the statements that make ids unique: of nodes, sources, loaders, and of edges of some types."""
    labels = {"entity_id": "Entity", "source_id": "Source", "loader_id": "Loader"}
    of_nodes = {
        name: f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for name, label in labels.items()
    }
    return of_nodes | dict(map(edge_constraint, edge_types))


def edge_constraint(edge_type: str) -> tuple[str, str]:
    """Return the name and the statement of the constraint that makes the ids of a type's edges unique."""
    name = f"{edge_type.lower()}_edge_id"
    pattern = f"()-[e:{quoted_type(edge_type)}]-()"
    return name, f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR {pattern} REQUIRE e.id IS UNIQUE"


def types_with_edges(edge_types: Iterable[str]) -> str:
    """Return the query for those of some edge types of which there are edges: one query, which is planned once."""
    return _UNION.join(f"MATCH ()-[e:{quoted_type(name)}]->() RETURN '{name}' AS type LIMIT 1" for name in edge_types)


def counts(edge_types: Iterable[str]) -> str:
    """Return the query for how many nodes, sources, and edges of each type there are: `kind` and `held`."""
    edges = (f"MATCH ()-[e:{quoted_type(name)}]->() RETURN '{name}' AS kind, count(e) AS held" for name in edge_types)
    return _UNION.join((_COUNT_NODES, _COUNT_SOURCES, *edges))


def facts_of_loader(edge_type: str) -> str:
    """Return the query for all edges of a type that a loader stated."""
    return (
        f"MATCH (a:Entity)-[e:{quoted_type(edge_type)}]->(b:Entity) WHERE e.loader = $loader AND e.derived IS NULL "
        "RETURN a.id AS source, b.id AS target, properties(e) AS cells"
    )


def edges_of_others(edge_type: str) -> str:
    """Return the query for the ids of all edges of a type that other loaders stated."""
    return f"MATCH ()-[e:{quoted_type(edge_type)}]->() WHERE e.loader <> $loader RETURN e.id AS id, e.loader AS loader"


def edges_by_id(edge_type: str) -> str:
    """Return the query for which of some ids edges of a type have."""
    return f"MATCH ()-[e:{quoted_type(edge_type)}]->() WHERE e.id IN $ids RETURN e.id AS id, e.loader AS loader"


def create_nodes(node_type: str) -> str:
    """Return the statement that creates nodes of a type, whatever properties each has."""
    return f"UNWIND $rows AS row CREATE (n:Entity:{quoted_label(node_type)} {{id: row.id}}) SET n = row.cells"


def create_edges(edge_type: str) -> str:
    """Return the statement that creates edges of a type between nodes that exist, whatever properties each has."""
    return (
        "UNWIND $rows AS row MATCH (a:Entity {id: row.source}) MATCH (b:Entity {id: row.target}) "
        f"CREATE (a)-[e:{quoted_type(edge_type)} {{id: row.id}}]->(b) SET e = row.cells"
    )


def create_listed_nodes(node_type: str, columns: Sequence[str], constants: Sequence[str]) -> str:
    """Return the statement that creates nodes of a type from lists of their properties.

    Args:
        node_type: The type.
        columns: The properties in the order of each list of `$rows`.
        constants: The properties that all have, from `$constants`.
    """
    return f"UNWIND $rows AS row CREATE (n:Entity:{quoted_label(node_type)} {_properties(columns, 0, constants)})"


def create_listed_sources(columns: Sequence[str], constants: Sequence[str]) -> str:
    """Return the statement that creates sources from lists of their properties; see `create_listed_nodes`."""
    return f"UNWIND $rows AS row CREATE (s:Source {_properties(columns, 0, constants)})"


def create_listed_edges(edge_type: str, columns: Sequence[str], constants: Sequence[str]) -> str:
    """Return the statement that creates edges of a type between nodes that exist; see `create_listed_nodes`.

    The ids of the source and of the target stand before the properties in each list.
    """
    return (
        "UNWIND $rows AS row MATCH (a:Entity {id: row[0]}) MATCH (b:Entity {id: row[1]}) "
        f"CREATE (a)-[e:{quoted_type(edge_type)} {_properties(columns, 2, constants)}]->(b)"
    )


def _properties(columns: Sequence[str], first: int, constants: Sequence[str]) -> str:
    """Return a map of properties read from a row and from what all rows share; a null makes none."""
    of_row = [f"{quoted_property(name)}: row[{first + at}]" for at, name in enumerate(columns)]
    of_all = [f"{quoted_property(name)}: $constants.{quoted_property(name)}" for name in constants]
    return "{" + ", ".join(of_row + of_all) + "}"


def edges_in_order(edge_type: str) -> str:
    """Return the query for all edges of a type, with their ends, in the order of their ids."""
    return (
        f"MATCH (a:Entity)-[e:{quoted_type(edge_type)}]->(b:Entity) WHERE e.id IS NOT NULL "
        "RETURN a.id AS source, b.id AS target, properties(e) AS cells ORDER BY e.id"
    )


def update_edges(edge_type: str) -> str:
    """Return the statement that replaces the properties of edges of a type, given by id."""
    return (
        f"MATCH ()-[e:{quoted_type(edge_type)}]->() WHERE e.id IN $ids SET e = $cells[e.id] RETURN count(e) AS touched"
    )


def delete_edges(edge_type: str) -> str:
    """Return the statement that deletes edges of a type."""
    return f"MATCH ()-[e:{quoted_type(edge_type)}]->() WHERE e.id IN $ids DELETE e"


def batches(rows: Sequence[_T], most: int | None = None) -> Iterator[Sequence[_T]]:
    """Yield rows in pieces that one statement takes: `BATCH` rows, or at most so many."""
    size = min(BATCH, most or BATCH)
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def quoted_property(name: str) -> str:
    """Return a property's name quoted for Cypher; a column's name only."""
    if not COLUMN_FORM.fullmatch(name):
        raise UsageError(f"{name!r} cannot be a property")
    return f"`{name}`"


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
