"""Rows written as columns: a large network's data in a fraction of the room that one object a row would take.

The page's `unpacked` (assets/core/unpack.js) makes the rows of it again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ABSENT: Final = object()


def packed(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return rows as columns.

    Args:
        rows: JSON values by name; a row may lack any of the names.

    Returns:
        `rows`, how many there are, and `columns`: each is a list of its values; or, where values return or are
        missing, `words`, the different values, with `at`, the number of each row's word, -1 where the row has none;
        or `all`, the one value that every row has.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    return {"rows": len(rows), "columns": {name: _column([row.get(name, _ABSENT) for row in rows]) for name in names}}


def _column(values: list[Any]) -> Any:  # noqa: ANN401  a list or one of two objects
    word_of: dict[Any, int] = {}
    words: list[Any] = []
    at: list[int] = []
    complete = True
    for value in values:
        if value is _ABSENT:
            complete = False
            at.append(-1)
            continue
        # 1, 1.0 and true are equal in Python and different in JSON.
        key = (type(value), value) if isinstance(value, (str, int, float)) else json.dumps(value)
        number = word_of.setdefault(key, len(words))
        if number == len(words):
            words.append(value)
        at.append(number)
    if complete and len(words) == 1:
        return {"all": words[0]}
    if complete and (len(words) * 2 > len(values) or all(isinstance(word, int) for word in words)):
        return values
    return {"words": words, "at": at}
