"""A cache of what a function makes of a column: each different value is worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

K = TypeVar("K")
V = TypeVar("V")

#: So many different values are kept; beyond them all are forgotten and kept anew.
MOST_KEPT: Final = 300_000
#: Where the first so many values, or more, are all different, remembering them would cost more than it saves.
_HOPELESS: Final = 8192
_AT_ONCE: Final = 512


class Memo(Generic[K, V]):
    """What a function makes of each value of a column.

    A column says few things many times: each is worked out once, and what is made of it is one object wherever it
    stands. The values must be hashable and, where they are equal, stand for the same.
    """

    def __init__(self, make: Callable[[K], V]) -> None:
        self._make = make
        self._made: dict[K, V] = {}
        self._asked = 0

    def of(self, values: Sequence[K]) -> list[V]:
        """Return what is made of each value, in their order.

        Args:
            values: A column, or the next part of it.
        """
        found: list[V] = []
        for start in range(0, len(values), _AT_ONCE):
            found += self._of_few(values[start : start + _AT_ONCE])
        return found

    def _of_few(self, values: Sequence[K]) -> Iterable[V]:
        if self._asked == len(self._made) >= _HOPELESS:
            return map(self._make, values)
        if len(self._made) > MOST_KEPT:
            self._made.clear()
        # Sets and dicts as a whole: asking about value by value would take several times as long.
        new = set(values).difference(self._made)
        self._made.update(zip(new, map(self._make, new), strict=True))
        self._asked += len(values)
        return map(self._made.__getitem__, values)
