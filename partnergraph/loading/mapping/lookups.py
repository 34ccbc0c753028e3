"""The lookups of a loader: what words of its tables stand for, written in loader.toml or in a table of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError
from partnergraph.loader import own_file
from partnergraph.loading.formats import open_table
from partnergraph.loading.mapping.cell_values import Lookup

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from partnergraph.loading.mapping.faults import Faults

_FILE_KEYS: Final = ("file", "word", "means")


def compile_lookups(faults: Faults, declared: Mapping[str, Any], folder: Path) -> dict[str, Lookup]:
    """Return the lookups by name.

    Args:
        faults: Where faults are noted.
        declared: The [lookups] table: words and what they stand for, or `file`, `word` and `means`: a table file and
            its two columns.
        folder: The loader's folder.
    """
    lookups = {}
    for name in declared:
        key = f"lookups.{name}"
        given = faults.table(key, declared[name])
        if set(_FILE_KEYS) <= set(given):
            faults.only_known(key, given, _FILE_KEYS)
            words = _from_file(faults, key, given, folder)
        else:
            words = {word: faults.text(f"{key}.{word}", meaning) for word, meaning in given.items()}
            if not words:
                faults.add(key, 'there is no word in it; write "in force" = "active"')
        lookups[name] = Lookup(name, words, {word.casefold(): meaning for word, meaning in words.items()})
    return lookups


def _from_file(faults: Faults, key: str, given: Mapping[str, Any], folder: Path) -> dict[str, str]:
    try:
        table = open_table(own_file(folder, faults.text(f"{key}.file", given["file"])))
    except UsageError as error:
        faults.add(f"{key}.file", str(error))
        return {}
    positions = []
    for name in ("word", "means"):
        column = faults.text(f"{key}.{name}", given[name])
        if column in table.columns:
            positions.append(table.columns.index(column))
        else:
            faults.add_unknown(f"{key}.{name}", f"{table.file} has no such column", column, table.columns)
    if len(positions) < 2:
        return {}
    words: dict[str, str] = {}
    try:
        for row in table.rows():
            word, meaning = (cell if isinstance(cell, str) else "; ".join(cell) for cell in _two(row.cells, positions))
            if word and words.setdefault(word, meaning) != meaning:
                problem = f"{table.file} gives this word two meanings, {words[word]} and {meaning}"
                faults.add(key, problem, word)
    except UsageError as error:
        faults.add(f"{key}.file", str(error))
    return words


def _two(cells: tuple[Any, ...], positions: list[int]) -> tuple[Any, Any]:
    return cells[positions[0]], cells[positions[1]]
