"""Which columns say something of the fact itself: its dates, status, amount, title, sources."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from partnergraph.loading.guessing.column_roles import Column, Meaning, Sureness, unit_of, year_of
from partnergraph.loading.guessing.party_columns import is_numbered, sides_of
from partnergraph.loading.guessing.result import PARTY_FIELDS, SAYS, Guess, Party, Placed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def place_facts(made: Guess, columns: Sequence[Column], meanings: Mapping[str, Meaning]) -> None:
    """Place dates, status, amount and the like; of two columns for one thing the more telling is taken."""
    by_field: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        meaning = meanings[column.name]
        if meaning.field and meaning.field not in {*PARTY_FIELDS, "name"}:
            by_field[meaning.field].append(column)
    numbered = {min(sides_of(party.side.column)): party for party in made.parties
                if party.side.column and is_numbered(party.side.column) and party.side.number == 2}  # fmt: skip
    for name, columns_of in by_field.items():
        alike = columns_of
        if len(numbered) > 1 and len([column for column in alike if is_numbered(column)]) > 1:
            alike = [column for column in alike if not _placed_by_number(made, column, name, meanings, numbered)]
        if not alike:
            continue
        if name == "amount" and "date" not in by_field and _placed_by_year(made, alike, meanings):
            continue
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


def _placed_by_number(
    made: Guess, column: Column, name: str, meanings: Mapping[str, Meaning], numbered: Mapping[str, Party]
) -> bool:
    """Give Since 2 to the fact with Twin 2, and tell whether that was done."""
    party = next((numbered[side] for side in sides_of(column) if side in numbered), None)
    if not is_numbered(column) or party is None:
        return False
    meaning = meanings[column.name]
    placed = Placed(column, name, meaning.sureness, meaning.why)
    if meaning.sureness is Sureness.ask:
        made.questions.append(("", placed))
    else:
        party.facts[name] = placed
    return True


def _placed_by_year(made: Guess, columns: Sequence[Column], meanings: Mapping[str, Meaning]) -> bool:
    """Make a fact a year of amounts whose headers name different years, and tell whether that was done."""
    years = [year_of(column) for column in columns]
    plain = all(meanings[column.name].sureness is not Sureness.ask and unit_of(column) for column in columns)
    if len(columns) < 2 or not all(years) or len(set(years)) < len(years) or not plain:
        return False
    made.by_year = [
        (Placed(column, "amount", Sureness.likely, f"of {year}, as its name says"), year)
        for column, year in zip(columns, years, strict=True)
    ]
    return True


def _telling(column: Column, meaning: Meaning) -> tuple[int, int, int, int]:
    whole = any(form != "%Y" for form in column.profile.date_formats)
    order = -list(Sureness).index(meaning.sureness)
    return order, int(whole), len(column.says & {"date", "until"}), column.profile.filled


def _need_a_unit(made: Guess) -> None:
    """Ask for the unit of an amount that names none; a unit alone says nothing."""
    amount, unit = made.fields.get("amount"), made.fields.get("unit")
    if amount and not unit and not unit_of(amount.column):
        del made.fields["amount"]
        made.questions.append(
            ("", Placed(amount.column, "amount", Sureness.ask, "an amount of what? Its unit is missing"))
        )
    if unit and not amount:
        del made.fields["unit"]
        made.unplaced.append((unit.column, "a unit without an amount"))
