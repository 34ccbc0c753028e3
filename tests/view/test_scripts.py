"""The page's scripts say what they use: the rules of the house, each seen failing on a planted fault."""

from __future__ import annotations

import posixpath
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from partnergraph.view.scripts import in_order, own_script
from tests.conftest import ROOT

ASSETS = ROOT / "partnergraph" / "view" / "assets"
LINTER = ROOT / ".cache" / "page_scripts" / "node_modules" / ".bin" / "eslint"
LINTER_RULES = ROOT / "tools" / "page_scripts" / "eslint.config.js"
#: What is read everywhere and written in one script alone.
WRITTEN_BY = {"state": "core/state.js", "chosen": "filters/filters.js"}
#: `it.x =`, `it.x.y +=`, `it[x] ??=`, `it.x++`, `--it.x`, `delete it.x`, `it.x.add(...)`, `Object.assign(it, ...)`.
WRITES = r"""
    \b(?<!\.){it}(?:\.\w+|\[[^\]]+\])+\s*(?:=(?![=>])|(?:[-+*/%&|^]|\*\*|<<|>>>?|&&|\|\||\?\?)=|\+\+|--)
    |(?:\+\+|--|\bdelete\s+){it}[.\[]
    |\b(?<!\.){it}\.\w+\.(?:add|clear|delete|push|set)\(
    |\bObject\.(?:assign|define\w+)\(\s*{it}\b
"""
Plant = Callable[[str, str, str], None]


def check(folder: Path) -> None:
    """Demand that the scripts of a folder keep the rules."""
    ordered = in_order(lambda name: (folder / name).read_text(encoding="utf-8"))
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*.js")}
    assert not names - set(ordered), f"nothing leads to {sorted(names - set(ordered))}"
    for name, script in ordered.items():
        features = [other for other in script.imports if posixpath.dirname(other) != "core"]
        assert not (name.startswith("core/") and features), f"{name} of core/ imports {features}"
        for it, owner in WRITTEN_BY.items():
            written = writes(it, script.text)
            assert not written or name == owner, f"{name} writes to {it}: {written}"


def writes(it: str, text: str) -> str:
    """Return the first place where a script writes to an object, or nothing."""
    found = re.search(WRITES.format(it=it), text, re.VERBOSE)
    return found[0].strip() if found else ""


def lint(folder: Path) -> str:
    """Return what the linter says of the scripts of a folder; nothing where all is well."""
    if not LINTER.exists():
        pytest.skip("the linter of the scripts is not installed: run make lint where there is node with npm")
    scripts = folder / ASSETS.relative_to(ROOT)
    command = [str(LINTER), "--config", str(LINTER_RULES), "--format", "json", str(scripts)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    assert done.returncode in {0, 1}, done.stderr
    return "" if done.returncode == 0 else done.stdout


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ASSETS, tmp_path / ASSETS.relative_to(ROOT)))


