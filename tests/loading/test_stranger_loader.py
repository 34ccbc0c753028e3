"""A loader from a stranger: it reads its own files and nothing else, asks no address by itself, and comes to an end."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from partnergraph.errors import InputError, UsageError
from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.formats import databases
from partnergraph.loading.formats.open_table import open_table
from partnergraph.loading.formats.table import TableOptions
from partnergraph.loading.manifest import parsed_manifest
from partnergraph.loading.reading import read_all, read_loader
from partnergraph.loading.source import named_source
from partnergraph.loading.sparql.endpoint import address_fault
from tests.loading.mapping.written_mappings import MAPPING

HEAD = 'title = "T"\nlicence = "CC0"\nwho = "W"\nwhen = "2026"\n'
SPARQL = '[sparql]\nendpoint = "http://127.0.0.1:9/sparql"\nquery = "{query}"\n'
SECRET = "name,word\nsecret-of-mine,b\n"
outside = pytest.mark.skipif(sys.platform == "win32", reason="links and devices of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.csv").write_text(SECRET)
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "own.csv").write_text("a,b\nX,Y\n")
    return folder


def as_table(name: str) -> str:
    return HEAD + f'[tables]\nnodes = "{name}"\n'


def as_mapped(name: str) -> str:
    return HEAD + MAPPING.replace("towns.csv", name)


def as_lookup(name: str) -> str:
    return as_mapped("own.csv") + f'[lookups.l]\nfile = "{name}"\nword = "name"\nmeans = "word"\n'


def as_query(name: str) -> str:
    return as_mapped("own.csv") + SPARQL.format(query=name)


def as_saved(name: str) -> str:
    return as_mapped("own.csv") + SPARQL.format(query="own.csv") + f'saved = "{name}"\n'


def as_parts(name: str) -> str:
    return as_mapped("own.csv") + SPARQL.format(query="own.csv") + f'parts = "{name}"\n'


WAYS = [as_table, as_mapped, as_lookup, as_query, as_saved, as_parts]


@outside
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["../secret.csv", "ABSOLUTE", "link.csv", "linked/secret.csv", "own/../../secret.csv"])
def test_no_file_outside_is_read(folder: Path, way: Callable[[str], str], name: str) -> None:
    (folder / "link.csv").symlink_to("../secret.csv")
    (folder / "linked").symlink_to("..")
    (folder / "own").mkdir()
    name = name.replace("ABSOLUTE", str(folder.parent / "secret.csv"))
    (folder / "loader.toml").write_text(way(name))
    with pytest.raises((UsageError, InputError)) as fault:
        read_loader(folder)
    assert "lies outside of the loader's folder" in str(fault.value)
    assert "secret-of-mine" not in str(fault.value)


@outside
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["pipe", "folder", "loop", "device"])
def test_what_is_no_file_is_told_at_once(folder: Path, way: Callable[[str], str], kind: str) -> None:
    name = "odd.csv"
    if kind == "pipe":
        os.mkfifo(folder / name)
    elif kind == "folder":
        (folder / name).mkdir()
    elif kind == "loop":
        (folder / name).symlink_to(name)
    else:
        (folder / name).symlink_to("/dev/zero")
    (folder / "loader.toml").write_text(way(name))
    begun = time.monotonic()
    with pytest.raises((UsageError, InputError)):
        read_all([named_source(folder)], lambda _: None, ask=False)
    assert time.monotonic() - begun < 5


@outside
def test_a_pattern_finds_nothing_outside(folder: Path) -> None:
    for pattern in ("../*.csv", "own/../../*.csv", "*/../../*.csv"):
        (folder / "loader.toml").write_text(as_mapped(pattern))
        with pytest.raises((UsageError, InputError)):
            read_loader(folder)


def test_the_users_own_data_may_lie_anywhere(folder: Path) -> None:
    (folder / "loader.toml").write_text(as_mapped("own.csv"))
    data = folder.parent / "pairs.csv"
    data.write_text("Town,Land,Partner,Partner land,Since\nX,Belarus,Y,Russia,1999\n")
    (read,) = read_all([named_source(folder, [data])], lambda _: None)
    assert read.fingerprint


def test_a_check_asks_no_address_unless_told(folder: Path) -> None:
    (folder / "own.rq").write_text("SELECT ?a ?b { ?a ?p ?b }")
    (folder / "loader.toml").write_text(as_mapped("own.csv") + SPARQL.format(query="own.rq"))
    with pytest.raises(UsageError, match="a check asks no address unless it is told to: say --ask"):
        read_all([named_source(folder)], lambda _: None, ask=False)


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("https://user:pw@example.org/sparql", "give no user or password in an address"),
        ("https://user@example.org", "give no user or password in an address"),
        ("HTTPS://example.org/sparql", ""),
        ("Http://example.org", ""),
        ("ftp://example.org", "this is not an http or https address"),
        ("https://[::1", "this is not an http or https address"),
        ("https://example.org:99999999/", "this is not an http or https address"),
    ],
)
def test_addresses(address: str, fault: str) -> None:
    found = address_fault(address)
    assert found == fault or (fault and "@" in address and found == "this is not an http or https address")


ENDLESS = {
    "rows for ever": "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t",
    "no row ever": "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t WHERE n < 0",
    "sorted": "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t ORDER BY -n",
    "distinct": "WITH RECURSIVE t(n) AS (SELECT 1 UNION SELECT n + 1 FROM t) SELECT count(*) FROM t",
    "texts": "WITH RECURSIVE t(n) AS (SELECT printf('%.1000000c', 'x') UNION ALL SELECT n FROM t) SELECT n FROM t",
    "a group": "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT group_concat(n) FROM t",
}


@pytest.mark.parametrize("query", ENDLESS)
@pytest.mark.parametrize("as_view", [False, True])
def test_a_query_without_an_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str, *, as_view: bool
) -> None:
    monkeypatch.setattr(databases, "_PATIENCE", 1)
    monkeypatch.setattr(databases, "_MEMORY", 1 << 26)
    monkeypatch.setattr(databases, "_MOST_ROWS", 100_000)
    path = tmp_path / "t.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE VIEW v AS {ENDLESS[query]}" if as_view else "CREATE TABLE v (n)")
    connection.close()
    begun = time.monotonic()
    with pytest.raises(UsageError, match=r"was stopped|does it end|SQLite says|characters; is it a table"):
        for _ in open_table(path, TableOptions(query="" if as_view else ENDLESS[query])).rows():
            pass
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 20_000 + "]" * 20_000,
        "a = " + "{b = " * 20_000 + "1" + "}" * 20_000,
        "[" + ".".join("a" * 50_000) + "]",
        "a = " + "9" * 10_000,
        "a = 0000-99-99",
        'title = "a\\u001bb"',
        'title = "a\\u0000b"',
        'title = "a\\u009bb"',
        'title = "a\\uffffb"',
        '"a\\u0007" = 1',
        '[node_types."\\u0007"]\ndoc = ""',
        'mapping = [{ file = "\\u0001" }]',
        "\x00",
    ],
)
def test_a_manifest_that_no_program_needs_is_one_line(folder: Path, text: str) -> None:
    (folder / "loader.toml").write_text(text)
    with pytest.raises(UsageError) as fault:
        parsed_manifest(folder / "loader.toml")
    line = str(fault.value)
    assert line.isprintable()
    assert len(line) < 1_000


@outside
@pytest.mark.parametrize("kind", ["folder", "pipe", "loop", "latin", "large"])
def test_a_manifest_that_is_no_text_is_one_line(folder: Path, kind: str) -> None:
    path = folder / "loader.toml"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "loop":
        path.symlink_to(path.name)
    elif kind == "latin":
        path.write_bytes(b'title = "\xe9"')
    else:
        with path.open("wb") as file:
            file.truncate(1 << 33)
    with pytest.raises(UsageError) as fault:
        open_loader(folder)
    assert len(str(fault.value).splitlines()) == 1


@outside
def test_a_line_without_an_end_in_a_canonical_table_is_told(folder: Path) -> None:
    (folder / "loader.toml").write_text(HEAD)
    for name in ("nodes", "edges", "sources"):
        with (folder / f"{name}.csv").open("wb") as file:
            file.truncate(1 << 26)
    with pytest.raises(InputError):
        read_loader(folder)
