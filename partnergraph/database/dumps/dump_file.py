"""The file of a dumped graph: gzipped lines of JSON, no engine's own format.

    {"partnergraph_dump": 1}
    {"loader": {"id": "union_state", ...}}
    {"source": {"id": "fn-036", ...}}
    {"node": ["City", {"id": "city:brest", ...}]}
    {"edge": ["TWINNING", "city:brest", "city:pskov", {"id": "...", ...}]}
    {"end": {"loaders": 1, "sources": 177, "nodes": 396, "edges": 1259, "sha256": "..."}}

The last line counts the records and holds the SHA-256 of all lines before it, so that a file that was cut, changed or
never finished is told from a whole one. Values are JSON's own; times, bytes and points are maps with their kind as key.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

from partnergraph.database.dumps.value_codes import from_json, to_json
from partnergraph.errors import UsageError
from partnergraph.vocabulary import EDGE_TYPE_FORM, NODE_TYPE_FORM, RESERVED_LABELS

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator
    from pathlib import Path

VERSION: Final = 1
#: What a record may be, in the order of the file: nothing stands before what it needs.
KINDS: Final = ("loader", "source", "node", "edge")
#: A longer line is no record of ours; it is refused before it fills the memory.
LONGEST_LINE: Final = 16 * 1024 * 1024
#: Graphs shrink to a tenth or less. What grows more than this, beyond the first bytes, was made to fill a disk.
_HIGHEST_RATIO: Final = 300
_RATIO_COUNTS_FROM: Final = 256 * 1024 * 1024
#: A vocabulary has a few dozen types; each costs the database an index.
MOST_TYPES: Final = 1_000
_LONGEST_NAME: Final = 500
_FORMS: Final[dict[str, re.Pattern[str]]] = {"node": NODE_TYPE_FORM, "edge": EDGE_TYPE_FORM}


@dataclass(frozen=True)
class Record:
    """A loader, source, node or edge as the database holds it.

    Attributes:
        kind: One of `KINDS`.
        type: The node or edge type; "" for the others.
        cells: The properties, `id` among them.
        ends: For an edge, the ids of its source and target node.
    """

    kind: str
    type: str
    cells: dict[str, Any]
    ends: tuple[str, str] | None = None

    @property
    def id(self) -> str:
        """The id."""
        return str(self.cells["id"])


class DumpWriter:
    """Writes records as lines; `end` makes the file whole.

    Attributes:
        counts: How many records of each kind were written.
    """

    def __init__(self, file: IO[bytes]) -> None:
        # No name and no time in the head: the same graph gives the same bytes.
        self._file = gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0)
        self._hash = hashlib.sha256()
        self.counts: Counter[str] = Counter()
        self._line({"partnergraph_dump": VERSION})

    def add(self, record: Record) -> None:
        """Write a record."""
        cells = {name: to_json(value) for name, value in sorted(record.cells.items())}
        if record.kind == "edge":
            self._line({"edge": [record.type, *(record.ends or ()), cells]})
        else:
            self._line({record.kind: [record.type, cells] if record.kind == "node" else cells})
        self.counts[record.kind] += 1

    def end(self) -> None:
        """Write the last line and close."""
        counts = {f"{kind}s": self.counts[kind] for kind in KINDS}
        self._line({"end": {**counts, "sha256": self._hash.hexdigest()}})
        self._file.close()

    def _line(self, value: dict[str, Any]) -> None:
        line = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode() + b"\n"
        self._hash.update(line)
        self._file.write(line)


def read_dump(path: Path) -> Iterator[Record]:
    """Yield the records of a dump and make sure at its end that it is whole.

    Every record is checked by itself; whether they fit together is for `checked_contents` to say.

    Raises:
        UsageError: The file cannot be read, is no dump, is damaged or cut, or holds what no dump holds.
    """
    seen = hashlib.sha256()
    counts: Counter[str] = Counter()
    last = 0
    for number, line in _lines(path):
        value = _parsed(line, path, number)
        if number == 1:
            _require_version(value, path)
        elif "end" in value:
            _require_end(value, {**{f"{kind}s": counts[kind] for kind in KINDS}, "sha256": seen.hexdigest()}, path)
            last = number
        else:
            if last:
                raise _damaged(path, "lines stand behind its end")
            record = _record(value, path, number)
            counts[record.kind] += 1
            yield record
        seen.update(line)
    if not last:
        raise _damaged(path, "its end is missing")


@dataclass(frozen=True)
class Contents:
    """What a dump holds.

    Attributes:
        counts: How many records of each of `KINDS`.
        edge_types: The names of the edge types.
        declared: What its loaders say of the types they declared.
    """

    counts: dict[str, int]
    edge_types: frozenset[str]
    declared: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many records there are."""
        return sum(self.counts.values())


