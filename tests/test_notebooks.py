"""Every notebook runs from top to bottom in an empty folder, and says what it should."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
#: What stands somewhere in the outputs of each notebook.
EXPECTED = {
    "01-first-steps": ("Volosovsky District", "Bobruiskagromash", "Country nodes left out", "network.html"),
    "02-hub-rankings": ("Country nodes left out", "rank_high", "without Irkutsk Oblast", "note 4", "rose", "hubs.svg"),
    "03-the-page": ("Union State: 396 nodes", "Minsk Tractor Works, its partners", "4 steps long", "path.html"),
}


def test_there_are_notebooks() -> None:
    assert {path.stem for path in NOTEBOOKS} == set(EXPECTED)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("default::ResourceWarning", "default::DeprecationWarning")
def test_the_notebook_runs(path: Path, project: Path) -> None:
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    assert all(not cell.get("outputs") for cell in notebook.cells), "notebooks are kept without outputs"
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(project)}}
    ).execute()
    shown = "\n".join(_text(output) for cell in notebook.cells for output in cell.get("outputs", ()))
    assert [text for text in EXPECTED[path.stem] if text not in shown] == []


def _text(output: Any) -> str:
    return str(output.get("text", "")) + str(output.get("data", {}).get("text/plain", ""))
