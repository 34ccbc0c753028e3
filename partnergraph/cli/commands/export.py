"""The command `partnergraph export`."""

from __future__ import annotations

from typing import Annotated

import typer

from partnergraph.cli.options import (
    DatabaseOption,
    MeasureOption,
    WithinOption,
    takes_slice,
)
from partnergraph.cli.shared import read_from
from partnergraph.errors import UsageError
from partnergraph.network.slice import Slice


@takes_slice
def export(
    # A text, not a path, which would lose the slash that asks for a folder of CSV files.
    output: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            # Written out, since importing the formats is slow; a test holds it against them.
            help="Its ending says the format: .graphml .gexf .json .csv (a folder) .xlsx .parquet (a folder) .cypher "
            ".net",
        ),
    ],
    by: MeasureOption = None,
    database: DatabaseOption = None,
    slice_: Slice = Slice(),  # noqa: B008  it is frozen; the decorator fills it in
    within: WithinOption = None,
    *,
    unguarded: Annotated[
        bool,
        typer.Option(
            "--unguarded",
            help="CSV for programs: no apostrophe before cells that a spreadsheet would run as a formula.",
        ),
    ] = False,
) -> None:
    """Write the network for Gephi, igraph, NetworkX, spreadsheets, pandas, Neo4j or Pajek.

    An export that stands there is replaced. --by says what the sheet rankings of a workbook ranks by, --within by
    places of which type.

    Example: partnergraph export twins.gexf --type TWINNING
    """
    from partnergraph.analysis.graph.projection import Projection
    from partnergraph.cli.rank_options import checked_measures
    from partnergraph.export import export as write
    from partnergraph.export import find_format
    from partnergraph.export.formats import DEFAULT_MEASURES

    # Whatever can be wrong with the options is said before a database is started.
    chosen = find_format(output)
    for option, given in (("--by", by), ("--within", within)):
        if given and chosen.suffix != ".xlsx":
            raise UsageError(f"{option} goes with .xlsx, which alone has a sheet of rankings")
    if unguarded and chosen.suffix != ".csv":
        raise UsageError("--unguarded goes with .csv; in other formats no spreadsheet runs a cell")
    measures = checked_measures(by or list(DEFAULT_MEASURES))
    Projection(within=within)
    network = read_from(database).filtered(slice_)

    from partnergraph.messages import say

    written = write(network, output, by=measures, within=within, guard=not unguarded)
    counts = f"{len(network.nodes)} nodes, {len(network.edges)} edges, {len(network.sources)} sources"
    say(f"wrote {written}{'/' if written.is_dir() else ''} ({chosen.name}): {counts}")
    if not chosen.carries_all:
        say(f"not carried: {chosen.cannot_carry}")
