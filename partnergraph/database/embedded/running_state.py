"""The state file: which keeper and engine run for a folder, and whether what it says is of this very place.

A folder is copied, moved, put on another machine, and survives a restart; a state file in it then speaks of processes
and ports that are somebody else's. So it carries the folder, the user and the start of the machine it was written for,
and where any of these is another, it counts as none.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from partnergraph.database.embedded.engine import write_private
from partnergraph.errors import UsageError
from partnergraph.files import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from partnergraph.database.embedded.engine import EngineFiles

_LARGEST: Final = 64 * 1024
_HIGHEST_PORT: Final = 65_535
_HIGHEST_PROCESS: Final = 2**31 - 1


@dataclass(frozen=True)
class RunningState:
    """What runs for a folder, as its keeper wrote it.

    Attributes:
        keeper: The keeper's process id.
        engine: The engine's process id; None before it is started.
        ports: Port numbers by what they are for: `control`, `bolt`, `http`.
    """

    keeper: int
    engine: int | None
    ports: Mapping[str, int]


def read_state(files: EngineFiles) -> RunningState | None:
    """Return what runs for a folder; None where the file is missing, damaged, or of another place, user or start."""
    try:
        state = json.loads(read_text(files.state, largest=_LARGEST))
    except (UsageError, ValueError, RecursionError):
        return None
    if not isinstance(state, dict) or any(state.get(key) != value for key, value in _place(files).items()):
        return None
    keeper, engine, ports = state.get("keeper"), state.get("engine"), state.get("ports")
    if not _is_number(keeper, _HIGHEST_PROCESS) or not (engine is None or _is_number(engine, _HIGHEST_PROCESS)):
        return None
    if not isinstance(ports, dict) or not all(_is_number(port, _HIGHEST_PORT) for port in ports.values()):
        return None
    return RunningState(keeper, engine, ports)


def write_state(files: EngineFiles, state: RunningState) -> None:
    """Write what runs, for this folder, user and start of the machine.

    Raises:
        EngineError: It cannot be written.
    """
    said = {"keeper": state.keeper, "engine": state.engine, "ports": dict(state.ports)}
    write_private(files.state, json.dumps({**said, **_place(files)}))


def _place(files: EngineFiles) -> dict[str, Any]:
    user = os.geteuid() if hasattr(os, "geteuid") else os.environ.get("USERNAME", "")
    return {"folder": str(files.folder), "user": user, "machine": _this_start()}


@cache
def _this_start() -> str:
    """Return what no other machine says, nor this one after a restart, nor another container on it.

    On Windows the machine alone is told; there the keeper's own proof decides whether it is still the same.
    """
    system: str = sys.platform
    if system == "linux":
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {Path('/proc/self/ns/net').readlink()}"  # a port belongs to a network of its own
    if system == "darwin":
        import subprocess  # noqa: PLC0415  only here

        asked = ["/usr/sbin/sysctl", "-n", "kern.bootsessionuuid"]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    import platform  # noqa: PLC0415  only here

    return platform.node()


def _is_number(value: object, highest: int) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= highest
