"""Words of messages: a number with its noun, names as a sentence lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def count(number: int, noun: str) -> str:
    """Return a number with its noun: 1 fact, 2 facts."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(names: Iterable[str], last: str = "and") -> str:
    """Return names as a sentence lists them: A, B and C."""
    *head, tail = names
    return f"{', '.join(head)} {last} {tail}" if head else tail
