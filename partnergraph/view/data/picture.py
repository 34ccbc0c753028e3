"""The picture: a pyvis network whose nodes and edges become those of vis-network on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyvis.edge import Edge
from pyvis.network import Network as PyvisNetwork
from pyvis.node import Node

from partnergraph.view.layout.forces import fact_counts, positions, radius

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from partnergraph.network import Network

#: Facts in these states have not happened; they are drawn dashed.
NOT_YET: Final = frozenset({"planned", "proposed"})
#: The steepest curve of a fan of parallel edges, and the widest step between two of them.
STEEPEST, WIDEST_STEP = 0.7, 0.16

OPTIONS: Final[dict[str, Any]] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "multiselect": False,
        "navigationButtons": False,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
    "nodes": {"borderWidth": 1, "borderWidthSelected": 3},
    "edges": {
        "width": 1.3,
        "selectionWidth": 2.5,
        "hoverWidth": 1.5,
        "arrows": {"to": {"scaleFactor": 0.45}},
        "arrowStrikethrough": False,
    },
}


def drawing(network: Network, places: Mapping[str, tuple[float, float]] | None = None) -> PyvisNetwork:
    """Fill a pyvis network with the picture of a network.

    Nodes and facts are numbered by their row. The lists are filled in bulk: pyvis' own `add_node` and `add_edge` look
    through all that is there each time. The network is directed, since an undirected one keeps one edge of a pair.

    Args:
        network: The network.
        places: x and y in pixels by node id; those of `positions` where not given.

    Returns:
        Its `nodes`, `edges` and `options` are what vis-network takes.
    """
    picture = PyvisNetwork(directed=True, cdn_resources="in_line")
    picture.options = OPTIONS | {
        "groups": {
            kind.name: {"shape": kind.shape, "color": kind.colour} for kind in network.vocabulary.node_types.values()
        }
    }
    row_of = {node: row for row, node in enumerate(network.nodes["id"])}
    picture.nodes = list(_nodes(network, places or positions(network)))
    picture.node_ids = [node["id"] for node in picture.nodes]
    picture.node_map = {node["id"]: node for node in picture.nodes}
    picture.edges = [*_facts(network, row_of), *_places(network, row_of)]
    return picture


def _nodes(network: Network, places: Mapping[str, tuple[float, float]]) -> Iterable[dict[str, Any]]:
    counts = fact_counts(network)
    columns = (network.nodes["id"], network.nodes["type"], network.nodes["name"])
    for row, (node, kind, name) in enumerate(zip(*columns, strict=True)):
        x, y = places[node]
        options = Node(row, None, name, group=kind, x=x, y=y, size=round(radius(counts[node]), 1)).options
        del options["shape"]  # the group's shape stands
        yield options


def _facts(network: Network, row_of: dict[str, int]) -> Iterable[dict[str, Any]]:
    columns = (network.edges[name] for name in ("type", "source", "target", "status"))
    records = list(zip(*columns, strict=True))
    curves = _curves([(row_of[source], row_of[target]) for _, source, target, _ in records])
    for row, ((kind, source, target, status), curve) in enumerate(zip(records, curves, strict=True)):
        edge_type = network.vocabulary.edge_types[kind]
        options: dict[str, Any] = {"id": row, "color": edge_type.colour}
        if status in NOT_YET:
            options["dashes"] = [7, 5]
        options["smooth"] = _smooth(curve)
        yield Edge(row_of[source], row_of[target], directed=edge_type.directed, **options).options


def _places(network: Network, row_of: dict[str, int]) -> Iterable[dict[str, Any]]:
    """Give the lines from each node to the place it lies in; the page shows them only when asked."""
    for node, place in zip(network.nodes["id"], network.nodes["located_in"], strict=True):
        if place in row_of and place != node:
            options = {"id": f"in:{row_of[node]}", "hidden": True, "width": 0.7, "smooth": False}
            yield Edge(row_of[node], row_of[place], **options).options


def _curves(pairs: list[tuple[int, int]]) -> list[float]:
    """Return how each edge bends, so that parallel edges lie side by side like a fan; 0 is straight."""
    parallel: dict[tuple[int, int], list[int]] = {}
    for row, (source, target) in enumerate(pairs):
        parallel.setdefault((min(source, target), max(source, target)), []).append(row)
    curves = [0.0] * len(pairs)
    for rows in parallel.values():
        step = min(WIDEST_STEP, 2 * STEEPEST / max(len(rows) - 1, 1))
        for place, row in enumerate(rows):
            bend = (place - (len(rows) - 1) / 2) * step
            # Seen from the other end the same bend lies on the other side.
            curves[row] = bend if pairs[row][0] < pairs[row][1] else -bend
    return curves


def _smooth(curve: float) -> dict[str, Any] | bool:
    if not curve:
        return False
    return {"enabled": True, "type": "curvedCW" if curve > 0 else "curvedCCW", "roundness": round(abs(curve), 3)}
