"""Reading edge lists and KONECT's `out.*` files: two columns of ends, and what else stands beside them."""

from __future__ import annotations

import ast
import csv
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError
from partnergraph.loading.graph_files.columns import number_in
from partnergraph.loading.graph_files.lines import numbered_lines
from partnergraph.loading.graph_files.raw_graph import FoundGraph

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_COMMENTS: Final = ("#", "%", "//")
#: KONECT's first line: how the edges are, and what their weights mean.
_KONECT: Final = re.compile(r"%\s*(sym|asym|bip)\b\s*(\w*)", re.IGNORECASE)
_FIRST_NAMES: Final = frozenset({"source", "from", "src", "node1", "u", "fromnodeid", "start"})
_SECOND_NAMES: Final = frozenset({"target", "to", "dst", "dest", "node2", "v", "tonodeid", "end"})
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


def read_konect(path: Path, file: str) -> FoundGraph:
    """Read a file of KONECT: `% sym|asym|bip weights`, `% edges left right`, then ends, weight and time.

    In a bipartite graph (`bip`) the two sides are numbered apart: nodes of the right one begin with `right-`, and the
    attribute `mode` says 1 or 2. A time in seconds since 1970 becomes the attribute `date`, the day in UTC, and stays
    as `timestamp`; a year becomes `date`.

    Args:
        path: The file.
        file: The name that messages show.

    Raises:
        UsageError: A line is no edge; it is named.
    """
    found = FoundGraph(file, title=path.name.removeprefix("out."))
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


def read_edge_list(path: Path, file: str) -> FoundGraph:
    """Read an edge list: one edge a line, its ends first, parted by spaces, tabs, commas, semicolons or bars.

    A first line with names such as `source,target,weight` gives the attributes their names. Without one, a third
    column of numbers is `weight`, further ones are `column_4` and so on; NetworkX's `{'weight': 2}` is understood.
    Lines that begin with #, % or // are comments; one that says so makes the graph directed, otherwise it is not.

    Args:
        path: The file.
        file: The name that messages show.

    Raises:
        UsageError: A line is no edge; it is named.
    """
    found = FoundGraph(file)
    directed = False
    names: list[str] | None = None
    sign = ""
    for number, line in numbered_lines(path, found):
        if line.startswith(_COMMENTS):
            words = re.findall(r"[a-z]+", line.casefold())
            directed = directed or "directed" in words or "asym" in words
            continue
        first = names is None
        if first:
            sign = next((each for each in "\t,;|" if each in line.split("{")[0]), "")
        words, attributes = _words(line, sign, file, number)
        if first:
            names = _header(words)
            if names:
                continue
            names = ["", "", *(["weight"] if len(words) > 2 and number_in(words[2]) is not None else [])]
            names += [f"column_{position}" for position in range(len(names) + 1, len(words) + 1)]
        known = names or []
        if len(words) < 2 or (len(words) > len(known) and not attributes):
            raise UsageError(
                f"{file}, line {number}: {len(words)} cells where an edge has {max(len(known), 2)}: {line[:60]!r}"
            )
        cells = {name: word for name, word in zip(known[2:], words[2:], strict=False) if word}
        found.add_edge(words[0], words[1], {**cells, **attributes}, directed=directed)
    found.add_missing_nodes()
    return found


def _words(line: str, sign: str, file: str, number: int) -> tuple[list[str], dict[str, Any]]:
    """Split a line at its sign, or at spaces; return the words, and the attributes of NetworkX's data."""
    attributes: dict[str, Any] = {}
    if line.endswith("}") and "{" in line:
        line, brace, rest = line.partition("{")
        try:
            found = ast.literal_eval(brace + rest)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            raise UsageError(
                f"{file}, line {number}: {(brace + rest)[:60]!r} cannot be read as data of an edge"
            ) from None
        if not isinstance(found, dict):
            raise UsageError(f"{file}, line {number}: {(brace + rest)[:60]!r} cannot be read as data of an edge")
        attributes = {str(name): value for name, value in found.items()}
    if not sign:
        return _quoted_words(line), attributes
    try:
        words = next(csv.reader([line.strip().removesuffix(sign) if attributes else line], delimiter=sign, strict=True))
    except (csv.Error, StopIteration) as error:
        raise UsageError(f"{file}, line {number}: the quotes of {line[:60]!r} do not close ({error})") from None
    return [word.strip() for word in words], attributes


def _quoted_words(line: str) -> list[str]:
    return [match[1] if match[1] is not None else match[0] for match in re.finditer(r'"([^"]*)"|\S+', line)]


def _header(words: Sequence[str]) -> list[str] | None:
    """Return the names of the columns where the first line gives them."""
    plain = [re.sub(r"[\s_]", "", word).casefold() for word in words]
    return list(words) if len(plain) > 1 and plain[0] in _FIRST_NAMES and plain[1] in _SECOND_NAMES else None


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
