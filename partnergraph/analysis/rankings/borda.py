"""One ranking out of several measures: Borda's count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from partnergraph.analysis.measures.registry import find_measure
from partnergraph.analysis.rankings.rank import rank
from partnergraph.analysis.rankings.ranks import checked_top, cut, mean_ranks, ranks_of
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx

    from partnergraph.analysis.graph.projection import Projection
    from partnergraph.network import Network

#: Columns that stand before the points.
_HEAD: Final = ("id", "name", "type", "country")


def borda(
    network: Network | nx.Graph[Any],
    *,
    by: Sequence[str],
    projection: Projection | None = None,
    top: int | None = None,
    **filters: Any,  # noqa: ANN401  those of Projection
) -> pd.DataFrame:
    """Rank the nodes of a network by several measures at once.

    Formula: borda(v) = sum over the measures m of n - r(v,m), where r(v,m) is the place of v by m, 1 being the best;
    tied nodes get the mean of the places they take up. Every measure counts alike, and only its order counts, not by
    how much one node is ahead of another.
    Range: 0 to the number of measures times n - 1, which only a node gets that is first, alone, by all of them.
    Source: Borda, J.-C. de (1781). Memoire sur les elections au scrutin. Histoire de l'Academie Royale des Sciences,
    657-665; mean places of ties after Kendall, M. G. (1945). The treatment of ties in ranking problems. Biometrika
    33(3), 239-251.
    Meaning: who is a hub whichever way one looks. Measures that say nearly the same count twice, so choose them for
    different reasons; and whether one node is before another may depend on who else is in the slice.

    Args:
        network: A Network, or a NetworkX graph, which is measured as it is.
        by: Two measures or more.
        projection: What counts in a Network; the default is every partnership, without nodes of type Country and Event.
        top: How many rows to return; all of them by default.
        **filters: Single choices of the projection, as in `rank`.

    Returns:
        One row a node, best first: `rank`, `id`, `name`, `type`, `country`, `borda`, then each measure with its place
        (`degree`, `degree_rank`), and `facts`. `attrs["description"]` says what was counted and how the points were
        made.

    Raises:
        UsageError: As `rank` does, or fewer than two different measures are given.
    """
    measures = [find_measure(name) for name in dict.fromkeys((by,) if isinstance(by, str) else by)]
    names = list(dict.fromkeys(measure.name for measure in measures))
    checked_measures(names)
    checked_top(top)
    table = rank(network, by=names, projection=projection, **filters)
    own = {
        measure.name: mean_ranks(table[measure.name].to_numpy(dtype="float64") * (-1 if measure.lowest_first else 1))
        for measure in measures
    }
    points = sum((len(table) - ranks for ranks in own.values()), start=np.zeros(len(table)))
    data: dict[str, Any] = {"rank": ranks_of(points)}
    data |= {column: table[column] for column in _HEAD}
    data["borda"] = points
    for name in names:
        data |= {name: table[name], f"{name}_rank": own[name]}
    data["facts"] = table["facts"]
    result = pd.DataFrame(data)
    by_name = result["name"].map(str.casefold) if len(result) else result["name"]
    result = result.assign(by_name=by_name).sort_values(["rank", "by_name", "id"], kind="stable")
    result = result.drop(columns="by_name").reset_index(drop=True)
    said = (
        f" Borda count over {', '.join(names)}: for each measure a node gets as many points as there are nodes behind "
        "it, tied ones counting half; the points are summed, every measure counting alike."
    )
    result.attrs = {"description": str(table.attrs["description"]) + said, "by": names}
    return cut(result, top)


def checked_measures(names: Sequence[str]) -> None:
    """Refuse to combine fewer than two measures.

    Raises:
        UsageError: There are fewer than two different ones.
    """
    if len(set(names)) < 2:
        raise UsageError("Borda's count combines measures: give two or more, such as --by degree --by betweenness")
