"""Which columns say something of the fact itself: its dates, status, amount, title, sources."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from partnergraph.loading.guessing.column_roles import Column, Meaning, Sureness, flow_of, unit_of, year_of
from partnergraph.loading.guessing.party_columns import is_numbered, sides_of
from partnergraph.loading.guessing.result import PARTY_FIELDS, SAYS, AmountColumn, Guess, Party, Placed
from partnergraph.loading.guessing.type_words import ON_COMMAND, TieKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Words for the two ends of what goes from one party to the other.
_ENDS: Final = frozenset(
    {"from", "to", "origin", "destination", "source", "target", "orig", "dest", "exporting", "importing", "von", "nach"}
)


def place_facts(made: Guess, columns: Sequence[Column], meanings: Mapping[str, Meaning]) -> None:
    """Place dates, status, amount and the like; of two columns for one thing the more telling is taken."""
    by_field = _by_field(columns, meanings)
    numbered = {min(sides_of(party.side.column)): party for party in made.parties
                if party.side.column and is_numbered(party.side.column) and party.side.number == 2}  # fmt: skip
    for column in by_field.pop("flow", []):
        _place_flow(made, column, meanings[column.name])
    for name, columns_of in by_field.items():
        alike = columns_of
        if len(numbered) > 1 and len([column for column in alike if is_numbered(column)]) > 1:
            alike = [column for column in alike if not _placed_by_number(made, column, name, meanings, numbered)]
        if not alike:
            continue
        if name == "amount" and _placed_by_column(made, alike, meanings, dated="date" in by_field):
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


def _by_field(columns: Sequence[Column], meanings: Mapping[str, Meaning]) -> dict[str, list[Column]]:
    by_field: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        meaning = meanings[column.name]
        if meaning.field and meaning.field not in {*PARTY_FIELDS, "name"}:
            by_field[meaning.field].append(column)
    return by_field


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


def _placed_by_column(made: Guess, columns: Sequence[Column], meanings: Mapping[str, Meaning], *, dated: bool) -> bool:
    """Make a fact of each amount where headers name different years or directions, and tell whether that was done."""
    found = [
        AmountColumn(
            Placed(column, "amount", Sureness.likely, "as its name says"),
            "" if dated else year_of(column),
            "" if _have_roles(made) else flow_of(column.name),
        )
        for column in columns
        if meanings[column.name].sureness is not Sureness.ask
    ]
    if any(amount.flow for amount in found):  # a turnover or a balance beside them says nothing more
        found = [amount for amount in found if amount.flow]
        plain = len({amount.flow for amount in found}) == 2 and len({bool(amount.year) for amount in found}) == 1
    else:
        plain = len(found) == len(columns) > 1 and all(
            amount.year and unit_of(amount.placed.column) for amount in found
        )
    if not plain or len({(amount.year, amount.flow) for amount in found}) < len(found):
        return False
    made.by_column = found
    taken = {amount.placed.column.name for amount in found}
    made.unplaced += [(column, "exports and imports tell it") for column in columns if column.name not in taken]
    if found[0].flow:
        _take_direction(made)
    return True


def _have_roles(made: Guess) -> bool:
    """Tell whether the parties' headers say by themselves who delivers to whom."""
    columns = [party.side.column for party in made.parties if party.side.column]
    return any(column.reading.group("role:") or set(column.reading.words) & _ENDS for column in columns)


def _place_flow(made: Guess, column: Column, meaning: Meaning) -> None:
    if _have_roles(made):
        made.unplaced.append((column, "the names of the parties say who delivers"))
    else:
        made.flow = Placed(column, "flow", meaning.sureness, meaning.why)
        _take_direction(made)


def _take_direction(made: Guess) -> None:
    """Make deliveries of what is exported and imported: a turnover has no direction."""
    if made.tie.why != ON_COMMAND:
        tie = TieKind("SUPPLIES", Sureness.likely, "exports and imports have a direction")
        made.tie = tie.fitting(made.parties[0].kind.name, [party.kind.name for party in made.seconds])


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
