"""A dump moves the whole graph between engines: what comes out of the second is what went into the first."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import neo4j.time
import pytest
from neo4j.spatial import WGS84Point

from partnergraph.database.connection import Database, Settings, connect
from partnergraph.database.dumps import dump as dumping
from partnergraph.database.dumps.dump import dump, restore
from partnergraph.database.dumps.dump_file import DumpWriter
from partnergraph.database.dumps.kept_dumps import keep_dump
from partnergraph.database.graph_reading import read_network
from partnergraph.database.loads.load import load
from partnergraph.database.unfinished import unfinished_load
from partnergraph.errors import DatabaseError, UsageError
from partnergraph.loader import Loader
from partnergraph.network import Network
from partnergraph.vocabulary import STANDARD, EdgeType, NodeType
from tests.conftest import make_loader, small_network

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

EVERYTHING = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS cells"
EVERY_EDGE = "MATCH (a)-[e]->(b) RETURN a.id AS source, type(e) AS type, b.id AS target, properties(e) AS cells"
#: What a property can hold, and every engine keeps.
VALUES: dict[str, Any] = {
    "text": 'Минск "quoted" \\ \n\t \' 🚜',
    "empty": "",
    "integer": 2**63 - 1,
    "negative": -(2**63),
    "number": 0.1 + 0.2,
    "whole": 3.0,
    "tiny": 5e-324,
    "yes": True,
    "texts": ["a", "b;c"],
    "numbers": [1.5, -2.0],
    "nothing": [],
    "day": neo4j.time.Date(2021, 3, 1),
}


@pytest.fixture
def held(database: Database, tmp_path: Path) -> Database:
    """A graph with two loaders, types of their own, withdrawn facts, and values of every kind."""
    vocabulary = STANDARD.extended(
        [NodeType("Harbour", "A harbour", "#102030", is_place=True)],
        [EdgeType("FERRY", "A line", frozenset({"Harbour"}), directed=False)],
    )
    towns = make_loader("towns", tmp_path)
    ports = replace(make_loader("ports", tmp_path), vocabulary=vocabulary)
    network = small_network()
    load(database, network, towns)
    load(database, _ferries(network, vocabulary), ports)
    load(database, network.filtered(types=["TWINNING"]), towns, force=True)
    database.write(
        lambda transaction: transaction.run("MATCH (n:Entity {id: 'city:c'}) SET n += $cells", cells=VALUES).consume()
    )
    return database


def _ferries(network: Network, vocabulary: Any) -> Network:
    nodes: pd.DataFrame = network.nodes.head(2).copy()
    nodes["id"], nodes["type"], nodes["located_in"] = ["harbour:1", "harbour:2"], "Harbour", None
    edges = network.edges.head(1).assign(id="f1", type="FERRY", source="harbour:1", target="harbour:2", loader="ports")
    return Network.from_frames(nodes, edges, network.sources, vocabulary=vocabulary)


def whole(database: Database) -> tuple[list[str], list[str]]:
    def sorted_rows(text: str) -> list[str]:
        return sorted(
            json.dumps(dict(zip(("a", "b", "c", "d"), map(_plain, row), strict=False)), sort_keys=True)
            for row in database.stream(text)
        )

    return sorted_rows(EVERYTHING), sorted_rows(EVERY_EDGE)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: f"{type(cell).__name__} {cell!r}" for name, cell in value.items()}
    return sorted(value) if isinstance(value, list) else value


def test_there_and_back_on_one_engine(held: Database, tmp_path: Path) -> None:
    before = whole(held)
    counts = dump(held, tmp_path / "one")
    assert {kind: counts[kind] for kind in ("loader", "node", "other")} == {"loader": 2, "node": 10, "other": 0}
    assert restore(held, tmp_path / "one", replace=True) == {k: v for k, v in counts.items() if k != "other"}
    assert whole(held) == before
    dump(held, tmp_path / "two")
    assert (tmp_path / "two").read_bytes() == (tmp_path / "one").read_bytes()
    network = read_network(held, withdrawn=True)
    assert {"FERRY", "AGREEMENT", "TWINNING"} <= set(network.edges["type"])
    assert "withdrawn_at" in "".join(before[1])
    assert next(held.stream("MATCH (n {id: 'city:c'}) RETURN n.day, n.integer, n.whole")) == (
        neo4j.time.Date(2021, 3, 1), 2**63 - 1, 3.0
    )  # fmt: skip


def test_from_each_engine_to_the_embedded_one_and_back(held: Database, tmp_path: Path) -> None:
    """Every engine's dump through the embedded engine: with this, every pair has been gone through."""
    dump(held, tmp_path / "one")
    with connect(settings=Settings(folder=tmp_path / ".partnergraph")) as other:
        restore(other, tmp_path / "one")
        assert whole(other) == whole(held)
        dump(other, tmp_path / "two")
    assert (tmp_path / "two").read_bytes() == (tmp_path / "one").read_bytes()
    restore(held, tmp_path / "two", replace=True)
    dump(held, tmp_path / "three")
    assert (tmp_path / "three").read_bytes() == (tmp_path / "one").read_bytes()


