"""The revision of a database: what changes with every commit, whoever made it, and where the snapshot of it lies."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER_VARIABLE: Final = "PARTNERGRAPH_CACHE"


@dataclass(frozen=True)
class Revision:
    """Where a database stands.

    Attributes:
        database: What tells it from every other; nothing secret.
        state: Changes with every commit, whoever made it.
        snapshot: The file for the snapshot of it, in a folder that is for its owner only.
    """

    database: str
    state: str
    snapshot: Path


def cache_folder() -> Path:
    """Return the folder for what can be made again: PARTNERGRAPH_CACHE, else where the system wants it for a user."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named).absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "partnergraph" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "partnergraph"
    # A relative path is to be taken for none, says the XDG Base Directory Specification.
    system = Path(os.environ.get("XDG_CACHE_HOME") or "")
    return (system if system.is_absolute() else Path.home() / ".cache") / "partnergraph"
