"""Files written whole or not at all: earlier ones replaced, everything else left as it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from partnergraph.database.embedded.engine import EngineError, write_private
from partnergraph.errors import UsageError
from partnergraph.export import FORMATS, csv_folder, export, find_format, graphml
from partnergraph.files import new_file, new_folder
from partnergraph.loading.identity.decisions import Decision, record
from partnergraph.loading.sparql import saved
from partnergraph.loading.sparql.endpoint import Answer
from partnergraph.network import Network
from partnergraph.view.page import render
from tests.conftest import ROOT

FILES = [suffix for suffix, each in FORMATS.items() if not each.is_folder]

ANSWER = Answer(("town",), [{"town": {"type": "literal", "value": f"Town {number}"}} for number in range(2000)])
DECISIONS = [Decision(f"Town {number}", "BY", "City", f"city:{number}") for number in range(2000)]
#: Whatever writes a file, each with more than `SMALL` bytes, and how it says that it cannot.
WRITERS: dict[str, tuple[Callable[[Network, Path], object], type[Exception]]] = {
    "private": (lambda _, path: write_private(path, "secret " * 2000), EngineError),
    "decisions": (lambda _, path: record(path, DECISIONS), UsageError),
    "answer.json": (lambda _, path: saved._keep(ANSWER, path), UsageError),
    "answer.json.gz": (lambda _, path: saved._keep(ANSWER, path), UsageError),
    "page.html": (render, UsageError),
    # openpyxl writes a workbook by way of files of its own; see below.
    **{f"export{suffix}": (export, UsageError) for suffix in FILES if suffix != ".xlsx"},
}
SMALL = 64


@contextmanager
def full_disk() -> Iterator[None]:
    """No file can grow beyond `SMALL` bytes: the system itself refuses the write."""
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("name", WRITERS)
def test_a_write_that_fails_leaves_the_old_file_and_no_part(name: str, tmp_path: Path, network: Network) -> None:
    write, fault = WRITERS[name]
    target = tmp_path / name
    target.write_text("name,id\n" if name == "decisions" else "before")
    before = target.read_bytes()
    with full_disk(), pytest.raises(fault, match=r"cannot write .*: File too large"):
        write(network, target)
    assert (target.read_bytes(), list(tmp_path.iterdir())) == (before, [target])
    write(network, target)
    assert target.stat().st_size > SMALL
    assert list(tmp_path.iterdir()) == [target]


def test_a_workbook_that_cannot_take_its_place_leaves_no_part(
    tmp_path: Path, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.xlsx"
    target.write_text("before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError, match=r"cannot write .*a\.xlsx: No space left on device; choose another place"):
        export(network, target)
    assert (target.read_text(), list(tmp_path.iterdir())) == ("before", [target])


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_a_private_file_is_private_from_its_first_byte(tmp_path: Path) -> None:
    target = tmp_path / "secret"
    target.write_text("open to all")
    target.chmod(0o644)
    with new_file(target, mode=0o600) as part:
        assert part.stat().st_mode & 0o777 == 0o600
        part.write_text("new")
    assert (target.read_text(), target.stat().st_mode & 0o777) == ("new", 0o600)


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_earlier_export_is_replaced_and_nothing_else_left(suffix: str, tmp_path: Path, network: Network) -> None:
    first = export(network, tmp_path / "new" / f"a{suffix}")
    part = network.filtered(types=["SUPPLIES"])
    assert export(part, tmp_path / "new" / f"a{suffix}") == first
    assert [path.name for path in first.parent.iterdir()] == [first.name]
    text = "".join(
        path.read_bytes().decode("utf-8", "replace") for path in ([first] if first.is_file() else first.iterdir())
    )
    assert "Town B" not in text


@pytest.mark.parametrize("kind", [KeyboardInterrupt, OSError(28, "No space left on device"), ValueError])
def test_what_breaks_off_leaves_the_old_file(
    kind: type[BaseException] | OSError, tmp_path: Path, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = export(network, tmp_path / "a.graphml")
    folder = export(network, tmp_path / "b.csv")
    before = path.read_bytes(), sorted(each.read_bytes() for each in folder.iterdir())

    def breaking(*_: object) -> str:
        raise kind

    monkeypatch.setattr(graphml, "fact_label", breaking)
    monkeypatch.setattr(csv_folder, "guarded", breaking)
    for target in ("a.graphml", "b.csv"):
        with pytest.raises(UsageError if isinstance(kind, OSError) else kind):
            export(network, tmp_path / target)
    assert (path.read_bytes(), sorted(each.read_bytes() for each in folder.iterdir())) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.graphml", "b"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, network: Network) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("years of work")
    with pytest.raises(UsageError, match=r"mine holds other files \(thesis\.docx\) and is left as it is; choose a new"):
        export(network, tmp_path / "mine.csv")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.docx"]


def test_a_folder_comes_back_if_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a"
    target.mkdir()
    (target / "x").write_text("old")
    rename = Path.rename

    def failing(self: Path, to: Path) -> Path:
        if self.name.endswith(".part"):
            raise KeyboardInterrupt
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(KeyboardInterrupt), new_folder(target, ["x"]) as part:
        (part / "x").write_text("new")
    assert (target / "x").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("a.grapml", "no format is called '.grapml'; did you mean .graphml? known: .graphml, .gexf, .json, .csv"),
        ("a", "'a' does not say the format by its ending; known: .graphml, .gexf"),
        ("file.csv", "file is a file; give a folder"),
        ("folder.json", "folder.json is a folder; give a file, such as"),
        ("file/a.json", "cannot write file/a.json: "),
        ("a b!.csv", "name the folder with letters, digits, hyphen and underscore"),
    ],
)
def test_where_it_cannot_go(target: str, message: str, project: Path, network: Network) -> None:
    Path("file").write_text("x")
    Path("folder.json").mkdir()
    with pytest.raises(UsageError) as raised:
        export(network, target)
    assert message in str(raised.value)
    assert sorted(path.name for path in project.iterdir()) == ["file", "folder.json"]


def test_a_slash_or_a_folder_means_csv(project: Path, network: Network) -> None:
    assert find_format("towns/").suffix == ".csv"
    assert export(network, "towns/") == Path("towns")
    assert export(network, "towns") == Path("towns")
    assert sorted(path.name for path in Path("towns").iterdir()) == [
        "edges.csv",
        "loader.toml",
        "nodes.csv",
        "sources.csv",
    ]


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_a_format_cannot_carry_stands_in_the_documentation(suffix: str) -> None:
    chosen = FORMATS[suffix]
    assert chosen.cannot_carry.endswith(".")
    assert chosen.carries_all or not chosen.cannot_carry.startswith("nothing is lost")
    page = " ".join((ROOT / "docs" / "formats.md").read_text(encoding="utf-8").split())
    assert f"| `{suffix}` | {chosen.name} | {chosen.cannot_carry} |" in page
