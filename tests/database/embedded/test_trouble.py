"""The embedded database in trouble: another engine's data, a full disk. What it held is held afterwards."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from partnergraph.database.connection import Settings, connect
from partnergraph.database.embedded import client as embedded
from partnergraph.database.embedded import engine, upgrade
from partnergraph.database.embedded.engine import EngineError, EngineFiles
from partnergraph.errors import DatabaseError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file systems of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / ".partnergraph"
    yield folder
    embedded.stop(folder)


def keep(folder: Path, name: str = "kept") -> None:
    with connect(settings=Settings(folder=folder)) as database:
        database.write(lambda transaction: transaction.run("CREATE (:Source {id: $id})", id=name).consume())


def kept(folder: Path) -> list[str]:
    with connect(settings=Settings(folder=folder)) as database:
        return [row["id"] for row in database.read("MATCH (s:Source) RETURN s.id AS id ORDER BY id")]


def test_older_data_are_copied_aside_and_newer_ones_not_touched(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = EngineFiles(folder)
    keep(folder)
    installed = upgrade.installed_version()
    marker = files.data / "engine-version"
    assert marker.read_text() == f"{installed}\n"
    assert not list(folder.glob("before-*"))

    marker.write_text("26.9.1\n")
    assert kept(folder) == ["kept"]
    (aside,) = folder.glob("before-*")
    assert aside.name == "before-upgrade-from-26.9.1"
    told = f"the engine was upgraded from 26.9.1 to {installed}; the data as they were are in {aside}\n"
    assert capsys.readouterr().err == told
    assert marker.read_text() == f"{installed}\n"
    # The copy is a database: put back, it opens.
    shutil.rmtree(files.data)
    shutil.copytree(aside / "arcadedb", files.data)
    marker.write_text(f"{installed}\n")
    assert kept(folder) == ["kept"]

    marker.write_text("99.1\n")
    before = {path: path.stat().st_mtime_ns for path in files.data.rglob("*")}
    with pytest.raises(DatabaseError, match=r"were written by engine 99\.1, and .* is installed; nothing was touched"):
        kept(folder)
    assert {path: path.stat().st_mtime_ns for path in files.data.rglob("*")} == before


def made_up(folder: Path, schema: object = None) -> EngineFiles:
    files = EngineFiles(folder)
    database = files.data / "databases" / "partnergraph"
    database.mkdir(parents=True)
    files.credentials.write_text("{}")
    if schema is not None:
        (database / "schema.json").write_text(schema if isinstance(schema, str) else json.dumps(schema))
    return files


@pytest.mark.parametrize(
    ("schema", "version"),
    [({"dbmsVersion": "26.8.1-SNAPSHOT"}, "26.8.1"), ({}, ""), ("not json", ""), ([], ""), (None, "")],
)
def test_data_of_before_the_version_was_noted(folder: Path, schema: object, version: str) -> None:
    assert upgrade.written_version(EngineFiles(folder)) == ""
    files = made_up(folder, schema)
    assert upgrade.written_version(files) == version
    assert bool(upgrade.make_way_for(files, "26.10.2")) == bool(version)


def test_versions_are_numbers_and_copies_do_not_collide(folder: Path) -> None:
    files = made_up(folder, {"dbmsVersion": "26.9.10"})
    assert upgrade.make_way_for(files, "26.9.10") == ""
    with pytest.raises(EngineError, match="nothing was touched"):
        upgrade.make_way_for(files, "26.9.9")
    for name in ("before-upgrade-from-26.9.10", "before-upgrade-from-26.9.10-2"):
        assert upgrade.make_way_for(files, "26.10.0").endswith(name)


def test_no_room_for_the_copy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = made_up(folder, {"dbmsVersion": "26.9.1"})
    monkeypatch.setattr(upgrade, "_ROOM", 2**62)
    with pytest.raises(EngineError, match=r"there is no room for 1 MB\. Nothing was touched; make room"):
        upgrade.make_way_for(files, "26.10.2")
    assert not list(folder.glob("before-*"))


def test_a_copy_that_breaks_off_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = made_up(folder, {"dbmsVersion": "26.9.1"})
    before = sorted(path.name for path in folder.iterdir())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copy2", full)
        with pytest.raises(EngineError, match=r"cannot write .*before-upgrade-from-26\.9\.1: "):
            upgrade.make_way_for(files, "26.10.2")
    assert sorted(path.name for path in folder.iterdir()) == before
    # What a killed keeper left goes before the next copy.
    (folder / ".before-upgrade-from-26.9.1.1.part").mkdir()
    assert upgrade.make_way_for(files, "26.10.2")
    assert sorted(path.name for path in folder.iterdir()) == sorted([*before, "before-upgrade-from-26.9.1"])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 40 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk")
    try:
        yield place
    finally:
        embedded.stop(place / ".partnergraph")  # its keeper may need a moment more to leave: hence lazy
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.skipif(shutil.which("mount") is None or os.geteuid() != 0, reason="no right to mount a small disk")
def test_a_full_disk_is_said_and_what_was_there_is_kept(small_disk: Path) -> None:
    folder = small_disk / ".partnergraph"
    keep(folder)
    text = "UNWIND range(1, 20000) AS i CREATE (:Source {id: 'x' + i, note: $note})"
    refusal = r"^the disk is full: only \d+ MB are free where .*; what the embedded database holds is kept, make room"
    with connect(settings=Settings(folder=folder)) as database:
        with pytest.raises(DatabaseError, match=refusal):
            database.write(lambda transaction: transaction.run(text, note="y" * 3000).consume())
        assert list(database.read("MATCH (s:Source) RETURN s.id AS id")) == [{"id": "kept"}]
    filled = small_disk / "filled"
    with filled.open("wb") as file:
        file.write(b"x" * (shutil.disk_usage(small_disk).free - 1_000_000))
    with pytest.raises(DatabaseError, match=refusal):
        kept(folder)
    assert {path.name for path in folder.iterdir()} >= {"arcadedb", "credentials.json"}
    assert not list(folder.glob("*.new"))
    filled.unlink()
    keep(folder, "more")
    assert kept(folder) == ["kept", "more"]


def test_a_private_file_that_cannot_be_written_leaves_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "file"
    target.write_text("before")
    with pytest.raises(UnicodeEncodeError):
        engine.write_private(target, "\ud800")
    assert (target.read_text(), list(tmp_path.iterdir())) == ("before", [target])
