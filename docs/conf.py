"""How Sphinx makes a site of the pages: `make site`. A warning fails, so that a page that is nowhere listed does too.

The repository's own folder is the source, so that links work on the site as they do where the files lie. What is listed
in docs/README.md and docs/decisions/README.md is the navigation: their links become its entries, their headings its
captions.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pygments.lexers.special import TextLexer

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT: Final = Path(__file__).resolve().parents[1]
#: A line of a list that begins with a link to a page.
LISTED: Final = re.compile(r"^- \[[^\]]+\]\(([^)#]+)\.md\)", re.MULTILINE)

project = "partnergraph"
author = "The partnergraph developers"
project_copyright = "The partnergraph developers, under the MIT licence"
extensions = ["myst_parser"]
root_doc = "docs/README"
include_patterns = [
    "*.md",
    "docs/**.md",
    "benchmarks/README.md",
    "loaders/*/README.md",
    "partnergraph/view/map/data/README.md",
]
exclude_patterns = [".*", "out", "dist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "partnergraph"
html_show_sphinx = False
html_copy_source = False


def add_navigation(_: Sphinx, page: str, text: list[str]) -> None:
    """Add to a page that lists others what Sphinx makes its navigation of."""
    if page not in {root_doc, "docs/decisions/README"}:
        return
    trees = ["```{toctree}\n:hidden:\n\n/README\n```\n"] if page == root_doc else []
    for part in re.split(r"^(?=## )", text[0], flags=re.MULTILINE):
        if listed := LISTED.findall(part):
            caption = f":caption: {part.splitlines()[0].removeprefix('## ')}\n" if part.startswith("## ") else ""
            trees.append(f"```{{toctree}}\n:hidden:\n{caption}\n" + "\n".join(listed) + "\n```\n")
    text[0] += "\n" + "\n".join(trees)


def write_front_door(app: Sphinx, fault: Exception | None) -> None:
    """Write the page that leads from the site's own address to its first page."""
    if fault is None and app.builder.format == "html":
        text = '<!doctype html>\n<meta charset="utf-8">\n<title>partnergraph</title>\n'
        text += f'<meta http-equiv="refresh" content="0; url={root_doc}.html">\n'
        text += f'<a href="{root_doc}.html">The documentation of partnergraph</a>\n'
        (Path(app.outdir) / "index.html").write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Sphinx calls this first."""
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", add_navigation)
    app.connect("build-finished", write_front_door)
