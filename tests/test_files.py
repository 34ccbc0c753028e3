"""Where exports go: whole or not at all, earlier ones replaced, everything else left as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnergraph.errors import UsageError
from partnergraph.export import FORMATS, csv_folder, export, find_format, graphml
from partnergraph.export.places import new_folder
from partnergraph.network import Network
from tests.conftest import ROOT

FILES = [suffix for suffix, each in FORMATS.items() if not each.is_folder]


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
