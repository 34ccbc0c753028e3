"""What every contestant does alike: read the canonical tables, cut them into batches, and tell how long it took.

Nothing but Python's own library is imported here: each contestant runs in an environment of its own. Which server it
loads into, it is told by LOADING_* in its environment.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BATCH = 5_000
NUMBERS = ("latitude", "longitude", "population", "amount")
LISTS = ("aliases", "sources")
Row = dict[str, Any]
T = TypeVar("T")


def read(path: Path) -> dict[str, list[Row]]:
    """The rows of nodes.csv or edges.csv by their types: numbers as numbers, lists as lists, no empty cells."""
    by_type: dict[str, list[Row]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for cells in csv.DictReader(file):
            row: Row = {name: text for name, text in cells.items() if text}
            for name in NUMBERS:
                if name in row:
                    row[name] = float(row[name])
            for name in LISTS:
                if name in row:
                    row[name] = row[name].split(";")
            by_type.setdefault(row["type"], []).append(row)
    return by_type


def columns(rows: list[Row], *without: str) -> list[str]:
    """The names of the columns that at least one row fills."""
    return [name for name in dict.fromkeys(name for row in rows for name in row) if name not in without]


def batches(rows: list[T]) -> Iterator[list[T]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def server() -> tuple[str, tuple[str, str], str]:
    """Where to load: address, user with password, and the database's name."""
    told = os.environ
    return told["LOADING_URI"], (told["LOADING_USER"], told["LOADING_PASSWORD"]), told["LOADING_DATABASE"]


def peak_mb(who: int = resource.RUSAGE_SELF) -> float:
    """The most memory held at once by this process, or by the greatest of its children.

    Where Linux tells it, it is this program's own peak: the other figure begins with what the process held that
    started it.
    """
    told = Path("/proc/self/status")
    if who == resource.RUSAGE_SELF and told.exists():
        peak = next(line for line in told.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) * 1024 / 1e6
    return resource.getrusage(who).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def measure(load: Callable[[], tuple[int, int]], who: int = resource.RUSAGE_SELF) -> None:
    """Load, and print as one line of JSON how long it took, how much memory, and how many nodes and edges.

    Args:
        load: Loads, and returns how many nodes and edges that were.
        who: Whose memory is meant, this process' or its children's.
    """
    begun = time.perf_counter()
    nodes, edges = load()
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "peak_rss_mb": peak_mb(who), "nodes": nodes, "edges": edges}))
