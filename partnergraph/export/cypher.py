"""Writing a Cypher script that makes the same graph in an empty database: Neo4j 5 or later, or the embedded engine.

Run it with Neo4j's own `cypher-shell --file`. It makes the uniqueness constraints, the nodes, the sources and the
edges as `partnergraph load` does, with where the nodes lie as LOCATED_IN; so `rank`, `render` and the named queries
work on it. A script has no parameters, so every value is written out, by one function that escapes it.

Cannot carry: a script is run, not read; the same Network comes back out of the database that it made.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from partnergraph.database import statements
from partnergraph.network import records
from partnergraph.tables.declarations import to_plain
from partnergraph.vocabulary import COLUMN_FORM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from partnergraph.network import Network

#: So many rows stand in one statement: fewer are slower to run, more slower to parse.
_BATCH: Final = 250
_SIGNS: Final = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_SIGN: Final = re.compile(r"[\\'\x00-\x1f\x7f]")
_WORDS: Final = {None: "null", True: "true", False: "false"}
#: Whose the edges are that follow from where nodes lie, if the network is not one loader's.
_NOBODY: Final = "export"


def literal(value: Any) -> str:  # noqa: ANN401  what a cell can hold
    """Return a value as a Cypher expression that gives the same value in every engine.

    Args:
        value: A text, number, truth, None, or a list, tuple or mapping of them; a mapping's names are plain words.

    Raises:
        ValueError: No Cypher expression gives this value.
    """
    if isinstance(value, str):
        return f"'{_SIGN.sub(_escape, value)}'"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(literal(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_name(name)}: {literal(item)}' for name, item in value.items())}}}"
    if isinstance(value, float) and math.isfinite(value):
        return repr(value).replace("e+", "e")
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int):
        return str(value)
    raise ValueError(f"{value!r} cannot be written in Cypher")


def _escape(match: re.Match[str]) -> str:
    return _SIGNS.get(match[0]) or f"\\u{ord(match[0]):04X}"


def _name(name: str) -> str:
    """Return the name of a property quoted; only plain words are names of columns."""
    if not COLUMN_FORM.fullmatch(name):
        raise ValueError(f"{name!r} cannot be the name of a property")
    return f"`{name}`"


def write_cypher(network: Network, path: Path) -> None:
    """Write a Network as a Cypher script.

    Args:
        network: What to write.
        path: The file.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("// Written by `partnergraph export`, for an empty database.\n")
        file.writelines(f"{statement};\n" for statement in script(network))


def script(network: Network) -> Iterator[str]:
    """Yield the statements of the script, each without its semicolon.

    Args:
        network: What they make.
    """
    yield from statements.constraints(network.vocabulary.edge_types).values()
    nodes: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in records(network.nodes):
        cells = {**row, "loaders": []}
        nodes[cells.pop("type")].append({"id": row["id"], "cells": cells})
    for node_type, rows in nodes.items():
        yield from _filled(statements.create_nodes(node_type), rows)
    sources = [{"cells": {**row, "loaders": []}} for row in records(network.sources)]
    yield from _filled(statements.CREATE_SOURCES, sources)
    edges: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    loader = _one_loader(network)
    for row in (*records(network.edges), *_locations(network, loader)):
        cells = dict(row)
        ends = {name: cells.pop(name) for name in ("source", "target")}
        edges[cells.pop("type")].append({"id": row["id"], **ends, "cells": cells})
    for edge_type, rows in edges.items():
        yield from _filled(statements.create_edges(edge_type), sorted(rows, key=lambda row: str(row["source"])))
    note = {"id": loader, "title": "Made by the script of an export", "types": json.dumps(_declared(network))}
    yield statements.CREATE_LOADER.replace("$cells", literal(note))


def _filled(statement: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a statement of loading with its rows written out, some at a time."""
    before, after = statement.split("$rows")
    for start in range(0, len(rows), _BATCH):
        written = ",\n".join(literal(row) for row in rows[start : start + _BATCH])
        yield f"{before}[\n{written}\n]{after}"


def _one_loader(network: Network) -> str:
    loaders = list(network.edges["loader"].dropna().unique())
    return str(loaders[0]) if len(loaders) == 1 else _NOBODY


def _locations(network: Network, loader: str) -> Iterator[dict[str, Any]]:
    """Yield the LOCATED_IN edges that follow from the nodes, as loading makes them."""
    own = f"loader:{loader}"
    cited = [own] if own in set(network.sources["id"]) else []
    for row in records(network.nodes):
        if container := row.get("located_in"):
            yield {
                "id": f"located-in:{loader}:{row['id']}",
                "type": "LOCATED_IN",
                "source": row["id"],
                "target": container,
                "status": "active",
                "sources": cited,
                "loader": loader,
                "derived": True,
            }


def _declared(network: Network) -> list[Any]:
    return list(to_plain(network.vocabulary).values())
