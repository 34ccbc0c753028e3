"""Facts that are likely told twice: the same type between the same two, where one row says less than the other."""

from __future__ import annotations

import pandas as pd
import pytest

from partnergraph.network import Network

NODES = pd.DataFrame({"id": ["city:a", "city:b", "city:c"], "type": "City", "name": ["A", "B", "C"], "country": "BY"})
SOURCES = pd.DataFrame([{"id": "book", "title": "A book"}])


def warned(*rows: dict[str, object]) -> list[tuple[int, str]]:
    common = {"type": "TWINNING", "source": "city:a", "target": "city:b", "sources": "book"}
    edges = pd.DataFrame([{**common, **row} for row in rows])
    found = Network.from_frames(NODES, edges, SOURCES).warnings
    return [(each.row, each.problem) for each in found if each.file == "edges"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"date": "1997"}, {"date": "1997-05-12"}),
        ({"date": "1997"}, {"date": None}),
        ({"date": "1997"}, {"date": "1997", "title": "Twin towns"}),
        ({"date": "1997"}, {"source": "city:b", "target": "city:a", "date": "1997-05"}),
        ({"date": "1997"}, {"date": "1997", "until": "2022"}),
    ],
)
def test_what_one_row_leaves_open_is_likely_one_fact(one: dict[str, object], other: dict[str, object]) -> None:
    assert warned(one, other) == [(2, "is likely the fact of row 1, which says more or less")]


@pytest.mark.parametrize(
    "other",
    [
        {"date": "1998"},
        {"date": "1997-05", "target": "city:c"},
        {"date": "1997-05", "type": "COOPERATION"},
        {"date": "1997-05", "title": "Another"},
        {"date": "1998-01"},
    ],
)
def test_what_differs_is_two_facts(other: dict[str, object]) -> None:
    assert warned({"date": "1997", "title": "Twin towns"}, {"title": "Twin towns", **other}) == []


def test_the_other_direction_of_what_has_one_is_another_fact() -> None:
    nodes = NODES.assign(type="Enterprise")
    edges = pd.DataFrame(
        {"type": "SUPPLIES", "source": ["city:a", "city:b"], "target": ["city:b", "city:a"], "date": ["1997", None]}
    ).assign(sources="book")
    assert [each for each in Network.from_frames(nodes, edges, SOURCES).warnings if each.file == "edges"] == []
