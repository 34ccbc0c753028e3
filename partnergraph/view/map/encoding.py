"""Lines as short text: whole numbers, each point as the step from the one before it.

A number is zigzagged (0, -1, 1, -2 ... become 0, 1, 2, 3 ...) and written five bits a character, the lowest first; all
but its last character add 32. A line is the number of its points, then x and y of the first, then the steps. The
characters need no escape in JSON, in HTML or in an address. `assets/map/outlines.js` reads the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    Integers = np.ndarray[Any, np.dtype[np.int64]]

ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUES: Final = np.full(128, -1, dtype=np.int64)
_VALUES[[ord(character) for character in ALPHABET]] = np.arange(64)


def encode(lines: Iterable[Integers]) -> str:
    """Return lines as text.

    Args:
        lines: Arrays of whole numbers, one row (x, y) a point; none is empty.
    """
    numbers: list[int] = []
    for line in lines:
        steps = np.diff(line, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel()
        numbers.append(len(line))
        numbers.extend(int(step) for step in np.where(steps < 0, -2 * steps - 1, 2 * steps))
    return "".join(map(_characters, numbers))


def decode(text: str) -> list[Integers]:
    """Return the lines that `encode` wrote.

    Raises:
        ValueError: The text was not written by `encode`.
    """
    numbers = _numbers(text)
    lines = []
    at = 0
    while at < len(numbers):
        end = at + 1 + 2 * int(numbers[at])
        if end > len(numbers):
            raise ValueError("the text ends within a line")
        zigzag = numbers[at + 1 : end].reshape(-1, 2)
        lines.append(np.cumsum(np.where(zigzag & 1, -(zigzag + 1) // 2, zigzag // 2), axis=0))
        at = end
    return lines


def _characters(number: int) -> str:
    text = ""
    while number >= 32:
        text += ALPHABET[32 + (number & 31)]
        number >>= 5
    return text + ALPHABET[number]


def _numbers(text: str) -> Integers:
    codes = np.frombuffer(text.encode("utf-8"), dtype=np.uint8)
    if not len(codes):
        return np.zeros(0, dtype=np.int64)
    values = _VALUES[np.minimum(codes, 127)]
    if (values < 0).any() or values[-1] >= 32:
        raise ValueError("the text holds a character that is not part of a number")
    # A number starts behind each character that ends one.
    starts = np.flatnonzero(np.concatenate([[True], values[:-1] < 32]))
    place = np.arange(len(values)) - np.repeat(starts, np.diff(np.append(starts, len(values))))
    summed: Integers = np.add.reduceat((values & 31) << (5 * place), starts)
    return summed
