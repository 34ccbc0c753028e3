"""The sheet: what a page needs to draw a network over a map, in the plane and as short text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from partnergraph.view.map.atlas import countries, regions
from partnergraph.view.map.cartographic import EqualEarth, fitting_projection
from partnergraph.view.map.encoding import encode
from partnergraph.view.map.node_places import places_of
from partnergraph.view.map.outlines_of_nodes import match_regions
from partnergraph.view.map.seam import Lines, dense, lines_within
from partnergraph.vocabulary import STATED_FOR_A_PERIOD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from partnergraph.network import Network
    from partnergraph.view.map.cartographic import Projection
    from partnergraph.view.map.topology import Outline, Topology

    Floats = np.ndarray[Any, np.dtype[np.float64]]
    Box = tuple[float, float, float, float]

#: The longer side of what the nodes span, in the sheet's units: a screen twelve times enlarged.
UNITS: Final = 12_000.0
#: How far the land around reaches beyond the nodes, as a part of the longer side.
MARGIN: Final = 0.12
#: The least width of a sheet in radii of the globe: about 100 km.
LEAST_WIDTH: Final = 0.016
#: Nodes of this type stand for the outline of their country.
COUNTRY: Final = "Country"
#: The map of a network that has neither places nor countries.
NO_MAP: Final[dict[str, Any]] = {
    "x": [],
    "y": [],
    "at": {},
    "size": [0.0, 0.0],
    "projection": "",
    "credit": "",
    "areas": [],
    "lines": "",
    "areaOf": [],
    "periods": [],
    "unmatched": [],
}
CREDIT: Final = "Outlines: Natural Earth, public domain, simplified. They take no position on any border."


@dataclass
class Sheet:
    """The plane of one map: projected, shifted and scaled so that whole units are fine enough.

    Attributes:
        projection: The projection.
        left: Radii of the globe at x = 0.
        top: Radii of the globe at y = 0; y grows downwards.
        scale: Units in a radius of the globe.
        box: The stretch in radii (left, bottom, right, top) whose land is drawn.
    """

    projection: Projection
    left: float
    top: float
    scale: float
    box: Box
    size: tuple[float, float]
    lines: list[Any] = field(default_factory=list)

    def place(self, longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
        """Return x and y in the sheet's units, for degrees."""
        meridian = self.projection.meridian
        x, y = self.projection.project((longitude - meridian + 180.0) % 360.0 - 180.0 + meridian, latitude)
        return (x - self.left) * self.scale, (self.top - y) * self.scale


def map_contents(network: Network) -> dict[str, Any]:
    """Return the map of a network as JSON values.

    Args:
        network: The network.

    Returns:
        `x` and `y` by row of the nodes, None without a place; `at`: the row of the place that lends the coordinates;
        `areas`: the outlines that are drawn, each with `code`, `name`, `country`, `rings` and the row of its `node`,
        where it has one; `lines`: the lines that the rings refer to, as `encode` writes them; `areaOf`: the area that
        each node counts for, by row, None where there is none; `periods`: the edge types whose amounts do not add up;
        `unmatched`: row and reason of each region without an outline; `size`: what the nodes span;
        `projection`, `credit`: in words. Where nothing of the network is on any map, all of it is empty.
    """
    places, matches = places_of(network), match_regions(network)
    if not places.known.any() and not matches.regions and network.nodes["country"].isna().all():
        return NO_MAP
    sheet = sheet_for(places.longitude[places.known], places.latitude[places.known])
    x, y = sheet.place(places.longitude, places.latitude)
    areas: list[dict[str, Any]] = []
    for outline, rings in _drawn(sheet, countries()):
        areas.append({"code": outline.code, "name": outline.name, "country": outline.code, "rings": rings})
    split = {code for code in matches.countries if code in {area["code"] for area in areas}}
    for code in sorted(split):
        for outline, rings in _drawn(sheet, regions(code), whole=True):
            areas.append({"code": outline.code, "name": outline.name, "country": code, "rings": rings, "region": True})
    _name_nodes(network, areas, matches.regions)
    return {
        "x": [None if np.isnan(value) else round(float(value), 1) for value in x],
        "y": [None if np.isnan(value) else round(float(value), 1) for value in y],
        "at": {str(row): place for row, place in enumerate(places.at) if place is not None},
        "size": [round(side, 1) for side in sheet.size],
        "projection": sheet.projection.name,
        "credit": CREDIT,
        "areas": areas,
        "lines": encode(sheet.lines),
        "areaOf": _area_of_nodes(network, areas, split, matches.inside),
        "periods": list(STATED_FOR_A_PERIOD),
        "unmatched": [[row, reason] for row, reason in matches.unmatched.items()],
    }


