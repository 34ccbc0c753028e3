"""Loaders made by lot and written as folders: a source as it was, the same changed, and another beside it."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Row = dict[str, str]
Tables = dict[str, list[Row]]
#: Edges of a source, by what its size is called.
SIZES = {"small": 60, "large": 600}
KINDS = ("TWINNING", "AGREEMENT", "COOPERATION")
LOADER = 'title = "Title of {name}"\nlicence = "CC0"\nwho = "Nobody"\nwhen = "2026"\n'


def write_loaders(folder: Path, seed: int) -> dict[str, Path]:
    """Write the loader `towns` in each size, before and after its source changed, and `others` beside it.

    Returns:
        The folders by what they are: `small-before`, `large-after`, `others` ...
    """
    folders = {}
    for size, edges in SIZES.items():
        lot = drawing(f"{seed} {size}")
        before = first_tables(lot, edges)
        for when, tables in (("before", before), ("after", changed_tables(lot, before))):
            folders[f"{size}-{when}"] = write_loader(folder / f"{size}-{when}" / "towns", tables)
    folders["others"] = write_loader(folder / "others", other_tables(first_tables(drawing(str(seed)), 20)))
    return folders


def drawing(seed: str) -> random.Random:
    """Return what draws by lot, and can do so again."""
    return random.Random(seed)  # noqa: S311  nothing secret


def write_loader(folder: Path, tables: Tables) -> Path:
    """Write tables as a loader named as its folder."""
    folder.mkdir(parents=True)
    (folder / "loader.toml").write_text(LOADER.format(name=folder.name), encoding="utf-8")
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def first_tables(lot: random.Random, edges: int) -> Tables:
    """Return a source of so many edges; each third town has none."""
    places: list[Row] = [{"id": f"country:{side}", "type": "Country", "name": f"Land {side}"} for side in "xy"]
    places += [region(side, number) for side in "xy" for number in range(4)]
    towns = [town(lot, side, number) for side in "xy" for number in range(edges // 6)]
    facts = [fact(lot, number, towns) for number in range(edges)]
    sources = [{"id": f"note-{number}", "title": f"Note {number}", "year": "2026"} for number in range(6)]
    return {"nodes": places + towns, "edges": facts, "sources": sources}


def region(side: str, number: int) -> Row:
    name = f"Region {side.upper()}{number}"
    return {"id": f"region:{side}{number}", "type": "Region", "name": name, "located_in": f"country:{side}"}


def town(lot: random.Random, side: str, number: int) -> Row:
    return {
        "id": f"city:{side}{number}",
        "type": "City",
        "name": f"Town {side.upper()}{number}",
        "located_in": f"region:{side}{lot.randrange(4)}",
        "aliases": f"{side}-town {number};Город {side}{number}" if lot.random() < 0.5 else "",
        "note": "",
    }


def fact(lot: random.Random, number: int, towns: Sequence[Row]) -> Row:
    """Return a fact between a town of one side and one of the other; some are parallel to others."""
    return {
        "id": f"fact-{number}",
        "type": lot.choice(KINDS),
        **ends(lot, towns),
        "date": str(lot.randint(1995, 2025)),
        "status": "active",
        "title": f"Fact {number}",
        "sources": f"note-{lot.randrange(5)}",
    }


def ends(lot: random.Random, towns: Sequence[Row]) -> Row:
    """Draw two ends out of the towns that may have facts."""
    sides = [[row["id"] for row in towns if row["id"].startswith(f"city:{side}")] for side in "xy"]
    return {name: lot.choice(ids[: len(ids) * 2 // 3]) for name, ids in zip(("source", "target"), sides, strict=True)}


def changed_tables(lot: random.Random, before: Tables) -> Tables:
    """Return a source with rows added, changed, removed and moved to other ends, and facts that became others."""
    towns = [row for row in before["nodes"] if row["type"] == "City"]
    facts = [changed for row in before["edges"] if (changed := changed_fact(lot, row, towns))]
    facts += [fact(lot, len(before["edges"]) + number, towns) for number in range(len(before["edges"]) // 8)]
    alone = {row["id"] for row in towns} - {row[end] for row in facts for end in ("source", "target")}
    gone = set(sorted(alone)[: len(alone) // 2])
    nodes = [
        {**row, "note": "Seen again"} if row["type"] == "City" and lot.random() < 0.1 else row
        for row in before["nodes"]
        if row["id"] not in gone
    ]
    count = len(towns) // 2
    nodes += [town(lot, side, count + number) for side in "xy" for number in range(3)]
    sources = [*before["sources"][:5], {"id": "note-6", "title": "Note 6", "year": "2026"}]
    return {"nodes": nodes, "edges": facts, "sources": sources}


def changed_fact(lot: random.Random, row: Row, towns: Sequence[Row]) -> Row | None:
    """Return a fact as it is now, None where it is gone."""
    drawn = lot.random()
    if drawn < 0.1:
        return None
    if drawn < 0.2:
        return {**row, "title": f"{row['title']}, renewed", "status": "ended"}
    if drawn < 0.3:
        return {**row, **ends(lot, towns)}
    if drawn < 0.35:
        return {**row, "type": lot.choice(KINDS)}
    return row


def other_tables(tables: Tables) -> Tables:
    """Return a source with facts of its own among towns that `towns` has too."""
    facts = [{**row, "id": f"other-{row['id']}", "sources": "other-note"} for row in tables["edges"]]
    nodes = [{**row, "note": "Told by others"} for row in tables["nodes"]]
    return {"nodes": nodes, "edges": facts, "sources": [{"id": "other-note", "title": "Another note", "year": "2026"}]}
