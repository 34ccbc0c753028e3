"""`partnergraph resolve`, and what `check` and `load` say of who was joined, as a person sees it."""

# ruff: noqa: RUF001

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from datetime import date
from typing import TYPE_CHECKING

import pytest

from partnergraph.cli import main
from partnergraph.loading.identity.decisions import COLUMNS
from partnergraph.loading.reading import read_loader
from tests.conftest import ROOT
from tests.loading.written_loaders import write_loader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[str, str, int]]

REFERENCE = str(ROOT / "loaders" / "union_state")
NODES = (
    "id,type,name,country\n"
    "city:bob,City,Babrujsk,BY\n"
    "city:dz,City,Dzerzhinsk,RU\n"
    "city:bonn,City,Bonn,DE\n"
    "region:psk,Region,Pskovskaya oblast',RU\n"
    "enterprise:x,Enterprise,ООО «Амкодор-Бел»,RU\n"
    "enterprise:y,Enterprise,Amkodor Belt,RU\n"
)
EDGES = (
    "type,source,target,sources\n"
    "TWINNING,city:bob,city:bonn,book\n"
    "TWINNING,city:bob,city:dz,book\n"
    "SUPPLIES,enterprise:x,region:psk,book\n"
    "SUPPLIES,enterprise:y,city:dz,book\n"
)


