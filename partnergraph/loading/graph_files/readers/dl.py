"""Reading UCINET's DL with igraph, where it is installed: full matrices, edge lists and node lists with labels."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from partnergraph.errors import UsageError
from partnergraph.loading.formats.encodings import recognise
from partnergraph.loading.graph_files.raw_graph import FoundGraph

if TYPE_CHECKING:
    from pathlib import Path


def read_dl(path: Path, file: str, encoding: str = "") -> FoundGraph:
    """Read a DL file.

    Args:
        path: The file.
        file: The name that messages show.
        encoding: The file's encoding; "" where it is to be recognised.

    Raises:
        UsageError: igraph is not installed, or it is no DL that igraph reads.
    """
    try:
        igraph: Any = import_module("igraph")
    except ImportError:
        raise UsageError(
            f"{file}: DL is read by igraph; pip install 'partnergraph[fast]', or save the network as Pajek's .net"
        ) from None
    known = recognise(path, file, encoding)
    found = FoundGraph(file, encoding=encoding)
    try:
        G = igraph.Graph.Read_DL(str(path), directed=True)
    except (igraph.InternalError, ValueError, OSError) as error:
        raise UsageError(f"{file}: not readable as DL: {str(error)[:150]}") from None
    labels = G.vs["name"] if "name" in G.vs.attributes() else [str(number) for number in range(1, G.vcount() + 1)]
    ids = [str(number) for number in range(1, G.vcount() + 1)]
    for identifier, label in zip(ids, labels, strict=True):
        found.add_node(identifier, {"label": _decoded(str(label), known.name)})
    weights = G.es["weight"] if "weight" in G.es.attributes() else [None] * G.ecount()
    for edge, weight in zip(G.es, weights, strict=True):
        cells = {} if weight is None else {"weight": float(weight)}
        found.add_edge(ids[edge.source], ids[edge.target], cells, directed=True)
    return found


def _decoded(label: str, encoding: str) -> str:
    """Return a label in the file's encoding, which igraph takes for UTF-8."""
    try:
        return label.encode("utf-8", errors="surrogateescape").decode(encoding)
    except UnicodeError:
        return label
