"""Node and edge types of a foreign graph: known ones recognised, its own declared, what it lacks given by default."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError
from partnergraph.letters import without_marks
from partnergraph.naming import hint
from partnergraph.vocabulary import RESERVED_LABELS, STANDARD, EdgeType, NodeType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: The types of nodes and edges of which a file does not say what they are. The same in every file, so that several
#: can be in one database.
PARTY: Final = NodeType("Party", "A party of a network whose file does not say what kind it is")
LINK: Final = EdgeType("LINK", "A relation, both ways, whose file does not say what kind it is", directed=False)
ARC: Final = EdgeType("ARC", "A relation from one to another whose file does not say what kind it is")
#: More kinds than this are no kinds but names or notes.
MOST_KINDS: Final = 100
_OWN_NODE_DOC: Final = "A kind of node that a graph file names"
OWN_EDGE_DOC: Final = "A kind of edge that a graph file names"
_LONGEST_NAME: Final = 60


def node_types(names: Iterable[str]) -> dict[str, NodeType]:
    """Return a node type for each name that a file gives: `town hall` becomes TownHall, `city` is City.

    Args:
        names: The kinds of nodes as the file calls them.
    """
    by_case = {name.casefold(): node_type for name, node_type in STANDARD.node_types.items()}
    found: dict[str, NodeType] = {}
    for name in names:
        words = _words(name)
        label = "".join(word[:1].upper() + word[1:] for word in words)[:_LONGEST_NAME]
        if not label or not label[0].isalpha():
            label = f"Type{label or _digest(name)}"
        label = f"{label}Node" if label in RESERVED_LABELS else label
        standard = by_case.get(label.casefold())
        found[name] = standard or (PARTY if label == PARTY.name else NodeType(label, _OWN_NODE_DOC))
    return found


def edge_types(names: Mapping[str, Iterable[bool]]) -> dict[tuple[str, bool], EdgeType]:
    """Return an edge type for each name and direction that a file gives: `works at` becomes WORKS_AT.

    Where the file has directed and undirected edges of one kind, these are two types, since a type says whether the
    order of its ends counts.

    Args:
        names: The kinds of edges as the file calls them, and which directions it has of each.
    """
    found: dict[tuple[str, bool], EdgeType] = {}
    meant: defaultdict[str, set[bool]] = defaultdict(set)
    for name, directions in names.items():
        meant[_edge_name(name)] |= set(directions)
    for name, directions in names.items():
        label = _edge_name(name)
        for directed in directions:
            if label in STANDARD.edge_types:
                found[name, directed] = STANDARD.edge_types[label]
            elif label in {LINK.name, ARC.name}:
                found[name, directed] = ARC if directed else LINK
            else:
                own = label if directed or len(meant[label]) == 1 else f"{label}_BOTH_WAYS"
                found[name, directed] = EdgeType(own, OWN_EDGE_DOC, directed=directed)
    return found


def given_node_type(name: str) -> NodeType:
    """Return the node type that a user names for nodes without one.

    Raises:
        UsageError: It is none of the vocabulary.
    """
    choices = {**STANDARD.node_types, PARTY.name: PARTY}
    if name not in choices:
        raise UsageError(f"{name!r} is no node type; {hint(name, choices)}")
    return choices[name]


def given_edge_type(name: str) -> EdgeType:
    """Return the edge type that a user names for edges without one.

    Raises:
        UsageError: It is none of the vocabulary.
    """
    choices = {**STANDARD.edge_types, LINK.name: LINK, ARC.name: ARC}
    if name not in choices:
        raise UsageError(f"{name!r} is no edge type; {hint(name, choices)}")
    return choices[name]


def _edge_name(name: str) -> str:
    label = "_".join(_words(name)).upper()[:_LONGEST_NAME]
    return label if label[:1].isalpha() else f"TYPE_{label or _digest(name).upper()}"


def _words(name: str) -> list[str]:
    """Return the words of a name in plain Latin letters and digits; none where a letter is of another script."""
    plain = without_marks(name)
    if any(each.isalpha() and not each.isascii() for each in plain):
        return []
    return re.findall(r"[A-Za-z0-9]+", plain)


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:6]