def sheet_for(longitude: Floats, latitude: Floats) -> Sheet:
    """Return the sheet that fits a set of places.

    Args:
        longitude: Degrees; without any place the sheet is that of the world.
        latitude: Degrees.
    """
    projection = fitting_projection(longitude, latitude)
    if not len(longitude):
        x, y = EqualEarth().project(np.array([-169.0, 191.0, 11.0, 11.0]), np.array([0.0, 0.0, -60.0, 84.0]))
    else:
        meridian = projection.meridian
        x, y = projection.project((longitude - meridian + 180.0) % 360.0 - 180.0 + meridian, latitude)
    left, right, bottom, top = float(x.min()), float(x.max()), float(y.min()), float(y.max())
    side = max(right - left, top - bottom, LEAST_WIDTH)
    scale, margin = UNITS / side, MARGIN * side
    box = (left - margin, bottom - margin, right + margin, top + margin)
    return Sheet(projection, left, top, scale, box, ((right - left) * scale, (top - bottom) * scale))


def _drawn(sheet: Sheet, topology: Topology, *, whole: bool = False) -> Iterable[tuple[Outline, list[list[int]]]]:
    """Give the outlines that the sheet shows, with the rings to draw; their lines are added to the sheet.

    What lies outside of the sheet's box is left out, unless the whole topology is wanted.
    """
    lines = lines_within(topology, sheet.projection.meridian)
    flat = _Plane(sheet, lines)
    number: dict[int, int] = {}
    for outline, rings in zip(topology.outlines, lines.rings, strict=True):
        seen = [ring for ring in rings if whole or flat.is_in_box(ring)]
        if not seen:
            continue
        for at in (at if at >= 0 else ~at for ring in seen for at in ring):
            if at not in number:
                number[at] = len(sheet.lines)
                sheet.lines.append(flat.whole(at))
        yield outline, [[number[at] if at >= 0 else ~number[~at] for at in ring] for ring in seen]


class _Plane:
    """The lines of a topology in the plane, each projected once."""

    def __init__(self, sheet: Sheet, lines: Lines) -> None:
        self._sheet = sheet
        thick = [dense(line) for line in lines.lines]
        self._ends = np.cumsum([0, *map(len, thick)])
        points = np.concatenate(thick) if thick else np.zeros((0, 2))
        self._x, self._y = sheet.projection.project(points[:, 0], points[:, 1])

    def is_in_box(self, ring: Iterable[int]) -> bool:
        """Whether a ring may be seen: one of its steps meets the sheet's box, or the box lies within it."""
        left, bottom, right, top = self._sheet.box
        around = 0
        for at in (at if at >= 0 else ~at for at in ring):
            span = slice(self._ends[at], self._ends[at + 1])
            x0, x1, y0, y1 = self._x[span][:-1], self._x[span][1:], self._y[span][:-1], self._y[span][1:]
            meets = (np.minimum(x0, x1) <= right) & (np.maximum(x0, x1) >= left)
            if bool((meets & (np.minimum(y0, y1) <= top) & (np.maximum(y0, y1) >= bottom)).any()):
                return True
            # None of its steps is near: it is around the middle of the box or nowhere in it.
            middle = (bottom + top) / 2.0
            around += int((((y0 > middle) != (y1 > middle)) & (np.maximum(x0, x1) > right)).sum())
        return around % 2 == 1

    def whole(self, at: int) -> Any:  # noqa: ANN401
        """Return a line in whole units of the sheet, without points that fall together."""
        span = slice(self._ends[at], self._ends[at + 1])
        x = (self._x[span] - self._sheet.left) * self._sheet.scale
        y = (self._sheet.top - self._y[span]) * self._sheet.scale
        points = np.round(np.column_stack([x, y])).astype(np.int64)
        moved = np.concatenate([[True], (np.diff(points, axis=0) != 0).any(axis=1)])
        moved[-1] = True
        return points[moved]


def _index(areas: list[dict[str, Any]]) -> dict[str, int]:
    return {area["code"]: at for at, area in enumerate(areas) if area["code"]}


def _name_nodes(network: Network, areas: list[dict[str, Any]], matched: dict[int, str]) -> None:
    """Write into each area the row of the node whose outline it is; the first of several."""
    index = _index(areas)
    for row, code in matched.items():
        if code in index:
            areas[index[code]].setdefault("node", row)
    for row, (kind, country) in enumerate(zip(network.nodes["type"], network.nodes["country"], strict=True)):
        if kind == COUNTRY and country in index:
            areas[index[country]].setdefault("node", row)


def _area_of_nodes(
    network: Network, areas: list[dict[str, Any]], split: set[str], inside: dict[int, str]
) -> list[int | None]:
    """Return the area that each node counts for: its region, or its country where that is drawn as a whole."""
    index = _index(areas)
    found: list[int | None] = []
    for row, country in enumerate(network.nodes["country"]):
        code = inside.get(row)
        if code is None and isinstance(country, str) and country not in split:
            code = country
        found.append(index.get(code) if code else None)
    return found
