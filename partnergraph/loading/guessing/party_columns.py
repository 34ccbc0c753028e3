"""Which columns name the two parties of each row, and to which of the two the other columns belong."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError
from partnergraph.loading.guessing.cell_kinds import PLAIN_SEPARATORS, country_of, several_items
from partnergraph.loading.guessing.column_roles import Column, Sureness
from partnergraph.loading.guessing.words import words_of
from partnergraph.naming import hint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: A party's narrowest name is the party, the wider ones are what it lies in.
_WIDTH: Final = {
    "Country": 1,
    "Region": 2,
    "District": 3,
    "City": 4,
    "Party": 4,
    "Event": 5,
    "Programme": 5,
    "Institution": 5,
    "Enterprise": 5,
}
_ROLES: Final = {"supplier": "1", "investor": "1", "contractor": "1", "member": "1", "customer": "2", "dealer": "2"} | {
    "owner": "1",
    "owned": "2",
}
#: Words over cells that name all parties of a row.
_ALL: Final = frozenset(
    {"parties", "signatories", "participants", "parteien", "vertragsparteien", "beteiligte", "unterzeichner"}
    | {"стороны", "участники", "partes", "firmantes", "strony", "sygnatariusze", "signataires"}
)
#: So large a share of countries among the parts of cells makes them names and no parts of one.
_COUNTRIES: Final = 0.7
#: What counts columns: Twin 1, Twin 2.
_COUNTED: Final = frozenset("123456789")
#: So many of the rows must agree before a column is said to depend on a name; some rows are mistyped.
_AGREE: Final = 0.98


@dataclass(frozen=True)
class Side:
    """One party of each row.

    Attributes:
        number: 1 or 2.
        column: The column with its name; None where every row means the same party.
        constant: The name of that party, otherwise "".
        thing: The node type that the header names; "" where it names none.
        sureness: How well it is founded that this column names this party.
        why: In a few words.
        separators: The signs at which a cell with several names is cut; none where a cell holds one.
        separator_is_sure: Whether those signs cannot be part of a name.
        wider: Columns with names of what it lies in, the narrowest first.
    """

    number: int
    column: Column | None
    constant: str
    thing: str
    sureness: Sureness
    why: str
    separators: tuple[str, ...] = ()
    separator_is_sure: bool = True
    wider: tuple[Column, ...] = field(default=())


def sides_of(column: Column) -> set[str]:
    """Return which parties the header's words speak of: `1`, `2` or higher numbers."""
    sides = set(column.reading.group("side:"))
    sides |= {_ROLES[role] for role in column.reading.group("role:") if role in _ROLES}
    if column.reading.letter and not column.reading.group("role:"):
        return {column.reading.letter}
    if counted := _COUNTED & set(column.reading.words):
        return set(counted)
    return sides - {"1"} if len(sides) > 1 else sides


def is_plural(column: Column) -> bool:
    """Tell whether a header speaks of several parties: Partner towns."""
    return bool(set(words_of("lists")["plurals"]) & set(column.reading.words))


def is_numbered(column: Column) -> bool:
    """Tell whether a header counts its columns: Twin 1, Twin 2."""
    return not _COUNTED.isdisjoint(column.reading.words)


def find_sides(
    names: Sequence[Column], *, own: str = "", chosen: Sequence[Column] = ()
) -> tuple[list[Side], list[Column]]:
    """Choose the two parties among the columns that hold names.

    Args:
        names: The columns that can be names of parties, in the table's order.
        own: The one party that every row is about, where the table does not name it.
        chosen: The columns that the user named as parties.

    Returns:
        The first party, then one or more second ones (Twin 1, Twin 2 ...); and the columns left over.

    Raises:
        UsageError: There are not two parties to be found.
    """
    if chosen:
        return _chosen_sides(chosen, names, own)
    groups: dict[str, list[Column]] = defaultdict(list)
    for column in names:
        groups[_side_of(column, names)].append(column)
    if own:
        second = _narrowest(groups["2"] or groups[""] or groups["1"])
        if not second:
            raise UsageError(f"no column of the table names the partners of {own}; {_how(names)}")
        sides = [Side(1, None, own, "", Sureness.sure, "named on the command line"), *_seconds(second, groups)]
    else:
        first = _narrowest(groups["1"]) or _narrowest(groups[""])
        second = _narrowest(groups["2"])
        if not second and len(groups[""]) >= 2 and not groups["1"]:
            first, second = _two_alike(groups[""])
        elif not second and groups[""] and groups["1"]:
            second = _narrowest(groups[""])
        if not first or not second:
            raise UsageError(f"{_found(names)}, and every row needs two; {_how(names)}")
        marked = sides_of(first[0]) or sides_of(second[0])
        why = "named so" if marked else "the first of two columns of names"
        sure = Sureness.sure if marked and len(first) == 1 else Sureness.likely
        sides = [_side(1, first[0], sure, why), *_seconds(second, groups)]
    taken = {side.column.name for side in sides if side.column}
    left = [column for column in names if column.name not in taken]
    return _with_wider(sides, left)


