"""Rows of a table that state nothing: a header that is repeated, totals, remarks below the table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from partnergraph.countries import country_code

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The first word of a row that adds up others, in the languages of the word lists.
_TOTALS: Final = frozenset(
    {
        *("total", "totals", "subtotal", "sum", "summe", "gesamt", "insgesamt", "gesamtsumme", "zwischensumme"),
        *("итого", "всего", "итог", "подытог", "somme", "ensemble", "sous-total", "suma", "razem", "ogółem", "łącznie"),
    }
)
_TOTAL_PHRASES: Final = frozenset(
    {"grand total", "sub total", "sub-total", "in total", "total général", "total general", "всего по", "suma końcowa"}
)
#: Marks that stand for what stands above.
_DITTO: Final = frozenset(
    {
        '"',
        "''",
        "\u201c",
        "\u201d",
        "\u201e",
        "\u3003",
        ",,",
        "dto",
        "ditto",
        "dito",
        "idem",
        "j\u00b4w",
        "jw",
        "\u0442\u043e \u0436\u0435",
        "- \u2033 -",
    }
)
#: Of so many columns a record fills more than one.
_HEADED: Final = 3
_REMARK: Final = re.compile(
    r"[*†‡¹²³]+\s*\S.*|(?:note|notes|source|sources|remark|remarks|quelle|quellen|anmerkung|anmerkungen|hinweis|stand|legende|"
    r"legend|key|источник|источники|примечание|примечания|remarque|fuente|fuentes|nota|notas|źródło|uwaga|uwagi)"
    r"\s*[:.].*",
    re.IGNORECASE | re.DOTALL,
)


def aside(columns: Sequence[str], cells: Sequence[str | tuple[str, ...]]) -> str:
    """Return why a row states nothing, "" where it may be a record.

    Args:
        columns: The names of the columns.
        cells: As many cells.
    """
    filled = [(name, cell) for name, cell in zip(columns, cells, strict=True) if cell]
    if (
        not filled
        or not any(map(str.strip, map(str, (cell for _, cell in filled))))
        or not all(isinstance(cell, str) for _, cell in filled)
    ):
        return ""
    if len(filled) > 1 and all(_alike(name, str(cell)) for name, cell in filled):
        return "the row repeats the names of the columns"
    first = str(filled[0][1]).casefold().strip(" :.=")
    word, colon, behind = first.partition(":")
    if len(filled) < len(columns) and (
        first in _TOTALS
        or first in _TOTAL_PHRASES
        or (word.strip() in _TOTALS and (colon or not behind))
        or (first.split()[0] in _TOTALS and re.fullmatch(r"\S+\s+[\d.,\s]+\S*", first))
    ):
        return "the row is a total"
    if len(filled) == 1 and len(columns) > 1 and _REMARK.fullmatch(str(filled[0][1])):
        return "a remark, not a row of the table"
    if len(filled) == 1 and len(columns) >= _HEADED and country_code(str(filled[0][1])):
        return "a sub-heading (a country), not a row of the table"
    return ""


def _alike(name: str, cell: str) -> bool:
    return " ".join(cell.split()).casefold() == re.sub(r" \(\d+\)$", "", name).casefold()


def without_ditto(cell: str) -> str:
    """Return a cell, "" for a mark that says: the same as above (dto., the two strokes)."""
    return "" if cell.casefold().strip(" .-\u2013") in _DITTO else cell
