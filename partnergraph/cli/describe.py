"""The commands `partnergraph describe` and `partnergraph gaps`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from partnergraph.cli.options import (
    AsOfOption,
    CountryOption,
    DatabaseOption,
    Format,
    FormatOption,
    FromOption,
    LoaderOption,
    NodeTypeOption,
    StatusOption,
    ToOption,
    TypeOption,
)
from partnergraph.cli.shared import read_from

if TYPE_CHECKING:
    from partnergraph.analysis.gaps.backtest import Backtest
    from partnergraph.analysis.graph.projection import Projection

_IncludeCountriesOption = Annotated[bool, typer.Option("--include-countries", help="Count nodes of type Country too.")]


def describe(
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
    top: Annotated[
        int, typer.Option("--top", min=1, help="How many components, communities and bridges the table lists.")
    ] = 10,
    samples: Annotated[
        int, typer.Option("--samples", min=0, help="How many samples test the power law; 0 leaves the test out.")
    ] = 500,
    *,
    include_countries: _IncludeCountriesOption = False,
) -> None:
    """Describe the network as a whole: its size, components, distances, mixing, communities, bridges and growth.

    CSV and JSON hold everything, the table the first of each list; what was counted is said on standard error.

    Example: partnergraph describe --type TWINNING
    """
    projection = _projection(
        types=types,
        node_types=node_types,
        statuses=statuses,
        countries=countries,
        loaders=loaders,
        start=start,
        end=end,
        as_of=as_of,
        include_countries=include_countries,
    )
    network = read_from(database)

    from partnergraph.analysis.whole.overview import describe as describe_network
    from partnergraph.cli.printing import print_json, print_rows, say

    overview = describe_network(network, projection, samples=samples)
    if style is Format.json:
        print_json(overview.to_dict())
    else:
        rows = overview.rows(top if style is Format.table else None)
        print_rows(("section", "figure", "value", "note"), rows, style.value)
    say(overview.description)


def gaps(
    method: Annotated[
        str,
        # Written out, since importing the scores is slow; a test holds it against them.
        typer.Option(
            "--method",
            metavar="METHOD",
            help="adamic-adar, common-partners, resource-allocation, three-steps or preferential-attachment.",
        ),
    ] = "adamic-adar",
    top: Annotated[int, typer.Option("--top", min=1, help="How many pairs; in a back-test, of the precision.")] = 20,
    backtest: Annotated[
        int | None,
        typer.Option(
            "--backtest",
            metavar="YEAR",
            help="Instead, learn from the facts dated up to this year and see how each method places the later pairs.",
        ),
    ] = None,
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
    across: Annotated[bool, typer.Option("--across", help="Only pairs of two different countries.")] = False,
    include_countries: _IncludeCountriesOption = False,
) -> None:
    """List pairs that are not partners though their surroundings say they could be, each with its reasons.

    What was counted is said on standard error.

    Example: partnergraph gaps --across --top 10
    """
    from partnergraph.analysis.gaps.scores import find_score

    find_score(method)  # a misspelt name is said before a database is started
    projection = _projection(
        types=types,
        node_types=node_types,
        statuses=statuses,
        countries=countries,
        loaders=loaders,
        start=start,
        end=end,
        as_of=as_of,
        include_countries=include_countries,
    )
    network = read_from(database)

    from partnergraph.cli.printing import print_rows, say

    if backtest is not None:
        from partnergraph.analysis.gaps.backtest import backtest as test_scores

        tested = test_scores(network, projection, year=backtest, top=top, across=across)
        print_rows(*tested_rows(tested), style.value)
        say(tested.describe())
        return
    from partnergraph.analysis.gaps.gaps import gaps as find_gaps

    table = find_gaps(network, projection, method=method, top=top, across=across)
    shown = table[["rank", "first", "second", "score", "reasons"]] if style is Format.table else table
    print_rows([str(name) for name in shown.columns], list(shown.itertuples(index=False, name=None)), style.value)
    say(str(table.attrs["description"]))


def tested_rows(tested: Backtest) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the columns and rows of a back-test: for each measure its value and the ends of its interval."""
    measures = {
        "auc": "auc",
        "above_baseline": "better",
        f"precision_at_{tested.top}": "precision",
        "mean_reciprocal_rank": "mean_reciprocal_rank",
    }
    columns = ["method", *(f"{name}{end}" for name in measures for end in ("", "_low", "_high")), "found", "candidates"]
    rows = []
    for score in tested.scores:
        intervals = [getattr(score, attribute) for attribute in measures.values()]
        cells = [value for each in intervals for value in (each.value, each.low, each.high)]
        rows.append((score.method, *cells, tested.found, tested.candidates))
    return columns, rows


def _projection(**filters: Any) -> Projection:  # noqa: ANN401  options of several kinds
    from partnergraph.analysis.graph.projection import Projection

    return Projection(**{name: value for name, value in filters.items() if value})
