"""XML read as a stream, and safely: no entity is declared, nothing outside the file is fetched, depth is bounded."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from partnergraph.errors import UsageError
from partnergraph.loading.graph_files.raw_graph import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_DEEPEST: Final = 100
_CHUNK: Final = 1 << 16
_MOST_KEPT: Final = 1_000_000
_LONGEST_OWN: Final = 64 << 20
_ENCODING: Final = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_OF_THE_PARSER: Final = frozenset({"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1"})
#: Parts the address of a namespace and a name. No XML may have it, while some programs write addresses with a space.
_SEPARATOR: Final = "\x1f"


@dataclass(slots=True)
class Element:
    """An element with what stands in it.

    Attributes:
        tag: Its name without the namespace.
        attributes: By name without the namespace.
        text: Its own characters, without those of its children.
        children: The elements in it that are not handed out by themselves.
        parent: The element it stands in.
    """

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def child(self, tag: str) -> Element | None:
        """Return the first child of a name."""
        return next((child for child in self.children if child.tag == tag), None)

    def descendants(self, tag: str) -> Iterator[Element]:
        """Yield all elements of a name in it, at any depth."""
        for child in self.children:
            if child.tag == tag:
                yield child
            yield from child.descendants(tag)

    def within(self, tag: str) -> Element | None:
        """Return the nearest element of a name that it stands in."""
        found = self.parent
        while found is not None and found.tag != tag:
            found = found.parent
        return found


class _Reader:
    """Builds elements out of expat's events; those handed out are taken out of the tree."""

    def __init__(self, file: str, whole: Collection[str], opened: Collection[str], encoding: str | None) -> None:
        self.ready: list[Element] = []
        self._file, self._whole, self._opened = file, whole, opened
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._lengths: list[int] = []
        #: How many elements that are handed out are open, and how many others were kept since the last one closed.
        self._inside = self._kept = 0
        self.parser = expat.ParserCreate(encoding, namespace_separator=_SEPARATOR)
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._refuse_entity
        self.parser.ExternalEntityRefHandler = self._refuse_entity

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _DEEPEST:
            raise UsageError(f"{self._file}: elements are nested more than {_DEEPEST} deep; this is no graph file")
        parent = self._open[-1] if self._open else None
        element = Element(_local(name), {_local(key): value for key, value in attributes.items()}, parent)
        self._inside += element.tag in self._whole
        if parent is not None and element.tag not in self._whole:
            parent.children.append(element)
            self._kept += 1
            if self._kept > _MOST_KEPT:
                raise UsageError(f"{self._file}: more than {_MOST_KEPT:,} elements in one; this is no graph file")
        self._open.append(element)
        self._texts.append([])
        self._lengths.append(0)
        if element.tag in self._opened:
            self.ready.append(element)

    def _end(self, _: str) -> None:
        element = self._open.pop()
        element.text = "".join(self._texts.pop())
        self._lengths.pop()
        if element.tag in self._whole:
            self.ready.append(element)
            self._inside -= 1
            if not self._inside:
                self._kept = 0

    def _characters(self, text: str) -> None:
        texts = self._texts[-1]
        if not texts and text.isspace():
            return
        texts.append(text)
        self._lengths[-1] += len(text)
        if self._lengths[-1] > self._longest(self._open[-1]):
            raise UsageError(f"{self._file}: a text is longer than {LONGEST_TEXT:,} characters; this is no graph file")

    @staticmethod
    def _longest(element: Element) -> int:
        """Return how long a text may be; what an export writes of all its sources may be longer than others."""
        of_graph = element.tag == "data" and element.parent is not None and element.parent.tag == "graph"
        return _LONGEST_OWN if of_graph or element.tag == "description" else LONGEST_TEXT

    def _refuse_entity(self, *_: object) -> int:
        raise UsageError(
            f"{self._file}: it declares XML entities, which can burst memory or read other files; take them out"
        )


def elements(
    path: Path, file: str, *, whole: Collection[str], opened: Collection[str], encoding: str = ""
) -> Iterator[Element]:
    """Yield elements of an XML file in the order of the file.

    Args:
        path: The file.
        file: The name that messages show.
        whole: Names of elements to yield once they are complete, with all in them but other such elements.
        opened: Names of elements to yield when they begin, with their attributes only.
        encoding: The file's encoding, whatever it says of itself; "" where it is the one that it says.

    Raises:
        UsageError: It is no XML, or XML that is not safe to read.
    """
    decoder = _decoder(path, file, encoding)
    reader = _Reader(file, whole, opened, "utf-8" if decoder else None)
    with path.open("rb") as handle:
        while True:
            chunk = handle.read(_CHUNK)
            try:
                read = decoder.decode(chunk, final=not chunk).encode() if decoder else chunk
                reader.parser.Parse(read, not chunk)
            except UnicodeDecodeError as error:
                hint = "say another with --encoding"
                raise UsageError(
                    f"{file}: from line {reader.parser.CurrentLineNumber} on it is not {error.encoding}; {hint}"
                ) from None
            except expat.ExpatError as error:
                problem = expat.errors.messages[error.code]
                raise UsageError(f"{file}, line {error.lineno}: not readable as XML: {problem}") from None
            except (ValueError, LookupError) as error:  # an encoding that Python does not know either
                raise UsageError(f"{file}: not readable as XML: {error}") from None
            yield from reader.ready
            reader.ready.clear()
            if not chunk:
                return


def _decoder(path: Path, file: str, encoding: str) -> codecs.IncrementalDecoder | None:
    """Return a decoder for an encoding that the user states, or that the file states and the parser does not know."""
    if not encoding:
        with path.open("rb") as handle:
            stated = _ENCODING.match(handle.read(200))
        encoding = stated[1].decode("ascii") if stated else ""
        if encoding.casefold() in _OF_THE_PARSER:
            return None
    try:
        return codecs.getincrementaldecoder(encoding)() if encoding else None
    except LookupError:
        raise UsageError(
            f"{file}: not readable as XML: there is no encoding {encoding!r}; say another with --encoding, "
            "such as utf-8, cp1250 or gbk"
        ) from None


def _local(name: str) -> str:
    return name.rpartition(_SEPARATOR)[2]
