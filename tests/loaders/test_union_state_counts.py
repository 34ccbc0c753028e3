"""The reference network as a whole: it passes the check, and its counts are pinned.

What the format asks for, `partnergraph check` sees; these files hold what only this data set promises.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from typing import Final

from partnergraph.loading.reading import read_loader
from tests.loaders.union_state import BOOK, FOLDER, chapters, edges, rows


def test_the_check_passes_without_a_warning() -> None:
    assert read_loader(FOLDER).warnings == ()


def test_the_command_line_says_the_same() -> None:
    code = "from partnergraph.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "check", "--strict", str(FOLDER)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


NODES: Final = {
    "Country": 15,
    "FederalDistrict": 8,
    "Region": 58,
    "District": 35,
    "City": 65,
    "Settlement": 5,
    "Enterprise": 93,
    "Institution": 57,
    "Event": 46,
    "Programme": 16,
}


#: Edges by type, and by the chapters that tell of them; what two chapters tell stands in both columns.
EDGES: Final = {
    "AGREEMENT":      (101, (13, 21, 10, 42, 9, 6)),
    "TWINNING":       (29, (0, 19, 0, 2, 8, 0)),
    "SUPPLIES":       (217, (16, 39, 54, 26, 63, 20)),
    "ASSEMBLY_PLANT": (15, (2, 1, 2, 0, 3, 7)),
    "JOINT_VENTURE":  (11, (0, 0, 3, 7, 1, 0)),
    "DEALERSHIP":     (39, (2, 4, 19, 1, 3, 10)),
    "COOPERATION":    (272, (26, 42, 57, 57, 51, 42)),
    "CONSTRUCTION":   (39, (2, 2, 23, 3, 9, 3)),
    "TRADE":          (32, (7, 8, 5, 4, 2, 6)),
    "INVESTMENT":     (15, (1, 2, 3, 7, 1, 1)),
    "MEMBERSHIP":     (10, (0, 2, 2, 4, 0, 2)),
    "PARTICIPATION":  (137, (10, 12, 9, 16, 86, 9)),
}  # fmt: skip


def test_no_node_has_vanished_or_crept_in() -> None:
    assert Counter(row["type"] for row in rows("nodes")) == NODES


def test_no_fact_has_vanished_or_crept_in() -> None:
    total = Counter(row["type"] for row in rows("edges"))
    told = Counter((row["type"], chapter) for row in rows("edges") for chapter in chapters(row))
    found = {kind: (total[kind], tuple(told[kind, chapter] for chapter in range(1, 7))) for kind in EDGES}
    assert found == EDGES
    assert sum(total.values()) == sum(count for count, _ in EDGES.values())


def test_every_footnote_but_three_is_a_source() -> None:
    """Notes 67, 142 and 143 carry no fact between named parties."""
    numbers = {int(row["id"].removeprefix("fn-")) for row in rows("sources") if row["id"] != BOOK}
    assert set(range(1, 179)) - numbers == {67, 142, 143}


def test_the_readme_gives_the_right_counts() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for number, noun in (
        (len(rows("nodes")), "nodes"),
        (len(rows("edges")), "edges"),
        (len(rows("sources")), "sources"),
    ):
        assert f"{number} {noun}" in readme
    for kind, (count, told) in EDGES.items():
        assert f"| {kind} | {' | '.join(str(n) for n in told)} | {count} |" in readme
    for kind, count in NODES.items():
        assert re.search(rf"\b{count}\s+{kind}\b", readme), kind


def test_an_agreement_is_signed_unless_it_says_why_not() -> None:
    assert Counter(row["status"] for row in edges("AGREEMENT")) == {
        "signed": 96,
        "planned": 2,
        "proposed": 2,
        "ended": 1,
    }


def test_statuses_are_counted() -> None:
    assert Counter(row["status"] for row in rows("edges")) == {
        "active": 543,
        "proposed": 160,
        "planned": 107,
        "signed": 105,
        "ended": 2,
    }
