"""Loading more than fits into one transaction: in parts, each of them whole, and to the same end if one is broken off.

The loader is marked as unfinished from the first part to the last. Whoever loads it again, after a crash or because
the server was restarted, compares with what is there and writes what is left.
"""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from threading import Event
from typing import TYPE_CHECKING, Final

from partnergraph.database import statements
from partnergraph.database.driver.write_lock import OvertakenError, UncertainError
from partnergraph.database.loads.batches import stages
from partnergraph.database.loads.load_report import KINDS, LoadReport
from partnergraph.database.loads.loader_record import SourceState, note_begun, note_finished
from partnergraph.database.loads.plan import plan
from partnergraph.database.loads.prefetching import prefetched
from partnergraph.errors import DatabaseError, UnexpectedCountError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from partnergraph.database.connection import Database
    from partnergraph.database.loads.batches import Batch
    from partnergraph.database.loads.plan import LoadRequest, Plan
    from partnergraph.progress import Progress

#: How often in a row a load compares anew without having written anything, because the server was restarted or another
#: load came between.
_VAIN_ATTEMPTS: Final = 10


class PartedLoad:
    """A load in parts.

    Args:
        database: Where to.
        request: What is to be loaded.
        source: What the source is like.
        progress: Hears how far it is.
    """

    def __init__(self, database: Database, request: LoadRequest, source: SourceState, progress: Progress) -> None:
        self._database = database
        self._request = request
        self._source = source
        self._progress = progress
        self._fence = str(uuid.uuid4())
        self._is_vain = True

    def run(self) -> LoadReport:
        """Compare and write until the database says what the loader states.

        Raises:
            UsageError: See `planning.plan`; nothing is written then.
            DatabaseError: The server is gone for good, or did not do what was asked.
        """
        wanted = {**statements.constraints(()), **self._database.engine.own_constraints}
        self._database.ensure_constraints(wanted, waiting=self._progress.waiting)
        first: Mapping[str, Mapping[str, int]] | None = None
        attempts = _VAIN_ATTEMPTS
        while attempts:
            self._is_vain = True
            try:
                self._progress.begin(f"{self._request.loader.name}: comparing with the database")
                with self._database.loading_alone(self._fence):
                    made = self._database.write_part(
                        lambda transaction: plan(transaction, self._request),
                        self._fence,
                        waiting=self._progress.waiting,
                    )
                    # What a broken line hid was ours all the same: the first comparison tells what this load did.
                    first = first or {kind: made.changes[kind].counts() for kind in KINDS}
                    self._write(made)
                    return LoadReport(self._request.loader.name, first)
            except OvertakenError as error:
                first = None
                if attempts == 1 and isinstance(error.__cause__, UnexpectedCountError):
                    raise error.__cause__ from None  # nobody came between: the server does what it should not
            except UncertainError:
                pass
            attempts = attempts - 1 if self._is_vain else _VAIN_ATTEMPTS
            self._progress.waiting()
        raise DatabaseError(
            f"{self._database.address} was written by others again and again while {self._request.loader.name} was "
            "loaded; run the command again when they are done"
        )

    def _write(self, made: Plan) -> None:
        loader, moment = self._request.loader, self._request.moment
        self._database.write_part(
            lambda transaction: note_begun(transaction, loader, moment), self._fence, waiting=self._progress.waiting
        )
        # Checking each of a million ids as it comes takes longer than all at once at the end; where there are edges
        # of a type already, theirs are checked from the start.
        later = made.new_edge_types
        before = statements.constraints(sorted(made.edge_types - set(later)))
        self._database.ensure_constraints(before, waiting=self._progress.waiting)
        begun: tuple[str, int] | None = None
        for name, total, dealt in stages(**made.changes, lanes=self._database.engine.lanes):
            if begun != (name, total):  # the rounds of one kind of edges are one stage for who watches
                begun = name, total
                self._progress.begin(f"{loader.name}: {name}", total)
            self._write_lanes(dealt)
        self._progress.begin(f"{loader.name}: making indexes")
        self._database.ensure_constraints(statements.constraints(later), waiting=self._progress.waiting)
        self._database.write_part(
            lambda transaction: note_finished(transaction, loader, made.changes, moment, self._source),
            self._fence,
            waiting=self._progress.waiting,
        )

    def _write_lanes(self, lanes: list[Iterator[Batch]]) -> None:
        if len(lanes) == 1:
            # The next batch is made ready while the server works on this one.
            with closing(prefetched(lanes[0])) as batches:
                for batch in batches:
                    self._write_batch(batch)
            return
        is_over = Event()

        def write(lane: Iterator[Batch]) -> None:
            for batch in lane:
                if is_over.is_set():
                    return
                self._write_batch(batch)

        with ThreadPoolExecutor(len(lanes)) as pool:
            try:
                for done in as_completed([pool.submit(write, lane) for lane in lanes]):
                    done.result()
            finally:
                is_over.set()

    def _write_batch(self, batch: Batch) -> None:
        self._database.write_part(batch.run, self._fence, waiting=self._progress.waiting)
        self._is_vain = False
        self._progress.advance(batch.meant)
