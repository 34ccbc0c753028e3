"""A file of frames in columns: a zip archive without compression, each column a member, the texts in it as JSON.

A column that says few things many times is a list of these and a number a row. Nothing that is read can run: there are
numbers, texts and lists of texts, each held against what the header says of it. The archive's own sums tell damage.

Of what was there to choose from (100,000 facts, seconds of work to write and to read): this 0.12 and 0.04; SQLite 0.52
and 0.63; Parquet, which would need an extra, 0.39 and 0.12. Pickle may run what it reads.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_HEADER: Final = "header.json"
#: A header is a few thousand bytes, and as many again as the network has warnings.
_LARGEST_HEADER: Final = 64 * 1024 * 1024
#: Beyond this share of different values they are written out row by row.
_FEW: Final = 0.5
_CELLS: Final[dict[str, set[type]]] = {"texts": {str, type(None)}, "lists": {tuple}}


class DamagedError(Exception):
    """The file is no file of frames, or not whole; the text says what is wrong with it."""


def write_frames(path: Path, frames: Mapping[str, pd.DataFrame], header: Mapping[str, Any]) -> None:
    """Write frames and a header to a file.

    Args:
        path: The file; replaced if it is there.
        frames: By name; their columns are texts or None, tuples of texts, `float64` or `Int64`.
        header: What else is to be known of them: plain values that JSON has.

    Raises:
        TypeError: A column holds something else.
        OSError: It cannot be written.
    """
    told: dict[str, Any] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for table, frame in frames.items():
            columns = []
            for at in range(frame.shape[1]):
                kind, parts = _encoded(frame.iloc[:, at])
                columns.append([str(frame.columns[at]), kind])
                for part, content in parts.items():
                    archive.writestr(f"{table}/{at}.{part}", content)
            told[table] = {"rows": len(frame), "columns": columns}
        archive.writestr(_HEADER, json.dumps({"header": header, "frames": told}))


def read_header(path: Path) -> dict[str, Any]:
    """Return the header of a file of frames.

    Raises:
        DamagedError: There is none that can be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return dict(_told(archive)["header"])
    except _DAMAGE as error:
        raise DamagedError(_said(error)) from error


def read_frames(path: Path) -> dict[str, pd.DataFrame]:
    """Return the frames of a file.

    Raises:
        DamagedError: It is not whole, or holds something else than was written.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return {
                table: pd.DataFrame(
                    {
                        name: _decoded(archive, f"{table}/{at}", kind, int(frame["rows"]))
                        for at, (name, kind) in enumerate(frame["columns"])
                    },
                    copy=False,
                )
                for table, frame in _told(archive)["frames"].items()
            }
    except _DAMAGE as error:
        raise DamagedError(_said(error)) from error


#: What reading a file that somebody cut, changed or made up may raise.
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,  # such as a place before the beginning of the file
    NotImplementedError,
    RecursionError,
    RuntimeError,
    MemoryError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
)


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]


def _told(archive: zipfile.ZipFile) -> dict[str, Any]:
    found = json.loads(_member(archive, _HEADER, _LARGEST_HEADER))
    if not isinstance(found, dict):
        raise TypeError("the header is none")
    return found


def _member(archive: zipfile.ZipFile, name: str, largest: int | None = None) -> bytes:
    told = archive.getinfo(name)
    # What is not compressed cannot be larger than the file.
    if told.compress_type != zipfile.ZIP_STORED or told.file_size != told.compress_size:
        raise ValueError(f"{name} is compressed")
    if largest is not None and told.file_size > largest:
        raise ValueError(f"{name} is too large")
    return archive.read(told)


def _encoded(column: pd.Series[Any]) -> tuple[str, dict[str, bytes]]:
    """Return the kind of a column and its parts as bytes."""
    if column.dtype == "float64":
        return "numbers", {"f8": column.to_numpy(dtype="<f8").tobytes()}
    if column.dtype == "Int64":
        missing = column.isna().to_numpy()
        return "years", {"i8": column.fillna(0).to_numpy(dtype="<i8").tobytes(), "missing": missing.tobytes()}
    if column.dtype != object:
        raise TypeError(f"a column of {column.dtype} cannot be written")
    values = column.to_numpy(dtype=object)
    kind = "lists" if len(values) and isinstance(values[0], tuple) else "texts"
    codes, different = pd.factorize(values)
    few = len(different) <= _FEW * len(values)
    listed = list(different) if few else values.tolist()
    is_fit = set(map(type, listed)) <= _CELLS[kind]
    if kind == "lists":
        is_fit = is_fit and not (codes < 0).any() and _of_texts(listed)
    if not is_fit:
        raise TypeError("a cell is neither a text nor a list of texts")
    parts = {"json": json.dumps(listed).encode()}
    return kind, parts | ({"i4": codes.astype("<i4").tobytes()} if few else {})


def _decoded(archive: zipfile.ZipFile, part: str, kind: str, rows: int) -> pd.Series[Any]:
    if kind == "numbers":
        numbers = _numbers(_member(archive, f"{part}.f8"), "<f8", rows)
        return pd.Series(numbers, dtype="float64", copy=False)
    if kind == "years":
        whole = _numbers(_member(archive, f"{part}.i8"), "<i8", rows)
        missing = _numbers(_member(archive, f"{part}.missing"), "?", rows)
        return pd.Series(pd.arrays.IntegerArray(whole.astype(np.int64), missing.copy()))
    listed: list[Any] = json.loads(_member(archive, f"{part}.json"))
    if kind == "lists":
        listed = list(map(tuple, listed))
        _require(_of_texts(listed), "a list holds something else than texts")
    _require(set(map(type, listed)) <= _CELLS[kind], "a cell is none of its column's kind")
    if f"{part}.i4" not in archive.NameToInfo:
        _require(len(listed) == rows, "a column is too short or too long")
        return pd.Series(_objects(listed), dtype=object, copy=False)
    codes = _numbers(_member(archive, f"{part}.i4"), "<i4", rows)
    _require(not rows or (codes.min() >= -1 and codes.max() < len(listed)), "a cell is none of its column's")
    # The number -1 stands for a missing cell, and for the last of the list.
    return pd.Series(_objects([*listed, None])[codes], dtype=object, copy=False)


def _of_texts(lists: Sequence[tuple[Any, ...]]) -> bool:
    return set(map(type, chain.from_iterable(lists))) <= {str}


def _numbers(content: bytes, dtype: str, rows: int) -> NDArray[Any]:
    found = np.frombuffer(content, dtype=dtype)
    _require(len(found) == rows, "a column is too short or too long")
    return found.copy()


def _objects(listed: Sequence[Any]) -> NDArray[np.object_]:
    return np.fromiter(listed, dtype=object, count=len(listed))


def _require(is_so: bool, fault: str) -> None:  # noqa: FBT001
    if not is_so:
        raise ValueError(fault)
