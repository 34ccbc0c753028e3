"""One place under several names in one table: made one where a rule says so, never by likeness.

The rules are those between sources: the same name in another spelling or script, or the same entry of a register by any
of its names. A region is looked for in ISO 3166-2 and gets its code; a place without a country that lies in a region
has the region's. Firms are only told of: two legal forms of one name may be two firms.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from partnergraph.loading.identity.authorities import Entry, Registers
from partnergraph.loading.identity.decisions import read_decisions
from partnergraph.loading.identity.normal import normal_form
from partnergraph.loading.identity.parties import Party, differ, parties_of
from partnergraph.loading.identity.renaming import with_ids
from partnergraph.loading.mapping.node_ids import made_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from partnergraph.loader import Loader
    from partnergraph.network import Network

#: Of more towns than this the register is not asked.
_MOST_ASKED: Final = 5_000
_MOST_NAMED: Final = 8
_JOINED: Final = ("Region", "District", "City", "Settlement")
#: Two names in one cell: Bolzano/Bozen, Kaliningrad (Königsberg).
_TWO_NAMES: Final = re.compile(r"(?P<first>[^/()]+?)\s*(?:/\s*(?P<second>[^/()]+)|\((?P<inside>[^()]+)\))")


def one_of_several_names(network: Network, loader: Loader) -> tuple[Network, list[str]]:
    """Make one node of what a table calls by several names, and say so.

    Args:
        network: As a mapping made it, decisions applied.
        loader: Whose it is; parties that a person has decided on are left as they are.

    Returns:
        The network, and what was done, each a line.
    """
    settled = {decision.id for decision in read_decisions(loader.folder, loader.name)}
    network, regions = _with_regions(network, settled)
    mine = [
        party
        for party in parties_of(network, loader.name)
        if party.id not in settled and party.type in _JOINED and party.id in _plain_ids(party)
    ]
    towns = [party for party in mine if party.type == "City" and party.country and not party.shared_ids]
    registers = Registers({party.country for party in towns} if len(towns) <= _MOST_ASKED else ())
    entries = {party.id: _entry(party, registers) for party in towns} if len(towns) <= _MOST_ASKED else {}
    network = _with_other_names(network, towns, entries, registers)
    inside = dict(zip(network.nodes["id"], network.nodes["located_in"], strict=True))
    ids: dict[str, str] = {}
    told: list[str] = []
    for kind in _JOINED:
        for group in _groups([party for party in mine if party.type == kind], entries):
            within = {ids.get(place, place) for party in group if (place := inside.get(party.id)) is not None}
            if len(within) > 1 or any(differ(one, other) for one in group for other in group if one is not other):
                continue
            ids |= {party.id: group[0].id for party in group[1:]}
            names = list(dict.fromkeys(party.name for party in group))
            if len(names) > 1:
                told.append(" = ".join(names))
    notes = [*regions]
    if loader.geonames:
        network, placed = _with_coordinates(network, {party.id: _only(party, registers) for party in towns if entries})
        notes += placed
    if told:
        more = f" and {len(told) - _MOST_NAMED} more" if len(told) > _MOST_NAMED else ""
        places = (
            "1 place has several names and is" if len(told) == 1 else f"{len(told)} places have several names and are"
        )
        notes.append(
            f"{places} one node{'' if len(told) == 1 else ' each'}: {'; '.join(told[:_MOST_NAMED])}{more}; "
            "who_is_who.csv can say otherwise"
        )
    return with_ids(network, ids), [*notes, *_alike_firms(network, loader)]


def _plain_ids(party: Party) -> set[str]:
    """Return the ids that a mapping makes of a name: another one was given, or tells a place from its namesakes."""
    return {made_id(party.type, party.name, party.country), made_id(party.type, party.name)}


def _groups(parties: Sequence[Party], entries: Mapping[str, Entry | None]) -> Iterable[list[Party]]:
    """Yield the parties that a rule says are one, in the table's order."""
    by_rule: dict[tuple[str, str], list[Party]] = defaultdict(list)
    for party in parties:
        if not party.country:
            continue
        entry = entries.get(party.id)
        codes = dict(party.shared_ids)
        if entry is not None:
            by_rule["entry", entry.key].append(party)
        elif party.type == "Region" and codes.get("iso_3166_2"):
            by_rule["entry", codes["iso_3166_2"]].append(party)
        elif not codes:
            by_rule[party.country, normal_form(party.name, party.type, party.country)].append(party)
    return [group for group in by_rule.values() if len(group) > 1]


def _entry(party: Party, registers: Registers) -> Entry | None:
    found = registers.entries(party)
    if len(found) == 1:
        return found[0]
    names = _two_names(party.name)
    both = [registers.entries(replace(party, name=name)) for name in names]
    if len(both) == 2 and all(len(each) == 1 for each in both) and both[0][0].id == both[1][0].id:
        return both[0][0]
    return None


def _only(party: Party, registers: Registers) -> Entry | None:
    """Return the only town that is called so by any of its names; of two names in one cell the one that both mean."""
    found = registers.called(party)
    if not found and (names := _two_names(party.name)):
        first, second = (registers.called(replace(party, name=name)) for name in names)
        found = {own: entry for own, entry in first.items() if own in second}
    return next(iter(found.values())) if len(found) == 1 else None


def _two_names(name: str) -> tuple[str, ...]:
    match = _TWO_NAMES.fullmatch(name)
    return (match["first"].strip(), (match["second"] or match["inside"]).strip()) if match else ()


