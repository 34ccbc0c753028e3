"""Names that were misspelt: which of the valid ones was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Iterable


#: A longer text is no misspelt name, and comparing it with thousands of names is slow.
_LONGEST: Final = 250


def nearest(found: str, choices: Iterable[str], *, least: int = 70, whole: bool = False) -> str:
    """Return the choice most like what was found, or "" where none is like it.

    Args:
        found: What stands there.
        choices: The valid values.
        least: The least likeness, 0 to 100; at 70 Regoin is like Region, while Town is not like Institution.
        whole: Compare whole texts; otherwise `twin` is like `TWINNING` too.
    """
    if len(found) > _LONGEST:
        return ""
    scorer = fuzz.ratio if whole else fuzz.WRatio
    match = process.extractOne(found, list(choices), scorer=scorer, score_cutoff=least, processor=str.casefold)
    return match[0] if match else ""


def known(found: str, choices: Iterable[str]) -> str:
    """Return the end of a message on a name that is none: the choice that was likely meant, and all there are."""
    names = list(choices)
    near = nearest(found, names)
    hint = f"did you mean {near}? " if near else ""
    return f"{hint}known: {', '.join(names) or 'none'}"
