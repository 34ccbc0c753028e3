"""The one thing that is handed on: a network as three validated frames, and a slice of it."""

from partnergraph.network.network import EDGE_EXTRA, Network, records

__all__ = ["EDGE_EXTRA", "Network", "records"]
