"""Guess how a table becomes nodes and edges: which columns name the two parties, their countries, the dates, the type.

A wrong guess is worse than none: what is not well founded becomes a question, written as a comment into loader.toml.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError
from partnergraph.loading.formats import TableOptions
from partnergraph.loading.guessing.cell_kinds import country_of, profile
from partnergraph.loading.guessing.column_roles import Column, Meaning, Sureness, is_name, make_column, meaning_of
from partnergraph.loading.guessing.party_columns import (
    Side,
    belongs_to,
    column_named,
    find_sides,
    is_numbered,
    sides_of,
)
from partnergraph.loading.guessing.result import PARTY_FIELDS, SAYS, Guess, Party, Placed
from partnergraph.loading.guessing.type_words import kind_of_party, kind_of_tie

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from partnergraph.loading.formats import Table


#: So many rows are looked at.
MOST_ROWS: Final = 5000
#: So many names a person can look through to write down their countries.
_FEW_NAMES: Final = 30


def guess(
    table: Table, options: TableOptions | None = None, *, own: str = "", parties: Sequence[str] = (), tie: str = ""
) -> Guess:
    """Guess how a table becomes nodes and edges.

    Args:
        table: The table, opened.
        options: How it was opened.
        own: The one party that every row is about, where the table does not name it.
        parties: The columns that name the parties, where the user says so: two, or one beside `own`.
        tie: The edge type, where the user says so.

    Raises:
        UsageError: The table has no rows, or not two parties are to be found in it.
    """
    cells = _cells(table)
    if not any(any(texts) for texts in cells.values()):
        raise UsageError(f"{table.file}: there is no filled row below the header, so nothing can be guessed")
    columns = tuple(make_column(name, profile(texts), place) for place, (name, texts) in enumerate(cells.items()))
    meanings = {column.name: meaning_of(column) for column in columns}
    chosen = [column_named(columns, name) for name in parties]
    sides, left = _sides(table.file, columns, meanings, own, chosen)
    named = [side.column for side in sides if side.column]
    kind = kind_of_tie(columns, sides, Path(table.file).stem, tie)
    made = Guess(table, options or TableOptions(), columns, [], kind)
    for index, side in enumerate(sides):
        other = sides[1] if index == 0 else sides[0]
        key = ("first", "second")[index] if index < 2 else f"second_{index}"
        made.parties.append(Party(key, side, kind_of_party(side, other, kind)))
    made.tie = kind.fitting(made.parties[0].kind.name, [party.kind.name for party in made.parties[1:]])
    rest = [column for column in columns if column not in named]
    _place_wider(made, left, cells)
    _place_of_parties(made, [column for column in rest if meanings[column.name].field in PARTY_FIELDS], meanings, cells)
    _take_countries_of_the_other(made, cells)
    _place_of_tie(made, rest, meanings)
    _leave(made, rest, meanings)
    return made


def _cells(table: Table) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {name: [] for name in table.columns}
    for row in islice(table.rows(), MOST_ROWS):
        if row.problem:
            continue
        for name, cell in zip(table.columns, row.cells, strict=True):
            texts[name].append((cell if isinstance(cell, str) else ";".join(cell)).strip())
    return texts


def _sides(
    file: str, columns: Sequence[Column], meanings: Mapping[str, Meaning], own: str, chosen: Sequence[Column]
) -> tuple[list[Side], list[Column]]:
    targets = any({"target", "destination", "ziel"} & set(column.reading.words) for column in columns)
    names = [
        column
        for column in columns
        if meanings[column.name].field == "name"
        or (meanings[column.name].field == "source" and targets and is_name(column))
    ]
    if not names:
        names = [column for column in columns if meanings[column.name].field == "country"]
    try:
        return find_sides(names, own=own, chosen=chosen)
    except UsageError as error:
        raise UsageError(f"{file}: {error}; its columns: {', '.join(column.name for column in columns)}") from None


def _place_wider(made: Guess, left: Sequence[Column], cells: Mapping[str, Sequence[str]]) -> None:
    """Place the columns that name what a party lies in; a further name of a party stays a question."""
    for party in made.parties:
        for column in party.side.wider:
            placed = Placed(column, "located_in", Sureness.sure, "named so")
            party.inside.append(
                (placed, kind_of_party(Side(1, column, "", _thing(column), Sureness.sure, ""), None, made.tie))
            )
    for column in left:
        number, sureness, why = belongs_to(column, [party.side for party in made.parties], cells)
        placed = Placed(column, "located_in", sureness, why)
        if _thing(column) not in {"Region", "District", "City"} or sides_of(column):
            made.unplaced.append((column, "a further name of a party; which?"))
        elif number and not made.parties[number - 1].inside:
            kind = kind_of_party(Side(1, column, "", _thing(column), Sureness.sure, ""), None, made.tie)
            made.parties[number - 1].inside.append((placed, kind))
        else:
            made.questions.append(("first", placed))


def _thing(column: Column) -> str:
    things = [thing for thing in column.reading.group("thing:") if thing != "Party"]
    return things[0] if things else ""


def _place_of_parties(
    made: Guess, columns: Sequence[Column], meanings: Mapping[str, Meaning], cells: Mapping[str, Sequence[str]]
) -> None:
    """Place countries, coordinates and ids with the party that they belong to."""
    by_field: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        by_field[meanings[column.name].field].append(column)
    for name, alike in by_field.items():
        open_ones = []
        for column in alike:
            if meanings[column.name].sureness is Sureness.ask:
                asked = Placed(column, name, Sureness.ask, meanings[column.name].why)
                made.questions.append(((_party_by_words(made, column) or made.parties[1]).key, asked))
                continue
            party = _party_by_words(made, column)
            if party is None:
                open_ones.append(column)
            elif name in party.fields:
                made.unplaced.append((column, f"{party.fields[name].column.name!r} is taken for it"))
            else:
                meaning = meanings[column.name]
                party.fields[name] = Placed(column, name, meaning.sureness, meaning.why)
        _place_open(made, name, open_ones, cells)
    _keep_coordinates_together(made)


def _party_by_words(made: Guess, column: Column) -> Party | None:
    """Return the party that a header's words mean; with Twin 1, Twin 2 it is the number that counts."""
    sides = sides_of(column)
    if not sides:
        return None
    if is_numbered(column) and len(made.parties) > 2:
        return next((party for party in made.parties if party.side.column and is_numbered(party.side.column)
                     and sides_of(party.side.column) == sides), None)  # fmt: skip
    if sides == {"1"}:
        return made.parties[0]
    return made.parties[1] if sides == {"2"} else None


