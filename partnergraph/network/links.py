"""From fact to fact: what a fact carries out, in a network that may lack the other one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def inner_links(links: Sequence[Iterable[str] | None], ids: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the links that lead to an edge which is there; a part of a network may lack what a fact carries out.

    Args:
        links: For each edge the ids of the edges that it carries out, or None.
        ids: The ids of the edges that are there.
    """
    there = set(ids)
    return [tuple(each for each in carried or () if each in there) for carried in links]
