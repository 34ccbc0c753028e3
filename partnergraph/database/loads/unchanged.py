"""Whether a source is unchanged: its fingerprint is that of its last load, and nobody wrote the database since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnergraph.database import statements
from partnergraph.database.loads.load_report import unchanged_report
from partnergraph.database.loads.loader_record import all_records

if TYPE_CHECKING:
    from partnergraph.database.connection import Database
    from partnergraph.database.loads.load_report import LoadReport


def is_loaded_on_purpose(database: Database, loader: str) -> bool:
    """Tell whether somebody has loaded a loader whose mapping is a guess, and not only built from it."""
    mine = all_records(database.read(statements.LOADERS)).get(loader)
    return mine is not None and bool(mine.state.get("on_purpose"))


def report_if_unchanged(database: Database, loader: str, fingerprint: str) -> LoadReport | None:
    """Return the report of a load that has nothing to do, or None where that cannot be told without comparing.

    Nothing has to be done where the files are the same, no load has changed anything since, and the database holds as
    many nodes, sources and edges of each type as then. What somebody changed in place by other means is not seen.

    Args:
        database: Where it was loaded.
        loader: The name of the source.
        fingerprint: Of its files now, see `loading.fingerprint`.
    """
    if not fingerprint:
        return None
    known = all_records(database.read(statements.LOADERS))
    mine = known.get(loader)
    if mine is None or mine.unfinished or mine.state.get("fingerprint") != fingerprint:
        return None
    latest = max(each.revision for each in known.values())
    if mine.state["checked"] != latest or any(each.unfinished for each in known.values()):
        return None
    held = mine.state["held"]
    counted = database.read(statements.counts(sorted(held.keys() - statements.COUNTED)))
    if {row["kind"]: row["held"] for row in counted} != held:
        return None
    (noted,) = database.read(statements.LOADED_AT, {"loader": loader})
    return unchanged_report(loader, mine.state["read"], mine.state["refused"], noted["at"])
