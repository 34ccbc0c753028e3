"""Networks of any kind: many missing cells, parallel edges, nodes without an edge, awkward texts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from partnergraph.dates import is_turned_round
from partnergraph.network import EDGE_EXTRA, Network
from partnergraph.vocabulary import STATUSES, column_names

TYPES = {"city": "City", "region": "Region", "enterprise": "Enterprise", "country": "Country"}
ENDS = {
    "TWINNING": ("city:", "city:"),
    "AGREEMENT": ("region:", "region:"),
    "SUPPLIES": ("enterprise:", "region:"),
    "COOPERATION": ("", ""),
}


some_text = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=8).map(str.strip)
maybe_text = st.none() | some_text.map(lambda text: text or None) | st.sampled_from(['a "b"', "x\ny", "a,b;c", "=1+1"])
some_name = some_text.filter(bool)
some_list = st.lists(some_text.map(lambda text: text.replace(";", "").strip()).filter(bool), unique=True, max_size=3)
some_date = st.builds("{:04}".format, st.integers(1995, 2025)) | st.dates(date(1995, 1, 1), date(2025, 12, 31)).flatmap(
    lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7]])
)
some_country = st.sampled_from(["BY", "RU", None])
#: No source is older than a date: what has ended by it cannot begin behind it.
some_year = st.none() | st.integers(2025, 2030)
some_number = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def node_rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    names = draw(st.lists(st.sampled_from([f"{kind}:{n}" for kind in TYPES for n in range(4)]), unique=True))
    places: list[str | None] = [None]
    rows = []
    for name in names:
        row: dict[str, Any] = {
            "id": name,
            "type": TYPES[name.split(":")[0]],
            "name": draw(some_name),
            "country": draw(some_country),
            "located_in": draw(st.sampled_from(places)),
            "aliases": tuple(draw(some_list)),
            "wikidata": draw(st.sampled_from([None, "Q42"])),
            "note": draw(maybe_text),
        }
        if draw(st.booleans()):
            row |= {"latitude": draw(st.floats(-90, 90)), "longitude": draw(st.floats(-180, 180))}
        if not name.startswith("enterprise"):
            places.append(name)
        rows.append(row)
    return rows


@st.composite
def edge_row(draw: st.DrawFn, nodes: list[str], sources: list[str]) -> dict[str, Any] | None:
    kind = draw(st.sampled_from(list(ENDS)))
    ends = [[node for node in nodes if node.startswith(prefix)] for prefix in ENDS[kind]]
    if not all(ends):
        return None
    begun, until = draw(st.none() | some_date), draw(st.none() | some_date)
    if is_turned_round(begun, until):
        begun, until = until, begun
    return {
        "type": kind,
        "source": draw(st.sampled_from(ends[0])),
        "target": draw(st.sampled_from(ends[1])),
        "date": begun,
        "until": until,
        "status": draw(st.sampled_from(list(STATUSES))),
        "title": draw(maybe_text),
        **(draw(st.fixed_dictionaries({"amount": some_number, "unit": some_name})) if draw(st.booleans()) else {}),
        "sources": tuple(draw(st.lists(st.sampled_from(sources), unique=True, min_size=1))),
        "note": draw(maybe_text),
        "loader": draw(st.sampled_from(["one", "two", None])),
    }


@st.composite
def networks(draw: st.DrawFn) -> Network:
    nodes = draw(node_rows())
    sources = [
        {"id": f"s{n}", "title": draw(some_name), "year": draw(some_year), "author": draw(maybe_text)} for n in range(3)
    ]
    sources[1]["part_of"] = "s0"
    drawn = draw(st.lists(edge_row([row["id"] for row in nodes], ["s0", "s1", "s2"]), max_size=8))
    edges = [{"id": f"e{n}" if n % 3 else None, **row} for n, row in enumerate(drawn) if row]
    known = [row["id"] for row in edges if row["id"]]
    for row in edges:
        others = [each for each in known if each != row["id"]]
        row["carries_out"] = tuple(draw(st.lists(st.sampled_from(others), unique=True, max_size=2)) if others else ())
    columns = {"nodes": nodes, "edges": edges, "sources": sources}
    frames = {
        table: pd.DataFrame(
            rows, columns=[*column_names(table), *(EDGE_EXTRA if table == "edges" else ())], dtype=object
        )
        for table, rows in columns.items()
    }
    return Network.from_frames(frames["nodes"], frames["edges"], frames["sources"])
