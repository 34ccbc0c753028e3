"""Tables as many kinds of people keep them, in six languages: what comes out, and what is asked and told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook

from partnergraph.errors import UsageError
from partnergraph.loading.formats import TableOptions
from partnergraph.loading.guessing.as_toml import loader_toml
from partnergraph.loading.guessing.result import Guess
from partnergraph.loading.guessing.several_tables import guess_all
from partnergraph.loading.mapping.row_report import Reading
from partnergraph.loading.reading import read_source
from tests.loading.guessing.guessed_tables import placed
from tests.loading.guessing.test_other_tables import facts, nodes


def read_text(
    folder: Path,
    text: str,
    *,
    encoding: str = "utf-8",
    own: str = "",
    name: str = "t.csv",
    answer: tuple[str, str] = ("", ""),
) -> tuple[Guess, Reading]:
    """Read a table of this text as `init --from` does; `answer` is what a person changes in loader.toml."""
    (folder / name).write_text(text, encoding=encoding)
    return read_file(folder, folder / name, own=own, answer=answer)


def read_file(folder: Path, path: Path, *, own: str = "", answer: tuple[str, str] = ("", "")) -> tuple[Guess, Reading]:
    guesses, _ = guess_all([path], TableOptions(header=0), own=own)
    home = folder / "loader"
    home.mkdir(exist_ok=True)
    shutil.copyfile(path, home / path.name)
    text = loader_toml(guesses, title="A table")
    assert answer[0] in text
    (home / "loader.toml").write_text(text.replace(*answer) if answer[0] else text, encoding="utf-8")
    return guesses[0], read_source(home)


def test_two_lines_of_heads_and_hidden_rows_and_sheets(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Liste der Partnerschaften 2023"],
        [],
        ["Eigene Seite", None, "Partner", None, "Beginn", "Status"],
        ["Stadt", "Land", "Stadt", "Land", None, None],
        ["Bonn", "Deutschland", "Oxford", "England", 1947, "aktiv"],
        ["Bonn", "Deutschland", "Minsk", "Belarus", 1993, "ruht"],
        ["Trier", "Deutschland", "Pula", "Kroatien", "1971", "aktiv"],
    ):
        sheet.append(row)
    sheet.merge_cells("A3:B3")
    sheet.merge_cells("C3:D3")
    sheet.row_dimensions[7].hidden = True
    book.create_sheet("alt").sheet_state = "hidden"
    book.save(tmp_path / "t.xlsx")
    made, reading = read_file(tmp_path, tmp_path / "t.xlsx")
    assert (made.options.header, made.options.header_rows) == (3, 2)
    assert made.table.columns[:4] == ("Eigene Seite Stadt", "Eigene Seite Land", "Partner Stadt", "Partner Land")
    assert facts(reading, "date", "status") == [
        ("Bonn", "Oxford", "1947", "active"),
        ("Bonn", "Minsk", "1993", "suspended"),
    ]
    assert any("1 hidden row (7) was not taken" in note for note in reading.notes)
    assert any("alt, hidden" in note for note in reading.notes)


def test_a_french_table(tmp_path: Path) -> None:
    text = (
        "Ville;Ville jumelée;Pays;Depuis;Statut\nLyon;Birmingham;Royaume-Uni;1951;actif\n"
        "Lyon;Francfort;Allemagne;15 octobre 1960;actif\nNantes;Cardiff;Pays de Galles;vers 1964;suspendu depuis 2022\n"
        "Nantes;Niigata;Japon;années 2000?;résilié en 2015\n"
    )
    made, reading = read_text(tmp_path, text, encoding="cp1252")
    assert facts(reading, "date", "until", "status", "stated_as") == [
        ("Birmingham", "Lyon", "1951", None, "active", "actif"),
        ("Francfort", "Lyon", "1960-10-15", None, "active", "15 octobre 1960; actif"),
        ("Cardiff", "Nantes", "1964~", None, "suspended", "vers 1964; suspendu depuis 2022"),
        ("Nantes", "Niigata", None, "2015", "ended", "années 2000?; résilié en 2015"),
    ]
    assert placed(made)["Depuis"] == ("date", "likely")
    assert ("Cardiff", "GB") in nodes(reading, "name", "country")


def test_a_spanish_table_with_the_country_behind_a_comma(tmp_path: Path) -> None:
    text = (
        'Ciudad,Ciudades hermanas,Fecha de firma,Estado\nZaragoza,"Biarritz, Francia",1977,vigente\n'
        'Zaragoza,"Skopie, Macedonia del Norte",mayo de 2002,terminado en 2010\n'
        'Toledo,"Toledo, Estados Unidos",1931,activo\nToledo,"Aquisgrán, Alemania",1985-2019,\n'
    )
    _, reading = read_text(tmp_path, text)
    assert nodes(reading, "name", "country") == {
        *(("Zaragoza", None), ("Toledo", None), ("Biarritz", "FR"), ("Skopie", "MK"), ("Toledo", "US")),
        ("Aquisgrán", "DE"),
    }
    assert [row[2:] for row in facts(reading, "date", "until", "status")] == [
        ("1977", None, "active"),
        ("2002-05", "2010", "ended"),
        ("1931", None, "active"),
        ("1985", "2019", "unknown"),
    ]


def test_a_polish_table_of_the_nineties(tmp_path: Path) -> None:
    text = (
        "Lp.;Miasto;Miasto partnerskie;Kraj;Rok podpisania;Stan\n1;Kraków;Lipsk;Niemcy;1973;aktywna\n"
        "2;Łódź;Odessa;Ukraina;ok. 1993;zawieszona\n3;Łódź;Kaliningrad;Rosja;od 2002 do 2022;zakończona\n"
    )
    made, reading = read_text(tmp_path, text, encoding="cp1250")
    assert made.table.encoding == "cp1250"
    assert facts(reading, "date", "until", "status") == [
        ("Kraków", "Lipsk", "1973", None, "active"),
        ("Łódź", "Odessa", "1993~", None, "suspended"),
        ("Kaliningrad", "Łódź", "2002", "2022", "ended"),
    ]


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r", "utf-16", "utf-8"])
def test_russian_contracts_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = (
        '№;Дата;Поставщик;УНП;Покупатель;ИНН;Сумма, тыс. долл.;Состояние\n1;12.03.2021;ОАО "Амкодор";100120300;'
        'ООО "Строймаш";7701234567;1 250,5;исполнен\n2;01.04.2021;ОАО "Амкодор";100120300;ООО "СтройМаш";7701234567;'
        "300;в проекте\n;;Итого;;;;1 550,5;\n"
    ).replace("№", "N" if encoding == "koi8-r" else "№")
    _, reading = read_text(tmp_path, text, encoding=encoding)
    assert facts(reading, "date", "amount", "unit", "status") == [
        ('ОАО "Амкодор"', 'ООО "Строймаш"', "2021-03-12", 1_250_500.0, "USD", "ended"),
        ('ОАО "Амкодор"', 'ООО "Строймаш"', "2021-04-01", 300_000.0, "USD", "planned"),
    ]
    assert nodes(reading, "id") == {("unp:100120300",), ("inn:7701234567",)}
    assert [finding.problem for finding in reading.rejected] == ["the row is a total"]


def test_owners_and_their_subsidiaries(tmp_path: Path) -> None:
    text = (
        "Parent company,Subsidiary,Ownership %,Country of subsidiary,LEI parent,Acquired\n"
        "Alpha plc,Beta Ltd,100,Ireland,5493001KJTIIGC8Y1R12,2011\nAlpha plc,Gamma GmbH,51.5,Germany,"
        "5493001KJTIIGC8Y1R12,03/2014\nDelta SA,Alpha plc,12,United Kingdom,,\n"
    )
    _, reading = read_text(tmp_path, text)
    assert facts(reading, "type", "amount", "unit", "date") == [
        ("Alpha plc", "Beta Ltd", "OWNERSHIP", 100.0, "%", "2011"),
        ("Alpha plc", "Gamma GmbH", "OWNERSHIP", 51.5, "%", "2014-03"),
        ("Delta SA", "Alpha plc", "OWNERSHIP", 12.0, "%", None),
    ]
    assert any(
        "may be one, and are left as several: Alpha plc (Enterprise) = Alpha plc" in note for note in reading.notes
    )


def test_pairs_of_states_by_their_codes(tmp_path: Path) -> None:
    text = (
        'year,iso3_o,iso3_d,statename_o,statename_d,tradeflow_usd_mn\n2019,DEU,FRA,Germany,France,"118,000.5"\n'
        '2020,DEU,POL,Germany,Poland,"64,500"\n'
    )
    _, reading = read_text(tmp_path, text)
    assert facts(reading, "type", "amount", "unit", "date") == [
        ("Germany", "France", "TRADE", 118_000_500_000.0, "USD", "2019"),
        ("Germany", "Poland", "TRADE", 64_500_000_000.0, "USD", "2020"),
    ]


def test_a_town_alone_with_sub_headings_and_a_total(tmp_path: Path) -> None:
    text = (
        "Partnergemeinden;;\n;;\nPartner;seit;Bemerkung\nFrankreich;;\nLille;1998;x\nArles;2001;\nPolen;;\nPosen;1990;\n"
        "Gesamt: 3;;\n* ohne Gewähr;;\n"
    )
    _, reading = read_text(tmp_path, text, own="Musterhausen")
    assert sorted(str(row[2]) for row in facts(reading, "date")) == ["1990", "1998", "2001"]
    assert [(finding.row, finding.problem.split(",")[0]) for finding in reading.rejected] == [
        (4, "a sub-heading (a country)"),
        (7, "a sub-heading (a country)"),
        (9, "the row is a total"),
        (10, "a remark"),
    ]


def test_the_same_as_above_is_offered(tmp_path: Path) -> None:
    text = (
        "Town,Country,Twin town,Twin country,Year\nLeeds,UK,Dortmund,Germany,1969\n,,Lille,France,1968\n"
        "York,UK,Dijon,France,1953\n,,Münster,Germany,1957\n"
    )
    made, reading = read_text(tmp_path, text)
    assert made.empty_below == (("Town", "Country"), 2)
    assert (len(reading.network.edges), len(reading.rejected)) == (2, 2)
    _, reading = read_text(tmp_path, text, answer=("# fill_down", "fill_down"))
    assert [row[:2] for row in facts(reading)] == [
        *(("Dortmund", "Leeds"), ("Leeds", "Lille"), ("Dijon", "York"), ("Münster", "York")),
    ]
    assert nodes(reading, "country") == {("GB",), ("DE",), ("FR",)}


def test_ditto_marks_are_the_same_as_above(tmp_path: Path) -> None:
    text = 'Ort;Partnerort;seit\nAhlen;Differdingen;1960\n"""";Penistone;1990\ndto.;Teltow;1990\nHamm;Bradford;1976\n'
    made, reading = read_text(tmp_path, text)
    assert made.empty_below == (("Ort",), 2)
    assert nodes(reading, "name") == {("Ahlen",), ("Differdingen",), ("Hamm",), ("Bradford",)}
    _, reading = read_text(tmp_path, text, answer=("# fill_down", "fill_down"))
    assert sorted((str(row[0]), str(row[1])) for row in facts(reading)) == [
        *(("Ahlen", "Differdingen"), ("Ahlen", "Penistone"), ("Ahlen", "Teltow"), ("Bradford", "Hamm")),
    ]


