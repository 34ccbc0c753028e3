"""What is wrong with tables, all of it at once: each finding names file, row, column, what was found and the nearest.

`check` turns raw cells into typed rows and findings. Faults keep tables from becoming a Network; warnings do not.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pycountry

from partnergraph.dates import first_day, is_partial_date, last_day
from partnergraph.errors import Finding
from partnergraph.identity import edge_id
from partnergraph.naming import nearest
from partnergraph.tables import RawTable, split_list
from partnergraph.vocabulary import STATUSES, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from partnergraph.vocabulary import Column

ID_FORM: Final = re.compile(r"[^\s;,\"']+")
#: Codes in use that ISO 3166-1 leaves to its users; pycountry does not list them.
USER_ASSIGNED_COUNTRIES: Final = frozenset({"XK"})
LONGEST_ID: Final = 250
URL_FORM: Final = re.compile(r"https?://[^\s/]+(/\S*)?")
#: Characters that XML, and so GraphML, GEXF and spreadsheets, cannot hold.
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: So many different misspelt ids get a suggestion: each is compared with every id there is.
MOST_SUGGESTIONS: Final = 100


@dataclass
class Checked:
    """The typed rows of the three tables and what was found in them.

    Attributes:
        rows: By table; the values have their types.
        faults: What keeps the tables from becoming a Network.
        warnings: What a careful curator would look at.
    """

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {"nodes": [], "edges": [], "sources": []})
    faults: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """Where a row stands, to make findings about it."""

    file: str
    number: int

    def finding(self, column: str, found: str, problem: str, near: str = "") -> Finding:
        return Finding(self.file, self.number, column, found, problem, near)


class _Ids:
    """The ids of a table: which there are, which a misspelt one comes nearest to, and which stand in a circle."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], parent: str, *, complete: bool) -> None:
        self.rows = {row["id"]: row for row in rows if row["id"]}
        self.circles = self._in_circles(parent)
        self._complete = complete
        self._nearest: dict[str, str] = {}

    def lacks(self, identifier: str) -> bool:
        """Tell whether no row has this id; of a table with rows that could not be read, nothing is told."""
        return self._complete and identifier not in self.rows

    def nearest(self, identifier: str) -> str:
        if identifier not in self._nearest:
            ask = len(self._nearest) < MOST_SUGGESTIONS
            self._nearest[identifier] = nearest(identifier, self.rows) if ask else ""
        return self._nearest[identifier]

    def _in_circles(self, parent: str) -> set[str]:
        """Return the ids from which the way from parent to parent leads back; each row is visited once."""
        found: set[str] = set()
        seen: set[str] = set()
        for start in self.rows:
            way: list[str] = []
            current = start
            while current in self.rows and current not in seen:
                seen.add(current)
                way.append(current)
                current = self.rows[current][parent]
            if current in way:
                found.update(way[way.index(current) :])
        return found


def check(
    nodes: RawTable,
    edges: RawTable,
    sources: RawTable,
    vocabulary: Vocabulary,
    *,
    incomplete: Collection[str] = (),
) -> Checked:
    """Check the three tables by themselves and against each other.

    Args:
        nodes: The cells of nodes.csv.
        edges: The cells of edges.csv.
        sources: The cells of sources.csv.
        vocabulary: The types that may be used.
        incomplete: Names of tables with rows that could not be read; an id is not missed there.
    """
    checked = Checked()
    for table in (nodes, sources, edges):
        checked.rows[table.table] = [
            _typed(row, _Place(table.file, number), vocabulary.columns_of(table.table), checked.faults)
            for row, number in zip(table.rows, table.numbers, strict=True)
        ]
    _check_ids(nodes, checked)
    _check_ids(sources, checked)
    node_ids = _Ids(checked.rows["nodes"], "located_in", complete="nodes" not in incomplete)
    source_ids = _Ids(checked.rows["sources"], "part_of", complete="sources" not in incomplete)
    _check_nodes(nodes, checked, node_ids, vocabulary)
    _check_sources(sources, checked, source_ids)
    _check_edges(edges, checked, (node_ids, source_ids), vocabulary)
    _check_ids(edges, checked)
    _complete_edge_ids(checked)
    _warn(nodes, edges, sources, checked)
    order = {table.file: position for position, table in enumerate((nodes, edges, sources))}
    checked.faults.sort(key=lambda finding: (order[finding.file], finding.row))
    return checked


