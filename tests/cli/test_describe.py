"""The commands describe and gaps: what they print, where, and what they refuse; --within for all that take it."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from partnergraph import cli
from partnergraph.analysis.gaps.backtest import backtest
from partnergraph.analysis.gaps.gaps import gaps
from partnergraph.analysis.gaps.scores import SCORES
from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.rankings.rank import rank
from partnergraph.analysis.whole.overview import describe
from partnergraph.cells import plain
from partnergraph.cli.commands import describe as cli_describe
from partnergraph.cli.commands import export as cli_export
from partnergraph.cli.commands import gaps as cli_gaps
from partnergraph.cli.commands import rank as cli_rank
from partnergraph.loading.reading import read_loader
from tests.cli.test_app import call
from tests.documentation import help_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from partnergraph.network import Network


@pytest.fixture(scope="module")
def reference() -> Network:
    return read_loader("union_state")


@pytest.fixture
def run(
    reference: Network, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[str, str]]:
    """Run a command on the reference network without a database; return what it printed on both outputs."""
    for command in (cli_describe, cli_gaps):
        monkeypatch.setattr(command, "read_from", lambda _, **__: reference)

    def run(*arguments: str, status: int = 0) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["partnergraph", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert (ended.value.code or 0) == status
        captured = capsys.readouterr()
        return captured.out, captured.err

    return run


def test_describe_prints_all_figures_as_json(run: Callable[..., tuple[str, str]], reference: Network) -> None:
    out, err = run("describe", "--type", "TWINNING", "--samples", "20", "--format", "json")
    expected = describe(reference, Projection(types="TWINNING"), samples=20)
    assert json.loads(out) == plain(expected.to_dict())
    assert err.strip() == expected.description


def test_describe_prints_rows_as_csv_and_a_shorter_table(
    run: Callable[..., tuple[str, str]], reference: Network
) -> None:
    out, _ = run("describe", "--samples", "0", "--country", "RU", "--from", "2015", "--format", "csv")
    header, *rows = csv.reader(io.StringIO(out))
    overview = describe(reference, Projection(countries="RU", start="2015"), samples=0)
    assert header == ["section", "figure", "value", "note"]
    assert [row[:2] for row in rows] == [list(row[:2]) for row in overview.rows()]
    assert ["size", "facts", f"{overview.facts:g}", ""] in rows
    table, err = run("describe", "--samples", "0", "--country", "RU", "--from", "2015", "--top", "2")
    assert len(re.findall(r"component \d", table)) == 2
    assert overview.description in err
    assert not re.search(r"\bnan\b", table)


def test_gaps_prints_pairs_with_their_reasons(run: Callable[..., tuple[str, str]], reference: Network) -> None:
    out, err = run("gaps", "--across", "--top", "5", "--method", "three-steps", "--format", "json")
    expected = gaps(reference, method="three-steps", top=5, across=True)
    assert json.loads(out) == [
        dict(zip(expected.columns, plain(list(row)), strict=True))
        for row in expected.itertuples(index=False, name=None)
    ]
    assert expected.attrs["description"] in err
    table, _ = run("gaps", "--across", "--top", "5", "--method", "three-steps")
    assert table.split()[:5] == ["rank", "first", "second", "score", "reasons"]
    assert all(str(name) in table for name in expected["first"])


def test_a_backtest_prints_every_method_with_intervals_and_counts(
    run: Callable[..., tuple[str, str]], reference: Network
) -> None:
    out, err = run("gaps", "--backtest", "2019", "--top", "10", "--format", "csv")
    tested = backtest(reference, year=2019, top=10)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["method"] for row in rows] == [score.method for score in tested.scores]
    assert {row["method"] for row in rows} == set(SCORES)
    for row, score in zip(rows, tested.scores, strict=True):
        assert float(row["auc"]) == score.auc.value
        assert float(row["auc_high"]) == score.auc.high
        assert float(row["above_baseline_low"]) == score.better.low
        assert float(row["precision_at_10"]) == score.precision.value
        assert float(row["mean_reciprocal_rank"]) == score.mean_reciprocal_rank.value
        assert (int(row["found"]), int(row["candidates"])) == (tested.found, tested.candidates)
    assert tested.describe() in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("gaps", "--method", "adamic"), "'adamic' is no method; did you mean adamic-adar"),
        (("gaps", "--from", "soon"), "not a date: 'soon'"),
        (("gaps", "--backtest", "1990"), "no fact is dated up to 1990; the first is of 1997"),
        (("describe", "--type", "TWINING"), "'TWINING' is no edge type; did you mean TWINNING"),
        (("describe", "--as-of", "2016", "--from", "2010"), "either a day .* or a period"),
    ],
)
def test_a_fault_is_one_line_and_status_2(
    run: Callable[..., tuple[str, str]], arguments: tuple[str, ...], message: str
) -> None:
    out, err = run(*arguments, status=2)
    assert out == ""
    assert re.search(message, err)
    assert err.count("\n") == 1


def test_a_misspelt_method_is_said_before_a_database_is_opened(
    run: Callable[..., tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Any) -> Network:
        raise AssertionError("opened")

    monkeypatch.setattr(cli_gaps, "read_from", refuse)
    for arguments in (("gaps", "--method", "adamic"), ("describe", "--to", "soon")):
        run(*arguments, status=2)


def test_the_help_names_all_methods() -> None:
    # A long name is broken at its hyphen.
    text = re.sub(r"\s+", " ", help_of(("gaps",))).replace("- ", "-")
    listed = re.search(r"--method METHOD (.*?) \[default", text)
    assert listed is not None
    assert re.findall(r"[a-z]+(?:-[a-z]+)+", listed.group(1)) == list(SCORES)


def test_both_commands_work_on_the_embedded_database(project: Path, reference: Network) -> None:
    assert call("load", "union_state", cwd=project).returncode == 0
    done = call("describe", "--samples", "0", "--format", "json", cwd=project)
    assert json.loads(done.stdout) == plain(describe(reference, samples=0).to_dict())
    done = call("gaps", "--top", "3", "--format", "json", cwd=project)
    assert [row["first_id"] for row in json.loads(done.stdout)] == gaps(reference, top=3)["first_id"].tolist()


def test_places_of_a_type_are_told_apart_where_one_is_chosen(
    run: Callable[..., tuple[str, str]], reference: Network
) -> None:
    def bridges(*options: str) -> tuple[list[tuple[str, str]], str]:
        options = ("--samples", "0", "--within", "FederalDistrict", "--format", "csv", *options)
        out, err = run("describe", *options)
        rows = csv.reader(io.StringIO(out))
        return [(row[1], row[2]) for row in rows if row[0] == "bridges between places of type FederalDistrict"], err

    districts, err = bridges()
    assert districts == [("Central Federal District - North Caucasian Federal District", "1")]
    # Three regions took part in forums that were in another district.
    assert bridges("--events")[0] == [
        ("Central Federal District - North Caucasian Federal District", "2"),
        ("Central Federal District - Southern Federal District", "1"),
        ("Far Eastern Federal District - Southern Federal District", "1"),
    ]
    assert "by the places of type FederalDistrict, undirected" in err
    assert "bridges between places" not in run("describe", "--samples", "0", "--format", "csv")[0]
    out, _ = run("gaps", "--within", "City", "--top", "5000", "--format", "csv")
    # No two cities with parts of their own have agreed, so that only pairs with a common partner are left.
    found = [tuple(row[1:6:4]) for row in csv.reader(io.StringIO(out))][1:]
    expected = gaps(reference)
    expected = expected[expected["common_partners"] > 0]
    assert found == list(zip(expected["first_id"], expected["second_id"], strict=True))
    assert len(found) < len(gaps(reference, Projection(within="Region")))


@pytest.mark.parametrize("command", ["describe", "gaps", "rank", "export"])
def test_what_is_no_type_of_places_is_told_before_a_database_is_started(
    command: str, run: Callable[..., tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (cli_describe, cli_gaps, cli_rank, cli_export):
        monkeypatch.setattr(module, "read_from", lambda _, **__: pytest.fail("a database was started"))
    file = ["network.xlsx"] if command == "export" else []
    _, err = run(command, *file, "--within", "region", status=2)
    assert "'region' is no type of places; did you mean Region?" in err
    _, err = run(command, *file, "--within", "Enterprise", status=2)
    assert "'Enterprise' is no type of places; known: City, Country" in err


def test_the_rankings_of_a_workbook_and_of_rank_take_a_type_of_places(
    run: Callable[..., tuple[str, str]], reference: Network, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for module in (cli_rank, cli_export):
        monkeypatch.setattr(module, "read_from", lambda _, **__: reference)
    out, err = run(
        "rank",
        "--by",
        "participation_within",
        "--within",
        "FederalDistrict",
        "--plans",
        "--top",
        "1",
        "--format",
        "csv",
    )
    assert out.splitlines()[1].startswith("1,region:brest-region,Brest Region,Region,BY,0.834467")
    _, err = run("rank", "--by", "participation_within", status=2)
    assert "participation_within needs a type of places: --within TYPE" in err
    assert "FederalDistrict (8)" in err
    file = tmp_path / "network.xlsx"
    _, err = run("export", str(file), "--by", "participation_within", status=2)
    assert "--within TYPE" in err
    assert not file.exists()
    run("export", str(file), "--by", "participation_within", "--within", "FederalDistrict")
    sheet = pd.read_excel(file, sheet_name="rankings")
    expected = rank(reference, by="participation_within", within="FederalDistrict")
    assert list(sheet["id"]) == list(expected["id"])
    assert list(sheet["participation_within"]) == pytest.approx(list(expected["participation_within"]))
    _, err = run("export", str(tmp_path / "network.gexf"), "--within", "Region", status=2)
    assert "--within goes with .xlsx" in err
