"""Reading partnergraph's own exports that are tables: an Excel workbook, and a folder of Parquet files."""

from __future__ import annotations

import re
import warnings
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from partnergraph.errors import UsageError
from partnergraph.loading.formats.workbooks import opened_archive
from partnergraph.loading.graph_files.own_exports import own_part
from partnergraph.loading.graph_files.raw_graph import LARGEST, MOST_RECORDS, FoundGraph
from partnergraph.tables import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_TABLES: Final = ("nodes", "edges", "sources")
#: What openpyxl lets through when the parts of a workbook do not fit together.
_DAMAGED: Final = (
    *(KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError),
    *(ParseError, BadZipFile, OSError, EOFError),
)
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_workbook(path: Path, file: str) -> FoundGraph:
    """Read a workbook that `partnergraph export` wrote, changed by hand or not; its sheet `rankings` is not read.

    Args:
        path: The workbook.
        file: The name that messages show.

    Raises:
        UsageError: It is damaged, not safe to open, or no export.
    """
    import openpyxl  # noqa: PLC0415  slow to import, and most files are no workbooks

    with opened_archive(path, file):
        pass
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that it leaves aside, which hold no cells
            workbook = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
            try:
                if missing := [name for name in (*_TABLES, "about") if name not in workbook.sheetnames]:
                    raise UsageError(
                        f"{file}: this is no workbook of 'partnergraph export' (there is no sheet {missing[0]!r}); a "
                        "table of your own needs a loader.toml that says what its columns are"
                    )
                tables = {name: list(_rows(workbook[name], file)) for name in (*_TABLES, "about")}
            finally:
                workbook.close()
    except _DAMAGED as error:
        raise UsageError(f"{file}: the workbook is damaged ({type(error).__name__}); export it anew") from None
    own = "".join(row.get("value", "") for row in tables["about"] if row.get("what") == "partnergraph")
    return _found(file, tables, own)


def _rows(sheet: Any, file: str) -> Iterator[dict[str, str]]:  # noqa: ANN401  one of several kinds of openpyxl
    sheet.reset_dimensions()  # what a workbook says of its own size is often wrong
    names: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [_cell(each) for each in cells]
        if number == 1:
            names = texts
        elif any(texts):
            if number > MOST_RECORDS:
                raise UsageError(f"{file}: more than {MOST_RECORDS:,} rows; export it to Parquet")
            yield {name: text for name, text in zip(names, texts, strict=False) if name}


def _cell(cell: Any) -> str:  # noqa: ANN401  one of several kinds of openpyxl
    """Return the text of a cell; a date that a spreadsheet made of a text is ISO again, a failed formula nothing."""
    value = cell.value
    if getattr(cell, "data_type", "") == "e":
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value).strip()
    return cell_text(value)


def read_parquet(path: Path, file: str) -> FoundGraph:
    """Read a folder of Parquet files that `partnergraph export` wrote.

    Args:
        path: The folder with nodes.parquet, edges.parquet and sources.parquet.
        file: The name that messages show.

    Raises:
        UsageError: It is damaged, too large or no export; or pyarrow is not installed.
    """
    if not path.is_dir():
        raise UsageError(
            f"{file}: a single Parquet file is one table, not a network; give the folder that 'partnergraph export' "
            "wrote, or write a loader.toml that says what its columns are"
        )
    try:
        import pyarrow as pa  # noqa: PLC0415  an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise UsageError(f"{file}: Parquet needs one more package: pip install 'partnergraph[parquet]'") from None
    tables: dict[str, Iterable[Mapping[str, Any]]] = {}
    own: bytes | None = None
    for table in _TABLES:
        part = path / f"{table}.parquet"
        if not part.is_file():
            raise UsageError(f"{file}: there is no {part.name} in this folder; it is no export of partnergraph's")
        try:
            with parquet.ParquetFile(part) as opened:
                groups = (opened.metadata.row_group(index) for index in range(opened.metadata.num_row_groups))
                if opened.metadata.num_rows > MOST_RECORDS or sum(each.total_byte_size for each in groups) > LARGEST:
                    raise UsageError(f"{file}/{part.name}: more than {MOST_RECORDS:,} rows or {LARGEST >> 20} MB")
                own = (opened.schema_arrow.metadata or {}).get(b"partnergraph", own)
                tables[table] = opened.read().to_pylist()
        except (pa.ArrowException, OSError, ValueError) as error:
            raise UsageError(
                f"{file}/{part.name}: not readable as Parquet ({str(error).splitlines()[0]:.150})"
            ) from None
    return _found(file, tables, own.decode() if own is not None else None)


def _found(file: str, tables: Mapping[str, Iterable[Mapping[str, Any]]], own: str | None) -> FoundGraph:
    found = FoundGraph(file)
    found.own, problem = own_part(own)
    if found.own is None:
        raise UsageError(f"{file}: {problem or 'it does not say that partnergraph exported it'}; export it anew")
    sources = [{name: cell for name, cell in row.items() if cell is not None} for row in tables["sources"]]
    found.own = {**found.own, "sources": sources}
    for row in tables["nodes"]:
        found.add_node(cell_text(row.get("id")), {name: cell for name, cell in row.items() if name != "id"})
    for row in tables["edges"]:
        cells = {name: cell for name, cell in row.items() if name not in {"id", "source", "target"}}
        ends = cell_text(row.get("source")), cell_text(row.get("target"))
        found.add_edge(*ends, cells, directed=True, identifier=cell_text(row.get("id")))
    return found
