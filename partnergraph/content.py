"""The folders of content (loaders, queries): the current project's own come before those that the package carries."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
#: In the wheel the content lies inside the package, in a source checkout beside it.
_CARRIED: Final = (_PACKAGE / "content", _PACKAGE.parent)


def carried_folder(name: str) -> Path:
    """Return the folder `loaders`, `cypher` or `notebooks` that travels with the package."""
    return next((root / name for root in _CARRIED if (root / name).is_dir()), _CARRIED[0] / name)


def carried_file(name: str) -> Path:
    """Return a file that travels with the package: `docker-compose.yml`."""
    return next((root / name for root in _CARRIED if (root / name).is_file()), _CARRIED[0] / name)


def content_folders(name: str, project: Path | None = None) -> tuple[Path, ...]:
    """Return the folders to look in, the project's own first.

    Args:
        name: `loaders`, `cypher` or `notebooks`.
        project: The project's folder; the current one where not given.
    """
    own = (project or Path.cwd()) / name
    carried = carried_folder(name)
    folders = [own] if own.is_dir() else []
    if carried.is_dir() and (not folders or not carried.samefile(own)):
        folders.append(carried)
    return tuple(folders)
