"""The command `rank` with all it can say of a ranking, as a person uses it; mistakes are said without a database."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.graph.through_events import through_events
from partnergraph.analysis.rankings.borda import borda
from partnergraph.analysis.rankings.compare import compare
from partnergraph.analysis.rankings.explain import explain
from partnergraph.analysis.rankings.rank import rank
from partnergraph.analysis.rankings.stability import stability
from partnergraph.cells import plain
from partnergraph.cli import main
from partnergraph.loading.reading import read_loader
from tests.cli.test_app import call, one_line

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

    from partnergraph.network import Network


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder whose database, which stays up, holds the reference network."""
    folder = tmp_path_factory.mktemp("project")
    assert call("db", "start", cwd=folder).returncode == 0
    assert call("load", "union_state", cwd=folder).returncode == 0
    yield folder
    call("db", "stop", cwd=folder)


@pytest.fixture(scope="module")
def union_state() -> Network:
    return read_loader("union_state")


def ranked(loaded: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = call("rank", *arguments, cwd=loaded)
    assert done.returncode == 0, done.stderr
    return done


def rows(loaded: Path, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ranked(loaded, *arguments, "--format", "json").stdout)
    return found


def assert_same(found: list[dict[str, Any]], table: pd.DataFrame) -> None:
    names = [str(name) for name in table.columns]
    records = table.astype(object).itertuples(index=False, name=None)
    assert found == [dict(zip(names, map(plain, row), strict=True)) for row in records]


def test_ties_are_marked_in_the_table_and_plain_numbers_elsewhere(loaded: Path) -> None:
    done = ranked(loaded, "--top", "12")
    lines = done.stdout.splitlines()
    assert any(line.split()[:2] == ["1", "Brest"] for line in lines)
    # Two more share the rank of the eleventh, though they are not shown.
    assert any(line.split()[:2] == ["11=", "BELAZ"] for line in lines)
    assert "2 more with the same value as the last one shown" in done.stderr
    assert [row["rank"] for row in rows(loaded, "--top", "14")] == [1, 2, 2, 4, 4, 6, 6, 6, 9, 9, 11, 11, 11, 11]
    assert ranked(loaded, "--top", "12", "--format", "csv").stdout.splitlines()[-1].startswith("11,enterprise:")


def test_events_stay_out_and_tie_on_request(loaded: Path, union_state: Network) -> None:
    assert "Event nodes left out (132 facts; --events counts them)" in ranked(loaded, "--top", "1").stderr
    assert_same(rows(loaded, "--events"), rank(union_state, include_events=True))
    assert_same(rows(loaded, "--through-events"), rank(through_events(union_state)))
    for others in (["--events"], ["--directed"], ["--amount", "USD"], ["--type", "TWINNING"]):
        assert "--through-events ties those who took part" in one_line(
            call("rank", "--through-events", *others, cwd=loaded)
        )


def test_stability_adds_intervals(loaded: Path, union_state: Network) -> None:
    arguments = ["--stability", "60", "--seed", "4", "--by", "strength", "--top", "7", "--type", "SUPPLIES"]
    done = ranked(loaded, *arguments)
    assert "60 redraws of the 66 facts with replacement (bootstrap, seed 4)" in done.stderr
    expected = stability(union_state, by="strength", draws=60, seed=4, first=7, top=7, types=["SUPPLIES"])
    assert_same(rows(loaded, *arguments), expected)
    assert "top_10" in rows(loaded, "--stability", "40")[0]


def test_borda_says_how_it_was_made(loaded: Path, union_state: Network) -> None:
    arguments = ["--by", "degree", "--by", "betweenness", "--borda", "--top", "6"]
    assert "Borda count over degree, betweenness" in ranked(loaded, *arguments).stderr
    assert_same(rows(loaded, *arguments), borda(union_state, by=["degree", "betweenness"], top=6))


def test_two_slices_side_by_side(loaded: Path, union_state: Network) -> None:
    arguments = ["--compare", "as-of=2016", "--compare", "as-of=2021", "--by", "strength", "--country", "RU"]
    done = ranked(loaded, *arguments)
    assert {line.split()[-1] for line in done.stdout.splitlines() if line.strip()} >= {"rose", "fell", "came"}
    assert "Slice a: Counted: " in done.stderr
    slices = [Projection(as_of=year, countries="RU") for year in ("2016", "2021")]
    assert_same(rows(loaded, *arguments), compare(union_state, *slices, by="strength"))
    table = ranked(
        loaded, "--compare", "type=AGREEMENT", "--compare", "type=SUPPLIES status=active", "--top", "3"
    ).stdout
    assert " 2=" in table


def test_explain_names_the_facts_and_their_footnotes(loaded: Path, union_state: Network) -> None:
    done = ranked(loaded, "--explain", "Minsk Tractor Works")
    text = done.stdout
    assert text.startswith(
        "Minsk Tractor Works (Enterprise, BY; enterprise:minsk-tractor-works)\n"
        "degree 11, rank 2=, shared with 1 other of 206"
    )
    expected = explain(union_state, "Minsk Tractor Works")
    for fact in expected.facts.to_dict("records"):
        assert " ".join(fact["title"].split()) in text
        assert fact["partner"] in text
        for source in fact["sources"]:
            assert f"[{source['id']}] " in text
            assert source.get("url", "") in text
            assert source.get("locator", "") in text
    assert "without its strongest partner, Irkutsk Oblast (4 facts of its own): degree 10, rank 3=" in text
    for each in expected.without:
        assert each.name in text
    assert "note 47" in text
    assert "Counted: " in done.stderr


def test_an_explanation_as_json_and_csv(loaded: Path, union_state: Network) -> None:
    expected = explain(union_state, "MTZ", by="betweenness", projection=Projection(end="2021"))
    arguments = ["--explain", "mtz", "--by", "betweenness", "--to", "2021"]
    told: dict[str, Any] = json.loads(ranked(loaded, *arguments, "--format", "json").stdout)
    assert (told["rank"], told["ranked"]) == (expected.standing.rank, expected.standing.ranked)
    assert told["value"] == pytest.approx(expected.standing.value)
    facts = {fact["id"]: [source["id"] for source in fact["sources"]] for fact in told["facts"]}
    listed = expected.facts.to_dict("records")
    assert facts == {fact["id"]: [source["id"] for source in fact["sources"]] for fact in listed}
    assert [each["id"] for each in told["without"]] == [each.id for each in expected.without]
    done = ranked(loaded, *arguments, "--format", "csv")
    cited = [(row["id"], row["source_id"]) for row in csv.DictReader(io.StringIO(done.stdout))]
    assert cited == [(fact["id"], source["id"]) for fact in listed for source in fact["sources"]]
    assert "without its strongest partner" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["--top", "5"], "bars.png"),
        (["--stability", "40", "--top", "5"], "bars.svg"),
        (["--chart", "degrees"], "degrees.svg"),
        (["--chart", "growth"], "growth.svg"),
        (["--compare", "as-of=2016", "--compare", "as-of=2021"], "changes.svg"),
    ],
)
def test_charts_are_written(loaded: Path, arguments: list[str], text: str) -> None:
    pytest.importorskip("matplotlib")
    done = ranked(loaded, *arguments, "--plot", f"charts/{text}")
    assert f"wrote charts/{text}" in done.stderr.replace("\\", "/")
    head = (loaded / "charts" / text).read_bytes()[:400]
    assert (b"PNG" if text.endswith("png") else b"<svg") in head or b"<?xml" in head


