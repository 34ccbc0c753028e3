"""What only the owner of a graph file knows, said on the command line, and files of one name."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.cli.test_app import call


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))[1:]


def test_two_files_of_one_name_are_told_or_kept_apart_by_name(project: Path) -> None:
    for folder, text in (("a", "Oulu Halle\nHalle Linz\n"), ("b", "Linz Steyr\nSteyr Graz\n")):
        (project / folder).mkdir()
        (project / folder / "net.edges").write_text(text, encoding="utf-8")
    said = (
        "net: another file of this name was loaded before; this one has taken its place, and what it does not state is "
        "withdrawn (--name NAME keeps both)"
    )
    first = call("load", "a/net.edges", cwd=project)
    assert first.returncode == 0, first.stderr
    assert said not in first.stderr
    assert said not in call("load", "a/net.edges", "--recheck", cwd=project).stderr
    apart = call("load", "b/net.edges", "--name", "other", cwd=project)
    assert (apart.returncode, said in apart.stderr) == (0, False)
    ranked = call("rank", "--format", "csv", cwd=project)
    assert sorted(row[1] for row in rows(ranked.stdout)) == [
        "net:Halle", "net:Linz", "net:Oulu", "other:Graz", "other:Linz", "other:Steyr",
    ]  # fmt: skip
    assert said in call("load", "b/net.edges", "--force", cwd=project).stderr
    assert "rename one of them, or load them one by one with --name" in call(
        "load", "a/net.edges", "b/net.edges", cwd=project
    ).stderr  # fmt: skip
    two = call("check", "a/net.edges", "b/net.edges", "--name", "x", cwd=project)
    assert "--name and --node-table go with one graph file" in two.stderr


def test_encoding_attributes_and_a_table_of_the_nodes(project: Path) -> None:
    nodes = '[{"id": 1, "caption": "Łódź"}, {"id": 2, "caption": "Linz"}]'
    graph = f'{{"nodes": {nodes}, "links": [{{"source": 1, "target": 2}}]}}'
    (project / "t.json").write_bytes(graph.encode("cp1250"))
    towns = project / "towns.csv"
    towns.write_text("town;country;type\nŁódź;PL;City\nLinz;AT;City\nGraz;AT;City\n", encoding="utf-8")
    refused = call("check", "t.json", "--encoding", "cp1250", "--node-table", "towns.csv", cwd=project)
    assert refused.returncode == 2
    assert "towns.csv: no column has ids or names of the nodes of t.json, such as '1', '2'" in refused.stderr
    options = ("--encoding", "cp1250", "--attribute", "name=caption", "--node-table", "towns.csv")
    done = call("load", "t.json", *options, "--edge-type", "TWINNING", cwd=project)
    assert done.returncode == 0, done.stderr
    ranked = call("rank", "--type", "TWINNING", "--format", "csv", cwd=project)
    assert [row[1:5] for row in rows(ranked.stdout)] == [
        ["t:2", "Linz", "City", "AT"],
        ["t:1", "Łódź", "City", "PL"],
    ]
    # The table is one of the source's files: when it changes, it is read again.
    towns.write_text("town;country;type\nŁódź;PL;City\nLinz;DE;City\n", encoding="utf-8")
    again = call("load", "t.json", *options, "--edge-type", "TWINNING", cwd=project)
    assert "its files are as they were" not in again.stderr
    assert ",DE," in call("rank", "--format", "csv", cwd=project).stdout


def test_a_network_of_countries_and_its_weights_are_ranked(project: Path) -> None:
    (project / "trade.gexf").write_text(
        '<gexf version="1.2"><graph defaultedgetype="directed"><attributes class="node"><attribute id="0" title="type" '
        'type="string"/></attributes><nodes>'
        + "".join(
            f'<node id="{code}" label="{name}"><attvalues><attvalue for="0" value="country"/></attvalues></node>'
            for code, name in (("fi", "Finland"), ("at", "Austria"), ("pl", "Poland"))
        )
        + '</nodes><edges><edge id="0" source="fi" target="at" weight="3"/>'
        '<edge id="1" source="at" target="pl" weight="5"/></edges></graph></gexf>',
        encoding="utf-8",
    )
    assert call("load", "trade.gexf", cwd=project).returncode == 0
    ranked = call("rank", "--by", "strength", "--format", "csv", cwd=project)
    assert [(row[2], row[5]) for row in rows(ranked.stdout)] == [("Austria", "8"), ("Poland", "5"), ("Finland", "3")]
    assert "as their column weight has them" in ranked.stderr
    assert "parties,4" not in call("describe", "--format", "csv", cwd=project).stdout