def _typed(row: Mapping[str, str], place: _Place, columns: Iterable[Column], faults: list[Finding]) -> dict[str, Any]:
    """Turn the cells of a row into values, noting each cell that does not fit its column."""
    values: dict[str, Any] = {}
    for column in columns:
        cell = row.get(column.name, "")
        value = _value(cell, column.kind, column.name, place, faults)
        if column.required and (not cell or value == ()):
            faults.append(place.finding(column.name, cell, "this cell must not be empty"))
        if unfit := _UNFIT.search(cell):
            problem = f"the character U+{ord(unfit.group()):04X} cannot be kept in every format"
            faults.append(place.finding(column.name, cell, problem, _UNFIT.sub("", cell)))
        values[column.name] = value
    return values


def _value(cell: str, kind: str, name: str, place: _Place, faults: list[Finding]) -> Any:  # noqa: ANN401
    if kind == "list":
        return split_list(cell)
    if not cell:
        return None
    value: str | float | None = cell
    problem, near = "", ""
    if kind == "number":
        value, problem, near = _number(cell), "not a plain number; write 1650000000 or 57.5", _near_number(cell)
    elif kind == "year":
        value, problem, near = _year(cell), "not a year of four digits", _near_date(cell)[:4]
    elif kind == "date" and not is_partial_date(cell):
        value, problem, near = None, "not a date; write 2021, 2021-03 or 2021-03-15", _near_date(cell)
    if value is None:
        faults.append(place.finding(name, cell, problem, near))
    return value


def _year(cell: str) -> int | None:
    return int(cell) if len(cell) == 4 and is_partial_date(cell) else None


def _number(cell: str) -> float | None:
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", cell, re.ASCII):
        return None
    number = float(cell)
    return number if math.isfinite(number) else None


def _near_number(cell: str) -> str:
    """Guess the plain form of a number with spaces between the thousands, or with a decimal comma: 1 650 or 57,5."""
    guess = re.sub(r"\s", "", cell)
    guess = re.sub(r"^([+-]?\d+),(\d{1,2})$", r"\1.\2", guess)
    return guess if _number(guess) is not None else ""


def _near_date(cell: str) -> str:
    """Guess the ISO form of a date written as 15.03.2021, 15/03/2021, 03/15/2021, 03.2021 or 2021/3/15.

    Where it is open which of two numbers is the month, or there is no such day, the guess is the month or the year.
    """
    year, month, day = "", "", ""
    if match := re.fullmatch(r"(?:(\d{1,2})([./]))?(\d{1,2})[./](\d{4})", cell, re.ASCII):
        day, sign, month, year = (part or "" for part in match.groups())
        if sign == "/" and int(day) <= 12 and int(day) != int(month):
            day, month = (month, day) if int(month) > 12 else ("", "")
    elif match := re.fullmatch(r"(\d{4})[/.-](\d{1,2})(?:[/.-](\d{1,2}))?", cell, re.ASCII):
        year, month, day = (part or "" for part in match.groups())
    elif match := re.search(r"(?<!\d)(1[89]|20)\d{2}(?!\d)", cell, re.ASCII):
        year = match.group()
    parts = [year, *(part.zfill(2) for part in (month, day))]
    guesses = ("-".join(parts[:length]) for length in (3, 2, 1))
    return next((guess for guess in guesses if is_partial_date(guess)), "")


def _check_ids(table: RawTable, checked: Checked) -> None:
    first: dict[str, int] = {}
    for row, number in zip(checked.rows[table.table], table.numbers, strict=True):
        place, identifier = _Place(table.file, number), row["id"]
        if not identifier:
            continue
        if not ID_FORM.fullmatch(identifier) or len(identifier) > LONGEST_ID:
            guess = re.sub(r"[\s;,\"']+", "-", identifier.lower())[:LONGEST_ID]
            checked.faults.append(
                place.finding("id", identifier, "an id has no spaces, commas, semicolons or quotes", guess)
            )
        if identifier in first:
            problem = f"this id stands already in row {first[identifier]}"
            checked.faults.append(place.finding("id", identifier, problem))
        first.setdefault(identifier, number)


