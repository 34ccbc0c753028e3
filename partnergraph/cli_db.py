"""The commands `partnergraph db ...`, which keep the embedded database up, tell of it, and empty it."""

from __future__ import annotations

import typer

from partnergraph.options import Format, FormatOption

db = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The embedded database under ./.partnergraph.")


@db.command("start")
def db_start() -> None:
    """Start the embedded database and keep it up for notebooks and other clients; prints its URI."""
    from partnergraph.database.embedded import DEFAULT_FOLDER, start
    from partnergraph.output import say

    lease = start()
    print(lease.uri)  # noqa: T201
    say(f"database {lease.database}, users root and reader; passwords in {DEFAULT_FOLDER / 'credentials.json'}")
    say("it stays up until 'partnergraph db stop'")


@db.command("stop")
def db_stop() -> None:
    """Stop the embedded database."""
    from partnergraph.database.embedded import stop
    from partnergraph.output import say

    outcome = stop()
    say(f"{outcome}; it stops with the last of them" if outcome == "in use" else outcome)


@db.command("status")
def db_status(style: FormatOption = Format.table) -> None:
    """Tell whether the embedded database runs, and where."""
    from partnergraph.database.embedded import status
    from partnergraph.output import print_json, print_rows, say

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
    from partnergraph.database.embedded import reset
    from partnergraph.output import say

    aside = reset()
    say(f"the database is empty now; what it held is in {aside}" if aside else "there was no database yet")
