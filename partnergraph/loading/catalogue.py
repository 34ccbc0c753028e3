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

    [[mapping]]                    # instead of [tables]: another table, and what its columns mean (docs/mappings.md)
    file = "towns.xlsx"

    default = false                # at the top: `build` leaves it out

    [extra_columns.edges]          # optional: columns beyond the canonical ones; text, number or list
    weight = "number"

A folder that `partnergraph export` wrote says so (`exported`): its cells may be guarded from spreadsheets, its edges
name the loader each came from, and it is no source of its own until it is loaded into a database.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from partnergraph.checks import URL_FORM
from partnergraph.content import content_folders
from partnergraph.dates import is_partial_date
from partnergraph.errors import Finding, UsageError
from partnergraph.loading.identity.renaming import decided
from partnergraph.loading.mapping import Reading, read_mapped
from partnergraph.loading.sparql import saved_result
from partnergraph.naming import known as known_names
from partnergraph.network import Network
from partnergraph.tables import RawTable, read_csv
from partnergraph.tables.formula_guard import restored_table
from partnergraph.vocabulary import STANDARD, TABLES, Column, EdgeType, NodeType, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

MANIFEST: Final = "loader.toml"
NAME_FORM: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")
_KEYS: Final = (
    "title",
    "licence",
    "who",
    "when",
    "url",
    "tables",
    "node_types",
    "edge_types",
    "extra_columns",
    "exported",
    "default",
    "mapping",
    "lookups",
    "sparql",
)
#: For whom the CSV files of an exported folder are: for spreadsheets their cells are guarded.
EXPORTED_FOR: Final = ("spreadsheets", "programs")
_NODE_TYPE_KEYS: Final = tuple(each.name for each in fields(NodeType) if each.name != "name")
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
        vocabulary: The standard types and columns and the loader's own.
        exported: For whom `partnergraph export` wrote the folder, one of `EXPORTED_FOR`; "" for any other folder.
        mappings: What the columns of other tables mean, as loader.toml says it; empty for canonical tables.
        lookups: The words that stand for others in those tables.
        sparql: The endpoint that a mapping's file is asked from, as loader.toml says it; empty for none.
        stated: What a graph file says, which is a loader by itself; None for a folder.
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
    exported: str = ""
    mappings: Sequence[Mapping[str, Any]] = ()
    lookups: Mapping[str, Any] = field(default_factory=dict)
    sparql: Mapping[str, Any] = field(default_factory=dict)
    stated: Network | None = None

    @property
    def source_id(self) -> str:
        """Id of the source that stands for the loader itself: what its nodes table says is cited to it."""
        return f"loader:{self.name}"

    def own_source(self) -> dict[str, str]:
        """Return the loader itself as a row of sources.csv."""
        year = self.when[:4]
        return {
            "id": self.source_id,
            "kind": "dataset",
            "title": self.title,
            "author": self.who,
            "year": year if is_partial_date(year) else "",
            "url": self.url,
            "note": f"Licence: {self.licence}",
        }


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
        return tomllib.loads(manifest.read_text(encoding="utf-8-sig")).get("default") is not False
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return True  # what is wrong with it is said when it is opened


def open_loader(given: str | Path) -> Loader:
    """Find a loader and read its manifest, not yet its tables.

    Args:
        given: A loader's name, its folder, or its loader.toml.

    Raises:
        UsageError: There is no such loader, or its manifest cannot be used.
    """
    from partnergraph.loading.graph_files import is_graph_file, open_graph  # noqa: PLC0415  they make Loaders

    if is_graph_file(given):
        return open_graph(given)
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
    known = find_loaders()
    if path.is_dir() and ((path / MANIFEST).is_file() or str(given) not in known):
        return path
    if path.is_file():
        if path.name == MANIFEST:
            return path.parent
        raise UsageError(f"{path} is a single file; give the folder with its {MANIFEST}, here {path.parent}")
    if str(given) in known:
        return known[str(given)]
    raise UsageError(f"there is no loader or folder {str(given)!r}; {known_names(str(given), known)}")