def _check_nodes(table: RawTable, checked: Checked, node_ids: _Ids, vocabulary: Vocabulary) -> None:
    for row, cells, number in zip(checked.rows["nodes"], table.rows, table.numbers, strict=True):
        place, faults = _Place(table.file, number), checked.faults
        if row["type"] and row["type"] not in vocabulary.node_types:
            faults.append(_unknown(place, "type", row["type"], "node type", vocabulary.node_types))
        if row["country"] and row["country"] not in country_codes():
            near = _country_by_name(row["country"])
            faults.append(place.finding("country", row["country"], "not an ISO 3166-1 alpha-2 code", near))
        if row["wikidata"] and not re.fullmatch(r"Q[1-9]\d*", row["wikidata"], re.ASCII):
            faults.append(place.finding("wikidata", row["wikidata"], "not a Wikidata id such as Q42"))
        if row["geonames"] and not re.fullmatch(r"[1-9]\d*", row["geonames"], re.ASCII):
            faults.append(place.finding("geonames", row["geonames"], "not a GeoNames id: digits only"))
        for column, bound in (("latitude", 90), ("longitude", 180)):
            if row[column] is not None and abs(row[column]) > bound:
                faults.append(place.finding(column, cells[column], f"outside -{bound} to {bound} degrees"))
        missing = [column for column in ("latitude", "longitude") if not cells.get(column)]
        if len(missing) == 1:
            faults.append(place.finding(missing[0], "", "latitude and longitude go together"))
        faults.extend(_check_location(row, place, node_ids, vocabulary))


def _check_location(row: Mapping[str, Any], place: _Place, node_ids: _Ids, vocabulary: Vocabulary) -> Iterable[Finding]:
    container = row["located_in"]
    if not container:
        return
    if node_ids.lacks(container):
        yield place.finding("located_in", container, "no node has this id", node_ids.nearest(container))
    elif container in node_ids.rows:
        found = node_ids.rows[container]["type"]
        if found in vocabulary.node_types and found not in vocabulary.place_types:
            yield place.finding("located_in", container, f"a node of type {found} is not a place")
        if row["id"] in node_ids.circles:
            yield place.finding("located_in", container, "the places lie in each other in a circle")


def _check_sources(table: RawTable, checked: Checked, source_ids: _Ids) -> None:
    for row, number in zip(checked.rows["sources"], table.numbers, strict=True):
        place, faults = _Place(table.file, number), checked.faults
        if row["url"] and not URL_FORM.fullmatch(row["url"]):
            faults.append(place.finding("url", row["url"], "not an http or https address"))
        if row["part_of"] and source_ids.lacks(row["part_of"]):
            near = source_ids.nearest(row["part_of"])
            faults.append(place.finding("part_of", row["part_of"], "no source has this id", near))
        if row["part_of"] and row["id"] in source_ids.circles:
            problem = "the sources stand in each other in a circle"
            faults.append(place.finding("part_of", row["part_of"], problem))


def _check_edges(table: RawTable, checked: Checked, ids: tuple[_Ids, _Ids], vocabulary: Vocabulary) -> None:
    node_ids, source_ids = ids
    for row, cells, number in zip(checked.rows["edges"], table.rows, table.numbers, strict=True):
        place, faults = _Place(table.file, number), checked.faults
        if row["type"] and row["type"] not in vocabulary.edge_types:
            faults.append(_unknown(place, "type", row["type"], "edge type", vocabulary.edge_types))
        faults.extend(_check_ends(row, place, node_ids, vocabulary))
        row["status"] = row["status"] or "unknown"
        if row["status"] not in STATUSES:
            faults.append(_unknown(place, "status", row["status"], "status", STATUSES))
        if row["date"] and row["until"] and last_day(row["until"]) < first_day(row["date"]):
            faults.append(place.finding("until", row["until"], f"ends before it begins ({row['date']})"))
        if row["amount"] is not None and not row["unit"]:
            faults.append(place.finding("unit", "", "an amount needs its unit"))
        if row["unit"] and not cells.get("amount"):
            faults.append(place.finding("amount", "", f"a unit ({row['unit']}) needs its amount"))
        faults.extend(
            place.finding("sources", source, "no source has this id", source_ids.nearest(source))
            for source in row["sources"]
            if source_ids.lacks(source)
        )


