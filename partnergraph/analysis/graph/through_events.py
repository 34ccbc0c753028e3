"""Partners by way of an event: those who took part in the same one, tied with each other in its place."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from partnergraph.analysis.graph.projection import EVENT
from partnergraph.errors import UsageError
from partnergraph.network.time import FOUR_DAYS
from partnergraph.phrases import count
from partnergraph.vocabulary import PLANS, SUSPENDED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from partnergraph.network import Network

PARTICIPATION: Final = "PARTICIPATION"
#: More pairs than these are no ties any more, and no memory either.
MOST_PAIRS: Final = 5_000_000
_SEPARATOR: Final = " + "
_LATER: Final = "~"


def through_events(network: Network) -> Network:
    """Return the network with those who took part in the same event tied with each other.

    A pair has one fact of type PARTICIPATION for each event that both took part in, in place of the two facts with the
    event; all other facts stay. It holds when both hold, and is not there where they cannot have met; it is planned,
    proposed or suspended where one of the two is, and cites the sources of both. Its id names the two facts that it
    stands for. Ties have no direction.

    Args:
        network: Any.

    Raises:
        UsageError: The events have so many participants that there would be more than `MOST_PAIRS` pairs.
    """
    types = dict(zip(network.nodes["id"], network.nodes["type"], strict=True))
    edges = network.edges
    to_event = edges["target"].map(types).eq(EVENT) & edges["source"].map(types).ne(EVENT)
    taken = edges["type"].eq(PARTICIPATION) & to_event
    facts: list[dict[str, Any]] = edges[taken].sort_values(["target", "source", "id"]).to_dict("records")  # type: ignore[assignment]
    events: dict[str, list[dict[str, Any]]] = {}
    for fact in facts:
        events.setdefault(str(fact["target"]), []).append(fact)
    pairs = sum(len(each) * (len(each) - 1) // 2 for each in events.values())
    if pairs > MOST_PAIRS:
        raise UsageError(f"the events tie {count(pairs, 'pair')}, more than {MOST_PAIRS:,}; leave them out")
    names = dict(zip(network.nodes["id"], network.nodes["name"], strict=True))
    ties = [
        _tie(one, other, names[event])
        for event, those in events.items()
        for one, other in combinations(those, 2)
        if one["source"] != other["source"]
    ]
    ties = [tie for tie in ties if (tie["starts_from"] or "") <= (tie["ends_by"] or _LATER)]
    kept = edges[~taken]
    if not ties:
        return replace(network, edges=kept.reset_index(drop=True))
    made = pd.DataFrame(ties, dtype=object).reindex(columns=edges.columns)
    made = made.where(made.notna(), None).astype(edges.dtypes.to_dict())
    return replace(network, edges=pd.concat([kept, made], ignore_index=True))


def _tie(one: Mapping[str, Any], other: Mapping[str, Any], event: str) -> dict[str, Any]:
    """Return the fact that two took part in the same event."""
    statuses = (one["status"], other["status"])
    aside = next((status for status in (SUSPENDED, *sorted(PLANS)) if status in statuses), None)
    return {
        "id": f"{one['id']}{_SEPARATOR}{other['id']}",
        "type": PARTICIPATION,
        "source": one["source"],
        "target": other["source"],
        "title": event,
        "status": aside or one["status"],
        "date": one["date"] if one["date"] == other["date"] else None,
        "sources": tuple(dict.fromkeys((*one["sources"], *other["sources"]))),
        "carries_out": (),
        "loader": one["loader"],
        **dict(zip(FOUR_DAYS, _both_hold(one, other), strict=True)),
    }


def _both_hold(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str | None, ...]:
    """Return the four days of the time in which two facts hold together."""

    def of(name: str, missing: str) -> tuple[str, str]:
        return tuple(fact[name] or missing for fact in (one, other))  # type: ignore[return-value]

    starts_from, starts_by = max(of("starts_from", "")), max(of("starts_by", _LATER))
    ends_from, ends_by = min(of("ends_from", _LATER)), min(of("ends_by", _LATER))
    days = (starts_from, min(starts_by, ends_by), max(ends_from, starts_from), ends_by)
    return tuple(None if day in {"", _LATER} else day for day in days)
