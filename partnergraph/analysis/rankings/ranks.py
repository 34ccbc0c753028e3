"""What rankings of a slice share: measuring chosen facts alone, ranks with ties, a table cut at the top."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from partnergraph.analysis.rankings.rank import TIE
from partnergraph.errors import UsageError
from partnergraph.network.slice import Slice

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from partnergraph.analysis.graph.projection import Projection
    from partnergraph.analysis.graph.simple_graph import Floats, Integers
    from partnergraph.network import Network


def of_facts(network: Network, facts: pd.DataFrame, projection: Projection) -> tuple[Network, Projection]:
    """Return a network of chosen facts alone, and the projection that counts them all the way the given one does.

    The filters have done their work when the facts were chosen. What stays is how they are measured, and which
    statuses were asked for: without it plans and what is suspended would be set aside again.
    """
    done: dict[str, Any] = {each.name: each.default for each in fields(Slice) if each.name not in {"statuses", "plans"}}
    done |= {
        "types": tuple(facts["type"].unique()),
        "include_countries": True,
        "include_events": True,
        "isolates": False,
        "latest": False,
    }
    if projection.amount is not None:
        done["start"] = "0001"  # a time was asked for, or the amounts would not have been added; now all of them count
    return replace(network, edges=facts, warnings=()), replace(projection, **done)


def ranks_of(values: Floats | Sequence[float]) -> Integers:
    """Return the rank of each value, the highest being 1; equal ones share a rank and the next are skipped.

    Values are equal where `rank` takes them to be: a tie reaches as far below its best value as rounding does.
    """
    first, _, group, order = _ties(values)
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = first[group] + 1
    return ranks


def mean_ranks(values: Floats | Sequence[float]) -> Floats:
    """Return the rank of each value, the highest being 1; equal ones get the mean of the places they take up.

    Source: Kendall, M. G. (1945). The treatment of ties in ranking problems. Biometrika 33(3), 239-251.
    """
    first, last, group, order = _ties(values)
    ranks = np.empty(len(order), dtype=np.float64)
    ranks[order] = (first[group] + last[group]) / 2 + 1
    return ranks


def _ties(values: Floats | Sequence[float]) -> tuple[Integers, Integers, Integers, Integers]:
    """Return the first and last place of every tie (from 0), the tie of each place, and the order of the values."""
    given = np.asarray(values, dtype=np.float64)
    order = np.argsort(-given, kind="stable")
    if not len(order):
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing, nothing, order
    ordered = given[order]
    width = TIE * float(np.abs(ordered).max())
    begins = np.concatenate(([True], ordered[:-1] - ordered[1:] > width))
    first, last = _bounds(begins)
    if (ordered[first] - ordered[last] > width).any():
        # A chain of values, each a hair below the one before, is wider than one tie: measure from the best one.
        best = ordered[0]
        for place, value in enumerate(ordered.tolist()):
            begins[place] = place == 0 or best - value > width
            if begins[place]:
                best = value
        first, last = _bounds(begins)
    return first, last, np.cumsum(begins) - 1, order


def _bounds(begins: NDArray[np.bool_]) -> tuple[Integers, Integers]:
    first = np.flatnonzero(begins)
    return first, np.append(first[1:], len(begins)) - 1


def cut(table: pd.DataFrame, top: int | None) -> pd.DataFrame:
    """Return the first rows of a ranking; its description says what is not shown.

    Raises:
        UsageError: `top` is below one.
    """
    if top is None or top >= len(table):
        return table
    if top < 1:
        raise UsageError(f"top must be at least 1, not {top}")
    ranks = list(table["rank"])
    tied = ranks[top:].count(ranks[top - 1])
    text = f" Shown: the first {top} of {len(ranks)}"
    text += f"; {tied} more with the same value as the last one shown." if tied else "."
    shown = table.head(top).copy()
    shown.attrs = {**table.attrs, "description": str(table.attrs["description"]) + text}
    return shown


def checked_top(top: int | None) -> int | None:
    """Return `top`, or refuse it.

    Raises:
        UsageError: It is below one.
    """
    if top is not None and top < 1:
        raise UsageError(f"top must be at least 1, not {top}")
    return top
