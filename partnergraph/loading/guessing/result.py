"""The result of a guess: which column is taken for what, how sure that is, what is asked and what is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from partnergraph.loading.guessing.column_roles import Sureness
from partnergraph.loading.guessing.type_words import names_of
from partnergraph.loading.mapping.name_parts import name_parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from partnergraph.loading.formats import Table, TableOptions
    from partnergraph.loading.guessing.column_roles import Column
    from partnergraph.loading.guessing.party_columns import Side
    from partnergraph.loading.guessing.type_words import NodeKind, TieKind

#: A year in the name of a sheet, and only one.
_YEAR_NAME: Final = re.compile(r"^\D*((?:19|20)\d{2})\D*$")
#: What a party may have, beside its name.
PARTY_FIELDS: Final = (
    *(
        "country",
        "latitude",
        "longitude",
        "pair",
        "point",
        "wikidata",
        "geonames",
        "iso_3166_2",
        "aliases",
        "population",
        "register",
        "party_type",
    ),
)
#: The fields in plain words.
SAYS: Final = {
    "name": "name",
    "country": "country",
    "latitude": "latitude",
    "longitude": "longitude",
    "pair": "coordinates",
    "point": "coordinates",
    "wikidata": "Wikidata id",
    "geonames": "GeoNames id",
    "iso_3166_2": "ISO 3166-2 code",
    "aliases": "other names",
    "population": "population",
    "register": "id in a register",
    "party_type": "type",
    "located_in": "place it lies in",
    "date": "date",
    "until": "end",
    "status": "status",
    "amount": "amount",
    "unit": "unit of the amount",
    "title": "title",
    "note": "note",
    "url": "link to the source",
    "source": "source",
    "source_date": "date of the source",
    "source_author": "author of the source",
    "number": "number of the document",
    "type": "type of the edge",
}


@dataclass(frozen=True)
class Placed:
    """A column with the place that it has in the network.

    Attributes:
        column: The column.
        field: A column of nodes.csv, edges.csv or sources.csv, or one of `PARTY_FIELDS`.
        sureness: How well that is founded; with `ask` it becomes a comment.
        why: In a few words.
    """

    column: Column
    field: str
    sureness: Sureness
    why: str


@dataclass(frozen=True)
class AmountColumn:
    """A column of amounts that states a fact by itself, beside others in the same row.

    Attributes:
        placed: The column.
        year: The year that its header names; "" for none.
        flow: `out` for what the first party exports, `in` for what it imports, "" where the header says neither.
    """

    placed: Placed
    year: str = ""
    flow: str = ""

    @property
    def says(self) -> str:
        """What it is taken for."""
        flow = {"out": "exports", "in": "imports", "": "amount"}[self.flow]
        return f"{flow} of {self.year}" if self.year else f"{flow}, a fact of its own"


@dataclass
class Party:
    """One party of each row, with its properties.

    Attributes:
        key: What the mapping calls it: `first`, `second`, `second_2` ...
        side: Its column, or the constant that it is.
        kind: Its node type.
        fields: By field, the columns that hold its properties.
        inside: The columns that name what it lies in, the narrowest first, each with its node type.
        countries: Where no column tells its country: what the other party's column tells of the same names; "" for a
            name that it does not have.
        facts: Of one of several second parties, the columns of the facts with it: Since 2.
    """

    key: str
    side: Side
    kind: NodeKind
    fields: dict[str, Placed] = field(default_factory=dict)
    inside: list[tuple[Placed, NodeKind]] = field(default_factory=list)
    countries: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Placed] = field(default_factory=dict)

    @property
    def optional(self) -> bool:
        """Whether a row may leave it out: of Twin 1, Twin 2, Twin 3 the last are often empty."""
        return self.key not in {"first", "second"}


@dataclass
class Guess:
    """How a table is likely to become nodes and edges.

    Attributes:
        table: The table.
        options: How it was opened; what was recognised is in the table.
        columns: Its columns.
        parties: The first party, then one or more second ones.
        tie: The edge type.
        fields: By column of edges.csv (`url` and `source` for the sources), what holds it.
        questions: Columns that have a likely place which was not taken, with the party's key or "" for the edge.
        unplaced: Columns without a place, and why.
        by_column: Columns of amounts that are a fact each: one a year, exports beside imports.
        among: Whether one column names all parties of a row, each of which has the fact with each other.
        flow: The column that says of each row whether it tells of exports or of imports.
        empty_below: The columns of the first party with empty cells below filled ones, and how many rows.
    """

    table: Table
    options: TableOptions
    columns: tuple[Column, ...]
    parties: list[Party]
    tie: TieKind
    fields: dict[str, Placed] = field(default_factory=dict)
    questions: list[tuple[str, Placed]] = field(default_factory=list)
    unplaced: list[tuple[Column, str]] = field(default_factory=list)
    by_column: list[AmountColumn] = field(default_factory=list)
    among: bool = False
    flow: Placed | None = None
    empty_below: tuple[tuple[str, ...], int] | None = None

    @property
    def seconds(self) -> list[Party]:
        """The parties that the first has facts with: itself, where one column names all of a row."""
        return self.parties if self.among else self.parties[1:]

    @property
    def year_of_sheet(self) -> str:
        """The year that the sheet is called by, where nothing else dates its facts; "" for none."""
        dated = "date" in self.fields or any(amount.year for amount in self.by_column)
        asked = any(placed.field == "date" for _, placed in self.questions)
        return "" if dated or asked else next(iter(re.findall(_YEAR_NAME, self.options.sheet)), "")

    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """Return the guess as a person reads it: column, example, what it is taken for, how sure, why."""
        found: dict[str, tuple[str, str, str]] = {}
        for party in self.parties:
            who = f"{'first' if party.side.number == 1 else 'second'} party"
            if party.side.column:
                signs = " and ".join(map(_sign, party.side.separators))
                several = f", several parted by {signs}" if signs else ""
                sure = max(party.side.sureness, party.kind.sureness, key=list(Sureness).index)
                who = "parties" if self.among else who
                said = f"name of the {who}: {party.kind.name}{several}"
                found[party.side.column.name] = (
                    said,
                    sure,
                    _joined(party.side.why, party.kind.why, left_in_brackets(party.side)),
                )
            for placed in party.fields.values():
                if party.side.column and placed.column.name == party.side.column.name:
                    continue
                found[placed.column.name] = (f"{SAYS[placed.field]} of the {who}", placed.sureness, placed.why)
            for placed in party.facts.values():
                said = f"{SAYS[placed.field]} of the fact with {party.side.column.name if party.side.column else who!r}"
                found[placed.column.name] = (said, placed.sureness, placed.why)
            for placed, kind in party.inside:
                found[placed.column.name] = (f"{kind.name} that the {who} lies in", placed.sureness, placed.why)
        of_facts = [(placed, SAYS[placed.field]) for placed in self.fields.values()]
        of_facts += [(amount.placed, amount.says) for amount in self.by_column]
        of_facts += [(self.flow, "from the first party, or to it")] if self.flow else []
        found |= {placed.column.name: (text, placed.sureness, placed.why) for placed, text in of_facts}
        for _, placed in self.questions:
            found[placed.column.name] = (f"nothing yet: {SAYS[placed.field]}?", Sureness.ask, placed.why)
        for column, why in self.unplaced:
            found[column.name] = ("nothing", Sureness.none, why)
        rows = [(column.name, _short(column.example), *found[column.name]) for column in self.columns]
        own = [(f"({party.side.constant})", "", f"first party of every row: {party.kind.name}", party.kind.sureness,
                party.kind.why) for party in self.parties if party.side.constant]  # fmt: skip
        where = [(f"(country of {party.side.column.name})", "", *_told(party.countries),
                  "no column has it; see [lookups] in loader.toml")
                 for party in self.parties if party.countries and party.side.column]  # fmt: skip
        year = self.year_of_sheet if self.seconds else ""
        dated = [(f"(sheet {self.options.sheet})", "", f"date: {year}", Sureness.likely, "as the sheet is called")]
        return [*rows, *own, *where, *(dated if year else []), self._tie_row()]

    def _tie_row(self) -> tuple[str, str, str, str, str]:
        if len(self.parties) == 1 and not self.among:
            return "(every row)", "", "a party, and no fact", Sureness.likely, "only one party is named"
        if "type" in self.fields:
            why = f"where {self.fields['type'].column.name!r} is empty"
            return "(otherwise)", "", f"edge type {self.tie.name}", self.tie.sureness, why
        return "(every row)", "", f"edge type {self.tie.name}", self.tie.sureness, self.tie.why


def left_in_brackets(side: Side) -> str:
    """Say what stands in brackets behind names beside a country, and has no place; "" for nothing."""
    left = [rest for name in names_of(side) if any(map(str.isdigit, rest := name_parts(name).rest))]
    return f"left out, beside its country: {', '.join(left[:3])}" if left else ""


def _short(text: str, longest: int = 32) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 3]}..."


def _told(countries: Mapping[str, str]) -> tuple[str, Sureness]:
    known = sum(bool(code) for code in countries.values())
    if known:
        return f"{known} of {len(countries)} as the other party tells them", Sureness.likely
    return "nothing yet: for you to fill in", Sureness.ask


def _sign(separator: str) -> str:
    return "a new line" if separator == "\n" else repr(separator)


def _joined(*reasons: str) -> str:
    return "; ".join(dict.fromkeys(reason for reason in reasons if reason))
