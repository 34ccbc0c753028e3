"""The manifest of a loader: loader.toml, read so that all its faults are said at once, each by its key.

A loader is a folder with a `loader.toml` and its data:

    title = "What the source is called"
    licence = "CC BY 4.0"
    who = "Who made it"
    when = "2026"
    url = "https://..."            # optional

    [tables]                       # optional; these are the defaults
    nodes = "nodes.csv"
    edges = "edges.csv"
    sources = "sources.csv"

    [node_types.Fund]              # optional: types of its own
    doc = "A foundation that pays"
    colour = "#123456"
    is_place = false

    [edge_types.FUNDS]
    doc = "Money given"
    from = ["Fund"]
    to = ["City"]
    directed = true
    kind = "happening"             # over with its own date; lasting where it says nothing

    [[mapping]]                    # instead of [tables]: another table, and what its columns mean (docs/mappings.md)
    file = "towns.xlsx"

    default = false                # at the top: `build` leaves it out
    geonames = true                # at the top: towns without coordinates get those of GeoNames
    guessed = true                 # at the top: `init` wrote it, and `build` replaces what it stated before

    [extra_columns.edges]          # optional: columns beyond the canonical ones; text, number or list
    weight = "number"

A folder that `partnergraph export` wrote says so (`exported`): its cells may be guarded from spreadsheets, its edges
name the loader each came from, and it is no source of its own until it is loaded into a database.
"""

from __future__ import annotations

import tomllib
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from partnergraph.checks import URL_FORM
from partnergraph.errors import InputError, UsageError
from partnergraph.files import read_text
from partnergraph.letters import CONTROLS
from partnergraph.loader import EXPORTED_FOR, NAME_FORM, Loader, own_file
from partnergraph.loading.mapping.faults import Faults
from partnergraph.loading.sparql import asking
from partnergraph.vocabulary import STANDARD, TABLES, Column, EdgeType, NodeType, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_REQUIRED: Final = ("title", "licence", "who", "when")
_KEYS: Final = (
    *_REQUIRED,
    *("url", "guessed", "geonames", "tables", "node_types", "edge_types", "extra_columns", "exported", "default"),
    *("mapping", "lookups", "sparql"),
)
_NODE_TYPE_KEYS: Final = tuple(each.name for each in fields(NodeType) if each.name != "name")
_EDGE_TYPE_KEYS: Final = ("doc", "from", "to", "directed", "colour", "is_partnership", "kind")
_DEEPEST: Final = 32
_FLAGS: Final = frozenset({"directed", "is_place", "is_partnership"})


def parsed_manifest(manifest: Path) -> dict[str, Any]:
    """Return what a loader.toml says, not yet looked at.

    Raises:
        UsageError: It is no TOML, or not in UTF-8.
    """
    try:
        declared = tomllib.loads(read_text(own_file(manifest.parent, manifest.name)))
        texts = list(_texts(declared))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{manifest} cannot be read: {error}") from None
    except RecursionError:
        raise UsageError(f"{manifest} cannot be read: it is nested too deep") from None
    except (ValueError, OverflowError):  # a number of thousands of digits, a day that no calendar has
        raise UsageError(f"{manifest} cannot be read: a number or a date in it is none that can be held") from None
    for place, text in texts:
        if sign := CONTROLS.search(text):
            where = CONTROLS.sub("?", place)[:100]
            raise UsageError(
                f"{manifest}: {where} has the control character U+{ord(sign.group()):04X}; delete it, no text needs it"
            )
    return declared


