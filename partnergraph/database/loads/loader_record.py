"""The record of a loader in the database: its title and terms, its types, and how far its last load came.

`revision` counts the loads that changed something, whoever's; `checked` is the revision up to which a loader is known
to stand in the database as its source says. A load in parts is marked as unfinished until its end.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from partnergraph.database import statements
from partnergraph.tables.declarations import to_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import neo4j

    from partnergraph.database.loads.diff import Changes
    from partnergraph.loader import Loader

#: Properties of a loader's node that are no description of it.
_BOOKKEEPING = frozenset({"loaded_at", "position", "state", "unfinished"})


@dataclass(frozen=True)
class SourceState:
    """What a source was like when it was read.

    Attributes:
        fingerprint: Of its files, see `loading.fingerprint`; "" where there is none.
        refused: How many rows were left out.
        place: A mark of where a graph file lies, "" for anything else: the file's name alone does not tell two apart.
        on_purpose: Whether its mapping is a guess that somebody has loaded all the same, not only built from.
    """

    fingerprint: str = ""
    refused: int = 0
    place: str = ""
    on_purpose: bool = False


@dataclass(frozen=True)
class LoaderRecord:
    """What a loader's node says.

    Attributes:
        id: The loader's name.
        position: As which it was loaded first: 1 for the first.
        state: `revision`, `checked`, and where the source's files are known `fingerprint`, `read`, `refused`, `held`;
            of a graph file `place`.
        unfinished: When a load in parts began that did not come to its end; "" where there is none.
    """

    id: str
    position: int = 0
    state: Mapping[str, Any] = field(default_factory=dict)
    unfinished: str = ""

    @property
    def revision(self) -> int:
        """The number of the last load of it that changed something."""
        return int(self.state.get("revision", 0))


def all_records(rows: Iterable[Mapping[str, Any]]) -> dict[str, LoaderRecord]:
    """Return what all loaders have noted, by their names, from the rows of `statements.LOADERS`."""
    return {row["id"]: _record(row) for row in rows}


def _record(row: Mapping[str, Any]) -> LoaderRecord:
    return LoaderRecord(row["id"], row["position"] or 0, json.loads(row["state"] or "{}"), row["unfinished"] or "")


def note_begun(transaction: neo4j.ManagedTransaction, loader: Loader, moment: str) -> None:
    """Note that a load in parts begins, and the types it may write, so that all it has written can be read back."""
    known = all_records(record.data() for record in transaction.run(statements.LOADERS))
    cells = {**_described(loader), "unfinished": moment}
    if loader.name in known:
        transaction.run(statements.ADD_TO_LOADER, loader=loader.name, cells=cells).consume()
    else:
        transaction.run(statements.CREATE_LOADER, cells={**cells, "position": len(known) + 1}).consume()


def note_finished(
    transaction: neo4j.ManagedTransaction,
    loader: Loader,
    changes: Mapping[str, Changes],
    moment: str,
    source: SourceState,
) -> None:
    """Note on the loader's own node what it is and what was loaded; its time only moves when something else did."""
    described = _described(loader)
    found = transaction.run(statements.FIND_LOADER, loader=loader.name).single()
    held = dict(found["cells"]) if found is not None else {}
    known = all_records(record.data() for record in transaction.run(statements.LOADERS))
    latest = max((each.revision for each in known.values()), default=0)
    same = {name: value for name, value in held.items() if name not in _BOOKKEEPING} == described
    is_touched = not same or "loaded_at" not in held or any(each.size for each in changes.values())
    own = known[loader.name].revision if loader.name in known else 0
    state: dict[str, Any] = {"revision": latest + 1 if is_touched else own, "checked": latest + is_touched}
    if source.place:
        state["place"] = source.place
    if source.fingerprint:
        counting = statements.counts(loader.vocabulary.edge_types)
        state |= {
            "fingerprint": source.fingerprint,
            "read": {kind: each.read for kind, each in changes.items()},
            "refused": source.refused,
            "held": {record["kind"]: record["held"] for record in transaction.run(counting)},
        }
    if source.on_purpose:
        state["on_purpose"] = True
    cells = {
        **described,
        "loaded_at": moment if is_touched else held["loaded_at"],
        # Who came first stays first: a loader's parties are compared with those of the loaders before it.
        "position": held.get("position", len(known)) if found is not None else len(known) + 1,
        "state": json.dumps(state, sort_keys=True),
    }
    if found is None:
        transaction.run(statements.CREATE_LOADER, cells=cells).consume()
    elif held != cells:
        transaction.run(statements.UPDATE_LOADER, loader=loader.name, cells=cells).consume()


def _described(loader: Loader) -> dict[str, Any]:
    # A list without names, and without columns where there are none: databases of before stay as they are.
    own = list(to_plain(loader.vocabulary).values())
    return {
        "id": loader.name,
        "title": loader.title,
        "licence": loader.licence,
        "who": loader.who,
        "when": loader.when,
        "url": loader.url,
        "types": json.dumps(own, sort_keys=True),
    }
