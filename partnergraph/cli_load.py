"""What `load` and `build` share: finding out what has to be read, reading it, writing it, and saying what was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from partnergraph.cli_reading import read_all
from partnergraph.cli_shared import connected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import ExitStack
    from pathlib import Path

    from partnergraph.database.connection import Database
    from partnergraph.database.report import LoadReport
    from partnergraph.loading.catalogue import Loader
    from partnergraph.loading.mapping import Reading


@dataclass(frozen=True)
class LoadOptions:
    """How to load.

    Attributes:
        data: Files to read instead of those that a mapping names.
        strict: Whether a row that is left out is a fault.
        prune: Delete what is no longer stated.
        force: Accept a source that is much smaller than before.
        recheck: Compare every fact, even where the files have not changed.
    """

    data: Sequence[Path] = ()
    strict: bool = False
    prune: bool = False
    force: bool = False
    recheck: bool = False


def load_all(
    stack: ExitStack, uri: str | None, loaders: Sequence[Loader], options: LoadOptions, style: str
) -> Database:
    """Load all loaders and print the reports; where nothing has changed since the last time, nothing is read.

    A source is read and checked before a database is started for it.

    Args:
        stack: Closes the database in the end.
        uri: Of the database, as `--database` gives it.
        loaders: What to load.
        options: How.
        style: Of the printed table.
    """
    from partnergraph.database.settings import Settings
    from partnergraph.loading.fingerprint import fingerprint

    marks = {loader.name: fingerprint(loader, options.data) for loader in loaders}
    may_be_unchanged = not (options.prune or options.recheck) and all(marks.values())
    if may_be_unchanged and Settings.from_environment(uri).may_hold_something:
        connection = stack.enter_context(connected(uri))
        reports = _unchanged(connection, loaders, marks, strict=options.strict)
        if not reports:
            reports = _load(connection, read_all(loaders, options.data, strict=options.strict), marks, options)
    else:
        read = read_all(loaders, options.data, strict=options.strict)
        connection = stack.enter_context(connected(uri))
        reports = _load(connection, read, marks, options)
    _print(reports, style)
    return connection


def _unchanged(
    database: Database, loaders: Sequence[Loader], marks: Mapping[str, str], *, strict: bool
) -> list[LoadReport]:
    """Return the reports of all loaders if none of them has anything to do, else none."""
    from partnergraph.database.unchanged import report_if_unchanged
    from partnergraph.output import say

    reports = []
    for loader in loaders:
        report = report_if_unchanged(database, loader, marks[loader.name])
        if report is None or (strict and report.counts["edges"]["refused"]):
            return []
        reports.append(report)
    for report in reports:
        say(
            f"{report.loader}: its files are as they were when it was loaded on {report.untouched_since}, and nothing "
            "was loaded since; not compared again (--recheck does)"
        )
    return reports


def _load(
    database: Database, read: Sequence[tuple[Loader, Reading]], marks: Mapping[str, str], options: LoadOptions
) -> list[LoadReport]:
    from partnergraph.database.known import join_with_database
    from partnergraph.database.noting import SourceState
    from partnergraph.database.writing import load
    from partnergraph.output import say
    from partnergraph.progress import shown

    refused = {loader.name: len(reading.rejected) for loader, reading in read}
    reports = []
    with shown() as progress:
        for joined in join_with_database(database, [(loader, reading.network) for loader, reading in read]):
            loader, network = joined.loader, joined.network
            source = SourceState(marks[loader.name], refused[loader.name])
            reports.append(
                load(
                    database,
                    network,
                    loader,
                    prune=options.prune,
                    force=options.force,
                    source=source,
                    progress=progress,
                )
            )
            if summary := joined.joins.summary():
                say(summary)
            if network.warnings:
                given = loader.name if loader.stated is None else "FILE"
                say(f"{loader.name}: {len(network.warnings)} warnings; 'partnergraph check {given}' lists them")
    return reports


def _print(reports: Sequence[LoadReport], style: str) -> None:
    from partnergraph.output import print_rows

    rows = [(report.loader, kind, *counts.values()) for report in reports for kind, counts in report.counts.items()]
    print_rows(("loader", "what", *reports[0].counts["edges"]), rows, style)
