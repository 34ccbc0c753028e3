"""How stable each rank is (bootstrap): the facts are redrawn many times, and each redraw is ranked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from partnergraph.analysis.graph.facts import WEIGHT
from partnergraph.analysis.graph.from_network import graph_of_network, graph_of_networkx
from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.graph.undirected import counted_facts
from partnergraph.analysis.measures.registry import Measure, find_measure
from partnergraph.analysis.rankings.rank import rank
from partnergraph.analysis.rankings.ranks import checked_top, cut, ranks_of
from partnergraph.errors import UsageError
from partnergraph.network.slice import narrowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from partnergraph.analysis.graph.simple_graph import Floats, SimpleGraph
    from partnergraph.network import Network

#: The interval leaves out this share of the redraws at either end.
_TAIL: Final = 0.025
#: Fewer redraws than this have no 2.5 %.
LEAST_DRAWS: Final = 40


def stability(
    network: Network | nx.Graph[Any],
    *,
    by: str | Sequence[str] = "degree",
    projection: Projection | None = None,
    draws: int = 1000,
    seed: int = 0,
    first: int = 10,
    top: int | None = None,
    **filters: Any,  # noqa: ANN401  those of Projection
) -> pd.DataFrame:
    """Rank the nodes of a network, and say how firmly each place stands.

    Definition: the slice has F facts. A redraw takes F facts out of them with replacement, so that some count twice or
    more and others (37 % on average) not at all, and is ranked like the whole. `rank_low` and `rank_high` are the 2.5 %
    and 97.5 % quantiles of a node's ranks over all redraws (the percentile interval; a quantile is a rank that
    occurred), `top_K` is the share of redraws in which its rank is K or better. All nodes of the slice stay: one none
    of whose facts is drawn stands alone. Ties share the best of their ranks, as in `rank`.
    Range: 1 to n for the ranks, 0 to 1 for the share.
    Source: Efron, B., Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman & Hall, ch. 13; for networks
    Snijders, T. A. B., Borgatti, S. P. (1999). Non-parametric standard errors and tests for network statistics.
    Connections 22(2), 161-170, who redraw nodes; here facts are redrawn, since the nodes are what is ranked.
    Meaning: whether a place rests on many facts or on a few that might as well not have been recorded.
    Limits: facts are taken as independent and as drawn from one population, which facts of one document are not. A fact
    that nobody recorded cannot be drawn, so that the interval says nothing of what the sources leave out. In a redraw
    partners of one fact are often lost, so that measures of the number of partners shrink for all, and a place may lie
    at the edge of its interval, or even outside.

    Args:
        network: A Network, or a NetworkX graph whose weights are whole numbers of facts.
        by: A measure or several; the first decides the rank and is the one redrawn.
        projection: What counts in a Network; the default is every partnership, without nodes of type Country and Event.
        draws: How many redraws, at least 40.
        seed: Where the random numbers begin; equal seeds give equal results.
        first: K of `top_K`.
        top: How many rows to return; all of them by default.
        **filters: Single choices of the projection, as in `rank`.

    Returns:
        The table of `rank` with the columns `rank_low`, `rank_high` and `top_K`. `attrs` has `description`, `by`,
        `draws`, `seed` and `first`.

    Raises:
        UsageError: As `rank` does, or the number of redraws is too small, or a weight is no whole number.
    """
    if draws < LEAST_DRAWS:
        raise UsageError(f"an interval needs at least {LEAST_DRAWS} redraws, not {draws}")
    if first < 1 or seed < 0:
        raise UsageError("the top that is looked at has at least one place, and the seed is not negative")
    checked_top(top)
    table = rank(network, by=by, projection=projection, **filters)
    measure = find_measure(table.attrs["by"][0])
    facts = _facts(network, narrowed(projection or Projection(), filters))
    ranks = np.ones((draws, len(table)), dtype=np.int32)
    if facts.count:
        for draw, values in enumerate(facts.redrawn(measure, draws, seed)):
            ranks[draw] = ranks_of(values)
    # The table stands by rank, the graph by id.
    position = {str(node): index for index, node in enumerate(facts.graph.nodes)}
    ranks = ranks[:, [position[node] for node in table["id"]]]
    low, high = np.quantile(ranks, (_TAIL, 1 - _TAIL), axis=0, method="inverted_cdf")
    share = (ranks <= first).mean(axis=0)
    table["rank_low"] = pd.Series(low, dtype="int64")
    table["rank_high"] = pd.Series(high, dtype="int64")
    table[f"top_{first}"] = pd.Series(share, dtype="float64")
    said = (
        f" Rank intervals: the middle 95 % of the ranks by {measure.name} in {draws} redraws of the {facts.count} "
        f"facts with replacement (bootstrap, seed {seed}); top_{first}: share of the redraws with a rank of {first} "
        "or better."
    )
    description = str(table.attrs["description"]) + said
    table.attrs = {**table.attrs, "description": description, "draws": draws, "seed": seed, "first": first}
    return cut(table, top)


@dataclass(frozen=True)
class _Facts:
    """The facts behind a graph, as arrays: what a redraw needs, without building a frame again.

    Attributes:
        graph: As `graph_of_network` or `graph_of_networkx` makes it.
        columns: For each of the graph's columns on edges (`weight`, `mutual` and so on) a matrix of edges times facts:
            what each fact adds to each edge.
        count: The number of facts.
    """

    graph: SimpleGraph
    columns: Mapping[str, csr_array[Any]]
    count: int

    def redrawn(self, measure: Measure, draws: int, seed: int) -> Iterator[Floats]:
        """Yield how much of a hub each node is in each redraw, in the graph's order of nodes; more is more."""
        generator = np.random.default_rng(seed)
        for _ in range(draws):
            times = np.bincount(generator.integers(self.count, size=self.count), minlength=self.count)
            sums = {name: matrix @ times for name, matrix in self.columns.items()}
            drawn_ones = sums["weight"] > 0
            kept: dict[str, Any] = {name: values[drawn_ones] for name, values in sums.items()}
            graph = replace(
                self.graph, source=self.graph.source[drawn_ones], target=self.graph.target[drawn_ones], **kept
            )
            scores = measure.function(graph)
            values = np.fromiter((scores[node] for node in graph.nodes), dtype=np.float64, count=len(graph))
            yield -values if measure.lowest_first else values


