"""What amounts add up to: one year, one whole, and what is said of the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from partnergraph.analysis.graph.from_network import describe, project
from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.rankings.explain import explain
from partnergraph.errors import UsageError
from partnergraph.network import Network
from tests.analysis.sample_networks import network


def trade(one: str, other: str, amount: float, date: str, **more: Any) -> dict[str, Any]:
    title = f"{one} and {other} {date}"
    ends = {"source": f"region:{one}", "target": f"region:{other}"}
    return {"type": "TRADE", **ends, "amount": amount, "unit": "USD", "date": date, "title": title, **more}


def in_places(given: Network, **places: str) -> Network:
    """Return a network whose regions lie in other ones."""
    above = {f"region:{node}": f"region:{place}" for node, place in places.items()}
    return replace(given, nodes=given.nodes.assign(located_in=given.nodes["id"].map(above).astype(object)))


def weights(given: Network, **choices: Any) -> dict[str, float]:
    G: Any = project(given, Projection(amount="USD", **choices))
    return {f"{one[7:]}-{other[7:]}": weight for one, other, weight in G.edges(data="weight")}


YEARS = network([trade("a", "b", 10, "2019"), trade("a", "b", 12, "2021"), trade("a", "c", 5, "2019")])


def test_amounts_of_different_years_are_asked_about() -> None:
    with pytest.raises(UsageError, match=r"the 3 facts with an amount in USD are of different years \(2019 to 2021\)"):
        weights(YEARS)
    assert weights(YEARS, began="2019") == {"a-b": 10, "a-c": 5}
    assert weights(YEARS, began="2021") == {"a-b": 12}
    assert weights(YEARS, start="2019", end="2021") == {"a-b": 22, "a-c": 5}


def test_the_latest_of_each_pair_on_request() -> None:
    assert weights(YEARS, latest=True) == {"a-b": 12, "a-c": 5}
    text = describe(project(YEARS, Projection(amount="USD", latest=True)))
    assert text.endswith("f each pair and type the amounts of the latest year (2019 to 2021).")
    with pytest.raises(UsageError, match="--latest takes the latest amounts: give --amount"):
        Projection(latest=True)


def test_a_part_of_a_year_is_not_added_to_the_year() -> None:
    given = network(
        [trade("a", "b", 10, "2021"), trade("a", "b", 4, "2021-01", until="2021-05"), trade("b", "a", 3, "2021-06")]
    )
    assert weights(given) == {"a-b": 10}
    text = describe(project(given, Projection(amount="USD")))
    assert "ot added, since they are parts of others that are: 'a and b 2021-01', 'b and a 2021-06' (2 facts)" in text


def test_a_part_of_a_place_is_not_added_to_the_place() -> None:
    facts = [trade("a", "whole", 10, "2021"), trade("a", "part", 4, "2021"), trade("part", "a", 1, "2021-03")]
    given = in_places(network(facts), part="whole")
    assert weights(given) == {"a-whole": 10}
    # Where nothing lies in anything, March is still a part of the year.
    assert weights(network(facts)) == {"a-part": 4, "a-whole": 10}
    # Of another year, it is no part; nor are deliveries, of which nobody says that they are all.
    other_year = in_places(network([*facts[:1], trade("a", "part", 4, "2020")]), part="whole")
    assert weights(other_year, start="2020", end="2021") == {"a-part": 4, "a-whole": 10}
    supplies = in_places(network([{**fact, "type": "SUPPLIES"} for fact in facts]), part="whole")
    assert weights(supplies) == {"a-part": 5, "a-whole": 10}


def test_what_may_be_added_twice_is_named() -> None:
    sold = [trade("a", "b", 10, "2021", type="SUPPLIES"), trade("a", "b", 4, "2021-02", type="SUPPLIES")]
    given = network(sold)
    assert weights(given) == {"a-b": 14}
    text = describe(project(given, Projection(amount="USD")))
    assert (
        "erhaps added twice, since others of the same two parties reach over their time: 'a and b 2021-02' (1 fact)"
        in text
    )
    apart = network(
        [trade("a", "b", 10, "2021-02-01", type="SUPPLIES"), trade("a", "b", 4, "2021-02-02", type="SUPPLIES")]
    )
    assert "added twice" not in describe(project(apart, Projection(amount="USD")))


def test_undated_amounts_are_of_no_year() -> None:
    assert weights(network([trade("a", "b", 10, ""), trade("a", "c", 4, "2021")])) == {"a-b": 10, "a-c": 4}


def test_a_standing_is_explained_by_what_was_added() -> None:
    found = explain(YEARS, "region:a", by="strength", projection=Projection(amount="USD", start="2019", end="2021"))
    assert found.standing.value == 27
    assert {(each.id, each.standing.value) for each in found.without if each.kind == "partner"} == {("region:b", 5)}