def test_a_loader_goes_on_after_a_restore(held: Database, tmp_path: Path) -> None:
    dump(held, tmp_path / "one")
    restore(held, tmp_path / "one", replace=True)
    report = load(held, small_network(), make_loader("towns", tmp_path))
    assert (report.counts["edges"]["restored"], report.counts["edges"]["created"]) == (3, 0)


def test_in_several_transactions(held: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dumping, "ATOMIC", 3)
    monkeypatch.setattr(dumping, "BATCH", 2)
    before = whole(held)
    dump(held, tmp_path / "one")
    restore(held, tmp_path / "one", replace=True)
    assert whole(held) == before


@pytest.mark.parametrize("atomic", [3, 1000])
def test_a_restore_that_fails_leaves_nothing_half_written(
    held: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, atomic: int
) -> None:
    before = whole(held)
    dump(held, tmp_path / "one")
    monkeypatch.setattr(dumping, "ATOMIC", atomic)
    monkeypatch.setitem(dumping._COUNTS, "edge", "MATCH (n:Entity) RETURN 7 * count(n) AS held")
    with pytest.raises(DatabaseError, match=r"the server holds 70 edges where the file has .*; nothing was kept"):
        restore(held, tmp_path / "one", replace=True)
    # In one transaction what stood there stands there still; in several, the database is empty again.
    assert whole(held) == (before if atomic == 1000 else ([], []))


class KilledError(BaseException):
    """Stands for the end of the process: nothing of ours runs after it."""


def break_off(database: Database, path: Path, monkeypatch: pytest.MonkeyPatch, batches: int) -> None:
    """Restore in parts, and be killed after some batches: what would clean up does not run."""
    create, done = dumping._create, 0

    def dying(transaction: Any, batch: Any) -> None:
        nonlocal done
        if done == batches:
            monkeypatch.setattr(dumping, "_empty", lambda _: (_ for _ in ()).throw(KilledError))
            raise KilledError
        done += 1
        create(transaction, batch)

    monkeypatch.setattr(dumping, "ATOMIC", 3)
    monkeypatch.setattr(dumping, "BATCH", 2)
    monkeypatch.setattr(dumping, "_create", dying)
    with pytest.raises(KilledError):
        restore(database, path, replace=True)
    monkeypatch.undo()
    monkeypatch.setattr(dumping, "ATOMIC", 3)
    monkeypatch.setattr(dumping, "BATCH", 2)


@pytest.mark.parametrize("batches", [0, 4, 9])
def test_a_killed_restore_is_refused_everywhere_and_completed_by_another(
    held: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batches: int
) -> None:
    before = whole(held)
    dump(held, tmp_path / "one")
    break_off(held, tmp_path / "one", monkeypatch, batches)
    line = "a restore into this database has not come to its end.*'partnergraph db restore one'"
    with pytest.raises(UsageError, match=line):
        dump(held, tmp_path / "two")
    with pytest.raises(UsageError, match=line):
        read_network(held)
    with pytest.raises(UsageError, match=line):
        load(held, small_network(), make_loader("towns", tmp_path))
    assert re.match(line, unfinished_load(held))
    restore(held, tmp_path / "one")
    assert whole(held) == before
    assert unfinished_load(held) == ""


def test_a_load_that_is_not_complete_is_not_dumped(held: Database, tmp_path: Path) -> None:
    held.write(
        lambda transaction: transaction.run("MATCH (l:Loader {id: 'ports'}) SET l.unfinished = '2026'").consume()
    )
    with pytest.raises(UsageError, match=r"the load of ports .* has not come to its end"):
        dump(held, tmp_path / "one")
    assert not (tmp_path / "one").exists()


