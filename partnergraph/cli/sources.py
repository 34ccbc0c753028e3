"""What `load` and `check` share: finding the sources that were named, and saying what the checks found in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from partnergraph.loading.graph_files import GraphDefaults
    from partnergraph.loading.source import NamedSource


def graph_defaults(
    node_type: str | None,
    edge_type: str | None,
    directed: bool | None,  # noqa: FBT001  as the option is
    *,
    name: str | None,
    encoding: str | None,
    attributes: Sequence[str] | None,
    node_table: Path | None,
) -> GraphDefaults:
    """Return what the user says of graph files.

    Args:
        node_type: The type of nodes without one.
        edge_type: The type of edges without one.
        directed: Whether the direction of edges counts, whatever the file says.
        name: What the loader is called.
        encoding: The file's encoding.
        attributes: Which attributes are which columns.
        node_table: A table with more of the nodes.

    Raises:
        UsageError: A type or name is none.
    """
    from partnergraph.loading.graph_files import GraphDefaults

    return GraphDefaults(node_type, edge_type, directed, name, encoding or "", tuple(attributes or ()), node_table)


def named_sources(given: Sequence[str], data: Sequence[Path], defaults: GraphDefaults) -> list[NamedSource]:
    """Find loaders and graph files by what the user wrote.

    Args:
        given: What the user wrote.
        data: Files to read instead of those that a mapping names.
        defaults: What counts where a graph file does not say it.
    """
    from partnergraph.loading.graph_files import GraphDefaults, is_graph_file
    from partnergraph.loading.source import named_source

    graphs = sum(map(is_graph_file, given))
    if defaults != GraphDefaults() and not graphs:
        raise UsageError(
            "--node-type, --edge-type, --directed, --name, --encoding, --attribute and --node-table "
            "go with graph files; none is given"
        )
    if graphs > 1 and (defaults.name or defaults.node_table):
        raise UsageError("--name and --node-table go with one graph file; load them one by one")
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
                "rename one of them, or load them one by one with --name"
            )


def check_sources(sources: Sequence[NamedSource], *, strict: bool, ask: bool = True) -> int:
    """Read sources without a database, say what the checks found and who is in several; return how many warnings.

    Args:
        sources: The sources.
        strict: Whether a row that is left out is a fault.
        ask: Whether an endpoint may be asked that a loader names.
    """
    from partnergraph.loading.identity.joining import join_all
    from partnergraph.loading.reading import NAMED_BY_CHECK, read_all
    from partnergraph.messages import say

    read = read_all(sources, say, strict=strict, named=NAMED_BY_CHECK, ask=ask)
    networks = [(each.loader, each.reading.network) for each in read]
    for each, (loader, network) in zip(read, networks, strict=True):
        for warning in network.warnings:
            say(f"warning: {warning}")
        cited = sum(network.sources["id"] != loader.source_id)
        sizes = f"{len(network.nodes)} nodes, {len(network.edges)} edges, {cited} sources"
        count = len(network.warnings)
        rejected = len({(finding.file, finding.row) for finding in each.reading.rejected})
        left_out = f"{rejected} row{'' if rejected == 1 else 's'} left out" if rejected else "no fault"
        say(f"{loader.name}: {sizes}; {left_out}, {count or 'no'} warning{'s' if count != 1 else ''}")
    for joined in join_all(networks):
        if summary := joined.joins.summary():
            say(summary)
    return sum(len(network.warnings) for _, network in networks)
