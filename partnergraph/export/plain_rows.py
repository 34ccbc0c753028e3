"""What formats have in common: the rows as they are written, and what goes along so that they can be read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from partnergraph.loading.graph_files.own_exports import VERSION
from partnergraph.network import records
from partnergraph.tables.declarations import to_plain
from partnergraph.vocabulary import Column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from partnergraph.network import Network

LOADER: Final = Column("loader", "Which loader states the fact")
#: When a fact holds, as docs/time.md tells it; they follow from the other columns and are not read back.
DAYS: Final = (
    Column("starts_from", "The first day on which it may have begun", "date"),
    Column("starts_by", "The last day on which it may have begun", "date"),
    Column("ends_from", "The first day on which it may have ended; empty where nobody says that it has", "date"),
    Column("ends_by", "The last day on which it may have ended", "date"),
)


def columns_of(network: Network, table: str) -> tuple[Column, ...]:
    """Return the columns that are written of a table: canonical, declared, and of edges the loader and days."""
    return (*network.vocabulary.columns_of(table), *((LOADER, *DAYS) if table == "edges" else ()))


def own_part(network: Network) -> dict[str, Any]:
    """Return what is written beside a graph, so that the same Network can be read back: all but the sources."""
    return {"version": VERSION, **to_plain(network.vocabulary)}


def is_undirected(network: Network) -> bool:
    """Tell whether the order of the ends counts for no fact of a network, so that a file can be undirected."""
    types = network.vocabulary.edge_types
    return bool(len(network.edges)) and not any(types[name].directed for name in network.edges["type"].unique())


def citations(network: Network) -> dict[str, str]:
    """Return each source as a person would cite it: Author (2019). Title. https://..."""
    return {row["id"]: citation(row) for row in records(network.sources)}


def citation(source: Mapping[str, Any]) -> str:
    """Return a source as a person would cite it.

    Args:
        source: A row of the sources without its missing cells.
    """
    year = f" ({source['year']})" if "year" in source else ""
    begin = f"{source.get('author', '')}{year}".strip()
    parts = [part.rstrip(".") for part in (begin, str(source["title"]), str(source.get("url", ""))) if part]
    return ". ".join(parts)


def fact_label(edge: Mapping[str, Any]) -> str:
    """Return what is written on an edge where a program draws it: its title, or else its type."""
    return str(edge.get("title") or str(edge["type"]).lower().replace("_", " "))
