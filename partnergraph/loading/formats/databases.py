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

#: A query that SQLite has worked on for so many seconds in all is stopped.
_PATIENCE: Final = 30
#: Bytes that SQLite may take, for all that is open; a sort or a recursion that needs more ends.
_MEMORY: Final = 1 << 29
#: Rows that a query may give: a recursion without an end gives rows for ever.
_MOST_ROWS: Final = 20_000_000
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
            clock = _Clock(connection)
            cursor = _executed(connection, query, file, clock)
            try:
                for number, values in enumerate(clock.steps(cursor), start=1):
                    if number > _MOST_ROWS:
                        raise UsageError(f"{file}: the query gives more than {_MOST_ROWS:,} rows; does it end?")
                    yield Row(number, *_cells(values))
            except (sqlite3.Error, UnicodeDecodeError, MemoryError) as error:
                raise UsageError(f"{file}: {_said(error)}") from None

    return Table(file, "sqlite", columns, lambda: within_limits(file, columns, rows()))


def _cells(values: tuple[Any, ...]) -> tuple[tuple[Cell, ...], str]:
    problem = "a cell holds bytes and no text" if any(isinstance(value, bytes) for value in values) else ""
    return tuple("" if isinstance(value, bytes) else cell_text(value).strip() for value in values), problem


def _connected(path: Path, file: str) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error as error:
        raise UsageError(f"{file}: SQLite cannot open it: {error}") from None
    connection.execute(f"PRAGMA hard_heap_limit = {_MEMORY}")
    connection.execute("PRAGMA temp_store = MEMORY")  # which the limit counts, where files would fill the disk
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


class _Clock:
    """Stops a query on which SQLite itself has worked too long; what is done between its rows does not count."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._worked, self._begun = 0.0, time.monotonic()
        connection.set_progress_handler(self._is_late, 100_000)

    def _is_late(self) -> bool:
        return self._worked + time.monotonic() - self._begun > _PATIENCE

    def steps(self, cursor: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a cursor, counting the time that each of them takes."""
        while True:
            self._begun = time.monotonic()
            values = cursor.fetchone()
            self._worked += time.monotonic() - self._begun
            if values is None:
                return
            yield values


def _executed(connection: sqlite3.Connection, query: str, file: str, clock: _Clock | None = None) -> sqlite3.Cursor:
    clock = clock or _Clock(connection)
    try:
        return connection.execute(query)
    except (UnicodeDecodeError, MemoryError) as error:
        raise UsageError(f"{file}: {_said(error)}") from None
    except (sqlite3.Error, sqlite3.Warning) as error:
        if "not authorized" in str(error) or "prohibited" in str(error):
            raise UsageError(f"{file}: the query may only read ({error})") from None
        raise UsageError(f"{file}: {_said(error)}") from None


def _said(error: Exception) -> str:
    """Return what SQLite says; of a damaged file a name or the message itself may be no text."""
    if isinstance(error, MemoryError) or "out of memory" in str(error):
        return f"the query needs more than {_MEMORY >> 20} MB and was stopped"
    if str(error) == "interrupted":
        return f"the query took longer than {_PATIENCE} s and was stopped"
    return "SQLite says: the file is damaged" if isinstance(error, UnicodeDecodeError) else f"SQLite says: {error}"


def _chosen_table(path: Path, wanted: str, file: str) -> str:
    with closing(_connected(path, file)) as connection:
        cursor = _executed(
            connection, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name", file
        )
        try:
            names = [str(row[0]) for row in cursor if not str(row[0]).startswith("sqlite_")]
        except (sqlite3.Error, UnicodeDecodeError, MemoryError) as error:
            raise UsageError(f"{file}: {_said(error)}") from None
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
