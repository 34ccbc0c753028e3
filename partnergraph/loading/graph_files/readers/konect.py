"""Reading KONECT's `out.*` files: what the edges are, weights and times."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError
from partnergraph.loading.graph_files.columns import number_in
from partnergraph.loading.graph_files.raw_graph import FoundGraph
from partnergraph.loading.graph_files.readers.lines import numbered_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: KONECT's first line: how the edges are, and what their weights mean.
_KONECT: Final = re.compile(r"%\s*(sym|asym|bip)\b\s*(\w*)", re.IGNORECASE)
#: Seconds since 1970 that are later than 1973: a smaller number is no time, but may be a year.
_LEAST_SECONDS: Final = 100_000_000
_MOST_SECONDS: Final = 253_402_300_799


def is_konect(path: Path) -> bool:
    """Tell whether a file is one of KONECT's: it is called `out.NAME`, or its first line says what its edges are."""
    try:
        with path.open("rb") as opened:
            start = opened.read(200).decode("utf-8", errors="replace").lstrip("\ufeff")
    except OSError:
        return False
    return bool(_KONECT.match(start)) or (path.name.startswith("out.") and start.startswith("%"))


def read_konect(path: Path, file: str, encoding: str = "") -> FoundGraph:
    """Read a file of KONECT: `% sym|asym|bip weights`, `% edges left right`, then ends, weight and time.

    In a bipartite graph (`bip`) the two sides are numbered apart: nodes of the right one begin with `right-`, and the
    attribute `mode` says 1 or 2. A time in seconds since 1970 becomes the attribute `date`, the day in UTC, and stays
    as `timestamp`; a year becomes `date`.

    Args:
        path: The file.
        file: The name that messages show.
        encoding: The file's encoding; "" where it is to be recognised.

    Raises:
        UsageError: A line is no edge; it is named.
    """
    found = FoundGraph(file, title=path.name.removeprefix("out."), encoding=encoding)
    kind = ""
    for number, line in numbered_lines(path, found):
        if line.startswith("%"):
            if not kind and (match := _KONECT.match(line)):
                kind = match[1].casefold()
                if match[2] and match[2].casefold() not in {"unweighted", "positive"}:
                    found.notes.append(f"the weights are {match[2]}, as the file says")
            continue
        words = line.split()
        if len(words) < 2 or len(words) > 4:
            raise UsageError(f"{file}, line {number}: an edge is two ends, a weight and a time; found {line[:60]!r}")
        source, target = words[0], f"right-{words[1]}" if kind == "bip" else words[1]
        cells = _weight(words[2:3], file, number)
        cells |= _time(words[3]) if len(words) > 3 else {}
        found.add_edge(source, target, cells, directed=kind == "asym")
    found.add_missing_nodes()
    for node in found.nodes:
        if kind == "bip":
            node.cells["mode"] = 2 if node.id.startswith("right-") else 1
    return found


def _weight(words: Sequence[str], file: str, number: int) -> dict[str, Any]:
    if not words:
        return {}
    weight = number_in(words[0])
    if weight is None:
        raise UsageError(f"{file}, line {number}: the weight {words[0][:60]!r} is no number")
    return {"weight": weight}


def _time(word: str) -> dict[str, Any]:
    moment = number_in(word)
    if moment is None:
        return {"timestamp": word}
    if _LEAST_SECONDS <= moment <= _MOST_SECONDS:
        return {"date": datetime.fromtimestamp(moment, UTC).date().isoformat(), "timestamp": moment}
    return {"date": f"{moment:.0f}"} if 1000 <= moment <= 2999 and moment.is_integer() else {"timestamp": moment}
