"""Every notebook runs from top to bottom in an empty folder, and says what it should."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CHART = "[a chart]"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
#: What stands somewhere in the outputs of each notebook.
EXPECTED = {
    "01-first-steps": (
        *("Volosovsky District", "Bobruiskagromash", "SUPPLIES           131      0       30        50       6  217"),
        *("1997  AGREEMENT  Vitebsk Region  Leningrad Oblast", "Country nodes left out", "network.html"),
    ),
    "02-hub-rankings": ("Country nodes left out", "rank_high", "without Irkutsk Oblast", "note 4", "rose", "hubs.svg"),
    "03-the-page": ("Union State: 398 nodes", "Minsk Tractor Works, its partners", "4 steps long", "path.html"),
    "04-the-worlds-twin-towns": (
        *(
            "13,081 rows read; 5 rejected",
            "2,934 rows state in the other direction",
            "column country: no country is called so",
        ),
        *("Network(9439 nodes, 9913 edges, 1 sources)", "DE   FR       1183", "city:krakow-pl", "50%        704.2"),
        "Marrickville            AU  18898.0",
    ),
}
#: How many charts each notebook draws.
CHARTS = {"01-first-steps": 2, "02-hub-rankings": 5, "03-the-page": 0, "04-the-worlds-twin-towns": 3}


def test_there_are_notebooks() -> None:
    assert {path.stem for path in NOTEBOOKS} == set(EXPECTED)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("default::ResourceWarning", "default::DeprecationWarning")
def test_the_notebook_runs(path: Path, project: Path) -> None:
    shown = _run(path, project)
    assert [text for text in EXPECTED[path.stem] if text not in shown] == []
    assert shown.count(CHART) == CHARTS[path.stem]


def _run(path: Path, folder: Path) -> str:
    """Run a notebook in a folder and return the text of its outputs, with a mark for each picture."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    assert all(not cell.get("outputs") for cell in notebook.cells), "notebooks are kept without outputs"
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    return "\n".join(_text(output) for cell in notebook.cells for output in cell.get("outputs", ()))


def _text(output: Any) -> str:
    data = output.get("data", {})
    picture = CHART if "image/png" in data else ""
    return str(output.get("text", "")) + str(data.get("text/plain", "")) + picture
