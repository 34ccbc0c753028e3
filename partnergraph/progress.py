"""How far a long piece of work is: silent by default, a bar or lines on standard error for a command."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from partnergraph.messages import say, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress as RichProgress

#: Work of fewer steps is done before a bar could be read.
LEAST_SHOWN: Final = 20_000
#: Seconds between two lines where standard error is a file or another program.
_LINE_EVERY: Final = 10.0
_GONE: Final = "the database does not answer; waiting for it to come back"


class Progress:
    """Hears how far the work is; this one tells nobody.

    `begin` opens a stage, `advance` counts its steps, `waiting` says that the server is gone for the moment, `note`
    tells what was found or done on the way.
    """

    def begin(self, stage: str, total: int | None = None) -> None:
        """Hear that a stage begins.

        Args:
            stage: What is done, such as `towns: writing edges`.
            total: How many steps it has; None where nobody knows.
        """

    def advance(self, steps: int) -> None:
        """Hear that so many steps more are done; may come from several threads."""

    def waiting(self) -> None:
        """Hear that the server does not answer and will be asked again after a pause."""

    def note(self, text: str) -> None:
        """Hear what was found or done on the way, such as rows that were left out; one line."""


class Lines(Progress):
    """Tells by a line every ten seconds, for logs."""

    def __init__(self) -> None:
        self._stage, self._done = "", 0
        self._total: int | None = None
        self._next = time.monotonic() + _LINE_EVERY
        self._is_waiting = False

    def begin(self, stage: str, total: int | None = None) -> None:  # noqa: D102
        self._stage, self._total, self._done = stage, total, 0

    def advance(self, steps: int) -> None:  # noqa: D102
        self._done += steps
        self._is_waiting = False
        if time.monotonic() >= self._next:
            of_all = f" of {self._total:,}" if self._total else ""
            say(f"{self._stage}: {self._done:,}{of_all}")
            self._next = time.monotonic() + _LINE_EVERY

    def waiting(self) -> None:  # noqa: D102
        if not self._is_waiting:
            say(_GONE)
        self._is_waiting = True

    def note(self, text: str) -> None:  # noqa: D102
        say(text)


class Bar(Progress):
    """Draws a bar on a terminal.

    Args:
        bars: Rich's, running.
    """

    def __init__(self, bars: RichProgress) -> None:
        self._bars = bars
        self._task = bars.add_task("", total=None, visible=False)
        self._stage = ""

    def begin(self, stage: str, total: int | None = None) -> None:  # noqa: D102
        self._stage = stage
        is_long = total is None or total >= LEAST_SHOWN
        self._bars.reset(self._task, description=stage, total=total, visible=is_long)

    def advance(self, steps: int) -> None:  # noqa: D102
        self._bars.update(self._task, advance=steps, description=self._stage)

    def waiting(self) -> None:  # noqa: D102
        self._bars.update(self._task, description=_GONE, visible=True)

    def note(self, text: str) -> None:  # noqa: D102
        say(text)


@contextmanager
def shown() -> Iterator[Progress]:
    """Show progress on standard error as long as the block goes on: a bar on a terminal, else lines now and then."""
    if (console := terminal()) is None:
        yield Lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415  slow to import

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        yield Bar(bars)
