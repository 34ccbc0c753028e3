"""The catalogue of loaders: finding the folder of a loader by its name or path.

A project's own loaders come before those of the package. What a loader.toml may say is in `loading.manifest`.
"""

from __future__ import annotations

from pathlib import Path

from partnergraph.content import content_folders
from partnergraph.errors import UsageError
from partnergraph.loader import MANIFEST, Loader
from partnergraph.loading.formats import TABLE_SUFFIXES
from partnergraph.loading.formats.gzip_text import unpacked_name
from partnergraph.loading.manifest import parsed_manifest, read_manifest
from partnergraph.naming import hint
from partnergraph.vocabulary import TABLES


def find_loaders(project: Path | None = None) -> dict[str, Path]:
    """Return the folder of each loader that can be named, the project's own before those of the package.

    Args:
        project: The project's folder; the current one where not given.
    """
    found: dict[str, Path] = {}
    for root in content_folders("loaders", project):
        for manifest in sorted(root.glob(f"*/{MANIFEST}")):
            found.setdefault(manifest.parent.name, manifest.parent)
    return found


def default_loaders(project: Path | None = None) -> tuple[Path, ...]:
    """Return the loaders that `build` takes: the project's own where it has any, else those of the package.

    A loader that says `default = false` is only loaded where it is asked for.
    """
    for root in content_folders("loaders", project):
        folders = tuple(each.parent for each in sorted(root.glob(f"*/{MANIFEST}")) if _is_default(each))
        if folders:
            return folders
    return ()


def _is_default(manifest: Path) -> bool:
    try:
        return parsed_manifest(manifest).get("default") is not False
    except UsageError:
        return True  # what is wrong with it is said when it is opened


def open_loader(given: str | Path) -> Loader:
    """Find a loader's folder and read its manifest, not yet its tables.

    Args:
        given: A loader's name, its folder, or its loader.toml.

    Raises:
        UsageError: There is no such loader, or its manifest cannot be read.
        InputError: Its manifest cannot be used; it carries every fault.
    """
    folder = _loader_folder(given)
    manifest = folder / MANIFEST
    if not manifest.is_file():
        tables = [f"{table}.csv" for table in TABLES if (folder / f"{table}.csv").is_file()]
        how = f"; it has {', '.join(tables)}: add a {MANIFEST} with title, licence, who and when" if tables else ""
        raise UsageError(f"{folder} is no loader: there is no {MANIFEST} in it{how}")
    return read_manifest(manifest)


def _loader_folder(given: str | Path) -> Path:
    path = Path(given)
    known = find_loaders()
    if path.is_dir() and ((path / MANIFEST).is_file() or str(given) not in known):
        return path
    if path.is_file():
        if path.name == MANIFEST:
            return path.parent
        if unpacked_name(path).suffix.casefold() in TABLE_SUFFIXES and not (path.parent / MANIFEST).is_file():
            shown = f'"{path}"' if " " in str(path) else str(path)
            raise UsageError(
                f"{path} is a table, and what its columns mean is to be said first: partnergraph init my-network "
                f"--from {shown} makes a project with a guess"
            )
        raise UsageError(f"{path} is a single file; give the folder with its {MANIFEST}, here {path.parent}")
    if str(given) in known:
        return known[str(given)]
    raise UsageError(f"there is no loader or folder {str(given)!r}; {hint(str(given), known)}")
