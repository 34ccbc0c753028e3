"""Which known party a party is: by rules that give one answer or none, never by likeness alone.

The rules, in their order:

1. `name` and `alias`: the same name, upper and lower case aside; a name comes before an alias.
2. `normal form`: the same name in another spelling or script (see `normal`).
3. `country code`, `ISO 3166-2`, `GeoNames`, `wikidata`, `geonames`, `iso_3166_2`: the same entry of a register, by the
   party's own id there or because its name has one entry only in its country.

The types must be the same, the countries too, and nothing may show that the two differ. A name without a letter is no
name: the nodes 1 to 34 of two graphs are 68. Where a source says of a party neither its country nor what it is (the
type is none of the contract's), a name alone joins nothing: the same one is in doubt. Where rules name different
parties, or the name is one of several towns' and nothing says which, the answer is open, for a person to decide.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from partnergraph.loading.identity.normal import normal_form
from partnergraph.loading.identity.parties import LEAST_LIKENESS, MOST_PROPOSED, Party, differ
from partnergraph.vocabulary import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from partnergraph.loading.identity.authorities import Entry, Registers

_PLACES: Final = STANDARD.place_types
_DOUBT: Final = "another geonames id"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A party that another may be.

    Attributes:
        id: Its id, or `geonames:630468` for an entry of a register that no party has.
        name: Its name.
        why: The rule that found it, or what speaks against it.
        likeness: Of the two names, 0 to 100; None where a rule found it.
    """

    id: str
    name: str
    why: str
    likeness: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of a party.

    Attributes:
        status: `joined` (it is a known party), `new` (it is none), `ambiguous` (it may be several, or there is a
            doubt), `similar` (no rule found one, some have a like name), `unknown` (no register has such a place).
        rule: The rule that joined it, or why it is ambiguous.
        known: The party it is.
        candidates: Those it may be.
    """

    status: str
    rule: str = ""
    known: Party | None = None
    candidates: tuple[Candidate, ...] = ()


class KnownParties:
    """Parties that are known already, found by id, name and shared id.

    Attributes:
        by_id: Each party by its id.
        countries: The countries that they lie in.
        loaders: Who states them, in the order in which they were added.

    Args:
        parties: All of them; a later one adds to an earlier one of the same id.
    """

    def __init__(self, parties: Iterable[Party] = ()) -> None:
        self.by_id: dict[str, Party] = {}
        self._shared: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._names: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
        self._aliases: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
        self._forms: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
        self._of_type: defaultdict[str, dict[str, list[Party]]] = defaultdict(dict)
        self.countries: set[str] = set()
        self.loaders: dict[str, None] = {}
        self._entries: dict[tuple[str, str], dict[str, list[str]]] = {}
        for party in parties:
            self.add(party)

    def __len__(self) -> int:
        return len(self.by_id)

    def add(self, party: Party) -> None:
        """Add a party, or what another source says of one that is known."""
        self.loaders |= dict.fromkeys(party.loaders)
        first = self.by_id.setdefault(party.id, party)
        if first is not party:
            loaders = tuple(dict.fromkeys((*first.loaders, *party.loaders)))
            names = tuple(dict.fromkeys((*first.aliases, party.name, *party.aliases)))
            shared = tuple((dict(party.shared_ids) | dict(first.shared_ids)).items())
            country, point = first.country or party.country, first.point or party.point
            party = Party(first.id, first.type, first.name, country, names, shared, point, loaders)
            self.by_id[party.id] = party
        self.countries.add(party.country)
        self._entries.pop((party.type, party.country), None)
        for pair in party.shared_ids:
            self._shared[pair].add(party.id)
        if party.type == "Country" and party.country:
            self._shared["country code", party.country].add(party.id)
        self._names[party.type, party.country, _exact(party.name)].add(party.id)
        for alias in party.aliases:
            self._aliases[party.type, party.country, _exact(alias)].add(party.id)
        for name in (party.name, *party.aliases):
            form = normal_form(name, party.type, party.country)
            self._forms[party.type, party.country, form].add(party.id)
            self._of_type[party.type].setdefault(form, []).append(party)

    def named(self, party: Party) -> Iterator[tuple[str, list[Party]]]:
        """Yield, by the rules of names, the known parties that are called like a party; those that are not skip."""
        if party.type in _PLACES and not party.country:
            return
        by_rule = (("name", self._names, _exact), ("alias", self._aliases, _exact))
        called = [[name for name in names if any(map(str.isalpha, name))] for names in ((party.name,), party.aliases)]
        for names in called:
            for rule, index, spelt in by_rule:
                if found := self._lookup(index, party, [spelt(name) for name in names]):
                    yield rule, found
                    break
            else:
                continue
            break
        for names in called if not is_nameless(party) else ():
            forms = [normal_form(name, party.type, party.country) for name in names]
            if found := self._lookup(self._forms, party, forms):
                yield "normal form", found
                break

    def _lookup(
        self, index: Mapping[tuple[str, str, str], set[str]], party: Party, names: Iterable[str]
    ) -> list[Party]:
        ids = {known for name in names for known in index.get((party.type, party.country, name), ())}
        return [self.by_id[known] for known in sorted(ids) if known != party.id]

    def sharing(self, column: str, value: str, party: Party) -> list[Party]:
        """Return the known parties with an id in a register, of the party's type or a place as it is."""
        found = (self.by_id[known] for known in sorted(self._shared.get((column, value), ())))
        return [
            known
            for known in found
            if (known.type == party.type or {known.type, party.type} <= _PLACES)
            and not (known.country and party.country and known.country != party.country)
        ]

    def at_entry(self, entry: Entry, party: Party, registers: Registers) -> list[Party]:
        """Return the known parties of a type and country that are an entry of a register: by id, or else by name."""
        if found := [each for each in self.sharing(entry.register, entry.id, party) if not differ(party, each)]:
            return found
        place = (party.type, party.country)
        if place not in self._entries:
            by_entry: defaultdict[str, list[str]] = defaultdict(list)
            for each in self.by_id.values():
                if (each.type, each.country) == place and len(entries := registers.entries(each)) == 1:
                    by_entry[entries[0].id].append(each.id)
            self._entries[place] = dict(by_entry)
        return [
            self.by_id[known]
            for known in self._entries[place].get(entry.id, ())
            if known != party.id and not differ(party, self.by_id[known])
        ]

    def like(self, party: Party) -> list[Candidate]:
        """Return the known parties of the same type with a like name, most like first: proposals, no more."""
        forms = self._of_type.get(party.type, {})
        best: dict[str, Candidate] = {}
        for name in dict.fromkeys((party.name, *party.aliases)):
            if not any(map(str.isalpha, name)):
                continue
            form = normal_form(name, party.type, party.country)
            for found, likeness, _ in process.extract(
                form, list(forms), scorer=fuzz.token_sort_ratio, score_cutoff=LEAST_LIKENESS, limit=4 * MOST_PROPOSED
            ):
                for known in forms[found]:
                    why = differ(party, known)
                    if known.id == party.id or (why and not why.startswith(_DOUBT)):
                        continue
                    if known.id not in best or (best[known.id].likeness or 0) < likeness:
                        best[known.id] = Candidate(known.id, known.name, why or "a like name", round(likeness, 1))
        return sorted(best.values(), key=lambda each: (-(each.likeness or 0), each.id))[:MOST_PROPOSED]


