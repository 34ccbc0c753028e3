"""The command `init`: a working project for somebody's own network, with a guessed mapping where a table is given."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partnergraph.cli.options import Format, FormatOption
from partnergraph.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnergraph.loading.guessing.result import Guess

#: So many of the rows that are left out are listed.
_MOST_SHOWN = 5


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder; an empty one may be there.")],
    tables: Annotated[
        list[Path] | None,
        typer.Option(
            "--from", metavar="FILE", help="A table: CSV, TSV, XLSX, ODS, JSON, Parquet, SQLite ...; repeatable."
        ),
    ] = None,
    own: Annotated[
        str | None,
        typer.Option("--own", metavar="NAME", help="The one party that all rows are about, where no column names it."),
    ] = None,
    parties: Annotated[
        list[str] | None,
        typer.Option("--party", metavar="COLUMN", help="A column that names a party; twice, or once with --own."),
    ] = None,
    tie: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="The edge type: TWINNING, AGREEMENT, SUPPLIES ...")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", help="The sheet's name or number; all that can be read if not given.")
    ] = None,
    database_table: Annotated[
        str | None, typer.Option("--table", help="Of an SQLite file: the table; needed where it has several.")
    ] = None,
    path: Annotated[
        str | None, typer.Option("--path", help="Of a JSON file: where the rows stand in it, as in results.items.")
    ] = None,
    header: Annotated[
        int | None, typer.Option("--header", min=1, help="The row of the header; looked for if not given.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="Of a text file: utf-8, cp1251, latin-1; recognised if not given.")
    ] = None,
    delimiter: Annotated[
        str | None, typer.Option("--delimiter", help="Of a text file: , ; or |; recognised if not given.")
    ] = None,
    style: FormatOption = Format.table,
) -> None:
    """Lay out a project for a network of your own; with --from, guess from a table how it becomes one.

    The guess is printed column by column and written to loader.toml, where LOOK marks what may be wrong.

    Example: partnergraph init my-towns --from towns.xlsx
    """
    given = {"--own": own, "--party": parties, "--type": tie, "--sheet": sheet, "--header": header}
    given |= {"--table": database_table, "--path": path, "--encoding": encoding, "--delimiter": delimiter}
    if not tables:
        for name, value in given.items():
            if value is not None:
                raise UsageError(f"{name} says something of a table: give the table with --from FILE")
        _init_with_example(folder)
        return

    from partnergraph.cli.printing import print_rows
    from partnergraph.loading.formats import TableOptions
    from partnergraph.project.layout import require_empty

    require_empty(folder)
    for table in tables:
        _require_no_graph(table)
    options = TableOptions(
        encoding=encoding or "",
        delimiter=delimiter or "",
        header=header or 0,
        sheet=sheet or "",
        path=path or "",
        table=database_table or "",
    )
    from partnergraph.loading.guessing.several_tables import guess_all

    guesses, told = guess_all(tables, options, own=own or "", parties=parties or (), tie=tie or "")
    loader = _write(folder, tables, guesses)
    for guessed in guesses:
        if len(guesses) > 1:
            _head(guessed)
        print_rows(("column", "example", "taken for", "how sure", "why"), guessed.rows(), style.value)
    _say_next(folder, loader, guesses, told)


def _head(guessed: Guess) -> None:
    from partnergraph.messages import say

    sheet = f", sheet {guessed.options.sheet!r}" if guessed.options.sheet else ""
    say(f"{guessed.table.file}{sheet}:")


def _init_with_example(folder: Path) -> None:
    from partnergraph.messages import say
    from partnergraph.project.layout import loader_name, new_project

    title = folder.resolve().name
    with new_project(folder, title=title, loader=loader_name(title), example=True):
        pass
    say(f"made {folder} with an example in loaders/{loader_name(title)}; next:\n{_commands(folder)}")


def _write(folder: Path, tables: Sequence[Path], guesses: Sequence[Guess]) -> str:
    """Write the project with the tables and their mapping, unless no fact comes out of it; return the loader's name."""
    from partnergraph.loading.guessing.as_toml import loader_toml
    from partnergraph.loading.reading import read_source
    from partnergraph.messages import say
    from partnergraph.project.layout import loader_name, new_project

    table = tables[0]
    name = loader_name(table.stem)
    with new_project(folder, title=folder.resolve().name, loader=name, example=False) as draft:
        home = draft / "loaders" / name
        for each in tables:
            shutil.copyfile(each, home / each.name)
        (home / "loader.toml").write_text(loader_toml(guesses, title=table.stem), encoding="utf-8", newline="\n")
        try:
            reading = read_source(home)
        except InputError as error:
            raise UsageError(f"{table}: the guess does not fit the table: {error}") from None
        if reading.network.edges.empty:
            reasons = "; ".join(str(finding) for finding in reading.rejected[:_MOST_SHOWN])
            raise UsageError(
                f"{table}: no row became a fact, so nothing was written; {reasons or 'all rows are empty'}"
            )
        for finding in reading.rejected[:_MOST_SHOWN]:
            say(f"left out: {finding}")
        more = len(reading.rejected) - _MOST_SHOWN
        if more > 0:
            say(f"left out: {more} more rows; 'partnergraph check' lists them")
        for note in reading.notes:
            say(f"note: {note}")
        say(f"{len(reading.network.edges)} facts between {len(reading.network.nodes)} parties and places")
    return name


