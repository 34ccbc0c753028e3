"""Prefetching: the next batches are made ready in a thread of its own while the present one is written."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

_T = TypeVar("_T")
#: How many are made ready at most: of large things two are enough, and more would only fill the memory.
_AHEAD: Final = 2
#: A wait without a limit would be deaf to Ctrl-C on Windows.
_HEARING: Final = 0.1


def prefetched(things: Iterable[_T]) -> Generator[_T]:
    """Yield things in their order, the next ones being made meanwhile; a fault in making them is raised in its turn.

    Args:
        things: Gone through in another thread; when the generator is closed, the one that is being made is the last.
    """
    iterator, end = iter(things), object()

    def make() -> _T | object:
        return next(iterator, end)

    with ThreadPoolExecutor(1, thread_name_prefix="prefetching") as executor:
        ahead: deque[Future[_T | object]] = deque(executor.submit(make) for _ in range(_AHEAD))
        try:
            while True:
                first = ahead.popleft()
                while not first.done():
                    wait([first], timeout=_HEARING)
                if (thing := first.result()) is end:
                    return
                ahead.append(executor.submit(make))
                yield thing  # type: ignore[misc]
        finally:
            executor.shutdown(wait=False, cancel_futures=True)
