"""A million facts from files to graph to ranking to a page of the first 200: time and memory of each command.

    python benchmarks/large.py                    # the embedded engine, and Neo4j where Java and Maven are
    python benchmarks/large.py --only embedded
    python benchmarks/large.py --facts 100000     # with fewer facts; a fifth as many nodes

Each step is a process of its own; the engines stay up. Shown is the wall time, the work of the process itself (what
the engine works stands beside it only in the wall time), and the most memory that the process took.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from load_comparison.inputs import made_network

from partnergraph.database.embedded.client import start, stop
from partnergraph.database.snapshots.revision import FOLDER_VARIABLE
from tests.neo4j.server import LONG_TERM, running_server, why_not

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTNERGRAPH = [sys.executable, "-c", "from partnergraph.cli import main; main()"]
RANKED = ["rank", "--top", "20", "--by", "degree"]
MEASURES = ["--by", "strength", "--by", "pagerank", "--by", "core_number"]
#: What `wait4` counts memory in: kilobytes, on a Mac bytes.
UNIT = 1 if sys.platform == "darwin" else 1024
STEPS = (
    ("load", ["load", "made"]),
    ("rank by degree, no snapshot yet", RANKED),
    ("rank by degree, with the snapshot", RANKED),
    ("rank by four measures, with the snapshot", [*RANKED, *MEASURES]),
    ("render the first 200", ["render", "--top", "200", "-o", "page.html"]),
    ("load again, nothing changed", ["load", "made"]),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("embedded", "neo4j"))
    parser.add_argument("--heap", default="3g", help="how much memory Neo4j's Java may take")
    given = parser.parse_args()
    # The commands' own folder is the temporary one; a partnergraph that is not installed is still found.
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        os.environ[FOLDER_VARIABLE] = str(here / "cache")
        # In a process of its own: a child's most memory counts what its parent held when it was begun.
        making = get_context("spawn").Process(target=made_network, args=(here / "made", given.facts // 5, given.facts))
        making.start()
        making.join()
        print(f"{given.facts:,} facts between {given.facts // 5:,} nodes\n")
        print("| engine | step | seconds | own work, s | peak MB |\n| --- | --- | ---: | ---: | ---: |", flush=True)
        if given.only != "neo4j":
            with embedded(here):
                measure("embedded", here)
        if given.only == "embedded":
            return
        if reason := why_not():
            print(f"\n{reason}: not measured on Neo4j")
            return
        with running_server(here / "neo4j", heap=given.heap, page_cache="1g") as server:
            os.environ |= server.environment()
            measure(f"Neo4j {LONG_TERM.version}", here)


@contextmanager
def embedded(folder: Path) -> Iterator[None]:
    """Keep the embedded engine of a folder up."""
    start(folder / ".partnergraph")
    try:
        yield
    finally:
        stop(folder / ".partnergraph")


def measure(engine: str, folder: Path) -> None:
    """Run the steps one after the other and print a row of each; what fails ends it, in the command's own words."""
    for what, arguments in STEPS:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [*PARTNERGRAPH, *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        told = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{engine}, {what}: {told.decode(errors='replace')}")
        work, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss * UNIT / 1e6
        print(f"| {engine} | {what} | {took:.1f} | {work:.1f} | {peak:.0f} |", flush=True)


if __name__ == "__main__":
    main()
