"""The next things are made while somebody works on the present one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.database.loads.prefetching import prefetched
from tests.hypothesis_settings import unhurried


@given(st.lists(st.none() | st.integers(), max_size=20))
@unhurried
def test_all_come_in_their_order(things: list[int | None]) -> None:
    assert list(prefetched(things)) == things


def test_the_next_ones_are_made_meanwhile_and_no_more_than_two() -> None:
    made: list[int] = []
    third = threading.Event()

    def making() -> Iterator[int]:
        for number in range(10):
            made.append(number)
            if number == 2:
                third.set()
            yield number

    with closing(prefetched(making())) as things:
        assert next(things) == 0
        # Nobody asks for them, and they are made all the same.
        assert third.wait(10)
        assert made == [0, 1, 2]
        assert any(each.name.startswith("prefetching") for each in threading.enumerate())
    assert not any(each.name.startswith("prefetching") for each in threading.enumerate())
    assert len(made) <= 4


def test_a_fault_is_raised_in_its_turn() -> None:
    def making() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("the third")

    things = prefetched(making())
    assert [next(things), next(things)] == [1, 2]
    with pytest.raises(ValueError, match="the third"):
        next(things)
    assert list(things) == []


def test_a_fault_of_whoever_uses_them_ends_the_making() -> None:
    made: list[int] = []

    def making() -> Iterator[int]:
        for number in range(1000):
            made.append(number)
            yield number

    def using() -> None:
        with closing(prefetched(making())) as things:
            for thing in things:
                if thing == 3:
                    raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        using()
    assert len(made) < 10
