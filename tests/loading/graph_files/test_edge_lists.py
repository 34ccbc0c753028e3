"""Edge lists as people and programs write them: signs, headers, numbers, remarks, comments, matrices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from scipy.io import mmwrite
from scipy.sparse import coo_array

from partnergraph.errors import UsageError
from partnergraph.loading.graph_files import GraphDefaults
from partnergraph.loading.reading import read_graph
from partnergraph.network import Network, records
from tests.loading.graph_files.test_open_graph import notes, written


def read(text: str, folder: Path, name: str = "l.txt") -> Network:
    return read_graph(written(folder, name, text))


def named_edges(network: Network, *columns: str) -> list[tuple[Any, ...]]:
    names = dict(zip(network.nodes["id"], network.nodes["name"], strict=True))
    return [
        (names[row["source"]], names[row["target"]], *(row[column] for column in columns if column in row))
        for row in records(network.edges)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # What cuts all lines alike is the sign, though a comma stands in each.
        ("Oulu;Halle;1,5\nHalle;Linz;2,25\nLinz;Oulu;3,0\n",
         [("Oulu", "Halle", 1.5), ("Halle", "Linz", 2.25), ("Linz", "Oulu", 3)]),
        ("Halle, Saale;Oulu\nOulu;Linz\n", [("Halle, Saale", "Oulu"), ("Oulu", "Linz")]),
        ("Oulu\tHalle\t1.234,5\nHalle\tLinz\t2,25\n", [("Oulu", "Halle", 1234.5), ("Halle", "Linz", 2.25)]),
        ("a;b;1 234,5\nb;c;7\n", [("a", "b", 1234.5), ("b", "c", 7)]),
        ("Oulu Halle 1,5\nHalle Linz 2,25\n", [("Oulu", "Halle", 1.5), ("Halle", "Linz", 2.25)]),
        ('a;b;"1,234,567.5"\nb;c;"2,000"\n', [("a", "b", 1234567.5), ("b", "c", 2000)]),
        ("0,1\n1,2\n", [("0", "1"), ("1", "2")]),
        ("Oulu,Halle\nLinz|Steyr,Oulu\n", [("Oulu", "Halle"), ("Linz|Steyr", "Oulu")]),
        # The first cell may be empty in all lines, or only a counter.
        (",source,target,weight\n0,Oulu,Halle,2\n1,Halle,Linz,3\n", [("Oulu", "Halle", 2), ("Halle", "Linz", 3)]),
        ("\tOulu\tHalle\n\tHalle\tLinz\n", [("Oulu", "Halle"), ("Halle", "Linz")]),
        # Ends by name, wherever they stand.
        ("Weight;Target;Source\n2;Halle;Oulu\n", [("Oulu", "Halle", 2)]),
        # Data of NetworkX, and empty data.
        ("Oulu,Halle,{'weight': 2}\nHalle,Linz,{}\n", [("Oulu", "Halle", 2), ("Halle", "Linz")]),
        ("Oulu;Halle;{}\n", [("Oulu", "Halle")]),
        # A remark behind an edge, and a # that is part of a word.
        ("Oulu Halle 3 # signed, in town\nHalle Linz 4\n", [("Oulu", "Halle", 3), ("Halle", "Linz", 4)]),
        ("Oulu,Halle,3 # signed in the town hall\nHalle,Linz,4\n", [("Oulu", "Halle", 3), ("Halle", "Linz", 4)]),
        ("http://x.org/a#1 http://x.org/a#2\n", [("http://x.org/a#1", "http://x.org/a#2")]),
        ("Room # 1,Room # 2\nRoom # 2,Hall\n", [("Room # 1", "Room # 2"), ("Room # 2", "Hall")]),
        # The sign that programs of DOS end a text with.
        ("Oulu Halle\r\nHalle Linz\r\n\x1a", [("Oulu", "Halle"), ("Halle", "Linz")]),
    ],
)  # fmt: skip
def test_cells(text: str, found: list[tuple[Any, ...]], tmp_path: Path) -> None:
    assert named_edges(read(text, tmp_path), "weight") == found


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("town_1,town_2,year\nOulu,Halle,1968\nHalle,Linz,1975\n", "town_1, town_2, year"),
        ("hometown partner_town since\nOulu Halle 1968\n", "hometown, partner_town, since"),
        ("giver;taker;sum\nOulu;Halle;1,5\n", "giver, taker, sum"),
        ("Node A,Node B\nOulu,Halle\n", ""),
        ("party 1|party 2\nOulu|Halle\n", "party 1, party 2"),
        ("Stadt;Partnerstadt\nOulu;Halle\nLinz;Halle\n", "Stadt, Partnerstadt"),
        ("город,побратим\nОулу,Галле\n", "город, побратим"),
        ("von;nach\nOulu;Halle\n", ""),
        ("откуда;куда\nOulu;Halle\n", ""),
        ("when,from,to\n2001-05-01,Oulu,Halle\n", ""),
    ],
)
def test_headers(text: str, header: str, tmp_path: Path) -> None:
    network = read(text, tmp_path)
    assert len(network.edges) == text.count("\n") - 1
    assert {"Oulu", "Оулу"} & set(network.nodes["name"])
    said = [note for note in notes(network) if note.startswith("the first line")]
    assert said == ([f"the first line is taken for the header: {header}"] if header else [])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Oulu,Halle\nHalle,Linz\n", 2),
        ("A1,A2\nA2,A3\n", 2),
        ("P1,P2\nP3,P4\n", 2),
        ("1 2\n2 3\n", 2),
        ("Oulu Halle NA\nHalle Linz 3\n", 2),
        ("Oulu Halle 3\n", 1),
        ("city,region\nregion,town\n", 2),
    ],
)
def test_a_first_edge_is_no_header(text: str, count: int, tmp_path: Path) -> None:
    assert len(read(text, tmp_path).edges) == count


def test_a_first_line_that_may_be_either_is_named(tmp_path: Path) -> None:
    network = read("giver,taker\nOulu,Halle\nHalle,Linz\n", tmp_path)
    assert len(network.edges) == 3
    assert notes(network)[0] == "the first line is taken for an edge, not for a header: giver - taker"


@pytest.mark.parametrize(
    ("comment", "kind"),
    [
        ("# directed: false", "LINK"),
        ("# directed=True", "ARC"),
        ("# Directed graph (each pair once): x.txt", "ARC"),
        ("# Undirected graph: x.txt", "LINK"),
        ("# This is not a directed graph", "LINK"),
        ("# This network isn't directed", "LINK"),
        ("# This network is directed", "ARC"),
        ("# films directed by women", "LINK"),
        ("% asym positive", "ARC"),
    ],
)
def test_what_a_comment_says_of_direction(comment: str, kind: str, tmp_path: Path) -> None:
    network = read(f"# made by hand\n{comment}\nOulu Halle\nHalle Linz\n", tmp_path)
    assert set(network.edges["type"]) == {kind}
    assert (f"the edges are directed, as a comment says: {comment!r}" in notes(network)) == (kind == "ARC")


def test_gephis_type_is_the_direction(tmp_path: Path) -> None:
    head = "Source,Target,Type,Id,Label,timeset,Weight\n"
    text = f"{head}Oulu,Halle,Undirected,7,twins,,2.0\nHalle,Linz,Directed,9,supplies,,3\n"
    network = read(text, tmp_path)
    assert named_edges(network, "type", "title", "weight") == [
        ("Oulu", "Halle", "LINK", "twins", 2),
        ("Halle", "Linz", "ARC", "supplies", 3),
    ]
    assert network.edges["id"].tolist() == ["l:7", "l:9"]
    kinds = read("source,target,type\nOulu,Halle,twinning\nHalle,Linz,directed\n", tmp_path)
    assert len({*kinds.edges["type"]}) == 2


def test_numbers_whose_comma_may_be_either_stay_text_and_are_named(tmp_path: Path) -> None:
    network = read("Oulu;Halle;1,500\nHalle;Linz;2,750\n", tmp_path)
    assert network.edges["weight"].tolist() == ["1,500", "2,750"]
    assert "the commas of weight may be decimal or part thousands; it is kept as text" in notes(network)


def test_a_line_with_one_end_is_a_node(tmp_path: Path) -> None:
    network = read("Oulu;Halle\nLinz;\n;\n;Steyr\n", tmp_path)
    assert sorted(network.nodes["name"]) == ["Halle", "Linz", "Oulu", "Steyr"]
    assert len(network.edges) == 1
    assert "2 lines name one end only; they are nodes without an edge" in notes(network)
    assert "1 line without ends was left out" in notes(network)


def test_other_encodings_are_read_where_they_are_said(tmp_path: Path) -> None:
    for encoding, names in (
        ("cp1250", ["Łódź", "Gdańsk"]),
        ("cp866", ["Орёл", "Гродно"]),
        ("koi8-r", ["Орёл", "Гродно"]),
        ("gbk", ["北京", "上海"]),
        ("utf-16", ["Łódź", "Гродно"]),
    ):
        pajek = f'*Vertices 2\n1 "{names[0]}"\n2 "{names[1]}"\n*Edges\n1 2\n'
        xml = (
            f'<?xml version="1.0" encoding="{encoding}"?><graphml><key id="n" for="node" attr.name="name"/><graph>'
            f'<node id="1"><data key="n">{names[0]}</data></node><node id="2"><data key="n">{names[1]}</data></node>'
            "</graph></graphml>"
        )
        for text, path in ((pajek, tmp_path / "a.net"), (xml.replace(encoding, "utf-8", 1), tmp_path / "a.graphml")):
            path.write_bytes(text.encode(encoding))
            assert read_graph(path, GraphDefaults(encoding=encoding)).nodes["name"].tolist() == names
        (tmp_path / "b.graphml").write_bytes(xml.encode(encoding))
        assert read_graph(tmp_path / "b.graphml").nodes["name"].tolist() == names
    path.write_bytes('*Vertices 1\n1 "Łódź"\n'.encode("cp1250"))
    (tmp_path / "c.net").write_bytes('*Vertices 1\n1 "Łódź"\n'.encode("cp1250"))
    assert notes(read_graph(tmp_path / "c.net"))[0].endswith(
        "which is a guess: where letters are wrong, say it with --encoding"
    )


@pytest.mark.parametrize("symmetry", ["general", "symmetric"])
@pytest.mark.parametrize("field", ["real", "pattern", "integer"])
def test_matrix_market(symmetry: Any, field: Any, tmp_path: Path) -> None:
    matrix = coo_array(([2, 2, 3], ([0, 1, 2], [1, 0, 3])), shape=(5, 5)).toarray()
    matrix = matrix + matrix.T if symmetry == "symmetric" else matrix
    path = tmp_path / "m.mtx"
    mmwrite(path, coo_array(matrix), symmetry=symmetry, field=field)
    network = read_graph(path)
    assert network.nodes["name"].tolist() == ["1", "2", "3", "4", "5"]
    assert set(network.edges["type"]) == {"LINK" if symmetry == "symmetric" else "ARC"}
    assert len(network.edges) == (2 if symmetry == "symmetric" else 3)
    assert ("weight" in network.edges) == (field != "pattern")


def test_matrix_market_of_two_sides_and_faults(tmp_path: Path) -> None:
    head = "%%MatrixMarket matrix coordinate real general\n% a comment\n"
    network = read(f"{head}2 3 2\n1 1 0.5\n2 3 4\n", tmp_path, "m.txt")
    assert named_edges(network, "weight") == [("1", "right-1", 0.5), ("2", "right-3", 4)]
    assert network.nodes["mode"].tolist() == [1, 1, 2, 2, 2]
    for text, message in (
        (f"{head}2 3 2\n1 4 1\n", "m.txt, line 4: an entry is a row, a column and a value; found '1 4 1'"),
        (f"{head}2 3\n", "m.txt, line 3: the size of a matrix is its rows, its columns and its entries"),
        ("%%MatrixMarket matrix array real general\n2 2\n1\n", "m.txt: of Matrix Market only coordinates with real"),
    ):
        with pytest.raises(UsageError) as raised:
            read(text, tmp_path, "m.txt")
        assert str(raised.value).startswith(message)


@pytest.mark.parametrize("delimiter", [" ", ",", ";", "\t", "|"])
@pytest.mark.parametrize("data", [True, False])
def test_networkx_writes_what_is_read(delimiter: str, data: bool, tmp_path: Path) -> None:
    G = nx.Graph([("Oulu", "Halle", {"weight": 2}), ("Halle", "Linz", {})])
    nx.write_edgelist(G, tmp_path / "g.edgelist", delimiter=delimiter, data=data)
    network = read_graph(tmp_path / "g.edgelist")
    assert {frozenset(pair[:2]) for pair in named_edges(network)} == {frozenset(edge) for edge in G.edges}
    assert network.edges["weight"].sum() == 2 if data else "weight" not in network.edges


def test_names_with_blanks_are_parted_by_two_or_refused(tmp_path: Path) -> None:
    assert named_edges(read("Frankfurt am Main  Lyon\nLyon   Oulu\n", tmp_path)) == [
        ("Frankfurt am Main", "Lyon"),
        ("Lyon", "Oulu"),
    ]
    with pytest.raises(UsageError) as raised:
        read("Frankfurt am Main Lyon\nLyon Oulu\n", tmp_path)
    assert str(raised.value) == (
        "l.txt: lines have 2 to 4 words: where names have blanks in them, put them in quotes or part the cells by "
        "another sign"
    )


def test_a_table_of_nodes_is_no_edge_list(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        read("Id,Label,timeset,population\n1,Oulu,,5\n", tmp_path)
    assert str(raised.value) == (
        "l.txt: a table of nodes (Id, Label, timeset, population), not of edges: load the file of the edges, and this "
        "one with it by --node-table"
    )


def test_two_columns_that_may_be_one_number_are_named(tmp_path: Path) -> None:
    said = "the third and fourth column are read as two; where they are one number, part the cells by ;"
    assert said in notes(read("Oulu,Linz,1,5\nLinz,Halle,2,5\n", tmp_path))


@pytest.mark.parametrize("head", ["Gewicht", "вес", "Weight", "WEIGHT"])
def test_a_weight_is_the_weight_in_other_languages_too(head: str, tmp_path: Path) -> None:
    assert read(f"von;nach;{head}\nOulu;Linz;2\n", tmp_path).edges["weight"].tolist() == [2]


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1251", "Гродно Орёл Минск"),
        ("koi8-r", "Гродно Орёл Минск"),
        ("cp866", "Гродно Орёл Минск"),
        ("cp1252", "München Málaga Besançon Århus"),
        ("cp1250", "Łódź Gdańsk Wrocław Kraków"),
        ("gbk", "北京 上海 广州"),
    ],
)
def test_old_encodings_are_guessed_and_said(encoding: str, names: str, tmp_path: Path) -> None:
    first, second, *_ = names.split()
    (tmp_path / "l.net").write_bytes(
        f'*Vertices 3\n1 "{first}"\n2 "{second}"\n3 "{names}"\n*Edges\n1 2\n'.encode(encoding)
    )
    network = read_graph(tmp_path / "l.net")
    assert network.nodes["name"].tolist() == [first, second, names]
    assert f"read as {encoding}, which is a guess: where letters are wrong, say it with --encoding" in notes(network)[0]


def test_matrices_lists_of_neighbours_and_sizes_are_no_edges(tmp_path: Path) -> None:
    matrix = "0 1 0 1\n1 0 1 0\n0 1 0 0\n1 0 0 0\n"
    for text, message in (
        (matrix, "l.txt: 4 lines of 4 numbers are a matrix, not a list of edges: write *Vertices 4 and *Matrix before"),
        ("0 1 2 3\n1 2 3\n2 3\n", "l.txt: lines have 2 to 4 words"),
    ):
        with pytest.raises(UsageError) as raised:
            read(text, tmp_path)
        assert str(raised.value).startswith(message)
    network = read("4 3\n1 2\n2 3\n3 4\n", tmp_path)
    assert named_edges(network) == [("1", "2"), ("2", "3"), ("3", "4")]
    assert "the first line, 4 3, is the number of nodes and edges; it is no edge" in notes(network)
    assert len(read("1 2\n2 3\n3 1\n", tmp_path).edges) == 3
    assert len(read("1 2 1\n2 3 1\n3 1 1\n", tmp_path).edges) == 3


def test_what_stands_for_no_number_is_none(tmp_path: Path) -> None:
    network = read("Oulu;Linz;1,5\nLinz;Halle;n/a\n", tmp_path)
    assert [row.get("weight") for row in records(network.edges)] == [1.5, None]
    assert "1 edge has no number under weight" in notes(network)