def test_the_newest_dumps_are_kept_and_nothing_else_is_deleted(held: Database, tmp_path: Path) -> None:
    folder = tmp_path / ".partnergraph" / "dumps"
    folder.mkdir(parents=True)
    (folder / "mine.dump").write_text("")
    kept = [keep_dump(held, folder, 2) for _ in range(4)]
    assert sorted(folder.iterdir()) == [*kept[2:], folder / "mine.dump"]
    before = whole(held)
    restore(held, kept[-1], replace=True)
    assert whole(held) == before
    with pytest.raises(UsageError, match="--keep 0"):
        keep_dump(held, folder, 0)


def test_a_dump_that_breaks_off_leaves_the_old_one(
    held: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "dumps" / "graph.dump"
    dump(held, target)
    before = target.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(DumpWriter, "end", full)
    with pytest.raises(UsageError, match=r"cannot write .*graph\.dump: No space left on device"):
        dump(held, target)
    assert (target.read_bytes(), list(target.parent.iterdir())) == (before, [target])


def test_only_into_an_empty_database(held: Database, tmp_path: Path) -> None:
    before = whole(held)
    dump(held, tmp_path / "one")
    with pytest.raises(UsageError, match=r"holds \d+ nodes already; restore into an empty one, or .*--replace"):
        restore(held, tmp_path / "one")
    assert whole(held) == before


def test_what_partnergraph_did_not_write_is_counted(held: Database, tmp_path: Path) -> None:
    held.write(lambda transaction: transaction.run("CREATE (:Stranger)-[:KNOWS]->(:Stranger)").consume())
    assert dump(held, tmp_path / "one")["other"] == 3


def test_an_empty_database_and_a_changing_one(
    database: Database, network: Network, loader: Loader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="is empty: there is nothing to dump"):
        dump(database, tmp_path / "one")
    load(database, network, loader)
    states: Iterator[tuple[int, int, list[Any]]] = iter([(1, 0, []), (2, 0, [])])
    monkeypatch.setattr(dumping, "_state", lambda _: next(states))
    with pytest.raises(DatabaseError, match="changed while it was dumped"):
        dump(database, tmp_path / "one")
    assert list(tmp_path.iterdir()) == []


# Files that are no good; the embedded engine stands for all, since none of them gets as far as a database.


@pytest.fixture
def good(embedded_settings: Settings, tmp_path: Path) -> Path:
    with connect(settings=embedded_settings) as database:
        database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())
        load(database, small_network(), make_loader("towns", tmp_path))
        dump(database, tmp_path / "good")
    return tmp_path / "good"


def refusal(settings: Settings, path: Path) -> str:
    """Return the one line with which a file is refused; the database stays as it is."""
    with connect(settings=settings) as database:
        before = whole(database)
        with pytest.raises(UsageError) as caught:
            restore(database, path, replace=True)
        assert whole(database) == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


def lines_of(path: Path) -> list[Any]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def rewritten(path: Path, lines: list[Any]) -> Path:
    """A file with these lines and an end that says so."""
    import hashlib

    kinds = [next(iter(line)) for line in lines]
    counts = {f"{kind}s": kinds.count(kind) for kind in ("loader", "source", "node", "edge")}
    text = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    end = {"end": {**counts, "sha256": hashlib.sha256(text).hexdigest()}}
    path.write_bytes(gzip.compress(text + json.dumps(end).encode() + b"\n"))
    return path


def test_a_damaged_file_is_refused_wherever_it_was_cut_or_changed(embedded_settings: Settings, good: Path) -> None:
    content = good.read_bytes()
    for at in range(0, len(content), len(content) // 12):
        good.write_bytes(content[:at])
        assert "nothing was restored" in (said := refusal(embedded_settings, good)) or "is no dump" in said
        good.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        if at != 8:  # how hard gzip tried, and on which system: it says nothing of the content
            said = refusal(embedded_settings, good)
            assert "nothing was restored" in said or "is no dump" in said


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "its end is missing"),
        (b"PK\x03\x04", "is no dump"),
        (gzip.compress(b"id,name\n1,x\n", mtime=0), "is no dump"),
        (gzip.compress(b"[" * 200_000, mtime=0), "is no dump"),
        (gzip.compress(b'{"partnergraph_dump":2}\n', mtime=0), "dump of format 2; this partnergraph reads format 1"),
        (gzip.compress(b'{"partnergraph_dump":1}\n' + b'{"node":' * 100_000, mtime=0), "line 2 cannot be read"),
        (gzip.compress(b'{"partnergraph_dump":1}\n"' + b"a" * (17 * 1024 * 1024), mtime=0), "longer than 16 MB"),
    ],
)
def test_a_foreign_or_hostile_file_is_refused(
    embedded_settings: Settings, tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "file").write_bytes(content)
    assert message in refusal(embedded_settings, tmp_path / "file")


