"""What is wrong with nodes and sources: their types, codes, coordinates, addresses, and what they lie or stand in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from partnergraph.checks.typed_table import unknown
from partnergraph.countries import country_codes, nearest_country

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from partnergraph.checks.ids import Ids
    from partnergraph.checks.typed_table import PlacedFinding, TypedTable
    from partnergraph.vocabulary import Vocabulary

URL_FORM: Final = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://[^\s/@?#]+([/?#]\S*)?")
_WIKIDATA_FORM: Final = re.compile(r"Q[1-9]\d*", re.ASCII)
_GEONAMES_FORM: Final = re.compile(r"[1-9]\d*", re.ASCII)


def node_faults(nodes: TypedTable, ids: Ids, vocabulary: Vocabulary) -> Iterator[PlacedFinding]:
    """Note what is wrong with nodes beyond the form of single cells.

    Args:
        nodes: The nodes.
        ids: Their ids.
        vocabulary: The types that may be used.
    """
    yield from unknown(nodes, "type", "node type", vocabulary.node_types)
    countries = nodes.values["country"]
    for index in nodes.rows_with(countries, _given(countries) - country_codes()):
        near = nearest_country(countries[index])
        yield nodes.note(index, "country", countries[index], "not an ISO 3166-1 alpha-2 code", near)
    yield from _unlike(nodes, "wikidata", _WIKIDATA_FORM.fullmatch, "not a Wikidata id such as Q42")
    yield from _unlike(nodes, "geonames", _GEONAMES_FORM.fullmatch, "not a GeoNames id: digits only")
    yield from _coordinate_faults(nodes)
    yield from _location_faults(nodes, ids, vocabulary)


def source_faults(sources: TypedTable, ids: Ids) -> Iterator[PlacedFinding]:
    """Note what is wrong with sources beyond the form of single cells.

    Args:
        sources: The sources.
        ids: Their ids.
    """
    yield from _unlike(sources, "url", URL_FORM.fullmatch, "not an http or https address")
    wholes = sources.values["part_of"]
    for index in sources.rows_with(wholes, {each for each in _given(wholes) if ids.lacks(each)}):
        yield sources.note(index, "part_of", wholes[index], "no source has this id", ids.nearest(wholes[index]))
    for index in sources.rows_with(sources.values["id"], ids.circles):
        if wholes[index]:
            problem = "the sources stand in each other in a circle"
            yield sources.note(index, "part_of", wholes[index], problem)


def _given(column: Sequence[Any]) -> set[Any]:
    return set(column) - {None}


def _unlike(table: TypedTable, column: str, fits: Callable[[str], object], problem: str) -> Iterator[PlacedFinding]:
    """Note each text of a column that does not have the column's form."""
    texts = table.values[column]
    for index in table.rows_with(texts, {each for each in _given(texts) if not fits(each)}):
        yield table.note(index, column, texts[index], problem)


def _coordinate_faults(nodes: TypedTable) -> Iterator[PlacedFinding]:
    bounds = {"latitude": 90, "longitude": 180}
    for column, bound in bounds.items():
        degrees = nodes.values[column]
        for index in nodes.rows_with(degrees, {each for each in _given(degrees) if abs(each) > bound}):
            found = nodes.raw.column(column)[index]
            yield nodes.note(index, column, found, f"outside -{bound} to {bound} degrees")
    north, east = map(nodes.raw.column, bounds)
    for index in [
        index for index, cells in enumerate(zip(north, east, strict=True)) if (not cells[0]) != (not cells[1])
    ]:
        missing = "longitude" if north[index] else "latitude"
        yield nodes.note(index, missing, "", "latitude and longitude go together")


def _location_faults(nodes: TypedTable, ids: Ids, vocabulary: Vocabulary) -> Iterator[PlacedFinding]:
    containers, types = nodes.values["located_in"], nodes.values["type"]
    lacking, no_place = set(), {}
    for container in _given(containers):
        if ids.lacks(container):
            lacking.add(container)
        elif container in ids.rows:
            found = types[ids.rows[container]]
            if found in vocabulary.node_types and found not in vocabulary.place_types:
                no_place[container] = f"a node of type {found} is not a place"
    for index in nodes.rows_with(containers, lacking):
        yield nodes.note(index, "located_in", containers[index], "no node has this id", ids.nearest(containers[index]))
    for index in nodes.rows_with(containers, no_place):
        yield nodes.note(index, "located_in", containers[index], no_place[containers[index]])
    for index in nodes.rows_with(nodes.values["id"], ids.circles):
        if containers[index] in ids.rows:
            yield nodes.note(index, "located_in", containers[index], "the places lie in each other in a circle")
