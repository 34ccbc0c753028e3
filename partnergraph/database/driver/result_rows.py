"""The rows that a query answers with, and the names of their columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Rows:
    """The answer to a query.

    Attributes:
        columns: The names, in the query's order.
        records: One tuple of values a row; nodes, edges and paths as mappings, times as ISO 8601 texts.
    """

    columns: tuple[str, ...]
    records: list[tuple[Any, ...]]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (dict(zip(self.columns, record, strict=True)) for record in self.records)

    def __len__(self) -> int:
        return len(self.records)
