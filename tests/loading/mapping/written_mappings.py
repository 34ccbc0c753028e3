"""Loaders with a mapping, written for a test, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnergraph.errors import InputError, UsageError
from partnergraph.loading.mapping import Reading
from partnergraph.loading.reading import read_source
from tests.loading.written_loaders import MANIFEST

TABLE = "Town,Land,Partner,Partner land,Since\nBonn,Germany,Oxford,United Kingdom,1950\n"
#: Two cities and a twinning, from the columns of `TABLE`.
MAPPING = """
[[mapping]]
file = "towns.csv"

[mapping.nodes.town]
type = "City"
name = "{Town}"
country = "{Land}"

[mapping.nodes.partner]
type = "City"
name = "{Partner}"
country = "{Partner land}"

[[mapping.edges]]
type = "TWINNING"
source = "town"
target = "partner"
date = "{Since}"
"""


def write_mapped(folder: Path, mapping: str = MAPPING, **files: str | bytes) -> Path:
    """Write a loader with a mapping; `files` by their name with `_` for the dot, towns_csv is there if not given."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "loader.toml").write_text(MANIFEST + mapping, encoding="utf-8")
    for name, content in ({"towns_csv": TABLE} | files).items():
        path = folder / ".".join(name.rsplit("_", 1))
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(folder: Path, mapping: str = MAPPING, **files: str | bytes) -> Reading:
    return read_source(write_mapped(folder, mapping, **files))


def edges_of(reading: Reading, *columns: str) -> list[tuple[object, ...]]:
    """The edges as tuples of some columns, missing cells as None."""
    frame = reading.network.edges[list(columns)].astype(object)
    return list(frame.where(frame.notna(), None).itertuples(index=False, name=None))


def nodes_of(reading: Reading, *columns: str) -> list[tuple[object, ...]]:
    frame = reading.network.nodes[list(columns)].astype(object)
    return list(frame.where(frame.notna(), None).itertuples(index=False, name=None))


def left_out(reading: Reading) -> list[tuple[int, str, str, str]]:
    """Row, column, problem and what was found there, of each row that was left out."""
    return [(each.row, each.column, each.problem, each.found) for each in reading.rejected]


def compile_faults(folder: Path, mapping: str, **files: str | bytes) -> list[str]:
    """Every fault of a mapping, each as its line."""
    with pytest.raises(InputError) as raised:
        read(folder, mapping, **files)
    return [str(finding) for finding in raised.value.findings]


def one_line(folder: Path, mapping: str = MAPPING, **files: str | bytes) -> str:
    """The one line that is said of a file that is no table."""
    with pytest.raises(UsageError) as raised:
        read(folder, mapping, **files)
    assert "\n" not in str(raised.value)
    return str(raised.value)