def checked_contents(path: Path) -> Contents:
    """Read a whole dump without keeping it, and make sure that its records fit together.

    Raises:
        UsageError: See `read_dump`; or an id stands twice, or an edge has an end that is not there.
    """
    counts: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
    ids: dict[tuple[str, str], set[str]] = {}
    declared: list[str] = []
    order = 0
    for record in read_dump(path):
        place = KINDS.index(record.kind)
        if place < order:
            raise _damaged(path, f"a {record.kind} stands behind a {KINDS[order]}")
        order = place
        known = ids.setdefault((record.kind, record.type if record.kind == "edge" else ""), set())
        if record.id in known:
            raise _damaged(path, f"{record.kind} {record.id[:100]!r} stands twice")
        known.add(record.id)
        for end in record.ends or ():
            if end not in ids.get(("node", ""), ()):
                raise _damaged(path, f"edge {record.id[:100]!r} has no end {end[:100]!r}")
        if len(ids) > MOST_TYPES:
            raise _damaged(path, f"it has more than {MOST_TYPES} types")
        if record.kind == "loader":
            declared.append(str(record.cells.get("types")))
        counts[record.kind] += 1
    edge_types = frozenset(name for kind, name in ids if kind == "edge")
    return Contents(dict(counts), edge_types, tuple(declared))


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines with their numbers, within the bounds of what a dump can be."""
    total = 0
    try:
        size = path.stat().st_size
        with gzip.open(path, "rb") as file:
            number = 0
            while line := file.readline(LONGEST_LINE + 1):
                number, total = number + 1, total + len(line)
                if len(line) > LONGEST_LINE:
                    raise _damaged(path, f"line {number} is longer than {LONGEST_LINE // 2**20} MB")
                if total > max(_RATIO_COUNTS_FROM, size * _HIGHEST_RATIO):
                    raise _damaged(path, "it swells to a size that no graph has")
                yield number, line
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        if not total and isinstance(error, gzip.BadGzipFile):
            raise UsageError(f"{path} is no dump; 'partnergraph db dump FILE' makes one") from None
        raise _damaged(path, "it was cut or changed") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from None


def _parsed(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise _not_ours(path, number) from None
    if not isinstance(value, dict) or len(value) != 1:
        raise _not_ours(path, number)
    return value


def _require_version(value: dict[str, Any], path: Path) -> None:
    version = value.get("partnergraph_dump")
    if version is None:
        raise _not_ours(path, 1)
    if version != VERSION:
        raise UsageError(
            f"{path} is a dump of format {str(version)[:20]}; this partnergraph reads format {VERSION}, update it"
        )


def _require_end(value: dict[str, Any], found: dict[str, Any], path: Path) -> None:
    if value["end"] != found:
        raise _damaged(path, "what it holds is not what its end says")


def _record(value: dict[str, Any], path: Path, number: int) -> Record:
    """Return the record of a line; types, names and values are only let through in the forms they can have."""
    ((kind, content),) = value.items()
    fault = UsageError(f"{path} is damaged: line {number} is no record of a dump; nothing was restored")
    if kind in {"loader", "source"}:
        content = [content]
    sizes = {"loader": 1, "source": 1, "node": 2, "edge": 4}
    if not isinstance(content, list) or len(content) != sizes.get(kind) or not isinstance(content[-1], dict):
        raise fault
    *texts, cells = content
    if not all(isinstance(text, str) for text in texts) or not isinstance(cells.get("id"), str) or not cells["id"]:
        raise fault
    if kind in _FORMS and (not _FORMS[kind].fullmatch(texts[0]) or texts[0] in RESERVED_LABELS):
        raise UsageError(f"{path}, line {number}: {texts[0][:100]!r} cannot be a type; nothing was restored")
    if any(not name or len(name) > _LONGEST_NAME or not name.isprintable() for name in (*cells, *texts)):
        raise fault
    try:
        values = {name: from_json(cell) for name, cell in cells.items()}
    except ValueError:
        raise fault from None
    ends = (texts[1], texts[2]) if kind == "edge" else None
    return Record(kind, texts[0] if texts else "", values, ends)


def _damaged(path: Path, why: str) -> UsageError:
    return UsageError(f"{path} is damaged or not complete: {why}; nothing was restored")


def _not_ours(path: Path, number: int) -> UsageError:
    if number == 1:
        return UsageError(f"{path} is no dump; 'partnergraph db dump FILE' makes one")
    return _damaged(path, f"line {number} cannot be read")
