"""Reading a source: its tables, its mapping or its graph, checked, with what was decided about its names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from partnergraph.cells import restored
from partnergraph.errors import Finding, InputError, NothingLoadedError, UsageError
from partnergraph.loader import MANIFEST, Loader, own_file
from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.fingerprint import fingerprint
from partnergraph.loading.graph_files import GraphDefaults, GraphFile, open_graph, read_graph_file
from partnergraph.loading.identity.renaming import decided
from partnergraph.loading.identity.within_source import one_of_several_names
from partnergraph.loading.mapping import Reading, read_mapped, reasons
from partnergraph.loading.source import is_loader_folder, open_source
from partnergraph.loading.sparql import saved_result
from partnergraph.memo import Memo
from partnergraph.network import EDGE_EXTRA, Network
from partnergraph.tables import RawTable, read_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from partnergraph.loading.source import NamedSource


#: So many rows are named with each reason for leaving rows out: where they are loaded, and by `check`.
NAMED: Final = 3
NAMED_BY_CHECK: Final = 20


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


def read_named(source: NamedSource, *, ask: bool = True) -> ReadSource:
    """Read a source and check what it states.

    Args:
        source: As it was named.
        ask: Whether an endpoint may be asked that a loader names.

    Raises:
        UsageError: A file cannot be read or used.
        InputError: What it states breaks a rule; it carries every finding.
    """
    origin, data = source.origin, source.data
    if isinstance(origin, GraphFile):
        mark = fingerprint(origin, data)
        loader = open_graph(origin.path, origin.defaults)
        return ReadSource(loader, read_source(loader, data), mark)
    loader = origin
    if loader.sparql and not data:
        data = (saved_result(loader.sparql, loader.folder, where=str(loader.folder / MANIFEST), ask=ask),)
        loader = open_loader(loader.folder)  # asking may take long, and what was written meanwhile counts
    mark = fingerprint(loader, data)
    return ReadSource(loader, read_source(loader, data), mark)


def read_all(
    sources: Sequence[NamedSource],
    tell: Callable[[str], None],
    *,
    strict: bool = False,
    named: int = NAMED,
    ask: bool = True,
) -> list[ReadSource]:
    """Read all sources, and tell which rows were left out and why; the faults of all of them are raised together.

    Args:
        sources: The sources.
        tell: Hears what was decided and left out, line by line.
        strict: Whether a row that is left out is a fault.
        named: How many of those rows are named with each reason.
        ask: Whether an endpoint may be asked that a loader names.

    Raises:
        UsageError: A file cannot be read or used.
        NothingLoadedError: Every row of a source was left out, or one where that is a fault.
        InputError: What the sources state breaks a rule; it carries every finding.
    """
    read, findings, rejected = [], [], 0
    empty: list[str] = []
    for source in sources:
        try:
            each = read_named(source, ask=ask)
        except UsageError as error:
            raise UsageError(str(error) if source.is_graph_file else f"{source.name}: {error}") from None
        except InputError as error:
            folder = "" if source.is_graph_file else f"{source.name}/"
            findings += [replace(finding, file=folder + finding.file) for finding in error.findings]
            continue
        for note in each.reading.notes:
            tell(f"{source.name}: {note}")
        for line in reasons(each.reading.rejected, named=named):
            tell(f"{source.name}: left out: {line}")
        if each.reading.rejected and each.reading.network.nodes.empty:
            empty.append(f"{source.name} ({len(each.reading.rejected):,})")
        rejected += len(each.reading.rejected)
        read.append(each)
    if findings:
        raise InputError(findings)
    if empty:
        raise NothingLoadedError(
            f"every row was left out of {', '.join(empty)}, for the reasons above; nothing was loaded. Mend the table "
            "or its loader.toml and load it again"
        )
    if rejected and strict:
        rows = "row was" if rejected == 1 else "rows were"
        raise NothingLoadedError(f"{rejected:,} {rows} left out, and --strict was given; nothing was loaded")
    return read


def read_loader(given: str | Path | Loader, data: Sequence[Path] = ()) -> Network:
    """Read a loader's tables, check them and return its Network; the loader itself is among its sources.

    Args:
        given: A loader, its name, its folder, its loader.toml, or a graph file.
        data: Files to read instead of those that a mapping names.

    Raises:
        UsageError: There is no such loader, or a file cannot be read.
        InputError: The manifest cannot be used, or the tables break a rule; it carries every finding.
    """
    return read_source(given, data).network


def read_graph(given: str | Path, defaults: GraphDefaults | None = None) -> Network:
    """Read a graph file, or what `partnergraph export` wrote, as a Network.

    Read are GraphML, GEXF, Pajek (.net), edge lists (.edges, .edgelist, .txt), node-link JSON and KONECT's `out.*`;
    of partnergraph's own exports also CSV folders, .xlsx and .parquet. An export gives back the Network it was made
    of. In a foreign graph the canonical columns are recognised by their names and values, every other attribute
    becomes a declared column, and the file itself is the source of each fact. Ids that mean something in their file
    only begin with its name: `karate:1`. What was not plain stands in the Network's warnings.

    Args:
        given: The file; for CSV the folder.
        defaults: What counts where the file does not say it.

    Raises:
        UsageError: There is no such file, it is of no known form, or not safe to read.
        InputError: What it says breaks a rule of the tables; it carries every finding.
    """
    if is_loader_folder(given):
        return read_loader(given)
    return read_graph_file(GraphFile(Path(given), defaults or GraphDefaults()))[1]


def read_source(given: str | Path | Loader, data: Sequence[Path] = ()) -> Reading:
    """Read a loader's tables as `read_loader` does, and tell which rows were left out and what was decided.

    Args:
        given: A loader, its name, its folder, its loader.toml, or a graph file.
        data: Files to read instead of those that a mapping names.

    Raises:
        UsageError: There is no such loader, or a file cannot be read.
        InputError: The manifest cannot be used, or the tables break a rule; it carries every finding.
    """
    loader = given if isinstance(given, Loader) else open_source(given)
    if loader.stated is not None and not data:
        return Reading(decided(with_own_source(loader.stated, loader), loader.folder, loader.name))
    if loader.mappings:
        if loader.sparql and not data:
            data = (saved_result(loader.sparql, loader.folder, where=str(loader.folder / MANIFEST)),)
        reading = read_mapped(loader, data)
        network = decided(with_own_source(reading.network, loader), loader.folder, loader.name)
        network, told = one_of_several_names(network, loader)
        return replace(reading, network=network, notes=(*reading.notes, *told))
    if data:
        raise UsageError(f"--data {data[0]}: {loader.name} has canonical tables; only a mapping can read another file")
    return Reading(decided(_read_tables(loader), loader.folder, loader.name))


def _read_tables(loader: Loader) -> Network:
    tables: dict[str, RawTable] = {}
    findings: list[Finding] = []
    for table, file in loader.tables.items():
        try:
            path = own_file(loader.folder, file)
        except UsageError as error:
            tables[table] = RawTable(table, file)
            findings.append(Finding(file, 0, "", "", str(error)))
            continue
        if path.is_file():
            extra = [column.name for column in loader.vocabulary.columns.get(table, ())]
            extra += list(EDGE_EXTRA) if loader.exported and table == "edges" else []
            tables[table], found = read_csv(path, table, file, extra)
            findings += found
        else:
            tables[table] = RawTable(table, file)
            findings.append(Finding(file, 0, "", "", f"the file is missing from {loader.folder}"))
    if loader.exported == "spreadsheets":
        tables = {table: _restored(raw) for table, raw in tables.items()}
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


def _restored(raw: RawTable) -> RawTable:
    """Return a table's cells as they were before an export guarded them from spreadsheets."""
    return replace(raw, columns={name: Memo(restored).of(cells) for name, cells in raw.columns.items()})
