"""Loading sources into the database, so that a second load of the same source changes nothing.

The way of a load: look whether anything has changed, read, join who is known, write what differs, report.

Up to `ONE_TRANSACTION` rows all of it happens or nothing; larger loads are written in parts. The report counts what
the server itself says it did; where that differs from what was meant, nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from partnergraph.database import statements
from partnergraph.database.graph_reading import vocabulary_of
from partnergraph.database.loads.batches import stages
from partnergraph.database.loads.in_parts import PartedLoad
from partnergraph.database.loads.join_with_graph import join_with_database
from partnergraph.database.loads.load_report import KINDS, LoadReport
from partnergraph.database.loads.loader_record import SourceState, all_records, note_finished
from partnergraph.database.loads.plan import LoadRequest, plan
from partnergraph.database.loads.unchanged import is_loaded_on_purpose, report_if_unchanged
from partnergraph.database.unfinished import unfinished_restore
from partnergraph.errors import UsageError
from partnergraph.loading.python_objects import any_source
from partnergraph.loading.reading import read_all
from partnergraph.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import neo4j

    from partnergraph.database.connection import Database
    from partnergraph.loader import Loader
    from partnergraph.loading.identity.joining import Joined
    from partnergraph.loading.python_objects import Given
    from partnergraph.loading.reading import ReadSource
    from partnergraph.loading.source import NamedSource
    from partnergraph.network import Network

#: So many rows are written in one transaction. More would not fit into the memory of a server of ordinary size:
#: 120,000 need half a gigabyte of Neo4j's.
ONE_TRANSACTION: Final = 20_000
_SILENT: Final = Progress()
_UNKNOWN: Final = SourceState()


@dataclass(frozen=True)
class LoadOptions:
    """How to load.

    Attributes:
        strict: Whether a row that is left out is a fault.
        prune: Delete for good what would be withdrawn, and what was withdrawn before.
        force: Accept a source that is empty or much smaller than before.
        recheck: Compare every fact, even where the files have not changed.
        replaces_guesses: Whether what only a guessed mapping had stated is replaced, and not withdrawn, until somebody
            loads it on purpose; `build` does so.
    """

    strict: bool = False
    prune: bool = False
    force: bool = False
    recheck: bool = False
    replaces_guesses: bool = False


_PLAIN: Final = LoadOptions()


def load_source(
    database: Database,
    given: Given,
    *,
    data: Sequence[Path] = (),
    name: str | None = None,
    prune: bool = False,
    force: bool = False,
    recheck: bool = False,
    progress: Progress = _SILENT,
) -> LoadReport:
    """Read a loader, check it, join who is known in the database, and make the database say what it states.

    Where its files have not changed since it was loaded, and the database neither, nothing is read.

    Args:
        database: Where to.
        given: A loader, its name, its folder, its loader.toml, a graph file; a Network; a graph of NetworkX, read as
            the same graph in a file is; or frames with the columns of the canonical tables: `(nodes, edges)`, `(nodes,
            edges, sources)`, or a mapping by these names.
        data: Files to read instead of those that a mapping names.
        name: What frames, a Network or a graph are called in the database; another load of this name replaces them.
        prune: Delete for good what would be withdrawn, and what was withdrawn before.
        force: Accept a source that is empty or much smaller than before.
        recheck: Compare every fact, even where the files have not changed.
        progress: Hears how far a large load is.

    Raises:
        InputError: Its tables break a rule; nothing is loaded.
        UsageError: There is no such loader; or see `load`.
        DatabaseError: See `load`.
    """
    options = LoadOptions(prune=prune, force=force, recheck=recheck)
    (report,) = load_sources(database, [any_source(given, data, name)], options, progress)
    return report


def load_sources(
    database: Database | Callable[[], Database],
    sources: Sequence[NamedSource],
    options: LoadOptions = _PLAIN,
    progress: Progress = _SILENT,
) -> list[LoadReport]:
    """Read sources, check them, join who is known in the database, and make the database say what they state.

    Where none of their files has changed since they were loaded, and the database neither, nothing is read. All are
    read before the first is written; the faults of all of them are raised together.

    Args:
        database: Where to; what opens it is called when the database is first needed, which is after the reading where
            something has to be read anyhow.
        sources: In the order in which they are to be loaded.
        options: How.
        progress: Hears how far it is, and what was found on the way.

    Returns:
        One a source, in the order given.

    Raises:
        InputError: Tables break a rule; nothing is loaded.
        UsageError: A file cannot be read or used; or see `load`.
        DatabaseError: See `load`; the sources before the one that failed are loaded.
    """
    is_comparing = options.prune or options.recheck
    marks = [""] if is_comparing else [source.fingerprint() for source in sources]
    if all(marks):
        opened = database() if callable(database) else database
        if reports := _unchanged(opened, sources, marks, options, progress):
            return reports
    read = read_all(sources, progress.note, strict=options.strict)
    opened = database() if callable(database) else database
    every = join_with_database(opened, [(each.loader, each.reading.network) for each in read])
    places = [source.mark if source.is_graph_file else "" for source in sources]
    return [
        _load_joined(opened, each, joined, options, place, progress)
        for each, joined, place in zip(read, every, places, strict=True)
    ]


def _unchanged(
    database: Database, sources: Sequence[NamedSource], marks: Sequence[str], options: LoadOptions, progress: Progress
) -> list[LoadReport]:
    """Return the reports of all sources if none of them has anything to do, else none."""
    _require_no_restore(database)
    reports = []
    for source, mark in zip(sources, marks, strict=True):
        report = report_if_unchanged(database, source.name, mark)
        if source.is_guessed and not options.replaces_guesses and not is_loaded_on_purpose(database, source.name):
            return []  # to be noted that it is loaded on purpose now
        if report is None or (options.strict and report.counts["edges"]["refused"]):
            return []
        reports.append(report)
    for report in reports:
        progress.note(
            f"{report.loader}: its files are as they were when it was loaded on {report.untouched_since}, and nothing "
            "was loaded since; not compared again (--recheck does)"
        )
    return reports


def _load_joined(
    database: Database, read: ReadSource, joined: Joined, options: LoadOptions, place: str, progress: Progress
) -> LoadReport:
    loader, network = joined.loader, joined.network
    before = all_records(database.read(statements.LOADERS)).get(loader.name) if place else None
    is_kept = not (options.replaces_guesses and loader.guessed) or is_loaded_on_purpose(database, loader.name)
    report = load(
        database,
        network,
        loader,
        prune=options.prune or not is_kept,
        force=options.force or not is_kept,
        source=SourceState(read.fingerprint, len(read.reading.rejected), place, loader.guessed and is_kept),
        progress=progress,
    )
    if before is not None and before.state.get("place", place) != place:
        progress.note(
            f"{loader.name}: another file of this name was loaded before; this one has taken its place, and what it "
            "does not state is withdrawn (--name NAME keeps both)"
        )
    if not is_kept and (gone := report.counts["edges"]["pruned"]):
        progress.note(
            f"{loader.name}: {gone} fact{'' if gone == 1 else 's'} that its tables no longer state "
            f"{'was' if gone == 1 else 'were'} deleted and not kept as withdrawn, since its loader.toml still says "
            "guessed = true; delete that line when the guess is right"
        )
    if summary := joined.joins.summary():
        progress.note(summary)
    if network.warnings:
        given = loader.name if loader.stated is None else "FILE"
        progress.note(f"{loader.name}: {len(network.warnings)} warnings; 'partnergraph check {given}' lists them")
    return report


def load(
    database: Database,
    network: Network,
    loader: Loader,
    *,
    prune: bool = False,
    force: bool = False,
    source: SourceState = _UNKNOWN,
    progress: Progress = _SILENT,
) -> LoadReport:
    """Make the database say what a loader states.

    What the loader stated before and no longer does is withdrawn: marked with the time, gone from the default views,
    still there, and back when the loader states it again.

    Args:
        database: Where to.
        network: What the loader states now.
        loader: Whose facts they are.
        prune: Delete for good what would be withdrawn, and what was withdrawn before.
        force: Accept a source that is empty or much smaller than before.
        source: What its files were like when they were read.
        progress: Hears how far a large load is.

    Raises:
        UsageError: The source is empty or much smaller than before, an id belongs to another loader's fact, or a type
            is declared that another loader declared with another meaning.
        DatabaseError: The server is gone, or did not do what was asked; nothing is kept then of a load of up to
            `ONE_TRANSACTION` rows, and of a larger one what was written, to be completed by running it again.
    """
    _require_no_restore(database)
    vocabulary_of(database, without=loader.name).merged(loader.vocabulary)  # else the whole could not be read back
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    request = LoadRequest(network, loader, moment, prune, force)
    report = None
    if len(network.nodes) + len(network.edges) <= ONE_TRANSACTION:
        database.ensure_constraints(statements.constraints(_edge_types(network)))
        report = database.write(
            lambda transaction: _at_once(transaction, request, source), is_repeatable=True, waiting=progress.waiting
        )
    report = report or PartedLoad(database, request, source, progress).run()
    counts = {kind: dict(each) for kind, each in report.counts.items()}
    counts["edges"]["refused"] = source.refused
    return LoadReport(report.loader, counts)


def _require_no_restore(database: Database) -> None:
    """Refuse to load beside a part of a restored graph: completing the restore would delete what was loaded."""
    if fault := unfinished_restore(database):
        raise UsageError(fault)


def _edge_types(network: Network) -> list[str]:
    """Return the types of the edges that a network states; what lies in what is one of them."""
    located = {"LOCATED_IN"} if network.nodes["located_in"].notna().any() else set()
    return sorted({*network.edges["type"], *located})


def _at_once(transaction: neo4j.ManagedTransaction, request: LoadRequest, source: SourceState) -> LoadReport | None:
    """Compare and write in one transaction; None, and nothing is written, where that is too much for one."""
    made = plan(transaction, request)
    if made.size > ONE_TRANSACTION:
        return None
    for _, _, lanes in stages(**made.changes, lanes=1):
        for batch in lanes[0]:
            batch.run(transaction)
    note_finished(transaction, request.loader, made.changes, request.moment, source)
    return LoadReport(request.loader.name, {kind: made.changes[kind].counts() for kind in KINDS})
