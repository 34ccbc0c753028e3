"""The distance of two points on the globe."""

from __future__ import annotations

import math
from typing import Final

#: The mean radius of the Earth.
_EARTH_KM: Final = 6371.0


def great_circle_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the length of the great circle between two points in kilometres, by the haversine formula.

    Args:
        first: Degrees north and east.
        second: Degrees north and east.
    """
    north, east, other_north, other_east = map(math.radians, (*first, *second))
    half = (
        math.sin((other_north - north) / 2) ** 2
        + math.cos(north) * math.cos(other_north) * math.sin((other_east - east) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
