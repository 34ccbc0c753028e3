"""What one column of a table is likely to hold: its header's words and its cells must say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from partnergraph.loading.guessing.cell_kinds import MOST, SOME_NUMBERS, Profile, is_number, is_time
from partnergraph.loading.guessing.words import Reading, read_header, words_of
from partnergraph.loading.words_of_status import status_of

if TYPE_CHECKING:
    from collections.abc import Callable

#: Of a column with this share of country names and a header that says so, the rest are rare or misspelt names.
_COUNTRIES: Final = 0.6
#: A government is a party of its own.
_GOVERNMENT: Final = frozenset(
    {"government", "ministry", "authority", "agency", "regierung", "ministerium", "behörde", "правительство"}
    | {"министерство", "gouvernement", "ministère", "gobierno", "ministerio", "rząd", "ministerstwo", "ngo", "verein"}
)
#: More different words than this do not tell exports from imports, they are something else.
_MOST_FLOWS: Final = 8
#: Longer texts are no names.
_LONGEST_NAME: Final = 80


class Sureness(StrEnum):
    """How well a guess is founded; what is only a question is written as a comment and does nothing."""

    sure = "sure"
    likely = "likely"
    ask = "ask"
    none = "not placed"


@dataclass(frozen=True)
class Column:
    """A column of the table with what its header and its cells say.

    Attributes:
        name: The header.
        reading: What the words of the header say.
        profile: What the cells look like.
        place: Its place in the row, from 0.
    """

    name: str
    reading: Reading
    profile: Profile
    place: int

    @property
    def says(self) -> frozenset[str]:
        """The tags of the header's words."""
        return self.reading.tags

    @property
    def example(self) -> str:
        """The most frequent cell."""
        return next(iter(self.profile.texts), "")


@dataclass(frozen=True)
class Meaning:
    """What a column holds.

    Attributes:
        field: A column of nodes.csv, edges.csv or sources.csv; `name` for a party, `pair` and `point` for two
            coordinates in one cell, "" where the column has no place.
        sureness: How well that is founded.
        why: In a few words, for the person who looks at it.
    """

    field: str
    sureness: Sureness
    why: str


def make_column(name: str, profile: Profile, place: int) -> Column:
    """Read a header beside the look of its cells."""
    return Column(name, read_header(_without_country(name)), profile, place)


def _without_country(name: str) -> str:
    """Return a header without brackets that say what stands in the cells' brackets: Partner B (Staat)."""
    head, bracket, inside = name.strip().partition("(")
    if head.strip() and bracket and read_header(inside.rstrip(") ")).tags == {"thing:Country"}:
        return head.strip()
    return name


def meaning_of(column: Column) -> Meaning:
    """Say what a column holds, the most telling signs first."""
    if not column.profile.filled:
        return Meaning("", Sureness.none, "all cells are empty")
    for rule in _RULES:
        if found := rule(column):
            return found
    return Meaning("", Sureness.none, "neither its name nor its cells say what it is")


def is_name(column: Column) -> bool:
    """Tell whether the cells can be names of parties."""
    found = column.profile
    if found.mostly("url") or found.mostly("wikidata") or found.mostly("number"):
        return False
    if found.date_formats and found.mostly("date"):
        return False
    if found.mostly("yes or no"):
        return False
    long = sum(count for text, count in found.texts.items() if len(text) > _LONGEST_NAME)
    return found.mostly("letters") and long <= (1 - MOST) * found.filled


def _nothing(why: str) -> Meaning:
    return Meaning("", Sureness.none, why)


def _position(column: Column) -> Meaning | None:
    if "amount" in column.says or column.reading.unit:
        return None
    for kind in ("latitude", "longitude"):
        if kind in column.says and column.profile.mostly(kind):
            return Meaning(kind, Sureness.sure, f"named so, and within {90 if kind == 'latitude' else 180} degrees")
    for kind in ("point", "pair"):
        named = "coordinates" in column.says
        # 1.234,5 is a number; only a header makes two of it.
        if column.profile.mostly(kind) and (named or not column.profile.mostly("number")):
            sure = Sureness.sure if named else Sureness.likely
            return Meaning(kind, sure, "two coordinates in one cell")
    return None


