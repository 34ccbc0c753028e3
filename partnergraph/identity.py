"""Ids that are made from facts: the same fact gives the same id on every machine and in every run."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from partnergraph.tables import cell_text

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The columns that make an edge the fact it is; status, note, section and sources may be mended without
#: making it another.
FACT_COLUMNS: Final = ("type", "source", "target", "date", "until", "title", "amount", "unit")
_HEX_DIGITS: Final = 16


def edge_id(row: Mapping[str, object]) -> str:
    """Return the id of an edge from its facts.

    The parts are taken in declared order and each is preceded by its length, so that neither swapped parts nor a
    moved boundary between two parts can give the same id.

    Args:
        row: An edge; the columns of `FACT_COLUMNS` are read, a missing one counts as empty.
    """
    digest = hashlib.sha256()
    for name in FACT_COLUMNS:
        part = cell_text(row.get(name)).encode(errors="surrogatepass")
        digest.update(f"{len(part)}:".encode() + part)
    edge_type = cell_text(row.get("type")).lower().replace("_", "-")
    return f"{edge_type}:{digest.hexdigest()[:_HEX_DIGITS]}"
