"""Reading Pajek's .net: vertices with labels and coordinates, arcs, edges, lists of them, matrices, relations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError
from partnergraph.loading.graph_files.columns import number_in
from partnergraph.loading.graph_files.lines import numbered_lines
from partnergraph.loading.graph_files.raw_graph import MOST_RECORDS, FoundGraph

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_WORD: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|(\[[^\]]*\])|(\S+)')
_RELATION: Final = re.compile(r':(\d+)(?:\s+"?([^"]*)"?)?')
_AXES: Final = ("x", "y", "z")


class _Pajek:
    """The state while a file is read: which section, which relation, what the vertices are called."""

    def __init__(self, found: FoundGraph) -> None:
        self.found = found
        self.place = ""
        self._row = self._count = self._first_mode = 0
        self._relation = ""
        self._relations: dict[str, str] = {}
        self._cells: dict[int, dict[str, Any]] = {}
        self._read: Callable[[list[str], str], None] | None = None

    def section(self, line: str) -> None:
        """Begin a section: `*Vertices 4`, `*Arcs :2 "owns"`."""
        word, _, rest = line.partition(" ")
        kind, self._row, self._relation = word.casefold(), 0, ""
        if relation := _RELATION.search(rest):
            name = (relation[2] or "").strip()
            self._relation = self._relations.setdefault(relation[1], name or relation[1])
        if kind == "*network":
            self.found.title, self._read = rest.strip().strip('"'), None
        elif kind == "*vertices":
            self._begin_vertices(rest.split())
        elif kind in {"*arcs", "*edges"}:
            self._read = self._arc if kind == "*arcs" else self._edge
        elif kind in {"*arcslist", "*edgeslist"}:
            self._read = self._arcs_list if kind == "*arcslist" else self._edges_list
        elif kind == "*matrix":
            self._read = self._matrix
        else:
            self._read = None
            self.found.notes.append(
                f"the section {word} was left out; only vertices, arcs, edges and matrices are read"
            )

    def line(self, line: str) -> None:
        """Read a line of the current section."""
        if self._read is not None:
            self._read([match[1] if match[1] is not None else match[0] for match in _WORD.finditer(line)], line)

    def finish(self) -> None:
        """Put the vertices in: those without a line of their own have their number as label."""
        nodes = [(str(number), self._cells.get(number, {})) for number in range(1, self._count + 1)]
        for number, (identifier, cells) in enumerate(nodes, start=1):
            if self._first_mode:
                cells["mode"] = 1 if number <= self._first_mode else 2
            self.found.add_node(identifier, cells)

    def _begin_vertices(self, words: list[str]) -> None:
        counts = [int(word) for word in words[:2] if word.isdecimal()]
        if not counts or counts[0] > MOST_RECORDS:
            raise UsageError(f"{self.place}: *Vertices needs their number, at most {MOST_RECORDS:,}")
        if self._count:
            raise UsageError(f"{self.place}: a second network begins here; load them as files of their own")
        self._count, self._first_mode = counts[0], counts[1] if len(counts) > 1 else 0
        self._read = self._vertex

    def _vertex(self, words: list[str], line: str) -> None:
        number = self._vertex_number(words[0])
        cells: dict[str, Any] = {}
        if len(words) > 1:
            cells["label"] = re.sub(r"\\(.)", r"\1", words[1]) if '"' in line else words[1]
        rest = words[2:]
        for axis in _AXES:
            if rest and (value := number_in(rest[0])) is not None:
                cells[axis] = value
                rest = rest[1:]
        self._cells[number] = {**cells, **self._drawing(rest)}

    @staticmethod
    def _drawing(words: list[str]) -> dict[str, Any]:
        """Return the rest of a line: a time in brackets, a shape, and parameters with their values."""
        cells: dict[str, Any] = {}
        if words and words[-1].startswith("["):
            cells["times"] = words[-1].strip("[] ")
            words = words[:-1]
        if len(words) % 2:
            cells["shape"] = words[0]
            words = words[1:]
        for name, value in zip(words[::2], words[1::2], strict=True):
            cells["label" if name == "l" else name] = value
        return cells

    def _vertex_number(self, word: str) -> int:
        number = int(word) if word.isdecimal() and len(word) < 12 else 0
        if not 1 <= number <= self._count:
            raise UsageError(f"{self.place}: {word[:60]!r} is no vertex; they are numbered 1 to {self._count:,}")
        return number

    def _arc(self, words: list[str], _: str) -> None:
        self._add(words, directed=True)

    def _edge(self, words: list[str], _: str) -> None:
        self._add(words, directed=False)

    def _add(self, words: list[str], *, directed: bool) -> None:
        relation = self._relation
        if words and words[0].endswith(":"):  # a relation before the ends, as in `2: 1 5 1`
            relation = self._relations.get(words[0].rstrip(":"), words[0].rstrip(":"))
            words = words[1:]
        if len(words) < 2:
            raise UsageError(f"{self.place}: an edge needs the numbers of two vertices")
        source, target = self._vertex_number(words[0]), self._vertex_number(words[1])
        cells: dict[str, Any] = {}
        rest = words[2:]
        if rest and (weight := number_in(rest[0])) is not None:
            cells["weight"] = weight
            rest = rest[1:]
        cells |= self._drawing(rest)
        self._put(source, target, cells, relation, directed=directed)

    def _put(self, source: int, target: int, cells: dict[str, Any], relation: str, *, directed: bool) -> None:
        if relation:
            cells["relation"] = relation
        self.found.add_edge(str(source), str(target), cells, directed=directed)

    def _arcs_list(self, words: list[str], _: str) -> None:
        self._list(words, directed=True)

    def _edges_list(self, words: list[str], _: str) -> None:
        self._list(words, directed=False)

    def _list(self, words: list[str], *, directed: bool) -> None:
        first, *others = [self._vertex_number(word) for word in words]
        for other in others:
            self._put(first, other, {}, self._relation, directed=directed)

    def _matrix(self, words: list[str], _: str) -> None:
        self._row += 1
        # Of a network of two modes, the rows are the first mode and the columns the second.
        width = self._count - self._first_mode
        if len(words) != width or self._row > (self._first_mode or self._count):
            raise UsageError(f"{self.place}: row {self._row} of the matrix has {len(words):,} numbers, not {width:,}")
        for column, word in enumerate(words, start=1):
            if (weight := number_in(word)) is None:
                raise UsageError(f"{self.place}: {word[:60]!r} in the matrix is no number")
            if weight:
                cells = {} if weight == 1 else {"weight": weight}
                self._put(self._row, column + self._first_mode, cells, self._relation, directed=not self._first_mode)


def read_pajek(path: Path, file: str) -> FoundGraph:
    """Read a Pajek network.

    Times in brackets are kept as the attribute `times`, coordinates as `x`, `y` and `z`, shapes and other parameters
    by their names. Sections of other kinds (partitions, vectors) are left out, which a note says.

    Args:
        path: The file.
        file: The name that messages show.

    Raises:
        UsageError: It is no Pajek network; the line is named.
    """
    found = FoundGraph(file)
    reader = _Pajek(found)
    begun = False
    for number, line in numbered_lines(path, found):
        reader.place = f"{file}, line {number}"
        if line.startswith(("%", "/*")):
            continue
        if line.startswith("*"):
            begun = True
            reader.section(line)
        elif not begun:
            raise UsageError(f"{reader.place}: no Pajek network; it begins with *Vertices and their number")
        else:
            reader.line(line)
    reader.finish()
    return found
