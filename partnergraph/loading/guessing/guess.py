"""Guess how a table becomes nodes and edges: which columns name the two parties, their countries, the dates, the type.

A wrong guess is worse than none: what is not well founded becomes a question, written as a comment into loader.toml.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError
from partnergraph.letters import CONTROLS
from partnergraph.loading.formats import TableOptions
from partnergraph.loading.formats.aside import aside, without_ditto
from partnergraph.loading.formats.sparql_result import without_blank_node
from partnergraph.loading.guessing.cell_kinds import country_of, profile
from partnergraph.loading.guessing.column_roles import (
    Column,
    Meaning,
    Sureness,
    is_code,
    is_name,
    make_column,
    meaning_of,
    ties_of,
)
from partnergraph.loading.guessing.fact_columns import place_facts
from partnergraph.loading.guessing.party_columns import (
    Side,
    all_in_one,
    belongs_to,
    column_named,
    find_sides,
    is_numbered,
    sides_of,
    width_of,
)
from partnergraph.loading.guessing.party_countries import take_countries_of_countries, take_countries_of_the_other
from partnergraph.loading.guessing.result import PARTY_FIELDS, Guess, Party, Placed
from partnergraph.loading.guessing.type_words import kind_of_party, kind_of_tie, names_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from partnergraph.loading.formats import Table


#: So many rows are looked at.
MOST_ROWS: Final = 5000


def guess(
    table: Table,
    options: TableOptions | None = None,
    *,
    own: str = "",
    parties: Sequence[str] = (),
    tie: str = "",
    parties_only: bool = False,
) -> Guess:
    """Guess how a table becomes nodes and edges.

    Args:
        table: The table, opened.
        options: How it was opened.
        own: The one party that every row is about, where the table does not name it.
        parties: The columns that name the parties, where the user says so: two, or one beside `own`.
        tie: The edge type, where the user says so.
        parties_only: Whether the table may list parties and no facts, beside others that do.

    Raises:
        UsageError: The table has no rows, or not two parties are to be found in it.
    """
    cells = _cells(table)
    if not any(any(texts) for texts in cells.values()):
        raise UsageError(f"{table.file}: there is no filled row below the header, so nothing can be guessed")
    columns = tuple(make_column(name, profile(texts), place) for place, (name, texts) in enumerate(cells.items()))
    meanings = {column.name: meaning_of(column) for column in columns}
    meanings |= {name: Meaning("", Sureness.none, "hidden in the workbook") for name in table.hidden_columns}
    chosen = [column_named(columns, name) for name in parties]
    only = _only_party(columns, meanings) if not (own or chosen) else None
    if only and not parties_only and _lies_in(only):
        where = ", ".join(repr(column.name) for column in only[0][0].wider)
        raise UsageError(
            f"{table.file}: it lists parties ({only[0][0].column.name!r}) and where they lie ({where}), and no second "  # type: ignore[union-attr]
            "party: give the table with the facts too, as a second --from; or name two columns with --party"
        )
    try:
        if only and _lies_in(only):
            sides, left = only
        else:
            sides, left = _sides(table.file, columns, meanings, own, chosen)
    except UsageError:
        if not parties_only or only is None:
            raise
        sides, left = only
    named = [side.column for side in sides if side.column]
    kind = kind_of_tie(columns, sides, Path(table.file).stem, tie)
    made = Guess(table, options or TableOptions(), columns, [], kind)
    for index, side in enumerate(sides):
        other = None if len(sides) == 1 else sides[1] if index == 0 else sides[0]
        key = ("first", "second")[index] if index < 2 else f"second_{index}"
        made.parties.append(Party(key, side, kind_of_party(side, other, kind)))
    made.among = len(sides) == 1 and len(sides[0].separators) > 0 and (only is None or sides is not only[0])
    _give_one_kind_to_shared_names(made)
    if not any(meanings[column.name].field in {"party_type", "type"} for column in columns) and made.seconds:
        made.tie = kind.fitting(made.parties[0].kind.name, [party.kind.name for party in made.seconds])
    rest = [column for column in columns if column not in named]
    _place_wider(made, left, cells)
    _place_of_parties(made, [column for column in rest if meanings[column.name].field in PARTY_FIELDS], meanings, cells)
    take_countries_of_the_other(made, cells)
    take_countries_of_countries(made)
    if made.seconds:
        place_facts(made, rest, meanings)
        _offer_the_cell_above(made, cells)
    _leave(made, rest, meanings)
    return made


def _cells(table: Table) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {name: [] for name in table.columns}
    for row in islice(table.rows(), MOST_ROWS):
        if row.problem or aside(table.columns, row.cells):
            continue
        for name, cell in zip(table.columns, row.cells, strict=True):
            text = CONTROLS.sub("", cell if isinstance(cell, str) else ";".join(cell)).strip()
            texts[name].append(without_ditto(without_blank_node(text)))
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
    aims = [column for column in columns if meanings[column.name].field == "country" and "2" in sides_of(column)]
    if aims and not own and not any("2" in sides_of(column) for column in names):
        # Investor, project, country of destination: the project is no party.
        parties = [column for column in names if _thing(column) not in {"Programme", "Event"}]
        names = [*parties, aims[0]] if len(parties) == 1 else names
    if not names:
        countries = [column for column in columns if meanings[column.name].field == "country"]
        names = [column for column in countries if not is_code(column)] or countries
    if both := all_in_one(chosen or names, own=own):
        return [both], []
    try:
        return find_sides(names, own=own, chosen=chosen)
    except UsageError as error:
        if _is_matrix(columns, names):
            raise UsageError(
                f"{file}: it is a matrix, with parties in the rows ({names[0].name!r}) and in the names of columns; "
                "write it as a list with three columns, from, to and amount, a row for each filled cell"
            ) from None
        raise UsageError(f"{file}: {error}; its columns: {', '.join(column.name for column in columns)}") from None


def _is_matrix(columns: Sequence[Column], names: Sequence[Column]) -> bool:
    """Tell whether the names of most columns of numbers stand in the one column of names, or are countries too."""
    numbers = [column for column in columns if column not in names and column.profile.shares.get("number")]
    if len(names) != 1 or len(numbers) < 2:
        return False
    found = [column.name in names[0].profile.texts or bool(country_of(column.name)) for column in numbers]
    return 2 * sum(found) > len(found)


def _only_party(columns: Sequence[Column], meanings: Mapping[str, Meaning]) -> tuple[list[Side], list[Column]] | None:
    """Return the one party of a table that lists parties, such as firms, with the columns of what they lie in."""
    names = [column for column in columns if meanings[column.name].field == "name"]
    parties = [column for column in names if not _is_place(column)] or names[:1]
    if not parties:
        return None
    first = parties[0]
    places = [column for column in names if column is not first and _is_place(column)]
    wider = [column for column in places if width_of(column) < width_of(first) or not _is_place(first)]
    side = Side(1, first, "", _thing(first), Sureness.likely, "the only party in the table")
    side = replace(side, wider=tuple(sorted(wider, key=width_of, reverse=True)))
    return [side], [column for column in names if column is not first and column not in wider]


def _lies_in(found: tuple[list[Side], list[Column]]) -> bool:
    """Tell whether a table says nothing but parties and where they lie: no word of a second party or of a tie."""
    (side,), left = found
    columns = [column for column in (side.column, *side.wider) if column]
    plain = not any(sides_of(column) or ties_of(column.name) or column.reading.group("role:") for column in columns)
    return plain and not left and bool(side.wider) and not _is_place(columns[0])


def _is_place(column: Column) -> bool:
    return _thing(column) in {"City", "Region", "District", "Country"}


def _give_one_kind_to_shared_names(made: Guess) -> None:
    """Two columns that share names hold parties of one kind: else one name would become two nodes."""
    for party in made.parties[1:]:
        first = made.parties[0]
        if first.kind.name == party.kind.name or not (first.side.column and party.side.column):
            continue
        shared = set(names_of(first.side)) & set(names_of(party.side))
        if shared:
            why = f"as the other party: both name {min(shared)!r}"
            # A header that names the kind counts more than a role, a role more than nothing.
            surer = min((first, party), key=lambda each: list(Sureness).index(each.kind.sureness))
            other = party if surer is first else first
            other.kind = replace(other.kind, name=surer.kind.name, sureness=Sureness.likely, why=why)


def _offer_the_cell_above(made: Guess, cells: Mapping[str, Sequence[str]]) -> None:
    """Ask whether an empty cell means the same as the one above, where a party's column has such."""
    column = made.parties[0].side.column
    if (
        column is None
        or column.name in made.options.fill_down
        or made.table.format not in {"csv", "tsv", "xlsx", "ods"}
    ):
        return
    others = [cells[party.side.column.name] for party in made.parties[1:] if party.side.column]
    texts = cells[column.name]
    gaps = [
        place
        for place in range(1, len(texts))
        if not texts[place] and any(other[place] for other in others) and any(texts[:place])
    ]
    if gaps:
        around = [placed.column.name for placed in made.parties[0].fields.values()]
        around += [placed.column.name for placed, _ in made.parties[0].inside]
        too = [name for name in around if all(not cells[name][place] for place in gaps)]
        made.empty_below = (column.name, *too), len(gaps)


