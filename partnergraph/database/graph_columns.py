"""Reading nodes, edges and sources in columns: only those that are asked for, many values a record.

What a record costs the driver is more than what its values cost, and a name beside each value as much again. So the
edges of a node come as one record, as lists in a list: of 100,000 edges in a fourth of the time of a mapping each.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from partnergraph.database.driver.plain_values import plain
from partnergraph.database.statements import quoted_property
from partnergraph.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import neo4j

    from partnergraph.database.connection import Database
    from partnergraph.vocabulary import Vocabulary

#: So many rows are turned into columns at once.
_CHUNK: Final = 5_000
#: Values that are as they are wanted; those of other types are made plain.
_PLAIN: Final = frozenset({str, int, float, bool, type(None)})
_TEXTS: Final = frozenset({str, type(None)})
_NOT_PROPERTIES: Final = frozenset({"type", "source", "target"})


def rows_of_nodes(database: Database, vocabulary: Vocabulary, *, withdrawn: bool) -> pd.DataFrame:
    """Return the nodes: the columns of their table, in the order of the ids.

    Args:
        database: Where from.
        vocabulary: The columns that there may be.
        withdrawn: Take withdrawn ones too.
    """
    names = [column.name for column in vocabulary.columns_of("nodes")]
    own = [name for name in names if name not in _NOT_PROPERTIES]
    query = (
        "MATCH (n:Entity) WHERE $all OR n.withdrawn_at IS NULL "
        f"RETURN labels(n) AS labels, {_listed('n', own)} AS cells"
    )

    def rows(result: neo4j.Result) -> Iterator[Sequence[Any]]:
        for labels, cells in result:
            yield [next((label for label in labels if label != "Entity"), ""), *cells]

    return _frame(database, query, ["type", *own], names, rows, withdrawn=withdrawn)


def rows_of_edges(database: Database, vocabulary: Vocabulary, *, withdrawn: bool) -> pd.DataFrame:
    """Return the facts: the columns of their table and `loader`, in the order of the ids; see `rows_of_nodes`."""
    names = [*(column.name for column in vocabulary.columns_of("edges")), "loader"]
    own = [name for name in names if name not in _NOT_PROPERTIES]
    query = (
        "MATCH (a:Entity) RETURN a.id AS source, "
        "[(a)-[e]->(b:Entity) WHERE e.derived IS NULL AND ($all OR e.withdrawn_at IS NULL) | "
        f"[b.id, type(e), {', '.join(f'e.{quoted_property(name)}' for name in own)}]] AS rows"
    )

    def rows(result: neo4j.Result) -> Iterator[Sequence[Any]]:
        for source, cells in result:
            for each in cells:
                each.append(source)
            yield from cells

    return _frame(database, query, ["target", "type", *own, "source"], names, rows, withdrawn=withdrawn)


def rows_of_sources(database: Database, vocabulary: Vocabulary, *, withdrawn: bool) -> pd.DataFrame:
    """Return the sources: the columns of their table, in the order of the ids; see `rows_of_nodes`."""
    names = [column.name for column in vocabulary.columns_of("sources")]
    query = f"MATCH (s:Source) WHERE $all OR s.withdrawn_at IS NULL RETURN {_listed('s', names)} AS cells"
    return _frame(database, query, names, names, lambda result: (cells for (cells,) in result), withdrawn=withdrawn)


def _listed(variable: str, names: Sequence[str]) -> str:
    return f"[{', '.join(f'{variable}.{quoted_property(name)}' for name in names)}]"


def _frame(
    database: Database,
    query: str,
    read: Sequence[str],
    names: Sequence[str],
    rows: Callable[[neo4j.Result], Iterable[Sequence[Any]]],
    *,
    withdrawn: bool,
) -> pd.DataFrame:
    """Return the columns of `names`, from rows whose cells are those of `read`; no engine promises an order."""

    def columns(result: neo4j.Result) -> list[list[Any]]:
        gathered: list[list[Any]] = [[] for _ in read]
        memos: list[Memo[Any, Any]] = [Memo(_same) for _ in read]
        remaining = iter(rows(result))
        while chunk := list(islice(remaining, _CHUNK)):
            for column, memo, cells in zip(gathered, memos, zip(*chunk, strict=True), strict=True):
                column.extend(_kept(cells, memo))
        return gathered

    found = dict(zip(read, database.gather(query, {"all": withdrawn}, columns), strict=True))
    ids = [str(each) for each in found["id"]]
    order = sorted(range(len(ids)), key=ids.__getitem__)
    return pd.DataFrame(
        {name: pd.Series([cells[at] for at in order], dtype=object) for name in names for cells in [found.pop(name)]},
        copy=False,
    )


def _kept(cells: Sequence[Any], memo: Memo[Any, Any]) -> Sequence[Any]:
    """Return the cells as plain values; texts that are equal, and lists of such, are one object."""
    kinds = set(map(type, cells))
    if kinds <= _TEXTS:
        return memo.of(cells)
    if kinds <= {list, type(None)} and set(map(type, chain.from_iterable(filter(None, cells)))) <= {str}:
        return memo.of([None if cell is None else tuple(cell) for cell in cells])
    return cells if kinds <= _PLAIN else list(map(plain, cells))


def _same(value: Any) -> Any:  # noqa: ANN401
    return value
