"""The ids of a table: their form, that each stands once, which there are, and the way from row to parent."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from partnergraph.naming import nearest
from partnergraph.tables.edge_ids import edge_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from partnergraph.checks.typed_table import PlacedFinding, TypedTable

ID_FORM: Final = re.compile(r"[^\s;,\"']+")
LONGEST_ID: Final = 250
#: So many different misspelt ids get a suggestion: each is compared with every id there is.
MOST_SUGGESTIONS: Final = 100


class Ids:
    """The ids of a table: which there are, which a misspelt one comes nearest to, and which stand in a circle.

    Attributes:
        rows: The place of each id's row; of several rows with one id the last.
        circles: The ids from which the way from parent to parent leads back.
    """

    def __init__(self, table: TypedTable, parent: str, *, complete: bool) -> None:
        """Take in the ids.

        Args:
            table: Nodes or sources.
            parent: The column that names the row which a row lies or stands in.
            complete: Whether all rows of the table could be read.
        """
        ids, parents = table.values["id"], table.values[parent]
        self.rows: dict[str, int] = dict(zip(ids, range(len(ids)), strict=True))
        self.rows.pop(None, None)  # type: ignore[call-overload]
        self.circles = _in_circles({each: parents[row] for each, row in self.rows.items() if parents[row]})
        self._complete = complete
        self._nearest: dict[str, str] = {}

    def lacks(self, identifier: str) -> bool:
        """Tell whether no row has this id; of a table with rows that could not be read, nothing is told."""
        return self._complete and identifier not in self.rows

    def nearest(self, identifier: str) -> str:
        """Return the id that a misspelt one is most like; "" where there is none, or too many were asked for."""
        if identifier not in self._nearest:
            ask = len(self._nearest) < MOST_SUGGESTIONS
            self._nearest[identifier] = nearest(identifier, self.rows) if ask else ""
        return self._nearest[identifier]


def _in_circles(parents: Mapping[str, str]) -> set[str]:
    """Return the ids from which the way from parent to parent leads back; each is visited once."""
    found: set[str] = set()
    seen: set[str] = set()
    for start in parents:
        way: list[str] = []
        current = start
        while current in parents and current not in seen:
            seen.add(current)
            way.append(current)
            current = parents[current]
        if current in way:
            found.update(way[way.index(current) :])
    return found


def id_faults(table: TypedTable) -> Iterator[PlacedFinding]:
    """Note each id that has a character no id has or is too long, and each that stands in an earlier row already."""
    ids: Sequence[str | None] = table.values["id"]
    given = list(filter(None, ids))
    # All of them together have the form if each has it, which is told at once.
    well_formed = not given or (ID_FORM.fullmatch("".join(given)) and len(max(given, key=len)) <= LONGEST_ID)
    if well_formed and len(set(given)) == len(given):
        return
    first: dict[str, int] = {}
    for index, identifier in enumerate(ids):
        if not identifier:
            continue
        if not ID_FORM.fullmatch(identifier) or len(identifier) > LONGEST_ID:
            guess = re.sub(r"[\s;,\"']+", "-", identifier.lower())[:LONGEST_ID]
            yield table.note(index, "id", identifier, "an id has no spaces, commas, semicolons or quotes", guess)
        if identifier in first:
            problem = f"this id stands already in row {table.raw.numbers[first[identifier]]}"
            yield table.note(index, "id", identifier, problem)
        first.setdefault(identifier, index)


def completed_edge_ids(edges: TypedTable) -> Sequence[str]:
    """Return the id of each edge; one without gets the id made from its facts, an exact repetition a counter behind it.

    Args:
        edges: The edges; their ids are not changed.
    """
    ids: Sequence[Any] = edges.values["id"]
    if all(ids):
        return ids
    lacking = [index for index, each in enumerate(ids) if not each]
    taken = set(ids)
    completed = [each or "" for each in ids]
    made_before: Counter[str] = Counter()
    for index, made in zip(lacking, edge_ids(edges.values, lacking), strict=True):
        identifier = ""
        while not identifier or identifier in taken:
            made_before[made] += 1
            identifier = made if made_before[made] == 1 else f"{made}-{made_before[made]}"
        taken.add(identifier)
        completed[index] = identifier
    return completed
