"""The catalogue of loaders: finding a loader by name or folder, and reading its tables into a Network.

A loader is a folder with a `loader.toml` and its data:

    title = "What the source is called"
    licence = "CC BY 4.0"
    who = "Who made it"
    when = "2026"
    url = "https://..."            # optional

    [tables]                       # optional; these are the defaults
    nodes = "nodes.csv"
    edges = "edges.csv"
    sources = "sources.csv"

    [node_types.Fund]              # optional: types of its own
    doc = "A foundation that pays"
    colour = "#123456"
    is_place = false

    [edge_types.FUNDS]
    doc = "Money given"
    from = ["Fund"]
    to = ["City"]
    directed = true
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from partnergraph.content import content_folders
from partnergraph.errors import Finding, InputError, UsageError
from partnergraph.naming import nearest
from partnergraph.network import Network
from partnergraph.tables import RawTable, read_csv
from partnergraph.vocabulary import STANDARD, TABLES, EdgeType, NodeType, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

MANIFEST: Final = "loader.toml"
NAME_FORM: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")
_KEYS: Final = ("title", "licence", "who", "when", "url", "tables", "node_types", "edge_types")
_NODE_TYPE_KEYS: Final = tuple(field.name for field in fields(NodeType) if field.name != "name")
_EDGE_TYPE_KEYS: Final = ("doc", "from", "to", "directed", "colour", "is_partnership")


@dataclass(frozen=True)
class Loader:
    """A source that can be loaded.

    Attributes:
        name: The folder's name; edges carry it.
        folder: Where it lies.
        title: What the source is called.
        licence: Under which terms it may be used.
        who: Who made it.
        when: The year, or a date.
        url: Where it comes from.
        tables: File name of each canonical table.
        vocabulary: The standard types and the loader's own.
    """

    name: str
    folder: Path
    title: str
    licence: str
    who: str
    when: str
    url: str
    tables: Mapping[str, str]
    vocabulary: Vocabulary

    @property
    def source_id(self) -> str:
        """Id of the source that stands for the loader itself: what its nodes table says is cited to it."""
        return f"loader:{self.name}"


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
    """Return the loaders that `build` takes: the project's own where it has any, else those of the package."""
    for root in content_folders("loaders", project):
        folders = tuple(manifest.parent for manifest in sorted(root.glob(f"*/{MANIFEST}")))
        if folders:
            return folders
    return ()


