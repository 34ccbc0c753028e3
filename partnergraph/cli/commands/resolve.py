"""The command `resolve`: who of a loader's parties is who, and recording what a person decides."""

from __future__ import annotations

import getpass
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from partnergraph.cli.options import Format, FormatOption
from partnergraph.errors import UsageError
from partnergraph.naming import nearest
from partnergraph.vocabulary import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from partnergraph.loader import Loader
    from partnergraph.loading.identity.decisions import Decision
    from partnergraph.loading.identity.parties import Party
    from partnergraph.loading.identity.survey import Survey

_OPEN_COLUMNS = (
    "loader",
    "id",
    "name",
    "type",
    "country",
    "status",
    "why",
    "candidate",
    "called",
    "found by",
    "likeness",
)
_JOINED_COLUMNS = ("loader", "id", "name", "type", "country", "is", "called", "rule")
_OWN = "own"


def resolve(
    loaders: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="LOADER|FOLDER",
            help="In the order in which they are loaded: each is compared with those before it, a single one with the "
            "default loaders. Without any: the default loaders.",
        ),
    ] = None,
    style: FormatOption = Format.table,
    *,
    joined: Annotated[
        bool, typer.Option("--joined", help="List who was joined with whom by which rule, not who is open.")
    ] = False,
    decide: Annotated[
        list[str] | None,
        typer.Option(
            "--decide",
            metavar="NAME=ID",
            help="Record that NAME (a loader's name or id for it) is the party ID; 'own' for a party of its own; "
            "geonames:N, wikidata:QN or iso_3166_2:XX-YY for an entry of a register. May be repeated.",
        ),
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", help="The country of NAME, where several have it.")
    ] = None,
    node_type: Annotated[
        str | None, typer.Option("--node-type", help="The type of NAME, where several have it.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who decides; the name you are logged in with if not given.")
    ] = None,
    note: Annotated[str, typer.Option("--note", help="Why.")] = "",
) -> None:
    """List the names that are ambiguous or unknown with those that may be meant, or record what you decide.

    A decision stands in who_is_who.csv beside the loader and counts whenever the loader is read.

    Example: partnergraph resolve my_towns --decide "Dzerzhinsk=city:dzerzhinsk" --note "the one on the Oka"
    """
    from partnergraph.cli.printing import print_rows
    from partnergraph.loading.identity.survey import survey
    from partnergraph.loading.reading import read_loader

    pairs = [_pair(text) for text in decide or ()]
    if not pairs and (country or node_type or by or note):
        raise UsageError("--country, --node-type, --by and --note go with --decide NAME=ID")
    compared, asked = _loaders(loaders or [])
    surveys = survey([(loader, read_loader(loader)) for loader in compared])
    chosen = [each for each in surveys if each.loader.name in asked]
    if pairs:
        _record(pairs, surveys, chosen, {"country": country or "", "type": node_type or ""}, _decider(by), note)
    elif joined:
        print_rows(_JOINED_COLUMNS, _joined_rows(chosen), style.value)
    else:
        print_rows(_OPEN_COLUMNS, _open_rows(chosen), style.value)


def _loaders(given: Sequence[str]) -> tuple[list[Loader], set[str]]:
    """Return the loaders to compare, in their order, and the names of those that were asked about."""
    from partnergraph.loading.catalogue import default_loaders, open_loader
    from partnergraph.loading.source import open_source

    named = [open_source(each) for each in given]
    if len(named) > 1:
        compared = named
    else:
        defaults = [open_loader(folder) for folder in default_loaders()]
        compared = [*(each for each in defaults if each.name not in {one.name for one in named}), *named]
    if not compared:
        raise UsageError("there is no loader to look at: neither in ./loaders nor in the package")
    names = [each.name for each in compared]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UsageError(f"{twice[0]} is given twice")
    return compared, {each.name for each in named} or set(names)