def _place_open(made: Guess, name: str, columns: Sequence[Column], cells: Mapping[str, Sequence[str]]) -> None:
    """Place the columns of one field whose headers name no party."""
    first, second = made.parties[:2]
    free = [party for party in (first, second) if name not in party.fields and party.side.column]
    sides = [party.side for party in made.parties]
    if len(columns) == 2 and len(free) == 2:
        for column, party in zip(columns, free, strict=True):
            number, sureness, why = belongs_to(column, sides, cells)
            if number and made.parties[number - 1] is not party:
                made.questions.append((party.key, Placed(column, name, Sureness.ask, why)))
            else:
                why = why if number else f"the {'first' if party is first else 'second'} of two such columns"
                party.fields[name] = Placed(column, name, Sureness.likely, why)
        return
    for column in columns:
        number, sureness, why = belongs_to(column, sides, cells)
        other = first if free == [second] else second
        if (
            free
            and len(free) == 1
            and len(columns) == 1
            and other.fields.get(name)
            and number in {0, free[0].side.number}
        ):
            number, why = free[0].side.number, f"{other.fields[name].column.name!r} is the other party's"
            plain = free[0].side.column is not None and not sides_of(free[0].side.column)
            sureness = Sureness.sure if plain else Sureness.likely
        party = made.parties[number - 1] if number else second
        placed = Placed(column, name, sureness, why)
        if number and name not in party.fields:
            party.fields[name] = placed
        else:
            made.questions.append((party.key, placed))