def _identifiers(column: Column) -> Meaning | None:
    if column.profile.mostly("wikidata"):
        return Meaning("wikidata", Sureness.sure, "Wikidata ids")
    if "geonames" in column.says and column.profile.mostly("number"):
        return Meaning("geonames", Sureness.sure, "named so, and numbers")
    if "register" in column.says and not column.profile.date_formats:
        if _names_a_party(column) and column.profile.mostly("letters") and not _in_a_register(column):
            return None
        return Meaning("register", Sureness.likely, "the entry of a register")
    if "iso_3166_2" in column.says and not column.profile.mostly("country") and not is_code(column):
        return Meaning("iso_3166_2", Sureness.likely, "named so")
    return None


def _in_a_register(column: Column) -> bool:
    """Tell whether all cells are ids: digits, with letters before or among them, and no two words."""
    found = column.profile
    ids = sum(count for text, count in found.texts.items() if sum(map(str.isdigit, text)) >= 4 and " " not in text)
    return ids >= MOST * found.filled


def is_code(column: Column) -> bool:
    """Tell whether the cells are codes, as countries have them: DEU, FR."""
    return column.profile.mostly("code") and column.profile.shares.get("country", 0.0) >= _COUNTRIES


def _answers(column: Column) -> Meaning | None:
    if not column.profile.mostly("yes or no") or column.says & {"status", "note"} or column.profile.filled < 2:
        return None
    return _nothing("an answer, yes or no")


def _population(column: Column) -> Meaning | None:
    if "population" not in column.says or not column.profile.mostly("number"):
        return None
    if column.profile.open_numbers:
        return Meaning("population", Sureness.ask, "a decimal sign cannot be told from one between thousands")
    return Meaning("population", Sureness.sure, "named so, and numbers")


def _left_out(column: Column) -> Meaning | None:
    says = column.says
    if "contact" in says:
        return _nothing("a contact: personal data is left where it is")
    if "number" in says and "tie:AGREEMENT" in says and len(column.profile.texts) > 1:
        return Meaning("number", Sureness.likely, "the number of the document")
    if "number" in says and not says & {"date", "year", "amount"} and not column.reading.unit:
        return _nothing("a number of the row or of a document")
    return None


def _link(column: Column) -> Meaning | None:
    if not column.profile.mostly("url"):
        return None
    if any(tag.startswith(("side:", "thing:")) for tag in column.says) and "source" not in column.says:
        return Meaning("url", Sureness.ask, "addresses, perhaps of the parties and not of a source")
    named = bool(column.says & {"url", "source"})
    return Meaning("url", Sureness.sure if named else Sureness.likely, "addresses of what the fact rests on")


def _measure(column: Column) -> Meaning | None:
    says, found = column.says, column.profile
    if "unit" in says and not found.mostly("number"):
        return Meaning("unit", Sureness.likely, "named so")
    named = "amount" in says or bool(unit_of(column))
    named |= bool(says & {"tie:TRADE", "tie:INVESTMENT", "flow:out", "flow:in"}) and not found.date_formats
    some = found.shares.get("number", 0.0) >= SOME_NUMBERS
    if named and some and not says & {"date", "year", "until"}:
        if found.open_numbers:
            return Meaning("amount", Sureness.ask, "a decimal sign cannot be told from one between thousands")
        if strange := [text for text in found.texts if not is_number(text)]:
            return Meaning("amount", Sureness.likely, f"named so, and numbers; yet what is {strange[0]!r}?")
        return Meaning("amount", Sureness.sure if unit_of(column) else Sureness.likely, "named so, and numbers")
    return None


