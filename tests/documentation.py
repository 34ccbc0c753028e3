"""The pages under docs/ that come from the code: `make docs` writes them, a test holds them to it."""

from __future__ import annotations

import ast
import inspect
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any

import partnergraph
from partnergraph.analysis.measures.registry import MEASURES
from partnergraph.database.queries.named_queries import find_queries
from partnergraph.vocabulary import STANDARD, STATUSES, TABLES
from tests.house import PACKAGE, ROOMS, modules, room_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
COMMANDS = (
    (), ("build",), ("load",), ("loaders",), ("check",), ("query",), ("queries",), ("rank",), ("describe",), ("gaps",),
    ("render",), ("export",), ("init",), ("add",), ("resolve",), ("db",), ("db", "start"), ("db", "stop"),
    ("db", "status"), ("db", "reset"), ("db", "dump"), ("db", "restore"),
)  # fmt: skip
#: Where docs/your-own-network.md turns from spreadsheets to tables written by hand.
BY_HAND = "## Without a table"
MADE = "This page is made from the code by `make docs`; a test fails where the two differ.\n"


def pages() -> dict[str, str]:
    """Return each page's name and text."""
    return {
        "commands.md": commands_page(),
        "vocabulary.md": vocabulary_page(),
        "queries.md": queries_page(),
        "measures.md": measures_page(),
        "python.md": python_page(),
        **{name: with_parts((DOCS / name).read_text(encoding="utf-8"), parts) for name, parts in PARTS.items()},
    }


def with_parts(text: str, parts: Mapping[str, Callable[[], str]]) -> str:
    """Return a page written by hand with its parts made anew: `<!-- made by make docs: NAME -->` to `<!-- end -->`."""
    for name, make in parts.items():
        begin, end = f"<!-- made by make docs: {name} -->\n", "<!-- end -->"
        before, middle, after = text.partition(begin)
        assert middle, f"no part {name!r}"
        text = f"{before}{begin}{make()}{end}{after.partition(end)[2]}"
    return text


def rooms_part() -> str:
    """Return the rooms of the package from the ground up, and what each may import."""
    files: dict[str, list[str]] = {}
    for module, path in modules(ROOT / PACKAGE).items():
        if room := room_of(module):
            is_file = path.parent == ROOT / PACKAGE
            place = f"`{path.name}`" if is_file else f"`{room}/`"
            files.setdefault(room, []).append(place)
    rows = ["| | room | what it is for | stands in | imports |", "| --- | --- | --- | --- | --- |"]
    for number, (room, purpose) in enumerate(ROOMS.items(), 1):
        places = ", ".join(dict.fromkeys(sorted(files[room])))
        may = ["itself", "1", f"1 to {number - 1}"][min(number - 1, 2)]
        rows.append(f"| {number} | {room} | {purpose} | {places} | {may} |")
    return "\n".join(rows) + "\n"


@cache
def help_of(command: tuple[str, ...]) -> str:
    """Return what `--help` prints for a command, 100 columns wide."""
    environment = {**os.environ, "COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1"}
    program = "import sys; sys.argv[0] = 'partnergraph'; from partnergraph.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, *command, "--help"],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def commands_page() -> str:
    parts = ["# Commands\n", MADE]
    for command in COMMANDS:
        parts.append(f"## {' '.join(('partnergraph', *command))}\n")
        parts.append(f"```text\n{help_of(command)}\n```\n")
    return "\n".join(parts)


