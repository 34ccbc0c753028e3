"""One value of a mapping: what is taken from a row, and what is done to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from partnergraph.loading.formats.aside import without_ditto
from partnergraph.loading.formats.sparql_result import without_blank_node
from partnergraph.loading.mapping.conversion import Form, RejectedError, converted, end_of, is_in_words
from partnergraph.loading.mapping.name_parts import name_parts
from partnergraph.loading.words_of_status import time_in_status
from partnergraph.naming import nearest
from partnergraph.vocabulary import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from partnergraph.loading.formats import Cell

#: More values than this in one cell are no list of partners.
MOST_VALUES: Final = 1_000


@dataclass(frozen=True, slots=True)
class CellOf:
    """A part of a value: the cell of a column."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table of words: what a word in the table stands for.

    Attributes:
        name: As loader.toml calls it.
        words: What each word stands for.
        folded: The same by the words in lower case, for words that are written another way.
    """

    name: str
    words: Mapping[str, str]
    folded: Mapping[str, str]

    def find(self, text: str) -> str | None:
        """Return what a word stands for, `None` where it is not in the table."""
        found = self.words.get(text)
        return self.folded.get(text.casefold()) if found is None else found


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a mapping, compiled; calling `texts` with the cells of a row gives what it is there.

    Attributes:
        column: The column of the canonical table, or the own word, that it fills.
        parts: Text, columns and other values, one behind the other.
        kind: What it must become; see `conversion.converted`.
        split: The signs between several values in one cell.
        part: What is taken of a name as people write it: its `name` or its `country`; see `name_parts`.
        extract: What to take out of each value: the first group, or the whole match.
        lookup: The words that stand for others.
        unknown: What becomes of a word that the lookup does not have: reject, keep or empty.
        default: What holds where the cell is empty.
        form: How dates and numbers are written.
    """

    column: str
    parts: tuple[str | CellOf | Value, ...]
    kind: str = "text"
    split: tuple[str, ...] = ()
    part: str = ""
    extract: re.Pattern[str] | None = None
    lookup: Lookup | None = None
    unknown: str = "reject"
    default: Value | None = None
    form: Form = field(default_factory=Form)

    @property
    def is_constant(self) -> bool:
        """Whether it is the same in every row."""
        return all(isinstance(part, str) for part in self.parts)

    def texts(self, cells: Sequence[Cell]) -> tuple[str, ...]:
        """Return the values that a row gives: none, one, or several of a list.

        Raises:
            RejectedError: What stands there cannot become what it must.
        """
        found = self._found(cells)
        if len(found) > MOST_VALUES:
            raise RejectedError(self.column, f"more than {MOST_VALUES:,} values in one cell", found[0])
        if not any(found) and self.default is not None:
            return self.default.texts(cells)
        if self.part and self.default is not None and not all(found):
            found = self._filled(found, cells)
        if len(found) == 1:  # as nearly always
            return (self._converted(found[0]),)
        return tuple(self._converted(text) for text in found)

    def _converted(self, text: str) -> str:
        return converted(text, self.kind, self.column, self.form) if text else ""

    def _filled(self, found: Sequence[str], cells: Sequence[Cell]) -> list[str]:
        """Give each of several names that says nothing itself what the default says of it, or of all of them."""
        assert self.default is not None  # noqa: S101  asked only where there is one
        others = self.default.texts(cells)
        if len(others) not in {0, 1, len(found)}:
            raise RejectedError(self.column, "a list of another length than the one beside it", "; ".join(others))
        each = [*others] if len(others) == len(found) else [*others, ""][:1] * len(found)
        return [text or other for text, other in zip(found, each, strict=True)]

    def text(self, cells: Sequence[Cell]) -> str:
        """Return the one value that a row gives, "" where there is none; of several, all, parted by semicolons.

        Raises:
            RejectedError: What stands there cannot become what it must.
        """
        return "; ".join(self.texts(cells))

    def words(self, cells: Sequence[Cell]) -> list[str]:
        """Return what stands in a row where a value was made of words, so that these can be kept.

        It is a date in words (`seit 1991`), a status (`ruht seit 2022`), or a name with a footnote sign.
        """
        if self.kind == "status":
            return [text for text in self._cut(cells) if text.casefold() not in STATUSES]
        if self.kind == "date":
            looked_up = [text for text in self._cut(cells) if self.lookup and self.lookup.find(text) is not None]
            return looked_up + [text for text in self._found(cells) if is_in_words(text, self.column, self.form)]
        if self.part == "name":
            return [text for text in self._cut(cells) if name_parts(text).sign]
        return []

    def end(self, cells: Sequence[Cell]) -> str:
        """Return the end that a date or the words of a status tell: `1990-2022`, `beendet 2022`; "" for none."""
        if self.kind == "date":
            ends = [end_of(text, self.form) for text in self._found(cells)]
            return ends[0] if len(ends) == 1 else ""
        if self.kind == "status":
            texts = self._cut(cells)
            return time_in_status(texts[0]) if len(texts) == 1 else ""
        return ""

    def _cut(self, cells: Sequence[Cell]) -> list[str]:
        """Return the texts that stand in a row, each of a list by itself."""
        found = self._raw(cells)
        return split_cells(found, self.split) if self.split else found

    def _found(self, cells: Sequence[Cell]) -> list[str]:
        """Return what a row gives before it is converted."""
        found = self._cut(cells)
        if self.part:
            found = [_part(text, self.part) for text in found]
        if self.extract is not None:
            found = [text for each in found if (text := _extracted(self.extract, each))]
        if self.lookup is not None:
            found = [text for each in found if (text := self._looked_up(each))]
        return found

    def _raw(self, cells: Sequence[Cell]) -> list[str]:
        """Put the parts together; where a part is empty, so is the whole."""
        if not self.parts:
            return []
        if len(self.parts) == 1:
            return _texts_of(self.parts[0], cells)
        texts = [_texts_of(part, cells) for part in self.parts]
        return ["".join("; ".join(each) for each in texts).strip()] if all(texts) else []

    def _looked_up(self, text: str) -> str:
        assert self.lookup is not None  # noqa: S101  asked only where there is one; this is for the type checker
        found = self.lookup.find(text)
        if found is not None:
            return found
        if self.unknown == "reject":
            near = nearest(text, self.lookup.words, least=80)
            raise RejectedError(self.column, f"the lookup {self.lookup.name} does not have this word", text, near)
        return text if self.unknown == "keep" else ""


