"""What a person decided, and what is put before a person: who_is_who.csv and the survey of names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.errors import Finding, InputError, UsageError
from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.identity.decisions import (
    COLUMNS,
    DECISIONS,
    Decision,
    decision_files,
    match_decisions,
    read_decisions,
    record,
)
from partnergraph.loading.identity.survey import survey
from partnergraph.loading.reading import read_loader
from partnergraph.network import records
from tests.conftest import ROOT, make_loader
from tests.hypothesis_settings import unhurried
from tests.loading.identity.parties import joined, network, town
from tests.loading.written_loaders import findings, write_loader

if TYPE_CHECKING:
    from pathlib import Path

    from partnergraph.network import Network

HEAD = ",".join(COLUMNS) + "\n"
TWO = "id,type,name,country\ncity:a,City,Alpha,BY\ncity:b,City,Beta,RU\n"


def written(folder: Path, decisions: str) -> Path:
    write_loader(folder, nodes=TWO)
    (folder / DECISIONS).write_text(decisions, encoding="utf-8")
    return folder


def open_names(folder: Path, first: Network, second: Network) -> list[tuple[str, str, str, list[str]]]:
    """Return what a survey leaves open of the second of two loaders."""
    loaders = [make_loader("theirs", folder / "theirs"), make_loader("mine", folder / "mine")]
    _, mine = survey([(loaders[0], first), (loaders[1], second)])
    return [(party.id, v.status, v.rule, [each.id for each in v.candidates]) for party, v in mine.open]


def test_a_decision_is_applied_whenever_the_loader_is_read(project: Path) -> None:
    folder = written(project / "towns", HEAD + "Beta,RU,City,city:beta-on-the-oka,A. Person,2026-11-24,certain\n")
    made = read_loader(folder)
    assert set(made.nodes["id"]) == {"city:a", "city:beta-on-the-oka"}
    (edge,) = records(made.edges)
    (folder / DECISIONS).unlink()
    (before,) = records(read_loader(folder).edges)
    assert edge == {**before, "target": "city:beta-on-the-oka"}, "the fact keeps its id"


def test_a_decision_may_give_the_id_in_a_register(project: Path) -> None:
    folder = written(project / "towns", "name,id\nAlpha,wikidata:Q2280\ncity:b,geonames:1\n")
    nodes = {row["id"]: row for row in records(read_loader(folder).nodes)}
    assert (nodes["city:a"]["wikidata"], nodes["city:b"]["geonames"]) == ("Q2280", "1")


def test_a_decision_comes_before_every_rule(tmp_path: Path) -> None:
    known, mine = network(town("minsk", "Minsk"), town("other", "Other")), network(town("m", "Minsk"))
    assert joined(tmp_path / "1", known, mine)[1] == {"city:m": "city:minsk name"}
    made, how = joined(tmp_path / "2", known, mine, "name,id\nMinsk,city:m\n")
    assert (how, set(made.network.nodes["id"])) == ({}, {"city:m"})
    # Reading applies the id; joining then says that it was decided.
    there = network(town("other", "Minsk"))
    assert joined(tmp_path / "3", known, there, "name,id\nMinsk,city:other\n")[1] == {
        "city:other": "city:other decision"
    }


def test_a_decision_may_say_that_a_district_is_the_city(tmp_path: Path) -> None:
    known = network(town("minsk", "Minsk"))
    mine = network({"id": "city:minsk", "type": "District", "name": "Minsk urban district", "country": "BY"})
    made, how = joined(tmp_path, known, mine, "name,id\nMinsk urban district,city:minsk\n")
    assert how == {"city:minsk": "city:minsk decision"}
    assert list(made.network.nodes["type"]) == ["City"]
    with pytest.raises(InputError):
        joined(tmp_path / "2", known, mine)


def test_the_closer_description_counts() -> None:
    two = network(town("a", "Brest", "BY"), town("b", "Brest", "FR"))
    decisions = [Decision("city:a", "", "", "city:x"), Decision("Brest", "FR", "", "city:y")]
    found, warnings = match_decisions(two, decisions, "mine")
    assert ({own: each.id for own, each in found.items()}, warnings) == ({"city:a": "city:x", "city:b": "city:y"}, ())


def test_a_decision_on_several_or_on_nobody(project: Path) -> None:
    folder = written(project / "towns", "name,id\nGamma,city:x\n")
    (warning,) = [each for each in read_loader(folder).warnings if each.file == DECISIONS]
    assert (warning.found, warning.problem) == ("Gamma", "nobody in towns is called so; the line has no effect")
    two = network(town("a", "Brest", "BY"), town("b", "Brest", "FR"))
    with pytest.raises(InputError) as raised:
        match_decisions(two, [Decision("brest", "", "City", "city:x")], "mine")
    (finding,) = raised.value.findings
    assert "mine has several so called: city:a, city:b; give country and type" in finding.problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name\nBeta\n", [Finding(DECISIONS, 1, "id", "", "this column is missing")]),
        ("name,id,id\n", [Finding(DECISIONS, 1, "id", "", "the column stands twice")]),
        ("name,id\nBeta\n,city:x\n", [
            Finding(DECISIONS, 2, "", "", "the row has 1 cells, the header 2"),
            Finding(DECISIONS, 2, "id", "", "this cell must not be empty"),
            Finding(DECISIONS, 3, "name", "", "this cell must not be empty"),
        ]),
        ("name,id\nBeta,city x\n", [
            Finding(DECISIONS, 2, "id", "city x", "an id has no spaces, commas, semicolons or quotes"),
        ]),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used(project: Path, text: str, expected: list[Finding]) -> None:
    assert findings(written(project / "towns", text)) == expected


def test_a_misspelt_column_and_a_file_of_bytes(project: Path) -> None:
    (finding,) = findings(written(project / "towns", "name,id,contry\nBeta,city:x,RU\n"))
    assert (finding.column, finding.nearest) == ("contry", "country")
    (project / "towns" / DECISIONS).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="cannot be read"):
        read_loader(project / "towns")
    (project / "towns" / DECISIONS).write_bytes(b"")
    assert len(read_loader(project / "towns").nodes) == 2


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=["Cs"]), max_size=12)
decisions = st.builds(
    Decision,
    name=texts.map(str.strip).filter(bool),
    country=st.sampled_from(["", "BY", "RU"]),
    type=st.sampled_from(["", "City"]),
    id=st.from_regex(r"city:[a-z]{1,5}", fullmatch=True),
    decided_by=texts.map(str.strip),
    decided_on=st.just("2026-11-24"),
    note=texts.map(str.strip),
)


@given(given=st.lists(decisions, max_size=6, unique_by=lambda each: (each.name.casefold(), each.country, each.type)))
@unhurried
def test_what_is_recorded_is_read_back(tmp_path_factory: pytest.TempPathFactory, given: list[Decision]) -> None:
    folder = tmp_path_factory.mktemp("towns")
    for decision in given:
        record(folder / DECISIONS, [decision])
    assert read_decisions(folder, "towns") == tuple(given)
    assert not list(folder.glob("*.part"))


def test_a_later_decision_takes_the_place_of_the_earlier_one(tmp_path: Path) -> None:
    record(tmp_path / DECISIONS, [Decision("Alpha", "BY", "City", "city:x"), Decision("Beta", "", "", "city:y")])
    record(tmp_path / DECISIONS, [Decision("ALPHA", "BY", "City", "city:z", note="mended")])
    lines = (tmp_path / DECISIONS).read_text(encoding="utf-8").splitlines()
    assert lines[1:] == ["ALPHA,BY,City,city:z,,,mended", "Beta,,,city:y,,,"]


def test_decisions_on_a_loader_of_the_package_stand_in_the_project(project: Path) -> None:
    carried = ROOT / "loaders" / "union_state"
    assert decision_files(carried, "union_state") == (
        carried / DECISIONS,
        project / "loaders" / "union_state" / DECISIONS,
    )
    assert decision_files(project / "towns", "towns") == (project / "towns" / DECISIONS,)
    record(decision_files(carried, "union_state")[-1], [Decision("Minsk", "BY", "City", "city:our-minsk")])
    assert "city:our-minsk" in set(read_loader("union_state").nodes["id"])
    assert open_loader("union_state").folder == carried


def test_the_reference_network_leaves_nothing_open() -> None:
    loader = open_loader(ROOT / "loaders" / "union_state")
    network_of_it = read_loader(loader)
    assert (len(network_of_it.nodes), len(network_of_it.edges)) == (398, 917)
    (only,) = survey([(loader, network_of_it)])
    assert only.open == ()


def test_a_like_name_is_proposed(tmp_path: Path) -> None:
    known = network(town("bobruisk", "Bobruisk"), town("borisov", "Borisov"), town("minsk", "Minsk"))
    assert open_names(tmp_path, known, network(town("b", "Bobruisko"))) == [
        ("city:b", "similar", "a like name", ["city:bobruisk"])
    ]


def test_what_differs_for_certain_is_not_proposed(tmp_path: Path) -> None:
    known = network(town("bobruisk", "Bobruisk", wikidata="Q1", latitude=53.1, longitude=29.2))
    for other in (
        town("b", "Bobruisko", "RU", wikidata="Q2"),
        town("b", "Bobruisko", wikidata="Q2"),
        town("b", "Bobruisko", wikidata="Q1") | {"wikidata": "Q3"},
    ):
        assert open_names(tmp_path, known, network(other)) == []


def test_places_that_no_register_knows_are_open_even_alone(tmp_path: Path) -> None:
    lost = network(
        town("a", "Minksk"),
        town("b", "Qwertyuiop"),
        town("c", "Somewhere", country=""),
        town("d", "Dzerzhinsk", "RU"),
        town("e", "Grodno"),
        {"id": "region:x", "type": "Region", "name": "Hrodzenia Region", "country": "BY"},
        {"id": "enterprise:x", "type": "Enterprise", "name": "Qwertyuiop", "country": "BY"},
    )
    assert open_names(tmp_path, network(), lost) == [
        ("city:d", "ambiguous", "GeoNames has 2 of this name in RU", ["geonames:2056861", "geonames:563708"]),
        ("city:a", "unknown", "GeoNames has none of this name in BY", ["geonames:625144"]),
        ("city:b", "unknown", "GeoNames has none of this name in BY", []),
        ("city:c", "unknown", "the country is missing", []),
        ("region:x", "unknown", "ISO 3166-2 has none of this name in BY", ["iso_3166_2:BY-HR"]),
    ]


def test_what_was_decided_is_no_longer_open(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / DECISIONS).write_text("name,id\nQwertyuiop,city:b\n", encoding="utf-8")
    assert open_names(tmp_path, network(), network(town("b", "Qwertyuiop"))) == []
