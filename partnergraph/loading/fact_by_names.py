"""One fact more in the tables of a loader, told by names: who is meant, whether it is there already, writing it."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from partnergraph.content import carried_folder
from partnergraph.errors import PartnergraphError, UsageError
from partnergraph.files import new_file
from partnergraph.loader import MANIFEST, NAME_FORM, Loader
from partnergraph.loading.catalogue import default_loaders, open_loader
from partnergraph.loading.identity.matching import Candidate, KnownParties
from partnergraph.loading.identity.parties import Party, parties_of
from partnergraph.loading.mapping.node_ids import made_id, slug
from partnergraph.loading.reading import read_loader
from partnergraph.network import Network
from partnergraph.network.slice import country_meant, require_known
from partnergraph.vocabulary import TABLES, column_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from partnergraph.vocabulary import Vocabulary

#: The loader of facts that are added where the project has none with tables of its own.
DEFAULT_LOADER: Final = "added"
_MOST_SHOWN: Final = 5


@dataclass(frozen=True)
class OwnTables:
    """A loader of the project whose canonical tables a fact can be added to.

    Attributes:
        name: The loader's.
        folder: Where it lies, or will lie.
        network: What it states; an empty Network where it is new.
        is_new: Whether the folder is still to be made.
    """

    name: str
    folder: Path
    network: Network
    is_new: bool

    @property
    def last_source(self) -> str:
        """Id of the source that the last fact cites; "" where there is none."""
        cited = [sources for sources in self.network.edges["sources"] if sources]
        return str(cited[-1][0]) if cited else ""


def own_tables(name: str | None, project: Path) -> OwnTables:
    """Return the loader to which facts are added: the one that is named, or the project's only one with tables.

    Args:
        name: The loader's name; None for the only one with canonical tables, else a new one called `added`.
        project: The project's folder.

    Raises:
        UsageError: It reads its facts through a mapping, there are several, or the name is none.
        InputError: Its tables break a rule; they are to be mended first.
    """
    root = project / "loaders"
    own = [open_loader(path.parent) for path in sorted(root.glob(f"*/{MANIFEST}"))] if root.is_dir() else []
    with_tables = [loader for loader in own if not loader.mappings and not loader.exported]
    if name is None:
        if len(with_tables) > 1:
            names = ", ".join(loader.name for loader in with_tables)
            raise UsageError(f"this project has several loaders with tables: {names}; say which one with --loader")
        name = with_tables[0].name if with_tables else DEFAULT_LOADER
    found = next((loader for loader in own if loader.name == name), None)
    if found is not None and found not in with_tables:
        raise UsageError(f"{name} reads its facts from other tables; add the row there, or give --loader another name")
    if found is not None:
        return OwnTables(name, found.folder, read_loader(found), is_new=False)
    if not NAME_FORM.fullmatch(name):
        raise UsageError(f"{name!r} cannot name a loader: use lower-case letters, digits, hyphen, underscore")
    return OwnTables(name, root / name, Network.empty(), is_new=True)


def parties_known(tables: OwnTables, project: Path) -> KnownParties:
    """Return the parties of the tables, of the project's other loaders and of those of the package that build takes.

    A loader that cannot be read is left out.
    """
    known = KnownParties(parties_of(tables.network, tables.name))
    for folder in dict.fromkeys((*default_loaders(project), *default_loaders(carried_folder("loaders").parent))):
        if folder.resolve() == tables.folder.resolve():
            continue
        try:
            loader: Loader = open_loader(folder)
            network = read_loader(loader) if not loader.sparql else None
        except PartnergraphError:
            continue  # its own load says what is wrong
        for party in parties_of(network, loader.name) if network is not None else ():
            known.add(party)
    return known


def called(text: str, known: KnownParties) -> list[Party]:
    """Return the parties that an id, a name or an alias names, upper and lower case alike."""
    wanted = " ".join(text.casefold().split())
    if text.strip() in known.by_id:
        return [known.by_id[text.strip()]]
    parties = list(known.by_id.values())
    by_name = [party for party in parties if " ".join(party.name.casefold().split()) == wanted]
    return by_name or [party for party in parties if wanted in {alias.casefold() for alias in party.aliases}]


def near(text: str, known: KnownParties) -> list[Candidate]:
    """Return parties of any type whose names are like a text, the most like first: proposals, no more."""
    types = dict.fromkeys(party.type for party in known.by_id.values())
    found = [each for kind in types for each in known.like(Party("", kind, text))]
    return sorted(found, key=lambda each: (-(each.likeness or 0), each.id))[:_MOST_SHOWN]


def new_party(name: str, kind: str, country: str, vocabulary: Vocabulary) -> Party:
    """Return a party that nobody knows yet, with an id made of its name.

    Args:
        name: What it is called.
        kind: Its node type.
        country: Its country's name or code; "" where it has none.
        vocabulary: The types that the loader may use.

    Raises:
        UsageError: There is no such type or country.
    """
    require_known([kind], vocabulary.node_types, "node type")
    code = country_meant(country) if country else ""
    return Party(made_id(kind, name, code), kind, name, code)


def likely_the_same(fact: Mapping[str, str], network: Network) -> list[str]:
    """Return the facts, each in a few words, that are between the same two parties and of the same type."""
    edges = network.edges
    kind = network.vocabulary.edge_types.get(fact["type"])
    there = (edges["source"] == fact["source"]) & (edges["target"] == fact["target"])
    if kind is None or not kind.directed:
        there |= (edges["source"] == fact["target"]) & (edges["target"] == fact["source"])
    alike = edges[there & (edges["type"] == fact["type"])]
    return [
        f"{identifier} ({date or 'undated'}{f', {title}' if title else ''})"
        for identifier, date, title in zip(alike["id"], alike["date"], alike["title"], strict=True)
    ]


def add_fact(
    tables: OwnTables, fact: Mapping[str, str], parties: list[Party], source: Mapping[str, str] | None
) -> Network:
    """Write a fact, the parties that the tables do not have yet and its source; all of it or nothing.

    Args:
        tables: Where to.
        fact: Cells of edges.csv; `sources` names the source.
        parties: Its two ends.
        source: Cells of sources.csv where the source is a new one.

    Returns:
        What the loader states now.

    Raises:
        UsageError: A file cannot be written.
        InputError: The fact breaks a rule of the tables; nothing is written.
    """
    there = set(tables.network.nodes["id"])
    rows: dict[str, list[Mapping[str, str]]] = {
        "nodes": [_node(party) for party in dict.fromkeys(parties) if party.id not in there],
        "edges": [fact],
        "sources": [source] if source else [],
    }
    with tempfile.TemporaryDirectory() as draft:
        folder = Path(draft) / tables.name
        if tables.is_new:
            folder.mkdir()
            (folder / MANIFEST).write_text(_manifest(), encoding="utf-8")
            names = {table: f"{table}.csv" for table in TABLES}
        else:
            shutil.copytree(tables.folder, folder)
            names = dict(open_loader(folder).tables)
        changed = [MANIFEST] if tables.is_new else []
        for table, added in rows.items():
            if added or tables.is_new:
                _append(folder / names[table], table, added)
                changed.append(names[table])
        network = read_loader(folder)
        for name in changed:
            with new_file(tables.folder / name) as part:
                shutil.copyfile(folder / name, part)
    return network


def source_row(text: str, network: Network) -> tuple[str, dict[str, str] | None]:
    """Return the id of a source that is named by its id, title or address, and its row where it is a new one."""
    sources = network.sources
    for column in ("id", "title", "url"):
        if len(found := sources.loc[sources[column] == text, "id"]):
            return str(found.iloc[0]), None
    identifier = base = slug(text)[:60].strip("-")
    taken, number = set(sources["id"]), 1
    while identifier in taken:
        number += 1
        identifier = f"{base}-{number}"
    is_address = text.startswith(("http://", "https://"))
    row = {"id": identifier, "kind": "webpage" if is_address else "document", "title": text}
    return identifier, row | ({"url": text} if is_address else {})


def _node(party: Party) -> dict[str, str]:
    point = {"latitude": str(party.point[0]), "longitude": str(party.point[1])} if party.point else {}
    cells = {"id": party.id, "type": party.type, "name": party.name, "country": party.country}
    return cells | {"aliases": ";".join(party.aliases)} | dict(party.shared_ids) | point


def _append(path: Path, table: str, rows: list[Mapping[str, str]]) -> None:
    """Add rows below a table, in the order of its own columns; a column that it lacks is a fault."""
    if not path.is_file():
        path.write_text(",".join(column_names(table)) + "\n", encoding="utf-8")
    content = path.read_bytes()
    header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))), [])
    written = io.StringIO()
    for row in rows:
        if missing := [name for name, cell in row.items() if cell and name not in header]:
            raise UsageError(f"{path.name} has no column {', '.join(missing)}; add it to its header first")
        csv.writer(written, lineterminator="\n").writerow([row.get(name, "") for name in header])
    between = b"" if content.endswith(b"\n") else b"\n"
    path.write_bytes(content + between + written.getvalue().encode("utf-8"))


def _manifest() -> str:
    year = datetime.now(UTC).year
    return (
        f'title = "Facts added by hand"\nlicence = "not stated"\nwho = "the owner of this project"\nwhen = "{year}"\n'
    )