@pytest.fixture
def plant(copied: Path) -> Plant:
    """Return how a text of a copied script is changed."""

    def change(name: str, old: str, new: str) -> None:
        text = (copied / name).read_text(encoding="utf-8")
        assert old in text
        (copied / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def test_the_scripts_keep_the_rules() -> None:
    check(ASSETS)


def test_folders_and_files_stay_small() -> None:
    for folder in (ASSETS, *(path for path in ASSETS.iterdir() if path.is_dir())):
        assert len([path for path in folder.iterdir() if path.is_file()]) <= 18
    for script in ASSETS.rglob("*.js"):
        lines = script.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 400, script
        assert re.match(r"// [A-Z].{20,}", lines[0]), f"the first line of {script} says what it does"


def test_the_joined_script_has_no_line_of_a_module_and_is_always_the_same() -> None:
    assert not re.search(r"^(?:import|export)\b", own_script(), re.MULTILINE)
    assert own_script.__wrapped__() == own_script()
    assert own_script().startswith("(() => {\n'use strict';\n")
    assert own_script().endswith("})();\n")


def test_two_scripts_that_import_each_other_are_told(copied: Path, plant: Plant) -> None:
    plant("core/words.js", "export const", "import { button } from './dom.js';\nexport const")
    plant("core/dom.js", "export const", "import { words } from './words.js';\nexport const")
    with pytest.raises(AssertionError, match=r"import each other: core/dom.js -> core/words.js -> core/dom.js"):
        check(copied)


def test_a_circle_of_three_is_told(copied: Path, plant: Plant) -> None:
    plant("core/unpack.js", "function", "import { listed } from './link_text.js';\nfunction")
    plant("core/link_text.js", "export const", "import { nodes } from './data.js';\nexport const")
    with pytest.raises(AssertionError, match=r"core/data.js -> core/unpack.js -> core/link_text.js -> core/data.js"):
        check(copied)


def test_a_name_that_is_not_exported_is_told(copied: Path, plant: Plant) -> None:
    plant("core/words.js", "export function dateWords", "function dateWords")
    with pytest.raises(AssertionError, match=r"imports what core/words.js does not export: dateWords"):
        check(copied)


def test_a_script_that_is_not_there_is_told(copied: Path, plant: Plant) -> None:
    plant("main.js", "'./core/dom.js'", "'./core/doom.js'")
    with pytest.raises(FileNotFoundError, match=r"doom"):
        check(copied)


def test_two_scripts_with_one_name_are_told(copied: Path, plant: Plant) -> None:
    plant("save/save.js", "function saveSvg", "function isCountry() {}\n\nfunction saveSvg")
    with pytest.raises(AssertionError, match=r"save/save.js and panel/routes.js both have a isCountry"):
        check(copied)


@pytest.mark.parametrize(
    "line",
    ["import './core/dom.js';", "import * as all from './core/dom.js';", "export default 1;", "export { byId };"],
)
def test_other_forms_of_import_and_export_are_told(copied: Path, plant: Plant, line: str) -> None:
    plant("save/csv.js", "export", f"{line}\nexport")
    with pytest.raises(AssertionError, match=r"^save/csv.js: write import"):
        check(copied)


def test_a_core_that_imports_a_feature_is_told(copied: Path, plant: Plant) -> None:
    plant("core/words.js", "export const", "import { csvCell } from '../save/csv.js';\nexport const")
    with pytest.raises(AssertionError, match=r"core/words.js of core/ imports \['save/csv.js'\]"):
        check(copied)


def test_a_script_that_nothing_leads_to_is_told(copied: Path) -> None:
    (copied / "map" / "idle.js").write_text("// Does nothing for anybody at all.\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"nothing leads to \['map/idle.js'\]"):
        check(copied)


WAYS_TO_WRITE = (
    "IT.view = 'map';",
    "IT['view'] = 'map';",
    "IT.path.from = 1;",
    "IT.steps += 1;",
    "IT.route ??= 1;",
    "IT.steps++;",
    "--IT.steps;",
    "delete IT.view;",
    "IT.countries.add('BY');",
    "Object.assign(IT, { view: 'map' });",
)


@pytest.mark.parametrize("it", sorted(WRITTEN_BY))
@pytest.mark.parametrize("write", WAYS_TO_WRITE)
def test_a_script_that_writes_to_what_another_one_keeps_is_told(
    copied: Path, plant: Plant, it: str, write: str
) -> None:
    plant("panel/panel.js", "function showTab() {", f"function showTab() {{\n  {write.replace('IT', it)}")
    with pytest.raises(AssertionError, match=rf"panel/panel.js writes to {it}"):
        check(copied)


@pytest.mark.parametrize("it", sorted(WRITTEN_BY))
def test_the_linter_finds_every_such_way(copied: Path, plant: Plant, it: str) -> None:
    lines = [write.replace("IT", it) for write in WAYS_TO_WRITE]
    plant("panel/facts.js", "function sourceWords(source) {", "\n  ".join(["function sourceWords(source) {", *lines]))
    assert lint(copied.parents[2]).count(f"Write to {it} in ") == len(WAYS_TO_WRITE)


def test_to_read_is_not_to_write() -> None:
    for text in ("state.view === 'map'", "state.view == x", "() => state.view", "a.state.b = 1", "if (state.a <= 2)"):
        assert not writes("state", text), text


def test_the_linter_finds_nothing() -> None:
    assert lint(ROOT) == ""


def test_the_linter_finds_a_name_that_is_neither_defined_nor_imported(copied: Path, plant: Plant) -> None:
    plant("panel/panel.js", ", nodeButton }", " }")
    said = lint(copied.parents[2])
    assert "'nodeButton' is not defined" in said


def test_the_linter_finds_a_name_that_is_not_used(copied: Path, plant: Plant) -> None:
    plant("panel/panel.js", "function showTab() {", "function idle() {}\n\nfunction showTab() {")
    assert "'idle' is defined but never used" in lint(copied.parents[2])


def test_every_export_is_used_elsewhere() -> None:
    """Scripts share one scope when they are joined, but say by `export` what others may use."""
    ordered = in_order(lambda name: (ASSETS / name).read_text(encoding="utf-8"))
    used = {(other, each) for script in ordered.values() for other, names in script.imports.items() for each in names}
    tests = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).with_name("assets").glob("*.mjs"))
    idle = [
        f"{name}: {each}"
        for name, script in ordered.items()
        for each in sorted(script.exported)
        if (name, each) not in used and not re.search(rf"\b{each}\b", tests)
    ]
    assert idle == []


def test_the_pure_functions_do_what_they_should() -> None:
    """The tests in the folder beside this file are run by node's own test runner."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("the tests of the scripts need node")
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout
    if int(version[1:].split(".")[0]) < 20:
        pytest.skip(f"the tests of the scripts need node 20 or later, and this is {version}")
    tests = sorted(Path(__file__).with_name("assets").glob("*.test.mjs"))
    assert tests
    done = subprocess.run([node, "--test", *tests], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not re.search(r"^. (?:skipped|todo) [1-9]", done.stdout, re.MULTILINE), done.stdout


def test_the_ground_the_ink_and_what_is_quiet_stand_in_the_style_alone_and_can_be_read() -> None:
    style = (ASSETS / "page.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\);", style))
    scripts = own_script()
    for name in ("ground", "ink", "quiet"):
        for colour in colours[name].split(", "):
            assert colour not in scripts
    for scheme in (0, 1):
        light = {name: _luminance(pair.split(", ")[scheme]) for name, pair in colours.items()}
        for text in ("ink", "quiet"):
            for below in ("ground", "surface", "sunk"):
                low, high = sorted((light[text], light[below]))
                assert (high + 0.05) / (low + 0.05) >= 4.5, (text, below, scheme)


def _luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
