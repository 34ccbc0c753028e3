"""docs/mappings.md: its example does what the page says, and its tables of keys are those of the code."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from partnergraph.loading.formats import FORMATS
from partnergraph.loading.mapping import compiler as compiling
from partnergraph.loading.mapping import scope
from partnergraph.loading.reading import read_source
from tests.cli.test_app import COMMAND
from tests.conftest import ROOT
from tests.loading.mapping.written_mappings import edges_of, left_out, nodes_of

PAGE = (ROOT / "docs" / "mappings.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def example(project: Path) -> Path:
    folder = project / "loaders" / "harbour_towns"
    folder.mkdir(parents=True)
    (folder / "partners.csv").write_text(blocks("csv")[0], encoding="utf-8")
    (folder / "loader.toml").write_text(blocks("toml")[0], encoding="utf-8")
    return folder


def test_the_example_gives_what_the_page_says(example: Path) -> None:
    reading = read_source(example)
    assert nodes_of(reading, "id", "type", "name", "country", "located_in") == [
        ("region:northland-de", "Region", "Northland", "DE", None),
        ("city:exampleton-de", "City", "Exampleton", "DE", "region:northland-de"),
        ("city:sampleville-fr", "City", "Sampleville", "FR", "region:provence-fr"),
        ("city:villeneuve-fr", "City", "Villeneuve", "FR", None),
        ("region:provence-fr", "Region", "Provence", "FR", None),
        ("city:moreville-ci", "City", "Moreville", "CI", None),
    ]
    facts = edges_of(reading, "type", "target", "date", "status", "amount", "unit", "section")
    assert {row[1] for row in edges_of(reading, "type", "source")} == {"city:exampleton-de"}
    assert facts == [
        ("TWINNING", "city:sampleville-fr", "1998-05-12", "active", None, None, "row 2; row 3"),
        ("TWINNING", "city:villeneuve-fr", "1998-05-12", "active", None, None, "row 2"),
        ("TRADE", "city:sampleville-fr", "1998-05-12", "unknown", 1500000.0, "EUR", "row 2"),
        ("TRADE", "city:villeneuve-fr", "1998-05-12", "unknown", 1500000.0, "EUR", "row 2"),
        ("TWINNING", "city:moreville-ci", "2004-03", "ended", None, None, "row 4"),
    ]
    sources = reading.network.sources.set_index("id")
    cited = reading.network.edges["sources"].tolist()
    assert [sources.loc[each[0], "title"] for each in cited] == [*["Minutes 1998"] * 4, "Minutes 2004"]
    assert [each[1:] for each in cited] == [("loader:harbour_towns",), (), (), (), ()]
    assert sources["year"].tolist() == [1998, 2004, 2026]
    assert left_out(reading) == [(5, "country", "no country is called so", "Atlantis")]


@pytest.mark.engine
def test_check_prints_what_the_page_shows(example: Path, project: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "check", "loaders/harbour_towns"], cwd=project, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0
    assert done.stderr.startswith(blocks("text")[0])
    assert done.stdout == ""


def test_every_key_is_told(example: Path) -> None:
    told = set(re.findall(r"`([a-z_]+)`", PAGE))
    keys = {*compiling._MAPPING_KEYS, *scope.CONDITION_KEYS, *compiling._NODE_KEYS, *compiling._EDGE_KEYS}
    assert keys - told == set()
    row = next(line for line in PAGE.splitlines() if line.startswith("| `format` | csv"))
    assert [name for name in FORMATS if name not in row] == []
    assert f"{compiling.SAME_WITHIN_KM:.0f} if not said" in PAGE
