"""What puts a party where it is: facts with sources, and places without some of them."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pandas as pd
import pytest

from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.graph.undirected import counted_facts
from partnergraph.analysis.measures.registry import MEASURES
from partnergraph.analysis.rankings.explain import Standing, explain
from partnergraph.analysis.rankings.rank import rank
from partnergraph.errors import UsageError
from partnergraph.loading.reading import read_loader
from partnergraph.network import Network
from tests.analysis.sample_networks import network, twinning
from tests.conftest import small_network

MTZ = "enterprise:minsk-tractor-works"


@pytest.fixture(scope="module")
def union_state() -> Network:
    return read_loader("union_state")


def test_the_facts_stand_with_their_sources_by_partner_and_type() -> None:
    found = explain(small_network(), "city:a", plans=True)
    assert (found.id, found.name, found.type, found.country) == ("city:a", "Town A", "City", "BY")
    assert (found.measure, found.standing, found.partners) == ("degree", Standing(1, 2, 2, 5), 2)
    columns = ["partner", "edge_type", "direction", "id", "date", "until", "status", "title"]
    assert found.facts[columns].to_numpy().tolist() == [
        ["Town B", "AGREEMENT", "with", "a1", "2017-09", "2020", "signed", "Cooperation agreement"],
        ["Town B", "TWINNING", "with", "t1", "2005", None, "active", None],
        ["Town C", "TWINNING", "with", "t2", None, None, "active", None],
    ]
    note = {"id": "note-1", "title": "A report", "year": 2018, "url": "https://example.org/1", "stands_in": "A book"}
    book = {"id": "book", "title": "A book", "author": "Writer, A.", "year": 2019}
    assert list(found.facts["sources"]) == [(note,), (book,), (note, book)]
    assert found.description.startswith("Counted: 5 facts")


def test_places_without_the_strongest_partner_and_without_each_type() -> None:
    """Without Town B's two facts, Town A has one partner, like all others but Town C. Where no twinning counts, nobody
    has more than one partner but the plant."""
    found = explain(small_network(), "city:a", plans=True)
    told = [(each.kind, each.id, each.name, each.facts, each.standing) for each in found.without]
    assert told == [
        ("partner", "city:b", "Town B", 2, Standing(3, 1, 1, 4)),
        ("edge type", "TWINNING", "TWINNING", 2, Standing(2, 1, 3, 5)),
        ("edge type", "AGREEMENT", "AGREEMENT", 1, Standing(1, 2, 2, 5)),
    ]


def test_directions_are_those_of_the_party() -> None:
    facts: list[dict[str, Any]] = [
        {"type": "SUPPLIES", "source": "enterprise:mtz", "target": "city:pskov"},
        {"type": "SUPPLIES", "source": "city:pskov", "target": "enterprise:mtz"},
        {"type": "COOPERATION", "source": "city:pskov", "target": "enterprise:mtz"},
    ]
    found = explain(network(facts), "mtz")
    assert list(found.facts["direction"]) == ["from", "to", "with"]


def test_among_equal_partners_the_one_that_ranks_highest_is_the_strongest() -> None:
    pairs = [("hub", "a"), ("hub", "b"), ("b", "c"), ("hub", "d")]
    found = explain(network([twinning(*pair) for pair in pairs]), "hub")
    assert found.without[0].name == "B"
    assert list(found.facts["partner"]) == ["B", "A", "D"]


def test_a_party_with_one_partner_is_in_no_ranking_without_it() -> None:
    found = explain(network([twinning("a", "b"), twinning("b", "c")]), "A")
    assert [each.standing for each in found.without] == [Standing(None, None, 0, 2), Standing(None, None, 0, 0)]


@pytest.mark.parametrize("by", ["degree", "strength", "betweenness", "constraint"])
@pytest.mark.parametrize("projection", [Projection(), Projection(directed=True, end="2021")], ids=["plain", "directed"])
def test_every_place_is_that_of_a_ranking_of_what_is_left(
    union_state: Network, by: str, projection: Projection
) -> None:
    found = explain(union_state, "Minsk Tractor Works", by=by, projection=projection)
    counted = counted_facts(union_state, projection)
    mine = counted[(counted["source"] == MTZ) | (counted["target"] == MTZ)]
    assert sorted(found.facts["id"]) == sorted(mine["id"])

    def place(left_out: set[str]) -> dict[str, Any]:
        edges = union_state.edges[~union_state.edges["id"].isin(left_out)].reset_index(drop=True)
        table = rank(
            Network(union_state.nodes, edges, union_state.sources, union_state.vocabulary),
            by=by,
            projection=replace(projection, isolates=False),
        )
        row = table[table["id"] == MTZ].iloc[0]
        tied = int((table["rank"] == row["rank"]).sum()) - 1
        return {"rank": row["rank"], "value": row[by], "tied": tied, "ranked": len(table)}

    assert asdict(found.standing) == place(set())
    for each in found.without:
        if each.kind == "partner":
            ends = mine[["source", "target"]]
            left_out = set(mine.loc[(ends == each.id).any(axis=1), "id"])
            assert each.facts == len(left_out) == found.facts["partner"].value_counts().max()
        else:
            left_out = set(counted.loc[counted["type"] == each.id, "id"])
        assert asdict(each.standing) == place(left_out)
    kinds = [each.id for each in found.without if each.kind == "edge type"]
    assert sorted(kinds) == sorted(set(mine["type"]))


def test_every_fact_of_the_reference_network_has_a_source_with_a_title(union_state: Network) -> None:
    found = explain(union_state, "MTZ", by="strength", plans=True)
    assert found.id == MTZ
    assert len(found.facts) == found.standing.value == 28
    for sources in found.facts["sources"]:
        assert sources
        assert all(source["title"] for source in sources)
    links = {source.get("url") for sources in found.facts["sources"] for source in sources}
    assert any(link and "belta.by" in link for link in links)
    notes = {source.get("locator") for sources in found.facts["sources"] for source in sources}
    assert {"note 45", "note 46", "note 47"} <= notes


def test_everything_can_be_written_as_json() -> None:
    told = json.loads(json.dumps(explain(small_network(), "Town A").to_dict()))
    assert (told["id"], told["rank"], told["ranked"], told["value"]) == ("city:a", 1, 5, 2)
    assert told["without"][0]["name"] == "Town B"
    assert told["facts"][1] == {
        "partner": "Town B", "partner_id": "city:b", "partner_type": "City", "edge_type": "TWINNING",
        "direction": "with", "id": "t1", "date": "2005", "status": "active",
        "sources": [{"id": "book", "title": "A book", "author": "Writer, A.", "year": 2019}],
    }  # fmt: skip


@pytest.mark.parametrize("written", ["Town A", "town a", " TOWN A ", "a-town", "Аград", "АГРАД", "city:a"])
def test_a_party_is_found_as_people_write_it(written: str) -> None:
    assert explain(small_network(), written).id == "city:a"


def test_a_party_that_is_not_found_is_answered_with_proposals() -> None:
    with pytest.raises(UsageError, match="nothing is called 'Town D' in the network; did you mean Town "):
        explain(small_network(), "Town D")
    with pytest.raises(UsageError, match="nothing is called 'Town D' in the network; it is empty"):
        explain(Network.empty(), "Town D")
    nodes = pd.DataFrame(
        [{"id": f"city:{name}", "type": "City", "name": "Minsk"} for name in "ab"], columns=["id", "type", "name"]
    )
    facts = pd.DataFrame([{"type": "TWINNING", "source": "city:a", "target": "city:b", "sources": "s"}])
    twice = Network.from_frames(nodes, facts, pd.DataFrame([{"id": "s", "title": "T"}]))
    with pytest.raises(UsageError, match="'minsk' may be several: city:a, city:b; give the id"):
        explain(twice, "minsk")


def test_a_party_that_is_not_in_the_slice_is_said_to_be_in_no_ranking() -> None:
    with pytest.raises(UsageError, match=r"no fact of Russia counts here, .* without nodes of type Country"):
        explain(small_network(), "Russian Federation")
    with pytest.raises(UsageError, match="counted: edge types SUPPLIES, any status"):
        explain(small_network(), "Town A", types=["SUPPLIES"])


@pytest.mark.parametrize("by", list(MEASURES))
def test_every_measure_can_be_explained(by: str) -> None:
    found = explain(small_network(), "Town A", by=by, within="Region")
    table = rank(small_network(), by=by, within="Region").set_index("id")
    assert found.standing.rank == table.loc["city:a", "rank"]
    assert found.standing.value == table.loc["city:a", by]
