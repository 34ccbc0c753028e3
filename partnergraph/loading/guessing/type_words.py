"""Which node types the two parties have, and which edge type lies between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from partnergraph.countries import country_code
from partnergraph.errors import UsageError
from partnergraph.loading.guessing.column_roles import Column, Sureness, ties_of
from partnergraph.loading.guessing.words import plain_word, words_of
from partnergraph.loading.mapping.cell_values import split_cells
from partnergraph.loading.mapping.name_parts import name_parts
from partnergraph.naming import hint
from partnergraph.vocabulary import STANDARD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from partnergraph.loading.guessing.party_columns import Side

#: So large a share of the names of countries makes them countries; the rest are rare or former ones.
_COUNTRIES: Final = 0.7
#: States of which so many are countries are not those of one federation, Georgia in the United States aside.
_SOME_COUNTRIES: Final = 0.4
_STATE: Final = frozenset({"state", "states", "estado", "estados"})
_OF_ROLES: Final = {
    "supplier": "SUPPLIES",
    "customer": "SUPPLIES",
    "investor": "INVESTMENT",
    "contractor": "CONSTRUCTION",
    "member": "MEMBERSHIP",
    "dealer": "DEALERSHIP",
    "owner": "OWNERSHIP",
    "owned": "OWNERSHIP",
}
#: What a table may say and the vocabulary does not have: declared in the loader where it is needed.
DECLARED: Final = {
    "OWNERSHIP": 'doc = "Owns the other, or a share of it"\ndirected = true',
}


@dataclass(frozen=True)
class NodeKind:
    """A node type with how well it is founded.

    Attributes:
        name: A node type of the vocabulary.
        sureness: How well it is founded.
        why: In a few words.
        others: Names that seem to be of another type, with that type.
    """

    name: str
    sureness: Sureness
    why: str
    others: Mapping[str, str]


@dataclass(frozen=True)
class TieKind:
    """An edge type with how well it is founded.

    Attributes:
        name: An edge type of the vocabulary.
        sureness: How well it is founded.
        why: In a few words.
        others: What else the table speaks of, taken where this one cannot lie between the parties.
    """

    name: str
    sureness: Sureness
    why: str
    others: tuple[tuple[str, str], ...] = ()

    def fitting(self, first: str, seconds: Sequence[str]) -> TieKind:
        """Return this type, or COOPERATION where it cannot lie between parties of these node types.

        Raises:
            UsageError: The user asked for a type that cannot lie between them.
        """
        if self.name in DECLARED or all(_allows(self.name, first, second) for second in seconds):
            return self
        problem = f"{self.name} cannot lie between {first} and {', '.join(sorted(set(seconds)))}"
        if self.sureness is Sureness.sure and self.why == ON_COMMAND:
            raise UsageError(f"{problem}; types that can: {', '.join(_possible(first, seconds))}")
        for other, why in self.others:
            if all(_allows(other, first, second) for second in seconds):
                return replace(self, name=other, sureness=Sureness.likely, why=why, others=())
        return replace(self, name="COOPERATION", sureness=Sureness.ask, why=problem)


ON_COMMAND: Final = "named on the command line"


def kind_of_tie(columns: Sequence[Column], sides: Sequence[Side], title: str, given: str) -> TieKind:
    """Guess the edge type from the roles that headers name, then from their other words, then from the file's name.

    Args:
        columns: All columns.
        sides: The two parties.
        title: The file's name.
        given: The type that the user names; "" where none is named.

    Raises:
        UsageError: The given type does not exist.
    """
    if given:
        if given.upper() not in STANDARD.edge_types:
            raise UsageError(f"unknown edge type {given!r}; {hint(given, STANDARD.edge_types)}")
        return TieKind(given.upper(), Sureness.sure, ON_COMMAND)
    parties = [side.column for side in sides if side.column]
    told = [(_OF_ROLES[role], Sureness.likely, column) for column in parties for role in column.reading.group("role:")]
    told += [("TWINNING", Sureness.sure, column) for column in (*parties, *columns) if "tie:TWINNING" in column.says]
    told += [(name, Sureness.likely, column) for column in columns for name in ties_of(column.name)]
    partners = next((column for column in parties if "side:2" in column.says), None)
    towns = partners is not None and all("thing:City" in column.says for column in parties)
    if partners is not None and towns and {name for name, _, _ in told} <= {"AGREEMENT", "COOPERATION"}:
        return TieKind("TWINNING", Sureness.likely, f"{partners.name!r}: partner towns are mostly twins")
    if told:
        name, sureness, column = told[0]
        others = tuple(
            (other, f"{each.name!r} speaks of it") for other, _, each in told[1:] if other in STANDARD.edge_types
        )
        return TieKind(name, sureness, f"{column.name!r} speaks of it", others)
    if named := ties_of(title):
        return TieKind(named[0], Sureness.likely, "the file's name speaks of it")
    return TieKind("COOPERATION", Sureness.ask, "nothing in the table says what kind of tie it is")


def kind_of_party(side: Side, other: Side | None, tie: TieKind) -> NodeKind:  # noqa: PLR0911  a rule a line
    """Guess a party's node type from its header, then from its names, the other party and the edge type.

    Args:
        side: The party.
        other: The other party, or None for a place that a party lies in.
        tie: The edge type.
    """
    names = names_of(side)
    told = {name: kind for name in names if (kind := kind_of_name(name))}
    if side.column is not None and _are_countries(side, names):
        return NodeKind("Country", Sureness.likely, "names of countries", {})
    if side.thing == "Region" and side.column is not None and _are_states(side.column, names):
        return NodeKind("Country", Sureness.ask, "states, of which some are countries", {})
    if side.thing:
        others = {name: kind for name, kind in told.items() if kind != side.thing}
        return NodeKind(side.thing, Sureness.sure, "", others)
    for kind in words_of("kinds"):
        fitting = [name for name, found in told.items() if found == kind]
        if names and 2 * len(fitting) >= len(names):
            others = {name: found for name, found in told.items() if found != kind}
            return NodeKind(kind, Sureness.likely, f"{len(fitting)} of {len(names)} names say so", others)
    if side.column is not None and side.column.reading.group("role:"):
        unsure = set(side.column.reading.group("role:")) <= {"member", "investor"}
        return NodeKind("Enterprise", Sureness.ask if unsure else Sureness.likely, "a firm, by its role", told)
    if tie.name == "TWINNING":
        return NodeKind("City", Sureness.likely, "twins are towns", told)
    if other is not None and other.thing:
        return NodeKind(other.thing, Sureness.likely, "as the other party", {})
    return NodeKind("City", Sureness.ask, "nothing says what kind of party it is", told)


def _are_countries(side: Side, names: Sequence[str]) -> bool:
    """Tell whether nearly all names are those of countries, and more than a few."""
    assert side.column is not None  # noqa: S101  asked only of a column; this is for the type checker
    if not names or set(side.column.reading.group("thing:")) - {"Country", "Party", "Region"}:
        return False
    parts = [name_parts(name) for name in names]
    bare = [part for part in parts if not part.country or part.where == "colon"]
    found = sum(bool(country_code(part.name)) for part in bare)
    return len(bare) == len(parts) and found >= _COUNTRIES * len(names)


def _are_states(column: Column, names: Sequence[str]) -> bool:
    """Tell whether a column of states means countries, those that are no more among them: Hanover, Portugal."""
    countries = sum(bool(country_code(name)) for name in names)
    return bool(_STATE & set(column.reading.words)) and countries > 1 and countries >= _SOME_COUNTRIES * len(names)


def kind_of_name(name: str) -> str:
    """Return the node type that a word of the name tells; "" where none does."""
    words = {plain_word(word) for word in re.findall(r"[^\W\d_]+", name)}
    return next((kind for kind, tells in words_of("kinds").items() if words & set(tells)), "")


def names_of(side: Side) -> list[str]:
    """Return the different names in a party's column, each of a list by itself."""
    if side.column is None:
        return [side.constant]
    texts = list(side.column.profile.texts)
    return list(dict.fromkeys(split_cells(texts, side.separators)))


def _allows(tie: str, first: str, second: str) -> bool:
    edge_type = STANDARD.edge_types[tie]
    return (not edge_type.source_types or first in edge_type.source_types) and (
        not edge_type.target_types or second in edge_type.target_types
    )


def _possible(first: str, seconds: Sequence[str]) -> list[str]:
    return [name for name in STANDARD.edge_types if all(_allows(name, first, second) for second in seconds)]