def test_amounts_and_samples(loaded: Path, union_state: Network) -> None:
    several_years = call("rank", "--by", "strength", "--amount", "USD", "--include-countries", cwd=loaded)
    assert "are of different years (2012 to 2021), which do not add up" in one_line(several_years)
    of_a_year = rows(
        loaded, "--by", "strength", "--amount", "USD", "--include-countries", "--began", "2021", "--top", "3"
    )
    choice: dict[str, Any] = {"by": "strength", "amount": "USD", "include_countries": True, "top": 3}
    assert_same(of_a_year, rank(union_state, **choice, began="2021"))
    latest = ranked(
        loaded, "--by", "strength", "--amount", "USD", "--include-countries", "--latest", "--format", "json"
    )
    assert "of each pair and type the amounts of the latest year (2014 to 2021)" in latest.stderr
    assert_same(json.loads(latest.stdout)[:3], rank(union_state, **choice, latest=True))
    done = ranked(loaded, "--by", "betweenness", "--sample", "100", "--top", "3", "--format", "csv")
    assert "betweenness_error" in done.stdout
    assert "100" in done.stderr


def test_who_is_not_there_is_said_with_proposals(loaded: Path) -> None:
    said = one_line(call("rank", "--explain", "Minks", cwd=loaded))
    assert "nothing is called 'Minks' in the network; did you mean Minsk" in said
    said = one_line(call("rank", "--explain", "Russia", "--type", "TWINNING", cwd=loaded))
    assert "no fact of Russia counts here" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "degre"], "'degre' is no measure; did you mean degree?"),
        (["--type", "twinning"], "'twinning' is no edge type; did you mean TWINNING?"),
        (["--node-type", "city"], "'city' is no node type; did you mean City?"),
        (["--status", "sined"], "'sined' is no status; did you mean signed?"),
        (["--country", "Belarsu"], "'Belarsu' is no country; did you mean Belarus (BY)?"),
        (["--as-of", "2016-13"], "not a date: '2016-13'"),
        (["--as-of", "2016", "--from", "2015"], "choose either a day"),
        (["--from", "2016", "--to", "2015"], "swap the two"),
        (["--amount", ""], "an amount needs a unit"),
        (["--stability", "39"], "at least 40 redraws"),
        (["--seed", "3"], "--seed is for --stability N"),
        (["--borda"], "give two or more"),
        (["--borda", "--by", "degree", "--by", "degree"], "give two or more"),
        (["--compare", "as-of=2016"], "give it twice, not once"),
        (["--compare", "as-of=1", *(["--compare", "as-of=2016"] * 2)], "give it twice, not 3 times"),
        (["--compare", "as-of=2016", "--compare", "asof=2021"], "'asof' is nothing that a slice can choose"),
        (["--compare", "type=twinning", "--compare", "type=SUPPLIES"], "'twinning' is no edge type"),
        (["--compare", "as-of=2016", "--compare", "as-of=2021", "--by", "degree", "--by", "katz"], "takes one measure"),
        (["--explain", " "], "--explain needs a party"),
        (["--explain", "Minsk", "--top", "3"], "it does not go with --top"),
        (["--explain", "Minsk", "--plot", "a.png"], "it does not go with --plot"),
        (["--explain", "Minsk", "--stability", "100"], "--explain and --stability do not go together"),
        (["--borda", "--stability", "100", "--by", "degree", "--by", "katz"], "do not go together"),
        (["--sample", "50"], "a sample is for betweenness"),
        (["--sample", "50", "--by", "betweenness", "--stability", "50"], "--sample is for a plain ranking"),
        (["--plot", "a.pdf"], "written as .png or .svg"),
        (["--chart", "growth"], "--chart growth needs --plot FILE"),
        (["--chart", "changes", "--plot", "a.png"], "--chart changes does not go without --compare"),
        (
            ["--chart", "bars", "--plot", "a.png", "--compare", "to=2016", "--compare", "to=2021"],
            "--chart bars does not go with --compare",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_said_before_a_database_is_started(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    monkeypatch.setattr("sys.argv", ["partnergraph", "rank", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("partnergraph: ")
    assert err.count("\n") == 1
    assert said in err
    assert not (project / ".partnergraph").exists()
