"""The command `partnergraph check`: what is wrong with a source, without a database."""

from __future__ import annotations

from typing import Annotated

import typer

from partnergraph.cli.options import (
    AttributeOption,
    DataOption,
    DirectionOption,
    EncodingOption,
    LoadersArgument,
    NameOption,
    NodeTableOption,
    UntypedEdgeOption,
    UntypedNodeOption,
)
from partnergraph.cli.sources import check_sources, graph_defaults, named_sources
from partnergraph.errors import UsageError


def check(
    loaders: LoadersArgument,
    data: DataOption = None,
    node_type: UntypedNodeOption = None,
    edge_type: UntypedEdgeOption = None,
    name: NameOption = None,
    encoding: EncodingOption = None,
    attribute: AttributeOption = None,
    node_table: NodeTableOption = None,
    *,
    directed: DirectionOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings and on rows that are left out.")] = False,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask the address that a loader names, where its answer was not kept.")
    ] = False,
) -> None:
    """Validate loaders without a database; every fault is listed with file, row and column.

    No address is asked unless --ask is given.

    Example: partnergraph check loaders/union_state
    """
    defaults = graph_defaults(
        node_type, edge_type, directed, name=name, encoding=encoding, attributes=attribute, node_table=node_table
    )
    sources = named_sources(loaders, data or (), defaults)
    warnings = check_sources(sources, strict=strict, ask=ask)
    if warnings and strict:
        raise UsageError(f"{warnings} warning{'s' if warnings != 1 else ''}, and --strict was given")
