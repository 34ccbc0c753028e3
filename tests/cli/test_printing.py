"""What commands print: tables for people, CSV and JSON for programs, and nothing else on standard output."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnergraph.cells import cell, plain
from partnergraph.cli.printing import FORMATS, print_json, print_rows
from partnergraph.messages import say

#: On a busy machine a slow example is no fault.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

Capture = pytest.CaptureFixture[str]


class Terminal(io.StringIO):
    """A standard output that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def printed(capsys: Capture, columns: list[str], rows: list[tuple[Any, ...]], style: str) -> str:
    print_rows(columns, rows, style)
    return capsys.readouterr().out


def test_messages_go_to_standard_error_alone(capsys: Capture) -> None:
    say("wrote page.html")
    assert capsys.readouterr() == ("", "wrote page.html\n")


def test_a_table(capsys: Capture) -> None:
    print_rows(["name", "n", "score"], [("Минск", 18, 0.123456789), ("Brest", 8, None), (None, 1234567, 2.0)], "table")
    out, err = capsys.readouterr()
    assert [line.rstrip() for line in out.splitlines()] == [
        "",
        " name          n      score",
        " " + "─" * 26,
        " Минск        18   0.123457",
        " Brest         8",
        "         1234567          2",
        "",
    ]
    assert err == "3 rows\n"


@pytest.mark.parametrize(("rows", "message"), [([], "0 rows\n"), ([("a",)], "1 row\n"), ([("a",)] * 2, "2 rows\n")])
def test_the_number_of_rows_is_said_beside_a_table_only(capsys: Capture, rows: Any, message: str) -> None:
    for style in FORMATS:
        print_rows(["name"], rows, style)
        assert capsys.readouterr().err == (message if style == "table" else "")


@pytest.mark.parametrize("length", [79, 200, 9_990, 30_000])
@pytest.mark.parametrize("sign", ["x", "ж", "\u4e2d", "e\u0301"])
def test_a_table_to_a_pipe_is_never_cut_or_folded(capsys: Capture, length: int, sign: str) -> None:
    """Who greps for a name finds it on one line, however long the row."""
    texts = [f"{sign * length}{number}" for number in range(3)]
    lines = printed(capsys, ["one", "two", "three"], [(*texts,)], "table").splitlines()
    assert len([line for line in lines if line.strip()]) == 3
    assert [line.split() for line in lines if texts[0] in line] == [texts]


def test_a_table_with_many_columns_to_a_pipe_is_never_cut(capsys: Capture) -> None:
    columns = [f"column_{number}" for number in range(500)]
    lines = printed(capsys, columns, [(*range(500),)], "table").splitlines()
    assert [line.split() for line in lines if "column" in line] == [columns]
    assert [line.split() for line in lines if "499" in line and "column" not in line] == [list(map(str, range(500)))]


def test_a_tab_in_a_cell_folds_no_line(capsys: Capture) -> None:
    out = printed(capsys, ["text"], [("\t" * 50 + "end",)], "table")
    assert len([line for line in out.splitlines() if line.strip()]) == 3


def test_a_table_on_a_terminal_folds_but_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm")
    print_rows(["name"], [("abcdefghij" * 20,)], "table")
    lines = re.sub(r"\x1b\[[0-9;]*m", "", terminal.getvalue()).splitlines()
    assert max(map(len, lines)) <= 40
    assert "".join(line.strip() for line in lines).endswith("abcdefghij" * 20)


@pytest.mark.parametrize("style", FORMATS)
def test_text_that_looks_like_markup_is_printed_as_it_stands(capsys: Capture, style: str) -> None:
    text = "[bold]x[/bold] [link=https://a.org]y[/link] :smile: 192.168.0.1"
    assert text in printed(capsys, ["name"], [(text,)], style)


def test_a_lone_carriage_return_ends_no_csv_row(capsys: Capture) -> None:
    assert printed(capsys, ["a", "b"], [("x\ry\r\nz", 1)], "csv") == 'a,b\n"x\ny\nz",1\n'


def test_csv(capsys: Capture) -> None:
    rows = [
        ('Quoted "so", twice\nand thrice', 0.1 + 0.2, ["a", "b"]),
        ("Минск", None, {"k": "ж"}),
        ("", math.nan, True),
    ]
    assert printed(capsys, ["text", "number", "more"], rows, "csv") == (
        "text,number,more\n"
        '"Quoted ""so"", twice\nand thrice",0.30000000000000004,a; b\n'
        'Минск,,"{""k"": ""ж""}"\n'
        ",,yes\n"
    )


