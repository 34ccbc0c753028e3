"""The words agree with the code: pages made from it are current, commands and snippets run, links lead somewhere."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from partnergraph.analysis.measures.registry import MEASURES
from partnergraph.database.connection import connect
from partnergraph.database.queries.named_queries import run_cypher
from partnergraph.loading.reading import read_loader
from partnergraph.view.data.measures import OFFERED
from partnergraph.vocabulary import TABLES
from tests.cli.test_app import COMMAND
from tests.conftest import ROOT
from tests.documentation import BY_HAND, COMMANDS, DOCS, PARTS, help_of, pages

TEXTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")),
    *sorted(DOCS.rglob("*.md")),
    ROOT / "loaders" / "union_state" / "README.md",
]
#: Made once: each asks all commands for their help.
PAGES = pages()
HAND_WRITTEN = [path for path in TEXTS if path.name not in PAGES or path.name in PARTS]
#: Folders whose files are named in texts.
FOLDERS = ("benchmarks", "cypher", "docs", "loaders", "notebooks", "partnergraph", "tests", "tools")
#: Pages whose paths are those of a reader's own project.
OF_A_READERS_PROJECT = {"mappings.md", "your-own-network.md"}
NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
COUNTED = r"measures|named queries|(?:node|edge) types|recipes"


def blocks(path: Path, language: str, *, below: str = "") -> list[str]:
    """The code blocks of a page in a language; those below a heading where one is given."""
    text = path.read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text[text.index(below) :], re.DOTALL)


def command_lines(path: Path, *, below: str = "") -> list[list[str]]:
    """The `partnergraph ...` lines of a page's shell blocks, as words without the comment."""
    lines = [
        line
        for block in blocks(path, "sh", below=below)
        for line in block.splitlines()
        if line.startswith("partnergraph ")
    ]
    return [shlex.split(line, comments=True)[1:] for line in lines]


