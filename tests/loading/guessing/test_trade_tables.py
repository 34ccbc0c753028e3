"""Tables of exports and imports: who delivers to whom, in rows, in columns, and with marks for what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from partnergraph.errors import UsageError
from tests.loading.guessing.guessed_tables import guessed, placed
from tests.loading.guessing.test_other_tables import facts
from tests.loading.guessing.test_tables_of_many import read_file, read_text

if TYPE_CHECKING:
    from pathlib import Path


def test_a_row_of_imports_leads_from_the_partner_to_the_reporter(tmp_path: Path) -> None:
    text = (
        "Period,Reporter,Partner,Trade Flow,Commodity,Trade Value (US$)\n"
        "2020,Kazakhstan,Uzbekistan,Export,Cereals,412\n2020,Kazakhstan,Uzbekistan,Import,Fruit,98\n"
        "2021,Uzbekistan,Kazakhstan,Re-Export,Fuel,12\n"
    )
    made, reading = read_text(tmp_path, text)
    assert sorted(facts(reading, "type", "date", "title", "amount", "unit")) == [
        ("Kazakhstan", "Uzbekistan", "SUPPLIES", "2020", "Cereals", 412.0, "USD"),
        ("Uzbekistan", "Kazakhstan", "SUPPLIES", "2020", "Fruit", 98.0, "USD"),
        ("Uzbekistan", "Kazakhstan", "SUPPLIES", "2021", "Fuel", 12.0, "USD"),
    ]
    assert placed(made)["Trade Flow"] == ("from the first party, or to it", "likely")


@pytest.mark.parametrize(
    ("head", "exports", "imports"),
    [
        ("Reporter;Partner;{};{};Year", "Exports (mln USD)", "Imports (mln USD)"),
        ("Регион;Страна-контрагент;{};{};Год", "Экспорт, млн долл.", "Импорт, млн долл."),
        ("Land;Partnerland;{};{};Jahr", "Ausfuhr (Mio. USD)", "Einfuhr (Mio. USD)"),
        ("Pays;Pays partenaire;{};{};Année", "Exportations (millions USD)", "Importations (millions USD)"),
    ],
)
def test_exports_and_imports_in_two_columns_are_two_facts(
    tmp_path: Path, head: str, exports: str, imports: str
) -> None:
    text = f"{head.format(exports, imports)}\nGeorgia;China;512,4;300,1;2021\nGeorgia;Turkey;220,5;\u2026;2021\n"
    _, reading = read_text(tmp_path, text)
    assert sorted(map(str, facts(reading, "type", "amount", "unit", "date"))) == [
        "('China', 'Georgia', 'SUPPLIES', 300100000.0, 'USD', '2021')",
        "('Georgia', 'China', 'SUPPLIES', 512400000.0, 'USD', '2021')",
        "('Georgia', 'Turkey', 'SUPPLIES', 220500000.0, 'USD', '2021')",
    ]


def test_exports_and_imports_of_several_years_beside_their_sum(tmp_path: Path) -> None:
    text = (
        "Country,Partner country,Exports 2019 (USD),Imports 2019 (USD),Exports 2020 (USD),Imports 2020 (USD),"
        "Turnover (USD)\nChad,Niger,10,20,30,40,100\n"
    )
    made, reading = read_text(tmp_path, text)
    assert sorted(map(str, facts(reading, "date", "amount"))) == [
        *("('Chad', 'Niger', '2019', 10.0)", "('Chad', 'Niger', '2020', 30.0)"),
        *("('Niger', 'Chad', '2019', 20.0)", "('Niger', 'Chad', '2020', 40.0)"),
    ]
    assert placed(made)["Imports 2020 (USD)"] == ("imports of 2020", "likely")
    assert placed(made)["Turnover (USD)"] == ("nothing", "not placed")


def test_where_the_parties_are_supplier_and_recipient_a_flow_turns_nothing() -> None:
    made = guessed([["Exporter", "Importer", "Flow", "Value (USD)"], ["Chad", "Niger", "Import", "5"],
                    ["Mali", "Niger", "Export", "6"]])  # fmt: skip
    assert made.flow is None
    assert placed(made)["Flow"] == ("nothing", "not placed")


def test_what_stands_for_no_number_is_asked_about_and_the_others_are_read(tmp_path: Path) -> None:
    text = (
        "Herkunftsland;Zielland;Jahr;Direktinvestitionen in Mio. EUR\nAustria;Slovenia;2020;1.234,5\n"
        "Austria;Hungary;2020;-56,2\nGermany;Slovenia;2021;x\nGermany;Hungary;2021;12,0\n"
    )
    made, reading = read_text(tmp_path, text)
    assert [row[2:] for row in facts(reading, "type", "amount", "unit")] == [
        *(("INVESTMENT", 1_234_500_000.0, "EUR"), ("INVESTMENT", -56_200_000.0, "EUR")),
        *(("INVESTMENT", None, None), ("INVESTMENT", 12_000_000.0, "EUR")),
    ]
    assert reading.rejected == ()
    assert placed(made)["Direktinvestitionen in Mio. EUR"] == ("amount", "likely")


def test_a_sheet_that_is_called_by_its_year_dates_its_facts(tmp_path: Path) -> None:
    book = Workbook()
    for place, year in enumerate(("2021", "2022")):
        sheet = book.create_sheet(year, place)
        sheet.append(["Region", "Partner region", "Exports (USD)"])
        sheet.append(["Styria", "Vas", 5 + place])
    book.save(tmp_path / "t.xlsx")
    made, reading = read_file(tmp_path, tmp_path / "t.xlsx")
    assert [row[2:] for row in facts(reading, "date", "amount")] == [("2021", 5.0), ("2022", 6.0)]
    assert ("(sheet 2021)", "", "date: 2021", "likely", "as the sheet is called") in made.rows()


def test_amounts_without_a_unit_keep_their_direction_and_are_asked_about(tmp_path: Path) -> None:
    text = "Регион;Страна-контрагент;Экспорт;Импорт\nСамарская область;Китай;5,5;4\nСамарская область;Турция;6,1;3\n"
    made, reading = read_text(tmp_path, text)
    assert sorted(facts(reading, "type")) == [
        *(("Китай", "Самарская область", "SUPPLIES"), ("Самарская область", "Китай", "SUPPLIES")),
        *(("Самарская область", "Турция", "SUPPLIES"), ("Турция", "Самарская область", "SUPPLIES")),
    ]
    assert placed(made)["Импорт"][0] == "imports, a fact of its own"


def test_a_matrix_is_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"it is a matrix, with parties in the rows \('from'\).*three columns"):
        read_text(tmp_path, "from;Armenia;Georgia;Iran\nArmenia;;120.5;33\nGeorgia;610;;80\nIran;12;75;\n")
