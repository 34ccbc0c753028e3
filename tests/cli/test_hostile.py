"""Hostile values at the command line: each ends in one line and its status, and nothing acts on the terminal."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest

from partnergraph.cells import truth
from partnergraph.cli.printing import print_rows
from partnergraph.database.queries.named_queries import get_query
from partnergraph.database.queries.readonly import DEEPEST, require_reading_words
from partnergraph.errors import ReadOnlyError, UsageError
from partnergraph.messages import harmless, say

HUGE = str(10**30)


def run(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "partnergraph", *words],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    "words",
    [
        ("query", "hubs", "--timeout", "inf"),
        ("query", "hubs", "--timeout", "nan"),
        ("query", "hubs", "--timeout", "1e300"),
        ("query", "hubs", "--timeout", "-1"),
        ("query", "hubs", f"limit={HUGE}"),
        ("query", "hubs", "limit=" + "9" * 5_000),
        ("query", "agreements", "party=x", "inside=perhaps"),
        ("query", "-f", "/dev/zero"),
        ("query", "-f", "."),
        ("query", "-f", "nothing"),
        ("query", "--cypher", "RETURN " + "[" * 3_000 + "]" * 3_000),
        ("query", "--cypher", "SHOW SETTINGS"),
        ("rank", "--top", HUGE),
        ("rank", "--seed", HUGE, "--stability", "50"),
        ("rank", "--stability", HUGE),
        ("load", "x", "--keep", "0"),
        ("load", "x", "--keep", HUGE),
        ("check", "/dev/zero"),
        ("check", "x" * 5_000),
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_a_hostile_value_is_one_line_and_no_traceback(words: tuple[str, ...], tmp_path: Path) -> None:
    begun = time.monotonic()
    done = run(*words, folder=tmp_path)
    assert done.returncode in {2, 5}
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert not (tmp_path / ".partnergraph").exists()
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *((word, True) for word in ("yes", "YES", " y ", "true", "1", "on", "ja", "wahr", "да", "ДА", "истина")),
        *((word, False) for word in ("no", "N", "false", "FALSE", "0", "off", "nein", "falsch", "нет", "Ложь")),
        *((word, None) for word in ("", "maybe", "2", "-1", "null", "none", "yesno", "не", "ye s")),
    ],
)
def test_yes_and_no_in_three_languages_and_nothing_else(text: str, *, said: bool | None) -> None:
    assert truth(text) is said


@pytest.mark.parametrize("name", ["agreements", "events-of", "facts-between", "turnover"])
def test_a_boolean_of_a_named_query_is_no_silent_yes(name: str) -> None:
    (parameter,) = [each for each in get_query(name).parameters if each.name == "inside"]
    assert parameter.value("false") is False
    assert parameter.value("нет") is False
    assert parameter.value("ja") is True
    with pytest.raises(UsageError, match="inside=falsch!: say yes or no"):
        parameter.value("falsch!")


@pytest.mark.parametrize("name", [each.name for each in get_query("hubs").parameters if each.kind == "integer"])
def test_a_number_beyond_64_bits_is_refused(name: str) -> None:
    (parameter,) = [each for each in get_query("hubs").parameters if each.name == name]
    assert parameter.value(str(2**63 - 1)) == 2**63 - 1
    for text in (str(2**63), "9" * 5_000, "1e5", "inf"):
        with pytest.raises(UsageError):
            parameter.value(text)


SHOWS = ["SETTINGS", "SETTING 'x'", "USERS", "USER me PRIVILEGES", "CURRENT USER", "TRANSACTIONS", "DATABASES"]
SHOWS += ["DATABASE neo4j", "DEFAULT DATABASE", "HOME DATABASE", "ALL ROLES", "ALL PRIVILEGES", "ROLES", "SERVERS"]
SHOWS += ["ALIASES FOR DATABASE", "POPULATED ROLES", "SUPPORTED PRIVILEGES"]


@pytest.mark.parametrize("what", SHOWS)
@pytest.mark.parametrize("form", ["SHOW {}", "show\n{}", "SHOW /* */ {}", "USE x SHOW {}", "\\u0053HOW {} YIELD *"])
def test_what_a_server_tells_of_itself_and_its_users_is_refused(what: str, form: str) -> None:
    with pytest.raises(ReadOnlyError, match="is not allowed"):
        require_reading_words(form.format(what))


@pytest.mark.parametrize(
    "query",
    [
        "SHOW INDEXES",
        "SHOW ALL INDEXES",
        "SHOW ALL CONSTRAINTS",
        "MATCH (show) RETURN show.users",
        "MATCH (n) RETURN n.show AS users",
        "RETURN " + "[" * DEEPEST + "]" * DEEPEST,
        "RETURN '" + "(" * 3_000 + "'",
    ],
)
def test_what_only_asks_about_the_graph_is_not_refused(query: str) -> None:
    require_reading_words(query)


@pytest.mark.parametrize("pair", ["()", "[]", "{}"])
def test_brackets_beyond_reason_are_refused_before_a_server_plans_them(pair: str) -> None:
    with pytest.raises(ReadOnlyError, match="brackets within each other"):
        require_reading_words("RETURN " + pair[0] * (DEEPEST + 1) + pair[1] * (DEEPEST + 1))


OBEYED = ["\x1b]0;title\x07", "\x1b[2J", "\x9b2J", "\x08\x08", "\x7f", "\u202eabc"]


@pytest.mark.parametrize("text", OBEYED)
def test_nothing_in_a_result_or_message_acts_on_the_terminal(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = io.StringIO()
    print_rows((f"n{text}",), [(f"a{text}\nb\t",), ([text],), ({"k": text},)], "table", file)
    say(f"a{text}")
    for shown in (file.getvalue(), capsys.readouterr().err):
        assert harmless(shown) == shown
    assert harmless("Минск\n\tä 🚜") == "Минск\n\tä 🚜"


@pytest.mark.parametrize("style", ["csv", "json"])
@pytest.mark.parametrize("text", OBEYED)
def test_csv_and_json_act_on_no_terminal_and_are_whole_elsewhere(
    style: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, is_whole in ((Terminal(), False), (io.StringIO(), True)):
        monkeypatch.setattr(sys, "stdout", stream)
        print_rows(("n",), [(f"a{text}",)], style)
        shown = stream.getvalue()
        assert (harmless(shown) == shown) or is_whole
        assert (text in shown or style == "json") is is_whole or style == "json"


def test_a_file_of_rows_guards_what_a_spreadsheet_would_run() -> None:
    rows = [("=1+1", -5, "-5"), ("@x", 2.5, "'=x"), ("plain", None, "a=b")]
    file = io.StringIO()
    print_rows(("=a", "b", "c"), rows, "csv", file, guard=True)
    assert file.getvalue() == "'=a,b,c\n'=1+1,-5,'-5\n'@x,2.5,''=x\nplain,,a=b\n"
