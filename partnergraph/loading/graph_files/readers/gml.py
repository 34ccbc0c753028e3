"""Reading GML with NetworkX: nodes and edges with their attributes, parallel edges too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from partnergraph.errors import UsageError
from partnergraph.loading.graph_files.networkx_graph import add_graph
from partnergraph.loading.graph_files.raw_graph import FoundGraph
from partnergraph.loading.graph_files.readers.lines import numbered_lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_GRAPH: Final = re.compile(r"^\s*graph\b\s*\[?", re.IGNORECASE)
_MULTIGRAPH: Final = re.compile(r"^\s*multigraph\s+\d", re.IGNORECASE)
_TITLES: Final = ("label", "name", "title")


def read_gml(path: Path, file: str, encoding: str = "") -> FoundGraph:
    """Read a GML file.

    Args:
        path: The file.
        file: The name that messages show.
        encoding: The file's encoding; "" where it is to be recognised.

    Raises:
        UsageError: It is no GML; the message is NetworkX's.
    """
    found = FoundGraph(file, encoding=encoding)
    lines = [line for _, line in numbered_lines(path, found)]
    try:
        G: Any = nx.parse_gml(_parallel(lines), label="id")
    except (nx.NetworkXError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError(f"{file}: not readable as GML: {str(error)[:150]}") from None
    found.title = next((str(G.graph[name]) for name in _TITLES if G.graph.get(name)), "")
    add_graph(found, G, _cells)
    return found


def _parallel(lines: list[str]) -> list[str]:
    """Say that edges may be parallel where the file does not: otherwise NetworkX refuses those of many files."""
    if any(map(_MULTIGRAPH.match, lines)):
        return [line for line in lines if not line.startswith("#")]
    out: list[str] = []
    is_waiting = False
    for line in lines:
        if line.startswith("#"):
            continue
        match = _GRAPH.match(line) if not out or not any(_GRAPH.match(each) for each in out) else None
        if match is not None:
            is_open = match.group().rstrip().endswith("[")
            out.append(f"{match.group()} multigraph 1 {line[match.end() :]}" if is_open else line)
            is_waiting = not is_open
        elif is_waiting and line.startswith("["):
            out.append(f"[ multigraph 1 {line[1:]}")
            is_waiting = False
        else:
            out.append(line)
    return out


def _cells(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return attributes; those of how things are drawn stand beside the others, the key of NetworkX is none."""
    cells: dict[str, Any] = {}
    for name, value in attributes.items():
        if name == "graphics" and isinstance(value, dict):
            cells |= {f"graphics_{part}": each for part, each in value.items() if not isinstance(each, (dict, list))}
        else:
            cells[name] = value
    return cells
