"""Parties as the question who is who sees them, and which of two may be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from partnergraph.great_circle import great_circle_km
from partnergraph.network import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from partnergraph.network import Network

#: Columns that hold the id of a party in a register that many share, the surest first.
SHARED_IDS: Final = ("wikidata", "geonames", "iso_3166_2")
#: Types whose coordinates are a point: of a region they are somewhere in it.
_POINTS: Final = frozenset({"City", "Settlement", "District"})
#: Two descriptions of one town differ by no more; towns of one name in one country lie farther apart.
SAME_TOWN_KM: Final = 30.0
#: What a party's likeness to another must reach to be proposed, of 100; and how many are proposed at most.
LEAST_LIKENESS: Final = 82
MOST_PROPOSED: Final = 5


@dataclass(frozen=True, slots=True)
class Party:
    """A node with what can tell who it is.

    Attributes:
        id: Its id.
        type: Its node type.
        name: Its standard name.
        country: ISO alpha-2; "" where the source does not say.
        aliases: Other names.
        shared_ids: Its ids by the columns of `SHARED_IDS`; those it has.
        point: Latitude and longitude in degrees.
        loaders: Who states it.
    """

    id: str
    type: str
    name: str
    country: str = ""
    aliases: tuple[str, ...] = ()
    shared_ids: tuple[tuple[str, str], ...] = ()
    point: tuple[float, float] | None = None
    loaders: tuple[str, ...] = ()

    @classmethod
    def from_row(cls, row: Mapping[str, Any], loaders: Iterable[str]) -> Party:
        """Make a party of a row of nodes.csv without its missing cells."""
        point = (float(row["latitude"]), float(row["longitude"])) if "latitude" in row and "longitude" in row else None
        return cls(
            id=row["id"],
            type=row["type"],
            name=row["name"],
            country=row.get("country") or "",
            aliases=tuple(row.get("aliases") or ()),
            shared_ids=tuple((column, row[column]) for column in SHARED_IDS if row.get(column)),
            point=point,
            loaders=tuple(loaders),
        )

    @property
    def shown(self) -> str:
        """The party for a message: `Brest (City, BY)`."""
        return f"{self.name} ({', '.join(filter(None, (self.type, self.country)))})"


def parties_of(network: Network, loader: str) -> Iterator[Party]:
    """Yield the nodes of a network as parties stated by a loader."""
    for row in records(network.nodes):
        yield Party.from_row(row, (loader,))


def differ(first: Party, second: Party) -> str:
    """Say what shows that two parties of one name are not one; "" where nothing does.

    It is their country, another id in one register, or, of towns and districts, more than `SAME_TOWN_KM` between them.
    """
    if first.country and second.country and first.country != second.country:
        return f"another country: {second.country}"
    ids = dict(second.shared_ids)
    for column, value in first.shared_ids:
        if ids.get(column, value) != value:
            return f"another {column} id: {ids[column]}"
    if first.type in _POINTS and second.type in _POINTS and first.point and second.point:
        distance = great_circle_km(first.point, second.point)
        if distance > SAME_TOWN_KM:
            return f"{distance:.0f} km apart"
    return ""
