"""Tables in text that are packed with gzip, as many portals hand them out: read as a stream, held to a size."""

from __future__ import annotations

import gzip
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, cast

from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO, TextIO

_MAGIC: Final = b"\x1f\x8b"
_MEGA: Final = 1 << 20
_CHUNK: Final = 1 << 20
#: Text packs to a fifth or a tenth; a file that unpacks to more than so many times its size is no table.
_MOST_SHRUNK: Final = 200
#: Smaller ones may be as shrunk as they like: a column that says the same in each row.
_SMALL: Final = 16 * _MEGA
_BINARY: Final = (b"PK\x03\x04", b"PAR1", b"SQLite format 3\x00", _MAGIC)


def is_gzip(path: Path) -> bool:
    """Tell by its first bytes whether a file is packed with gzip."""
    with path.open("rb") as opened:
        return opened.read(len(_MAGIC)) == _MAGIC


def unpacked_name(path: Path) -> Path:
    """Return the path without a last `.gz`: the suffix of what is inside."""
    return path.with_suffix("") if path.suffix.lower() == ".gz" else path


def require_modest(path: Path, file: str) -> bytes:
    """Unpack a file once to its end, keep none of it but its beginning, and refuse what is damaged or far too large.

    Args:
        path: A file that is packed with gzip.
        file: The name that messages show.

    Returns:
        The first kilobyte of what is inside.

    Raises:
        UsageError: It cannot be unpacked, unpacks to more than a table needs, or holds no text.
    """
    most = max(_SMALL, _MOST_SHRUNK * path.stat().st_size)
    start, size = b"", 0
    try:
        with gzip.open(path, "rb") as opened:
            while chunk := opened.read(_CHUNK):
                start = start or chunk[:1024]
                size += len(chunk)
                if size > most:
                    raise UsageError(
                        f"{file}: the packed file would unpack to more than {most // _MEGA:,} MB, more than a table "
                        "needs; unpack it first"
                    )
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise UsageError(f"{file}: the packed file (gzip) is damaged or cut off; fetch it anew") from None
    if start.startswith(_BINARY):
        raise UsageError(f"{file}: a packed file (gzip) that holds no text; unpack it first")
    return start


@contextmanager
def opened_bytes(path: Path) -> Iterator[BinaryIO]:
    """Open the bytes of a text file, unpacked where it is packed."""
    with cast("BinaryIO", gzip.open(path, "rb")) if is_gzip(path) else path.open("rb") as opened:
        yield opened


@contextmanager
def opened_text(path: Path, encoding: str) -> Iterator[TextIO]:
    """Open a text file for the csv module, unpacked where it is packed."""
    packed = is_gzip(path)
    with (
        cast("TextIO", gzip.open(path, "rt", encoding=encoding, newline=""))
        if packed
        else path.open(encoding=encoding, newline="") as opened
    ):
        yield opened
