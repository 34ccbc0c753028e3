"""The options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """How results are printed."""

    table = "table"
    csv = "csv"
    json = "json"


DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URI",
        help="embedded (the default), or a server: bolt://, neo4j://, neo4j+s://. NEO4J_URI, NEO4J_USERNAME, "
        "NEO4J_PASSWORD and NEO4J_DATABASE are read.",
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print the results.")]
TypeOption = Annotated[list[str] | None, typer.Option("--type", help="Only edges of this type; may be repeated.")]
NodeTypeOption = Annotated[
    list[str] | None, typer.Option("--node-type", help="Only edges between nodes of this type; may be repeated.")
]
StatusOption = Annotated[list[str] | None, typer.Option("--status", help="Only this status; may be repeated.")]
CountryOption = Annotated[
    list[str] | None,
    typer.Option("--country", help="Only edges with an end in this country (BY, RU); may be repeated."),
]
LoaderOption = Annotated[list[str] | None, typer.Option("--loader", help="Only facts of this loader; may be repeated.")]
FromOption = Annotated[str | None, typer.Option("--from", help="Only facts not ended before this date: 2016, 2016-05.")]
ToOption = Annotated[str | None, typer.Option("--to", help="Only facts begun on this date or before.")]
AsOfOption = Annotated[str | None, typer.Option("--as-of", help="Only facts that hold on this date.")]
LoadersArgument = Annotated[
    list[str], typer.Argument(metavar="LOADER|FOLDER...", help="Names of loaders, or folders with a loader.toml.")
]
MeasureOption = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="MEASURE",
        # Written out, since importing the measures is slow; a test holds it against them.
        help="degree (the default), strength, betweenness, closeness, eigenvector or pagerank; may be repeated, the "
        "first decides.",
    ),
]
