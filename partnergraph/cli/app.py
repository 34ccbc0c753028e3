"""The `partnergraph` command: parse, call, print. What is slow to import is imported where it is used."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from partnergraph.cli.commands.build import build
from partnergraph.cli.commands.check import check
from partnergraph.cli.commands.db import db
from partnergraph.cli.commands.describe import describe
from partnergraph.cli.commands.export import export
from partnergraph.cli.commands.gaps import gaps
from partnergraph.cli.commands.init import init
from partnergraph.cli.commands.load import load
from partnergraph.cli.commands.query import queries, query
from partnergraph.cli.commands.rank import rank
from partnergraph.cli.commands.render import render
from partnergraph.cli.commands.resolve import resolve
from partnergraph.errors import PartnergraphError
from partnergraph.messages import say, show_what_it_can

#: In the order of `--help`.
COMMANDS = (build, load, check, query, queries, rank, describe, gaps, export, init, resolve, render)

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},  # every command has them from here
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


for command in COMMANDS:
    app.command()(command)


def main() -> None:
    """Run the command line: a fault of the user's is one clear line on standard error and exit status 2."""
    show_what_it_can()
    try:
        app()
    except PartnergraphError as error:
        say(f"partnergraph: {error}")
        sys.exit(2)
