"""How a network grew: facts, pairs and parties year by year, with what has no date counted apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from partnergraph.analysis.graph.undirected import counted_facts
from partnergraph.dates import first_day

if TYPE_CHECKING:
    import pandas as pd

    from partnergraph.analysis.graph.projection import Projection
    from partnergraph.network import Network


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a network's growth.

    Attributes:
        year: The calendar year.
        facts: Facts that began in it.
        total: Dated facts that began in it or before.
        new_pairs: Pairs whose first dated fact began in it.
        new_parties: Parties whose first dated fact began in it.
    """

    year: int
    facts: int
    total: int
    new_pairs: int
    new_parties: int


@dataclass(frozen=True, slots=True)
class Growth:
    """The growth of a network.

    Attributes:
        years: From the first dated fact to the last without a gap; a year in which nothing began has zeros.
        dated: How many facts have a date of their own.
        undated: How many have none, and so stand in no year. The year of a fact's source is not taken for its date.
    """

    years: tuple[Year, ...]
    dated: int
    undated: int


def growth(network: Network, projection: Projection | None = None) -> Growth:
    """Count what began in each year.

    Args:
        network: Where the facts stand.
        projection: What counts; the default is every partnership, without nodes of type Country and Event.
    """
    return growth_of(counted_facts(network, projection))


def growth_of(facts: pd.DataFrame) -> Growth:
    """Count what began in each year among rows of a network's edges."""
    began: Counter[int] = Counter()
    pairs: dict[tuple[str, str], int] = {}
    parties: dict[str, int] = {}
    for source, target, text in zip(facts["source"], facts["target"], facts["date"], strict=True):
        day = first_day(text) if isinstance(text, str) else None
        if day is None:
            continue
        year = int(day[:4])
        began[year] += 1
        pair = (min(source, target), max(source, target))
        pairs[pair] = min(year, pairs.get(pair, year))
        for party in pair:
            parties[party] = min(year, parties.get(party, year))
    new_pairs, new_parties = Counter(pairs.values()), Counter(parties.values())
    years: list[Year] = []
    total = 0
    for year in range(min(began), max(began) + 1) if began else ():
        total += began[year]
        years.append(Year(year, began[year], total, new_pairs[year], new_parties[year]))
    return Growth(tuple(years), total, len(facts) - total)
