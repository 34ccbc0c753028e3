"""What `build`, `load` and `check` share: reading sources, and saying what was left out and what was found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from partnergraph.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from partnergraph.loader import Loader
    from partnergraph.loading.mapping import Reading
    from partnergraph.loading.reading import ReadSource
    from partnergraph.loading.source import NamedSource

#: So many rows are named with each reason for leaving rows out: by `load` and `build`, and by `check`.
_NAMED = 3
_NAMED_BY_CHECK = 20


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


def read_all(sources: Sequence[NamedSource], *, strict: bool = False, in_full: bool = False) -> list[ReadSource]:
    """Read all sources, and say which rows were left out and why; the faults of all of them are raised together.

    Args:
        sources: The sources.
        strict: Whether a row that is left out is a fault.
        in_full: Whether to name more of those rows.
    """
    from partnergraph.loading.reading import read_named

    read, findings, rejected = [], [], 0
    for source in sources:
        try:
            each = read_named(source)
        except UsageError as error:
            raise UsageError(str(error) if source.is_graph_file else f"{source.name}: {error}") from None
        except InputError as error:
            folder = "" if source.is_graph_file else f"{source.name}/"
            findings += [replace(finding, file=folder + finding.file) for finding in error.findings]
            continue
        _say_reading(each.loader, each.reading, named=_NAMED_BY_CHECK if in_full else _NAMED)
        rejected += len(each.reading.rejected)
        read.append(each)
    if findings:
        raise InputError(findings)
    if rejected and strict:
        rows = "row was" if rejected == 1 else "rows were"
        raise UsageError(f"{rejected:,} {rows} left out, and --strict was given; nothing was loaded")
    return read


def _say_reading(loader: Loader, reading: Reading, *, named: int) -> None:
    from partnergraph.loading.mapping import reasons
    from partnergraph.messages import say

    for note in reading.notes:
        say(f"{loader.name}: {note}")
    for line in reasons(reading.rejected, named=named):
        say(f"{loader.name}: left out: {line}")


def say_checked(read: Sequence[ReadSource]) -> int:
    """Say what the checks found and who is in several loaders; return the number of warnings."""
    from partnergraph.loading.identity.joining import join_all
    from partnergraph.messages import say

    networks = [(each.loader, each.reading.network) for each in read]
    for loader, network in networks:
        for warning in network.warnings:
            say(f"warning: {warning}")
        sources = sum(network.sources["id"] != loader.source_id)
        sizes = f"{len(network.nodes)} nodes, {len(network.edges)} edges, {sources} sources"
        count = len(network.warnings)
        say(f"{loader.name}: {sizes}; no fault, {count or 'no'} warning{'s' if count != 1 else ''}")
    for joined in join_all(networks):
        if summary := joined.joins.summary():
            say(summary)
    return sum(len(network.warnings) for _, network in networks)
