"""The command `add`: one fact by names, scripted and at a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from partnergraph import read_loader
from partnergraph.cli.app import app
from partnergraph.cli.commands import add as command
from partnergraph.errors import InputError, UsageError

TOWNS = ("--type-one", "City", "--country-one", "Belarus", "--type-other", "City", "--country-other", "RS")


def add(project: Path, monkeypatch: pytest.MonkeyPatch, *words: str, answers: str | None = None) -> str:
    """Run the command in a project, at a terminal where there are answers; return what was said."""
    monkeypatch.chdir(project)
    monkeypatch.setattr(command, "_is_terminal", lambda: answers is not None)
    done = CliRunner().invoke(app, ["add", *words], input=answers, catch_exceptions=True)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def facts(project: Path, name: str = "added") -> list[tuple[object, ...]]:
    edges = read_loader(project / "loaders" / name).edges
    columns = ["source", "type", "target", "date", "status", "sources"]
    return [tuple(row) for row in edges[columns].itertuples(index=False)]


def test_a_fact_all_of_which_is_given(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("Qwertz", "twinning", "Asdfgh", *TOWNS, "--date", "2003", "--source", "https://example.org/list")
    said = add(project, monkeypatch, *words)
    assert "added to added: Qwertz (City, BY) TWINNING Asdfgh (City, RS), source https-example-org-list" in said
    assert facts(project) == [
        ("city:qwertz-by", "TWINNING", "city:asdfgh-rs", "2003", "active", ("https-example-org-list",))
    ]
    sources = read_loader(project / "loaders" / "added").sources
    assert "https://example.org/list" in set(sources["url"])


def test_the_next_one_keeps_the_source_and_knows_the_parties(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(project, monkeypatch, "Qwertz", "TWINNING", "Asdfgh", *TOWNS, "--source", "A book")
    said = add(project, monkeypatch, "qwertz", "COOPERATION", "city:asdfgh-rs", "--date", "2010~")
    assert "the source is that of the last fact: a-book" in said
    assert facts(project)[1] == ("city:qwertz-by", "COOPERATION", "city:asdfgh-rs", "2010~", "active", ("a-book",))
    # Parties of the reference network are known by their names.
    add(project, monkeypatch, "Vitebsk", "TWINNING", "Qwertz")
    assert facts(project)[2][0] == "city:vitebsk"


def test_a_likely_duplicate_is_told_from_either_side(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(project, monkeypatch, "Qwertz", "TWINNING", "Asdfgh", *TOWNS, "--source", "A book", "--date", "2003")
    with pytest.raises(UsageError, match=r"Asdfgh and Qwertz have TWINNING already: twinning:\w+ \(2003\)"):
        add(project, monkeypatch, "Asdfgh", "TWINNING", "Qwertz", "--date", "2004")
    assert len(facts(project)) == 1
    add(project, monkeypatch, "Asdfgh", "TWINNING", "Qwertz", "--date", "2004", "--again")
    assert len(facts(project)) == 2


def test_a_near_name_is_proposed_not_taken(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(project, monkeypatch, "Qwertzingen", "TWINNING", "Asdfgh", *TOWNS, "--source", "A book")
    words = ("Qwertzinge", "COOPERATION", "Asdfgh")
    with pytest.raises(UsageError, match=r"nobody is called 'Qwertzinge', near is Qwertzingen \(city:qwertzingen-by\)"):
        add(project, monkeypatch, *words)
    said = add(project, monkeypatch, *words, answers="y\n2011\n\n")
    assert "Do you mean Qwertzingen (City, BY)?" in said
    assert facts(project)[1] == ("city:qwertzingen-by", "COOPERATION", "city:asdfgh-rs", "2011", "active", ("a-book",))
    add(project, monkeypatch, "Qwertzinge", "TWINNING", "Asdfgh", "--new", "--type-one", "City", "--country-one", "BY")
    assert facts(project)[2][0] == "city:qwertzinge-by"


def test_a_terminal_is_asked_for_all_that_is_lacking(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = "Qwertz\nTWINNING\nAsdfgh\nCity\nBY\nCity\nSerbia\n1999\nA letter\n"
    add(project, monkeypatch, answers=answers)
    assert facts(project) == [("city:qwertz-by", "TWINNING", "city:asdfgh-rs", "1999", "active", ("a-letter",))]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ((), "give PARTY: Party"),
        (("Qwertz", "TWINING", "Asdfgh"), "'TWINING' is no edge type; did you mean TWINNING?"),
        (("Qwertz", "TWINNING", "Asdfgh"), "give --type-one: What Qwertz is"),
        (("Qwertz", "TWINNING", "Asdfgh", *TOWNS), "give --source: Source"),
        (("Vitebsk", "TWINNING", "city:vitebsk"), "are the same party: city:vitebsk"),
        (("Vitebsk", "TWINNING", "Qwertz", *TOWNS, "--loader", "My Own"), "'My Own' cannot name a loader"),
    ],
)
def test_what_is_lacking_or_wrong_writes_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], problem: str
) -> None:
    with pytest.raises(UsageError) as raised:
        add(project, monkeypatch, *words)
    assert problem in str(raised.value)
    assert not (project / "loaders").exists()


def test_a_fact_that_breaks_a_rule_leaves_the_tables_as_they_were(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(project, monkeypatch, "Qwertz", "TWINNING", "Asdfgh", *TOWNS, "--source", "A book")
    before = {path.name: path.read_bytes() for path in (project / "loaders" / "added").iterdir()}
    with pytest.raises(InputError) as raised:
        add(project, monkeypatch, "Qwertz", "COOPERATION", "Asdfgh", "--date", "1.2.2003")
    assert [finding.nearest for finding in raised.value.findings] == ["2003-02-01"]
    assert {path.name: path.read_bytes() for path in (project / "loaders" / "added").iterdir()} == before
