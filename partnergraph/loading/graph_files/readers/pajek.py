"""Reading Pajek's .net and .paj: vertices, arcs, edges, lists of them, matrices, relations, partitions and vectors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError
from partnergraph.loading.graph_files.columns import number_in
from partnergraph.loading.graph_files.raw_graph import MOST_RECORDS, FoundGraph
from partnergraph.loading.graph_files.readers.lines import numbered_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_WORD: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|(\[[^\]]*\])|(\S+)')
_SECTION: Final = re.compile(r"(\*[^\s:]*)\s*(.*)")
_RELATION: Final = re.compile(r':\s*(\d+)(?:\s+"?([^"]*)"?)?')
#: Sections with a value a vertex, and what they are called where the file does not name them.
_OF_VERTICES: Final = frozenset({"*partition", "*vector", "*permutation"})
#: Times of edges that are years: `[1991-1995,1998-*]`.
_YEARS: Final = re.compile(r"\[?\s*(([12]\d{3})(\s*-\s*([12]\d{3}|\*))?\s*,?\s*)+\]?")
#: Shapes of vertices, and the parameters of how they are drawn.
_DRAWN: Final = frozenset(
    {"ellipse", "box", "diamond", "triangle", "cross", "empty", "house", "man", "woman", "s_size", "x_fact", "y_fact"}
    | {"phi", "r", "q", "ic", "bc", "bw", "lc", "la", "lr", "lphi", "fos", "font", "url", "l", "c", "p", "w", "hks"}
)
_DECIMAL_COMMA: Final = re.compile(r"-?\d+,\d+", re.ASCII)
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
        #: Of each matrix the edges, whose weights say nothing where all of them are 1.
        self._matrices: list[list[dict[str, Any]]] = []
        #: Sections with a value a vertex: what they are, what they are called, how many values they announce.
        self._values: list[tuple[str, str, list[str]]] = []
        self._read: Callable[[list[str], str], None] | None = None

    def section(self, line: str) -> None:
        """Begin a section: `*Vertices 4`, `*Arcs :2 "owns"`."""
        match = _SECTION.match(line)
        word, rest = (match[1], match[2]) if match else (line, "")
        kind, self._row, self._relation = word.casefold(), 0, ""
        if relation := _RELATION.search(rest):
            name = (relation[2] or "").strip()
            self._relation = self._relations.setdefault(relation[1], name or relation[1])
        if kind == "*network":
            self.found.title, self._read = rest.strip().strip('"'), None
        elif kind in _OF_VERTICES:
            name = rest.split(" in ")[0].strip().strip('"') or kind.lstrip("*")
            self._values.append((kind, name, []))
            self._read = self._value
        elif kind == "*vertices" and self._read == self._value:
            pass  # how many values follow
        elif kind == "*vertices":
            self._begin_vertices(rest.split())
        elif kind in {"*arcs", "*edges"}:
            self._read = self._arc if kind == "*arcs" else self._edge
        elif kind in {"*arcslist", "*edgeslist"}:
            self._read = self._arcs_list if kind == "*arcslist" else self._edges_list
        elif kind == "*matrix":
            self._read = self._matrix
            self._matrices.append([])
        else:
            self._read = None
            self.found.notes.append(
                f"the section {word} was left out; read are vertices, arcs, edges, matrices, partitions and vectors"
            )

    def line(self, line: str) -> None:
        """Read a line of the current section."""
        if self._read is not None:
            self._read([match[1] if match[1] is not None else match[0] for match in _WORD.finditer(line)], line)

    def finish(self) -> None:
        """Put the vertices in: those without a line of their own have their number as label."""
        for matrix in self._matrices:
            if all(cells["weight"] == 1 for cells in matrix):
                for cells in matrix:
                    del cells["weight"]
        self._add_values()
        nodes = [(str(number), self._cells.get(number, {})) for number in range(1, self._count + 1)]
        for number, (identifier, cells) in enumerate(nodes, start=1):
            if self._first_mode:
                cells["mode"] = 1 if number <= self._first_mode else 2
            self.found.add_node(identifier, cells)

    def _add_values(self) -> None:
        """Give the vertices what partitions and vectors say of them, each an attribute of its own."""
        for kind, name, values in self._values:
            if len(values) != self._count:
                self.found.notes.append(
                    f"the {kind.lstrip('*')} {name} was left out: it has {len(values):,} values, and there are "
                    f"{self._count:,} vertices"
                )
                continue
            taken = {key for cells in self._cells.values() for key in cells}
            number, own = 1, name
            while own in taken:
                number += 1
                own = f"{name} {number}"
            for vertex, value in enumerate(values, start=1):
                self._cells.setdefault(vertex, {})[own] = value
            self.found.notes.append(f"the {kind.lstrip('*')} {name} is the attribute {own!r} of the nodes")

    def _value(self, words: list[str], line: str) -> None:
        # Some programs write the number of the vertex and its label before the value.
        self._values[-1][2].extend(words[-1:] if len(words) < 4 else [line])

    def _begin_vertices(self, words: list[str]) -> None:
        counts = [int(word) for word in words[:2] if word.isdecimal()]
        if not counts or counts[0] > MOST_RECORDS:
            raise UsageError(f"{self.place}: *Vertices needs their number, at most {MOST_RECORDS:,}")
        if self._count:
            raise UsageError(
                f"{self.place}: a second network begins here; save each as a .net of its own and load them one by one"
            )
        self._count, self._first_mode = counts[0], counts[1] if len(counts) > 1 else 0
        self._read = self._vertex

    def _vertex(self, words: list[str], line: str) -> None:
        number = self._vertex_number(words[0])
        cells: dict[str, Any] = {}
        if '"' not in line:
            words = self._with_whole_label(words)
        if len(words) > 1:
            cells["label"] = re.sub(r"\\(.)", r"\1", words[1]) if '"' in line else words[1]
        rest = words[2:]
        for axis in _AXES:
            if rest and (value := _number(rest[0])) is not None:
                cells[axis] = value
                rest = rest[1:]
        self._cells[number] = {**cells, **self._drawing(rest)}

    def _with_whole_label(self, words: list[str]) -> list[str]:
        """Join the words of a label without quotes: those up to a number, a time, a shape or a parameter."""
        end = 2
        while (
            end < len(words)
            and number_in(words[end]) is None
            and words[end].casefold() not in _DRAWN
            and words[end][0] != "["
        ):
            end += 1
        return [*words[:1], " ".join(words[1:end]), *words[end:]] if end > 2 else words

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
        if rest and (weight := _number(rest[0])) is not None:
            cells["weight"] = weight
            rest = rest[1:]
        cells |= self._drawing(rest)
        if (times := cells.get("times")) and _YEARS.fullmatch(times):
            years = re.findall(r"[12]\d{3}", times)
            cells["start"] = min(years)
            if not times.rstrip("] ").endswith("*"):
                cells["end"] = max(years)
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
            if (weight := _number(word)) is None:
                raise UsageError(f"{self.place}: {word[:60]!r} in the matrix is no number")
            if weight:
                cells: dict[str, Any] = {"weight": weight}
                self._matrices[-1].append(cells)
                self._put(self._row, column + self._first_mode, cells, self._relation, directed=not self._first_mode)


def _number(word: str) -> float | None:
    """Return a number; programs of countries with a decimal comma write one here too."""
    return number_in(word.replace(",", ".", 1) if _DECIMAL_COMMA.fullmatch(word) else word)


def read_pajek(path: Path, file: str, encoding: str = "") -> FoundGraph:
    """Read a Pajek network, or a project file with one network.

    Times in brackets are kept as the attribute `times`, coordinates as `x`, `y` and `z`, shapes and other parameters
    by their names; a partition, a vector or a permutation is an attribute of the nodes by its own name. Years in
    brackets are the time of an edge. Sections of other kinds are left out, which a note says.

    Args:
        path: The file.
        file: The name that messages show.
        encoding: The file's encoding; "" where it is to be recognised.

    Raises:
        UsageError: It is no Pajek network; the line is named.
    """
    found = FoundGraph(file, encoding=encoding)
    reader = _Pajek(found)
    begun = False
    for number, line in _without_comments(numbered_lines(path, found)):
        reader.place = f"{file}, line {number}"
        if line.startswith("*"):
            begun = True
            reader.section(line)
        elif not begun:
            raise UsageError(f"{reader.place}: no Pajek network; it begins with *Vertices and their number")
        else:
            reader.line(line)
    reader.finish()
    return found


def _without_comments(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Leave out lines that begin with %, and what stands between /* and */, on one line or over several."""
    inside = False
    for number, line in lines:
        text = line
        if inside:
            _, end, text = text.partition("*/")
            if not end:
                continue
            inside, text = False, text.strip()
        if text.startswith("/*"):
            _, end, text = text[2:].partition("*/")
            inside, text = not end, text.strip()
        if text and not text.startswith("%"):
            yield number, text
