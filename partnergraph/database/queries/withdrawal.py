"""Leaving out what is withdrawn: the reader of named queries adds it to every MATCH, so that no author has to.

    MATCH (a:Entity)-[e:AGREEMENT]->(b:Entity) WHERE a.id = $party

is sent as

    MATCH (a:Entity)-[e:AGREEMENT]->(b:Entity) WHERE e.withdrawn_at IS NULL AND a.id = $party

Each edge of a pattern has to stand; along a path of several steps each step; and of a pattern that may hold no edge,
each node or source that it names. An edge between two nodes needs no more: a node is stated as long as one of its
facts is. A pattern that cannot be read that way is refused, so that nothing withdrawn passes unseen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTED_OR_COMMENT: Final = re.compile(
    r"""'(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" | `(?:``|[^`])*` | //[^\n\r]* | /\*.*?\*/""", re.VERBOSE | re.DOTALL
)
#: Where a clause begins that may follow a MATCH; a word behind one of .:$ is a name.
_CLAUSE_OR_BRACKET: Final = re.compile(
    r"[(\[{)\]}]|(?<![.:$\w])(?:OPTIONAL\s+MATCH|MATCH|WHERE|WITH|RETURN|UNWIND|ORDER\s+BY|CALL|UNION)(?!\w)",
    re.IGNORECASE,
)
#: STARTS WITH and ENDS WITH, which are no clauses.
_COMPARISON: Final = re.compile(r"(?<![.:$\w])(?:STARTS|ENDS)\s+WITH(?!\w)", re.IGNORECASE)
_ASKS_FOR_IT: Final = re.compile(r"\bwithdrawn_at\s+IS\s+NOT\s+NULL", re.IGNORECASE)
_EITHER: Final = re.compile(r"(?<![.:$\w])X?OR(?!\w)", re.IGNORECASE)
_EDGE: Final = re.compile(r"<?\s*-\s*\[|<?\s*-\s*-\s*>?(?=\s*\()")
_NAME: Final = re.compile(r"\s*(\w+)")
_FROM_NOTHING: Final = re.compile(r"\*\s*0")
_OUTSIDE: Final = re.compile(r"\)\s*<?\s*-\s*(?:\[[^\]]*\]\s*-|-)\s*>?\s*\(")
#: Forms of a pattern that are not read: quoted names, repeated parts, hints, and searches that choose a path before its
#: conditions are looked at.
_UNREAD: Final = re.compile(
    r"[(\[]\s*`|[)>\-]\s*(?:\{\s*\d*\s*,?\s*\d*\s*\}|\+|\*)|\b(?:shortestPath|allShortestPaths)\s*\(|\bSHORTEST\b|\bUSING\b",
    re.IGNORECASE,
)
_OPENING, _CLOSING = "([{", ")]}"


@dataclass(frozen=True)
class _Clause:
    """A clause of a query: its keyword, and where the keyword, what follows it, and its end stand."""

    word: str
    start: int
    body: int
    end: int


def without_withdrawn(text: str, where: str) -> str:
    """Return a query that leaves out what is withdrawn.

    Args:
        text: Cypher that says nothing of it.
        where: What to call the query in messages.

    Raises:
        UsageError: A pattern cannot be read, or the query asks for what is withdrawn.
    """
    masked = _QUOTED_OR_COMMENT.sub(_mask, text)
    masked = _COMPARISON.sub(lambda match: match.group()[:-4] + "____", masked)
    if _ASKS_FOR_IT.search(masked):
        raise UsageError(
            f"{where}: what is withdrawn is left out unless the header says '// withdrawn: included'; add that line"
        )
    inserted: list[tuple[int, str]] = []
    rest = list(masked)
    names = (name for number in count(1) if (name := f"_{number}") not in text)
    clauses = _clauses(masked)
    for clause, behind in zip(clauses, [*clauses[1:], None], strict=True):
        if not clause.word.endswith("MATCH"):
            continue
        pattern = masked[clause.body : clause.end]
        if unread := _UNREAD.search(pattern) or _nested_edge(pattern):
            raise _unreadable(where, text[clause.start : clause.body + unread.end()])
        rest[clause.body : clause.end] = " " * len(pattern)
        found = list(_conditions(pattern, clause.body, names))
        if not found:
            continue
        inserted += [(place, name) for place, name, _ in found if name]
        condition = " AND ".join(condition for _, _, condition in found)
        if behind is None or behind.word != "WHERE" or behind.start != clause.end:
            inserted.append((clause.body + len(pattern.rstrip()), f"\nWHERE {condition}"))
        else:
            inserted += _joined(condition, masked, behind)
    if outside := _OUTSIDE.search("".join(rest)):
        raise _unreadable(where, text[max(0, outside.start() - 20) : outside.end() + 20])
    for place, addition in sorted(inserted, key=lambda each: each[0], reverse=True):
        text = text[:place] + addition + text[place:]
    return text


