"""Files written whole or not at all: beside their place, and moved there once they are whole."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path


@contextmanager
def new_file(target: Path, *, mode: int | None = None) -> Iterator[Path]:
    """Give a file to write to, which takes its place once it is whole; one that stands there is replaced.

    Whatever breaks the block off, the old file stays as it was and nothing lies beside it.

    Args:
        target: Where it goes; missing folders are made.
        mode: The permissions it has from its first byte on, such as 0o600 for what only its owner may read; None for
            the usual ones.

    Raises:
        UsageError: It cannot be written there; the `OSError` is its cause.
    """
    if target.is_dir():
        example = f", such as {target / 'network'}{target.suffix}" if target.suffix else ""
        raise UsageError(f"{target} is a folder; give a file{example}")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    with _explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            if mode is not None:
                # What a killed process of the same number left there may be open to others.
                part.unlink(missing_ok=True)
                os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
            yield part
            part.replace(target)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


@contextmanager
def new_folder(target: Path, files: Collection[str] = ()) -> Iterator[Path]:
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
