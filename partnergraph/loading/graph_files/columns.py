"""Attributes of a foreign graph and the columns they become: canonical ones where all values fit, else its own.

A column is recognised by its name and kept as canonical only if every value in the file passes that column's check; so
a file's `country` that says Atlantis, not Belarus or BY, is not lost and not a fault: it becomes `file_country`.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from partnergraph.countries import country_code, country_codes
from partnergraph.dates import is_date, is_turned_round
from partnergraph.errors import UsageError
from partnergraph.loading.graph_files.raw_graph import MOST_ATTRIBUTES
from partnergraph.loading.guessing.words import read_header
from partnergraph.loading.words_of_time import edtf_of
from partnergraph.tables import cell_text
from partnergraph.vocabulary import COLUMN_FORM, RESERVED_COLUMNS, STATUSES, TABLES, Column, column_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

#: What other programs call a canonical column; used where the file has no attribute of the canonical name.
SYNONYMS: Final[Mapping[str, Mapping[str, str]]] = {
    "nodes": {"label": "name", "lat": "latitude", "lon": "longitude", "lng": "longitude", "long": "longitude"},
    "edges": {"label": "title", "start": "date", "end": "until", "relation": "type", "relationship": "type",
              "kind": "type", "interaction": "type"},
}  # fmt: skip
#: Columns that only the file's own ids can fill, or that mean something else in a foreign file.
NEVER: Final = {"nodes": {"id"}, "edges": {"id", "source", "target", "sources", "carries_out"}}
_NUMBER: Final = re.compile(r"[+-]?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_MIDNIGHT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(:00([.,]0+)?)?(Z|[+-]00:?00)?", re.ASCII)
_TIME_OF_DAY: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII
)
#: A year as programs write it whose times are numbers.
_YEAR: Final = re.compile(r"([12]\d{3})\.0*", re.ASCII)
#: What other languages call a weight; rankings look for `weight`.
_WEIGHTS: Final = frozenset({"weight", "gewicht", "poids", "peso", "waga", "вес"})
_DATES: Final = frozenset({"date", "until"})
#: Pairs of which neither can stand without the other.
_PAIRS: Final = {"nodes": ("latitude", "longitude"), "edges": ("amount", "unit")}


@dataclass(frozen=True)
class Columns:
    """Which column each attribute becomes.

    Attributes:
        canonical: Column by attribute.
        extra: Declared column by attribute; of one that is canonical too, where its column cannot hold all of it.
        notes: What is said of attributes that were not taken for the canonical column of their name.
        converters: By attribute, what gives a value as its canonical column holds it.
    """

    canonical: Mapping[str, str]
    extra: Mapping[str, Column]
    notes: tuple[str, ...]
    converters: Mapping[str, Callable[[Any], Any]]

    def cells(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the cells of a node or edge by column."""
        found: dict[str, Any] = {}
        for name, value in row.items():
            if is_empty(value):
                continue
            if name in self.canonical:
                found[self.canonical[name]] = self.converters[name](value)
            if name in self.extra:
                found[self.extra[name].name] = _CONVERTERS[self.extra[name].kind](value)
        return found


def recognise(
    table: str,
    rows: Sequence[Mapping[str, Any]],
    file: str,
    *,
    ids: Collection[str],
    places: Collection[str],
    chosen: Mapping[str, str] | None = None,
) -> Columns:
    """Find the column of each attribute of a foreign file.

    Args:
        table: `nodes` or `edges`.
        rows: The attributes of each node or edge.
        file: The name that messages show.
        ids: The ids that the file gives its nodes.
        places: Those of them that are places.
        chosen: By attribute, the column that the user says it is.

    Raises:
        UsageError: There are too many attributes for a graph file, or one that the user says is a column does not fit.
    """
    values = _values(rows, file)
    chosen = {attribute: column for attribute, column in (chosen or {}).items() if attribute in values}
    canonical = {
        attribute: column
        for attribute, column in _candidates(table, values).items()
        if attribute not in chosen and column not in chosen.values()
    } | chosen
    why: dict[str, str] = {}
    for attribute, column in canonical.items():
        fits = _converter(column, ids, places)
        if (bad := next((value for value in values[attribute] if fits(value) is None), None)) is not None:
            why[attribute] = f"found {cell_text(bad)[:60]!r}"
    fitting = {attribute: column for attribute, column in canonical.items() if attribute not in why}
    why |= dict.fromkeys(_contradicted(table, rows, fitting), "it does not go with another column")
    if wrong := next((attribute for attribute in chosen if attribute in why), ""):
        raise UsageError(f"{file}: {wrong!r} of the {table} cannot be the column {chosen[wrong]} ({why[wrong]})")
    fitting = {attribute: column for attribute, column in canonical.items() if attribute not in why}
    timed = [name for name, column in fitting.items() if column in _DATES and any(map(_says_more, values[name]))]
    named = [name for name, column in fitting.items() if column == "country" and not all(map(_is_code, values[name]))]
    extra = _extra(values, fitting.keys() - timed - set(named), {*column_names(table), *RESERVED_COLUMNS})
    notes = [
        f"{attribute!r} of the {table} cannot be the column {canonical[attribute]} ({reason}); "
        f"it is kept as {extra[attribute].name}"
        for attribute, reason in why.items()
    ]
    notes += [
        f"{attribute!r} of the {table} has times of day, or dates in words; the column {fitting[attribute]} has the "
        f"dates, and the whole is kept as {extra[attribute].name}"
        for attribute in timed
    ]
    notes += [
        f"{attribute!r} of the {table} has names of countries; the column country has their codes, and the names are "
        f"kept as {extra[attribute].name}"
        for attribute in named
    ]
    if table == "edges" and "date" not in fitting.values():
        notes += _dates_aside(values, fitting)
    converters = {attribute: _converter(column, ids, places) for attribute, column in fitting.items()}
    return Columns(fitting, extra, tuple(notes), converters)


