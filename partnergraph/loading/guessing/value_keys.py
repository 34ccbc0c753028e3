"""The keys that say how the cells of a column are read: as lists, dates, numbers, answers, exports and imports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from partnergraph.loading.guessing.column_roles import flow_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from partnergraph.loading.guessing.result import Guess, Placed
    from partnergraph.loading.mapping.name_parts import NameParts


#: What a register is called in an id.
_REGISTERS: Final = {
    "инн": "inn",
    "унп": "unp",
    "огрн": "ogrn",
    "окпо": "okpo",
    "едрпоу": "edrpou",
    "иин": "iin",
    "бин": "bin",
    **dict.fromkeys(("vat", "ust", "ustid", "ustidnr"), "vat"),
}


@dataclass(frozen=True)
class Flow:
    """The rows that tell of one direction.

    Attributes:
        column: The column that says so; "" where none does, and all rows are meant.
        words: Its words for this direction.
        direction: `out` of the first party, or `in`.
    """

    column: str = ""
    words: tuple[str, ...] = ()
    direction: str = "out"
    test: str = "is"


BOTH_WAYS = Flow()


def flows_of(guess: Guess) -> list[Flow]:
    """Return the directions that a table's rows have, each with the words for it."""
    if guess.flow is None:
        return [BOTH_WAYS]
    column = guess.flow.column
    words = {way: tuple(text for text in column.profile.texts if flow_of(text) == way) for way in ("out", "in")}
    return [Flow(column.name, found, way) for way, found in words.items() if found]


def answers(texts: Mapping[str, int]) -> list[tuple[str, str, str]]:
    """Return the words of a column of answers, each with the status that it stands for."""
    yes = frozenset(["yes", "y", "true", "ja", "да", "oui", "si", "sí", "tak", "x", "✓", "✔"])
    return [(text, "active" if text.casefold() in yes else "ended", "LOOK") for text in texts]


def splitting(signs: Sequence[str]) -> dict[str, object]:
    """Return the keys that cut a cell into several."""
    return {"split": signs[0] if len(signs) == 1 else list(signs)} if signs else {}


def date_keys(placed: Placed) -> dict[str, object]:
    """Return the keys that say how the dates of a column are written."""
    formats = [form for form in placed.column.profile.date_formats if form not in {"", "%Y"}]
    if placed.column.profile.mostly("serial") and not placed.column.profile.mostly("year"):
        formats = ["excel"]
    return {"format": formats[0] if len(formats) == 1 else formats} if formats else {}


def number_signs(placed: Placed) -> dict[str, object]:
    """Return the keys that say how the numbers of a column are written."""
    found = placed.column.profile
    signs = {"decimal": found.decimal if found.decimal != "." else "", "thousands": found.thousands}
    signs["beside"] = found.beside
    return {name: sign for name, sign in signs.items() if sign}


def scheme_of(words: Sequence[str]) -> str:
    """Return what a register is called in an id, by the words of a column's header: inn, vat, lei."""
    found = next((_REGISTERS[word] for word in words if word in _REGISTERS), "")
    plain = [word for word in words if word.isascii() and word.isalpha() and len(word) <= 8]
    return found or next(iter(plain), "register")


def has_country(parts: Sequence[NameParts]) -> bool:
    """Tell whether countries stand beside names: in brackets once is enough, behind a comma it must be the rule."""
    if any(part.where == "brackets" for part in parts):
        return all(part.where != "comma" for part in parts) or 2 * sum(bool(part.country) for part in parts) > len(
            parts
        )
    return 2 * sum(bool(part.country) for part in parts) > len(parts)