def test_invoices_with_their_numbers_for_taxes(tmp_path: Path) -> None:
    text = (
        "Rechnungssteller;USt-IdNr.;Empfänger;USt-IdNr. Empfänger;Betrag;Rechnungsdatum\n"
        "Alpha GmbH;DE123456789;Beta SARL;FR12345678901;1.200,00 €;05.01.2023\n"
        "Alpha GmbH;DE123456789;Gamma Sp. z o.o.;PL1234567890;12.000,50 €;15.02.2023\n"
    )
    _, reading = read_text(tmp_path, text)
    assert facts(reading, "amount", "unit", "date") == [
        ("Alpha GmbH", "Beta SARL", 1200.0, "EUR", "2023-01-05"),
        ("Alpha GmbH", "Gamma Sp. z o.o.", 12_000.5, "EUR", "2023-02-15"),
    ]
    assert nodes(reading, "id") == {("vat:DE123456789",), ("vat:FR12345678901",), ("vat:PL1234567890",)}


def test_a_sign_beside_amounts_is_their_unit(tmp_path: Path) -> None:
    text = (
        'Donor,Recipient,Amount,Date\nAcme Inc,Erie Port Ltd,"$1,200,000",02/03/2019\n'
        'Acme Inc,Toledo Yard Ltd,"$950,000.50",12/25/2020\n'
    )
    _, reading = read_text(tmp_path, text)
    assert [row[2:] for row in facts(reading, "amount", "unit", "date")] == [
        (1_200_000.0, "USD", "2019-02-03"),
        (950_000.5, "USD", "2020-12-25"),
    ]


