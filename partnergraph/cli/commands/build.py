"""The command `partnergraph build`: the whole way from the default loaders to the ranking and the page."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from partnergraph.cli.commands.load import load_and_print
from partnergraph.cli.commands.rank import print_ranking
from partnergraph.cli.commands.render import write_page
from partnergraph.cli.options import DatabaseOption, StrictOption
from partnergraph.errors import UsageError


def build(
    database: DatabaseOption = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the page goes.")] = Path("out/network.html"),
    *,
    strict: StrictOption = False,
    force: Annotated[bool, typer.Option("--force", help="Accept a source that is much smaller than before.")] = False,
) -> None:
    """Load the default loaders, print the hub ranking and write the page: the whole way.

    Example: partnergraph build
    """
    from partnergraph.database.graph_reading import read_network
    from partnergraph.database.loads.load import LoadOptions
    from partnergraph.loading.catalogue import default_loaders, open_loader
    from partnergraph.loading.source import named_source

    loaders = [open_loader(folder) for folder in default_loaders()]
    if not loaders:
        raise UsageError("there is no loader to build from: neither in ./loaders nor in the package")
    with ExitStack() as stack:
        sources = [named_source(each) for each in loaders]
        connection = load_and_print(
            stack, database, sources, LoadOptions(strict, force=force, replaces_guesses=True), "table"
        )
        network = read_network(connection)
    print_ranking(network, by=["degree"], top=15, style="table")
    write_page(network, output, loaders[0].title if len(loaders) == 1 else None)
