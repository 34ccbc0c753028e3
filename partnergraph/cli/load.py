"""What `load` and `build` share: loading sources into the database that is meant, and printing the reports."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from partnergraph.cli.shared import connected

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import ExitStack

    from partnergraph.database.connection import Database
    from partnergraph.database.loads.load import LoadOptions
    from partnergraph.database.loads.load_report import LoadReport
    from partnergraph.loading.source import NamedSource


def load_and_print(
    stack: ExitStack, uri: str | None, sources: Sequence[NamedSource], options: LoadOptions, style: str
) -> Database:
    """Load all sources and print the reports; a source is read and checked before a database is started for it.

    Args:
        stack: Closes the database in the end.
        uri: Of the database, as `--database` gives it.
        sources: What to load.
        options: How.
        style: Of the printed table.
    """
    from partnergraph.database.loads.load import load_sources
    from partnergraph.database.settings import Settings
    from partnergraph.progress import shown

    @cache
    def database() -> Database:
        return stack.enter_context(connected(uri))

    if not Settings.from_environment(uri).may_hold_something:
        options = replace(options, recheck=True)  # nothing can be as it was
    with shown() as progress:
        reports = load_sources(database, sources, options, progress)
    _print(reports, style)
    return database()


def _print(reports: Sequence[LoadReport], style: str) -> None:
    from partnergraph.cli.printing import print_rows

    rows = [(report.loader, kind, *counts.values()) for report in reports for kind, counts in report.counts.items()]
    print_rows(("loader", "what", *reports[0].counts["edges"]), rows, style)
