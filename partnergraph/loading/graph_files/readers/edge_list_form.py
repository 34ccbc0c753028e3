"""How an edge list is written: the sign between its cells, its header, its remarks, and what its comments say."""

from __future__ import annotations

import ast
import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from partnergraph.cells import truth
from partnergraph.errors import UsageError
from partnergraph.loading.guessing.words import read_header

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMENTS: Final = ("#", "%", "//")
#: The signs that part cells, the surer first: where several cut all lines alike, a comma is likely part of a number.
_SIGNS: Final = "\t;|,"
#: Stands for two blanks and more, which part names that have one in them.
WIDE: Final = "  "
#: Names of the two ends, without blanks, underscores and the like.
_FIRST_NAMES: Final = frozenset(
    {
        "source",
        "from",
        "src",
        "node1",
        "nodea",
        "u",
        "fromnodeid",
        "sourceid",
        "sourcelabel",
        "start",
        "startnode",
        "id1",
    }
    | {"von", "quelle", "ausgang", "откуда", "источник"}
)
_SECOND_NAMES: Final = frozenset(
    {
        "target",
        "to",
        "dst",
        "dest",
        "node2",
        "nodeb",
        "v",
        "tonodeid",
        "targetid",
        "targetlabel",
        "end",
        "endnode",
        "id2",
    }
    | {"nach", "ziel", "куда", "цель"}
)
#: Two heads that differ in their number or letter only: town_1 and town_2.
_COUNTED: Final = re.compile(r"(.*[^\W\d_])[\s_.-]*(1|2|a|b|i|ii|one|two)", re.IGNORECASE)
_NUMBER_BEHIND: Final = re.compile(r"[\s_.-]*\d+$")
_PAIRS: Final = frozenset({("1", "2"), ("a", "b"), ("i", "ii"), ("one", "two")})
#: Between names that have blanks in them.
_WIDE: Final = re.compile(r"\t|\s{2,}")
_NUMBER: Final = re.compile(
    r"[+-]?\d+([.,\u00a0\u202f ]\d+)*([eE][+-]?\d+)?|\d{4}-\d{2}(-\d{2})?|\d{1,2}\.\d{1,2}\.\d{4}"
)
#: What stands for no number.
MISSING: Final = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "?", "."})
_COMMA_IN_NUMBER: Final = re.compile(r"(?<=\d),(?=\d)")
_REMARK: Final = re.compile(r"\s#(?=\s|$)")
_TIGHT_REMARK: Final = re.compile(r"\s#")
_DIRECTED_SAID: Final = re.compile(r"\bdirected\s*[:=]\s*(\w+)")
_DIRECTED: Final = re.compile(
    r"^\W*directed\b|\b(is|are)\s+directed\b|\bdirected\s+(graph|network|edges|links)\b|\basym\b"
)
_DENIED: Final = re.compile(r"\b(not|non|no|isn'?t|aren'?t|never|neither|nor|without)\b")


@dataclass(frozen=True)
class Form:
    """The form of an edge list.

    Attributes:
        sign: What parts cells; "" where blanks do.
        has_header: Whether the first line has the names of the columns.
        names: The names of the columns, the two ends' among them; further columns have none.
        ends: The positions of the two ends.
        notes: What was understood in one of several ways, each a sentence.
    """

    sign: str
    has_header: bool
    names: tuple[str, ...]
    ends: tuple[int, int]
    notes: tuple[str, ...] = ()


