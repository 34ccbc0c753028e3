"""Rows as columns: nothing is lost, whatever the rows hold and lack."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from partnergraph.view.data.packing import packed

VALUES = st.one_of(
    st.text(max_size=3),
    st.integers(-3, 3),
    st.booleans(),
    st.sampled_from([0.5, 1.0]),
    st.lists(st.integers(0, 2), max_size=2),
)
ROWS = st.lists(st.dictionaries(st.sampled_from(["a", "b", "c"]), VALUES), max_size=8)


def unpacked(table: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{} for _ in range(table["rows"])]
    for name, column in table["columns"].items():
        for number, row in enumerate(rows):
            if isinstance(column, list):
                row[name] = column[number]
            elif "all" in column:
                row[name] = column["all"]
            elif column["at"][number] >= 0:
                row[name] = column["words"][column["at"][number]]
    return rows


@given(ROWS)
def test_rows_come_back(rows: list[dict[str, Any]]) -> None:
    table = json.loads(json.dumps(packed(rows)))
    # JSON tells 1 from true and 1.0, which Python's == does not.
    assert [sorted(json.dumps(item) for item in row.items()) for row in unpacked(table)] == [
        sorted(json.dumps(item) for item in row.items()) for row in rows
    ]


def test_what_every_row_has_is_written_once() -> None:
    assert packed([{"type": "City", "id": 1}, {"type": "City", "id": 2}]) == {
        "rows": 2,
        "columns": {"type": {"all": "City"}, "id": [1, 2]},
    }
