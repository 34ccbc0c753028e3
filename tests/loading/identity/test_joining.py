"""Two loaders that speak of the same party: what becomes one node, what does not, and what is said of it."""

# ruff: noqa: RUF001

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnergraph.errors import InputError
from partnergraph.loading.identity.joining import join_all
from partnergraph.loading.identity.normal import normal_form
from partnergraph.loading.identity.parties import Party, differ
from partnergraph.loading.identity.renaming import with_ids
from partnergraph.network import records
from tests.conftest import make_loader
from tests.hypothesis_settings import unhurried
from tests.loading.identity.parties import joined, network, town

if TYPE_CHECKING:
    from pathlib import Path

BOBRUISK = town("bobruisk", "Bobruisk", aliases="Бобруйск", geonames="630468", latitude=53.15, longitude=29.21)


def said(folder: Path, known: dict[str, Any], mine: dict[str, Any]) -> str:
    """Say what becomes of one party when one is known."""
    return joined(folder, network(known), network(mine))[1].get(str(mine["id"]), "")


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("BOBRUISK", "name"),
        ("бобруйск", "alias"),
        ("Bobrujsk", "normal form"),
        ("г. Бобруйск", "normal form"),
        ("Babruysk", "GeoNames"),
    ],
)
def test_a_name_becomes_the_known_id(tmp_path: Path, name: str, rule: str) -> None:
    assert said(tmp_path, BOBRUISK, town("b", name)) == f"city:bobruisk {rule}"


@pytest.mark.parametrize("name", ["Borisov", "Bobruis", "Babruiska", "Bobr"])
def test_a_like_name_does_not(tmp_path: Path, name: str) -> None:
    assert said(tmp_path, BOBRUISK, town("b", name)) == ""


def test_other_things_than_the_name_must_agree(tmp_path: Path) -> None:
    for number, other in enumerate(
        [
            town("b", "Bobruisk", "RU"),
            town("b", "Bobruisk", country=""),
            town("b", "Bobruisk", latitude=55.0, longitude=29.2),
            {**town("b", "Bobruisk"), "id": "district:b", "type": "District"},
            {**town("b", "Bobruisk"), "id": "enterprise:b", "type": "Enterprise"},
        ]
    ):
        assert said(tmp_path / str(number), BOBRUISK, other) == "", other


@pytest.mark.parametrize(
    ("column", "value"), [("wikidata", "Q200797"), ("geonames", "630468"), ("iso_3166_2", "BY-MA")]
)
def test_a_shared_id_joins_whatever_the_name(tmp_path: Path, column: str, value: str) -> None:
    known = {"id": "region:x", "type": "Region", "name": "One", "country": "BY", column: value}
    mine = {"id": "region:y", "type": "Region", "name": "Quite another", "country": "BY", column: value}
    assert said(tmp_path, known, mine) == f"region:x {column}"
    assert said(tmp_path / "1", known, {**mine, "country": "RU"}) == ""


def test_a_place_is_the_place_that_has_its_id_whatever_its_type(tmp_path: Path) -> None:
    known = town("moscow", "Moscow", "RU", iso_3166_2="RU-MOW")
    mine = {"id": "region:m", "type": "Region", "name": "Moskva", "country": "RU", "iso_3166_2": "RU-MOW"}
    made, how = joined(tmp_path, network(known), network(mine))
    assert how == {"region:m": "city:moscow iso_3166_2"}
    (node,) = records(made.network.nodes)
    assert (node["id"], node["type"], node["name"], node["aliases"]) == ("city:moscow", "City", "Moskva", ("Moskva",))


def test_an_enterprise_is_no_place_with_the_same_id(tmp_path: Path) -> None:
    known = town("moscow", "Moscow", "RU", wikidata="Q649")
    mine = {"id": "enterprise:m", "type": "Enterprise", "name": "Moscow", "country": "RU", "wikidata": "Q649"}
    assert said(tmp_path, known, mine) == ""


def test_countries_and_regions_are_known_by_their_codes(tmp_path: Path) -> None:
    known = {"id": "country:belarus", "type": "Country", "name": "Belarus", "country": "BY"}
    mine = {"id": "country:by", "type": "Country", "name": "Weißrussland", "country": "BY"}
    assert said(tmp_path, known, mine) == "country:belarus country code"
    known = {"id": "region:vitebsk", "type": "Region", "name": "Vitebsk Region", "country": "BY", "iso_3166_2": "BY-VI"}
    mine = {"id": "region:w", "type": "Region", "name": "Viciebskaja voblasć", "country": "BY"}
    assert said(tmp_path / "1", known, mine) == "region:vitebsk ISO 3166-2"