def _dates(column: Column) -> Meaning | None:  # noqa: PLR0911  a rule a line
    says, found = column.says, column.profile
    if "record" in says and found.date_formats:
        return _nothing("when the row was written or changed, not the fact")
    end = "until" in says or bool(set(column.reading.words) & set(words_of("lists")["end"]))
    start = bool(says & {"date", "year", "founding"}) or bool(
        set(column.reading.words) & set(words_of("lists")["begin"])
    )
    if not (start or end):
        plain = found.date_formats and found.mostly("date") and not found.mostly("number")
        if plain and says & {"source", "published"}:
            return Meaning("source_date", Sureness.likely, "when the source was published")
        return Meaning("date", Sureness.ask, "dates, but its name does not say of what") if plain else None
    field = "until" if end else "date"
    if found.date_formats and says & {"source", "published"}:
        return Meaning("source_date", Sureness.likely, "when the source was published")
    if found.mostly("serial") and not found.mostly("year"):
        shown = ", ".join(f"{text} = {day_of_serial(text)}" for text in list(found.texts)[:4])
        return Meaning(field, Sureness.ask, f"days as Excel counts them? {shown}")
    if not found.date_formats:
        holds_years = any(re.search(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)", text) for text in found.texts)
        return Meaning(field, Sureness.ask, "named so, but most cells are no dates") if holds_years else None
    if found.open_dates:
        return Meaning(field, Sureness.ask, "day and month cannot be told apart")
    if "founding" in says:
        return Meaning(field, Sureness.ask, "it may be the party that was founded then")
    strange = [text for text in found.texts if not is_time(text)]
    if strange:
        return Meaning(field, Sureness.likely, f"named so, and dates; yet what is {strange[0]!r}?")
    return Meaning(field, Sureness.sure, "named so, and dates")


def _flow(column: Column) -> Meaning | None:
    """Take a column whose cells say of each row whether it tells of exports or of imports."""
    texts = column.profile.texts
    if len(texts) > _MOST_FLOWS or not column.profile.mostly("letters") or not all(map(flow_of, texts)):
        return None
    return Meaning("flow", Sureness.likely, "exports leave the first party, imports come to it")


def flow_of(text: str) -> str:
    """Return `out` where words speak of exports, `in` where they speak of imports; "" for neither or both."""
    found = read_header(text).group("flow:")
    return found[0] if len(found) == 1 else ""


def day_of_serial(text: str) -> str:
    """Return the day of a number as Excel counts days, in ISO 8601."""
    return (date(1899, 12, 30) + timedelta(days=int(text))).isoformat()


def _state(column: Column) -> Meaning | None:
    if "status" not in column.says or not column.profile.mostly("letters"):
        return None
    strange = {text: count for text, count in column.profile.texts.items() if not status_of(text)}
    if not strange:
        return Meaning("status", Sureness.sure, "named so, and words for a status")
    why = f"named so, yet what is {next(iter(strange))!r}?"
    if 2 * sum(strange.values()) <= column.profile.filled:
        return Meaning("status", Sureness.likely, why)
    # State may also be what a town lies in: Ohio.
    return None if "thing:Region" in column.says else Meaning("status", Sureness.ask, why)


def _kind(column: Column) -> Meaning | None:
    relation = "tie:any" in column.says and not column.reading.group("thing:")
    if not ("type" in column.says or relation) or not column.profile.mostly("letters"):
        return None
    known = sum(count for text, count in column.profile.texts.items() if ties_of(text))
    kinds = sum(count for text, count in column.profile.texts.items() if node_type_of(text))
    if kinds >= MOST * column.profile.filled and kinds > known:
        return Meaning("party_type", Sureness.likely, "kinds of parties")
    if known >= _COUNTRIES * column.profile.filled:
        return Meaning("type", Sureness.likely, "kinds of ties")
    return Meaning("type", Sureness.ask, "kinds of something; of ties or of the parties?")


def _country(column: Column) -> Meaning | None:
    share = column.profile.shares.get("country", 0.0)
    if is_code(column):
        return Meaning("country", Sureness.likely, "codes of countries")
    if "thing:Country" in column.says and share >= _COUNTRIES:
        return Meaning("country", Sureness.sure, "named so, and countries")
    other = column.says & {"title", "note", "source"}  # "Albania - Austria BIT" is no country
    if share >= MOST and not other and not any(tag.startswith(("thing:", "role:", "side:")) for tag in column.says):
        return Meaning("country", Sureness.likely, "names of countries")
    return None


def _wording(column: Column) -> Meaning | None:  # noqa: PLR0911  a rule a line
    says = column.says
    if "quote" in says:
        return Meaning("note", Sureness.sure, "the words of the source")
    if "note" in says and not column.profile.mostly("number"):
        return Meaning("note", Sureness.sure, "named so")
    if not column.profile.mostly("letters"):
        return None
    if "author" in says:
        return Meaning("source_author", Sureness.sure, "named so")
    if "source" in says and "title" in says:
        return Meaning("source", Sureness.sure, "named so")
    named_fact = bool(says & {"tie:AGREEMENT", "tie:any", "tie:COOPERATION", "tie:SUPPLIES", "tie:INVESTMENT"})
    if "title" in says or (named_fact and not _names_a_party(column)):
        return Meaning("title", Sureness.likely, "what the fact is called or about")
    if "aliases" in says:
        return Meaning("aliases", Sureness.likely, "named so")
    return None


def _party(column: Column) -> Meaning | None:
    if not is_name(column):
        return None
    if _names_a_party(column) or {"tie:TWINNING"} & column.says:
        return Meaning("name", Sureness.sure, "named so")
    if "source" in column.says:
        return Meaning("source", Sureness.likely, "what the fact rests on")
    return None


def _names_a_party(column: Column) -> bool:
    things = set(column.reading.group("thing:"))
    if things == {"Party"}:  # "name of the agreement" names no party
        return not any(tag.startswith("tie:") for tag in column.says)
    return bool(things) or any(tag.startswith(("side:", "role:")) for tag in column.says)


def year_of(column: Column) -> str:
    """Return the one year that a header has: 2019 of `Exports 2019 (mln USD)`; "" for none."""
    years = re.findall(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)", column.name)
    return years[0] if len(set(years)) == 1 else ""


def unit_of(column: Column) -> str:
    """Return the unit that a header, or the sign beside every number, says: USD, EUR, %; "" for none."""
    return column.reading.unit or (read_header(column.profile.beside).unit if column.profile.beside else "")


def ties_of(text: str) -> list[str]:
    """Return the edge types that the words of a cell or a header speak of, the most telling first.

    `any` says no more than partnership; an agreement of twins is a twinning, one of supplies a supply.
    """
    reading = read_header(text)
    found = [name for name in reading.group("tie:") if name != "any"]
    if "assembly" in reading.words or any(word.startswith(("сбороч", "montage", "assembl")) for word in reading.words):
        found.append("ASSEMBLY_PLANT")
    if "joint" in reading.words and "venture" in reading.words:
        found.append("JOINT_VENTURE")
    return sorted(set(found), key=lambda name: (name in {"AGREEMENT", "COOPERATION"}, name))


def node_type_of(text: str) -> str:
    """Return the node type that the word for a kind of party means: company, Stadt, университет; "" for none."""
    reading = read_header(text)
    things = [thing for thing in reading.group("thing:") if thing != "Party"]
    if any(word in _GOVERNMENT for word in reading.words):
        return "Institution"
    return things[0] if len(things) == 1 else ""


_RULES: Final[tuple[Callable[[Column], Meaning | None], ...]] = (
    *(
        _position,
        _identifiers,
        _answers,
        _population,
        _left_out,
        _link,
        _flow,
        _measure,
        _dates,
        _state,
        _kind,
        _country,
        _wording,
        _party,
    ),
)
