"""Five slices of the reference network and the days on which they are asked for, in every place that answers."""

from __future__ import annotations

from typing import Any, Final

#: What each slice chooses, as `Slice` and as the page's link have it.
SLICES: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "agreements": ({"types": ["AGREEMENT"]}, "types=AGREEMENT"),
    "twinnings": ({"types": ["TWINNING"]}, "types=TWINNING"),
    "supplies of Belarus": ({"types": ["SUPPLIES"], "countries": ["BY"]}, "types=SUPPLIES&countries=BY"),
    "signed": ({"statuses": ["signed"]}, "status=signed"),
    "everything": ({}, ""),
}
YEARS: Final = range(1995, 2026)


def last_day(year: int) -> str:
    return f"{year}-12-31"
