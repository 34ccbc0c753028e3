"""What a person decided: `who_is_who.csv` beside a loader, applied whenever the loader is read.

    name,country,type,id,decided_by,decided_on,note
    Brest,FR,City,city:brest-fr,A. Person,2026-11-24,the port in Brittany

`name` is the name that the loader uses, or the id it gives; `country` and `type` tell parties of one name apart and may
be empty. `id` is the id of the party it is; its own id says that it is a party of its own; `geonames:2951825`,
`wikidata:Q1055` or `iso_3166_2:DE-HH` give its id in a register instead, and the rules go on from there.
"""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Final

from partnergraph.checks import ID_FORM
from partnergraph.content import carried_folder
from partnergraph.errors import Finding, InputError, UsageError
from partnergraph.files import new_file
from partnergraph.loading.identity.parties import SHARED_IDS, parties_of
from partnergraph.naming import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from partnergraph.loading.identity.parties import Party
    from partnergraph.network import Network

DECISIONS: Final = "who_is_who.csv"


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of who_is_who.csv.

    Attributes:
        name: The name that the loader uses, or the id it gives.
        country: ISO alpha-2; "" for any.
        type: A node type; "" for any.
        id: The party it is: an id, or one in a register such as `geonames:2951825`.
        decided_by: Who decided.
        decided_on: The day, ISO 8601.
        note: Why.
    """

    name: str
    country: str
    type: str
    id: str
    decided_by: str = ""
    decided_on: str = ""
    note: str = ""

    @property
    def shared_id(self) -> tuple[str, str] | None:
        """The register's column and the id in it, where the decision gives one."""
        register, _, value = self.id.partition(":")
        return (register, value) if register in SHARED_IDS and value else None

    def is_about(self, party: Party) -> bool:
        """Tell whether a party is the one that was decided on."""
        if self.name == party.id:
            return True
        named = self.name.casefold() == party.name.casefold()
        return named and self.country in {"", party.country} and self.type in {"", party.type}


COLUMNS: Final = tuple(field.name for field in fields(Decision))


def decision_files(folder: Path, name: str) -> tuple[Path, ...]:
    """Return where the decisions on a loader stand: beside it, and, of one that came with the package, in the project.

    The last is where a new decision is written.

    Args:
        folder: The loader's.
        name: Its name.
    """
    beside = folder / DECISIONS
    own = Path.cwd() / "loaders" / name / DECISIONS
    carried = carried_folder("loaders").resolve()
    if folder.resolve().parent == carried and own.resolve() != beside.resolve():
        return beside, own
    return (beside,)


def read_decisions(folder: Path, name: str) -> tuple[Decision, ...]:
    """Read what was decided on a loader's names; a later line overrules an earlier one on the same name.

    Args:
        folder: The loader's.
        name: Its name.

    Raises:
        InputError: A line cannot be used; every fault is named.
    """
    decided: dict[tuple[str, str, str], Decision] = {}
    for path in decision_files(folder, name):
        if path.is_file():
            for decision in _read(path):
                decided[decision.name.casefold(), decision.country, decision.type] = decision
    return tuple(decided.values())


def _read(path: Path) -> list[Decision]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if not rows:
        return []
    header = [cell.strip() for cell in rows[0]]
    findings = _header_faults(header)
    decisions = []
    for number, row in enumerate(rows[1:], start=2) if not findings else ():
        if any(cell.strip() for cell in row):
            cells = dict.fromkeys(COLUMNS, "") | {name: cell.strip() for name, cell in zip(header, row, strict=False)}
            if len(row) != len(header):
                problem = f"the row has {len(row)} cells, the header {len(header)}"
                findings.append(Finding(DECISIONS, number, "", "", problem))
            findings += _row_faults(cells, number)
            decisions.append(Decision(**cells))
    if findings:
        raise InputError(findings)
    return decisions


def _header_faults(header: Sequence[str]) -> list[Finding]:
    known = f"unknown column; known: {', '.join(COLUMNS)}"
    findings = [
        Finding(DECISIONS, 1, each, "", known, nearest(each, COLUMNS)) for each in header if each not in COLUMNS
    ]
    twice = [each for each in dict.fromkeys(header) if header.count(each) > 1]
    findings += [Finding(DECISIONS, 1, each, "", "the column stands twice") for each in twice]
    missing = [each for each in ("name", "id") if each not in header]
    return findings + [Finding(DECISIONS, 1, each, "", "this column is missing") for each in missing]


def _row_faults(cells: Mapping[str, str], number: int) -> list[Finding]:
    empty = [each for each in ("name", "id") if not cells[each]]
    findings = [Finding(DECISIONS, number, each, "", "this cell must not be empty") for each in empty]
    if cells["id"] and not ID_FORM.fullmatch(cells["id"]):
        problem = "an id has no spaces, commas, semicolons or quotes"
        findings.append(Finding(DECISIONS, number, "id", cells["id"], problem))
    return findings


def record(path: Path, decisions: Iterable[Decision]) -> None:
    """Write decisions into a file, each in the place of an older one on the same name.

    Args:
        path: The file; it is made where there is none.
        decisions: The new ones.

    Raises:
        UsageError: The file cannot be written or read.
    """
    held = {_key(each): each for each in (_read(path) if path.is_file() else [])}
    held |= {_key(each): each for each in decisions}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(each) for each in held.values())
    with new_file(path) as part:
        part.write_text(text.getvalue(), encoding="utf-8", newline="\n")


def _key(decision: Decision) -> tuple[str, str, str]:
    return decision.name.casefold(), decision.country, decision.type


def match_decisions(
    network: Network, decisions: Sequence[Decision], loader: str
) -> tuple[dict[str, Decision], tuple[Finding, ...]]:
    """Find the nodes that were decided on.

    Args:
        network: As the loader states it.
        decisions: What was decided.
        loader: Its name.

    Returns:
        The decision on each node, by the loader's own id of it; and a warning for each decision on nobody.

    Raises:
        InputError: A decision fits several nodes of the loader.
    """
    parties = list(parties_of(network, loader)) if decisions else []
    found: dict[str, Decision] = {}
    faults, warnings = [], []
    # What names a node closely overrules what names it loosely.
    for decision in sorted(decisions, key=lambda each: (bool(each.country), bool(each.type), ":" in each.name)):
        fitting = [party for party in parties if decision.is_about(party)]
        if len(fitting) > 1:
            ids = ", ".join(party.id for party in fitting)
            problem = f"{loader} has several so called: {ids}; give country and type, or one of these ids as the name"
            faults.append(Finding(DECISIONS, 0, "name", decision.name, problem))
        elif fitting:
            found[fitting[0].id] = decision
        else:
            problem = f"nobody in {loader} is called so; the line has no effect"
            warnings.append(Finding(DECISIONS, 0, "name", decision.name, problem))
    if faults:
        raise InputError(faults)
    return found, tuple(warnings)
