"""Where an export goes: written beside its place and moved there, so that nothing half-written ever stands there."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """Give a file to write to, which takes its place once it is whole; one that stands there is replaced.

    Args:
        target: Where it goes; missing folders are made.

    Raises:
        UsageError: It cannot be written there.
    """
    if target.is_dir():
        raise UsageError(
            f"{target} is a folder; give a file, such as {target / 'network'}{target.suffix or '.graphml'}"
        )
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    with _explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield part
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def new_folder(target: Path, files: Collection[str]) -> Iterator[Path]:
    """Give a folder to write files to, which takes its place once it is whole.

    A folder that stands there is replaced if it holds nothing but files of these names: an earlier export.

    Args:
        target: Where it goes; missing folders are made.
        files: The names of the files that will be in it.

    Raises:
        UsageError: It cannot be written there, or something else stands there.
    """
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file; give a folder")
    others = sorted(path.name for path in target.iterdir() if path.name not in files) if target.is_dir() else []
    if others:
        some = ", ".join(others[:3])
        raise UsageError(f"{target} holds other files ({some}) and is left as it is; choose a new folder")
    part, old = (target.with_name(f".{target.name}.{os.getpid()}.{end}") for end in ("part", "old"))
    with _explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir()
        try:
            yield part
            if target.is_dir():
                target.rename(old)
            try:
                part.rename(target)
            except BaseException:
                if old.is_dir() and not target.exists():
                    old.rename(target)
                raise
        finally:
            shutil.rmtree(part, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"cannot write {target}: {error.strerror or error}; choose another place") from error