def form_of(lines: Sequence[str]) -> Form:
    """Return the form that fits the first lines of an edge list.

    Args:
        lines: Lines that are no comments, as they stand.
    """
    bare = [_without_data(line)[0] for line in lines]
    sign = _sign(bare)
    rows = [row for line in bare if (row := _try_cells(line, sign)) is not None]
    if not rows:
        return Form(sign, has_header=False, names=("", ""), ends=(0, 1))
    first, *rest = rows
    _refuse_nodes(first)
    if len(rows) > 3 and all(len(row) == len(rows) and all(map(_NUMBER.fullmatch, row)) for row in rows):
        raise UsageError(
            f"{len(rows)} lines of {len(rows)} numbers are a matrix, not a list of edges: write *Vertices {len(rows)} "
            "and *Matrix before them, and call the file .net"
        )
    offset = 1 if len(first) > 2 and all(not row[0] for row in rest or rows) and len(rows) > 1 else 0
    ends = _named_ends(first)
    notes: list[str] = []
    if ends is None and _is_header(first, rest, offset if first[0] == "" or offset else 0):
        named = [position for position, word in enumerate(first) if word]
        ends = (named[0], named[1])
        notes.append(f"the first line is taken for the header: {', '.join(word for word in first if word)}")
    if ends is not None:
        if not first[0] and 0 not in ends:
            notes.append("the first column has no name and was left out: it counts the lines")
        return Form(sign, has_header=True, names=tuple(first), ends=ends, notes=tuple(notes))
    if sign == "," and len(first) == 4 and all(len(row) == 4 and all(map(str.isdecimal, row[2:])) for row in rows):
        notes.append("the third and fourth column are read as two; where they are one number, part the cells by ;")
    widths = {len(row) for row in rows}
    if not sign and (
        len(widths) > 2 or (len(widths) > 1 and any(len(row) > 2 and not _NUMBER.fullmatch(row[2]) for row in rows))
    ):
        raise UsageError(
            f"lines have {min(widths)} to {max(widths)} words: where names have blanks in them, put them in quotes "
            "or part the cells by another sign"
        )
    elsewhere = {cell for row in rest for cell in row}
    if len(rest) > 1 and not {first[offset], *first[offset + 1 : offset + 2]} & elsewhere:
        notes.append(f"the first line is taken for an edge, not for a header: {' - '.join(first[offset : offset + 2])}")
    return Form(sign, has_header=False, names=(), ends=(offset, offset + 1), notes=tuple(notes))


def cells_of(line: str, sign: str) -> tuple[list[str], dict[str, Any], bool]:
    """Split a line; return its cells, the attributes of NetworkX's data, and whether a remark was left out.

    Args:
        line: The line, without its end.
        sign: What parts cells; "" where blanks do.

    Raises:
        UsageError: The data cannot be read, or quotes do not close.
    """
    text, data = _without_data(line)
    attributes: dict[str, Any] = {}
    if data:
        try:
            found = ast.literal_eval(data)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            found = None
        if not isinstance(found, dict):
            raise UsageError(f"{data[:60]!r} cannot be read as data of an edge")
        attributes = {str(name): value for name, value in found.items()}
    shorter = _without_remark(text, sign)
    if sign == WIDE:
        return _WIDE.split(shorter.strip()), attributes, shorter != text
    if not sign:
        return _quoted_words(shorter), attributes, shorter != text
    shorter = shorter.strip(" ")
    try:
        words = next(csv.reader([shorter.removesuffix(sign) if data else shorter], delimiter=sign, strict=True))
    except (csv.Error, StopIteration) as error:
        raise UsageError(f"the quotes of {line[:60]!r} do not close ({error})") from None
    return [word.strip() for word in words], attributes, shorter != text.strip(" ")


def direction_in(comment: str) -> bool | None:
    """Return whether a comment says that edges are directed; None where it says nothing of it."""
    text = comment.casefold()
    if said := _DIRECTED_SAID.search(text):
        return truth(said[1])
    if "undirected" in text or (_DIRECTED.search(text) and _DENIED.search(text)):
        return False
    return True if _DIRECTED.search(text) else None


def _without_data(line: str) -> tuple[str, str]:
    """Return a line without the data of NetworkX at its end, and the data: `{'weight': 2}`, `{}`."""
    text = line.rstrip()
    brace = text.find("{")
    return (text[:brace], text[brace:]) if brace >= 0 and text.endswith("}") else (line, "")


