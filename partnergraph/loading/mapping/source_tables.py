"""Reading a loader that maps foreign tables: compile, carry out, decide what is the same, and make a Network."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import InputError, UsageError
from partnergraph.loader import MANIFEST, file_names, own_file
from partnergraph.loading.mapping.compiler import compile_mappings
from partnergraph.loading.mapping.conversion import RejectedError
from partnergraph.loading.mapping.row_report import Reading
from partnergraph.loading.mapping.rows import Gathered, apply_plan
from partnergraph.loading.mapping.same_facts import united
from partnergraph.naming import hint, nearest
from partnergraph.network import Network
from partnergraph.tables import RawTable

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from partnergraph.errors import Finding
    from partnergraph.loader import Loader
    from partnergraph.loading.mapping.same_facts import Fact
    from partnergraph.vocabulary import Vocabulary

_MOST_SUGGESTIONS: Final = 100
_MOST_SPELLINGS_NAMED: Final = 5


def read_mapped(loader: Loader, data: Sequence[Path] = ()) -> Reading:
    """Read the tables of a loader that maps foreign ones.

    Args:
        loader: A loader with [[mapping]] in its loader.toml.
        data: Files to read instead of those it names: the only one, or those of the same name.

    Raises:
        UsageError: A table cannot be read, or a file of `data` is none of the loader's.
        InputError: The mapping cannot be carried out; it carries every fault.
    """
    declared, files = zip(*_files(loader, data), strict=True)
    plans = compile_mappings(MANIFEST, declared, loader.lookups, files, loader.vocabulary, loader.folder)
    gathered = Gathered()
    for plan in plans:
        apply_plan(plan, gathered, loader.vocabulary)
    notes = list(dict.fromkeys(note for plan in plans for note in plan.table.notes))
    many = len({plan.table.file for plan in plans}) > 1
    network = _network(gathered, loader, notes, many_tables=many)
    rejected = tuple(sorted(gathered.rejected, key=lambda finding: (finding.file, finding.row)))
    return Reading(network, rejected, (_counts(gathered), *notes))


def _files(loader: Loader, data: Sequence[Path]) -> list[tuple[Mapping[str, Any], Path]]:
    """Return each mapping with its file, once for every file of a list or a pattern.

    The files of `data` are read instead: all of them where there is one mapping, else those of the same name.
    """
    found: list[tuple[Mapping[str, Any], list[Path]]] = []
    for number, given in enumerate(loader.mappings, start=1):
        names = file_names(given.get("file"), loader.folder)
        if not names:  # of a loader.toml this is said when it is opened
            raise UsageError(f'{loader.folder / MANIFEST}: mapping {number} names no file; write file = "towns.csv"')
        found.append((given, [loader.folder / name for name in names]))
    for path in data:
        if not path.is_file():
            raise UsageError(f"--data {path}: there is no such file")
    if data and len(found) == 1:
        return [(found[0][0], path) for path in data]
    for given, _ in found:
        for name in file_names(given.get("file"), loader.folder):
            own_file(loader.folder, name)
    for path in data:
        known = [str(each.relative_to(loader.folder)) for _, paths in found for each in paths]
        matching = list(dict.fromkeys(name for name in known if name.endswith(path.name)))
        if len(matching) != 1:
            raise UsageError(f"--data {path}: which of the loader's files does it replace? {hint(path.name, known)}")
        replaced = loader.folder / matching[0]
        found = [(given, [path if each == replaced else each for each in paths]) for given, paths in found]
    return [(given, path) for given, paths in found for path in paths]


def _network(gathered: Gathered, loader: Loader, notes: list[str], *, many_tables: bool) -> Network:
    for fact in gathered.facts:
        fact.sources = fact.sources or {loader.source_id: None}
    gathered.nodes.settle()
    nodes = gathered.nodes.rows()
    facts, counts = united(_between_known_nodes(gathered, set(nodes), loader.vocabulary), loader.vocabulary)
    notes += _decisions(gathered, counts)
    notes += _likely_one(facts, loader.vocabulary, nodes)
    edge_rows, sources = [], dict(gathered.sources)
    for fact in facts:
        place = fact.section or fact.place(many_tables)
        edge_rows.append({**fact.cells, "sources": ";".join(fact.sources), "section": place})
    if any(loader.source_id in fact.sources for fact in facts) and loader.source_id not in sources:
        sources[loader.source_id] = (loader.own_source(), MANIFEST, 0)
    file = gathered.facts[0].rows[0][0] if gathered.facts else next((m.file for _, m in nodes.values()), "")
    places = {
        f"{file} (nodes)": [(f"{m.file} (nodes)", m.number) for _, m in nodes.values()],
        file or "edges": [fact.rows[0] for fact in facts],
        f"{file} (sources)": [(f"{each[1]} (sources)", each[2]) for each in sources.values()],
    }
    rows = ([cells for cells, _ in nodes.values()], edge_rows, [each[0] for each in sources.values()])
    # Rows are counted through, and what is found in one is named by its own file and row again.
    tables = [
        RawTable.of_rows(
            table, name, cells, range(1, len(cells) + 1) if many_tables else [row for _, row in places[name]]
        )
        for table, name, cells in zip(("nodes", "edges", "sources"), places, rows, strict=True)
    ]

    def placed(findings: Sequence[Finding]) -> tuple[Finding, ...]:
        if not many_tables:
            return tuple(findings)
        return tuple(
            replace(each, file=places[each.file][each.row - 1][0], row=places[each.file][each.row - 1][1])
            if each.file in places and each.row
            else each
            for each in findings
        )

    try:
        network = Network.from_tables(*tables, vocabulary=loader.vocabulary, loader=loader.name)
    except InputError as error:
        raise InputError(placed(error.findings)) from None
    return replace(network, warnings=placed(network.warnings))


class _Ends:
    """The nodes that facts may stand between."""

    def __init__(self, gathered: Gathered, ids: set[str], vocabulary: Vocabulary) -> None:
        self._mentions, self._ids, self._vocabulary = gathered.nodes.mentions, ids, vocabulary
        self._types = {each.id: each.cells["type"] for each in self._mentions if "type" in each.cells}
        self._suggested = 0

    def put_in(self, fact: Fact) -> None:
        """Write the ids of its two nodes into a fact.

        Raises:
            RejectedError: One is not known, cannot be told from its namesakes, or is of a wrong type.
        """
        for end, position in (("source", fact.source), ("target", fact.target)):
            mention = self._mentions[position]
            if not mention.id:
                problem = "several places have this name, and the row does not tell which it means"
                raise RejectedError(end, problem, mention.cells["name"])
            if mention.id not in self._ids:
                raise RejectedError(end, "no node has this id", mention.id, self._nearest(mention.id))
            edge_type = self._vocabulary.edge_types[fact.cells["type"]]
            allowed = edge_type.source_types if end == "source" else edge_type.target_types
            found = self._types[mention.id]
            if allowed and found not in allowed:
                raise RejectedError(end, f"the {end} of {edge_type.name} cannot be of type {found}", mention.id)
            fact.cells[end] = mention.id
        if fact.cells["source"] == fact.cells["target"]:
            raise RejectedError("target", "both ends are the same", fact.cells["target"])

    def _nearest(self, identifier: str) -> str:
        self._suggested += 1
        return nearest(identifier, self._ids) if self._suggested <= _MOST_SUGGESTIONS else ""


def _between_known_nodes(gathered: Gathered, ids: set[str], vocabulary: Vocabulary) -> list[Fact]:
    """Return the facts with the ids of their ends; one whose end is not known is rejected."""
    ends = _Ends(gathered, ids, vocabulary)
    facts = []
    for fact in gathered.facts:
        try:
            ends.put_in(fact)
        except RejectedError as error:
            gathered.reject(*fact.rows[0], error)
        else:
            facts.append(fact)
    return facts


def _counts(gathered: Gathered) -> str:
    left_out = f"; {gathered.left_out:,} not asked for by keep" if gathered.left_out else ""
    rejected = len({(finding.file, finding.row) for finding in gathered.rejected})
    return f"{_rows(gathered.rows, 'read', 'read')}{left_out}; {rejected:,} rejected"


def _rows(count: int, one: str, several: str) -> str:
    return f"1 row {one}" if count == 1 else f"{count:,} rows {several}"


def _likely_one(facts: Sequence[Fact], vocabulary: Vocabulary, nodes: Mapping[str, Any]) -> list[str]:
    """Say which facts that last rows state twice between the same two parties, with another date or status."""
    same: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        cells = fact.cells
        if not vocabulary.happens(cells["type"], cells.get("unit") or None):
            key = tuple(cells.get(name, "") for name in ("type", "source", "target", "title", "amount", "unit"))
            same[key].append(fact)
    twice = [group for group in same.values() if len(group) > 1]
    if not twice:
        return []
    shown = []
    for group in twice[:_MOST_SPELLINGS_NAMED]:
        cells = group[0].cells
        names = " and ".join(str(nodes[cells[end]][0]["name"]) for end in ("source", "target"))
        rows = ", ".join(f"{fact.rows[0][1]} ({fact.cells.get('date') or 'no date'})" for fact in group)
        shown.append(f"{cells['type']} of {names} in rows {rows}")
    more = f"; and {len(twice) - len(shown):,} more" if len(twice) > len(shown) else ""
    facts_of = "1 fact is" if len(twice) == 1 else f"{len(twice):,} facts are"
    return [f"{facts_of} likely stated twice, with another date: {'; '.join(shown)}{more}"]


def _decisions(gathered: Gathered, counts: Counter[str]) -> list[str]:
    """Say what was taken as one."""
    notes = []
    if counts["reversed"]:
        rows = _rows(counts["reversed"], "states", "state")
        notes.append(f"{rows} in the other direction what another row states: one edge each")
    if counts["repeated"]:
        rows = _rows(counts["repeated"], "repeats", "repeat")
        notes.append(f"{rows} what another row states: one edge each")
    if spellings := gathered.nodes.spellings:
        shown = [" = ".join(sorted(names)) for _, names in sorted(spellings.items())][:_MOST_SPELLINGS_NAMED]
        more = f" and {len(spellings) - len(shown):,} more" if len(spellings) > len(shown) else ""
        nodes = "1 node" if len(spellings) == 1 else f"{len(spellings):,} nodes"
        notes.append(f"{nodes} with several names, of which the first was kept: {'; '.join(shown)}{more}")
    differing = {name.split()[1]: count for name, count in counts.items() if name.startswith("differing ")}
    for what, columns in (("an edge", differing), ("a node", gathered.nodes.differing)):
        if columns:
            shown_columns = ", ".join(f"{name} ({count:,})" for name, count in sorted(columns.items()))
            notes.append(f"rows give {what} differing values, of which the first was kept: {shown_columns}")
    return notes
