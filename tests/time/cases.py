"""The cases of cases.csv, made by hand: a fact, a question and its answer; and the facts as a network."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from partnergraph.dates import first_day, last_day
from partnergraph.network import Network

CASES_FILE = Path(__file__).with_name("cases.csv")
ANSWERS = ("yes", "no", "perhaps", "plan", "suspended")
NODES = [
    *({"id": f"city:{name}", "type": "City", "name": f"Town {name}"} for name in "ab"),
    *({"id": f"enterprise:{name}", "type": "Enterprise", "name": f"Plant {name}"} for name in "ab"),
    {"id": "event:e", "type": "Event", "name": "A fair"},
]
#: The ends of the edges of a type, where they may not be towns.
ENDS = {
    **dict.fromkeys(("ASSEMBLY_PLANT", "DEALERSHIP", "JOINT_VENTURE"), ("enterprise:a", "city:a")),
    "MEMBERSHIP": ("enterprise:a", "enterprise:b"),
    "PARTICIPATION": ("city:a", "event:e"),
}


@dataclass(frozen=True)
class Case:
    """A fact, what is asked of it, and the answer.

    Attributes:
        id: Of the case and its fact.
        type: The edge type.
        kind: `lasting` or `happening`.
        unit: Of its amount; "" for none.
        status: Its status.
        date: When it began, in EDTF; "" for nothing.
        until: The last time at which it still held, likewise.
        published: When its sources were published; "" for an undated one.
        asked: `as_of`, `from-to`, `began` or `ended`.
        about: The date or period that is asked about; `..` is an open end of a period.
        answer: One of `ANSWERS`.
    """

    id: str
    type: str
    kind: str
    unit: str
    status: str
    date: str
    until: str
    published: tuple[str, ...]
    asked: str
    about: str
    answer: str

    @property
    def question(self) -> dict[str, str]:
        """The question as the arguments of `network.time.answer`."""
        if self.asked != "from-to":
            return {self.asked: self.about}
        start, _, end = self.about.partition("/")
        return {name: text for name, text in (("start", start), ("end", end)) if text != ".."}

    @property
    def days(self) -> tuple[str, str]:
        """The first and last day that a query compares with; for a lasting fact on a day, the last one twice."""
        first, last = first_day(self.about) or "0001-01-01", last_day(self.about) or "9999-12-31"
        return (last, last) if self.asked == "as_of" and self.kind == "lasting" else (first, last)


def read_cases() -> list[Case]:
    with CASES_FILE.open(encoding="utf-8", newline="") as file:
        return [_case(row) for row in csv.DictReader(file)]


def _case(row: dict[str, str]) -> Case:
    asked, about = row["question"].split(" ")
    published = tuple("" if text == "undated" else text for text in row["source_date"].split(";"))
    cells = {name: row[name] for name in ("id", "type", "kind", "unit", "status", "date", "until", "answer")}
    return Case(published=published, asked=asked, about=about, **cells)


def cases_network() -> Network:
    """Return all facts of the cases as one network; the id of each edge is that of its case."""
    sources, edges = [], []
    for case in read_cases():
        cited = [f"{case.id}-{number}" for number in range(len(case.published))]
        sources += [
            {"id": source, "title": source, "date": text or None}
            for source, text in zip(cited, case.published, strict=True)
        ]
        source, target = ENDS.get(case.type, ("city:a", "city:b"))
        cells: dict[str, Any] = {
            "id": case.id,
            "type": case.type,
            "source": source,
            "target": target,
            "sources": tuple(cited),
        }
        cells |= {"date": case.date or None, "until": case.until or None, "status": case.status, "title": case.id}
        edges.append({**cells, "amount": 5.0 if case.unit else None, "unit": case.unit or None})
    return Network.from_frames(pd.DataFrame(NODES), pd.DataFrame(edges), pd.DataFrame(sources), loader="cases")
