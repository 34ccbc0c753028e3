"""Asking named queries in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from partnergraph.database.queries.named_queries import read_query, run_query
from tests.conftest import ROOT

if TYPE_CHECKING:
    from partnergraph.database.connection import Database
    from partnergraph.database.driver.result_rows import Rows


FOLDER = ROOT / "cypher" / "queries"


def ask(database: Database, name: str, **given: str) -> Rows:
    return run_query(database, read_query(FOLDER / f"{name}.cypher"), given)


def picked(rows: Rows, *columns: str) -> list[Any]:
    """Some columns of all rows: values where it is one column, tuples where they are several."""
    if len(columns) == 1:
        return [row[columns[0]] for row in rows]
    return [tuple(row[column] for column in columns) for row in rows]


# The files
