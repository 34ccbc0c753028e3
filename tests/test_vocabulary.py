"""The vocabulary: what the contract fixes, what may be declared beside it, and what may not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from partnergraph.errors import UsageError
from partnergraph.vocabulary import (
    RESERVED_LABELS,
    SHAPES,
    STANDARD,
    STATUSES,
    TABLES,
    EdgeType,
    NodeType,
    Vocabulary,
    column_names,
)

FUND = NodeType("Fund", "A foundation that pays", "#123456", "database")
FUNDS = EdgeType("FUNDS", "Money given", frozenset({"Fund"}), frozenset({"City"}))
PLACES = {"Country", "FederalDistrict", "Region", "District", "City", "Settlement"}


def test_the_types_of_the_contract() -> None:
    assert list(STANDARD.node_types) == [
        *("Country", "FederalDistrict", "Region", "District", "City", "Settlement"),
        *("Enterprise", "Institution", "Event", "Programme"),
    ]
    assert list(STANDARD.edge_types) == [
        *("AGREEMENT", "TWINNING", "SUPPLIES", "ASSEMBLY_PLANT", "JOINT_VENTURE", "DEALERSHIP", "COOPERATION"),
        *("CONSTRUCTION", "TRADE", "INVESTMENT", "MEMBERSHIP", "PARTICIPATION", "LOCATED_IN"),
    ]
    assert list(STATUSES) == ["signed", "active", "planned", "proposed", "suspended", "ended", "unknown"]
    assert STANDARD.place_types == PLACES
    assert set(STANDARD.partnership_types) == set(STANDARD.edge_types) - {"LOCATED_IN"}
    assert STANDARD.declared == frozenset()


@pytest.mark.parametrize(
    ("edge_type", "sources", "targets"),
    [
        ("TWINNING", PLACES, PLACES),
        ("ASSEMBLY_PLANT", {"Enterprise", "Country"}, PLACES | {"Enterprise"}),
        ("JOINT_VENTURE", {"Enterprise"}, PLACES | {"Enterprise", "Institution"}),
        ("DEALERSHIP", {"Enterprise", "Country"}, PLACES | {"Enterprise"}),
        ("MEMBERSHIP", {"Enterprise", "Institution"}, {"Enterprise", "Institution", "Programme"}),
        ("PARTICIPATION", set(), {"Event"}),
        ("COOPERATION", set(), set()),
        ("TRADE", PLACES, PLACES),
        ("LOCATED_IN", set(), PLACES),
    ],
)
def test_the_ends_of_the_contract(edge_type: str, sources: set[str], targets: set[str]) -> None:
    found = STANDARD.edge_types[edge_type]
    assert [found.source_types, found.target_types] == [frozenset(sources), frozenset(targets)]


def test_the_columns_of_the_contract() -> None:
    assert {table: ", ".join(column_names(table)) for table in TABLES} == {
        "nodes": (
            "id, type, name, country, located_in, aliases, iso_3166_2, wikidata, geonames, latitude, longitude, note"
        ),
        "edges": (
            "id, type, source, target, date, until, status, title, amount, unit, sources, section, note, carries_out, "
            "stated_as"
        ),
        "sources": "id, kind, title, author, year, date, url, part_of, locator, note",
    }


def test_everything_that_is_shown_has_a_sentence_and_a_colour_of_its_own() -> None:
    node_types, edge_types = STANDARD.node_types.values(), STANDARD.edge_types.values()
    docs = [node_type.doc for node_type in node_types] + [edge_type.doc for edge_type in edge_types]
    assert all((*docs, *(column.doc for table in TABLES.values() for column in table)))
    assert len({(node_type.colour, node_type.shape) for node_type in node_types}) == len(STANDARD.node_types)
    assert len({edge_type.colour for edge_type in edge_types}) == len(STANDARD.edge_types)


def test_the_standard_vocabulary_cannot_be_changed_by_accident() -> None:
    with pytest.raises(TypeError):
        STANDARD.node_types["Fund"] = FUND  # type: ignore[index]
    extended = STANDARD.extended([FUND], [FUNDS])
    with pytest.raises(TypeError):
        del extended.edge_types["FUNDS"]  # type: ignore[attr-defined]
    assert "Fund" not in STANDARD.node_types
    assert "FUNDS" not in STANDARD.edge_types


def test_further_types_stand_behind_the_standard_ones() -> None:
    extended = STANDARD.extended([FUND], [FUNDS])
    assert list(extended.node_types) == [*STANDARD.node_types, "Fund"]
    assert list(extended.edge_types) == [*STANDARD.edge_types, "FUNDS"]
    assert extended.node_types["Fund"] == FUND
    assert extended.edge_types["FUNDS"] == FUNDS
    assert extended.declared == {"Fund", "FUNDS"}
    assert extended.partnership_types == (*STANDARD.partnership_types, "FUNDS")
    assert extended.place_types == PLACES
    assert STANDARD.extended([replace(FUND, is_place=True)]).place_types == PLACES | {"Fund"}


def test_to_declare_the_same_again_changes_nothing() -> None:
    once = STANDARD.extended([FUND], [FUNDS])
    assert once.extended([FUND], [FUNDS]) == once
    assert once.extended() == once
    assert STANDARD.extended(STANDARD.node_types.values(), STANDARD.edge_types.values()) == STANDARD


def test_merging_two_vocabularies() -> None:
    one, other = STANDARD.extended([FUND]), STANDARD.extended([NodeType("Club", "A club")])
    both = one.merged(other)
    assert both.declared == {"Fund", "Club"}
    assert dict(both.node_types) == dict(other.merged(one).node_types)
    assert one.merged(one) == one
    assert STANDARD.merged(one) == one


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        (replace(FUND, colour="#654321"), "node type Fund"),
        (replace(STANDARD.node_types["City"], doc="A city"), "node type City"),
        (replace(FUNDS, directed=False), "edge type FUNDS"),
        (replace(STANDARD.edge_types["TWINNING"], is_partnership=False), "edge type TWINNING"),
    ],
)
def test_one_name_has_one_meaning(changed: NodeType | EdgeType, what: str) -> None:
    vocabulary = STANDARD.extended([FUND], [FUNDS])
    if isinstance(changed, NodeType):
        other = Vocabulary({**STANDARD.node_types, changed.name: changed}, STANDARD.edge_types)
    else:
        other = Vocabulary(vocabulary.node_types, {changed.name: changed})
    with pytest.raises(UsageError) as raised:
        vocabulary.merged(other)
    assert str(raised.value) == f"{what} is already declared with another meaning"


@pytest.mark.parametrize(
    "name", ["fund", "My Fund", "", "Fünd", "My_Fund", "2Fund", "Fund`", "Fund\n", *sorted(RESERVED_LABELS)]
)
def test_a_name_that_can_be_no_label(name: str) -> None:
    with pytest.raises(UsageError) as raised:
        NodeType(name, "doc")
    assert str(raised.value) == f"node type {name!r}: use CamelCase letters and digits, not a reserved label"


@pytest.mark.parametrize(
    "name", ["Funds", "funds", "FUND-S", "", "_FUNDS", "2FUNDS", "FÜNDS", "FUNDS`", "FUNDS\n", "\u0410"]
)
def test_a_name_that_can_be_no_relationship_type(name: str) -> None:
    with pytest.raises(UsageError) as raised:
        EdgeType(name, "doc")
    assert str(raised.value) == f"edge type {name!r}: use capital letters, digits and underscores"


@pytest.mark.parametrize("colour", ["red", "#fff", "123456", "#12345g", "#1234567", "", "#123456;x:y", "#123456\n"])
def test_a_colour_that_is_none(colour: str) -> None:
    for make, what in ((NodeType, "node type Fund"), (EdgeType, "edge type FUND")):
        with pytest.raises(UsageError) as raised:
            make(what.split()[-1], "doc", colour=colour)
        assert str(raised.value) == f"{what}: colour {colour!r} is not of the form #rrggbb"


def test_a_shape_that_the_page_cannot_draw() -> None:
    for shape in SHAPES:
        assert NodeType("Fund", "doc", shape=shape).shape == shape
    with pytest.raises(UsageError) as raised:
        NodeType("Fund", "doc", shape="trinagle")
    assert str(raised.value) == (
        f"node type Fund: unknown shape 'trinagle'; did you mean triangle? known: {', '.join(SHAPES)}"
    )


def test_an_end_of_a_type_that_does_not_exist() -> None:
    with pytest.raises(UsageError) as raised:
        STANDARD.extended(edge_types=[replace(FUNDS, source_types=frozenset({"Citty"}))])
    known = ", ".join(STANDARD.node_types)
    assert str(raised.value) == (
        f"edge type FUNDS names an unknown node type 'Citty'; did you mean City? known: {known}"
    )


def test_what_happens_is_over_with_its_own_date_and_all_else_lasts() -> None:
    happening = {name for name, edge_type in STANDARD.edge_types.items() if edge_type.kind == "happening"}
    assert happening == {"SUPPLIES", "TRADE", "PARTICIPATION", "CONSTRUCTION"}
    assert {name for name in STANDARD.edge_types if STANDARD.happens(name)} == happening
    assert FUNDS.kind == "lasting"
    declared = STANDARD.extended([FUND], [replace(FUNDS, kind="happening")])
    assert declared.happens("FUNDS")
    assert not STANDARD.happens("FUNDS")


@pytest.mark.parametrize(
    ("edge_type", "unit", "happens"),
    [
        *(("INVESTMENT", "USD", True), ("INVESTMENT", "companies", False), ("INVESTMENT", None, False)),
        *(("INVESTMENT", "", False), ("AGREEMENT", "USD", False), ("SUPPLIES", "tractors", True)),
    ],
)
def test_an_investment_of_money_is_a_flow_and_one_in_firms_lasts(
    edge_type: str, unit: str | None, happens: bool
) -> None:
    assert STANDARD.happens(edge_type, unit) is happens


def test_a_kind_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="unknown kind 'happenning'; did you mean happening"):
        replace(FUNDS, kind="happenning")