def test_numbered_dates_go_with_their_twins(tmp_path: Path) -> None:
    text = (
        "Gemeinde;Partner 1;Land 1;seit 1;Partner 2;Land 2;seit 2\n"
        "Ahaus;Haaksbergen;Niederlande;1968;Argelès;Frankreich;1991\n"
        "Borken;Whitstable;England;1987;;;\n"
    )
    _, reading = read_text(tmp_path, text)
    assert facts(reading, "date") == [
        ("Ahaus", "Haaksbergen", "1968"),
        ("Ahaus", "Argelès", "1991"),
        ("Borken", "Whitstable", "1987"),
    ]


def test_partners_with_countries_in_brackets_parted_by_commas(tmp_path: Path) -> None:
    text = (
        "Город\tПобратимы\nВитебск\tФранкфурт (Германия), Псков (Россия), Рига (Латвия)\n"
        "Полоцк\tМонтан (Южный Тироль, Италия), Великие Луки (Россия)\n"
    )
    _, reading = read_text(tmp_path, text, encoding="utf-16", name="t.tsv")
    assert nodes(reading, "name", "country") == {
        *(("Витебск", None), ("Франкфурт", "DE"), ("Псков", "RU"), ("Рига", "LV"), ("Полоцк", None)),
        *(("Монтан", "IT"), ("Великие Луки", "RU")),
    }


