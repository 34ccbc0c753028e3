"""The command `partnergraph rank`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from partnergraph.cli.options import (
    AmountOption,
    BordaOption,
    Chart,
    ChartOption,
    CompareOption,
    DatabaseOption,
    EventsOption,
    ExplainOption,
    Format,
    FormatOption,
    IncludeCountriesOption,
    LatestOption,
    MeasureOption,
    PlotOption,
    SampleOption,
    SeedOption,
    StabilityOption,
    ThroughEventsOption,
    WithinOption,
    takes_slice,
)
from partnergraph.cli.shared import read_from
from partnergraph.network.slice import Slice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from partnergraph.analysis.graph.projection import Projection
    from partnergraph.network import Network

#: The share of redraws among the first so many is told where --top does not say how many.
_FIRST: Final = 10


@takes_slice
def rank(
    by: MeasureOption = None,
    top: Annotated[int | None, typer.Option("--top", min=1, help="How many rows.")] = None,
    database: DatabaseOption = None,
    style: FormatOption = Format.table,
    slice_: Slice = Slice(),  # noqa: B008  it is frozen; the decorator fills it in
    amount: AmountOption = None,
    within: WithinOption = None,
    stability: StabilityOption = None,
    seed: SeedOption = None,
    explain: ExplainOption = None,
    compare: CompareOption = None,
    plot: PlotOption = None,
    chart: ChartOption = None,
    sample: SampleOption = None,
    *,
    borda: BordaOption = False,
    directed: Annotated[bool, typer.Option("--directed", help="Follow edges in their direction only.")] = False,
    include_countries: IncludeCountriesOption = False,
    events: EventsOption = False,
    through_events: ThroughEventsOption = False,
    latest: LatestOption = False,
) -> None:
    """Rank the hubs of the network; what was counted is said on standard error.

    Example: partnergraph rank --by betweenness --top 10

    Example: partnergraph rank --explain "Minsk Tractor Works"

    Example: partnergraph rank --by participation_within --within Region

    Example: partnergraph rank --compare as-of=2016 --compare as-of=2021 --plot changes.svg
    """
    from partnergraph.analysis.graph.projection import Projection
    from partnergraph.analysis.rankings.compare import read_slice
    from partnergraph.cli.rank_options import (
        check_chart,
        check_numbers,
        check_through_events,
        check_way,
        checked_measures,
    )

    # Whatever can be wrong with the options is said before a database is started.
    measures = checked_measures(by or ["degree"])
    ways = {"--explain": explain, "--compare": compare, "--borda": borda or None, "--stability": stability}
    way = check_way(ways, measures)
    check_numbers(way, measures, stability=stability, seed=seed, sample=sample, top=top)
    check_chart(way, chart, plot)
    projection = Projection.of(
        slice_, directed=directed, include_countries=include_countries, include_events=events, amount=amount,
        latest=latest, within=within,
    )  # fmt: skip
    check_through_events(projection, asked=through_events)
    slices = [read_slice(text, projection) for text in compare or ()]

    network = read_from(database, through_events=through_events)
    if explain is not None:
        from partnergraph.analysis.rankings.explain import explain as explained
        from partnergraph.cli.rank_printing import print_explanation

        print_explanation(explained(network, explain, by=measures[0], projection=projection), style.value)
        return
    if compare:
        table = print_comparison(network, slices, by=measures[0], top=top, style=style.value)
    else:
        table = ranked(
            network, measures, projection, way=way, stability=stability, seed=seed, first=top, sample=sample,
        )  # fmt: skip
        print_cut(table, top, style.value)
    if plot is not None:
        draw(chart, plot, table, network, projection, top=top, labels=compare)


def ranked(
    network: Network,
    measures: Sequence[str],
    projection: Projection,
    *,
    way: str | None = None,
    stability: int | None = None,
    seed: int | None = None,
    first: int | None = None,
    sample: int | None = None,
) -> pd.DataFrame:
    """Return the whole ranking that the options ask for."""
    if way == "--borda":
        from partnergraph.analysis.rankings.borda import borda

        return borda(network, by=measures, projection=projection)
    if stability is not None:
        from partnergraph.analysis.rankings.stability import stability as redrawn

        first = first or _FIRST
        return redrawn(network, by=measures, projection=projection, draws=stability, seed=seed or 0, first=first)
    from partnergraph.analysis.rankings.rank import rank as rank_hubs

    return rank_hubs(network, by=measures, projection=projection, sample=sample)


def print_cut(table: pd.DataFrame, top: int | None, style: str) -> None:
    """Print the first rows of a whole ranking; ties that reach further are marked as ties."""
    from partnergraph.analysis.rankings.ranks import cut
    from partnergraph.cli.rank_printing import print_ranking_table

    print_ranking_table(cut(table, top), style, whole=table)


def print_comparison(
    network: Network, slices: Sequence[Projection], *, by: str, top: int | None, style: str
) -> pd.DataFrame:
    """Print two slices side by side; return the whole comparison."""
    from partnergraph.analysis.rankings.compare import compare, first_of
    from partnergraph.cli.rank_printing import print_ranking_table

    table = compare(network, *slices, by=by)
    print_ranking_table(first_of(table, top), style, whole=table)
    return table


def draw(
    chart: Chart | None,
    path: Path,
    table: pd.DataFrame,
    network: Network,
    projection: Projection,
    *,
    top: int | None,
    labels: Sequence[str] | None,
) -> None:
    """Draw the chart that is asked for, and say where it is."""
    from partnergraph.analysis import charts
    from partnergraph.messages import say

    if chart is Chart.degrees:
        figure = charts.degree_distribution(network, projection)
    elif chart is Chart.growth:
        figure = charts.growth_chart(network, projection)
    elif labels:
        figure = charts.rank_changes(table, (labels[0], labels[1]), **({} if top is None else {"top": top}))
    else:
        figure = charts.rank_bars(table, top=top, vocabulary=network.vocabulary)
    say(f"wrote {charts.save(figure, path)}")


def print_ranking(network: Network, *, by: list[str], top: int | None, style: str) -> None:
    """Rank a network and print the table; what was counted goes to standard error."""
    from partnergraph.analysis.graph.projection import Projection

    print_cut(ranked(network, by, Projection()), top, style)
