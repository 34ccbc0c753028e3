"""The page's own scripts as one: in the order that their import lines ask for, joined in one scope."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

#: The script that sets everything up; whatever it does not lead to is not part of the page.
MAIN: Final = "main.js"
IMPORT: Final = re.compile(r"^import \{ ([\w, ]+) \} from '([^']+)';\n", re.MULTILINE)
#: A name of a file's own scope. Scripts are written so that these, and nothing else, begin a line.
DECLARED: Final = re.compile(
    r"^(export )?(?:async )?(?:function|class|const|let) (?:(\w+)|\{ ([\w, ]+) \})", re.MULTILINE
)
#: Import and export lines of any other form, which joining would not understand.
OTHER_FORM: Final = re.compile(r"^(?:import\b|export (?!(?:async )?function |class |const |let )).*", re.MULTILINE)


@dataclass(frozen=True)
class Script:
    """What a script uses of others, by their names, and what it has itself."""

    imports: dict[str, list[str]]
    declared: frozenset[str]
    exported: frozenset[str]
    text: str


def parse(name: str, text: str) -> Script:
    """Return a script with its import and export lines read, and taken out of its text.

    Raises:
        AssertionError: Such a line has a form that is not in use here.
    """
    imports = {
        posixpath.normpath(posixpath.join(posixpath.dirname(name), path)): names.split(", ")
        for names, path in IMPORT.findall(text)
    }
    text = IMPORT.sub("", text)
    if other := OTHER_FORM.search(text):
        raise AssertionError(f"{name}: write import {{ a, b }} from '...'; or export before a declaration: {other[0]}")
    declared = [(one or several, bool(export)) for export, one, several in DECLARED.findall(text)]
    names = [(name, export) for each, export in declared for name in each.split(", ")]
    return Script(
        imports,
        frozenset(name for name, _ in names),
        frozenset(name for name, export in names if export),
        re.sub(r"^export ", "", text, flags=re.MULTILINE),
    )


def in_order(read: Callable[[str], str], main: str = MAIN) -> dict[str, Script]:
    """Return the scripts that one leads to, each behind those that it imports, as a browser would run them.

    Args:
        read: Gives the text of a script by its path below the folder of the scripts.
        main: The script to begin with.

    Raises:
        AssertionError: Scripts import each other, a name is not exported where it is imported from, or two scripts
            have one name for different things, which one scope does not allow.
    """
    ordered: dict[str, Script] = {}
    owners: dict[str, str] = {}

    def add(name: str, way: tuple[str, ...]) -> None:
        if name in way:
            raise AssertionError(f"scripts import each other: {' -> '.join((*way[way.index(name) :], name))}")
        if name in ordered:
            return
        script = parse(name, read(name))
        for other, names in script.imports.items():
            add(other, (*way, name))
            if missing := sorted(set(names) - ordered[other].exported):
                raise AssertionError(f"{name} imports what {other} does not export: {', '.join(missing)}")
        for each in sorted(script.declared):
            if owners.setdefault(each, name) != name:
                raise AssertionError(f"{name} and {owners[each]} both have a {each}")
        ordered[name] = script

    add(main, ())
    return ordered


@cache
def own_script() -> str:
    """Return the page's own scripts as one text; line ends are as a browser reads them."""
    assets = files("partnergraph.view") / "assets"

    def read(name: str) -> str:
        return (assets / name).read_text(encoding="utf-8").replace("\r\n", "\n")

    own = "\n".join(script.text for script in in_order(read).values())
    return f"(() => {{\n'use strict';\n{own}}})();\n"
