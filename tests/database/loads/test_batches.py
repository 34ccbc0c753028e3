"""What is sent to the server for new rows: lists in a list, in batches, with the counts that are meant."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd

from partnergraph.database.loads.batches import SentRows, stages
from partnergraph.database.loads.diff import Changes
from partnergraph.database.loads.rows_in_source import Stated, stated_sources
from partnergraph.database.statements import BATCH


def column(*cells: object) -> np.ndarray:
    found = np.empty(len(cells), dtype=object)
    found[:] = cells
    return found


def nothing() -> Changes:
    return Changes(Stated({"id": column()}))


def test_lists_are_sent_as_lists_and_what_is_missing_as_null() -> None:
    stated = Stated(
        {"id": column("e1", "e2", "e3"), "sources": column(None, ["a", "b"], ["c"]), "year": column(1999, None, 2001)},
        {"loader": "made"},
        column("TRADE", "TRADE", "TRADE"),
        (column("x", "x", "y"), column("y", "z", "z")),
    )
    edges = Changes(stated, created=np.arange(3))
    ((name, total, (lane,)),) = stages(nodes=nothing(), edges=edges, locations=nothing(), sources=nothing(), lanes=1)
    (batch,) = lane
    assert (name, total, batch.meant, batch.counter) == ("writing edges", 3, 3, "relationships_created")
    assert batch.parameters["constants"] == {"loader": "made"}
    assert sorted(batch.parameters["rows"]) == [
        ["x", "y", "e1", None, 1999],
        ["x", "z", "e2", ["a", "b"], None],
        ["y", "z", "e3", ["c"], 2001],
    ]
    assert {type(row) for row in batch.parameters["rows"]} == {list}


def test_what_a_frame_holds_as_tuples_is_stated_as_lists_and_an_empty_one_not_at_all() -> None:
    cells = [("a", "b"), (), ("a", "b"), ("c",)]
    sources = pd.DataFrame({"id": ["s1", "s2", "s3", "s4"], "aliases": pd.Series(cells, dtype=object)})
    stated = stated_sources(SimpleNamespace(sources=sources), SimpleNamespace(name="made"))  # type: ignore[arg-type]
    assert stated.columns["aliases"].tolist() == [["a", "b"], None, ["a", "b"], ["c"]]
    assert stated.cells(0) == {"id": "s1", "aliases": ["a", "b"], "loaders": ["made"]}
    assert stated.cells(1) == {"id": "s2", "loaders": ["made"]}


def test_what_is_sent_is_not_written_out_for_the_drivers_log() -> None:
    assert repr(SentRows([["secret"], ["other"]])) == "<2 rows>"


def test_no_batch_is_larger_than_one_statement_takes() -> None:
    size = 2 * BATCH + 7
    sources = Changes(Stated({"id": column(*(f"s{number}" for number in range(size)))}), created=np.arange(size))
    for lanes in (1, 2):
        ((_, total, dealt),) = stages(
            nodes=nothing(), edges=nothing(), locations=nothing(), sources=sources, lanes=lanes
        )
        batches = [batch for lane in dealt for batch in lane]
        assert total == size == sum(batch.meant for batch in batches)
        assert all(batch.meant == len(batch.parameters["rows"]) <= BATCH for batch in batches)
        assert sorted(row[0] for batch in batches for row in batch.parameters["rows"]) == sorted(sources.stated.ids)
