"""The snapshot of a database: the network as it was read last, taken only where the database stands where it stood.

Whoever reads asks the database first what its revision is, which changes with every commit, whoever made it. What was
read is kept only where the revision before the reading is that after it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import astuple
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from partnergraph.database.declared_types import declared_vocabulary
from partnergraph.database.snapshots.columns_file import DamagedError, read_frames, read_header, write_frames
from partnergraph.errors import Finding, UsageError
from partnergraph.files import new_file, private_folder, require_regular
from partnergraph.messages import say
from partnergraph.network import EDGE_EXTRA, Network

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnergraph.database.snapshots.revision import Revision
    from partnergraph.vocabulary import Vocabulary

#: Switches snapshots off where it says `off`.
SWITCH: Final = "PARTNERGRAPH_SNAPSHOT"
#: With less room than this on the disk none is written.
_ROOM: Final = 512 * 1024 * 1024
_FORM: Final = 1
_PACKAGE: Final = Path(__file__).resolve().parents[2]
#: What makes a Network of rows, and says when a fact holds: with other code, the same rows may make another.
_MAKERS: Final = ("*.py", "checks/*.py", "network/*.py", "tables/*.py", "database/*.py", "database/snapshots/*.py")
_TABLES: Final[dict[str, tuple[str, ...]]] = {"nodes": (), "edges": EDGE_EXTRA, "sources": ()}


def is_wanted() -> bool:
    """Tell whether snapshots are to be used: unless the environment says that they are not."""
    return os.environ.get(SWITCH, "").strip().lower() not in {"off", "no", "0", "false"}


def network_of_snapshot(revision: Revision) -> Network | None:
    """Return the network of a database that stands at a revision; None where no snapshot tells.

    One that is damaged, or of another database, is said and left aside.

    Args:
        revision: Where the database stands now.
    """
    path = revision.snapshot
    if not os.path.lexists(path):
        return None
    try:
        require_regular(path)
        header = read_header(path)
        is_present = header["maker"] == _maker() and header["state"] == revision.state
        if header["database"] == revision.database:
            return _network(header, path) if is_present else None
        why = "it is of another database"
    except (DamagedError, UsageError) as error:
        why = str(error)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        why = f"{type(error).__name__}: {error}"
    say(f"the snapshot {path} cannot be used ({why}); the database itself is read")
    return None


def keep_snapshot(network: Network, declared: Sequence[str], revision: Revision) -> None:
    """Keep what was read of a database; where it cannot be written, that is said and nothing is kept.

    Args:
        network: All that the database holds.
        declared: What each loader's own node says of its types.
        revision: Where the database stood before and after it was read.
    """
    path = revision.snapshot
    header = {
        "maker": _maker(),
        "database": revision.database,
        "state": revision.state,
        "declared": list(declared),
        "warnings": [astuple(warning) for warning in network.warnings],
    }
    frames = {"nodes": network.nodes, "edges": network.edges, "sources": network.sources}
    try:
        private_folder(path.parent)
        if shutil.disk_usage(path.parent).free < _ROOM:
            return
        with new_file(path, mode=0o600) as part:
            write_frames(part, frames, header)
    except (UsageError, OSError) as error:
        say(f"no snapshot of the database is kept, so the next command reads it again: {error}")


def _network(header: dict[str, Any], path: Path) -> Network:
    vocabulary = declared_vocabulary(header["declared"])
    frames = read_frames(path)
    for table in _TABLES:
        if list(frames[table].columns) != _columns(table, vocabulary):
            raise DamagedError(f"its {table} have other columns")
    warnings = tuple(Finding(*each) for each in header["warnings"])
    return Network(frames["nodes"], frames["edges"], frames["sources"], vocabulary, warnings)


def _columns(table: str, vocabulary: Vocabulary) -> list[str]:
    return [*(column.name for column in vocabulary.columns_of(table)), *_TABLES[table]]


@cache
def _maker() -> str:
    """Return what stands for the code that makes a Network of rows, by the stamps of its files."""
    stamps = [
        (path.relative_to(_PACKAGE).as_posix(), path.stat().st_size, path.stat().st_mtime_ns)
        for pattern in _MAKERS
        for path in sorted(_PACKAGE.glob(pattern))
    ]
    told = (_FORM, version("partnergraph"), version("pandas"), stamps)
    return hashlib.blake2b(repr(told).encode(), digest_size=16).hexdigest()
