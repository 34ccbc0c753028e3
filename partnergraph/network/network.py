"""`Network`: nodes, edges and sources as three validated pandas frames, the one thing that is handed on.

Everything before it makes one, everything after it takes one. A Network is never changed in place: filters, merges
and `as_of` return another.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import pandas as pd

from partnergraph.checks import check
from partnergraph.errors import Finding, InputError
from partnergraph.network.links import inner_links
from partnergraph.network.located_in import containers, with_all_above
from partnergraph.network.slice import Slice, narrowed, require_known
from partnergraph.network.time import FOUR_DAYS, attestation_faults, four_days
from partnergraph.tables import RawTable, cell_text, check_header, frame_of_columns, raw_from_frame, to_frame
from partnergraph.vocabulary import STANDARD, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

#: Every edge knows the loader it came from and its four days, beside its table's columns.
EDGE_EXTRA: Final = ("loader", *FOUR_DAYS)
#: The tables in the order of their frames, and what their frames have beside the table's columns.
_TABLES: Final = (("nodes", ()), ("edges", EDGE_EXTRA), ("sources", ()))


@dataclass(frozen=True, eq=False)
class Network:
    """A partnership network.

    Attributes:
        nodes: One row a node; the columns of nodes.csv. `aliases` holds tuples.
        edges: One row a fact; the columns of edges.csv, `loader`, and the four days of `network.time`, which follow
            from the others. `sources` holds tuples of source ids.
        sources: One row a source; the columns of sources.csv.
        vocabulary: The types that the rows may use.
        warnings: What a careful curator would look at.
    """

    nodes: pd.DataFrame
    edges: pd.DataFrame
    sources: pd.DataFrame
    vocabulary: Vocabulary = STANDARD
    warnings: tuple[Finding, ...] = field(default=())

    @classmethod
    def from_frames(
        cls,
        nodes: pd.DataFrame,
        edges: pd.DataFrame,
        sources: pd.DataFrame,
        *,
        vocabulary: Vocabulary = STANDARD,
        loader: str | None = None,
    ) -> Network:
        """Check three frames and make a Network of them.

        Args:
            nodes: Columns of nodes.csv; those that are not required may be missing.
            edges: Columns of edges.csv; a `loader` column is kept, and the four days are worked out anew.
            sources: Columns of sources.csv.
            vocabulary: The types that may be used.
            loader: The loader's name, for edges that do not carry one.

        Raises:
            InputError: The frames break a rule; it carries every finding.
        """
        loaders = None
        if "loader" in edges.columns:
            loaders = [cell_text(value) or loader for value in edges["loader"]]
        edges = edges.drop(columns=[name for name in EDGE_EXTRA if name in edges.columns])
        frames = {"nodes": nodes, "edges": edges, "sources": sources}
        tables: list[RawTable] = []
        findings: list[Finding] = []
        for table, frame in frames.items():
            header = [str(name) for name in frame.columns]
            declared = [column.name for column in vocabulary.columns.get(table, ())]
            found = check_header(header, table, table, row=0, extra=declared) if header else []
            tables.append(RawTable(table, table) if found else raw_from_frame(frame, table))
            findings += found
        return cls.from_tables(*tables, vocabulary=vocabulary, loader=loader, loaders=loaders, findings=findings)

    @classmethod
    def from_tables(
        cls,
        nodes: RawTable,
        edges: RawTable,
        sources: RawTable,
        *,
        vocabulary: Vocabulary = STANDARD,
        loader: str | None = None,
        loaders: Sequence[str | None] | None = None,
        findings: Sequence[Finding] = (),
    ) -> Network:
        """Check raw cells and make a Network of them.

        Args:
            nodes: The cells of nodes.csv.
            edges: The cells of edges.csv.
            sources: The cells of sources.csv.
            vocabulary: The types that may be used.
            loader: The loader's name, put on every edge.
            loaders: The loader of each edge, where they differ.
            findings: What is wrong with the form of the tables; it is raised together with what is wrong in them.

        Raises:
            InputError: The tables break a rule; it carries every finding.
        """
        files = {table.file: table.table for table in (nodes, edges, sources)}
        incomplete = {files[finding.file] for finding in findings}
        checked = check(nodes, edges, sources, vocabulary, incomplete=incomplete)
        columns = checked.columns
        days = four_days(columns["edges"], columns["sources"], vocabulary)
        if faults := [*findings, *checked.faults, *attestation_faults(edges, days.contradictions)]:
            raise InputError(sorted(faults, key=lambda finding: (list(files).index(finding.file), finding.row)))
        columns["edges"] |= days.columns
        columns["edges"]["loader"] = [each or None for each in loaders] if loaders else [loader or None] * len(edges)
        del nodes, edges, sources  # of a large table not all cells need stand beside their frame
        nodes_, edges_, sources_ = (
            frame_of_columns(table, columns[table], extra, columns=vocabulary.columns.get(table, ()))
            for table, extra in _TABLES
        )
        return cls(nodes_, edges_, sources_, vocabulary, tuple(checked.warnings))

    @classmethod
    def empty(cls, vocabulary: Vocabulary = STANDARD) -> Network:
        """Return a Network without a node."""
        return cls(*_frames({"nodes": (), "edges": (), "sources": ()}, vocabulary), vocabulary)

    def __repr__(self) -> str:
        return f"Network({len(self.nodes)} nodes, {len(self.edges)} edges, {len(self.sources)} sources)"

    def equals(self, other: Network) -> bool:
        """Tell whether two networks hold the same nodes, edges and sources, whatever the order of their rows."""
        return all(
            _by_id(mine) == _by_id(theirs)
            for mine, theirs in ((self.nodes, other.nodes), (self.edges, other.edges), (self.sources, other.sources))
        )

    def filtered(self, slice_: Slice | None = None, **choices: Any) -> Network:  # noqa: ANN401  those of Slice
        """Return the part of the network that a slice takes.

        Nodes that no edge of the slice touches are left out, save the places that others lie in. An empty slice takes
        the network as it is, nodes without an edge included. Plans and what is suspended stay in the part unless a
        time is asked for: nothing is counted here, and every fact carries its status.

        Args:
            slice_: What to keep; see `Slice`.
            **choices: Single choices of the slice, such as `types`, `countries`, `as_of`; they go before those of
                `slice_`.

        Raises:
            UsageError: A choice is none that a slice has, or names a type, status, country, loader or date that does
                not exist.
        """
        chosen = narrowed(slice_ or Slice(), choices)
        if chosen.takes_all:
            return self
        selection = chosen.selection(self.nodes, self.edges, self.vocabulary)
        return self.with_edges(self.edges[selection.counted if chosen.asks_for_time else selection.possible])

    def as_of(self, day: str) -> Network:
        """Return the facts that hold on a day, as a slice with `as_of` has them.

        Args:
            day: A date such as 2021, 2021-03 or 2021-03-15.

        Raises:
            UsageError: Not a date.
        """
        return self.filtered(as_of=day)

    def part(self, nodes: Collection[str], edges: Collection[str] = ()) -> Network:
        """Return some nodes and edges, with the ends of the edges, the places all these lie in, and their sources.

        Args:
            nodes: Ids of nodes.
            edges: Ids of edges.

        Raises:
            UsageError: There is no such node or edge.
        """
        for given, held, what in ((nodes, self.nodes["id"], "node"), (edges, self.edges["id"], "edge")):
            require_known(sorted(set(given) - set(held))[:1], held, f"{what} of this network")
        return self.with_edges(self.edges[self.edges["id"].isin(list(edges))], nodes)

    def with_edges(self, edges: pd.DataFrame, nodes: Collection[str] = ()) -> Network:
        """Return the network of some of the edges with the nodes and sources these need.

        What a fact carries out is told where that edge is among them.

        Args:
            edges: Rows of `edges`.
            nodes: Ids of nodes to keep in any case.
        """
        needed = with_all_above({*edges["source"], *edges["target"], *nodes}, containers(self.nodes))
        pairs = zip(self.sources["id"], self.sources["part_of"], strict=True)
        parents = {source: whole for source, whole in pairs if isinstance(whole, str) and whole}
        cited = with_all_above({source for sources in edges["sources"] for source in sources}, parents)
        if any(edges["carries_out"]):
            links = inner_links(list(edges["carries_out"]), edges["id"])
            edges = edges.assign(carries_out=pd.Series(links, index=edges.index, dtype=object))
        return replace(
            self,
            nodes=self.nodes[self.nodes["id"].isin(needed)].reset_index(drop=True),
            edges=edges.reset_index(drop=True),
            sources=self.sources[self.sources["id"].isin(cited)].reset_index(drop=True),
            warnings=(),
        )

    def merged(self, other: Network) -> Network:
        """Return both networks as one: nodes and sources with the same id become one row.

        Of two values for one cell the first network's is kept, and the difference is noted in `warnings`; aliases are
        united. The same edge in both keeps the sources of both.

        Raises:
            InputError: One id stands for nodes of two types, or for two different facts; or what the two say cannot
                both hold.
        """
        faults: list[Finding] = []
        notes: list[Finding] = []
        nodes = _merge_rows(self.nodes, other.nodes, "nodes", {"type"}, faults, notes)
        # When a fact holds follows from both networks' cells together.
        mine, theirs = (each.edges.drop(columns=list(FOUR_DAYS)) for each in (self, other))
        edges = _merge_rows(mine, theirs, "edges", {"type", "source", "target"}, faults, notes)
        sources = _merge_rows(self.sources, other.sources, "sources", set(), faults, notes)
        if faults:
            raise InputError(faults)
        vocabulary = self.vocabulary.merged(other.vocabulary)
        # A declared column may hold numbers in one network and texts in the other: as texts they are checked anew.
        rows = {"nodes": _as_texts(nodes, vocabulary, "nodes"), "edges": _as_texts(edges, vocabulary, "edges")}
        frames = _frames({**rows, "sources": sources}, vocabulary)
        warnings = tuple(dict.fromkeys((*self.warnings, *other.warnings, *notes)))
        # What two networks say may not hold together: of two places, each could lie in the other.
        return replace(Network.from_frames(*frames, vocabulary=vocabulary), warnings=warnings)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return a NetworkX graph: a node a node id, an edge a fact with its id as key; cells become attributes.

        Missing cells are left out. `graph["sources"]` holds the sources, one mapping each. LOCATED_IN is not among the
        edges unless it was stated as one: where a node lies is its attribute `located_in`.
        """
        G: nx.MultiDiGraph[str] = nx.MultiDiGraph(sources=records(self.sources))
        for row in records(self.nodes):
            G.add_node(row["id"], **{name: value for name, value in row.items() if name != "id"})
        for row in records(self.edges):
            attributes = {name: value for name, value in row.items() if name not in {"id", "source", "target"}}
            G.add_edge(row["source"], row["target"], key=row["id"], **attributes)
        return G

    @classmethod
    def from_networkx(cls, G: nx.MultiDiGraph[str], *, vocabulary: Vocabulary = STANDARD) -> Network:
        """Make a Network of a graph as `to_networkx` returns it.

        Args:
            G: Nodes carry `type` and `name`, edges `type` and `sources`; `graph["sources"]` lists the sources.
            vocabulary: The types that may be used.

        Raises:
            UsageError: An attribute is no column of the canonical tables.
            InputError: The attributes break a rule of the tables.
        """
        nodes = [{"id": node, **attributes} for node, attributes in G.nodes(data=True)]
        edges = [
            {"id": key, "source": source, "target": target, **attributes}
            for source, target, key, attributes in G.edges(keys=True, data=True)
        ]
        sources = list(G.graph.get("sources", ()))
        for table, rows, extra in (("nodes", nodes, ()), ("edges", edges, EDGE_EXTRA), ("sources", sources, ())):
            known = [*(column.name for column in vocabulary.columns_of(table)), *extra]
            require_known({str(name) for row in rows for name in row}, known, f"column of {table}")
        frames = (pd.DataFrame(rows, dtype=object) for rows in (nodes, edges, sources))
        return cls.from_frames(*frames, vocabulary=vocabulary)