def test_a_register_of_arms_below_a_preamble(tmp_path: Path) -> None:
    text = (
        "Transfers of weapons: deals\nPeriod: 2010 to 2020\n\nRecipient,Supplier,Year of order,,Number ordered,.,"
        "Weapon designation,Year(s) of delivery,.\nIndia,Russia,2012,,42,,Su-30MK,2013; 2014,\n"
        "Egypt,France,2015,,24,,Rafale,2015; 2016,\nIndia,France,2016,(2016),36,,Rafale,2019; 2020,?\n"
    )
    made, reading = read_text(tmp_path, text)
    assert made.options.header == 4
    assert facts(reading, "type", "date", "title") == [
        ("Russia", "India", "SUPPLIES", "2012", "Su-30MK"),
        ("France", "Egypt", "SUPPLIES", "2015", "Rafale"),
        ("France", "India", "SUPPLIES", "2016", "Rafale"),
    ]
    assert nodes(reading, "type") == {("Country",)}


def test_swiss_signs_between_thousands(tmp_path: Path) -> None:
    text = "Land;Partnerland;Handelsvolumen (Mio. CHF);Jahr\n"
    text += "Schweiz;Deutschland;52'300.5;2020\nÖsterreich;Schweiz;9'800.2;2021\n"
    _, reading = read_text(tmp_path, text)
    assert [row[2:] for row in facts(reading, "amount", "unit")] == [
        (52_300_500_000.0, "CHF"),
        (9_800_200_000.0, "CHF"),
    ]
    assert nodes(reading, "type") == {("Country",)}


def test_what_has_no_header_or_no_second_party_is_refused_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no row of the first 30 reads like the names of columns.*--header"):
        read_text(tmp_path, "Arden,United Kingdom,Lille,France,1998\nCole,United Kingdom,Turin,Italy,2004\n")
    with pytest.raises(UsageError, match=r"it lists parties \('Firma'\) and where they lie \('Ort'\).*a second --from"):
        read_text(tmp_path, "Firma;Ort;Land\nA GmbH;Bonn;Deutschland\nB AG;Trier;Deutschland\n")


def test_amounts_of_several_years_are_a_fact_a_year(tmp_path: Path) -> None:
    text = (
        "Exporter,Importer,Exports 2019 (mln USD),Exports 2020 (mln USD),Last updated\n"
        "Belarus,Russia,13.5,12.25,2021-05-01\nBelarus,Poland,1.25,,2021-05-02\n"
    )
    made, reading = read_text(tmp_path, text)
    assert placed(made)["Last updated"] == ("nothing", "not placed")
    assert sorted(map(str, facts(reading, "date", "amount", "unit"))) == [
        "('Belarus', 'Poland', '2019', 1250000.0, 'USD')",
        "('Belarus', 'Russia', '2019', 13500000.0, 'USD')",
        "('Belarus', 'Russia', '2020', 12250000.0, 'USD')",
    ]


