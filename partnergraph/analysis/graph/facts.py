"""Which facts of a network a projection counts, decided for all of them at once on the columns of its frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from partnergraph.dates import first_day, last_day
from partnergraph.errors import UsageError
from partnergraph.naming import known as known_names
from partnergraph.vocabulary import STATUSES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

    from partnergraph.analysis.graph.projection import Projection
    from partnergraph.network import Network

COUNTRY: Final = "Country"
DISTRICT: Final = "FederalDistrict"
#: A day before and a day after all others, as ordinals.
_NEVER: Final = np.iinfo(np.int64).min
_FOREVER: Final = np.iinfo(np.int64).max


def choose(
    network: Network, projection: Projection, ends: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.bool_], list[str]]:
    """Return which rows of a network's edges count, and in words what is left out beside what the filters name.

    Args:
        network: Where the facts stand.
        projection: What counts.
        ends: The `positions` of the edges' ends, where they are known already.

    Raises:
        UsageError: The projection names a type, status, country, loader or unit that does not exist.
    """
    _check_names(network, projection)
    edges = network.edges
    left_out: list[str] = []
    ends = positions(network) if ends is None else ends
    chosen = _filtered(network, projection, ends)
    counts = edges["type"].isin(list(projection.counted_types(network.vocabulary))).to_numpy()
    others = edges["type"].to_numpy()[chosen & ~counts]
    if not projection.types and len(others):
        left_out.append(f"{listed(sorted(set(others)))} left out ({count(len(others), 'fact')})")
    chosen &= counts

    def leave_out(reason: str, gone: NDArray[np.bool_]) -> None:
        if gone.any():
            left_out.append(f"{reason} left out ({count(int(gone.sum()), 'fact')})")

    if projection.start or projection.end or projection.as_of:
        begin, end = _spans(network)
        leave_out("facts with neither date nor dated source", chosen & (begin == _NEVER))
        chosen &= (begin != _NEVER) & _within(projection, network, begin, end)
    if projection.amount is not None:
        measured = ((edges["unit"] == projection.amount) & (edges["amount"] > 0)).to_numpy(dtype=bool)
        leave_out(f"facts without an amount above 0 in {projection.amount}", chosen & ~measured)
        chosen &= measured
    if not projection.keeps_countries:
        countries = (network.nodes["type"] == COUNTRY).to_numpy()
        theirs = chosen & countries[ends].any(axis=0)
        left_out.insert(0, f"{COUNTRY} nodes left out ({count(int(theirs.sum()), 'fact')})")
        chosen &= ~theirs
    loops = chosen & (ends[0] == ends[1])
    leave_out("facts of a node with itself", loops)
    return chosen & ~loops, left_out


def _filtered(network: Network, projection: Projection, ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell for each fact whether it has a status, loader, node types and country that the projection names."""
    nodes, edges = network.nodes, network.edges
    passes = np.ones(len(edges), dtype=bool)
    for column, names in (("status", projection.statuses), ("loader", projection.loaders)):
        if names:
            passes &= edges[column].isin(list(names)).to_numpy()
    if projection.node_types:
        passes &= nodes["type"].isin(list(projection.node_types)).to_numpy()[ends].all(axis=0)
    if projection.countries:
        passes &= nodes["country"].isin(list(projection.countries)).to_numpy()[ends].any(axis=0)
    return passes


def positions(network: Network) -> NDArray[np.int64]:
    """Return the rows of `nodes` that the two ends of every edge are: an array of sources and one of targets."""
    index = pd.Index(network.nodes["id"])
    ends = [index.get_indexer(pd.Index(network.edges[end])) for end in ("source", "target")]
    return np.array(ends, dtype=np.int64)


def federal_districts(network: Network) -> list[str | None]:
    """Return for each node the name of the federal district that it is or lies in, through however many places."""
    if not (network.nodes["type"] == DISTRICT).any():
        return [None] * len(network.nodes)
    columns = (network.nodes[name] for name in ("id", "type", "name", "located_in"))
    rows: dict[str, list[Any]] = {identifier: rest for identifier, *rest in zip(*columns, strict=True)}
    found: dict[str, str | None] = {}

    def district(identifier: str) -> str | None:
        passed: list[str] = []
        place: str | None = identifier
        while place is not None and place in rows and place not in found and place not in passed:
            passed.append(place)
            kind, name, above = rows[place]
            if kind == DISTRICT:
                found[place] = name
            else:
                place = above
        answer = None if place is None else found.get(place)
        found.update(dict.fromkeys(passed, answer))
        return answer

    return [district(identifier) for identifier in network.nodes["id"]]


def _check_names(network: Network, projection: Projection) -> None:
    edges, nodes = network.edges, network.nodes
    _require_known(projection.node_types, network.vocabulary.node_types, "node type")
    _require_known(projection.statuses, STATUSES, "status")
    if len(edges):  # where nothing is left, nothing is misspelt
        _require_known(projection.countries, _values(nodes, "country"), "country of this network")
        _require_known(projection.loaders, _values(edges, "loader"), "loader of this network")
        if projection.amount is not None:
            _require_known((projection.amount,), _values(edges, "unit"), "unit of this network")
    _require_known(projection.types, network.vocabulary.edge_types, "edge type")


def _values(frame: pd.DataFrame, column: str) -> list[Any]:
    return list(frame[column].dropna().unique()) if len(frame) else []


def _require_known(given: Collection[str], known: Iterable[str], what: str) -> None:
    names = set(known) if given else set()
    for name in given:
        if name not in names:
            raise UsageError(f"{name!r} is no {what}; {known_names(name, sorted(names))}")


def _within(
    projection: Projection, network: Network, begin: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell for each fact whether it holds at some time of the projection's period, or on its day."""
    if projection.as_of:
        day = last_day(projection.as_of).toordinal()
        # What is over, nobody knows since when, holds on no day.
        over = ((network.edges["status"] == "ended") & network.edges["until"].isna()).to_numpy(dtype=bool)
        return (begin <= day) & (end >= day) & ~over
    first = first_day(projection.start).toordinal() if projection.start else _NEVER
    last = last_day(projection.end).toordinal() if projection.end else _FOREVER
    return (begin <= last) & (end >= first)


def _spans(network: Network) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first and last day of every fact, as `Network.as_of` takes them.

    Without a date the year of the earliest source counts; without that either the fact never begins. Without an end it
    holds for ever.
    """
    years = dict(zip(network.sources["id"], network.sources["year"], strict=True))
    days = {text: first_day(text).toordinal() for text in set(network.edges["date"].dropna())}
    ends = {text: last_day(text).toordinal() for text in set(network.edges["until"].dropna())}
    earliest: dict[tuple[str, ...], int] = {}
    for cited in set(network.edges["sources"]):
        known = [int(years[source]) for source in cited if source in years and pd.notna(years[source])]
        earliest[cited] = first_day(f"{min(known):04}").toordinal() if known else _NEVER
    columns = (network.edges["date"], network.edges["sources"])
    begin = [days[text] if text else earliest[cited] for text, cited in zip(*columns, strict=True)]
    until = [ends[text] if text else _FOREVER for text in network.edges["until"]]
    return np.array(begin, dtype=np.int64), np.array(until, dtype=np.int64)


def count(number: int, noun: str) -> str:
    """Return a number with its noun: 1 fact, 2 facts."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(names: Iterable[str], last: str = "and") -> str:
    """Return names as a sentence lists them: A, B and C."""
    *head, tail = names
    return f"{', '.join(head)} {last} {tail}" if head else tail
