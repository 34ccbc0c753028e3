"""Opening a table file whatever its format: by what the user says, its first bytes, and its suffix."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError
from partnergraph.files import require_regular
from partnergraph.loading.formats.databases import open_parquet, open_sqlite
from partnergraph.loading.formats.documents import open_json, open_json_lines
from partnergraph.loading.formats.excel import open_excel
from partnergraph.loading.formats.gzip_text import is_gzip, require_modest, unpacked_name
from partnergraph.loading.formats.opendocument import open_opendocument
from partnergraph.loading.formats.sparql_result import is_sparql_tsv, without_term_signs
from partnergraph.loading.formats.table import Table, TableOptions
from partnergraph.loading.formats.text import open_text
from partnergraph.naming import hint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: The format that a file's suffix stands for.
TABLE_SUFFIXES: Final = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".ods": "ods",
    ".json": "json",
    ".srj": "sparql-json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
}
_READERS: Final[dict[str, Callable[[Path, TableOptions, str], Table]]] = {
    "csv": open_text,
    "tsv": open_text,
    "xlsx": open_excel,
    "ods": open_opendocument,
    "json": open_json,
    "jsonl": open_json_lines,
    "parquet": open_parquet,
    "sqlite": open_sqlite,
    "sparql-json": open_json,
    "sparql-csv": open_text,
    "sparql-tsv": open_text,
}
FORMATS: Final = tuple(_READERS)
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY: Final = frozenset({"xlsx", "ods", "parquet", "sqlite"})


def open_table(path: Path, options: TableOptions | None = None, file: str = "") -> Table:
    """Open a table file of any known format and find its columns; its rows are not read yet.

    Args:
        path: The file.
        options: What is known of it; the rest is recognised.
        file: The name that messages show; the file's own where not given.

    Raises:
        UsageError: There is no such file, or it is no table that can be read: one line that says why.
    """
    options, file = options or TableOptions(), file or path.name
    require_regular(path, file)
    try:
        with path.open("rb") as opened:
            start = opened.read(1024)
        packed = is_gzip(path)
        if packed:
            start = require_modest(path, file)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from None
    if not start:
        raise UsageError(f"{file}: the file is empty; a table needs a row with the names of its columns")
    format_name = _format(path, start, options, file)
    if packed and _READERS[format_name] is not open_text:
        raise UsageError(f"{file}: a packed file (gzip) of the format {format_name}; unpack it first")
    if format_name in {"tsv", "sparql-tsv"} and not options.delimiter:
        options = replace(options, delimiter="\t")
    try:
        table = _READERS[format_name](path, options, file)
        if format_name == "sparql-tsv" or (format_name in {"csv", "tsv"} and is_sparql_tsv(table)):
            table = without_term_signs(open_text(path, replace(options, quotes=False), file))
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}") from None
    except MemoryError:
        raise UsageError(f"{file}: the file needs more memory than there is; save it as CSV") from None
    return table


def _format(path: Path, start: bytes, options: TableOptions, file: str) -> str:
    """Return the format to read a file in; the first bytes of a binary one cannot be mistaken."""
    found = _by_first_bytes(path, start, file)
    stated = options.format.lower()
    if stated and stated not in _READERS:
        raise UsageError(f"{file}: unknown format {options.format!r}; {hint(stated, FORMATS)}")
    by_suffix = TABLE_SUFFIXES.get(unpacked_name(path).suffix.lower(), "")
    wanted = stated or by_suffix
    if wanted in _BINARY and found != wanted:
        what = f"of the format {found}" if found else "something else, or damaged"
        raise UsageError(f"{file}: this is no {wanted.upper()} file but {what}")
    if found and stated and stated != found:
        raise UsageError(f"{file}: this is no {stated.upper()} file but of the format {found}")
    if found or wanted:
        return found or wanted
    return "json" if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} else "csv"


def _by_first_bytes(path: Path, start: bytes, file: str) -> str:
    """Return the binary format that a file begins like, "" for text and what is not known."""
    if start.startswith(_OLD_EXCEL):
        raise UsageError(f"{file}: an old or password-protected Excel file; save it as .xlsx without a password")
    if start.startswith(b"SQLite format 3\x00"):
        return "sqlite"
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(path) as archive:
                names = set(archive.namelist())
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError):
            raise UsageError(f"{file}: a damaged workbook or archive; save it anew") from None
        if "xl/workbook.xml" in names:
            return "xlsx"
        if "content.xml" in names:
            return "ods"
        raise UsageError(f"{file}: a zip archive, not a table; unpack it first")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise UsageError(f"{file}: a web page, not a table; download the table itself, or save it as .xlsx or .csv")
    return ""
