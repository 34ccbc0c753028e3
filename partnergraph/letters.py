"""Letters without their marks: é is e, and the letters that no normalisation takes apart have their plain ones."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SMALL: Final = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "\u0131": "i",
    "ħ": "h",
    "ŧ": "t",
}
#: Latin letters that Unicode does not decompose into a plain letter and a mark, for `str.translate`.
LETTERS: Final = str.maketrans(
    _SMALL | {each.upper(): plain.upper() for each, plain in _SMALL.items() if each not in "ß\u0131"}
)

#: What no program shows as a letter: it moves a terminal's cursor, and no XML may have it. Tab and line end are none.
CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def without_marks(text: str) -> str:
    """Return a text without diacritics, in its own script and case: Łódź is Lodz, Могилёв is Могилев.

    In Cyrillic й is и afterwards; whoever needs the two apart goes by Latin letters alone.
    """
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFKD", text).translate(LETTERS)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
