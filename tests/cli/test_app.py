"""The command line as a person uses it: real processes in an empty folder, on each engine."""

from __future__ import annotations

import csv
import io
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from partnergraph import __version__
from tests.conftest import ROOT, environment_of
from tests.database.embedded.test_client import engines, wait_until_gone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from partnergraph.database.connection import Settings
    from tests.neo4j.server import Server

Run = "Callable[..., subprocess.CompletedProcess[str]]"
COMMAND = [sys.executable, "-c", "from partnergraph.cli import main; main()"]
LENINGRAD = {
    ("Volosovsky District", "Logoysk District", "2010"),
    ("Volkhovsky District", "Mozyr District", "2006"),
    ("Vyborgsky District, Leningrad Oblast", "Rechitsa District", "2011"),
    ("Gatchinsky District", "Nesvizh District", "2010"),
    ("Kingiseppsky District", "Svetlogorsk District", "2010"),
    ("Kirovsky District, Leningrad Oblast", "Myadel District", "2013"),
    ("Lomonosovsky District, Leningrad Oblast", "Baranovichi District", "2008"),
    ("Luzhsky District", "Bobruisk", "2017"),
    ("Luzhsky District", "Gorodok District", "2014"),
    ("Podporozhsky District", "Miory District", "2017"),
    ("Priozersky District", "Mogilev District", "2006"),
    ("Slantsevsky District", "Shklov District", "2018"),
    ("Tikhvinsky District", "Dzerzhinsk District", "2009"),
    ("Tosnensky District", "Rogachev District", "2010"),
    ("Tosno", "Polotsk", "2010"),
    ("Shcheglovo Rural Settlement", "Vileyka District", "2012"),
    ("Kommunar", "Svetlogorsk", "2007"),
    ("Sosnovoborsky Urban Okrug", "Ostrovets District", "2012"),
}