def _place_wider(made: Guess, left: Sequence[Column], cells: Mapping[str, Sequence[str]]) -> None:
    """Place the columns that name what a party lies in; a further name of a party stays a question."""
    for party in made.parties:
        for column in party.side.wider:
            placed = Placed(column, "located_in", Sureness.sure, "named so")
            party.inside.append(
                (placed, kind_of_party(Side(1, column, "", _thing(column), Sureness.sure, ""), None, made.tie))
            )
    for column in left:
        if len(made.parties) == 1:
            number, sureness, why = 1, Sureness.likely, "of the only party in the table"
        else:
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
                made.questions.append(((_party_by_words(made, column) or made.parties[-1]).key, asked))
                continue
            party = _party_by_words(made, column)
            if party is None:
                open_ones.append(column)
            elif name in party.fields:
                made.unplaced.append((column, f"{party.fields[name].column.name!r} is taken for it"))
            else:
                meaning = meanings[column.name]
                party.fields[name] = Placed(column, name, meaning.sureness, meaning.why)
        if name in {"party_type", "register"}:
            open_ones = _placed_beside(made, name, open_ones)
        _place_open(made, name, open_ones, cells)
    _keep_coordinates_together(made)


def _placed_beside(made: Guess, name: str, columns: Sequence[Column]) -> list[Column]:
    """Give a kind or an id without a word for its party to the name that it stands beside; return the others."""
    left = []
    for column in columns:
        beside = [
            (party, side)
            for party in made.parties
            if (side := party.side.column) and name not in party.fields and abs(side.place - column.place) == 1
        ]
        if len(beside) == 1:
            party, side = beside[0]
            party.fields[name] = Placed(column, name, Sureness.likely, f"beside {side.name!r}")
        else:
            left.append(column)
    return left


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
    return made.parties[1] if sides == {"2"} and len(made.parties) > 1 else None


