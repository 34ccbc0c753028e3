"""Loads that are killed: a load in a process of its own, the moment of its death, and graphs held against each other.

The short tests and `benchmarks/killed_loads.py` use it. Run as `python -m tests.database.loads.killing ORDER` it is
the load itself, and says on standard output how far it is.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import neo4j

import partnergraph.database.loads.load as writing_module
import partnergraph.database.statements as statements_module
from partnergraph.database.connection import Settings, connect
from partnergraph.database.embedded import client as embedded
from partnergraph.database.embedded.engine import EngineFiles
from partnergraph.database.embedded.running_state import read_state
from partnergraph.database.loads.load import load_source
from partnergraph.errors import PartnergraphError
from tests.database.loads.written_loaders import write_loaders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from partnergraph.database.connection import Database

ROOT: Final = Path(__file__).resolve().parents[3]
#: Moments in time: that they are there counts, not when they were.
MOMENTS: Final = frozenset({"loaded_at", "withdrawn_at"})
#: How far a load got, and which run it was.
RUNS: Final = frozenset({"state", "fence"})
#: So that a few hundred rows are written in several transactions.
SEVERAL: Final = {"ONE_TRANSACTION": 50, "BATCH": 20}
#: What may be killed: the load, and on the embedded engine the processes behind it.
VICTIMS: Final = ("load", "load", "load", "keeper", "engine")
_WRITES: Final = re.compile(r"\bCREATE (?!CONSTRAINT)|\b(SET|DELETE|MERGE)\b")
_PATIENCE: Final = 120.0

Graph = Counter[str]


def graph_of(database: Database) -> Graph:
    """Return all that a database holds, each node and edge as a text, with how often it is there."""
    held: Graph = Counter()
    for labels, cells in database.stream("MATCH (n) RETURN labels(n), properties(n)"):
        held[_text(sorted(labels), _lasting(cells))] += 1
    query = "MATCH (a)-[e]->(b) RETURN type(e), labels(a), a.id, labels(b), b.id, properties(e)"
    for kind, *ends, cells in database.stream(query):
        sides = [sorted(each) if isinstance(each, list) else each for each in ends]
        held[_text(kind, sides, _lasting(cells))] += 1
    return held


def _lasting(cells: dict[str, Any]) -> dict[str, Any]:
    """Return the properties that are the same whenever a load ran, and however often."""
    return {name: name in MOMENTS or value for name, value in cells.items() if name not in RUNS}


def _text(*parts: Any) -> str:
    return json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)


def doubled_edges(database: Database) -> list[str]:
    """Return the ids that several edges have."""
    counted = Counter(identifier for (identifier,) in database.stream("MATCH ()-[e]->() RETURN e.id"))
    return sorted(identifier for identifier, times in counted.items() if times > 1)


@dataclass(frozen=True)
class Round:
    """A load that is killed and run again, told by its seed and its number.

    Attributes:
        seed: Of the campaign.
        number: Of the round; the two together say all that follows.
        changed: Whether a changed source is loaded over a loaded one, or a first one into an empty database.
        several: Whether it is written in several transactions, or in one.
        victim: What is killed.
        early: Whether the moment is counted from the start of the load, or from when it begins to write.
        share: The moment, as a share of the time that an undisturbed load takes for that.
    """

    seed: int
    number: int
    changed: bool
    several: bool
    victim: str
    early: bool
    share: float

    @classmethod
    def drawn(cls, seed: int, number: int, *, embedded: bool) -> Round:
        """Draw a round by lot, the same for the same seed, number and kind of engine."""
        lot = random.Random(f"{seed} {number}")  # noqa: S311  a draw that can be repeated
        changed, several, early = lot.random() < 0.5, lot.random() < 0.6, lot.random() < 0.1
        victim = lot.choice(VICTIMS) if embedded else "load"
        return cls(seed, number, changed, several, victim, early, lot.random())

    def __str__(self) -> str:
        source = "changed source" if self.changed else "first load"
        written = "in several transactions" if self.several else "in one transaction"
        since = "before it writes" if self.early else "of its writing"
        moment = f"{self.victim} killed at {self.share:.0%} {since}"
        return f"round {self.number} of seed {self.seed}: {source} {written}, {moment}"


@dataclass(frozen=True)
class Outcome:
    """What became of a round.

    Attributes:
        hit: `before`, `during` or `after` the writing.
        missing: What an undisturbed load would have left and is not there, or not as often.
        surplus: What is there beyond that.
        doubled: Ids that several edges have.
    """

    hit: str
    missing: list[str]
    surplus: list[str]
    doubled: list[str]

    @property
    def equal(self) -> bool:
        """Whether the graph is that of an undisturbed load."""
        return not (self.missing or self.surplus or self.doubled)


class Campaign:
    """Rounds on one engine; what an undisturbed load leaves and how long it takes is found once a scenario.

    Args:
        settings: Of a database that may be emptied.
        folder: An empty one, for the loaders.
        seed: Of what the loaders state.
    """

    def __init__(self, settings: Settings, folder: Path, seed: int) -> None:
        self.settings = settings
        self.loaders = write_loaders(folder, seed)
        self._undisturbed: dict[tuple[bool, bool], tuple[Graph, float, float]] = {}

    def play(self, played: Round) -> Outcome:
        """Kill a load, run it again undisturbed, and hold the graph against that of an undisturbed load."""
        expected, reading, writing = self._expected(played)
        self._prepare(played)
        load = LoadProcess(self.settings, self._stated(played), several=played.several)
        load.wait_for("starts" if played.early else "writes 1")
        time.sleep(played.share * (reading if played.early else writing))
        self._kill(load, played.victim)
        load.end()
        if load.hit == "after":  # it was quicker than the one that was measured
            self._undisturbed[played.changed, played.several] = expected, reading, load.took("writes 1", "written")
        self._keep_up()
        with connect(settings=self.settings) as database, constants(several=played.several):
            load_source(database, self._stated(played))
            found = graph_of(database)
            return Outcome(load.hit, sorted(expected - found), sorted(found - expected), doubled_edges(database))

    def _expected(self, played: Round) -> tuple[Graph, float, float]:
        """Return the graph of an undisturbed load, and how many seconds it takes to begin writing and to write."""
        scenario = played.changed, played.several
        if scenario not in self._undisturbed:
            self._prepare(played)  # the engine warms up, or the time would be that of a cold one
            with connect(settings=self.settings) as database, constants(several=played.several):
                load_source(database, self._stated(played))
                graph = graph_of(database)
            self._prepare(played)
            load = LoadProcess(self.settings, self._stated(played), several=played.several)
            assert load.end() == 0, load.faults
            self._undisturbed[scenario] = graph, load.took("starts", "writes 1"), load.took("writes 1", "written")
        return self._undisturbed[scenario]

    def _stated(self, played: Round) -> Path:
        size = "large" if played.several else "small"
        return self.loaders[f"{size}-{'after' if played.changed else 'before'}"]

    def _prepare(self, played: Round) -> None:
        """Bring the database to where the load begins: empty, or holding another source and this one as it was."""
        self._keep_up()
        with connect(settings=self.settings) as database:
            database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())
            if played.changed:
                load_source(database, self.loaders["others"])
                load_source(database, self.loaders["large-before" if played.several else "small-before"])

    def _keep_up(self) -> None:
        """Keep the embedded engine up between the steps: only a kill ends it."""
        if self.settings.uri is None:
            embedded.start(self.settings.folder)

    def _kill(self, load: LoadProcess, victim: str) -> None:
        if victim == "load":
            load.kill()
            return
        state = read_state(EngineFiles(self.settings.folder.resolve()))
        assert state is not None
        process = state.keeper if victim == "keeper" else state.engine
        assert process is not None
        os.kill(process, signal.SIGKILL)


class LoadProcess:
    """A load in a process of its own.

    Args:
        settings: Where to.
        loader: The loader's folder.
        several: Whether a few hundred rows are written in several transactions.
        waits: Whether it waits for `go` once it is connected.

    Attributes:
        said: The lines it has said so far, with the time.
        faults: What it said on standard error; known once it has ended.
    """

    def __init__(self, settings: Settings, loader: Path, *, several: bool, waits: bool = False) -> None:
        order = {"loader": str(loader), "several": several, "waits": waits, "folder": str(settings.folder.resolve())}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
        if settings.uri is not None:
            signed = {"URI": settings.uri, "USERNAME": settings.username, "PASSWORD": settings.password or ""}
            environment |= {f"NEO4J_{name}": value for name, value in signed.items()}
        self.said: dict[str, float] = {}
        self.faults = ""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.database.loads.killing", json.dumps(order)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._is_silent = False
        self._news = threading.Condition()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def hit(self) -> str:
        """When it was killed, by what it has said."""
        if "written" in self.said:
            return "after"
        return "during" if "writes 1" in self.said else "before"

    def wait_for(self, line: str) -> None:
        """Wait until it has said a line.

        Raises:
            AssertionError: It ended before that.
        """
        with self._news:
            self._news.wait_for(lambda: line in self.said or self._is_silent, _PATIENCE)
        assert line in self.said, f"the load has not said {line!r}: {self.end()}, {self.faults}"

    def took(self, first: str, last: str) -> float:
        """Return the seconds between two lines that it has said."""
        return self.said[last] - self.said[first]

    def go(self) -> None:
        """Let a load that waits begin."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """End it by SIGKILL."""
        self._process.kill()

    def end(self) -> int:
        """Wait until it has ended, and return its exit status."""
        self._listener.join(_PATIENCE)
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._process.stderr is not None and not self._process.stderr.closed:
            with self._process.stderr as faults:
                self.faults = faults.read()
        return self._process.wait(_PATIENCE)

    def _listen(self) -> None:
        """Keep every line it says, until it ends."""
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                with self._news:
                    self.said[line.strip()] = time.monotonic()
                    self._news.notify_all()
        with self._news:
            self._is_silent = True
            self._news.notify_all()


@contextmanager
def constants(*, several: bool) -> Iterator[None]:
    """Let a few hundred rows count as a large load."""
    if not several:
        yield
        return
    places = {"ONE_TRANSACTION": writing_module, "BATCH": statements_module}
    before = {name: getattr(module, name, None) for name, module in places.items()}
    for name, module in places.items():
        setattr(module, name, SEVERAL[name])
    try:
        yield
    finally:
        for name, module in places.items():
            setattr(module, name, before[name])


def main() -> int:
    """Load as ordered, and tell of each step."""
    order = json.loads(sys.argv[1])
    given = "NEO4J_URI" in os.environ
    settings = Settings.from_environment() if given else Settings(folder=Path(order["folder"]))
    _tell_of_writes()
    print("starts", flush=True)
    try:
        with constants(several=order["several"]), connect(settings=settings) as database:
            if order["waits"]:
                print("connected", flush=True)
                sys.stdin.readline()
            load_source(database, Path(order["loader"]))
            print("written", flush=True)
    except PartnergraphError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _tell_of_writes() -> None:
    """Say `writes 1`, `writes 2` ... before each statement that writes."""
    told = Counter[str]()

    def telling(run: Callable[..., neo4j.Result]) -> Callable[..., neo4j.Result]:
        def tell(transaction: object, query: Any, *given: Any, **named: Any) -> neo4j.Result:
            if _WRITES.search(str(query)) and ":Turn " not in str(query):  # taking one's turn to write is none yet
                told["writes"] += 1
                print(f"writes {told['writes']}", flush=True)
            return run(transaction, query, *given, **named)

        return tell

    for kind in (neo4j.ManagedTransaction, neo4j.Transaction):
        kind.run = telling(kind.run)  # type: ignore[method-assign]


if __name__ == "__main__":
    sys.exit(main())
