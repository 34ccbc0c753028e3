"""Betweenness estimated from some of the shortest paths, with its standard error: for networks too large for all."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

import numpy as np

from partnergraph.analysis.measures.shortest_paths import dependencies
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnergraph.analysis.graph.simple_graph import Floats, Scores, SimpleGraph

_SEED: Final = 0
#: A node that is drawn says nothing of itself, and a spread needs two others.
LEAST_SAMPLE: Final = 3


def check_sample(sample: int | None, names: Sequence[str]) -> None:
    """Refuse a sample that is too small, or that no measure makes use of.

    Raises:
        UsageError: It is so.
    """
    if sample is None:
        return
    if sample < LEAST_SAMPLE:
        raise UsageError(f"a sample needs at least {LEAST_SAMPLE} nodes, not {sample}")
    if "betweenness" not in names:
        raise UsageError("a sample is for betweenness; rank by it, or leave the sample out")


def sampled_betweenness(G: SimpleGraph, sample: int, *, seed: int = _SEED) -> tuple[Scores, Scores, str]:
    """Estimate betweenness from the shortest paths that start at nodes drawn at random.

    Formula: k nodes are drawn without replacement, k(v) of them other than v; x(s,v) is the sum over t of
    paths(s,t through v) / paths(s,t), divided by n - 2. The estimate of v is the mean of x(s,v) over the k(v) nodes s,
    its standard error sd(x) / sqrt(k(v)) * sqrt(1 - k(v) / (n-1)). With all n nodes it is exact and the error 0.
    Range: 0 to 1.
    Source: Brandes, U., Pich, C. (2007). Centrality estimation in large networks. International Journal of Bifurcation
    and Chaos 17(7), 2303-2318; the error of a mean without replacement after Cochran, W. G. (1977). Sampling
    Techniques. Wiley, ch. 2.
    Limits: the error is itself estimated and no bound. Half of what a small node has often comes from the few sources
    right behind it; where none of them is drawn estimate and error are both too small, and redrawing the sources
    (bootstrap) does no better, since what was not drawn cannot be redrawn. In simulations (benchmarks/sampling.py: four
    kinds of graph of 2,000 nodes, 50 to 500 sources) 1.96 errors on either side held the exact value of the 20 highest
    nodes in 78 to 96 % of the cases, mostly below 95, and that of all nodes with betweenness above 0 in as few as 29 %.

    Args:
        G: The graph.
        sample: How many nodes to draw; more than there are means all.
        seed: Where the random numbers begin.

    Returns:
        The estimates, their standard errors, and a sentence that says that it is a sample, and how good a one.
    """
    n = len(G)
    sample = min(sample, n)
    drawn = np.array(random.Random(seed).sample(range(n), sample), dtype=np.int64)  # noqa: S311  no secret
    total, squares = np.zeros(n), np.zeros(n)
    scale = max(n - 2, 1)
    for _, dependency in dependencies(G, drawn):
        total += dependency.sum(axis=1) / scale
        squares += (dependency**2).sum(axis=1) / scale**2
    others = np.full(n, float(sample))
    others[drawn] -= 1
    counted = np.maximum(others, 1)
    mean = total / counted
    variance = np.maximum(squares - counted * mean**2, 0) / np.maximum(others - 1, 1)
    left = np.maximum(1 - others / max(n - 1, 1), 0)
    error = np.sqrt(variance / counted * left)
    if sample == n:
        said = f"The sample for betweenness takes in all {n} nodes: it is exact."
    else:
        said = (
            f"betweenness is a sample, not exact: estimated from the shortest paths that start at {sample} of {n} "
            f"nodes drawn at random (seed {seed}); betweenness_error is its standard error, at most "
            f"{_highest(error):.2g}, estimated from the same sample and no bound: for many nodes it is too small, most "
            "of all for low ones, and nodes no more than a few errors apart may stand in the wrong order."
        )
    return _scores(G, mean), _scores(G, error), said


def _scores(G: SimpleGraph, values: Floats) -> Scores:
    return dict(zip(G.nodes, values.tolist(), strict=True))


def _highest(values: Floats) -> float:
    return float(values.max(initial=0))
