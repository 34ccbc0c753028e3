"""Every named query through the command line, on every engine: equal rows, and some."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from partnergraph.cli import app
from partnergraph.database.connection import Database, Settings
from partnergraph.database.loads.load import load
from partnergraph.loader import Loader
from partnergraph.network import Network
from tests.conftest import ENGINES, make_loader
from tests.database.queries.test_named_queries import EMPTY, NAMES, SAMPLES, TRIED_IDS, rumours
from tests.neo4j.server import Server

Command = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch,
    embedded_settings: Settings,
    servers: Callable[[str], Server],
    books: Callable[[str], Database],
) -> Command:
    """Runs `partnergraph query` on an engine that holds the reference network, and returns the rows it prints."""

    def ask(engine: str, name: str, *arguments: str) -> list[dict[str, Any]]:
        books(engine)
        monkeypatch.chdir(embedded_settings.folder.parent)
        environment = {} if engine == "embedded" else servers(engine).environment()
        done = CliRunner().invoke(app, ["query", name, *arguments, "--format", "json"], env=environment)
        assert (done.exit_code, done.stderr, done.exception) == (0, "", None)
        rows: list[dict[str, Any]] = json.loads(done.stdout)
        return rows

    return ask


def written(given: dict[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in given.items()]


@pytest.mark.parametrize("engine", ENGINES[1:])
@pytest.mark.parametrize("name", NAMES)
def test_every_query_prints_equal_rows_on_the_engines(command: Command, engine: str, name: str) -> None:
    for given in SAMPLES[name]:
        rows = command("embedded", name, *written(given))
        assert bool(rows) is ((name, given) not in EMPTY)
        assert command(engine, name, *written(given)) == rows


@pytest.mark.parametrize("engine", ENGINES[1:])
def test_what_is_withdrawn_is_printed_equally_on_the_engines(
    command: Command,
    books: Callable[[str], Database],
    stated: tuple[Loader, Network],
    tmp_path: Path,
    engine: str,
) -> None:
    """The reference network has nothing withdrawn, so another source says something and takes it back."""
    loader = make_loader("rumours", tmp_path)
    told, silent = (rumours(stated[1], stated=each) for each in (True, False))
    printed = []
    for each in ("embedded", engine):
        load(books(each), told, loader)
        load(books(each), silent, loader, force=True)
        rows = command(each, "withdrawn", "loader=rumours")
        load(books(each), silent, loader, prune=True, force=True)
        assert command(each, "withdrawn") == []
        assert all(row.pop("withdrawn") for row in rows)
        printed.append(rows)
    assert len(printed[0]) == len(told.edges)
    assert printed[0] == printed[1]


def test_every_query_has_samples_that_find_rows() -> None:
    assert {name for name in NAMES if all((name, given) in EMPTY for given in SAMPLES[name])} == {"withdrawn"}
    assert len(TRIED_IDS) == len(set(TRIED_IDS))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("spellings", "query"),
    [
        (["Brest Oblast", "brest oblast", "Brest Region", "region:brest-region", " Brest Region "], "agreements"),
        (["MTZ", "mtz", "Minsk Tractor Works", "MINSK TRACTOR WORKS", "enterprise:minsk-tractor-works"], "ego"),
        (["Tuva", "tuva", "TUVA", "Тыва", "Тува", "тува", "Republic of Tuva", "region:tuva"], "partners"),
        (["BUTB", "butb", "Belarusian Universal Commodity Exchange"], "partners"),
        (["Amkodor", "amkodor"], "ego"),
    ],
    ids=lambda given: given[0] if isinstance(given, list) else given,
)
def test_a_party_is_given_as_people_write_it(command: Command, engine: str, spellings: list[str], query: str) -> None:
    first, *others = (command(engine, query, f"party={spelling}") for spelling in spellings)
    assert first
    for rows in others:
        assert rows == first
