"""The command `partnergraph render`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partnergraph.cli.options import (
    DatabaseOption,
    takes_slice,
)
from partnergraph.cli.shared import read_from
from partnergraph.errors import UsageError
from partnergraph.network.slice import Slice

if TYPE_CHECKING:
    from partnergraph.network import Network

TopOption = Annotated[
    int | None, typer.Option("--top", min=1, help="Only the first N parties of the ranking and the facts between them.")
]
ByOption = Annotated[
    str | None, typer.Option("--by", metavar="MEASURE", help="What --top ranks by; degree where not given.")
]
EgoOption = Annotated[
    str | None,
    typer.Option("--ego", metavar="NAME", help="Only this party (id, name or alias), its partners and their facts."),
]
StepsOption = Annotated[
    int | None, typer.Option("--steps", min=1, help="How many partnerships away --ego reaches; 1 where not given.")
]
PathOption = Annotated[
    tuple[str, str] | None, typer.Option("--path", metavar="A B", help="Only the shortest paths between two parties.")
]
WhereOption = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="CONDITION",
        help="Only facts that fulfil it: a column, a sign (= != < <= > >=, and ~ for contains) and a value, such as "
        "'amount>=1000', 'date<2016', 'title~tractor', 'note=' for none. A column of nodes.csv, such as 'country=BY' "
        "or 'node.type=City', asks whether one of the two ends fulfils it. May be repeated: all must hold.",
    ),
]


@takes_slice
def render(
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the page goes.")] = Path("out/network.html"),
    title: Annotated[
        str | None, typer.Option("--title", help="The heading; where not given, the loader's title.")
    ] = None,
    database: DatabaseOption = None,
    slice_: Slice = Slice(),  # noqa: B008  it is frozen; the decorator fills it in
    where: WhereOption = None,
    ego: EgoOption = None,
    steps: StepsOption = None,
    path: PathOption = None,
    top: TopOption = None,
    by: ByOption = None,
) -> None:
    """Write the network as one interactive HTML page that opens without a network connection.

    A part is cut in this order: the filters, --where, --ego, --path, --top; the page says what it is a part of.
    Neighbourhoods do not lead through whole countries, which are tied to almost everybody; nor do paths, unless there
    is no other.

    Example: partnergraph render -o twins.html --type TWINNING

    Example: partnergraph render --ego "Minsk Tractor Works" --steps 2 --top 40

    Example: partnergraph render --path Amkodor Bobruisk --where status=active
    """
    from partnergraph.view.part.conditions import read_condition
    from partnergraph.view.part.cut import cut, describe

    # Whatever can be wrong with the options is said before a database is started.
    for condition in where or ():
        read_condition(condition)
    measure = _checked_measure(by, top)
    if steps is not None and ego is None:
        raise UsageError("--steps says how far --ego reaches; give --ego too")

    whole = read_from(database)
    network = whole.filtered(slice_)
    part, rules = cut(
        network, conditions=where or (), around=ego, steps=steps or 1, between=path, first=top, by=measure
    )
    write_page(part, output, title, cut=describe(part, whole, [*_said(slice_), *rules]))


def _checked_measure(by: str | None, top: int | None) -> str:
    from partnergraph.cli.rank_options import checked_measures

    if by is None:
        return "degree"
    if top is None:
        raise UsageError("--by says what --top ranks by; give --top too")
    return checked_measures([by])[0]


def _said(slice_: Slice) -> list[str]:
    """Say what the slice chooses, in one rule."""
    return [] if slice_.takes_all else [f"facts with {', '.join(slice_.options())}"]


def write_page(network: Network, output: Path, title: str | None, *, cut: str = "") -> None:
    """Write a page; the ranking that it shows first is the one that `rank` prints."""
    from partnergraph.messages import say
    from partnergraph.view.page import render as write

    path = write(network, output, title=title, cut=cut or None)
    if cut:
        say(cut)
    say(f"wrote {path}; open it in a browser")
