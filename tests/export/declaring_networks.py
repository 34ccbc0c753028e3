"""Networks with declared types and columns, and with texts that formats stumble over."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import strategies as st

from partnergraph.network import Network
from partnergraph.vocabulary import STANDARD, Column, EdgeType, NodeType
from tests.random_networks import networks, some_list, some_number

#: Texts that a spreadsheet, a parser or a database could take for something else.
HOSTILE = (
    *('=HYPERLINK("http://x")', "+1", "-2+3", "@SUM(A1)", "'=1", "''-1", "'plain", "#N/A", "#REF!", "\uff1d1+1"),
    *("1e5", "007", "TRUE", "nan", "null", "2021-03", "_x0041_", "_x005F_x0041_", "a,b;c", "a\tb", "a\nb", "x\\n"),
    *("<b>&amp;</b>", "]]>", "--", '"; DROP', "'); MATCH (n) DETACH DELETE n //", "\\u0027", "\\", "\\'", "a\\"),
    *("`n`", "$rows", "{id: 1}", "//", "/* */", "line\u2028end", "\U0001f600", "e\u0301", "\x7f", "\x85x"),
)
VOCABULARY = (
    STANDARD.extended(
        [NodeType("Fund", 'A foundation that "pays" \\ it', "#123456", "star", is_place=False)],
        [EdgeType("FUNDS", "Money given", frozenset({"Fund"}), frozenset({"City", "Fund"}), directed=True)],
    )
    .with_columns("nodes", [Column("population", "", "number"), Column("tags", "", "list"), Column("label", "")])
    .with_columns("edges", [Column("weight", "", "number"), Column("Größe", "")])
)

hostile_text = st.sampled_from(HOSTILE) | st.builds("{}{}".format, st.sampled_from(HOSTILE), st.sampled_from(HOSTILE))
maybe_hostile = st.none() | hostile_text
maybe_number = st.none() | some_number
FUND = {"id": "fund:f", "type": "Fund", "tags": ("=1", "b")}
GIVEN = {"id": "own", "type": "FUNDS", "source": "fund:f", "target": "fund:f", "sources": ("s0",)}


@st.composite
def declaring_networks(draw: st.DrawFn) -> Network:
    """A random network with cells in declared columns, hostile texts, and an edge of a declared type."""
    network = draw(networks())
    nodes, edges = _rows(network.nodes), _rows(network.edges)
    for row in nodes:
        row |= {"note": draw(maybe_hostile), "label": draw(maybe_hostile)}
        row |= {"population": draw(maybe_number), "tags": tuple(draw(some_list))}
    for row in edges:
        row |= {"title": draw(maybe_hostile), "weight": draw(maybe_number), "Größe": draw(maybe_hostile)}
    nodes.append({**FUND, "name": draw(hostile_text)})
    edges.append({**GIVEN, "Größe": draw(hostile_text)})
    node_frame, edge_frame = (pd.DataFrame(rows, dtype=object) for rows in (nodes, edges))
    return Network.from_frames(node_frame, edge_frame, network.sources, vocabulary=VOCABULARY)


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, record, strict=True)) for record in frame.itertuples(index=False, name=None)]
