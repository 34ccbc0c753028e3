"""What a person has to look at: the names that are ambiguous or unknown, each with those that may be meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from partnergraph.loading.identity.authorities import Registers
from partnergraph.loading.identity.decisions import read_decisions
from partnergraph.loading.identity.joining import Joins, join
from partnergraph.loading.identity.matching import Candidate, KnownParties, Verdict
from partnergraph.loading.identity.parties import parties_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnergraph.loader import Loader
    from partnergraph.loading.identity.parties import Party
    from partnergraph.network import Network

#: The order in which what is open is shown.
STATUSES: Final = ("ambiguous", "similar", "unknown")


@dataclass(frozen=True)
class Survey:
    """What is known of the names of one loader.

    Attributes:
        loader: The loader.
        joins: Who is somebody that a loader before it has, and by which rule.
        open: The loader's party, and the verdict on it, for each that a person should look at; ambiguous ones first.
        parties: All of the loader's parties.
    """

    loader: Loader
    joins: Joins
    open: tuple[tuple[Party, Verdict], ...]
    parties: tuple[Party, ...]


def survey(read: Sequence[tuple[Loader, Network]]) -> list[Survey]:
    """Look at the names of each loader, compared with the loaders before it and with the registers.

    Args:
        read: Loaders with what they state, decisions applied, in the order in which they are loaded.

    Raises:
        InputError: One id stands for two parties that cannot be one.
    """
    everybody = [party for loader, network in read for party in parties_of(network, loader.name)]
    registers = Registers({party.country for party in everybody if _asks_geonames(party)})
    known = KnownParties()
    surveys = []
    for loader, network in read:
        joined = join(loader, network, known, registers)
        parties = tuple(parties_of(network, loader.name))
        settled = {decision.id for decision in read_decisions(loader.folder, loader.name)}
        settled |= {party.id for party, _ in joined.joins.joined}
        ambiguous = {party.id: verdict for party, verdict in joined.joins.open}
        found = []
        for party in parties:
            if party.id not in settled:
                verdict = ambiguous.get(party.id) or _look_again(party, known, registers)
                found.append((party, verdict))
        left = [each for each in found if each[1].status in STATUSES]
        left.sort(key=lambda each: (STATUSES.index(each[1].status), each[0].id))
        surveys.append(Survey(loader, joined.joins, tuple(left), parties))
        for party in parties_of(joined.network, loader.name):
            known.add(party)
    return surveys


def _asks_geonames(party: Party) -> bool:
    return party.type == "City" and bool(party.country) and "geonames" not in dict(party.shared_ids)


def _look_again(party: Party, known: KnownParties, registers: Registers) -> Verdict:
    """Say of a party that no rule joined whether it is like a known one, or a place that no register knows."""
    like = known.like(party)
    if like:
        return Verdict("similar", "a like name", candidates=tuple(like))
    if party.type not in {"City", "Region"} or party.shared_ids:
        return Verdict("new")
    if not party.country:
        return Verdict("unknown", "the country is missing")
    entries = registers.entries(party)
    if len(entries) == 1:
        return Verdict("new")
    register = "GeoNames" if party.type == "City" else "ISO 3166-2"
    if entries:
        candidates = [Candidate(each.key, each.name, each.place) for each in entries]
        reason = f"{register} has {len(entries)} of this name in {party.country}"
        return Verdict("ambiguous", reason, candidates=tuple(candidates))
    candidates = [Candidate(each.key, each.name, each.place, likeness) for each, likeness in registers.like(party)]
    return Verdict("unknown", f"{register} has none of this name in {party.country}", candidates=tuple(candidates))
