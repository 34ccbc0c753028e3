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
from partnergraph.vocabulary import STATUSES, TABLES, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ID_FORM: Final = re.compile(r"[^\s;,\"']+")
#: Codes in use that ISO 3166-1 leaves to its users; pycountry does not list them.
USER_ASSIGNED_COUNTRIES: Final = frozenset({"XK"})
LONGEST_ID: Final = 250


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


def check(nodes: RawTable, edges: RawTable, sources: RawTable, vocabulary: Vocabulary) -> Checked:
    """Check the three tables by themselves and against each other.

    Args:
        nodes: The cells of nodes.csv.
        edges: The cells of edges.csv.
        sources: The cells of sources.csv.
        vocabulary: The types that may be used.
    """
    checked = Checked()
    for table in (nodes, sources, edges):
        checked.rows[table.table] = [
            _typed(row, _Place(table.file, number), table.table, checked.faults)
            for row, number in zip(table.rows, table.numbers, strict=True)
        ]
    _check_ids(nodes, checked)
    _check_ids(sources, checked)
    _check_nodes(nodes, checked, vocabulary)
    _check_sources(sources, checked)
    _check_edges(edges, checked, vocabulary)
    _complete_edge_ids(checked)
    _check_ids(edges, checked)
    _warn(nodes, edges, sources, checked)
    checked.faults.sort(key=lambda finding: (_TABLE_ORDER.get(finding.file, 0), finding.file, finding.row))
    return checked


_TABLE_ORDER: Final[Mapping[str, int]] = {"nodes.csv": 1, "edges.csv": 2, "sources.csv": 3}


def _typed(row: Mapping[str, str], place: _Place, table: str, faults: list[Finding]) -> dict[str, Any]:
    """Turn the cells of a row into values, noting each cell that does not fit its column."""
    values: dict[str, Any] = {}
    for column in TABLES[table]:
        cell = row.get(column.name, "")
        if column.required and not cell:
            faults.append(place.finding(column.name, "", "this cell must not be empty"))
        values[column.name] = _value(cell, column.kind, column.name, place, faults)
    return values


def _value(cell: str, kind: str, name: str, place: _Place, faults: list[Finding]) -> Any:  # noqa: ANN401
    if kind == "list":
        return split_list(cell)
    if not cell:
        return None
    value: str | float | None = cell
    problem, near = "", ""
    if kind == "number":
        value, problem = _number(cell), "not a plain number; write 1650000000 or 57.5"
    elif kind == "year":
        value, problem = _year(cell), "not a year of four digits"
    elif kind == "date" and not is_partial_date(cell):
        value, problem, near = None, "not a date; write 2021, 2021-03 or 2021-03-15", _near_date(cell)
    if value is None:
        faults.append(place.finding(name, cell, problem, near))
    return value


def _year(cell: str) -> int | None:
    return int(cell) if re.fullmatch(r"\d{4}", cell, re.ASCII) else None


def _number(cell: str) -> float | None:
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", cell, re.ASCII):
        return None
    number = float(cell)
    return number if math.isfinite(number) else None


def _near_date(cell: str) -> str:
    """Guess the ISO form of a date written as 15.03.2021, 15/03/2021 or 2021/3/15; a month above 12 decides nothing."""
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", cell):
        day, month, year = match.groups()
    elif match := re.fullmatch(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})", cell):
        year, month, day = match.groups()
    else:
        match = re.search(r"(?<!\d)(1[89]|20)\d{2}(?!\d)", cell)
        return match.group() if match else ""
    guess = f"{year}-{int(month):02}-{int(day):02}"
    return guess if is_partial_date(guess) else year


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


def _check_nodes(table: RawTable, checked: Checked, vocabulary: Vocabulary) -> None:
    rows = checked.rows["nodes"]
    by_id = {row["id"]: row for row in rows}
    for row, number in zip(rows, table.numbers, strict=True):
        place, faults = _Place(table.file, number), checked.faults
        if row["type"] and row["type"] not in vocabulary.node_types:
            faults.append(_unknown(place, "type", row["type"], "node type", vocabulary.node_types))
        if row["country"] and row["country"] not in _country_codes():
            near = _country_by_name(row["country"])
            faults.append(place.finding("country", row["country"], "not an ISO 3166-1 alpha-2 code", near))
        if row["wikidata"] and not re.fullmatch(r"Q[1-9]\d*", row["wikidata"], re.ASCII):
            faults.append(place.finding("wikidata", row["wikidata"], "not a Wikidata id such as Q42"))
        if row["geonames"] and not re.fullmatch(r"[1-9]\d*", row["geonames"], re.ASCII):
            faults.append(place.finding("geonames", row["geonames"], "not a GeoNames id: digits only"))
        for column, bound in (("latitude", 90), ("longitude", 180)):
            if row[column] is not None and abs(row[column]) > bound:
                faults.append(place.finding(column, f"{row[column]:g}", f"outside -{bound} to {bound} degrees"))
        if (row["latitude"] is None) != (row["longitude"] is None):
            faults.append(place.finding("latitude", "", "latitude and longitude go together"))
        faults.extend(_check_location(row, place, by_id, vocabulary))


