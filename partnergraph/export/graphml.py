"""Writing GraphML, for Gephi, igraph, NetworkX, yEd and Cytoscape.

Every node and edge carries its columns as typed attributes, every edge its own id; so parallel edges stay apart. For
the eyes of other programs there are also `label` (a name or title), `directed` (whether the order of the two ends
counts) and `citations` (the sources, written out); and
`fact_id`, the edge's id once more, since igraph mistakes the ids of edges. Where the order of the ends counts for no
fact, the file is undirected; where facts of both kinds are in it, all its edges are directed, since NetworkX reads no
file that has both.

Cannot carry: nothing is lost; the sources and the declared types and columns go along as an attribute of the graph.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from partnergraph.export.plain_rows import citations, columns_of, fact_label, is_undirected, own_part
from partnergraph.export.xml_text import escaped
from partnergraph.loading.graph_files.own_exports import FIRST_END
from partnergraph.network import records
from partnergraph.tables import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from partnergraph.network import Network

_NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"
_SCHEMA: Final = f"{_NAMESPACE} {_NAMESPACE}/1.0/graphml.xsd"
_ENDS: Final = frozenset({"id", "source", "target"})


def write_graphml(network: Network, path: Path) -> None:
    """Write a Network as GraphML.

    Args:
        network: What to write.
        path: The file.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in _lines(network))


def _lines(network: Network) -> Iterator[str]:
    nodes = {column.name: column.kind for column in columns_of(network, "nodes") if column.name != "id"}
    edges = {column.name: column.kind for column in columns_of(network, "edges") if column.name not in _ENDS}
    node_keys = _keys({"label": "text", **nodes}, "n")
    undirected = is_undirected(network)
    # Programs turn undirected edges round as they like.
    extra = {"fact_id": "text", "label": "text", "directed": "boolean", "citations": "text"}
    extra |= {FIRST_END: "text"} if undirected else {}
    edge_keys = _keys({**extra, **edges}, "e")
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<graphml xmlns="{_NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{_SCHEMA}">'
    )
    yield '<key id="g0" for="graph" attr.name="partnergraph" attr.type="string"/>'
    for domain, keys in (("node", node_keys), ("edge", edge_keys)):
        for name, (key, kind) in keys.items():
            yield f'<key id="{key}" for="{domain}" attr.name="{escaped(name)}" attr.type="{kind}"/>'
    yield f'<graph id="partnergraph" edgedefault="{"undirected" if undirected else "directed"}">'
    own = {**own_part(network), "sources": records(network.sources)}
    yield f'<data key="g0">{escaped(json.dumps(own, ensure_ascii=False, separators=(",", ":")))}</data>'
    for row in records(network.nodes):
        # A declared column of this name stands for itself, also where its cell is empty.
        named = {} if "label" in nodes else {"label": row["name"]}
        yield f'<node id="{escaped(row["id"])}">{_data({**named, **row}, node_keys)}</node>'
    cited, types = citations(network), network.vocabulary.edge_types
    for row in records(network.edges):
        shown = {
            "fact_id": row["id"],
            "label": fact_label(row),
            "directed": types[row["type"]].directed,
            "citations": "; ".join(cited[source] for source in row["sources"]),
            FIRST_END: row["source"],
        }
        ends = " ".join(f'{name}="{escaped(row[name])}"' for name in ("id", "source", "target"))
        declared = {name: value for name, value in row.items() if name not in _ENDS}
        shown = {name: value for name, value in shown.items() if name not in edges}
        yield f"<edge {ends}>{_data({**shown, **declared}, edge_keys)}</edge>"
    yield "</graph>"
    yield "</graphml>"


def _keys(kinds: Mapping[str, str], letter: str) -> dict[str, tuple[str, str]]:
    """Return the key and the type that GraphML knows for each attribute."""
    types = {"number": "double", "boolean": "boolean"}
    return {name: (f"{letter}{number}", types.get(kind, "string")) for number, (name, kind) in enumerate(kinds.items())}


def _data(cells: Mapping[str, Any], keys: Mapping[str, tuple[str, str]]) -> str:
    return "".join(
        f'<data key="{keys[name][0]}">{escaped(text_of(value))}</data>' for name, value in cells.items() if name in keys
    )


def text_of(value: Any) -> str:  # noqa: ANN401  a cell can be of any kind
    """Return a cell as text: a list with semicolons, a truth as true or false."""
    return ("true" if value else "false") if isinstance(value, bool) else cell_text(value)
