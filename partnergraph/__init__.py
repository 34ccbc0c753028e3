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
from importlib.metadata import version as _version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from partnergraph.analysis.hubs import rank
    from partnergraph.database.connection import connect
    from partnergraph.database.queries import query
    from partnergraph.database.reading import read_network
    from partnergraph.database.writing import load_source as load
    from partnergraph.loading.catalogue import read_loader
    from partnergraph.network import Network
    from partnergraph.view.notebook import show
    from partnergraph.view.page import render

__version__ = _version("partnergraph")
__all__ = [
    "Network",
    "__version__",
    "connect",
    "load",
    "query",
    "rank",
    "read_loader",
    "read_network",
    "render",
    "show",
]

_HOMES = {
    "Network": ("partnergraph.network", "Network"),
    "connect": ("partnergraph.database.connection", "connect"),
    "load": ("partnergraph.database.writing", "load_source"),
    "query": ("partnergraph.database.queries", "query"),
    "rank": ("partnergraph.analysis.hubs", "rank"),
    "read_loader": ("partnergraph.loading.catalogue", "read_loader"),
    "read_network": ("partnergraph.database.reading", "read_network"),
    "render": ("partnergraph.view.page", "render"),
    "show": ("partnergraph.view.notebook", "show"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  a module's attribute can be anything
    if name not in _HOMES:
        raise AttributeError(f"module 'partnergraph' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
