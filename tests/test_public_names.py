"""The public names of `partnergraph`: its three lists agree, each name is there, and each is told in README or docs."""

from __future__ import annotations

import ast
import inspect
import re

import pytest

import partnergraph
from tests.conftest import ROOT
from tests.documentation import DOCS

SOURCE = ROOT / "partnergraph" / "__init__.py"
#: The one that is computed, not imported.
COMPUTED = {"__version__"}


def imported_for_types() -> dict[str, tuple[str, str]]:
    """Return the names that `__init__.py` imports for type checkers, each with its module and its name there."""
    return {
        alias.asname or alias.name: (node.module or "", alias.name)
        for block in ast.parse(SOURCE.read_text(encoding="utf-8")).body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_the_three_lists_agree() -> None:
    assert imported_for_types() == partnergraph._HOMES
    assert set(partnergraph.__all__) == set(partnergraph._HOMES) | COMPUTED
    assert list(partnergraph.__all__) == sorted(partnergraph.__all__)


@pytest.mark.parametrize("name", partnergraph.__all__)
def test_every_public_name_is_there_and_told(name: str) -> None:
    assert inspect.getdoc(getattr(partnergraph, name))
    texts = [ROOT / "README.md", *DOCS.glob("*.md")]
    code = [each for path in texts for each in re.findall(r"`[^`]+`", path.read_text(encoding="utf-8"))]
    assert any(re.search(rf"\b{name}\b", each) for each in code), f"{name} stands neither in README nor in docs/"
