"""Dates in words of three languages become EDTF, and what is in doubt is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.countries import country_within
from partnergraph.dates import is_date
from partnergraph.loading.words_of_status import status_of, time_in_status
from partnergraph.loading.words_of_time import edtf_of, time_in_words
from tests.hypothesis_settings import unhurried


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        *(("since 1991", "1991"), ("seit 1991", "1991")),
        *(("с 1991 года", "1991"), ("seit dem 12.05.1990", "1990-05-12")),
        *(("about 1995", "1995~"), ("ca. 1995", "1995~"), ("ca 1995", "1995~"), ("ок. 1995 г.", "1995~")),
        *(("um 1995", "1995~"), ("около 1995 года", "1995~"), ("circa May 1992", "1992-05~"), ("~ 1995", "1995~")),
        *(("between 1995 and 1997", "1995/1997"), ("zwischen 1995 und 1997", "1995/1997")),
        *(("между 1995 и 1997 гг.", "1995/1997"), ("between Mai 1995 and 1997", "1995-05/1997")),
        *(("1995/96", "1995/1996"), ("1999/00", ""), ("1999/2000", "1999/2000"), ("1995 / 96", "1995/1996")),
        *(("1990s", "199X"), ("the 1990s", "199X")),
        *(("1990er Jahre", "199X"), ("90er Jahre", "199X"), ("90er", "199X")),
        *(("in den 90er Jahren", "199X"), ("90-е годы", "199X"), ("1990-е", "199X"), ("1990-х годов", "199X")),
        *(("2010s", "201X"), ("2010er", "201X"), ("1900s", ""), ("20er Jahre", ""), ("10-е годы", "")),
        *(("Herbst 1998", "1998-23"), ("autumn 1998", "1998-23")),
        *(("осень 1998", "1998-23"), ("весной 2019 г.", "2019-21")),
        *(("im Herbst 1998", "1998-23"), ("Frühjahr 2001", "2001-21"), ("Winter 1998/99", "1998-24")),
        *(("winter 2019", "2019-24"), ("Herbst 1998/99", ""), ("Winter 1998/97", "")),
        *(("Mai 1992", "1992-05"), ("May 1992", "1992-05")),
        *(("май 1992", "1992-05"), ("в мае 1992", ""), ("Sept. 2001", "2001-09")),
        *(("12. Mai 1990", "1990-05-12"), ("12 May 1990", "1990-05-12"), ("May 12, 1990", "1990-05-12")),
        *(("12 мая 1990 г.", "1990-05-12"), ("3rd of March 2004", "2004-03-03"), ("31. Februar 1990", "")),
        *(("1. Halbjahr 2021", "2021-01/2021-06"),),
        *(("zweite Hälfte 2021", "2021-07/2021-12"), ("H1 2021", "2021-01/2021-06")),
        *(("first half of 2021", "2021-01/2021-06"), ("второе полугодие 2021 года", "2021-07/2021-12")),
        *(("I полугодие 2021", "2021-01/2021-06"),),
        *(("Q3 2021", "2021-07/2021-09"), ("2. Quartal 2021", "2021-04/2021-06")),
        *(("IV квартал 2021", "2021-10/2021-12"), ("third half of 2021", ""), ("2021 H2", "2021-07/2021-12")),
        *(("not after 2010", "../2010"), ("spätestens 2010", "../2010"), ("не позднее 2010 г.", "../2010")),
        *(("before 1990", "../1989"), ("vor 1990", "../1989"), ("vor Mai 1990", "../1990-04-30")),
        *(("after 1990", "1991/.."), ("после 1990 года", "1991/.."), ("not before 1990", "1990/..")),
        *(("vermutlich 1995", "1995?"), ("probably 1995", "1995?"), ("1995 (?)", "1995?"), ("1995?", "1995?")),
        *(("12.05.1990", "1990-05-12"), ("05.1990", "1990-05"), ("1995-05", "1995-05"), ("199x", "199X")),
        *(("в 1995 году", "1995"), ("im Jahr 1995", "1995"), ("1995 г.", "1995"), ("  SEIT   1991 ", "1991")),
        # What is in doubt, or no date at all.
        *(("", ""), ("soon", ""), ("1991-1995", ""), ("seit langem", ""), ("95", ""), ("ca. bald", "")),
        *(("bis 1995", ""), ("до 1990", "")),
        *(("seit 1991 (Krieg)", ""), ("between 1997 and 1995", ""), ("05/03/2021", "")),
    ],
)  # fmt: skip
def test_words_become_a_date(text: str, edtf: str) -> None:
    assert edtf_of(text) == edtf
    assert not edtf or is_date(edtf)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [("bis 2020", "2020"), ("until May 2020", "2020-05"), ("до 2020 года", "2020"), ("2020", "2020"), ("bis bald", "")],
)
def test_an_end_may_say_that_it_is_one(text: str, edtf: str) -> None:
    assert edtf_of(text, "until") == edtf


@unhurried
@given(st.text(max_size=20) | st.text(alphabet="0123456789 ./-'sех~?seit", max_size=12))
def test_any_text_is_understood_as_a_date_or_not_at_all(text: str) -> None:
    for column in ("date", "until"):
        found = edtf_of(text, column)
        assert not found or is_date(found)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        *(("1990-2022", "1990", "2022"), ("1990 \u2013 2022", "1990", "2022"), ("1990-95", "1990", "1995")),
        *(
            ("von 1990 bis 2022", "1990", "2022"),
            ("с 1990 по 2022 г.", "1990", "2022"),
            ("od 2002 do 2022", "2002", "2022"),
        ),
        *(
            ("desde 1990 hasta 2000", "1990", "2000"),
            ("de 1990 à 2000", "1990", "2000"),
            ("1 May 1990 to 3 June 1991", "1990-05-01", "1991-06-03"),
        ),
        *(
            ("12.05.1990 - 31.12.2022", "1990-05-12", "2022-12-31"),
            ("1990 bis heute", "1990", ""),
            ("1990-", "1990", ""),
        ),
        *(("bis 2022", "", "2022"), ("1987 (Urkunde 1989)", "1987", ""), ("1995, erneuert 2005", "1995", "")),
        *(("?", "", ""), ("unbekannt", "", ""), ("k.A.", "", ""), ("н/д", "", ""), ("sin fecha", "", "")),
        *(("05/1993", "1993-05", ""), ("seit 1991", "1991", ""), ("1995/96", "1995/1996", "")),
        *(
            ("depuis 1991", "1991", ""),
            ("vers 1995", "1995~", ""),
            ("années 90", "199X", ""),
            ("1er juin 1990", "1990-06-01", ""),
        ),
        *(("5 de mayo de 1992", "1992-05-05", ""), ("hacia 1995", "1995~", ""), ("otoño 1998", "1998-23", "")),
        *(
            ("12 maja 1992", "1992-05-12", ""),
            ("ok. 1995", "1995~", ""),
            ("lata 90.", "199X", ""),
            ("1993 r.", "1993", ""),
        ),
    ],
)
def test_from_when_until_when(text: str, start: str, end: str) -> None:
    assert time_in_words(text, "date") == (start, end)


@pytest.mark.parametrize(
    "text", ["2013; 2014; 2015", "1991, 1995", "01/02/1990", "13/2020", "soon", "WS 1998/99", "1990-1980 (?) x"]
)
def test_what_may_mean_several_dates_or_none_is_not_read(text: str) -> None:
    assert time_in_words(text, "date") is None


@pytest.mark.parametrize(
    ("text", "end"),
    [("unbefristet", ""), ("бессрочно", ""), ("bezterminowo", ""), ("2021-06-30", "2021-06-30"), ("1990-2022", "2022")],
)
def test_an_end_may_say_that_there_is_none(text: str, end: str) -> None:
    assert time_in_words(text, "until") == ("", end)


@pytest.mark.parametrize(
    ("text", "status", "when"),
    [
        *(
            ("ruht seit 2022", "suspended", "2022"),
            ("beendet 2022 (Krieg)", "ended", "2022"),
            ("eingeschlafen", "suspended", ""),
        ),
        *(
            ("in Anbahnung", "proposed", ""),
            ("в проекте", "planned", ""),
            ("проект", "planned", ""),
            ("aktiv, Austausch", "active", ""),
        ),
        *(("résilié en 2015", "ended", "2015"), ("suspendu", "suspended", ""), ("en vigueur", "active", "")),
        *(("vigente", "active", ""), ("terminado 12.05.2010", "ended", "2010-05-12"), ("en proyecto", "planned", "")),
        *(("zakończona 2022-02-28", "ended", "2022-02-28"), ("w mocy", "active", ""), ("2001, 2002", "", "")),
    ],
)
def test_a_status_and_the_year_in_its_words(text: str, status: str, when: str) -> None:
    assert (status_of(text), time_in_status(text)) == (status, when)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            ("Royaume-Uni", "GB"),
            ("Pays de Galles", "GB"),
            ("Russie", "RU"),
            ("Estados Unidos", "US"),
            ("Alemania", "DE"),
        ),
        *(("Rosja", "RU"), ("Niemcy", "DE"), ("Wielka Brytania", "GB"), ("Weißrussland", "BY"), ("Нидерланды", "NL")),
        *(
            ("Baschkortostan/Russland", "RU"),
            ("Südtirol (Italien)", "IT"),
            ("Georgia, USA", ""),
            ("Oder", ""),
            ("", ""),
        ),
    ],
)
def test_a_country_by_its_name_in_six_languages_alone_or_beside_a_part_of_it(text: str, code: str) -> None:
    assert country_within(text) == code


@pytest.mark.parametrize(
    ("text", "column", "edtf"),
    [
        *(("early 2016", "date", "2016-01/2016-06"), ("Anfang 2016", "date", "2016-01/2016-06")),
        *(("в начале 2005 г.", "date", "2005-01/2005-06"), ("principios de 2003", "date", "2003-01/2003-06")),
        *(("mid-1990s", "date", "199X"), ("середина 90-х", "date", "199X"), ("mi-2010", "date", "2010-04/2010-09")),
        *(("fin 1998", "date", "1998-07/1998-12"), ("Ende Mai 2001", "date", "2001-05")),
        *(("end of 2020", "until", "2020"), ("до конца 2020 г.", "until", "2020"), ("bis Ende 2020", "until", "2020")),
        *(("early 2020", "until", "2020-01/2020-06"), ("mid point 2004", "date", ""), ("early spring", "date", "")),
    ],
)
def test_an_early_or_late_part_of_a_year_is_the_half_that_it_lies_in(text: str, column: str, edtf: str) -> None:
    assert edtf_of(text, column) == edtf


@pytest.mark.parametrize("text", ["until further notice", "bis auf weiteres", "hasta nuevo aviso", "do odwołania"])
def test_an_end_that_is_still_to_be_said_is_none(text: str) -> None:
    assert time_in_words(text, "until") == ("", "")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        *(("In force", "active"), ("in Kraft", "active"), ("en vigueur (non reconduit)", "active")),
        *(("Signed (not in force)", "signed"), ("noch nicht in Kraft, unterzeichnet", "signed")),
        *(("not yet in force", ""), ("pas encore en vigueur", ""), ("не в силе", "")),
        *(("no longer in force", "ended"), ("nicht mehr in Kraft", "ended"), ("n'est plus en vigueur", "ended")),
        *(("En negociación", "proposed"), ("in Verhandlung", "proposed"), ("In preparation", "planned")),
        *(("Исполняется", "active"), ("Исполнен", "ended")),
    ],
)
def test_what_is_not_in_force_is_not_active(text: str, status: str) -> None:
    assert status_of(text) == status
