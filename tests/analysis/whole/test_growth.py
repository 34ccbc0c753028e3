"""Growth by year: what began when, and what has no date."""

from __future__ import annotations

from collections import Counter

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.whole.growth import Growth, Year, growth, growth_of
from tests.analysis.sample_networks import network, twinning


def test_years_count_facts_pairs_and_parties_and_leave_no_gap() -> None:
    facts = [
        twinning("a", "b", date="2016-05-03"),
        twinning("b", "a", date="2018", status="signed"),
        twinning("a", "c", date="2018-11"),
        twinning("c", "d"),
    ]
    assert growth(network(facts)) == Growth(
        (Year(2016, 1, 1, 1, 2), Year(2017, 0, 1, 0, 0), Year(2018, 2, 3, 1, 1)), dated=3, undated=1
    )


def test_the_year_of_a_source_is_no_date() -> None:
    found = growth(network([twinning("a", "b", sources="dated")]))
    assert found == Growth((), 0, 1)


def test_only_what_the_projection_counts_is_counted() -> None:
    facts = [
        twinning("a", "b", date="2016"),
        {"type": "AGREEMENT", "source": "city:a", "target": "country:belarus", "date": "2010"},
        {"type": "AGREEMENT", "source": "city:a", "target": "city:b", "date": "2012"},
    ]
    assert [year.year for year in growth(network(facts)).years if year.facts] == [2012, 2016]
    assert [year.year for year in growth(network(facts), Projection(types="TWINNING")).years] == [2016]
    assert growth(network(facts), Projection(include_countries=True)).years[0] == Year(2010, 1, 1, 1, 2)


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("efg"), st.none() | st.integers(1990, 2025)), max_size=30
    )
)
def test_totals_agree(rows: list[tuple[str, str, int | None]]) -> None:
    frame = pd.DataFrame(
        [(source, target, None if year is None else str(year)) for source, target, year in rows],
        columns=["source", "target", "date"],
        dtype=object,
    )
    found = growth_of(frame)
    dated = [(source, target, year) for source, target, year in rows if year is not None]
    assert (found.dated, found.undated) == (len(dated), len(rows) - len(dated))
    assert {each.year: each.facts for each in found.years if each.facts} == Counter(year for *_, year in dated)
    assert sum(each.new_pairs for each in found.years) == len({row[:2] for row in dated})
    assert sum(each.new_parties for each in found.years) == len({end for row in dated for end in row[:2]})
    if dated:
        assert found.years[-1].total == len(dated)
        assert [each.year for each in found.years] == list(range(found.years[0].year, found.years[-1].year + 1))
