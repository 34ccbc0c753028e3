"""From the globe to the plane: an equal-area projection that fits what is shown.

Regions are coloured by what they hold, so that areas have to be true: Albers' conic for a part of the globe, Equal
Earth for the world and for what lies on both sides of the equator.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    Floats = np.ndarray[Any, np.dtype[np.float64]]

#: A wider extent in degrees of longitude is shown as the world.
WORLD_FROM: Final = 200.0
#: The world is cut in the Bering Strait rather than along 180 degrees, through Chukotka.
WORLD_MERIDIAN: Final = 11.0
#: The least height of an extent in degrees of latitude, for the standard parallels around a single town.
LEAST_EXTENT: Final = 1.5


@dataclass(frozen=True)
class Albers:
    """Albers' equal-area conic projection of the sphere.

    J. P. Snyder, Map Projections: A Working Manual, US Geological Survey Professional Paper 1395 (1987), page 100,
    equations 14-1 to 14-6.

    Attributes:
        meridian: The central meridian in degrees.
        origin: The latitude in degrees where y is 0 on the central meridian.
        parallels: The two latitudes in degrees that keep their length; not the negative of each other.
    """

    meridian: float
    origin: float
    parallels: tuple[float, float]

    @property
    def name(self) -> str:
        """The projection and its parameters in words."""
        one, other = (f"{parallel:.1f}°" for parallel in self.parallels)
        return f"Albers equal-area conic, standard parallels {one} and {other}, central meridian {self.meridian:.1f}°"

    def project(self, longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
        """Return x to the right and y upwards in radii of the sphere, for degrees."""
        first, second = (math.radians(parallel) for parallel in self.parallels)
        n = (math.sin(first) + math.sin(second)) / 2.0
        c = math.cos(first) ** 2 + 2.0 * n * math.sin(first)
        # Beyond the pole of the cone there is nothing; a rounding error below zero is the pole itself.
        rho = np.sqrt(np.maximum(c - 2.0 * n * np.sin(np.radians(latitude)), 0.0)) / n
        rho_at_origin = math.sqrt(c - 2.0 * n * math.sin(math.radians(self.origin))) / n
        theta = n * np.radians(longitude - self.meridian)
        return rho * np.sin(theta), rho_at_origin - rho * np.cos(theta)


@dataclass(frozen=True)
class EqualEarth:
    """The Equal Earth projection.

    B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map projection", International Journal of Geographical
    Information Science 33(3), 2019, pages 454-465, equations 9 and 10.

    Attributes:
        meridian: The central meridian in degrees.
    """

    meridian: float = WORLD_MERIDIAN

    @property
    def name(self) -> str:
        """The projection and its parameter in words."""
        return f"Equal Earth, central meridian {self.meridian:.1f}°"

    def project(self, longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
        """Return x to the right and y upwards in radii of the sphere, for degrees."""
        a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
        theta = np.arcsin(math.sqrt(3.0) / 2.0 * np.sin(np.radians(latitude)))
        squared = theta**2
        sixth = squared**3
        slope = 9.0 * a4 * squared * sixth + 7.0 * a3 * sixth + 3.0 * a2 * squared + a1
        x = 2.0 * math.sqrt(3.0) * np.radians(longitude - self.meridian) * np.cos(theta) / (3.0 * slope)
        y = theta * (a1 + a2 * squared + sixth * (a3 + a4 * squared))
        return x, y


#: Every projection has a `name` with its parameters and a `meridian` in degrees that runs straight up its middle; the
#: map is cut on the other side. Its `project` takes longitudes as they are: one beyond the cut lies beyond the map's
#: edge.
Projection = Albers | EqualEarth


def fitting_projection(longitude: Floats, latitude: Floats) -> Projection:
    """Choose the projection for a set of places.

    Args:
        longitude: Their longitudes in degrees, -180 to 180.
        latitude: Their latitudes in degrees; without a place the world is shown.

    Returns:
        Equal Earth for the world and for what lies around the equator, otherwise Albers' conic. Its standard parallels
        stand a sixth of the extent within its southern and its northern edge (Snyder, page 99).
    """
    if not len(longitude):
        return EqualEarth()
    west, east = extent_of_longitudes(longitude)
    south, north = float(latitude.min()), float(latitude.max())
    if east - west > WORLD_FROM:
        return EqualEarth()
    meridian = round(((west + east) / 2.0 + 180.0) % 360.0 - 180.0, 1)
    middle, height = (south + north) / 2.0, max(north - south, LEAST_EXTENT)
    # Close to the equator, or far on both sides of it, the cone is nearly a cylinder without a side to unroll.
    if abs(middle) < 10.0 or (south < 0.0 < north and min(-south, north) > 15.0):
        return EqualEarth(meridian)
    parallels = (round(middle - height / 3.0, 1), round(middle + height / 3.0, 1))
    return Albers(meridian, round(middle, 1), parallels)


def extent_of_longitudes(longitude: Floats) -> tuple[float, float]:
    """Return the western and the eastern end of the shortest stretch of longitudes that holds all places.

    Args:
        longitude: Degrees, -180 to 180; at least one.

    Returns:
        Degrees; the second is up to 360 larger than the first, and beyond 180 across the antimeridian.
    """
    ordered = np.unique(longitude)
    gaps = np.append(np.diff(ordered), ordered[0] + 360.0 - ordered[-1])
    widest = int(np.argmax(gaps))
    west = float(ordered[(widest + 1) % len(ordered)])
    return west, west + 360.0 - float(gaps[widest])
