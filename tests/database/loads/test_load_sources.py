"""One way to load: sources are looked at, read, joined and written in this order, and what was found is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from partnergraph.database.loads.load import LoadOptions, load_source, load_sources
from partnergraph.errors import InputError, UsageError
from partnergraph.loading.source import named_source
from partnergraph.progress import Progress
from tests.loading.written_loaders import MANIFEST, write_loader

if TYPE_CHECKING:
    from pathlib import Path

    from partnergraph.database.connection import Database

MAPPED = """
[[mapping]]
file = "towns.csv"
[mapping.nodes.a]
type = "City"
name = "{Town}"
country = "DE"
[mapping.nodes.b]
type = "City"
name = "{Partner}"
country = "FR"
[[mapping.edges]]
type = "TWINNING"
source = "a"
target = "b"
date = "{Since}"
"""


class Notes(Progress):
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def note(self, text: str) -> None:
        self.texts.append(text)


def mapped(folder: Path, rows: str) -> Path:
    folder.mkdir()
    (folder / "loader.toml").write_text(MANIFEST + MAPPED, encoding="utf-8")
    (folder / "towns.csv").write_text(f"Town,Partner,Since\n{rows}", encoding="utf-8")
    return folder


def never() -> Database:
    raise AssertionError("the database was opened before the sources were read")


def test_several_sources_are_loaded_in_their_order_and_a_second_time_not_read(
    database: Database, tmp_path: Path
) -> None:
    folders = [write_loader(tmp_path / "towns"), mapped(tmp_path / "pairs", "Bonn,Lyon,2001\nKiel,Brest,soon\n")]
    sources = [named_source(folder) for folder in folders]
    first, told = load_sources(database, sources, progress=(notes := Notes())), notes.texts
    assert [report.loader for report in first] == ["towns", "pairs"]
    assert [report.counts["edges"]["created"] for report in first] == [1, 1]
    assert first[1].counts["edges"]["refused"] == 1
    assert told[0] == "pairs: 2 rows read; 1 rejected"
    assert told[1].startswith("pairs: left out: ")
    assert "soon" in told[1]

    # The second source was written after the first was compared: it is compared once more, then both are at rest.
    assert all(report.changed_nothing for report in load_sources(database, sources))
    second = load_sources(database, sources, progress=(again := Notes()))
    assert all(report.changed_nothing and report.untouched_since for report in second)
    assert [text.partition(":")[0] for text in again.texts] == ["towns", "pairs"]
    assert all("its files are as they were" in text for text in again.texts)
    # One that has changed makes all of them read.
    (folders[0] / "nodes.csv").write_text("id,type,name\ncity:a,City,A\ncity:b,City,Bee\n", encoding="utf-8")
    third = load_sources(database, sources)
    assert [report.untouched_since for report in third] == ["", ""]
    assert third[0].counts["nodes"]["changed"] == 1
    assert third[1].changed_nothing
    # One source by itself goes the same way.
    assert load_source(database, folders[1]).untouched_since


def test_the_faults_of_all_sources_are_raised_together_before_a_database_is_opened(tmp_path: Path) -> None:
    nodes = "id,type,name\ncity:a,Citty,A\ncity:b,City,B\n"
    sources = [named_source(write_loader(tmp_path / name, nodes=nodes)) for name in ("one", "two")]
    with pytest.raises(InputError) as raised:
        load_sources(never, sources, LoadOptions(recheck=True))
    assert [(finding.file, finding.found) for finding in raised.value.findings] == [
        ("one/nodes.csv", "Citty"),
        ("two/nodes.csv", "Citty"),
    ]


def test_a_row_that_is_left_out_is_a_fault_where_that_is_asked_for(database: Database, tmp_path: Path) -> None:
    source = named_source(mapped(tmp_path / "pairs", "Bonn,Lyon,2001\nKiel,Brest,soon\n"))
    strict = LoadOptions(strict=True)
    with pytest.raises(UsageError, match=r"^1 row was left out, and --strict was given; nothing was loaded$"):
        load_sources(database, [source], strict)
    load_sources(database, [source])
    # That its files are as they were is no excuse.
    with pytest.raises(UsageError, match="1 row was left out"):
        load_sources(database, [source], strict)
