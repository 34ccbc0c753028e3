"""Making the next things ready in a thread of its own while somebody works on the present one."""

from __future__ import annotations

from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

_T = TypeVar("_T")
#: How many are made ready at most: of large things two are enough, and more would only fill the memory.
_AHEAD: Final = 2
#: How long a thread may be deaf to the one that waits for it having gone.
_HEARING: Final = 0.1


def prefetched(things: Iterable[_T]) -> Generator[_T]:
    """Yield things in their order, the next ones being made meanwhile; a fault in making them is raised in its turn.

    Args:
        things: Gone through in another thread, which ends when the generator is closed.
    """
    ready: Queue[tuple[bool, _T | BaseException | None]] = Queue(_AHEAD)
    is_over = Event()

    def make() -> None:
        try:
            for thing in things:
                if not _put(ready, (True, thing), is_over):
                    return
            _put(ready, (False, None), is_over)
        except BaseException as error:  # noqa: BLE001  it is raised where it is waited for
            _put(ready, (False, error), is_over)

    Thread(target=make, daemon=True).start()
    try:
        while True:
            try:
                is_thing, found = ready.get(timeout=_HEARING)  # with a limit, so that Ctrl-C is heard on Windows too
            except Empty:
                continue
            if isinstance(found, BaseException) and not is_thing:
                raise found
            if not is_thing:
                return
            yield found  # type: ignore[misc]
    finally:
        is_over.set()


def _put(ready: Queue[_T], item: _T, is_over: Event) -> bool:
    """Hand something on as soon as there is room; False where nobody waits for it any more."""
    while not is_over.is_set():
        try:
            ready.put(item, timeout=_HEARING)
        except Full:
            continue
        return True
    return False
