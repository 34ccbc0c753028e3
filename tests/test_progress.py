"""How far a long load is, told on a terminal and in a log."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as RichProgress

from partnergraph.progress import LEAST_SHOWN, Bar, Lines, Progress, shown


def test_lines_tell_now_and_then(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("partnergraph.progress.time.monotonic", lambda: now[0])
    lines = Lines()
    lines.begin("towns: writing edges", 100_000)
    for _ in range(4):
        now[0] += 4
        lines.advance(10_000)
    assert capsys.readouterr().err == "towns: writing edges: 30,000 of 100,000\n"
    lines.begin("towns: making indexes")
    now[0] += 10
    lines.advance(1)
    assert capsys.readouterr().err == "towns: making indexes: 1\n"


def test_lines_tell_once_that_the_server_is_gone(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines()
    lines.begin("towns: writing edges", 100)
    lines.waiting()
    lines.waiting()
    lines.advance(10)
    lines.waiting()
    assert capsys.readouterr().err == 2 * "the database does not answer; waiting for it to come back\n"


@pytest.fixture
def terminal() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def bars(terminal: io.StringIO) -> RichProgress:
    console = Console(file=terminal, force_terminal=True, width=100, color_system=None)
    columns = TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn()
    return RichProgress(*columns, console=console, auto_refresh=False)


def last(terminal: io.StringIO, bars: RichProgress) -> str:
    terminal.truncate(0)
    terminal.seek(0)
    bars.refresh()
    return terminal.getvalue()


def test_a_bar_shows_stage_and_count(terminal: io.StringIO, bars: RichProgress) -> None:
    with bars:
        bar = Bar(bars)
        bar.begin("towns: writing edges", LEAST_SHOWN)
        bar.advance(5_000)
        seen = last(terminal, bars)
        assert "towns: writing edges" in seen
        assert f"5000/{LEAST_SHOWN}" in seen
        bar.waiting()
        assert "the database does not answer; waiting for it to come back" in last(terminal, bars)
        bar.advance(5_000)
        seen = last(terminal, bars)
        assert "towns: writing edges" in seen
        assert f"10000/{LEAST_SHOWN}" in seen


def test_a_loaders_name_is_no_markup(terminal: io.StringIO, bars: RichProgress) -> None:
    with bars:
        Bar(bars).begin("[red]towns[/red]: writing edges", LEAST_SHOWN)
        assert "[red]towns[/red]" in last(terminal, bars)


def test_short_work_shows_no_bar(terminal: io.StringIO, bars: RichProgress) -> None:
    with bars:
        bar = Bar(bars)
        bar.begin("towns: writing edges", LEAST_SHOWN - 1)
        bar.advance(10)
        assert "towns" not in last(terminal, bars)


def test_a_log_gets_lines_and_a_terminal_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    with shown() as progress:
        assert isinstance(progress, Lines)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with shown() as progress:
        assert isinstance(progress, Bar)


def test_silence_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    progress.begin("towns", 10)
    progress.advance(1)
    progress.waiting()
    assert capsys.readouterr() == ("", "")
