"""What is guessed from tables as offices keep them, what is asked, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from partnergraph.errors import UsageError
from partnergraph.network import records
from tests.loading.guessing.guessed_tables import guessed, placed, read_guessed, written_csv

if TYPE_CHECKING:
    from pathlib import Path

RUSSIAN = [
    ["№", "Город", "Регион", "Город-побратим", "Страна", "Дата подписания", "Статус", "Ссылка"],
    ["1", "Псков", "Псковская область", "Нойс", "Германия", "12.05.1990", "действует", "https://example.org/1"],
    ["2", "Псков", "Псковская область", "Арль", "Франция", "02.1993", "действует", "https://example.org/2"],
    ["3", "Псков", "Псковская область", "Витебск", "Беларусь", "1999", "прекращено", ""],
    ["4", "Смоленск", "Смоленская область", "Тюль", "Франция", "1981", "действует", "https://example.org/3"],
]


def test_a_russian_table_of_twin_towns() -> None:
    assert placed(guessed(RUSSIAN)) == {
        "№": ("nothing", "not placed"),
        "Город": ("name of the first party: City", "sure"),
        "Регион": ("Region that the first party lies in", "likely"),
        "Город-побратим": ("name of the second party: City", "sure"),
        "Страна": ("country of the second party", "likely"),
        "Дата подписания": ("date", "sure"),
        "Статус": ("status", "sure"),
        "Ссылка": ("link to the source", "sure"),
        "(every row)": ("edge type TWINNING", "sure"),
        "(country of Город)": ("nothing yet: for you to fill in", "ask"),
    }


def test_it_becomes_the_network_that_the_table_means(tmp_path: Path) -> None:
    _, reading = read_guessed(written_csv(tmp_path / "города.csv", RUSSIAN, delimiter=";", encoding="cp1251"))
    assert reading.rejected == ()
    nodes = {row["id"]: row for row in records(reading.network.nodes)}
    assert {(row["name"], row["type"], row.get("country")) for row in nodes.values()} == {
        *(("Псков", "City", None), ("Смоленск", "City", None), ("Псковская область", "Region", None)),
        *(("Смоленская область", "Region", None), ("Нойс", "City", "DE"), ("Арль", "City", "FR")),
        *(("Витебск", "City", "BY"), ("Тюль", "City", "FR")),
    }
    urls = {row["id"]: row.get("url") for row in records(reading.network.sources)}
    facts = {
        (
            frozenset({nodes[row["source"]]["name"], nodes[row["target"]]["name"]}),
            row["date"],
            row["status"],
            *(urls[source] for source in row["sources"]),
        )
        for row in records(reading.network.edges)
    }
    assert facts == {
        (frozenset({"Псков", "Нойс"}), "1990-05-12", "active", "https://example.org/1"),
        (frozenset({"Псков", "Арль"}), "1993-02", "active", "https://example.org/2"),
        (frozenset({"Псков", "Витебск"}), "1999", "ended", None),
        (frozenset({"Смоленск", "Тюль"}), "1981", "active", "https://example.org/3"),
    }


def test_a_german_table_with_several_partners_in_a_cell(tmp_path: Path) -> None:
    rows = [["Stadt", "Partnerstädte", "seit"], ["Köln", "Wolgograd; Peking", "1988"], ["Dresden", "Coventry", "1959"]]
    made, reading = read_guessed(written_csv(tmp_path / "t.csv", rows))
    assert placed(made)["Partnerstädte"] == ("name of the second party: City, several parted by ';'", "sure")
    names = {row["id"]: row["name"] for row in records(reading.network.nodes)}
    pairs = {frozenset({names[row["source"]], names[row["target"]]}) for row in records(reading.network.edges)}
    assert pairs == {
        frozenset({"Köln", "Wolgograd"}),
        frozenset({"Köln", "Peking"}),
        frozenset({"Dresden", "Coventry"}),
    }


def test_a_table_of_deliveries_keeps_their_direction_and_amounts(tmp_path: Path) -> None:
    rows = [
        ["Заказчик", "Поставщик", "Сумма, млн руб.", "Дата"],
        ["Агро", "МТЗ", "1 200,5", "15.03.2021"],
        ["Агро", "Гомсельмаш", "0,25", "16.03.2021"],
    ]
    made, reading = read_guessed(written_csv(tmp_path / "поставки.csv", rows, delimiter=";"))
    assert made.tie.name == "SUPPLIES"
    names = {row["id"]: (row["name"], row["type"]) for row in records(reading.network.nodes)}
    facts = {(*names[row["source"]], *names[row["target"]], row["amount"], row["unit"], row["date"])
             for row in records(reading.network.edges)}  # fmt: skip
    assert facts == {
        ("МТЗ", "Enterprise", "Агро", "Enterprise", 1_200_500_000.0, "RUB", "2021-03-15"),
        ("Гомсельмаш", "Enterprise", "Агро", "Enterprise", 250_000.0, "RUB", "2021-03-16"),
    }


def test_numbered_columns_are_several_second_parties(tmp_path: Path) -> None:
    rows = [
        ["Town", "Twin 1", "Country 1", "Twin 2", "Country 2"],
        ["Coventry", "Dresden", "Germany", "Granby", "Canada"],
        ["Cologne", "Volgograd", "Russia", "", ""],
    ]
    _, reading = read_guessed(written_csv(tmp_path / "t.csv", rows))
    names = {row["id"]: (row["name"], row.get("country")) for row in records(reading.network.nodes)}
    pairs = {frozenset({names[row["source"]], names[row["target"]]}) for row in records(reading.network.edges)}
    assert reading.rejected == ()
    assert pairs == {
        frozenset({("Coventry", None), ("Dresden", "DE")}),
        frozenset({("Coventry", None), ("Granby", "CA")}),
        frozenset({("Cologne", None), ("Volgograd", "RU")}),
    }


def test_countries_in_brackets_and_points_of_wikidata(tmp_path: Path) -> None:
    rows = [["Town", "Where", "Twin"], ["Coventry", "Point(-1.51 52.41)", "Dresden (Germany)"],
            ["Cologne", "Point(6.96 50.94)", "Volgograd (Russia)"]]  # fmt: skip
    made, reading = read_guessed(written_csv(tmp_path / "t.csv", rows))
    assert placed(made)["Where"] == ("coordinates of the first party", "likely")
    found = {(row["name"], row.get("country"), row.get("latitude"), row.get("longitude"))
             for row in records(reading.network.nodes)}  # fmt: skip
    assert found == {
        ("Coventry", None, 52.41, -1.51),
        ("Cologne", None, 50.94, 6.96),
        ("Dresden", "DE", 51.05089, 13.73832),  # where GeoNames has the only one of the name
        ("Volgograd", "RU", 48.71378, 44.4976),
    }


def test_what_stands_in_every_row_is_named_once() -> None:
    rows = [["Partnerstadt", "Land", "seit"], ["Coventry", "Großbritannien", "1959"]]
    with pytest.raises(UsageError, match=r"only one party is to be found \('Partnerstadt'\).*--own 'Your Town'"):
        guessed(rows)
    made = guessed(rows, own="Dresden")
    assert placed(made)["(Dresden)"] == ("first party of every row: City", "likely")
    assert made.parties[0].side.constant == "Dresden"


def test_columns_and_type_that_the_user_names_are_taken() -> None:
    rows = [["Alpha", "Beta", "Gamma"], ["Minsk", "x", "Pskov"], ["Brest", "y", "Tver"]]
    with pytest.raises(UsageError, match=r"no column of the table names a party.*its columns: Alpha, Beta, Gamma"):
        guessed(rows)
    made = guessed(rows, parties=("gamma", "Alpha"), tie="twinning")
    assert [party.side.column.name for party in made.parties if party.side.column] == ["Gamma", "Alpha"]
    assert made.tie.name == "TWINNING"
    with pytest.raises(UsageError, match="no column 'Gama'; did you mean Gamma"):
        guessed(rows, parties=("Gama", "Alpha"))
    with pytest.raises(UsageError, match="unknown edge type 'TWINING'; did you mean TWINNING"):
        guessed(rows, parties=("Gamma", "Alpha"), tie="TWINING")
    with pytest.raises(UsageError, match="give --party twice, or --party once with --own"):
        guessed(rows, parties=("Gamma",))


def test_a_type_that_cannot_lie_between_the_parties_is_refused_or_asked_about() -> None:
    rows = [["University", "Twin town", "Since"], ["Volgograd State University", "Chemnitz", "2008"]]
    made = guessed(rows)
    assert (made.tie.name, str(made.tie.sureness)) == ("COOPERATION", "ask")
    with pytest.raises(UsageError, match="TWINNING cannot lie between Institution and City; types that can: AGREEMENT"):
        guessed(rows, tie="TWINNING")


@pytest.mark.parametrize(
    ("rows", "column", "why"),
    [
        (
            [["Town", "Twin town", "Signed on"], ["A-ville", "B-ville", "01/02/1990"]],
            "Signed on",
            "day and month cannot be told apart",
        ),
        (
            [["Town", "Twin town", "Country"], ["A-ville", "B-ville", "France"], ["C-ville", "D-ville", "Italy"]],
            "Country",
            "of 'Town' or of 'Twin town'?",
        ),
        (
            [["Town", "Twin town", "Status"], ["A-ville", "B-ville", "gold"]],
            "Status",
            "named so, yet what is 'gold'?",
        ),
        (
            [["Town", "Partner", "Turnover"], ["A-ville", "B-ville", "12.5"]],
            "Turnover",
            "an amount of what? Its unit is missing",
        ),
        (
            [["Town", "Twin town", "Volume, t"], ["A-ville", "B-ville", "1.500"]],
            "Volume, t",
            "a decimal sign cannot be told from one between thousands",
        ),
        (
            [["Town", "Twin town", "Founded"], ["A-ville", "B-ville", "1204"]],
            "Founded",
            "it may be the party that was founded then",
        ),
    ],
)
def test_what_may_be_either_is_asked_and_not_taken(
    tmp_path: Path, rows: list[list[str]], column: str, why: str
) -> None:
    made, reading = read_guessed(written_csv(tmp_path / "t.csv", rows, delimiter=";"))
    assert [(placed.column.name, placed.why) for _, placed in made.questions] == [(column, why)]
    text = (tmp_path / "loader.toml").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("#") and f'column = "{column}"' in line]
    assert len(reading.network.edges) == len(rows) - 1
    assert reading.network.nodes["country"].isna().all()
    assert reading.network.edges[["date", "amount"]].isna().all().all()


def test_a_country_goes_where_it_can_belong() -> None:
    """A town lies in one country: beside Town there are two, so it is the twin's."""
    rows = [["Town", "Twin town", "Country"], ["A", "Aaa", "France"], ["A", "Bbb", "Italy"], ["C", "Ddd", "Italy"]]
    rows = [rows[0], *([f"{first}-ville", second, country] for first, second, country in rows[1:])]
    made = guessed(rows)
    assert made.parties[1].fields["country"].column.name == "Country"
    assert "A-ville has several of them" in made.parties[1].fields["country"].why
    first, *others = rows
    turned = guessed([first, *([second, one, country] for one, second, country in others)])
    assert turned.parties[0].fields["country"].column.name == "Country"


