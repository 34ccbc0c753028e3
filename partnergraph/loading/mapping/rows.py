"""Carrying a mapping out: each row's nodes, sources and edges, and why a row gives none."""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from partnergraph.checks import ID_FORM, LONGEST_ID
from partnergraph.dates import is_turned_round
from partnergraph.errors import Finding
from partnergraph.loading.formats.aside import aside
from partnergraph.loading.mapping.conversion import RejectedError
from partnergraph.loading.mapping.node_ids import slug
from partnergraph.loading.mapping.same_facts import Fact
from partnergraph.loading.mapping.same_nodes import Nodes
from partnergraph.naming import nearest
from partnergraph.vocabulary import STATUSES, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from partnergraph.loading.formats import Row
    from partnergraph.loading.mapping.row_plan import EdgePlan, NodePlan, Plan, SourcePlan

#: One row states no more facts than this: twelve partners, each with each, are 66.
MOST_EDGES_OF_A_ROW: Final = 5_000
_HEX_DIGITS: Final = 8


@dataclass
class Gathered:
    """What the rows of all tables of a loader gave.

    Attributes:
        nodes: The nodes they name.
        facts: The facts they state.
        sources: The sources they name, by id, by the columns of sources.csv, with the table and row.
        rejected: The rows that gave nothing, with the reason.
        rows: How many rows were read.
        left_out: How many of them the mapping does not ask for.
    """

    nodes: Nodes = field(default_factory=Nodes)
    facts: list[Fact] = field(default_factory=list)
    sources: dict[str, tuple[dict[str, str], str, int]] = field(default_factory=dict)
    rejected: list[Finding] = field(default_factory=list)
    rows: int = 0
    left_out: int = 0

    def reject(self, file: str, number: int, error: RejectedError) -> None:
        """Note that a row gives nothing, or not all it should."""
        self.rejected.append(Finding(file, number, error.column, error.found[:200], error.problem, error.near))


def apply_plan(plan: Plan, gathered: Gathered, vocabulary: Vocabulary) -> None:
    """Read the rows of a table and add what they give.

    A row of which one value cannot be read gives nothing at all: neither half a fact nor a town without its region.

    Args:
        plan: The compiled mapping.
        gathered: What is added to.
        vocabulary: The types that may be used.
    """
    for row in plan.table.rows():
        gathered.rows += 1
        if row.problem:
            gathered.reject(plan.table.file, row.number, RejectedError("", row.problem))
            continue
        if problem := aside(plan.table.columns, row.cells):
            gathered.reject(plan.table.file, row.number, RejectedError("", problem))
            continue
        try:
            if not all(condition.holds(row.cells) for condition in plan.keep):
                gathered.left_out += 1
                continue
            _OneRow(plan, row, vocabulary).add_to(gathered)
        except RejectedError as error:
            gathered.reject(plan.table.file, row.number, error)


