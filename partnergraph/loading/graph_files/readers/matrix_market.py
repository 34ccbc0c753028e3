"""Reading the coordinates of Matrix Market: an entry of the matrix is an edge, its value the weight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError
from partnergraph.loading.graph_files.columns import number_in
from partnergraph.loading.graph_files.raw_graph import MOST_RECORDS, FoundGraph
from partnergraph.loading.graph_files.readers.lines import numbered_lines

if TYPE_CHECKING:
    from pathlib import Path

_BANNER: Final = re.compile(r"%%MatrixMarket\s+matrix\s+(\w+)\s+(\w+)\s+([\w-]+)", re.IGNORECASE)


def is_matrix_market(path: Path) -> bool:
    """Tell whether a file begins as those of Matrix Market do."""
    try:
        with path.open("rb") as opened:
            return opened.read(16).lstrip(b"\xef\xbb\xbf").lower().startswith(b"%%matrixmark")
    except OSError:
        return False


def read_matrix_market(path: Path, file: str, encoding: str = "") -> FoundGraph:
    """Read a matrix as a graph: symmetric ones are undirected, others directed, those with two sides two-mode.

    Rows and columns are the nodes, also those without an entry; of a matrix that is not square, columns begin with
    `right-` and the attribute `mode` says 1 or 2.

    Args:
        path: The file.
        file: The name that messages show.
        encoding: The file's encoding; "" where it is to be recognised.

    Raises:
        UsageError: It is no matrix of coordinates with real values, or a line is no entry; it is named.
    """
    found = FoundGraph(file, encoding=encoding)
    kind: re.Match[str] | None = None
    rows = columns = 0
    for number, line in numbered_lines(path, found):
        if line.startswith("%"):
            kind = kind or _BANNER.match(line)
            continue
        words = line.split()
        if not rows:
            if kind is None or kind[1].casefold() != "coordinate" or kind[2].casefold() == "complex":
                raise UsageError(f"{file}: of Matrix Market only coordinates with real values, or none, are read")
            rows, columns = _size(words, file, number)
            continue
        ends = [int(word) if word.isdecimal() and len(word) < 12 else 0 for word in words[:2]]
        weight = number_in(words[2]) if len(words) > 2 else None
        is_short = len(words) < (2 if kind and kind[2].casefold() == "pattern" else 3)
        if is_short or not (1 <= ends[0] <= rows and 1 <= ends[1] <= columns) or (len(words) > 2 and weight is None):
            raise UsageError(f"{file}, line {number}: an entry is a row, a column and a value; found {line[:60]!r}")
        target = f"right-{ends[1]}" if rows != columns else str(ends[1])
        is_directed = rows == columns and kind is not None and kind[3].casefold() in {"general", "skew-symmetric"}
        found.add_edge(str(ends[0]), target, {} if weight is None else {"weight": weight}, directed=is_directed)
    if rows == columns:
        for index in range(1, rows + 1):
            found.add_node(str(index), {})
    else:
        for index in range(1, rows + 1):
            found.add_node(str(index), {"mode": 1})
        for index in range(1, columns + 1):
            found.add_node(f"right-{index}", {"mode": 2})
    return found


def _size(words: list[str], file: str, number: int) -> tuple[int, int]:
    sizes = [int(word) for word in words if word.isdecimal() and len(word) < 12]
    if len(sizes) != 3 or sizes[0] + sizes[1] > MOST_RECORDS:
        raise UsageError(f"{file}, line {number}: the size of a matrix is its rows, its columns and its entries")
    return sizes[0], sizes[1]
