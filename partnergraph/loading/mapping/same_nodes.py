"""Which of the nodes that rows name are the same: by id, or by type, name and country, and by where they lie."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError
from partnergraph.great_circle import great_circle_km
from partnergraph.loading.mapping.node_ids import made_id, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: So many places of one name in one country are no places.
MOST_NAMESAKES: Final = 500
#: Columns in which several rows may add to one another.
_LISTS: Final = frozenset({"aliases"})


@dataclass(slots=True)
class Mention:
    """A node as rows name it: all rows that name it with the same id, or the same name, country and coordinates.

    Attributes:
        key: Its id where it has one of its own, else type, slug of the name, and country.
        cells: By the columns of nodes.csv.
        number: The row that named it first.
        file: The table of that row.
        container: The mention of the place it lies in, -1 where there is none.
        within_km: How far apart places of one name may lie to be one.
        id: The id it gets, "" where it cannot be told.
    """

    key: tuple[str, ...]
    cells: dict[str, str]
    number: int
    file: str
    container: int = -1
    within_km: float = 0.0
    id: str = ""


@dataclass
class Nodes:
    """The nodes that the rows of all tables of a loader name.

    Attributes:
        mentions: In the order in which they were named first.
        differing: How often a later row gave a column of a node another value, which was left out.
        spellings: The names by which rows call one node, by its id, where there are several.
    """

    mentions: list[Mention] = field(default_factory=list)
    differing: Counter[str] = field(default_factory=Counter)
    spellings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _known: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def mention(
        self, cells: Mapping[str, str], number: int, file: str, container: int = -1, within_km: float = 0.0
    ) -> int:
        """Note that a row names a node, and return the position of its mention.

        Args:
            cells: By the columns of nodes.csv; without `type`, it is only named by its id.
            number: The row.
            file: The table.
            container: The mention of the place it lies in.
            within_km: How far apart places of one name may lie to be one.
        """
        if cells.get("id"):
            key: tuple[str, ...] = (cells["id"],)
            exact: tuple[Any, ...] = key
        else:
            key = (cells["type"], slug(cells["name"]), cells.get("country", ""))
            parent = self.mentions[container].key if container >= 0 else cells.get("located_in", "")
            exact = (*key, cells["name"], parent, cells.get("latitude", ""), cells.get("longitude", ""))
        position = self._known.setdefault(exact, len(self.mentions))
        if position == len(self.mentions):
            filled = {name: text for name, text in cells.items() if text}
            self.mentions.append(Mention(key, filled, number, file, container, within_km))
        else:
            self._add(self.mentions[position], cells, container, number, file)
        return position

    def _add(self, mention: Mention, cells: Mapping[str, str], container: int, number: int, file: str) -> None:
        if "type" not in mention.cells and cells.get("type"):
            mention.number, mention.file = number, file
        if mention.container < 0:
            mention.container = container
        self._fill(mention.cells, cells, cells.get("id", ""))

    def _fill(self, mine: dict[str, str], cells: Mapping[str, str], identifier: str) -> None:
        """Fill what is missing; another name becomes an alias, another value is left out and counted."""
        placed = "latitude" in mine
        for name, text in cells.items():
            if name in _LISTS:
                mine[name] = _united(mine.get(name, ""), text)
            elif not text or name == "id" or (placed and name in {"latitude", "longitude"}):
                continue
            elif mine.setdefault(name, text) != text:
                if name == "name":
                    self.spellings[identifier] |= {mine[name], text}
                    mine["aliases"] = _united(mine.get("aliases", ""), text)
                else:
                    self.differing[name] += 1

    def settle(self) -> None:
        """Decide which mentions are one node, and give each its id.

        Mentions of the same type, name and country are one node unless they lie in different places or farther apart
        than `within_km`. Of several nodes with the same name in one country each carries in its id what tells it from
        the others. A mention that says neither where it lies nor in what could be any of them: it gets no id.
        """
        groups: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            groups[mention.key].append(mention)
        for key, mentions in groups.items():
            if len(key) == 1:
                for mention in mentions:
                    mention.id = key[0]
                continue
            base = made_id(mentions[0].cells["type"], mentions[0].cells["name"], key[2])
            nodes = self._told_apart(mentions)
            for node in nodes:
                made = base if len(nodes) == 1 else f"{base}-{self._mark(node, nodes)}"
                for mention in node:
                    mention.id = made

    def _told_apart(self, mentions: Sequence[Mention]) -> list[list[Mention]]:
        """Return the mentions of each node; those that could be any of several are in none."""
        by_parent: dict[Any, list[Mention]] = defaultdict(list)
        for mention in mentions:
            by_parent[self._parent(mention)].append(mention)
        homeless = by_parent.pop("", [])
        nodes: list[list[Mention]] = []
        unplaced: list[Mention] = []
        for inside in by_parent.values():
            near = _by_distance([mention for mention in inside if _has_coordinates(mention)])
            bare = [mention for mention in inside if not _has_coordinates(mention)]
            if len(near) > 1:
                nodes += near
            else:
                nodes.append([*(near[0] if near else []), *bare])
        for cluster in _by_distance([mention for mention in homeless if _has_coordinates(mention)]):
            home = [node for node in nodes if any(_are_near(one, other) for one in node for other in cluster)]
            bare_home = [node for node in nodes if not any(_has_coordinates(each) for each in node)]
            if len(home) == 1:
                home[0].extend(cluster)
            elif not home and len(nodes) == 1 and bare_home:
                bare_home[0].extend(cluster)
            else:
                nodes.append(list(cluster))
        unplaced += [mention for mention in homeless if not _has_coordinates(mention)]
        if len(nodes) <= 1 and unplaced:
            return [[*(nodes[0] if nodes else []), *unplaced]]
        return nodes

    def _parent(self, mention: Mention) -> Any:  # noqa: ANN401  a key to tell parents apart
        return self.mentions[mention.container].key if mention.container >= 0 else mention.cells.get("located_in", "")

    def _mark(self, node: Sequence[Mention], nodes: Sequence[Sequence[Mention]]) -> str:
        """Return what tells a node from its namesakes: the place it lies in, or its degrees."""
        parents = [{slug(str(self._parent_name(each))) for each in other} - {""} for other in nodes]
        mine = parents[[id(other) for other in nodes].index(id(node))]
        if len(mine) == 1 and sum(mine <= other for other in parents) == 1:
            return next(iter(mine))
        placed = [each for each in node if _has_coordinates(each)]
        if placed:
            latitude, longitude = _coordinates(min(placed, key=_coordinates))
            north, east = "n" if latitude >= 0 else "s", "e" if longitude >= 0 else "w"
            return f"{abs(latitude):.2f}{north}-{abs(longitude):.2f}{east}"
        return "-".join(sorted(mine)) or "elsewhere"

    def _parent_name(self, mention: Mention) -> str:
        if mention.container >= 0:
            return self.mentions[mention.container].cells.get("name", "")
        return mention.cells.get("located_in", "")

    def rows(self) -> dict[str, tuple[dict[str, str], Mention]]:
        """Return the cells of each node by its id, with its first mention."""
        found: dict[str, tuple[dict[str, str], Mention]] = {}
        for mention in self.mentions:
            if not mention.id or "type" not in mention.cells:
                continue
            cells = dict(mention.cells)
            if mention.container >= 0 and self.mentions[mention.container].id:
                cells["located_in"] = self.mentions[mention.container].id
            if mention.id not in found:
                found[mention.id] = ({"id": mention.id, **cells}, mention)
                continue
            self._fill(found[mention.id][0], cells, mention.id)
        return found


def _united(first: str, second: str) -> str:
    items = [item.strip() for text in (first, second) for item in text.split(";")]
    return ";".join(dict.fromkeys(item for item in items if item))


def _has_coordinates(mention: Mention) -> bool:
    return "latitude" in mention.cells


def _coordinates(mention: Mention) -> tuple[float, float]:
    return float(mention.cells["latitude"]), float(mention.cells["longitude"])


def _are_near(one: Mention, other: Mention) -> bool:
    if not (_has_coordinates(one) and _has_coordinates(other)):
        return False
    return great_circle_km(_coordinates(one), _coordinates(other)) <= max(one.within_km, other.within_km)


def _by_distance(mentions: Iterable[Mention]) -> list[list[Mention]]:
    """Put together the mentions from which a chain of near ones leads to each other."""
    waiting = list(mentions)
    if len(waiting) > MOST_NAMESAKES:
        first = waiting[0]
        raise UsageError(
            f"{first.file}: {len(waiting):,} different points are called {first.cells['name']!r} in one country; "
            "is the name taken from the right column?"
        )
    clusters = []
    while waiting:
        cluster = [waiting.pop(0)]
        for member in cluster:
            near = [mention for mention in waiting if _are_near(member, mention)]
            waiting = [mention for mention in waiting if not any(mention is each for each in near)]
            cluster += near
        clusters.append(cluster)
    return clusters
