"""Which outline a node stands for: by ISO codes, or by a name that only one region bears; never by guessing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from partnergraph.network.located_in import walk_up
from partnergraph.view.map.atlas import regions
from partnergraph.view.map.crosswalk import code_of_name
from partnergraph.view.map.node_places import lying_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from partnergraph.network import Network

#: Nodes of this type are first-level regions; others are so where they carry an ISO 3166-2 code.
REGION: Final = "Region"


@dataclass(frozen=True)
class Matches:
    """The outlines of a network's nodes.

    Attributes:
        regions: ISO 3166-2 code by row, for the nodes that are a region whose outline is known.
        unmatched: Why there is no outline, by row, for the nodes that are a region.
        inside: ISO 3166-2 code by row, for every node that is such a region or lies in one.
    """

    regions: dict[int, str]
    unmatched: dict[int, str]
    inside: dict[int, str]

    @property
    def countries(self) -> set[str]:
        """The countries whose regions take part, ISO 3166-1 alpha-2."""
        return {code.partition("-")[0] for code in self.regions.values()}


def match_regions(network: Network) -> Matches:
    """Find the outline of every region of a network, and what lies in it.

    Args:
        network: The network. A node with `iso_3166_2` is looked up by it; one of the type Region without it by its
            name and its aliases among the regions of its `country` in ISO 3166-2.
    """
    found: dict[int, str] = {}
    unmatched: dict[int, str] = {}
    columns = (network.nodes[name] for name in ("type", "country", "iso_3166_2", "name", "aliases"))
    for row, (kind, country, iso, name, aliases) in enumerate(zip(*columns, strict=True)):
        if isinstance(iso, str):
            code, reason = iso, ""
        elif kind == REGION:
            code, reason = _by_name(country, [name, *aliases])
        else:
            continue
        if code in _outlined(code.partition("-")[0]):
            found[row] = code
        else:
            unmatched[row] = reason or f"there is no outline for {code}"
    around = lying_in(network)
    inside = {}
    for row in range(len(network.nodes)):
        place = next((place for place in [row, *walk_up(row, around)] if place in found), None)
        if place is not None:
            inside[row] = found[place]
    return Matches(found, unmatched, inside)


def _by_name(country: object, names: Iterable[str]) -> tuple[str, str]:
    """Return the ISO 3166-2 code that the names lead to, or an empty text and why there is none."""
    if not isinstance(country, str):
        return "", "it has neither an ISO 3166-2 code nor a country"
    codes = {code for name in names if (code := code_of_name(country, name))}
    if len(codes) == 1:
        return codes.pop(), ""
    if codes:
        return "", f"its names lead to several regions: {', '.join(sorted(codes))}"
    return "", f"it has no ISO 3166-2 code, and no region of {country} in ISO 3166-2 bears its name"


def _outlined(country: str) -> set[str]:
    return {outline.code for outline in regions(country).outlines if outline.code}
