"""The rules of the house, as functions over a folder of Python files: layers, circles, names, sizes, printing.

`tests/test_house.py` holds the package to them and sees each of them fail on a planted fault; `docs/architecture.md`
is made from the same tables.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PACKAGE: Final = "partnergraph"
#: The rooms from the ground up, each with what it is for: a room imports only rooms before it, or itself.
ROOMS: Final = {
    "ground": "faults, dates, names, messages, files: each one file that needs no room",
    "vocabulary": "what may be said: node types, edge types, statuses, columns, countries",
    "tables": "cells as they were found, and the form of their header",
    "checks": "what is wrong with them",
    "network": "the one thing that is handed on, and a slice of it",
    "loader": "who states something: title, licence, who, when, types",
    "loading": "from a source to a Network",
    "database": "from a Network to the graph and back",
    "analysis": "from a Network to rankings",
    "view": "from a Network to the page",
    "export": "a Network written out for other programs",
    "interop": "bridges to libraries that people already use",
    "project": "what `init` lays out",
    "cli": "the commands: parse, call, print",
}
#: Files at the package's root that are rooms of their own; every other file there is ground.
ROOT_ROOMS: Final = {"vocabulary": "vocabulary", "countries": "vocabulary", "loader": "loader"}
#: These stand above everything and are imported by nobody: the package's own interface and `python -m partnergraph`.
DOORS: Final = frozenset({"__init__", "__main__"})
MOST_FILES: Final = 18
MOST_LINES: Final = 400
LEAST_LINES: Final = 40
#: Participles that stand for nothing in particular; a file is called by a noun of the field or a command's verb.
EMPTY_WORDS: Final = frozenset(
    {"held", "stated", "known", "shown", "found", "given", "counted", "measured", "noting", "turns"}
    | {"handled", "processed", "made", "used", "done"}
)
EMPTY_NOUNS: Final = frozenset(
    {"utils", "util", "helpers", "helper", "common", "misc", "manager", "processor", "stuff", "things"}
)
#: Whoever is outside these asks an engine what it does, never which one it is; the others name what all may import.
ENGINE_ROOMS: Final = ("database.engines.", "database.embedded.")
ENGINE_DOORS: Final = frozenset({"database.engines", "database.engines.access", "database.engines.graph_engine"})
#: What names an engine in a condition; where its server's name for itself is read, and where its files are named.
ENGINE_WORDS: Final = re.compile(r"ArcadeDB|Neo4j/|neo4j-\d")
ENGINE_FLAGS: Final = frozenset({"is_embedded", "is_neo4j", "locks_nodes"})
READS_AGENT: Final = "database.connection"
NAMES_FILES: Final = frozenset({"database.settings", "cli.commands.db"})
#: The two directions of one format have one name.
BOTH_WAYS: Final = frozenset({"graphml", "gexf", "pajek", "node_link", "parquet"})


def modules(root: Path) -> dict[str, Path]:
    """Return the files of a package by the path of their module: `network.slice`."""
    return {
        ".".join(path.relative_to(root).with_suffix("").parts): path
        for path in sorted(root.rglob("*.py"))
        if "__pycache__" not in path.parts
    }


def room_of(module: str) -> str | None:
    """Return the room that a module is in, None for a door."""
    first, *rest = module.split(".")
    if rest:
        return first
    return None if first in DOORS else ROOT_ROOMS.get(first, "ground")


def imports(path: Path, names: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield the modules of the package that a file imports, with the line; those for types and in functions too."""
    names = set(names)
    found: list[tuple[str, str | None]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found = [(alias.name, None) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found = [(node.module, alias.name) for alias in node.names]
        else:
            continue
        for module, name in found:
            if module != PACKAGE and not module.startswith(f"{PACKAGE}."):
                continue
            inner = module.removeprefix(PACKAGE).lstrip(".")
            inner_name = f"{inner}.{name}".lstrip(".") if name else inner
            for candidate in (inner_name, f"{inner_name}.__init__", inner, f"{inner}.__init__"):
                if candidate in names:
                    yield candidate, node.lineno
                    break


def import_graph(root: Path) -> dict[str, dict[str, int]]:
    """Return for each module the modules of the package it imports, with a line where it does."""
    files = modules(root)
    return {module: dict(imports(path, files)) for module, path in files.items()}


def upward_imports(root: Path) -> list[str]:
    """Return imports that go up: from a room to one that stands after it."""
    order = list(ROOMS)
    faults = []
    for module, imported in import_graph(root).items():
        room = room_of(module)
        for other, line in imported.items():
            theirs = room_of(other)
            if room is None or (theirs is None and other == "__init__"):
                continue
            if theirs is None or order.index(theirs) > order.index(room):
                faults.append(f"{module}:{line} imports {other}: {room} stands below {theirs or 'everything'}")
    return faults


def unnamed_rooms(root: Path) -> list[str]:
    """Return folders of the package that the list of rooms does not have."""
    return sorted({room for module in modules(root) if (room := room_of(module)) is not None and room not in ROOMS})


def circles(root: Path) -> list[str]:
    """Return the circles of modules that import each other, those for types only included.

    A package's `__init__` that hands on what stands in it counts as part of the package: its files may not import it.
    """
    graph = import_graph(root)
    found: list[str] = []
    state: dict[str, int] = {}
    path: list[str] = []

    def visit(module: str) -> None:
        state[module] = 1
        path.append(module)
        for other in graph[module]:
            if state.get(other) == 1:
                found.append(" -> ".join([*path[path.index(other) :], other]))
            elif other not in state:
                visit(other)
        path.pop()
        state[module] = 2

    for module in graph:
        if module not in state:
            visit(module)
    return found


def loading_imported_elsewhere(root: Path) -> list[str]:
    """Return imports of loading from the database's other rooms than loads/."""
    return [
        f"{module}:{line} imports {other}"
        for module, imported in import_graph(root).items()
        if module.startswith("database.") and not module.startswith("database.loads.")
        for other, line in imported.items()
        if other.startswith("loading")
    ]


def engines_told_apart(root: Path) -> list[str]:
    """Return places outside the engines' rooms that ask which engine it is, or go past the door to them."""
    faults = []
    graph = import_graph(root)
    for module, path in modules(root).items():
        if module.startswith(ENGINE_ROOMS):
            continue
        for other, line in graph[module].items():
            inner = other.removesuffix(".__init__")
            if f"{inner}.".startswith("database.engines.") and inner not in ENGINE_DOORS:
                faults.append(f"{module}:{line} imports {inner}, one of the engines")
            if f"{inner}.".startswith("database.embedded.") and module not in NAMES_FILES:
                faults.append(f"{module}:{line} imports {inner}, the embedded engine")
        faults += [f"{module}:{line} {what}" for what, line in _engine_questions(path, module)]
    return faults


def _engine_questions(path: Path, module: str) -> Iterator[tuple[str, int]]:
    """Yield what in a file asks which engine it is, with the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            if node.attr in ENGINE_FLAGS:
                yield f"asks {node.attr}", node.lineno
            if node.attr == "agent" and module != READS_AGENT:
                yield "reads the server's name for itself", node.lineno
        if isinstance(node, ast.Compare | ast.Call):
            parts = node.args if isinstance(node, ast.Call) else [node.left, *node.comparators]
            constants = [part.value for part in parts if isinstance(part, ast.Constant)]
            if any(ENGINE_WORDS.search(str(value)) for value in constants):
                yield "looks for an engine's name", node.lineno
            has_address = any(isinstance(part, ast.Attribute) and part.attr == "uri" for part in parts)
            if isinstance(node, ast.Compare) and has_address and None in constants and module != "database.settings":
                yield "asks whether there is an address", node.lineno


def printing_elsewhere(root: Path) -> list[str]:
    """Return calls of print() outside cli/ and messages.py, and uses of sys.stderr outside messages.py."""
    faults = []
    for module, path in modules(root).items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "print"
                and not module.startswith("cli.")
                and module != "messages"
            ):
                faults.append(f"{module}:{node.lineno} prints")
            if (
                isinstance(node, ast.Attribute)
                and node.attr == "stderr"
                and isinstance(node.value, ast.Name)
                and node.value.id == "sys"
                and module != "messages"
            ):
                faults.append(f"{module}:{node.lineno} writes to standard error")
    return faults


def same_names(root: Path) -> list[str]:
    """Return names that two files share, unless they are the two directions of a format, or one is a command."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for module in modules(root):
        name = module.rpartition(".")[2]
        if name != "__init__" and not module.startswith("cli.commands."):
            by_name[name].append(module)
    return [f"{name}: {', '.join(all_)}" for name, all_ in by_name.items() if len(all_) > 1 and name not in BOTH_WAYS]


def empty_names(root: Path) -> list[str]:
    """Return files whose name holds a word that stands for nothing in particular."""
    return [module for module in modules(root) if set(re.split(r"[._]", module)) & (EMPTY_WORDS | EMPTY_NOUNS)]


def sizes(root: Path) -> list[str]:
    """Return folders with too many files, files with too many lines, and short ones without a reason for being."""
    faults = []
    files = modules(root)
    folders: dict[Path, int] = defaultdict(int)
    for module, path in files.items():
        folders[path.parent] += 1
        text = path.read_text(encoding="utf-8")
        lines = text.count("\n")
        if lines > MOST_LINES:
            faults.append(f"{module} has {lines} lines, more than {MOST_LINES}")
        if lines < LEAST_LINES and not ast.get_docstring(ast.parse(text)):
            faults.append(f"{module} has {lines} lines and no docstring that says why it stands alone")
    faults += [
        f"{folder.relative_to(root)} has {number} files, more than {MOST_FILES}"
        for folder, number in folders.items()
        if number > MOST_FILES
    ]
    return faults


def misplaced_tests(tests: Path, root: Path) -> list[str]:
    """Return folders of tests that mirror no folder of the package, and files that do not say what they are about."""
    own = {"fixtures", "loaders", "neo4j", "tools", "time"}
    folders = sorted({path.parent.relative_to(tests) for path in tests.rglob("*.py")})
    faults = [
        f"tests/{folder} mirrors no folder of the package"
        for folder in folders
        if folder.parts and folder.parts[0] not in own and not (root / folder).is_dir()
    ]
    for path in sorted(tests.rglob("test_*.py")):
        said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if not said:
            faults.append(f"{path.relative_to(tests)} does not say what it is about")
    return faults
