"""What other programs find in an export: NetworkX, igraph, pandas, and a spreadsheet's own view."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import networkx as nx
import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import get_column_letter

from partnergraph.analysis.rankings.rank import rank
from partnergraph.errors import UsageError
from partnergraph.export import export
from partnergraph.loading.graph_files import GraphDefaults
from partnergraph.loading.reading import read_graph, read_loader
from partnergraph.network import Network, records
from partnergraph.vocabulary import TABLES
from tests.export.declaring_networks import HOSTILE, VOCABULARY

if TYPE_CHECKING:
    from pathlib import Path

ENDS = {"id", "source", "target"}


def cells(row: dict[str, Any]) -> dict[str, Any]:
    """A row as attributes of a graph: lists joined."""
    joined = {name: ";".join(cell) if isinstance(cell, tuple) else cell for name, cell in row.items()}
    return {name: cell for name, cell in joined.items() if name not in ENDS}


def assert_networkx_has(G: Any, network: Network, derived: set[str], *, directed: bool = True) -> None:
    assert G.is_directed() == directed
    assert G.is_multigraph()
    for row in records(network.nodes):
        found = {name: value for name, value in G.nodes[row["id"]].items() if name != "label"}
        assert found == cells(row)
    assert G.number_of_nodes() == len(network.nodes)
    assert G.number_of_edges() == len(network.edges)
    for row in records(network.edges):
        found = G.edges[row["source"], row["target"], row["id"]]
        assert {name: value for name, value in found.items() if name not in derived} == cells(row)


def test_networkx_reads_graphml_without_loss(tmp_path: Path) -> None:
    network = read_loader("union_state")
    G = nx.read_graphml(export(network, tmp_path / "a.graphml"))
    assert_networkx_has(G, network, {"fact_id", "label", "directed", "citations"})
    assert {row["id"] for row in json.loads(G.graph["partnergraph"])["sources"]} == set(network.sources["id"])
    first = records(network.nodes)[0]
    assert G.nodes[first["id"]]["label"] == first["name"]


def test_networkx_reads_gexf_without_loss(tmp_path: Path, network: Network) -> None:
    both_ways = {name for name, kind in network.vocabulary.edge_types.items() if not kind.directed}
    is_undirected = network.edges["type"].isin(both_ways)
    directed = network.with_edges(network.edges[~is_undirected])
    assert nx.read_gexf(export(directed, tmp_path / "d.gexf"), version="1.3").is_directed()
    undirected = network.with_edges(network.edges[is_undirected])
    G: Any = nx.read_gexf(export(undirected, tmp_path / "a.gexf"), version="1.3")
    assert_networkx_has(G, undirected, {"id", "label", "directed", "citations", "start", "end"}, directed=False)
    edge = G.edges["city:a", "city:b", "a1"]
    assert (edge["start"], edge["end"]) == ("2017-09-01", "2020-12-31")
    assert edge["citations"] == "(2018). A report. https://example.org/1"
    assert edge["directed"] is False


@pytest.mark.parametrize("suffix", [".graphml", ".json"])
def test_through_networkx_and_back(suffix: str, tmp_path: Path) -> None:
    network = read_loader("union_state")
    path = export(network, tmp_path / f"a{suffix}")
    if suffix == ".json":
        G: Any = nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")
        del G.graph["partnergraph"]
        assert Network.from_networkx(G).equals(network)
        return
    G = nx.read_graphml(path)
    nx.set_node_attributes(G, nx.pagerank(nx.DiGraph(G)), "pagerank")
    nx.write_graphml(G, tmp_path / "b.graphml")
    found = read_graph(tmp_path / "b.graphml")
    assert [str(warning) for warning in found.warnings][:1] == [
        "b.graphml: attributes of the nodes added since the export: pagerank"
    ]
    assert found.nodes["pagerank"].sum() == pytest.approx(1)
    plain = Network.from_frames(found.nodes.drop(columns="pagerank"), found.edges, found.sources)
    assert plain.equals(network)


def test_through_igraph_and_back(tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph")
    network = read_loader("union_state")
    G = igraph.Graph.Read_GraphML(str(export(network, tmp_path / "a.graphml")))
    assert (G.vcount(), G.ecount(), G.is_directed()) == (len(network.nodes), len(network.edges), True)
    row = records(network.edges)[0]
    edge = next(each for each in G.es if each["fact_id"] == row["id"])
    assert (G.vs[edge.source]["id"], G.vs[edge.target]["id"]) == (row["source"], row["target"])
    assert {name: edge[name] for name in cells(row)} == cells(row)
    G.write_graphml(str(tmp_path / "b.graphml"))
    assert read_graph(tmp_path / "b.graphml").equals(network)


def test_pandas_reads_parquet(tmp_path: Path, network: Network) -> None:
    folder = export(network, tmp_path / "a.parquet")
    edges = pd.read_parquet(folder / "edges.parquet")
    assert edges["amount"].tolist()[3] == 12.5
    assert [list(sources) for sources in edges["sources"]][2] == ["note-1", "book"]
    assert pd.read_parquet(folder / "sources.parquet")["year"].tolist() == [2019, 2018, 2020]


def test_gexf_holds_to_the_form_of_its_version(tmp_path: Path, network: Network) -> None:
    text = export(network, tmp_path / "a.gexf").read_text(encoding="utf-8")
    assert '<gexf xmlns="http://gexf.net/1.3"' in text
    assert '<graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">' in text
    assert (
        '<edge id="t1" source="city:a" target="city:b" label="twinning" kind="TWINNING" start="2005-01-01" '
        'type="undirected">'
    ) in text
    assert '<attvalue for="date" value="2017-09"/>' in text
    undated = Network.from_frames(network.nodes, network.edges.drop(columns=["date", "until"]), network.sources)
    assert ' mode="static">' in export(undated, tmp_path / "b.gexf").read_text(encoding="utf-8")


def test_the_workbook_as_a_person_sees_it(tmp_path: Path, network: Network) -> None:
    path = export(network, tmp_path / "a.xlsx", by=["degree", "betweenness"])
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["nodes", "edges", "sources", "rankings", "about"]
    for sheet in workbook.worksheets:
        assert all(cell.font.b for cell in sheet[1])
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(8 <= sheet.column_dimensions[get_column_letter(cell.column or 0)].width <= 60 for cell in sheet[1])
    edges = {row[0].value: row for row in workbook["edges"].iter_rows(min_row=2)}
    columns = [cell.value for cell in workbook["edges"][1]]
    amount, date = (edges["s1"][columns.index(name)] for name in ("amount", "date"))
    assert (amount.value, amount.data_type) == (12.5, "n")
    assert (date.value, date.data_type, date.number_format) == ("2020-01", "s", "@")
    ranked = rank(network, by=["degree", "betweenness"])
    rows = list(workbook["rankings"].iter_rows(values_only=True))
    assert rows[0] == tuple(ranked.columns)
    assert [(row[0], row[1], row[5]) for row in rows[1:]] == list(
        zip(ranked["rank"], ranked["id"], ranked["degree"], strict=True)
    )


def hostile_network() -> Network:
    nodes = pd.DataFrame([{"id": f"city:{n}", "type": "City", "name": text} for n, text in enumerate(HOSTILE)])
    edges = pd.DataFrame([{"type": "TWINNING", "source": "city:0", "target": "city:1", "sources": "s", "title": text,
                           "amount": -1, "unit": "t"} for text in HOSTILE])  # fmt: skip
    return Network.from_frames(nodes, edges, pd.DataFrame([{"id": "s", "title": "S"}]), vocabulary=VOCABULARY)


def test_nothing_in_a_workbook_is_run(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(export(hostile_network(), tmp_path / "a.xlsx"))
    found = {cell.data_type for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row}
    assert found <= {"s", "n"}
    run = [cell for row in workbook["nodes"].iter_rows() for cell in row if str(cell.value).startswith(("=", "+", "@"))]
    assert len(run) == 3
    assert all(cell.quotePrefix for cell in run)


def test_nothing_in_the_csv_for_spreadsheets_is_run(tmp_path: Path) -> None:
    for path in export(hostile_network(), tmp_path / "guarded.csv").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            texts = [
                cell for row in csv.reader(file) for cell in row if not cell.lstrip("-").replace(".", "").isdigit()
            ]
        assert not [cell for cell in texts if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    plain = export(hostile_network(), tmp_path / "plain.csv", guard=False)
    assert "=HYPERLINK" in pd.read_csv(plain / "nodes.csv")["name"].tolist()[0]
    assert read_graph(plain).equals(hostile_network())


def test_what_a_sheet_cannot_hold_is_refused_and_nothing_written(tmp_path: Path, network: Network) -> None:
    rows = network.nodes.assign(note="x" * 32_768)
    long = Network.from_frames(rows, network.edges, network.sources)
    with pytest.raises(UsageError, match=r"^sheet nodes, row 2, column note: a cell of Excel holds 32,767 characters"):
        export(long, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []
    assert read_graph(export(long, tmp_path / "a.graphml")).equals(long)


def test_pajek_has_names_types_and_numbers(tmp_path: Path, network: Network) -> None:
    text = export(network, tmp_path / "a.net").read_text(encoding="utf-8")
    assert text.splitlines()[:2] == ["*Vertices 8", '1 "Belarus"']
    assert '*Arcs\n8 4 1 l "SUPPLIES"\n8 7 1 l "ASSEMBLY_PLANT"\n*Edges\n5 6 1 l "AGREEMENT"\n' in text
    # The labels of the lines are the types: whoever wants them back says so.
    found = read_graph(tmp_path / "a.net", GraphDefaults(node_type="City", attributes=("edges.type=label",)))
    # A plant that is taken for a city can have no assembly plant.
    assert found.edges["type"].value_counts().to_dict() == {
        "TWINNING": 2, "AGREEMENT": 1, "SUPPLIES": 1, "FILE_ASSEMBLY_PLANT": 1
    }  # fmt: skip
    assert found.nodes["name"].tolist() == network.nodes["name"].tolist()
    assert {table: len(getattr(found, table)) for table in TABLES} == {"nodes": 8, "edges": 5, "sources": 1}


def towns(ties: list[tuple[str, str, str, float]], tmp_path: Path) -> Network:
    """A network of three towns, two of one name, with a type and a weight for each tie."""
    named = (("a", "Oulu"), ("b", "Halle"), ("c", "Halle"))
    document = {
        "nodes": [{"id": node, "name": name, "type": "City"} for node, name in named],
        "links": [{"source": a, "target": b, "type": kind, "weight": weight} for a, b, kind, weight in ties],
    }  # fmt: skip
    path = tmp_path / "towns.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return read_graph(path)


TWINS = [("a", "b", "TWINNING", 2.5), ("c", "a", "TWINNING", 1.0)]
SUPPLIES = [("a", "b", "SUPPLIES", 4.0), ("b", "a", "SUPPLIES", 0.5)]


@pytest.mark.parametrize(("ties", "directed"), [(TWINS, False), (SUPPLIES, True)])
def test_igraph_and_networkx_read_pajek_rightly(
    ties: list[tuple[str, str, str, float]], directed: bool, tmp_path: Path
) -> None:
    igraph = pytest.importorskip("igraph")
    network = towns(ties, tmp_path)
    path = export(network, tmp_path / "t.net")
    names = dict(zip("abc", ("Oulu", "Halle (towns:b)", "Halle (towns:c)"), strict=True))
    expected = sorted((*sorted((names[a], names[b])), weight) for a, b, _, weight in ties)
    G: Any = nx.read_pajek(path)
    assert (set(G), G.is_directed()) == (set(names.values()), directed)
    assert sorted((*sorted((a, b)), data["weight"]) for a, b, data in G.edges(data=True)) == expected
    H = igraph.Graph.Read_Pajek(str(path))
    assert (set(H.vs["name"]), H.is_directed()) == (set(names.values()), directed)
    ends = [sorted((H.vs[edge.source]["name"], H.vs[edge.target]["name"])) for edge in H.es]
    assert sorted((*pair, weight) for pair, weight in zip(ends, H.es["weight"], strict=True)) == expected
    assert read_graph(path).edges["weight"].sum() == sum(weight for *_, weight in ties)


@pytest.mark.parametrize("program", ["networkx", "igraph"])
def test_undirected_facts_leave_as_undirected_edges_and_come_back(program: str, tmp_path: Path) -> None:
    network = towns([*TWINS, ("b", "a", "AGREEMENT", 3.0)], tmp_path)
    path, back = export(network, tmp_path / "t.graphml"), tmp_path / "back.graphml"
    if program == "igraph":
        igraph = pytest.importorskip("igraph")
        G = igraph.Graph.Read_GraphML(str(path))
        G.write_graphml(str(back))
    else:
        G = nx.read_graphml(path)
        nx.write_graphml(G, back)
    assert not G.is_directed()
    assert read_graph(back).equals(network)
    assert not nx.read_gexf(export(network, tmp_path / "t.gexf"), version="1.3").is_directed()
    assert json.loads(export(network, tmp_path / "t.json").read_text(encoding="utf-8"))["directed"] is False
