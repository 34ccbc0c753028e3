"""Which nodes and facts of several rows are one: by name and country, by place, by both directions of a pair."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.checks import ID_FORM, LONGEST_ID
from partnergraph.great_circle import great_circle_km
from partnergraph.loading.mapping import made_id, slug
from partnergraph.loading.mapping.same_nodes import Nodes
from partnergraph.loading.reading import read_loader
from tests.hypothesis_settings import unhurried
from tests.loading.mapping.written_mappings import MAPPING, edges_of, left_out, nodes_of, one_line, read

HEAD = "Town,Land,Partner,Partner land,Since,lat,lon,State\n"
PLACED = MAPPING.replace('name = "{Town}"', 'name = "{Town}"\nlatitude = "{lat}"\nlongitude = "{lon}"')
IN_STATES = PLACED.replace('name = "{Town}"', 'name = "{Town}"\nlocated_in = "state"') + """
[mapping.nodes.state]
type = "Region"
name = "{State}"
country = "{Land}"
optional = true
"""  # fmt: skip


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Halle (Saale)", "halle-saale"),
        ("Saint-Denis", "saint-denis"),
        ("São Tomé", "sao-tome"),
        ("Łódź", "lodz"),
        ("Großröhrsdorf", "grossrohrsdorf"),
        ("İzmir", "izmir"),
        ("Йошкар-Ола", "йошкар-ола"),
        ("東京", "東京"),
        ("L'Aquila", "l-aquila"),
        ("ﬁve", "five"),
    ],
)
def test_slugs_can_be_read(name: str, made: str) -> None:
    assert slug(name) == made


def test_ids_from_names() -> None:
    assert made_id("City", "Halle", "DE") == "city:halle-de"
    assert made_id("FederalDistrict", "Volga", "RU") == "federal-district:volga-ru"
    assert made_id("Enterprise", "MTZ") == "enterprise:mtz"
    assert made_id("Country", "Germany", "DE") == "country:de"
    assert made_id("City", "!!") != made_id("City", "??")


@given(st.text(min_size=1, max_size=400), st.sampled_from(["", "DE"]))
@unhurried
def test_every_name_gives_an_id_that_the_tables_accept(name: str, country: str) -> None:
    made = made_id("City", name, country)
    assert ID_FORM.fullmatch(made)
    assert len(made) <= LONGEST_ID
    assert made == made_id("City", name, country)


def test_the_same_name_in_two_countries_is_two_nodes(project: Path) -> None:
    reading = read(project / "towns", towns_csv="Town,Land,Partner,Partner land,Since\nBrest,BY,Brest,FR,\n")
    assert nodes_of(reading, "id", "name") == [("city:brest-by", "Brest"), ("city:brest-fr", "Brest")]


def test_namesakes_in_one_country_are_told_apart_by_where_they_lie(project: Path) -> None:
    table = (
        f"{HEAD}Halle,DE,A,FR,,51.4833,11.9667,\nHalle,DE,B,FR,,52.0608,8.3597,\nHalle,DE,C,FR,,51.4830,11.9720,\n"
        "Halle,DE,D,FR,,,,\nBonn,DE,A,FR,,50.73,7.1,\nBonn,DE,B,FR,,,,\n"
    )
    reading = read(project / "towns", PLACED, towns_csv=table)
    assert edges_of(reading, "target", "source") == [
        ("city:halle-de-51.48n-11.97e", "city:a-fr"),
        ("city:halle-de-52.06n-8.36e", "city:b-fr"),
        ("city:halle-de-51.48n-11.97e", "city:c-fr"),
        ("city:bonn-de", "city:a-fr"),
        ("city:bonn-de", "city:b-fr"),
    ]
    problem = "several places have this name, and the row does not tell which it means"
    assert left_out(reading) == [(5, "source", problem, "Halle")]
    assert nodes_of(reading, "id", "latitude")[0] == ("city:halle-de-51.48n-11.97e", 51.4833)


@pytest.mark.parametrize(("within", "nodes"), [("0", 2), ("20", 2), ("25", 1)])
def test_how_far_apart_one_town_may_lie_can_be_said(project: Path, within: str, nodes: int) -> None:
    mapping = PLACED.replace('name = "{Town}"', f'name = "{{Town}}"\nsame_within_km = {within}')
    table = f"{HEAD}Bonn,DE,A,FR,,50.9375,6.9603,\nBonn,DE,B,FR,,50.7374,7.0982,\n"  # Cologne's point, and Bonn's
    reading = read(project / "towns", mapping, towns_csv=table)
    assert len({name for name, node in nodes_of(reading, "id", "name") if node == "Bonn"}) == nodes


def test_namesakes_are_told_apart_by_the_region_they_lie_in(project: Path) -> None:
    table = (
        f"{HEAD}Springfield,US,A,FR,,,,Illinois\nSpringfield,US,B,FR,,,,Ohio\nSpringfield,US,C,FR,,,,\n"
        "Salem,US,A,FR,,,,Oregon\nSalem,US,B,FR,,,,\nSpringfield,US,D,FR,,,,Ohio\n"
    )
    reading = read(project / "towns", IN_STATES, towns_csv=table)
    assert edges_of(reading, "target", "source") == [
        ("city:springfield-us-illinois", "city:a-fr"),
        ("city:springfield-us-ohio", "city:b-fr"),
        ("city:salem-us", "city:a-fr"),
        ("city:salem-us", "city:b-fr"),
        ("city:springfield-us-ohio", "city:d-fr"),
    ]
    assert [row for row, *_ in left_out(reading)] == [4]
    places = dict(reading.network.nodes[["id", "located_in"]].dropna().itertuples(index=False, name=None))
    assert places == {
        "city:springfield-us-illinois": "region:illinois-us",
        "city:springfield-us-ohio": "region:ohio-us",
        "city:salem-us": "region:oregon-us",
    }


def test_the_order_of_the_rows_does_not_change_the_ids(project: Path) -> None:
    rows = [
        "Halle,DE,A,FR,,51.48,11.97,",
        "Halle,DE,B,FR,,52.06,8.36,",
        "Halle,DE,A,FR,1990,51.48,11.972,",
        "B,FR,Halle,DE,,,,",
    ]
    one = read(project / "one", PLACED, towns_csv=HEAD + "\n".join(rows))
    other = read(project / "other", PLACED, towns_csv=HEAD + "\n".join(reversed(rows)))
    assert set(one.network.nodes["id"]) == set(other.network.nodes["id"])
    assert set(one.network.edges["id"]) == set(other.network.edges["id"])


def test_two_spellings_are_one_and_said(project: Path) -> None:
    table = "Town,Land,Partner,Partner land,Since\nKošice,SK,A,FR,1990\nKosice,SK,B,FR,1991\nKOŠICE,SK,B,FR,1992\n"
    reading = read(project / "towns", towns_csv=table)
    assert nodes_of(reading, "name", "aliases")[0] == ("Košice", ("Kosice", "KOŠICE"))
    assert reading.notes[1:] == (
        "1 node with several names, of which the first was kept: KOŠICE = Kosice = Košice",
        "1 fact is likely stated twice, with another date: TWINNING of B and Košice in rows 3 (1991), 4 (1992)",
    )


def test_what_rows_say_differently_of_one_node_is_counted(project: Path) -> None:
    mapping = MAPPING.replace('name = "{Town}"', 'name = "{Town}"\nnote = "{Since}"').replace('date = "{Since}"', "")
    table = "Town,Land,Partner,Partner land,Since\nA,DE,B,FR,x\nA,DE,C,FR,y\nA,DE,D,FR,\nA,DE,E,FR,z\n"
    reading = read(project / "towns", mapping, towns_csv=table)
    assert nodes_of(reading, "note")[0] == ("x",)
    assert reading.notes[1:] == ("rows give a node differing values, of which the first was kept: note (2)",)


def test_ids_of_ones_own_and_nodes_described_elsewhere(project: Path) -> None:
    mapping = """
