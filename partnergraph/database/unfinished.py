"""Unfinished loads and restores: they are under way or were broken off, and the database has only a part of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from partnergraph.database.connection import Database

_UNFINISHED: Final = (
    "MATCH (l:Loader) WHERE l.unfinished IS NOT NULL RETURN l.id AS id, l.unfinished AS begun ORDER BY id LIMIT 1"
)

#: Stands in a database as long as a restore in several transactions is under way.
_RESTORE: Final = "MATCH (r:Restore) RETURN r.file AS file LIMIT 1"


def unfinished_restore(database: Database) -> str:
    """Say that a restore has not come to its end, and what to do; "" where none is under way."""
    for row in database.read(_RESTORE):
        return (
            "a restore into this database has not come to its end, so a part is missing; wait for it, or if it was "
            f"broken off, complete it with 'partnergraph db restore {row['file'] or 'FILE'}'"
        )
    return ""


def unfinished_load(database: Database) -> str:
    """Say which load or restore has not come to its end, and what to do; "" where all have."""
    if restore := unfinished_restore(database):
        return restore
    for row in database.read(_UNFINISHED):
        return (
            f"the load of {row['id']} that began on {row['begun']} has not come to its end, so a part is missing; "
            f"wait for it, or if it was broken off, complete it with 'partnergraph load {row['id']}'"
        )
    return ""
