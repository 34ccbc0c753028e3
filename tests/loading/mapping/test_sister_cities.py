"""The world's sister cities through a mapping alone: every row is an edge, a part of one, or left out with a reason."""

from __future__ import annotations

import gzip
import re
import subprocess
import time
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from partnergraph.countries import country_code
from partnergraph.loading.catalogue import default_loaders, find_loaders
from partnergraph.loading.mapping import Reading
from partnergraph.loading.reading import read_source
from tests.cli.test_app import COMMAND
from tests.loading.written_loaders import CARRIED
from tests.world import TABLE, rows_of_the_world

ENDS = (("origincityLabel", "origincountry"), ("sistercityLabel", "destination_countryLabel"))
City = tuple[str, str]


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_source(CARRIED / "sister_cities")


@pytest.fixture(scope="module")
def rows(reading: Reading) -> dict[int, dict[str, str]]:
    """The rows by their numbers, read without partnergraph."""
    return dict(enumerate(rows_of_the_world(), start=2))


def rows_of(section: str) -> list[int]:
    return [int(number) for number in re.findall(r"row (\d+)", section)]


def pair(row: dict[str, str]) -> frozenset[City]:
    return frozenset((row[name], country_code(row[country])) for name, country in ENDS)


def test_the_counts(reading: Reading) -> None:
    assert (len(reading.network.nodes), len(reading.network.edges)) == (9439, 9913)
    assert reading.notes == (
        "13,081 rows read; 5 rejected",
        "2,934 rows state in the other direction what another row states: one edge each",
        "229 rows repeat what another row states: one edge each",
        "rows give a node differing values, of which the first was kept: population (60)",
    )
    assert 9913 + 2934 + 229 + 5 == 13081
    assert {(each.row, each.found) for each in reading.rejected} == {
        (4228, "Prussia"), (9799, "t430222130"), (10887, "Kingdom of Hungary"), (10956, "t431453150"),
        (12215, "Luhansk People's Republic"),
    }  # fmt: skip
    assert {each.problem for each in reading.rejected} == {"no country is called so"}


def test_every_row_is_in_one_edge_with_its_own_two_cities(reading: Reading, rows: dict[int, dict[str, str]]) -> None:
    nodes = reading.network.nodes.set_index("id")
    city = dict(zip(nodes.index, zip(nodes["name"], nodes["country"], strict=True), strict=True))
    cited: Counter[int] = Counter()
    for source, target, section in reading.network.edges[["source", "target", "section"]].itertuples(index=False):
        numbers = rows_of(section)
        assert {pair(rows[number]) for number in numbers} == {frozenset((city[source], city[target]))}
        cited.update(numbers)
        if more := re.search(r"; (\d+) more", section):
            cited[0] += int(more.group(1))
    assert set(cited.values()) - {cited[0]} == {1}
    assert cited.total() + len(reading.rejected) == len(rows) == 13081


def test_each_pair_is_there_once(reading: Reading, rows: dict[int, dict[str, str]]) -> None:
    ends = [frozenset(each) for each in reading.network.edges[["source", "target"]].itertuples(index=False)]
    assert len(set(ends)) == len(ends)
    assert {len(each) for each in ends} == {2}
    assert reading.network.warnings  # namesakes in two countries are worth a look
    assert all("has this name or alias too" in each.problem for each in reading.network.warnings)


def test_cities_that_a_person_can_look_up(reading: Reading) -> None:
    edges = reading.network.edges
    nodes = reading.network.nodes.set_index("id")

    def partners(city: str) -> set[str]:
        mine = edges[(edges["source"] == city) | (edges["target"] == city)]
        return (set(mine["source"]) | set(mine["target"])) - {city}

    assert dict(nodes.loc["city:asti-it"].dropna()) == {
        "type": "City", "name": "Asti", "country": "IT", "aliases": (), "latitude": 44.9,
        "longitude": 8.2069444444444, "population": 76173.0,
    }  # fmt: skip
    assert "city:veliko-tarnovo-bg" in partners("city:asti-it")
    # Two towns each: on the Saale and in Westphalia; beside Paris and on Réunion.
    halle = {each for each in nodes.index if each.startswith("city:halle-de")}
    assert halle == {"city:halle-de-51.48n-11.97e", "city:halle-de-52.06n-8.36e"}
    assert {each for each in nodes.index if each.startswith("city:saint-denis-fr")} == {
        "city:saint-denis-fr-48.94n-2.35e", "city:saint-denis-fr-20.88s-55.45e",
    }  # fmt: skip
    both = edges[(edges["source"] == "city:heilbronn-de") & (edges["target"] == "city:slubice-pl")]
    assert both["section"].tolist() == ["row 5495; row 12027"]
    assert set(nodes.loc[["city:gjakova-xk", "city:skopje-mk", "city:ramallah-ps"], "country"]) == {"XK", "MK", "PS"}


def test_it_is_fast_and_not_loaded_unasked() -> None:
    start = time.monotonic()
    read_source(CARRIED / "sister_cities")
    assert time.monotonic() - start < 20
    assert CARRIED / "sister_cities" in find_loaders().values()
    assert CARRIED / "sister_cities" not in default_loaders(CARRIED.parent)


def test_the_packed_table_is_small_and_another_one_of_its_layout_is_read(tmp_path: Path, reading: Reading) -> None:
    assert TABLE.stat().st_size < 600_000
    plain = tmp_path / "plain.tsv"
    plain.write_bytes(gzip.decompress(TABLE.read_bytes()))
    again = read_source(CARRIED / "sister_cities", [plain])
    for table in ("nodes", "edges"):
        pd.testing.assert_frame_equal(getattr(again.network, table), getattr(reading.network, table))
    assert again.notes == reading.notes


def test_loaded_in_an_empty_folder_it_is_the_world(project: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "load", "sister_cities"], cwd=project, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    counts = {tuple(line.split()[1:4]) for line in done.stdout.splitlines() if line.strip().startswith("sister")}
    assert {("nodes", "9439", "9439"), ("edges", "9913", "9913")} <= counts
    assert "row 4228 'Prussia'" in done.stderr
