"""partnergraph: a graph database of partnership networks.

The names below are the public interface; they are imported when first used, so that the command line starts fast.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version as _version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from partnergraph.analysis.hubs import rank
    from partnergraph.database.connection import connect
    from partnergraph.loading.catalogue import read_loader
    from partnergraph.network import Network
    from partnergraph.view.page import render

__version__ = _version("partnergraph")
__all__ = ["Network", "__version__", "connect", "rank", "read_loader", "render"]

_HOMES = {
    "Network": "partnergraph.network",
    "connect": "partnergraph.database.connection",
    "rank": "partnergraph.analysis.hubs",
    "read_loader": "partnergraph.loading.catalogue",
    "render": "partnergraph.view.page",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  a module's attribute can be anything
    if name not in _HOMES:
        raise AttributeError(f"module 'partnergraph' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
