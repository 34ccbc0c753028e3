"""The rules of the house (`tests/house.py`): the package keeps them, and each is seen failing on a planted fault."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import house

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
RULES = (
    house.unnamed_rooms,
    house.upward_imports,
    house.circles,
    house.loading_imported_elsewhere,
    house.engines_told_apart,
    house.printing_elsewhere,
    house.same_names,
    house.empty_names,
    house.sizes,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_package_keeps_the_rules(rule: Callable[[Path], list[str]]) -> None:
    assert rule(ROOT / house.PACKAGE) == []


def test_the_tests_lie_as_the_package_does() -> None:
    assert house.misplaced_tests(ROOT / "tests", ROOT / house.PACKAGE) == []


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of four files that keeps all rules."""
    files = {
        "__init__.py": '"""The package."""\n',
        "errors.py": '"""Faults."""\n',
        "network/__init__.py": '"""The network."""\n',
        "network/slice.py": '"""A slice."""\nfrom partnergraph.errors import UsageError\n',
        "cli/app.py": '"""The command."""\nfrom partnergraph.network.slice import Slice\nprint(Slice)\n',
    }
    for name, text in files.items():
        plant(tmp_path / house.PACKAGE, name, text)
    return tmp_path / house.PACKAGE


def plant(package: Path, name: str, text: str) -> None:
    path = package / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_house_without_a_fault_has_none(package: Path) -> None:
    assert [rule(package) for rule in RULES] == [[]] * len(RULES)


@pytest.mark.parametrize(
    ("rule", "name", "text", "said"),
    [
        (house.unnamed_rooms, "attic/box.py", '"""A box."""\n', "attic"),
        (
            house.upward_imports,
            "network/above.py",
            '"""Up."""\nfrom partnergraph.cli import app\n',
            "network.above:2 imports cli.app: network stands below cli",
        ),
        (
            house.upward_imports,
            "dates.py",
            '"""Up, for types only."""\nif 1:\n    from partnergraph.network.slice import Slice\n',
            "dates:3 imports network.slice: ground stands below network",
        ),
        (
            house.circles,
            "errors.py",
            '"""Faults."""\ndef f():\n    import partnergraph.network.slice\n',
            "network.slice -> errors -> network.slice",
        ),
        (
            house.loading_imported_elsewhere,
            "database/queries/ask.py",
            '"""Asks."""\nfrom partnergraph.loading import catalogue\n',
            "",
        ),
        (
            house.engines_told_apart,
            "database/ask.py",
            '"""Asks."""\ndef f(d):\n    return d.is_embedded\n',
            "database.ask:3 asks is_embedded",
        ),
        (
            house.engines_told_apart,
            "database/ask.py",
            '"""Asks."""\ndef f(settings):\n    return settings.uri is None\n',
            "database.ask:3 asks whether there is an address",
        ),
        (
            house.engines_told_apart,
            "database/ask.py",
            '"""Asks."""\ndef f(name):\n    return "ArcadeDB" in name\n',
            "database.ask:3 looks for an engine's name",
        ),
        (
            house.engines_told_apart,
            "database/ask.py",
            '"""Asks."""\ndef f(name):\n    return name.startswith("Neo4j/5")\n',
            "database.ask:3 looks for an engine's name",
        ),
        (
            house.engines_told_apart,
            "database/ask.py",
            '"""Asks."""\ndef f(summary):\n    return summary.server.agent\n',
            "database.ask:3 reads the server's name for itself",
        ),
        (
            house.engines_told_apart,
            "database/ask.py",
            '"""Asks."""\nfrom partnergraph.database.engines.neo4j_lts import Neo4jLts\n',
            "database.ask:2 imports database.engines.neo4j_lts, one of the engines",
        ),
        (
            house.engines_told_apart,
            "interop/ask.py",
            '"""Asks."""\nfrom partnergraph.database.embedded.client import Lease\n',
            "interop.ask:2 imports database.embedded.client, the embedded engine",
        ),
        (house.printing_elsewhere, "network/loud.py", '"""Loud."""\nprint(1)\n', "network.loud:2 prints"),
        (
            house.printing_elsewhere,
            "cli/loud.py",
            '"""Loud."""\nimport sys\nsys.stderr.write("x")\n',
            "cli.loud:3 writes to standard error",
        ),
        (house.same_names, "database/slice.py", '"""Another."""\n', "slice: database.slice, network.slice"),
        (house.empty_names, "network/held.py", '"""What?"""\n', "network.held"),
        (house.empty_names, "network/graph_utils.py", '"""What?"""\n', "network.graph_utils"),
        (
            house.sizes,
            "network/long.py",
            '"""Long."""\n' + "x = 1\n" * 400,
            "network.long has 401 lines, more than 400",
        ),
        (house.sizes, "network/short.py", "x = 1\n", "network.short has 1 lines and no docstring"),
    ],
)
def test_each_rule_finds_a_planted_fault(
    package: Path, rule: Callable[[Path], list[str]], name: str, text: str, said: str
) -> None:
    if rule is house.loading_imported_elsewhere:
        plant(package, "loading/catalogue.py", '"""Loaders."""\n')
        said = "database.queries.ask:2 imports loading.catalogue"
    if rule is house.engines_told_apart:
        plant(package, "database/__init__.py", '"""Databases."""\n')
        plant(package, "database/engines/__init__.py", '"""Engines."""\n')
        plant(package, "database/engines/neo4j_lts.py", '"""One of them."""\n')
        plant(package, "database/embedded/client.py", '"""The embedded one."""\n')
        assert rule(package) == []
    plant(package, name, text)
    found = rule(package)
    assert len(found) == 1
    assert found[0].startswith(said)


def test_a_folder_of_nineteen_files_is_too_full(package: Path) -> None:
    for number in range(house.MOST_FILES + 1):
        plant(package, f"export/format_{number}.py", '"""A format."""\n')
    assert house.sizes(package) == ["export has 19 files, more than 18"]


def test_tests_without_a_room_or_a_word_are_found(package: Path) -> None:
    tests = package.parent / "tests"
    plant(tests, "network/test_slice.py", '"""Tests of the slice."""\n')
    assert house.misplaced_tests(tests, package) == []
    plant(tests, "attic/test_box.py", '"""Tests of a box."""\n')
    plant(tests, "network/test_silent.py", "x = 1\n")
    assert house.misplaced_tests(tests, package) == [
        "tests/attic mirrors no folder of the package",
        "network/test_silent.py does not say what it is about",
    ]
    shutil.rmtree(tests)


def test_every_room_says_what_it_is_for() -> None:
    assert all(house.ROOMS.values())
    assert {house.room_of(module) for module in house.modules(ROOT / house.PACKAGE)} == {*house.ROOMS, None}
