"""Hub rankings: who is central in a network, by which measure, in which slice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import pandas as pd

from partnergraph.analysis.graph.facts import types_of_places
from partnergraph.analysis.graph.from_network import describe, graph_of_network, graph_of_networkx
from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.measures.registry import find_measure, strength
from partnergraph.analysis.measures.sampling import check_sample, sampled_betweenness
from partnergraph.errors import UsageError
from partnergraph.network.slice import narrowed

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from partnergraph.analysis.graph.simple_graph import Scores, SimpleGraph
    from partnergraph.analysis.measures.registry import Measure
    from partnergraph.network import Network

#: Two values are a tie if they differ by no more than this share of the larger one, or of the highest value of all:
#: no measure is computed more precisely than that.
TIE: Final = 1e-12
_NODE_COLUMNS: Final = ("name", "type", "country")


def rank(
    network: Network | nx.Graph[Any],
    *,
    by: str | Sequence[str] = "degree",
    projection: Projection | None = None,
    top: int | None = None,
    sample: int | None = None,
    **filters: Any,  # noqa: ANN401  those of Projection
) -> pd.DataFrame:
    """Rank the nodes of a network by one or more measures.

    Args:
        network: A Network, or a NetworkX graph, which is measured as it is: a node's id is its text, its name the
            attribute `name` if it has one, an edge counts as many facts as its attribute `weight` says, or one.
        by: A measure or several (see `MEASURES`); the first decides the rank.
        projection: What counts in a Network; the default is every partnership, without nodes of type Country and Event.
        top: How many rows to return; all of them by default. Where this parts a tie, the description says so.
        sample: Estimate betweenness from the shortest paths that start at this many nodes; the column
            `betweenness_error` is the standard error, no bound: it is too small for many nodes (in simulations 1.96 of
            them held the exact value for 78 to 96 % of the highest). For networks that are too large for all of them.
        **filters: Single choices of the projection: types, node_types, statuses, countries, loaders, start, end,
            as_of, began, ended, perhaps, plans, directed, include_countries, include_events, isolates, amount, within.
            They go before those of `projection`.

    Returns:
        One row a node, best first: `rank`, `id`, `name`, `type`, `country`, a column for each measure, and `facts`, the
        number of facts behind it; where countries are left out, also `facts_with_countries`, the number of its facts
        with them, which count in no measure. Equal values share a rank and the next ones are skipped (1, 2, 2, 4);
        they stand in the order of their names. `attrs["description"]` says what was counted, `attrs["by"]` lists the
        measures.

    Raises:
        UsageError: A measure or a filter does not exist, `top` is below one, `sample` is too small or comes
            without betweenness, a NetworkX graph comes with filters, or a measure needs to know in which place each
            node lies (`within`) and is not told.
    """
    measures = list(dict.fromkeys(find_measure(name) for name in ((by,) if isinstance(by, str) else by)))
    names = [measure.name for measure in measures]
    if not measures:
        raise UsageError("name at least one measure to rank by")
    if top is not None and top < 1:
        raise UsageError(f"top must be at least 1, not {top}")
    check_sample(sample, names)
    G = _graph(network, measures, projection, filters)
    scores, said = _scores(G, measures, sample)
    nodes, ranks = _ranked(G, scores[names[0]], lowest_first=measures[0].lowest_first)
    data: dict[str, pd.Series[Any]] = {
        "rank": pd.Series(ranks, dtype="int64"),
        "id": pd.Series([str(node) for node in nodes], dtype=object),
    }
    for column in _NODE_COLUMNS:
        known = _attribute(G, column)
        data[column] = pd.Series([known[node] for node in nodes], dtype=object)
    counts = {measure.name for measure in measures if measure.is_count}
    for column, values in scores.items():
        data[column] = _values(nodes, values, is_count=column in counts)
    data["facts"] = _values(nodes, strength(G.counted()), is_count=True)
    if G.facts_with_countries is not None:
        beside = dict(zip(G.nodes, G.facts_with_countries.tolist(), strict=True))
        data["facts_with_countries"] = pd.Series([beside[node] for node in nodes], dtype="int64")
    table = pd.DataFrame(data)
    description = " ".join([describe(G), *said])
    if top is not None and top < len(table):
        description += _cut(ranks, top)
        table = table.head(top).copy()
    # Plain values only: pandas writes them into Parquet files as JSON.
    table.attrs = {"description": description, "by": names}
    return table


def _graph(
    network: Network | nx.Graph[Any],
    measures: Sequence[Measure],
    projection: Projection | None,
    filters: Mapping[str, Any],
) -> SimpleGraph:
    asking = next((measure.name for measure in measures if measure.needs_within), None)
    if not isinstance(network, nx.Graph):
        chosen = narrowed(projection or Projection(), filters)
        if asking and chosen.within is None:
            raise UsageError(
                f"{asking} needs a type of places: --within TYPE, in Python within=TYPE; in this network there are: "
                f"{types_of_places(network)}"
            )
        return graph_of_network(network, chosen, weighted=True)
    if projection is not None or filters:
        given = ", ".join(filters) or "a projection"
        raise UsageError(f"a NetworkX graph is measured as it is; it does not go with {given}, a Network does")
    G = graph_of_networkx(network)
    if asking and len(G) and "within" not in G.attributes:
        raise UsageError(f"{asking} needs to know where nodes lie: the node attribute within, a place's name")
    return G


def _scores(G: SimpleGraph, measures: Sequence[Measure], sample: int | None) -> tuple[dict[str, Scores], list[str]]:
    """Return each column's values, and what is to be said of how they were computed."""
    scores: dict[str, Scores] = {}
    said = []
    for measure in measures:
        if sample is not None and measure.name == "betweenness":
            scores[measure.name], scores["betweenness_error"], text = sampled_betweenness(G, sample)
            said.append(text)
        else:
            scores[measure.name] = measure.function(G)
        if measure.lowest_first:
            said.append(f"By {measure.name} the lowest ranks first.")
        if measure.needs_direction and not G.directed:
            said.append(f"The graph is undirected, so that {measure.name} is the degree.")
    return scores, said


