"""Which facts hold on a day: the same ids from the frames, Cypher, a named query, a ranking, an export and a page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from partnergraph.analysis.graph.facts import choose
from partnergraph.analysis.graph.projection import Projection
from partnergraph.database.graph_reading import read_network
from partnergraph.database.loads.load import load
from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.reading import read_loader
from tests.cli.test_app import call
from tests.time.slices import SLICES, YEARS, last_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from partnergraph.database.connection import Database
    from partnergraph.network import Network

#: The rule as anybody's query says it.
HOLDING = """
UNWIND $days AS day
MATCH (a:Entity)-[e]->(b:Entity)
WHERE e.starts_by <= day AND (e.ends_from IS NULL OR e.ends_from >= day)
  AND NOT e.status IN ['planned', 'proposed', 'suspended']
RETURN day, e.id AS id, type(e) AS type, e.status AS status, a.country AS one, b.country AS other
"""


@pytest.fixture(scope="module")
def reference() -> Network:
    return read_loader("union_state")


def held(network: Network, choices: dict[str, Any], year: int) -> list[str]:
    """The ids that hold on the last day of a year, by the frames."""
    found: list[str] = sorted(network.filtered(**choices, as_of=last_day(year)).edges["id"])
    return found


def test_every_engine_gives_the_ids_of_the_frames(database: Database, reference: Network) -> None:
    load(database, reference, open_loader("union_state"))
    stored = read_network(database)
    days = [last_day(year) for year in YEARS]
    rows = pd.DataFrame(database.read(HOLDING, {"days": days}))
    seen = 0
    for choices, _ in SLICES.values():
        part = rows
        for column, names in (("type", choices.get("types")), ("status", choices.get("statuses"))):
            part = part if names is None else part[part[column].isin(names)]
        if "countries" in choices:
            part = part[part["one"].isin(choices["countries"]) | part["other"].isin(choices["countries"])]
        for year, day in zip(YEARS, days, strict=True):
            expected = held(reference, choices, year)
            assert sorted(part.loc[part["day"] == day, "id"]) == expected
            assert held(stored, choices, year) == expected
            seen += len(expected)
    assert seen > 4_000


def test_a_ranking_counts_the_ids_of_the_frames(reference: Network) -> None:
    for choices, _ in SLICES.values():
        for year in YEARS:
            projection = Projection(**choices, as_of=last_day(year), include_countries=True, include_events=True)
            counted = choose(reference, projection).counted
            edges = reference.filtered(**choices, as_of=last_day(year)).edges
            partnership = edges["type"] != "LOCATED_IN"
            loops = edges["source"] == edges["target"]
            assert sorted(reference.edges.loc[counted, "id"]) == sorted(edges.loc[partnership & ~loops, "id"])


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder whose database, which stays up, holds the reference network."""
    folder = tmp_path_factory.mktemp("project")
    assert call("db", "start", cwd=folder).returncode == 0
    assert call("load", "union_state", cwd=folder).returncode == 0
    yield folder
    call("db", "stop", cwd=folder)


def options(choices: dict[str, Any]) -> list[str]:
    words = {"types": "--type", "countries": "--country", "statuses": "--status"}
    return [part for key, names in choices.items() for name in names for part in (words[key], name)]


@pytest.mark.parametrize("year", [1999, 2019])
@pytest.mark.parametrize("name", SLICES)
def test_the_commands_give_the_ids_of_the_frames(loaded: Path, reference: Network, name: str, year: int) -> None:
    choices, _ = SLICES[name]
    expected = held(reference, choices, year)
    asked = [*options(choices), "--as-of", last_day(year)]

    assert call("export", "facts.csv", *asked, cwd=loaded).returncode == 0
    assert sorted(pd.read_csv(loaded / "facts" / "edges.csv")["id"]) == expected

    assert call("render", "-o", "page.html", *asked, cwd=loaded).returncode == 0
    assert sorted(ids_of_page(loaded / "page.html")) == expected

    ranked = call("rank", *asked, "--include-countries", "--events", cwd=loaded)
    partnerships = reference.edges[reference.edges["id"].isin(expected) & (reference.edges["type"] != "LOCATED_IN")]
    facts = f"{len(partnerships):,} fact"
    assert facts in ranked.stderr, ranked.stderr


@pytest.mark.parametrize("year", [1999, 2010, 2019, 2021])
def test_the_named_query_gives_the_ids_of_the_frames(loaded: Path, reference: Network, year: int) -> None:
    asked = call("query", "agreements-in-force", f"as_of={year}", "--format", "json", cwd=loaded)
    rows = json.loads(asked.stdout)
    certain = sorted(row["fact"] for row in rows if row["certain"] == "yes")
    assert certain == held(reference, {"types": ["AGREEMENT"]}, year)


def ids_of_page(path: Path) -> list[str]:
    """The ids of the facts in a page's data."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', path.read_text(encoding="utf-8"))
    assert found
    column = json.loads(found[1])["facts"]["columns"].get("id", [])
    return [column["all"]] if isinstance(column, dict) else list(column)
