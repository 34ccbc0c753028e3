"""The command `partnergraph describe`."""

from __future__ import annotations

from typing import Annotated

import typer

from partnergraph.cli.options import (
    DatabaseOption,
    EventsOption,
    Format,
    FormatOption,
    IncludeCountriesOption,
    ThroughEventsOption,
    WithinOption,
    takes_slice,
)
from partnergraph.cli.shared import read_from
from partnergraph.network.slice import Slice


@takes_slice
def describe(
    database: DatabaseOption = None,
    style: FormatOption = Format.table,
    slice_: Slice = Slice(),  # noqa: B008  it is frozen; the decorator fills it in
    top: Annotated[
        int, typer.Option("--top", min=1, help="How many components, communities and bridges the table lists.")
    ] = 10,
    samples: Annotated[
        int, typer.Option("--samples", min=0, help="How many samples test the power law; 0 leaves the test out.")
    ] = 500,
    within: WithinOption = None,
    *,
    include_countries: IncludeCountriesOption = False,
    events: EventsOption = False,
    through_events: ThroughEventsOption = False,
) -> None:
    """Describe the network as a whole: its size, components, distances, mixing, communities, bridges and growth.

    The degrees are fitted with a power law, which is tested and held against the lognormal and the exponential: above 0
    the statistic speaks for the power law, below 0 for the other law, and neither where its p is above 0.1.

    With --within it tells the bridges between places of a type too, and in which of them each community lies. CSV and
    JSON hold everything, the table the first of each list; what was counted is said on standard error.

    Example: partnergraph describe --type TWINNING --within Region
    """
    from partnergraph.analysis.graph.projection import Projection
    from partnergraph.cli.rank_options import check_through_events

    projection = Projection.of(slice_, include_countries=include_countries, include_events=events, within=within)
    check_through_events(projection, asked=through_events)
    network = read_from(database, through_events=through_events)

    from partnergraph.analysis.whole.overview import describe as describe_network
    from partnergraph.cli.printing import print_json, print_rows
    from partnergraph.messages import say

    overview = describe_network(network, projection, samples=samples)
    if style is Format.json:
        print_json(overview.to_dict())
    else:
        rows = overview.rows(top if style is Format.table else None)
        print_rows(("section", "figure", "value", "note"), rows, style.value)
    say(overview.description)