def _check_ends(row: Mapping[str, Any], place: _Place, node_ids: _Ids, vocabulary: Vocabulary) -> Iterable[Finding]:
    edge_type = vocabulary.edge_types.get(row["type"])
    for end in ("source", "target"):
        if not row[end]:
            continue
        if node_ids.lacks(row[end]):
            yield place.finding(end, row[end], "no node has this id", node_ids.nearest(row[end]))
        elif edge_type is not None and row[end] in node_ids.rows:
            allowed = edge_type.source_types if end == "source" else edge_type.target_types
            found = node_ids.rows[row[end]]["type"]
            # Of a node whose own type is unknown, that is said once, with the node.
            if allowed and found in vocabulary.node_types and found not in allowed:
                ends = ", ".join(name for name in vocabulary.node_types if name in allowed)
                problem = f"the {end} of {edge_type.name} cannot be of type {found}; it may be {ends}"
                yield place.finding(end, row[end], problem)


def _unknown(place: _Place, column: str, found: str, what: str, known: Iterable[str]) -> Finding:
    names = list(known)
    return place.finding(column, found, f"unknown {what}; known: {', '.join(names)}", nearest(found, names))


def _complete_edge_ids(checked: Checked) -> None:
    """Give each edge without an id the id made from its facts; an exact repetition gets a counter behind it."""
    taken = {row["id"] for row in checked.rows["edges"]}
    made_before: Counter[str] = Counter()
    for row in checked.rows["edges"]:
        if not row["id"]:
            made = edge_id(row)
            while not row["id"] or row["id"] in taken:
                made_before[made] += 1
                row["id"] = made if made_before[made] == 1 else f"{made}-{made_before[made]}"
            taken.add(row["id"])


def _warn(nodes: RawTable, edges: RawTable, sources: RawTable, checked: Checked) -> None:
    rows = checked.rows
    _warn_nodes(nodes, checked)
    cited = {source for row in rows["edges"] for source in row["sources"]} | {row["part_of"] for row in rows["sources"]}
    for row, number in zip(rows["sources"], sources.numbers, strict=True):
        # A source that stands for a loader vouches for where nodes lie, which no edge of the table says.
        if row["id"] not in cited and not str(row["id"]).startswith("loader:"):
            place = _Place(sources.file, number)
            checked.warnings.append(place.finding("id", row["id"] or "", "no edge cites this source"))
    facts: dict[tuple[object, ...], int] = {}
    for row, number in zip(rows["edges"], edges.numbers, strict=True):
        place = _Place(edges.file, number)
        if row["source"] and row["source"] == row["target"]:
            checked.warnings.append(place.finding("target", row["target"], "the edge leads back to its own source"))
        fact = tuple(row[name] for name in row if name not in {"id", "sources", "section", "note"})
        first = facts.setdefault(fact, number)
        if first != number:
            checked.warnings.append(place.finding("", "", f"says the same as row {first}"))


def _warn_nodes(nodes: RawTable, checked: Checked) -> None:
    rows = checked.rows
    in_use = {row[end] for row in rows["edges"] for end in ("source", "target")}
    in_use |= {row["located_in"] for row in rows["nodes"]}
    names: dict[str, str] = {}
    for row, number in zip(rows["nodes"], nodes.numbers, strict=True):
        place = _Place(nodes.file, number)
        if row["id"] not in in_use:
            problem = "no edge touches this node and nothing lies in it"
            checked.warnings.append(place.finding("id", row["id"] or "", problem))
        code = row["iso_3166_2"]
        if code and code not in _subdivision_codes():
            checked.warnings.append(place.finding("iso_3166_2", code, "ISO 3166-2 lists no such code"))
        for name in dict.fromkeys(text.casefold() for text in (row["name"], *row["aliases"]) if text):
            other = names.setdefault(name, row["id"])
            if other != row["id"]:
                checked.warnings.append(place.finding("name", name, f"{other} has this name or alias too"))


@cache
def _subdivision_codes() -> frozenset[str]:
    return frozenset(subdivision.code for subdivision in pycountry.subdivisions)


@cache
def country_codes() -> frozenset[str]:
    """Return the codes that a `country` may have: ISO 3166-1 alpha-2, and those in use that it leaves to its users."""
    return frozenset(country.alpha_2 for country in pycountry.countries) | USER_ASSIGNED_COUNTRIES


@cache
def _country_names() -> Mapping[str, str]:
    names = {
        str(value): str(country.alpha_2)
        for country in pycountry.countries
        for key, value in country
        if key.endswith("name")
    }
    return names | {"Russia": "RU", "Turkey": "TR", "Great Britain": "GB"}  # everyday names that ISO has not


def _country_by_name(text: str) -> str:
    try:
        return str(pycountry.countries.lookup(text).alpha_2)
    except LookupError:
        names = _country_names()
        return names.get(nearest(text, names, least=80, whole=True), "")
