"""The faults of partnergraph: one base, few children, each with a message a user can act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

if TYPE_CHECKING:
    from collections.abc import Sequence


#: Of a longer cell the beginning is shown.
_LONGEST_SHOWN: Final = 200


class PartnergraphError(Exception):
    """A fault that the user can mend; its text is one clear line with what to do next.

    Attributes:
        exit_status: What a command ends with that meets it: 2 for what was given.
    """

    exit_status: ClassVar[int] = 2


class UsageError(PartnergraphError):
    """A name, option or value given by the user does not fit."""


class NothingLoadedError(UsageError):
    """A source was read, and no fact of it could be loaded."""

    exit_status = 3


class LossRefusedError(UsageError):
    """A load was refused, since the source would lose most of what it has in the database."""

    exit_status = 5


class EmptyDatabaseError(UsageError):
    """Nothing has been loaded into the database yet."""

    exit_status = 4


class DatabaseError(PartnergraphError):
    """The database cannot be reached, does not accept the credentials, or did not do what was asked."""

    exit_status = 4


class RefusedQueryError(DatabaseError):
    """The database refuses a query: it cannot be read, or asks for what there is not."""

    exit_status = 5


class TimedOutError(DatabaseError):
    """A query took longer than it was given."""

    exit_status = 6


class DatabaseGoneError(DatabaseError):
    """The database ended or cannot be reached any more; what only reads may be asked again where it comes back."""


class UnexpectedCountError(DatabaseError):
    """The server did something else than was meant, as where somebody else wrote the same meanwhile."""


class ReadOnlyError(RefusedQueryError):
    """A query tried to write, to change the schema, to read a file or an address, or to call a barred procedure."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong in a table, said so that a person finds the cell.

    Attributes:
        file: The table's file name, or the frame's name where there is no file.
        row: The row as a spreadsheet numbers it (the header is row 1); 0 where the whole file is meant.
        column: The column's name; empty where the whole row is meant.
        found: What stands there.
        problem: What is wrong with it.
        nearest: The nearest valid value, empty where there is none.
    """

    file: str
    row: int
    column: str
    found: str
    problem: str
    nearest: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.row:
            place += f", row {self.row}"
        if self.column:
            place += f", column {self.column}"
        shown = self.found if len(self.found) <= _LONGEST_SHOWN else f"{self.found[:_LONGEST_SHOWN]}..."
        found = f" (found {shown!r})" if shown else ""
        nearest = f"; nearest valid value: {self.nearest}" if self.nearest else ""
        return f"{place}: {self.problem}{found}{nearest}"


class InputError(PartnergraphError):
    """Tables, or a description of them, that cannot become a Network; carries every finding at once.

    Attributes:
        findings: All that is wrong, in the order of file and row.
    """

    def __init__(self, findings: Sequence[Finding], *, where: str = "the tables") -> None:
        self.findings = tuple(findings)
        count = len(self.findings)
        head = f"{count} fault{'s' if count != 1 else ''} in {where}; nothing was loaded"
        super().__init__("\n".join([head, *(f"  {finding}" for finding in self.findings)]))
