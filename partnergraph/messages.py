"""Messages to the person at the terminal: the one place that writes to standard error."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
import textwrap
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console

#: How messages of a level begin; all others are information.
_LEVELS: Final = {"partnergraph: ": "error", "warning: ": "warning"}
#: A terminal that says it is narrower is not believed.
_NARROWEST: Final = 20
_OBEYED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Return a text without what a terminal obeys instead of showing it: each such sign becomes U+FFFD.

    Ends of lines and tabs stay. Signs that turn the direction of writing go too: they show one text as another.
    """
    return _OBEYED.sub("\ufffd", text)


def say(text: str) -> None:
    """Print a message to standard error; what a file or a server put into it cannot act on the terminal.

    On a terminal long lines are wrapped between words. Where `log_as_json` was called, each message is a line of JSON.
    """
    text = harmless(text).encode("utf-8", "replace").decode("utf-8")
    if _form.is_json:
        text = _as_json(text)
    elif sys.stderr.isatty():
        text = _wrapped(text, shutil.get_terminal_size().columns)
    print(text, file=sys.stderr, flush=True)  # noqa: T201  the one place that talks to people


class _Form:
    """How messages are written: for people, or a line of JSON each."""

    is_json = False


_form: Final = _Form()


def log_as_json() -> None:
    """Write each message from now on as one line of JSON: `time` (UTC), `level` and `message`."""
    _form.is_json = True


def is_logged_as_json() -> bool:
    """Tell whether messages are lines of JSON."""
    return _form.is_json


def _as_json(text: str) -> str:
    level = next((name for start, name in _LEVELS.items() if text.startswith(start)), "info")
    moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"time": moment, "level": level, "message": text}, ensure_ascii=sys.stderr.encoding != "utf-8")


def _wrapped(text: str, width: int) -> str:
    """Return a text whose lines are no longer than a terminal is wide; what stands in a line's head stays there."""
    return "\n".join(
        "\n".join(
            textwrap.wrap(
                line,
                max(width, _NARROWEST),
                subsequent_indent="  " + line[: len(line) - len(line.lstrip())],
                break_long_words=False,
                break_on_hyphens=False,
                replace_whitespace=False,
                drop_whitespace=True,
            )
        )
        if len(line) > width
        else line
        for line in text.split("\n")
    )


def show_what_it_can() -> None:
    """Let what is printed for people have ? where the system's encoding has no such letter, as on old terminals."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def terminal() -> Console | None:
    """Return standard error as a console that can be drawn on; None where it is a file or another program."""
    if not sys.stderr.isatty() or _form.is_json:
        return None
    from rich.console import Console  # noqa: PLC0415  slow to import, and only terminals need it

    return Console(stderr=True)
