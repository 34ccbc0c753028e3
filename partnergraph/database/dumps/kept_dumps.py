"""The newest few dumps made after loads: the way back from a damaged store, or from a load that was a mistake."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from partnergraph.database.dumps.dump import dump
from partnergraph.errors import UsageError
from partnergraph.files import private_folder

if TYPE_CHECKING:
    from pathlib import Path

    from partnergraph.database.connection import Database

#: Names of kept dumps sort as their times do; others in the folder are left alone.
_NAMES: Final = "after-load-*.dump"


def keep_dump(database: Database, folder: Path, most: int) -> Path:
    """Dump the graph into a folder, and delete older dumps that were kept there before.

    Args:
        database: What to dump.
        folder: Where dumps are kept; closed to other users.
        most: How many stay there, this one among them; 1 or more.

    Returns:
        The new file. No older one is deleted before it is whole.

    Raises:
        UsageError: `most` is below 1, the graph is empty or unfinished, or the file cannot be written.
        DatabaseError: The server is gone, or the graph changed meanwhile.
    """
    if most < 1:
        raise UsageError(f"--keep {most}: give how many dumps to keep, 1 or more")
    private_folder(folder.parent)
    private_folder(folder)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    path = folder / f"after-load-{moment}.dump"
    dump(database, path)
    for old in sorted(folder.glob(_NAMES), reverse=True)[most:]:
        old.unlink(missing_ok=True)
    return path
