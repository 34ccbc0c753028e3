"""Tables of other people, each for a kind of fault that it once had: read at first try, or asked about."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import defaultdict
from typing import TYPE_CHECKING

from partnergraph import rank
from partnergraph.countries import country_within
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


GERMANY = (('unknown = "empty", default = ""', 'unknown = "empty", default = "DE"'),)


def test_the_officers_workbook(tmp_path: Path) -> None:
    guesses, reading = read_table(tmp_path, "officer.xlsx", answer=GERMANY)
    assert [guess.options.header for guess in guesses] == [4, 3]
    truth = json.loads((TABLES / "officer.json").read_text(encoding="utf-8"))
    names = {row["id"]: {row["name"], *row.get("aliases", ())} for row in records(reading.network.nodes)}
    countries = {row["id"]: row.get("country") for row in records(reading.network.nodes)}
    found: dict[frozenset[str], list[dict[str, object]]] = defaultdict(list)
    for row in records(reading.network.edges):
        found[frozenset({row["source"], row["target"]})].append(row)
    statuses = {"aktiv": "active", "ruht": "suspended", "ausgesetzt": "suspended", "beendet": "ended", "": "unknown"}
    statuses |= {"eingeschlafen": "suspended", "in Anbahnung": "proposed"}
    dates = {"seit 1991": "1991", "ca. 1995": "1995~", "um 2000": "2000~", "1995/96": "1995/1996", "?": None, "": None}
    dates |= {"Mai 1992": "1992-05", "05/1993": "1993-05", "90er Jahre": "199X", "Herbst 1998": "1998-23"}
    dates |= {"1.9.1989": "1989-09-01", "12.05.1990": "1990-05-12", "15. Juni 1970": "1970-06-15"}
    dates |= {"1987 (Urkunde 1989)": "1987", "1990-2022": "1990"}
    for own, partner, country, year, status in truth:
        ends = [key for key in found if any(own.strip() in names[end] for end in key)
                and any(partner.rstrip("*") in names[end] and countries[end] == country_within(country)
                        for end in key)]  # fmt: skip
        assert len(ends) == 1, (own, partner, country)
        said = statuses.get(status) or statuses[re.split(r"[ ,]", status)[0]]
        until = "2022" if year == "1990-2022" or "beendet 2022" in status else None
        stated = [(row.get("date"), row.get("until"), row["status"]) for row in found[ends[0]]]
        assert (dates.get(str(year), str(year)), until, said) in stated or len(stated) < len(
            [line for line in truth if line[:2] == [own, partner]]
        )
    assert len(names) == 79 + 5
    agreements = [row for row in records(reading.network.edges) if row["type"] == "AGREEMENT"]
    assert sorted((row["date"], row.get("until")) for row in agreements) == [
        *(
            ("2009-10-01", None),
            ("2014-11", None),
            ("2015-05-03", None),
            ("2016-07-01", "2021-06-30"),
            ("2018", "2020"),
        ),
    ]
    ended = [row for row in records(reading.network.edges) if row.get("stated_as", "").endswith("beendet 2022 (Krieg)")]
    assert {(row["status"], row["until"], row["ends_by"]) for row in ended} == {("ended", "2022", "2022-12-31")}
    placed_on_the_map = {row["name"] for row in records(reading.network.nodes) if "latitude" in row}
    assert {"Витебск", "Erlangen", "Kaliningrad (Königsberg)", "Bolzano/Bozen"} < placed_on_the_map
    assert len(placed_on_the_map) > 60
    kaliningrad = next(row for row in records(reading.network.nodes) if row["name"].startswith("Kaliningrad"))
    assert set(kaliningrad["aliases"]) == {"Kaliningrad", "Königsberg"}
    assert any("Витебск = Witebsk; Калуга = Kaluga" in note for note in reading.notes)
    assert {finding.row for finding in reading.rejected} == {80, 156, 158, 159, 160}


def analyst_sums(reading: Reading) -> dict[tuple[str, str], float]:
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for row in records(reading.network.edges):
        if row["type"] == "SUPPLIES":
            sums[row["date"][:4], row["unit"]] += row["amount"]
    return {key: round(total, 2) for key, total in sums.items()}


def written_sums(*names: str) -> dict[tuple[str, str], float]:
    """Return the same sums straight from the files."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for name in names:
        with (TABLES / "analyst" / name).open(encoding="cp1251", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                if row["Номер договора"]:
                    number = float(re.sub(r"\s", "", row["Сумма, тыс."]).replace(",", "."))
                    unit = "RUB" if row["Валюта"] == "руб." else row["Валюта"]
                    sums[row["Дата"][-4:], unit] += number * 1000
    return {key: round(total, 2) for key, total in sums.items()}


def test_the_analysts_files_and_next_months(tmp_path: Path) -> None:
    names = ("договоры_2023.csv", "контрагенты.csv", "дилеры.csv")
    _, reading = read_table(tmp_path, *(f"analyst/{name}" for name in names))
    assert analyst_sums(reading) == written_sums("договоры_2023.csv")
    firms = {row["id"]: row for row in records(reading.network.nodes) if row["type"] == "Enterprise"}
    assert set(firms["inn:0636343333"]["aliases"]) == {"Общество с ограниченной ответственностью БелАвтоТорг"}
    regions = {row["name"]: row.get("iso_3166_2") for row in records(reading.network.nodes) if row["type"] == "Region"}
    assert (regions["Калужская обл."], regions["Брянская обл."], regions["Респ. Татарстан"]) == (
        *("RU-KLU", "RU-BRY", "RU-TA"),
    )
    assert len([name for name in regions if name.startswith("Могил")]) == 1
    plans = [row for row in records(reading.network.edges) if row.get("stated_as") == "проект"]
    assert plans
    assert {row["status"] for row in plans} == {"planned"}
    assert [(finding.row, finding.problem) for finding in reading.rejected] == [(402, "the row is a total")]
    shutil.copyfile(TABLES / "analyst" / "договоры_2024_01.csv", tmp_path / "договоры_2024_01.csv")
    assert analyst_sums(read_source(tmp_path)) == written_sums("договоры_2023.csv", "договоры_2024_01.csv")


def written_strengths(year: str) -> dict[str, float]:
    """Return what each firm bought and sold for roubles under contracts of a year, drafts left out, from the file."""
    sums: dict[str, float] = defaultdict(float)
    with (TABLES / "analyst" / "договоры_2023.csv").open(encoding="cp1251", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["Дата"].endswith(year) and row["Валюта"] == "руб." and row["Статус"] != "проект":
                number = float(re.sub(r"\s", "", row["Сумма, тыс."]).replace(",", ".")) * 1000
                for party in (row["ИНН поставщика"], row["ИНН покупателя"]):
                    sums[f"inn:{party}"] += number
    return {party: round(total, 2) for party, total in sums.items()}


def test_the_ranking_of_a_year_by_amount(tmp_path: Path) -> None:
    _, reading = read_table(tmp_path, *(f"analyst/{name}.csv" for name in ("договоры_2023", "контрагенты", "дилеры")))
    ranking = rank(reading.network, by="strength", types=["SUPPLIES"], amount="RUB", began="2023", top=1000)
    assert {row["id"]: round(row["strength"], 2) for row in records(ranking)} == written_strengths("2023")
    assert len(ranking) == 102
    assert ranking["strength"].is_monotonic_decreasing


def test_the_journalists_lines(tmp_path: Path) -> None:
    _, reading = read_table(tmp_path, "journalist.csv")
    assert facts(reading, "type", "date", "note") == [
        *(
            (
                "Minsk Tractor Works",
                "Saransk Assembly",
                "ASSEMBLY_PLANT",
                "2021-05",
                '"will assemble 500 tractors a year"',
            ),
        ),
        ("MTZ", "Saransk Assembly", "ASSEMBLY_PLANT", "2021-05", "the line was opened in May"),
        ("Kaluga", "Minsk", "TWINNING", "2015", None),
        ("Kaluga", "Minsk", "TWINNING", "2015-09-12", "signed on 12 September 2015"),
        ("Bryansk", "Gomel", "TWINNING", None, None),
        ("Gomselmash", "Bryansk", "DEALERSHIP", "2019", None),
        ("Pskov", "Vitebsk", "TWINNING", "199X", None),
        ("Amkodor", "Government of Karelia", "AGREEMENT", "2019-21", None),
        ("Belarusian State University", "Moscow State University", "AGREEMENT", "2018", None),
    ]
    sources = {row["title"]: row for row in records(reading.network.sources)}
    harvest = sources["Harvest"]
    assert (harvest["author"], harvest["date"], harvest["url"]) == (
        "I. Ivanova",
        "2020-06-01",
        "https://example.org/a5",
    )
    twice = "1 fact is likely stated twice, with another date: TWINNING of Kaluga and Minsk in rows 4 (2015), "
    twice += "5 (2015-09-12)"
    assert twice in reading.notes
