"""From the globe to the plane, held against published values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.view.map.cartographic import Albers, EqualEarth, Projection, extent_of_longitudes, fitting_projection


def point(projection: Projection, longitude: float, latitude: float) -> tuple[float, float]:
    x, y = projection.project(np.array([longitude]), np.array([latitude]))
    return float(x[0]), float(y[0])


def test_albers_is_snyders_example() -> None:
    # J. P. Snyder, Map Projections: A Working Manual, page 291, the sphere.
    united_states = Albers(-96.0, 23.0, (29.5, 45.5))
    assert point(united_states, -75.0, 35.0) == pytest.approx((0.2952720, 0.2416774), abs=5e-8)


@pytest.mark.parametrize(
    ("albers", "place", "expected"),
    [
        # As PROJ computes them (+proj=aea +R=1).
        (Albers(100.0, 55.0, (45.0, 65.0)), (190.0, 66.0), (0.483299280113, 0.548954502439)),
        (Albers(100.0, 55.0, (45.0, 65.0)), (27.57, 53.9), (-0.613322403252, 0.323498704769)),
        (Albers(135.0, -25.0, (-18.0, -36.0)), (140.0, -30.0), (0.074706430026, -0.089787687724)),
    ],
)
def test_albers_elsewhere(albers: Albers, place: tuple[float, float], expected: tuple[float, float]) -> None:
    assert point(albers, *place) == pytest.approx(expected, abs=1e-11)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        # The ends of the axes as its authors give them, and two places as PROJ computes them (+proj=eqearth +R=1).
        ((180.0, 0.0), (2.7066299837, 0.0)),
        ((0.0, 90.0), (0.0, 1.3173627592)),
        ((20.0, 52.0), (0.2439745298, 0.9727044543)),
        ((-75.0, -33.0), (-1.0398183449, -0.6487187860)),
    ],
)
def test_equal_earth(place: tuple[float, float], expected: tuple[float, float]) -> None:
    assert point(EqualEarth(0.0), *place) == pytest.approx(expected, abs=1e-9)


@given(
    st.sampled_from([Albers(75.0, 52.0, (41.0, 62.3)), Albers(-60.0, -30.0, (-40.0, -20.0)), EqualEarth()]),
    st.floats(-120, 120),
    st.floats(-75, 75),
)
def test_areas_are_true(projection: Projection, longitude: float, latitude: float) -> None:
    step = 1e-3
    lon = longitude + projection.meridian
    x, y = projection.project(
        np.array([lon - step, lon + step, lon, lon]), np.array([latitude, latitude, latitude - step, latitude + step])
    )
    area = (x[1] - x[0]) * (y[3] - y[2]) - (x[3] - x[2]) * (y[1] - y[0])
    assert area == pytest.approx(math.radians(2 * step) ** 2 * math.cos(math.radians(latitude)), rel=1e-5)


@pytest.mark.parametrize(
    ("longitudes", "extent"),
    [
        ([27.5], (27.5, 27.5)),
        ([19.6, 37.6, 190.0 - 360.0], (19.6, 190.0)),  # Kaliningrad, Moscow, the Bering Strait
        ([170.0, -170.0], (170.0, 190.0)),
        ([-10.0, 10.0, 40.0], (-10.0, 40.0)),
    ],
)
def test_the_shortest_stretch_of_longitudes(longitudes: list[float], extent: tuple[float, float]) -> None:
    assert extent_of_longitudes(np.array(longitudes)) == pytest.approx(extent)


def test_russia_gets_a_cone_across_the_antimeridian() -> None:
    projection = fitting_projection(np.array([19.6, 27.6, 190.0 - 360.0]), np.array([44.0, 55.0, 68.0]))
    assert projection == Albers(104.8, 56.0, (48.0, 64.0))
    assert projection.name == ("Albers equal-area conic, standard parallels 48.0° and 64.0°, central meridian 104.8°")


@pytest.mark.parametrize(
    ("longitudes", "latitudes", "meridian"),
    [
        ([-120.0, 0.0, 140.0], [40.0, 50.0, 35.0], 11.0),  # the world
        ([30.0, 50.0], [-5.0, 5.0], 40.0),  # around the equator
        ([20.0, 60.0], [-30.0, 60.0], 40.0),  # on both sides of it
        ([], [], 11.0),
    ],
)
def test_the_world_and_the_tropics_get_equal_earth(
    longitudes: list[float], latitudes: list[float], meridian: float
) -> None:
    assert fitting_projection(np.array(longitudes), np.array(latitudes)) == EqualEarth(meridian)


def test_a_single_town_is_a_point_of_a_cone() -> None:
    projection = fitting_projection(np.array([27.57]), np.array([53.9]))
    assert projection == Albers(27.6, 53.9, (53.4, 54.4))
