"""What `load` and `check` share: finding the sources that were named, and saying what the checks found in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from partnergraph.loading.source import NamedSource


def named_sources(
    given: Sequence[str],
    data: Sequence[Path] = (),
    *,
    node_type: str | None = None,
    edge_type: str | None = None,
    directed: bool | None = None,
) -> list[NamedSource]:
    """Find loaders and graph files by what the user wrote.

    Args:
        given: What the user wrote.
        data: Files to read instead of those that a mapping names.
        node_type: The type of a graph file's nodes without one.
        edge_type: The type of its edges without one.
        directed: Whether the direction of its edges counts, whatever it says.
    """
    from partnergraph.loading.graph_files import GraphDefaults, is_graph_file
    from partnergraph.loading.source import named_source

    defaults = GraphDefaults(node_type, edge_type, directed)
    if defaults != GraphDefaults() and not any(is_graph_file(each) for each in given):
        raise UsageError("--node-type, --edge-type and --directed go with graph files; none is given")
    if data and len(given) != 1:
        raise UsageError("--data goes with one loader: it replaces the file that this loader's mapping names")
    sources = [named_source(each, data, defaults) for each in given]
    _require_names_of_their_own(sources)
    return sources


def _require_names_of_their_own(sources: Sequence[NamedSource]) -> None:
    """Refuse two sources of one name: the second would be taken for the first one's next state."""
    seen: dict[str, Path] = {}
    for source in sources:
        if (first := seen.setdefault(source.name, source.place)) != source.place:
            raise UsageError(
                f"{first} and {source.place} are both called {source.name!r}, and the second would replace the first; "
                "rename one of them"
            )


def check_sources(sources: Sequence[NamedSource], *, strict: bool) -> int:
    """Read sources without a database, say what the checks found and who is in several; return how many warnings.

    Args:
        sources: The sources.
        strict: Whether a row that is left out is a fault.
    """
    from partnergraph.loading.identity.joining import join_all
    from partnergraph.loading.reading import NAMED_BY_CHECK, read_all
    from partnergraph.messages import say

    read = read_all(sources, say, strict=strict, named=NAMED_BY_CHECK)
    networks = [(each.loader, each.reading.network) for each in read]
    for loader, network in networks:
        for warning in network.warnings:
            say(f"warning: {warning}")
        cited = sum(network.sources["id"] != loader.source_id)
        sizes = f"{len(network.nodes)} nodes, {len(network.edges)} edges, {cited} sources"
        count = len(network.warnings)
        say(f"{loader.name}: {sizes}; no fault, {count or 'no'} warning{'s' if count != 1 else ''}")
    for joined in join_all(networks):
        if summary := joined.joins.summary():
            say(summary)
    return sum(len(network.warnings) for _, network in networks)
