"""Pajek's files as programs and data sets have them: partitions, valued matrices, tabs, comments, ends of DOS."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnergraph.errors import UsageError
from partnergraph.loading.reading import read_graph
from tests.loading.graph_files.test_open_graph import edges, nodes, notes, written

TOWNS = '*Vertices 3\n1 "Oulu"\n2 "Halle"\n3 "Linz"\n'


@pytest.mark.parametrize("suffix", [".net", ".paj"])
def test_partitions_vectors_and_permutations_are_attributes(suffix: str, tmp_path: Path) -> None:
    text = (
        f"% made by hand\n*Network Ring\n{TOWNS}*Arcslist\n1 2 3\n*Edgeslist\n2 3\n\n"
        "*Partition Side\n*Vertices 3\n1\n1\n2\n\n"
        "*Vector Size of town in N1 (3)\n*Vertices 3\n0.5\n2\n1.5\n*Permutation\n*Vertices 3\n3\n1\n2\n*Cluster\n2\n"
    )
    network = read_graph(written(tmp_path, f"t{suffix}", text))
    assert nodes(network, "name", "Side", "Size_of_town", "permutation") == [
        ("t:1", "Oulu", 1, 0.5, 3),
        ("t:2", "Halle", 1, 2, 1),
        ("t:3", "Linz", 2, 1.5, 2),
    ]
    assert edges(network, "type") == [("t:1", "t:2", "ARC"), ("t:1", "t:3", "ARC"), ("t:2", "t:3", "LINK")]
    assert notes(network)[:2] == [
        "the section *Cluster was left out; read are vertices, arcs, edges, matrices, partitions and vectors",
        "the partition Side is the attribute 'Side' of the nodes",
    ]


def test_a_partition_before_its_network_or_of_another_size(tmp_path: Path) -> None:
    text = f"*Partition Side\n*Vertices 3\n1\n1\n2\n*Network\n{TOWNS}*Partition Other\n*Vertices 2\n1\n2\n*Edges\n1 2\n"
    network = read_graph(written(tmp_path, "t.net", text))
    assert network.nodes["Side"].tolist() == [1, 1, 2]
    assert "the partition Other was left out: it has 2 values, and there are 3 vertices" in notes(network)
    assert len(network.edges) == 1


@pytest.mark.parametrize(
    ("matrix", "weights"),
    [
        ("0 4 1\n4 0 2\n1 0 0\n", [4, 1, 4, 2, 1]),
        ("0\t1\t0.5\n0\t0\t0\n0\t0\t0\n", [1, 0.5]),
        ("0 1 1\n1 0 0\n0 0 0\n", None),
    ],
)
def test_ones_among_other_values_are_weights(matrix: str, weights: list[float] | None, tmp_path: Path) -> None:
    network = read_graph(written(tmp_path, "v.net", f"{TOWNS}*Matrix\n{matrix}"))
    assert (network.edges["weight"].tolist() if "weight" in network.edges else None) == weights


def test_several_matrices_are_looked_at_one_by_one(tmp_path: Path) -> None:
    ones, values = "0 1 0\n0 0 0\n0 0 0\n", "0 1 3\n0 0 0\n0 0 0\n"
    text = f'{TOWNS}*Matrix :1 "meets"\n{ones}*Matrix :2 "sends"\n{values}'
    network = read_graph(written(tmp_path, "v.net", text))
    assert [row[2:] for row in edges(network, "type", "weight")] == [("MEETS", None), ("SENDS", 1), ("SENDS", 3)]


@pytest.mark.parametrize("end", ["", "\x1a", "\x1a\r\n", "\r\n\x1a\x1a\x1a"])
def test_tabs_block_comments_and_the_end_of_a_text_of_dos(end: str, tmp_path: Path) -> None:
    text = (
        "/* made\n   by\n*Vertices 9\n hand */\r\n*Vertices\t3\r\n1\t\"Oulu\"\r\n2\t\"Halle\"\r\n/* one line */\r\n"
        f'3\t"Linz"\r\n*Edges\t:1 "meets"\r\n1\t2\t5\r\n% none\r\n*Arcs:2 "sends"\r\n2 3 1{end}'
    )  # fmt: skip
    network = read_graph(written(tmp_path, "d.net", text))
    assert network.nodes["name"].tolist() == ["Oulu", "Halle", "Linz"]
    assert edges(network, "type", "weight") == [("d:1", "d:2", "MEETS", 5), ("d:2", "d:3", "SENDS", 1)]


def test_the_sign_within_a_text_is_still_no_text(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"this is no text file \(the character U\+001A in line 2\)"):
        read_graph(written(tmp_path, "d.net", '*Vertices 1\n1 "a\x1ab"\n'))


def test_years_in_brackets_are_the_time_of_an_edge(tmp_path: Path) -> None:
    text = f"{TOWNS}*Edges\n1 2 1 [1991-1995,1998]\n2 3 1 [2001-*]\n1 3 1 [5-10]\n"
    network = read_graph(written(tmp_path, "y.net", text))
    assert [row[2:] for row in edges(network, "date", "until", "times")] == [
        ("1991", "1998", "1991-1995,1998"),
        ("2001", None, "2001-*"),
        (None, None, "5-10"),
    ]


def test_two_networks_in_one_project_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        read_graph(written(tmp_path, "p.paj", f"*Network A\n{TOWNS}*Network B\n{TOWNS}"))
    assert str(raised.value) == (
        "p.paj, line 7: a second network begins here; save each as a .net of its own and load them one by one"
    )


def test_labels_without_quotes_may_have_several_words(tmp_path: Path) -> None:
    text = "*Vertices 3\n1 Frankfurt am Main 0.1 0.2\n2 Oulu ic Red\n3 Bad Ischl box\n*Edges\n1 2\n"
    network = read_graph(written(tmp_path, "q.net", text))
    assert nodes(network, "name", "x", "ic", "shape") == [
        ("q:1", "Frankfurt am Main", 0.1, None, None),
        ("q:2", "Oulu", None, "Red", None),
        ("q:3", "Bad Ischl", None, None, "box"),
    ]


def test_decimal_commas(tmp_path: Path) -> None:
    arcs = read_graph(written(tmp_path, "a.net", f"{TOWNS}*Arcs\n1 2 1,5\n"))
    matrix = read_graph(written(tmp_path, "m.net", f"{TOWNS}*Matrix\n0 1,5 0\n0 0 1\n0 0 0\n"))
    assert (arcs.edges["weight"].tolist(), matrix.edges["weight"].tolist()) == ([1.5], [1.5, 1])
