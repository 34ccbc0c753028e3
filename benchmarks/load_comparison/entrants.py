"""Who is measured, in what environment each runs, and one run of each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from load_comparison.inputs import Source
    from load_comparison.servers import Engine

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(__file__).with_name("contestants")
ENVIRONMENTS = ROOT / ".cache" / "benchmarks"


@dataclass(frozen=True)
class Entrant:
    """A way to load.

    Attributes:
        title: What to call it in a table.
        script: Its program.
        options: What the program is told beside the source.
        package: What is installed in the environment of its own; "" where this one will do.
        only_neo4j: Whether it cannot load into the embedded engine, or is not compared there.
    """

    title: str
    script: str
    options: tuple[str, ...] = ()
    package: str = ""
    only_neo4j: bool = True


OURS = "partnergraph"
#: Ours again, of the same source, each time directly after the first load.
AGAIN = {
    "again": Entrant("partnergraph, second load", "by_partnergraph.py", ("--again",)),
    "recheck": Entrant("partnergraph, every fact compared again", "by_partnergraph.py", ("--again", "--recheck")),
}
ENTRANTS = {
    OURS: Entrant("partnergraph", "by_partnergraph.py", only_neo4j=False),
    "merge": Entrant("UNWIND and MERGE, neo4j 6.4.1", "plain_merge.py", (), "neo4j==6.4.1", only_neo4j=False),
    "py2neo-create": Entrant("py2neo, create_relationships", "py2neo_bulk.py", ("create",), "py2neo==2021.2.4"),
    "py2neo-merge": Entrant("py2neo, merge_relationships", "py2neo_bulk.py", ("merge",), "py2neo==2021.2.4"),
    "cartography": Entrant("cartography 0.143.0", "cartography_load.py", (), "cartography==0.143.0"),
    "import": Entrant("database import full (the limit)", "admin_import.py"),
}


@dataclass(frozen=True)
class Run:
    """What one load took."""

    seconds: float
    peak_mb: float


class RunFailedError(Exception):
    """A contestant did not load, or not all."""


def interpreter(package: str) -> Path:
    """The Python of an environment that holds just this package, made the first time."""
    if not package:
        return Path(sys.executable)
    folder = ENVIRONMENTS / package.replace("==", "-")
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.exists():
        say(f"making an environment with {package}")
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", package], check=True, stdout=sys.stderr)
        ready.touch()
    return python


def run_once(entrant: Entrant, source: Source, engine: Engine, more: tuple[str, ...] = ()) -> Run:
    """Let one load, in a process of its own, and count what it left.

    Args:
        entrant: Who.
        source: What.
        engine: Into what; already emptied.
        more: What else its program is told.

    Raises:
        RunFailedError: It failed, or left another number of nodes or edges than the source has.
    """
    what = source.ours if entrant.script == "by_partnergraph.py" else (str(source.tables),)
    command = [interpreter(entrant.package), SCRIPTS / entrant.script, *what, *entrant.options, *more]
    environment = {**os.environ, **engine.environment}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RunFailedError(done.stderr[-3000:])
    told = json.loads(done.stdout.splitlines()[-1])
    # The import fills a store of its own, and tells itself how much.
    counts = {(told["nodes"], told["edges"])} | (set() if entrant.script == "admin_import.py" else {engine.counts()})
    if counts != {(source.nodes, source.edges)}:
        raise RunFailedError(f"nodes and edges are {counts}, not {source.nodes} and {source.edges}")
    run = Run(told["seconds"], told["peak_rss_mb"])
    say(f"{engine.name}, {entrant.title}: {run.seconds:.2f} s, {run.peak_mb:.0f} MB")
    return run


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
