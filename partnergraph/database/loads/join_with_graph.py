"""Joining a source with the graph before it is loaded: its parties that the database has already take their ids.

A loader's parties are compared with those of the loaders that were loaded before it, never the other way round: so the
order of the first loads decides whose ids stand, and loading anything again changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from partnergraph.loading.identity.joining import Joined, join
from partnergraph.loading.identity.matching import KnownParties
from partnergraph.loading.identity.parties import Party, parties_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnergraph.database.connection import Database
    from partnergraph.loader import Loader
    from partnergraph.network import Network

_PARTIES: Final = (
    "MATCH (n:Entity) WHERE n.withdrawn_at IS NULL "
    "RETURN labels(n) AS labels, n.loaders AS loaders, n.id AS id, n.name AS name, n.country AS country, "
    "n.aliases AS aliases, n.wikidata AS wikidata, n.geonames AS geonames, n.iso_3166_2 AS iso_3166_2, "
    "n.latitude AS latitude, n.longitude AS longitude ORDER BY id"
)
_LOADERS: Final = "MATCH (l:Loader) RETURN l.id AS id, l.position AS position"


def join_with_database(database: Database, read: Sequence[tuple[Loader, Network]]) -> list[Joined]:
    """Give the parties of these networks the ids of those in a database, and of each other's, that they are.

    Args:
        database: Where the known parties are.
        read: Loaders with what they state, in the order in which they are to be loaded.

    Returns:
        One a loader, in the order given.

    Raises:
        InputError: One id stands for two parties that cannot be one.
    """
    positions = {row["id"]: (row["position"] or 0, row["id"]) for row in database.read(_LOADERS)}
    given = {loader.name for loader, _ in read}
    held = _parties(database) if positions.keys() - given else []
    done: dict[int, Joined] = {}
    fresh: list[Party] = []
    # Those that the database has come in the order of their first load, then the new ones.
    order = sorted(range(len(read)), key=lambda each: positions.get(read[each][0].name, (len(positions) + 1, "")))
    for index in order:
        loader, network = read[index]
        mine = positions.get(loader.name)
        before = {name for name, place in positions.items() if name not in given and (mine is None or place < mine)}
        theirs = [party for party in held if before.intersection(party.loaders)]
        theirs.sort(key=lambda party: min(positions[name] for name in before.intersection(party.loaders)))
        known = KnownParties(theirs)
        for party in fresh:
            known.add(party)
        done[index] = join(loader, network, known)
        fresh += parties_of(done[index].network, loader.name)
    return [done[index] for index in range(len(read))]


def _parties(database: Database) -> list[Party]:
    parties = []
    for row in database.read(_PARTIES):
        cells = {name: value for name, value in row.items() if value not in (None, []) and name != "labels"}
        cells["type"] = next((label for label in row["labels"] if label != "Entity"), "")
        parties.append(Party.from_row(cells, row["loaders"] or ()))
    return parties
