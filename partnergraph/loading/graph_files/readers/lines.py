"""Text files read line by line, with their numbers, in the encoding they are recognised to have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError
from partnergraph.loading.formats.encodings import recognise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from partnergraph.loading.graph_files.raw_graph import FoundGraph

_DOS_END: Final = "\x1a\x00"
_LONGEST_LINE: Final = 1 << 22


def numbered_lines(path: Path, found: FoundGraph, *, whole: bool = False) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not empty, each with its number from 1; a guessed encoding is noted.

    The sign with which programs of DOS end a file is no part of its text.

    Args:
        path: The file.
        found: Where to note it, what the file is called, and its encoding where the user states it.
        whole: Leave the blanks at the ends of a line, where they may be empty cells.

    Raises:
        UsageError: It is no text, or a line is longer than any graph file's.
    """
    encoding = recognise(path, found.file, found.encoding)
    if encoding.note:
        guess = f"{encoding.note.partition(':')[0]}: where letters are wrong, say it with --encoding"
        found.notes += [] if guess in found.notes else [guess]
    with path.open(encoding=encoding.name, newline=None) as opened:
        number = 0
        while line := opened.readline(_LONGEST_LINE + 1):
            number += 1
            if len(line) > _LONGEST_LINE:
                raise UsageError(
                    f"{found.file}, line {number}: longer than {_LONGEST_LINE:,} characters; no graph file"
                )
            if text := line.strip().strip(_DOS_END):
                yield number, line.rstrip("\r\n").rstrip(_DOS_END) if whole else text