@pytest.fixture
def mine(project: Path) -> Path:
    return write_loader(project / "loaders" / "mine", nodes=NODES, edges=EDGES)


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str, int]:
    """Run the command; return what it printed, what it said, and its exit status."""
    monkeypatch.setattr("sys.argv", ["partnergraph", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    code = ended.value.code
    return printed.out, printed.err, code if isinstance(code, int) else 0


@pytest.fixture
def partnergraph(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return lambda *arguments: run(monkeypatch, capsys, *arguments)


def test_what_is_open_with_its_candidates(partnergraph: Run, mine: Path) -> None:
    out, err, code = partnergraph("resolve", REFERENCE, "mine", "--format", "json")
    assert (code, err) == (0, "")
    rows = {(row["id"], row["candidate"]): row for row in json.loads(out) if row["loader"] == "mine"}
    assert rows["city:dz", "city:dzerzhinsk"] == {
        "loader": "mine", "id": "city:dz", "name": "Dzerzhinsk", "type": "City", "country": "RU",
        "status": "ambiguous", "why": "RU has 2 towns of this name",
        "candidate": "city:dzerzhinsk", "called": "Dzerzhinsk", "found by": "name", "likeness": None,
    }  # fmt: skip
    assert rows["city:dz", "geonames:2056861"]["found by"] == "GeoNames, 52.28, 104.39"
    assert rows["enterprise:y", "enterprise:amkodor-bel"]["status"] == "similar"
    assert rows["enterprise:y", "enterprise:amkodor-bel"]["likeness"] > 90
    assert {identifier for identifier, _ in rows} == {"city:dz", "enterprise:y"}


def test_who_was_joined_by_which_rule(partnergraph: Run, mine: Path) -> None:
    out, _, code = partnergraph("resolve", REFERENCE, "mine", "--joined", "--format", "csv")
    rows = {row["id"]: (row["is"], row["called"], row["rule"]) for row in csv.DictReader(io.StringIO(out))}
    assert code == 0
    assert rows == {
        "city:bob": ("city:bobruisk", "Bobruisk", "normal form"),
        "region:psk": ("region:pskov-oblast", "Pskov Oblast", "normal form"),
        "enterprise:x": ("enterprise:amkodor-bel", "Amkodor-Bel", "normal form"),
    }


def test_check_and_a_dry_run_say_how_many_were_joined(partnergraph: Run, mine: Path) -> None:
    expected = (
        "mine: 3 of its nodes are known from union_state (3 by normal form); 1 is in doubt and not joined; "
        "'partnergraph resolve union_state mine' lists them\n"
    )
    for command in (("check", REFERENCE, "mine"), ("load", "--dry-run", REFERENCE, "mine")):
        out, err, code = partnergraph(*command)
        assert (out, code) == ("", 0)
        assert err.endswith(expected)


def test_a_decision_is_recorded_and_counts(partnergraph: Run, mine: Path) -> None:
    arguments = ("--decide", "Dzerzhinsk=city:dzerzhinsk", "--decide", "Amkodor Belt=own")
    out, err, code = partnergraph("resolve", REFERENCE, "mine", *arguments, "--by", "A. Person", "--note", "on the Oka")
    assert (out, code) == ("", 0)
    assert f"Dzerzhinsk (City, RU) is city:dzerzhinsk: noted in {mine / 'who_is_who.csv'}\n" in err
    today = date.today().isoformat()
    assert (mine / "who_is_who.csv").read_text(encoding="utf-8").splitlines() == [
        ",".join(COLUMNS),
        f"Dzerzhinsk,RU,City,city:dzerzhinsk,A. Person,{today},on the Oka",
        f"Amkodor Belt,RU,Enterprise,enterprise:y,A. Person,{today},on the Oka",
    ]
    assert "city:dzerzhinsk" in set(read_loader(mine).nodes["id"])
    out, _, _ = partnergraph("resolve", REFERENCE, "mine", "--format", "json")
    assert json.loads(out) == []
    out, _, _ = partnergraph("resolve", REFERENCE, "mine", "--joined", "--format", "json")
    assert ("Dzerzhinsk", "city:dzerzhinsk", "decision") in {
        (row["name"], row["is"], row["rule"]) for row in json.loads(out)
    }


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        ("Dzerzhinsk", "--decide 'Dzerzhinsk': write NAME=ID"),
        ("=city:x", "--decide '=city:x': write NAME=ID"),
        ("Dzershinsk=city:dzerzhinsk", "nobody in union_state, mine is called 'Dzershinsk'; did you mean Dzerzhinsk?"),
        ("Dzerzhinsk=city:dzerzhinks", "has the id 'city:dzerzhinks'; did you mean city:dzerzhinsk? Name the loader"),
        ("Dzerzhinsk=city:minsk", "Dzerzhinsk (City, RU) cannot be city:minsk, which is Minsk (City, BY)"),
        ("Dzerzhinsk=enterprise:x", "Dzerzhinsk (City, RU) cannot be enterprise:x, which is"),
        (
            "Dzerzhinsk=geonames:many",
            "'geonames:many' is no id there; write geonames:625144, wikidata:Q2280 or iso_3166_2:BY-HM",
        ),
    ],
)
def test_a_decision_that_cannot_be_right_is_refused(partnergraph: Run, mine: Path, decision: str, message: str) -> None:
    out, err, code = partnergraph("resolve", REFERENCE, "mine", "--decide", "Bonn=own", "--decide", decision)
    assert (out, code) == ("", 2)
    assert message in err
    assert err.count("\n") == 1
    assert not (mine / "who_is_who.csv").exists(), "nothing is written unless all of it is right"


def test_what_resolve_needs(partnergraph: Run, mine: Path) -> None:
    assert "go with --decide" in partnergraph("resolve", "mine", "--country", "BY")[1]
    assert "is given twice" in partnergraph("resolve", "mine", "mine")[1]
    assert "did you mean mine?" in partnergraph("resolve", "mina", "mine")[1]


def test_a_project_alone_is_held_against_the_registers(partnergraph: Run, mine: Path) -> None:
    for arguments in ((), ("mine",)):
        out, _, code = partnergraph("resolve", *arguments, "--format", "json")
        assert code == 0
        assert {(row["id"], row["status"], row["candidate"]) for row in json.loads(out)} == {
            ("city:dz", "ambiguous", "geonames:2056861"),
            ("city:dz", "ambiguous", "geonames:563708"),
        }


def test_the_table_can_be_read(partnergraph: Run, mine: Path) -> None:
    out, err, _ = partnergraph("resolve", REFERENCE, "mine")
    lines = [line.split() for line in out.splitlines() if "Dzerzhinsk" in line]
    assert lines[0][:6] == ["mine", "city:dz", "Dzerzhinsk", "City", "RU", "ambiguous"]
    assert err == "3 rows\n"


def test_the_page_on_it_is_right(partnergraph: Run, mine: Path) -> None:
    """Its commands run one after another, and what it shows is what they say."""
    page = (ROOT / "docs" / "who-is-who.md").read_text(encoding="utf-8")
    shown = page.split("```text\n")[1].split("```")[0]
    assert partnergraph("check", REFERENCE, "mine")[1].endswith(shown)
    lines = [line for line in page.split("## Deciding")[1].split("```")[1].splitlines() if line.startswith("partner")]
    assert len(lines) == 4
    for line in lines:
        words = [REFERENCE if word == "union_state" else word for word in shlex.split(line)[1:]]
        _, err, code = partnergraph(*words)
        assert code == 0, err
    written = (mine / "who_is_who.csv").read_text(encoding="utf-8")
    named = next(csv.DictReader(io.StringIO(written)))
    assert (named["name"], named["id"]) == ("Dzerzhinsk", "geonames:563708")
    example = next(csv.DictReader(io.StringIO(page.split("```csv\n")[1].split("```")[0])))
    assert tuple(example) == COLUMNS
    rules = set(
        re.findall(r"`([^`]+)`", "".join(line.split("|")[1] for line in page.splitlines() if line[:3] == "| `"))
    )
    assert rules == {
        *("decision", "id", "name", "alias", "normal form", "ISO 3166-2", "GeoNames"),
        *("wikidata", "geonames", "iso_3166_2", "country code"),
    }
