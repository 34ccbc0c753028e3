"""The report of a load: what it did, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What a report counts: `locations` are the LOCATED_IN edges that follow from the nodes table.
KINDS: Final = ("nodes", "edges", "locations", "sources")
#: What can happen to a row.
OUTCOMES: Final = ("read", "created", "changed", "unchanged", "restored", "withdrawn", "pruned", "refused")


@dataclass(frozen=True)
class LoadReport:
    """What a load did, by kind: `nodes`, `edges` (the facts), `locations` (where the nodes lie) and `sources`.

    Attributes:
        loader: The loader's name.
        counts: By kind, how many were read, created, changed, unchanged, restored, withdrawn, pruned and refused.
            Refused are rows of a mapped table that were left out, each with a reason; they count with the edges.
        untouched_since: When the source was loaded last, where its files have not changed since and were not read.
    """

    loader: str
    counts: Mapping[str, Mapping[str, int]]
    untouched_since: str = ""

    @property
    def changed_nothing(self) -> bool:
        """Whether the database was already as the source says."""
        return all(count["read"] == count["unchanged"] and not count["withdrawn"] for count in self.counts.values())


def unchanged_report(loader: str, read: Mapping[str, int], refused: int, since: str) -> LoadReport:
    """Return the report of a source that is in the database as it was read before.

    Args:
        loader: The loader's name.
        read: How many rows of each kind it states.
        refused: How many rows were left out.
        since: When it was loaded last.
    """
    nothing = dict.fromkeys(OUTCOMES, 0)
    counts = {kind: {**nothing, "read": read[kind], "unchanged": read[kind]} for kind in KINDS}
    counts["edges"]["refused"] = refused
    return LoadReport(loader, counts, since)
