"""The measures of a hub, declared once: the registry `MEASURES` is what rankings, help and documentation read.

A measure takes a graph of NetworkX or a `SimpleGraph` and returns one number a node, in the graph's order. Loops are
left aside and parallel edges summed. NetworkX's definitions are the reference; where they leave something undefined,
the docstring says what is taken. Every measure is defined for disconnected graphs, a single node and the empty graph,
and gives the same numbers in every run.

Notation: n nodes; a(u,v) is 1 where u and v are partners, else 0, in a directed graph where a fact runs from u to v;
w(u,v) is the number of facts between them (or the sum of their amounts); d(u,v) is the number of steps on a shortest
path.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from partnergraph.analysis.graph.simple_graph import AnyGraph, Floats, Scores, SimpleGraph, measured
from partnergraph.analysis.measures.brokerage import (
    articulation,
    clustering,
    constraint,
    core_number,
    effective_size,
    participation,
    participation_within,
)
from partnergraph.analysis.measures.centrality import (
    betweenness,
    closeness,
    eigenvector,
    harmonic,
    hits_authority,
    hits_hub,
    katz,
    pagerank,
)
from partnergraph.errors import UsageError
from partnergraph.naming import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

__all__ = [
    "MEASURES",
    "Measure",
    "articulation",
    "betweenness",
    "closeness",
    "clustering",
    "constraint",
    "core_number",
    "degree",
    "effective_size",
    "eigenvector",
    "find_measure",
    "harmonic",
    "hits_authority",
    "hits_hub",
    "in_degree",
    "katz",
    "out_degree",
    "pagerank",
    "participation",
    "participation_within",
    "strength",
]


@dataclass(frozen=True, slots=True)
class Measure:
    """One way to say how much of a hub a node is.

    Attributes:
        name: What users call it; also the column's name.
        function: From a graph to one number a node. Its docstring has formula, range, source and meaning.
        summary: Half a sentence for help and tables.
        uses_weight: Whether the number of facts on an edge counts; otherwise only whether there is one.
        is_count: Whether the values are counts, shown without decimals.
        lowest_first: Whether less is more of a hub, so that the lowest value has rank 1.
        needs_direction: Whether it says more than another measure in a directed graph only.
        needs_within: Whether it asks in which place of a type each node lies.
    """

    name: str
    function: Callable[[AnyGraph], Scores]
    summary: str
    uses_weight: bool = False
    is_count: bool = False
    lowest_first: bool = False
    needs_direction: bool = False
    needs_within: bool = False


@measured
def degree(G: SimpleGraph) -> Floats:
    """Return the number of different partners of each node.

    Formula: degree(v) = sum over u of a(u,v). In a directed graph a partner counts once, whichever way the facts run.
    Range: 0 to n - 1.
    Source: Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. Social Networks 1(3),
    215-239.
    Meaning: with how many parties it has a partnership at all; ten agreements with one partner are one partner.
    """
    return np.diff(G.undirected.adjacency.indptr).astype(np.float64)


@measured
def strength(G: SimpleGraph) -> Floats:
    """Return the number of facts that each node takes part in, or the sum of their amounts or weights.

    Amounts count where a unit is chosen, weights where a source gives every fact one, in a column `weight`.

    Formula: strength(v) = sum over u of w(u,v). In a directed graph facts in both directions are summed, and a fact
    that runs both ways is counted once.
    Range: 0 upwards; at least the degree where facts are counted.
    Source: Barrat, A., Barthelemy, M., Pastor-Satorras, R., Vespignani, A. (2004). The architecture of complex weighted
    networks. PNAS 101(11), 3747-3752.
    Meaning: how much is on record for it: agreements, supplies, plants and their kin, however many partners they are
    with.
    """
    return np.asarray(G.undirected.weighted.sum(axis=1), dtype=np.float64)


@measured
def in_degree(G: SimpleGraph) -> Floats:
    """Return the number of different partners from which a fact leads to each node.

    Formula: in_degree(v) = sum over u of a(u,v). A fact that runs both ways, such as a twinning, leads to either end;
    in an undirected graph all do, and it is the degree.
    Range: 0 to n - 1.
    Source: Wasserman, S., Faust, K. (1994). Social Network Analysis: Methods and Applications. Cambridge University
    Press, p. 126.
    Meaning: how many supply it, invest in it, or have their machines assembled with it.
    """
    return np.asarray(G.adjacency.sum(axis=0), dtype=np.float64)


@measured
def out_degree(G: SimpleGraph) -> Floats:
    """Return the number of different partners to which a fact leads from each node.

    Formula: out_degree(v) = sum over u of a(v,u). A fact that runs both ways, such as a twinning, leads from either
    end; in an undirected graph all do, and it is the degree.
    Range: 0 to n - 1.
    Source: Wasserman, S., Faust, K. (1994). Social Network Analysis: Methods and Applications. Cambridge University
    Press, p. 126.
    Meaning: how many it supplies, invests in, or has its machines assembled with.
    """
    return np.asarray(G.adjacency.sum(axis=1), dtype=np.float64)


def _registry(measures: Iterable[Measure]) -> Mapping[str, Measure]:
    return MappingProxyType({measure.name: measure for measure in measures})


#: By name, in the order of the help.
MEASURES: Final = _registry(
    (
        Measure("degree", degree, "number of different partners", is_count=True),
        Measure("strength", strength, "number of facts, or sum of their amounts", uses_weight=True, is_count=True),
        Measure("in_degree", in_degree, "number of partners that facts lead from", is_count=True, needs_direction=True),
        Measure("out_degree", out_degree, "number of partners that facts lead to", is_count=True, needs_direction=True),
        Measure("betweenness", betweenness, "share of shortest paths between others that pass through it"),
        Measure("closeness", closeness, "nearness to all others, in steps of partnership"),
        Measure("harmonic", harmonic, "nearness to all others, fit for separate groups"),
        Measure("eigenvector", eigenvector, "partners that are hubs themselves, inside the largest component"),
        Measure("katz", katz, "walks that lead to it, longer ones counting less"),
        Measure("pagerank", pagerank, "share of a random walk along the facts", uses_weight=True),
        Measure("hits_hub", hits_hub, "facts that lead to good authorities", uses_weight=True),
        Measure("hits_authority", hits_authority, "facts that lead from good hubs", uses_weight=True),
        Measure("core_number", core_number, "depth in the densest part of the network", is_count=True),
        Measure("clustering", clustering, "share of pairs of its partners that are partners"),
        Measure(
            "constraint",
            constraint,
            "concentration on one circle of partners; the lowest ranks first",
            uses_weight=True,
            lowest_first=True,
        ),
        Measure("effective_size", effective_size, "number of partners that do not repeat each other", uses_weight=True),
        Measure("participation", participation, "spread of its partners over countries"),
        Measure(
            "participation_within",
            participation_within,
            "spread of its partners over the places of a type",
            needs_within=True,
        ),
        Measure("articulation", articulation, "parts that would be cut off without it", is_count=True),
    )
)


def find_measure(name: str, known: Mapping[str, Measure] = MEASURES) -> Measure:
    """Return a measure by its name; a hyphen stands for an underscore.

    Args:
        name: As users call it.
        known: Where to look.

    Raises:
        UsageError: There is none of this name; the message names the nearest and all that are known.
    """
    measure = known.get(name.replace("-", "_"))
    if measure is None:
        raise UsageError(_unknown(name, known.keys()))
    return measure


def _unknown(name: str, known: Collection[str]) -> str:
    near = nearest(name, known)
    hint = f"did you mean {near}? " if near else ""
    return f"{name!r} is no measure; {hint}known: {', '.join(known)}"
