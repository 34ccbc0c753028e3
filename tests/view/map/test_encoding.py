"""Lines as text, and lines with fewer points."""

from __future__ import annotations

import json
import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.view.map.encoding import ALPHABET, decode, encode
from tools.map_data.simplify import ring_area, simplified

COORDINATES = st.integers(-(2**31), 2**31)
LINES = st.lists(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=20), max_size=8)


@given(LINES)
def test_lines_come_back_as_they_were(lines: list[list[tuple[int, int]]]) -> None:
    text = encode([np.array(line, dtype=np.int64) for line in lines])
    assert [[tuple(point) for point in line.tolist()] for line in decode(text)] == lines
    # Nothing in it needs an escape, in JSON or in HTML.
    assert json.dumps(text) == f'"{text}"'
    assert set(text) <= set(string.ascii_letters + string.digits + "-_")


def test_the_form_is_that_of_its_description() -> None:
    # Two points; 1 and -1 from (0, 0), zigzagged 2 and 1; then 16 to the right, zigzagged 32 = 0 + 1 * 32, and 0.
    assert encode([np.array([[1, -1], [17, -1]])]) == "CCB" + ALPHABET[32] + "BA"


@pytest.mark.parametrize("text", ["!", "é", "g", "CAA", "Ag"])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"within a line|not part of a number"):
        decode(text)


def test_the_least_corner_goes_first() -> None:
    line = np.array([[0.0, 0.0], [1.0, 0.001], [2.0, 0.0], [3.0, 1.0], [4.0, 0.0]])
    # The first bend makes a triangle of about 12 square kilometres, that at the top one of about 12,400.
    assert simplified(line, 20.0).tolist() == [[0.0, 0.0], [2.0, 0.0], [3.0, 1.0], [4.0, 0.0]]
    assert len(simplified(line, 5.0)) == 5
    assert simplified(line, 1e9).tolist() == [[0.0, 0.0], [4.0, 0.0]]


@given(st.lists(st.tuples(st.floats(-170, 170), st.floats(-80, 80)), min_size=3, max_size=40), st.floats(0, 1e6))
def test_ends_stay_and_rings_keep_an_inside(points: list[tuple[float, float]], least: float) -> None:
    line = np.array(points)
    kept = simplified(line, least)
    assert kept[0].tolist() == line[0].tolist()
    assert kept[-1].tolist() == line[-1].tolist()
    assert {tuple(point) for point in kept.tolist()} <= set(points)
    ring = np.array([*points, points[0]])
    assert len(simplified(ring, least)) >= 4


def test_a_square_degree_at_the_equator() -> None:
    ring = np.array([[0.0, -0.5], [1.0, -0.5], [1.0, 0.5], [0.0, 0.5], [0.0, -0.5]])
    assert ring_area(ring) == pytest.approx(111.195**2, rel=1e-5)
