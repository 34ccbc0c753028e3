"""Opening a graph file, or an export of partnergraph's own, as a loader and its Network."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError
from partnergraph.loader import MANIFEST, NAME_FORM, Loader
from partnergraph.loading.graph_files.node_table import join_table
from partnergraph.loading.graph_files.raw_graph import FoundGraph, require_readable
from partnergraph.loading.graph_files.readers.dl import read_dl
from partnergraph.loading.graph_files.readers.edge_lists import read_edge_list
from partnergraph.loading.graph_files.readers.exported_tables import read_parquet, read_workbook
from partnergraph.loading.graph_files.readers.gexf import read_gexf
from partnergraph.loading.graph_files.readers.gml import read_gml
from partnergraph.loading.graph_files.readers.graphml import read_graphml
from partnergraph.loading.graph_files.readers.konect import is_konect, read_konect
from partnergraph.loading.graph_files.readers.node_link import read_node_link
from partnergraph.loading.graph_files.readers.pajek import read_pajek
from partnergraph.loading.graph_files.to_network import to_network
from partnergraph.loading.graph_files.types import given_edge_type, given_node_type
from partnergraph.naming import hint
from partnergraph.vocabulary import STANDARD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from partnergraph.network import Network

_READERS: Final[Mapping[str, Callable[[Path, str, str], FoundGraph]]] = {
    ".graphml": read_graphml,
    ".gexf": read_gexf,
    ".net": read_pajek,
    ".paj": read_pajek,
    ".edges": read_edge_list,
    ".edgelist": read_edge_list,
    ".txt": read_edge_list,
    ".mtx": read_edge_list,
    ".json": read_node_link,
    ".cyjs": read_node_link,
    ".gml": read_gml,
    ".dl": read_dl,
}
#: Exports that are tables, not graphs: they are read as they were written.
_EXPORTS: Final[Mapping[str, Callable[[Path, str], FoundGraph]]] = {".xlsx": read_workbook, ".parquet": read_parquet}
GRAPH_SUFFIXES: Final = (*_READERS, *_EXPORTS)


@dataclass(frozen=True)
class GraphDefaults:
    """What counts where a graph file does not say it.

    Attributes:
        node_type: The type of nodes without one; `Party` if not given.
        edge_type: The type of edges without one; `LINK` (undirected) or `ARC` (directed) if not given.
        directed: Whether the direction of edges counts, whatever the file says.
        name: The loader's name; made from the file's if not given.
        encoding: The encoding of a file of text; recognised if not given.
        attributes: Which attributes are which columns: `name=title`, `edges.type=relation`.
        node_table: A table with more of the nodes, in a column of which their ids or names stand.
    """

    node_type: str | None = None
    edge_type: str | None = None
    directed: bool | None = None
    name: str | None = None
    encoding: str = ""
    attributes: tuple[str, ...] = ()
    node_table: Path | None = None

    def __post_init__(self) -> None:
        if self.node_type:
            given_node_type(self.node_type)
        if self.edge_type:
            given_edge_type(self.edge_type)
        if self.name and not NAME_FORM.fullmatch(self.name):
            raise UsageError(f"{self.name!r} cannot name a loader: use lower-case letters, digits, hyphen, underscore")


@dataclass(frozen=True)
class GraphFile:
    """A graph file that has not been read yet.

    Attributes:
        path: The file, or the folder of an export to Parquet.
        defaults: What counts where it does not say it.
    """

    path: Path
    defaults: GraphDefaults = GraphDefaults()

    @property
    def name(self) -> str:
        """The name of the loader that it is by itself."""
        if self.defaults.name:
            return self.defaults.name
        stem = self.path.name.removeprefix("out.") if self.path.name.startswith("out.") else self.path.stem
        return re.sub(r"[^a-z0-9_-]+", "_", stem.casefold()).strip("_-") or "graph"

    @property
    def folder(self) -> Path:
        """The folder in which it lies, and decisions on its names with it."""
        return self.path.resolve().parent

    @property
    def files(self) -> tuple[Path, ...]:
        """Whatever is read of it."""
        graph = tuple(sorted(self.path.iterdir())) if self.path.is_dir() else (self.path,)
        return (*graph, self.defaults.node_table) if self.defaults.node_table else graph


def is_graph_file(given: str | Path) -> bool:
    """Tell whether a path is a graph file or an export that can be loaded by itself, without a loader.toml."""
    path = Path(given)
    if path.is_dir():
        return path.suffix.casefold() == ".parquet" and not (path / MANIFEST).is_file()
    return path.is_file() and (path.suffix.casefold() in GRAPH_SUFFIXES or path.name.startswith("out."))


def open_graph(given: str | Path, defaults: GraphDefaults | None = None) -> Loader:
    """Read a graph file as a loader by itself, with what it says as `stated`.

    Args:
        given: The file.
        defaults: What counts where the file does not say it.

    Raises:
        UsageError: There is no such file, it is of no known form, or not safe to read.
        InputError: What it says breaks a rule of the tables; it carries every finding.
    """
    loader, network = read_graph_file(GraphFile(Path(given), defaults or GraphDefaults()))
    return replace(loader, vocabulary=network.vocabulary, stated=network)


def read_graph_file(file: GraphFile) -> tuple[Loader, Network]:
    """Read a graph file: the loader that it is by itself, and what it states.

    Args:
        file: The file, with what counts where it does not say it.

    Raises:
        UsageError: There is no such file, it is of no known form, or not safe to read.
        InputError: What it says breaks a rule of the tables; it carries every finding.
    """
    path, defaults = file.path, file.defaults
    if not path.exists():
        raise UsageError(f"there is no file {path}")
    if not is_graph_file(path):
        suffix = path.suffix.casefold()
        raise UsageError(f"{path} is no graph file that can be read; {hint(suffix, (*GRAPH_SUFFIXES, 'out.*'))}")
    found = _read(path, defaults.encoding)
    if defaults.directed is not None:
        for edge in found.edges:
            edge.directed = defaults.directed
    loader = _loader(file, found)
    if not found.nodes:
        raise UsageError(f"{found.file}: there is no node in it")
    if defaults.node_table is not None:
        said = (each.partition("=") for each in defaults.attributes)
        join_table(found, defaults.node_table, [name for column, _, name in said if column in {"name", "nodes.name"}])
    network = to_network(
        found,
        name=loader.name,
        source_id=loader.source_id,
        title=loader.title,
        node_type=defaults.node_type,
        edge_type=defaults.edge_type,
        attributes=defaults.attributes,
    )
    return loader, network


def _read(path: Path, encoding: str) -> FoundGraph:
    file = path.name
    suffix = path.suffix.casefold()
    reader = _READERS.get(suffix, read_konect)
    if path.is_file():
        require_readable(path, file)
        if reader is read_edge_list and is_konect(path):
            reader = read_konect
    try:
        return _EXPORTS[suffix](path, file) if suffix in _EXPORTS else reader(path, file, encoding)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} cannot be read as {error.encoding}; say which with --encoding") from None
    except MemoryError:
        raise UsageError(f"{file}: it needs more memory than there is; load it in parts") from None


def _loader(file: GraphFile, found: FoundGraph) -> Loader:
    """Return the loader that a file is by itself: called like the file, with what it says of itself."""
    called = file.path.name
    title = f"{found.title} ({called})" if found.title and found.title != called else called
    return Loader(
        name=file.name,
        folder=file.folder,
        title=title,
        licence="not stated in the file",
        who="not stated in the file",
        when=found.when or "not stated in the file",
        url="",
        tables={},
        vocabulary=STANDARD,
    )