def call(*arguments: str, cwd: Path, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command and return what it said; it must never end in a traceback."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def run(project: Path, settings: Settings) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """Run commands in an empty folder on each engine in turn; the embedded one is the folder's own."""
    environment = environment_of(settings)
    if settings.uri is None:
        assert call("db", "start", cwd=project, environment=environment).returncode == 0
    yield lambda *arguments: call(*arguments, cwd=project, environment=environment)
    if settings.uri is None:
        call("db", "stop", cwd=project, environment=environment)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The single line that a fault is answered with; nothing on standard output. Its status is in test_exit_status."""
    assert done.returncode in range(2, 7)
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("partnergraph: ")
    return done.stderr.strip()


def counts(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, int]]:
    assert done.returncode == 0, done.stderr
    return {
        row["what"]: {name: int(value) for name, value in row.items() if name not in {"loader", "what"}}
        for row in csv.DictReader(io.StringIO(done.stdout))
    }


def test_the_way_of_a_source_through_three_loads(
    run: Callable[..., subprocess.CompletedProcess[str]], project: Path
) -> None:
    folder = Path(shutil.copytree(ROOT / "loaders" / "union_state", project / "loaders" / "union_state"))
    rows = list(csv.DictReader(io.StringIO((folder / "edges.csv").read_text(encoding="utf-8"), newline="")))

    first = counts(run("load", "loaders/union_state", "--format", "csv"))
    assert (first["edges"]["read"], first["edges"]["created"]) == (len(rows), len(rows))
    second = counts(run("load", "loaders/union_state", "--format", "csv"))
    for kind in ("nodes", "edges", "locations", "sources"):
        assert (second[kind]["created"], second[kind]["changed"]) == (0, 0)
        assert second[kind]["unchanged"] == second[kind]["read"] == first[kind]["created"]

    gone = next(row for row in rows if row["type"] == "TWINNING" and "volosovsky" in row["id"])
    with (folder / "edges.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row for row in rows if row is not gone)
    third = counts(run("load", "loaders/union_state", "--format", "csv"))
    assert third["edges"] == {**second["edges"], "read": len(rows) - 1, "unchanged": len(rows) - 1, "withdrawn": 1}

    pairs = json.loads(run("query", "twin-towns", "place=Leningrad Oblast", "--format", "json").stdout)
    assert len(pairs) == 17
    kept = "MATCH ()-[e]->() WHERE e.withdrawn_at IS NOT NULL RETURN e.id AS id, e.title AS title"
    (row,) = json.loads(run("query", "--cypher", kept, "--format", "json").stdout)
    assert row == {"id": gone["id"], "title": gone["title"]}


def test_twin_towns_rank_and_page_on_the_reference_network(
    run: Callable[..., subprocess.CompletedProcess[str]], project: Path
) -> None:
    assert run("load", "union_state").returncode == 0
    done = run("query", "twin-towns", "place=Leningrad Oblast", "--format", "csv")
    pairs = {(row["place"], row["twin"], row["since"]) for row in csv.DictReader(io.StringIO(done.stdout))}
    assert pairs == LENINGRAD
    table = run("query", "twin-towns", "place=leningrad region").stdout
    for place, twin, year in LENINGRAD:
        assert any(place in line and twin in line and year in line for line in table.splitlines())

    done = run("rank", "--by", "betweenness", "--format", "json")
    ranking = json.loads(done.stdout)
    assert [row["rank"] for row in ranking[:3]] == [1, 2, 3]
    assert ranking[0]["betweenness"] > ranking[1]["betweenness"] > ranking[2]["betweenness"] > 0
    assert "country:belarus" not in {row["id"] for row in ranking}
    assert "Country nodes left out" in done.stderr

    done = run("render", "-o", "pages/twins.html", "--type", "TWINNING", "--title", "Twin towns")
    assert done.returncode == 0
    assert done.stdout == ""
    page = (project / "pages" / "twins.html").read_text(encoding="utf-8")
    assert "<title>Twin towns" in page

    assert one_line(run("query", "--cypher", "CREATE (n) RETURN n")).startswith(
        "partnergraph: queries are read-only: CREATE is not allowed"
    )
    load_csv = "LOAD CSV FROM 'file:///etc/hostname' AS l RETURN l"
    assert "LOAD CSV is not allowed" in one_line(run("query", "--cypher", load_csv))
    assert "did you mean" in one_line(run("query", "twin-towns", "place=Leningrat"))


def test_build_is_the_whole_way(run: Callable[..., subprocess.CompletedProcess[str]], project: Path) -> None:
    done = run("build")
    assert done.returncode == 0, done.stderr
    assert "Brest Region" in done.stdout
    assert "Counted: " in done.stderr
    assert (project / "out" / "network.html").stat().st_size > 500_000


def test_a_query_from_a_file_with_a_parameter(
    run: Callable[..., subprocess.CompletedProcess[str]], project: Path
) -> None:
    assert run("load", "union_state").returncode == 0
    (project / "mine.cypher").write_text("MATCH (n:City {name: $name}) RETURN n.country AS country", encoding="utf-8")
    done = run("query", "--file", "mine.cypher", "name=Polotsk", "--format", "csv")
    assert done.stdout == "country\nBY\n"


def test_nothing_is_left_behind_by_commands(project: Path) -> None:
    assert call("load", "union_state", cwd=project).returncode == 0
    assert engines(project / ".partnergraph") == []


def test_ctrl_c_in_the_middle_leaves_nothing_behind(project: Path) -> None:
    process = subprocess.Popen([*COMMAND, "build"], cwd=project, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not engines(project / ".partnergraph") and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in said
    wait_until_gone(project / ".partnergraph")


def test_the_database_kept_up_for_others(project: Path) -> None:
    started = call("db", "start", cwd=project)
    assert started.stdout.startswith("bolt://127.0.0.1:")
    assert "credentials.json" in started.stderr
    shown = json.loads(call("db", "status", "--format", "json", cwd=project).stdout)
    assert (shown["running"], shown["uri"]) == (True, started.stdout.strip())
    assert call("load", "union_state", cwd=project).returncode == 0
    assert len(engines(project / ".partnergraph")) == 1
    assert call("db", "stop", cwd=project).stderr == "stopped\n"
    assert engines(project / ".partnergraph") == []
    assert json.loads(call("db", "status", "--format", "json", cwd=project).stdout) == {"running": False}
    assert call("db", "stop", cwd=project).stderr == "not running\n"
    assert "what it held is in" in call("db", "reset", cwd=project).stderr
    assert "is empty: run 'partnergraph build'" in one_line(call("rank", cwd=project))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query", "twin-twons", "place=x"], "there is no query 'twin-twons'; did you mean twin-towns?"),
        (["query", "twin-towns"], "twin-towns needs place"),
        (["query", "twin-towns", "plaec=x"], "no parameter 'plaec'; did you mean place?"),
        (["query", "twin-towns", "place"], "write it as KEY=VALUE"),
        (["query"], 'give one of: a query\'s name, "MATCH ...", --cypher TEXT, --file FILE'),
        (["query", "--file", "missing.cypher"], "missing.cypher cannot be read: No such file"),
        (["load", "unoin_state"], "did you mean union_state?"),
        (["load", "missing/folder"], "there is no loader or folder 'missing/folder'"),
        (["check", "."], "there is no loader.toml in it"),
        (["rank", "--by", "betweeness"], "betweenness"),
        (["rank", "--as-of", "15.03.2021"], "not a date: '15.03.2021'; did you mean 2021-03-15?"),
        (["render", "--from", "soon"], "not a date"),
        (["query", "--cypher", "RETURN 1", "--database", "http://x"], "is no database address"),
        (["rank", "--database", "bolt://127.0.0.1:7687"], "set NEO4J_PASSWORD"),
    ],
)
def test_a_users_fault_is_one_line_and_starts_no_database(project: Path, arguments: list[str], message: str) -> None:
    assert message in one_line(call(*arguments, cwd=project))
    assert not (project / ".partnergraph").exists()


def test_a_wrong_password_and_a_server_that_is_not_there(project: Path, neo4j_server: Server) -> None:
    wrong = {**neo4j_server.environment(), "NEO4J_PASSWORD": "wrong-one"}
    said = one_line(call("rank", cwd=project, environment=wrong))
    assert "check NEO4J_USERNAME and NEO4J_PASSWORD" in said
    assert "wrong-one" not in said
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = {**wrong, "NEO4J_URI": f"bolt://127.0.0.1:{probe.getsockname()[1]}"}
    assert "use --database embedded, which needs no server" in one_line(call("rank", cwd=project, environment=nobody))


def test_every_fault_of_a_table_is_listed_and_nothing_loaded(project: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "loaders" / "union_state", project / "mine"))
    text = (folder / "edges.csv").read_text(encoding="utf-8")
    broken = text.replace(",TWINNING,", ",TWINING,", 1).replace("city:polotsk", "city:polozk", 1)
    (folder / "edges.csv").write_text(broken, encoding="utf-8")
    done = call("load", "mine", cwd=project)
    assert done.returncode == 2
    assert "2 faults in the tables; nothing was loaded" in done.stderr
    assert "column type: unknown edge type" in done.stderr
    assert "(found 'TWINING'); nearest valid value: TWINNING" in done.stderr
    assert "(found 'city:polozk'); nearest valid value: city:polotsk" in done.stderr
    assert not (project / ".partnergraph").exists()


def test_the_faults_of_several_loaders_are_listed_together(project: Path) -> None:
    for name in ("one", "two"):
        folder = project / name
        folder.mkdir()
        (folder / "loader.toml").write_text('title = "T"\nlicence = "CC0"\nwho = "W"\nwhen = "2026"\n')
        (folder / "nodes.csv").write_text(f"id,type,name\n{name},Citty,A\n")
        (folder / "edges.csv").write_text("type,source,target,sources\n")
        (folder / "sources.csv").write_text("id,title\n")
    said = call("check", "one", "two", cwd=project).stderr
    for name in ("one", "two"):
        assert f"{name}/nodes.csv, row 2, column type: unknown node type" in said
    assert said.startswith("partnergraph: 2 faults in the tables; nothing was loaded\n")


def test_check_and_dry_run_need_no_database(project: Path) -> None:
    for arguments in (["check", "union_state", "--strict"], ["load", "union_state", "--dry-run"]):
        done = call(*arguments, cwd=project)
        assert done.returncode == 0
        assert "union_state: " in done.stderr
        assert "398 nodes, 917 edges, 176 sources; no fault, no warnings" in done.stderr
    assert not (project / ".partnergraph").exists()


def test_queries_lists_all_that_are_there(project: Path) -> None:
    listed = json.loads(call("queries", "--format", "json", cwd=project).stdout)
    files = (ROOT / "cypher" / "queries").glob("*.cypher")
    assert [row["name"] for row in listed] == sorted(file.stem for file in files)
    assert len(listed) >= 8


def test_version_and_help(project: Path) -> None:
    assert call("--version", cwd=project).stdout == f"{__version__}\n"
    assert "partnergraph build" in call("--help", cwd=project).stdout
