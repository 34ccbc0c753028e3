"""Ids that are made from facts: the same fact gives the same id on every machine and in every run."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from partnergraph.memo import Memo
from partnergraph.tables import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    return _id(_prefix(row.get("type")), [_part(row.get(name)) for name in FACT_COLUMNS])


def edge_ids(columns: Mapping[str, Sequence[Any]], rows: Sequence[int]) -> Iterator[str]:
    """Return the ids of several edges, each as `edge_id` makes it.

    Args:
        columns: The columns of a table of edges, each with values of one type; `FACT_COLUMNS` are read.
        rows: The places of the edges in the columns.
    """
    facts = [[columns[name][row] for row in rows] for name in FACT_COLUMNS]
    prefixes = Memo(_prefix).of(facts[FACT_COLUMNS.index("type")])
    parts = zip(*(Memo(_part).of(values) for values in facts), strict=True)
    return map(_id, prefixes, parts)


def _prefix(edge_type: object) -> str:
    return cell_text(edge_type).lower().replace("_", "-")


def _part(value: object) -> bytes:
    part = cell_text(value).encode(errors="surrogatepass")
    return b"%d:%b" % (len(part), part)


def _id(prefix: str, parts: Iterable[bytes]) -> str:
    return f"{prefix}:{hashlib.sha256(b''.join(parts)).hexdigest()[:_HEX_DIGITS]}"
