"""The command `partnergraph add`: one fact, told by names, into the tables of a loader."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partnergraph.cli import completion
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from partnergraph.loading.fact_by_names import OwnTables
    from partnergraph.loading.identity.matching import KnownParties
    from partnergraph.loading.identity.parties import Party

_OF_FACT = ("date", "until", "status", "title", "amount", "unit", "section", "note")


def add(
    one: Annotated[str | None, typer.Argument(metavar="PARTY", help="Its id, name or alias.")] = None,
    edge_type: Annotated[
        str | None, typer.Argument(metavar="TYPE", help="An edge type: TWINNING.", autocompletion=completion.edge_types)
    ] = None,
    other: Annotated[str | None, typer.Argument(metavar="PARTNER", help="Its id, name or alias.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="When it began or happened: 2016, 2016-05.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="The last time at which it still held.")] = None,
    status: Annotated[
        str | None,
        typer.Option("--status", help="Its status; active where none is given.", autocompletion=completion.statuses),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="What the fact is, in a few words.")] = None,
    amount: Annotated[str | None, typer.Option("--amount", help="A plain number.")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="What the amount counts: USD.")] = None,
    section: Annotated[str | None, typer.Option("--section", help="Where in the source: page 7.")] = None,
    note: Annotated[str | None, typer.Option("--note", help="Anything else, in plain words.")] = None,
    source: Annotated[
        str | None, typer.Option("--source", help="Id, title or address; that of the last fact where not given.")
    ] = None,
    loader: Annotated[
        str | None, typer.Option("--loader", metavar="NAME", help="Into whose tables; the only one's, else 'added'.")
    ] = None,
    type_one: Annotated[
        str | None,
        typer.Option("--type-one", help="What a new PARTY is: City.", autocompletion=completion.node_types),
    ] = None,
    type_other: Annotated[
        str | None,
        typer.Option("--type-other", help="What a new PARTNER is.", autocompletion=completion.node_types),
    ] = None,
    country_one: Annotated[str | None, typer.Option("--country-one", help="Where a new PARTY lies.")] = None,
    country_other: Annotated[str | None, typer.Option("--country-other", help="Where a new PARTNER lies.")] = None,
    *,
    new: Annotated[
        bool,
        typer.Option("--new", help="Take an unknown name for a new party, though others have a like one."),
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Add it though the two have a fact of this type already.")
    ] = False,
) -> None:
    """Add one fact by names; what is not given is asked for on a terminal.

    A name near that of a known party is asked about, or refused without a terminal unless --new is given; so is a fact
    that is likely there already, unless --again is given. The source is kept for the next fact.

    Example: partnergraph add Vitebsk TWINNING Nis --date 2003 --source "Register of 2024"
    """
    from partnergraph.loading.fact_by_names import add_fact, likely_the_same, own_tables, parties_known, source_row
    from partnergraph.messages import say
    from partnergraph.network.slice import require_known

    project = Path.cwd()
    tables = own_tables(loader, project)
    known = parties_known(tables, project)
    one = _asked(one, "Party", "PARTY")
    edge_type = _asked(edge_type, "Edge type", "TYPE").upper()
    require_known([edge_type], tables.network.vocabulary.edge_types, "edge type")
    other = _asked(other, "Partner", "PARTNER")
    parties = [
        _party(one, known, tables, (type_one, country_one), word="one", new=new),
        _party(other, known, tables, (type_other, country_other), word="other", new=new),
    ]
    if parties[0].id == parties[1].id:
        raise UsageError(f"{one} and {other} are the same party: {parties[0].id}")
    given = (date, until, status or "active", title, amount, unit, section, note)
    if date is None and _is_terminal():
        given = (typer.prompt("Date (empty where unknown)", default="", show_default=False), *given[1:])
    fact = {name: value for name, value in zip(_OF_FACT, given, strict=True) if value}
    fact |= {"type": edge_type, "source": parties[0].id, "target": parties[1].id}
    if (alike := likely_the_same(fact, tables.network)) and not again:
        told = f"{parties[0].name} and {parties[1].name} have {edge_type} already: {'; '.join(alike[:3])}"
        if not _is_terminal():
            raise UsageError(f"{told}; nothing was added. --again adds it as another fact")
        if not typer.confirm(f"{told}. Add another?", default=False):
            return
    cited = source or tables.last_source
    if not cited or (source is None and _is_terminal()):
        cited = _asked(None, "Source (id, title or address)", "--source", default=cited or None)
    elif source is None:
        say(f"note: the source is that of the last fact: {cited}")
    identifier, row = source_row(cited, tables.network)
    network = add_fact(tables, fact | {"sources": identifier}, parties, row)
    say(f"added to {tables.name}: {parties[0].shown} {edge_type} {parties[1].shown}, source {identifier}")
    say(f"{tables.name} states {len(network.edges):,} facts now; load it: partnergraph load {tables.name}")


def _is_terminal() -> bool:
    from partnergraph.messages import terminal

    return sys.stdin.isatty() and terminal() is not None


def _asked(given: str | None, question: str, option: str, default: str | None = None) -> str:
    """Return what was given, or what a person at a terminal answers; without a terminal it has to be given."""
    if given and given.strip():
        return given.strip()
    if not _is_terminal():
        raise UsageError(f"give {option}: {question}; 'partnergraph add --help' shows an example")
    return str(typer.prompt(question, default=default)).strip()


def _party(
    text: str,
    known: KnownParties,
    tables: OwnTables,
    described: tuple[str | None, str | None],
    *,
    word: str,
    new: bool,
) -> Party:
    """Return the party that is meant; a new one where nobody is, or a person says that it is another."""
    from partnergraph.loading.fact_by_names import called, near, new_party

    if len(found := called(text, known)) == 1:
        return found[0]
    if found:
        raise UsageError(f"{text!r} may be several: {', '.join(sorted(party.id for party in found))}; give the id")
    if not new and (like := near(text, known)):
        shown = [known.by_id[each.id] for each in like]
        if not _is_terminal():
            names = ", ".join(f"{party.name} ({party.id})" for party in shown)
            raise UsageError(f"nobody is called {text!r}, near is {names}; give the id, or --new for another party")
        for party in shown:
            if typer.confirm(f"Do you mean {party.shown}?", default=False):
                return party
    kind, country = described
    kind = _asked(kind, f"What {text} is: City, Region, Enterprise ...", f"--type-{word}")
    if country is None and _is_terminal():
        country = typer.prompt(f"Country of {text} (empty where it has none)", default="", show_default=False)
    return new_party(text, kind, country or "", tables.network.vocabulary)