def run_lines(lines: list[list[str]], cwd: Path) -> None:
    assert lines
    for words in lines:
        done = subprocess.run([*COMMAND, *words], cwd=cwd, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, f"partnergraph {shlex.join(words)}: {done.stderr}"


def write_example(folder: Path) -> None:
    """Write the loader of docs/your-own-network.md just as it stands there."""
    page = DOCS / "your-own-network.md"
    folder.mkdir(parents=True)
    (folder / "loader.toml").write_text(blocks(page, "toml")[0], encoding="utf-8")
    for name, block in zip(("nodes", "edges", "sources"), blocks(page, "csv", below=BY_HAND), strict=True):
        (folder / f"{name}.csv").write_text(block, encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_pages_made_from_the_code_are_current(name: str) -> None:
    if name == "commands.md" and tuple(map(int, version("typer").split(".")[:2])) < (0, 29):
        pytest.skip("typer words the help otherwise before 0.29")
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == PAGES[name], f"docs/{name} is out of date: run 'make docs'"


@pytest.mark.engine
def test_the_readmes_commands_run(project: Path) -> None:
    run_lines([words for words in command_lines(ROOT / "README.md") if "loaders/my_towns" not in words], project)


@pytest.mark.engine
def test_the_first_network_of_ones_own_works_as_told(project: Path) -> None:
    write_example(project / "loaders" / "my_towns")
    assert read_loader(project / "loaders" / "my_towns").warnings == ()
    lines = [words for words in command_lines(ROOT / "README.md") if "loaders/my_towns" in words]
    by_hand = command_lines(DOCS / "your-own-network.md", below=BY_HAND)
    run_lines([*lines, *by_hand], project)
    assert "Sampleville" in (project / "out" / "network.html").read_text(encoding="utf-8")


@pytest.mark.engine
def test_the_commands_for_the_embedded_database_run(project: Path) -> None:
    run_lines(command_lines(DOCS / "databases.md"), project)


@pytest.mark.engine
def test_the_readmes_python_runs(project: Path) -> None:
    (block,) = blocks(ROOT / "README.md", "python")
    done = subprocess.run([sys.executable, "-c", block], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (project / "network.html").is_file()


def test_the_cypher_of_the_pages_runs(project: Path) -> None:
    for path in TEXTS:
        for block in blocks(path, "cypher"):
            with connect() as database:
                run_cypher(database, block)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files_and_headings(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    headings = {re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in text.splitlines()
                if line.startswith("#")}  # fmt: skip
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in headings, target
        elif not target.startswith("http"):
            assert (path.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("path", HAND_WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_options_and_targets_that_are_named_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    helps = {" ".join(command): help_of(command) for command in COMMANDS}
    all_options = set(re.findall(r"--[a-z-]+", "\n".join(helps.values()))) | {"--wait"}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*[a-z](?![\w-])", text)) <= all_options
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    named = {words for code in inline for words in re.findall(r"^partnergraph ((?:db )?[a-z]+)\b", code)}
    assert named <= set(helps), named - set(helps)
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)`", text)) <= targets


@pytest.mark.parametrize(
    "path",
    [path for path in HAND_WRITTEN if path.name not in OF_A_READERS_PROJECT],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_files_that_are_named_exist(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    named = [name for name in re.findall(r"`([\w./-]+)`", text) if name.partition("/")[0] in FOLDERS and "/" in name]
    assert [name for name in named if not (ROOT / name).exists() and not re.search(r"\b[A-Z]{4,}\b", name)] == []


def test_every_page_is_in_the_navigation() -> None:
    assert unlisted(DOCS) == []


def test_a_page_that_nobody_lists_is_found(tmp_path: Path) -> None:
    (tmp_path / "decisions").mkdir()
    for name, text in {
        "README.md": "- [A](a.md)",
        "a.md": "",
        "b.md": "",
        "decisions/README.md": "",
        "decisions/c.md": "",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert unlisted(tmp_path) == ["b.md", "decisions/README.md", "decisions/c.md"]


def unlisted(docs: Path) -> list[str]:
    """Return the pages that neither docs/README.md nor decisions/README.md lists; these make the navigation."""
    lists = [docs / "README.md", docs / "decisions" / "README.md"]
    listed = {
        (path.parent / target).resolve()
        for path in lists
        for target in re.findall(r"^- \[[^\]]+\]\(([^)#]+)\)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    pages = [path for path in sorted(docs.rglob("*.md")) if path.resolve() not in listed and path != lists[0]]
    return [path.relative_to(docs).as_posix() for path in pages]


def counts() -> dict[tuple[str, str], int]:
    """Return what there is of each thing that a text counts: by the text's name and the words behind the number."""
    recipes = re.findall(r"^### \d+\.", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE)
    return {
        ("README.md", "measures, each with formula"): len(MEASURES),
        ("README.md", "commands\n"): len(command_lines(ROOT / "README.md", below="## Five commands")[:5]),
        ("benchmarks/README.md", "measures, exact betweenness"): len(MEASURES),
        ("benchmarks/README.md", "measures that the page ranks by"): len(OFFERED),
        ("CONTRIBUTING.md", "recipes\n"): len(recipes),
        ("README.md", "recipes; [docs"): len(recipes),
        ("docs/README.md", "recipes, tests"): len(recipes),
        ("docs/architecture.md", "pandas frames, for nodes"): len(TABLES),
    }


def test_numbers_in_texts_are_those_of_the_code() -> None:
    for (name, behind), number in counts().items():
        text = (ROOT / name).read_text(encoding="utf-8")
        (said,) = re.findall(rf"(\w+) {re.escape(behind)}", text)
        assert number_of(said) == number, f"{name} says {said} {behind.strip()}; there are {number}"


def test_every_number_of_a_list_is_held_to_the_code() -> None:
    held = {(name, re.split(r"\W", behind)[0]) for name, behind in counts()}
    for path in [*HAND_WRITTEN, ROOT / "benchmarks" / "README.md"]:
        name = path.relative_to(ROOT).as_posix()
        told = re.findall(rf"(\w+) ({COUNTED})\b", path.read_text(encoding="utf-8"))
        assert [words for words in told if number_of(words[0]) is not None and (name, words[1]) not in held] == [], name


def number_of(word: str) -> int | None:
    """Return the number that a word or digits say, None for any other word."""
    return int(word) if word.isdecimal() else NUMBERS.index(word.lower()) if word.lower() in NUMBERS else None


def test_the_citation_names_the_version() -> None:
    (cited,) = re.findall(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert cited == tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def test_the_help_names_all_measures() -> None:
    text = re.sub(r"\s+", " ", help_of(("rank",)))
    listed = re.search(r"MEASURE (degree .*?) may be repeated", text)
    assert listed is not None
    assert re.findall(r"[a-z_]+", re.sub(r"\(the default\)|\bor\b", "", listed.group(1))) == list(MEASURES)


def test_every_command_has_an_example_that_is_its_own() -> None:
    for command in COMMANDS:
        if command and command[0] != "db":
            assert f"Example: partnergraph {command[0]}" in help_of(command)


def test_the_compose_file_has_no_password_and_listens_on_loopback() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert "neo4j:5.26-community" in text
    assert "${NEO4J_PASSWORD:?" in text
    assert re.findall(r'^ +- "([\d.]+):\d+:\d+"$', text, re.MULTILINE) == ["127.0.0.1", "127.0.0.1"]
    assert "healthcheck:" in text
    assert "neo4j-data:/data" in text
