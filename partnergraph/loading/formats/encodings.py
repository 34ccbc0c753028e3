"""The encoding of a text file: recognised where it can be, guessed and said where it cannot."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError
from partnergraph.loading.formats.gzip_text import opened_bytes

if TYPE_CHECKING:
    from pathlib import Path

_CHUNK: Final = 1 << 20
#: So much of a file is looked at for a guess.
_SAMPLE: Final = 1 << 18
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Characters that no text has; a tab, the ends of lines and a page break are left out.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
#: Encodings of Cyrillic letters, the likeliest first.
_CYRILLIC: Final = ("cp1251", "koi8-r", "cp866")
#: Signs beyond ASCII that texts have whose letters are right.
_USUAL: Final = frozenset(
    "\u00a0\u00ab\u00bb\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2026\u2116\u00b0\u00a7\u20ac\u00b7\u2022"
)
#: Of a text in the right encoding no more is odd.
_FEW_ODD: Final = 0.2
#: With this sign programs of DOS end a text file; some fill it up with more of them, or with zeros.
_DOS_END: Final = re.compile("\x1a[\x1a\x00\r\n]*\\Z")


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding by the name that Python gives it, and what is to be said of it."""

    name: str
    note: str = ""


def recognise(path: Path, file: str, given: str = "") -> Encoding:
    """Return the encoding of a text file after reading all of it once.

    A byte order mark decides; without one, what is valid UTF-8 is UTF-8. Otherwise the file is in one of the older
    encodings with a byte a letter, which nothing in it names: Cyrillic letters stand beside each other, while the
    accented letters of western Europe stand alone among plain ones. That is a guess, and its note says so.

    Args:
        path: The file.
        file: The name that messages show.
        given: The encoding that the user states; it is held against the file, not doubted.

    Raises:
        UsageError: The encoding is unknown or does not fit, or the file is no text.
    """
    with opened_bytes(path) as opened:
        sample = opened.read(_SAMPLE)
    if given:
        encoding = Encoding(_known(given, file, sample))
    else:
        encoding = _by_mark_or_zeros(sample) or _by_letters(path, file, sample)
    _require_text(path, file, encoding)
    return encoding


def _known(given: str, file: str, sample: bytes) -> str:
    try:
        name = codecs.lookup(given).name
        "".encode(name)  # there are codecs that turn bytes into bytes
    except (LookupError, ValueError, TypeError):
        raise UsageError(
            f"{file}: there is no encoding {given!r}; known: utf-8, utf-16, cp1251, cp1252, latin-1 and others"
        ) from None
    return "utf-8-sig" if name == "utf-8" and sample.startswith(codecs.BOM_UTF8) else name


def _by_mark_or_zeros(sample: bytes) -> Encoding | None:
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return Encoding(name)
    # UTF-16 without a mark: the upper halves of plain letters are zeros, at every other byte.
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        halves = sample[offset::2]
        if len(sample) >= 4 and halves.count(0) > 0.4 * len(halves) and sample[1 - offset :: 2].count(0) == 0:
            return Encoding(name)
    return None


def _by_letters(path: Path, file: str, sample: bytes) -> Encoding:
    try:
        _read_through(path, "utf-8")
    except UnicodeDecodeError:
        _refuse_control(sample.decode("latin-1"), file, 1)
        name = _older(sample)
        note = f"{file} is not UTF-8; it was read as {name}, which is a guess: where letters are wrong, say encoding"
        return Encoding(name, note)
    return Encoding("utf-8")


def _older(sample: bytes) -> str:
    """Return the likeliest encoding with a byte a letter, or two bytes a Chinese sign.

    Of words in a wrong one some letters are signs, and some capitals stand behind small letters.
    """
    high = [index for index, byte in enumerate(sample) if byte >= 0x80]
    beside = sum(1 for before, after in pairwise(high) if after == before + 1)
    if beside > 0.4 * len(high):
        if (
            len(high) > 1
            and _oddness(sample, best := min(_CYRILLIC, key=lambda name: _oddness(sample, name))) <= _FEW_ODD
        ):
            return best
        return "gbk" if _oddness(sample, "gbk") == 0 else "cp1251"
    return min(("cp1252", "cp1250", "latin-1"), key=lambda name: _oddness(sample, name))


def _oddness(sample: bytes, encoding: str) -> float:
    """Return the share of letters beyond ASCII that are odd in an encoding: signs, or capitals behind small letters."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)  # a sample may end within a sign
    except UnicodeDecodeError:
        return 2.0
    odd = count = 0
    for before, letter in pairwise(f" {text}"):
        if ord(letter) < 0x80:
            continue
        count += 1
        if encoding == "gbk":
            odd += not "\u3000" <= letter <= "\uffef"
        else:
            odd += (not letter.isalpha() and letter not in _USUAL) or (letter.isupper() and before.islower())
    return odd / count if count else 0.0


def _read_through(path: Path, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    with opened_bytes(path) as opened:
        while chunk := opened.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)


def _require_text(path: Path, file: str, encoding: Encoding) -> None:
    """Read the file once to its end: what is no text is said before a row of it is used."""
    decoder = codecs.getincrementaldecoder(encoding.name)()
    line = 1
    with opened_bytes(path) as opened:
        while True:
            chunk = opened.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeError:
                hint = "say which encoding it has" if "utf" in encoding.name else "say another encoding"
                name = encoding.name.removesuffix("-sig").upper()
                raise UsageError(f"{file}: from line {line} on it is not {name}; {hint}") from None
            _refuse_control(text, file, line)
            line += text.count("\n")
            if not chunk:
                return


def _refuse_control(text: str, file: str, line: int) -> None:
    """Refuse what has characters that no text has, with the line; `line` is that of the first one of the text."""
    text = _DOS_END.sub("", text)
    if control := _CONTROL.search(text):
        found = f"the character U+{ord(control.group()):04X} in line {line + text.count(chr(10), 0, control.start())}"
        raise UsageError(f"{file}: this is no text file ({found}); say format where it is of another kind")
