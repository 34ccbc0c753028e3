"""What `query` puts out: tables, CSV, JSON and Parquet, on the screen or into a file, and the rows' graph as a page."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from partnergraph.cli.rows_as_parquet import write_parquet
from partnergraph.database.connection import Settings, connect
from partnergraph.database.driver.result_rows import Rows
from partnergraph.database.loads.load import load
from partnergraph.database.queries.graph_part import shown_part
from partnergraph.errors import UsageError
from tests.cli.test_app import call, one_line
from tests.conftest import make_loader, small_network

FACTS = "MATCH (a)-[e:TWINNING]->(b) RETURN a.name AS a, e.id AS fact, e.sources AS sources, 1.5 AS x ORDER BY fact"
FACT_ROWS = [
    {"a": "Town A", "fact": "t1", "sources": ["book"], "x": 1.5},
    {"a": "Town A", "fact": "t2", "sources": ["note-1", "book"], "x": 1.5},
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, embedded_settings: Settings) -> Path:
    """The folder of the embedded database, which holds the small network."""
    with connect(settings=embedded_settings) as database:
        database.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n").consume())
        load(database, small_network(), make_loader("towns", tmp_path_factory.mktemp("loader")))
    return embedded_settings.folder.parent


def ask(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return call("query", *arguments, cwd=place)


def test_the_ending_of_the_file_decides_and_the_option_comes_first(place: Path, tmp_path: Path) -> None:
    for name, options in (("rows.json", ()), ("rows.txt", ("--format", "json"))):
        done = ask(place, "--cypher", FACTS, "-o", str(tmp_path / "new" / name), *options)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", f"wrote {tmp_path / 'new' / name}\n")
        assert json.loads((tmp_path / "new" / name).read_text(encoding="utf-8")) == FACT_ROWS
    ask(place, "--cypher", FACTS, "-o", str(tmp_path / "rows.csv"))
    written = (tmp_path / "rows.csv").read_text(encoding="utf-8")
    assert written == ask(place, "--cypher", FACTS, "--format", "csv").stdout
    assert [row["sources"] for row in csv.DictReader(io.StringIO(written))] == ["book", "note-1; book"]
    ask(place, "--cypher", FACTS, "-o", str(tmp_path / "rows.table"))
    assert "Town A" in (tmp_path / "rows.table").read_text(encoding="utf-8")


def test_parquet(place: Path, tmp_path: Path) -> None:
    from pyarrow import parquet

    done = ask(place, "--cypher", FACTS, "-o", str(tmp_path / "rows.parquet"))
    assert done.returncode == 0, done.stderr
    table = parquet.read_table(tmp_path / "rows.parquet")
    assert table.to_pylist() == FACT_ROWS
    assert [str(field.type) for field in table.schema] == ["string", "string", "list<element: string>", "double"]


def test_parquet_of_values_of_every_kind(tmp_path: Path) -> None:
    from pyarrow import parquet

    rows: list[tuple[Any, ...]] = [
        (1, None, {"labels": ["City"], "id": "ы"}, "x", True, [{"a": 1}]),
        (None, None, None, 2, None, [None]),
    ]
    write_parquet(("n", "none", "node", "mixed", "n", "maps"), rows, tmp_path / "file")
    table = parquet.read_table(tmp_path / "file")
    assert table.column_names == ["n", "none", "node", "mixed", "n_4", "maps"]
    assert table.to_pylist() == [
        {"n": 1, "none": None, "node": '{"labels": ["City"], "id": "ы"}', "mixed": "x", "n_4": True,
         "maps": '[{"a": 1}]'},
        {"n": None, "none": None, "node": None, "mixed": "2", "n_4": None, "maps": "[null]"},
    ]  # fmt: skip
    write_parquet(("n",), [], tmp_path / "empty")
    assert parquet.read_table(tmp_path / "empty").num_rows == 0


def test_without_pyarrow_parquet_is_one_clear_line(place: Path, tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['pyarrow'] = None\nimport importlib.util\n"
        "found = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *rest: None if name == 'pyarrow' else found(name, *rest)\n"
        "from partnergraph.cli import main\n"
        f"sys.argv[1:] = ['query', '--cypher', 'RETURN 1', '-o', {str(tmp_path / 'x.parquet')!r}]\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=place, capture_output=True, text=True, check=False)
    assert one_line(done) == (
        "partnergraph: Parquet needs PyArrow: pip install 'partnergraph[parquet]'; or use --format csv"
    )
    assert not (tmp_path / "x.parquet").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "parquet"], "not for the terminal: give -o FILE.parquet"),
        (["-o", "x.html"], "a page is written with --graph"),
        (["--graph", "-o", "x.csv"], "give -o FILE.html, not x.csv"),
        (["--graph", "--format", "parquet"], "--graph writes a page"),
        (["--timeout", "0"], "--timeout 0: give a number of seconds above 0"),
    ],
)
def test_what_does_not_go_together_starts_no_database(project: Path, options: list[str], message: str) -> None:
    assert message in one_line(call("query", "--cypher", "RETURN 1 AS one", *options, cwd=project))
    assert list(project.iterdir()) == []


def test_a_file_that_cannot_be_written_is_one_line(place: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = one_line(ask(place, "--cypher", FACTS, "-o", str(tmp_path / "file" / "rows.csv")))
    assert re.search(r"cannot write .*rows\.csv: .*; choose another place", said)


def test_a_full_disk_leaves_what_stood_there(place: Path, tmp_path: Path) -> None:
    target = tmp_path / "rows.csv"
    target.write_text("before")
    program = (
        "import resource, signal, sys\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\nfrom partnergraph.cli import main\nmain()"
    )
    text = "UNWIND range(1, 10000) AS n RETURN n"
    arguments = ["query", "--cypher", text, "-o", str(target)]
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=place, capture_output=True, text=True, check=False
    )
    assert "cannot write" in one_line(done)
    assert (target.read_text(), list(tmp_path.iterdir())) == ("before", [target])


def test_the_rows_graph_as_a_page(place: Path, tmp_path: Path) -> None:
    page = tmp_path / "rows.html"
    done = ask(place, "--graph", "-o", str(page), "--cypher", "MATCH (a)-[e:TWINNING]->(b) RETURN a, e, b")
    assert done.stdout == ""
    # Three towns, the two regions and two countries they lie in.
    assert done.stderr == f"wrote {page} with 7 nodes and 2 edges; open it in a browser\n"
    text = page.read_text(encoding="utf-8")
    assert "Town C" in text
    assert "Plant P" not in text
    done = ask(place, "--graph", "ego", "party=Plant P")
    assert "Region B" in done.stdout
    assert (place / "out" / "query.html").is_file()
    said = one_line(ask(place, "--graph", "--cypher", "RETURN 1 AS one"))
    assert "the rows hold no node, edge or path to draw" in said


def test_which_part_of_a_network_rows_show() -> None:
    network = small_network()

    def shown(*values: Any) -> tuple[set[str], set[str]]:
        part = shown_part(Rows(tuple("abcdef"[: len(values)]), [values]), network)
        return set(part.nodes["id"]), set(part.edges["id"])

    places = {"country:by", "country:ru", "region:a", "region:b"}
    path = {"nodes": [{"labels": ["City"], "id": "city:a"}], "edges": [{"type": "TWINNING", "id": "t2"}]}
    assert shown(path) == (places | {"city:a", "city:c"}, {"t2"})
    assert shown(["t1", "s1"]) == (places | {"city:a", "city:b", "enterprise:p"}, {"t1", "s1"})
    # Nodes only: the facts between them. A cell of a node that happens to be an id counts for nothing.
    nodes = {"labels": ["City"], "id": "city:a", "note": "s1"}, {"labels": ["City"], "id": "city:b"}
    assert shown(*nodes) == (places | {"city:a", "city:b"}, {"t1", "a1"})
    with pytest.raises(UsageError, match="no node, edge or path"):
        shown("Town A", 7, None, {"x": [1.5]})


def test_a_part_of_a_network_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="'t9' is no edge of this network"):
        small_network().part([], ["t1", "t9"])
    part = small_network().part(["city:c"], ["s1"])
    assert set(part.sources["id"]) == {"note-2", "book"}


def test_a_statement_stands_where_a_name_does(place: Path) -> None:
    done = ask(place, FACTS, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == FACT_ROWS
    done = ask(place, "MATCH (n {id: $id}) RETURN n.name AS name", "id=city:a", "--format", "csv")
    assert done.stdout.splitlines()[0] == "name"
    assert "--cypher" not in one_line(ask(place, "MATCH (n) DETACH DELETE n"))
