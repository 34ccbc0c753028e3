"""Texts inside XML, so that every parser gives the same text back."""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_SIGN: Final = re.compile('[&<>"\n\r\t]')


def escaped(text: str) -> str:
    """Return a text as it stands in an element or in an attribute between double quotes; line ends are kept."""
    return _SIGN.sub(lambda match: _SIGNS[match[0]], text)
