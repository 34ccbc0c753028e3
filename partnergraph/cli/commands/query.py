"""The commands `query` and `queries`: ask the database, and the catalogue of what can be asked by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partnergraph.cli import completion
from partnergraph.cli.options import DatabaseOption, Format, FormatOption, RowsFormat
from partnergraph.cli.shared import read_again
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from partnergraph.database.connection import Database
    from partnergraph.database.driver.result_rows import Rows
    from partnergraph.network import Network

#: A month; servers count the milliseconds in whole numbers.
_LONGEST_TIMEOUT = 30 * 86_400
DEFAULT_PAGE = Path("out/query.html")


def query(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A named query; 'partnergraph queries' lists them. Or Cypher: \"MATCH ...\".",
            autocompletion=completion.queries,
        ),
    ] = None,
    parameters: Annotated[
        list[str] | None, typer.Argument(metavar="KEY=VALUE...", help="The query's parameters.")
    ] = None,
    cypher: Annotated[str | None, typer.Option("--cypher", help="A query of your own.")] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="A file with a query of your own.")] = None,
    database: DatabaseOption = None,
    style: Annotated[
        RowsFormat | None,
        typer.Option(
            "--format", help="How to print the rows; where not given, the ending of -o decides, else a table."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead.")
    ] = None,
    timeout: Annotated[float | None, typer.Option("--timeout", help="Seconds after which to stop it.")] = None,
    *,
    graph: Annotated[
        bool,
        typer.Option(
            "--graph",
            help="Write the nodes, edges and paths of the rows (or those whose ids they name) as a page: "
            f"-o FILE.html, or {DEFAULT_PAGE.as_posix()}.",
        ),
    ] = False,
    unguarded: Annotated[
        bool,
        typer.Option("--unguarded", help="With -o FILE.csv: leave cells as they are that a spreadsheet would run."),
    ] = False,
) -> None:
    """Run a named query, or one of your own; read-only.

    Example: partnergraph query twin-towns place="Leningrad Oblast"
    """
    # What a query needs is little, and it is asked often: the driver's own wish for pandas would double its time.
    from partnergraph.database.driver.light_import import import_driver_lightly

    import_driver_lightly()
    from partnergraph.database.queries.named_queries import get_query, run_cypher, run_query
    from partnergraph.database.queries.readonly import require_reading_words
    from partnergraph.database.unfinished import unfinished_load
    from partnergraph.messages import say

    if name is not None and "=" in name and (cypher is not None or file is not None):
        parameters, name = [name, *(parameters or [])], None
    name, cypher = _one_of(name, cypher, file)
    if timeout is not None and not 0 < timeout <= _LONGEST_TIMEOUT:
        raise UsageError(f"--timeout {timeout:g}: give a number of seconds above 0, at most {_LONGEST_TIMEOUT:,}")
    chosen = _format(style, output, graph=graph)
    pairs = _pairs(parameters or [])
    named, text = None, ""
    if name is not None:
        named = get_query(name)
        named.values(pairs)  # what is wrong with the parameters is said before a database is started
    else:
        text = cypher if cypher is not None else _read_text(file)
        require_reading_words(text)

    def ask(connection: Database) -> tuple[Rows, Network | None, str]:
        if named is not None:
            rows = run_query(connection, named, pairs, timeout=timeout)
        else:
            rows = run_cypher(connection, text, pairs, timeout=timeout)
        return rows, _network_of(connection, rows) if graph else None, unfinished_load(connection)

    rows, network, notice = read_again(database, ask)
    if notice:
        say(f"warning: {notice}")
    if network is not None:
        _write_page(network, output or DEFAULT_PAGE, named.name if named is not None else "Query")
    if graph and output is not None:
        return
    _put(rows, chosen, output, unguarded=unguarded)


def _one_of(name: str | None, cypher: str | None, file: Path | None) -> tuple[str | None, str | None]:
    """Return the name of a query or the text of one; a statement that stands where the name is meant is a text."""
    from partnergraph.database.queries.named_queries import is_cypher

    if sum(given is not None for given in (name, cypher, file)) != 1:
        raise UsageError(
            "give one of: a query's name, \"MATCH ...\", --cypher TEXT, --file FILE; 'partnergraph queries' lists "
            "the names"
        )
    return (None, name) if name is not None and is_cypher(name) else (name, cypher)


def queries(style: FormatOption = Format.table) -> None:
    """List the named queries with what they answer and take.

    Example: partnergraph queries
    """
    from partnergraph.database.driver.light_import import import_driver_lightly

    import_driver_lightly()
    from partnergraph.cli.printing import print_rows
    from partnergraph.database.queries.named_queries import find_queries

    found = find_queries().values()
    rows = [(each.name, " ".join(parameter.usage for parameter in each.parameters), each.purpose) for each in found]
    print_rows(("name", "parameters", "purpose"), rows, style.value)


def _format(style: RowsFormat | None, output: Path | None, *, graph: bool) -> RowsFormat:
    """Return how the rows are to be written; what does not go together is said before a database is started."""
    if graph:
        if output is not None and output.suffix.lower() not in {".html", ".htm"}:
            raise UsageError(f"--graph writes a page: give -o FILE.html, not {output}")
        if style is RowsFormat.parquet:
            raise UsageError("--graph writes a page, and beside it prints the rows as table, csv or json")
        return style or RowsFormat.table
    endings = {f".{each.value}": each for each in RowsFormat if each is not RowsFormat.table}
    chosen = style or (endings.get(output.suffix.lower()) if output is not None else None) or RowsFormat.table
    if output is not None and output.suffix.lower() in {".html", ".htm"}:
        raise UsageError(f"{output}: a page is written with --graph; for rows use .csv, .json or .parquet")
    if chosen is RowsFormat.parquet:
        from partnergraph.cli.rows_as_parquet import require_pyarrow

        if output is None:
            raise UsageError("--format parquet is not for the terminal: give -o FILE.parquet")
        require_pyarrow()
    return chosen


def _put(rows: Rows, style: RowsFormat, output: Path | None, *, unguarded: bool) -> None:
    from partnergraph.cli.printing import print_rows
    from partnergraph.files import new_file
    from partnergraph.messages import say

    if output is None:
        print_rows(rows.columns, rows.records, style.value)
        return
    with new_file(output) as part:
        if style is RowsFormat.parquet:
            from partnergraph.cli.rows_as_parquet import write_parquet

            write_parquet(rows.columns, rows.records, part)
        else:
            with part.open("w", encoding="utf-8", newline="\n") as file:
                print_rows(rows.columns, rows.records, style.value, file, guard=not unguarded)
    say(f"wrote {output}")


def _network_of(connection: Database, rows: Rows) -> Network:
    """Return what a query's rows show; a clear line where they show nothing."""
    from partnergraph.database.graph_reading import read_network
    from partnergraph.database.queries.graph_part import shown_part

    return shown_part(rows, read_network(connection, withdrawn=True))


def _write_page(network: Network, output: Path, title: str) -> None:
    from partnergraph.messages import say
    from partnergraph.view.page import render

    path = render(network, output, title=title)
    say(f"wrote {path} with {len(network.nodes)} nodes and {len(network.edges)} edges; open it in a browser")


def _pairs(given: list[str]) -> dict[str, str]:
    """Split KEY=VALUE arguments."""
    pairs: dict[str, str] = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or not key:
            raise UsageError(f"{text!r} is no parameter; write it as KEY=VALUE, in quotes where it has spaces")
        if key in pairs:
            raise UsageError(f"{key} is given twice")
        pairs[key] = value
    return pairs


def _read_text(path: Path | None) -> str:
    from partnergraph.files import read_text

    return read_text(Path(path or ""), pipes=True)
