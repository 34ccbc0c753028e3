"""When a fact holds: the four days that its cells say of it, and the answers to four questions about them.

What begins and ends is seldom dated to the day. So a fact has the first and last day on which it may have begun
(`starts_from`, `starts_by`), and those on which it may have ended (`ends_from`, `ends_by`), as ISO 8601 texts, which
compare as days do. An open end is empty: no first day, or no last one; an empty `ends_from` says that the fact holds
until somebody says otherwise. Of what has ended nobody knows how early, `ends_from` is the first day of the calendar.

A question has three answers. Yes: whatever the true days are. No: whatever they are. Perhaps: it depends on them. All
other code compares these four days; nothing else looks at dates to tell what holds. docs/time.md tells it in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from partnergraph.dates import last_day, period, span
from partnergraph.errors import Finding, UsageError
from partnergraph.memo import Memo
from partnergraph.vocabulary import PLANS, SUSPENDED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from partnergraph.tables import RawTable
    from partnergraph.vocabulary import Vocabulary

#: The columns of a Network's edges that tell when a fact holds.
FOUR_DAYS: Final = ("starts_from", "starts_by", "ends_from", "ends_by")
#: Stands in `ends_from` where a fact has ended, nobody knows how early.
LONG_AGO: Final = "0001-01-01"

#: Days as ordinals, and what stands before and behind all of them.
_BEFORE: Final = 0
_BEHIND: Final = np.iinfo(np.int32).max
_Days = np.ndarray[tuple[int], np.dtype[np.int32]]
_Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Answer:
    """What is said to a question, for each of some facts.

    Attributes:
        yes: Certain, whatever the true days are. These are counted.
        perhaps: Neither certain nor ruled out; their number is told beside every result.
        planned: Yes or perhaps if it comes as it was planned; in neither of the two above unless asked for by name.
        suspended: Yes or perhaps if it were not at rest; likewise.
    """

    yes: NDArray[np.bool_]
    perhaps: NDArray[np.bool_]
    planned: NDArray[np.bool_]
    suspended: NDArray[np.bool_]

    @property
    def no(self) -> NDArray[np.bool_]:
        """Ruled out, whatever the true days are."""
        return ~(self.yes | self.perhaps | self.planned | self.suspended)


@dataclass(frozen=True)
class FourDays:
    """The four days of some facts.

    Attributes:
        columns: `starts_from`, `starts_by`, `ends_from` and `ends_by`: days as ISO texts, None for open.
        contradictions: The facts that would end before they begin, whatever days are meant.
    """

    columns: dict[str, Sequence[Any]]
    contradictions: list[Contradiction]


@dataclass(frozen=True)
class Contradiction:
    """A fact that would end before it begins.

    Attributes:
        row: Its place among the facts, from 0.
        attested: The last day of its latest source, by which it had ended; None where `until` says when.
    """

    row: int
    attested: str | None


def four_days(
    edges: Mapping[str, Sequence[Any]], sources: Mapping[str, Sequence[Any]], vocabulary: Vocabulary
) -> FourDays:
    """Return between which days facts began, and between which they ended.

    Args:
        edges: The columns type, date, until, status, unit and sources, the dates in EDTF; a missing value is None.
        sources: The columns id, date, year and part_of.
        vocabulary: The types, which say whether a fact lasts or happens.
    """
    start, end = _bounds(edges, sources, vocabulary)
    # A fact begins before it ends.
    starts_by = np.minimum(start[1], end[1])
    ends_from = np.maximum(end[0], start[0])
    days = (start[0], starts_by, ends_from, end[1])
    columns: dict[str, Sequence[Any]] = {
        name: _texts(column).tolist() for name, column in zip(FOUR_DAYS, days, strict=True)
    }
    rows: list[int] = np.flatnonzero(start[0] > end[1]).tolist()
    wrong = [Contradiction(row, None if edges["until"][row] else _texts(end[1][row : row + 1])[0]) for row in rows]
    return FourDays(columns, wrong)


def attestation_faults(edges: RawTable, contradictions: Iterable[Contradiction]) -> list[Finding]:
    """Return what is wrong with facts that ended, by their sources, before they began.

    Args:
        edges: The cells of the edges.
        contradictions: Of these edges; where `until` lies before `date`, the checks of edges say so.
    """
    findings = []
    for each in contradictions:
        if each.attested is None:
            continue
        begun, status = edges.column("date")[each.row], edges.column("status")[each.row]
        problem = (
            f"it begins ({begun}) after the last of its sources was published (by {each.attested}), so none of them "
            "can say that it has ended; mend date, status or the source's date, or write until"
        )
        findings.append(Finding(edges.file, edges.numbers[each.row], "status", status, problem))
    return findings


def answer(
    edges: pd.DataFrame,
    vocabulary: Vocabulary,
    *,
    as_of: str | None = None,
    start: str | None = None,
    end: str | None = None,
    began: str | None = None,
    ended: str | None = None,
    asked_for: Collection[str] = (),
) -> Answer:
    """Tell of each fact whether it holds on a day, at some time in a period, or began or ended in one.

    Of several questions all must be answered with yes. Without any, all that has happened is a yes.

    Args:
        edges: Edges of a Network: type, unit, status and the four days.
        vocabulary: The types, which say whether a fact lasts or happens.
        as_of: A date in EDTF: does it hold on its last day? Of what happens: did it, within the date?
        start: A date: does it hold at some time from its first day on?
        end: A date: does it hold at some time up to its last day?
        began: A period such as 2021, 2021-03 or 2010/2015: did it begin within it?
        ended: A period: did it end within it?
        asked_for: Statuses that are asked for by name: planned, proposed and suspended facts are answered like the
            others only where their own is among them.

    Raises:
        UsageError: A date is none, is uncertain or open, or the period ends before it begins.
    """
    yes = np.ones(len(edges), dtype=bool)
    no = np.zeros(len(edges), dtype=bool)
    for certain, ruled_out in _answers(edges, vocabulary, as_of, start, end, began, ended):
        yes &= certain
        no |= ruled_out
    perhaps = ~yes & ~no
    possible = yes | perhaps
    set_aside = possible & ~_among(edges["status"], asked_for)
    planned, at_rest = set_aside & is_plan(edges), set_aside & is_suspended(edges)
    aside = planned | at_rest
    return Answer(yes & ~aside, perhaps & ~aside, planned, at_rest)


def is_plan(edges: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which edges are plans: what is planned or proposed has not happened, and holds on no day."""
    return _among(edges["status"], PLANS)


