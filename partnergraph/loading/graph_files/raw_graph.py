"""A graph as a file gives it, before anything is known of the canonical columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError
from partnergraph.files import require_regular

if TYPE_CHECKING:
    from pathlib import Path

#: A larger file is refused before it is read: what is read is held in memory, about ten times its size.
LARGEST: Final = 512 << 20
#: More nodes or edges than this are refused while they are read.
MOST_RECORDS: Final = 3_000_000
#: More attributes than this are no attributes but data that lies on its side.
MOST_ATTRIBUTES: Final = 500
LONGEST_TEXT: Final = 1 << 20


@dataclass(slots=True)
class FoundNode:
    """A node of a file: its id there, and its attributes by the names that the file gives them."""

    id: str
    cells: dict[str, Any]


@dataclass(slots=True)
class FoundEdge:
    """An edge of a file.

    Attributes:
        source: The id of the node it starts from.
        target: The id of the node it ends at.
        directed: Whether the file says that its direction counts.
        id: Its own id, None where it has none.
        cells: Its attributes by the names that the file gives them.
    """

    source: str
    target: str
    directed: bool
    id: str | None
    cells: dict[str, Any]


@dataclass
class FoundGraph:
    """What a file holds.

    Attributes:
        file: The name that messages show.
        nodes: Its nodes, in their order.
        edges: Its edges, in their order; parallel ones and loops among them.
        title: What it calls itself, "" where it does not.
        when: The date that it gives itself, "" where it does not.
        own: What `partnergraph export` wrote into it: sources and declarations. None for any other file.
        encoding: The encoding that the user states; "" where it is to be recognised.
        notes: What was left out or understood in one of several ways, each a sentence.
    """

    file: str
    nodes: list[FoundNode] = field(default_factory=list)
    edges: list[FoundEdge] = field(default_factory=list)
    title: str = ""
    when: str = ""
    own: dict[str, Any] | None = None
    encoding: str = ""
    notes: list[str] = field(default_factory=list)

    def add_node(self, identifier: str, cells: dict[str, Any]) -> None:
        """Add a node.

        Raises:
            UsageError: There are too many.
        """
        self.nodes.append(FoundNode(identifier, cells))
        self._require_bound(len(self.nodes), "nodes")

    def add_edge(
        self, source: str, target: str, cells: dict[str, Any], *, directed: bool, identifier: str | None = None
    ) -> None:
        """Add an edge.

        Raises:
            UsageError: There are too many.
        """
        self.edges.append(FoundEdge(source, target, directed, identifier or None, cells))
        self._require_bound(len(self.edges), "edges")

    def add_missing_nodes(self) -> None:
        """Add the nodes that only edges name, in the order in which they do."""
        known = {node.id for node in self.nodes}
        for edge in self.edges:
            for end in (edge.source, edge.target):
                if end not in known:
                    known.add(end)
                    self.add_node(end, {})

    def _require_bound(self, count: int, what: str) -> None:
        if count > MOST_RECORDS:
            raise UsageError(f"{self.file}: more than {MOST_RECORDS:,} {what}; load it in parts")


def require_readable(path: Path, file: str) -> None:
    """Make sure that a file is there, not empty, and of a size that can be read.

    Raises:
        UsageError: It is not.
    """
    require_regular(path, file)
    try:
        with path.open("rb"):
            size = path.stat().st_size
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}") from None
    if not size:
        raise UsageError(f"{file}: the file is empty")
    if size > LARGEST:
        raise UsageError(f"{file}: larger than {LARGEST >> 20} MB; load it in parts")