def is_nameless(party: Party) -> bool:
    """Tell whether a source says of a party neither its country nor what it is, so that its name may be anybody's."""
    return not party.country and party.type not in STANDARD.node_types


def _exact(name: str) -> str:
    return " ".join(name.casefold().split())


def identify(party: Party, known: KnownParties, registers: Registers) -> Verdict:
    """Say which known party a party is.

    Args:
        party: Whose id is not known yet.
        known: Those it may be.
        registers: ISO 3166-2 and GeoNames.
    """
    by_shared_id = _by_shared_id(party, known)
    by_name, doubts = _by_name(party, known)
    if is_nameless(party) and by_name and not by_shared_id:
        return _open("nothing but the name says that they are one", by_name, doubts)
    evidence = by_name | by_shared_id
    if party.type in {"City", "Region"} and not by_shared_id and party.country in known.countries:
        by_register, doubt, entries = _by_register(
            party, known, registers, [each for found in by_name.values() for each in found]
        )
        if doubt:
            return _open(doubt, evidence, [*doubts, *entries])
        evidence |= by_register
    certain = {found[0].id for found in evidence.values() if len(found) == 1}
    if len(certain) == 1:
        (identifier,) = certain
        if all(identifier in {each.id for each in found} for found in evidence.values()):
            rule = next(rule for rule, found in evidence.items() if len(found) == 1)
            return Verdict("joined", rule, known.by_id[identifier])
        return _open("the rules name different parties", evidence, doubts)
    if evidence or doubts:
        reason = "the rules name different parties" if certain else "several have this name"
        return _open(reason if evidence else doubts[0].why, evidence, doubts)
    return Verdict("new")


