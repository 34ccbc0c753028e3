"""The seal of the embedded database: what its files were when it was last closed, looked at before it is opened.

The engine opens a store whose files were cut, lost or emptied without a word, and answers from what is left. So the
keeper notes names, sizes and sums when the engine has closed them, and compares before it starts it again. Where the
engine was killed, its files may have grown since; then only what can never be is told: a file that is gone or shorter.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, Final

from partnergraph.database.embedded.engine import DATABASE, EngineError, write_private
from partnergraph.errors import UsageError
from partnergraph.files import read_text

if TYPE_CHECKING:
    from pathlib import Path

    from partnergraph.database.embedded.engine import EngineFiles

#: What holds records, and what says which there are; indexes are rebuilt and renamed by the engine as it likes.
_RECORDS: Final = ".bucket"
_SCHEMA: Final = "schema.json"
_SCHEMA_BEFORE: Final = "schema.prev.json"
#: So many bytes are summed in all, in a fraction of a second; of what is beyond that the sizes are compared.
_SUMMED: Final = 64 * 1024 * 1024
_CHUNK: Final = 1 << 20


def require_whole(files: EngineFiles) -> None:
    """Refuse a store that was damaged since it was closed; nothing is written.

    Raises:
        EngineError: It says what is damaged, and the way back.
    """
    seal = _read(files)
    if seal is None:
        return
    damage = _damage(files, seal)
    if damage:
        raise EngineError(
            f"the data in {_store(files)} are damaged: {damage}; nothing was touched. Put the folder back from a "
            "copy, or begin anew with 'partnergraph db reset' (which moves it aside) and restore a dump "
            f"({_dumps(files)}) or load again"
        )


def note_open(files: EngineFiles) -> None:
    """Note that the engine is about to open the store: from now on its files may grow."""
    seal = _read(files)
    if seal is not None and seal["closed"]:
        _write(files, {**seal, "closed": False})


def seal_store(files: EngineFiles) -> None:
    """Note what the files are, now that the engine has closed them."""
    store = _store(files)
    if not (store / _SCHEMA).is_file():
        return
    left, noted = _SUMMED, {}
    for path in sorted(store.iterdir()):
        if path.is_file() and (path.suffix == _RECORDS or path.name == _SCHEMA):
            size = path.stat().st_size
            noted[path.name] = [size, _sum(path) if size <= left else None]
            left -= min(size, left)
    _write(files, {"closed": True, "files": noted})


def _damage(files: EngineFiles, seal: dict[str, Any]) -> str:
    """Say what is wrong with the first file that is; "" where none is."""
    store, is_closed = _store(files), seal["closed"]
    for name, (size, noted) in seal["files"].items():
        path = store / name
        if name == _SCHEMA and not is_closed:
            # Killed while it wrote the schema, the engine reads the one before.
            if not (_is_schema(path) or (_is_empty(path) and _is_schema(store / _SCHEMA_BEFORE))):
                return f"{name} cannot be read"
            continue
        if not path.is_file():
            return f"{name} is gone"
        found = path.stat().st_size
        if found < size:
            return f"{name} has {found} bytes where it had {size}"
        if is_closed and (found != size or (noted is not None and _sum(path) != noted)):
            return f"{name} was changed by another program since it was closed"
    return ""


def _is_schema(path: Path) -> bool:
    try:
        return isinstance(json.loads(read_text(path)).get("types"), dict)
    except (UsageError, ValueError, AttributeError, RecursionError):
        return False


def _is_empty(path: Path) -> bool:
    return not path.is_file() or path.stat().st_size == 0


def _sum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total = zlib.crc32(chunk, total)
    return total


def _read(files: EngineFiles) -> dict[str, Any] | None:
    """Return the seal; None where there is none, or one that says nothing: the data are of before, or it was lost."""
    try:
        seal = json.loads(read_text(_file(files)))
        is_seal = isinstance(seal["closed"], bool) and all(
            isinstance(name, str) and isinstance(size, int) and (noted is None or isinstance(noted, int))
            for name, (size, noted) in seal["files"].items()
        )
    except (UsageError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return seal if is_seal else None


def _write(files: EngineFiles, seal: dict[str, Any]) -> None:
    write_private(_file(files), json.dumps(seal))


def _file(files: EngineFiles) -> Path:
    # Beside the databases, so that it goes wherever they are copied or moved to.
    return files.data / "store-seal.json"


def _store(files: EngineFiles) -> Path:
    return files.data / "databases" / DATABASE


def _dumps(files: EngineFiles) -> str:
    kept = sorted((files.folder / "dumps").glob("*.dump"))
    return f"the newest that was kept is {kept[-1]}" if kept else "none was kept here; 'load --keep 3' keeps some"
