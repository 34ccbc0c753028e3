"""The `partnergraph` command: parse, call, print. What is slow to import is imported where it is used."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partnergraph.cli_db import db
from partnergraph.cli_describe import describe, gaps
from partnergraph.cli_query import queries, query
from partnergraph.cli_rank import print_ranking, rank
from partnergraph.cli_shared import connected, read_from
from partnergraph.errors import InputError, PartnergraphError, UsageError
from partnergraph.options import (
    AsOfOption,
    CountryOption,
    DatabaseOption,
    Format,
    FormatOption,
    FromOption,
    LoaderOption,
    LoadersArgument,
    NodeTypeOption,
    StatusOption,
    ToOption,
    TypeOption,
)

if TYPE_CHECKING:
    from partnergraph.database.connection import Database
    from partnergraph.loading.catalogue import Loader
    from partnergraph.network import Network

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
) -> None:
    """Load the default loaders, print the hub ranking and write the page: the whole way.

    Example: partnergraph build
    """
    from partnergraph.database.reading import read_network
    from partnergraph.loading.catalogue import default_loaders, open_loader

    loaders = [open_loader(folder) for folder in default_loaders()]
    if not loaders:
        raise UsageError("there is no loader to build from: neither in ./loaders nor in the package")
    networks = _read_all(loaders)
    with connected(database) as connection:
        _load_all(connection, networks, style="table", prune=False, force=False)
        network = read_network(connection)
    print_ranking(network, by=["degree"], top=15, style="table")
    _write_page(network, output, loaders[0].title if len(loaders) == 1 else None)


@app.command()
def load(
    loaders: LoadersArgument,
    database: DatabaseOption = None,
    style: FormatOption = Format.table,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check only.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Delete what is no longer stated, withdrawn or not.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Accept a source that is much smaller than before.")] = False,
) -> None:
    """Read, check and write loaders to the database; a second load of the same source changes nothing.

    What a loader no longer states is withdrawn: marked with the time, gone from the default views, still there.

    Example: partnergraph load union_state
    """
    from partnergraph.loading.catalogue import open_loader

    networks = _read_all([open_loader(given) for given in loaders])
    if dry_run:
        _say_checked(networks)
        return
    with connected(database) as connection:
        _load_all(connection, networks, style=style.value, prune=prune, force=force)


@app.command()
def check(
    loaders: LoadersArgument,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
) -> None:
    """Validate loaders without a database; every fault is listed with file, row and column.

    Example: partnergraph check loaders/union_state
    """
    from partnergraph.loading.catalogue import open_loader

    networks = _read_all([open_loader(given) for given in loaders])
    warnings = _say_checked(networks)
    if warnings and strict:
        raise UsageError(f"{warnings} warning{'s' if warnings != 1 else ''}, and --strict was given")


app.command()(query)
app.command()(queries)
app.command()(rank)
app.command()(describe)
app.command()(gaps)


@app.command()
def render(
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the page goes.")] = Path("out/network.html"),
    title: Annotated[str | None, typer.Option("--title", help="What stands above the network.")] = None,
    database: DatabaseOption = None,
    types: TypeOption = None,
    node_types: NodeTypeOption = None,
    statuses: StatusOption = None,
    countries: CountryOption = None,
    loaders: LoaderOption = None,
    start: FromOption = None,
    end: ToOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Write the network as one interactive HTML page that opens without a network connection.

    Example: partnergraph render -o twins.html --type TWINNING
    """
    from partnergraph.dates import last_day

    for given in (start, end, as_of):
        if given is not None:
            last_day(given)  # a date that is none is said before a database is started
    network = read_from(database).filtered(
        types=types or (),
        node_types=node_types or (),
        statuses=statuses or (),
        countries=countries or (),
        loaders=loaders or (),
        start=start,
        end=end,
    )
    _write_page(network if as_of is None else network.as_of(as_of), output, title)


def _read_all(loaders: list[Loader]) -> list[tuple[Loader, Network]]:
    """Read all loaders; the faults of all of them are raised together."""
    from partnergraph.loading.catalogue import read_loader

    networks, findings = [], []
    for loader in loaders:
        try:
            networks.append((loader, read_loader(loader)))
        except InputError as error:
            findings += [replace(each, file=f"{loader.name}/{each.file}") for each in error.findings]
    if findings:
        raise InputError(findings)
    return networks


def _load_all(
    database: Database, networks: list[tuple[Loader, Network]], *, style: str, prune: bool, force: bool
) -> None:
    from partnergraph.database.writing import load as write
    from partnergraph.output import print_rows, say

    rows = []
    for loader, network in networks:
        report = write(database, network, loader, prune=prune, force=force)
        if network.warnings:
            say(f"{loader.name}: {len(network.warnings)} warnings; 'partnergraph check {loader.name}' lists them")
        rows += [(loader.name, kind, *counts.values()) for kind, counts in report.counts.items()]
        columns = ("loader", "what", *report.counts["edges"])
    print_rows(columns, rows, style)


def _say_checked(networks: list[tuple[Loader, Network]]) -> int:
    """Say what the checks found; return the number of warnings."""
    from partnergraph.output import say

    for loader, network in networks:
        for warning in network.warnings:
            say(f"warning: {warning}")
        sources = sum(network.sources["id"] != loader.source_id)
        sizes = f"{len(network.nodes)} nodes, {len(network.edges)} edges, {sources} sources"
        count = len(network.warnings)
        say(f"{loader.name}: {sizes}; no fault, {count or 'no'} warning{'s' if count != 1 else ''}")
    return sum(len(network.warnings) for _, network in networks)


def _write_page(network: Network, output: Path, title: str | None) -> None:
    from partnergraph.analysis.hubs import rank as rank_hubs
    from partnergraph.output import say
    from partnergraph.view.page import render as write_page

    # The page shows the same ranking as `rank` prints, so that the two can be held against each other.
    hubs = rank_hubs(network)
    path = write_page(network, output, hubs=hubs, **({"title": title} if title else {}))
    say(f"wrote {path}; open it in a browser")


def main() -> None:
    """Run the command line: a fault of the user's is one clear line on standard error and exit status 2."""
    try:
        app()
    except PartnergraphError as error:
        sys.stderr.write(f"partnergraph: {error}\n")
        sys.exit(2)
