"""Outlines cut where a map ends on its left and right, along the meridian opposite its middle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from partnergraph.view.map.topology import joined, unwrapped

if TYPE_CHECKING:
    from partnergraph.view.map.topology import Topology

    Floats = np.ndarray[Any, np.dtype[np.float64]]

#: A longer step in degrees is divided: what is straight on the globe's grid is bent on the map.
LONGEST_STEP: Final = 2.0


@dataclass(frozen=True)
class Lines:
    """Lines between the two edges of a map, and the rings of each outline that refer to them.

    Attributes:
        lines: Longitude and latitude in degrees; longitudes lie within 180 degrees of the map's middle meridian.
        rings: By outline, then by ring: numbers of lines, `~number` for one that is run through backwards.
    """

    lines: list[Floats]
    rings: list[list[tuple[int, ...]]]


def lines_within(topology: Topology, meridian: float) -> Lines:
    """Return the outlines of a topology for a map around a meridian.

    Rings that the map's edge cuts are closed along it; they no longer share their lines with a neighbour.

    Args:
        topology: The outlines.
        meridian: The middle meridian of the map in degrees.
    """
    lines: list[Floats] = []
    whole: list[bool] = []
    for line in topology.lines:
        shifted = _near(unwrapped(line), meridian)
        lines.append(shifted)
        whole.append(bool((np.abs(shifted[:, 0] - meridian) <= 180.0 + 1e-9).all()))
    rings: list[list[tuple[int, ...]]] = []
    for outline in topology.outlines:
        rings.append([])
        for ring in outline.rings:
            if all(whole[at if at >= 0 else ~at] for at in ring) and _is_joined(lines, ring):
                rings[-1].append(ring)
                continue
            for piece in _cut(_near(joined(topology.lines, ring), meridian), meridian):
                rings[-1].append((len(lines),))
                lines.append(piece)
    return Lines(lines, rings)


def dense(line: Floats) -> Floats:
    """Return a line without a step longer than `LONGEST_STEP` degrees."""
    steps = np.ceil(np.abs(np.diff(line, axis=0)).max(axis=1) / LONGEST_STEP).astype(np.int64)
    if len(line) < 2 or steps.max() <= 1:
        return line
    known = np.concatenate([[0], np.cumsum(np.maximum(steps, 1))])
    wanted = np.arange(known[-1] + 1)
    return np.column_stack([np.interp(wanted, known, line[:, axis]) for axis in (0, 1)])


def _near(line: Floats, meridian: float) -> Floats:
    """Return a line moved by whole turns, so that its middle is as near to the meridian as it can be."""
    middle = (line[:, 0].min() + line[:, 0].max()) / 2.0
    turned = line.copy()
    turned[:, 0] -= 360.0 * np.round((middle - meridian) / 360.0)
    return turned


def _is_joined(lines: list[Floats], ring: tuple[int, ...]) -> bool:
    """Whether the lines of a ring still meet: one may have gone to the other edge of the map."""
    parts = [lines[at] if at >= 0 else lines[~at][::-1] for at in ring]
    return all(
        abs(float(part[-1, 0] - after[0, 0])) < 1e-6 for part, after in zip(parts, [*parts[1:], parts[0]], strict=True)
    )


def _cut(ring: Floats, meridian: float) -> list[Floats]:
    """Return the parts of a ring on the map, each closed along the edge that cuts it."""
    pieces = []
    for turn in (-360.0, 0.0, 360.0):
        piece = ring + np.array([turn, 0.0])
        for edge, side in ((meridian + 180.0, 1.0), (meridian - 180.0, -1.0)):
            piece = _within(piece, edge, side)
        if len(piece) >= 4:
            pieces.append(piece)
    return pieces


def _within(ring: Floats, edge: float, side: float) -> Floats:
    """Cut away what lies beyond an edge (I. E. Sutherland, G. W. Hodgman, "Reentrant polygon clipping", 1974)."""
    if not len(ring):
        return ring
    depth = side * (ring[:, 0] - edge)
    inner = depth <= 0.0
    if inner.all():
        return ring
    crossing = np.flatnonzero(inner[:-1] != inner[1:])
    share = depth[crossing] / (depth[crossing] - depth[crossing + 1])
    points = ring[crossing] + share[:, None] * (ring[crossing + 1] - ring[crossing])
    points[:, 0] = edge
    # Each crossing comes behind the point where its step began; the last point is the first once more.
    places = np.concatenate([np.flatnonzero(inner[:-1]).astype(np.float64), crossing + 0.5])
    kept = np.concatenate([ring[:-1][inner[:-1]], points])[np.argsort(places, kind="stable")]
    return np.concatenate([kept, kept[:1]])