def _frames(
    rows: Mapping[str, Iterable[Mapping[str, Any]]], vocabulary: Vocabulary
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the frames of nodes, edges and sources with the columns that the vocabulary knows."""
    nodes, edges, sources = (
        to_frame(table, rows[table], extra, columns=vocabulary.columns.get(table, ())) for table, extra in _TABLES
    )
    return nodes, edges, sources


def _as_texts(rows: list[dict[str, Any]], vocabulary: Vocabulary, table: str) -> list[dict[str, Any]]:
    names = [column.name for column in vocabulary.columns.get(table, ()) if column.kind == "text"]
    return [{**row, **{name: cell_text(row[name]) for name in names if name in row}} for row in rows]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as mappings without their missing cells."""
    rows: list[dict[str, Any]] = [{} for _ in range(len(frame))]
    for place, name in enumerate(frame.columns):
        column = frame.iloc[:, place]
        key = str(name)
        for row, value, missing in zip(rows, column.astype(object).tolist(), column.isna().tolist(), strict=True):
            if not missing and value != ():
                row[key] = value
    return rows


def _by_id(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in records(frame)}


def _merge_rows(
    first: pd.DataFrame,
    second: pd.DataFrame,
    table: str,
    fixed: set[str],
    faults: list[Finding],
    notes: list[Finding],
) -> list[dict[str, Any]]:
    """Unite the rows of two frames by id; a differing cell is a fault in a fixed column and a note in any other."""
    merged = _by_id(first)
    for identifier, row in _by_id(second).items():
        mine = merged.setdefault(identifier, row)
        if mine is row:
            continue
        for name, value in row.items():
            if isinstance(value, tuple):
                mine[name] = tuple(dict.fromkeys((*mine.get(name, ()), *value)))
            elif mine.setdefault(name, value) != value:
                problem = f"{identifier} has {mine[name]!r} in one network and another value in the other"
                (faults if name in fixed else notes).append(Finding(table, 0, name, str(value), problem))
    return list(merged.values())
