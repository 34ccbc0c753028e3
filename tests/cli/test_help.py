"""`-h` and `--help`: every command answers both alike."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from partnergraph.cli import app
from tests.documentation import COMMANDS


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_short_option_asks_for_help_too(command: tuple[str, ...]) -> None:
    short, long = (CliRunner().invoke(app, [*command, option], prog_name="partnergraph") for option in ("-h", "--help"))
    assert (short.exit_code, long.exit_code) == (0, 0)
    assert short.output.lstrip().startswith(f"Usage: {' '.join(('partnergraph', *command))} ")
    assert "-h, --help" in short.output
    assert short.output == long.output


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "partnergraph", "load", "-h"], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.lstrip().startswith("Usage: python -m partnergraph load [OPTIONS] ")
