"""What a page says of itself: whose network it is, when it began, under which licence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

if TYPE_CHECKING:
    from partnergraph.network import Network

DEFAULT_TITLE: Final = "Partnership network"
#: The sources that stand for whole loaders: they tell title, who made it, year and licence.
_LOADER: Final = "loader:"


def title_of(network: Network) -> str:
    """Return what the network is called: the title of its loader, where it has only one."""
    loaders = _loaders(network)
    return str(loaders["title"].iloc[0]) if len(loaders) == 1 else DEFAULT_TITLE


def about(network: Network) -> str:
    """Return who made the network, when, and under which licence; "" where several loaders made it."""
    loaders = _loaders(network)
    if len(loaders) != 1:
        return ""
    row = loaders.iloc[0]
    who = ", ".join(filter(None, (_text(row["author"]), _text(row["year"]))))
    return " · ".join(filter(None, (who, _text(row["note"]))))


def span_of(network: Network) -> str:
    """Return in which years the dated facts began, such as `begun 1997 to 2021`; "" where none is dated."""
    years = sorted(network.edges["starts_from"].dropna().str[:4].unique())
    if not years:
        return ""
    return f"begun {years[0]}" if len(years) == 1 else f"begun {years[0]} to {years[-1]}"


def _loaders(network: Network) -> pd.DataFrame:
    names = {f"{_LOADER}{name}" for name in network.edges["loader"].dropna().unique()}
    sources = network.sources
    return sources[sources["id"].isin(names)]


def _text(value: Any) -> str:  # noqa: ANN401  a cell holds what its column holds
    return "" if pd.isna(value) else str(value)
