"""What is printed where the system's encoding lacks the letters: CSV and JSON are UTF-8, tables show what they can."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

TOWNS = "source\ttarget\nГродно\tПсков\nПсков\tОрша\nŁódź\t東京\n"  # noqa: RUF001


def run(folder: Path, *words: str, encoding: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "partnergraph", *words],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert b"Traceback" not in done.stderr
    return done.stdout


@pytest.mark.engine
@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_results_in_another_code_page(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "towns.txt").write_text(TOWNS, encoding="utf-8")
    run(tmp_path, "load", "towns.txt", encoding=encoding)
    rows = run(tmp_path, "rank", "--format", "csv", encoding=encoding).decode("utf-8").splitlines()
    assert rows[1].split(",")[:3] == ["1", "towns:Псков", "Псков"]
    assert len(rows) == 6
    found = json.loads(run(tmp_path, "rank", "--format", "json", encoding=encoding).decode("utf-8"))
    assert "東京" in json.dumps(found, ensure_ascii=False)
    table = run(tmp_path, "rank", encoding=encoding).decode(encoding)
    assert "?????" in table
    run(tmp_path, "check", "towns.txt", encoding=encoding)
