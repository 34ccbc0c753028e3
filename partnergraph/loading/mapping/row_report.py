"""What reading a source gave beside the network: which rows were left out and why, and what was decided on the way."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnergraph.errors import Finding
    from partnergraph.network import Network

#: So many rows are named with a reason for leaving them out; the others are counted.
_MOST_NAMED: Final = 5


@dataclass(frozen=True)
class Reading:
    """A source that was read.

    Attributes:
        network: What it says.
        rejected: The rows that could not be used, each with the reason.
        notes: What was decided on the way: an encoding that was guessed, rows that state one fact.
    """

    network: Network
    rejected: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


def reasons(rejected: Sequence[Finding], *, named: int = _MOST_NAMED) -> list[str]:
    """Return one line for each reason for which rows were left out, the most frequent first.

    Args:
        rejected: The rows.
        named: So many rows are named with each reason.
    """
    groups: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in rejected:
        groups[finding.file, finding.column, finding.problem].append(finding)
    lines = []
    for (file, column, problem), group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        shown = [_place(finding) for finding in group[:named]]
        more = f" and {len(group) - named:,} more" if len(group) > named else ""
        what = f"{column}: {problem}" if column else problem
        lines.append(f"{len(group):,} x {what} ({file} {', '.join(shown)}{more})")
    return lines


def _place(finding: Finding) -> str:
    shown = finding.found if len(finding.found) <= 60 else f"{finding.found[:60]}..."
    near = f", nearest {finding.nearest}" if finding.nearest else ""
    return f"row {finding.row}" + (f" {shown!r}{near}" if shown else "")