def _dates_aside(values: Mapping[str, Sequence[Any]], fitting: Collection[str]) -> list[str]:
    """Tell of an attribute that is called like a date and holds nothing else: only a person knows whether it is one."""
    found = [
        name
        for name, cells in values.items()
        if name not in fitting and read_header(name).tags & {"date", "year"} and all(map(_date, cells))
    ]
    return [
        f"{name!r} of the edges reads like their date, and no fact has one; --attribute date={name} takes it for that"
        for name in found[:1]
    ]


def added_columns(table: str, rows: Sequence[Mapping[str, Any]], file: str, *, taken: Collection[str]) -> Columns:
    """Find the columns of attributes that another program added to an export; none of them is a canonical one.

    Args:
        table: `nodes` or `edges`.
        rows: The added attributes of each node or edge.
        file: The name that messages show.
        taken: The columns that the export has.

    Raises:
        UsageError: There are too many.
    """
    extra = _extra(_values(rows, file), (), {*column_names(table), *RESERVED_COLUMNS, *taken})
    return Columns({}, extra, (), {})


def _values(rows: Sequence[Mapping[str, Any]], file: str) -> dict[str, list[Any]]:
    """Return all values of each attribute."""
    values: dict[str, list[Any]] = {}
    for row in rows:
        for name, value in row.items():
            if not is_empty(value):
                values.setdefault(name, []).append(value)
        if len(values) > MOST_ATTRIBUTES:
            raise UsageError(f"{file}: more than {MOST_ATTRIBUTES} different attributes; is it a graph file?")
    return values


def is_empty(value: object) -> bool:
    """Tell whether a value says nothing: a missing one, NaN, an empty text or list."""
    if isinstance(value, str):  # most are, and a large graph has millions of them
        return not value or value.isspace()
    if isinstance(value, float):
        return math.isnan(value)
    return value is None or (isinstance(value, (list, tuple)) and not value)


def _candidates(table: str, attributes: Collection[str]) -> dict[str, str]:
    """Return the canonical column that each attribute may be, by its name; no column twice."""
    known = {name: name for name in column_names(table) if name not in NEVER[table]}
    found: dict[str, str] = {}
    for names in (known, SYNONYMS[table]):
        for attribute in attributes:
            column = names.get(attribute.strip().casefold().replace(" ", "_"))
            if column and column not in found.values() and attribute not in found:
                found[attribute] = column
    return found


def _converter(column: str, ids: Collection[str], places: Collection[str]) -> Callable[[Any], Any]:
    """Return a function that gives a value as a canonical column holds it, or None where it does not fit."""
    kinds = {each.name: each.kind for table in ("nodes", "edges") for each in TABLES[table]}
    special: dict[str, Callable[[Any], Any]] = {
        "country": lambda value: _text(value).upper() if _is_code(value) else country_code(_text(value)) or None,
        "status": lambda value: word if (word := _text(value).casefold()) in STATUSES else None,
        "wikidata": lambda value: text if re.fullmatch(r"Q[1-9]\d*", text := _text(value), re.ASCII) else None,
        "geonames": lambda value: text if re.fullmatch(r"[1-9]\d*", text := _text(value), re.ASCII) else None,
        "latitude": lambda value: found if (found := number_in(value)) is not None and abs(found) <= 90 else None,
        "longitude": lambda value: found if (found := number_in(value)) is not None and abs(found) <= 180 else None,
        "located_in": lambda value: text if (text := _text(value)) in ids and text in places else None,
    }
    return special.get(column) or {"number": number_in, "date": _date, "list": _list}.get(kinds[column], _text)


