"""Gaps: pairs that are not partners though their surroundings say they could be, each with its reasons."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import numpy as np
import pandas as pd

from partnergraph.analysis.gaps.scores import BASELINE, THREE_STEPS, adjacency, find_score
from partnergraph.analysis.graph.facts import places_within
from partnergraph.analysis.graph.from_network import describe, project
from partnergraph.analysis.graph.projection import COUNTRY
from partnergraph.analysis.graph.undirected import counted_facts, undirected, undirected_choice
from partnergraph.analysis.whole.bridges import countries_of, name_of
from partnergraph.errors import UsageError
from partnergraph.network.located_in import containers, walk_up

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from partnergraph.analysis.gaps.scores import Ends
    from partnergraph.analysis.graph.projection import Projection
    from partnergraph.network import Network
    from partnergraph.vocabulary import Vocabulary

AGREEMENT: Final = "AGREEMENT"
TWINNING: Final = "TWINNING"
#: Where parties meet; no parties, so nobody's missing partner. As what two parties share they count.
MEETINGS: Final = frozenset({"Event", "Programme"})
#: Two parties are of like size if the smaller has at least this share of the facts of the larger.
LIKE_SIZE: Final = 0.5
_NAMED: Final = 8


@dataclass(frozen=True)
class Surroundings:
    """A graph with all that is asked about a pair of its nodes.

    Attributes:
        G: The simple undirected graph; its nodes in their order are the row numbers of pairs.
        plausible: Pairs of node types, each in the order of the alphabet, that can be partners; None means all.
        above: For each node the places it lies in.
        agreeing: For each place the places it lies in whose agreements may concern it.
        kinds: For each pair of partners the number of facts of each type.
    """

    G: nx.Graph[Any]
    plausible: frozenset[tuple[str, str]] | None = None
    above: Mapping[Hashable, frozenset[Hashable]] = field(default_factory=dict)
    agreeing: Mapping[Hashable, frozenset[Hashable]] = field(default_factory=dict)
    kinds: Mapping[frozenset[Hashable], Counter[str]] = field(default_factory=dict)

    def kept(self, first: Ends, second: Ends, *, across: bool) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Tell which pairs could be partners: not the same, not partners yet, of types that can be, apart in space."""
        order = list(self.G)
        size = len(order)
        position = {node: index for index, node in enumerate(order)}
        codes = first * size + second
        partners = {
            code
            for one, other in self.G.edges()
            for code in (position[one] * size + position[other], position[other] * size + position[one])
        }
        inside = {
            code
            for node, places in self.above.items()
            if node in position
            for place in places
            if place in position
            for code in (position[node] * size + position[place], position[place] * size + position[node])
        }
        barred = np.fromiter(partners | inside, dtype=np.int64, count=len(partners | inside))
        keep = (first != second) & ~np.isin(codes, barred)
        if self.plausible is not None:
            types = [str(self.G.nodes[node].get("type")) for node in order]
            names = sorted(set(types))
            number = np.array([names.index(kind) for kind in types], dtype=np.int64)
            allowed = np.array([[(min(a, b), max(a, b)) in self.plausible for b in names] for a in names], dtype=bool)
            if size:
                keep &= allowed[number[first], number[second]]
        if across:
            country = countries_of(self.G)
            code = {name: index for index, name in enumerate(sorted(set(country.values())))}
            # A node without a country is abroad to nobody: whether the pair leads across is not known.
            lands = np.array([code[country[node]] if node in country else -1 for node in order], dtype=np.int64)
            keep &= (lands[first] != lands[second]) & (lands[first] >= 0) & (lands[second] >= 0)
        return np.asarray(keep, dtype=np.bool_)


