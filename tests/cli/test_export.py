"""The command export, and graph files given to load and check, as a person uses them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from partnergraph import export_network, read_graph
from partnergraph.database.connection import Settings, connect
from partnergraph.database.graph_reading import read_network
from partnergraph.export import FORMATS
from partnergraph.loading.graph_files import GRAPH_SUFFIXES
from partnergraph.loading.reading import read_loader
from tests.cli.test_app import call, one_line
from tests.conftest import ROOT, environment_of
from tests.documentation import help_of

if TYPE_CHECKING:
    from partnergraph.network import Network

KARATE = "34 nodes, 78 edges"


def in_project(settings: Settings, project: Path) -> Settings:
    """The settings of the database that the command uses in this project."""
    return settings if settings.uri else Settings(folder=project / ".partnergraph")


def write_karate(folder: Path) -> None:
    G = nx.karate_club_graph()
    nx.write_graphml(G, folder / "karate.graphml")


def test_the_reference_network_out_of_the_database_and_back(project: Path, settings: Settings) -> None:
    environment = environment_of(settings)
    with connect(settings=in_project(settings, project)) as database:
        assert call("load", "union_state", cwd=project, environment=environment).returncode == 0
        reference = read_loader("union_state")
        held = read_network(database)
        assert held.equals(reference)
    for suffix in (".gexf", ".csv"):
        done = call("export", f"out/network{suffix}", cwd=project, environment=environment)
        assert (done.returncode, done.stdout) == (0, "")
        where = "out/network/" if suffix == ".csv" else f"out/network{suffix}"
        sizes = f"{len(reference.nodes)} nodes, {len(reference.edges)} edges, {len(reference.sources)} sources"
        assert f"wrote {where} ({FORMATS[suffix].name}): {sizes}\n" in done.stderr
        assert read_graph(project / where).equals(reference)
    with connect(settings=in_project(settings, project)) as database:
        database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())
    done = call("load", "out/network.gexf", cwd=project, environment=environment)
    assert done.returncode == 0, done.stderr
    with connect(settings=in_project(settings, project)) as database:
        found = read_network(database)
    # In a database the facts are those of the file, which is one source more.
    sources = found.sources[found.sources["id"] != "loader:network"]
    assert set(found.edges["loader"]) == {"network"}
    edges = found.edges.assign(loader="union_state")
    same = type(found).from_frames(found.nodes, edges, sources, vocabulary=found.vocabulary)
    assert same.equals(reference)


def test_a_foreign_graph_there_and_back_through_the_database(project: Path, settings: Settings) -> None:
    environment = environment_of(settings)
    write_karate(project)
    stated = read_graph("karate.graphml")
    done = call("load", "karate.graphml", "--format", "json", cwd=project, environment=environment)
    assert [row["created"] for row in json.loads(done.stdout)] == [34, 78, 0, 1]
    again = call("load", "karate.graphml", "--format", "json", cwd=project, environment=environment)
    assert [row["unchanged"] for row in json.loads(again.stdout)] == [34, 78, 0, 1]
    assert "karate: its files are as they were when it was loaded on 20" in again.stderr
    otherwise = ("load", "karate.graphml", "--edge-type", "COOPERATION", "--format", "json")
    third = call(*otherwise, cwd=project, environment=environment)
    assert [row["changed"] + row["created"] for row in json.loads(third.stdout)] == [0, 78, 0, 0]
    fourth = call("load", "karate.graphml", "--prune", "--format", "json", cwd=project, environment=environment)
    assert [row["pruned"] for row in json.loads(fourth.stdout)] == [0, 78, 0, 0]
    with connect(settings=in_project(settings, project)) as database:
        found = read_network(database)
    assert found.equals(stated)
    assert found.vocabulary.columns == stated.vocabulary.columns
    assert found.edges["weight"].sum() == 231


def test_filters_and_rankings(project: Path, network: Network) -> None:
    folder = export_network(network, project / "towns.csv")
    assert call("load", folder.name, cwd=project).returncode == 0
    assert call("export", "twins.json", "--type", "TWINNING", "--as-of", "2020", cwd=project).returncode == 0
    assert read_graph("twins.json").edges["id"].tolist() == ["t1", "t2"]
    done = call("export", "a.xlsx", "--by", "betweenness", "--country", "BY", cwd=project)
    assert done.stderr.startswith("wrote a.xlsx (Excel workbook): ")
    done = call("export", "a.net", cwd=project)
    assert f"not carried: {FORMATS['.net'].cannot_carry}" in done.stderr


def test_check_lists_what_was_made_of_a_file(project: Path) -> None:
    write_karate(project)
    done = call("check", "karate.graphml", cwd=project)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        "warning: karate.graphml: 34 nodes have no type; they are taken as Party (--node-type names another)\n"
        "warning: karate.graphml: 78 edges have no type; they are taken as LINK (--edge-type names another)\n"
        f"karate: {KARATE}, 0 sources; no fault, 2 warnings\n"
    )
    named = call("check", "karate.graphml", "--node-type", "City", "--edge-type", "TWINNING", "--strict", cwd=project)
    assert "they are taken as TWINNING" in named.stderr
    assert not (project / ".partnergraph").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "a.grapml"], "no format is called '.grapml'; did you mean .graphml?"),
        (["export", "a.gexf", "--by", "degree"], "--by goes with .xlsx, which alone has a sheet of rankings"),
        (["export", "a.xlsx", "--by", "degre"], "did you mean degree?"),
        (
            ["export", "a.xlsx", "--unguarded"],
            "--unguarded goes with .csv; in other formats no spreadsheet runs a cell",
        ),
        (["export", "a.gexf", "--from", "May"], "not a date: 'May'"),
        (
            ["check", "union_state", "--node-type", "City"],
            "go with graph files; none is given",
        ),
        (["load", "k.graphml", "--node-type", "Town"], "'Town' is no node type"),
        (["load", "k.graphml"], "k.graphml, line 1: not readable as XML"),
        (
            ["load", "k.graphml", "old/k.graphml"],
            "old/k.graphml are both called 'k', and the second would replace the first; rename one of them",
        ),
        (["load", "missing.graphml"], "there is no loader or folder 'missing.graphml'"),
    ],
)
def test_a_users_fault_is_one_line(project: Path, arguments: list[str], message: str) -> None:
    (project / "old").mkdir()
    for file in ("k.graphml", "old/k.graphml"):
        (project / file).write_text("<")
    assert message in one_line(call(*arguments, cwd=project))
    assert sorted(path.name for path in project.iterdir()) == ["k.graphml", "old"]


def test_the_help_and_the_documentation_name_all_formats() -> None:
    text = re.sub(r"\s+", " ", help_of(("export",)))
    assert re.findall(r"\.[a-z]+\b", text.partition("says the format: ")[2].partition("[required]")[0]) == list(FORMATS)
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8").partition("\n## In\n")[2]
    assert {suffix for suffix in GRAPH_SUFFIXES if f"`{suffix}`" in page} == set(GRAPH_SUFFIXES)
