"""The upgrade of the embedded database: the installed engine is another version than the one that wrote the data.

An older version's data are copied aside before the new engine opens them, since it may write what the old one cannot
read. A newer version's data are not opened at all.
"""

from __future__ import annotations

import json
import re
import shutil
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

from partnergraph.database.embedded.engine import DATABASE, EngineError, write_private, writing_told
from partnergraph.files import new_folder

if TYPE_CHECKING:
    from pathlib import Path

    from partnergraph.database.embedded.engine import EngineFiles

#: Of the free space, what a copy leaves for the work itself.
_ROOM: Final = 64 * 1024 * 1024
_VERSION: Final = re.compile(r"\d+(?:\.\d+)*")


def installed_version() -> str:
    """Return the version of the installed engine, as its wheel says: 26.10.2; "" where that cannot be told."""
    try:
        return _plain(version("arcadedb-embedded"))
    except PackageNotFoundError:
        return ""


def make_way_for(files: EngineFiles, installed: str) -> str:
    """Get the data ready for an engine of this version.

    Args:
        files: Of the database.
        installed: The engine's version.

    Returns:
        What to tell the user; "" where nothing happened.

    Raises:
        EngineError: The data were written by a newer engine, or there is no room for a copy.
    """
    written = written_version(files)
    if not written or not installed or _numbers(written) == _numbers(installed):
        return ""
    if _numbers(written) > _numbers(installed):
        raise EngineError(
            f"the data in {files.data} were written by engine {written}, and {installed} is installed; nothing was "
            "touched. Install the newer partnergraph again, or move the data: 'db dump' with the newer, 'db reset' and "
            "'db restore' with this one"
        )
    aside = _free_name(files.folder, f"before-upgrade-from-{written}")
    size = sum(path.stat().st_size for path in files.data.rglob("*") if path.is_file())
    if shutil.disk_usage(files.folder).free < size + _ROOM:
        raise EngineError(
            f"the data in {files.data} were written by engine {written}; before {installed} opens them they are "
            f"copied, and there is no room for {size // 2**20 + 1} MB. Nothing was touched; make room and try again"
        )
    for broken_off in files.folder.glob(f".{aside.name}.*.part"):  # by a keeper that was killed
        shutil.rmtree(broken_off, ignore_errors=True)
    with writing_told(), new_folder(aside) as part:
        shutil.copytree(files.data, part / files.data.name)
        shutil.copy2(files.credentials, part)
    return f"the engine was upgraded from {written} to {installed}; the data as they were are in {aside}"


def written_version(files: EngineFiles) -> str:
    """Return the version of the engine that last opened the data; "" where there are none, or they do not tell."""
    if not (files.data / "databases" / DATABASE).is_dir():
        return ""
    try:
        return _plain(_marker(files).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        pass  # data of a time before this was noted: the engine's own schema says who made it
    try:
        schema = json.loads((files.data / "databases" / DATABASE / "schema.json").read_text(encoding="utf-8"))
        return _plain(str(schema.get("dbmsVersion", "")))
    except (OSError, ValueError, AttributeError):
        return ""


def note_version(files: EngineFiles, installed: str) -> None:
    """Note which engine opened the data."""
    if installed:
        write_private(_marker(files), f"{installed}\n")


def _marker(files: EngineFiles) -> Path:
    return files.data / "engine-version"


def _plain(version: str) -> str:
    match = _VERSION.match(version)
    return match.group() if match else ""


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def _free_name(folder: Path, name: str) -> Path:
    number, path = 1, folder / name
    while path.exists():
        number, path = number + 1, folder / f"{name}-{number + 1}"
    return path
