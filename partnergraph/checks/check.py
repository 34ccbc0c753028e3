"""What is wrong with tables, all of it at once: each finding names file, row, column, what was found and the nearest.

`check` turns raw cells into typed columns and findings. Faults keep tables from becoming a Network; warnings do not.
The rules stand beside this module: of cells, of ids, of nodes and sources, of edges.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from partnergraph.checks.cell_forms import cell_faults, typed
from partnergraph.checks.edges import edge_faults, link_faults
from partnergraph.checks.ids import ID_FORM, LONGEST_ID, MOST_SUGGESTIONS, Ids, completed_edge_ids, id_faults
from partnergraph.checks.nodes import URL_FORM, node_faults, source_faults
from partnergraph.checks.typed_table import by_row
from partnergraph.checks.warnings import edge_warnings, node_warnings, source_warnings

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from partnergraph.errors import Finding
    from partnergraph.tables import RawTable
    from partnergraph.vocabulary import Vocabulary

__all__ = ["ID_FORM", "LONGEST_ID", "MOST_SUGGESTIONS", "URL_FORM", "Checked", "check"]


@dataclass
class Checked:
    """The typed columns of the three tables and what was found in them.

    Attributes:
        columns: By table and column, a value for each row; a missing one is None, in a column of lists an empty tuple.
        faults: What keeps the tables from becoming a Network.
        warnings: What a careful curator would look at.
    """

    columns: dict[str, dict[str, Sequence[Any]]]
    faults: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)


def check(
    nodes: RawTable,
    edges: RawTable,
    sources: RawTable,
    vocabulary: Vocabulary,
    *,
    incomplete: Collection[str] = (),
) -> Checked:
    """Check the three tables by themselves and against each other.

    Args:
        nodes: The cells of nodes.csv.
        edges: The cells of edges.csv.
        sources: The cells of sources.csv.
        vocabulary: The types that may be used.
        incomplete: Names of tables with rows that could not be read; an id is not missed there.
    """
    tables = [typed(raw, vocabulary.columns_of(raw.table)) for raw in (nodes, sources, edges)]
    faults = [
        finding for table in tables for finding in by_row(cell_faults(table, vocabulary.columns_of(table.raw.table)))
    ]
    towns, books, facts = tables
    if not all(facts.values["status"]):
        facts.values["status"] = [status or "unknown" for status in facts.values["status"]]
    completed = completed_edge_ids(facts)
    node_ids = Ids(towns, "located_in", complete="nodes" not in incomplete)
    source_ids = Ids(books, "part_of", complete="sources" not in incomplete)
    for noted in (
        id_faults(towns),
        id_faults(books),
        node_faults(towns, node_ids, vocabulary),
        source_faults(books, source_ids),
        edge_faults(facts, towns, (node_ids, source_ids), vocabulary),
        id_faults(facts),
        link_faults(facts, completed, complete="edges" not in incomplete),
    ):
        faults += by_row(noted)
    order = {table.file: position for position, table in enumerate((nodes, edges, sources))}
    faults.sort(key=lambda finding: (order[finding.file], finding.row))
    facts.values["id"] = completed
    warnings = (node_warnings(towns, facts), source_warnings(books, facts), edge_warnings(facts))
    return Checked(
        {table.raw.table: table.values for table in tables},
        faults,
        [finding for noted in warnings for finding in by_row(noted)],
    )
