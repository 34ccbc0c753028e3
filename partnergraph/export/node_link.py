"""Writing node-link JSON, for NetworkX (`node_link_graph(data, edges="edges")`), D3 and programs of one's own.

The form is NetworkX's, with the sources in `graph`; lists are lists and numbers numbers, missing cells are left out.

Cannot carry: nothing is lost; the sources and the declared types and columns stand in `graph`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from partnergraph.export.plain_rows import is_undirected, own_part
from partnergraph.network import records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from partnergraph.network import Network


def write_node_link(network: Network, path: Path) -> None:
    """Write a Network as node-link JSON, a node or edge a line.

    Args:
        network: What to write.
        path: The file.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_parts(network))


def _parts(network: Network) -> Iterator[str]:
    graph = {"sources": records(network.sources), "partnergraph": own_part(network)}
    directed = "false" if is_undirected(network) else "true"
    yield f'{{"directed": {directed}, "multigraph": true, "graph": {_json(graph)},\n"nodes": ['
    yield from _listed(records(network.nodes))
    yield '],\n"edges": ['
    yield from _listed([{"key" if name == "id" else name: cell for name, cell in row.items()}
                        for row in records(network.edges)])  # fmt: skip
    yield "]}\n"


def _listed(rows: list[dict[str, Any]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield f"{',' if number else ''}\n{_json(row)}"


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
