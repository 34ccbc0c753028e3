"""What the shell proposes for an option or argument: names that there are, without a database and in a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def _beginning(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.casefold().startswith(incomplete.casefold())]


def measures(incomplete: str) -> list[str]:
    """Return the measures that begin so."""
    from partnergraph.analysis.measures.registry import MEASURES

    return _beginning(MEASURES, incomplete)


def edge_types(incomplete: str) -> list[str]:
    """Return the standard edge types that begin so."""
    from partnergraph.vocabulary import STANDARD

    return _beginning(STANDARD.edge_types, incomplete)


def node_types(incomplete: str) -> list[str]:
    """Return the standard node types that begin so."""
    from partnergraph.vocabulary import STANDARD

    return _beginning(STANDARD.node_types, incomplete)


def statuses(incomplete: str) -> list[str]:
    """Return the statuses that begin so."""
    from partnergraph.vocabulary import STATUSES

    return _beginning(STATUSES, incomplete)


def queries(incomplete: str) -> list[str]:
    """Return the named queries that begin so, the project's own among them."""
    from partnergraph.database.driver.light_import import import_driver_lightly

    import_driver_lightly()
    from partnergraph.database.queries.named_queries import find_queries
    from partnergraph.errors import PartnergraphError

    try:
        return _beginning(find_queries(), incomplete)
    except PartnergraphError:
        return []  # a broken query is told by the command, not between the keys


def loaders(incomplete: str) -> list[str]:
    """Return the loaders that begin so, the project's own among them."""
    from partnergraph.loading.catalogue import find_loaders

    return _beginning(find_loaders(), incomplete)


#: By the word of a slice's option.
OF_SLICES: Final[dict[str, Callable[[str], list[str]]]] = {
    "type": edge_types,
    "node-type": node_types,
    "status": statuses,
    "loader": loaders,
}