def test_a_party_without_a_country_takes_that_of_its_own_name_in_the_other_column(tmp_path: Path) -> None:
    """Else Coventry would be two nodes: one without a country, one in the United Kingdom."""
    rows = [["Town", "Twin town", "Country"], ["Coventry", "Arnhem", "Netherlands"], ["Coventry", "Dresden", "Germany"],
            ["Volgograd", "Coventry", "United Kingdom"], ["Toledo", "Toledo", "Spain"]]  # fmt: skip
    made, reading = read_guessed(written_csv(tmp_path / "t.csv", rows))
    assert made.parties[0].countries == {"Coventry": "GB", "Volgograd": ""}
    assert ("Coventry", "GB") in zip(reading.network.nodes["name"], reading.network.nodes["country"], strict=True)
    assert list(reading.network.nodes["name"]).count("Coventry") == 1
    assert '"Volgograd" = ""  # LOOK' in (tmp_path / "loader.toml").read_text(encoding="utf-8")


def test_a_column_of_kinds_is_looked_up_word_by_word(tmp_path: Path) -> None:
    rows = [["Town", "Partner town", "Kind"], ["A-ville", "B-ville", "twin town"], ["A-ville", "C-ville", "agreement"],
            ["A-ville", "D-ville", "cooperation"], ["A-ville", "E-ville", "supplies"]]  # fmt: skip
    _, reading = read_guessed(written_csv(tmp_path / "t.csv", rows))
    assert sorted(reading.network.edges["type"]) == ["AGREEMENT", "COOPERATION", "SUPPLIES", "TWINNING"]