def test_two_spellings_that_geonames_knows_as_one_town_meet_without_any_id(tmp_path: Path) -> None:
    assert said(tmp_path, town("a", "Mahilyow"), town("b", "Mogilev")) == "city:a GeoNames"


def test_a_name_that_several_towns_have_decides_nothing(tmp_path: Path) -> None:
    known = town("dzerzhinsk", "Dzerzhinsk", "RU", geonames="563708", latitude=56.24, longitude=43.46)
    assert said(tmp_path, known, town("d", "Dzerzhinsk", "RU")) == "? RU has 2 towns of this name"
    near = town("d", "Dzerzhinsk", "RU", latitude=56.2, longitude=43.5)
    assert said(tmp_path / "1", known, near) == "city:dzerzhinsk name"
    far = town("d", "Dzerzhinsk", "RU", latitude=52.28, longitude=104.39)
    assert said(tmp_path / "2", known, far) == ""
    same = town("d", "Dzerzhinsk", "RU", geonames="563708")
    assert said(tmp_path / "3", known, same) == "city:dzerzhinsk name"
    other = town("d", "Dzerzhinsk", "RU", geonames="2056861")
    assert said(tmp_path / "4", known, other).startswith("? name, but another geonames id")


def test_several_known_ones_of_a_name_are_left_open(tmp_path: Path) -> None:
    known = network(town("a", "Springtown", "RU", aliases="Brook"), town("b", "Springtown", "RU"))
    _, how = joined(tmp_path, known, network(town("c", "Springtown", "RU"), town("d", "Brook", "RU")))
    assert how["city:c"] == "? several have this name"


def test_several_of_one_loader_that_may_be_the_same_are_left_open(tmp_path: Path) -> None:
    mine = network(town("x", "Bobruisk"), town("y", "Bobrujsk"), edges=(("city:x", "city:y"),))
    made, how = joined(tmp_path, network(BOBRUISK), mine)
    assert how == dict.fromkeys(("city:x", "city:y"), "? several of this loader may be the same: city:x, city:y")
    assert made.network.equals(mine)


def test_rules_that_name_different_parties_are_left_open(tmp_path: Path) -> None:
    known = network(town("a", "Alpha", wikidata="Q1"), town("b", "Beta"))
    assert joined(tmp_path, known, network(town("c", "Beta", wikidata="Q1")))[1] == {
        "city:c": "? the rules name different parties"
    }


def test_the_same_id_is_the_same_node_unless_it_cannot_be(tmp_path: Path) -> None:
    brest = town("brest", "Brest")
    assert said(tmp_path, brest, town("brest", "Brest-Litovsk")) == "city:brest id"
    with pytest.raises(InputError) as raised:
        joined(tmp_path, network(brest), network(town("brest", "Brest", "FR")))
    (finding,) = raised.value.findings
    assert (finding.file, finding.column, finding.found) == ("mine/nodes", "id", "city:brest")
    assert "city:brest is Brest (City, FR) here and Brest (City, BY) in theirs" in finding.problem
    with pytest.raises(InputError):
        joined(tmp_path, network(brest), network({**brest, "type": "District"}))


def test_facts_keep_their_ids_and_sources_and_names_become_aliases(tmp_path: Path) -> None:
    mine = network(town("b", "Bobrujsk"), town("bonn", "Bonn", "DE"), loader="mine", edges=(("city:b", "city:bonn"),))
    made, _ = joined(tmp_path, network(BOBRUISK), mine)
    (before,), (edge,) = records(mine.edges), records(made.network.edges)
    assert edge == {**before, "source": "city:bobruisk"}
    assert edge["sources"] == ("book",)
    nodes = {row["id"]: row for row in records(made.network.nodes)}
    assert nodes["city:bobruisk"]["aliases"] == ("Bobrujsk",)
    whole = network(BOBRUISK).merged(made.network)
    assert len(whole.nodes) == 2
    assert {row["id"]: row for row in records(whole.nodes)}["city:bobruisk"]["aliases"] == ("Бобруйск", "Bobrujsk")


def test_where_it_lies_is_joined_too(tmp_path: Path) -> None:
    known = network({"id": "region:mogilev", "type": "Region", "name": "Mogilev Region", "country": "BY"}, BOBRUISK)
    mine = network(
        {"id": "region:m", "type": "Region", "name": "Mogilev Oblast", "country": "BY"},
        town("new", "Novogorsk", located_in="region:m"),
    )
    made, how = joined(tmp_path, known, mine)
    assert how == {"region:m": "region:mogilev normal form"}
    assert {row["id"]: row.get("located_in") for row in records(made.network.nodes)} == {
        "region:mogilev": None,
        "city:new": "region:mogilev",
    }


