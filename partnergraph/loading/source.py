"""A source as somebody named it: a loader's folder or a graph file, which alone is decided here.

Whether a source has changed can be told before it is read.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from partnergraph.errors import PartnergraphError
from partnergraph.loader import MANIFEST, Loader
from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.fingerprint import fingerprint
from partnergraph.loading.graph_files import GraphDefaults, GraphFile, is_graph_file, open_graph
from partnergraph.loading.sparql import kept_result

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class NamedSource:
    """A source that is to be read.

    Attributes:
        origin: A loader, or a graph file that has not been read yet.
        data: Files to read instead of those that a mapping names.
    """

    origin: Loader | GraphFile
    data: tuple[Path, ...] = ()

    @property
    def name(self) -> str:
        """The loader's name."""
        return self.origin.name

    @property
    def place(self) -> Path:
        """The file, or the folder of the loader.toml."""
        return self.origin.path.resolve() if isinstance(self.origin, GraphFile) else self.origin.folder

    @property
    def is_guessed(self) -> bool:
        """Whether its mapping is a guess that nobody has confirmed."""
        return isinstance(self.origin, Loader) and self.origin.guessed

    @property
    def is_graph_file(self) -> bool:
        """Whether it is a single file, whose faults are told with the file's own name alone."""
        return isinstance(self.origin, GraphFile)

    @property
    def mark(self) -> str:
        """A mark of where it lies, which does not tell the folders of whoever loaded it."""
        return hashlib.blake2b(str(self.place).encode(errors="surrogatepass"), digest_size=8).hexdigest()

    def fingerprint(self) -> str:
        """Return the fingerprint of its files, "" where that cannot be told without reading or asking."""
        data = self.data
        if isinstance(self.origin, Loader) and self.origin.sparql and not data:
            try:
                kept = kept_result(self.origin.sparql, self.origin.folder, where=str(self.origin.folder / MANIFEST))
            except PartnergraphError:
                return ""  # whoever reads it says what is wrong
            data = (kept,) if kept else ()
        return fingerprint(self.origin, data)


def named_source(
    given: str | Path | Loader, data: Sequence[Path] = (), defaults: GraphDefaults | None = None
) -> NamedSource:
    """Find a source, and read no more of it than a loader.toml.

    Args:
        given: A loader, its name, its folder, its loader.toml, or a graph file.
        data: Files to read instead of those that a mapping names.
        defaults: What counts where a graph file does not say it.

    Raises:
        UsageError: There is no such source, or its loader.toml cannot be read.
        InputError: Its loader.toml cannot be used; it carries every fault.
    """
    if isinstance(given, Loader):
        return NamedSource(given, tuple(data))
    if is_graph_file(given):
        return NamedSource(GraphFile(Path(given), defaults or GraphDefaults()), tuple(data))
    return NamedSource(open_loader(given), tuple(data))


def open_source(given: str | Path) -> Loader:
    """Find a source and open it as a loader: of a folder only its loader.toml is read, of a graph file all of it.

    Args:
        given: A loader's name, its folder, its loader.toml, or a graph file.

    Raises:
        UsageError: There is no such source, or a file cannot be read.
        InputError: What it says cannot be used; it carries every finding.
    """
    return open_graph(given) if is_graph_file(given) else open_loader(given)


def is_loader_folder(given: str | Path) -> bool:
    """Tell whether a path is a folder with a loader.toml, such as an export to CSV."""
    return (Path(given) / MANIFEST).is_file()
