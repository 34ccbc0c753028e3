"""The one thing that is handed on: a network as three validated frames, and a slice of it.

`Network` is imported when it is first asked for: the command line reads its options off `Slice`, and needs no frames
for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from partnergraph.network.network import EDGE_EXTRA, Network, records

__all__ = ["EDGE_EXTRA", "Network", "records"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  a module's attribute can be anything
    if name not in __all__:
        raise AttributeError(f"module 'partnergraph.network' has no attribute {name!r}")
    from partnergraph.network import network  # noqa: PLC0415

    return getattr(network, name)
