"""Workbooks: what XLSX and ODS share. Both are zip archives of XML, and both can be made to burst."""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from partnergraph.errors import UsageError
from partnergraph.naming import hint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

_MEGA: Final = 1 << 20
#: The sheets are read as a stream; the rest (shared texts, styles) is kept in memory.
LARGEST_SHEET: Final = 1024 * _MEGA
LARGEST_PART: Final = 64 * _MEGA
MOST_PARTS: Final = 10_000
#: Honest sheets shrink to a tenth or a fiftieth; zeros shrink to a thousandth.
_MOST_SHRUNK: Final = 250
_CHUNK: Final = 1 << 16
#: A part of this size is harmless whatever stands in it; a larger one is looked through before it is trusted.
_TRUSTED: Final = 32 * _MEGA
_MOST_CHILDREN_OF_A_ROW: Final = 50_000
#: Elements that a reader takes one by one, so that there may be any number of them.
_ROWS_AND_OTHERS: Final = frozenset({"row", "table-row", "mergeCell", "hyperlink", "si", "style", "xf"})
_LONGEST_TEXT: Final = 1 << 20
_DEEPEST: Final = 100


@contextmanager
def opened_archive(path: Path, file: str) -> Iterator[zipfile.ZipFile]:
    """Open a workbook's archive after looking at what it would unpack to.

    Args:
        path: The workbook.
        file: The name that messages show.

    Raises:
        UsageError: It is damaged, encrypted or a bomb, or declares entities.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bombs(archive, file)
            yield archive
    except (zipfile.BadZipFile, EOFError, zipfile.LargeZipFile, NotImplementedError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise UsageError(f"{file}: the workbook is damaged ({error}); save it anew") from None


def _refuse_bombs(archive: zipfile.ZipFile, file: str) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise UsageError(f"{file}: the workbook has {len(parts):,} parts; save the sheet as CSV")
    for part in parts:
        is_sheet = part.filename == "content.xml" or part.filename.startswith("xl/worksheets/")
        bound = LARGEST_SHEET if is_sheet else LARGEST_PART
        shrunk = part.file_size / max(part.compress_size, 1)
        if part.file_size > bound or (part.file_size > 16 * _MEGA and shrunk > _MOST_SHRUNK):
            size = f"{part.file_size // _MEGA:,} MB"
            raise UsageError(
                f"{file}: {part.filename[:60]} would unpack to {size}, more than a table needs; save the sheet as CSV"
            )
        if part.flag_bits & 1:
            raise UsageError(f"{file}: the workbook is encrypted; save it without a password")
        if part.filename.endswith((".xml", ".rels")):
            _refuse_hostile_xml(archive, part, file)


class _Watch:
    """Looks through XML without keeping any of it.

    It refuses a declared document type, which no program writes into a workbook but entity bombs need, and rows,
    texts and nesting beyond all measure, which a reader would have to hold in memory at once.
    """

    def __init__(self, place: str) -> None:
        self.begun = False
        self._place = place
        self._depth = self._children = self._text = 0
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _refuse(self, problem: str) -> None:
        raise UsageError(f"{self._place} {problem}; no honest workbook has that")

    def _doctype(self, *_: object) -> None:
        self._refuse("declares XML entities")

    def _start(self, name: str, _: object) -> None:
        self.begun = True
        self._depth += 1
        self._text = 0
        local = name.rpartition(":")[2]
        self._children = 0 if local in _ROWS_AND_OTHERS else self._children + 1
        if self._depth > _DEEPEST:
            self._refuse(f"is nested more than {_DEEPEST} deep")
        if self._children > _MOST_CHILDREN_OF_A_ROW:
            self._refuse(f"has more than {_MOST_CHILDREN_OF_A_ROW:,} elements in a row")

    def _end(self, _: str) -> None:
        self._depth -= 1
        self._text = 0

    def _characters(self, text: str) -> None:
        self._text += len(text)
        if self._text > _LONGEST_TEXT:
            self._refuse(f"has a text of more than {_LONGEST_TEXT:,} characters")


def _refuse_hostile_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file: str) -> None:
    watch = _Watch(f"{file}: {part.filename[:60]}")
    with archive.open(part) as opened:
        try:
            while chunk := opened.read(_CHUNK):
                watch.parser.Parse(chunk)
                if watch.begun and part.file_size <= _TRUSTED:
                    return
        except expat.ExpatError as error:
            raise UsageError(f"{file}: {part.filename[:60]} is no XML ({error}); save the workbook anew") from None


def chosen_sheet(wanted: str, names: Sequence[str], file: str, hidden: Collection[str] = ()) -> int:
    """Return the position of a sheet that is asked for by name or by number from 1; the first to be seen where none is.

    Raises:
        UsageError: There is no such sheet.
    """
    if not names:
        raise UsageError(f"{file}: there is no sheet in this workbook")
    if not wanted:
        return next((place for place, name in enumerate(names) if name not in hidden), 0)
    if wanted in names:
        return names.index(wanted)
    if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    raise UsageError(f"{file}: there is no sheet {wanted!r}; {hint(wanted, names)}")


def sheet_note(wanted: str, names: Sequence[str], file: str, hidden: Collection[str] = ()) -> tuple[str, ...]:
    """Say which sheet was taken where the user did not, and there are several."""
    if wanted or len(names) < 2:
        return ()
    taken = names[chosen_sheet("", names, file, hidden)]
    others = ", ".join(f"{name}, hidden" if name in hidden else name for name in names if name != taken)
    return (f"{file}: the sheet {taken!r} was read; say sheet for another one ({others:.200})",)


def visible_sheets(path: Path) -> list[str]:
    """Return the sheets of an .xlsx or .ods workbook that are not hidden; none where the file is no workbook.

    Args:
        path: Any file.
    """
    try:
        with opened_archive(path, path.name) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return _sheets_of(archive, "xl/workbook.xml", "sheet", "name")
            return _sheets_of(archive, "content.xml", "table", "name") if "content.xml" in names else []
    except (UsageError, OSError):
        return []  # whoever opens it says what is wrong


def _sheets_of(archive: zipfile.ZipFile, part: str, element: str, key: str) -> list[str]:
    found: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] != element or attributes.get("state", "visible") != "visible":
            return
        found.extend(text for each, text in attributes.items() if each.rpartition(":")[2] == key)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with archive.open(part) as opened:
        while chunk := opened.read(_CHUNK):
            parser.Parse(chunk)
    return found
