"""The options that several commands share; those of a slice are read off its fields."""

from __future__ import annotations

import inspect
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from partnergraph.cli import completion
from partnergraph.network.slice import NAME_FIELDS, SWITCHES, WORDS, Slice

if TYPE_CHECKING:
    from collections.abc import Callable


class Chart(StrEnum):
    """What is drawn of a ranking."""

    bars = "bars"
    degrees = "degrees"
    growth = "growth"
    changes = "changes"


class Format(StrEnum):
    """How results are printed."""

    table = "table"
    csv = "csv"
    json = "json"


class RowsFormat(StrEnum):
    """How the rows of a query are printed or written."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


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
LoadersArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="LOADER|FOLDER|FILE...",
        help="Names of loaders, folders with a loader.toml, or graph files.",
        autocompletion=completion.loaders,
    ),
]
UntypedNodeOption = Annotated[
    str | None,
    typer.Option("--node-type", metavar="TYPE", help="Of a graph file: what nodes without a type are; else Party."),
]
UntypedEdgeOption = Annotated[
    str | None,
    typer.Option("--edge-type", metavar="TYPE", help="Of a graph file: what edges without a type are; else LINK, ARC."),
]
DirectionOption = Annotated[
    bool | None,
    typer.Option("--directed/--undirected", help="Of a graph file: whether direction counts, whatever it says."),
]
NameOption = Annotated[
    str | None,
    typer.Option("--name", metavar="NAME", help="Of a graph file: what its loader is called; else as the file."),
]
EncodingOption = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="Of a graph file: its encoding (utf-16, cp1250, cp1251, cp866, koi8-r, gbk ...).",
    ),
]
AttributeOption = Annotated[
    list[str] | None,
    typer.Option(
        "--attribute",
        metavar="COLUMN=ATTRIBUTE",
        help="Of a graph file: which attribute is a column, as in name=title, date=since or edges.type=relation; "
        "repeatable.",
    ),
]
NodeTableOption = Annotated[
    Path | None,
    typer.Option(
        "--node-table", metavar="FILE", help="Of a graph file: a table with more of its nodes, by their ids or names."
    ),
]
DataOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--data", metavar="FILE", help="Read this file instead of the one that the loader's mapping names; repeatable."
    ),
]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Fail, and load nothing, where a row of a mapped table is left out.")
]
StabilityOption = Annotated[
    int | None,
    typer.Option(
        "--stability",
        metavar="N",
        help="Redraw the facts N times (40 or more; 1000 is usual) and give each place the interval of 95 % of its "
        "ranks, and the share of redraws in which it is among the first (--top, or 10).",
    ),
]
SeedOption = Annotated[
    int | None, typer.Option("--seed", min=0, help="Where the random numbers of --stability begin; 0 if not given.")
]
ExplainOption = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="NAME",
        help="The facts, with their sources, that put this party (id, name or alias) where it is, and its rank without "
        "its strongest partner and without each edge type.",
    ),
]
CompareOption = Annotated[
    list[str] | None,
    typer.Option(
        "--compare",
        metavar="SLICE",
        help="Given twice: two slices side by side, with who rose, fell, came and went. A slice is KEY=VALUE, several "
        "parted by spaces, lists by commas: as-of=2016, 'type=AGREEMENT,TWINNING country=RU'. "
        f"Keys: {', '.join(WORDS)}. The other options count for both; a slice goes before them.",
    ),
]
BordaOption = Annotated[
    bool, typer.Option("--borda", help="One ranking out of all measures given with --by, by Borda's count.")
]
AmountOption = Annotated[
    str | None,
    typer.Option(
        "--amount",
        metavar="UNIT",
        help="Weigh by the amounts in this unit (USD, tractors) instead of the number of facts; others are left out.",
    ),
]
LatestOption = Annotated[
    bool, typer.Option("--latest", help="With --amount: of each two parties and type only the latest year.")
]
SampleOption = Annotated[
    int | None,
    typer.Option(
        "--sample",
        metavar="K",
        help="Estimate betweenness from the shortest paths that start at K nodes, for networks too large for "
        "all of them. The standard error beside it is no bound: in simulations the exact value lay within 1.96 "
        "errors for 78 to 96 % of the highest nodes, for low ones far less often.",
    ),
]
PlotOption = Annotated[
    Path | None, typer.Option("--plot", metavar="FILE", help="Draw a chart as well: a .png or .svg file.")
]
ChartOption = Annotated[
    Chart | None,
    typer.Option(
        "--chart",
        help="What --plot draws: bars of the ranking (the default), the distribution of degrees, the growth by year, "
        "or the changes of rank (the default with --compare).",
    ),
]
MeasureOption = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="MEASURE",
        autocompletion=completion.measures,
        # Written out, since importing the measures is slow; a test holds it against them.
        help="degree (the default), strength, in_degree, out_degree, betweenness, closeness, harmonic, eigenvector, "
        "katz, pagerank, hits_hub, hits_authority, core_number, clustering, constraint, effective_size, participation, "
        "participation_within or articulation; may be repeated, the first decides.",
    ),
]
WithinOption = Annotated[
    str | None,
    typer.Option(
        "--within",
        metavar="TYPE",
        autocompletion=completion.node_types,
        help="Tell nodes apart by the place of this type (Region, District) that they are or lie in. The measure "
        "participation_within needs it.",
    ),
]
IncludeCountriesOption = Annotated[bool, typer.Option("--include-countries", help="Count nodes of type Country too.")]
ThroughEventsOption = Annotated[
    bool,
    typer.Option("--through-events", help="Tie those who took part in the same event, one fact a pair and event."),
]
EventsOption = Annotated[bool, typer.Option("--events", help="Count nodes of type Event and what leads to them too.")]


def takes_slice(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a slice in place of its parameter `slice_`.

    The slice is made, and so checked, before the command does anything.
    """
    names = [each.name for each in fields(Slice)]

    def with_options(**values: Any) -> None:  # noqa: ANN401  options of several kinds
        chosen = Slice(**{name: value for name in names if (value := values.pop(name)) is not None})
        command(**values, slice_=chosen)

    parameters: list[inspect.Parameter] = []
    for each in inspect.signature(command).parameters.values():
        parameters += _slice_parameters() if each.name == "slice_" else [_with_type(each, command)]
    with_options.__name__, with_options.__doc__ = command.__name__, command.__doc__
    setattr(with_options, "__signature__", inspect.Signature(parameters))  # noqa: B010  what typer reads
    with_options.__annotations__ = {each.name: each.annotation for each in parameters}
    return with_options


def _slice_parameters() -> list[inspect.Parameter]:
    parameters = []
    for each in fields(Slice):
        word, kind, text = (each.metadata[name] for name in ("word", "kind", "help"))
        if each.name in SWITCHES:
            parameters.append(_keyword(each.name, Annotated[bool, typer.Option(f"--{word}", help=text)], default=False))
            continue
        value: Any = list[str] | None if each.name in NAME_FIELDS else str | None
        option = typer.Option(f"--{word}", metavar=kind, help=text, autocompletion=completion.OF_SLICES.get(word))
        parameters.append(_keyword(each.name, Annotated[value, option], default=None))
    return parameters


def _with_type(parameter: inspect.Parameter, command: Callable[..., None]) -> inspect.Parameter:
    """Return a command's parameter with its annotation as typer needs it: the type, not its text."""
    kind = parameter.annotation
    if isinstance(kind, str):
        kind = eval(kind, command.__globals__)  # noqa: S307  the command's own annotation
    return _keyword(parameter.name, kind, default=parameter.default)


def _keyword(name: str, kind: object, *, default: object) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)