def vocabulary_page() -> str:
    parts = ["# Vocabulary and tables\n", MADE]
    parts.append("A loader may declare types of its own in its loader.toml; an undeclared type is an error.\n")
    parts += ["## Node types\n", "| type | what it is | a place |", "| --- | --- | --- |"]
    parts += [f"| {t.name} | {t.doc} | {'yes' if t.is_place else ''} |" for t in STANDARD.node_types.values()]
    parts += ["\n## Edge types\n", "| type | from | to | directed | in time | what it is |"]
    parts.append("| --- | --- | --- | --- | --- | --- |")
    for edge_type in STANDARD.edge_types.values():
        ends = [_ends(edge_type.source_types), _ends(edge_type.target_types)]
        directed = "yes" if edge_type.directed else ""
        in_time = "lasting; happening with an amount of money" if edge_type.money_happens else edge_type.kind
        parts.append(f"| {edge_type.name} | {ends[0]} | {ends[1]} | {directed} | {in_time} | {edge_type.doc} |")
    parts.append("\nWhat lasts holds until its end; what happens is over with its own date: see [time](time.md).")
    parts += ["\n## Statuses\n", "| status | what it says |", "| --- | --- |"]
    parts += [f"| {name} | {doc} |" for name, doc in STATUSES.items()]
    for table, columns in TABLES.items():
        parts += [
            f"\n## {table}.csv\n",
            "| column | kind | required | what stands in it |",
            "| --- | --- | --- | --- |",
        ]
        parts += [f"| {c.name} | {c.kind} | {'yes' if c.required else ''} | {c.doc} |" for c in columns]
    return "\n".join(parts) + "\n"


def _ends(types: frozenset[str]) -> str:
    return ", ".join(name for name in STANDARD.node_types if name in types) or "any"


def queries_page() -> str:
    parts = ["# Named queries\n", MADE]
    parts.append(
        "What a source no longer states is left out of all of them but those that say so in their header "
        "(`// withdrawn: included`): the reader of the files adds the condition to every MATCH. What is sent is "
        "`partnergraph.database.queries.named_queries.get_query(NAME).text`.\n"
    )
    parts.append("Run one with `partnergraph query NAME KEY=VALUE`. A party is given by id, name or alias.\n")
    for query in find_queries().values():
        parts += [f"## {query.name}\n", f"{query.purpose}.\n"]
        if query.parameters:
            parts += ["| parameter | kind | | what it is |", "| --- | --- | --- | --- |"]
            for parameter in query.parameters:
                default = f"default {parameter.default}" if parameter.default is not None else "optional"
                need = "required" if parameter.required else default
                parts.append(f"| {parameter.name} | {parameter.kind} | {need} | {parameter.doc} |")
            parts.append("")
        parts += ["| column | what it is |", "| --- | --- |"]
        parts += [f"| {name} | {doc} |" for name, doc in query.columns]
        parts.append("")
    return "\n".join(parts)


def measures_page() -> str:
    parts = ["# Measures\n", MADE]
    for measure in MEASURES.values():
        parts += [f"## {measure.name}\n", f"{measure.summary[:1].upper()}{measure.summary[1:]}.\n"]
        parts.append(f"```text\n{inspect.getdoc(measure.function)}\n```\n")
    return "\n".join(parts)


def python_page() -> str:
    parts = ["# From Python\n", MADE]
    parts.append("Every name is imported from `partnergraph`: `from partnergraph import connect, load, query`.\n")
    for name in partnergraph.__all__:
        if name == "__version__":
            continue
        value = getattr(partnergraph, name)
        head = "" if inspect.isclass(value) else f"{signature_of(name, value)}\n\n"
        parts.append(f"## {name}\n\n```text\n{head}{inspect.getdoc(value)}\n```\n")
        members = vars(value).items() if inspect.isclass(value) else ()
        for each, member in members:
            if not each.startswith("_") and isinstance(member, property | classmethod | FunctionType):
                parts.append(f"### {name}.{each}\n\n```text\n{inspect.getdoc(member)}\n```\n")
    parts.append("## __version__\n\nThe version, as `partnergraph --version` prints it.\n")
    return "\n".join(parts)


def signature_of(name: str, function: Callable[..., Any]) -> str:
    """Return a function's name with its parameters as the source has them, a line each where one is too short."""
    (node,) = ast.parse(inspect.getsource(function)).body
    assert isinstance(node, ast.FunctionDef)
    parameters = re.split(r", (?=\*|\w+: )", ast.unparse(node.args))
    behind = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    line = f"{name}({', '.join(parameters)}){behind}"
    return line if len(line) <= 100 else "\n".join([f"{name}(", *(f"    {each}," for each in parameters), f"){behind}"])


#: Pages that are written by hand, and the parts of them that are made.
PARTS: Mapping[str, Mapping[str, Callable[[], str]]] = {"architecture.md": {"rooms": rooms_part}}


if __name__ == "__main__":
    DOCS.mkdir(exist_ok=True)
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
