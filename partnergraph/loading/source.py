"""A source as somebody named it: whether it has changed can be told before it is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from partnergraph.errors import UsageError
from partnergraph.loading.catalogue import MANIFEST, Loader, open_loader, read_source
from partnergraph.loading.fingerprint import fingerprint
from partnergraph.loading.graph_files import GraphDefaults, GraphFile, is_graph_file, open_graph
from partnergraph.loading.sparql import kept_result, saved_result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnergraph.loading.mapping import Reading


@dataclass(frozen=True)
class ReadSource:
    """A source that was read.

    Attributes:
        loader: The source itself.
        reading: What it states, and what was left out.
        fingerprint: Of its files just before they were read, see `loading.fingerprint`; "" where there is none.
    """

    loader: Loader
    reading: Reading
    fingerprint: str


@dataclass(frozen=True)
class GivenSource:
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
    def is_graph_file(self) -> bool:
        """Whether it is a single file, whose faults are told with the file's own name alone."""
        return isinstance(self.origin, GraphFile)

    def fingerprint(self) -> str:
        """Return the fingerprint of its files, "" where that cannot be told without reading or asking."""
        data = self.data
        if isinstance(self.origin, Loader) and self.origin.sparql and not data:
            try:
                kept = kept_result(self.origin.sparql, self.origin.folder, where=str(self.origin.folder / MANIFEST))
            except UsageError:
                return ""  # whoever reads it says what is wrong
            data = (kept,) if kept else ()
        return fingerprint(self.origin, data)

    def read(self) -> ReadSource:
        """Read it and check what it states.

        Raises:
            UsageError: A file cannot be read or used.
            InputError: What it states breaks a rule; it carries every finding.
        """
        if isinstance(self.origin, GraphFile):
            mark = fingerprint(self.origin, self.data)
            loader = open_graph(self.origin.path, self.origin.defaults)
            return ReadSource(loader, read_source(loader, self.data), mark)
        loader, data = self.origin, self.data
        if loader.sparql and not data:
            data = (saved_result(loader.sparql, loader.folder, where=str(loader.folder / MANIFEST)),)
            loader = open_loader(loader.folder)  # asking may take long, and what was written meanwhile counts
        mark = fingerprint(loader, data)
        return ReadSource(loader, read_source(loader, data), mark)


def given_source(
    given: str | Path | Loader, data: Sequence[Path] = (), defaults: GraphDefaults | None = None
) -> GivenSource:
    """Find a source, and read no more of it than a loader.toml.

    Args:
        given: A loader, its name, its folder, its loader.toml, or a graph file.
        data: Files to read instead of those that a mapping names.
        defaults: What counts where a graph file does not say it.

    Raises:
        UsageError: There is no such source, or its loader.toml cannot be used.
    """
    if isinstance(given, Loader):
        return GivenSource(given, tuple(data))
    if is_graph_file(given):
        return GivenSource(GraphFile(Path(given), defaults or GraphDefaults()), tuple(data))
    return GivenSource(open_loader(given), tuple(data))
