"""What a cell may say: dates, numbers, years, countries, coordinates, addresses, characters; and what was meant."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from partnergraph.dates import is_date
from partnergraph.errors import Finding
from tests.hypothesis_settings import unhurried
from tests.tables_of_rows import (
    EDGE,
    NO_DATE,
    checked,
    edge,
    edge_faults,
    node,
    node_faults,
    rows_of,
    source,
    source_faults,
)


@pytest.mark.parametrize(
    ("found", "nearest"),
    [
        *(("15.03.2021", "2021-03-15"), ("5.3.2021", "2021-03-05"), ("15/03/2021", "2021-03-15")),
        *(
            ("03/15/2021", "2021-03-15"),
            ("03/04/2021", "2021"),
            ("03/03/2021", "2021-03-03"),
            ("2021/3/5", "2021-03-05"),
        ),
        *(("2021-3-5", "2021-03-05"), ("2021.03.05", "2021-03-05"), ("2021-3", "2021-03"), ("03.2021", "2021-03")),
        *(("2021-02-30", "2021-02"), ("31.02.2021", "2021-02"), ("2021-13", "2021"), ("2021-00", "2021")),
        *(("2021-01-00", "2021-01"), ("March 2021", "2021"), ("2019-2020", "2019"), ("c. 1998", "1998")),
        *(
            ("2021-03-15T10:00", "2021-03-15"),
            ("20210315", ""),
            ("soon", ""),
            ("0000", ""),
            ("0000-01-01", ""),
            ("21", ""),
        ),
    ],
)
def test_a_bad_date_and_the_date_that_was_meant(found: str, nearest: str) -> None:
    assert edge_faults({"date": found}) == [edge(2, "date", found, NO_DATE, nearest)]
    assert edge_faults({"until": found}) == [edge(2, "until", found, NO_DATE, nearest)]


@unhurried
@example("0010/0001")
@given(st.text("0123456789./- ", min_size=1, max_size=12))
def test_the_date_that_was_meant_is_always_a_date(text: str) -> None:
    for finding in edge_faults({"date": text}):
        assert finding.found == text
        assert not is_date(text)
        assert finding.nearest == "" or is_date(finding.nearest)


@pytest.mark.parametrize(
    ("date", "until", "fits"),
    [
        *(("2021", "2021", True), ("2021-05", "2021", True), ("2021-05-31", "2021-05", True)),
        *(("2021-05", "2021-04", False), ("2021-05-02", "2021-05-01", False), ("2021", "2020", False)),
    ],
)
def test_a_fact_ends_no_earlier_than_it_begins(date: str, until: str, fits: bool) -> None:
    expected = [] if fits else [edge(2, "until", until, f"ends before it begins ({date})")]
    assert edge_faults({"date": date, "until": until}) == expected


@pytest.mark.parametrize("good", ["0", "-5", "+5", "5.", ".5", "1e9", "1.5E-3", "007"])
def test_a_plain_number(good: str) -> None:
    found = checked(edges=[EDGE | {"amount": good, "unit": "USD"}])
    assert (found.faults, rows_of(found, "edges")[0]["amount"]) == ([], float(good))


@pytest.mark.parametrize(
    ("bad", "nearest"),
    [
        *(("1 650", "1650"), ("1\u00a0650\u202f000", "1650000"), ("57,5", "57.5"), ("1 650,75", "1650.75")),
        *(("1,650", ""), ("1,650,000", ""), ("5 USD", ""), ("many", ""), ("nan", ""), ("inf", ""), ("1e999", "")),
        *(("1_000", ""), ("٣", ""), ("--5", ""), (".", ""), ("0x10", ""), ("True", "")),
    ],
)
def test_a_bad_number_and_the_number_that_was_meant(bad: str, nearest: str) -> None:
    """Nothing is guessed where a comma may stand before thousands or before decimals."""
    problem = "not a plain number; write 1650000000 or 57.5"
    assert edge_faults({"amount": bad, "unit": "USD"}) == [edge(2, "amount", bad, problem, nearest)]


@pytest.mark.parametrize(
    ("bad", "nearest"), [("99", ""), ("0000", ""), ("19999", ""), ("1999-05", "1999"), ("١٩٩٩", "")]
)
def test_a_bad_year(bad: str, nearest: str) -> None:
    assert source_faults({"year": bad}) == [source(2, "year", bad, "not a year of four digits", nearest)]


def test_an_amount_and_its_unit_go_together() -> None:
    assert edge_faults({"amount": "5"}, {"unit": "USD"}, {"amount": "0"}, {"amount": "5", "unit": "USD"}) == [
        edge(2, "unit", "", "an amount needs its unit"),
        edge(3, "amount", "", "a unit (USD) needs its amount"),
        edge(4, "unit", "", "an amount needs its unit"),
    ]


@pytest.mark.parametrize(
    ("found", "nearest"),
    [
        *(("Belarus", "BY"), ("by", "BY"), ("BLR", "BY"), ("Russia", "RU"), ("Russian Federaton", "RU")),
        *(
            ("Belarussia", "BY"),
            ("Kazakstan", "KZ"),
            ("Czech Republic", "CZ"),
            ("UK", "GB"),
            ("Narnia", ""),
            ("ZZ", ""),
            ("Soviet Union", ""),
            ("America", ""),
            ("Korea", ""),
            ("great britain", "GB"),
            ("Holland", "NL"),
        ),
    ],
)
def test_a_bad_country_and_the_code_that_was_meant(found: str, nearest: str) -> None:
    expected = [node(2, "country", found, "not an ISO 3166-1 alpha-2 code", nearest)]
    assert node_faults({"country": found}) == expected


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected"),
    [
        ("90", "-180", []),
        ("-90", "180.0", []),
        ("90.0000001", "0", [node(2, "latitude", "90.0000001", "outside -90 to 90 degrees")]),
        ("0", "-180.5", [node(2, "longitude", "-180.5", "outside -180 to 180 degrees")]),
        ("53.5", "", [node(2, "longitude", "", "latitude and longitude go together")]),
        ("", "27.5", [node(2, "latitude", "", "latitude and longitude go together")]),
        ("53N", "27", [node(2, "latitude", "53N", "not a plain number; write 1650000000 or 57.5")]),
    ],
)
def test_latitude_and_longitude(latitude: str, longitude: str, expected: list[Finding]) -> None:
    assert node_faults({"latitude": latitude, "longitude": longitude}) == expected


@pytest.mark.parametrize(
    ("column", "good", "bad", "problem"),
    [
        ("wikidata", "Q42", "q42", "not a Wikidata id such as Q42"),
        ("wikidata", "Q1", "Q042", "not a Wikidata id such as Q42"),
        ("geonames", "625144", "625 144", "not a GeoNames id: digits only"),
        ("geonames", "1", "0", "not a GeoNames id: digits only"),
    ],
)
def test_ids_of_other_catalogues(column: str, good: str, bad: str, problem: str) -> None:
    assert node_faults({column: good}, {column: bad}) == [node(3, column, bad, problem)]


@pytest.mark.parametrize(
    "good", ["http://a", "https://example.org", "https://example.org/a?b=c#d", "https://пример.рф/я"]
)
def test_an_address(good: str) -> None:
    assert source_faults({"url": good}) == []


@pytest.mark.parametrize(
    "bad",
    [
        *(
            "javascript:alert(1)",
            "JavaScript:alert(1)//https://a.org",
            "data:text/html,x",
            "ftp://a.org",
            "file:///etc",
        ),
        *(
            "//example.org",
            "example.org",
            "https://",
            "https:///x",
            "https://a b.org",
            "https://a.org/x y",
            "http:a.org",
        ),
        *("https://a.org\njavascript:alert(1)",),
    ],
)
def test_what_is_no_web_address(bad: str) -> None:
    assert source_faults({"url": bad}) == [source(2, "url", bad, "not an http or https address")]


@pytest.mark.parametrize(
    ("cell", "code", "nearest"),
    [("a\0b", "0000", "ab"), ("x\x1b[31m", "001B", "x[31m"), ("a\ud800", "D800", "a"), ("\uffff", "FFFF", "")],
)
def test_a_character_that_xml_cannot_hold_is_named(cell: str, code: str, nearest: str) -> None:
    problem = f"the character U+{code} cannot be kept in every format"
    assert edge_faults({"title": cell, "id": ""}) == [edge(2, "title", cell, problem, nearest)]
    assert node_faults({"aliases": f"x;{cell}"}) == [node(2, "aliases", f"x;{cell}", problem, f"x;{nearest}")]


def test_other_characters_are_fine() -> None:
    assert node_faults({"name": "a\tb\nc\u2028\u200f\U0001f600é"}) == []