def gaps(
    network: Network | nx.Graph[Any],
    projection: Projection | None = None,
    *,
    method: str = "adamic-adar",
    top: int | None = None,
    across: bool = False,
) -> pd.DataFrame:
    """Return pairs that are not partners though their surroundings say they could be, the likeliest first.

    A pair is listed if the two have a common partner (with the method `three-steps`: if partners of the one share
    partners with the other), or if they are places that lie in places which have an agreement (towns whose regions
    have): in places of the type `within` where one is chosen, otherwise in any but countries.
    Only pairs of plausible types are: those for which the vocabulary has an edge type, among those counted, that names
    both. Events and programmes are no parties; a place and what lies in it are no pair.

    Args:
        network: A Network, or a NetworkX graph, whose directions are left out and whose types are not looked at.
        projection: What counts in a Network; the default is every partnership, without nodes of type Country.
        method: The score that decides (see `SCORES`).
        top: How many pairs to return; all of them by default.
        across: Only pairs of two different countries.

    Returns:
        One row a pair: `rank` (equal scores share one), `first_id`, `first`, `first_type`, `first_country`, the same of
        `second`, `score`, `common_partners` (events and programmes among them), and `reasons`, a tuple of plain words.
        `attrs["description"]` says what was counted.

    Raises:
        UsageError: The method or a filter does not exist, `top` is below one, the projection is directed, or a graph
            comes with a projection.
    """
    score = find_score(method)
    if top is not None and top < 1:
        raise UsageError(f"top must be at least 1, not {top}")
    around = surroundings(network, projection)
    G = around.G
    order = list(G)
    matrix = adjacency(G)
    first, second, agreed = _candidates(around, steps=3 if method == THREE_STEPS else 2, across=across)
    values = score.function(matrix, first, second)
    common = find_score("common-partners").function(matrix, first, second).astype(np.int64)
    names = [name_of(G, node).casefold() for node in order]
    place = np.empty(len(order), dtype=np.int64)
    place[sorted(range(len(order)), key=lambda index: (names[index], str(order[index])))] = np.arange(len(order))
    low, high = np.minimum(place[first], place[second]), np.maximum(place[first], place[second])
    # Rounded, since sums of the same terms in another order differ in their last digits.
    rounded = np.array([float(f"{value:.12g}") for value in values])
    best = np.lexsort((high, low, ~agreed, -common, -rounded))
    shown = best if top is None else best[:top]
    rows = []
    rank = 0
    for number, index in enumerate(shown, start=1):
        if number == 1 or rounded[index] != rounded[shown[number - 2]]:
            rank = number
        pair = sorted((first[index], second[index]), key=place.__getitem__)
        one, other = (order[end] for end in pair)
        reasons = reasons_for(around, one, other)
        rows.append((rank, *_party(G, one), *_party(G, other), values[index], common[index], reasons))
    columns = ["rank", *(f"{end}{part}" for end in ("first", "second") for part in ("_id", "", "_type", "_country"))]
    table = pd.DataFrame(rows, columns=[*columns, "score", "common_partners", "reasons"])
    table.attrs = {"description": _description(around, len(best), len(shown), method, across=across), "method": method}
    return table


def surroundings(network: Network | nx.Graph[Any], projection: Projection | None = None) -> Surroundings:
    """Return the graph of a slice with what is known of its nodes beside it.

    Raises:
        UsageError: The projection is directed or names what does not exist, or a graph comes with a projection.
    """
    if isinstance(network, nx.Graph):
        return Surroundings(undirected(network, projection))
    chosen = with_events(undirected_choice(projection))
    facts = counted_facts(network, chosen)
    return surroundings_of(network, project(network, replace(chosen, isolates=False)), facts, chosen)


def with_events(projection: Projection) -> Projection:
    """Return a choice with events in it: no partners, but what two parties have in common is a reason for a pair."""
    return replace(projection, include_events=True)


def surroundings_of(network: Network, G: nx.Graph[Any], facts: pd.DataFrame, chosen: Projection) -> Surroundings:
    """Return a graph of some of a network's facts with what the network knows of its nodes."""
    places_within(network, chosen)  # refuses a type of places that this network does not have
    parents = containers(network.nodes)
    above: dict[Hashable, frozenset[Hashable]] = {node: frozenset([*walk_up(str(node), parents)]) for node in G}
    types = dict(zip(network.nodes["id"], network.nodes["type"], strict=True))
    place_types = network.vocabulary.place_types - {COUNTRY}
    concerned = {chosen.within} if chosen.within else place_types
    agreeing = {
        node: frozenset(place for place in above[node] if types.get(place) in concerned)
        for node in G
        if types[node] in place_types
    }
    kinds: dict[frozenset[Hashable], Counter[str]] = defaultdict(Counter)
    for one, other, kind in zip(facts["source"], facts["target"], facts["type"], strict=True):
        kinds[frozenset((one, other))][kind] += 1
    plausible = plausible_types(network.vocabulary, chosen.counted_types(network.vocabulary))
    return Surroundings(G, plausible, above, agreeing, dict(kinds))


