"""Whatever stands in a mapping: it is carried out, or its faults are said; it never breaks down."""

from __future__ import annotations

import copy
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnergraph.errors import InputError, UsageError
from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.mapping import compiler as compiling
from partnergraph.loading.mapping import scope
from partnergraph.loading.reading import read_source
from tests.hypothesis_settings import unhurried
from tests.loading.mapping.test_example import blocks
from tests.loading.mapping.written_mappings import write_mapped

EXAMPLE = tomllib.loads(blocks("toml")[0])
KEYS = sorted({*compiling._MAPPING_KEYS, *scope.CONDITION_KEYS, "id", "type", "name", "located_in", "latitude", "x"})

values = st.recursive(
    st.one_of(
        st.booleans(), st.integers(-5, 5), st.floats(), st.dates(),
        st.sampled_from(["", "{Town}", "{home}", "{Twon}", "{", "City", "TWINNING", "town", "state", "status", ";", "(",
                         "%d", "%Y", "5", "city:a", "{State}{Since}", "partners.csv", "nothing.csv", "\udc80", "\x00"]),
        st.text(max_size=5),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def places(found: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document at which something stands."""
    inside = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    return [way, *(place for key, value in inside for place in places(value, (*way, key)))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_mapped(
        tmp_path_factory.mktemp("towns"), blocks("toml")[0].split("2026", 1)[1][2:], partners_csv=blocks("csv")[0]
    )


@given(data=st.data())
@settings(unhurried, max_examples=150)
def test_any_change_of_a_mapping_is_carried_out_or_said(folder: Path, data: st.DataObject) -> None:
    document = {"mapping": copy.deepcopy(EXAMPLE["mapping"]), "lookups": copy.deepcopy(EXAMPLE["lookups"])}
    for _ in range(data.draw(st.integers(1, 3))):
        inside = [place for place in places(document) if len(place) > 1 and place != ("mapping", 0)]
        *way, key = data.draw(st.sampled_from(inside))
        holder: Any = document
        for step in way:
            holder = holder[step]
        match data.draw(st.sampled_from(["change", "remove", "add"])):
            case "change":
                holder[key] = data.draw(values)
            case "remove":
                del holder[key]
            case _ if isinstance(holder, dict):
                holder[data.draw(st.sampled_from(KEYS))] = data.draw(values)
            case _:
                holder.append(data.draw(values))
    loader = replace(open_loader(folder), mappings=tuple(document["mapping"]), lookups=document["lookups"])
    said: list[str] = []
    try:
        read_source(loader)
    except InputError as error:
        said = [str(finding) for finding in error.findings]
    except UsageError as error:
        said = [str(error)]
    assert not any("\n" in line for line in said)
