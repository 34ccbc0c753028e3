"""What a careful curator would look at: things that are unused, named alike, said twice or led back to themselves."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from partnergraph.countries import subdivision_codes
from partnergraph.vocabulary import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from partnergraph.checks.typed_table import PlacedFinding, TypedTable

#: What a fact says beside its type and its ends.
_TOLD: Final = ("date", "until", "title", "amount", "unit")
_UNDIRECTED: Final = frozenset(name for name, kind in STANDARD.edge_types.items() if not kind.directed)
#: Of so many facts of one type between the same two each is compared with each.
_MOST_COMPARED: Final = 60
#: Columns in which two edges may differ and still say the same.
_BESIDE_THE_FACT: Final = frozenset({"id", "sources", "section", "note", "carries_out"})


def node_warnings(nodes: TypedTable, edges: TypedTable) -> Iterator[PlacedFinding]:
    """Note nodes that nothing uses, codes of subdivisions that are none, and names that two nodes have."""
    ids, codes = nodes.values["id"], nodes.values["iso_3166_2"]
    in_use = {*edges.values["source"], *edges.values["target"], *nodes.values["located_in"]}
    for index, identifier in enumerate(ids):
        if identifier not in in_use:
            problem = "no edge touches this node and nothing lies in it"
            yield nodes.note(index, "id", identifier or "", problem)
    given = set(codes) - {None}
    for index in nodes.rows_with(codes, given - subdivision_codes() if given else ()):
        yield nodes.note(index, "iso_3166_2", codes[index], "ISO 3166-2 lists no such code")
    yield from _shared_names(nodes)


def _shared_names(nodes: TypedTable) -> Iterator[PlacedFinding]:
    ids = nodes.values["id"]
    first: dict[str, str | None] = {}
    for index, (name, aliases) in enumerate(zip(nodes.values["name"], nodes.values["aliases"], strict=True)):
        for each in dict.fromkeys(text.casefold() for text in (name, *aliases) if text):
            other = first.setdefault(each, ids[index])
            if other != ids[index]:
                yield nodes.note(index, "name", each, f"{other} has this name or alias too")


def source_warnings(sources: TypedTable, edges: TypedTable) -> Iterator[PlacedFinding]:
    """Note sources that nothing cites."""
    cited = {*chain.from_iterable(set(edges.values["sources"])), *sources.values["part_of"]}
    for index, identifier in enumerate(sources.values["id"]):
        # A source that stands for a loader vouches for where nodes lie, which no edge of the table says.
        if identifier not in cited and not str(identifier).startswith("loader:"):
            yield sources.note(index, "id", identifier or "", "no edge cites this source")


def edge_warnings(edges: TypedTable) -> Iterator[PlacedFinding]:
    """Note edges that lead back to their own source, and those that say what another row says."""
    for index, (source, target) in enumerate(zip(edges.values["source"], edges.values["target"], strict=True)):
        if source == target and source:
            yield edges.note(index, "target", target, "the edge leads back to its own source")
    yield from _nearly_repeated(edges)
    facts = [values for name, values in edges.values.items() if name not in _BESIDE_THE_FACT]
    numbers = edges.raw.numbers
    first: dict[tuple[object, ...], int] = {}
    for index in _perhaps_repeated(zip(*facts, strict=True), len(edges.raw)):
        number = first.setdefault(tuple(values[index] for values in facts), numbers[index])
        if number != numbers[index]:
            yield edges.note(index, "", "", f"says the same as row {number}")


def _nearly_repeated(edges: TypedTable) -> Iterator[PlacedFinding]:
    """Note edges of one type between the same two that differ only in what one of them leaves open.

    Their dates are the same, one is a part of the other (1997, 1997-05-12) or missing; so are title, amount and end.
    """
    columns = [edges.values[name] for name in ("type", "source", "target", *_TOLD)]
    numbers = edges.raw.numbers
    groups: dict[tuple[object, ...], list[int]] = {}
    for index, (kind, source, target, *_) in enumerate(zip(*columns, strict=True)):
        ends = (source, target)
        if kind in _UNDIRECTED:
            ends = min(ends, ends[::-1], key=lambda pair: tuple(map(str, pair)))
        groups.setdefault((kind, *ends), []).append(index)
    for rows in groups.values():
        for place, index in enumerate(rows[1:_MOST_COMPARED], start=1):
            for before in rows[:place]:
                told = [(column[index], column[before]) for column in columns[3:]]
                if any(one != other for one, other in told) and all(_leaves_open(*pair) for pair in told):
                    yield edges.note(
                        index, "", "", f"is likely the fact of row {numbers[before]}, which says more or less"
                    )
                    break


def _leaves_open(one: object, other: object) -> bool:
    """Tell whether two cells are equal, or one says nothing or a part of what the other says."""
    if one is None or other is None or one == other or one != one or other != other:  # noqa: PLR0124  NaN is missing
        return True
    short, long = sorted((str(one), str(other)), key=len)
    return long.startswith(f"{short}-")


def _perhaps_repeated(facts: Iterable[tuple[object, ...]], count: int) -> list[int]:
    """Return where facts stand whose hash is that of another, so that not all of a large table need be kept."""
    hashes = np.fromiter(map(hash, facts), dtype=np.int64, count=count)
    ordered = np.sort(hashes)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    found: list[int] = np.flatnonzero(np.isin(hashes, twice)).tolist() if len(twice) else []
    return found
