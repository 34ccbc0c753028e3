"""Messages to the person at the terminal: the one place that writes to standard error."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def say(text: str) -> None:
    """Print a message to standard error."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201  the one place that talks to people


def show_what_it_can() -> None:
    """Let what is printed for people have ? where the system's encoding has no such letter, as on old terminals."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def terminal() -> Console | None:
    """Return standard error as a console that can be drawn on; None where it is a file or another program."""
    if not sys.stderr.isatty():
        return None
    from rich.console import Console  # noqa: PLC0415  slow to import, and only terminals need it

    return Console(stderr=True)
