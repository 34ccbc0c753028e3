"""Making one node of what several loaders say of one party, and saying so.

Only ids change: those of the nodes that are known already become the known ones, in the nodes and at the ends of the
edges. An edge keeps its own id, its loader and its sources; the name that the loader used is kept as an alias.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from partnergraph.errors import Finding, InputError
from partnergraph.loading.identity.authorities import Registers
from partnergraph.loading.identity.decisions import read_decisions
from partnergraph.loading.identity.matching import Candidate, KnownParties, Verdict, identify
from partnergraph.loading.identity.parties import Party, parties_of
from partnergraph.loading.identity.renaming import as_known
from partnergraph.vocabulary import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from partnergraph.loader import Loader
    from partnergraph.network import Network


@dataclass(frozen=True)
class Joins:
    """Who of a loader's parties is who.

    Attributes:
        loader: The loader's name.
        known_from: The loaders whose parties were known before, in the order in which they were loaded.
        joined: The loader's party, and the verdict on it, for each that is a known one.
        open: The same for each that a person has to decide on.
    """

    loader: str
    known_from: tuple[str, ...] = ()
    joined: tuple[tuple[Party, Verdict], ...] = ()
    open: tuple[tuple[Party, Verdict], ...] = ()

    @property
    def by_rule(self) -> Counter[str]:
        """How many nodes each rule joined."""
        return Counter(verdict.rule for _, verdict in self.joined)

    @property
    def met(self) -> tuple[str, ...]:
        """The loaders that have the parties that were joined; all if none were."""
        names = {name for _, verdict in self.joined if verdict.known for name in verdict.known.loaders}
        return tuple(each for each in self.known_from if each in names) or self.known_from

    def summary(self) -> str:
        """Say in one line how many nodes were joined and by which rule; "" where nobody was known before."""
        if not self.known_from:
            return ""
        rules = ", ".join(f"{count} by {rule}" for rule, count in self.by_rule.most_common())
        count = len(self.joined)
        known = f"{count} of its nodes {'is' if count == 1 else 'are'} known from {', '.join(self.met)}"
        text = f"{self.loader}: {known}{f' ({rules})' if rules else ''}"
        if self.open:
            text += f"; {len(self.open)} {'is' if len(self.open) == 1 else 'are'} in doubt and not joined"
        names = " ".join((*(self.known_from if self.open else self.met), self.loader))
        if self.joined or self.open:
            text += f"; 'partnergraph resolve {names}{' --joined' if not self.open else ''}' lists them"
        return text


@dataclass
class Joined:
    """A loader with its network as it is after joining.

    Attributes:
        loader: The loader.
        network: Its network, with the ids of those who are known.
        joins: Who was joined, and who is in doubt.
    """

    loader: Loader
    network: Network
    joins: Joins = field(default_factory=lambda: Joins(""))


def join_all(read: Sequence[tuple[Loader, Network]], known: Iterable[Party] = ()) -> list[Joined]:
    """Make one node of each party that several of these networks, or the known parties, have.

    Each network is compared with the known parties and with the networks before it.

    Args:
        read: Loaders with what they state, decisions applied.
        known: The parties of other loaders, a database's.

    Raises:
        InputError: One id stands for two parties that cannot be one.
    """
    everybody = KnownParties(known)
    joined = []
    for loader, network in read:
        each = join(loader, network, everybody)
        joined.append(each)
        for party in parties_of(each.network, loader.name):
            everybody.add(party)
    return joined


def join(loader: Loader, network: Network, known: KnownParties, registers: Registers | None = None) -> Joined:
    """Give the parties of one network the ids of the known parties that they are.

    Args:
        loader: Whose network it is.
        network: What it states, decisions applied.
        known: Who is known.
        registers: ISO 3166-2 and GeoNames; read as far as needed where not given.

    Raises:
        InputError: One id stands for two parties that cannot be one.
    """
    if not known.by_id:
        return Joined(loader, network, Joins(loader.name))
    parties = list(parties_of(network, loader.name))
    settled = {decision.id for decision in read_decisions(loader.folder, loader.name)}
    towns = {party.country for party in parties if party.type == "City" and party.country}
    registers = registers or Registers(towns & {each.country for each in known.by_id.values()})
    verdicts = {party.id: _verdict(party, known, registers, settled) for party in parties}
    _refuse_contradictions(parties, verdicts, loader.name)
    _leave_rivals_open(parties, verdicts)
    joined = [(party, verdicts[party.id]) for party in parties if verdicts[party.id].status == "joined"]
    left = [(party, verdicts[party.id]) for party in parties if verdicts[party.id].status == "ambiguous"]
    loaders = tuple(each for each in known.loaders if each != loader.name)
    joins = Joins(loader.name, loaders, tuple(joined), tuple(left))
    becoming = {party.id: verdict.known for party, verdict in joined if verdict.known is not None}
    return Joined(loader, as_known(network, becoming), joins)


def _verdict(party: Party, known: KnownParties, registers: Registers, settled: set[str]) -> Verdict:
    same = known.by_id.get(party.id)
    if party.id in settled:
        return Verdict("joined", "decision", same) if same else Verdict("new", "decision")
    if same:
        return Verdict("joined", "id", same)
    return identify(party, known, registers)


def _refuse_contradictions(parties: Iterable[Party], verdicts: Mapping[str, Verdict], loader: str) -> None:
    """Refuse one id for two: what was not joined by a rule but by chance must not become one node."""
    faults = []
    for party in parties:
        verdict = verdicts[party.id]
        other = verdict.known
        if verdict.rule not in {"id", "decision"} or other is None:
            continue
        places = {party.type, other.type} <= STANDARD.place_types
        # A person may decide that a District here is the City there; by chance, or among others, types must agree.
        agree = party.type == other.type or (verdict.rule == "decision" and places)
        countries = not party.country or not other.country or party.country == other.country
        if not agree or not countries:
            problem = (
                f"{party.id} is {party.shown} here and {other.shown} in {', '.join(other.loaders)}; "
                "give it another id, in the table or in who_is_who.csv beside it"
            )
            faults.append(Finding(f"{loader}/nodes", 0, "id", party.id, problem))
    if faults:
        raise InputError(faults)


def _leave_rivals_open(parties: Sequence[Party], verdicts: dict[str, Verdict]) -> None:
    """Join one party of a loader at most with a known one, unless a decision joins more; the others stay open."""
    rivals: defaultdict[str, list[Party]] = defaultdict(list)
    for party in parties:
        verdict = verdicts[party.id]
        if verdict.status == "joined" and verdict.known is not None:
            rivals[verdict.known.id].append(party)
    for claimed in rivals.values():
        sure = [party for party in claimed if verdicts[party.id].rule in {"id", "decision"}]
        if len(claimed) < 2:
            continue
        others = ", ".join(party.id for party in claimed)
        for party in claimed:
            verdict = verdicts[party.id]
            if party not in sure and verdict.known is not None:
                candidate = Candidate(verdict.known.id, verdict.known.name, verdict.rule)
                reason = f"several of this loader may be the same: {others}"
                verdicts[party.id] = Verdict("ambiguous", reason, candidates=(candidate,))
