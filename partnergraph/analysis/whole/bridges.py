"""Bridges between countries and between places: how many facts lead across, and which parties carry them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    import networkx as nx

_CARRIERS: Final = 5


@dataclass(frozen=True, slots=True)
class Share:
    """Something counted by name.

    Attributes:
        name: What is counted.
        count: How often.
    """

    name: str
    count: float


@dataclass(frozen=True, slots=True)
class Bridge:
    """What joins two countries, or two places.

    Attributes:
        first: Code or name of the one; the two stand in the order of the alphabet.
        second: Code or name of the other.
        facts: How many facts have an end in each.
        pairs: Between how many pairs of parties.
        carriers: The parties with the most of these facts, at most five; of equal ones in the order of their names.
    """

    first: str
    second: str
    facts: float
    pairs: int
    carriers: tuple[Share, ...]


def bridges(G: nx.Graph[Any], group: Mapping[Hashable, str]) -> tuple[Bridge, ...]:
    """Return what joins each two groups of nodes, most facts first.

    Args:
        G: A simple graph whose edges carry `weight`, the number of facts.
        group: The group of each node; edges of a node without one are on no bridge.
    """
    facts: Counter[tuple[str, str]] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    carried: dict[tuple[str, str], Counter[Hashable]] = {}
    for one, other, weight in G.edges(data="weight", default=1):
        ends = group.get(one), group.get(other)
        if ends[0] is None or ends[1] is None or ends[0] == ends[1]:
            continue
        key = (min(ends[0], ends[1]), max(ends[0], ends[1]))
        facts[key] += weight
        pairs[key] += 1
        carriers = carried.setdefault(key, Counter())
        carriers[one] += weight
        carriers[other] += weight
    found = [Bridge(*key, facts[key], pairs[key], _most(G, carried[key])) for key in facts]
    return tuple(sorted(found, key=lambda bridge: (-bridge.facts, bridge.first, bridge.second)))


def _most(G: nx.Graph[Any], carried: Counter[Hashable]) -> tuple[Share, ...]:
    return top_shares(carried, _CARRIERS, lambda node: name_of(G, node))


def top_shares(
    counts: Mapping[Any, float], top: int | None = None, name: Callable[[Any], str] = str
) -> tuple[Share, ...]:
    """Return the largest counts, largest first, equal ones in the order of their names.

    Args:
        counts: What was counted.
        top: How many to return; all of them by default.
        name: How a key is called.
    """
    shares = [Share(name(key), count) for key, count in counts.items()]
    return tuple(sorted(shares, key=lambda share: (-share.count, share.name.casefold(), share.name))[:top])


def name_of(G: nx.Graph[Any], node: Hashable) -> str:
    """Return a node's name, or its id as text where it has none."""
    return str(G.nodes[node].get("name") or node)


def countries_of(G: nx.Graph[Any]) -> dict[Hashable, str]:
    """Return the country of each node that has one."""
    return {node: str(country) for node, country in G.nodes(data="country") if country}


def enclosing_places(G: nx.Graph[Any]) -> dict[Hashable, str]:
    """Return the name of the place that each node is or lies in, of those that its attribute `within` tells.

    Where two places have one name, each is followed by its id.
    """
    keys = {
        node: (str(data["within"]), str(data.get("within_id") or data["within"]))
        for node, data in G.nodes(data=True)
        if data.get("within")
    }
    called = Counter(name for name, _ in set(keys.values()))
    return {node: name if called[name] == 1 else f"{name} ({id_})" for node, (name, id_) in keys.items()}
