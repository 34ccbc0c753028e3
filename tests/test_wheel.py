"""The built wheel carries its content: installed beside nothing but its dependencies, it works in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_it_carries_code_loaders_queries_notebooks_and_assets(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for pattern, home in (
        ("loaders/*/*", "partnergraph/content"),
        ("cypher/queries/*.cypher", "partnergraph/content"),
        ("notebooks/*.ipynb", "partnergraph/content"),
        ("docker-compose.yml", "partnergraph/content"),
        ("partnergraph/project/templates/**/*", "."),
        ("partnergraph/loading/**/*.toml", "."),
        ("partnergraph/view/assets/**/*", "."),
        ("partnergraph/**/*.py", "."),
    ):
        files = [path for path in ROOT.glob(pattern) if path.is_file()]
        assert files, pattern
        for path in files:
            assert os.path.normpath(Path(home) / path.relative_to(ROOT)) in names
    assert "partnergraph/py.typed" in names
    assert "partnergraph/content/loaders/sister_cities/sister_cities.tsv.gz" in names
    assert not [name for name in names if name.startswith("tests/")]


def test_installed_it_builds_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """The environment has the wheel and sees our dependencies, but not our source checkout."""
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    scripts = environment / ("Scripts" if sys.platform == "win32" else "bin")
    python = scripts / "python"
    target = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    # A path file of a path file is not read: what is installed editable stays unseen.
    (Path(target) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    folder = tmp_path / "empty"
    folder.mkdir()
    program = "import partnergraph; print(partnergraph.__file__); from partnergraph.cli import main; main()"
    done = subprocess.run(
        [python, "-c", program, "build"], cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].startswith(target)
    assert "Brest Region" in done.stdout
    assert (folder / "out" / "network.html").is_file()
    assert sorted(path.name for path in folder.iterdir()) == [".partnergraph", "out"]
    another = tmp_path / "another"
    another.mkdir()
    cities = subprocess.run(
        [python, "-c", program, "load", "sister_cities", "--format", "csv"],
        cwd=another, capture_output=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    assert cities.returncode == 0, cities.stderr
    assert "sister_cities,nodes,9439,9439," in cities.stdout
    assert "sister_cities,edges,9913,9913," in cities.stdout
    (folder / "t.csv").write_text("Stadt;Partnerstadt;seit\nDresden;Coventry;1959\n", encoding="utf-8")
    for arguments in (["init", "net"], ["init", "towns", "--from", "t.csv"]):
        done = subprocess.run(
            [python, "-c", program, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
    expected = {path.name for path in (ROOT / "partnergraph" / "project" / "templates" / "example").iterdir()}
    assert {path.name for path in (folder / "net" / "loaders" / "net").iterdir()} == expected
    assert (folder / "net" / "docker-compose.yml").read_bytes() == (ROOT / "docker-compose.yml").read_bytes()
    assert "TWINNING" in (folder / "towns" / "loaders" / "t" / "loader.toml").read_text(encoding="utf-8")
