"""Ids of edges: the same for the same fact, another for any other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnergraph.tables import cell_text
from partnergraph.tables.edge_ids import FACT_COLUMNS, edge_id, edge_ids
from partnergraph.vocabulary import column_names

#: On a busy machine a slow example is no fault.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

FACT: dict[str, Any] = {
    "type": "JOINT_VENTURE",
    "source": "enterprise:mtz",
    "target": "city:elabuga",
    "date": "2016",
    "until": "2020-05",
    "title": "Assembly of tractors",
    "amount": 12.5,
    "unit": "USD",
}
FACT_ID = "joint-venture:bf12f315d9f12c09"

parts = st.text(max_size=6)
facts = st.fixed_dictionaries(dict.fromkeys(FACT_COLUMNS, parts))


def test_the_id_never_changes() -> None:
    """Databases hold these ids: another way to make them would double every fact at the next load."""
    assert edge_id(FACT) == FACT_ID


def test_every_machine_and_run_gives_the_same_id() -> None:
    code = f"from partnergraph.tables.edge_ids import edge_id; print(edge_id({FACT!r}))"
    for seed in ("0", "1"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
        assert ran.stdout.strip() == FACT_ID


def test_the_order_of_the_columns_does_not_matter() -> None:
    assert edge_id(dict(reversed(FACT.items()))) == edge_id(FACT)


def test_what_may_be_mended_is_no_part_of_the_fact() -> None:
    free = set(column_names("edges")) - set(FACT_COLUMNS)
    assert free == {"id", "status", "sources", "section", "note", "carries_out", "stated_as"}
    assert edge_id({**FACT, **dict.fromkeys(free, "changed")}) == FACT_ID


@pytest.mark.parametrize("column", FACT_COLUMNS)
def test_each_part_of_the_fact_counts(column: str) -> None:
    assert edge_id({**FACT, column: "another"}) != FACT_ID
    assert edge_id({**FACT, column: None}) != FACT_ID


@pytest.mark.parametrize("missing", [None, "", "  ", float("nan"), np.float64("nan"), pd.NA, pd.NaT])
def test_every_missing_value_is_the_same_as_none_at_all(missing: object) -> None:
    without = {name: value for name, value in FACT.items() if name != "until"}
    assert edge_id({**FACT, "until": missing}) == edge_id(without)


@pytest.mark.parametrize("same", [5, 5.0, "5", np.int64(5), np.float64(5.0), np.float32(5.0)])
def test_a_number_gives_the_same_id_whatever_its_type(same: object) -> None:
    assert edge_id({**FACT, "amount": same}) == edge_id({**FACT, "amount": 5})


def test_a_title_gives_the_same_id_whatever_ends_its_lines() -> None:
    assert edge_id({**FACT, "title": "one\r\ntwo"}) == edge_id({**FACT, "title": "one\ntwo"})


def test_a_text_that_is_no_unicode_still_has_an_id() -> None:
    assert edge_id({**FACT, "title": "\ud800"}) != edge_id({**FACT, "title": "\ud801"})


@unhurried
@given(facts)
def test_the_form_holds_the_type_and_no_character_that_an_id_may_not_have(fact: dict[str, str]) -> None:
    fact["type"] = "ASSEMBLY_PLANT"
    assert re.fullmatch(r"assembly-plant:[0-9a-f]{16}", edge_id(fact))


@unhurried
@given(st.lists(facts, max_size=5), st.data())
def test_the_ids_of_a_whole_table_are_those_of_its_rows(rows: list[dict[str, str]], data: st.DataObject) -> None:
    rows = [row for row in rows for _ in range(2)]
    chosen = data.draw(st.lists(st.sampled_from(range(len(rows))))) if rows else []
    columns = {name: [row[name] or None for row in rows] for name in FACT_COLUMNS}
    assert list(edge_ids(columns, chosen)) == [edge_id(rows[index]) for index in chosen]


@unhurried
@given(facts, facts)
def test_two_facts_have_one_id_only_if_they_are_one(first: dict[str, str], second: dict[str, str]) -> None:
    same = all(cell_text(first[name]) == cell_text(second[name]) for name in FACT_COLUMNS)
    assert (edge_id(first) == edge_id(second)) == same
    assert edge_id(first) == edge_id(dict(first))


@unhurried
@given(facts, st.permutations(FACT_COLUMNS))
def test_swapped_parts_make_another_fact(fact: dict[str, str], order: list[str]) -> None:
    swapped = {name: fact[other] for name, other in zip(FACT_COLUMNS, order, strict=True)}
    same = all(cell_text(fact[name]) == cell_text(swapped[name]) for name in FACT_COLUMNS)
    assert (edge_id(fact) == edge_id(swapped)) == same


@unhurried
@given(st.text("ab:1", min_size=2, max_size=8), st.data())
def test_a_moved_boundary_between_two_parts_makes_another_fact(text: str, data: st.DataObject) -> None:
    cuts = st.integers(0, len(text))
    one, other = data.draw(cuts), data.draw(cuts)
    first, second = ({**FACT, "source": text[:cut], "target": text[cut:]} for cut in (one, other))
    assert (edge_id(first) == edge_id(second)) == (one == other)
