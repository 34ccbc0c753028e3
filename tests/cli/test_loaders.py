"""The command `loaders`: what can be loaded by name, and what build takes of it."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

from tests.cli.test_app import COMMAND


def listed(folder: Path) -> tuple[dict[str, dict[str, str]], str]:
    done = subprocess.run(
        [*COMMAND, "loaders", "--format", "csv"], cwd=folder, capture_output=True, encoding="utf-8", check=True
    )
    return {row["loader"]: row for row in csv.DictReader(done.stdout.splitlines())}, done.stderr


def test_those_of_the_package(project: Path) -> None:
    rows, said = listed(project)
    assert said == ""
    assert {name: (row["licence"], row["of"], row["build takes it"]) for name, row in rows.items()} == {
        "sister_cities": ("CC0 1.0", "partnergraph", "no"),
        "union_state": ("CC BY 4.0", "partnergraph", "yes"),
        "wikidata_twin_towns": ("CC0 1.0", "partnergraph", "no"),
    }
    assert rows["sister_cities"]["title"] == "The world's sister cities, from Wikidata"


def test_a_projects_own_come_first_and_a_broken_one_is_told(project: Path) -> None:
    for name, text in (("mine", 'title = "Mine"\nlicence = "own"\nwho = "I"\nwhen = "2024"\n'), ("odd", "title = ")):
        folder = project / "loaders" / name
        folder.mkdir(parents=True)
        (folder / "loader.toml").write_text(text, encoding="utf-8")
    rows, said = listed(project)
    assert next(iter(rows)) == "mine"
    assert (rows["mine"]["of"], rows["mine"]["build takes it"]) == ("this project", "yes")
    assert rows["union_state"]["build takes it"] == "no"
    assert said.startswith("note: odd cannot be used: ")
    assert "odd" not in rows
