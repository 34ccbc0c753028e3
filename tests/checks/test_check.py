"""What is wrong with tables: all findings at once, each with its place, and in reasonable time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.checks import MOST_SUGGESTIONS
from partnergraph.errors import Finding, InputError
from partnergraph.network import Network
from partnergraph.vocabulary import STATUSES, column_names
from tests.hypothesis_settings import unhurried
from tests.tables_of_rows import (
    BOOK,
    EDGE,
    EDGE_TYPES,
    EMPTY,
    NO_DATE,
    NO_NODE,
    NO_SOURCE,
    NODE_TYPES,
    PLANT,
    A,
    B,
    checked,
    edge,
    edge_faults,
    node,
    node_faults,
    rows_of,
    source,
)


def test_good_tables_have_no_fault_and_their_values_have_types() -> None:
    nodes = [A | {"latitude": "53.5", "longitude": "-27", "aliases": "x; y;x", "country": "BY"}, B | {"country": "XK"}]
    edges = [EDGE | {"date": "2021-03", "until": "2021", "amount": "1.5e3", "unit": "USD", "sources": "book;news"}]
    sources = [BOOK | {"year": "1999", "url": "https://example.org/?q=ж#1"}, {"id": "news", "title": "News"}]
    found = checked(nodes, edges, sources)
    assert (found.faults, found.warnings) == ([], [])
    assert set(rows_of(found, "nodes")[0]) == set(column_names("nodes"))
    assert {name: value for name, value in rows_of(found, "nodes")[0].items() if value} == {
        **A, "latitude": 53.5, "longitude": -27.0, "aliases": ("x", "y"), "country": "BY"
    }  # fmt: skip
    assert {name: value for name, value in rows_of(found, "edges")[0].items() if value} == {
        **EDGE, "date": "2021-03", "until": "2021", "amount": 1500.0, "unit": "USD", "status": "unknown",
        "sources": ("book", "news"),
    }  # fmt: skip
    assert rows_of(found, "sources")[0]["year"] == 1999


def test_empty_tables_have_no_fault() -> None:
    found = checked((), (), ())
    assert (found.faults, found.warnings) == ([], [])
    assert [rows_of(found, table) for table in ("nodes", "edges", "sources")] == [[], [], []]


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


edge_changes = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["TWINNING", "SUPPLIES", "TWINING", ""]),
        "source": st.sampled_from(["city:a", "enterprise:p", "city:aa", ""]),
        "target": st.sampled_from(["city:b", "enterprise:p", "city:bb"]),
        "date": st.sampled_from(["", "2021", "15.3.2021"]),
        "until": st.sampled_from(["", "2020", "2021-06", "x"]),
        "status": st.sampled_from(["", "signed", "singed"]),
        "title": st.sampled_from(["", "a\0"]),
        "amount": st.sampled_from(["", "5", "1,5"]),
        "unit": st.sampled_from(["", "USD"]),
        "sources": st.sampled_from(["book", "book;bock", ";", "bock;boook"]),
    }
)
node_changes = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["City", "Citty", ""]),
        "name": st.sampled_from(["N", ""]),
        "country": st.sampled_from(["", "BY", "Belarus"]),
        "located_in": st.sampled_from(["", "city:a", "enterprise:p", "city:aa"]),
        "wikidata": st.sampled_from(["", "42"]),
        "geonames": st.sampled_from(["", "x"]),
        "latitude": st.sampled_from(["", "5", "95", "5,5"]),
        "longitude": st.sampled_from(["", "5", "181"]),
    }
)


@pytest.mark.parametrize(("faults", "changes"), [(edge_faults, edge_changes), (node_faults, node_changes)])
@unhurried
@given(data=st.data())
def test_a_row_has_the_faults_that_it_has_alone_whatever_stands_before_and_behind_it(
    faults: Callable[..., list[Finding]], changes: st.SearchStrategy[dict[str, str]], data: st.DataObject
) -> None:
    """A cell that is at fault in several rows is found in each, in their order, and keeps nothing else from it."""
    different = data.draw(st.lists(changes, min_size=1, max_size=4))
    rows = data.draw(st.lists(st.sampled_from(different), max_size=12))
    alone = [faults(row) for row in rows]
    assert faults(*rows) == [replace(finding, row=number) for number, found in enumerate(alone, 2) for finding in found]


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
