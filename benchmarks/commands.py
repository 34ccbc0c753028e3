"""How long the short commands take as whole processes, beside a bare Python and the plain import of the driver.

    python benchmarks/commands.py              # five runs each
    python benchmarks/commands.py --runs 20

Everything happens in a temporary folder with the reference network in an embedded database.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PARTNERGRAPH = [sys.executable, "-c", "from partnergraph.cli import main; main()"]
QUERY = ["query", "twin-towns", "place=Leningrad Oblast", "--format", "csv"]


def seconds(command: list[str], folder: str) -> float:
    """The wall time of one run."""
    begun = time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def row(what: str, command: list[str], folder: str, runs: int) -> None:
    """Print the least, the median and the most of several runs, after one that is not counted."""
    seconds(command, folder)
    took = [seconds(command, folder) for _ in range(runs)]
    print(f"| {what} | {min(took):.2f} | {statistics.median(took):.2f} | {max(took):.2f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        # The commands' own folder is the temporary one; a partnergraph that is not installed is still found.
        os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
        seconds([*PARTNERGRAPH, "load", "union_state"], folder)
        print("| whole process, seconds | least | median | most |\n| --- | ---: | ---: | ---: |")
        row("python -c pass", [sys.executable, "-c", "pass"], folder, runs)
        row("python -c 'import neo4j'", [sys.executable, "-c", "import neo4j"], folder, runs)
        row("partnergraph --help", [*PARTNERGRAPH, "--help"], folder, runs)
        row("query, nothing running: engine started and stopped", [*PARTNERGRAPH, *QUERY], folder, runs)
        seconds([*PARTNERGRAPH, "db", "start"], folder)
        try:
            row("query, engine up", [*PARTNERGRAPH, *QUERY], folder, runs)
            row("query as a table, engine up", [*PARTNERGRAPH, *QUERY[:-2]], folder, runs)
            row("rank, engine up", [*PARTNERGRAPH, "rank", "--format", "csv"], folder, runs)
        finally:
            seconds([*PARTNERGRAPH, "db", "stop"], folder)


if __name__ == "__main__":
    main()