def _is_code(value: Any) -> bool:  # noqa: ANN401  of any kind
    return _text(value).upper() in country_codes()


def _contradicted(table: str, rows: Sequence[Mapping[str, Any]], canonical: Mapping[str, str]) -> list[str]:
    """Return the attributes that fit their columns one by one but not together: a latitude alone, an end too early."""
    attributes = {column: attribute for attribute, column in canonical.items()}
    first, second = (attributes.get(column) for column in _PAIRS[table])
    wrong: list[str] = []
    if first is None or second is None:
        wrong += [attribute for attribute in (first, second) if attribute is not None]
    elif any(is_empty(row.get(first)) != is_empty(row.get(second)) for row in rows):
        wrong += [first, second]
    begun, until = attributes.get("date"), attributes.get("until")
    if table == "edges" and begun is not None and until is not None:
        pairs = ((_date(row.get(begun) or ""), _date(row.get(until) or "")) for row in rows)
        if any(is_turned_round(start, end) for start, end in pairs):
            wrong.append(until)
    return wrong


def _extra(values: Mapping[str, list[Any]], canonical: Collection[str], taken: set[str]) -> dict[str, Column]:
    """Return a declared column for each attribute that no canonical column holds."""
    found: dict[str, Column] = {}
    for attribute, given in values.items():
        if attribute in canonical:
            continue
        word = re.sub(r"\W+", "_", attribute.strip()).strip("_")[:50]
        word = word if COLUMN_FORM.fullmatch(word) else f"file_{word}".rstrip("_")
        if (
            word.casefold() in _WEIGHTS
            and "weight" not in found
            and not {"weight", "Weight"} & (values.keys() - {attribute})
        ):
            word = "weight"  # rankings look for it
        if word.casefold() in taken:
            word = f"file_{word}"
        name, number = word, 1
        while name.casefold() in taken:
            number += 1
            name = f"{word}_{number}"
        taken.add(name.casefold())
        doc = f"{attribute}, as the file says it" if name != attribute else ""
        found[attribute] = Column(name, doc, _kind(given))
    return found


def _kind(values: Sequence[Any]) -> str:
    lists = [value for value in values if isinstance(value, (list, tuple))]
    if not lists:
        return "number" if all(number_in(value) is not None for value in values) else "text"
    items = [item for value in values for item in (value if isinstance(value, (list, tuple)) else [value])]
    # A list of the tables has no item twice, none that is empty, and none with a semicolon in it.
    simple = all(isinstance(item, (str, int, float)) and ";" not in str(item) and str(item).strip() for item in items)
    return "list" if simple and all(len({*map(_text, value)}) == len(value) for value in lists) else "text"


def number_in(value: Any) -> float | None:  # noqa: ANN401  of any kind
    """Return a number, None where it is none or would not be the same as a float: 007, or an id of twenty digits."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        text = value.strip()
        if not _NUMBER.fullmatch(text) or text.startswith("+"):
            return None
        number = float(text)
        if re.fullmatch(r"-?\d+", text) and len(text) > 15 and int(number) != int(text):
            return None
        return number if math.isfinite(number) else None
    if isinstance(value, int):
        return float(value) if abs(value) <= 2**53 else None
    return value if isinstance(value, float) and math.isfinite(value) else None


def _date(value: Any) -> str | None:  # noqa: ANN401  of any kind
    text = cell_text(value).strip()
    if shorter := _TIME_OF_DAY.fullmatch(text) or _YEAR.fullmatch(text):
        text = shorter[1]
    return text if is_date(text) else edtf_of(text) or None


def _says_more(value: Any) -> bool:  # noqa: ANN401  of any kind
    """Tell whether a date is written in words, or has a time of day: its column then has less than stood there."""
    text = cell_text(value).strip()
    return not is_date(text) and not _MIDNIGHT.fullmatch(text) and not _YEAR.fullmatch(text)


def _text(value: Any) -> str:  # noqa: ANN401  of any kind
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False)
    return cell_text(value)


def _list(value: Any) -> list[str]:  # noqa: ANN401  of any kind
    return [_text(item) for item in (value if isinstance(value, (list, tuple)) else [value])]


_CONVERTERS: Final[Mapping[str, Callable[[Any], Any]]] = {"number": number_in, "list": _list, "text": _text}
