"""The part of a network that the rows of a query show: their nodes, edges and paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partnergraph.database.driver.result_rows import Rows
    from partnergraph.network import Network


def shown_part(rows: Rows, network: Network) -> Network:
    """Return the nodes and edges that rows hold, or name by their ids.

    Where they hold nodes only, the facts between these are shown.

    Args:
        rows: The answer to a query.
        network: What the database holds, withdrawn facts too.

    Raises:
        UsageError: The rows hold no node and no edge.
    """
    found = {identifier for record in rows.records for value in record for identifier in _ids(value)}
    nodes = found & set(network.nodes["id"])
    edges = found & set(network.edges["id"])
    if not nodes and not edges:
        raise UsageError(
            "the rows hold no node, edge or path to draw; return some, as in "
            "--cypher 'MATCH (a)-[e:TWINNING]->(b) RETURN a, e, b', or the ids of facts"
        )
    if not edges:
        between = network.edges["source"].isin(nodes) & network.edges["target"].isin(nodes)
        edges = set(network.edges.loc[between, "id"])
    return network.part(nodes, edges)


def _ids(value: Any) -> Iterator[str]:  # noqa: ANN401  a query can return anything
    """Yield every text that may be an id: what is none is in no network."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _ids(item)
    elif isinstance(value, dict):
        if "labels" in value or "type" in value:  # a node or an edge: what else it holds are its cells
            yield from _ids(value.get("id"))
        else:
            for item in value.values():
                yield from _ids(item)
