"""Declared types: the types and columns that loaders brought, from what their nodes in the database note of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from partnergraph.tables.declarations import from_plain
from partnergraph.vocabulary import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from partnergraph.vocabulary import Vocabulary


def declared_vocabulary(declared: Iterable[str]) -> Vocabulary:
    """Return the standard types, and the types and columns that loaders declared.

    Args:
        declared: What each loader's own node says of its types, as JSON.

    Raises:
        UsageError: One type has two meanings, or cannot be one.
        ValueError, TypeError, KeyError, AttributeError: It is not of the form that loading writes.
    """
    vocabulary = STANDARD
    for types in declared:
        # Columns stand there only where there are some.
        node_types, edge_types, *columns = json.loads(types)
        kinds = {"node_types": node_types, "edge_types": edge_types, **({"columns": columns[0]} if columns else {})}
        vocabulary = from_plain(kinds, vocabulary)
    return vocabulary
