"""Simple graphs for hypothesis, and how measures are held against other numbers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import networkx as nx
import pytest
from hypothesis import strategies as st


@st.composite
def graphs(draw: st.DrawFn, *, directed: bool = False) -> nx.Graph[Any]:
    """Draw a simple graph, often disconnected, with whole weights."""
    n = draw(st.integers(1, 12))
    nodes = st.integers(0, n - 1)
    pairs = draw(st.lists(st.tuples(nodes, nodes, st.integers(1, 5)), max_size=30))
    G: nx.Graph[Any] = nx.DiGraph() if directed else nx.Graph()
    G.add_nodes_from(range(n))
    G.add_weighted_edges_from((u, v, w) for u, v, w in pairs if u != v)
    return G


def close(found: dict[Hashable, float], expected: Mapping[Any, float], rel: float = 1e-9) -> bool:
    return found == pytest.approx(expected, rel=rel, abs=1e-12)
