"""What `build`, `load` and `check` share: reading sources, and saying what was left out and what was found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from partnergraph.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from partnergraph.loading.catalogue import Loader
    from partnergraph.loading.mapping import Reading

#: So many rows are named with each reason for leaving rows out: by `load` and `build`, and by `check`.
_NAMED = 3
_NAMED_BY_CHECK = 20


def read_all(
    loaders: Sequence[Loader], data: Sequence[Path] = (), *, strict: bool = False, in_full: bool = False
) -> list[tuple[Loader, Reading]]:
    """Read all loaders, and say which rows were left out and why; the faults of all of them are raised together.

    Args:
        loaders: The loaders.
        data: Files to read instead of those that a mapping names.
        strict: Whether a row that is left out is a fault.
        in_full: Whether to name more of those rows.
    """
    from partnergraph.loading.catalogue import read_source

    if data and len(loaders) != 1:
        raise UsageError("--data goes with one loader: it replaces the file that this loader's mapping names")
    read, findings, rejected = [], [], 0
    for loader in loaders:
        try:
            reading = read_source(loader, data)
        except UsageError as error:
            raise UsageError(f"{loader.name}: {error}") from None
        except InputError as error:
            findings += [replace(each, file=f"{loader.name}/{each.file}") for each in error.findings]
            continue
        _say_reading(loader, reading, named=_NAMED_BY_CHECK if in_full else _NAMED)
        rejected += len(reading.rejected)
        read.append((loader, reading))
    if findings:
        raise InputError(findings)
    if rejected and strict:
        rows = "row was" if rejected == 1 else "rows were"
        raise UsageError(f"{rejected:,} {rows} left out, and --strict was given; nothing was loaded")
    return read


def _say_reading(loader: Loader, reading: Reading, *, named: int) -> None:
    from partnergraph.loading.mapping import reasons
    from partnergraph.output import say

    for note in reading.notes:
        say(f"{loader.name}: {note}")
    for line in reasons(reading.rejected, named=named):
        say(f"{loader.name}: left out: {line}")


def say_checked(read: Sequence[tuple[Loader, Reading]]) -> int:
    """Say what the checks found and who is in several loaders; return the number of warnings."""
    from partnergraph.loading.identity.joining import join_all
    from partnergraph.output import say

    networks = [(loader, reading.network) for loader, reading in read]
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
