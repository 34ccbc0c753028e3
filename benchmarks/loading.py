"""Whole loads, from the files to the database, beside other ways to load, as ratios of one run.

    python benchmarks/loading.py                          20,000 nodes with 100,000 edges, three runs of each
    python benchmarks/loading.py --sister-cities          and the world's sister cities of Wikidata
    python benchmarks/loading.py --million                and 200,000 nodes with 1,000,000 edges
    python benchmarks/loading.py --only embedded          on one of the two engines; `neo4j` needs Java and Maven
    python benchmarks/loading.py --peers merge,import     beside some of the peers
    python benchmarks/loading.py --share 0.1              the made networks smaller, to try it out

Each load is a process of its own with an empty database before it; they take turns, one run of each after the other.
The peers' packages are installed under .cache/benchmarks/ the first time. What every load took is told on standard
error as it goes; the tables are printed as Markdown in the end.
"""

from __future__ import annotations

import argparse
import platform
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from load_comparison.entrants import AGAIN, ENTRANTS, OURS, ROOT, RunFailedError, interpreter, run_once, say
from load_comparison.inputs import made_network, sister_cities
from load_comparison.results import goals, table
from load_comparison.servers import embedded, neo4j

from tests.neo4j.server import LONG_TERM, collect_jars, find_java, why_not

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from load_comparison.entrants import Entrant
    from load_comparison.inputs import Source
    from load_comparison.results import Runs
    from load_comparison.servers import Engine

NODES, EDGES = 20_000, 100_000
MILLION = 200_000, 1_000_000


def main() -> None:
    given = options()
    chosen = {key: ENTRANTS[key] for key in ENTRANTS if key == OURS or key in given.peers}
    for entrant in chosen.values():
        interpreter(entrant.package)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        warming = made_network(home / "made", int(NODES * given.share), int(EDGES * given.share))
        sources = [warming]
        if given.sister_cities:
            sources.insert(0, sister_cities(home / "sisters", ROOT / "loaders" / "sister_cities"))
        if given.million:
            sources.append(made_network(home / "million", *(int(size * given.share) for size in MILLION)))
        results: list[dict[str, Runs]] = [{} for _ in sources]
        for name in given.only:
            if name == "neo4j" and (missing := why_not(LONG_TERM)):
                say(missing)
                continue
            with running(name, home, given) as engine:
                here = {key: each for key, each in chosen.items() if name == "neo4j" or not each.only_neo4j}
                say(f"{engine.name}: a round that is not counted")
                take_turns(here, warming, engine, 1, given.heap)
                for source, by_engine in zip(sources, results, strict=True):
                    say(f"{engine.name}: {source.title}")
                    by_engine[engine.name] = take_turns(here, source, engine, given.runs, given.heap)
    drivers = f"neo4j {version('neo4j')} with neo4j-rust-ext {version('neo4j-rust-ext')}"
    print(f"Python {platform.python_version()}, {drivers}; Neo4j's heap {given.heap}, page cache {given.page_cache}")
    for source, by_engine in zip(sources, results, strict=True):
        print(f"\n### {source.title}\n\n{table(source, by_engine)}\n\n{goals(source, by_engine)}")


def running(name: str, home: Path, given: argparse.Namespace) -> AbstractContextManager[Engine]:
    if name == "embedded":
        return embedded(home / name)
    return neo4j(home / name, given.heap, given.page_cache)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sister-cities", action="store_true", help="the world's sister cities too")
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--only", choices=("embedded", "neo4j"), nargs=1, default=["embedded", "neo4j"])
    parser.add_argument("--peers", help=f"of {', '.join(key for key in ENTRANTS if key != OURS)}; all where not given")
    parser.add_argument("--heap", default="3g", help="of Neo4j's server")
    parser.add_argument("--page-cache", default="1g", help="of Neo4j's server")
    parser.add_argument("--share", type=float, default=1.0, help="of the made networks' sizes")
    given = parser.parse_args()
    given.peers = given.peers.split(",") if given.peers is not None else list(ENTRANTS)
    if unknown := [key for key in given.peers if key not in ENTRANTS]:
        parser.error(f"no such peer: {', '.join(unknown)}")
    return given


def take_turns(entrants: dict[str, Entrant], source: Source, engine: Engine, runs: int, heap: str) -> Runs:
    """Let everyone load in turn, each into an empty database; who fails is left out from then on and has no runs."""
    results: Runs = {}
    failed: set[str] = set()
    java = (str(find_java(LONG_TERM)), str(collect_jars(LONG_TERM.version)), heap) if "import" in entrants else ()
    for _ in range(runs):
        for key, entrant in entrants.items():
            if key not in failed:
                engine.empty()
            for each, who in {key: entrant, **(AGAIN if key == OURS else {})}.items():
                if failed.isdisjoint({key, each}):
                    try:
                        run = run_once(who, source, engine, java if each == "import" else ())
                        results.setdefault(each, []).append(run)
                    except RunFailedError as error:
                        say(f"{engine.name}, {who.title}: FAILED\n{error}")
                        failed.add(each)
    for each in failed:
        results[each] = []
    return results


if __name__ == "__main__":
    main()
