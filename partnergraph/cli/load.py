"""What `load` and `build` share: finding out what has to be read, reading it, writing it, and saying what was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from partnergraph.cli.shared import connected
from partnergraph.cli.sources import read_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import ExitStack

    from partnergraph.database.connection import Database
    from partnergraph.database.loads.load_report import LoadReport
    from partnergraph.loading.reading import ReadSource
    from partnergraph.loading.source import NamedSource


@dataclass(frozen=True)
class LoadOptions:
    """How to load.

    Attributes:
        strict: Whether a row that is left out is a fault.
        prune: Delete what is no longer stated.
        force: Accept a source that is much smaller than before.
        recheck: Compare every fact, even where the files have not changed.
    """

    strict: bool = False
    prune: bool = False
    force: bool = False
    recheck: bool = False


def load_all(
    stack: ExitStack, uri: str | None, sources: Sequence[NamedSource], options: LoadOptions, style: str
) -> Database:
    """Load all sources and print the reports; where nothing has changed since the last time, nothing is read.

    A source is read and checked before a database is started for it.

    Args:
        stack: Closes the database in the end.
        uri: Of the database, as `--database` gives it.
        sources: What to load.
        options: How.
        style: Of the printed table.
    """
    from partnergraph.database.settings import Settings

    may_be_unchanged = not (options.prune or options.recheck) and Settings.from_environment(uri).may_hold_something
    marks = [source.fingerprint() for source in sources] if may_be_unchanged else [""]
    if all(marks):
        connection = stack.enter_context(connected(uri))
        names = [source.name for source in sources]
        reports = _unchanged(connection, names, marks, strict=options.strict)
        if not reports:
            reports = _load(connection, read_all(sources, strict=options.strict), options)
    else:
        read = read_all(sources, strict=options.strict)
        connection = stack.enter_context(connected(uri))
        reports = _load(connection, read, options)
    _print(reports, style)
    return connection


def _unchanged(database: Database, names: Sequence[str], marks: Sequence[str], *, strict: bool) -> list[LoadReport]:
    """Return the reports of all sources if none of them has anything to do, else none."""
    from partnergraph.database.loads.unchanged import report_if_unchanged
    from partnergraph.messages import say

    reports = []
    for name, mark in zip(names, marks, strict=True):
        report = report_if_unchanged(database, name, mark)
        if report is None or (strict and report.counts["edges"]["refused"]):
            return []
        reports.append(report)
    for report in reports:
        say(
            f"{report.loader}: its files are as they were when it was loaded on {report.untouched_since}, and nothing "
            "was loaded since; not compared again (--recheck does)"
        )
    return reports


def _load(database: Database, read: Sequence[ReadSource], options: LoadOptions) -> list[LoadReport]:
    from partnergraph.database.loads.join_with_graph import join_with_database
    from partnergraph.database.loads.load import load
    from partnergraph.database.loads.loader_record import SourceState
    from partnergraph.messages import say
    from partnergraph.progress import shown

    reports = []
    with shown() as progress:
        every = join_with_database(database, [(each.loader, each.reading.network) for each in read])
        for each, joined in zip(read, every, strict=True):
            loader, network = joined.loader, joined.network
            source = SourceState(each.fingerprint, len(each.reading.rejected))
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
    from partnergraph.cli.printing import print_rows

    rows = [(report.loader, kind, *counts.values()) for report in reports for kind, counts in report.counts.items()]
    print_rows(("loader", "what", *reports[0].counts["edges"]), rows, style)