def _require_no_graph(table: Path) -> None:
    """Send a file that holds a graph, and so needs no mapping, to where it is read."""
    from partnergraph.loading.formats import TABLE_SUFFIXES
    from partnergraph.loading.graph_files import is_graph_file

    if is_graph_file(table) and table.suffix.casefold() not in TABLE_SUFFIXES:
        raise UsageError(f"{table} is a graph file and needs no mapping: partnergraph load {_shell_word(table)}")


def _say_next(folder: Path, loader: str, guesses: Sequence[Guess], told: Sequence[str]) -> None:
    from partnergraph.messages import say

    for line in told:
        say(f"note: {line}")
    for guessed in guesses:
        _say_open(guessed)
    manifest = folder / "loaders" / loader / "loader.toml"
    say(f"made {folder}; look at {manifest}, above all at the lines with LOOK; then:\n{_commands(folder)}")


def _say_open(guessed: Guess) -> None:
    """Say what of a table was not placed, and what is asked."""
    from partnergraph.loading.guessing.party_countries import unknown_countries
    from partnergraph.messages import say

    if guessed.options.header > 1 or guessed.options.header_rows > 1:
        rows = f"row {guessed.options.header} is"
        if guessed.options.header_rows > 1:
            rows = f"rows {guessed.options.header} to {guessed.options.header + guessed.options.header_rows - 1} are"
        say(f"note: {rows} taken for the header")
    again = [name for name in guessed.table.columns if guessed.options.repeated and re.search(r" \(\d+\)$", name)]
    if again:
        say(f"note: columns called alike are numbered: {', '.join(again)}")
    strange = unknown_countries(guessed)
    if strange:
        shown = ", ".join(strange[:_MOST_SHOWN]) + (" ..." if len(strange) > _MOST_SHOWN else "")
        say(f"note: no country is called {shown}: say which it is in [lookups.countries]")
    if guessed.empty_below:
        columns, count = guessed.empty_below
        rows = "1 row leaves" if count == 1 else f"{count} rows leave"
        say(f"note: {rows} {columns[0]!r} empty; where that means the same as above, take the # away at fill_down")
    unplaced = [column.name for column, _ in guessed.unplaced]
    asked = [placed.column.name for _, placed in guessed.questions]
    if unplaced:
        say(f"not placed: {', '.join(unplaced)}")
    if asked:
        say(f"not placed, but asked about in loader.toml: {', '.join(asked)}")


def _commands(folder: Path) -> str:
    lines = ["partnergraph build", "partnergraph query by-country", "partnergraph rank --by betweenness"]
    if folder.resolve() != Path.cwd():
        lines.insert(0, f"cd {_shell_word(folder)}")
    return "\n".join(f"  {line}" for line in lines)


def _shell_word(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if " " in text else text
