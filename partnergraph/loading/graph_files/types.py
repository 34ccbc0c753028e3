"""Node and edge types of a foreign graph: known ones recognised, its own declared, what it lacks given by default."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from anyascii import anyascii

from partnergraph.errors import UsageError
from partnergraph.letters import without_marks
from partnergraph.loading.guessing.words import plain_word, words_of
from partnergraph.naming import hint
from partnergraph.tables import cell_text
from partnergraph.vocabulary import RESERVED_LABELS, STANDARD, STANDARD_NAMES, EdgeType, NodeType

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
_MOST_SAID: Final = 20


def node_types(names: Iterable[str]) -> dict[str, NodeType]:
    """Return a node type for each name that a file gives: `town hall` becomes TownHall, `city` and `Город` are City.

    Args:
        names: The kinds of nodes as the file calls them, in any script.
    """
    by_case = {name.casefold(): node_type for name, node_type in STANDARD.node_types.items()}
    found: dict[str, NodeType] = {}
    meant: dict[str, str] = {}
    for name in names:
        words = _words(name)
        label = "".join(word[:1].upper() + word[1:] for word in words)[:_LONGEST_NAME]
        standard = by_case.get(label.casefold()) or STANDARD.node_types.get(_by_words(name, "thing:", "kinds"))
        if standard is not None:
            found[name] = standard
            continue
        if not label or not label[0].isalpha():
            label = f"Type{label or _digest(name)}"
        label = f"{label}Node" if label in RESERVED_LABELS else label
        label = _of_its_own(label, name, meant, "")
        found[name] = PARTY if label == PARTY.name else NodeType(label, _doc(_OWN_NODE_DOC, name))
    return found


def edge_types(names: Mapping[str, Iterable[bool]]) -> dict[tuple[str, bool], EdgeType]:
    """Return an edge type for each name and direction that a file gives: `works at` becomes WORKS_AT.

    Where the file has directed and undirected edges of one kind, these are two types, since a type says whether the
    order of its ends counts.

    Args:
        names: The kinds of edges as the file calls them, in any script, and which directions it has of each.
    """
    found: dict[tuple[str, bool], EdgeType] = {}
    meant: defaultdict[str, set[bool]] = defaultdict(set)
    taken: dict[str, str] = {}
    labels = {name: _edge_name(name, taken) for name in names}
    for name, directions in names.items():
        meant[labels[name]] |= set(directions)
    for name, directions in names.items():
        label = labels[name]
        for directed in directions:
            if label in STANDARD.edge_types:
                found[name, directed] = STANDARD.edge_types[label]
            elif label in {LINK.name, ARC.name}:
                found[name, directed] = ARC if directed else LINK
            else:
                own = label if directed or len(meant[label]) == 1 else f"{label}_BOTH_WAYS"
                found[name, directed] = EdgeType(own, _doc(OWN_EDGE_DOC, name), directed=directed)
    return found


def understood(types: Mapping[str, NodeType | EdgeType]) -> str:
    """Say which words of a file were taken for known types, though they are not their names; "" where none were.

    Args:
        types: The type of each word.
    """
    said = [
        f"{word} as {kind.name}"
        for word, kind in types.items()
        if kind.name in STANDARD_NAMES and "".join(_words(word)).casefold() != kind.name.replace("_", "").casefold()
    ]
    return (
        f"understood by their words: {', '.join(said[:_MOST_SAID])}{' ...' if len(said) > _MOST_SAID else ''}"
        if said
        else ""
    )


def labels_of(value: object) -> list[str]:
    """Return the kinds that a cell names: `city` one, `:City:Capital`, as Neo4j's export writes labels, two."""
    if isinstance(value, (list, tuple)):
        labels = [cell_text(each).strip() for each in value]
    else:
        text = cell_text(value).strip()
        labels = text.split(":") if text.startswith(":") else [text]
    return list(dict.fromkeys(label.strip() for label in labels if label.strip()))


def stated_kind(value: object) -> str:
    """Return the kind that a cell names, "" for none; of several a known one, or the first."""
    labels = labels_of(value)
    return next((each for each in labels if each in STANDARD.node_types), labels[0] if labels else "")


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


def _edge_name(name: str, taken: dict[str, str]) -> str:
    label = "_".join(_words(name)).upper()[:_LONGEST_NAME]
    if label in STANDARD.edge_types:
        return label
    if (known := _by_words(name, "tie:", "")) in STANDARD.edge_types:
        return known
    label = label if label[:1].isalpha() else f"TYPE_{label or _digest(name).upper()}"
    return _of_its_own(label, name, taken, "_")


def _by_words(name: str, group: str, names: str) -> str:
    """Return the known type that a word of another script means by the word lists; "" where it is none.

    Latin words stand for themselves: a plant may be a works, or grow in a network of flowers and bees.

    Args:
        name: The kind as the file calls it.
        group: What the lists call such types: `thing:` or `tie:`.
        names: The section of words in names that is asked next; "" for none.
    """
    word = plain_word(name.strip())
    if without_marks(word).isascii() or not word.isalpha():
        return ""
    found = {tag.removeprefix(group): len(each) for tag, words in words_of("header").items() if tag.startswith(group)
             for each in words if word == each or (each.endswith("*") and word.startswith(each[:-1]))}  # fmt: skip
    found = {kind: length for kind, length in found.items() if length == max(found.values()) and kind != "any"}
    if not found and names:
        return next((kind for kind, words in words_of(names).items() if word in words), "")
    return next(iter(found)) if len(found) == 1 else ""


def _words(name: str) -> list[str]:
    """Return the words of a name in plain Latin letters and digits; other scripts are romanised."""
    plain = without_marks(name)
    if not plain.isascii():
        plain = anyascii(name).replace("'", "")
    # Chinese is romanised to ShiChang, which is one word.
    return re.findall(r"[A-Za-z0-9]+", plain)


def _doc(doc: str, name: str) -> str:
    """Return the explanation of a type of the file's; the word itself where it is of another script."""
    word = " ".join(name.casefold().split())[:_LONGEST_NAME]
    return doc if without_marks(word).isascii() else f"{doc}: {word}"


def _of_its_own(label: str, name: str, taken: dict[str, str], joint: str) -> str:
    """Return a label that no other word of another script has: two words may be written alike in Latin letters."""
    doc = _doc("", name)
    made, number = label, 1
    while taken.setdefault(made, doc) != doc:
        number += 1
        made = f"{label}{joint}{number}"
    return made


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:6]
