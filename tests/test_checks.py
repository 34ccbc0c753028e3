"""What is wrong with tables: every kind of finding with its place, all of them at once, and in reasonable time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnergraph.checks import MOST_SUGGESTIONS, Checked, check
from partnergraph.dates import is_partial_date
from partnergraph.errors import Finding, InputError
from partnergraph.identity import edge_id
from partnergraph.network import Network
from partnergraph.tables import RawTable
from partnergraph.vocabulary import STANDARD, STATUSES, column_names

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

#: On a busy machine a slow example is no fault.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

NODE_TYPES = f"unknown node type; known: {', '.join(STANDARD.node_types)}"
EDGE_TYPES = f"unknown edge type; known: {', '.join(STANDARD.edge_types)}"
EMPTY = "this cell must not be empty"
NO_DATE = "not a date; write 2021, 2021-03 or 2021-03-15"
NO_NODE = "no node has this id"
NO_SOURCE = "no source has this id"

A = {"id": "city:a", "type": "City", "name": "A"}
B = {"id": "city:b", "type": "City", "name": "B"}
PLANT = {"id": "enterprise:p", "type": "Enterprise", "name": "P"}
EDGE = {"id": "e1", "type": "TWINNING", "source": "city:a", "target": "city:b", "sources": "book"}
BOOK = {"id": "book", "title": "A book"}


def raw(table: str, rows: Sequence[Mapping[str, str]]) -> RawTable:
    return RawTable(table, f"{table}.csv", rows, range(2, len(rows) + 2))


def checked(
    nodes: Sequence[Mapping[str, str]] = (A, B, PLANT),
    edges: Sequence[Mapping[str, str]] = (EDGE,),
    sources: Sequence[Mapping[str, str]] = (BOOK,),
    incomplete: Collection[str] = (),
) -> Checked:
    tables = raw("nodes", nodes), raw("edges", edges), raw("sources", sources)
    return check(*tables, STANDARD, incomplete=incomplete)


def node_faults(*changes: Mapping[str, str]) -> list[Finding]:
    """Return the faults of nodes that differ from a good one so."""
    nodes = [{"id": f"city:{number}", "type": "City", "name": "N", **change} for number, change in enumerate(changes)]
    return checked([*nodes, A, B, PLANT]).faults


def edge_faults(*changes: Mapping[str, str]) -> list[Finding]:
    """Return the faults of edges that differ from a good one so."""
    return checked(edges=[{**EDGE, "id": f"e{number}", **change} for number, change in enumerate(changes)]).faults


def source_faults(*changes: Mapping[str, str]) -> list[Finding]:
    """Return the faults of sources that differ from a good one so."""
    sources = [{"id": f"s{number}", "title": "S", **change} for number, change in enumerate(changes)]
    return checked(sources=[*sources, BOOK]).faults


def node(row: int, column: str, found: str, problem: str, nearest: str = "") -> Finding:
    return Finding("nodes.csv", row, column, found, problem, nearest)


def edge(row: int, column: str, found: str, problem: str, nearest: str = "") -> Finding:
    return Finding("edges.csv", row, column, found, problem, nearest)


def source(row: int, column: str, found: str, problem: str, nearest: str = "") -> Finding:
    return Finding("sources.csv", row, column, found, problem, nearest)


def test_good_tables_have_no_fault_and_their_values_have_types() -> None:
    nodes = [A | {"latitude": "53.5", "longitude": "-27", "aliases": "x; y;x", "country": "BY"}, B | {"country": "XK"}]
    edges = [EDGE | {"date": "2021-03", "until": "2021", "amount": "1.5e3", "unit": "USD", "sources": "book;news"}]
    sources = [BOOK | {"year": "1999", "url": "https://example.org/?q=ж#1"}, {"id": "news", "title": "News"}]
    found = checked(nodes, edges, sources)
    assert (found.faults, found.warnings) == ([], [])
    assert set(found.rows["nodes"][0]) == set(column_names("nodes"))
    assert {name: value for name, value in found.rows["nodes"][0].items() if value} == {
        **A, "latitude": 53.5, "longitude": -27.0, "aliases": ("x", "y"), "country": "BY"
    }  # fmt: skip
    assert {name: value for name, value in found.rows["edges"][0].items() if value} == {
        **EDGE, "date": "2021-03", "until": "2021", "amount": 1500.0, "unit": "USD", "status": "unknown",
        "sources": ("book", "news"),
    }  # fmt: skip
    assert found.rows["sources"][0]["year"] == 1999


def test_empty_tables_have_no_fault() -> None:
    found = checked((), (), ())
    assert found == Checked()


def test_everything_that_is_wrong_is_reported_at_once_in_the_order_of_the_tables() -> None:
    """One table of each kind with a fault of each kind: the whole list, as a person gets it."""
    nodes = [
        A | {"country": "Belarus", "located_in": "region:minks"},
        {"id": "region:minsk", "type": "Regoin", "name": "Minsk", "latitude": "95", "longitude": "27,5"},
        {"id": "city:a", "type": "City"},
        PLANT | {"located_in": "enterprise:p", "wikidata": "42"},
    ]
    edges = [
        EDGE | {"target": "city:aa", "date": "15.03.2021"},
        EDGE | {"id": "", "type": "TWINING", "sources": " ; "},
        EDGE | {"target": "enterprise:p", "status": "singed", "sources": "book;bock", "amount": "5"},
        EDGE | {"target": "region:minsk", "id": "e 4", "unit": "USD", "date": "2021", "until": "2020-12-31"},
    ]
    sources = [
        BOOK | {"url": "javascript:alert(1)"},
        BOOK | {"year": "in 1999", "part_of": "bok"},
    ]
    ends = "Country, FederalDistrict, Region, District, City, Settlement"
    assert checked(nodes, edges, sources).faults == [
        node(2, "country", "Belarus", "not an ISO 3166-1 alpha-2 code", "BY"),
        node(2, "located_in", "region:minks", NO_NODE, "region:minsk"),
        node(3, "longitude", "27,5", "not a plain number; write 1650000000 or 57.5", "27.5"),
        node(3, "type", "Regoin", NODE_TYPES, "Region"),
        node(3, "latitude", "95", "outside -90 to 90 degrees"),
        node(4, "name", "", EMPTY),
        node(4, "id", "city:a", "this id stands already in row 2"),
        node(5, "wikidata", "42", "not a Wikidata id such as Q42"),
        node(5, "located_in", "enterprise:p", "a node of type Enterprise is not a place"),
        node(5, "located_in", "enterprise:p", "the places lie in each other in a circle"),
        edge(2, "date", "15.03.2021", NO_DATE, "2021-03-15"),
        edge(2, "target", "city:aa", NO_NODE, "city:a"),
        edge(3, "sources", " ; ", EMPTY),
        edge(3, "type", "TWINING", EDGE_TYPES, "TWINNING"),
        edge(3, "target", "city:b", NO_NODE, "city:a"),
        edge(4, "target", "enterprise:p", f"the target of TWINNING cannot be of type Enterprise; it may be {ends}"),
        edge(4, "status", "singed", f"unknown status; known: {', '.join(STATUSES)}", "signed"),
        edge(4, "unit", "", "an amount needs its unit"),
        edge(4, "sources", "bock", NO_SOURCE, "book"),
        edge(4, "id", "e1", "this id stands already in row 2"),
        edge(5, "until", "2020-12-31", "ends before it begins (2021)"),
        edge(5, "amount", "", "a unit (USD) needs its amount"),
        edge(5, "id", "e 4", "an id has no spaces, commas, semicolons or quotes", "e-4"),
        source(2, "url", "javascript:alert(1)", "not an http or https address"),
        source(3, "year", "in 1999", "not a year of four digits", "1999"),
        source(3, "id", "book", "this id stands already in row 2"),
        source(3, "part_of", "bok", NO_SOURCE, "book"),
    ]


def test_a_network_is_refused_with_all_of_it_in_one_message() -> None:
    nodes = pd.DataFrame([A, B | {"type": "Town"}])
    edges = pd.DataFrame([EDGE | {"date": "2021-13"}, {**EDGE, "target": "city:c", "sources": ""}])
    with pytest.raises(InputError) as raised:
        Network.from_frames(nodes, edges, pd.DataFrame([BOOK]))
    assert raised.value.findings == (
        Finding("nodes", 2, "type", "Town", NODE_TYPES),
        Finding("edges", 1, "date", "2021-13", NO_DATE, "2021"),
        Finding("edges", 2, "sources", "", EMPTY),
        Finding("edges", 2, "target", "city:c", NO_NODE, "city:a"),
        Finding("edges", 2, "id", "e1", "this id stands already in row 1"),
    )
    assert str(raised.value).splitlines() == [
        "5 faults in the tables; nothing was loaded",
        f"  nodes, row 2, column type: {NODE_TYPES} (found 'Town')",
        f"  edges, row 1, column date: {NO_DATE} (found '2021-13'); nearest valid value: 2021",
        "  edges, row 2, column sources: this cell must not be empty",
        "  edges, row 2, column target: no node has this id (found 'city:c'); nearest valid value: city:a",
        "  edges, row 2, column id: this id stands already in row 1 (found 'e1')",
    ]


def test_a_finding_about_a_whole_file_and_a_long_cell_read_well() -> None:
    assert str(Finding("nodes.csv", 0, "", "", "the file is empty")) == "nodes.csv: the file is empty"
    assert str(Finding("nodes.csv", 3, "", "", "too short")) == "nodes.csv, row 3: too short"
    assert str(Finding("n", 3, "id", "x" * 1000, "bad")) == f"n, row 3, column id: bad (found '{'x' * 200}...')"
    assert str(InputError([Finding("n", 0, "", "", "bad")])).startswith("1 fault in the tables")


def test_each_required_cell_is_missed() -> None:
    found = checked([{"note": "x"}], [{"note": "x"}], [{"note": "x"}]).faults
    assert found == [
        *(node(2, column, "", EMPTY) for column in ("id", "type", "name")),
        *(edge(2, column, "", EMPTY) for column in ("type", "source", "target", "sources")),
        *(source(2, column, "", EMPTY) for column in ("id", "title")),
    ]


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
        *(("2021-03-15T10:00", "2021"), ("20210315", ""), ("soon", ""), ("0000", ""), ("0000-01-01", ""), ("21", "")),
    ],
)
def test_a_bad_date_and_the_date_that_was_meant(found: str, nearest: str) -> None:
    assert edge_faults({"date": found}) == [edge(2, "date", found, NO_DATE, nearest)]
    assert edge_faults({"until": found}) == [edge(2, "until", found, NO_DATE, nearest)]


@unhurried
@given(st.text("0123456789./- ", min_size=1, max_size=12))
def test_the_date_that_was_meant_is_always_a_date(text: str) -> None:
    for finding in edge_faults({"date": text}):
        assert finding.found == text
        assert not is_partial_date(text)
        assert finding.nearest == "" or is_partial_date(finding.nearest)


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
    assert (found.faults, found.rows["edges"][0]["amount"]) == ([], float(good))


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
            ("UK", ""),
            ("Narnia", ""),
            ("ZZ", ""),
            ("Soviet Union", ""),
            ("America", ""),
            ("Korea", ""),
            ("great britain", "GB"),
            ("Holland", ""),
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
    ("bad", "nearest"),
    [("A b", "a-b"), ("a,b", "a-b"), ("a;b", "a-b"), ('a"b', "a-b"), ("a'b", "a-b"), ("x" * 251, "x" * 250)],
)
def test_an_id_that_cannot_be_one(bad: str, nearest: str) -> None:
    problem = "an id has no spaces, commas, semicolons or quotes"
    assert node_faults({"id": bad}) == [node(2, "id", bad, problem, nearest)]
    assert source_faults({"id": bad}) == [source(2, "id", bad, problem, nearest)]


def test_ids_with_signs_and_other_alphabets_are_good() -> None:
    assert node_faults({"id": "город:минск"}, {"id": "x" * 250}, {"id": "a/b:c.d_e-f"}) == []


def test_every_repetition_of_an_id_is_named_with_the_first() -> None:
    assert node_faults({"id": "x"}, {"id": "y"}, {"id": "x"}, {"id": "x"}) == [
        node(4, "id", "x", "this id stands already in row 2"),
        node(5, "id", "x", "this id stands already in row 2"),
    ]


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


@pytest.mark.parametrize(
    ("edge_type", "end", "other", "types"),
    [
        ("ASSEMBLY_PLANT", "source", "city:a", "Enterprise"),
        ("TWINNING", "target", "enterprise:p", "Country, FederalDistrict, Region, District, City, Settlement"),
        ("PARTICIPATION", "target", "city:b", "Event"),
    ],
)
def test_an_end_of_a_type_that_the_edge_cannot_have(edge_type: str, end: str, other: str, types: str) -> None:
    kind = "Enterprise" if other == "enterprise:p" else "City"
    change = {"type": edge_type, end: other}
    expected = edge(2, end, other, f"the {end} of {edge_type} cannot be of type {kind}; it may be {types}")
    assert edge_faults(change) == [expected]


def test_a_fault_of_a_node_is_not_said_again_at_its_edges() -> None:
    """An unknown or missing type is said once, with the node, not with each edge and each thing that lies there."""
    nodes = [A | {"type": "Citty"}, B | {"type": ""}, PLANT | {"located_in": "city:a"}]
    assert checked(nodes).faults == [node(2, "type", "Citty", NODE_TYPES, "City"), node(3, "type", "", EMPTY)]


def test_a_row_without_an_id_is_said_once() -> None:
    assert checked([A, B | {"id": "", "located_in": "city:a"}, B]).faults == [node(3, "id", "", EMPTY)]
    assert source_faults({"id": "", "part_of": "book"}) == [source(2, "id", "", EMPTY)]


def test_an_id_is_not_missed_in_a_table_that_could_not_be_read_whole() -> None:
    edges = [EDGE | {"target": "city:z", "sources": "news", "status": "signd"}]
    nodes, sources = [A | {"located_in": "region:z"}], [BOOK | {"part_of": "shelf"}]
    status = edge(2, "status", "signd", f"unknown status; known: {', '.join(STATUSES)}", "signed")
    no_nodes = [node(2, "located_in", "region:z", NO_NODE), edge(2, "target", "city:z", NO_NODE, "city:a")]
    no_sources = [edge(2, "sources", "news", NO_SOURCE), source(2, "part_of", "shelf", NO_SOURCE)]
    assert checked(nodes, edges, sources, {"nodes", "sources"}).faults == [status]
    assert checked(nodes, edges, sources, {"nodes"}).faults == [status, *no_sources]
    assert checked(nodes, edges, sources, {"sources"}).faults == [*no_nodes, status]


@pytest.mark.parametrize("length", [1, 2, 3, 10])
def test_a_circle_of_places_and_of_sources(length: int) -> None:
    """Each row of the circle is named; a row that only leads into it is not."""
    ring = [(f"x{number}", f"x{(number + 1) % length}") for number in range(length)]
    places = [{"id": one, "type": "Region", "name": "R", "located_in": other} for one, other in ring]
    sources = [{"id": one, "title": "S", "part_of": other} for one, other in ring]
    problem = "the places lie in each other in a circle"
    expected = [node(row, "located_in", other, problem) for row, (_, other) in enumerate(ring, 2)]
    assert checked([*places, A | {"located_in": "x0"}, B]).faults == expected
    problem = "the sources stand in each other in a circle"
    expected = [source(row, "part_of", other, problem) for row, (_, other) in enumerate(ring, 2)]
    assert checked(sources=[*sources, BOOK | {"part_of": "x0"}]).faults == expected


def test_edges_without_an_id_get_one_from_their_facts() -> None:
    fact = {**EDGE, "id": "", "date": "2020"}
    made = edge_id(fact)
    edges = [fact, fact | {"note": "again"}, fact | {"date": "2021"}, fact]
    found = checked(edges=edges)
    assert found.faults == []
    assert [row["id"] for row in found.rows["edges"]] == [made, f"{made}-2", edge_id(edges[2]), f"{made}-3"]


def test_a_made_id_gives_way_to_one_that_stands_in_the_table() -> None:
    """Exported rows carry the ids that were made once; rows added to them by hand must not collide."""
    fact = {**EDGE, "id": "", "date": "2020"}
    made = edge_id(fact)
    found = checked(edges=[fact, fact | {"id": made}, fact, fact | {"id": f"{made}-2"}])
    assert found.faults == []
    assert [row["id"] for row in found.rows["edges"]] == [f"{made}-3", made, f"{made}-4", f"{made}-2"]


def test_warnings_keep_nothing_from_loading() -> None:
    nodes = [A | {"aliases": "Alpha"}, B | {"aliases": "ALPHA"}, PLANT | {"iso_3166_2": "BY-XX"}]
    edges = [EDGE, EDGE | {"id": "e2", "note": "other"}, EDGE | {"id": "e3", "target": "city:a"}]
    sources = [BOOK, {"id": "spare", "title": "Spare"}]
    found = checked(nodes, edges, sources)
    assert found.faults == []
    assert found.warnings == [
        node(3, "name", "alpha", "city:a has this name or alias too"),
        node(4, "id", "enterprise:p", "no edge touches this node and nothing lies in it"),
        node(4, "iso_3166_2", "BY-XX", "ISO 3166-2 lists no such code"),
        source(3, "id", "spare", "no edge cites this source"),
        edge(3, "", "", "says the same as row 2"),
        edge(4, "target", "city:a", "the edge leads back to its own source"),
    ]


cells = st.sampled_from(
    ["", "x", "a b", "city:a", "book", "2021", "15.3.2021", "-1", "1,5", "TWINNING", "City", ";", "\0"]
)


def rows(table: str) -> st.SearchStrategy[list[dict[str, str]]]:
    return st.lists(st.fixed_dictionaries(dict.fromkeys(column_names(table), cells)), max_size=4)


@unhurried
@given(rows("nodes"), rows("edges"), rows("sources"))
def test_whatever_stands_in_the_tables_the_findings_name_real_cells(
    nodes: list[dict[str, str]], edges: list[dict[str, str]], sources: list[dict[str, str]]
) -> None:
    tables: dict[str, Any] = {"nodes.csv": nodes, "edges.csv": edges, "sources.csv": sources}
    faults = checked(nodes, edges, sources).faults
    assert faults == checked(nodes, edges, sources).faults
    assert len(set(faults)) == len(faults)
    for finding in faults:
        cell = tables[finding.file][finding.row - 2][finding.column]
        assert finding.found in cell or finding.found in {part.strip() for part in cell.split(";")}
    places = [(list(tables).index(finding.file), finding.row) for finding in faults]
    assert places == sorted(places)


def test_five_thousand_faults_in_twenty_thousand_rows_are_found_in_seconds() -> None:
    """Comparing each misspelt id with all others would take minutes: only the first hundred get a suggestion."""
    nodes = [{"id": f"city:town-{number:05}", "type": "City", "name": f"Town {number}"} for number in range(20_000)]
    edges = [
        EDGE | {"id": f"e{number}", "source": f"city:town-{number:05}", "target": f"city:twon-{number:05}"}
        for number in range(5_000)
    ]
    started = time.perf_counter()
    faults = checked(nodes, edges).faults
    took = time.perf_counter() - started
    assert [(fault.row, fault.column, fault.found) for fault in faults] == [
        (number + 2, "target", f"city:twon-{number:05}") for number in range(5_000)
    ]
    suggested = [fault.nearest for fault in faults if fault.nearest]
    assert suggested == [fault.nearest for fault in faults[:MOST_SUGGESTIONS]]
    assert suggested[:2] == ["city:town-00000", "city:town-00001"]
    assert took < 30


def test_a_long_chain_of_places_is_followed_once() -> None:
    """Following it anew from each place would take half a minute."""
    chain = [
        {"id": f"region:{number}", "type": "Region", "name": "R", "located_in": f"region:{number + 1}"}
        for number in range(20_000)
    ]
    started = time.perf_counter()
    assert checked([A, B, *chain]).faults == [
        node(20_003, "located_in", "region:20000", NO_NODE, checked([A, B, *chain]).faults[0].nearest)
    ]
    assert time.perf_counter() - started < 20


def test_one_id_misspelt_everywhere_is_suggested_everywhere() -> None:
    found = edge_faults(*[{"target": "city:bb"}] * (2 * MOST_SUGGESTIONS))
    assert [finding.nearest for finding in found] == ["city:b"] * (2 * MOST_SUGGESTIONS)
