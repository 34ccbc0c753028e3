"""Compiling the values of one table's mapping: columns are looked for, own words followed, circles found."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from partnergraph.loading.mapping.cell_values import CellOf, Condition, Value
from partnergraph.loading.mapping.conversion import EXCEL, Form, RejectedError
from partnergraph.loading.mapping.name_parts import PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from partnergraph.loading.mapping.cell_values import Lookup
    from partnergraph.loading.mapping.faults import Faults

VALUE_KEYS: Final = (
    *("column", "template", "split", "part", "extract", "lookup", "unknown", "default", "read"),
    *("format", "decimal", "thousands", "times", "beside"),
)
CONDITION_KEYS: Final = (*VALUE_KEYS, "is", "is_not", "matches", "filled", "at_least", "at_most")
#: What the words of a cell may be read for.
READ: Final = ("status",)
UNKNOWN: Final = ("reject", "keep", "empty")
#: A group that ends in a repetition and is repeated itself: searching with it can take longer than anybody lives.
_REPEATED_REPEAT: Final = re.compile(r"[*+}]\??\)[*+{]")
_PIECE: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class Scope:
    """What the values of one table's mapping may name: its columns, its own words, and the lookups.

    Attributes:
        faults: Where faults are noted.
        form: How dates and numbers are written in this table.
    """

    def __init__(
        self,
        faults: Faults,
        columns: Sequence[str] | None,
        lookups: Mapping[str, Lookup],
        form: Form,
    ) -> None:
        """Make a scope.

        Args:
            faults: Where faults are noted.
            columns: The columns of the table; `None` where it could not be opened, so that none is missed.
            lookups: By name.
            form: How dates and numbers are written.
        """
        self.faults = faults
        self.form = form
        self._columns = columns
        self._positions = {name: position for position, name in enumerate(columns or ())}
        self._lookups = lookups
        self._words: dict[str, Value] = {}
        self._declared: Mapping[str, Any] = {}
        self._open: list[str] = []
        self._key = ""

    def declare_words(self, key: str, declared: Mapping[str, Any]) -> None:
        """Compile the mapping's own words, which other values name like columns."""
        self._key, self._declared = key, declared
        for word in declared:
            if word in self._positions:
                self.faults.add(f"{key}.{word}", "a column of the table is called so too; take another word")
            self._word(word)

    def _word(self, word: str) -> Value | None:
        """Return the value of an own word; one that needs itself is a fault."""
        if word in self._open:
            circle = " needs ".join([*self._open[self._open.index(word) :], word])
            self.faults.add(f"{self._key}.{self._open[-1]}", f"the words need each other in a circle: {circle}")
            return None
        if word not in self._words:
            self._open.append(word)
            value = self.value(f"{self._key}.{word}", word, self._declared[word])
            self._open.pop()
            self._words[word] = value
        return self._words[word]

    def value(self, key: str, column: str, given: Any, kind: str = "text") -> Value:  # noqa: ANN401
        """Compile one value.

        Args:
            key: Where it stands in loader.toml.
            column: The column of the canonical table, or the own word, that it fills.
            given: A template, or a table of `VALUE_KEYS`.
            kind: What it must become.
        """
        if not isinstance(given, dict):
            value = Value(column, self._template(key, self.faults.text(key, given)), kind, form=self.form)
        else:
            self.faults.only_known(key, given, VALUE_KEYS)
            value = self._from_table(key, column, given, kind)
        if value.is_constant and value.lookup is None:
            try:
                value.texts(())
            except RejectedError as error:
                self.faults.add(key, error.problem, error.found, error.near)
        return value

    def _from_table(self, key: str, column: str, given: Mapping[str, Any], kind: str) -> Value:
        faults = self.faults
        if ("column" in given) == ("template" in given):
            faults.add(key, 'say either column = "..." or template = "..."')
            return Value(column, ())
        if "column" in given:
            part = self._column(f"{key}.column", faults.text(f"{key}.column", given["column"]))
            parts: tuple[str | CellOf | Value, ...] = (part,) if part else ()
        else:
            parts = self._template(f"{key}.template", faults.text(f"{key}.template", given["template"]))
        taken, read = (faults.text(f"{key}.{name}", given.get(name)) for name in ("part", "read"))
        if taken and taken not in PARTS:
            faults.add_unknown(f"{key}.part", "no part of a name", taken, PARTS)
        if read and read not in READ:
            faults.add_unknown(f"{key}.read", "nothing that words are read for", read, READ)
        value = Value(column, parts, read or kind, part=taken, form=self.form_of(key, given, "format"))
        lookup = self._lookup(f"{key}.lookup", given["lookup"]) if "lookup" in given else None
        unknown = faults.text(f"{key}.unknown", given.get("unknown"), "keep" if read else "reject")
        if unknown not in UNKNOWN:
            faults.add_unknown(f"{key}.unknown", "not one of the ways", unknown, UNKNOWN)
        if "unknown" in given and "lookup" not in given:
            faults.add(f"{key}.unknown", "this goes with a lookup, and there is none")
        default = self.value(f"{key}.default", column, given["default"], kind) if "default" in given else None
        split = faults.texts(f"{key}.split", given.get("split"))
        if not all(split):
            faults.add(f"{key}.split", "this must be the sign between two values, and not empty")
        return replace(
            value,
            split=tuple(sign for sign in split if sign),
            extract=self.pattern(f"{key}.extract", given.get("extract")),
            lookup=lookup,
            unknown=unknown,
            default=default,
        )

    def form_of(self, key: str, given: Mapping[str, Any], dates: str) -> Form:
        """Compile how dates and numbers are written; what is not said is as in the rest of the table."""
        faults, form = self.faults, self.form
        if dates in given:
            formats = faults.texts(f"{key}.{dates}", given[dates])
            for text in formats:
                if not _is_date_format(text):
                    faults.add(f"{key}.{dates}", 'not the form of a date with a year; write "%d.%m.%Y"', text)
            form = replace(form, dates=formats)
        for name in ("decimal", "thousands"):
            if name in given:
                sign = faults.text(f"{key}.{name}", given[name])
                if len(sign) != 1 or sign.isalnum():
                    faults.add(f"{key}.{name}", "this must be one sign, such as a comma", sign)
                form = replace(form, decimal=sign) if name == "decimal" else replace(form, thousands=sign)
        form = replace(form, beside=faults.text(f"{key}.beside", given.get("beside"), form.beside))
        if form.decimal == form.thousands:
            faults.add(f"{key}.thousands", "the sign between thousands is that before the fraction", form.decimal)
        if "times" in given:
            times = faults.number(f"{key}.times", given["times"], 1.0)
            if not times or not math.isfinite(times):
                faults.add(f"{key}.times", "this must be a number other than 0", str(given["times"]))
            form = replace(form, times=str(given["times"]))
        return form

    def pattern(self, key: str, given: Any) -> re.Pattern[str] | None:  # noqa: ANN401
        """Compile a regular expression."""
        if given is None:
            return None
        text = self.faults.text(key, given)
        try:
            pattern = re.compile(text)
        except (re.error, RecursionError, OverflowError, MemoryError) as error:
            self.faults.add(key, f"not a regular expression ({error or 'nested too deep'})", text)
            return None
        if _REPEATED_REPEAT.search(text):
            self.faults.add(key, "a repetition of a repetition, as in (a+)+, may take for ever; write it flatter", text)
            return None
        return pattern

    def _lookup(self, key: str, given: Any) -> Lookup | None:  # noqa: ANN401
        name = self.faults.text(key, given)
        if name not in self._lookups:
            self.faults.add_unknown(key, "there is no lookup of this name", name, self._lookups)
        return self._lookups.get(name)

    def _template(self, key: str, text: str) -> tuple[str | CellOf | Value, ...]:
        parts: list[str | CellOf | Value] = []
        plain = ""
        end = 0
        for piece in _PIECE.finditer(text):
            plain += text[end : piece.start()]
            end = piece.end()
            if piece.group() in {"{{", "}}"}:
                plain += piece.group()[0]
            elif piece.group(1) is None:
                self.faults.add(key, "a brace without its counterpart; write {{ or }} for a brace that is meant", text)
            elif (part := self._column(key, piece.group(1).strip())) is not None:
                parts += [plain, part] if plain else [part]
                plain = ""
        plain += text[end:]
        return (*parts, plain) if plain else tuple(parts)

    def _column(self, key: str, name: str) -> CellOf | Value | None:
        if name in self._declared:
            return self._word(name)
        if name in self._positions:
            return CellOf(name, self._positions[name])
        if self._columns is not None:
            self.faults.add_unknown(key, "the table has no such column", name, [*self._columns, *self._declared])
        return None

    def conditions(self, key: str, given: Any) -> tuple[Condition, ...]:  # noqa: ANN401
        """Compile the conditions under `keep`."""
        listed = [given] if isinstance(given, dict) else given
        return tuple(
            self._condition(f"{key}[{number}]", each)
            for number, each in enumerate(self.faults.tables(key, listed), start=1)
        )

    def _condition(self, key: str, given: Mapping[str, Any]) -> Condition:
        faults = self.faults
        faults.only_known(key, given, CONDITION_KEYS)
        asked = [name for name in CONDITION_KEYS[len(VALUE_KEYS) :] if name in given]
        if not asked and set(given) <= set(CONDITION_KEYS):
            names = ", ".join(CONDITION_KEYS[len(VALUE_KEYS) :])
            faults.add(key, f"this asks nothing of the cell; say one of {names}")
        numeric = "at_least" in given or "at_most" in given
        own = {name: value for name, value in given.items() if name in VALUE_KEYS}
        return Condition(
            self._from_table(key, str(given.get("column", "keep")), own, "number" if numeric else "text"),
            frozenset(text.casefold() for text in faults.texts(f"{key}.is", given.get("is"))),
            frozenset(text.casefold() for text in faults.texts(f"{key}.is_not", given.get("is_not"))),
            self.pattern(f"{key}.matches", given.get("matches")),
            faults.flag(f"{key}.filled", given["filled"], default=True) if "filled" in given else None,
            faults.number(f"{key}.at_least", given.get("at_least"), None),
            faults.number(f"{key}.at_most", given.get("at_most"), None),
        )


def _is_date_format(text: str) -> bool:
    """Tell whether a format has a year and can be written and read again, or counts days."""
    if text == EXCEL:
        return True
    if not re.search(r"%[YyGcxD]", text):
        return False
    try:
        datetime.strptime(datetime(2021, 3, 15).strftime(text), text)
    except ValueError:
        return False
    return True
