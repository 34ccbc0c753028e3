"""partnergraph: a graph database of partnership networks.

    from partnergraph import connect, load, query, rank, read_network, render

    with connect() as database:
        load(database, "union_state")
        towns = query(database, "twin-towns", place="Leningrad Oblast")
        network = read_network(database)
    hubs = rank(network, by="betweenness", top=10)
    render(network, "network.html")

These names are the public interface; each is imported when it is first used, so that the command line starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from partnergraph.analysis.comparison import compare
    from partnergraph.analysis.composite import borda
    from partnergraph.analysis.explain import explain
    from partnergraph.analysis.gaps import gaps
    from partnergraph.analysis.hubs import rank
    from partnergraph.analysis.overview import describe
    from partnergraph.analysis.stability import stability
    from partnergraph.database.connection import connect
    from partnergraph.database.queries import query
    from partnergraph.database.reading import read_network
    from partnergraph.database.writing import load_source as load
    from partnergraph.export.formats import export as export_network
    from partnergraph.loading.catalogue import read_loader
    from partnergraph.loading.graph_files.opening import read_graph
    from partnergraph.network import Network
    from partnergraph.view.notebook import show
    from partnergraph.view.page import render

    __version__: str

__all__ = [
    "Network",
    "__version__",
    "borda",
    "compare",
    "connect",
    "describe",
    "explain",
    "export_network",
    "gaps",
    "load",
    "query",
    "rank",
    "read_graph",
    "read_loader",
    "read_network",
    "render",
    "show",
    "stability",
]

_HOMES = {
    "Network": ("partnergraph.network", "Network"),
    "borda": ("partnergraph.analysis.composite", "borda"),
    "compare": ("partnergraph.analysis.comparison", "compare"),
    "connect": ("partnergraph.database.connection", "connect"),
    "describe": ("partnergraph.analysis.overview", "describe"),
    "explain": ("partnergraph.analysis.explain", "explain"),
    "gaps": ("partnergraph.analysis.gaps", "gaps"),
    "load": ("partnergraph.database.writing", "load_source"),
    "export_network": ("partnergraph.export.formats", "export"),
    "query": ("partnergraph.database.queries", "query"),
    "rank": ("partnergraph.analysis.hubs", "rank"),
    "read_graph": ("partnergraph.loading.graph_files.opening", "read_graph"),
    "read_loader": ("partnergraph.loading.catalogue", "read_loader"),
    "read_network": ("partnergraph.database.reading", "read_network"),
    "render": ("partnergraph.view.page", "render"),
    "show": ("partnergraph.view.notebook", "show"),
    "stability": ("partnergraph.analysis.stability", "stability"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  a module's attribute can be anything
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415  slow beside the rest

        return version("partnergraph")
    if name not in _HOMES:
        raise AttributeError(f"module 'partnergraph' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
