"""A part of a network, cut before the page is written, with a sentence that says what was cut and how.

Neighbourhoods do not lead through whole countries, which are tied to almost everybody; nor do paths, unless there is
no other.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import pandas as pd

from partnergraph.analysis.rankings.rank import rank
from partnergraph.errors import UsageError
from partnergraph.naming import match_party
from partnergraph.network import records
from partnergraph.view.part.conditions import fulfilling, read_condition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from partnergraph.network import Network

_THROUGH_NOBODY: Final = "Country"


def where(network: Network, conditions: Sequence[str]) -> tuple[Network, str]:
    """Cut a network to the facts that fulfil every condition.

    Args:
        network: The network.
        conditions: Each as `read_condition` reads it.

    Returns:
        The part, and the rule in words.

    Raises:
        UsageError: A condition cannot be read, or no fact fulfils them all.
    """
    keep = network.edges["id"].notna()
    for text in conditions:
        keep &= fulfilling(network, read_condition(text))
    rule = " and ".join(conditions)
    if not keep.any():
        raise UsageError(f"no fact fulfils {rule}; loosen a condition")
    return network.with_edges(network.edges[keep]), f"facts where {rule}"


def ego(network: Network, name: str, steps: int = 1) -> tuple[Network, str]:
    """Cut a network to a party, those it reaches in so many steps, and the facts among all of them.

    Args:
        network: The network.
        name: An id, a name or an alias.
        steps: How many partnerships away, 1 or more.

    Returns:
        The part, and the rule in words.

    Raises:
        UsageError: No party is called so, or several are; or `steps` is below one.
    """
    if steps < 1:
        raise UsageError(f"--steps must be at least 1, not {steps}")
    party = _find(network, name)
    inside = set(_distances(network, party, most=steps))
    part = _among(network, inside)
    far = "its partners" if steps == 1 else f"all within {steps} steps"
    return part, f"{_name(network, party)}, {far} and the facts among them"


def path(network: Network, start: str, end: str) -> tuple[Network, str]:
    """Cut a network to the shortest paths between two parties: all of them, with every fact along them.

    Args:
        network: The network.
        start: An id, a name or an alias.
        end: Another.

    Returns:
        The part, and the rule in words.

    Raises:
        UsageError: No party is called so, or several are; both are the same; or nothing links them.
    """
    one, other = _find(network, start), _find(network, end)
    if one == other:
        raise UsageError(f"--path: {start!r} and {end!r} are the same party; name two")
    names = _name(network, one), _name(network, other)
    passing = other not in _distances(network, one)
    from_one, from_other = (_distances(network, party, through_countries=passing) for party in (one, other))
    if other not in from_one:
        raise UsageError(f"nothing links {names[0]} and {names[1]}, not even a long path")
    length = from_one[other]
    countries = set() if passing else _countries(network) - {one, other}
    step = {
        node: distance
        for node, distance in from_one.items()
        if node in from_other and distance + from_other[node] == length and node not in countries
    }
    edges = network.edges
    along = edges["type"].isin(network.vocabulary.partnership_types)
    steps = [
        source in step and target in step and abs(step[source] - step[target]) == 1
        for source, target in zip(edges["source"], edges["target"], strict=True)
    ]
    part = network.with_edges(edges[along & pd.Series(steps, index=edges.index, dtype=bool)])
    count = "1 step" if length == 1 else f"{length} steps"
    through = ", through whole countries since there is no other" if passing else ""
    return part, f"the shortest paths from {names[0]} to {names[1]}, {count} long{through}"


def top(network: Network, count: int, by: str = "degree") -> tuple[Network, str]:
    """Cut a network to its first parties by a measure and the facts between them.

    Args:
        network: The network.
        count: How many parties; those that share the last place are all kept.
        by: A measure of `partnergraph rank`.

    Returns:
        The part, and the rule in words.

    Raises:
        UsageError: There is no such measure, or `count` is below one.
    """
    if count < 1:
        raise UsageError(f"--top must be at least 1, not {count}")
    ranking = rank(network, by=by)
    if ranking.empty:
        raise UsageError("there is nobody to rank; leave out --top")
    last = ranking["rank"].iloc[min(count, len(ranking)) - 1]
    inside = set(ranking.loc[ranking["rank"] <= last, "id"])
    tied = f" ({len(inside)} with those that share the last place)" if len(inside) > count else ""
    return _among(network, inside), f"the first {count} by {by}{tied} and the facts between them"


def cut(
    network: Network,
    *,
    conditions: Sequence[str] = (),
    around: str | None = None,
    steps: int = 1,
    between: tuple[str, str] | None = None,
    first: int | None = None,
    by: str = "degree",
) -> tuple[Network, list[str]]:
    """Cut a network by all that is given, in this order: conditions, neighbourhood, paths, first parties.

    Args:
        network: The network.
        conditions: See `where`.
        around: See `ego`.
        steps: See `ego`.
        between: See `path`.
        first: See `top`.
        by: See `top`.

    Returns:
        The part, and the rules in words; `describe` makes a sentence of them.

    Raises:
        UsageError: Something does not exist, or nothing is left.
    """
    cuts: list[tuple[bool, Callable[[Network], tuple[Network, str]]]] = [
        (bool(conditions), lambda whole: where(whole, conditions)),
        (around is not None, lambda whole: ego(whole, around or "", steps)),
        (between is not None, lambda whole: path(whole, *(between or ("", "")))),
        (first is not None, lambda whole: top(whole, first or 0, by)),
    ]
    part, rules = network, []
    for given, make in cuts:
        if given:
            part, rule = make(part)
            rules.append(rule)
    return part, rules


def describe(part: Network, whole: Network, rules: Sequence[str]) -> str:
    """Return the sentence that says what a page shows of which whole, and by what rule; empty without a rule."""
    if not rules:
        return ""
    counts = f"{len(part.edges):,} of {len(whole.edges):,} facts"
    return f"A part of the network: {'; of these '.join(rules)}. Shown are {counts}."


def _find(network: Network, name: str) -> str:
    parties = [row | {"aliases": row.get("aliases", ())} for row in records(network.nodes[["id", "name", "aliases"]])]
    return match_party(name, parties, where="this part of the network", empty="it is empty")


def _name(network: Network, party: str) -> str:
    return str(network.nodes.set_index("id")["name"][party])


def _among(network: Network, inside: set[str]) -> Network:
    """Return some parties, with or without facts, and the facts among them."""
    edges = network.edges
    return network.with_edges(edges[edges["source"].isin(inside) & edges["target"].isin(inside)], inside)


def _countries(network: Network) -> set[str]:
    return set(network.nodes.loc[network.nodes["type"] == _THROUGH_NOBODY, "id"])


def _partners(network: Network) -> Mapping[str, Iterable[str]]:
    edges: pd.DataFrame = network.edges[network.edges["type"].isin(network.vocabulary.partnership_types)]
    partners: dict[str, set[str]] = {}
    for source, target in zip(edges["source"], edges["target"], strict=True):
        partners.setdefault(source, set()).add(target)
        partners.setdefault(target, set()).add(source)
    return partners


def _distances(
    network: Network, start: str, most: int | None = None, *, through_countries: bool = False
) -> dict[str, int]:
    """Return how many partnerships away from a party each other one is; a whole country is reached, not passed."""
    countries = set() if through_countries else _countries(network) - {start}
    partners = _partners(network)
    distances = {start: 0}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        if node in countries or distances[node] == most:
            continue
        for partner in partners.get(node, ()):
            if partner not in distances:
                distances[partner] = distances[node] + 1
                waiting.append(partner)
    return distances