def is_suspended(edges: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which edges are at rest: neither in force nor ended, and counted only where they are asked for."""
    return _among(edges["status"], {SUSPENDED})


def happening(types: Sequence[str | None], units: Sequence[str | None], vocabulary: Vocabulary) -> NDArray[np.bool_]:
    """Tell which facts are over with their own date, by their types and the units of their amounts.

    Args:
        types: Edge types.
        units: What the amounts count; None for none.
        vocabulary: The types.
    """
    codes, names = pd.factorize(np.asarray(types, dtype=object))
    unit_codes, counted = pd.factorize(np.asarray(units, dtype=object))
    # One row a type, the last one for a missing one; one column a unit, likewise.
    table = [[vocabulary.happens(name, unit) for unit in (*counted, None)] for name in (*names, "")]
    return np.array(table, dtype=bool)[codes, unit_codes]


def _answers(
    edges: pd.DataFrame,
    vocabulary: Vocabulary,
    as_of: str | None,
    start: str | None,
    end: str | None,
    began: str | None,
    ended: str | None,
) -> Iterable[tuple[_Mask, _Mask]]:
    """Yield, for each question asked, which facts are a yes and which a no."""
    if as_of is not None:
        first, last = map(_ordinal, period(as_of))
        since: int | _Days = last
        if first != last:
            happens = happening(edges["type"].tolist(), edges["unit"].tolist(), vocabulary)
            since = np.where(happens, first, last).astype(np.int32)
        yield _holds(edges, since, last)
    if start is not None or end is not None:
        since = _BEFORE if start is None else _ordinal(period(start)[0])
        last = _BEHIND if end is None else _ordinal(period(end)[1])
        if since > last:
            raise UsageError(f"the period begins with {start} and ends with {end}: swap the two")
        yield _holds(edges, since, last)
    for asked, bounds in ((began, FOUR_DAYS[:2]), (ended, FOUR_DAYS[2:])):
        if asked is not None:
            first, last = map(_ordinal, period(asked))
            earliest, latest = (_ordinals(edges, name) for name in bounds)
            yield (earliest >= first) & (latest <= last), (latest < first) | (earliest > last)


def _holds(edges: pd.DataFrame, since: int | _Days, until: int) -> tuple[_Mask, _Mask]:
    starts_from, starts_by, ends_from, ends_by = (_ordinals(edges, name) for name in FOUR_DAYS)
    return (starts_by <= until) & (ends_from >= since), (starts_from > until) | (ends_by < since)


def _bounds(
    edges: Mapping[str, Sequence[Any]], sources: Mapping[str, Sequence[Any]], vocabulary: Vocabulary
) -> tuple[tuple[_Days, _Days], tuple[_Days, _Days]]:
    """Return between which days facts began, and between which they ended, by the cells alone."""
    planned = _among(edges["status"], PLANS)
    over = _among(edges["status"], {"ended"})
    happens = happening(edges["type"], edges["unit"], vocabulary)
    earliest, latest = _attestations(edges["sources"], sources)
    # What is only planned had not begun when somebody wrote of it.
    earliest, latest = np.where(planned, _BEHIND, earliest), np.where(planned, _BEHIND, latest)

    starts_from, starts_by, _ = _dated(edges["date"])
    # Whoever wrote of it, wrote when it had begun; nothing is attested before it can have begun.
    attested = (starts_by == _BEHIND) & (earliest >= starts_from)
    starts_by = np.where(attested, earliest, starts_by).astype(np.int32)

    first, last, plain = _dated(edges["until"])
    dated = _filled(edges["until"])
    # It holds to the last day of a plain date; it ended somewhere within an uncertain one, or if it is said to be over.
    ends_from = np.where(plain & ~over, last, np.maximum(first, 1))
    ends_by = last
    lasting = ~dated & ~happens
    ends_from = np.where(lasting, np.where(over, np.maximum(starts_from, 1), _BEHIND), ends_from)
    ends_by = np.where(lasting & over, latest, ends_by)
    at_once = ~dated & happens
    ends_from = np.where(at_once, np.maximum(starts_from, 1), ends_from)
    ends_by = np.where(at_once, starts_by, ends_by)
    return (starts_from, starts_by), (ends_from.astype(np.int32), ends_by.astype(np.int32))


def _dated(column: Sequence[str | None]) -> tuple[_Days, _Days, _Mask]:
    """Return the first and last days that dates may mean, and which are plain; a missing one is open at both ends."""
    codes, distinct = pd.factorize(np.asarray(column, dtype=object))
    spans = [span(text) for text in distinct]
    first = [_BEFORE if each.first is None else _ordinal(each.first) for each in spans]
    last = [_BEHIND if each.last is None else _ordinal(each.last) for each in spans]
    plain = [each.is_plain for each in spans]
    return (
        np.array([*first, _BEFORE], dtype=np.int32)[codes],
        np.array([*last, _BEHIND], dtype=np.int32)[codes],
        np.array([*plain, False], dtype=bool)[codes],
    )


def _attestations(cited: Sequence[tuple[str, ...]], sources: Mapping[str, Sequence[Any]]) -> tuple[_Days, _Days]:
    """Return by which days the earliest source of each fact existed, and by which all of them did.

    A fact is said to have ended by the latest of its sources, if not by an earlier one; where one of them is undated,
    nobody knows when.
    """
    days = _source_days(sources)

    def bounds(ids: tuple[str, ...]) -> tuple[int, int]:
        found = [days.get(each, _BEHIND) for each in ids] or [_BEHIND]
        return min(found), max(found)

    both = np.array(Memo(bounds).of(cited), dtype=np.int32).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _source_days(sources: Mapping[str, Sequence[Any]]) -> dict[str, int]:
    """Return the last day on which each source may have been published; of one without a date, that of its whole."""
    columns = (sources[name] for name in ("id", "date", "year", "part_of"))
    rows = {identifier: cells for identifier, *cells in zip(*columns, strict=True) if identifier}
    days: dict[str, int] = {}
    for identifier in rows:
        current, passed, day = identifier, {identifier}, _BEHIND
        while day == _BEHIND:
            text, year, whole = rows[current]
            day = _published(text, year)
            if not whole or whole not in rows or whole in passed:
                break
            passed.add(whole)
            current = whole
        days[identifier] = day
    return days


def _published(text: str | None, year: Any) -> int:  # noqa: ANN401  a whole number of any kind, or missing
    if not text:
        text = None if year is None or pd.isna(year) else f"{int(year):04}"
    last = last_day(text) if text else None
    return _BEHIND if last is None else _ordinal(last)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _ordinals(edges: pd.DataFrame, name: str) -> _Days:
    codes, distinct = pd.factorize(edges[name].to_numpy(dtype=object))
    nothing = _BEFORE if name == "starts_from" else _BEHIND
    return np.array([*map(_ordinal, distinct), nothing], dtype=np.int32)[codes]


def _texts(days: _Days) -> NDArray[np.object_]:
    codes, distinct = pd.factorize(days)
    texts = [None if day in {_BEFORE, _BEHIND} else date.fromordinal(day).isoformat() for day in distinct.tolist()]
    return np.array([*texts, None], dtype=object)[codes]


def _filled(column: Sequence[Any]) -> _Mask:
    return ~pd.isna(np.asarray(column, dtype=object))


def _among(column: Sequence[Any] | pd.Series[Any], values: Collection[str]) -> _Mask:
    codes, distinct = pd.factorize(np.asarray(column, dtype=object))
    return np.array([*(each in values for each in distinct), False], dtype=bool)[codes]
