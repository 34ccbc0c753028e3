"""Files written whole or not at all, and read with a bound; what the system says about them is one line."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path


#: A text that a person or a program of ours wrote by hand is smaller; a larger one is refused before it is read.
LARGEST_TEXT: Final = 16 * 1024 * 1024
#: What stands where a file should, by the mode that the system gives.
_KINDS: Final = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


def said_by_system(error: OSError | UnicodeError) -> str:
    """Return what the system says about a file, without the file's name and in a few words."""
    if isinstance(error, UnicodeError):
        return "it is not UTF-8; save it as UTF-8"
    return error.strerror or str(error) or type(error).__name__


def require_regular(path: Path, name: str = "") -> None:
    """Refuse what is no plain file: reading a pipe or a device never ends.

    Args:
        path: The file.
        name: What messages call it; the path where not given.

    Raises:
        UsageError: It is not there, or is a folder, a pipe, a device, a socket, or a link that leads nowhere.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise UsageError(f"{name or path} cannot be read: {_said(error)}") from None
    if not stat.S_ISREG(mode):
        raise UsageError(
            f"{name or path} cannot be read: it is {_KINDS.get(stat.S_IFMT(mode), 'something else')}, not a file"
        )


def read_text(path: Path, *, largest: int = LARGEST_TEXT, pipes: bool = False) -> str:
    """Return the text of a small file in UTF-8, with or without a byte order mark.

    Args:
        path: The file.
        largest: Bytes that it may have.
        pipes: Whether a pipe that the user names is read too, up to that size.

    Raises:
        UsageError: It is no plain file, too large, not UTF-8, or the system does not let it be read.
    """
    if not (pipes and path.is_fifo()):
        require_regular(path)
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
        if len(content) > largest:
            raise UsageError(f"{path} cannot be read: it is larger than {largest / 2**20:g} MB")
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, UnicodeError) as error:
        raise UsageError(f"{path} cannot be read: {said_by_system(error)}") from None


def _said(error: OSError | ValueError) -> str:
    return said_by_system(error) if isinstance(error, OSError) else str(error)


def private_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter, and close one that stands there open to others.

    Args:
        folder: Where it goes; missing folders above it are made as usual.

    Raises:
        OSError: It cannot be made, or belongs to somebody else.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if os.name != "posix":
        return  # elsewhere the folder inherits who may enter it
    found = folder.stat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    if found.st_uid != os.geteuid():
        # Who owns it can read all that is put into it, and put in what is then trusted.
        raise PermissionError(errno.EACCES, "it belongs to another user", str(folder))
    if stat.S_IMODE(found.st_mode) & 0o077:
        folder.chmod(0o700)


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