def _texts_of(part: str | CellOf | Value, cells: Sequence[Cell]) -> list[str]:
    if isinstance(part, str):
        return [part] if part else []
    if isinstance(part, Value):
        return list(part.texts(cells))
    cell = cells[part.position]
    if isinstance(cell, tuple):
        return list(cell)
    cell = without_ditto(without_blank_node(cell))
    return [cell] if cell else []


def _part(text: str, part: str) -> str:
    parts = name_parts(text)
    return parts.country if part == "country" else parts.name


def split_cells(texts: Sequence[str], signs: Sequence[str]) -> list[str]:
    """Return the values of cells that are parted by signs, brackets aside; empty ones are left out."""
    found = list(texts)
    for sign in signs:
        found = [piece.strip() for text in found for piece in _outside_brackets(text, sign)]
    return [text for text in found if text]


def _outside_brackets(text: str, sign: str) -> list[str]:
    """Cut a text at a sign, but not within brackets: Montan (Südtirol, Italien), Bozen."""
    if "(" not in text or sign not in text:
        return text.split(sign)
    pieces, depth = [""], 0
    for piece in re.split(f"([()]|{re.escape(sign)})", text):
        if piece == sign and not depth:
            pieces.append("")
            continue
        depth += (piece == "(") - (piece == ")" and depth > 0)
        pieces[-1] += piece
    return pieces if not depth else text.split(sign)


def _extracted(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    if match is None:
        return ""
    return ((match.group(1) if match.re.groups else match.group()) or "").strip()


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of a cell for its row to be taken.

    Attributes:
        value: What is looked at.
        are: It must be one of these words; empty means any.
        are_not: It must be none of these.
        matches: This must be found in it.
        filled: Whether there must be anything, or nothing.
        least: The least number.
        most: The greatest number.
    """

    value: Value
    are: frozenset[str] = frozenset()
    are_not: frozenset[str] = frozenset()
    matches: re.Pattern[str] | None = None
    filled: bool | None = None
    least: float | None = None
    most: float | None = None

    def holds(self, cells: Sequence[Cell]) -> bool:
        """Tell whether a row is to be taken.

        Raises:
            RejectedError: A number is asked for and there is none.
        """
        texts = self.value.texts(cells)
        words = {text.casefold() for text in texts}
        if self.filled is not None and bool(texts) != self.filled:
            return False
        if (self.are and not words & self.are) or words & self.are_not:
            return False
        if self.matches is not None and not any(self.matches.search(text) for text in texts):
            return False
        if self.least is None and self.most is None:
            return True
        least = float("-inf") if self.least is None else self.least
        most = float("inf") if self.most is None else self.most
        return bool(texts) and all(least <= float(text) <= most for text in texts)