def _joined(condition: str, masked: str, behind: _Clause) -> Iterator[tuple[int, str]]:
    """Yield what is to be inserted, and where, so that a WHERE demands one more condition."""
    yield behind.body, f" {condition} AND"
    said = masked[behind.body : behind.end]
    if any(not _depth(said[: match.start()]) for match in _EITHER.finditer(said)):
        yield behind.body + len(said) - len(said.lstrip()), "("
        yield behind.body + len(said.rstrip()), ")"


def _mask(match: re.Match[str]) -> str:
    """Blank a comment and what a quoted text says, so that its letters are taken for nothing; its length stays."""
    found = match.group()
    if found.startswith("/"):
        return re.sub(r"[^\n]", " ", found)
    return f"`{'_' * (len(found) - 2)}`" if found.startswith("`") else "_" * len(found)


def _clauses(masked: str) -> list[_Clause]:
    """Return the clauses of a query, also those within braces; each ends where the next of its depth begins."""
    # The clause that is open at each depth: its keyword, as the last one is that stands in no deeper brackets.
    opened: list[re.Match[str] | None] = [None]
    ended: list[_Clause] = []

    def end(at: int) -> None:
        if word := opened[-1]:
            ended.append(_Clause(" ".join(word.group().upper().split()), word.start(), word.end(), at))

    for match in _CLAUSE_OR_BRACKET.finditer(masked):
        if match.group() in _OPENING:
            opened.append(None)
        elif match.group() in _CLOSING:
            end(match.start())
            opened = opened[:-1] or [None]
        else:
            end(match.start())
            opened[-1] = match
    while opened:
        end(len(masked))
        opened.pop()
    return sorted(ended, key=lambda clause: clause.start)


def _conditions(pattern: str, offset: int, names: Iterator[str]) -> Iterator[tuple[int, str, str]]:
    """Yield for each edge, or node without one: where a name is to be put, that name or "", and the condition."""
    start = 0
    for part in _parts(pattern):
        edges = list(_edges(part))
        has_edge = False
        for place, inside in edges:
            own = _own_name(inside)
            name = own or next(names)
            head = inside.partition("{")[0]
            has_edge = has_edge or not _FROM_NOTHING.search(head)
            is_bare = place < 0  # --, which becomes -[name]-
            addition = "" if own else f"[{name}]" if is_bare else f"{name} "
            yield offset + start + abs(place), addition, _stands(name, is_path="*" in head)
        for place, inside in () if has_edge else _nodes(part):
            own = _own_name(inside)
            if own or not edges:
                name = own or next(names)
                yield offset + start + place, "" if own else f"{name} ", _stands(name, is_path=False)
        start += len(part) + 1


def _own_name(inside: str) -> str:
    """Return the name that the brackets of a node or an edge begin with; "" where there is none."""
    found = _NAME.match(inside)
    name = found.group(1) if found else ""
    return "" if name.upper() == "WHERE" else name


def _nested_edge(pattern: str) -> re.Match[str] | None:
    """Return the first edge that stands within brackets, as in a condition of a node."""
    return next((match for match in _EDGE.finditer(pattern) if _depth(pattern[: match.start()])), None)


def _stands(name: str, *, is_path: bool) -> str:
    if is_path:
        return f"all(step IN {name} WHERE step.withdrawn_at IS NULL)"
    return f"{name}.withdrawn_at IS NULL"


def _parts(pattern: str) -> Iterator[str]:
    """Yield the parts of a pattern, which commas divide."""
    start = depth = 0
    for place, letter in enumerate(pattern):
        depth += (letter in _OPENING) - (letter in _CLOSING)
        if letter == "," and not depth:
            yield pattern[start:place]
            start = place + 1
    yield pattern[start:]


def _edges(part: str) -> Iterator[tuple[int, str]]:
    """Yield where each edge's brackets begin and what they hold; the place is negative where there are none."""
    for match in _EDGE.finditer(part):
        if match.group().endswith("["):
            yield match.end(), part[match.end() : _closing(part, match.end())]
        else:
            yield -(part.index("-", match.start()) + 1), ""


def _nodes(part: str) -> Iterator[tuple[int, str]]:
    """Yield where each node's brackets begin and what they hold."""
    for place, letter in enumerate(part):
        if letter == "(" and not _depth(part[:place]):
            yield place + 1, part[place + 1 : _closing(part, place + 1)]


def _closing(text: str, start: int) -> int:
    """Return where the bracket that was opened before `start` is closed."""
    depth = 1
    for place in range(start, len(text)):
        depth += (text[place] in _OPENING) - (text[place] in _CLOSING)
        if not depth:
            return place
    return len(text)


def _depth(text: str) -> int:
    return sum(map(text.count, _OPENING)) - sum(map(text.count, _CLOSING))


def _unreadable(where: str, piece: str) -> UsageError:
    return UsageError(
        f"{where}: what is withdrawn cannot be left out of {' '.join(piece.split())!r}; write the pattern as a MATCH "
        "of plain steps, or say '// withdrawn: included' in the header and leave it out yourself"
    )
