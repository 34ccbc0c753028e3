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
    from partnergraph.analysis.gaps.gaps import gaps
    from partnergraph.analysis.graph.projection import Projection
    from partnergraph.analysis.rankings.borda import borda
    from partnergraph.analysis.rankings.compare import compare
    from partnergraph.analysis.rankings.explain import explain
    from partnergraph.analysis.rankings.rank import rank
    from partnergraph.analysis.rankings.stability import stability
    from partnergraph.analysis.whole.overview import describe
    from partnergraph.database.connection import Database, connect
    from partnergraph.database.graph_reading import read_network
    from partnergraph.database.loads.load import load_source as load
    from partnergraph.database.loads.load_report import LoadReport
    from partnergraph.database.queries.named_queries import query
    from partnergraph.errors import DatabaseError, Finding, InputError, PartnergraphError, ReadOnlyError, UsageError
    from partnergraph.export.formats import export as export_network
    from partnergraph.loader import Loader
    from partnergraph.loading.reading import read_graph, read_loader
    from partnergraph.network import Network
    from partnergraph.network.slice import Slice
    from partnergraph.view.notebook import show
    from partnergraph.view.page import render
    from partnergraph.vocabulary import Vocabulary

    __version__: str

__all__ = [
    "Database",
    "DatabaseError",
    "Finding",
    "InputError",
    "LoadReport",
    "Loader",
    "Network",
    "PartnergraphError",
    "Projection",
    "ReadOnlyError",
    "Slice",
    "UsageError",
    "Vocabulary",
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
    "Database": ("partnergraph.database.connection", "Database"),
    "DatabaseError": ("partnergraph.errors", "DatabaseError"),
    "Finding": ("partnergraph.errors", "Finding"),
    "InputError": ("partnergraph.errors", "InputError"),
    "LoadReport": ("partnergraph.database.loads.load_report", "LoadReport"),
    "Loader": ("partnergraph.loader", "Loader"),
    "Network": ("partnergraph.network", "Network"),
    "PartnergraphError": ("partnergraph.errors", "PartnergraphError"),
    "Projection": ("partnergraph.analysis.graph.projection", "Projection"),
    "ReadOnlyError": ("partnergraph.errors", "ReadOnlyError"),
    "Slice": ("partnergraph.network.slice", "Slice"),
    "UsageError": ("partnergraph.errors", "UsageError"),
    "Vocabulary": ("partnergraph.vocabulary", "Vocabulary"),
    "borda": ("partnergraph.analysis.rankings.borda", "borda"),
    "compare": ("partnergraph.analysis.rankings.compare", "compare"),
    "connect": ("partnergraph.database.connection", "connect"),
    "describe": ("partnergraph.analysis.whole.overview", "describe"),
    "explain": ("partnergraph.analysis.rankings.explain", "explain"),
    "export_network": ("partnergraph.export.formats", "export"),
    "gaps": ("partnergraph.analysis.gaps.gaps", "gaps"),
    "load": ("partnergraph.database.loads.load", "load_source"),
    "query": ("partnergraph.database.queries.named_queries", "query"),
    "rank": ("partnergraph.analysis.rankings.rank", "rank"),
    "read_graph": ("partnergraph.loading.reading", "read_graph"),
    "read_loader": ("partnergraph.loading.reading", "read_loader"),
    "read_network": ("partnergraph.database.graph_reading", "read_network"),
    "render": ("partnergraph.view.page", "render"),
    "show": ("partnergraph.view.notebook", "show"),
    "stability": ("partnergraph.analysis.rankings.stability", "stability"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  a module's attribute can be anything
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415  slow beside the rest

        return version("partnergraph")
    if name not in _HOMES:
        raise AttributeError(f"module 'partnergraph' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
