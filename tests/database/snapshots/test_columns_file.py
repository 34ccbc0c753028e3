"""Files of frames in columns: what was written is read again, and what is not whole is told."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.database.snapshots.columns_file import DamagedError, read_frames, read_header, write_frames
from tests.hypothesis_settings import unhurried

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ANY_TEXT = st.text(max_size=6)
CELLS = st.tuples(
    st.none() | ANY_TEXT,
    st.lists(ANY_TEXT, max_size=3).map(tuple),
    st.none() | st.floats(allow_nan=False),
    st.none() | st.integers(-(2**62), 2**62),
)


def frame_of(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    columns = list(zip(*rows, strict=True)) or [()] * 4
    dtypes = {"text": "object", "list": "object", "number": "float64", "year": "Int64"}
    series = zip(dtypes.items(), columns, strict=True)
    return pd.DataFrame({name: pd.Series(list(cells), dtype=dtype) for (name, dtype), cells in series})


@unhurried
@given(st.lists(CELLS, max_size=12))
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, ...]]) -> None:
    path = tmp_path_factory.mktemp("frames") / "frames.zip"
    frame = frame_of(rows)
    write_frames(path, {"some": frame, "none": frame_of([])}, {"word": "ü\n"})
    found = read_frames(path)
    pd.testing.assert_frame_equal(found["some"], frame)
    pd.testing.assert_frame_equal(found["none"], frame_of([]))
    assert read_header(path) == {"word": "ü\n"}


def test_lists_of_one_length_stay_lists(tmp_path: Path) -> None:
    frame = frame_of([("a", (str(number),), 1.5, None) for number in range(5)])
    write_frames(tmp_path / "frames.zip", {"some": frame}, {})
    assert read_frames(tmp_path / "frames.zip")["some"]["list"].tolist() == [("0",), ("1",), ("2",), ("3",), ("4",)]


@pytest.mark.parametrize("cells", [[object()], [b"x"], [("a", 1)], [("a",), None], [1]])
def test_other_values_are_refused(tmp_path: Path, cells: list[object]) -> None:
    with pytest.raises(TypeError):
        write_frames(tmp_path / "frames.zip", {"some": pd.DataFrame({"a": pd.Series(cells, dtype=object)})}, {})


def test_a_file_that_is_cut_or_changed_anywhere_is_told(tmp_path: Path) -> None:
    whole = tmp_path / "whole.zip"
    rows = [(f"text {number % 3}", ("a", str(number)), 0.5, 2000 + number) for number in range(20)]
    write_frames(whole, {"some": frame_of(rows)}, {"word": 1})
    content = whole.read_bytes()
    read = read_frames(whole)["some"]
    for place in range(0, len(content), 7):
        damaged = tmp_path / "damaged.zip"
        damaged.write_bytes(content[:place])
        with pytest.raises(DamagedError):
            read_frames(damaged)
        damaged.write_bytes(content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :])
        try:
            found = read_frames(damaged)["some"]
        except DamagedError:
            continue
        # Some bytes of an archive say nothing, such as the time of a member.
        pd.testing.assert_frame_equal(found, read)


@pytest.mark.parametrize(
    ("member", "content"),
    [
        ("header.json", "[]"),
        ("header.json", "{"),
        ("header.json", '{"frames": {"some": {"rows": 2, "columns": [["text", "texts"]]}}}'),
        ("some/0.json", '["a", 7]'),
        ("some/0.json", "[]"),
        ("some/0.json", "null"),
        ("some/0.i4", "\x00\x00\x00\x00\x07\x00\x00\x00\x00\x00\x00\x00"),
        ("some/0.i4", "\x00"),
        ("some/1.json", '[["a"], [7], ["b"]]'),
        ("some/1.json", '[["a"], 7, ["b"]]'),
        ("some/2.f8", "1"),
        ("some/3.missing", ""),
    ],
)
def test_a_made_up_member_is_told(tmp_path: Path, member: str, content: str) -> None:
    path, other = tmp_path / "frames.zip", tmp_path / "other.zip"
    frame = frame_of([("a", ("x",), 1.0, 1), ("a", ("y",), 1.0, 2), ("a", ("z",), 1.0, 3)])
    write_frames(path, {"some": frame}, {})
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(other, "w") as made:
        assert member in whole.namelist()
        for name in whole.namelist():
            made.writestr(name, content if name == member else whole.read(name))
    with pytest.raises(DamagedError):
        read_frames(other)


def test_what_is_compressed_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("header.json", " " * 10_000_000)
    with pytest.raises(DamagedError, match="compressed"):
        read_header(tmp_path / "bomb.zip")
