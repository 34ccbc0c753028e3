"""Ids: which are good, which stand twice, what they are used for, and the ids made for edges without one."""

from __future__ import annotations

import pytest

from partnergraph.tables.edge_ids import edge_id
from partnergraph.vocabulary import STATUSES
from tests.tables_of_rows import (
    BOOK,
    EDGE,
    EMPTY,
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
    source_faults,
)


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
    ("edge_type", "end", "other", "types"),
    [
        ("ASSEMBLY_PLANT", "source", "city:a", "Country, Enterprise"),
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
    assert [row["id"] for row in rows_of(found, "edges")] == [made, f"{made}-2", edge_id(edges[2]), f"{made}-3"]


def test_a_made_id_gives_way_to_one_that_stands_in_the_table() -> None:
    """Exported rows carry the ids that were made once; rows added to them by hand must not collide."""
    fact = {**EDGE, "id": "", "date": "2020"}
    made = edge_id(fact)
    found = checked(edges=[fact, fact | {"id": made}, fact, fact | {"id": f"{made}-2"}])
    assert found.faults == []
    assert [row["id"] for row in rows_of(found, "edges")] == [f"{made}-3", made, f"{made}-4", f"{made}-2"]


def test_an_edge_carries_out_other_edges_of_the_table() -> None:
    assert edge_faults({}, {"carries_out": "e0"}, {"carries_out": "e1;e0"}) == []
    assert edge_faults({}, {"carries_out": "e1"}, {"carries_out": "e0; e-0"}) == [
        edge(3, "carries_out", "e1", "an edge cannot carry out itself"),
        edge(4, "carries_out", "e-0", "no edge has this id", "e0"),
    ]


def test_an_edge_may_carry_out_one_whose_id_is_made_of_its_facts() -> None:
    made = edge_id(EDGE)
    found = checked(edges=[EDGE | {"id": ""}, EDGE | {"id": "deed", "title": "Done", "carries_out": made}])
    assert found.faults == []
    assert [(row["id"], row["carries_out"]) for row in rows_of(found, "edges")] == [(made, ()), ("deed", (made,))]


def test_of_a_table_that_could_not_be_read_whole_no_edge_is_missed() -> None:
    assert checked(edges=[EDGE | {"carries_out": "elsewhere"}], incomplete=["edges"]).faults == []
