"""What a command ends with, by the kind of what went wrong; and the options before a command's name."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from partnergraph.cli import completion
from partnergraph.messages import say
from tests.cli.test_app import COMMAND, call

MANIFEST = """
title = "T"
licence = "own"
who = "I"
when = "2024"
[[mapping]]
file = "t.csv"
[mapping.nodes.one]
type = "City"
name = "{a}"
country = "{c}"
[mapping.nodes.two]
type = "City"
name = "{b}"
country = "{c}"
[[mapping.edges]]
type = "TWINNING"
source = "one"
target = "two"
"""


def loader(project: Path, rows: str) -> None:
    folder = project / "loaders" / "t"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "loader.toml").write_text(MANIFEST, encoding="utf-8")
    (folder / "t.csv").write_text(f"a,b,c\n{rows}", encoding="utf-8")


@pytest.mark.engine
def test_each_kind_of_fault_has_its_status(project: Path) -> None:
    def ended(*words: str) -> tuple[int, str]:
        done = call(*words, cwd=project)
        return done.returncode, done.stderr.splitlines()[-1]

    loader(project, "X,Y,Atlantis\nZ,W,Nowhere\n")
    assert ended("rank") == (
        4,
        "partnergraph: the embedded database is empty: run 'partnergraph build' or 'partnergraph load NAME' first",
    )
    left_out = "partnergraph: every row was left out of t (2), for the reasons above; nothing was loaded. "
    for command in ("load", "check"):
        assert ended(command, "t") == (3, f"{left_out}Mend the table or its loader.toml and load it again")
    loader(project, "X,Y,Belarus\nZ,W,Nowhere\n")
    assert ended("load", "t", "--strict")[0] == 3
    assert ended("load", "t")[0] == 0
    assert ended("load", "nobody")[0] == 2
    loader(project, "")
    status, message = ended("load", "t")
    assert status == 5, message
    assert ended("query", "MATCH (n) DELETE n")[0] == 5
    assert ended("query", "MATCH (n RETURN n")[0] == 5
    assert ended("query", "MATCH (a), (b), (c) RETURN count(*)", "--timeout", "0.0001")[0] == 6
    assert ended("rank", "--status", "signed,active")[1].endswith(
        "'signed,active' is several names; give each by itself: --status signed --status active (in Python a list)"
    )
    assert ended("rank", "--country", "BY,Russia")[1].endswith(
        "is several countries; give each by itself: --country BY --country Russia (in Python a list)"
    )
    assert ended("rank", "--as-of", "01.02.2020") == (
        2,
        "partnergraph: not a date: '01.02.2020'; did you mean 2020-02-01?",
    )


def test_a_server_that_does_not_answer_is_no_database(project: Path) -> None:
    environment = {**os.environ, "NEO4J_PASSWORD": "secret"}
    done = subprocess.run(
        [*COMMAND, "rank", "--database", "bolt://127.0.0.1:9"],
        cwd=project, env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 4, done.stderr


def test_another_project_and_messages_for_machines(project: Path, tmp_path: Path) -> None:
    loader(project, "X,Y,Atlantis\n")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = call("--project", str(project), "--log-format", "json", "check", "t", cwd=elsewhere)
    assert (done.returncode, done.stdout) == (3, "")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["level"] for line in lines] == ["info", "info", "error"]
    assert lines[0]["message"] == "t: 1 row read; 1 rejected"
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"]) for line in lines)
    assert list(elsewhere.iterdir()) == []
    done = call("--project", str(tmp_path / "none"), "check", "t", cwd=elsewhere)
    assert (done.returncode, done.stderr) == (
        2,
        f"partnergraph: --project {tmp_path / 'none'}: there is no such folder\n",
    )


def test_long_messages_are_wrapped_between_words_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "note: " + "word " * 40 + "x" * 90
    say(text)
    assert capsys.readouterr().err == f"{text}\n"
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    say(f"{text}\nshort")
    lines = capsys.readouterr().err.splitlines()
    assert lines[-1] == "short"
    assert " ".join(line.strip() for line in lines[:-1]) == text
    assert all(len(line) <= 60 or line.strip() == "x" * 90 for line in lines)


@pytest.mark.parametrize(
    ("propose", "incomplete", "proposed"),
    [
        (completion.measures, "be", ["betweenness"]),
        (completion.edge_types, "tr", ["TRADE"]),
        (completion.node_types, "Ci", ["City"]),
        (completion.statuses, "s", ["signed", "suspended"]),
        (completion.loaders, "sister", ["sister_cities"]),
        (completion.queries, "twin", ["twin-towns"]),
    ],
)
def test_what_the_shell_proposes(propose: object, incomplete: str, proposed: list[str]) -> None:
    assert callable(propose)
    assert propose(incomplete) == proposed


def test_the_shell_asks_for_them(project: Path) -> None:
    program = "import sys; sys.argv[0] = 'partnergraph'; from partnergraph.cli import main; main()"

    def proposed(words: str) -> list[str]:
        environment = {
            **os.environ,
            "_PARTNERGRAPH_COMPLETE": "complete_bash",
            "COMP_WORDS": f"partnergraph {words}",
            "COMP_CWORD": str(len(words.split())),
        }
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=project,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.stdout.split()

    assert proposed("rank --by between") == ["betweenness"]
    assert proposed("query twin") == ["twin-towns"]
    assert proposed("load sister") == ["sister_cities"]
    assert proposed("rank --type TR") == ["TRADE"]
