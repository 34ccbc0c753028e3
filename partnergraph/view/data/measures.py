"""What is measured before the page is written: who is central, and which parties form a group.

The page says of every number what it counts: the whole network that was rendered, without Country and Event nodes, as
`partnergraph rank` counts it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from partnergraph.analysis.graph.facts import types_set_aside
from partnergraph.analysis.graph.from_network import describe, graph_of_network
from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.measures.registry import MEASURES
from partnergraph.analysis.whole.communities import communities
from partnergraph.view.layout.forces import fact_counts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from partnergraph.analysis.whole.communities import Communities
    from partnergraph.network import Network

#: Measures that the page offers, each with the name it bears there.
OFFERED: Final = {
    "degree": "Partners",
    "strength": "Facts",
    "betweenness": "Betweenness",
    "harmonic": "Nearness to all",
    "pagerank": "PageRank",
    "core_number": "Core number",
}
#: Those that look at every shortest path, and the number of nodes up to which they are not too long in coming.
ALL_PATHS: Final = frozenset({"betweenness", "harmonic"})
ALL_PATHS_UP_TO: Final = 3000


def measures(network: Network) -> dict[str, Any]:
    """Measure every node of a network.

    Args:
        network: The network.

    Returns:
        `description`, what was counted; `aside`, the node types that are no partners; `list`, one entry a measure with
        its `name`, `label`, `doc` and `values`: one a node in the network's order, None for a node that was not
        counted. Six significant digits.
    """
    graph = graph_of_network(network)
    names = [name for name in OFFERED if name not in ALL_PATHS or len(graph) <= ALL_PATHS_UP_TO]
    listed = []
    for name in names:
        measure = MEASURES[name]
        scores = measure.function(graph)
        values = [_short(scores[node]) if node in scores else None for node in network.nodes["id"]]
        listed.append({"name": name, "label": OFFERED[name], "doc": measure.summary, "values": values})
    aside = types_set_aside(network, Projection())
    return {"description": describe(graph), "aside": aside, "list": listed}


def groups(network: Network, row_of: Mapping[str, int], found: Communities | None = None) -> dict[str, Any]:
    """Find the communities of a network.

    Args:
        network: The network.
        row_of: The row of each node.
        found: Its communities, where they are known already.

    Returns:
        `method` and `modularity`; `list`, the communities from the largest on, each with the rows of its `members`
        (those with the most facts first), its number of facts `inside` and of those that lead `outside`.
    """
    found = found or communities(network)
    facts = fact_counts(network)
    counts = [facts.get(node, 0) for node in network.nodes["id"]]
    listed = []
    for group in found.groups:
        members = sorted((row_of[member] for member in group.members), key=lambda row: (-counts[row], row))
        listed.append({"members": members, "inside": int(group.inside), "outside": int(group.outside)})
    modularity = None if found.modularity is None else round(found.modularity, 3)
    return {"method": found.method, "modularity": modularity, "list": listed}


def _short(value: float) -> float | int:
    """Return a number with six significant digits, a whole one without a fraction."""
    short = float(f"{value:.6g}")
    return int(short) if short.is_integer() else short