def _facts(network: Network | nx.Graph[Any], projection: Projection) -> _Facts:
    if isinstance(network, nx.Graph):
        return _facts_of_graph(graph_of_networkx(network))
    graph = graph_of_network(network, projection, weighted=True)
    # Sorted, so that equal seeds draw equal facts whatever the order of the network's rows.
    facts = counted_facts(network, projection).sort_values("id", kind="stable").reset_index(drop=True)
    position = {node: index for index, node in enumerate(graph.nodes)}
    ends = [np.array([position[node] for node in facts[end]], dtype=np.int64) for end in ("source", "target")]
    number = np.arange(len(facts))
    if projection.directed:
        types = network.vocabulary.edge_types
        both_ways = np.array([not types[name].directed for name in facts["type"]], dtype=bool)
        turned = [end[both_ways] for end in ends]
        source, target = np.concatenate((ends[0], turned[1])), np.concatenate((ends[1], turned[0]))
        number = np.concatenate((number, number[both_ways]))
        mutual = np.concatenate((both_ways, np.ones(len(turned[0]), dtype=bool)))
    else:
        source, target = np.minimum(*ends), np.maximum(*ends)
        mutual = np.zeros(len(facts), dtype=bool)
    # The graph's edges are sorted by their ends.
    size = np.int64(len(graph))
    edge = np.searchsorted(graph.source * size + graph.target, source * size + target)
    one = np.ones(len(number))
    amount = one
    if graph.facts is not None:
        column = WEIGHT if projection.amount is None else "amount"
        amount = pd.to_numeric(facts[column]).to_numpy(dtype=np.float64)[number]
    each = {"weight": amount, "mutual": amount * mutual, "facts": one, "mutual_facts": one * mutual}
    shape = (len(graph.source), len(facts))
    columns = {
        name: csr_array((values, (edge, number)), shape=shape)
        for name, values in each.items()
        if getattr(graph, name) is not None
    }
    return _Facts(graph, columns, len(facts))


def _facts_of_graph(graph: SimpleGraph) -> _Facts:
    if (graph.weight != np.trunc(graph.weight)).any():
        raise UsageError("only facts can be redrawn: the weights of the graph must be whole numbers")
    edge = np.repeat(np.arange(len(graph.weight)), graph.weight.astype(np.int64))
    count = len(edge)
    matrix = csr_array((np.ones(count), (edge, np.arange(count))), shape=(len(graph.weight), count))
    return _Facts(graph, {"weight": matrix}, count)
