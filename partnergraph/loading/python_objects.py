"""What a Python user has in hand as a source: a Network, frames, or a graph of NetworkX."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import pandas as pd

from partnergraph.errors import UsageError
from partnergraph.loader import NAME_FORM, Loader
from partnergraph.loading.graph_files.networkx_graph import add_graph
from partnergraph.loading.graph_files.raw_graph import FoundGraph
from partnergraph.loading.graph_files.to_network import to_network
from partnergraph.loading.source import NamedSource, named_source
from partnergraph.network import Network
from partnergraph.vocabulary import STANDARD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    #: What can be loaded: what names a source on the command line, and what stands in a notebook.
    Given: TypeAlias = (
        str | Path | Loader | Network | nx.Graph[Any] | Mapping[str, pd.DataFrame] | tuple[pd.DataFrame, ...]
    )

_FRAMES: Final = ("nodes", "edges", "sources")
_NOT_SAID: Final = "not stated"


def any_source(given: Given, data: Sequence[Path] = (), name: str | None = None) -> NamedSource:
    """Return what was given as a source, wherever it comes from.

    Args:
        given: A loader, its name, its folder, its loader.toml, a graph file; a Network; a graph of NetworkX, whose
            attributes are read as those of a graph file are; or frames, as a pair or three (nodes, edges, sources) or
            in a mapping by these names.
        data: Files to read instead of those that a mapping names.
        name: What the loader of objects is called; its facts are replaced when something else is loaded by this name.

    Raises:
        UsageError: There is no such source, or objects come without a name or with files.
        InputError: What they say breaks a rule; it carries every finding.
    """
    if isinstance(given, (str, Path, Loader)):
        if name is not None:
            raise UsageError(f"name={name!r} goes with frames, a Network or a graph; {given} has a name of its own")
        return named_source(given, data)
    if data:
        raise UsageError("data=... goes with a loader whose mapping names files; leave it out beside frames or graphs")
    if not name:
        raise UsageError(
            'give name="...": what is loaded is called so in the database, and another load of this name replaces it'
        )
    if not NAME_FORM.fullmatch(name):
        raise UsageError(f"{name!r} cannot name a loader: use lower-case letters, digits, hyphen, underscore")
    network = _network_of(given, name)
    return NamedSource(_loader(name, network))


def _network_of(given: object, name: str) -> Network:
    if isinstance(given, Network):
        return given
    if isinstance(given, nx.Graph):
        return _of_graph(given, name)
    if isinstance(given, Mapping):
        if odd := [str(key) for key in given if key not in _FRAMES]:
            raise UsageError(f"frames are called nodes, edges and sources; there is {', '.join(sorted(odd))}")
        frames = [given.get(table) for table in _FRAMES]
    elif isinstance(given, (tuple, list)) and len(given) in {2, 3}:
        frames = [*given, None][:3]
    else:
        frames = []
    if len(frames) != len(_FRAMES) or not all(isinstance(each, pd.DataFrame) for each in frames[:2]):
        raise UsageError(
            f"a {type(given).__name__} cannot be loaded: give a loader, a file, a Network, a graph of NetworkX, or "
            "frames as (nodes, edges) or (nodes, edges, sources)"
        )
    nodes, edges, sources = frames
    return _of_frames(nodes, edges, sources, name)


def _of_frames(nodes: Any, edges: Any, sources: Any, name: str) -> Network:  # noqa: ANN401  frames, looked at above
    own = f"loader:{name}"
    row = pd.DataFrame([{"id": own, "kind": "dataset", "title": name}])
    if sources is None:
        sources = row
    elif own not in set(sources.get("id", ())):
        sources = pd.concat([sources, row], ignore_index=True)
    cited = list(edges["sources"]) if "sources" in edges.columns else [None] * len(edges)
    empty = [each is None or (isinstance(each, float) and each != each) or not len(each) for each in cited]  # noqa: PLR0124
    edges = edges.assign(sources=[own if is_empty else each for each, is_empty in zip(cited, empty, strict=True)])
    return Network.from_frames(nodes, edges, sources, vocabulary=STANDARD, loader=name)


def _of_graph(G: nx.Graph[Any], name: str) -> Network:
    """Return a graph of NetworkX as the same graph in a file is read: its attributes by their names."""
    called = G.graph.get("name")
    found = FoundGraph(f"graph {name}", title=called if isinstance(called, str) else "")
    add_graph(found, G, _cells)
    if len({node.id for node in found.nodes}) < len(found.nodes):
        raise UsageError("two nodes of the graph have the same id as text, such as 1 and '1'; rename one of them")
    if not found.nodes:
        raise UsageError("there is no node in the graph")
    return to_network(found, name=name, source_id=f"loader:{name}", title=found.title or name)


def _cells(attributes: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): value for key, value in attributes.items()}


def _loader(name: str, network: Network) -> Loader:
    return Loader(
        name=name,
        folder=Path.cwd(),
        title=name,
        licence=_NOT_SAID,
        who=_NOT_SAID,
        when=_NOT_SAID,
        url="",
        tables={},
        vocabulary=network.vocabulary,
        stated=network,
    )
