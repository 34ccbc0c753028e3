"""Hub rankings: who is central in a network, by which measure, in which slice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypedDict

import networkx as nx
import pandas as pd

from partnergraph.analysis.measures import find_measure, strength
from partnergraph.analysis.projection import Projection, describe, project, simplified
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping, Sequence
    from typing import Unpack

    from partnergraph.network import Network

#: Two values are a tie if they differ by no more than this share of the larger one, or of the highest value of all:
#: no measure is computed more precisely than that.
TIE: Final = 1e-12
_NODE_COLUMNS: Final = ("name", "type", "country")


class Filters(TypedDict, total=False):
    """What `rank` takes to change single choices of a projection; see `Projection` for each."""

    types: Collection[str]
    node_types: Collection[str]
    statuses: Collection[str]
    countries: Collection[str]
    loaders: Collection[str]
    start: str | None
    end: str | None
    as_of: str | None
    directed: bool
    include_countries: bool


def rank(
    network: Network | nx.Graph[Any],
    *,
    by: str | Sequence[str] = "degree",
    projection: Projection | None = None,
    top: int | None = None,
    **filters: Unpack[Filters],
) -> pd.DataFrame:
    """Rank the nodes of a network by one or more measures.

    Args:
        network: A Network, or a NetworkX graph, which is measured as it is: a node's id is its text, its name the
            attribute `name` if it has one, an edge counts as many facts as its attribute `weight` says, or one.
        by: A measure or several (see `MEASURES`); the first decides the rank.
        projection: What counts in a Network; the default is every partnership, without nodes of type Country.
        top: How many rows to return; all of them by default. Where this parts a tie, the description says so.
        **filters: Single choices of the projection: types, node_types, statuses, countries, loaders, start, end,
            as_of, directed, include_countries. They go before those of `projection`.

    Returns:
        One row a node, best first: `rank`, `id`, `name`, `type`, `country`, a column for each measure, and `facts`, the
        number of facts behind it. Equal values share a rank and the next ones are skipped (1, 2, 2, 4); they stand in
        the order of their names. `attrs["description"]` says what was counted, `attrs["by"]` lists the measures.

    Raises:
        UsageError: A measure or a filter does not exist, `top` is below one, or a NetworkX graph comes with filters.
    """
    names = list(dict.fromkeys((by,) if isinstance(by, str) else by))
    measures = [find_measure(name) for name in names]
    if not measures:
        raise UsageError("name at least one measure to rank by")
    if top is not None and top < 1:
        raise UsageError(f"top must be at least 1, not {top}")
    G = _graph(network, projection, filters)
    scores = {measure.name: measure.function(G) for measure in measures}
    nodes, ranks = _ranked(G, scores[names[0]])
    data: dict[str, pd.Series[Any]] = {
        "rank": pd.Series(ranks, dtype="int64"),
        "id": pd.Series([str(node) for node in nodes], dtype=object),
    }
    for column in _NODE_COLUMNS:
        data[column] = pd.Series([_attribute(G, node, column) for node in nodes], dtype=object)
    for measure in measures:
        data[measure.name] = _values(nodes, scores[measure.name], is_count=measure.is_count)
    data["facts"] = _values(nodes, strength(G), is_count=True)
    table = pd.DataFrame(data)
    description = describe(G)
    if top is not None and top < len(table):
        description += _cut(ranks, top)
        table = table.head(top).copy()
    # Plain values only: pandas writes them into Parquet files as JSON.
    table.attrs = {"description": description, "by": names}
    return table


def _graph(network: Network | nx.Graph[Any], projection: Projection | None, filters: Filters) -> nx.Graph[Any]:
    if not isinstance(network, nx.Graph):
        return project(network, replace(projection or Projection(), **filters))
    if projection is not None or filters:
        given = ", ".join(filters) or "a projection"
        raise UsageError(f"a NetworkX graph is measured as it is; it does not go with {given}, a Network does")
    return simplified(network)


def _attribute(G: nx.Graph[Any], node: Hashable, column: str) -> str | None:
    value = G.nodes[node].get(column)
    if value is None:
        return str(node) if column == "name" else None
    return str(value)


def _ranked(G: nx.Graph[Any], scores: Mapping[Hashable, float]) -> tuple[list[Hashable], list[int]]:
    """Return the nodes from the best on and their ranks; those of a tie stand in the order of their names."""
    ties: list[list[Hashable]] = []
    highest = max(map(abs, scores.values()), default=0.0)
    best = 0.0
    for node in sorted(scores, key=scores.__getitem__, reverse=True):
        if ties and best - scores[node] <= TIE * highest:
            ties[-1].append(node)
        else:
            ties.append([node])
            best = scores[node]

    def by_name(node: Hashable) -> tuple[str, str]:
        return str(_attribute(G, node, "name")).casefold(), str(node)

    nodes: list[Hashable] = []
    ranks: list[int] = []
    for tie in ties:
        ranks += [len(nodes) + 1] * len(tie)
        nodes += sorted(tie, key=by_name)
    return nodes, ranks


def _values(nodes: Sequence[Hashable], scores: Mapping[Hashable, float], *, is_count: bool) -> pd.Series[Any]:
    values = [scores[node] for node in nodes]
    whole = is_count and all(value.is_integer() for value in values)
    return pd.Series(values, dtype="int64" if whole else "float64")


def _cut(ranks: Sequence[int], top: int) -> str:
    """Return the sentence that says what `top` leaves out."""
    tied = ranks[top:].count(ranks[top - 1])
    text = f" Shown: the first {top} of {len(ranks)}"
    return f"{text}; {tied} more with the same value as the last one shown." if tied else f"{text}."
