"""Names that were misspelt: which of the valid ones was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(found: str, choices: Iterable[str], *, least: int = 60) -> str:
    """Return the choice most like what was found, or "" where none is like it.

    Args:
        found: What stands there.
        choices: The valid values.
        least: The least likeness, 0 to 100.
    """
    match = process.extractOne(found, list(choices), score_cutoff=least, processor=str.casefold)
    return match[0] if match else ""