def test_a_file_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from partnergraph.database.dumps import dump_file as dumpfile

    monkeypatch.setattr(dumpfile, "_RATIO_COUNTS_FROM", 1_000_000)
    line = b'{"source":{"id":"' + b"a" * 100_000 + b'"}}\n'
    (tmp_path / "file").write_bytes(gzip.compress(b'{"partnergraph_dump":1}\n' + line * 300))
    with pytest.raises(UsageError, match=r"swells|stands twice"):
        list(dumpfile.read_dump(tmp_path / "file"))


INJECTIONS: list[tuple[Callable[[list[Any]], Any], str]] = [
    (lambda lines: lines.append({"node": ["City`) DETACH DELETE n //", {"id": "x"}]}), "cannot be a type"),
    (lambda lines: lines.append({"node": ["Source", {"id": "x"}]}), "cannot be a type"),
    (lambda lines: lines.append({"edge": ["twinning", "city:a", "city:b", {"id": "x"}]}), "cannot be a type"),
    (lambda lines: lines.append({"edge": ["TWINNING", "city:a", "city:zz", {"id": "x"}]}), "has no end 'city:zz'"),
    (lambda lines: lines.append({"edge": ["TWINNING", "city:a", "city:b", {"id": "t1"}]}), "'t1' stands twice"),
    (lambda lines: lines.append({"node": ["City", {"id": "city:zz"}]}), "a node stands behind a edge"),
    (lambda lines: lines.append({"edge": ["TWINNING", "city:a", "city:b", {}]}), "is no record"),
    (lambda lines: lines.append({"edge": ["TWINNING", "city:a", "city:b", {"id": "x", "y": 2**64}]}), "is no record"),
    (lambda lines: lines.append({"edge": ["TWINNING", "city:a", "city:b", {"id": "x", "y": {}}]}), "is no record"),
    (lambda lines: lines.append({"edge": ["TWINNING", "city:a", "city:b", {"id": "\ud800"}]}), "is no record"),
    (lambda lines: lines.append({"edge": ["TWINNING", "city:a", "city:b", {"id": "x", "y": [[1]]}]}), "is no record"),
    (lambda lines: lines.append({"index": ["TWINNING"]}), "is no record"),
    (lambda lines: lines[1]["loader"].update(types="[]"), "the types of its loaders cannot be read"),
    (lambda lines: lines[1]["loader"].update(types='[{"Entity": {}}, {}]'), "the types of its loaders"),
    (
        lambda lines: lines.extend(
            {"edge": [f"T{number}", "city:a", "city:b", {"id": "x"}]} for number in range(1_001)
        ),
        "more than 1000 types",
    ),
]


@pytest.mark.parametrize(("change", "message"), INJECTIONS)
def test_a_file_with_a_valid_end_may_still_hold_no_nonsense(
    embedded_settings: Settings, good: Path, change: Callable[[list[Any]], Any], message: str
) -> None:
    lines = lines_of(good)[:-1]
    change(lines)
    assert message in refusal(embedded_settings, rewritten(good, lines))


def test_values_of_the_kinds_that_not_every_engine_keeps() -> None:
    """As JSON and back; whether a database keeps a point is its own matter."""
    from datetime import timedelta, timezone

    import pytz  # type: ignore[import-untyped]

    from partnergraph.database.dumps.value_codes import from_json, to_json

    values = [
        neo4j.time.Time(1, 2, 3, 4, tzinfo=timezone(timedelta(hours=3))),
        neo4j.time.DateTime(2021, 3, 1, 4, 5, 6, 789_000_001),
        neo4j.time.DateTime(2021, 3, 1, tzinfo=timezone(timedelta(hours=3))),
        neo4j.time.Duration(months=14, days=-3, seconds=5, nanoseconds=6),
        WGS84Point((27.5, 53.9)),
        b"\x00\xff",
        float("inf"),
    ]
    assert [from_json(json.loads(json.dumps(to_json(value)))) for value in values] == values
    zoned = pytz.timezone("Europe/Minsk").localize(neo4j.time.DateTime(2021, 3, 1, 4))
    again = from_json(json.loads(json.dumps(to_json(zoned))))
    assert (again, again.tzinfo.zone) == (zoned, "Europe/Minsk")
    with pytest.raises(ValueError, match="no time zone"):
        from_json({"datetime": ["2021-03-01T00:00:00", "Nowhere/Atall"]})
    with pytest.raises(ValueError, match="has no form"):
        to_json(object())
