"""The countries of parties that no column tells: as the other party has them, as a country is its own, or asked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from partnergraph.loading.guessing.cell_kinds import PLAIN_SEPARATORS, country_of
from partnergraph.loading.guessing.column_roles import Sureness
from partnergraph.loading.guessing.result import Placed
from partnergraph.loading.guessing.type_words import names_of
from partnergraph.loading.mapping.cell_values import split_cells
from partnergraph.loading.mapping.name_parts import name_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from partnergraph.loading.guessing.result import Guess

#: So many names a person can look through to write down their countries.
_FEW_NAMES: Final = 30


def take_countries_of_the_other(made: Guess, cells: Mapping[str, Sequence[str]]) -> None:
    """Give a party without a country those that the same names have in the other column: else they would be two nodes.

    Of a few names, those that the other column does not have are listed too, for a person to fill in.
    """
    if len(made.parties) == 1:
        return
    first, second = made.parties[:2]
    for party, other in ((first, second), (second, first)):
        if "register" in party.fields:
            continue  # its id tells who it is
        mine, theirs, country = party.side.column, other.side.column, other.fields.get("country")
        beside = any(name_parts(name).country for name in names_of(other.side))
        if "country" in party.fields or not (mine and theirs and (country or beside)) or party.side.separators:
            continue
        if any(name_parts(name).country for name in names_of(party.side)):
            continue
        told: dict[str, set[str]] = defaultdict(set)
        alike = {name for name, same in zip(cells[mine.name], cells[theirs.name], strict=True) if name == same}
        if country:
            for name, where in zip(cells[theirs.name], cells[country.column.name], strict=True):
                told[name].add(country_of(where))
        names = [name for name in mine.profile.texts if name not in alike]
        found = {name: next(iter(told[name])) for name in names if name in told and len(told[name]) == 1}
        if len(names) <= _FEW_NAMES:
            found = {name: found.get(name, "") for name in names}
        if any(found.values()) or (found and party is first):
            party.countries = found


def take_countries_of_countries(made: Guess) -> None:
    """A country lies in itself: its name tells its code where no column does."""
    for party in made.parties:
        column = party.side.column
        if party.kind.name == "Country" and column and "country" not in party.fields and not party.countries:
            party.fields["country"] = Placed(column, "country", Sureness.likely, "its own name")


def unknown_countries(made: Guess) -> list[str]:
    """Return what stands in a column of countries and is none, each of a list by itself."""
    columns = [party.fields["country"].column for party in made.parties if "country" in party.fields]
    texts = split_cells([text for column in columns for text in column.profile.texts], PLAIN_SEPARATORS)
    return [text for text in dict.fromkeys(texts) if not country_of(text)]
