"""Values of attributes as their declared types mean them: numbers, truths, lists; and a name for each attribute."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection

_WHOLE: Final = frozenset({"int", "integer", "long", "short", "byte", "biginteger"})
_BROKEN: Final = frozenset({"float", "double", "bigdecimal"})
#: The signs that part the items of a list without brackets; the first that stands in it is taken.
_PARTING: Final = "|;,"


def typed(text: str, kind: str) -> Any:  # noqa: ANN401  of the kind that the file declares
    """Return a value as its declared type means it; a text that is no such value stays a text.

    Args:
        text: What stands in the file.
        kind: `boolean`, `int`, `long`, `float`, `double` and others like them are understood, and lists of them, which
            GEXF calls `liststring`, `listinteger` and so on; all else is text.
    """
    text, kind = text.strip(), kind.strip().casefold()
    if kind.startswith("list"):
        return [typed(item, kind.removeprefix("list")) for item in list_items(text)]
    try:
        if kind in _WHOLE:
            return int(text) if len(text) < 300 else text
        if kind in _BROKEN:
            return float(text)
    except ValueError:
        return text
    if kind == "boolean" and text.casefold() in {"true", "false", "1", "0"}:
        return text.casefold() in {"true", "1"}
    return text


def list_items(text: str) -> list[str]:
    """Return the items of a list that stands in one text: `[a, "b, c"]`, JSON or not, or `a|b`, `a;b`, `a,b`."""
    text = text.strip()
    inner = text
    if text.startswith("[") and text.endswith("]"):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list) and all(isinstance(item, (str, int, float, bool)) for item in found):
            return [item if isinstance(item, str) else json.dumps(item) for item in found]
        inner = text[1:-1]
    sign = "," if inner is not text else next((each for each in _PARTING if each in inner), ",")
    try:
        items = next(csv.reader([inner.replace("\n", " ")], delimiter=sign, skipinitialspace=True), [])
    except csv.Error:
        items = inner.split(sign)
    return [item.strip() for item in items if item.strip()]


def own_name(name: str, key: str, taken: Collection[str]) -> str:
    """Return a name for an attribute that a file declares: with its key behind it, where another one has its name.

    Args:
        name: What the file calls it.
        key: The key by which the file's values name it.
        taken: The names of the attributes before it.
    """
    return f"{name} {re.sub(r'[^0-9A-Za-z]+', '_', key)}".strip() if name in taken else name
