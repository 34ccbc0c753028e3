"""What is made of a column: of each value the same as without remembering, however many there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph import memo
from partnergraph.memo import Memo
from tests.hypothesis_settings import unhurried

words = st.sampled_from(["a", " a", "a ", "A", "", " ", "b"]) | st.text(max_size=3)


@unhurried
@given(st.lists(st.lists(words, max_size=30), max_size=10), st.integers(0, 5))
def test_a_column_in_parts_is_what_it_is_value_by_value(parts: list[list[str]], most: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(memo, "MOST_KEPT", most)
        patched.setattr(memo, "_HOPELESS", most)
        patched.setattr(memo, "_AT_ONCE", 7)
        stripped = Memo(str.strip)
        assert [stripped.of(part) for part in parts] == [[word.strip() for word in part] for part in parts]


@pytest.mark.parametrize("kept", [10, memo.MOST_KEPT])
def test_many_different_values_are_each_made_of_their_own(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether they are all different or come again after others, and whether or not the first are forgotten by then."""
    monkeypatch.setattr(memo, "MOST_KEPT", kept)
    for column in (list(range(30_000)), [*range(5_000), *range(10_000), *range(5_000)]):
        assert Memo(str).of(column) == list(map(str, column))


def test_each_value_is_made_once_and_is_one_object() -> None:
    asked: list[str] = []

    def parts(cell: str) -> tuple[str, ...]:
        asked.append(cell)
        return tuple(cell.split(";"))

    first, second, third = Memo(parts).of(["a;b", "c", "a;b"])
    assert (first, second) == (("a", "b"), ("c",))
    assert first is third
    assert sorted(asked) == ["a;b", "c"]
