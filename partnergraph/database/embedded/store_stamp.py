"""The stamp of the embedded database: the names, sizes and times of its files, which change with every commit.

Whoever commits, by whatever client, the engine writes first to its log and then to the files of the records. While
the engine runs its log grows with each commit; when it has ended the log is gone and the files are what they are.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from typing import TYPE_CHECKING, Final

from partnergraph.database.embedded.engine import DATABASE

if TYPE_CHECKING:
    from partnergraph.database.embedded.engine import EngineFiles

#: What the engine writes when it opens and closes a store in which nobody wrote.
_OF_OPENING: Final = frozenset({"database.lck", "last-tx-id.bin", "statistics.json", "schema.prev.json"})
_LOG: Final = ".wal"
#: The clock by which a system stamps its files ticks every 10 ms at the slowest: what was written before that long
#: has another time than what is written now.
_TICK: Final = 0.05
_SECOND: Final = 1_000_000_000

#: Name, size and time of a file.
_Stamp = tuple[str, int, int]


def store_stamp(files: EngineFiles) -> str:
    """Return what stands for the store as it is, "" where that cannot be told for sure.

    It cannot where a file was written this very moment, where the file system tells whole seconds only, and on
    Windows, which notes the time of a file that is open when it likes.
    """
    if sys.platform == "win32":
        return ""
    stamps = _stamps(files)
    if _is_fresh(stamps):
        time.sleep(_TICK)
        if stamps != (stamps := _stamps(files)) or _is_fresh(stamps):
            return ""
    if not stamps or all(moment % _SECOND == 0 for _, _, moment in stamps):
        return ""
    return hashlib.blake2b(repr(stamps).encode(), digest_size=16).hexdigest()


def _is_fresh(stamps: list[_Stamp]) -> bool:
    """Tell whether the newest file is so new that another write might not be told from it; or of the future."""
    newest = max((moment for _, _, moment in stamps), default=0)
    return time.time_ns() - newest < _TICK * _SECOND


def _stamps(files: EngineFiles) -> list[_Stamp]:
    """Return the stamps of the files that hold something; none where one of them cannot be looked at."""
    try:
        with os.scandir(files.data / "databases" / DATABASE) as entries:
            found = [(entry.name, entry.stat()) for entry in entries if entry.name not in _OF_OPENING]
    except OSError:  # it was just removed, as a log is that has been worked off
        return []
    return sorted(
        (name, told.st_size, told.st_mtime_ns) for name, told in found if told.st_size or not name.endswith(_LOG)
    )
