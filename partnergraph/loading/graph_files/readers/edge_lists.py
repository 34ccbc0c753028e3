"""Reading edge lists: two columns of ends, and what else stands beside them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError
from partnergraph.loading.graph_files.columns import number_in
from partnergraph.loading.graph_files.raw_graph import FoundGraph, FoundNode
from partnergraph.loading.graph_files.readers.edge_list_form import (
    COMMENTS,
    MISSING,
    Form,
    cells_of,
    direction_in,
    form_of,
)
from partnergraph.loading.graph_files.readers.json_forms import DIRECTIONS, truth
from partnergraph.loading.graph_files.readers.lines import numbered_lines
from partnergraph.loading.graph_files.readers.matrix_market import is_matrix_market, read_matrix_market

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from partnergraph.loading.graph_files.raw_graph import FoundEdge

#: So many lines are looked at to tell the form of a list.
_SAMPLE: Final = 500
_DECIMAL: Final = re.compile(r"[+-]?(\d+|\d{1,3}([.\u00a0\u202f ]\d{3})+)(,\d+)?", re.ASCII)
_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII)


def read_edge_list(path: Path, file: str, encoding: str = "") -> FoundGraph:
    """Read an edge list: one edge a line, its ends first, parted by spaces, tabs, commas, semicolons or bars.

    The sign is the one that cuts all lines alike. A header is told by names such as `source,target`, or by being
    unlike the lines below it, which a note says. Without one, a third column of numbers is `weight`, further ones are
    `column_4` and so on; NetworkX's `{'weight': 2}` is understood. Numbers may have a decimal comma. A column `Type`
    that says Directed or Undirected, as Gephi writes it, is the direction. Lines that begin with #, % or // are
    comments; one that says so makes the graph directed, otherwise it is not. A line with one end only is a node
    without an edge.

    Args:
        path: The file.
        file: The name that messages show.
        encoding: The file's encoding; "" where it is to be recognised.

    Raises:
        UsageError: A line is no edge; it is named.
    """
    if is_matrix_market(path):
        return read_matrix_market(path, file, encoding)
    found = FoundGraph(file, encoding=encoding)
    lines = (line for _, line in numbered_lines(path, FoundGraph(file, encoding=encoding), whole=True))
    sample = list(islice((line for line in lines if not line.lstrip().startswith(COMMENTS)), _SAMPLE))
    try:
        form = form_of(sample)
    except UsageError as error:
        raise UsageError(f"{file}: {error}") from None
    found.notes += form.notes
    _read_lines(path, found, form)
    if not form.has_header:
        _leave_out_sizes(found)
    _take_directions(found)
    _take_ids(found.edges)
    _take_numbers(found)
    _one_node_each(found)
    found.add_missing_nodes()
    return found


def _read_lines(path: Path, found: FoundGraph, form: Form) -> None:
    """Read the edges, and the nodes of lines with one end; say what was left out."""
    directed, said = False, ""
    names: tuple[str, ...] | None = None
    left: Counter[str] = Counter()
    for number, line in numbered_lines(path, found, whole=True):
        if line.lstrip().startswith(COMMENTS):
            if not said and (meant := direction_in(line)) is not None:
                directed, said = meant, line.strip()
            continue
        try:
            words, attributes, has_remark = cells_of(line, form.sign)
        except UsageError as error:
            raise UsageError(f"{found.file}, line {number}: {error}") from None
        left["remarks"] += has_remark
        if names is None:
            names = _names(words, form)
            if form.has_header:
                continue
        if len(words) <= max(form.ends) or len(words) > len(names):
            raise UsageError(
                f"{found.file}, line {number}: {len(words)} cells where an edge has {max(len(names), 2)}: "
                f"{line.strip()[:60]!r}"
            )
        source, target = (words[position] for position in form.ends)
        if source and target:
            cells = {name: word for name, word in zip(names, words, strict=False) if name and word}
            found.add_edge(source, target, {**cells, **attributes}, directed=directed)
        else:
            left["alone" if source or target else "empty"] += 1
            found.nodes += [FoundNode(end, {}) for end in (source, target) if end]
    if said and directed:
        found.notes.append(f"the edges are directed, as a comment says: {said[:60]!r}")
    _count(found, left["remarks"], "remark behind # was", "remarks behind # were", "left out")
    _count(found, left["alone"], "line names one end only; it is a node", "lines name one end only; they are nodes",
           "without an edge")  # fmt: skip
    _count(found, left["empty"], "line without ends was", "lines without ends were", "left out")


def _names(first: Sequence[str], form: Form) -> tuple[str, ...]:
    """Return the name of each column; "" for the ends, and for a column before them that has none."""
    if form.has_header:
        named = [word or (f"column_{position}" if position > 1 else "") for position, word in enumerate(first, start=1)]
    else:
        begin = max(form.ends) + 1
        named = [""] * begin
        if len(first) > begin and _is_number(first[begin]):
            named.append("weight")
        named += [f"column_{position}" for position in range(len(named) + 1, len(first) + 1)]
    return tuple("" if position in form.ends else name for position, name in enumerate(named))


def _leave_out_sizes(found: FoundGraph) -> None:
    """Leave out a first line that says how many nodes and edges follow, as some programs write it."""
    if len(found.edges) < 2:
        return
    first, *rest = found.edges
    ends = {end for edge in rest for end in (edge.source, edge.target)}
    if not first.cells and all(map(str.isdecimal, {first.source, first.target} | ends)):
        nodes, edges = int(first.source), int(first.target)
        if edges == len(rest) and len(ends) <= nodes and nodes >= max(map(int, ends)):
            found.edges = rest
            found.notes.append(f"the first line, {nodes} {edges}, is the number of nodes and edges; it is no edge")


def _is_number(word: str) -> bool:
    return number_in(word) is not None or any(form.fullmatch(word) for form in (_DECIMAL, _THOUSANDS))


def _count(found: FoundGraph, number: int, one: str, several: str, end: str) -> None:
    if number:
        found.notes.append(f"{number:,} {one if number == 1 else several} {end}")


def _take_directions(found: FoundGraph) -> None:
    """Take Gephi's column Type, or one called directed, for the direction of each edge, where that is all it says."""
    for name in _columns(found.edges, {"type", "directed"}):
        values = [str(edge.cells.get(name, "")).strip().casefold() for edge in found.edges]
        told = [DIRECTIONS.get(value) if name.casefold() == "type" else truth(value) for value in values]
        if all(each is not None for each, value in zip(told, values, strict=True) if value):
            for edge, each in zip(found.edges, told, strict=True):
                edge.cells.pop(name, None)
                edge.directed = edge.directed if each is None else each
            found.notes.append(f"the column {name} says which edges are directed")


