"""What a mapping makes of rows: splits, dates, numbers, lookups, filters, several edges, sources, rejections."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnergraph.loading.mapping import reasons
from tests.loading.mapping.written_mappings import MAPPING, edges_of, left_out, nodes_of, read

NO_DATE = "not a date such as 2021-03-15"
HEAD = "Town,Land,Partner,Partner land,Since\n"


def with_value(name: str, value: str) -> str:
    """The mapping with another value for the date, or a further value of the edge."""
    if name == "date":
        return MAPPING.replace('"{Since}"', value)
    return MAPPING.replace('date = "{Since}"', f"{name} = {value}")


@pytest.mark.parametrize(
    ("cell", "date", "words"),
    [
        ("seit 1991", "1991", "seit 1991"),
        ("ca. 1995", "1995~", "ca. 1995"),
        ("1995/96", "1995/1996", "1995/96"),
        ("90er Jahre", "199X", "90er Jahre"),
        ("Mai 1992", "1992-05", "Mai 1992"),
        ("Herbst 1998", "1998-23", "Herbst 1998"),
        ("осень 1998", "1998-23", "осень 1998"),
        ("1995~", "1995~", None),
        ("1995-05", "1995-05", None),
    ],
)
def test_dates_in_words_are_read_and_their_words_are_kept(
    project: Path, cell: str, date: str, words: str | None
) -> None:
    reading = read(project / "towns", MAPPING, towns_csv=f"{HEAD}Bonn,Germany,Oxford,UK,{cell}\n")
    assert edges_of(reading, "date", "stated_as") == [(date, words)]


def test_words_are_not_kept_where_the_mapping_says_what_is(project: Path) -> None:
    mapping = MAPPING.replace('date = "{Since}"', 'date = "{Since}"\nstated_as = "{Land}"')
    reading = read(project / "towns", mapping, towns_csv=f"{HEAD}Bonn,Germany,Oxford,UK,seit 1991\n")
    assert edges_of(reading, "date", "stated_as") == [("1991", "Germany")]


@pytest.mark.parametrize(
    ("value", "cell", "date"),
    [
        ('"{Since}"', "1950", "1950"),
        ('"{Since}"', "1950-07", "1950-07"),
        ('"{Since}"', "1950-07-14", "1950-07-14"),
        ('"{Since}"', "1950-07-14T00:00:00Z", "1950-07-14"),
        ('"{Since}"', "1950-07-14 12:30:00", "1950-07-14"),
        ('{ column = "Since", format = "%d.%m.%Y" }', "14.7.1950", "1950-07-14"),
        ('{ column = "Since", format = "%d.%m.%Y" }', "1950-07-14", "1950-07-14"),
        ('{ column = "Since", format = ["%d.%m.%Y", "%m/%Y", "%Y AD"] }', "7/1950", "1950-07"),
        ('{ column = "Since", format = ["%d.%m.%Y", "%m/%Y", "%Y AD"] }', "1950 AD", "1950"),
        ('{ column = "Since", format = "%d %B %Y" }', "14 July 1950", "1950-07-14"),
        ('{ column = "Since", format = "%B %Y" }', "July 1950", "1950-07"),
        ('{ column = "Since", format = "%d.%m.%y" }', "14.07.99", "1999-07-14"),
        ("{ column = \"Since\", extract = '[0-9]{4}' }", "signed in 1950 (?)", "1950"),
        ("{ column = \"Since\", extract = 'in ([0-9]{4})' }", "1949 or in 1950", "1950"),
        ("{ column = \"Since\", extract = '[0-9]{4}' }", "nobody knows", None),
        ('{ column = "Since", default = "1999" }', "", "1999"),
        ('{ column = "Since", default = { column = "Town", lookup = "founded" } }', "", "1951"),
        ('"{Since}"', "", None),
    ],
)
def test_dates(project: Path, value: str, cell: str, date: str | None) -> None:
    mapping = with_value("date", value) + '[lookups.founded]\n"bonn" = "1951"\n'
    reading = read(project / "towns", mapping, towns_csv=f"{HEAD}Bonn,Germany,Oxford,UK,{cell}\n")
    assert edges_of(reading, "date") == [(date,)]


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("14.07.1950", 'not a date such as 2021-03-15; say format = "%d.%m.%Y"'),
        ("14/07/1950", f"{NO_DATE}; say format = \"%d/%m/%Y\", or \"%m/%d/%Y\" where the month comes first"),
        ("1950-02-30", "not a date such as 2021-03-15; say with format how dates are written"),
        ("circa then", "not a date such as 2021-03-15; say with format how dates are written"),
    ],
)  # fmt: skip
def test_dates_that_are_none(project: Path, cell: str, problem: str) -> None:
    reading = read(project / "towns", towns_csv=f"{HEAD}Bonn,Germany,Oxford,UK,{cell}\nBonn,DE,Minsk,BY,1993\n")
    assert left_out(reading) == [(2, "date", problem, cell)]
    assert nodes_of(reading, "id") == [("city:bonn-de",), ("city:minsk-by",)]  # nothing of the bad row


@pytest.mark.parametrize(
    ("form", "cell", "amount"),
    [
        ("", "57.5", 57.5),
        ("", "1e3", 1000.0),
        ("", "-3", -3.0),
        ('decimal = ","', "57,5", 57.5),
        ('decimal = ",", thousands = "."', "1.650.000,25", 1650000.25),
        ('thousands = " "', "1 650 000", 1650000.0),
        ('thousands = " "', "1\u00a0650\u202f000", 1650000.0),
        ('thousands = ","', "1,650,000.5", 1650000.5),
        ('decimal = ",", times = 1000000', "1,65", 1650000.0),
        ("times = 0.01", "57", 0.57),
        ("", "\N{MINUS SIGN}5", -5.0),
    ],
)
def test_numbers(project: Path, form: str, cell: str, amount: float) -> None:
    mapping = with_value("amount", f'{{ column = "Since"{", " if form else ""}{form} }}\nunit = "EUR"')
    reading = read(project / "towns", mapping, towns_csv=f'{HEAD}Bonn,Germany,Oxford,UK,"{cell}"\n')
    assert edges_of(reading, "amount", "unit") == [(amount, "EUR")]


@pytest.mark.parametrize(
    ("form", "cell", "problem"),
    [
        ("", "57,5", 'not a number; say decimal = "," or thousands = ","'),
        ("", "1 650", 'not a number; say thousands = " "'),
        ("", "many", "not a number"),
        ("", "NaN", "not a number"),
        ("", "inf", "not a number"),
        ("", "1e400", "the number is too large"),
        ("", "9" * 5000, "not a number"),
        ("", "\u0661\u0662", "not a number"),
        ('decimal = ","', "57.5", "not a number with the decimal sign ','"),
        ('thousands = ","', "1,65", "not a number"),
        ('thousands = ","', "1,6500", "not a number"),
    ],
)
def test_numbers_that_are_none(project: Path, form: str, cell: str, problem: str) -> None:
    mapping = with_value("amount", f'{{ column = "Since"{", " if form else ""}{form} }}\nunit = "EUR"')
    reading = read(project / "towns", mapping, towns_csv=f'{HEAD}Bonn,Germany,Oxford,UK,"{cell}"\n')
    assert left_out(reading) == [(2, "amount", problem, cell[:200])]
    assert edges_of(reading, "id") == []


def test_a_unit_without_its_amount_is_left_out_and_an_amount_without_unit_is_a_fault(project: Path) -> None:
    mapping = with_value("amount", '"{Since}"\nunit = "{Partner land}"')
    table = f"{HEAD}Bonn,Germany,Oxford,UK,\nBonn,Germany,Kyiv,,5\n"
    reading = read(project / "towns", mapping, towns_csv=table)
    assert edges_of(reading, "amount", "unit") == [(None, None)]
    assert left_out(reading) == [(3, "unit", "an amount needs its unit", "5")]


def test_one_cell_with_five_partners_and_their_own_years(project: Path) -> None:
    mapping = MAPPING.replace('"{Partner}"', '{ column = "Partner", split = [";", "/"] }')
    mapping = mapping.replace('"{Partner land}"', '{ column = "Partner land", split = ";" }')
    mapping = mapping.replace('"{Since}"', '{ column = "Since", split = ";" }')
    table = (
        f"{HEAD}Bonn,DE,Oxford; Opole /Potsdam;Minsk; Chengdu,GB;PL;DE;BY;CN,1947;1997;1988;1993;2009\n"
        "Bonn,DE,Tel Aviv; Ulan Bator,IL;MN,1983\nBonn,DE,A;B;C,FR;FR,2000\nBonn,DE,Lima;Cusco,PE,\n"
    )
    reading = read(project / "towns", mapping, towns_csv=table)
    assert {frozenset(row) for row in edges_of(reading, "source", "target", "date")} == {
        frozenset({"city:bonn-de", target, date})
        for target, date in [
            ("city:oxford-gb", "1947"),
            ("city:opole-pl", "1997"),
            ("city:potsdam-de", "1988"),
            ("city:minsk-by", "1993"),
            ("city:chengdu-cn", "2009"),
            ("city:tel-aviv-il", "1983"),
            ("city:ulan-bator-mn", "1983"),
            ("city:lima-pe", None),
            ("city:cusco-pe", None),
        ]
    }
    assert left_out(reading) == [(4, "partner country", "a list of another length than the one beside it", "FR; FR")]


def test_each_of_several_parties_with_each(project: Path) -> None:
    mapping = """