def _attribute(G: SimpleGraph, column: str) -> dict[Hashable, str | None]:
    values = G.attributes.get(column, [None] * len(G))
    other = (str(node) if column == "name" else None for node in G.nodes)
    return {
        node: missing if value is None else str(value)
        for node, value, missing in zip(G.nodes, values, other, strict=True)
    }


def _ranked(G: SimpleGraph, scores: Scores, *, lowest_first: bool) -> tuple[list[Hashable], list[int]]:
    """Return the nodes from the best on and their ranks; those of a tie stand in the order of their names."""
    merit = {node: -value for node, value in scores.items()} if lowest_first else scores
    ties: list[list[Hashable]] = []
    highest = max(map(abs, merit.values()), default=0.0)
    best = 0.0
    for node in sorted(merit, key=merit.__getitem__, reverse=True):
        if ties and best - merit[node] <= TIE * highest:
            ties[-1].append(node)
        else:
            ties.append([node])
            best = merit[node]
    called = _attribute(G, "name")
    nodes: list[Hashable] = []
    ranks: list[int] = []
    for tie in ties:
        ranks += [len(nodes) + 1] * len(tie)
        nodes += sorted(tie, key=lambda node: (str(called[node]).casefold(), str(node)))
    return nodes, ranks


def _values(nodes: Sequence[Hashable], scores: Scores, *, is_count: bool) -> pd.Series[Any]:
    values = [scores[node] for node in nodes]
    whole = is_count and all(value.is_integer() for value in values)
    return pd.Series(values, dtype="int64" if whole else "float64")


def _cut(ranks: Sequence[int], top: int) -> str:
    """Return the sentence that says what `top` leaves out."""
    tied = ranks[top:].count(ranks[top - 1])
    text = f" Shown: the first {top} of {len(ranks)}"
    return f"{text}; {tied} more with the same value as the last one shown." if tied else f"{text}."
