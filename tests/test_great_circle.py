"""The distance of two points on the globe."""

from __future__ import annotations

import pytest

from partnergraph.great_circle import great_circle_km


def test_distances_on_the_globe() -> None:
    minsk, moscow = (53.9, 27.5667), (55.7558, 37.6173)
    assert great_circle_km(minsk, moscow) == pytest.approx(675, abs=3)
    assert great_circle_km(minsk, minsk) == 0
    assert great_circle_km((0, 0), (0, 180)) == pytest.approx(6371 * 3.141592653589793)
    assert great_circle_km((90, 0), (90, 77)) == pytest.approx(0, abs=1e-9)
