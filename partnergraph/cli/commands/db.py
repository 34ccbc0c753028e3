"""The commands `partnergraph db ...`, which keep the embedded database up, tell of it, and empty it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partnergraph.cli.options import DatabaseOption, Format, FormatOption
from partnergraph.cli.shared import connected

db = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The embedded database under ./.partnergraph; dump and restore work with a server too.",
)


@db.command("start")
def db_start() -> None:
    """Start the embedded database and keep it up for notebooks and other clients; prints its URI."""
    from partnergraph.database.embedded.client import DEFAULT_FOLDER, start
    from partnergraph.messages import say

    lease = start()
    print(lease.uri)  # noqa: T201
    say(f"database {lease.database}, users root and reader; passwords in {DEFAULT_FOLDER / 'credentials.json'}")
    say("it stays up until 'partnergraph db stop'")


@db.command("stop")
def db_stop() -> None:
    """Stop the embedded database."""
    from partnergraph.database.embedded.client import stop
    from partnergraph.messages import say

    outcome = stop()
    say(f"{outcome}; it stops with the last of them" if outcome == "in use" else outcome)


@db.command("status")
def db_status(style: FormatOption = Format.table) -> None:
    """Tell whether the embedded database runs, and where."""
    from partnergraph.cli.printing import print_json, print_rows
    from partnergraph.database.embedded.client import status
    from partnergraph.messages import say

    found = status()
    shown = {"running": bool(found)} | {
        name: found[name] for name in ("uri", "database", "engine", "kept", "leases") if name in found
    }
    if style is Format.json:
        print_json(shown)
    elif found:
        print_rows(tuple(shown), [tuple(shown.values())], style.value)
    else:
        say("not running")


@db.command("reset")
def db_reset() -> None:
    """Begin with an empty embedded database; the present one is moved aside, not deleted."""
    from partnergraph.database.embedded.client import reset
    from partnergraph.messages import say

    aside = reset()
    say(f"the database is empty now; what it held is in {aside}" if aside else "there was no database yet")


@db.command("dump")
def db_dump(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the graph goes.")],
    database: DatabaseOption = None,
) -> None:
    """Write the whole graph into one file, from which 'db restore' fills an empty database on any engine.

    Example: partnergraph db dump graph.dump
    """
    from partnergraph.database.dumps.dump import dump
    from partnergraph.messages import say

    with connected(database) as connection:
        counts = dump(connection, file)
    say(f"wrote {file}: {_told(counts)}")
    if counts["other"]:
        say(f"warning: {counts['other']} nodes and edges that partnergraph did not write are not in it")


@db.command("restore")
def db_restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What 'db dump' wrote.")],
    database: DatabaseOption = None,
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Delete what the database holds.")] = False,
) -> None:
    """Fill an empty database from a file that 'db dump' wrote, on whichever engine.

    Example: partnergraph db restore graph.dump --database bolt://localhost:7687
    """
    from partnergraph.database.dumps.dump import restore
    from partnergraph.messages import say

    with connected(database) as connection:
        counts = restore(connection, file, replace=replace)
        say(f"restored into {connection.address}: {_told(counts)}")


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts[kind]} {kind}s" for kind in ("node", "edge", "source", "loader"))
