"""Two slices of a network side by side: who rose, who fell, who came and who went."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.measures.registry import find_measure
from partnergraph.analysis.rankings.rank import rank
from partnergraph.analysis.rankings.ranks import checked_top
from partnergraph.errors import UsageError
from partnergraph.naming import hint
from partnergraph.network.slice import DATE_FIELDS, SWITCHES, WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from partnergraph.network import Network

_NODE_COLUMNS: Final = ("id", "name", "type", "country")


def compare(
    network: Network,
    slice_a: Projection,
    slice_b: Projection,
    *,
    by: str = "degree",
    top: int | None = None,
) -> pd.DataFrame:
    """Rank two slices of a network and set them side by side.

    Args:
        network: Where the facts stand.
        slice_a: The one that is compared with: the earlier, or the usual.
        slice_b: The one that is looked at.
        by: The measure.
        top: Return only nodes that are among the first so many in either slice; ties with the last one stay.

    Returns:
        One row a node of either slice: `id`, `name`, `type`, `country`, `rank_a`, `rank_b`, `rank_change` (places
        gained from a to b, negative where lost), `value_a`, `value_b`, `value_change`, and `trend`: rose, fell, same
        (by rank), came (only in b) or went (only in a). They stand by `rank_b`, then `rank_a`; what a node has in a
        slice it is not in is missing. `attrs["description"]` says what each slice counted and how many rose, fell, came
        and went; `attrs["by"]` names the measure.

    Raises:
        UsageError: A slice or the measure does not exist.
    """
    measure = find_measure(by)
    by = measure.name
    checked_top(top)
    first, second = (rank(network, by=by, projection=each) for each in (slice_a, slice_b))
    index = list(_NODE_COLUMNS)
    ranks_a, values_a = _columns(first, by)
    ranks_b, values_b = _columns(second, by)
    nodes = pd.concat([first[index], second[index]]).drop_duplicates("id").reset_index(drop=True)
    ids = list(nodes["id"])
    table = nodes.copy()
    table["rank_a"] = _column(ranks_a, ids, "Int64")
    table["rank_b"] = _column(ranks_b, ids, "Int64")
    table["rank_change"] = table["rank_a"] - table["rank_b"]
    whole = "Int64" if measure.is_count and _whole(values_a) and _whole(values_b) else "Float64"
    table["value_a"] = _column(values_a, ids, whole)
    table["value_b"] = _column(values_b, ids, whole)
    table["value_change"] = table["value_b"] - table["value_a"]
    table["trend"] = pd.Series([_trend(ranks_a.get(node), ranks_b.get(node)) for node in ids], dtype=object)
    table["by_name"] = pd.Series([str(name).casefold() for name in nodes["name"]], dtype=object)
    table = table.sort_values(["rank_b", "rank_a", "by_name", "id"], na_position="last", kind="stable")
    table = table.drop(columns="by_name").reset_index(drop=True)
    counts = table["trend"].value_counts()
    said = ", ".join(f"{counts.get(trend, 0)} {trend}" for trend in ("rose", "fell", "same", "came", "went"))
    description = (
        f"Slice a: {first.attrs['description']} Slice b: {second.attrs['description']} From a to b by {by}: {said}."
    )
    table.attrs = {"description": description, "by": [by]}
    return first_of(table, top)


def first_of(table: pd.DataFrame, top: int | None) -> pd.DataFrame:
    """Return those rows of a comparison that are among the first so many of either slice; its description says so.

    Raises:
        UsageError: `top` is below one.
    """
    checked_top(top)
    if top is None:
        return table
    keep = (table["rank_a"].fillna(top + 1) <= top) | (table["rank_b"].fillna(top + 1) <= top)
    shown = table[keep].reset_index(drop=True)
    said = f" Shown: the first {top} of either slice, {len(shown)} of {len(table)}."
    shown.attrs = {**table.attrs, "description": str(table.attrs["description"]) + said}
    return shown


def _columns(table: pd.DataFrame, by: str) -> tuple[dict[str, int], dict[str, float]]:
    ids = list(table["id"])
    return dict(zip(ids, table["rank"].tolist(), strict=True)), dict(zip(ids, table[by].tolist(), strict=True))


def _column(values: Mapping[str, float], ids: Sequence[str], kind: str) -> pd.Series[Any]:
    found: Any = [values.get(node, pd.NA) for node in ids]
    return pd.Series(found, dtype=kind)


def _whole(values: Mapping[str, float]) -> bool:
    return all(float(value).is_integer() for value in values.values())


def _trend(rank_a: int | None, rank_b: int | None) -> str:
    if rank_a is None or rank_b is None:
        return "came" if rank_a is None else "went"
    if rank_a == rank_b:
        return "same"
    return "rose" if rank_b < rank_a else "fell"


def read_slice(text: str, common: Projection | None = None) -> Projection:
    """Read a slice as it is written on the command line.

    It is made of `KEY=VALUE`, several parted by spaces: `as-of=2016`, `type=AGREEMENT,TWINNING country=RU`. The keys
    are the options' words; a list is parted by commas; `perhaps` and `plans` stand alone.

    Args:
        text: The slice.
        common: What both slices share; the slice's own words go before it.

    Raises:
        UsageError: A key does not exist, is given twice or has no value, or a date or period is none.
    """
    choices: dict[str, Any] = {}
    for word in text.split():
        key, equals, value = word.partition("=")
        if not equals and WORDS.get(key) in SWITCHES:
            choices[WORDS[key]] = True
            continue
        if WORDS.get(key) in SWITCHES:
            raise UsageError(f"{word!r}: write {key} alone")
        if not equals or not value.strip(","):
            raise UsageError(f"{word!r} is no part of a slice; write KEY=VALUE, such as as-of=2016 or type=AGREEMENT")
        if key not in WORDS:
            raise UsageError(f"{key!r} is nothing that a slice can choose; {hint(key, WORDS)}")
        name = WORDS[key]
        if name in choices:
            raise UsageError(f"{key} is given twice in the slice {text!r}; part its values by commas")
        choices[name] = value if name in DATE_FIELDS else tuple(filter(None, value.split(",")))
    if not choices:
        raise UsageError("a slice to compare is empty; write KEY=VALUE, such as as-of=2016 or type=AGREEMENT")
    return replace(common or Projection(), **choices)
