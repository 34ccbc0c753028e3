"""Tables in SQLite files, and in Parquet files."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError
from partnergraph.loading.formats.excel import cell_text
from partnergraph.loading.formats.table import Cell, Row, Table, TableOptions, check_columns, within_limits
from partnergraph.naming import hint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: A query that has not given its first row after so many seconds is stopped.
_PATIENCE: Final = 60
_READING: Final = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
#: Functions of SQLite that reach out of the file, or take memory at will.
_BARRED_FUNCTIONS: Final = frozenset({"load_extension", "readfile", "writefile", "zeroblob", "randomblob", "edit"})


def open_sqlite(path: Path, options: TableOptions, file: str) -> Table:
    """Open a table of an SQLite file, or the rows of a query on it; the file is opened for reading only.

    Args:
        path: The file.
        options: table or query is read; a file with one table needs neither.
        file: The name that messages show.

    Raises:
        UsageError: It is no SQLite file, there is no such table, or the query does more than read.
    """
    if options.table and options.query:
        raise UsageError(f"{file}: give a table or a query, not both")
    # A table's name cannot be a parameter: it is one of those in the file, and quoted.
    query = options.query or "SELECT * FROM " + _quoted(_chosen_table(path, options.table, file))  # noqa: S608
    with closing(_connected(path, file)) as connection:
        cursor = _executed(connection, query, file)
        if cursor.description is None:
            raise UsageError(f"{file}: the query gives no rows; write a SELECT")
        columns = check_columns(file, [str(name[0]) for name in cursor.description])

    def rows() -> Iterator[Row]:
        with closing(_connected(path, file)) as connection:
            cursor = _executed(connection, query, file)
            try:
                for number, values in enumerate(cursor, start=1):
                    yield Row(number, *_cells(values))
            except sqlite3.Error as error:
                raise UsageError(f"{file}: SQLite stopped: {error}") from None

    return Table(file, "sqlite", columns, lambda: within_limits(file, columns, rows()))


def _cells(values: tuple[Any, ...]) -> tuple[tuple[Cell, ...], str]:
    problem = "a cell holds bytes and no text" if any(isinstance(value, bytes) for value in values) else ""
    return tuple("" if isinstance(value, bytes) else cell_text(value).strip() for value in values), problem


def _connected(path: Path, file: str) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error as error:
        raise UsageError(f"{file}: SQLite cannot open it: {error}") from None
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1 << 24)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.set_authorizer(_only_reading)
    return connection


def _only_reading(action: int, first: str | None, second: str | None, *_: object) -> int:
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _BARRED_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA:  # virtual tables ask for the version of the data
        return sqlite3.SQLITE_OK if first == "data_version" else sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


def _executed(connection: sqlite3.Connection, query: str, file: str) -> sqlite3.Cursor:
    stop = time.monotonic() + _PATIENCE
    connection.set_progress_handler(lambda: time.monotonic() > stop, 1_000_000)
    try:
        cursor = connection.execute(query)
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: SQLite says: {_said(error)}") from None
    except (sqlite3.Error, sqlite3.Warning) as error:
        if "not authorized" in str(error) or "prohibited" in str(error):
            raise UsageError(f"{file}: the query may only read ({error})") from None
        if str(error) == "interrupted":
            raise UsageError(f"{file}: the query took longer than {_PATIENCE} s and was stopped") from None
        raise UsageError(f"{file}: SQLite says: {error}") from None
    connection.set_progress_handler(None, 0)
    return cursor


def _said(error: Exception) -> str:
    """Return what SQLite says; of a damaged file a name or the message itself may be no text."""
    return "the file is damaged" if isinstance(error, UnicodeDecodeError) else str(error)


def _chosen_table(path: Path, wanted: str, file: str) -> str:
    with closing(_connected(path, file)) as connection:
        cursor = _executed(
            connection, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name", file
        )
        try:
            names = [str(row[0]) for row in cursor if not str(row[0]).startswith("sqlite_")]
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise UsageError(f"{file}: SQLite says: {_said(error)}") from None
    if not wanted:
        if len(names) == 1:
            return names[0]
        raise UsageError(f"{file}: which table is meant? say table = with one of: {', '.join(names) or 'none'}")
    if wanted not in names:
        raise UsageError(f"{file}: there is no table {wanted!r}; {hint(wanted, names)}")
    return wanted


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def open_parquet(path: Path, options: TableOptions, file: str) -> Table:  # noqa: ARG001  all readers take the same
    """Open a Parquet file; it is read a few thousand rows at a time.

    Args:
        path: The file.
        options: Nothing of them is read.
        file: The name that messages show.

    Raises:
        UsageError: It is no Parquet file, or pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415  an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise UsageError(
            f"{file}: reading Parquet needs one more package: pip install 'partnergraph[parquet]'"
        ) from None

    def damaged(error: Exception) -> UsageError:
        return UsageError(f"{file}: not readable as Parquet ({str(error).splitlines()[0]:.150})")

    faults = (pa.ArrowException, OSError, ValueError)
    try:
        with parquet.ParquetFile(path) as opened:
            columns = check_columns(file, [str(name) for name in opened.schema_arrow.names])
    except faults as error:
        raise damaged(error) from None

    def rows() -> Iterator[Row]:
        number = 0
        try:
            with parquet.ParquetFile(path) as opened:
                for batch in opened.iter_batches(batch_size=2_000):
                    for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                        number += 1
                        yield Row(number, tuple(_parquet_cell(value) for value in values))
        except faults as error:
            raise damaged(error) from None

    return Table(file, "parquet", columns, lambda: within_limits(file, columns, rows()))


def _parquet_cell(value: object) -> Cell:
    if isinstance(value, list):
        return tuple(text for item in value if (text := cell_text(item).strip()))
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace").strip()
    return cell_text(value).strip()
