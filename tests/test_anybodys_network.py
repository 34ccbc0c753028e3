"""The engine knows nobody's network: what only one country explains stands where languages and maps are content."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Words that a network of other countries could not explain; the codes of two countries only where they stand alone.
WORDS: Final = re.compile(
    r"russia|belarus|federal[ _-]?district|\b(?:oblast|krai|okrug|raion)\b|union[ _-]state|\bminsk|\bmoscow|"
    r"(?-i:(?<![\w-])(?<!ORDER )(?<!CC )(?:BY|RU)(?![\w]))",
    re.IGNORECASE,
)
#: Where they may stand, each with the reason; beside docstrings, comments and the help of options.
ALLOWED: Final = {
    "partnergraph/vocabulary.py": "the node type FederalDistrict is part of the contract",
    "partnergraph/loading/identity/normal.py": "spellings of names, by country and language",
    "partnergraph/loading/identity/authorities.py": "words of names that say of what kind a place is",
    "partnergraph/view/map/crosswalk.py": "words for a region in many languages",
    "partnergraph/network/slice.py": "an example in a help text and in a message",
    "partnergraph/view/part/conditions.py": "an example in a message",
    "partnergraph/cli/commands/resolve.py": "an example in a message",
    "partnergraph/database/queries/withdrawal.py": "BY is a word of Cypher",
}
SUFFIXES: Final = {".py", ".js", ".css", ".html", ".cypher"}
FILES: Final = [
    path
    for folder in (ROOT / "partnergraph", ROOT / "cypher")
    for path in sorted(folder.rglob("*"))
    if path.suffix in SUFFIXES and "__pycache__" not in path.parts
]


def words_of_python(text: str) -> Iterator[str]:
    """Yield the names and texts of a module, without docstrings, comments and the help of options."""
    tree = ast.parse(text)
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node):
            left_out.add(id(node.body[0]))
        if isinstance(node, ast.keyword) and node.arg == "help":
            left_out.add(id(node))
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if id(node) in left_out:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        for name in ("id", "attr", "name", "arg"):
            if isinstance(found := getattr(node, name, None), str):
                yield found
        waiting += ast.iter_child_nodes(node)


def local_words(path: Path) -> list[str]:
    """Return the words of a file that only one network explains."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        parts = list(words_of_python(text))
    elif path.suffix == ".html":
        parts = [re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)]
    else:
        comment = r"/\*.*?\*/" if path.suffix == ".css" else r"(?m)/\*[\s\S]*?\*/|(?<![:\\])//.*$"
        parts = [re.sub(comment, "", text, flags=re.DOTALL if path.suffix == ".css" else 0)]
    return [found.group() for part in parts for found in WORDS.finditer(part)]


def test_no_file_of_the_engine_knows_russia_or_belarus() -> None:
    assert len(FILES) > 200
    found = {path.relative_to(ROOT).as_posix(): words for path in FILES if (words := local_words(path))}
    assert {name: words for name, words in found.items() if name not in ALLOWED} == {}
    assert set(ALLOWED) - set(found) == set(), "these need no leave any more"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.py", 'DISTRICT = "FederalDistrict"', ["FederalDistrict"]),
        ("a.py", "def federal_districts(): ...", ["federal_district"]),
        ("a.py", 'if country in {"BY", "RU"}: ...', ["BY", "RU"]),
        ("a.py", 'print(f"{n} in Belarus")', ["Belarus"]),
        ("a.py", '"""Minsk in BY."""\n# Russia\noption(help="such as Belarus")\ntext = "a ORDER BY b, CC BY 4.0"', []),
        ("a.js", "// Minsk Region\nif (place.country === 'BY') go('a//b');", ["BY"]),
        ("a.css", "/* Moscow */ .oblast { color: red }", ["oblast"]),
        ("a.cypher", "// such as Belarus\nMATCH (d:FederalDistrict) RETURN d ORDER BY d.name", ["FederalDistrict"]),
        ("a.html", "<!-- Russia --><p>Russian</p>", ["Russia"]),
    ],
)
def test_what_only_one_network_explains_is_found(tmp_path: Path, name: str, text: str, words: list[str]) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert sorted(local_words(path)) == sorted(words)
