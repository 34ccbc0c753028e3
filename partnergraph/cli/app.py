"""The `partnergraph` command: parse, call, print. What is slow to import is imported where it is used."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from functools import wraps
from pathlib import Path  # noqa: TC003  typer reads it at run time
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import typer

from partnergraph.cli.commands.add import add
from partnergraph.cli.commands.build import build
from partnergraph.cli.commands.check import check
from partnergraph.cli.commands.db import db
from partnergraph.cli.commands.describe import describe
from partnergraph.cli.commands.export import export
from partnergraph.cli.commands.gaps import gaps
from partnergraph.cli.commands.init import init
from partnergraph.cli.commands.load import load
from partnergraph.cli.commands.loaders import loaders
from partnergraph.cli.commands.query import queries, query
from partnergraph.cli.commands.rank import rank
from partnergraph.cli.commands.render import render
from partnergraph.cli.commands.resolve import resolve
from partnergraph.errors import PartnergraphError, UsageError
from partnergraph.files import said_by_system
from partnergraph.messages import log_as_json, say, show_what_it_can

if TYPE_CHECKING:
    from collections.abc import Callable


class LogFormat(StrEnum):
    """How messages are written."""

    text = "text"
    json = "json"


#: In the order of `--help`.
COMMANDS = (build, load, loaders, check, query, queries, rank, describe, gaps, export, init, add, resolve, render)

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},  # every command has them from here
    help="A graph database of partnership networks: load, query with Cypher, rank hubs, open as one HTML page. "
    "Begin with: partnergraph build",
    epilog="Exit status: 0 done, 2 something given does not fit, 3 nothing was loaded, 4 no database or an empty one, "
    "5 refused (a query that writes or cannot be read, a load that would lose most facts), 6 timed out.",
)
app.add_typer(db, name="db")


@app.callback(invoke_without_command=True)
def options(
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
    project: Annotated[
        Path | None,
        typer.Option(
            "--project",
            metavar="DIR",
            help="Work in this folder, as if the command were given there: its loaders, queries, database and out.",
        ),
    ] = None,
    log_format: Annotated[
        LogFormat, typer.Option("--log-format", help="How messages on standard error are written.")
    ] = LogFormat.text,
) -> None:
    """A graph database of partnership networks."""
    if log_format is LogFormat.json:
        log_as_json()
    if project is not None:
        if not project.is_dir():
            raise UsageError(f"--project {project}: there is no such folder")
        os.chdir(project)
    if version:
        from partnergraph import __version__

        print(__version__)  # noqa: T201
        raise typer.Exit


#: What a number of an option may be at most: what every library and database below can count to.
_LARGEST_NUMBER: Final = 2**31 - 1


def bounded(command: Callable[..., None]) -> Callable[..., None]:
    """Refuse numbers that no library below can hold, whichever option of a command they are given to."""

    @wraps(command)
    def with_bounds(*args: Any, **values: Any) -> None:  # noqa: ANN401  options of several kinds
        for name, value in values.items():
            number = value if isinstance(value, (int, float)) and not isinstance(value, bool) else 0
            if not -_LARGEST_NUMBER <= number <= _LARGEST_NUMBER:  # which no "nan" is either
                raise UsageError(
                    f"--{name.replace('_', '-')} {str(value)[:40]}: give a number of at most {_LARGEST_NUMBER:,}"
                )
        command(*args, **values)

    return with_bounds


for command in COMMANDS:
    app.command()(bounded(command))


def main() -> None:
    """Run the command line: a fault is one clear line on standard error, and its kind is the exit status."""
    show_what_it_can()
    try:
        app()
    except PartnergraphError as error:
        _end(str(error), error.exit_status)
    except BrokenPipeError:
        # Who reads us has read enough, as head does; Python would complain of it once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (OSError, UnicodeError) as error:
        place = f"{error.filename}: " if isinstance(error, OSError) and error.filename else ""
        _end(f"{place}{said_by_system(error)}")
    except RecursionError:
        _end("something that was given, or answered, is nested too deep; give or ask for its parts")
    except MemoryError:
        _end("there is not enough memory for this; give or ask for less")


def _end(message: str, status: int = 2) -> NoReturn:
    say(f"partnergraph: {message}")
    sys.exit(status)
