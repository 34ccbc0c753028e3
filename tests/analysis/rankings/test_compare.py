"""Two slices side by side, and how a slice is written."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.rankings.compare import compare, read_slice
from partnergraph.analysis.rankings.rank import rank
from partnergraph.errors import UsageError
from partnergraph.loading.reading import read_loader
from partnergraph.network import Network
from partnergraph.network.slice import WORDS
from tests.analysis.sample_networks import network, twinning

FACTS: list[dict[str, Any]] = [
    twinning("pskov", "vitebsk", date="2000"),
    twinning("pskov", "polotsk", date="2001"),
    twinning("orsha", "brest", date="2002", until="2010"),
    twinning("vitebsk", "polotsk", date="2018"),
    twinning("vitebsk", "minsk", date="2019"),
]
BEFORE, AFTER = Projection(as_of="2005"), Projection(as_of="2020")


@pytest.fixture
def sample() -> Network:
    return network(FACTS)


def test_who_rose_fell_came_and_went(sample: Network) -> None:
    table = compare(sample, BEFORE, AFTER)
    columns = ["id", "name", "type", "country", "rank_a", "rank_b", "rank_change", "value_a", "value_b", "value_change"]
    assert list(table.columns) == [*columns, "trend"]
    shown = table[["name", "rank_a", "rank_b", "rank_change", "value_a", "value_b", "value_change", "trend"]]
    assert shown.astype(object).where(shown.notna(), None).to_numpy().tolist() == [
        ["Vitebsk", 2, 1, 1, 1, 3, 2, "rose"],
        ["Pskov", 1, 2, -1, 2, 2, 0, "fell"],
        ["Polotsk", 2, 2, 0, 1, 2, 1, "same"],
        ["Minsk", None, 4, None, None, 1, None, "came"],
        ["Brest", 2, None, None, 1, None, None, "went"],
        ["Orsha", 2, None, None, 1, None, None, "went"],
    ]
    assert table.attrs["by"] == ["degree"]
    assert "Slice a: Counted: 3 facts (TWINNING 3)" in table.attrs["description"]
    assert "holding on 2020-12-31" in table.attrs["description"]
    assert table.attrs["description"].endswith("From a to b by degree: 1 rose, 1 fell, 1 same, 1 came, 2 went.")


@pytest.mark.parametrize("by", ["betweenness", "constraint", "pagerank"])
def test_both_sides_are_rankings_of_their_own(by: str) -> None:
    whole = read_loader("union_state")
    slices = Projection(types="AGREEMENT"), Projection(types="SUPPLIES")
    table = compare(whole, *slices, by=by)
    for side, projection in zip("ab", slices, strict=True):
        expected = rank(whole, by=by, projection=projection).set_index("id")
        own = table.dropna(subset=f"rank_{side}").set_index("id").loc[expected.index]
        assert list(own[f"rank_{side}"]) == list(expected["rank"])
        assert list(own[f"value_{side}"]) == list(expected[by])
    assert set(table["id"]) == {
        *rank(whole, projection=slices[0])["id"],
        *rank(whole, projection=slices[1])["id"],
    }


def test_turned_around_everything_is_turned(sample: Network) -> None:
    one, other = (compare(sample, *pair).set_index("id") for pair in ((BEFORE, AFTER), (AFTER, BEFORE)))
    other = other.loc[one.index]
    pd.testing.assert_series_equal(one["rank_change"], -other["rank_change"])
    opposite = {"rose": "fell", "fell": "rose", "came": "went", "went": "came", "same": "same"}
    assert list(one["trend"].map(opposite)) == list(other["trend"])


def test_the_first_of_either_slice(sample: Network) -> None:
    table = compare(sample, BEFORE, AFTER, top=1)
    assert list(table["name"]) == ["Vitebsk", "Pskov"]
    assert table.attrs["description"].endswith("Shown: the first 1 of either slice, 2 of 6.")


def test_an_empty_slice_is_a_slice(sample: Network) -> None:
    table = compare(sample, Projection(as_of="1990"), AFTER)
    assert set(table["trend"]) == {"came"}
    assert len(compare(sample, Projection(as_of="1990"), Projection(as_of="1991"))) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("as-of=2016", Projection(as_of="2016")),
        ("type=AGREEMENT,TWINNING country=RU", Projection(types=["TWINNING", "AGREEMENT"], countries="RU")),
        ("from=2010 to=2012-05", Projection(start="2010", end="2012-05")),
        (" node-type=City  status=active,signed, loader=x ", Projection(
            node_types="City", statuses=["active", "signed"], loaders="x"
        )),
    ],
)  # fmt: skip
def test_a_slice_is_written_in_words(text: str, expected: Projection) -> None:
    assert read_slice(text) == expected


def test_a_slice_goes_before_what_both_share() -> None:
    common = Projection(types="TWINNING", countries="RU", directed=True)
    assert read_slice("type=SUPPLIES", common) == Projection(types="SUPPLIES", countries="RU", directed=True)


def test_every_filter_has_a_key() -> None:
    said = {"directed", "include_countries", "include_events", "isolates", "latest", "amount", "within"}
    assert set(WORDS.values()) | said == set(Projection.__dataclass_fields__)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a slice to compare is empty"),
        ("2016", "'2016' is no part of a slice; write KEY=VALUE"),
        ("as-of=", "'as-of=' is no part of a slice"),
        ("type=,", "'type=,' is no part of a slice"),
        ("asof=2016", "'asof' is nothing that a slice can choose; did you mean as-of?"),
        ("as-of=2016-13", "not a date: '2016-13'"),
        ("type=A type=B", "type is given twice"),
        ("from=2016 to=2012", "swap the two"),
        ("as-of=2016 from=2012", "choose either a day"),
    ],
)
def test_a_slice_that_is_none_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_slice(text)
    assert said in str(caught.value)
