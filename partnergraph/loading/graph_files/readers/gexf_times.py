"""The times of GEXF's elements: start and end, spells (slices in 1.1), timestamps, intervals; dates or numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnergraph.loading.graph_files.readers.safe_xml import Element

#: What holds several times of one element.
_GROUPS: Final = frozenset({"spells", "slices", "timestamps"})
#: How programs write that there is no first or last time.
_ENDLESS: Final = re.compile(r"[+-]?(inf|infinity|nan)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?", re.ASCII)
_INTERVAL: Final = re.compile(r"[\[\]()]\s*([^\[\](),;]+?)\s*,\s*([^\[\](),;]+?)\s*[\[\]()]")


@dataclass(frozen=True)
class Span:
    """A time from a start to an end, as the file writes them; "" where one is open."""

    start: str
    end: str

    @property
    def text(self) -> str:
        """The span in one text: `2001..2003`, or one moment."""
        return f"{self.start}..{self.end}" if self.start != self.end else self.start


def span_of(element: Element) -> Span:
    """Return the time in an element's attributes; a timestamp is both ends, open ends are told like closed ones."""
    return Span(_time(element, "start"), _time(element, "end"))


def time_cells(element: Element) -> dict[str, Any]:
    """Return the time of a node or an edge as attributes: the earliest `start`, the latest `end`, and all `spells`.

    Several times are compared as numbers where all of them are numbers, otherwise as dates; a start or end that one
    of them leaves open is open.
    """
    several = [*_listed(element), *(span_of(each) for part in element.children if part.tag in _GROUPS
                                    for each in part.children)]  # fmt: skip
    own = span_of(element)
    spans = [each for each in (own, *several) if each.start or each.end]
    is_number = all(_NUMBER.fullmatch(text) for each in spans for text in (each.start, each.end) if text)
    cells: dict[str, Any] = {}
    starts, ends = [each.start for each in spans if each.start], [each.end for each in spans if each.end]
    if starts and all(each.start for each in several):
        cells["start"] = min(starts, key=float) if is_number else min(starts)
    if ends and all(each.end for each in several):
        # 2003 ends after 2003-05.
        cells["end"] = max(ends, key=float) if is_number else max(ends, key=lambda text: f"{text}~")
    if len(several) > 1:
        cells["spells"] = [each.text for each in several]
    return cells


def _time(element: Element, name: str) -> str:
    attributes = element.attributes
    return _plain(attributes.get(name) or attributes.get(f"{name}open") or attributes.get("timestamp", ""))


def _plain(text: str) -> str:
    text = text.strip()
    return "" if _ENDLESS.fullmatch(text) else text


def _listed(element: Element) -> Sequence[Span]:
    """Return the times that stand in one attribute: `timestamps="<[2001, 2003]>"`, `intervals="<[2001, 2003)>"`."""
    moments = re.split(r"[,;|\s]+", element.attributes.get("timestamps", "").strip("<>[] "))
    spans = [Span(text, text) for each in moments if (text := _plain(each))]
    intervals = element.attributes.get("intervals", "").strip("<> ")
    return [*spans, *(Span(_plain(match[1]), _plain(match[2])) for match in _INTERVAL.finditer(intervals))]
