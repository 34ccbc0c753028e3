"""A guess written down as loader.toml: every line says how sure it is, every question waits as a comment."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Final

from partnergraph.countries import country_code
from partnergraph.loading.guessing.cell_kinds import bracketed_country, country_of
from partnergraph.loading.guessing.column_roles import Sureness, ties_of
from partnergraph.loading.guessing.status import status_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from partnergraph.loading.guessing.result import Guess, Party, Placed
    from partnergraph.loading.guessing.type_words import NodeKind

#: So many names are shown in a comment.
_MOST_NAMES: Final = 6
_WIDTH: Final = 64
_BEFORE_BRACKET: Final = r"^(.*?)\s*\("
_IN_BRACKETS: Final = r"\(([^()]*)\)\s*$"


def loader_toml(guess: Guess, *, title: str) -> str:
    """Write a guess as the text of a loader.toml.

    Args:
        guess: The guess; its table lies beside the file under its own name.
        title: What the source is called.
    """
    return _Writer(guess).text(title)


class _Writer:
    """Gathers the lines of one loader.toml, and the lookups that its values need."""

    def __init__(self, guess: Guess) -> None:
        self._guess = guess
        self._lines: list[str] = []
        self._lookups: dict[str, list[str]] = {}

    def text(self, title: str) -> str:
        guess = self._guess
        self._say(f"How {guess.table.file} becomes a network: a guess from its header and its rows.")
        self._say("LOOK marks what may be wrong. A line with # in front does nothing until you take the # away.")
        self._say("")
        self._set("title", _quoted(title), "LOOK: what the table is called")
        self._set("licence", _quoted("not stated"), "LOOK: CC BY 4.0, CC0, internal use ...")
        self._set("who", _quoted("not stated"), "LOOK: who made it")
        self._set("when", _quoted(str(date.today().year)), "LOOK: the year it was made")
        if any(placed.field == "population" for placed in self._placed_with_parties()):
            self._lines += ["", "[extra_columns.nodes]"]
            self._set("population", _quoted("number"), "a column that the tables do not have by themselves")
        self._file()
        for party in guess.parties:
            self._party(party)
        self._sources()
        for party in guess.parties[1:]:
            self._tie(party)
        self._left_out()
        for name, lines in self._lookups.items():
            self._lines += ["", f"[lookups.{name}]", *lines]
        return "\n".join(self._lines) + "\n"

    def _placed_with_parties(self) -> list[Placed]:
        placed = [each for party in self._guess.parties for each in party.fields.values()]
        return [*placed, *(each for key, each in self._guess.questions if key)]

    def _file(self) -> None:
        table, options = self._guess.table, self._guess.options
        self._lines += ["", "[[mapping]]"]
        self._set("file", _quoted(table.file))
        if table.encoding and table.encoding.lower().replace("_", "-") not in {"utf-8", "utf-8-sig"}:
            self._set(
                "encoding", _quoted(table.encoding), "" if options.encoding else "LOOK: right, if all letters are"
            )
        if table.delimiter:
            self._set("delimiter", _quoted(table.delimiter))
        for key, stated in (("sheet", options.sheet), ("path", options.path), ("table", options.table)):
            if stated:
                self._set(key, _quoted(stated))
        if options.header != 1:
            self._set("header", str(options.header), "LOOK: the row with the names of the columns")

    def _party(self, party: Party) -> None:
        self._lines += ["", f"[mapping.nodes.{party.key}]"]
        self._set("type", _quoted(party.kind.name), _remark(party.kind.sureness, party.kind.why))
        self._other_kinds(party.kind)
        self._name(party)
        for placed in party.fields.values():
            self._property(placed)
        self._countries_of_names(party)
        for key, placed in self._guess.questions:
            if key == party.key:
                self._question(placed)
        if party.optional:
            self._set("optional", "true")
        self._places_around(party)

    def _name(self, party: Party) -> None:
        side = party.side
        if side.column is None:
            self._set("name", _quoted(_as_template(side.constant)))
            self._set("country", _quoted(""), "LOOK: its country, DE, FR ...", question=True)
            return
        name, remark = side.column.name, _remark(side.sureness, side.why)
        bracketed = bracketed_country(side.column.profile, side.separator)
        if bracketed and not side.separator and "country" not in party.fields:
            self._set("name", _value(name, {"extract": _BEFORE_BRACKET}), "what stands before the bracket")
            self._set(
                "country", self._country(name, bracketed, {"extract": _IN_BRACKETS}), "what stands in the bracket"
            )
            return
        if side.separator and not side.separator_is_sure:
            remark = f"LOOK: are several names parted by {side.separator!r}?"
        keys = {"split": side.separator} if side.separator else {}
        if bracketed:
            keys["extract"] = _BEFORE_BRACKET
            self._say(
                "LOOK: the countries in brackets are left out, since a row can give its parties one country only."
            )
        self._set("name", _value(name, keys), remark)

    def _countries_of_names(self, party: Party) -> None:
        """Write the countries that no column has, name by name."""
        if party.countries and party.side.column:
            lookup = f"countries_of_{party.key}"
            keys = {"lookup": lookup, "unknown": "empty"}
            self._set("country", _value(party.side.column.name, keys), f"LOOK: fill in [lookups.{lookup}] below")
            self._lookups[lookup] = [
                f"{_quoted(name)} = {_quoted(code)}" + ("" if code else "  # LOOK: DE, FR ...")
                for name, code in party.countries.items()
            ]

    def _places_around(self, party: Party) -> None:
        """Write what a party lies in, and what that lies in."""
        names = [f"{party.key}_in_{number}" for number in range(1, len(party.inside) + 1)]
        if names:
            self._set("located_in", _quoted(names[0]))
        for number, (placed, kind) in enumerate(party.inside):
            self._lines += ["", f"[mapping.nodes.{names[number]}]"]
            self._set("type", _quoted(kind.name), _remark(kind.sureness, kind.why))
            self._other_kinds(kind)
            self._set("name", _value(placed.column.name), _remark(placed.sureness, placed.why))
            if "country" in party.fields:
                self._property(party.fields["country"])
            self._set("optional", "true")
            if number + 1 < len(names):
                self._set("located_in", _quoted(names[number + 1]))

    def _other_kinds(self, kind: NodeKind) -> None:
        if kind.others:
            some = ", ".join(f"{name} ({other})" for name, other in list(kind.others.items())[:_MOST_NAMES])
            self._say(f"LOOK: {len(kind.others)} of the names seem to be of another type: {_one_line(some)}")

    def _property(self, placed: Placed, *, question: bool = False) -> None:
        name, remark = placed.column.name, _remark(placed.sureness, placed.why)
        if placed.field == "country":
            countries = {text: country_of(text) for text in placed.column.profile.texts}
            self._set("country", self._country(name, countries, {}), remark, question=question)
        elif placed.field in {"point", "pair"}:
            parts = ("", "") if placed.field == "point" else (r"^([^,;]+)", r"[,;]\s*(.+)$")
            for degrees, part in zip(("latitude", "longitude"), parts, strict=True):
                self._set(degrees, _value(name, {"extract": part} if part else {}), remark, question=question)
        elif placed.field in {"latitude", "longitude", "population"}:
            self._set(placed.field, _value(name, _number_signs(placed)), remark, question=question)
        else:
            self._set(placed.field, _value(name), remark, question=question)

    def _country(self, column: str, codes: Mapping[str, str], keys: Mapping[str, object]) -> str:
        """Return the value of a country; names that the loader does not know by itself are looked up."""
        strange = {name: code for name, code in codes.items() if not country_code(name)}
        if not strange:
            return _value(column, keys)
        lines = self._lookups.setdefault("countries", [])
        for name, code in strange.items():
            remark = "" if code else "  # LOOK: which country? DE, FR ..."
            line = f"{_quoted(name)} = {_quoted(code)}{remark}"
            if line not in lines:
                lines.append(line)
        return _value(column, {**keys, "lookup": "countries", "unknown": "keep"})

    def _sources(self) -> None:
        link, title = self._guess.fields.get("url"), self._guess.fields.get("source")
        if not link and not title:
            return
        self._lines += ["", "[mapping.sources.report]"]
        named = title or link
        if named:
            self._set("title", _value(named.column.name), _remark(named.sureness, named.why))
        if link:
            self._set("url", _value(link.column.name), _remark(link.sureness, link.why))

    def _tie(self, second: Party) -> None:
        guess = self._guess
        self._lines += ["", "[[mapping.edges]]"]
        self._tie_type()
        self._set("source", _quoted(guess.parties[0].key))
        self._set("target", _quoted(second.key))
        for placed in guess.fields.values():
            if placed.field not in {"type", "url", "source"}:
                self._fact(placed)
        if "amount" in guess.fields and "unit" not in guess.fields:
            self._set("unit", _quoted(guess.fields["amount"].column.reading.unit))
        if {"url", "source"} & guess.fields.keys():
            self._set("sources", '["report"]')
        for key, placed in guess.questions:
            if not key:
                self._question(placed)

    def _tie_type(self) -> None:
        tie, kinds = self._guess.tie, self._guess.fields.get("type")
        if kinds is None:
            self._set("type", _quoted(tie.name), _remark(tie.sureness, tie.why))
            return
        keys = {"lookup": "types", "default": tie.name}
        self._set("type", _value(kinds.column.name, keys), _remark(kinds.sureness, kinds.why))
        self._lookups["types"] = [
            f"{_quoted(text)} = {_quoted(found[0] if found else tie.name)}" + ("" if len(found) == 1 else "  # LOOK")
            for text in kinds.column.profile.texts
            for found in [ties_of(text)]
        ]

    def _fact(self, placed: Placed, *, question: bool = False) -> None:
        column, remark = placed.column, _remark(placed.sureness, placed.why)
        keys: dict[str, object] = {}
        if placed.field in {"date", "until"}:
            formats = [form for form in column.profile.date_formats if form not in {"", "%Y"}]
            keys = {"format": formats[0] if len(formats) == 1 else formats} if formats else {}
        elif placed.field == "amount":
            keys = _number_signs(placed)
            if column.reading.scale != 1:
                keys["times"] = column.reading.scale
        elif placed.field == "status":
            keys = {"lookup": "states"}
            self._lookups["states"] = [
                f"{_quoted(text)} = {_quoted(found or 'unknown')}"
                + ("" if found else "  # LOOK: signed, active, ended ...")
                for text in column.profile.texts
                for found in [status_of(text)]
            ]
        self._set(placed.field, _value(column.name, keys), remark, question=question)

    def _question(self, placed: Placed) -> None:
        if placed.field == "located_in":
            self._say(f"LOOK: {placed.column.name!r} names a place that a party lies in: {placed.why}")
        elif placed.field in {
            "country",
            "latitude",
            "longitude",
            "pair",
            "point",
            "wikidata",
            "geonames",
            "population",
        }:
            self._property(placed, question=True)
        else:
            self._fact(placed, question=True)
            if placed.field == "amount":
                self._set("unit", _quoted(""), "USD, EUR, tonnes ...", question=True)

    def _left_out(self) -> None:
        if self._guess.unplaced:
            self._lines.append("")
            self._say("Columns without a place:")
            for column, why in self._guess.unplaced:
                self._say(f"  {column.name!r}: {why}")

    def _say(self, text: str) -> None:
        self._lines.append(f"# {_one_line(text)}".rstrip())

    def _set(self, key: str, value: str, remark: str = "", *, question: bool = False) -> None:
        line = f"{'# ' if question else ''}{key} = {value}"
        self._lines.append(f"{line}  # {_one_line(remark)}" if remark else line)


def _number_signs(placed: Placed) -> dict[str, object]:
    """Return the keys that say how the numbers of a column are written."""
    found = placed.column.profile
    signs = {"decimal": found.decimal if found.decimal != "." else "", "thousands": found.thousands}
    return {name: sign for name, sign in signs.items() if sign}


def _value(column: str, keys: Mapping[str, object] | None = None) -> str:
    """Return the value that takes a column, with further keys where there are any."""
    parts = [f"column = {_quoted(column)}", *(f"{name} = {_plain(value)}" for name, value in (keys or {}).items())]
    return f"{{{', '.join(parts)}}}"


def _plain(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_plain(item) for item in value)}]"
    return str(value) if isinstance(value, int) else _quoted(str(value))


def _quoted(text: str) -> str:
    """Return a text as TOML writes it; what JSON leaves as it is and TOML does not is escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _as_template(text: str) -> str:
    """Return a text so that none of it is taken for a column."""
    return text.replace("{", "{{").replace("}", "}}")


def _one_line(text: str) -> str:
    """Return a text that can stand in a comment: no line ends, no control characters."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _remark(sureness: Sureness, why: str) -> str:
    """Return what stands behind a line: what is sure needs no remark."""
    if sureness is Sureness.sure:
        return ""
    return f"LOOK: {why}" if why else "LOOK"
