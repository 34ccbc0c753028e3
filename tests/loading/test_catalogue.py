"""Loaders: finding them, reading their tables, and every fault of those."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from partnergraph.checks import check
from partnergraph.content import content_folders
from partnergraph.errors import Finding
from partnergraph.loading.catalogue import default_loaders, find_loaders, open_loader
from partnergraph.loading.reading import read_loader
from partnergraph.network import Network
from partnergraph.tables import read_csv
from partnergraph.vocabulary import STANDARD, STATUSES, column_names
from tests.loading.written_loaders import (
    CARRIED,
    DECLARING,
    EDGES,
    MANIFEST,
    NODES,
    SOURCES,
    fault,
    findings,
    write_loader,
)


def test_a_loader_becomes_a_network_that_cites_the_loader_too(project: Path) -> None:
    folder = write_loader(project / "towns", 'url = "https://example.org"\n')
    network = read_loader(folder)
    assert network.nodes["id"].tolist() == ["city:a", "city:b"]
    edge = network.edges.iloc[0]
    assert (edge["source"], edge["target"], edge["sources"], edge["status"]) == (
        "city:a",
        "city:b",
        ("book",),
        "unknown",
    )
    assert (edge["loader"], edge["id"].split(":")[0]) == ("towns", "twinning")
    assert network.sources["id"].tolist() == ["book", "loader:towns"]
    own = network.sources.iloc[1].dropna().to_dict()
    assert own == {
        "id": "loader:towns",
        "kind": "dataset",
        "title": "Towns",
        "author": "Nobody",
        "year": 2024,
        "url": "https://example.org",
        "note": "Licence: CC0",
    }
    assert Network.from_frames(network.nodes, network.edges, network.sources).equals(network)
    assert [str(dtype) for dtype in network.sources.dtypes] == [
        "Int64" if name == "year" else "object" for name in column_names("sources")
    ]


@pytest.mark.parametrize(
    ("when", "year"),
    [
        ("2024", 2024),
        ('"2024"', 2024),
        ("2024-05-01", 2024),
        ('"spring 2024"', None),
        ('"0000"', None),
        ('"٢٠٢٤"', None),
    ],
)
def test_the_year_of_the_loaders_own_source(project: Path, when: str, year: int | None) -> None:
    folder = write_loader(project / "towns")
    text = MANIFEST.replace("when = 2024", f"when = {when}")
    (folder / "loader.toml").write_text(text, encoding="utf-8")
    assert read_loader(folder).sources["year"].tolist()[-1] in ([year] if year else [pd.NA])


def test_a_loader_may_describe_itself_among_its_sources(project: Path) -> None:
    folder = write_loader(project / "towns", sources=SOURCES + "loader:towns,My own words\n")
    assert read_loader(folder).sources["title"].tolist() == ["A book", "My own words"]


def test_a_loader_by_name_folder_manifest_and_itself(project: Path) -> None:
    folder = write_loader(project / "loaders" / "towns")
    by_name = open_loader("towns")
    assert (by_name.name, by_name.folder, by_name.title, by_name.when) == ("towns", folder, "Towns", "2024")
    for given in ("loaders/towns", folder, folder / "loader.toml", "loaders/towns/loader.toml", Path("loaders/towns")):
        assert open_loader(given) == by_name
        assert read_loader(given).equals(read_loader(by_name))


def test_the_loaders_of_the_project_come_before_those_of_the_package(project: Path) -> None:
    carried = {path.parent.name: path.parent for path in sorted(CARRIED.glob("*/loader.toml"))}
    assert "union_state" in carried
    assert find_loaders() == carried
    assert default_loaders() == (carried["union_state"],)
    own = write_loader(project / "loaders" / "union_state")
    towns = write_loader(project / "loaders" / "towns")
    (project / "loaders" / "notes").mkdir()
    assert list(find_loaders().items())[:2] == [("towns", towns), ("union_state", own)]
    assert find_loaders() == carried | {"towns": towns, "union_state": own}
    assert default_loaders() == (towns, own)
    assert open_loader("union_state").title == "Towns"
    assert content_folders("loaders") == (project / "loaders", CARRIED)


def test_an_empty_folder_of_loaders_hides_nothing(project: Path) -> None:
    (project / "loaders").mkdir()
    assert default_loaders() == default_loaders(CARRIED.parent)
    assert content_folders("loaders", CARRIED.parent) == (CARRIED,)
    assert open_loader("union_state").folder == CARRIED / "union_state"


def test_a_folder_that_is_no_loader_does_not_hide_the_loader_of_that_name(project: Path) -> None:
    (project / "union_state").mkdir()
    assert open_loader("union_state").folder == CARRIED / "union_state"
    write_loader(project / "union_state")
    assert open_loader("union_state").folder == project / "union_state"


def test_a_misspelt_loader_is_told_the_nearest_and_all(project: Path) -> None:
    known = ", ".join(find_loaders())
    message = "there is no loader or folder 'union_sate'; did you mean union_state? known: " + known
    assert fault("union_sate") == message
    assert fault("qqq") == "there is no loader or folder 'qqq'; known: " + known
    assert fault(project / "qqq") == f"there is no loader or folder '{project / 'qqq'}'; known: {known}"


def test_a_folder_without_a_manifest_and_a_single_file(project: Path) -> None:
    folder = project / "towns"
    folder.mkdir()
    assert fault(folder) == f"{folder} is no loader: there is no loader.toml in it"
    (folder / "nodes.csv").write_text(NODES, encoding="utf-8")
    assert fault(folder) == (
        f"{folder} is no loader: there is no loader.toml in it; it has nodes.csv: "
        "add a loader.toml with title, licence, who and when"
    )
    file = folder / "nodes.csv"
    assert fault(file) == (
        f"{file} is a table, and what its columns mean is to be said first: partnergraph init my-network --from {file} "
        "makes a project with a guess"
    )
    (folder / "loader.toml").write_text(MANIFEST, encoding="utf-8")
    assert fault(file) == f"{file} is a single file; give the folder with its loader.toml, here {folder}"


@pytest.mark.parametrize(("folder", "name"), [("My Towns", "my_towns"), ("TOWNS-2", "towns-2")])
def test_the_name_is_made_from_the_folders(project: Path, folder: str, name: str) -> None:
    assert open_loader(write_loader(project / folder)).name == name


@pytest.mark.parametrize("name", ["города", "_towns", "a.b", "a'b"])
def test_a_folder_that_can_give_no_name(project: Path, name: str) -> None:
    folder = write_loader(project / name)
    assert fault(folder) == (f"{folder}: a loader's folder is named with letters, digits, hyphen and underscore only")


def test_tables_may_have_other_names(project: Path) -> None:
    folder = write_loader(project / "towns", '[tables]\nnodes = "data/places.csv"\n', nodes=None)
    (folder / "data").mkdir()
    (folder / "data" / "places.csv").write_text(NODES.replace("City", "Citty"), encoding="utf-8")
    assert [(finding.file, finding.row, finding.nearest) for finding in findings(folder)] == [
        ("data/places.csv", 2, "City"),
        ("data/places.csv", 3, "City"),
    ]


def test_faults_of_form_and_of_content_are_reported_together(project: Path) -> None:
    """What hangs on a row that could not be read is not said: the row may hold it."""
    folder = write_loader(
        project / "towns",
        nodes="id,type,name\ncity:a,City\ncity:b,Citty,B\n",
        edges="type,source,target,sources,statsu\nTWINNING,city:a,city:b,book,signed\n",
        sources="id,title,year\nbook,A book,19\n",
    )
    known = f"unknown column; known: {', '.join(column_names('edges'))}"
    assert findings(folder) == [
        Finding("nodes.csv", 2, "", "", "the row has 2 cells, the header 3"),
        Finding("nodes.csv", 3, "type", "Citty", f"unknown node type; known: {', '.join(STANDARD.node_types)}", "City"),
        Finding("edges.csv", 1, "statsu", "", known, "status"),
        Finding("sources.csv", 2, "year", "19", "not a year of four digits"),
    ]


def test_missing_and_unreadable_files_are_reported_together(project: Path) -> None:
    edges = EDGES.replace("sources\n", "sources,status\n").replace(",book\n", ",boook,sgned\n")
    folder = write_loader(project / "towns", nodes=None, edges=edges, sources=b"id,title\nbook,\xff\n")
    assert findings(folder) == [
        Finding("nodes.csv", 0, "", "", f"the file is missing from {folder}"),
        Finding("edges.csv", 2, "status", "sgned", f"unknown status; known: {', '.join(STATUSES)}", "signed"),
        Finding("sources.csv", 2, "", "", "this line is not UTF-8; save the file as UTF-8"),
    ]
    for name in ("edges", "sources"):
        (folder / f"{name}.csv").write_bytes(b"")
    assert [str(finding) for finding in findings(folder)] == [
        f"nodes.csv: the file is missing from {folder}",
        "edges.csv: the file is empty; it needs a header line",
        "sources.csv: the file is empty; it needs a header line",
    ]


def test_a_nul_byte_is_a_finding(project: Path) -> None:
    folder = write_loader(project / "towns", nodes=NODES.replace("A\n", "A\0A\n"))
    problem = "the character U+0000 cannot be kept in every format"
    assert findings(folder) == [Finding("nodes.csv", 2, "name", "A\0A", problem, "AA")]


def test_headers_alone_make_an_empty_network(project: Path) -> None:
    headers = [text.splitlines()[0] + "\n" for text in (NODES, EDGES, SOURCES)]
    network = read_loader(write_loader(project / "towns", nodes=headers[0], edges=headers[1], sources=headers[2]))
    assert (len(network.nodes), len(network.edges)) == (0, 0)
    assert network.sources["id"].tolist() == ["loader:towns"]


def test_two_loaders_become_one_network(project: Path) -> None:
    one = read_loader(write_loader(project / "one", DECLARING))
    other = read_loader(
        write_loader(
            project / "other",
            nodes=NODES.replace("city:b,City,B", "city:c,City,C"),
            edges=EDGES.replace("city:b", "city:c"),
            sources="id,title,year\nbook,A book,1999\n",
        )
    )
    both = one.merged(other)
    assert both.nodes["id"].tolist() == ["city:a", "city:b", "city:c"]
    assert both.edges[["target", "loader"]].to_numpy().tolist() == [["city:b", "one"], ["city:c", "other"]]
    assert both.sources["id"].tolist() == ["book", "loader:one", "loader:other"]
    assert both.sources["year"].tolist()[0] == 1999
    assert both.vocabulary.declared == {"Fund", "Valley", "FUNDS", "KNOWS"}
    assert both.filtered(loaders=["other"]).edges["target"].tolist() == ["city:c"]


def test_a_loader_of_the_package_can_be_copied_and_changed(copied_loader: Callable[[str], Path]) -> None:
    folder = copied_loader("union_state")
    network = read_loader(folder)
    edges = (folder / "edges.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)
    (folder / "edges.csv").write_text("".join(edges[:-1]), encoding="utf-8")
    assert network.edges["id"].tolist()[:-1] == read_loader(folder).edges["id"].tolist()


@pytest.mark.parametrize("folder", default_loaders(CARRIED.parent), ids=lambda path: str(path.name))
def test_the_loaders_of_the_package_have_no_fault(folder: Path) -> None:
    loader = open_loader(folder)
    read = {table: read_csv(loader.folder / file, table) for table, file in loader.tables.items()}
    assert [found for _, found in read.values()] == [[], [], []]
    nodes, edges, sources = (raw for raw, _ in read.values())
    assert check(nodes, edges, sources, loader.vocabulary).faults == []
    network = read_loader(loader)
    assert set(network.edges["loader"]) == {loader.name}
    again = Network.from_frames(network.nodes, network.edges, network.sources, vocabulary=network.vocabulary)
    assert again.equals(network)