def _without_remark(text: str, sign: str) -> str:
    match = (_REMARK if sign else _TIGHT_REMARK).search(text)
    if match is None or text[: match.start()].count('"') % 2 or (sign and sign in text[match.end() :]):
        return text
    return text[: match.start()]


def _sign(lines: Sequence[str]) -> str:
    """Return the sign that cuts all lines into as many cells; blanks where none does, or where commas are decimal."""
    blanks = {len(_quoted_words(_without_remark(line, ""))) for line in lines}
    possible = [sign for sign in _SIGNS if all(sign in line for line in lines)]
    for alike in (True, False):
        for sign in possible:
            counts = {len(row) if (row := _try_cells(line, sign)) is not None else 0 for line in lines}
            if min(counts, default=0) < 2 or (alike and len(counts) > 1):
                continue
            commas = sign == "," and all(
                line.count(",") == len(_COMMA_IN_NUMBER.findall(line)) for line in lines[1:] or lines
            )
            if commas and len(blanks) == 1 and min(blanks) > 2:
                continue
            return sign
        if alike and len(blanks) == 1 and min(blanks) > 1:
            return ""
    wide = {len(_WIDE.split(line.strip())) for line in lines}
    if len(wide) == 1 and min(wide) > 1:
        return WIDE
    return possible[0] if possible and min(blanks, default=0) < 2 else ""


def _try_cells(line: str, sign: str) -> list[str] | None:
    try:
        return cells_of(line, sign)[0]
    except UsageError:
        return None


def _quoted_words(line: str) -> list[str]:
    return [match[1] if match[1] is not None else match[0] for match in re.finditer(r'"([^"]*)"|\S+', line)]


def _refuse_nodes(head: Sequence[str]) -> None:
    """Refuse Gephi's table of nodes, whose first two columns look like two ends."""
    if [word.strip().casefold() for word in head[:2]] == ["id", "label"] and _named_ends(head) is None:
        raise UsageError(
            f"a table of nodes ({', '.join(head[:4])}), not of edges: load the file of the edges, and this one with it "
            "by --node-table"
        )


def _named_ends(words: Sequence[str]) -> tuple[int, int] | None:
    """Return where the two ends stand, by the names that programs give them."""
    plain = [re.sub(r"[\s_.-]", "", word).casefold() for word in words]
    first = next((position for position, word in enumerate(plain) if word in _FIRST_NAMES), None)
    second = next((position for position, word in enumerate(plain) if word in _SECOND_NAMES), None)
    return None if first is None or second is None else (first, second)


def _is_header(first: Sequence[str], rest: Sequence[Sequence[str]], offset: int) -> bool:
    """Tell whether a first line is unlike the others: words above numbers, a pair such as town_1, town_2, or heads."""
    heads = [word for word in first[offset:] if word]
    if len(heads) < 2 or not rest or any(_NUMBER.fullmatch(word) for word in heads):
        return False
    ends = {cell for row in rest for cell in row[offset : offset + 2]}
    if {heads[0], heads[1]} & ends:
        return False
    for position in range(offset, len(first)):
        below = [row[position] for row in rest if len(row) > position and row[position].casefold() not in MISSING]
        is_word = any(map(str.isalpha, first[position])) and first[position].casefold() not in MISSING
        if below and is_word and all(map(_NUMBER.fullmatch, below)):
            return True
    one, two = _COUNTED.fullmatch(heads[0]), _COUNTED.fullmatch(heads[1])
    if one and two and one[1].casefold() == two[1].casefold() and (one[2].casefold(), two[2].casefold()) in _PAIRS:
        stems = {_NUMBER_BEHIND.sub("", cell).casefold() for cell in ends}
        return one[1].casefold() not in stems
    readings = [read_header(word) for word in heads[:2]]
    return all(reading.tags and not reading.unknown for reading in readings)