def _with_other_names(
    network: Network, towns: Sequence[Party], entries: Mapping[str, Entry | None], registers: Registers
) -> Network:
    """Give a town that is called by two names in one cell both of them as aliases, where a register knows both."""
    added: dict[str, tuple[str, ...]] = {}
    for party in towns:
        names = _two_names(party.name)
        entry = entries.get(party.id)
        if (
            names
            and entry
            and all([each.id for each in registers.entries(replace(party, name=name))] == [entry.id] for name in names)
        ):
            added[party.id] = names
    if not added:
        return network
    nodes = network.nodes.copy()
    aliases = [
        tuple(dict.fromkeys((*others, *added.get(own, ()))))
        for own, others in zip(nodes["id"], nodes["aliases"], strict=True)
    ]
    nodes["aliases"] = pd.Series(aliases, index=nodes.index, dtype=object)
    return replace(network, nodes=nodes)


def _with_coordinates(network: Network, entries: Mapping[str, Entry | None]) -> tuple[Network, list[str]]:
    """Give towns without coordinates those of the only entry of their name in their country, and its id."""
    nodes = network.nodes.copy()
    rows = [
        place
        for place, (own, north) in enumerate(zip(nodes["id"], nodes["latitude"], strict=True))
        if pd.isna(north) and (entry := entries.get(own)) is not None and entry.point
    ]
    if not rows:
        return network, []
    found = [entry for place in rows if (entry := entries[nodes["id"].iloc[place]]) is not None and entry.point]
    columns = {name: nodes[name].tolist() for name in ("latitude", "longitude", "geonames")}
    for place, entry in zip(rows, found, strict=True):
        assert entry.point is not None  # noqa: S101  those without were left out above
        columns["latitude"][place], columns["longitude"][place] = entry.point
        columns["geonames"][place] = entry.id
    for name, values in columns.items():
        nodes[name] = pd.Series(values, index=nodes.index, dtype=nodes[name].dtype)
    towns = "1 town has its" if len(rows) == 1 else f"{len(rows)} towns have their"
    return replace(network, nodes=nodes), [
        f"{towns} coordinates from GeoNames, which has one of the name in its country"
    ]


def _with_regions(network: Network, settled: set[str]) -> tuple[Network, list[str]]:
    """Find regions in ISO 3166-2, and give places without a country that of the region they lie in."""
    countries = sorted({str(each) for each in network.nodes["country"].dropna()})
    nodes = network.nodes.copy()
    found: dict[str, Entry] = {}
    country_of: dict[str, str] = {}
    registers = Registers()
    homes: dict[str, set[str]] = defaultdict(set)
    for party in parties_of(network, ""):
        if party.type == "Region" and party.country:
            homes[normal_form(party.name, "Region", party.country)].add(party.country)
    for party in parties_of(network, ""):
        if party.type != "Region" or party.id in settled or dict(party.shared_ids).get("iso_3166_2"):
            continue
        asked = [party.country] if party.country else countries
        known = {
            code: entries[0] for code in asked if len(entries := registers.entries(replace(party, country=code))) == 1
        }
        if len(known) == 1:
            ((code, entry),) = known.items()
            found[party.id], country_of[party.id] = entry, code
        elif not party.country:
            here = {code for code in countries if code in homes.get(normal_form(party.name, "Region", code), ())}
            country_of |= dict.fromkeys([party.id] if len(here) == 1 else [], next(iter(here), ""))
    if not country_of:
        return network, []
    codes = [
        found[own].id if own in found else code for own, code in zip(nodes["id"], nodes["iso_3166_2"], strict=True)
    ]
    nodes["iso_3166_2"] = pd.Series(codes, index=nodes.index, dtype=nodes["iso_3166_2"].dtype)
    told = [
        country_of.get(own) or country_of.get(place) if pd.isna(country) else country
        for own, place, country in zip(nodes["id"], nodes["located_in"], nodes["country"], strict=True)
    ]
    nodes["country"] = pd.Series(told, index=nodes.index, dtype=nodes["country"].dtype)
    if not found:
        return replace(network, nodes=nodes), []
    names = dict(zip(nodes["id"], nodes["name"], strict=True))
    some = ", ".join(f"{names[own]} = {entry.id}" for own, entry in list(found.items())[:_MOST_NAMED])
    regions = "1 region was" if len(found) == 1 else f"{len(found)} regions were"
    return replace(network, nodes=nodes), [f"{regions} found in ISO 3166-2: {some}"]


def _alike_firms(network: Network, loader: Loader) -> list[str]:
    """Tell of firms whose names are alike but for their legal form or country: they may be one, a person decides."""
    forms: dict[str, list[Party]] = defaultdict(list)
    for party in parties_of(network, loader.name):
        if party.type in {"Enterprise", "Institution"}:
            forms[normal_form(party.name, party.type)].append(party)
    alike = []
    for group in forms.values():
        fitting = [
            each for each in group if not each.country or {other.country for other in group} <= {each.country, ""}
        ]
        if len(fitting) > 1:
            alike.append(" = ".join(party.shown for party in fitting))
    if not alike:
        return []
    more = f" and {len(alike) - _MOST_NAMED} more" if len(alike) > _MOST_NAMED else ""
    return [
        f"may be one, and are left as several: {'; '.join(alike[:_MOST_NAMED])}{more}; 'partnergraph resolve' decides"
    ]