def open_loader(given: str | Path) -> Loader:
    """Find a loader and read its manifest, not yet its tables.

    Args:
        given: A loader's name, its folder, or its loader.toml.

    Raises:
        UsageError: There is no such loader, or its manifest cannot be used.
    """
    folder = _loader_folder(given)
    manifest = folder / MANIFEST
    if not manifest.is_file():
        tables = [f"{table}.csv" for table in TABLES if (folder / f"{table}.csv").is_file()]
        hint = f"; it has {', '.join(tables)}: add a {MANIFEST} with title, licence, who and when" if tables else ""
        raise UsageError(f"{folder} is no loader: there is no {MANIFEST} in it{hint}")
    try:
        declared = tomllib.loads(manifest.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{manifest} cannot be read: {error}") from None
    return _from_manifest(folder.resolve(), declared, manifest)


def _loader_folder(given: str | Path) -> Path:
    path = Path(given)
    if path.is_dir():
        return path
    if path.is_file():
        if path.name == MANIFEST:
            return path.parent
        raise UsageError(f"{path} is a single file; give the folder with its {MANIFEST}, here {path.parent}")
    known = find_loaders()
    if str(given) in known:
        return known[str(given)]
    near = nearest(str(given), known)
    hint = f"did you mean {near}? " if near else ""
    raise UsageError(f"there is no loader or folder {str(given)!r}; {hint}known loaders: {', '.join(known) or 'none'}")


def _from_manifest(folder: Path, declared: Mapping[str, Any], manifest: Path) -> Loader:
    _only_known(declared, _KEYS, str(manifest))
    for key in ("title", "licence", "who", "when"):
        if not str(declared.get(key, "")).strip():
            raise UsageError(f"{manifest}: {key} is missing; every source says its title, licence, who and when")
    name = folder.name.lower().replace(" ", "_")
    if not NAME_FORM.fullmatch(name):
        raise UsageError(f"{folder}: a loader's folder is named with letters, digits, hyphen and underscore only")
    tables = declared.get("tables", {})
    _only_known(tables, tuple(TABLES), f"{manifest} [tables]")
    return Loader(
        name=name,
        folder=folder,
        title=str(declared["title"]).strip(),
        licence=str(declared["licence"]).strip(),
        who=str(declared["who"]).strip(),
        when=str(declared["when"]).strip(),
        url=str(declared.get("url", "")).strip(),
        tables={table: str(tables.get(table, f"{table}.csv")) for table in TABLES},
        vocabulary=_declared_types(declared, manifest),
    )


def _declared_types(declared: Mapping[str, Any], manifest: Path) -> Vocabulary:
    """Read the types that a loader declares for itself."""
    node_types, edge_types = [], []
    try:
        for name, keys in declared.get("node_types", {}).items():
            _only_known(keys, _NODE_TYPE_KEYS, f"{manifest} [node_types.{name}]")
            node_types.append(NodeType(name, **{"doc": "", **keys}))
        for name, keys in declared.get("edge_types", {}).items():
            _only_known(keys, _EDGE_TYPE_KEYS, f"{manifest} [edge_types.{name}]")
            rest = {key: value for key, value in keys.items() if key not in {"from", "to"}}
            ends = frozenset(keys.get("from", ())), frozenset(keys.get("to", ()))
            edge_types.append(EdgeType(name, rest.pop("doc", ""), *ends, **rest))
    except (TypeError, AttributeError) as error:
        raise UsageError(f"{manifest}: a declared type cannot be read: {error}") from None
    return STANDARD.extended(node_types, edge_types)


def _only_known(keys: Collection[str], known: tuple[str, ...], where: str) -> None:
    for key in keys:
        if key not in known:
            near = nearest(key, known)
            hint = f"did you mean {near}? " if near else ""
            raise UsageError(f"{where}: unknown key {key!r}; {hint}known: {', '.join(known)}")


def read_loader(given: str | Path | Loader) -> Network:
    """Read a loader's tables, check them and return its Network; the loader itself is among its sources.

    Args:
        given: A loader, its name, its folder or its loader.toml.

    Raises:
        UsageError: There is no such loader, or its manifest cannot be used.
        InputError: The tables break a rule; it carries every finding.
    """
    loader = given if isinstance(given, Loader) else open_loader(given)
    tables: dict[str, RawTable] = {}
    findings: list[Finding] = []
    for table, file in loader.tables.items():
        path = loader.folder / file
        if path.is_file():
            tables[table], found = read_csv(path, table)
            findings += found
        else:
            findings.append(Finding(file, 0, "", "", f"the file is missing from {loader.folder}"))
    if findings:
        raise InputError(findings)
    network = Network.from_tables(
        tables["nodes"], tables["edges"], tables["sources"], vocabulary=loader.vocabulary, loader=loader.name
    )
    return _with_own_source(network, loader)


def _with_own_source(network: Network, loader: Loader) -> Network:
    """Add the loader itself as a source, so that what only its nodes table says can be cited too."""
    if loader.source_id in set(network.sources["id"]):
        return network
    year = re.match(r"\d{4}", loader.when)
    own = {
        "id": loader.source_id,
        "kind": "dataset",
        "title": loader.title,
        "author": loader.who,
        "year": int(year.group()) if year else None,
        "url": loader.url or None,
        "note": f"Licence: {loader.licence}",
    }
    row = pd.DataFrame([own]).reindex(columns=network.sources.columns).astype(network.sources.dtypes)
    sources = pd.concat([network.sources, row.where(row.notna(), None)], ignore_index=True)
    sources = sources.astype(network.sources.dtypes)
    return Network(network.nodes, network.edges, sources, network.vocabulary, network.warnings)
