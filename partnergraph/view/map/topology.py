"""Outlines that share their borders: rings refer to lines, and a border between two neighbours is one line of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Outline:
    """The outline of a country or of one of its regions.

    Attributes:
        code: ISO 3166-1 alpha-2 of a country, ISO 3166-2 of a region; None where it is not known for certain.
        name: What it is called.
        rings: Lists of lines by number, `~number` for a line that is run through backwards. The ground lies where an
            odd number of rings is around it.
    """

    code: str | None
    name: str
    rings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Topology:
    """Outlines with the lines they are made of.

    Attributes:
        lines: Longitude and latitude in degrees, one row a point.
        outlines: The outlines, whose rings refer to the lines.
    """

    lines: list[Floats]
    outlines: list[Outline]

    def ring(self, ring: Sequence[int]) -> Floats:
        """Return the points of a ring, the first once more at the end; a jump at the antimeridian is smoothed out."""
        return joined(self.lines, ring)


def joined(lines: Sequence[Floats], ring: Sequence[int]) -> Floats:
    """Return the points of a ring in degrees; longitudes go on beyond 180 rather than jump.

    Args:
        lines: All lines.
        ring: The numbers of its lines, `~number` for a line that is run through backwards.
    """
    parts = [lines[at] if at >= 0 else lines[~at][::-1] for at in ring]
    # Where one line ends the next begins: the point is written once.
    return unwrapped(np.concatenate([parts[0], *(part[1:] for part in parts[1:])]))


def unwrapped(line: Floats) -> Floats:
    """Return a line whose longitudes never jump by more than half the globe."""
    line = line.copy()
    line[:, 0] = np.unwrap(line[:, 0], period=360.0)
    return line


def from_topojson(document: Mapping[str, Any], name: str) -> tuple[list[Floats], list[Mapping[str, Any]]]:
    """Read a TopoJSON document (the TopoJSON format specification, version 1.0).

    Args:
        document: The document.
        name: Which of its objects.

    Returns:
        Its lines in degrees and the geometries of the object, with `rings` for their polygons.
    """
    scale, shift = (np.array(document["transform"][key]) for key in ("scale", "translate"))
    lines = [np.cumsum(np.array(arc, dtype=np.int64)[:, :2], axis=0) * scale + shift for arc in document["arcs"]]
    found = document["objects"][name]
    geometries: list[Mapping[str, Any]] = []
    for geometry in found.get("geometries", [found]):
        polygons = {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}.get(geometry["type"], [])
        geometries.append({**geometry, "rings": [tuple(ring) for polygon in polygons for ring in polygon]})
    return lines, geometries