def test_csv_keeps_every_digit_where_a_table_is_short(capsys: Capture) -> None:
    numbers = [1234567.891, 1.5e15 + 0.5, 1e-9 / 3, 0.123456789, 1e22]
    rows = [(number,) for number in numbers]
    assert [float(line) for line in printed(capsys, ["n"], rows, "csv").splitlines()[1:]] == numbers
    assert [cell(number) for number in numbers] == ["1234567.89", "1.5e+15", "3.33333e-10", "0.123457", "1e+22"]


def test_json(capsys: Capture) -> None:
    rows = [("Минск", math.nan, [1, None]), (None, math.inf, {"a": -math.inf, 5: (date(2021, 3, 15),)})]
    out = printed(capsys, ["name", "score", "more"], rows, "json")
    assert "NaN" not in out
    assert "Infinity" not in out
    assert "Минск" in out
    assert json.loads(out) == [
        {"name": "Минск", "score": None, "more": [1, None]},
        {"name": None, "score": None, "more": {"a": None, "5": ["2021-03-15"]}},
    ]
    assert json.loads(printed(capsys, ["name"], [], "json")) == []


def test_one_json_value(capsys: Capture) -> None:
    print_json({"running": True, "score": math.nan, "since": date(2026, 1, 2), "n": np.int64(5)})
    assert json.loads(capsys.readouterr().out) == {"running": True, "score": None, "since": "2026-01-02", "n": 5}


@pytest.mark.parametrize("style", ["table", "json"])
def test_a_row_with_too_few_or_too_many_values_is_no_silent_loss(style: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        print_rows(["a", "b"], [(1,)], style)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *((None, None), (pd.NA, None), (pd.NaT, None), (math.nan, None), (np.float64("nan"), None), (math.inf, None)),
        *((True, True), (np.bool_(True), True), (5, 5), (np.int64(5), 5), (0.5, 0.5), (np.float32(0.5), 0.5)),
        *((np.array([1, 2]), [1, 2]), ((1, "a"), [1, "a"]), ({1: pd.NA}, {"1": None}), ([[pd.NA]], [[None]])),
        *((date(2021, 3, 15), "2021-03-15"), (datetime(2021, 3, 15, 10, tzinfo=UTC), "2021-03-15T10:00:00+00:00")),
        *((time(10, 30), "10:30:00"), (pd.Timestamp("2021-03-15"), "2021-03-15T00:00:00"), (Decimal("1.10"), "1.10")),
    ],
)  # fmt: skip
def test_a_value_in_the_terms_of_json(value: object, expected: object) -> None:
    found = plain(value)
    assert found == expected
    assert type(found) is type(expected)
    assert json.loads(json.dumps(found, allow_nan=False)) == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((None, ""), (pd.NA, ""), (math.nan, ""), (math.inf, ""), (True, "yes"), (False, "no"), (0, "0"), ("", "")),
        *((5.0, "5"), (1.65e9, "1650000000"), (0.5, "0.5"), (-1234.5678, "-1234.57"), (123456.789, "123456.79")),
        *((["a", None, 1.5], "a; ; 1.5"), ((), ""), ({"a": [1]}, '{"a": [1]}'), (date(2021, 3, 15), "2021-03-15")),
    ],
)
def test_a_value_as_the_text_of_a_cell(value: object, text: str) -> None:
    assert cell(value) == text


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts | st.dates() | st.times() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@unhurried
@given(values)
def test_any_value_becomes_valid_json_and_stays_so(value: object) -> None:
    found = plain(value)
    text = json.dumps(found, allow_nan=False)
    assert json.loads(text) == found
    assert plain(found) == found


@unhurried
@given(st.lists(st.tuples(texts, st.floats(allow_nan=False, allow_infinity=False), st.integers()), max_size=5))
def test_rows_come_back_from_csv_and_json(rows: list[tuple[str, float, int]]) -> None:
    columns = ["text", "float", "int"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out := io.StringIO())
        print_rows(columns, rows, "json")
        assert [(row["text"], row["float"], row["int"]) for row in json.loads(out.getvalue())] == rows
        patch.setattr("sys.stdout", out := io.StringIO())
        print_rows(columns, rows, "csv")
    header, *lines = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert header == columns
    assert [(text, float(number), int(whole)) for text, number, whole in lines] == [
        (text.replace("\r\n", "\n").replace("\r", "\n"), number, whole) for text, number, whole in rows
    ]