def all_in_one(names: Sequence[Column], *, own: str = "") -> Side | None:
    """Return the only column of names, where each of its cells names all parties of a row: `Albania, Austria`.

    Args:
        names: The columns that can be names of parties.
        own: The one party that every row is about; with it a column names partners only.
    """
    if own or len(names) != 1:
        return None
    column = names[0]
    texts = list(column.profile.texts)
    for sign in (*PLAIN_SEPARATORS, ",", "/", " \N{EN DASH} ", " - "):
        cells = [[part for part in text.split(sign) if part.strip()] for text in texts]
        parts = [part for cell in cells for part in cell]
        countries = sum(bool(country_of(part)) for part in parts) >= _COUNTRIES * len(parts)
        named = not _ALL.isdisjoint(column.reading.words)
        if all(len(cell) > 1 for cell in cells) and (named or countries):
            things = [thing for thing in column.reading.group("thing:") if thing != "Party"]
            sure = Sureness.likely if named and countries else Sureness.ask
            return Side(1, column, "", things[0] if things else "", sure, "all parties in one cell", (sign,), named)
    return None


def _chosen_sides(chosen: Sequence[Column], names: Sequence[Column], own: str) -> tuple[list[Side], list[Column]]:
    why = "named on the command line"
    if len(chosen) + bool(own) != 2:
        raise UsageError("every row has two parties: give --party twice, or --party once with --own")
    sides = [Side(1, None, own, "", Sureness.sure, why)] if own else [_side(1, chosen[0], Sureness.sure, why)]
    sides.append(_side(2, chosen[-1], Sureness.sure, why))
    taken = {column.name for column in chosen}
    return _with_wider(sides, [column for column in names if column.name not in taken])


def _side_of(column: Column, names: Sequence[Column]) -> str:
    """Return `1`, `2` or "" where the header does not say."""
    sides = sides_of(column)
    if is_numbered(column):
        others = [other for other in names if other is not column and not is_numbered(other) and not _is_wide(other)]
        # Town, Twin 1, Twin 2: the numbers count the second party.
        alone = any(not sides_of(other) or "1" in sides_of(other) for other in others)
        return "2" if alone or sides & set("3456789") else min(sides)
    if "source" in column.says and not sides:
        targets = any(set(other.reading.words) & {"target", "destination", "ziel"} for other in names)
        return "1" if targets else ""
    return next(iter(sorted(sides)), "")


def _is_wide(column: Column) -> bool:
    return width_of(column) < _WIDTH["City"]


def width_of(column: Column) -> int:
    """Return how narrow a thing a column names: a firm is narrower than a town, a town than a region."""
    if column.reading.group("role:"):
        return _WIDTH["Enterprise"]
    things = [thing for thing in column.reading.group("thing:") if thing != "Party"]
    return max((_WIDTH[thing] for thing in things), default=_WIDTH["Party"])


def _narrowest(columns: Sequence[Column]) -> list[Column]:
    """Return the columns of the narrowest kind, in the table's order."""
    width = max((width_of(column) for column in columns), default=0)
    return [column for column in columns if width_of(column) == width]


def _two_alike(columns: Sequence[Column]) -> tuple[list[Column], list[Column]]:
    """Take the first two columns of one width, the narrowest such width first: Region, City, Region.1, City.1."""
    for width in sorted({width_of(column) for column in columns}, reverse=True):
        alike = [column for column in columns if width_of(column) == width]
        if len(alike) == 2:
            return alike[:1], alike[1:]
    return [], []


