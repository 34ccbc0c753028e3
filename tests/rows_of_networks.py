"""The rows of networks: their ids, and the same rows with other cells."""

from __future__ import annotations

from typing import Any

import pandas as pd

from partnergraph.network import Network

ALL_EDGES = ["t1", "a1", "t2", "s1", "p1"]


def ids(frame: pd.DataFrame) -> list[str]:
    return list(frame["id"])


def kept(network: Network) -> list[str]:
    return ids(network.edges)


def changed(frame: pd.DataFrame, identifier: str, **cells: Any) -> pd.DataFrame:
    """Return a frame with other cells in one row."""
    row = ids(frame).index(identifier)
    columns = {name: frame[name].tolist() for name in cells}
    for name, value in cells.items():
        columns[name][row] = value
    return frame.assign(**{name: pd.Series(values, dtype=frame[name].dtype) for name, values in columns.items()})
