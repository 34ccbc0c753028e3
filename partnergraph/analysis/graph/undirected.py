"""The facts behind an undirected graph, one row each: what `project` sums up as weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx

from partnergraph.analysis.graph.facts import choose
from partnergraph.analysis.graph.from_network import simplified
from partnergraph.analysis.graph.projection import Projection
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from partnergraph.network import Network


def undirected_choice(projection: Projection | None) -> Projection:
    """Return what counts, the default where nothing was chosen.

    Raises:
        UsageError: It is directed or weighed by an amount: what is asked here is asked of pairs and facts.
    """
    chosen = projection or Projection()
    if chosen.directed or chosen.amount is not None:
        what = "directed" if chosen.directed else "amount"
        raise UsageError(
            f"the network as a whole and its gaps are told from pairs and numbers of facts; leave {what} out"
        )
    return chosen


def counted_facts(network: Network, projection: Projection | None = None) -> pd.DataFrame:
    """Return the rows of a network's edges that `project` counts with the same choice.

    Args:
        network: Where the facts stand.
        projection: What counts; the default is that of `project`.

    Returns:
        Rows of `network.edges`, in their order. The weights of the undirected graph add up to their number.

    Raises:
        UsageError: The projection names a type, status, country or loader that does not exist.
    """
    return network.edges[choose(network, projection or Projection()).counted].reset_index(drop=True)


def undirected(graph: nx.Graph[Any], projection: Projection | None = None) -> nx.Graph[Any]:
    """Return a graph as `simplified` does, the edges of both directions summed on one.

    Raises:
        UsageError: A projection was given as well.
    """
    if projection is not None:
        raise UsageError("a NetworkX graph is measured as it is; a projection goes with a Network")
    if not graph.is_directed():
        return simplified(graph)
    both: nx.MultiGraph[Any] = nx.MultiGraph()
    both.add_nodes_from(graph.nodes(data=True))
    both.add_edges_from(graph.edges(data=True))
    G = simplified(both)
    G.graph["description"] += " Directions left out."
    return G
