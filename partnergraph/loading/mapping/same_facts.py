"""The facts that rows state; what several rows state, in both directions too, is one fact with all their rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from partnergraph.tables.edge_ids import FACT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from partnergraph.vocabulary import Vocabulary

#: What must not differ where a fact that says less is taken for one that says more.
_DETAILS: Final = ("id", *(name for name in FACT_COLUMNS if name not in {"type", "source", "target"}))
_DATES: Final = frozenset({"date", "until"})
#: So many of the rows that state a fact are named with it.
_MOST_ROWS_NAMED: Final = 8
#: Of more facts between the same two parties none is taken for another: each would be compared with each.
_MOST_COMPARED: Final = 200


@dataclass(slots=True)
class Fact:
    """A fact as rows state it.

    Attributes:
        cells: By the columns of edges.csv; `sources` and `section` not among them.
        source: Position of the mention it starts from.
        target: Position of the mention it ends at.
        rows: The rows that state it, each with its table.
        sources: Ids of its sources.
        section: Where in the source, as the mapping says.
        is_reversed: Whether the ends were exchanged to bring both directions of one fact together.
    """

    cells: dict[str, str]
    source: int
    target: int
    rows: list[tuple[str, int]]
    sources: dict[str, None] = field(default_factory=dict)
    section: str = ""
    is_reversed: bool = False

    @property
    def details(self) -> tuple[str, ...]:
        """What else makes it the fact it is: an id of its own, date, until, title, amount and unit."""
        return tuple(self.cells.get(name, "") for name in _DETAILS)

    def place(self, many_tables: bool) -> str:  # noqa: FBT001  one of two ways to write it
        """Return the rows that state it, for the column `section`."""
        named = [f"{file} row {number}" if many_tables else f"row {number}" for file, number in self.rows]
        more = f"; {len(named) - _MOST_ROWS_NAMED} more" if len(named) > _MOST_ROWS_NAMED else ""
        return "; ".join(named[:_MOST_ROWS_NAMED]) + more


def united(facts: Sequence[Fact], vocabulary: Vocabulary) -> tuple[list[Fact], Counter[str]]:
    """Put together what several rows state; the ends are ids already.

    A fact is the same where type, ends and details are. Of an undirected type the ends may stand in either order: the
    one with the smaller id becomes the source. What one direction leaves open (a date, say) the other fills, as long
    as there is only one fact that it can be.

    Args:
        facts: As the rows state them, `source` and `target` in the cells.
        vocabulary: Tells which types are directed.

    Returns:
        The facts, and how many rows repeated one: `repeated` in the same direction, `reversed` in the other; and how
        often these gave a column another value: `differing status`.
    """
    counts: Counter[str] = Counter()
    groups: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        cells = fact.cells
        if not vocabulary.edge_types[cells["type"]].directed and cells["source"] > cells["target"]:
            cells["source"], cells["target"] = cells["target"], cells["source"]
            fact.is_reversed = True
        groups[cells["type"], cells["source"], cells["target"]].append(fact)
    result: list[Fact] = []
    for group in groups.values():
        result += _united_group(group, counts)
    order = {id(fact): position for position, fact in enumerate(facts)}
    return sorted(result, key=lambda fact: order[id(fact)]), counts


def _united_group(group: Iterable[Fact], counts: Counter[str]) -> list[Fact]:
    exact: dict[tuple[str, ...], Fact] = {}
    directions: dict[tuple[str, ...], set[bool]] = defaultdict(set)
    for fact in group:
        details = fact.details
        mine = exact.setdefault(details, fact)
        if mine is not fact:
            counts["repeated" if fact.is_reversed in directions[details] else "reversed"] += 1
            _join(mine, fact, counts)
        directions[details].add(fact.is_reversed)
    both = set().union(*directions.values()) == {True, False} and len(exact) <= _MOST_COMPARED
    for details in list(exact) if both else ():
        fuller = [
            other
            for other in exact
            if other != details and directions[other].isdisjoint(directions[details]) and _says_more(other, details)
        ]
        if len(fuller) == 1:
            counts["reversed"] += 1
            directions[fuller[0]] |= directions[details]
            _join(exact[fuller[0]], exact.pop(details), counts)
    return list(exact.values())


def _says_more(fuller: Sequence[str], details: Sequence[str]) -> bool:
    """Tell whether one fact says all that another does: 1998-05-12 says what 1998 says, and anything what is empty."""
    for name, mine, theirs in zip(_DETAILS, details, fuller, strict=True):
        if mine not in {"", theirs} and not (name in _DATES and theirs.startswith(f"{mine}-")):
            return False
    return True


def _join(mine: Fact, other: Fact, counts: Counter[str]) -> None:
    """Add what another row says of a fact; a value that differs is left out and counted."""
    mine.rows += other.rows
    mine.sources.update(other.sources)
    for name, text in other.cells.items():
        if text and not mine.cells.get(name):
            mine.cells[name] = text
        elif text and name not in _DETAILS and mine.cells[name] != text:
            counts[f"differing {name}"] += 1
    if other.section and other.section not in mine.section.split("; "):
        mine.section = f"{mine.section}; {other.section}" if mine.section else other.section
