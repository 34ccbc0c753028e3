"""The columns of the canonical tables, declared once: their names, what stands in them, and of which kind it is."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a canonical table.

    Attributes:
        name: The header.
        doc: What stands in it.
        kind: `text`, `list` (separated by `;`), `number`, `date` or `year`.
        required: Whether a cell may be empty.
    """

    name: str
    doc: str
    kind: str = "text"
    required: bool = False


#: The kinds that a declared column may have.
COLUMN_KINDS: Final = ("text", "number", "list")

TABLES: Final[Mapping[str, tuple[Column, ...]]] = MappingProxyType(
    {
        "nodes": (
            Column("id", "Stable, readable, lower case: region:upper-austria", required=True),
            Column("type", "A node type", required=True),
            Column("name", "The standard name", required=True),
            Column("country", "ISO 3166-1 alpha-2"),
            Column("located_in", "Id of the place it lies in"),
            Column("aliases", "Other names and spellings", "list"),
            Column("iso_3166_2", "ISO 3166-2 code of a region"),
            Column("wikidata", "Wikidata id: Q42"),
            Column("geonames", "GeoNames id"),
            Column("latitude", "Degrees north, -90 to 90", "number"),
            Column("longitude", "Degrees east, -180 to 180", "number"),
            Column("note", "Anything else, in plain words"),
        ),
        "edges": (
            Column("id", "Stable from its facts; made from them where empty"),
            Column("type", "An edge type", required=True),
            Column("source", "Id of the node it starts from", required=True),
            Column("target", "Id of the node it ends at", required=True),
            Column(
                "date", "Signed, opened, delivered or held, in EDTF: 2021-03-15, 2021, 1995~, 199X, 1995/1996", "date"
            ),
            Column("until", "The last time at which it still held, in EDTF", "date"),
            Column("status", "A status; unknown where empty"),
            Column("title", "What the fact is, in a few words"),
            Column("amount", "A plain number in base units", "number"),
            Column("unit", "What the amount counts: USD, tractors"),
            Column("sources", "Ids of sources", "list", required=True),
            Column("section", "Where in the source: chapter 2"),
            Column("note", "Anything else, in plain words"),
            Column(
                "carries_out",
                "Ids of the edges that it carries out: promises kept, agreements put into practice",
                "list",
            ),
            Column("stated_as", "The source's own words for date, until and status, where they say more"),
        ),
        "sources": (
            Column("id", "Stable, readable, lower case", required=True),
            Column("kind", "book, article, news, report, webpage, dataset ..."),
            Column("title", "What it is called", required=True),
            Column("author", "Surname, Initials; several separated by a semicolon"),
            Column("year", "Year of publication", "year"),
            Column("date", "When it was published, in EDTF; the year counts where this is empty", "date"),
            Column("url", "An http or https address"),
            Column("part_of", "Id of the source it stands in"),
            Column("locator", "Note, page or line in that source"),
            Column("note", "Anything else, in plain words"),
        ),
    }
)


def column_names(table: str) -> tuple[str, ...]:
    """Return the column names of a canonical table (`nodes`, `edges` or `sources`) in their order."""
    return tuple(column.name for column in TABLES[table])
