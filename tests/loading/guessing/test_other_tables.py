"""Tables of other people, each for a kind of fault that it once had: read at first try, or asked about."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from partnergraph.loading.formats import TableOptions
from partnergraph.loading.guessing.as_toml import loader_toml
from partnergraph.loading.guessing.several_tables import guess_all
from partnergraph.loading.reading import read_source
from partnergraph.network import records
from tests.conftest import ROOT
from tests.loading.guessing.guessed_tables import placed

if TYPE_CHECKING:
    from pathlib import Path

    from partnergraph.loading.guessing.result import Guess
    from partnergraph.loading.mapping.row_report import Reading

TABLES = ROOT / "tests" / "fixtures" / "tables"


def read_table(folder: Path, *names: str, answer: tuple[tuple[str, str], ...] = ()) -> tuple[list[Guess], Reading]:
    """Guess from tables as `init --from` does, answer its questions, and read the loader."""
    folder.mkdir(exist_ok=True)
    paths = [TABLES / name for name in names]
    guesses, _ = guess_all(paths, TableOptions(header=0))
    for path in paths:
        shutil.copyfile(path, folder / path.name)
    text = loader_toml(guesses, title="A table")
    for asked, said in answer:
        assert asked in text
        text = text.replace(asked, said)
    assert "extract" not in text
    (folder / "loader.toml").write_text(text, encoding="utf-8")
    return guesses, read_source(folder)


def facts(reading: Reading, *columns: str) -> list[tuple[object, ...]]:
    """Return the facts: the names of the two parties, and some columns."""
    names = {row["id"]: row["name"] for row in records(reading.network.nodes)}
    return [
        (names[row["source"]], names[row["target"]], *(row.get(column) for column in columns))
        for row in records(reading.network.edges)
    ]


def nodes(reading: Reading, *columns: str) -> set[tuple[object, ...]]:
    return {tuple(row.get(column) for column in columns) for row in records(reading.network.nodes)}


def test_two_columns_called_alike_are_the_two_parties(tmp_path: Path) -> None:
    _, reading = read_table(tmp_path, "two_columns_alike.csv")
    assert facts(reading, "date") == [
        ("Arden", "Lille", "1998"),
        ("Arden", "Halle", "2001"),
        ("Cole", "Turin", "2004"),
    ]
    assert nodes(reading, "name", "country") == {
        *(("Arden", "GB"), ("Cole", "GB"), ("Lille", "FR"), ("Halle", "DE"), ("Turin", "IT")),
    }


def test_reporter_and_partner_with_their_codes(tmp_path: Path) -> None:
    _, reading = read_table(tmp_path, "reporter_partner.csv")
    assert [(row[2], row[3], row[4]) for row in facts(reading, "date", "amount", "unit")] == [
        *(("2010", 284.0, "USD"), ("2005", 375.0, "USD"), ("2005", 99.0, "USD"), ("2010", 400.0, "USD")),
    ]
    assert nodes(reading, "type", "name", "country") == {
        *(("Country", "Albania", "AL"), ("Country", "Serbia", "RS")),
        *(("Country", "Algeria", "DZ"), ("Country", "France", "FR")),
    }


def test_numbers_with_a_comma_are_no_coordinates(tmp_path: Path) -> None:
    _, reading = read_table(tmp_path, "decimal_commas.csv")
    assert facts(reading, "amount", "unit", "date") == [
        ("Alpha GmbH", "Beta AG", 1_234_500_000.0, "EUR", "2020"),
        ("Alpha GmbH", "Gamma KG", 750_000.0, "EUR", "2021"),
    ]
    assert reading.network.nodes["latitude"].isna().all()


def test_a_column_of_codes_goes_with_the_names(tmp_path: Path) -> None:
    _, reading = read_table(tmp_path, "code_columns.csv")
    assert facts(reading, "date", "title", "type") == [
        ("Angola", "Burundi", "1994", "COMESA", "AGREEMENT"),
        ("Angola", "Botswana", "2000", "SADC", "AGREEMENT"),
        ("Albania", "Moldova", "2004", "CEFTA", "AGREEMENT"),
    ]
    assert nodes(reading, "country") == {("AO",), ("BI",), ("BW",), ("AL",), ("MD",)}


def test_a_column_of_yes_and_no_is_no_party_and_a_name_is_one_node(tmp_path: Path) -> None:
    guesses, reading = read_table(tmp_path, "yes_or_no.csv")
    assert placed(guesses[0])["Local production"] == ("nothing", "not placed")
    assert nodes(reading, "type", "name") == {
        ("Country", name) for name in ("France", "India", "Egypt", "Vietnam", "United States", "Germany", "Sudan")
    }
    pairs = facts(reading, "type")
    assert len(pairs) == 6
    assert [sum(name in pair[:2] for pair in pairs) for name in ("France", "Egypt", "India")] == [3, 3, 2]


def test_one_odd_cell_splits_no_names_and_an_unknown_node_is_none(tmp_path: Path) -> None:
    _, reading = read_table(tmp_path, "unknown_nodes.csv")
    assert (len(reading.network.edges), len(reading.network.nodes)) == (17, 33)
    assert {("Biel/Bienne", "Q202"), ("Vitoria/Gasteiz", "Q204")} < nodes(reading, "name", "wikidata")
    assert [(finding.row, finding.problem) for finding in reading.rejected] == [(5, "the row names no second")]


def test_a_merged_cell_speaks_for_all_its_rows(tmp_path: Path) -> None:
    _, reading = read_table(tmp_path, "merged.xlsx")
    assert [row[:2] for row in facts(reading)] == [
        *(("Arden", "Lille"), ("Arden", "Halle"), ("Cole", "Turin"), ("Cole", "Porto")),
    ]
    assert "merged.xlsx: a merged cell speaks for all its rows (2-3, 4-5)" in reading.notes


def test_days_as_excel_counts_them_are_asked_about_and_read(tmp_path: Path) -> None:
    guesses, reading = read_table(tmp_path / "asked", "days_as_numbers.xlsx")
    ((_, question),) = guesses[0].questions
    assert "35916 = 1998-05-01, 36959 = 2001-03-09" in question.why
    assert reading.network.edges["date"].isna().all()
    _, reading = read_table(tmp_path / "answered", "days_as_numbers.xlsx", answer=(("# date =", "date ="),))
    assert [row[2] for row in facts(reading, "date")] == ["1998-05-01", "2001-03-09", "2004-01-01", "2010-01-01"]


def test_every_kind_of_space_parts_thousands(tmp_path: Path) -> None:
    for name in ("no_break_space.csv", "several_spaces.csv"):
        _, reading = read_table(tmp_path / name.partition(".")[0], name)
        assert [row[2:] for row in facts(reading, "amount", "unit", "date")] == [
            (1_234_567.5, "RUB", "2020"),
            (12_000.0, "RUB", "2021"),
        ]


def test_an_unknown_date_is_none_and_its_fact_stays(tmp_path: Path) -> None:
    _, reading = read_table(tmp_path, "unknown_date.json")
    dates = {row[:2]: row[2] for row in facts(reading, "date")}
    assert (len(dates), dates["Cole", "Porto"], dates["Cole", "Turin"]) == (13, None, None)
    assert reading.rejected == ()
