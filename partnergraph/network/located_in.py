"""What lies in what: the way up from a node through the places around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    import pandas as pd

_T = TypeVar("_T", bound="Hashable")


def containers(nodes: pd.DataFrame) -> dict[str, str]:
    """Return the id of the place that each node lies in, for those that lie in one.

    Args:
        nodes: A network's.
    """
    pairs = zip(nodes["id"], nodes["located_in"], strict=True)
    return {node: place for node, place in pairs if isinstance(place, str) and place}


def walk_up(start: _T, above: Mapping[_T, _T]) -> Iterator[_T]:
    """Give what is above something, the nearest first; a circle ends it.

    Args:
        start: Is not given itself.
        above: What is directly above each, such as the place it lies in.
    """
    passed = {start}
    place = above.get(start)
    while place is not None and place not in passed:
        yield place
        passed.add(place)
        place = above.get(place)


def with_all_above(starts: Iterable[_T], above: Mapping[_T, _T]) -> set[_T]:
    """Return these and whatever is above them.

    Args:
        starts: Where the walks begin.
        above: What is directly above each, such as the place it lies in.
    """
    reached: set[_T] = set()
    for start in starts:
        place: _T | None = start
        while place is not None and place not in reached:
            reached.add(place)
            place = above.get(place)
    return reached


def places_of_type(nodes: pd.DataFrame, node_type: str, *, by: str = "name") -> dict[str, str]:
    """Return the place of a type, such as Region, that each node is or lies in; nodes in none are left out.

    Args:
        nodes: A network's.
        node_type: The type of place that is asked for.
        by: `name` or `id`: what of the place is returned.
    """
    chosen = nodes[nodes["type"] == node_type]
    answers = dict(zip(chosen["id"], chosen[by], strict=True))
    if not answers:
        return {}
    above = containers(nodes)
    found = {}
    for node in nodes["id"]:
        place = next((place for place in (node, *walk_up(node, above)) if place in answers), None)
        if place is not None:
            found[node] = answers[place]
    return found
