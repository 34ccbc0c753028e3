"""Compiling a loader's mapping before the first row is read: every fault of it is said at once, by its key."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import InputError, UsageError
from partnergraph.loading.formats import Table, TableOptions, open_table
from partnergraph.loading.mapping.conversion import Form
from partnergraph.loading.mapping.faults import Faults
from partnergraph.loading.mapping.lookups import compile_lookups
from partnergraph.loading.mapping.row_plan import EdgePlan, NodePlan, Plan, SourcePlan
from partnergraph.loading.mapping.scope import Scope
from partnergraph.vocabulary import STATUSES, Vocabulary, column_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from partnergraph.loading.mapping.cell_values import Lookup, Value

_FILE_KEYS: Final = (
    *("file", "format", "encoding", "delimiter", "quotes", "header", "header_rows", "repeated", "hidden", "fill_down"),
    *("sheet", "path", "table", "query", "missing"),
)
_MAPPING_KEYS: Final = (
    *_FILE_KEYS,
    *("date_format", "decimal", "thousands", "keep", "values", "nodes", "sources", "edges"),
)
_MOST_HEADER_ROWS: Final = 3
_NODE_KEYS: Final = ("optional", "same_within_km")
_EDGE_KEYS: Final = ("keep",)
#: Two places of one name in one country that lie farther apart than this are two places.
SAME_WITHIN_KM: Final = 20.0
#: Columns that take more than their plain text: a country's name, an address at Wikidata, a point.
_SPECIAL: Final = frozenset({"country", "wikidata", "geonames", "latitude", "longitude", "url"})


def compile_mappings(
    manifest: str,
    declared: Sequence[Mapping[str, Any]],
    lookups: Mapping[str, Any],
    files: Sequence[Path],
    vocabulary: Vocabulary,
    folder: Path,
) -> list[Plan]:
    """Compile the mappings of a loader, and open their tables.

    Args:
        manifest: The name of loader.toml that messages show.
        declared: The [[mapping]] tables.
        lookups: The [lookups] table.
        files: The table file of each mapping.
        vocabulary: The types that may be used.
        folder: The loader's folder.

    Raises:
        UsageError: All is well but that one table file cannot be read.
        InputError: The mapping cannot be carried out; it carries every fault, of all mappings.
    """
    faults = Faults(manifest)
    known_lookups = compile_lookups(faults, lookups, folder)
    plans = []
    numbers = {
        id(given): number for number, given in enumerate({id(each): each for each in declared}.values(), start=1)
    }
    several = Counter(files)
    for given, path in zip(declared, files, strict=True):
        key = "mapping" if len(numbers) == 1 else f"mapping {numbers[id(given)]}"
        label = path.name if several[path] == 1 else f"{path.name}, sheet {given.get('sheet', 1)}"
        plans.append(_Compiler(faults, key, given, (path, label), known_lookups, vocabulary).plan())
    if len(faults.findings) == len(faults.file_problems) == 1:
        raise UsageError(faults.file_problems[0])
    if faults.findings:
        raise InputError(list(dict.fromkeys(faults.findings)))
    return [plan for plan in plans if plan is not None]


class _Compiler:
    """Compiles one [[mapping]]."""

    def __init__(
        self,
        faults: Faults,
        key: str,
        given: Mapping[str, Any],
        file: tuple[Path, str],
        lookups: Mapping[str, Lookup],
        vocabulary: Vocabulary,
    ) -> None:
        self._faults, self._key, self._given = faults, key, given
        self._vocabulary = vocabulary
        faults.only_known(key, given, _MAPPING_KEYS)
        self._table = self._opened(*file)
        columns = self._table.columns if self._table else None
        self._scope = Scope(faults, columns, lookups, Form())
        self._scope.form = self._scope.form_of(key, given, "date_format")
        self._scope.declare_words(f"{key}.values", faults.table(f"{key}.values", given.get("values")))

    def plan(self) -> Plan | None:
        """Return the plan, `None` where the table could not be opened."""
        faults, key = self._faults, self._key
        nodes = self._nodes()
        sources = self._sources()
        edges = tuple(
            self._edge(f"{key}.edges" if count == 1 else f"{key}.edges {number}", given, nodes, sources)
            for count, number, given in _numbered(faults.tables(f"{key}.edges", self._given.get("edges")))
        )
        if not nodes:
            faults.add(f"{key}.nodes", f"a mapping names at least one node; write [{key.split()[0]}.nodes.town]")
        keep = self._scope.conditions(f"{key}.keep", self._given.get("keep"))
        if self._table is None:
            return None
        return Plan(self._table, keep, tuple(self._in_order(nodes)), tuple(sources.values()), edges)

    def _opened(self, path: Path, label: str) -> Table | None:
        faults, key, given = self._faults, self._key, self._given
        header = given.get("header", 1)
        if isinstance(header, bool) or not isinstance(header, int) or header < 0:
            faults.add(f"{key}.header", "this must be the number of a row, 0 where there is no header", str(header))
            header = 1
        texts: dict[str, Any] = {
            name: faults.text(f"{key}.{name}", given.get(name))
            for name in ("format", "encoding", "delimiter", "sheet", "path", "table", "query")
        }
        flags: dict[str, Any] = {
            name: faults.flag(f"{key}.{name}", given.get(name), default=default)
            for name, default in (("quotes", True), ("repeated", False), ("hidden", False))
        }
        lines = given.get("header_rows", 1)
        if isinstance(lines, bool) or not isinstance(lines, int) or not 1 <= lines <= _MOST_HEADER_ROWS:
            faults.add(f"{key}.header_rows", f"this must be a number of rows, 1 to {_MOST_HEADER_ROWS}", str(lines))
            lines = 1
        fill_down = faults.texts(f"{key}.fill_down", given.get("fill_down"))
        hint = faults.text(f"{key}.missing", given.get("missing"), "put it there")
        if not path.exists():
            problem = f"there is no file {path.name} in {path.parent}; {hint}, or name another one with --data FILE"
            faults.add_file(f"{key}.file", problem)
            return None
        try:
            options = TableOptions(header=header, header_rows=lines, fill_down=fill_down, **flags)
            return open_table(path, replace(options, **texts), label)
        except UsageError as error:
            faults.add_file(f"{key}.file", str(error))
            return None

    def _columns(self, table: str) -> tuple[str, ...]:
        return tuple(column.name for column in self._vocabulary.columns_of(table))

    def _nodes(self) -> dict[str, NodePlan]:
        faults, key = self._faults, f"{self._key}.nodes"
        declared = faults.table(key, self._given.get("nodes"))
        plans = {}
        for word in declared:
            given = faults.table(f"{key}.{word}", declared[word])
            faults.only_known(f"{key}.{word}", given, (*self._columns("nodes"), *_NODE_KEYS))
            plans[word] = self._node(f"{key}.{word}", word, given, declared)
        return plans

    def _node(self, key: str, word: str, given: Mapping[str, Any], words: Mapping[str, Any]) -> NodePlan:
        faults = self._faults
        values = self._values(key, "nodes", {name: each for name, each in given.items() if name != "located_in"})
        if "type" in given:
            if "name" not in given:
                faults.add(key, "this node has no name; say name, or leave out its type if it is described elsewhere")
            self._require_type(f"{key}.type", values, self._vocabulary.node_types, "node type")
        elif "id" not in given or set(given) - {"id", "optional"}:
            faults.add(
                key, "this node has no type; only a node described elsewhere has none, and then nothing but an id"
            )
        if ("latitude" in given) != ("longitude" in given):
            faults.add(key, "latitude and longitude go together")
        located_in, container = "", None
        if "located_in" in given:
            text = given["located_in"]
            if isinstance(text, str) and text in words:
                located_in = text
                self._require_place(f"{key}.located_in", text, words)
            elif isinstance(text, str) and "{" not in text and ":" not in text:
                faults.add_unknown(f"{key}.located_in", "not one of this mapping's nodes, nor an id", text, words)
            else:
                container = self._scope.value(f"{key}.located_in", "located_in", text)
        within = faults.number(f"{key}.same_within_km", given.get("same_within_km"), SAME_WITHIN_KM)
        if within is not None and within < 0:
            faults.add(f"{key}.same_within_km", "this must not be less than 0", str(within))
        optional = faults.flag(f"{key}.optional", given.get("optional"), default=False)
        return NodePlan(word, values, located_in, container, optional, within or 0.0)

    def _values(self, key: str, table: str, given: Mapping[str, Any]) -> dict[str, Value]:
        """Compile the values that fill the columns of a canonical table."""
        values = {}
        for column in self._vocabulary.columns_of(table):
            if column.name in given:
                kind = column.name if column.name in _SPECIAL else column.kind
                kind = "text" if kind == "list" else kind
                values[column.name] = self._scope.value(f"{key}.{column.name}", column.name, given[column.name], kind)
        return values

    def _require_type(self, key: str, values: Mapping[str, Value], known: Mapping[str, Any], what: str) -> None:
        for name in _constants(values.get("type")):
            if name not in known:
                self._faults.add_unknown(key, f"unknown {what}", name, known)

    def _require_place(self, key: str, word: str, words: Mapping[str, Any]) -> None:
        given = words[word]
        name = given.get("type", "") if isinstance(given, dict) else ""
        if not isinstance(name, str):
            return  # said with the type
        if name in self._vocabulary.node_types and name not in self._vocabulary.place_types:
            self._faults.add(key, f"a node of type {name} is not a place, so nothing lies in it", word)

    def _in_order(self, nodes: Mapping[str, NodePlan]) -> list[NodePlan]:
        """Return the nodes, each behind the one it lies in; those that lie in each other are a fault."""
        ordered: list[NodePlan] = []
        for start in nodes:
            way: list[str] = []
            word = start
            while word in nodes and word not in way and nodes[word] not in ordered:
                way.append(word)
                word = nodes[word].located_in
            if word in way:
                circle = " in ".join([*way[way.index(word) :], word])
                key = f"{self._key}.nodes.{word}.located_in"
                self._faults.add(key, f"the nodes lie in each other in a circle: {circle}")
            ordered += [nodes[each] for each in reversed(way)]
        return ordered

    def _sources(self) -> dict[str, SourcePlan]:
        faults, key = self._faults, f"{self._key}.sources"
        declared = faults.table(key, self._given.get("sources"))
        plans = {}
        for word in declared:
            given = faults.table(f"{key}.{word}", declared[word])
            faults.only_known(f"{key}.{word}", given, column_names("sources"))
            if not {"id", "title", "url"} & set(given):
                faults.add(f"{key}.{word}", "a source needs a title or an url")
            plans[word] = SourcePlan(word, self._values(f"{key}.{word}", "sources", given))
        return plans

    def _edge(
        self, key: str, given: Mapping[str, Any], nodes: Mapping[str, NodePlan], sources: Mapping[str, SourcePlan]
    ) -> EdgePlan:
        faults = self._faults
        faults.only_known(key, given, (*self._columns("edges"), *_EDGE_KEYS))
        own = {name: each for name, each in given.items() if name not in {"source", "target", "sources"}}
        values = self._values(key, "edges", own)
        if "type" in given:
            self._require_type(f"{key}.type", values, self._vocabulary.edge_types, "edge type")
        else:
            faults.add(key, "this edge has no type")
        ends = {}
        for end in ("source", "target"):
            ends[end] = faults.text(f"{key}.{end}", given.get(end))
            if end not in given:
                faults.add(key, f"this edge has no {end}; name one of this mapping's nodes")
            elif ends[end] not in nodes:
                faults.add_unknown(f"{key}.{end}", "not one of this mapping's nodes", ends[end], nodes)
            else:
                self._require_end(f"{key}.{end}", end, values, nodes[ends[end]])
        for status in _constants(values.get("status")):
            if status not in STATUSES:
                faults.add_unknown(f"{key}.status", "unknown status", status, STATUSES)
        if ("amount" in given) != ("unit" in given):
            faults.add(key, "amount and unit go together")
        cited = faults.texts(f"{key}.sources", given.get("sources"))
        for word in cited:
            if word not in sources:
                faults.add_unknown(f"{key}.sources", "not one of this mapping's sources", word, sources)
        keep = self._scope.conditions(f"{key}.keep", given.get("keep"))
        return EdgePlan(key, values, ends["source"], ends["target"], cited, keep)

    def _require_end(self, key: str, end: str, values: Mapping[str, Value], node: NodePlan) -> None:
        """Hold the types of a node against what edges of these types may start from or end at.

        Where either stands in a column, each row is looked at by itself: here it is enough that some of them fit.
        """
        problems: list[str] = []
        names = [each for each in _constants(node.values.get("type")) if each in self._vocabulary.node_types]
        types = [each for each in _constants(values.get("type")) if each in self._vocabulary.edge_types]
        for edge_type in map(self._vocabulary.edge_types.__getitem__, types):
            allowed = edge_type.source_types if end == "source" else edge_type.target_types
            ends = ", ".join(each for each in self._vocabulary.node_types if each in allowed)
            problems += [
                f"the {end} of {edge_type.name} cannot be of type {name}; it may be {ends}"
                for name in names
                if allowed and name not in allowed
            ]
        by_row = any(value is not None and value.lookup for value in (values.get("type"), node.values.get("type")))
        if by_row and len(problems) < len(names) * len(types):
            return
        for problem in problems:
            self._faults.add(key, problem, node.word)


def _constants(value: Value | None) -> tuple[str, ...]:
    """Return what a value can be as far as the mapping alone tells: its constant text, or a lookup's meanings."""
    if value is None:
        return ()
    if value.lookup is not None:
        return tuple(dict.fromkeys(meaning for meaning in value.lookup.words.values() if meaning))
    return tuple(str(part) for part in value.parts) if value.is_constant else ()


def _numbered(tables: Sequence[Mapping[str, Any]]) -> list[tuple[int, int, Mapping[str, Any]]]:
    return [(len(tables), number, table) for number, table in enumerate(tables, start=1)]
