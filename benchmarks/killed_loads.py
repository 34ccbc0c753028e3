"""Loads killed with SIGKILL at random moments, each run again: is the graph that of an undisturbed load?

    python -m benchmarks.killed_loads                                  # 100 rounds, as `make campaign` does
    python -m benchmarks.killed_loads --rounds 20 --seed 7
    python -m benchmarks.killed_loads --engine embedded --seed 7 --only 12     # one round again

The rounds are dealt out in turn to the embedded engine and to the Neo4j servers of the tests that are named. A line a
round; where a graph differs, up to five of the differences, and exit status 1 in the end.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from partnergraph.database.connection import Settings
from partnergraph.database.embedded import client as embedded
from tests.database.loads.killing import Campaign, Outcome, Round
from tests.neo4j.server import RELEASES, running_server, why_not

ENGINES = ("embedded", "neo4j-5.26")


def opened(stack: ExitStack, engine: str, folder: Path) -> Settings:
    """Start an engine of our own, ended with the stack."""
    if engine == "embedded":
        stack.callback(embedded.stop, folder / ".partnergraph")
        return Settings(folder=folder / ".partnergraph")
    server = stack.enter_context(running_server(folder / "server", RELEASES[engine]))
    return Settings.from_environment(environment=server.environment())


def told(engine: str, played: Round, outcome: Outcome, seconds: float) -> None:
    """Print a round, and what differs."""
    verdict = "equal" if outcome.equal else "DIFFERENT"
    print(f"{engine}, {played}: hit {outcome.hit}, {verdict}, {seconds:.1f} s", flush=True)
    for what, texts in (("missing", outcome.missing), ("surplus", outcome.surplus), ("doubled", outcome.doubled)):
        for text in texts[:5]:
            print(f"    {what}: {text}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="where not given, another one each time")
    parser.add_argument("--only", type=int, help="play this round alone")
    parser.add_argument("--engine", action="append", choices=["embedded", *RELEASES])
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the engines are stopped then too
    engines = given.engine or list(ENGINES)
    for engine in engines:
        if engine in RELEASES and (reason := why_not(RELEASES[engine])):
            print(f"{engine} is left out: {reason}", flush=True)
    engines = [engine for engine in engines if engine not in RELEASES or not why_not(RELEASES[engine])]
    hits: Counter[tuple[str, str]] = Counter()
    equal = different = 0
    begun = time.monotonic()
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="killed-loads-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        places = {engine: folder / engine for engine in engines}
        campaigns = {
            engine: Campaign(opened(stack, engine, place), place / "loaders", given.seed)
            for engine, place in places.items()
        }
        for number in range(given.rounds) if given.only is None else [given.only]:
            engine = engines[number % len(engines)]
            played = Round.drawn(given.seed, number, embedded=engine == "embedded")
            started = time.monotonic()
            outcome = campaigns[engine].play(played)
            told(engine, played, outcome, time.monotonic() - started)
            hits[played.victim, outcome.hit] += 1
            equal, different = equal + outcome.equal, different + (not outcome.equal)
    when = ", ".join(
        f"{sum(hits[each] for each in hits if each[1] == hit)} {hit}" for hit in ("before", "during", "after")
    )
    whom = ", ".join(
        f"{sum(hits[each] for each in hits if each[0] == who)} the {who}" for who in ("load", "keeper", "engine")
    )
    print(
        f"{equal + different} kills in {(time.monotonic() - begun) / 60:.1f} minutes ({whom}): {when} the writing; "
        f"{equal} graphs equal, {different} different"
    )
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
