"""The tables and the goals, as Markdown."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from load_comparison.entrants import AGAIN, ENTRANTS, OURS

if TYPE_CHECKING:
    from load_comparison.entrants import Run
    from load_comparison.inputs import Source

#: Seconds and memory by the key of who loaded.
Runs = dict[str, list["Run"]]
HEADER = (
    "| engine | who loads | seconds, median (least to most) | edges a second | peak MB | time beside partnergraph's |\n"
    "| --- | --- | ---: | ---: | ---: | ---: |"
)
#: By engine: what is wished, who is meant, and how many times partnergraph's time that one should take at least.
GOALS = (
    ("embedded", "at least 2.5 times as fast as UNWIND and MERGE", "merge", 2.5),
    ("Neo4j", "no slower than py2neo's create_relationships", "py2neo-create", 1.0),
    ("Neo4j", "at least twice as fast as py2neo's merge_relationships", "py2neo-merge", 2.0),
    ("Neo4j", "at least twice as fast as cartography", "cartography", 2.0),
    ("Neo4j", "at least a quarter of the import's speed", "import", 0.25),
)
SECOND_AT_MOST = 0.1
#: For a million edges and more.
MEMORY_MB, MEMORY_EDGES = 1_000, 1_000_000


def seconds(runs: list[Run]) -> float:
    return statistics.median(run.seconds for run in runs)


def table(source: Source, results: dict[str, Runs]) -> str:
    """One row a contestant and engine."""
    rows = [HEADER]
    titles = {key: entrant.title for key, entrant in (ENTRANTS | AGAIN).items()}
    for engine, by_key in results.items():
        ours = by_key.get(OURS)
        for key, runs in by_key.items():
            if not runs:
                rows.append(f"| {engine} | {titles[key]} | failed | | | |")
                continue
            took, peak = seconds(runs), statistics.median(run.peak_mb for run in runs)
            spread = f"{min(run.seconds for run in runs):.2f} to {max(run.seconds for run in runs):.2f}"
            pace = "" if key in AGAIN else f"{source.edges / took:,.0f}"
            beside = f"{took / seconds(ours):.2f}" if ours else ""
            rows.append(f"| {engine} | {titles[key]} | {took:.2f} ({spread}) | {pace} | {peak:.0f} | {beside} |")
    return "\n".join(rows)


def goals(source: Source, results: dict[str, Runs]) -> str:
    """What was wished for, and whether it is so; only of what was measured."""
    rows = ["| goal | measured | reached |", "| --- | ---: | --- |"]
    for engine, by_key in results.items():
        ours = by_key.get(OURS)
        if not ours:
            continue
        for where, wish, key, least in GOALS:
            if engine.startswith(where) and by_key.get(key):
                times = seconds(by_key[key]) / seconds(ours)
                rows.append(goal(engine, wish, f"{times:.2f} times", reached=times >= least))
        if by_key.get("again"):
            share = seconds(by_key["again"]) / seconds(ours)
            rows.append(goal(engine, "second load in at most a tenth", f"{share:.3f}", reached=share <= SECOND_AT_MOST))
        if source.edges >= MEMORY_EDGES:
            peak = max(run.peak_mb for run in ours)
            rows.append(goal(engine, "less than 1,000 MB", f"{peak:.0f} MB", reached=peak < MEMORY_MB))
    return "\n".join(rows)


def goal(engine: str, wish: str, measured: str, *, reached: bool) -> str:
    return f"| {engine}: {wish} | {measured} | {'yes' if reached else 'no'} |"