def test_a_state_is_a_condition_or_a_place(tmp_path: Path) -> None:
    conditions = [["Town", "State", "Twin town"], ["A-ville", "active", "B-ville"], ["C-ville", "ended", "D-ville"]]
    assert placed(guessed(conditions))["State"] == ("status", "sure")
    places = [["Town", "State", "Twin town"], ["Toledo", "Ohio", "Szeged"], ["Cleveland", "Ohio", "Volgograd"]]
    made, reading = read_guessed(written_csv(tmp_path / "t.csv", places))
    assert placed(made)["State"] == ("Region that the first party lies in", "likely")
    nodes = {row["name"]: row for row in records(reading.network.nodes)}
    assert nodes["Ohio"]["type"] == "Region"
    assert nodes["Toledo"]["located_in"] == nodes["Cleveland"]["located_in"] == nodes["Ohio"]["id"]
    words = [["Town", "Status", "Twin town"], ["A-ville", "gold", "B-ville"], ["C-ville", "silver", "D-ville"]]
    assert placed(guessed(words))["Status"] == ("nothing yet: status?", "ask")


def test_a_table_without_a_filled_row_is_refused() -> None:
    with pytest.raises(UsageError, match="there is no filled row below the header"):
        guessed([["Town", "Twin town"], ["", ""]])
