"""The retry of work that failed because a server is restarted, or because of what another did at the same time."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Final, TypeVar

from neo4j.exceptions import DatabaseUnavailable, DriverError, Neo4jError, ServiceUnavailable, SessionExpired

if TYPE_CHECKING:
    from collections.abc import Callable

#: What the driver raises where the server cannot be spoken to, or ends.
SERVER_GONE: Final = (ServiceUnavailable, SessionExpired, DatabaseUnavailable)
_LONGEST_PAUSE: Final = 5.0
_T = TypeVar("_T")


def retried(work: Callable[[], _T], patience: float, waiting: Callable[[], None] | None = None) -> _T:
    """Do again, after a pause that doubles, what failed for a reason that the driver says will pass.

    Args:
        work: What to do.
        patience: Seconds from the first failure on; work that went on for so long begins to count anew.
        waiting: Called before each pause.
    """
    deadline, pause = None, 0.2
    while True:
        begun = time.monotonic()
        try:
            return work()
        except (DriverError, Neo4jError) as error:
            now = time.monotonic()
            if deadline is None or now - begun > patience:
                deadline, pause = now + patience, 0.2
            if not error.is_retryable() or now + pause > deadline:
                raise
        if waiting is not None:
            waiting()
        time.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311  only so that not all come back at once
        pause = min(2 * pause, _LONGEST_PAUSE)