def _place_open(made: Guess, name: str, columns: Sequence[Column], cells: Mapping[str, Sequence[str]]) -> None:
    """Place the columns of one field whose headers name no party."""
    if len(made.parties) == 1:
        for column in columns:
            taken = made.parties[0].fields.setdefault(name, Placed(column, name, Sureness.likely, "of the only party"))
            if taken.column is not column:
                made.unplaced.append((column, f"{taken.column.name!r} is taken for it"))
        return
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


def _keep_coordinates_together(made: Guess) -> None:
    for party in made.parties:
        both = [party.fields[name] for name in ("latitude", "longitude") if name in party.fields]
        if len(both) == 1 or (both and ("pair" in party.fields or "point" in party.fields)):
            for placed in both:
                del party.fields[placed.field]
                made.questions.append((party.key, placed))


def _leave(made: Guess, columns: Sequence[Column], meanings: Mapping[str, Meaning]) -> None:
    """Note the columns that have no place."""
    placed = {row.column.name for party in made.parties for row in party.fields.values()}
    placed |= {row.column.name for party in made.parties for row, _ in party.inside}
    placed |= {row.column.name for party in made.parties for row in party.facts.values()}
    placed |= {amount.placed.column.name for amount in made.by_column}
    placed |= {made.flow.column.name} if made.flow else set()
    placed |= {row.column.name for row in made.fields.values()} | {row.column.name for _, row in made.questions}
    placed |= {column.name for column, _ in made.unplaced}
    made.unplaced += [(column, meanings[column.name].why) for column in columns if column.name not in placed]