def _from_manifest(folder: Path, declared: Mapping[str, Any], manifest: Path) -> Loader:
    _only_known(declared, _KEYS, str(manifest))
    for key in ("title", "licence", "who", "when"):
        if not str(declared.get(key, "")).strip():
            raise UsageError(f"{manifest}: {key} is missing; every source says its title, licence, who and when")
    name = folder.name.lower().replace(" ", "_")
    if not NAME_FORM.fullmatch(name):
        raise UsageError(f"{folder}: a loader's folder is named with letters, digits, hyphen and underscore only")
    tables = _table(declared, "tables", manifest)
    _only_known(tables, tuple(TABLES), f"{manifest} [tables]")
    url = str(declared.get("url", "")).strip()
    if url and not URL_FORM.fullmatch(url):
        raise UsageError(f"{manifest}: url {url!r} is not an http or https address")
    exported = str(declared.get("exported", ""))
    if exported and exported not in EXPORTED_FOR:
        raise UsageError(f"{manifest}: exported {exported!r} is unknown; {known_names(exported, EXPORTED_FOR)}")
    return Loader(
        name=name,
        folder=folder,
        title=str(declared["title"]).strip(),
        licence=str(declared["licence"]).strip(),
        who=str(declared["who"]).strip(),
        when=str(declared["when"]).strip(),
        url=url,
        tables={table: str(tables.get(table, f"{table}.csv")) for table in TABLES},
        vocabulary=_declared_columns(declared, manifest, _declared_types(declared, manifest)),
        exported=exported,
        **_mapped(declared, manifest),
    )


def _mapped(declared: Mapping[str, Any], manifest: Path) -> dict[str, Any]:
    """Return what a loader says of tables that are not canonical; it is compiled when they are read."""
    if not isinstance(declared.get("default", True), bool):
        raise UsageError(f"{manifest}: default must be true or false, without quotes, not {declared['default']!r}")
    mappings = declared.get("mapping", [])
    if isinstance(mappings, dict):
        mappings = [mappings]
    if not isinstance(mappings, list) or not all(isinstance(each, dict) for each in mappings):
        raise UsageError(f"{manifest}: mapping is not a table; write [[mapping]] and its keys on the lines below")
    if "tables" in declared and mappings:
        raise UsageError(f"{manifest}: a loader has either [tables] or [[mapping]]; make two loaders of them")
    lookups = _table(declared, "lookups", manifest)
    if lookups and not mappings:
        raise UsageError(f"{manifest}: [lookups] go with a [[mapping]], and there is none")
    return {"mappings": tuple(mappings), "lookups": lookups, "sparql": _table(declared, "sparql", manifest)}


def _declared_types(declared: Mapping[str, Any], manifest: Path) -> Vocabulary:
    """Read the types that a loader declares for itself."""
    node_types, edge_types = [], []
    try:
        for name in _table(declared, "node_types", manifest):
            keys = _type_keys(declared, "node_types", name, manifest)
            node_types.append(NodeType(name, **{"doc": "", **keys}))
        for name in _table(declared, "edge_types", manifest):
            keys = _type_keys(declared, "edge_types", name, manifest)
            ends = frozenset(keys.pop("from", ())), frozenset(keys.pop("to", ()))
            edge_types.append(EdgeType(name, keys.pop("doc", ""), *ends, **keys))
        return STANDARD.extended(node_types, edge_types)
    except UsageError as error:
        if str(error).startswith(str(manifest)):
            raise
        raise UsageError(f"{manifest}: {error}") from None


def _declared_columns(declared: Mapping[str, Any], manifest: Path, vocabulary: Vocabulary) -> Vocabulary:
    """Add the columns that a loader declares beyond the canonical ones."""
    for table in _table(declared, "extra_columns", manifest):
        kinds = _table(declared["extra_columns"], table, manifest, "extra_columns.")
        columns = [Column(name, "", str(kind)) for name, kind in kinds.items()]
        try:
            vocabulary = vocabulary.with_columns(table, columns)
        except UsageError as error:
            raise UsageError(f"{manifest} [extra_columns.{table}]: {error}") from None
    return vocabulary