def _take_countries_of_the_other(made: Guess, cells: Mapping[str, Sequence[str]]) -> None:
    """Give a party without a country those that the same names have in the other column: else they would be two nodes.

    Of a few names, those that the other column does not have are listed too, for a person to fill in.
    """
    first, second = made.parties[:2]
    for party, other in ((first, second), (second, first)):
        mine, theirs, country = party.side.column, other.side.column, other.fields.get("country")
        if "country" in party.fields or not (mine and theirs and country) or party.side.separator:
            continue
        told: dict[str, set[str]] = defaultdict(set)
        alike = {name for name, same in zip(cells[mine.name], cells[theirs.name], strict=True) if name == same}
        for name, where in zip(cells[theirs.name], cells[country.column.name], strict=True):
            told[name].add(country_of(where))
        names = [name for name in mine.profile.texts if name not in alike]
        found = {name: next(iter(told[name])) for name in names if name in told and len(told[name]) == 1}
        if len(names) <= _FEW_NAMES:
            found = {name: found.get(name, "") for name in names}
        if any(found.values()) or (found and party is first):
            party.countries = found


def _keep_coordinates_together(made: Guess) -> None:
    for party in made.parties:
        both = [party.fields[name] for name in ("latitude", "longitude") if name in party.fields]
        if len(both) == 1 or (both and ("pair" in party.fields or "point" in party.fields)):
            for placed in both:
                del party.fields[placed.field]
                made.questions.append((party.key, placed))


def _place_of_tie(made: Guess, columns: Sequence[Column], meanings: Mapping[str, Meaning]) -> None:
    """Place dates, status, amount and the like; of two columns for one thing the more telling is taken."""
    by_field: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        meaning = meanings[column.name]
        if meaning.field and meaning.field not in {*PARTY_FIELDS, "name"}:
            by_field[meaning.field].append(column)
    for name, alike in by_field.items():
        best = max(alike, key=lambda column: _telling(column, meanings[column.name]))
        for column in alike:
            meaning = meanings[column.name]
            placed = Placed(column, name, meaning.sureness, meaning.why)
            if column is not best:
                made.unplaced.append((column, f"{best.name!r} is taken for the {SAYS[name]}"))
            elif meaning.sureness is Sureness.ask:
                made.questions.append(("", placed))
            else:
                made.fields[name] = placed
    _need_a_unit(made)


def _telling(column: Column, meaning: Meaning) -> tuple[int, int, int, int]:
    whole = any(form != "%Y" for form in column.profile.date_formats)
    order = -list(Sureness).index(meaning.sureness)
    return order, int(whole), len(column.says & {"date", "until"}), column.profile.filled


def _need_a_unit(made: Guess) -> None:
    """Ask for the unit of an amount that names none; a unit alone says nothing."""
    amount, unit = made.fields.get("amount"), made.fields.get("unit")
    if amount and not unit and not amount.column.reading.unit:
        del made.fields["amount"]
        made.questions.append(
            ("", Placed(amount.column, "amount", Sureness.ask, "an amount of what? Its unit is missing"))
        )
    if unit and not amount:
        del made.fields["unit"]
        made.unplaced.append((unit.column, "a unit without an amount"))


def _leave(made: Guess, columns: Sequence[Column], meanings: Mapping[str, Meaning]) -> None:
    """Note the columns that have no place."""
    placed = {row.column.name for party in made.parties for row in party.fields.values()}
    placed |= {row.column.name for party in made.parties for row, _ in party.inside}
    placed |= {row.column.name for row in made.fields.values()} | {row.column.name for _, row in made.questions}
    placed |= {column.name for column, _ in made.unplaced}
    made.unplaced += [(column, meanings[column.name].why) for column in columns if column.name not in placed]