def plausible_types(vocabulary: Vocabulary, counted: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Return the pairs of node types, each in the order of the alphabet, between which a counted edge type leads.

    An edge type whose ends may be anything says nothing; events and programmes are no parties.
    """
    found = set()
    for name in counted:
        edge_type = vocabulary.edge_types[name]
        for source, target in product(edge_type.source_types - MEETINGS, edge_type.target_types - MEETINGS):
            found.add((min(source, target), max(source, target)))
    return frozenset(found)


def _candidates(
    around: Surroundings, *, steps: int, across: bool
) -> tuple[Ends, Ends, np.ndarray[Any, np.dtype[np.bool_]]]:
    """Return the pairs to be scored, each once, and whether places that its two lie in have agreed."""
    G = around.G
    size = len(G)
    matrix = adjacency(G)
    near = (matrix @ matrix if steps == 2 else matrix @ matrix @ matrix).tocoo()
    upper = near.row < near.col
    codes = near.row[upper].astype(np.int64) * size + near.col[upper]
    agreed = codes_of_agreed_places(around)
    every = np.union1d(codes, agreed)
    first, second = np.divmod(every, max(size, 1))
    keep = around.kept(first, second, across=across)
    return first[keep], second[keep], np.isin(every[keep], agreed)


def codes_of_agreed_places(around: Surroundings) -> Ends:
    """Return the pairs of places that lie in places which have an agreement.

    A pair is a number: the smaller row number times the number of nodes, plus the larger one.
    """
    size = len(around.G)
    inside: dict[Hashable, list[int]] = defaultdict(list)
    for index, node in enumerate(around.G):
        for place in around.agreeing.get(node, ()):
            inside[place].append(index)
    codes = set()
    for pair in around.kinds:
        one, other = pair
        if one in inside and other in inside and _agreements(around, one, other):
            codes |= {min(ends) * size + max(ends) for ends in product(inside[one], inside[other])}
    return np.array(sorted(codes), dtype=np.int64)


def reasons_for(around: Surroundings, one: Hashable, other: Hashable) -> tuple[str, ...]:
    """Return in plain words why two parties could be partners."""
    G = around.G
    shared = sorted(
        set(G.adj[one]) & set(G.adj[other]), key=lambda node: (len(G.adj[node]), name_of(G, node).casefold(), str(node))
    )
    meetings = [node for node in shared if G.nodes[node].get("type") in MEETINGS]
    partners = [node for node in shared if node not in set(meetings)]
    reasons = []
    if partners:
        noun = "common partner" if len(partners) == 1 else "common partners"
        reasons.append(f"{len(partners)} {noun}: {_names(G, partners)}")
    if meetings:
        reasons.append(f"both took part in: {_names(G, meetings)}")
    if not shared:
        reasons += _likes(G, one, other)
    twins = [node for node in partners if all(_kinds(around, end, node)[TWINNING] for end in (one, other))]
    if twins:
        reasons.append(f"twin of a twin, through {_names(G, twins)}")
    if agreed := _agreed_places(around, one, other):
        reasons.append(agreed)
    kinds = [G.nodes[end].get("type") for end in (one, other)]
    sizes = [sum(weight for _, _, weight in G.edges(end, data="weight", default=1)) for end in (one, other)]
    if kinds[0] and kinds[0] == kinds[1] and min(sizes) >= LIKE_SIZE * max(sizes):
        reasons.append(f"same type and like size: {kinds[0]}, {sizes[0]:g} and {sizes[1]:g} facts")
    return tuple(reasons)


def _likes(G: nx.Graph[Any], one: Hashable, other: Hashable) -> list[str]:
    """Return the reason of two without a common partner: who is like the one and a partner of the other."""
    through = {
        like: sorted(set(G.adj[like]) & set(G.adj[one]), key=lambda node: (len(G.adj[node]), str(node)))
        for like in G.adj[other]
    }
    likes = sorted((node for node, shared in through.items() if shared), key=lambda node: name_of(G, node).casefold())
    if not likes:
        return []
    named = ", ".join(f"{name_of(G, like)} (through {name_of(G, through[like][0])})" for like in likes[:_NAMED])
    more = f" and {len(likes) - _NAMED} more" if len(likes) > _NAMED else ""
    share = "partner of {} shares" if len(likes) == 1 else "partners of {} share"
    return [f"{len(likes)} {share.format(name_of(G, other))} a partner with {name_of(G, one)}: {named}{more}"]


def _agreed_places(around: Surroundings, one: Hashable, other: Hashable) -> str:
    pairs = product(*(around.agreeing.get(end, frozenset()) for end in (one, other)))
    agreed = {ends: number for ends in pairs if (number := _agreements(around, *ends))}
    if not agreed:
        return ""
    said = sorted(
        f"{' and '.join(name_of(around.G, place) for place in ends)}, {number} agreement{'s' if number > 1 else ''}"
        for ends, number in agreed.items()
    )
    return f"the places they lie in have agreed, they have not: {'; '.join(said)}"


def _agreements(around: Surroundings, one: Hashable, other: Hashable) -> int:
    """Return how many agreements two places have, 0 where one lies in the other: that concerns nobody inside."""
    if one in around.above.get(other, ()) or other in around.above.get(one, ()):
        return 0
    return _kinds(around, one, other)[AGREEMENT]


def _kinds(around: Surroundings, one: Hashable, other: Hashable) -> Counter[str]:
    return around.kinds.get(frozenset((one, other)), Counter())


def _names(G: nx.Graph[Any], nodes: list[Hashable]) -> str:
    named = ", ".join(name_of(G, node) for node in nodes[:_NAMED])
    return f"{named} and {len(nodes) - _NAMED} more" if len(nodes) > _NAMED else named


def _party(G: nx.Graph[Any], node: Hashable) -> tuple[str, str, str | None, str | None]:
    data = G.nodes[node]
    return str(node), name_of(G, node), data.get("type"), data.get("country")


def _description(around: Surroundings, found: int, shown: int, method: str, *, across: bool) -> str:
    kind = " of plausible types" if around.plausible is not None else ""
    where = " in two countries" if across else ""
    near = "partners who share partners" if method == THREE_STEPS else "a common partner"
    text = (
        f"{describe(around.G)} Pairs{kind}{where} that are not partners, with {near} or that lie in places which have "
        f"agreed: {found}, by {method}"
    )
    baseline = " (which knows nothing of what lies between the two)" if method == BASELINE else ""
    return f"{text}{baseline}." + (f" Shown: the first {shown}." if shown < found else "")