[[mapping]]
file = "towns.csv"
[mapping.nodes.party]
type = "City"
name = { column = "Town", split = ";" }
[[mapping.edges]]
type = "AGREEMENT"
source = "party"
target = "party"
title = "{Since} agreement"
"""
    reading = read(project / "towns", mapping, towns_csv=f"{HEAD}A;B;C;A,,,,Blue\n")
    assert [set(pair) for pair in edges_of(reading, "source", "target")] == [
        {"city:a", "city:b"}, {"city:a", "city:c"}, {"city:b", "city:c"},
    ]  # fmt: skip
    assert {title for (title,) in edges_of(reading, "title")} == {"Blue agreement"}


@pytest.mark.parametrize(
    ("unknown", "status", "rejected"),
    [
        ("", "unknown", [(3, "status", "the lookup state does not have this word", "inforce")]),
        (', unknown = "empty"', "unknown", []),
        (', unknown = "keep"', "unknown", [(3, "status", "unknown status", "inforce")]),
    ],
)
def test_lookups(project: Path, unknown: str, status: str, rejected: list[object]) -> None:
    mapping = with_value("status", f'{{ column = "Since", lookup = "state"{unknown} }}')
    mapping += '[lookups.state]\n"in force" = "active"\n"?" = ""\n'
    table = f"{HEAD}A,DE,B,FR,In Force\nA,DE,C,FR,inforce\nA,DE,D,FR,?\n"
    reading = read(project / "towns", mapping, towns_csv=table)
    assert left_out(reading) == rejected
    kept = {target: found for target, found in edges_of(reading, "target", "status")}  # noqa: C416  for the type checker
    assert kept == {"city:b-fr": "active", "city:d-fr": "unknown"} | ({} if rejected else {"city:c-fr": status})
    near = [finding.nearest for finding in reading.rejected]
    assert near == {"": ["in force"], ', unknown = "keep"': [""]}.get(unknown, [])


def test_a_lookup_in_a_file_of_its_own(project: Path) -> None:
    mapping = MAPPING.replace('"{Land}"', '{ column = "Land", lookup = "codes" }')
    mapping += '[lookups.codes]\nfile = "codes.tsv"\nword = "Name"\nmeans = "Code"\n'
    codes = "Name\tCode\nAllemagne\tDE\n"
    reading = read(project / "towns", mapping, towns_csv=f"{HEAD}Bonn,Allemagne,B,FR,\n", codes_tsv=codes)
    assert nodes_of(reading, "id") == [("city:bonn-de",), ("city:b-fr",)]


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ('{ column = "Since", is = "1950" }', ["A"]),
        ('{ column = "Land", is = ["de", "pl"] }', ["A", "B"]),
        ('{ column = "Land", is_not = ["DE"] }', ["B", "C"]),
        ('{ column = "Since", filled = true }', ["A", "B"]),
        ('{ column = "Since", filled = false }', ["C"]),
        ("{ column = \"Town\", matches = '^[AC]$' }", ["A", "C"]),
        ('{ column = "Since", at_least = 1960 }', ["B"]),
        ('{ column = "Since", at_most = 1960 }', ["A"]),
        ('{ column = "Since", at_least = 1940, at_most = 1980 }', ["A", "B"]),
        ('[{ column = "Land", is = ["DE", "PL"] }, { column = "Since", at_least = 1960 }]', ["B"]),
        ('{ template = "{Town}{Land}", is = "CFR" }', ["C"]),
    ],
)  # fmt: skip
def test_filters(project: Path, condition: str, kept: list[str]) -> None:
    mapping = MAPPING.replace('file = "towns.csv"', f'file = "towns.csv"\nkeep = {condition}')
    table = f"{HEAD}A,DE,X,IT,1950\nB,PL,X,IT,1970\nC,FR,X,IT,\n"
    reading = read(project / "towns", mapping, towns_csv=table)
    assert [name for (name,) in nodes_of(reading, "name") if name != "X"] == kept
    assert reading.rejected == ()
    assert reading.notes[0] == f"3 rows read; {3 - len(kept)} not asked for by keep; 0 rejected"


def test_several_edges_a_row_each_with_its_own_condition(project: Path) -> None:
    mapping = MAPPING + (
        '[[mapping.edges]]\ntype = "AGREEMENT"\nsource = "town"\ntarget = "partner"\ntitle = "Treaty"\n'
        'keep = { column = "Since", filled = true }\n'
    )
    table = f"{HEAD}A,DE,B,FR,1950\nA,DE,C,FR,\n"
    reading = read(project / "towns", mapping, towns_csv=table)
    assert edges_of(reading, "type", "target", "title") == [
        ("TWINNING", "city:b-fr", None), ("AGREEMENT", "city:b-fr", "Treaty"), ("TWINNING", "city:c-fr", None),
    ]  # fmt: skip


def test_the_sources_of_rows(project: Path) -> None:
    mapping = MAPPING.replace("[[mapping.edges]]", """
