"""One table's guess written down as a [[mapping]]."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from partnergraph.countries import country_within
from partnergraph.loading.guessing.cell_kinds import PLAIN_SEPARATORS, country_of, is_time
from partnergraph.loading.guessing.column_roles import node_type_of, ties_of, unit_of
from partnergraph.loading.guessing.toml_text import Inline, as_template, one_line, plain, quoted, remark, value_of
from partnergraph.loading.guessing.type_words import names_of
from partnergraph.loading.mapping.name_parts import NameParts, name_parts
from partnergraph.loading.words_of_status import status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Protocol

    from partnergraph.loading.guessing.result import Guess, Party, Placed
    from partnergraph.loading.guessing.toml_text import Lines
    from partnergraph.loading.guessing.type_words import NodeKind

    class WordTables(Protocol):
        """What takes the lookups."""

        def add(self, name: str, words: Sequence[tuple[str, str, str]]) -> str:
            """Add words to a lookup and return its name."""


#: So many names are shown in a comment.
_MOST_NAMES: Final = 6
#: More different words than this are no kinds.
_MOST_WORDS: Final = 300
_OF_SOURCES: Final = ("source", "url", "source_date", "source_author")
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
#: Names of files that others of the same kind go on: contracts_2023, contracts-2024-01.
_DATED: Final = re.compile(r"(?<=[^\d])(?:19|20)\d{2}(?:[-_. ]?(?:\d{1,2}|[qQ]\d))?(?:[-_. ]?\d{1,2})?(?=\D*$)")


class MappingWriter:
    """Writes the lines of one table."""

    def __init__(self, guess: Guess, lines: Lines, lookups: WordTables) -> None:
        self._guess, self._lines, self._lookups = guess, lines, lookups
        self._set, self._say, self._head = lines.set, lines.say, lines.head

    def write(self) -> None:
        """Write all of it."""
        self._file()
        for party in self._guess.parties:
            self._party(party)
        if len(self._guess.parties) > 1:
            self._sources()
        for party in self._guess.parties[1:]:
            for amount, year in self._guess.by_year:
                self._tie(party, amount, year)
            if not self._guess.by_year:
                self._tie(party)
        self._left_out()

    def _file(self) -> None:
        table, options = self._guess.table, self._guess.options
        self._head("[[mapping]]")
        if pattern := others_of(table.file):
            self._set("file", quoted(pattern), f"LOOK: {table.file} and every other that is called so, as they come")
        else:
            self._set("file", quoted(table.file))
        if table.encoding and table.encoding.lower().replace("_", "-") not in {"utf-8", "utf-8-sig"}:
            self._set("encoding", quoted(table.encoding), "" if options.encoding else "LOOK: right, if all letters are")
        if table.delimiter:
            self._set("delimiter", quoted(table.delimiter))
        for key, stated in (("sheet", options.sheet), ("path", options.path), ("table", options.table)):
            if stated:
                self._set(key, quoted(stated))
        if options.header != 1:
            self._set("header", str(options.header), "LOOK: the row with the names of the columns")
        if options.header_rows != 1:
            self._set("header_rows", str(options.header_rows), "LOOK: so many rows name the columns")
        if options.repeated:
            self._set("repeated", "true", "LOOK: columns called alike are numbered: Town, Town (2)")
        if self._guess.empty_below:
            columns, count = self._guess.empty_below
            told = f"{count} rows leave it empty: is it the same as above?"
            self._set("fill_down", plain(columns), told, question=True)

    def _party(self, party: Party) -> None:
        self._head(f"[mapping.nodes.{party.key}]")
        self._type(party)
        self._id(party)
        self._name(party)
        for placed in party.fields.values():
            if placed.field not in {"party_type", "register", "country"}:
                self._property(placed, party)
        self._country_of(party)
        for key, placed in self._guess.questions:
            if key == party.key:
                self._question(placed, party)
        if party.optional:
            self._set("optional", "true")
        self._places_around(party)

    def _type(self, party: Party) -> None:
        kinds = party.fields.get("party_type")
        if kinds is None:
            self._set("type", quoted(party.kind.name), remark(party.kind.sureness, party.kind.why))
            self._other_kinds(party.kind)
            return
        found = {text: node_type_of(text) for text in islice(kinds.column.profile.texts, _MOST_WORDS)}
        words = [(text, kind or party.kind.name, "" if kind else "LOOK: what kind of party is that?")
                 for text, kind in found.items()]  # fmt: skip
        keys = {"lookup": self._lookups.add("kinds", words), "default": party.kind.name}
        self._set("type", value_of(kinds.column.name, keys), remark(kinds.sureness, kinds.why))

    def _id(self, party: Party) -> None:
        if register := party.fields.get("register"):
            word = next((word for word in register.column.reading.words if word in _REGISTERS), "")
            scheme = _REGISTERS.get(word) or next(iter(_scheme(register.column.reading.words)), "register")
            column = register.column.name.replace("{", "{{").replace("}", "}}")
            template = f"{scheme}:{{{column}}}"
            self._set("id", quoted(template), "LOOK: rows with the same number mean the same party, whatever its name")

    def _name(self, party: Party) -> None:
        side = party.side
        if side.column is None:
            self._set("name", quoted(as_template(side.constant)))
            self._set("country", quoted(""), "LOOK: its country, DE, FR ...", question=True)
            return
        told = remark(side.sureness, side.why)
        if side.separators and not side.separator_is_sure:
            told = f"LOOK: are several names parted by {' or '.join(map(repr, side.separators))}?"
        keys = _splitting(side.separators)
        parts = [name_parts(name) for name in names_of(side)]
        if _has_country(parts) or any(part.sign for part in parts):
            keys["part"] = "name"
            cut = [name for name, part in zip(names_of(side), parts, strict=True) if part.sign]
            if cut:
                self._say(f"LOOK: a sign for a remark is taken off: {', '.join(cut[:_MOST_NAMES])}")
        self._set("name", value_of(side.column.name, keys), told)

    def _country_of(self, party: Party) -> None:
        """Write where the country stands: in a column, beside the name, or nowhere but in a list to be filled in."""
        side, placed = party.side, party.fields.get("country")
        if side.column is None:
            if placed:
                self._property(placed, party)
            return
        parts = [name_parts(name) for name in names_of(side)]
        own = placed is not None and placed.column.name == side.column.name
        if _has_country(parts):
            keys = {**_splitting(side.separators), "part": "country"}
            if placed is not None and not own:
                keys["default"] = Inline(self._country(placed, party))
            where = " and ".join(sorted({part.where for part in parts if part.country}))
            self._set("country", value_of(side.column.name, keys), f"it stands beside the name ({where})")
        elif placed is not None:
            self._set("country", self._country(placed, party), remark(placed.sureness, placed.why))
        elif party.countries:
            lookup = self._lookups.add(
                f"countries_of_{party.key}",
                [(name, code, "" if code else "LOOK: DE, FR ...") for name, code in party.countries.items()],
            )
            keys = {"lookup": lookup, "unknown": "empty", "default": ""}
            told = f'LOOK: one country for all: default = "DE"; or fill in [lookups.{lookup}] below'
            self._set("country", value_of(side.column.name, keys), told)

    def _country(self, placed: Placed, party: Party) -> str:
        """Return the value of a country; names that the loader does not know by itself are looked up."""
        texts = list(placed.column.profile.texts)
        keys: dict[str, object] = {}
        if party.side.separators or any(sign in text for text in texts for sign in PLAIN_SEPARATORS):
            signs = [sign for sign in PLAIN_SEPARATORS if any(sign in text for text in texts)]
            keys = _splitting(signs)
            for sign in signs:
                texts = [part.strip() for text in texts for part in text.split(sign) if part.strip()]
        strange = list(dict.fromkeys(text for text in texts if not country_within(text)))
        if strange:
            told = "LOOK: which country? DE, FR ..."
            words = [(text, country_of(text), "" if country_of(text) else told) for text in strange[:_MOST_WORDS]]
            keys |= {"lookup": self._lookups.add("countries", words), "unknown": "keep"}
        return value_of(placed.column.name, keys)

    def _places_around(self, party: Party) -> None:
        """Write what a party lies in, and what that lies in."""
        names = [f"{party.key}_in_{number}" for number in range(1, len(party.inside) + 1)]
        if names:
            self._set("located_in", quoted(names[0]))
        for number, (placed, kind) in enumerate(party.inside):
            self._head(f"[mapping.nodes.{names[number]}]")
            self._set("type", quoted(kind.name), remark(kind.sureness, kind.why))
            self._other_kinds(kind)
            self._set("name", value_of(placed.column.name), remark(placed.sureness, placed.why))
            if "country" in party.fields and not party.side.separators:
                country = party.fields["country"]
                self._set("country", self._country(country, party), remark(country.sureness, country.why))
            self._set("optional", "true")
            if number + 1 < len(names):
                self._set("located_in", quoted(names[number + 1]))

    def _other_kinds(self, kind: NodeKind) -> None:
        if kind.others:
            some = ", ".join(f"{name} ({other})" for name, other in list(kind.others.items())[:_MOST_NAMES])
            self._say(f"LOOK: {len(kind.others)} of the names seem to be of another type: {one_line(some)}")

    def _property(self, placed: Placed, party: Party, *, question: bool = False) -> None:
        name, told = placed.column.name, remark(placed.sureness, placed.why)
        if placed.field == "country":
            self._set("country", self._country(placed, party), told, question=question)
        elif placed.field in {"point", "pair"}:
            for degrees in ("latitude", "longitude"):
                self._set(degrees, value_of(name), told, question=question)
        elif placed.field in {"latitude", "longitude", "population"}:
            self._set(placed.field, value_of(name, _number_signs(placed)), told, question=question)
        elif placed.field == "party_type":
            self._set("type", value_of(name), told, question=question)
        elif placed.field == "register":
            self._set("id", quoted(f"register:{{{as_template(name)}}}"), told, question=question)
        else:
            self._set(placed.field, value_of(name, _splitting(party.side.separators)), told, question=question)

    def _sources(self) -> None:
        fields = self._guess.fields
        found = {str(name): fields[name] for name in _OF_SOURCES if name in fields}
        if not {"source", "url"} & found.keys():
            for placed in found.values():
                self._say(f"LOOK: {placed.column.name!r} speaks of a source that no column names")
            return
        self._head("[mapping.sources.report]")
        title = found.get("source") or found["url"]
        self._set("title", value_of(title.column.name), remark(title.sureness, title.why))
        for name, key in (("url", "url"), ("source_author", "author"), ("source_date", "date")):
            if name in found:
                keys = _date_keys(found[name]) if name == "source_date" else {}
                self._set(key, value_of(found[name].column.name, keys), remark(found[name].sureness, found[name].why))

    def _tie(self, second: Party, of_year: Placed | None = None, year: str = "") -> None:
        guess = self._guess
        self._head("[[mapping.edges]]")
        self._tie_type()
        self._set("source", quoted(guess.parties[0].key))
        self._set("target", quoted(second.key))
        for placed in {**guess.fields, **second.facts}.values():
            numbered = placed.field == "title" and "number" in guess.fields
            if placed.field not in {"type", "number", *_OF_SOURCES} and not numbered:
                self._fact(placed)
        if number := guess.fields.get("number"):
            self._number(number, guess.fields.get("title"))
        if of_year is not None:
            self._set("keep", f"{{column = {quoted(of_year.column.name)}, filled = true}}")
            self._set("date", quoted(year), f"LOOK: {of_year.why}")
            self._fact(of_year)
            self._set("unit", quoted(unit_of(of_year.column)))
        if "amount" in guess.fields and "unit" not in guess.fields:
            self._set("unit", quoted(unit_of(guess.fields["amount"].column)))
        if {"url", "source"} & guess.fields.keys():
            self._set("sources", '["report"]')
        for key, placed in guess.questions:
            if not key:
                self._question(placed, second)

    def _number(self, number: Placed, title: Placed | None) -> None:
        """Keep the number of a contract with the fact: two contracts of one day and sum are two."""
        parts = [f"{{{each.column.name}}}" for each in (title, number) if each is not None]
        self._set("title", quoted(", ".join(parts)), "LOOK: the number of the document tells two facts apart")

    def _tie_type(self) -> None:
        tie, kinds = self._guess.tie, self._guess.fields.get("type")
        if kinds is None:
            self._set("type", quoted(tie.name), remark(tie.sureness, tie.why))
            return
        words = [
            (text, found[0] if found else tie.name, "" if len(found) == 1 else "LOOK")
            for text in islice(kinds.column.profile.texts, _MOST_WORDS)
            for found in [ties_of(text)]
        ]
        keys = {"lookup": self._lookups.add("types", words), "default": tie.name}
        self._set("type", value_of(kinds.column.name, keys), remark(kinds.sureness, kinds.why))

    def _fact(self, placed: Placed, *, question: bool = False) -> None:
        column, told = placed.column, remark(placed.sureness, placed.why)
        keys: dict[str, object] = {}
        if placed.field in {"date", "until"}:
            keys = {**self._strange_dates(placed), **_date_keys(placed)}
        elif placed.field == "amount":
            keys = _number_signs(placed)
            if column.reading.scale != 1:
                keys["times"] = column.reading.scale
        elif placed.field == "unit":
            keys = self._units(placed)
        elif placed.field == "status":
            strange = [text for text in islice(column.profile.texts, _MOST_WORDS) if not status_of(text)]
            if column.profile.mostly("yes or no"):
                keys = {"lookup": self._lookups.add("answers", _answers(column.profile.texts))}
            elif strange:
                words = [(text, "unknown", "LOOK: signed, active, suspended, ended ...") for text in strange]
                keys = {"lookup": self._lookups.add("states", words), "read": "status"}
            else:
                keys = {"read": "status"}
        self._set(placed.field, value_of(column.name, keys), told, question=question)

    def _strange_dates(self, placed: Placed) -> dict[str, object]:
        """Return the keys that look up what is read as no date, for a person to fill in."""
        if not placed.column.profile.date_formats or placed.column.profile.mostly("serial"):
            return {}
        strange = [text for text in islice(placed.column.profile.texts, _MOST_WORDS) if not is_time(text)]
        words = [(text, "", "LOOK: which date? 1998, 1998-05, 1998~ ...") for text in strange]
        return {"lookup": self._lookups.add("dates", words), "unknown": "keep"} if words else {}

    def _units(self, placed: Placed) -> dict[str, object]:
        """Return the keys that write a currency as ISO 4217 does: dollars are USD."""
        from partnergraph.loading.guessing.words import read_header  # noqa: PLC0415  read only where there is one

        units = {text: read_header(text).unit for text in islice(placed.column.profile.texts, _MOST_WORDS)}
        words = [(text, unit, "") for text, unit in units.items() if unit and unit != text]
        return {"lookup": self._lookups.add("units", words), "unknown": "keep"} if words else {}

    def _question(self, placed: Placed, party: Party) -> None:
        if placed.field == "located_in":
            self._say(f"LOOK: {placed.column.name!r} names a place that a party lies in: {placed.why}")
        elif placed.field in _QUESTIONS_OF_PARTIES:
            self._property(placed, party, question=True)
        else:
            self._fact(placed, question=True)
            if placed.field == "amount":
                self._set("unit", quoted(""), "USD, EUR, tonnes ...", question=True)

    def _left_out(self) -> None:
        if self._guess.unplaced:
            self._lines.lines.append("")
            self._say("Columns without a place:")
            for column, why in self._guess.unplaced:
                self._say(f"  {column.name!r}: {why}")


_QUESTIONS_OF_PARTIES: Final = frozenset(
    {"country", "latitude", "longitude", "pair", "point", "wikidata", "geonames", "population", "register"}
    | {"party_type", "iso_3166_2", "aliases"}
)


def others_of(file: str) -> str:
    """Return the pattern of files that go on one whose name ends in a date: `contracts_*.csv`; "" for none."""
    match = _DATED.search(file.rpartition(".")[0])
    if not match or any(sign in file for sign in "*?["):
        return ""
    return f"{file[: match.start()]}*{file[match.end() :]}"


def _scheme(words: Iterable[str]) -> list[str]:
    return [word for word in words if word.isascii() and word.isalpha() and len(word) <= 8]


def _has_country(parts: Sequence[NameParts]) -> bool:
    """Tell whether countries stand beside names: in brackets once is enough, behind a comma it must be the rule."""
    if any(part.where == "brackets" for part in parts):
        return all(part.where != "comma" for part in parts) or 2 * sum(bool(part.country) for part in parts) > len(
            parts
        )
    return 2 * sum(bool(part.country) for part in parts) > len(parts)


def _answers(texts: Mapping[str, int]) -> list[tuple[str, str, str]]:
    yes = frozenset(["yes", "y", "true", "ja", "да", "oui", "si", "sí", "tak", "x", "✓", "✔"])
    return [(text, "active" if text.casefold() in yes else "ended", "LOOK") for text in texts]


def _splitting(signs: Sequence[str]) -> dict[str, object]:
    return {"split": signs[0] if len(signs) == 1 else list(signs)} if signs else {}


def _date_keys(placed: Placed) -> dict[str, object]:
    formats = [form for form in placed.column.profile.date_formats if form not in {"", "%Y"}]
    if placed.column.profile.mostly("serial") and not placed.column.profile.mostly("year"):
        formats = ["excel"]
    return {"format": formats[0] if len(formats) == 1 else formats} if formats else {}


def _number_signs(placed: Placed) -> dict[str, object]:
    """Return the keys that say how the numbers of a column are written."""
    found = placed.column.profile
    signs = {"decimal": found.decimal if found.decimal != "." else "", "thousands": found.thousands}
    signs["beside"] = found.beside
    return {name: sign for name, sign in signs.items() if sign}