def _seconds(columns: Sequence[Column], groups: Mapping[str, list[Column]]) -> list[Side]:
    numbered = [column for column in columns if is_numbered(column)]
    chosen = numbered if len(numbered) > 1 else columns[:1]
    marked = any(column in groups["2"] for column in chosen)
    sure = Sureness.sure if marked and len(chosen) == len(columns) else Sureness.likely
    return [_side(2, column, sure, "named so" if marked else "the second column of names") for column in chosen]


def _side(number: int, column: Column, sureness: Sureness, why: str) -> Side:
    separators, is_sure = several_items(column.profile, plural=is_plural(column))
    things = [thing for thing in column.reading.group("thing:") if thing != "Party"]
    thing = max(things, key=lambda each: _WIDTH[each], default="")
    return Side(number, column, "", thing, sureness, why, separators, is_sure)


def _with_wider(sides: list[Side], left: list[Column]) -> tuple[list[Side], list[Column]]:
    """Give each party the columns of its own words that name something wider."""
    result = []
    taken: set[str] = set()
    for side in sides:
        wider: list[Column] = []
        if side.column is not None and side is sides[side.number - 1]:
            mark = str(side.number)
            wider = [
                column
                for column in left
                if mark in sides_of(column) and width_of(column) < width_of(side.column) and width_of(column) > 1
            ]
            wider.sort(key=width_of, reverse=True)
        taken |= {column.name for column in wider}
        result.append(replace(side, wider=tuple(wider)))
    return result, [column for column in left if column.name not in taken]


def _found(names: Sequence[Column]) -> str:
    if not names:
        return "no column of the table names a party"
    quoted = ", ".join(repr(column.name) for column in names)
    return (
        f"only one party is to be found ({quoted})" if len(names) == 1 else f"the two parties are not plain ({quoted})"
    )


def _how(names: Sequence[Column]) -> str:
    if len(names) == 1:
        return (
            "name the other column with --party (twice, once for each), or with --own 'Your Town' the one party that "
            "all rows are about"
        )
    return "name the two columns with --party COLUMN --party COLUMN"


def belongs_to(column: Column, sides: Sequence[Side], cells: Mapping[str, Sequence[str]]) -> tuple[int, Sureness, str]:
    """Say to which of two parties a column belongs that has no word for it.

    A town lies in one country: where a column has several values beside one and the same name, it does not belong to
    that name. Where both fit, only a column between the two names is taken for the first one's.

    Args:
        column: The column, such as Country.
        sides: The first and the second party.
        cells: The texts of each column.

    Returns:
        1, 2, or 0 where it stays open; how sure that is; and why.
    """
    first, second = sides[0].column, sides[1].column
    if second is None:
        return 1, Sureness.likely, "of the only party in the table"
    if first is None:
        return 2, Sureness.sure, "of the only party in the table"
    clash_first = _clash(cells[first.name], cells[column.name])
    clash_second = _clash(cells[second.name], cells[column.name]) if not sides[1].separators else ""
    if clash_first and not clash_second:
        return 2, Sureness.likely, f"{clash_first} has several of them, so it is not {first.name!r} that they belong to"
    if clash_second and not clash_first:
        return (
            1,
            Sureness.likely,
            f"{clash_second} has several of them, so it is not {second.name!r} that they belong to",
        )
    if not clash_first and first.place < column.place < second.place:
        return 1, Sureness.likely, "stands between the names of the two parties"
    return 0, Sureness.ask, f"of {first.name!r} or of {second.name!r}?"


def _clash(names: Sequence[str], values: Sequence[str]) -> str:
    """Return a name with several values, where that is more than a few mistyped cells; otherwise ""."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for name, value in zip(names, values, strict=True):
        if name and value:
            found[name][value.casefold()] += 1
    total = sum(counter.total() for counter in found.values())
    agreeing = sum(counter.most_common(1)[0][1] for counter in found.values())
    if not total or agreeing >= _AGREE * total:
        return ""
    return max(found, key=lambda name: len(found[name]))


def column_named(columns: Sequence[Column], name: str) -> Column:
    """Return a column by its header.

    Raises:
        UsageError: There is none; the nearest is named.
    """
    for column in columns:
        if column.name.strip().casefold() == name.strip().casefold():
            return column
    raise UsageError(f"there is no column {name!r}; {hint(name, [column.name for column in columns])}")