def _open_rows(surveys: Iterable[Survey]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for each in surveys:
        for party, verdict in each.open:
            head = (each.loader.name, party.id, party.name, party.type, party.country or None)
            tails: list[tuple[Any, ...]] = [(one.id, one.name, one.why, one.likeness) for one in verdict.candidates]
            rows += [(*head, verdict.status, verdict.rule, *tail) for tail in tails or [(None, None, None, None)]]
    return rows


def _joined_rows(surveys: Iterable[Survey]) -> list[tuple[Any, ...]]:
    return [
        (each.loader.name, party.id, party.name, party.type, party.country or None, known.id, known.name, verdict.rule)
        for each in surveys
        for party, verdict in each.joins.joined
        if (known := verdict.known) is not None
    ]


def _pair(text: str) -> tuple[str, str]:
    name, equals, identifier = text.rpartition("=")
    if not equals or not name.strip() or not identifier.strip():
        raise UsageError(f"--decide {text!r}: write NAME=ID, in quotes where it has spaces")
    return name.strip(), identifier.strip()


def _record(
    pairs: Iterable[tuple[str, str]],
    surveys: Sequence[Survey],
    chosen: Sequence[Survey],
    narrowed: dict[str, str],
    by: str,
    note: str,
) -> None:
    """Write decisions beside the loaders that they are about, after all of them were found to be right."""
    from partnergraph.loading.identity.decisions import Decision, decision_files, record
    from partnergraph.messages import say

    found: dict[str, list[tuple[Decision, Party]]] = {}
    for name, identifier in pairs:
        about, party = _meant(name, chosen, narrowed)
        goal = _goal(name, identifier, party, about, surveys)
        decision = Decision(name, party.country, party.type, goal, by, date.today().isoformat(), note)
        found.setdefault(about.loader.name, []).append((decision, party))
    for each in chosen:
        if decided := found.get(each.loader.name):
            path = decision_files(each.loader.folder, each.loader.name)[-1]
            record(path, [decision for decision, _ in decided])
            for decision, party in decided:
                say(f"{party.shown} is {decision.id}: noted in {path}")
            say(f"it counts whenever {each.loader.name} is read: 'partnergraph load {each.loader.name}'")


def _meant(name: str, surveys: Sequence[Survey], narrowed: dict[str, str]) -> tuple[Survey, Party]:
    """Return the one party that has a name or id; of several, the one that is open."""
    from partnergraph.loading.identity.decisions import Decision

    asked = Decision(name, narrowed["country"].upper(), narrowed["type"], "")
    found = [(each, party) for each in surveys for party in each.parties if asked.is_about(party)]
    still_open = [(each, party) for each, party in found if party.id in {one.id for one, _ in each.open}]
    if len(found) == 1 or len(still_open) == 1:
        return (still_open or found)[0]
    if found:
        several = ", ".join(f"{party.id} of {each.loader.name}" for each, party in found)
        raise UsageError(f"{name!r} may be several: {several}; give its id, one loader, --country or --node-type")
    names = {party.name for each in surveys for party in each.parties}
    near = nearest(name, names)
    hint = f"; did you mean {near}?" if near else ""
    raise UsageError(f"nobody in {', '.join(each.loader.name for each in surveys)} is called {name!r}{hint}")


def _goal(name: str, identifier: str, party: Party, about: Survey, surveys: Sequence[Survey]) -> str:
    """Return the id that was decided on, after making sure that there is such a party or such an entry."""
    from partnergraph.loading.identity.decisions import Decision, decision_files, read_decisions

    if identifier == _OWN:
        if any(
            each.is_about(replace(party, id=name)) for each in read_decisions(about.loader.folder, about.loader.name)
        ):
            path = decision_files(about.loader.folder, about.loader.name)[-1]
            raise UsageError(f"{name!r} was decided on before: take its line out of {path} first")
        return party.id
    if shared := Decision("", "", "", identifier).shared_id:
        forms = {"wikidata": r"Q[1-9]\d*", "geonames": r"[1-9]\d*", "iso_3166_2": r"[A-Z]{2}-[A-Z0-9]{1,3}"}
        if not re.fullmatch(forms[shared[0]], shared[1], re.ASCII):
            raise UsageError(
                f"{identifier!r} is no id there; write geonames:625144, wikidata:Q2280 or iso_3166_2:BY-HM"
            )
        return identifier
    ids = {each.id: each for one in reversed(surveys) for each in one.parties}
    if identifier not in ids:
        near = nearest(identifier, ids)
        hint = f"; did you mean {near}?" if near else "."
        loaders = ", ".join(each.loader.name for each in surveys)
        raise UsageError(f"nobody in {loaders} has the id {identifier!r}{hint} Name the loader that has it, too")
    other = ids[identifier]
    places = {party.type, other.type} <= STANDARD.place_types
    if (party.country and other.country and party.country != other.country) or (
        party.type != other.type and not places
    ):
        raise UsageError(f"{party.shown} cannot be {identifier}, which is {other.shown}")
    return identifier


def _decider(given: str | None) -> str:
    if given is not None:
        return given
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a user
        return ""
