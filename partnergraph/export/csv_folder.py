"""Writing a folder of CSV files with its loader.toml: a loader that `partnergraph load` takes again.

The files are for spreadsheets first: a cell that one would run as a formula, since it begins with = + - or @, gets an
apostrophe before it, which loading takes away again. For other programs write them without (`--unguarded`); the
loader.toml says which of the two was done, so that either is read back as it was.

Cannot carry: the explanations of declared columns.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, Final

from partnergraph.cells import guarded
from partnergraph.errors import UsageError
from partnergraph.export.plain_rows import columns_of
from partnergraph.loader import MANIFEST, NAME_FORM
from partnergraph.network import records
from partnergraph.tables import cell_text
from partnergraph.vocabulary import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from partnergraph.network import Network

FILES: Final = (MANIFEST, *(f"{table}.csv" for table in TABLES))
_GUARDED_KINDS: Final = frozenset({"text", "list", "date"})


def require_loader_name(folder: Path) -> None:
    """Make sure that a folder can be loaded again under its name.

    Raises:
        UsageError: Its name cannot be a loader's.
    """
    if not NAME_FORM.fullmatch(folder.name.lower().replace(" ", "_")):
        raise UsageError(
            f"{folder}: name the folder with letters, digits, hyphen and underscore, so that it can be loaded"
        )


def write_csv_folder(network: Network, folder: Path, *, guard: bool = True) -> None:
    """Write a Network as CSV files and a loader.toml into a folder that exists.

    Args:
        network: What to write.
        folder: Where to.
        guard: Make cells harmless that a spreadsheet would run as a formula.
    """
    for table in TABLES:
        columns = columns_of(network, table)
        names = [column.name for column in columns]
        protect = [guard and column.kind in _GUARDED_KINDS for column in columns]
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(names)
            for row in getattr(network, table)[names].itertuples(index=False, name=None):
                cells = [cell_text(value) for value in row]
                writer.writerow([guarded(cell) if it else cell for cell, it in zip(cells, protect, strict=True)])
    text = "\n".join(_manifest(network, guard=guard)) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def _manifest(network: Network, *, guard: bool) -> Iterator[str]:
    loaders = sorted(network.edges["loader"].dropna().unique())
    sources = {row["id"]: row for row in records(network.sources)}
    own = [sources[f"loader:{name}"] for name in loaders if f"loader:{name}" in sources]
    licences = [row["note"].removeprefix("Licence: ") for row in own if row.get("note", "").startswith("Licence: ")]
    years = network.sources["year"].dropna()
    yield "# Written by `partnergraph export`. Load it again with: partnergraph load THIS_FOLDER"
    yield f"title = {_toml('; '.join(row['title'] for row in own) or 'A partnership network')}"
    yield f"licence = {_toml('; '.join(dict.fromkeys(licences)) or 'see sources.csv')}"
    yield f"who = {_toml('; '.join(row['author'] for row in own if 'author' in row) or 'see sources.csv')}"
    yield f"when = {_toml(str(years.max()) if len(years) else 'undated')}"
    yield "# For whom the cells are: for spreadsheets, those that one would run as a formula begin with an apostrophe."
    yield f"exported = {_toml('spreadsheets' if guard else 'programs')}"
    vocabulary = network.vocabulary
    for name in sorted(vocabulary.declared & vocabulary.node_types.keys()):
        node_type = vocabulary.node_types[name]
        cells = {"doc": node_type.doc, "colour": node_type.colour, "shape": node_type.shape}
        yield from _table(f"node_types.{name}", {**cells, "is_place": node_type.is_place})
    for name in sorted(vocabulary.declared & vocabulary.edge_types.keys()):
        edge_type = vocabulary.edge_types[name]
        ends = {"from": sorted(edge_type.source_types), "to": sorted(edge_type.target_types)}
        cells = {"doc": edge_type.doc, "colour": edge_type.colour, "kind": edge_type.kind}
        switches = {"directed": edge_type.directed, "is_partnership": edge_type.is_partnership}
        yield from _table(f"edge_types.{name}", {**cells, **ends, **switches})
    for table, columns in vocabulary.columns.items():
        yield from _table(f"extra_columns.{table}", {column.name: column.kind for column in columns})


def _table(name: str, cells: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n[{name}]"
    for key, value in cells.items():
        # A bare key may not hold letters beyond ASCII.
        yield f"{key if key.isascii() else _toml(key)} = {_toml(value)}"


def _toml(value: Any) -> str:  # noqa: ANN401  a text, a truth or a list of texts
    """Return a value as TOML writes it: its texts are JSON's, but for a sign that only TOML bars."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
