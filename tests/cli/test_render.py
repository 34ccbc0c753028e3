"""The command `render` as a person uses it: cuts before writing, and what a slip is answered with."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_app import COMMAND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*COMMAND, *arguments], cwd=project, capture_output=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def loaded(project: Path) -> Iterator[Path]:
    """A folder with the reference network in a database that stays up."""
    assert run(project, "db", "start").returncode == 0
    assert run(project, "load", "union_state").returncode == 0
    yield project
    assert run(project, "db", "stop").returncode == 0


def test_parts_of_the_reference_network(loaded: Path) -> None:
    page = loaded / "page.html"
    done = run(loaded, "render", "-o", "page.html", "--path", "amkodor", "Bobruisk")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "the shortest paths from Amkodor to Bobruisk, 4 steps long" in done.stderr
    said = done.stderr.splitlines()[0]
    assert said in page.read_text(encoding="utf-8")

    cuts = ["--type", "TWINNING", "--where", "date>=2010", "--ego", "Luzhsky Distrct", "--top", "9", "--by", "pagerank"]
    done = run(loaded, "render", "-o", "page.html", *cuts)
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing is called 'Luzhsky Distrct'" in done.stderr
    assert "did you mean Luzhsky District" in done.stderr
    # What goes wrong leaves the page that was there.
    assert said in page.read_text(encoding="utf-8")
    assert not list(loaded.glob(".*.part"))

    cuts[5] = "luzhsky district"
    done = run(loaded, "render", "-o", "page.html", *cuts)
    assert done.returncode == 0, done.stderr
    rule = "facts with type TWINNING; of these facts where date>=2010; of these Luzhsky District, its partners"
    assert rule in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--where", "ctry=BY"], "did you mean country"),
        (["--where", "date>soon"], "not a date"),
        (["--top", "5", "--by", "degre"], "did you mean degree"),
        (["--by", "degree"], "give --top too"),
        (["--steps", "2"], "give --ego too"),
        (["--top", "0"], "--top"),
        (["--path", "Amkodor"], "requires 2 arguments"),
    ],
)
def test_slips_are_told_before_a_database_is_started(project: Path, arguments: list[str], message: str) -> None:
    done = run(project, "render", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert not (project / ".partnergraph").exists()
    assert not (project / "out").exists()
