"""Networks with declared types and columns, and with texts that formats stumble over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from partnergraph.network import Network
from partnergraph.vocabulary import STANDARD, Column, EdgeType, NodeType
from tests.random_networks import networks, some_list, some_number

#: Texts that a spreadsheet, a parser or a database could take for something else.
HOSTILE = (
    "=HYPERLINK(\"http://x\")", "+1", "-2+3", "@SUM(A1)", "'=1", "''-1", "'plain", "#N/A", "#REF!", "1e5", "007", "TRUE", "nan",
    "_x0041_", "_x005F_x0041_", "<b>&amp;</b>", "]]>", '"; DROP', "'); MATCH (n) DETACH DELETE n //", "\\u0027", "\\", "\\'",
    "a\\", "`n`", "$rows", "{id: 1}", "a\tb", "a\nb", "line\u2028end", "\U0001f600", "e\u0301", "//", "/* */", "null", "2021-03",
    "＝1+1", "a,b;c", "x\\n", "\x7f", "\x85x",
)  # fmt: skip
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


@st.composite
def declaring_networks(draw: st.DrawFn) -> Network:
    """A random network with cells in declared columns, hostile texts, and an edge of a declared type."""
    network = draw(networks())
    nodes = network.nodes.astype(object).assign(
        note=[draw(maybe_hostile) for _ in network.nodes["id"]],
        population=[draw(st.none() | some_number) for _ in network.nodes["id"]],
        tags=[tuple(draw(some_list)) for _ in network.nodes["id"]],
        label=[draw(maybe_hostile) for _ in network.nodes["id"]],
    )
    fund = {"id": "fund:f", "type": "Fund", "name": draw(hostile_text), "tags": ("=1", "b")}
    edges = network.edges.astype(object).assign(
        title=[draw(maybe_hostile) for _ in network.edges["id"]],
        weight=[draw(st.none() | some_number) for _ in network.edges["id"]],
    )
    edges["Größe"] = [draw(maybe_hostile) for _ in network.edges["id"]]
    given = {
        "id": "own",
        "type": "FUNDS",
        "source": "fund:f",
        "target": "fund:f",
        "sources": "s0",
        "Größe": draw(hostile_text),
    }
    return Network.from_frames(_with(nodes, fund), _with(edges, given), network.sources, vocabulary=VOCABULARY)


def _with(frame: pd.DataFrame, row: dict[str, Any]) -> pd.DataFrame:
    names = [str(name) for name in frame.columns]
    rows = [dict(zip(names, record, strict=True)) for record in frame.itertuples(index=False, name=None)]
    return pd.DataFrame([*rows, row], columns=names, dtype=object)


def without_docs(network: Network) -> Network:
    """The network with columns that do not explain themselves."""
    vocabulary = network.vocabulary
    columns = {table: tuple(replace(each, doc="") for each in found) for table, found in vocabulary.columns.items()}
    return replace(network, vocabulary=replace(vocabulary, columns=columns))
