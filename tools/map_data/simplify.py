"""Fewer points for the same shape, by the method of M. Visvalingam and J. D. Whyatt (1993).

"Line generalisation by repeated elimination of points", The Cartographic Journal 30(1), pages 46-51: the point whose
triangle with its two neighbours has the least area goes first. The ends of a line stay, so that lines which meet
still meet; a border that two neighbours share is one line and is simplified once.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    Floats = np.ndarray[Any, np.dtype[np.float64]]

#: Kilometres of a degree of latitude on a sphere of 6371 km.
DEGREE: Final = 111.195


def simplified(line: Floats, least: float) -> Floats:
    """Return a line without the points that matter least.

    Args:
        line: Longitude and latitude in degrees, one row a point, without a jump at the antimeridian.
        least: The least area in square kilometres of a triangle whose middle point stays.

    Returns:
        The points that stay, the first and the last always; a closed line keeps at least four.
    """
    size = len(line)
    fewest = 4 if size > 3 and bool((line[0] == line[-1]).all()) else 2
    if size <= fewest:
        return line
    x = line[:, 0] * DEGREE * np.cos(np.radians(line[:, 1].mean()))
    y = line[:, 1] * DEGREE
    before, after = list(range(-1, size - 1)), list(range(1, size + 1))

    def area(at: int) -> float:
        one, other = before[at], after[at]
        return abs(float((x[at] - x[one]) * (y[other] - y[one]) - (x[other] - x[one]) * (y[at] - y[one]))) / 2

    areas = [area(at) if 0 < at < size - 1 else np.inf for at in range(size)]
    queue = [(areas[at], at) for at in range(1, size - 1)]
    heapq.heapify(queue)
    kept, left = np.ones(size, dtype=bool), size
    while queue and left > fewest:
        found, at = heapq.heappop(queue)
        if found >= least:
            break
        if not kept[at] or found != areas[at]:
            continue
        kept[at] = False
        left -= 1
        one, other = before[at], after[at]
        after[one], before[other] = other, one
        for neighbour in (one, other):
            if 0 < neighbour < size - 1:
                # A point never goes before one that mattered less.
                areas[neighbour] = max(area(neighbour), found)
                heapq.heappush(queue, (areas[neighbour], neighbour))
    return line[kept]


def ring_area(ring: Floats) -> float:
    """Return the area inside a ring in square kilometres.

    Args:
        ring: Longitude and latitude in degrees, without a jump at the antimeridian.
    """
    x = ring[:, 0] * DEGREE * np.cos(np.radians(ring[:, 1].mean()))
    y = ring[:, 1] * DEGREE
    return abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))) / 2
