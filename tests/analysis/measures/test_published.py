"""Published networks, entered as loader folders, give the published values through the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from partnergraph.analysis.graph.from_network import project
from partnergraph.analysis.measures.registry import MEASURES
from partnergraph.loading.reading import read_loader
from tests.cli.test_app import call
from tests.conftest import ROOT

FOLDERS = ROOT / "tests" / "fixtures" / "loaders"
Ranked = dict[str, dict[str, Any]]


@pytest.fixture
def ranked(project: Path) -> Iterator[Callable[..., Ranked]]:
    """Load a network into an embedded database of its own, and rank it; rows by name."""

    def load_and_rank(name: str, *options: str) -> Ranked:
        assert call("load", str(FOLDERS / name), cwd=project).returncode == 0
        done = call("rank", *options, "--format", "json", cwd=project)
        assert done.returncode == 0, done.stderr
        return {row["name"]: row for row in json.loads(done.stdout)}

    assert call("db", "start", cwd=project).returncode == 0
    yield load_and_rank
    call("db", "stop", cwd=project)


def by(*names: str) -> list[str]:
    return [word for name in names for word in ("--by", name)]


def column(rows: Ranked, name: str, digits: int = 3) -> dict[str, float]:
    return {party: round(row[name], digits) for party, row in rows.items()}


def test_florentine_families(ranked: Callable[..., Ranked]) -> None:
    """Betweenness and degree after Jackson, M. O. (2008), Social and Economic Networks, section 1.2."""
    rows = ranked("florentine_families", *by("betweenness", "degree", "closeness", "eigenvector", "articulation"))
    assert len(rows) == 15
    assert next(iter(rows)) == "Medici"
    between = column(rows, "betweenness")
    assert (between["Medici"], between["Strozzi"], between["Guadagni"]) == (0.522, 0.103, 0.255)
    degrees = column(rows, "degree")
    assert (degrees["Medici"], degrees["Strozzi"], degrees["Guadagni"]) == (6, 4, 4)
    assert column(rows, "closeness")["Medici"] == 0.56
    assert column(rows, "eigenvector")["Medici"] == 0.430
    # Acciaiuoli and the Salviati with the Pazzi hang on the Medici, others on one family each.
    assert {party: row["articulation"] for party, row in rows.items() if row["articulation"]} == {
        "Medici": 2, "Guadagni": 1, "Albizzi": 1, "Salviati": 1
    }  # fmt: skip


def test_krackhardts_kite(ranked: Callable[..., Ranked]) -> None:
    """Krackhardt (1990), figure 1: three persons are first, each by a measure of their own."""
    rows = ranked("krackhardt_kite", *by("degree", "closeness", "betweenness"))
    assert next(iter(rows)) == "Diane"
    assert column(rows, "degree") == {
        "Diane": 6, "Fernando": 5, "Garth": 5, "Andre": 4, "Beverley": 4, "Carol": 3, "Ed": 3, "Heather": 3, "Ike": 2,
        "Jane": 1,
    }  # fmt: skip
    assert column(rows, "closeness") == {
        "Diane": 0.6, "Fernando": 0.643, "Garth": 0.643, "Andre": 0.529, "Beverley": 0.529, "Carol": 0.5, "Ed": 0.5,
        "Heather": 0.6, "Ike": 0.429, "Jane": 0.310,
    }  # fmt: skip
    assert column(rows, "betweenness") == {
        "Diane": 0.102, "Fernando": 0.231, "Garth": 0.231, "Andre": 0.023, "Beverley": 0.023, "Carol": 0, "Ed": 0,
        "Heather": 0.389, "Ike": 0.222, "Jane": 0,
    }  # fmt: skip


def test_karate_club(ranked: Callable[..., Ranked]) -> None:
    """Zachary (1977): 34 members, 78 friendships; the two leaders are the hubs."""
    president, instructor = "Member 34 (John A., the president)", "Member 1 (Mr. Hi, the instructor)"
    rows = ranked("karate_club", *by("degree", "betweenness", "core_number", "pagerank", "eigenvector"))
    assert len(rows) == 34
    assert sum(row["degree"] for row in rows.values()) == 2 * 78
    assert (rows[president]["degree"], rows[instructor]["degree"]) == (17, 16)
    between = column(rows, "betweenness", 4)
    assert (between[instructor], between[president]) == (0.4376, 0.3041)
    assert column(rows, "eigenvector", 4)[president] == 0.3734
    assert column(rows, "pagerank", 4)[president] == 0.1009
    assert max(row["core_number"] for row in rows.values()) == 4
    assert sum(row["core_number"] == 4 for row in rows.values()) == 10
    # Zachary's second matrix: in how many contexts two members meet.
    rows = ranked("karate_club", *by("strength"), "--amount", "contexts")
    assert (rows[president]["strength"], rows[instructor]["strength"]) == (48, 42)
    assert (rows[president]["facts"], rows[instructor]["facts"]) == (17, 16)


def test_davis_southern_women(ranked: Callable[..., Ranked]) -> None:
    """Davis, Gardner and Gardner (1941): 18 women at 14 events; the margins of the table of attendances."""
    rows = ranked("davis_southern_women", *by("degree", "eigenvector", "clustering"))
    events = {party: row["degree"] for party, row in rows.items() if row["type"] == "Event"}
    assert [events[f"E{number}"] for number in range(1, 15)] == [3, 3, 6, 4, 8, 8, 10, 14, 12, 5, 4, 6, 3, 3]
    women = {party: row["degree"] for party, row in rows.items() if row["type"] == "Person"}
    assert sorted(women.values(), reverse=True) == [8, 8, 8, 7, 7, 7, 6, 5, 4, 4, 4, 4, 4, 4, 3, 2, 2, 2]
    assert sum(women.values()) == 89
    assert max(women, key=lambda name: rows[name]["eigenvector"]) == "Theresa Anderson"
    assert {row["clustering"] for row in rows.values()} == {0}


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("florentine_families", nx.florentine_families_graph()),
        ("krackhardt_kite", nx.krackhardt_kite_graph()),
        ("karate_club", nx.karate_club_graph()),
        ("davis_southern_women", nx.davis_southern_women_graph()),
    ],
)
def test_the_fixtures_are_the_published_networks(name: str, published: nx.Graph[Any]) -> None:
    network = read_loader(FOLDERS / name)
    assert network.warnings == ()
    G = project(network)
    plain: nx.Graph[Any] = nx.Graph(published.edges)
    assert nx.is_isomorphic(G, plain)
    for measure in MEASURES.values():
        values = sorted(measure.function(plain).values())
        if not measure.name.startswith("participation"):
            assert sorted(measure.function(G).values()) == pytest.approx(values, rel=1e-9, abs=1e-12)
