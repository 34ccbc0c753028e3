"""Communities: groups with more facts inside than chance would give them, and what binds each.

Leiden is used where igraph is installed, NetworkX's Louvain otherwise; the result says which, and that the other may
find other groups. Both are given the nodes as numbers in the graph's order and the same seeds, of whose partitions the
one with the highest modularity is kept, so that a network has the same communities in every run.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from partnergraph.analysis.graph.from_network import project
from partnergraph.analysis.graph.simple_graph import simple_graph
from partnergraph.analysis.graph.undirected import counted_facts, undirected, undirected_choice
from partnergraph.analysis.measures import igraph as fast
from partnergraph.analysis.whole.bridges import Share, countries_of, enclosing_places, name_of, top_shares
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    import pandas as pd

    from partnergraph.analysis.graph.projection import Projection
    from partnergraph.network import Network

LEIDEN: Final = "Leiden"
LOUVAIN: Final = "Louvain"
SEED: Final = 20260101
#: Of so many partitions, each from a seed of its own, the best is kept; of a graph of many edges one is made.
SEEDS: Final = 10
_LARGE: Final = 20_000
#: Modularities that differ by less are the same.
_ALIKE: Final = 1e-12
_HUBS: Final = 5
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Community:
    """One group of parties.

    Attributes:
        number: 1 for the largest.
        size: How many parties it has.
        members: Their ids, in the order of the graph.
        inside: Facts between two members.
        outside: Facts between a member and another party.
        hubs: The parties with the most facts inside, at most five.
        edge_types: The most frequent types of the facts inside, at most five; empty for a plain graph.
        countries: Its members' countries with how many lie in each.
        places: The places of the type chosen (`within`) with how many of its members lie in each, at most five.
    """

    number: int
    size: int
    members: tuple[str, ...]
    inside: float
    outside: float
    hubs: tuple[Share, ...]
    edge_types: tuple[Share, ...]
    countries: tuple[Share, ...]
    places: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Communities:
    """The communities of a graph.

    Attributes:
        method: How they were found, in words.
        modularity: Share of facts inside the communities less what chance would put there; None without an edge.
        groups: The communities, largest first.
    """

    method: str
    modularity: float | None
    groups: tuple[Community, ...]


def communities(
    network: Network | nx.Graph[Any], projection: Projection | None = None, *, method: str | None = None
) -> Communities:
    """Find the communities of a network and what binds each.

    Formula: the partition with the highest modularity that is found, Q = sum over communities c of L(c) / m - (k(c) /
    2m)^2, L(c) being the facts inside c, k(c) the facts of its members summed, m all facts.
    Range: Q from -1/2 to 1.
    Source: Newman, M. E. J., Girvan, M. (2004). Finding and evaluating community structure in networks. Physical Review
    E 69, 026113; Traag, V. A., Waltman, L., van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing well-connected
    communities. Scientific Reports 9, 5233; Blondel, V. D., Guillaume, J.-L., Lambiotte, R., Lefebvre, E. (2008). Fast
    unfolding of communities in large networks. Journal of Statistical Mechanics, P10008.
    Meaning: circles of parties that work with each other more than with the rest. Other partitions may be almost as
    good, and groups smaller than about sqrt(2m) facts can go unseen (Fortunato, S., Barthelemy, M. (2007). PNAS 104(1),
    36-41).

    Args:
        network: A Network, or a NetworkX graph, whose directions are left out.
        projection: What counts in a Network, and by places of which type its nodes are told apart.
        method: `Leiden` or `Louvain`; by default Leiden where igraph is installed.

    Raises:
        UsageError: The method does not exist or igraph is not installed, or a graph comes with a projection.
    """
    if isinstance(network, nx.Graph):
        return communities_of(undirected(network, projection), method=method)
    chosen = undirected_choice(projection)
    facts = counted_facts(network, chosen)
    return communities_of(project(network, chosen), facts, method=method)


def communities_of(G: nx.Graph[Any], facts: pd.DataFrame | None = None, *, method: str | None = None) -> Communities:
    """Find the communities of a simple graph; see `communities`.

    Args:
        G: A graph as `project` or `simplified` makes it.
        facts: The facts behind its edges, for the types that bind.
        method: `Leiden` or `Louvain`; by default Leiden where igraph is installed.
    """
    if G.is_directed():
        raise UsageError("communities are those of the undirected graph; leave the direction out")
    chosen = method or (LEIDEN if fast.has_igraph() else LOUVAIN)
    if chosen not in {LEIDEN, LOUVAIN}:
        raise UsageError(f"{method!r} is no method for communities; known: {LEIDEN}, {LOUVAIN}")
    seeds = range(SEED, SEED + (SEEDS if G.number_of_edges() <= _LARGE else 1))
    found = [_ordered(G, groups) for groups in (_leiden(G, seeds) if chosen == LEIDEN else _louvain(G, seeds))]
    values = [_modularity(G, groups) for groups in found]
    # Of equal ones the first, whatever the last digits of the sums.
    best = next(index for index, value in enumerate(values) if value >= max(values) - _ALIKE)
    groups = found[best]
    by, other = ("igraph", LOUVAIN) if chosen == LEIDEN else ("NetworkX", LEIDEN)
    several = f"the best of {len(seeds)} seeds from {SEED}" if len(seeds) > 1 else f"seed {SEED}"
    words = f"{chosen} by {by}, by modularity, facts as weights, {several}; {other} may find other groups"
    modularity = values[best] if G.number_of_edges() else None
    return Communities(words, modularity, _described(G, groups, facts))


def _modularity(G: nx.Graph[Any], groups: list[list[Hashable]]) -> float:
    """Return the modularity of a partition; 0 where there is no edge, so that the first partition is kept."""
    return float(nx.community.modularity(G, map(set, groups), weight="weight")) if G.number_of_edges() else 0.0


def _leiden(G: nx.Graph[Any], seeds: Iterable[int]) -> Iterator[Iterable[Iterable[Hashable]]]:
    if not fast.has_igraph():
        raise UsageError("Leiden needs igraph; install partnergraph[fast], or choose Louvain")
    order = list(G)
    graph = fast.to_igraph(simple_graph(G), weighted=True)
    for seed in seeds:
        # igraph draws from Python's generator: seeded here, and left as it was.
        state = random.getstate()
        try:
            random.seed(seed)
            found = graph.community_leiden(objective_function="modularity", weights="weight", n_iterations=-1)
        finally:
            random.setstate(state)
        yield [[order[number] for number in group] for group in found]


def _louvain(G: nx.Graph[Any], seeds: Iterable[int]) -> Iterator[Iterable[Iterable[Hashable]]]:
    # Louvain walks through sets of nodes: of texts, these have another order in every run; of numbers, they do not.
    order = list(G)
    numbered = nx.convert_node_labels_to_integers(G)
    for seed in seeds:
        found = nx.community.louvain_communities(numbered, weight="weight", seed=seed)
        yield [[order[number] for number in group] for group in found]


def _ordered(G: nx.Graph[Any], groups: Iterable[Iterable[Hashable]]) -> list[list[Hashable]]:
    """Return the groups largest first, equal ones by their first node, the nodes in the order of the graph."""
    position = {node: index for index, node in enumerate(G)}
    sorted_groups = [sorted(group, key=position.__getitem__) for group in groups]
    return sorted(sorted_groups, key=lambda group: (-len(group), position[group[0]]))


def _described(G: nx.Graph[Any], groups: list[list[Hashable]], facts: pd.DataFrame | None) -> tuple[Community, ...]:
    number = {node: index for index, group in enumerate(groups) for node in group}
    inside: list[Counter[Hashable]] = [Counter() for _ in groups]
    within: list[float] = [0] * len(groups)
    outside: list[float] = [0] * len(groups)
    for one, other, weight in G.edges(data="weight", default=1):
        mine, theirs = number[one], number[other]
        if mine != theirs:
            outside[mine] += weight
            outside[theirs] += weight
            continue
        within[mine] += weight
        inside[mine].update({one: weight, other: weight})
    types: list[Counter[str]] = [Counter() for _ in groups]
    if facts is not None:
        for one, other, kind in zip(facts["source"], facts["target"], facts["type"], strict=True):
            if number[one] == number[other]:
                types[number[one]][kind] += 1
    countries, places = countries_of(G), enclosing_places(G)
    return tuple(
        Community(
            number=index + 1,
            size=len(group),
            members=tuple(map(str, group)),
            inside=within[index],
            outside=outside[index],
            hubs=top_shares(inside[index], _HUBS, lambda node: name_of(G, node)),
            edge_types=top_shares(types[index], _SHOWN),
            countries=_tally(group, countries, None),
            places=_tally(group, places, _SHOWN),
        )
        for index, group in enumerate(groups)
    )


def _tally(group: list[Hashable], label: Mapping[Hashable, str], top: int | None) -> tuple[Share, ...]:
    return top_shares(Counter(label[node] for node in group if node in label), top)
