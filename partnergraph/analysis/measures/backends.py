"""Measures computed by any NetworkX backend that is installed: nx-parallel, nx-cugraph and others.

Only those measures are handed over whose definition is NetworkX's own on every graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from partnergraph.analysis.measures.centrality import DAMPING, katz_alpha
from partnergraph.errors import UsageError
from partnergraph.naming import hint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from partnergraph.analysis.graph.simple_graph import Scores, SimpleGraph

#: NetworkX's own code, which is always there.
_OWN: Final = "networkx"
_STEPS: Final = 10_000
#: The mean change of a value between two steps at which an iteration ends, relative to the values' size.
_CHANGE: Final = 1e-14


@dataclass(frozen=True, slots=True)
class _Call:
    """How NetworkX is asked for a measure.

    Attributes:
        algorithm: The function of NetworkX.
        options: Its arguments for a graph.
        undirected: Whether the measure leaves directions aside.
    """

    algorithm: Any
    options: Callable[[SimpleGraph], dict[str, Any]] = lambda _: {}
    undirected: bool = False


def _katz_options(G: SimpleGraph) -> dict[str, Any]:
    return {"alpha": katz_alpha(G), "tol": _CHANGE, "max_iter": _STEPS}


def _pagerank_options(G: SimpleGraph) -> dict[str, Any]:
    return {"alpha": DAMPING, "tol": _CHANGE / max(len(G), 1), "max_iter": _STEPS}


_CALLS: Final[Mapping[str, _Call]] = {
    "betweenness": _Call(nx.betweenness_centrality),
    "closeness": _Call(nx.closeness_centrality),
    "harmonic": _Call(nx.harmonic_centrality),
    "katz": _Call(nx.katz_centrality, _katz_options),
    "pagerank": _Call(nx.pagerank, _pagerank_options),
    "core_number": _Call(nx.core_number, undirected=True),
    "clustering": _Call(nx.clustering, undirected=True),
}


def check_backend(backend: str | None, names: Sequence[str]) -> None:
    """Refuse a backend that is not installed, or that computes none of the measures.

    Raises:
        UsageError: It is so; the message names what there is.
    """
    if backend is None:
        return
    installed = [_OWN, *nx.config.backends]
    if backend not in installed:
        raise UsageError(f"{backend!r} is no NetworkX backend that is installed; {hint(backend, installed)}")
    able = [name for name in _CALLS if _computes(backend, name)]
    if not set(names) & set(able):
        computed = f"it computes {', '.join(able)}" if able else "nor any other measure"
        raise UsageError(f"the NetworkX backend {backend} does not compute {', '.join(names)}; {computed}")


def on_backend(G: SimpleGraph, name: str, backend: str) -> Scores | None:
    """Return a measure as a backend computes it, or None where it does not.

    Args:
        G: The graph.
        name: The measure.
        backend: The backend's name.

    Raises:
        UsageError: The backend is installed but cannot be used.
    """
    if not _computes(backend, name):
        return None
    if not len(G):
        return {}
    call = _CALLS[name]
    graph = (G.undirected if call.undirected else G).to_networkx()
    try:
        found = call.algorithm(graph, backend=backend, **call.options(G))
    except (ImportError, NotImplementedError, TypeError, AttributeError) as error:
        # A backend made for another version of NetworkX fails in these ways, when it is loaded or when it is called.
        raise UsageError(f"the NetworkX backend {backend} cannot be used for {name}: {error}") from None
    return {node: float(found[node]) for node in G.nodes}


def _computes(backend: str, name: str) -> bool:
    return name in _CALLS and (backend == _OWN or backend in _CALLS[name].algorithm.backends)