def test_what_is_said_counts_the_rules(tmp_path: Path) -> None:
    known = network(BOBRUISK, town("minsk", "Minsk"), town("dz", "Dzerzhinsk", "RU"))
    made, _ = joined(tmp_path, known, network(town("a", "Bobrujsk"), town("b", "Minsk"), town("c", "Dzerzhinsk", "RU")))
    assert made.joins.summary() == (
        "mine: 2 of its nodes are known from theirs (1 by normal form, 1 by name); 1 is in doubt and not joined; "
        "'partnergraph resolve theirs mine' lists them"
    )


def test_nothing_known_nothing_said(tmp_path: Path) -> None:
    first = network(BOBRUISK)
    (made,) = join_all([(make_loader("mine", tmp_path), first)])
    assert made.network is first
    assert made.joins.summary() == ""


def test_a_third_loader_meets_both(tmp_path: Path) -> None:
    names = ("one", "two", "three")
    networks = (network(BOBRUISK), network(town("g", "Gomel")), network(town("x", "Babrujsk"), town("y", "Homiel")))
    *_, third = join_all([(make_loader(name, tmp_path), each) for name, each in zip(names, networks, strict=True)])
    assert set(third.network.nodes["id"]) == {"city:bobruisk", "city:g"}
    assert third.joins.known_from == third.joins.met == ("one", "two")
    fourth = network(town("z", "Homel"))
    *_, last = join_all(
        [(make_loader(name, tmp_path), each) for name, each in zip((*names, "four"), (*networks, fourth), strict=True)]
    )
    assert last.joins.summary() == (
        "four: 1 of its nodes is known from two, three (1 by normal form); "
        "'partnergraph resolve two three four --joined' lists them"
    )


@given(st.lists(st.sampled_from(["Minsk", "Мінск", "Minsk-2", "Bonn", "Köln", "Koeln", "Орёл"]), unique=True))
@settings(unhurried, max_examples=15)
def test_joining_a_network_with_itself_under_other_ids_gives_it_back(names: list[str]) -> None:
    from pathlib import Path as Folder

    forms = [normal_form(name, "Institution") for name in names]
    names = [name for name, form in zip(names, forms, strict=True) if forms.count(form) == 1]
    if not names:
        return
    ours, theirs = (
        network(*({"id": f"institution:{key}{number}", "type": "Institution", "name": name} for number, name in each))
        for key, each in (("a", list(enumerate(names))), ("b", list(enumerate(names))))
    )
    _, made = join_all([(make_loader("a", Folder("nowhere")), ours), (make_loader("b", Folder("nowhere")), theirs)])
    assert made.network.equals(ours)


def test_nodes_that_get_one_id_become_one() -> None:
    both = network(
        town("a", "Alpha", aliases="A", latitude=1.5, longitude=2.5),
        town("b", "Beta", aliases="B;Alpha", wikidata="Q7", latitude=9.0, longitude=9.0),
        town("c", "Gamma", located_in="city:b"),
        edges=(("city:b", "city:c"),),
    )
    made = with_ids(both, {"city:b": "city:a"})
    assert records(made.nodes) == [
        {"id": "city:a", "type": "City", "name": "Alpha", "country": "BY", "aliases": ("A", "Beta", "B")}
        | {"wikidata": "Q7", "latitude": 1.5, "longitude": 2.5},
        {"id": "city:c", "type": "City", "name": "Gamma", "country": "BY", "located_in": "city:a"},
    ]
    (edge,), (before,) = records(made.edges), records(both.edges)
    assert edge == {**before, "source": "city:a"}
    with pytest.raises(InputError, match="circle"):
        with_ids(both, {"city:c": "city:b"})


def test_what_shows_that_two_differ() -> None:
    one = Party("a", "City", "A", "BY", shared_ids=(("wikidata", "Q1"),), point=(53.0, 27.0))
    assert differ(one, Party("b", "City", "A", "RU")) == "another country: RU"
    assert differ(one, Party("b", "City", "A", "BY", shared_ids=(("wikidata", "Q2"),))) == "another wikidata id: Q2"
    assert differ(one, Party("b", "City", "A", "BY", point=(54.0, 27.0))) == "111 km apart"
    assert differ(one, Party("b", "City", "A", "BY", shared_ids=(("wikidata", "Q1"),), point=(53.1, 27.1))) == ""
    assert differ(one, Party("b", "City", "A")) == ""
