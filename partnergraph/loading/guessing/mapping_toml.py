"""One table's guess written down as a [[mapping]]."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from partnergraph.countries import country_within
from partnergraph.loading.guessing.cell_kinds import PLAIN_SEPARATORS, country_of, is_number, is_time
from partnergraph.loading.guessing.column_roles import Sureness, node_type_of, ties_of, unit_of
from partnergraph.loading.guessing.result import left_in_brackets
from partnergraph.loading.guessing.toml_text import (
    Inline,
    as_template,
    one_line,
    others_of,
    plain,
    quoted,
    remark,
    value_of,
)
from partnergraph.loading.guessing.type_words import TieKind, names_of
from partnergraph.loading.guessing.value_keys import (
    BOTH_WAYS,
    Flow,
    answers,
    date_keys,
    flows_of,
    has_country,
    number_signs,
    scheme_of,
    splitting,
)
from partnergraph.loading.mapping.name_parts import name_parts
from partnergraph.loading.words_of_status import status_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from partnergraph.loading.guessing.result import AmountColumn, Guess, Party, Placed
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
        if self._guess.seconds:
            self._sources()
        for party in self._guess.seconds:
            for amount in self._guess.by_column:
                self._tie(party, amount)
            for flow in [] if self._guess.by_column else flows_of(self._guess):
                self._tie(party, None, flow)
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
            scheme = scheme_of(register.column.reading.words)
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
        keys = splitting(side.separators)
        parts = [name_parts(name) for name in names_of(side)]
        if has_country(parts) or any(part.sign for part in parts):
            keys["part"] = "name"
            cut = [name for name, part in zip(names_of(side), parts, strict=True) if part.sign]
            if cut:
                self._say(f"LOOK: a sign for a remark is taken off: {', '.join(cut[:_MOST_NAMES])}")
        if left := left_in_brackets(side):
            self._say(f"LOOK: {left}; give it a column of its own in the table")
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
        if has_country(parts):
            keys = {**splitting(side.separators), "part": "country"}
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
            if party.side.column is placed.column:
                signs = list(party.side.separators)
            keys = splitting(signs)
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
            self._set(placed.field, value_of(name, number_signs(placed)), told, question=question)
        elif placed.field == "party_type":
            self._set("type", value_of(name), told, question=question)
        elif placed.field == "register":
            self._set("id", quoted(f"register:{{{as_template(name)}}}"), told, question=question)
        else:
            self._set(placed.field, value_of(name, splitting(party.side.separators)), told, question=question)

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
                keys = date_keys(found[name]) if name == "source_date" else {}
                self._set(key, value_of(found[name].column.name, keys), remark(found[name].sureness, found[name].why))

    def _tie(self, second: Party, amount: AmountColumn | None, flow: Flow = BOTH_WAYS) -> None:
        guess = self._guess
        self._head("[[mapping.edges]]")
        self._tie_type()
        self._ends(second, (amount.flow if amount else flow.direction) == "in")
        if flow.column:
            self._set("keep", f"{{column = {quoted(flow.column)}, is = {plain(flow.words)}}}")
        self._columns_of_fact(second)
        if amount is not None:
            self._amount_of(amount)
        if "amount" in guess.fields and "unit" not in guess.fields:
            self._set("unit", quoted(unit_of(guess.fields["amount"].column)))
        if {"url", "source"} & guess.fields.keys():
            self._set("sources", '["report"]')
        for key, placed in guess.questions:
            if not key:
                self._question(placed, second)

    def _columns_of_fact(self, second: Party) -> None:
        guess = self._guess
        for placed in {**guess.fields, **second.facts}.values():
            numbered = placed.field == "title" and "number" in guess.fields
            if placed.field not in {"type", "number", *_OF_SOURCES} and not numbered:
                self._fact(placed)
        if guess.year_of_sheet:
            self._set("date", quoted(guess.year_of_sheet), "LOOK: as the sheet is called")
        if number := guess.fields.get("number"):
            self._number(number, guess.fields.get("title"))

    def _ends(self, second: Party, imported: bool) -> None:  # noqa: FBT001  one of two directions
        ends = [self._guess.parties[0].key, second.key]
        source, target = reversed(ends) if imported else ends
        self._set("source", quoted(source), "LOOK: what it imports comes from the other" if imported else "")
        self._set("target", quoted(target))

    def _amount_of(self, amount: AmountColumn) -> None:
        name = quoted(amount.placed.column.name)
        marks = [text for text in amount.placed.column.profile.texts if not any(map(str.isdigit, text))]
        told = f", is_not = {plain(marks[:_MOST_WORDS])}" if marks else ""
        self._set("keep", f"{{column = {name}, filled = true{told}}}")
        if amount.year:
            self._set("date", quoted(amount.year), "LOOK: as the name of the column says")
        unit = unit_of(amount.placed.column)
        self._fact(amount.placed, question=not unit)
        self._set("unit", quoted(unit), "" if unit else "USD, EUR, tonnes ...", question=not unit)

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
            for found in [self._fitting(ties_of(text))]
        ]
        keys = {"lookup": self._lookups.add("types", words), "default": tie.name}
        self._set("type", value_of(kinds.column.name, keys), remark(kinds.sureness, kinds.why))

    def _fitting(self, ties: list[str]) -> list[str]:
        """Return types that can lie between the parties, as far as their kinds are one: ports are no twin towns."""
        if any("party_type" in party.fields for party in self._guess.parties):
            return ties
        first, *_ = (party.kind.name for party in self._guess.parties)
        seconds = [party.kind.name for party in self._guess.seconds]
        return [TieKind(name, Sureness.likely, "").fitting(first, seconds).name for name in ties]

    def _fact(self, placed: Placed, *, question: bool = False) -> None:
        column, told = placed.column, remark(placed.sureness, placed.why)
        keys: dict[str, object] = {}
        if placed.field in {"date", "until"}:
            keys = {**self._strange_dates(placed), **date_keys(placed)}
        elif placed.field == "amount":
            keys = {**self._strange_numbers(placed), **number_signs(placed)}
            if column.reading.scale != 1:
                keys["times"] = column.reading.scale
        elif placed.field == "unit":
            keys = self._units(placed)
        elif placed.field == "status":
            strange = [text for text in islice(column.profile.texts, _MOST_WORDS) if not status_of(text)]
            if column.profile.mostly("yes or no"):
                keys = {"lookup": self._lookups.add("answers", answers(column.profile.texts))}
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

    def _strange_numbers(self, placed: Placed) -> dict[str, object]:
        """Return the keys that look up what stands for a number and is none: x, ..., >50."""
        strange = [text for text in islice(placed.column.profile.texts, _MOST_WORDS) if not is_number(text)]
        words = [(text, "", "LOOK: which number?") for text in strange]
        return {"lookup": self._lookups.add("numbers", words), "unknown": "keep"} if words else {}

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
