"""Whatever stands in headers and cells, a guess is a loader.toml that can be read, or one clear line."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from partnergraph.errors import UsageError
from partnergraph.loading.formats import TableOptions, open_table
from partnergraph.loading.guessing.as_toml import loader_toml
from partnergraph.loading.guessing.column_roles import Sureness
from partnergraph.loading.guessing.guess import guess
from tests.hypothesis_settings import unhurried
from tests.loading.guessing.guessed_tables import read_guessed, written_csv

#: What would end a quoted text, a template, a comment or a line, if it were not escaped.
AWKWARD = st.text(st.sampled_from("\"'\\{}[]#=\n\t\r;,.|/() aЖß€\u007f\u2028\ufeff0"), max_size=8)
#: The same without what parts cells or names.
IN_A_CELL = st.text(st.sampled_from("\"'\\{}[]#=.() aЖß€\u007f\u20280"), max_size=8)
WORDS = st.sampled_from(
    (
        *("Town", "Twin town", "Country", "Since", "Status", "Link", "Amount EUR", "Kind", "Lat", "Lon", "Note"),
        *("Город", "Страна", "Дата", "Stadt", "Land", "seit", "1", "2", "x", ""),
    )
)
CELLS = st.one_of(
    AWKWARD,
    st.sampled_from(["Coventry", "Dresden", "Germany", "1959", "12.05.1990", "1,5", "active", "https://example.org/1"]),
    st.integers().map(str),
    st.floats().map(str),
)


@settings(unhurried, max_examples=40)
@given(IN_A_CELL, IN_A_CELL, st.lists(st.tuples(IN_A_CELL, IN_A_CELL), min_size=1, max_size=4))
def test_names_are_written_so_that_they_are_read_back(first: str, status: str, cells: list[tuple[str, str]]) -> None:
    header = [f"Town {first}".strip(), "Twin town", f"Status {status}".strip()]
    rows = [[f"A-ville {name}", f"B-ville {name}", f"active {word}"] for name, word in cells]
    with tempfile.TemporaryDirectory() as folder:
        made, reading = read_guessed(written_csv(Path(folder) / "t.csv", [header, *rows], delimiter=","))
        declared = tomllib.loads((Path(folder) / "loader.toml").read_text(encoding="utf-8"))
    (mapping,) = declared["mapping"]
    assert made.parties[0].side.column is not None
    assert mapping["nodes"]["first"]["name"]["column"] == made.parties[0].side.column.name
    assert made.table.columns[0] == made.parties[0].side.column.name
    assert mapping["edges"][0]["status"] == {"column": made.columns[2].name, "read": "status"}
    assert len(reading.network.edges) + len(reading.rejected) > 0


@settings(unhurried, max_examples=40)
@given(st.lists(WORDS, min_size=1, max_size=7, unique=True).flatmap(
    lambda header: st.tuples(st.just(header), st.lists(st.tuples(*[CELLS] * len(header)), min_size=1, max_size=6))
))  # fmt: skip
def test_any_table_is_guessed_or_refused_in_a_line(table: tuple[list[str], list[tuple[str, ...]]]) -> None:
    header, cells = table
    with tempfile.TemporaryDirectory() as folder:
        path = written_csv(Path(folder) / "t.csv", [header, *map(list, cells)])
        try:
            made, _ = read_guessed(path)
        except UsageError as error:
            problem = str(error)
        else:
            problem = ""
        if problem:
            assert len(problem.splitlines()) == 1
            return
        rows = made.rows()
        assert [row[0] for row in rows[: len(made.columns)]] == list(made.table.columns)
        assert {row[3] for row in rows} <= {str(each) for each in Sureness}
        options = TableOptions()
        assert loader_toml(guess(open_table(path, options), options), title="A table") == loader_toml(
            made, title="A table"
        )