def _texts(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a document and every key, with the way to it.

    Raises:
        RecursionError: It is nested deeper than any that a person wrote.
    """
    waiting = [(place, value, 0)]
    while waiting:
        place, value, depth = waiting.pop()
        if depth > _DEEPEST:
            raise RecursionError
        if isinstance(value, str):
            yield place, value
        elif isinstance(value, dict):
            for key, item in value.items():
                way = f"{place}.{key}".removeprefix(".")
                yield way, key
                waiting.append((way, item, depth + 1))
        elif isinstance(value, list):
            waiting += [(place, item, depth + 1) for item in value]


def read_manifest(manifest: Path) -> Loader:
    """Read a loader.toml; its tables and mappings are looked at when the loader is read.

    Args:
        manifest: The file.

    Raises:
        UsageError: It is no TOML, or the folder cannot give the loader a name.
        InputError: What it says cannot be used; it carries every fault.
    """
    declared = parsed_manifest(manifest)
    folder = manifest.parent.resolve()
    name = folder.name.lower().replace(" ", "_")
    if not NAME_FORM.fullmatch(name):
        raise UsageError(f"{folder}: a loader's folder is named with letters, digits, hyphen and underscore only")
    faults = Faults(manifest.name)
    loader = _Manifest(faults, declared).loader(name, folder)
    if faults.findings:
        raise InputError(list(dict.fromkeys(faults.findings)), where=str(manifest))
    return loader


class _Manifest:
    """Reads one loader.toml, key by key; where one cannot be used it goes on without it."""

    def __init__(self, faults: Faults, declared: Mapping[str, Any]) -> None:
        self._faults, self._declared = faults, declared

    def loader(self, name: str, folder: Path) -> Loader:
        faults, declared = self._faults, self._declared
        faults.only_known("", declared, _KEYS)
        said = {key: self._said(key) for key in _REQUIRED}
        for key in _REQUIRED:
            if declared.get(key) is None or declared[key] == "" or str(declared[key]).isspace():
                faults.add(key, "this is missing; every source says its title, licence, who and when")
        url = faults.text("url", declared.get("url")).strip()
        if url and not URL_FORM.fullmatch(url):
            faults.add("url", "this is not an http or https address", url)
        exported = faults.text("exported", declared.get("exported"))
        if exported and exported not in EXPORTED_FOR:
            faults.add_unknown("exported", "no folder is exported for them", exported, EXPORTED_FOR)
        faults.flag("default", declared.get("default"), default=True)
        return Loader(
            name=name,
            folder=folder,
            title=said["title"],
            licence=said["licence"],
            who=said["who"],
            when=said["when"],
            url=url,
            tables=self._tables(),
            vocabulary=self._with_columns(self._vocabulary()),
            exported=exported,
            guessed=faults.flag("guessed", declared.get("guessed"), default=False),
            geonames=faults.flag("geonames", declared.get("geonames"), default=False),
            mappings=self._mappings(),
            lookups=faults.table("lookups", declared.get("lookups")),
            sparql=self._sparql(folder),
        )

    def _said(self, key: str) -> str:
        given = self._declared.get(key)
        # A day without quotes is a day to TOML.
        return self._faults.text(key, given.isoformat() if isinstance(given, date) else given).strip()

    def _tables(self) -> dict[str, str]:
        declared = self._faults.table("tables", self._declared.get("tables"))
        self._faults.only_known("tables", declared, tuple(TABLES))
        return {table: self._faults.text(f"tables.{table}", declared.get(table), f"{table}.csv") for table in TABLES}

    def _mappings(self) -> tuple[Mapping[str, Any], ...]:
        """Return what a loader says of tables that are not canonical; it is compiled when they are read."""
        faults, given = self._faults, self._declared.get("mapping")
        mappings = faults.tables("mapping", [given] if isinstance(given, dict) else given)
        for number, each in enumerate(mappings, start=1):
            named = each.get("file")
            named = [named] if isinstance(named, str) else named
            if not isinstance(named, list) or not named or not all(isinstance(name, str) and name for name in named):
                key = "mapping" if len(mappings) == 1 else f"mapping {number}"
                faults.add(f"{key}.file", 'the name of the table is missing; write file = "towns.csv"')
        if mappings and "tables" in self._declared:
            faults.add("tables", "a loader has either [tables] or [[mapping]]; make two loaders of them")
        if not given and self._declared.get("lookups"):
            faults.add("lookups", "these go with a [[mapping]], and there is none")
        return tuple(mappings)

    def _sparql(self, folder: Path) -> Mapping[str, Any]:
        declared = self._faults.table("sparql", self._declared.get("sparql"))
        if declared:
            asking(declared, folder, self._faults)
        return declared

    def _vocabulary(self) -> Vocabulary:
        """Return the standard types and those that the loader declares for itself."""
        faults, vocabulary = self._faults, STANDARD
        unusable: set[str] = set()
        node_types = faults.table("node_types", self._declared.get("node_types"))
        for name, given in node_types.items():
            key = f"node_types.{name}"
            keys = self._type_keys(key, given, _NODE_TYPE_KEYS)
            try:
                vocabulary = vocabulary.extended([NodeType(name, **{"doc": "", **keys})])
            except UsageError as error:
                unusable.add(name)
                faults.add(key, str(error).removeprefix(f"node type {name}: "))
        edge_types = faults.table("edge_types", self._declared.get("edge_types"))
        for name, given in edge_types.items():
            key = f"edge_types.{name}"
            keys = self._type_keys(key, given, _EDGE_TYPE_KEYS)
            # What a node type lacks is said at the node type; it is no second fault that an edge type names it.
            source, target = (frozenset(keys.pop(end, ())) - unusable for end in ("from", "to"))
            try:
                vocabulary = vocabulary.extended([], [EdgeType(name, keys.pop("doc", ""), source, target, **keys)])
            except UsageError as error:
                faults.add(key, str(error).removeprefix(f"edge type {name}: "))
        return vocabulary

    def _type_keys(self, key: str, given: Any, known: tuple[str, ...]) -> dict[str, Any]:  # noqa: ANN401
        """Return what a declared type says, without the values that are not of the kind that their key needs."""
        faults, declared = self._faults, self._faults.table(key, given)
        faults.only_known(key, declared, known)
        keys: dict[str, Any] = {}
        for name in known:
            value, place = declared.get(name), f"{key}.{name}"
            if value is None:
                continue
            if name in {"from", "to"}:
                if isinstance(value, list) and all(isinstance(item, str) for item in value):
                    keys[name] = value
                else:
                    faults.add(place, 'this must be a list: ["City"]', str(value))
            elif name in _FLAGS:
                if isinstance(value, bool):
                    keys[name] = value
                else:
                    faults.add(place, "this must be true or false, without quotes", str(value))
            elif isinstance(value, str):
                keys[name] = value
            else:
                faults.add(place, "this must be a text in quotes", str(value))
        return keys

    def _with_columns(self, vocabulary: Vocabulary) -> Vocabulary:
        """Add the columns that a loader declares beyond the canonical ones."""
        faults = self._faults
        for table, given in faults.table("extra_columns", self._declared.get("extra_columns")).items():
            key = f"extra_columns.{table}"
            columns = faults.table(key, given)
            for name, kind in columns.items() if table in {"nodes", "edges"} else [("", "text")]:
                try:
                    vocabulary = vocabulary.with_columns(table, [Column(name, "", str(kind))])
                except UsageError as error:
                    faults.add(f"{key}.{name}" if name else key, str(error))
        return vocabulary