[mapping.sources.report]
title = "{Since}"
url = "{Partner land}"
kind = "webpage"

[[mapping.edges]]
sources = ["report"]""")  # fmt: skip
    mapping = mapping.replace('country = "{Partner land}"', "").replace('date = "{Since}"', 'section = "p. {Since}"')
    table = f"{HEAD}A,DE,B,https://example.org/1,Minutes\nA,DE,C,https://example.org/2,\nA,DE,D,,\nA,DE,E,ftp://x,\n"
    reading = read(project / "towns", mapping, towns_csv=table)
    titles = dict(reading.network.sources[["id", "title"]].itertuples(index=False, name=None))
    rows = [([titles[each] for each in cited], section) for cited, section in edges_of(reading, "sources", "section")]  # type: ignore[attr-defined]
    assert rows == [(["Minutes"], "p. Minutes"), (["https://example.org/2"], "row 3"), (["Towns"], "row 4")]
    assert left_out(reading) == [(5, "url", "not an http or https address", "ftp://x")]


def test_the_columns_that_take_more_than_their_text(project: Path) -> None:
    mapping = """
[extra_columns.nodes]
population = "number"
[[mapping]]
file = "towns.csv"
[mapping.nodes.town]
type = "City"
name = "{Town}"
country = "{Land}"
wikidata = "{Partner}"
geonames = "{Since}"
latitude = "{Partner land}"
longitude = "{Partner land}"
population = "{n}"
aliases = { column = "other", split = "|" }
"""
    head = "Town,Land,Partner,Partner land,Since,n,other\n"
    table = (
        f"{head}Bonn,deu,http://www.wikidata.org/entity/Q586,Point(7.1 50.73),https://www.geonames.org/2946447/bonn.html,"
        "300000,Bonna | Castra Bonnensia\n"
        "X,Côte d\u2019Ivoire,,,,,\nY,the Moon,,,,,\nZ,DE,P31,,,,\nV,DE,,Point(7 95),,,\nW,DE,,,x1,,\n"
    )
    reading = read(project / "towns", mapping, towns_csv=table)
    bonn = dict(reading.network.nodes.iloc[0].dropna())
    assert bonn == {
        "id": "city:bonn-de", "type": "City", "name": "Bonn", "country": "DE", "wikidata": "Q586",
        "geonames": "2946447", "latitude": 50.73, "longitude": 7.1, "population": 300000.0,
        "aliases": ("Bonna", "Castra Bonnensia"),
    }  # fmt: skip
    assert nodes_of(reading, "id")[1:] == [("city:x-ci",)]
    assert left_out(reading) == [
        (4, "country", "no country is called so", "the Moon"),
        (5, "wikidata", "not a Wikidata id such as Q42", "P31"),
        (6, "latitude", "outside -90 to 90 degrees", "95"),
        (7, "geonames", "not a GeoNames id: digits only", "x1"),
    ]


def test_rows_that_name_nothing_end_before_they_begin_or_lead_back(project: Path) -> None:
    mapping = with_value("date", '"{Since}"\nuntil = "1960"')
    table = f"{HEAD}A,DE,,FR,1950\nA,DE,B,FR,1970\nA,DE,a,DE,1950\nA,DE,B,FR\n\nA,DE,C,FR,1950,,\n"
    reading = read(project / "towns", mapping, towns_csv=table)
    assert left_out(reading) == [
        (2, "partner name", "the row names no partner", ""),
        (3, "until", "it ends before it begins", "1970 to 1960"),
        (4, "target", "both ends are the same", "city:a-de"),
        (5, "", "the row has 4 cells, the header 5", ""),
    ]
    assert edges_of(reading, "target", "section") == [("city:c-fr", "row 7")]


def test_an_optional_node_leaves_the_rest_of_the_row(project: Path) -> None:
    mapping = MAPPING.replace('name = "{Partner}"', 'name = "{Partner}"\noptional = true')
    reading = read(project / "towns", mapping, towns_csv=f"{HEAD}A,DE,,,\nA,DE,B,FR,\n")
    assert (nodes_of(reading, "id"), len(reading.network.edges)) == ([("city:a-de",), ("city:b-fr",)], 1)
    assert reading.rejected == ()


def test_types_from_columns_are_held_against_the_vocabulary(project: Path) -> None:
    mapping = MAPPING.replace('type = "City"', 'type = "{Land}"', 1).replace('country = "{Land}"\n', "")
    table = f"{HEAD}A,City,B,FR,\nB,Citty,B,FR,\nC,Enterprise,B,FR,\n"
    reading = read(project / "towns", mapping, towns_csv=table)
    assert left_out(reading) == [
        (3, "type", "unknown node type", "Citty"),
        (4, "town", "an edge of type TWINNING cannot have an end of type Enterprise", "C"),
    ]
    assert reading.rejected[0].nearest == "City"


def test_the_reasons_are_grouped_and_the_rows_named(project: Path) -> None:
    bad = "".join(f"A,DE,B{number},Nowhere {number},\n" for number in range(30))
    reading = read(project / "towns", towns_csv=f"{HEAD}{bad}A,DE,,FR,\n")
    assert reasons(reading.rejected, named=2) == [
        "30 x country: no country is called so (towns.csv row 2 'Nowhere 0', row 3 'Nowhere 1' and 28 more)",
        "1 x partner name: the row names no partner (towns.csv row 32)",
    ]
    assert reading.notes == ("31 rows read; 31 rejected",)


def test_a_warning_names_the_file_and_the_row_that_it_means(project: Path) -> None:
    """Of two files the second one's row is not counted in the first."""
    mapping = MAPPING.replace('file = "towns.csv"', 'file = ["towns.csv", "others.csv"]')
    others = f"{HEAD}Bonn,Germany,Oxford,UK,1991\nBonn,Switzerland,Minsk,Belarus,1999\n"
    reading = read(project / "towns", mapping, towns_csv=f"{HEAD}Bonn,Germany,Oxford,UK,1993\n", others_csv=others)
    named = {(finding.file, finding.row) for finding in reading.network.warnings if finding.column == "name"}
    assert named == {("others.csv (nodes)", 3)}
    assert [row for (row,) in edges_of(reading, "section")] == [
        "towns.csv row 2",
        "others.csv row 2",
        "others.csv row 3",
    ]
