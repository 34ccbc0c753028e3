"""The tables of the reference network, for its tests."""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING, Final

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator


FOLDER: Final = ROOT / "loaders" / "union_state"


BOOK: Final = "zalessky-2023"


Row = dict[str, str]


SLUG: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"


#: Before a date in EDTF: not after it.
OPEN_START: Final = "../"


@cache
def rows(table: str) -> tuple[Row, ...]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def nodes() -> dict[str, Row]:
    return {row["id"]: row for row in rows("nodes")}


def edges(kind: str | None = None, **wanted: str) -> list[Row]:
    """The edges of a type whose columns have these values."""
    return [
        row
        for row in rows("edges")
        if (kind is None or row["type"] == kind) and all(row[name] == value for name, value in wanted.items())
    ]


def cited(edge: Row) -> list[str]:
    return edge["sources"].split(";")


def day(edge: Row) -> str:
    """The date of an edge, or the day at which a state is attested whose beginning is open."""
    return edge["date"].removeprefix(OPEN_START)


def chapters(edge: Row) -> list[int]:
    return [int(part.removeprefix("chapter ")) for part in edge["section"].split("; ")]


def names(node: Row) -> list[str]:
    return [node["name"], *filter(None, node["aliases"].split(";"))]


def chain(node: Row) -> Iterator[Row]:
    """Where a node lies, ever wider."""
    seen = set()
    while node["located_in"]:
        assert node["id"] not in seen, f"{node['id']} lies in itself"
        seen.add(node["id"])
        node = nodes()[node["located_in"]]
        yield node
