"""Stopping a query that runs, by its timeout or by Ctrl-C: it is waited for in a way that allows it.

The driver waits for an answer in the thread that asked, and closing its session waits for the query to end. So a query
is asked from a thread of its own, and whoever waits for it can tell the server to stop working on it.
"""

from __future__ import annotations

import time
from concurrent.futures import Future, wait
from threading import Thread
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")
#: How long at most a wait may be deaf to Ctrl-C: on Windows a thread that waits does not hear it.
_HEARING: Final = 0.5
#: How long a server that was told to stop a query is given to do it.
GRACE: Final = 5.0


class TimeIsUp(Exception):  # noqa: N818  it is the message, not an error of ours
    """The work took longer than it was given; `stopped` says whether it has ended."""

    def __init__(self, *, stopped: bool) -> None:
        super().__init__()
        self.stopped = stopped


def run_stoppable(work: Callable[[], _T], stop: Callable[[], None], *, timeout: float | None = None) -> _T:
    """Run work in a thread of its own and wait for it.

    Args:
        work: What to do; its result or exception is handed on.
        stop: Called when the time is up or the wait is interrupted; makes `work` end soon.
        timeout: Seconds; None waits for ever.

    Raises:
        TimeIsUp: The work took longer.
    """
    outcome: Future[_T] = Future()
    Thread(target=_fulfil, args=(outcome, work), daemon=True).start()
    deadline = time.monotonic() + timeout if timeout is not None else None
    try:
        while not outcome.done():
            left = deadline - time.monotonic() if deadline is not None else _HEARING
            if left <= 0:
                stop()
                wait([outcome], GRACE)
                raise TimeIsUp(stopped=outcome.done())
            wait([outcome], min(left, _HEARING))
    except KeyboardInterrupt:
        stop()
        wait([outcome], GRACE)
        raise
    return outcome.result()


def _fulfil(outcome: Future[_T], work: Callable[[], _T]) -> None:
    try:
        outcome.set_result(work())
    except BaseException as error:  # noqa: BLE001  it is raised again in the thread that waits
        outcome.set_exception(error)
