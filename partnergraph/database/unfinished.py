"""Unfinished loads: they are under way or were broken off, and the database has only a part of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from partnergraph.database.connection import Database

_UNFINISHED: Final = (
    "MATCH (l:Loader) WHERE l.unfinished IS NOT NULL RETURN l.id AS id, l.unfinished AS begun ORDER BY id LIMIT 1"
)


def unfinished_load(database: Database) -> str:
    """Say which load has not come to its end, and what to do; "" where all have."""
    for row in database.read(_UNFINISHED):
        return (
            f"the load of {row['id']} that began on {row['begun']} has not come to its end, so a part is missing; "
            f"wait for it, or if it was broken off, complete it with 'partnergraph load {row['id']}'"
        )
    return ""
