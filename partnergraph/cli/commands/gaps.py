"""The command `partnergraph gaps`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from partnergraph.cli.options import (
    DatabaseOption,
    Format,
    FormatOption,
    IncludeCountriesOption,
    WithinOption,
    takes_slice,
)
from partnergraph.cli.shared import read_from
from partnergraph.network.slice import Slice

if TYPE_CHECKING:
    from partnergraph.analysis.gaps.backtest import Backtest


@takes_slice
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
    slice_: Slice = Slice(),  # noqa: B008  it is frozen; the decorator fills it in
    within: WithinOption = None,
    *,
    across: Annotated[bool, typer.Option("--across", help="Only pairs of two different countries.")] = False,
    include_countries: IncludeCountriesOption = False,
) -> None:
    """List pairs that are not partners though their surroundings say they could be, each with its reasons.

    Two towns are such a pair where places that they lie in have an agreement and they have none; with --within only the
    agreements of places of this type say so. What was counted is said on standard error.

    Example: partnergraph gaps --across --top 10
    """
    from partnergraph.analysis.gaps.scores import find_score

    find_score(method)  # a misspelt name is said before a database is started
    from partnergraph.analysis.graph.projection import Projection

    projection = Projection.of(slice_, include_countries=include_countries, within=within)
    network = read_from(database)

    from partnergraph.cli.printing import print_rows
    from partnergraph.messages import say

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
