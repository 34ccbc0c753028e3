"""What can be wrong with the options of `partnergraph rank`, said before a database is started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnergraph.cli.options import Chart
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from partnergraph.analysis.graph.projection import Projection


def checked_measures(names: Sequence[str]) -> list[str]:
    """Return the names of measures as the registry has them, each once.

    Raises:
        UsageError: There is none of this name.
    """
    from partnergraph.analysis.measures.registry import find_measure

    return list(dict.fromkeys(find_measure(name).name for name in names))


def check_way(ways: Mapping[str, object], measures: Sequence[str]) -> str | None:
    """Return the option that asks for more than a plain ranking, None where there is none.

    Args:
        ways: By option what was given with it.
        measures: What is ranked by.

    Raises:
        UsageError: There are two such options, or what was given with one does not fit.
    """
    given = [name for name, value in ways.items() if value is not None and value != []]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} do not go together; choose one")
    way = given[0] if given else None
    if way in {"--explain", "--compare"} and len(measures) > 1:
        raise UsageError(f"{way} takes one measure: give --by once")
    party, slices = ways["--explain"], ways["--compare"]
    if isinstance(party, str) and not party.strip():
        raise UsageError("--explain needs a party: its name, an alias or its id")
    if isinstance(slices, list) and len(slices) not in {0, 2}:
        times = "once" if len(slices) == 1 else f"{len(slices)} times"
        raise UsageError(f"--compare sets two slices side by side: give it twice, not {times}")
    if way == "--borda":
        from partnergraph.analysis.rankings.borda import checked_measures as checked_for_borda

        checked_for_borda(measures)
    return way


def check_numbers(
    way: str | None,
    measures: Sequence[str],
    *,
    stability: int | None,
    seed: int | None,
    sample: int | None,
    top: int | None,
) -> None:
    """Refuse numbers that are too small, and those that have no sense with the option that was chosen.

    Raises:
        UsageError: It is so.
    """
    if stability is not None:
        from partnergraph.analysis.rankings.stability import LEAST_DRAWS

        if stability < LEAST_DRAWS:
            raise UsageError(f"--stability {stability}: an interval needs at least {LEAST_DRAWS} redraws")
    if seed is not None and stability is None:
        raise UsageError("--seed is for --stability N")
    if way == "--explain" and top is not None:
        raise UsageError("--explain is about one party; it does not go with --top")
    if way is not None and sample is not None:
        raise UsageError(f"--sample is for a plain ranking; it does not go with {way}")
    if sample is not None:
        from partnergraph.analysis.measures.sampling import check_sample

        check_sample(sample, measures)


def check_chart(way: str | None, chart: Chart | None, plot: Path | None) -> None:
    """Refuse a chart that nothing is drawn of, or that cannot be written.

    Raises:
        UsageError: It is so.
    """
    if chart is not None and plot is None:
        raise UsageError(f"--chart {chart.value} needs --plot FILE")
    if chart is not None and (chart is Chart.changes) != (way == "--compare"):
        raise UsageError(f"--chart {chart.value} does not go {'with' if way == '--compare' else 'without'} --compare")
    if plot is None:
        return
    if way == "--explain":
        raise UsageError("--explain is about one party; it does not go with --plot")
    from partnergraph.analysis.charts import checked_path

    checked_path(plot)


def check_through_events(projection: Projection, *, asked: bool) -> None:
    """Refuse choices that leave nothing of the ties through events.

    Args:
        projection: What counts.
        asked: Whether such ties are.

    Raises:
        UsageError: There is such a choice.
    """
    if not asked:
        return
    without = [
        (projection.include_events, "leave --events out: it counts the events themselves"),
        (projection.directed, "leave --directed out: two who took part are tied both ways"),
        (projection.amount is not None, "leave --amount out: taking part together has none"),
        (bool(projection.types) and "PARTICIPATION" not in projection.types, "add --type PARTICIPATION"),
    ]
    for wrong, advice in without:
        if wrong:
            raise UsageError(f"--through-events ties those who took part in the same event; {advice}")
