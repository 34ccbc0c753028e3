"""What amounts add up to: never those of different years in silence, and never a whole and its part.

A turnover of 2020 and one of 2021 are no sum, nor is that of January to May 2021 beside that of all 2021, nor a
region's beside that of its country. Deliveries add up, within the time that was asked for.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from partnergraph.errors import UsageError
from partnergraph.network.located_in import containers, walk_up
from partnergraph.phrases import count
from partnergraph.vocabulary import STATED_FOR_A_PERIOD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from partnergraph.analysis.graph.projection import Projection
    from partnergraph.network import Network

#: How many facts are named where some are not added.
_NAMED: Final = 5
_EARLIER, _LATER = "", "~"


class _Amount(NamedTuple):
    """A fact with an amount: its row, what it is, between which days it lies, and how it is called."""

    row: int
    type: str
    ends: tuple[str, str]
    first: str
    last: str
    title: str

    def lies_in(self, other: _Amount, above: dict[str, frozenset[str]]) -> bool:
        """Whether this is a part of another one: in time, and at both ends."""
        if self.type != other.type or not other.is_dated or not other.reaches_over(self):
            return False
        ways = [other.ends] if self.ends == other.ends else [other.ends, other.ends[::-1]]
        inside = any(
            all(mine == theirs or theirs in above[mine] for mine, theirs in zip(self.ends, way, strict=True))
            for way in ways
        )
        return inside and (other.reaches_beyond(self) or set(self.ends) != set(other.ends))

    @property
    def is_dated(self) -> bool:
        """Whether its days are told."""
        return self.first != _EARLIER and self.last != _LATER

    def reaches_over(self, other: _Amount) -> bool:
        """Whether the days of another one lie within its own."""
        return self.first <= other.first and other.last <= self.last

    def reaches_beyond(self, other: _Amount) -> bool:
        """Whether they do, and it has more days."""
        return self.reaches_over(other) and not other.reaches_over(self)


def addable(network: Network, projection: Projection, chosen: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], list[str]]:
    """Return which of the facts with an amount are added up, and in words what is taken and what is not.

    Args:
        network: Where the facts stand.
        projection: What counts; it has an `amount`.
        chosen: The facts that have one in its unit, and count.

    Raises:
        UsageError: They are of different years, and neither a time nor `latest` is asked for.
    """
    facts = _amounts(network, chosen)
    said = []
    years = sorted({fact.first[:4] for fact in facts if fact.first != _EARLIER})
    if projection.latest:
        facts = _latest(facts)
        taken = sorted({fact.first[:4] for fact in facts if fact.first != _EARLIER})
        said.append(f"of each pair and type the amounts of the latest year ({_span(taken)})")
    elif len(years) > 1 and not projection.asks_for_time:
        raise UsageError(
            f"the {count(len(facts), 'fact')} with an amount in {projection.amount} are of different years "
            f"({_span(years)}), which do not add up: choose a time, such as --began {years[-1]} or --from {years[0]} "
            f"--to {years[-1]}, or --latest, the latest year of each pair"
        )
    parts = _parts(network, facts)
    if parts:
        said.append(f"not added, since they are parts of others that are: {_named(parts)}")
    taken_rows = {fact.row for fact in facts} - {fact.row for fact in parts}
    mask = np.zeros(len(chosen), dtype=bool)
    mask[sorted(taken_rows)] = True
    if doubtful := _doubtful([fact for fact in facts if fact.row in taken_rows]):
        said.append(
            f"perhaps added twice, since others of the same two parties reach over their time: {_named(doubtful)}"
        )
    return mask, said


def _amounts(network: Network, chosen: NDArray[np.bool_]) -> list[_Amount]:
    edges = network.edges[chosen]
    columns: Iterable[tuple[Any, ...]] = zip(
        np.flatnonzero(chosen).tolist(),
        *(edges[name].tolist() for name in ("type", "source", "target", "starts_from", "starts_by", "ends_by")),
        edges["title"].tolist(),
        edges["id"].tolist(),
        strict=True,
    )
    return [
        _Amount(row, kind, (source, target), begins or _EARLIER, ends or by or _LATER, str(title or identifier))
        for row, kind, source, target, begins, by, ends, title, identifier in columns
    ]


def _latest(facts: Sequence[_Amount]) -> list[_Amount]:
    """Return the facts of the latest year of each two parties and type."""
    latest: dict[tuple[str, frozenset[str]], str] = defaultdict(str)
    for fact in facts:
        key = (fact.type, frozenset(fact.ends))
        latest[key] = max(latest[key], fact.first[:4])
    return [fact for fact in facts if fact.first[:4] == latest[fact.type, frozenset(fact.ends)]]


def _parts(network: Network, facts: Sequence[_Amount]) -> list[_Amount]:
    """Return the totals of a period that are parts of other totals among these."""
    totals = [fact for fact in facts if fact.type in STATED_FOR_A_PERIOD]
    parents = containers(network.nodes)
    above = {end: frozenset(walk_up(end, parents)) for fact in totals for end in fact.ends}
    # Only a fact of the same parties, or of what lies around them, can be the whole.
    by_end: dict[str, list[_Amount]] = defaultdict(list)
    for fact in totals:
        for end in set(fact.ends):
            by_end[end].append(fact)

    def around(fact: _Amount) -> Iterable[_Amount]:
        first = fact.ends[0]
        return (other for place in (first, *above[first]) for other in by_end[place])

    return [fact for fact in totals if any(fact.lies_in(other, above) for other in around(fact))]


def _doubtful(facts: Sequence[_Amount]) -> list[_Amount]:
    """Return facts whose time lies strictly within that of another of the same type and the same two parties."""
    together: dict[tuple[str, tuple[str, str]], list[_Amount]] = defaultdict(list)
    for fact in facts:
        together[fact.type, fact.ends].append(fact)
    return [
        fact
        for those in together.values()
        for fact in those
        if any(other.is_dated and other.reaches_beyond(fact) for other in those)
    ]


def _named(facts: Sequence[_Amount]) -> str:
    titles = [f"{fact.title!r}" for fact in facts[:_NAMED]]
    rest = f" and {len(facts) - _NAMED} more" if len(facts) > _NAMED else ""
    return f"{', '.join(titles)}{rest} ({count(len(facts), 'fact')})"


def _span(years: Sequence[str]) -> str:
    return "undated" if not years else years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"
