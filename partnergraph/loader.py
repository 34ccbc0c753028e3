"""A loader: who states something, under which terms, in which types, and where its data lie."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from partnergraph.dates import is_partial_date
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from partnergraph.network import Network
    from partnergraph.vocabulary import Vocabulary

#: The file in a folder that makes it a loader.
MANIFEST: Final = "loader.toml"
NAME_FORM: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")
#: For whom the CSV files of an exported folder are: for spreadsheets their cells are guarded.
EXPORTED_FOR: Final = ("spreadsheets", "programs")


@dataclass(frozen=True)
class Loader:
    """A source that can be loaded.

    Attributes:
        name: The folder's name; edges carry it.
        folder: Where it lies.
        title: What the source is called.
        licence: Under which terms it may be used.
        who: Who made it.
        when: The year, or a date.
        url: Where it comes from.
        tables: File name of each canonical table.
        vocabulary: The standard types and columns and the loader's own.
        exported: For whom `partnergraph export` wrote the folder, one of `EXPORTED_FOR`; "" for any other folder.
        guessed: Whether its loader.toml is a guess that nobody has confirmed: `build` replaces what it stated before.
        geonames: Whether towns without coordinates get those of GeoNames, where one town only is called so.
        mappings: What the columns of other tables mean, as loader.toml says it; empty for canonical tables.
        lookups: The words that stand for others in those tables.
        sparql: The endpoint that a mapping's file is asked from, as loader.toml says it; empty for none.
        stated: What a graph file says, which is a loader by itself; None for a folder.
    """

    name: str
    folder: Path
    title: str
    licence: str
    who: str
    when: str
    url: str
    tables: Mapping[str, str]
    vocabulary: Vocabulary
    exported: str = ""
    guessed: bool = False
    geonames: bool = False
    mappings: Sequence[Mapping[str, Any]] = ()
    lookups: Mapping[str, Any] = field(default_factory=dict)
    sparql: Mapping[str, Any] = field(default_factory=dict)
    stated: Network | None = None

    @property
    def source_id(self) -> str:
        """Id of the source that stands for the loader itself: what its nodes table says is cited to it."""
        return f"loader:{self.name}"

    def own_source(self) -> dict[str, str]:
        """Return the loader itself as a row of sources.csv."""
        year = self.when[:4]
        return {
            "id": self.source_id,
            "kind": "dataset",
            "title": self.title,
            "author": self.who,
            "year": year if is_partial_date(year) else "",
            "url": self.url,
            "note": f"Licence: {self.licence}",
        }


def own_file(folder: Path, name: str) -> Path:
    """Return the path of a file that a loader names: a loader is data from anybody, and reads no file but its own.

    Args:
        folder: The loader's.
        name: As its loader.toml says it.

    Raises:
        UsageError: It lies outside of the folder, also by way of a link.
    """
    try:
        is_inside = (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # a link to itself, a name that no system takes
        raise UsageError(f"{name!r} cannot be the name of a file") from None
    if not is_inside:
        raise UsageError(
            f"{name} lies outside of the loader's folder, and a loader reads its own files only; "
            "put a copy into the folder, or name the file with --data"
        )
    return folder / name


def file_names(given: object, folder: Path) -> list[str]:
    """Return the names of the files that a mapping reads, relative to the loader's folder.

    Args:
        given: What it says: a name, a pattern such as `contracts_*.csv`, or a list of them. Where no file is called as
            a pattern says, the pattern itself is returned, so that it is said which file is missing.
        folder: The loader's.
    """
    listed = given if isinstance(given, list) else [given]
    names: dict[str, None] = {}
    for name in listed:
        if not isinstance(name, str) or not name:
            continue
        is_pattern = any(sign in name for sign in "*?[") and not os.path.lexists(folder / name)
        is_pattern = is_pattern and not name.startswith("/") and ".." not in name.split("/")
        found = sorted(folder.glob(name)) if is_pattern else []
        names |= dict.fromkeys(str(path.relative_to(folder)) for path in found if path.is_file()) or {name: None}
    return list(names)
