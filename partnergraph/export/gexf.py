"""Writing GEXF 1.3, for Gephi: with dates as dynamics, so that its timeline works.

Every edge has its own id and its type as `kind`, which keeps parallel edges apart in Gephi (choose "Don't merge" in
its import report where several facts of one type join the same two). A fact stands from the first day on which it may
have begun to the last on which it may have ended (docs/time.md), and is open where nobody knows. The dates stand in
the attributes `date` and `until` as they are, and the four days beside them. `label`, `directed` and `citations` are
there for the eyes, as in GraphML. An edge is undirected where the order of its ends does not count. NetworkX reads
GEXF 1.3 from its version 3.6 on, but no file that has edges of both kinds; igraph reads no GEXF.

Cannot carry: nothing is lost; the sources and the declared types and columns go along in the file's description.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from partnergraph.export.graphml import text_of
from partnergraph.export.plain_rows import citations, columns_of, fact_label, is_undirected, own_part
from partnergraph.export.xml_text import escaped
from partnergraph.network import records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from partnergraph.network import Network

_NAMESPACE: Final = "http://gexf.net/1.3"
_ENDS: Final = frozenset({"id", "source", "target"})


def write_gexf(network: Network, path: Path) -> None:
    """Write a Network as GEXF.

    Args:
        network: What to write.
        path: The file.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in _lines(network))


def _lines(network: Network) -> Iterator[str]:
    nodes = {column.name: column.kind for column in columns_of(network, "nodes") if column.name != "id"}
    edges = {column.name: column.kind for column in columns_of(network, "edges") if column.name not in _ENDS}
    shown = {name: kind for name, kind in (("directed", "boolean"), ("citations", "text")) if name not in edges}
    edges = {**edges, **shown}
    own = {"partnergraph": own_part(network)["version"], **own_part(network), "sources": records(network.sources)}
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<gexf xmlns="{_NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{_NAMESPACE} {_NAMESPACE}/gexf.xsd" version="1.3">'
    )
    description = json.dumps(own, ensure_ascii=False, separators=(",", ":"))
    yield f"<meta><creator>partnergraph</creator><description>{escaped(description)}</description></meta>"
    dynamic = bool(network.edges[["starts_from", "ends_by"]].notna().any(axis=None))
    time = ' mode="dynamic" timeformat="date" timerepresentation="interval"' if dynamic else ' mode="static"'
    direction = "undirected" if is_undirected(network) else "directed"
    yield f'<graph defaultedgetype="{direction}"{time}>'
    for domain, kinds in (("node", nodes), ("edge", edges)):
        yield f'<attributes class="{domain}" mode="static">'
        for name, kind in kinds.items():
            yield f'<attribute id="{escaped(name)}" title="{escaped(name)}" type="{_type(kind)}"/>'
        yield "</attributes>"
    yield f'<nodes count="{len(network.nodes)}">'
    for row in records(network.nodes):
        begin = f'<node id="{escaped(row["id"])}" label="{escaped(row["name"])}">'
        yield f"{begin}{_values(row, nodes)}</node>"
    yield "</nodes>"
    yield f'<edges count="{len(network.edges)}">'
    cited, types = citations(network), network.vocabulary.edge_types
    for row in records(network.edges):
        words = "; ".join(cited[source] for source in row["sources"])
        cells = {"directed": types[row["type"]].directed, "citations": words}
        cells = {name: value for name, value in cells.items() if name in shown}
        turned = direction == "directed" and not types[row["type"]].directed
        kind = ' type="undirected"' if turned else ""
        yield f"<edge{_attributes(row)}{kind}>{_values({**cells, **row}, edges)}</edge>"
    yield "</edges>"
    yield "</graph>"
    yield "</gexf>"


def _attributes(row: Mapping[str, Any]) -> str:
    given = {name: row[name] for name in ("id", "source", "target")}
    given |= {"label": fact_label(row), "kind": row["type"]}
    if isinstance(weight := row.get("weight"), float) and weight > 0:
        given["weight"] = text_of(weight)
    # All the days on which it may hold; an open end is left out.
    if "starts_from" in row:
        given["start"] = row["starts_from"]
    if "ends_by" in row:
        given["end"] = row["ends_by"]
    return "".join(f' {name}="{escaped(value)}"' for name, value in given.items())


def _type(kind: str) -> str:
    return {"number": "double", "boolean": "boolean"}.get(kind, "string")


def _values(cells: Mapping[str, Any], kinds: Mapping[str, str]) -> str:
    values = "".join(
        f'<attvalue for="{escaped(name)}" value="{escaped(text_of(value))}"/>'
        for name, value in cells.items()
        if name in kinds
    )
    return f"<attvalues>{values}</attvalues>"