def _check_location(
    row: Mapping[str, Any], place: _Place, by_id: Mapping[str, Mapping[str, Any]], vocabulary: Vocabulary
) -> Iterable[Finding]:
    container = row["located_in"]
    if not container:
        return
    if container not in by_id:
        yield place.finding("located_in", container, "no node has this id", nearest(container, filter(None, by_id)))
        return
    if by_id[container]["type"] not in vocabulary.place_types:
        yield place.finding("located_in", container, f"a {by_id[container]['type']} is not a place")
    seen, current = {row["id"]}, container
    while current in by_id and current not in seen:
        seen.add(current)
        current = by_id[current]["located_in"]
    if current == row["id"]:
        yield place.finding("located_in", container, "the places lie in each other in a circle")


def _check_sources(table: RawTable, checked: Checked) -> None:
    rows = checked.rows["sources"]
    by_id = {row["id"]: row for row in rows}
    for row, number in zip(rows, table.numbers, strict=True):
        place = _Place(table.file, number)
        if row["url"] and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", row["url"]):
            checked.faults.append(place.finding("url", row["url"], "not an http or https address"))
        if row["part_of"] and row["part_of"] not in by_id:
            near = nearest(row["part_of"], filter(None, by_id))
            checked.faults.append(place.finding("part_of", row["part_of"], "no source has this id", near))
        seen, current = {row["id"]}, row["part_of"]
        while current in by_id and current not in seen:
            seen.add(current)
            current = by_id[current]["part_of"]
        if current and current == row["id"]:
            checked.faults.append(
                place.finding("part_of", row["part_of"], "the sources stand in each other in a circle")
            )


def _check_edges(table: RawTable, checked: Checked, vocabulary: Vocabulary) -> None:
    node_types = {row["id"]: row["type"] for row in checked.rows["nodes"] if row["id"]}
    source_ids = {row["id"] for row in checked.rows["sources"] if row["id"]}
    for row, cells, number in zip(checked.rows["edges"], table.rows, table.numbers, strict=True):
        place, faults = _Place(table.file, number), checked.faults
        if row["type"] and row["type"] not in vocabulary.edge_types:
            faults.append(_unknown(place, "type", row["type"], "edge type", vocabulary.edge_types))
        faults.extend(_check_ends(row, place, node_types, vocabulary))
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
            place.finding("sources", source, "no source has this id", nearest(source, source_ids))
            for source in row["sources"]
            if source not in source_ids
        )


def _check_ends(
    row: Mapping[str, Any], place: _Place, node_types: Mapping[str, str], vocabulary: Vocabulary
) -> Iterable[Finding]:
    edge_type = vocabulary.edge_types.get(row["type"])
    for end in ("source", "target"):
        if not row[end]:
            continue
        if row[end] not in node_types:
            yield place.finding(end, row[end], "no node has this id", nearest(row[end], node_types))
        elif edge_type is not None:
            allowed = edge_type.source_types if end == "source" else edge_type.target_types
            found = node_types[row[end]]
            if allowed and found not in allowed:
                ends = ", ".join(name for name in vocabulary.node_types if name in allowed)
                problem = f"the {end} of {edge_type.name} cannot be of type {found}; it may be {ends}"
                yield place.finding(end, row[end], problem)


def _unknown(place: _Place, column: str, found: str, what: str, known: Iterable[str]) -> Finding:
    names = list(known)
    return place.finding(column, found, f"unknown {what}; known: {', '.join(names)}", nearest(found, names))


def _complete_edge_ids(checked: Checked) -> None:
    """Give each edge without an id the id made from its facts; an exact repetition gets a counter behind it."""
    seen: Counter[str] = Counter()
    for row in checked.rows["edges"]:
        if row["id"]:
            continue
        made = edge_id(row)
        seen[made] += 1
        row["id"] = made if seen[made] == 1 else f"{made}-{seen[made]}"


def _warn(nodes: RawTable, edges: RawTable, sources: RawTable, checked: Checked) -> None:
    rows = checked.rows
    _warn_nodes(nodes, checked)
    cited = {source for row in rows["edges"] for source in row["sources"]} | {row["part_of"] for row in rows["sources"]}
    for row, number in zip(rows["sources"], sources.numbers, strict=True):
        if row["id"] not in cited:
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
def _country_codes() -> frozenset[str]:
    return frozenset(country.alpha_2 for country in pycountry.countries) | USER_ASSIGNED_COUNTRIES


def _country_by_name(text: str) -> str:
    try:
        return str(pycountry.countries.lookup(text).alpha_2)
    except LookupError:
        return ""
