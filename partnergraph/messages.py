"""Messages to the person at the terminal: the one place that writes to standard error."""

from __future__ import annotations

import io
import re
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console

_OBEYED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Return a text without what a terminal obeys instead of showing it: each such sign becomes U+FFFD.

    Ends of lines and tabs stay. Signs that turn the direction of writing go too: they show one text as another.
    """
    return _OBEYED.sub("\ufffd", text)


def say(text: str) -> None:
    """Print a message to standard error; what a file or a server put into it cannot act on the terminal."""
    text = harmless(text).encode("utf-8", "replace").decode("utf-8")
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
