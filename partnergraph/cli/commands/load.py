"""The command `partnergraph load`, and what `build` shares with it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from partnergraph.cli.options import (
    AttributeOption,
    DatabaseOption,
    DataOption,
    DirectionOption,
    EncodingOption,
    Format,
    FormatOption,
    LoadersArgument,
    NameOption,
    NodeTableOption,
    StrictOption,
    UntypedEdgeOption,
    UntypedNodeOption,
)
from partnergraph.cli.shared import connected
from partnergraph.cli.sources import check_sources, graph_defaults, named_sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnergraph.database.connection import Database
    from partnergraph.database.loads.load import LoadOptions
    from partnergraph.database.loads.load_report import LoadReport
    from partnergraph.loading.source import NamedSource


def load(
    loaders: LoadersArgument,
    database: DatabaseOption = None,
    style: FormatOption = Format.table,
    data: DataOption = None,
    node_type: UntypedNodeOption = None,
    edge_type: UntypedEdgeOption = None,
    name: NameOption = None,
    encoding: EncodingOption = None,
    attribute: AttributeOption = None,
    node_table: NodeTableOption = None,
    *,
    directed: DirectionOption = None,
    strict: StrictOption = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check only.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Delete what is no longer stated, withdrawn or not.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Accept a source that is much smaller than before.")] = False,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Compare every fact, even where the source's files have not changed.")
    ] = False,
    keep: Annotated[
        int | None,
        typer.Option(
            "--keep",
            metavar="N",
            min=1,
            help="Dump the graph after the load to .partnergraph/dumps; the newest N stay.",
        ),
    ] = None,
) -> None:
    """Read, check and write loaders to the database; a second load of the same source changes nothing.

    What a loader no longer states is withdrawn: marked with the time, gone from the default views, still there. Large
    loads are written in parts; one that was broken off is completed by running it again.

    Example: partnergraph load union_state
    """
    defaults = graph_defaults(
        node_type, edge_type, directed, name=name, encoding=encoding, attributes=attribute, node_table=node_table
    )
    sources = named_sources(loaders, data or (), defaults)
    if dry_run:
        check_sources(sources, strict=strict)
        return
    from partnergraph.database.loads.load import LoadOptions

    with ExitStack() as stack:
        connection = load_and_print(stack, database, sources, LoadOptions(strict, prune, force, recheck), style.value)
        if keep is not None:
            from partnergraph.database.dumps.kept_dumps import keep_dump
            from partnergraph.database.settings import Settings
            from partnergraph.messages import say

            path = keep_dump(connection, Settings().folder / "dumps", keep)
            say(f"kept {path}; 'partnergraph db restore --replace {path}' goes back to it")


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