class _OneRow:
    """What one row says, worked out in full before any of it is kept."""

    def __init__(self, plan: Plan, row: Row, vocabulary: Vocabulary) -> None:
        self._plan, self._number, self._cells = plan, row.number, row.cells
        self._vocabulary = vocabulary
        self._nodes = {node.word: self._instances(node) for node in plan.nodes}
        self._sources = {source.word: self._source(source) for source in plan.sources}

    def add_to(self, gathered: Gathered) -> None:
        edges = [
            edge
            for plan in self._plan.edges
            if all(condition.holds(self._cells) for condition in plan.keep)
            for edge in self._edges(plan)
        ]
        file = self._plan.table.file
        positions: dict[str, list[int]] = {}
        for node in self._plan.nodes:
            containers = positions.get(node.located_in, [])
            positions[node.word] = [
                gathered.nodes.mention(
                    cells,
                    self._number,
                    file,
                    containers[min(index, len(containers) - 1)] if containers else -1,
                    node.same_within_km,
                )
                for index, cells in enumerate(self._nodes[node.word])
            ]
        for source in self._sources.values():
            if source:
                gathered.sources.setdefault(source["id"], (source, file, self._number))
        for plan, cells, start, end in edges:
            cited = {found["id"]: None for word in plan.sources if (found := self._sources[word])}
            gathered.facts.append(
                Fact(
                    {name: text for name, text in cells.items() if name != "section"},
                    positions[plan.source][start],
                    positions[plan.target][end],
                    [(file, self._number)],
                    cited,
                    cells.get("section", ""),
                )
            )

    def _instances(self, plan: NodePlan) -> list[dict[str, str]]:
        """Return the nodes of one word that the row names: one, none, or one for each value of a list."""
        columns = {name: value.texts(self._cells) for name, value in plan.values.items()}
        if plan.container is not None:
            columns["located_in"] = plan.container.texts(self._cells)
        if not any(columns.get("id", ())):  # where a row has no id for it, it is made
            columns.pop("id", None)
        leading = "name" if "name" in columns and "id" not in columns else "id"
        count = len(columns.get(leading, ()))
        if "aliases" in columns and (count < 2 or len(columns["aliases"]) != count):
            columns["aliases"] = (";".join(columns["aliases"]),)
        if not count:
            if plan.optional:
                return []
            raise RejectedError(f"{plan.word} {leading}", f"the row names no {plan.word}")
        nodes = [
            {name: _one(texts, index, count, plan.word, name) for name, texts in columns.items()}
            for index in range(count)
        ]
        for node in nodes:
            self._require_node(plan, node)
        return list({tuple(node.items()): node for node in nodes}.values())

    def _require_node(self, plan: NodePlan, node: Mapping[str, str]) -> None:
        """Hold a node against the rules that a Network is held against, so that one bad row does not stop all."""
        for name in ("id", "located_in"):
            if node.get(name):
                _require_id(node[name], f"{plan.word} {name}")
        if plan.is_reference:
            return
        if node.get("type", "") not in self._vocabulary.node_types:
            raise _unknown("type", "unknown node type", node.get("type", ""), self._vocabulary.node_types)
        if not node.get("name"):
            raise RejectedError(f"{plan.word} name", f"the row names no {plan.word}")
        if bool(node.get("latitude")) != bool(node.get("longitude")):
            raise RejectedError(f"{plan.word} latitude", "latitude and longitude go together")

    def _source(self, plan: SourcePlan) -> dict[str, str] | None:
        """Return the source of one word that the row names; without title, address and id there is none."""
        cells = {name: value.text(self._cells) for name, value in plan.values.items()}
        cells["title"] = cells.get("title") or cells.get("url") or cells.get("id") or ""
        if not cells["title"]:
            return None
        if not cells.get("id"):
            facts = "\x00".join(
                cells.get(name, "") for name in ("title", "author", "year", "url", "part_of", "locator")
            )
            digest = hashlib.sha256(facts.encode(errors="surrogatepass")).hexdigest()[:_HEX_DIGITS]
            cells["id"] = f"{slug(cells['title'])[:60].strip('-')}-{digest}"
        _require_id(cells["id"], f"{plan.word} id")
        return {name: text for name, text in cells.items() if text}

    def _edges(self, plan: EdgePlan) -> Iterable[tuple[EdgePlan, dict[str, str], int, int]]:
        """Return the edges of one kind that the row states, with the positions of their ends among its nodes."""
        starts, ends = range(len(self._nodes[plan.source])), range(len(self._nodes[plan.target]))
        if plan.source == plan.target:
            pairs = list(itertools.islice(itertools.combinations(starts, 2), MOST_EDGES_OF_A_ROW + 1))
        else:
            pairs = list(itertools.islice(itertools.product(starts, ends), MOST_EDGES_OF_A_ROW + 1))
        if len(pairs) > MOST_EDGES_OF_A_ROW:
            raise RejectedError("", f"the row states more than {MOST_EDGES_OF_A_ROW:,} facts")
        columns = {name: value.texts(self._cells) for name, value in plan.values.items()}
        self._complete_time(plan, columns)
        if "stated_as" not in columns:  # what is said in words is read, and the words are kept
            told = [plan.values[name] for name in ("date", "until", "status") if name in plan.values]
            told += [value for node in self._plan.nodes for name, value in node.values.items()
                     if name == "name" and node.word in {plan.source, plan.target}]  # fmt: skip
            words = dict.fromkeys(text for value in told for text in value.words(self._cells))
            columns["stated_as"] = ("; ".join(words),) if words else ()
        for index, (start, end) in enumerate(pairs):
            cells = {name: _one(texts, index, len(pairs), "edge", name) for name, texts in columns.items()}
            self._require_edge(plan, cells, self._nodes[plan.source][start], self._nodes[plan.target][end])
            yield plan, cells, start, end

    def _complete_time(self, plan: EdgePlan, columns: dict[str, tuple[str, ...]]) -> None:
        """Take the end that the words of the start or of the status tell, where no column tells it."""
        if any(columns.get("until", ())):
            return
        date, status = plan.values.get("date"), plan.values.get("status")
        end = date.end(self._cells) if date is not None else ""
        if not end and status is not None and columns["status"] == ("ended",):
            end = status.end(self._cells)
        if end:
            columns["until"] = (end,)

    def _require_edge(
        self, plan: EdgePlan, cells: dict[str, str], start: Mapping[str, str], end: Mapping[str, str]
    ) -> None:
        edge_type = self._vocabulary.edge_types.get(cells["type"])
        if edge_type is None:
            raise _unknown("type", "unknown edge type", cells["type"], self._vocabulary.edge_types)
        for name, node, allowed in (
            (plan.source, start, edge_type.source_types),
            (plan.target, end, edge_type.target_types),
        ):
            if allowed and "type" in node and node["type"] not in allowed:
                problem = f"an edge of type {edge_type.name} cannot have an end of type {node['type']}"
                raise RejectedError(name, problem, node.get("name", ""))
        if cells.get("status") and cells["status"] not in STATUSES:
            raise _unknown("status", "unknown status", cells["status"], STATUSES)
        if is_turned_round(cells.get("date"), cells.get("until")):
            raise RejectedError("until", "it ends before it begins", f"{cells['date']} to {cells['until']}")
        if cells.get("unit") and not cells.get("amount"):
            cells["unit"] = ""
        if cells.get("amount") and not cells.get("unit"):
            raise RejectedError("unit", "an amount needs its unit", cells["amount"])
        if cells.get("id"):
            _require_id(cells["id"], "id")


def _one(texts: Sequence[str], index: int, count: int, what: str, name: str) -> str:
    """Return the value for one of several nodes or edges: the same for all, or each its own."""
    if len(texts) == count and count > 1:
        return texts[index]
    if len(texts) <= 1:
        return texts[0] if texts else ""
    if count == 1:
        return "; ".join(texts)
    raise RejectedError(f"{what} {name}", "a list of another length than the one beside it", "; ".join(texts))


def _require_id(text: str, column: str) -> None:
    if not ID_FORM.fullmatch(text) or len(text) > LONGEST_ID:
        near = re.sub(r"[\s;,\"']+", "-", text.lower())[:LONGEST_ID]
        raise RejectedError(column, "an id has no spaces, commas, semicolons or quotes", text, near)


def _unknown(column: str, problem: str, found: str, names: Iterable[str]) -> RejectedError:
    listed = list(names)
    return RejectedError(column, problem, found, nearest(found, listed))
