"""The slice of a Network that is measured: chosen openly, drawn as a simple graph, and said in plain words.

Every measure takes the graph that `project` (or `simplified`, for a graph of NetworkX) returns: no parallel edges, no
self-loops, and on every edge a `weight`, the number of facts it stands for.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from partnergraph.dates import first_day, last_day
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from partnergraph.network import Network
    from partnergraph.vocabulary import Vocabulary

COUNTRY: Final = "Country"
_LISTS: Final = ("types", "node_types", "statuses", "countries", "loaders")
#: The whole calendar: a fact that does not even lie in it has no date.
_EVER: Final = ("0001", "9999")


@dataclass(frozen=True, slots=True)
class Projection:
    """What counts when a network is measured. An empty filter lets all pass.

    A filter may be one name or several; they are kept sorted and without repetition, so that equal choices are equal.

    Attributes:
        types: Edge types that count; empty means the vocabulary's partnership types, so never LOCATED_IN.
        node_types: Both ends must be of these types.
        statuses: Statuses that count.
        countries: ISO alpha-2 codes; at least one end must lie there.
        loaders: Names of loaders that count.
        start: A partial date; facts that have not ended before it count.
        end: A partial date; facts that began on it or before count.
        as_of: A partial date; facts that hold on its last day count. It does not go with a period.
        directed: Whether edges have a direction. A fact of a type without one (a twinning) then runs both ways.
        include_countries: Whether nodes of type Country stay in. Otherwise they and their facts are taken out before
            anything is measured, unless `node_types` names Country.
    """

    types: Collection[str] = ()
    node_types: Collection[str] = ()
    statuses: Collection[str] = ()
    countries: Collection[str] = ()
    loaders: Collection[str] = ()
    start: str | None = None
    end: str | None = None
    as_of: str | None = None
    directed: bool = False
    include_countries: bool = False

    def __post_init__(self) -> None:
        for name in _LISTS:
            given = getattr(self, name)
            names = (given,) if isinstance(given, str) else given
            object.__setattr__(self, name, tuple(sorted(set(names))))
        start = None if self.start is None else first_day(self.start)
        end = None if self.end is None else last_day(self.end)
        if start and end and start > end:
            raise UsageError(f"the period begins with {self.start} and ends with {self.end}: swap the two")
        if self.as_of is not None:
            last_day(self.as_of)
            if start or end:
                raise UsageError("choose either a day (as of) or a period (start, end)")

    @property
    def keeps_countries(self) -> bool:
        """Whether nodes of type Country are measured."""
        return self.include_countries or COUNTRY in self.node_types

    def counted_types(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        """Return the names of the edge types that count in a network of this vocabulary."""
        return tuple(self.types) or vocabulary.partnership_types

    def describe(self) -> str:
        """Return the choice in one line of plain words, without figures; `describe` of a graph adds these."""
        parts = [
            f"edge types {_listed(self.types)}" if self.types else "all partnership types",
            f"status {_listed(self.statuses, 'or')}" if self.statuses else "any status",
            self._period(),
        ]
        if self.node_types:
            parts.append(f"both ends of type {_listed(self.node_types, 'or')}")
        if self.countries:
            parts.append(f"at least one end in {_listed(self.countries, 'or')}")
        if self.loaders:
            parts.append(f"from the loader {_listed(self.loaders, 'or')}")
        parts.append("directed" if self.directed else "undirected")
        return ", ".join(parts)

    def _period(self) -> str:
        if self.as_of:
            return f"holding on {last_day(self.as_of).isoformat()}"
        if self.start and self.end:
            return f"holding at some time from {self.start} to {self.end}"
        if self.start:
            return f"not ended before {self.start}"
        return f"begun by the end of {self.end}" if self.end else "any date"


@dataclass(frozen=True, slots=True)
class _Fact:
    """One edge of the network, as far as a projection needs it."""

    source: str
    target: str
    type: str


def project(network: Network, projection: Projection | None = None) -> nx.Graph[str]:
    """Draw the chosen slice of a network as a simple graph.

    Only nodes with a fact in the slice are in the graph: a party without a partner is in no ranking.

    Args:
        network: Where the facts stand.
        projection: What counts; the default is every partnership, undirected, without nodes of type Country.

    Returns:
        A Graph, or a DiGraph if the projection is directed, whose nodes and edges stand in sorted order whatever the
        order of the network's rows. Nodes have `name`, `type` and, where known, `country`. Edges have `weight`, the
        number of facts; in a DiGraph also `mutual`, how many of these run both ways and so stand on the opposite edge
        as well. `describe` says what was counted.

    Raises:
        UsageError: The projection names a type, status, country or loader that does not exist.
    """
    projection = projection or Projection()
    facts, left_out = _facts(network, projection)
    pairs = [(fact.source, fact.target) for fact in facts]
    G: nx.Graph[str]
    if projection.directed:
        mutual = [fact for fact in facts if not network.vocabulary.edge_types[fact.type].directed]
        turned = [(fact.target, fact.source) for fact in mutual]
        both_ways = Counter([*turned, *((fact.source, fact.target) for fact in mutual)])
        G = nx.DiGraph()
        weights = Counter([*pairs, *turned])
    else:
        both_ways = Counter()
        G = nx.Graph()
        weights = Counter((min(pair), max(pair)) for pair in pairs)
    present = {node for pair in weights for node in pair}
    columns = (network.nodes[name] for name in ("id", "name", "type", "country"))
    for node, name, node_type, country in sorted(zip(*columns, strict=True), key=lambda row: str(row[0])):
        if node in present:
            G.add_node(node, name=name, type=node_type, **({"country": country} if country else {}))
    for (source, target), weight in sorted(weights.items()):
        extra = {"mutual": both_ways[source, target]} if projection.directed else {}
        G.add_edge(source, target, weight=weight, **extra)
    G.graph["description"] = _description(G, facts, projection, left_out)
    return G


def simplified(graph: nx.Graph[Any]) -> nx.Graph[Any]:
    """Return any NetworkX graph as measures take it: parallel edges summed, self-loops dropped, weights checked.

    Every node stays, also one without an edge. The graph given is left as it is.

    Args:
        graph: A graph of any of NetworkX's four classes. An edge counts as many facts as its `weight` says, one where
            it has none.

    Returns:
        A Graph or, for a directed one, a DiGraph, in an order that does not depend on the order of the given one
        (unless two nodes look the same as text).

    Raises:
        UsageError: A weight is no number above zero.
    """
    G: nx.Graph[Any] = nx.DiGraph() if graph.is_directed() else nx.Graph()
    nodes = sorted(graph.nodes(data=True), key=lambda item: (str(item[0]), type(item[0]).__name__))
    G.add_nodes_from((node, dict(attributes)) for node, attributes in nodes)
    position = {node: index for index, node in enumerate(G)}
    parallel: dict[tuple[int, int], list[float]] = {}
    loops = 0
    for source, target, weight in graph.edges(data="weight", default=1):
        if source == target:
            loops += 1
            continue
        ends = position[source], position[target]
        pair = ends if graph.is_directed() else (min(ends), max(ends))
        parallel.setdefault(pair, []).append(_checked_weight(source, target, weight))
    order = list(G)
    for (first, second), weights in sorted(parallel.items()):
        # Whole numbers stay whole; fsum makes the sum of others independent of their order.
        whole = all(isinstance(weight, int) for weight in weights)
        G.add_edge(order[first], order[second], weight=sum(weights) if whole else math.fsum(weights))
    form = "directed" if graph.is_directed() else "undirected"
    text = (
        f"A NetworkX graph as it was given, {form}: {_count(len(G), 'node')} and "
        f"{_count(G.number_of_edges(), 'edge')}, an edge counting as many facts as its weight says; parallel edges are "
        "summed as weight."
    )
    G.graph["description"] = f"{text} Self-loops left out ({loops})." if loops else text
    return G


def describe(G: nx.Graph[Any]) -> str:
    """Return what a graph made by `project` or `simplified` counts and what it leaves out, in plain sentences.

    Raises:
        UsageError: The graph was made otherwise.
    """
    text = G.graph.get("description")
    if not isinstance(text, str):
        raise UsageError("this graph has no description; make it with project() or simplified()")
    return text


def _facts(network: Network, projection: Projection) -> tuple[list[_Fact], list[str]]:
    """Return the facts that count, and in words what was left out beside what the filters name."""
    left_out: list[str] = []
    # All at once, on the whole network: a later step must not refuse a country that an earlier one took out.
    chosen = network.filtered(
        node_types=projection.node_types,
        statuses=projection.statuses,
        countries=projection.countries,
        loaders=projection.loaders,
    )
    counted = projection.counted_types(network.vocabulary)
    if not projection.types:
        others = chosen.edges.loc[~chosen.edges["type"].isin(counted), "type"]
        if len(others):
            left_out.append(f"{_listed(sorted(set(others)))} left out ({_count(len(others), 'fact')})")
    chosen = chosen.filtered(types=counted)
    if projection.start or projection.end or projection.as_of:
        undated = len(chosen.edges) - len(chosen.filtered(start=_EVER[0], end=_EVER[1]).edges)
        if projection.as_of:
            chosen = chosen.as_of(projection.as_of)
        else:
            chosen = chosen.filtered(start=projection.start, end=projection.end)
        if undated:
            left_out.append(f"facts with neither date nor dated source left out ({_count(undated, 'fact')})")
    columns = (chosen.edges[name] for name in ("source", "target", "type"))
    facts = [_Fact(*cells) for cells in zip(*columns, strict=True)]
    if not projection.keeps_countries:
        countries = set(chosen.nodes.loc[chosen.nodes["type"] == COUNTRY, "id"])
        kept = [fact for fact in facts if fact.source not in countries and fact.target not in countries]
        left_out.insert(0, f"{COUNTRY} nodes left out ({_count(len(facts) - len(kept), 'fact')})")
        facts = kept
    kept = [fact for fact in facts if fact.source != fact.target]
    if len(kept) < len(facts):
        left_out.append(f"facts of a node with itself left out ({_count(len(facts) - len(kept), 'fact')})")
    return kept, left_out


def _description(G: nx.Graph[str], facts: Sequence[_Fact], projection: Projection, left_out: Sequence[str]) -> str:
    by_type = sorted(Counter(fact.type for fact in facts).items(), key=lambda item: (-item[1], item[0]))
    types = f" ({', '.join(f'{name} {count}' for name, count in by_type)})" if by_type else ""
    text = (
        f"Counted: {_count(len(facts), 'fact')}{types} on {_count(G.number_of_edges(), 'edge')} between "
        f"{_count(len(G), 'node')}, parallel facts summed as weight; {projection.describe()}."
    )
    reasons = "; ".join(left_out)
    return f"{text} {reasons[:1].upper()}{reasons[1:]}." if reasons else text


def _checked_weight(source: object, target: object, weight: object) -> float:
    number = math.nan if isinstance(weight, bool) or not isinstance(weight, Real) else float(weight)
    if not 0 < number < math.inf:
        raise UsageError(f"the edge from {source} to {target} has the weight {weight!r}; a weight is a number above 0")
    return int(number) if number.is_integer() else number


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _listed(names: Iterable[str], last: str = "and") -> str:
    *head, tail = names
    return f"{', '.join(head)} {last} {tail}" if head else tail
