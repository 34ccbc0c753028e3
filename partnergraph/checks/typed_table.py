"""A table with the values of its cells, column by column, and the findings in its rows."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from partnergraph.errors import Finding
from partnergraph.naming import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from partnergraph.tables import RawTable

#: The place of a row in its table, from 0, and what was found there.
PlacedFinding: TypeAlias = tuple[int, Finding]


@dataclass(frozen=True)
class TypedTable:
    """A table with the values of its cells.

    Attributes:
        raw: The cells as they were found.
        values: By column, for each row; a missing value is None, in a column of lists an empty tuple.
    """

    raw: RawTable
    values: dict[str, Sequence[Any]]

    def note(self, index: int, column: str, found: str, problem: str, near: str = "") -> PlacedFinding:
        """Return a finding about a row, with the row's place."""
        return index, Finding(self.raw.file, self.raw.numbers[index], column, found, problem, near)

    def rows_with(self, column: Sequence[Any], values: Collection[Any]) -> Iterable[int]:
        """Return the rows that have one of some values in a column; without values no row is looked at."""
        return (index for index, value in enumerate(column) if value in values) if values else ()


def by_row(noted: Iterable[PlacedFinding]) -> Iterator[Finding]:
    """Return the findings row by row; of one row in the order in which they were noted."""
    return map(itemgetter(1), sorted(noted, key=itemgetter(0)))


def unknown(table: TypedTable, column: str, what: str, known: Iterable[str]) -> Iterator[PlacedFinding]:
    """Note each text of a column that is none of those known.

    Args:
        table: Any.
        column: The column.
        what: What its texts are, such as `node type`.
        known: The texts that may stand there.
    """
    names, texts = list(known), table.values[column]
    near = {each: nearest(each, names) for each in set(texts) - {None, *names}}
    for index in table.rows_with(texts, near):
        problem = f"unknown {what}; known: {', '.join(names)}"
        yield table.note(index, column, texts[index], problem, near[texts[index]])