def _type_keys(declared: Mapping[str, Any], kind: str, name: str, manifest: Path) -> dict[str, Any]:
    """Return what a declared type says, each value of the kind that its key needs."""
    keys = _table(declared[kind], name, manifest, f"{kind}.")
    where = f"{manifest} [{kind}.{name}]"
    known = _NODE_TYPE_KEYS if kind == "node_types" else _EDGE_TYPE_KEYS
    _only_known(keys, known, where)
    for key, value in keys.items():
        if key in {"from", "to"}:
            fits, needed = isinstance(value, list) and all(isinstance(item, str) for item in value), 'a list: ["City"]'
        elif key in {"directed", "is_place", "is_partnership"}:
            fits, needed = isinstance(value, bool), "true or false, without quotes"
        else:
            fits, needed = isinstance(value, str), "a text in quotes"
        if not fits:
            raise UsageError(f"{where}: {key} must be {needed}, not {value!r}")
    return dict(keys)


def _table(declared: Mapping[str, Any], key: str, manifest: Path, within: str = "") -> Mapping[str, Any]:
    table, name = declared.get(key, {}), within + key
    if not isinstance(table, dict):
        raise UsageError(f"{manifest}: {name} is not a table; write [{name}] and its keys on the lines below")
    return table


def _only_known(keys: Collection[str], known: tuple[str, ...], where: str) -> None:
    for key in keys:
        if key not in known:
            raise UsageError(f"{where}: unknown key {key!r}; {known_names(key, known)}")


def read_loader(given: str | Path | Loader, data: Sequence[Path] = ()) -> Network:
    """Read a loader's tables, check them and return its Network; the loader itself is among its sources.

    Args:
        given: A loader, its name, its folder or its loader.toml.
        data: Files to read instead of those that a mapping names.

    Raises:
        UsageError: There is no such loader, its manifest cannot be used, or a file cannot be read.
        InputError: The tables break a rule; it carries every finding.
    """
    return read_source(given, data).network


def read_source(given: str | Path | Loader, data: Sequence[Path] = ()) -> Reading:
    """Read a loader's tables as `read_loader` does, and tell which rows were left out and what was decided.

    Args:
        given: A loader, its name, its folder or its loader.toml.
        data: Files to read instead of those that a mapping names.

    Raises:
        UsageError: There is no such loader, its manifest cannot be used, or a file cannot be read.
        InputError: The tables break a rule; it carries every finding.
    """
    loader = given if isinstance(given, Loader) else open_loader(given)
    if loader.stated is not None and not data:
        return Reading(decided(with_own_source(loader.stated, loader), loader.folder, loader.name))
    if loader.mappings:
        if loader.sparql and not data:
            data = (saved_result(loader.sparql, loader.folder, where=str(loader.folder / MANIFEST)),)
        reading = read_mapped(loader, data)
        return replace(reading, network=decided(with_own_source(reading.network, loader), loader.folder, loader.name))
    if data:
        raise UsageError(f"--data {data[0]}: {loader.name} has canonical tables; only a mapping can read another file")
    return Reading(decided(_read_tables(loader), loader.folder, loader.name))


def _read_tables(loader: Loader) -> Network:
    tables: dict[str, RawTable] = {}
    findings: list[Finding] = []
    for table, file in loader.tables.items():
        path = loader.folder / file
        if path.is_file():
            extra = [column.name for column in loader.vocabulary.columns.get(table, ())]
            extra += ["loader"] if loader.exported and table == "edges" else []
            tables[table], found = read_csv(path, table, file, extra)
            findings += found
        else:
            tables[table] = RawTable(table, file)
            findings.append(Finding(file, 0, "", "", f"the file is missing from {loader.folder}"))
    if loader.exported == "spreadsheets":
        tables = {table: restored_table(raw) for table, raw in tables.items()}
    loaders = tables["edges"].column("loader") if loader.exported else None
    network = Network.from_tables(
        tables.pop("nodes"),
        tables.pop("edges"),
        tables.pop("sources"),
        vocabulary=loader.vocabulary,
        loader=loader.name,
        loaders=loaders,
        findings=findings,
    )
    return network if loader.exported else with_own_source(network, loader)


def with_own_source(network: Network, loader: Loader) -> Network:
    """Add the loader itself as a source, so that what only its nodes table says can be cited too."""
    if loader.source_id in set(network.sources["id"]):
        return network
    own: dict[str, Any] = {name: text or None for name, text in loader.own_source().items()}
    own["year"] = int(own["year"]) if own["year"] else None
    row = pd.DataFrame([own]).reindex(columns=network.sources.columns).astype(network.sources.dtypes)
    sources = pd.concat([network.sources, row.where(row.notna(), None)], ignore_index=True)
    return replace(network, sources=sources.astype(network.sources.dtypes))
