"""What headers say in three languages, and what cells look like."""

from __future__ import annotations

import pytest

from partnergraph.loading.guessing.cell_kinds import country_of, profile, several_items
from partnergraph.loading.guessing.type_words import kind_of_name
from partnergraph.loading.guessing.words import read_header, words_of
from partnergraph.loading.words_of_status import status_of
from partnergraph.vocabulary import STANDARD, STATUSES


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("origincityLabel", {"side:1", "thing:City", "thing:Party"}),
        ("destination_countryLabel", {"side:2", "thing:Country", "thing:Party"}),
        ("originlat", {"side:1", "latitude"}),
        ("destinationlong", {"side:2", "longitude"}),
        ("Город-побратим", {"side:2", "thing:City", "tie:TWINNING"}),
        ("Страна-партнёр", {"side:2", "thing:Country"}),
        ("ДАТА ПОДПИСАНИЯ", {"date"}),
        ("Действует до", {"until", "status"}),
        ("Населённый пункт", {"thing:City"}),
        ("Население, чел.", {"population"}),
        ("Partnerstadt", {"side:2", "thing:City", "tie:TWINNING"}),
        ("Partnerland", {"side:2", "thing:Country"}),
        ("Partnerschaftsbeginn", {"tie:any", "date"}),
        ("Unterzeichnungsdatum", {"date"}),
        ("Lieferant", {"role:supplier"}),
        ("City 2", {"side:2", "thing:City"}),
        ("2", set()),
        ("Zyklon Xanthippe", set()),
    ],
)
def test_a_header_says(header: str, says: set[str]) -> None:
    assert read_header(header).tags == says


@pytest.mark.parametrize(
    ("header", "unit", "scale"),
    [
        ("Сумма, млн руб.", "RUB", 1_000_000),
        ("Amount (USD)", "USD", 1),
        ("Betrag in Mio. €", "EUR", 1_000_000),
        ("Объём, тыс. долл.", "USD", 1_000),
        ("Amount", "", 1),
    ],
)
def test_a_header_names_a_unit_and_what_one_counts(header: str, unit: str, scale: int) -> None:
    found = read_header(header)
    assert (found.unit, found.scale, "amount" in found.tags) == (unit, scale, True)


def test_the_lists_speak_of_what_there_is() -> None:
    tags = words_of("header").keys()
    assert {tag.removeprefix("thing:") for tag in tags if tag.startswith("thing:")} - {
        "Party"
    } <= STANDARD.node_types.keys()
    assert {tag.removeprefix("tie:") for tag in tags if tag.startswith("tie:")} - {"any"} <= STANDARD.edge_types.keys()
    assert words_of("status").keys() - {"not"} == STATUSES.keys()
    assert words_of("kinds").keys() <= STANDARD.node_types.keys()
    assert all(word == word.casefold() and "\N{CYRILLIC SMALL LETTER IO}" not in word
               for section in ("header", "status", "kinds") for words in words_of(section).values()
               for word in words)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("Германия", "DE"), ("россия", "RU"), ("Республика Беларусь", "BY"), ("США", "US"), ("Чехия", "CZ")),
        *(("Deutschland", "DE"), ("Weißrussland", "BY"), ("Vereinigtes Königreich", "GB"), ("Ivory Coast", "CI")),
        *(("Südkorea", "KR"), ("DE", "DE"), ("Псков", ""), ("Bavaria", ""), ("", ""), ("-", ""), ("1990", "")),
    ],
)
def test_a_country_is_known_by_its_name_in_three_languages(text: str, code: str) -> None:
    assert country_of(text) == code


@pytest.mark.parametrize(
    ("text", "status"),
    [
        *(("действует", "active"), ("не действует", "ended"), ("Aktiv", "active"), ("inaktiv", "ended")),
        *(("in force", "active"), ("not active", "ended"), ("подписано", "signed"), ("не подписано", "")),
        *(("расторгнуто в 2022", "ended"), ("geplant", "planned"), ("что-то ещё", ""), ("", "")),
    ],
)
def test_a_status_is_told_by_its_words(text: str, status: str) -> None:
    assert status_of(text) == status


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(("Псковская область", "Region"), ("Pskov Oblast", "Region"), ("Нарвский район", "District")),
        *(("ОАО «Амкодор»", "Enterprise"), ("Muster GmbH", "Enterprise"), ("Technische Universität", "Institution")),
        *(("Псков", ""), ("Agen", "")),
    ],
)
def test_a_name_tells_what_is_named(name: str, kind: str) -> None:
    assert kind_of_name(name) == kind


@pytest.mark.parametrize(
    ("cells", "formats"),
    [
        (["1990", "2004", ""], ("%Y",)),
        (["1990-05-01", "2004-02"], ("",)),
        (["01.05.1990", "2004"], ("%Y", "%d.%m.%Y")),
        (["31/12/1990", "01/02/2004"], ("%d/%m/%Y",)),
        (["12/31/1990", "01/02/2004"], ("%m/%d/%Y",)),
        (["05.1990"], ("%m.%Y",)),
        (["1990/5/1"], ("%Y/%m/%d",)),
        (["31.02.1990"], ()),
        (["1990", "soon", "never"], ()),
    ],
)
def test_dates_are_told_by_their_form(cells: list[str], formats: tuple[str, ...]) -> None:
    found = profile(cells)
    assert (found.date_formats, found.open_dates) == (formats, False)


def test_where_day_and_month_may_be_either_it_is_left_open() -> None:
    assert profile(["01/02/2004", "03/04/2005"]).open_dates
    assert not profile(["01/01/2004", "03/03/2005"]).open_dates


@pytest.mark.parametrize(
    ("cells", "decimal", "thousands", "is_open"),
    [
        (["1 650,5", "2,25"], ",", " ", False),
        (["1,650.5"], ".", ",", False),
        (["1.650.000", "2.000"], "", ".", False),
        (["1.650", "2.000"], "", "", True),
        (["0.125", "2.000"], ".", "", False),
        (["12", "13"], "", "", False),
    ],
)
def test_the_signs_in_numbers(cells: list[str], decimal: str, thousands: str, is_open: bool) -> None:
    found = profile(cells)
    assert (found.decimal, found.thousands, found.open_numbers) == (decimal, thousands, is_open)


@pytest.mark.parametrize(
    ("cells", "plural", "expected"),
    [
        (["Neuss; Arles", "Chengdu"], False, ((";",), True)),
        (["Neuss\nArles"], False, (("\n",), True)),
        (["Neuss\nArles", "Perth; Pskov"], False, ((";", "\n"), True)),
        (["Toledo, Ohio", "Neuss"], False, ((), True)),
        (["Neuss, Arles, Perth"], False, ((",",), False)),
        (["Neuss, Arles"], True, ((",",), False)),
        (["Lille, France", "Halle, Germany"], True, ((), True)),
        (["a/b/c", *"defghijk"], False, ((), True)),
        (["http://example.org/a/b", "http://example.org/c/d"], False, ((), True)),
        (["Neuss"], True, ((), True)),
    ],
)
def test_several_names_in_a_cell(cells: list[str], plural: bool, expected: tuple[tuple[str, ...], bool]) -> None:
    assert several_items(profile(cells), plural=plural) == expected