def test_all_parties_in_one_cell(tmp_path: Path) -> None:
    text = (
        "No.,Short title,Status,Parties,Date of signature\n"
        '1,Albania - Austria BIT (1993),In force,"Albania, Austria",18/03/1993\n'
        '2,Belarus - Poland BIT (1992),Signed (not in force),"Belarus, Poland",24/04/1992\n'
        '3,Three (1995),Terminated,"Albania, Poland, Chad",20/04/1995\n'
    )
    made, reading = read_text(tmp_path, text)
    assert sorted(facts(reading, "date", "status")) == [
        *(("Albania", "Austria", "1993-03-18", "active"), ("Albania", "Chad", "1995-04-20", "ended")),
        *(("Albania", "Poland", "1995-04-20", "ended"), ("Belarus", "Poland", "1992-04-24", "signed")),
        ("Poland", "Chad", "1995-04-20", "ended"),
    ]
    assert {row[:3] for row in nodes(reading, "type", "name", "country")} >= {("Country", "Chad", "TD")}
    assert placed(made)["Parties"] == ("name of the parties: Country, several parted by ','", "likely")


def test_a_column_of_one_name_a_cell_is_not_taken_for_all_parties(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="only one party is to be found"):
        read_text(tmp_path, "Partner,Since\nLille,1998\nArles,2001\n")
    with pytest.raises(UsageError, match="only one party is to be found"):
        read_text(tmp_path, 'Partner,Since\n"Lille, France",1998\n"Arles, France",2001\n')


def test_partner_towns_are_twins_though_the_header_speaks_of_agreements(tmp_path: Path) -> None:
    text = "Miasto;Miasta partnerskie;Rok podpisania umowy\nLublin;Lwów, Łuck;1999\nZamość;Żółkiew, Sumy;2001\n"
    made, _ = read_text(tmp_path, text)
    assert (made.tie.name, str(made.tie.sureness)) == ("TWINNING", "likely")


def test_states_that_are_countries_are_no_regions(tmp_path: Path) -> None:
    text = (
        "state_name1,state_name2,dyad_st_year\nUnited Kingdom,Portugal,1816\nFrance,Sweden,1820\nHanover,Bavaria,1838\n"
    )
    made, reading = read_text(tmp_path, text)
    assert placed(made)["state_name1"] == ("name of the first party: Country", "ask")
    assert {row[0] for row in nodes(reading, "type")} == {"Country"}
    made, _ = read_text(
        tmp_path, "State,Sister state,Since\nOhio,Hubei,1979\nGeorgia,Kagoshima,1966\nIowa,Hebei,1983\n"
    )
    assert [party.kind.name for party in made.parties] == ["Region", "Region"]


def test_a_kind_of_tie_that_cannot_lie_there_is_another(tmp_path: Path) -> None:
    text = (
        "Party A;Country A;Party B;Country B;Kind\nPort of Riga;Latvia;Port of Kiel;Germany;Sister ports\n"
        "Port of Gdynia;Poland;Port of Kiel;Germany;Agreement\n"
    )
    _, reading = read_text(tmp_path, text)
    assert sorted(facts(reading, "type")) == [
        ("Port of Gdynia", "Port of Kiel", "AGREEMENT"),
        ("Port of Kiel", "Port of Riga", "COOPERATION"),
    ]
    assert reading.rejected == ()


def test_what_stands_in_brackets_beside_a_country_is_told(tmp_path: Path) -> None:
    text = "Town;Twin towns\nPskov;Neuss (Germany, 1990), Arles (France, 1993)\nKursk;Speyer (Germany, 1989)\n"
    made, reading = read_text(tmp_path, text)
    why = {row[0]: row[4] for row in made.rows()}
    assert why["Twin towns"].endswith("left out, beside its country: 1990, 1993, 1989")
    assert {row[:2] for row in nodes(reading, "name", "country")} > {("Neuss", "DE"), ("Arles", "FR")}


def test_control_characters_in_a_header_or_a_word_make_no_loader_that_cannot_be_read(tmp_path: Path) -> None:
    text = "Town\x7f,Twin town,Kind\x7f,Status\nLyon,Leeds,twinning\x7f,active\x7f\nLyon,Minsk,twinning,odd\x7f\n"
    made, reading = read_text(tmp_path, text)
    assert made.table.columns == ("Town", "Twin town", "Kind", "Status")
    assert [row[:2] for row in facts(reading)] == [("Lyon", "Minsk")]
    ((row, column, found),) = [(finding.row, finding.column, finding.found) for finding in reading.rejected]
    assert (row, column, found) == (2, "type", "twinning\x7f")  # left out and named, not taken for the other word