[[mapping]]
file = "towns.csv"
[mapping.nodes.town]
id = "city:{Town}"
[mapping.nodes.partner]
id = "city:{Partner}"
[[mapping.edges]]
type = "TWINNING"
source = "town"
target = "partner"

[[mapping]]
file = "places.csv"
[mapping.nodes.place]
id = "city:{Code}"
type = "City"
name = "{Name}"
"""
    table = "Town,Partner\nbn,ox\nbn,oy\nbn,a b\n"
    reading = read(project / "towns", mapping, towns_csv=table, places_csv="Code,Name\nbn,Bonn\nox,Oxford\n")
    assert edges_of(reading, "source", "target", "section") == [("city:bn", "city:ox", "towns.csv row 2")]
    assert nodes_of(reading, "id", "name") == [("city:bn", "Bonn"), ("city:ox", "Oxford")]
    assert [(each.row, each.problem, each.found, each.nearest) for each in reading.rejected] == [
        (3, "no node has this id", "city:oy", "city:ox"),
        (4, "an id has no spaces, commas, semicolons or quotes", "city:a b", "city:a-b"),
    ]


def test_both_directions_of_a_twinning_are_one_edge_with_both_rows(project: Path) -> None:
    table = (
        "Town,Land,Partner,Partner land,Since\nBonn,DE,Oxford,GB,1947\nOxford,GB,Bonn,DE,\nBonn,DE,Oxford,GB,1947\n"
        "Minsk,BY,Bonn,DE,1993-09\nBonn,DE,Minsk,BY,1993\nBonn,DE,Minsk,BY,1999\n"
    )
    reading = read(project / "towns", towns_csv=table)
    assert edges_of(reading, "source", "target", "date", "section") == [
        ("city:bonn-de", "city:oxford-gb", "1947", "row 2; row 4; row 3"),
        ("city:bonn-de", "city:minsk-by", "1993-09", "row 5; row 6"),
        ("city:bonn-de", "city:minsk-by", "1999", "row 7"),
    ]
    assert reading.notes[1:] == (
        "2 rows state in the other direction what another row states: one edge each",
        "1 row repeats what another row states: one edge each",
        "1 fact is likely stated twice, with another date: TWINNING of Bonn and Minsk in rows 5 (1993-09), 7 (1999)",
    )


def test_what_is_open_is_not_filled_from_two_facts_nor_in_the_same_direction(project: Path) -> None:
    head = "Town,Land,Partner,Partner land,Since\n"
    reading = read(project / "one", towns_csv=f"{head}A,DE,B,FR,1990\nA,DE,B,FR,2005\nB,FR,A,DE,\n")
    assert [date for (date,) in edges_of(reading, "date")] == ["1990", "2005", None]
    reading = read(project / "two", towns_csv=f"{head}A,DE,B,FR,1990\nA,DE,B,FR,\n")
    assert [date for (date,) in edges_of(reading, "date")] == ["1990", None]


def test_directed_facts_keep_their_direction(project: Path) -> None:
    mapping = MAPPING.replace("TWINNING", "SUPPLIES")
    table = "Town,Land,Partner,Partner land,Since\nB,FR,A,DE,\nA,DE,B,FR,\nA,DE,B,FR,\n"
    reading = read(project / "towns", mapping, towns_csv=table)
    assert edges_of(reading, "source", "target", "section") == [
        ("city:b-fr", "city:a-de", "row 2"), ("city:a-de", "city:b-fr", "row 3; row 4"),
    ]  # fmt: skip


def test_differing_states_of_one_fact_are_counted_and_ids_keep_facts_apart(project: Path) -> None:
    head = "Town,Land,Partner,Partner land,Since\n"
    mapping = MAPPING.replace('date = "{Since}"', 'status = "{Since}"')
    reading = read(project / "one", mapping, towns_csv=f"{head}A,DE,B,FR,active\nB,FR,A,DE,ended\n")
    assert edges_of(reading, "status") == [("active",)]
    assert reading.notes[2:] == ("rows give an edge differing values, of which the first was kept: status (1)",)
    mapping = MAPPING.replace('date = "{Since}"', 'id = "{Since}"')
    reading = read(project / "two", mapping, towns_csv=f"{head}A,DE,B,FR,x1\nB,FR,A,DE,x2\n")
    assert edges_of(reading, "id") == [("x1",), ("x2",)]


def test_a_second_reading_gives_the_same(project: Path) -> None:
    assert read(project / "towns").network.equals(read_loader(project / "towns"))


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ((0, 0), (0, 1), 111.19),
        ((52.52, 13.405), (48.8566, 2.3522), 877.46),
        ((0, 0), (0, 180), 20015.09),
        ((5, 5), (5, 5), 0),
    ],
)
def test_distances(one: tuple[float, float], other: tuple[float, float], km: float) -> None:
    assert great_circle_km(one, other) == pytest.approx(km, abs=0.01)
    assert great_circle_km(other, one) == pytest.approx(km, abs=0.01)


def test_a_column_that_is_no_name_is_noticed(project: Path) -> None:
    rows = "".join(f"City,DE,A,FR,,{10 + number / 10},{number % 150},\n" for number in range(600))
    assert one_line(project / "towns", PLACED, towns_csv=HEAD + rows) == (
        "towns.csv: 600 different points are called 'City' in one country; is the name taken from the right column?"
    )


points = st.tuples(st.floats(-89, 89), st.floats(-179, 179))


@given(st.lists(points, min_size=1, max_size=12), st.randoms())
@unhurried
def test_who_is_one_does_not_depend_on_the_order(points: list[tuple[float, float]], random: object) -> None:
    def told_apart(order: list[tuple[float, float]]) -> set[frozenset[tuple[float, float]]]:
        nodes = Nodes()
        for number, (north, east) in enumerate(order):
            cells = {"type": "City", "name": "Halle", "latitude": str(north), "longitude": str(east)}
            nodes.mention(cells, number, "f", within_km=500)
        groups: dict[str, set[tuple[float, float]]] = {}
        nodes.settle()
        for mention in nodes.mentions:
            point = float(mention.cells["latitude"]), float(mention.cells["longitude"])
            groups.setdefault(mention.id, set()).add(point)
        return {frozenset(group) for group in groups.values()}

    shuffled = list(points)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert told_apart(points) == told_apart(shuffled)