def _take_ids(edges: Sequence[FoundEdge]) -> None:
    for name in _columns(edges, {"id"}):
        ids = [str(edge.cells.get(name, "")) for edge in edges]
        if all(ids) and len(set(ids)) == len(ids):
            for edge in edges:
                edge.id = str(edge.cells.pop(name))


def _columns(edges: Sequence[FoundEdge], names: set[str]) -> list[str]:
    return list(dict.fromkeys(name for edge in edges for name in edge.cells if name.casefold() in names))


def _take_numbers(found: FoundGraph) -> None:
    """Read the numbers of each column by its own habit, and take out what stands for none among them: n/a, -."""
    texts: dict[str, list[str]] = {}
    for edge in found.edges:
        for name, value in edge.cells.items():
            if isinstance(value, str):
                texts.setdefault(name, []).append(value)
    for name, every in texts.items():
        values = [value for value in every if value.casefold() not in MISSING]
        if not values or not all(map(_is_number, values)):
            continue
        if missing := len(every) - len(values):
            for edge in found.edges:
                if str(edge.cells.get(name, "")).casefold() in MISSING:
                    edge.cells.pop(name, None)
            _count(found, missing, "edge has", "edges have", f"no number under {name}")
        if any("," in value for value in values):
            _take_commas(found, name, values)


def _take_commas(found: FoundGraph, name: str, values: Sequence[str]) -> None:
    """Read numbers with commas: 1,5 and 1.234,5, or 1,234.5; where it cannot be told which, leave them and say so."""
    decimal = all(map(_DECIMAL.fullmatch, values))
    thousands = all(_THOUSANDS.fullmatch(value) or number_in(value) is not None for value in values)
    if decimal and thousands:
        found.notes.append(f"the commas of {name} may be decimal or part thousands; it is kept as text")
    elif decimal or thousands:
        what = "are decimal" if decimal else "part thousands"
        found.notes.append(f"the commas of {name} {what}, such as in {next(each for each in values if ',' in each)}")
        for edge in found.edges:
            if isinstance(value := edge.cells.get(name), str):
                edge.cells[name] = _plain_number(value, "," if decimal else ".")


def _plain_number(text: str, decimal: str) -> str:
    return re.sub(r"[.\u00a0\u202f ]", "", text).replace(",", ".") if decimal == "," else text.replace(",", "")


def _one_node_each(found: FoundGraph) -> None:
    """Keep of the nodes that lines with one end name those that no edge names, each once."""
    ends = {end for edge in found.edges for end in (edge.source, edge.target)}
    found.nodes = [node for node in {node.id: node for node in found.nodes}.values() if node.id not in ends]
