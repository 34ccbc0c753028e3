"""The `partnergraph` command: parse, call, print. What is slow to import is imported where it is used."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from partnergraph.cli.db import db
from partnergraph.cli.describe import describe
from partnergraph.cli.export import export
from partnergraph.cli.gaps import gaps
from partnergraph.cli.init import init
from partnergraph.cli.load import load_and_print
from partnergraph.cli.options import (
    DatabaseOption,
    DataOption,
    DirectionOption,
    Format,
    FormatOption,
    LoadersArgument,
    StrictOption,
    UntypedEdgeOption,
    UntypedNodeOption,
)
from partnergraph.cli.query import queries, query
from partnergraph.cli.rank import print_ranking, rank
from partnergraph.cli.render import render, write_page
from partnergraph.cli.resolve import resolve
from partnergraph.cli.sources import check_sources, named_sources
from partnergraph.errors import PartnergraphError, UsageError
from partnergraph.messages import say

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="A graph database of partnership networks: load, query with Cypher, rank hubs, open as one HTML page. "
    "Begin with: partnergraph build",
)
app.add_typer(db, name="db")


@app.callback(invoke_without_command=True)
def options(
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """A graph database of partnership networks."""
    if version:
        from partnergraph import __version__

        print(__version__)  # noqa: T201
        raise typer.Exit


@app.command()
def build(
    database: DatabaseOption = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the page goes.")] = Path("out/network.html"),
    *,
    strict: StrictOption = False,
) -> None:
    """Load the default loaders, print the hub ranking and write the page: the whole way.

    Example: partnergraph build
    """
    from partnergraph.database.graph_reading import read_network
    from partnergraph.database.loads.load import LoadOptions
    from partnergraph.loading.catalogue import default_loaders, open_loader
    from partnergraph.loading.source import named_source

    loaders = [open_loader(folder) for folder in default_loaders()]
    if not loaders:
        raise UsageError("there is no loader to build from: neither in ./loaders nor in the package")
    with ExitStack() as stack:
        sources = [named_source(each) for each in loaders]
        connection = load_and_print(stack, database, sources, LoadOptions(strict), "table")
        network = read_network(connection)
    print_ranking(network, by=["degree"], top=15, style="table")
    write_page(network, output, loaders[0].title if len(loaders) == 1 else None)


@app.command()
def load(
    loaders: LoadersArgument,
    database: DatabaseOption = None,
    style: FormatOption = Format.table,
    data: DataOption = None,
    node_type: UntypedNodeOption = None,
    edge_type: UntypedEdgeOption = None,
    *,
    directed: DirectionOption = None,
    strict: StrictOption = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check only.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Delete what is no longer stated, withdrawn or not.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Accept a source that is much smaller than before.")] = False,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Compare every fact, even where the source's files have not changed.")
    ] = False,
) -> None:
    """Read, check and write loaders to the database; a second load of the same source changes nothing.

    What a loader no longer states is withdrawn: marked with the time, gone from the default views, still there. Large
    loads are written in parts; one that was broken off is completed by running it again.

    Example: partnergraph load union_state
    """
    sources = named_sources(loaders, data or (), node_type=node_type, edge_type=edge_type, directed=directed)
    if dry_run:
        check_sources(sources, strict=strict)
        return
    from partnergraph.database.loads.load import LoadOptions

    with ExitStack() as stack:
        load_and_print(stack, database, sources, LoadOptions(strict, prune, force, recheck), style.value)


@app.command()
def check(
    loaders: LoadersArgument,
    data: DataOption = None,
    node_type: UntypedNodeOption = None,
    edge_type: UntypedEdgeOption = None,
    *,
    directed: DirectionOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings and on rows that are left out.")] = False,
) -> None:
    """Validate loaders without a database; every fault is listed with file, row and column.

    Example: partnergraph check loaders/union_state
    """
    sources = named_sources(loaders, data or (), node_type=node_type, edge_type=edge_type, directed=directed)
    warnings = check_sources(sources, strict=strict)
    if warnings and strict:
        raise UsageError(f"{warnings} warning{'s' if warnings != 1 else ''}, and --strict was given")


app.command()(query)
app.command()(queries)
app.command()(rank)
app.command()(describe)
app.command()(gaps)
app.command()(export)
app.command()(init)
app.command()(resolve)


app.command()(render)


def main() -> None:
    """Run the command line: a fault of the user's is one clear line on standard error and exit status 2."""
    try:
        app()
    except PartnergraphError as error:
        say(f"partnergraph: {error}")
        sys.exit(2)
