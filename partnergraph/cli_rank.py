"""The command `partnergraph rank`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from partnergraph.cli_shared import read_from
from partnergraph.options import (
    AsOfOption,
    CountryOption,
    DatabaseOption,
    Format,
    FormatOption,
    FromOption,
    LoaderOption,
    MeasureOption,
    NodeTypeOption,
    StatusOption,
    ToOption,
    TypeOption,
)

if TYPE_CHECKING:
    from partnergraph.network import Network


def rank(
    by: MeasureOption = None,
    top: Annotated[int | None, typer.Option("--top", min=1, help="How many rows.")] = None,
    database: DatabaseOption = None,
    style: FormatOption = Format.table,
    types: TypeOption = None,
    node_types: NodeTypeOption = None,
    statuses: StatusOption = None,
    countries: CountryOption = None,
    loaders: LoaderOption = None,
    start: FromOption = None,
    end: ToOption = None,
    as_of: AsOfOption = None,
    *,
    directed: Annotated[bool, typer.Option("--directed", help="Follow edges in their direction only.")] = False,
    include_countries: Annotated[bool, typer.Option("--include-countries", help="Rank countries too.")] = False,
) -> None:
    """Rank the hubs of the network; what was counted is said on standard error.

    Example: partnergraph rank --by betweenness --top 10
    """
    from partnergraph.analysis.measures import find_measure
    from partnergraph.dates import last_day

    for measure in by or ():
        find_measure(measure)  # a misspelt name is said before a database is started
    for given in (start, end, as_of):
        if given is not None:
            last_day(given)  # and so is a date that is none
    filters = {
        "types": types,
        "node_types": node_types,
        "statuses": statuses,
        "countries": countries,
        "loaders": loaders,
        "start": start,
        "end": end,
        "as_of": as_of,
        "directed": directed,
        "include_countries": include_countries,
    }
    network = read_from(database)
    chosen = {name: value for name, value in filters.items() if value}
    print_ranking(network, by=by or ["degree"], top=top, style=style.value, **chosen)


def print_ranking(network: Network, *, by: list[str], top: int | None, style: str, **filters: object) -> None:
    """Rank a network and print the table; what was counted goes to standard error."""
    from partnergraph.analysis.hubs import rank as rank_hubs
    from partnergraph.output import print_rows, say

    table = rank_hubs(network, by=by, top=top, **filters)  # type: ignore[arg-type]
    shown = table.drop(columns="id") if style == "table" else table
    print_rows([str(name) for name in shown.columns], list(shown.itertuples(index=False, name=None)), style)
    say(str(table.attrs["description"]))
