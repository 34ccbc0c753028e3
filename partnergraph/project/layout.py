"""What lies in a new project, and writing it: the whole of it or nothing."""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from partnergraph.content import carried_file
from partnergraph.errors import UsageError
from partnergraph.letters import without_marks
from partnergraph.loading.identity.normal import normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TEMPLATES: Final = Path(__file__).resolve().parent / "templates"


def loader_name(text: str) -> str:
    """Return a name for a loader's folder out of any text: `Städte 2024` gives `stadte_2024`."""
    latin = without_marks(text).encode("ascii", "ignore").decode()
    if not re.search("[a-zA-Z]", latin):
        latin = normal_form(text)  # it writes Cyrillic in Latin letters
    return re.sub(r"[^a-z0-9]+", "_", latin.lower()).strip("_")[:60].strip("_") or "my_network"


@contextmanager
def new_project(folder: Path, *, title: str, loader: str, example: bool) -> Iterator[Path]:
    """Lay out a project in a hidden folder beside `folder`, and move it there when the block ends well.

    Args:
        folder: Where the project is to be; it may exist, but must be empty.
        title: What the project is called.
        loader: The name of its loader.
        example: Whether the loader is the filled example; otherwise its folder is left empty for the caller to fill.

    Yields:
        The folder in which the project is being laid out.

    Raises:
        UsageError: The folder is not empty, or cannot be written.
    """
    folder = folder.resolve()
    require_empty(folder)
    exists = folder.is_dir()
    missing = [parent for parent in folder.parents if not parent.exists()]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # In an existing folder the draft lies inside: its parent may be another file system, or not ours to write.
        hidden = Path(tempfile.mkdtemp(prefix=".new-project-", dir=folder if exists else folder.parent))
    except OSError as error:
        _remove(missing)
        raise UsageError(f"{folder} cannot be made: {error.strerror}") from None
    draft = hidden / "project"
    try:
        draft.mkdir()
        _fill(draft, title, loader, example=example)
        yield draft
        if exists:
            _move_all(draft, folder)
        else:
            draft.rename(folder)
    except BaseException:
        shutil.rmtree(hidden)
        _remove(missing)
        raise
    shutil.rmtree(hidden)


def _remove(folders: Iterable[Path]) -> None:
    """Take away folders that were made, unless something else has been put there since."""
    for made in folders:
        with suppress(OSError):
            made.rmdir()


def _move_all(draft: Path, folder: Path) -> None:
    """Move the finished project into a folder that is there: it stays the same folder, for whoever stands in it."""
    moved: list[Path] = []
    try:
        for path in sorted(draft.iterdir()):
            _require_free(folder / path.name)
            path.rename(folder / path.name)
            moved.append(folder / path.name)
    except (OSError, UsageError):
        for path in moved:
            path.rename(draft / path.name)
        raise


def _require_free(path: Path) -> None:
    if path.exists():
        raise UsageError(f"{path.parent} is no longer empty: {path.name} has come into it; nothing was written")


def require_empty(folder: Path) -> None:
    """Refuse a place where something lies already.

    Raises:
        UsageError: The folder is a file, or not empty.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; give the name of a new folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty; give the name of a new folder, or empty it first")


def _fill(draft: Path, title: str, loader: str, *, example: bool) -> None:
    home = draft / "loaders" / loader
    if example:
        shutil.copytree(_TEMPLATES / "example", home)
    else:
        home.mkdir(parents=True)
    for source, target in (
        (_TEMPLATES / "cypher" / "by-country.cypher", "cypher/queries/by-country.cypher"),
        (_TEMPLATES / "notebooks" / "first-look.ipynb", "notebooks/first-look.ipynb"),
        (_TEMPLATES / "gitignore", ".gitignore"),
        (carried_file("docker-compose.yml"), "docker-compose.yml"),
    ):
        (draft / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, draft / target)
    environment = Environment(  # noqa: S701  Markdown for a person, not HTML
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True
    )
    words = _EXAMPLE_WORDS if example else _TABLE_WORDS
    readme = environment.get_template("README.md").render(title=title, loader=loader, **words)
    (draft / "README.md").write_text(readme, encoding="utf-8", newline="\n")


_EXAMPLE_WORDS: Final = {
    "what": "It holds an example to be replaced: what Coventry and Volgograd signed with whom. Three commands show it:",
    "data": ": `nodes.csv`, `edges.csv`, `sources.csv`, and `loader.toml` that says whose they are",
}
_TABLE_WORDS: Final = {
    "what": "How its table becomes nodes and edges is a guess: look at `loader.toml` of the loader first. Then:",
    "data": ": the table, and `loader.toml` that says what its columns mean",
}
