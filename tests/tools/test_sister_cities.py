"""The packed table of the world's sister cities, made from a table of the layout it comes in."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from tools.sister_cities.make import COLUMNS, main

HEADER = [*COLUMNS, "dist", "eu"]
ROWS = [
    ["Pernik", "Bulgaria", "42.6", "23.03", "75191", "Graz", "47.07", "15.43", "282479", "Austria", "777", "EU"],
    ["Q42", "France", "", "", "", 'Name with "signs"', "1", "2", "", "Chad", "3", "Non-EU"],
]


def written(path: Path, rows: list[list[str]]) -> Path:
    path.write_text("\n".join("\t".join(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_each_row_keeps_its_place_and_two_columns_go(tmp_path: Path) -> None:
    target = tmp_path / "packed.tsv.gz"
    assert main(written(tmp_path / "t.tsv", [HEADER, *ROWS]), target) == 2
    lines = list(csv.reader(gzip.decompress(target.read_bytes()).decode().splitlines(), delimiter="\t"))
    assert lines == [list(COLUMNS), *(row[:10] for row in ROWS)]
    first = target.read_bytes()
    main(tmp_path / "t.tsv", target)
    assert target.read_bytes() == first


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([HEADER[1:], ROWS[0][1:]], "has no column origincityLabel"),
        ([HEADER, ROWS[0][:5]], "line 2: not as many cells as the header has"),
        ([HEADER, [*ROWS[0], "more"]], "line 2: not as many cells as the header has"),
    ],
)
def test_another_table_is_refused_and_nothing_written(tmp_path: Path, rows: list[list[str]], problem: str) -> None:
    target = tmp_path / "packed.tsv.gz"
    with pytest.raises(ValueError, match=problem):
        main(written(tmp_path / "t.tsv", rows), target)
    assert not target.exists()