def _by_shared_id(party: Party, known: KnownParties) -> dict[str, list[Party]]:
    evidence = {}
    pairs = [*party.shared_ids]
    if party.type == "Country" and party.country:
        pairs.insert(0, ("country code", party.country))
    for column, value in pairs:
        if found := known.sharing(column, value, party):
            evidence[column] = found
    return evidence


def _by_name(party: Party, known: KnownParties) -> tuple[dict[str, list[Party]], list[Candidate]]:
    """Return who is called so, by rule, and those of them of whom only a doubtful id says that they are others."""
    evidence: dict[str, list[Party]] = {}
    doubts: list[Candidate] = []
    for rule, found in known.named(party):
        reasons = {each.id: differ(party, each) for each in found}
        if same := [each for each in found if not reasons[each.id]]:
            evidence[rule] = same
        doubts += [
            Candidate(each.id, each.name, f"{rule}, but {reasons[each.id]}")
            for each in found
            # GeoNames has a town and its municipality under two ids; the others are sure.
            if reasons[each.id].startswith(_DOUBT) and each.id not in {doubt.id for doubt in doubts}
        ]
    return evidence, doubts


def _by_register(
    party: Party, known: KnownParties, registers: Registers, called_so: list[Party]
) -> tuple[dict[str, list[Party]], str, list[Candidate]]:
    """Return who is the same entry of a register, and what makes a name doubtful, with the entries it may mean.

    A name that several towns of the country have decides nothing, unless coordinates or an id say which one is meant.
    """
    if called_so and all(party.point and each.point for each in called_so):
        return {}, "", []
    entries = registers.entries(party)
    others = [entry for entry in entries if not known.sharing(entry.register, entry.id, party)]
    candidates = [Candidate(entry.key, entry.name, entry.place) for entry in others]
    if len(entries) > 1:
        what = "towns" if party.type == "City" else "regions"
        return {}, f"{party.country} has {len(entries)} {what} of this name" if called_so else "", candidates
    if not entries:
        return {}, "", []
    (entry,) = entries
    if found := known.at_entry(entry, party, registers):
        return {"GeoNames" if entry.register == "geonames" else "ISO 3166-2": found}, "", []
    if any(dict(each.shared_ids).get(entry.register) for each in called_so):
        return {}, f"{party.country} has another place of this name", candidates
    return {}, "", []


def _open(reason: str, evidence: Mapping[str, list[Party]], doubts: Iterable[Candidate]) -> Verdict:
    candidates: dict[str, Candidate] = {}
    for rule, found in evidence.items():
        for party in found:
            candidates.setdefault(party.id, Candidate(party.id, party.name, rule))
    for doubt in doubts:
        candidates.setdefault(doubt.id, doubt)
    return Verdict("ambiguous", reason, candidates=tuple(candidates.values()))
