"""Do the scores of gaps foretell anything? Learn from the facts up to a year, look for the pairs that came later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from partnergraph.analysis.gaps.gaps import codes_of_agreed_places, surroundings_of, with_events
from partnergraph.analysis.gaps.scores import BASELINE, SCORES, adjacency
from partnergraph.analysis.graph.from_network import project
from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.graph.undirected import counted_facts, undirected_choice
from partnergraph.dates import first_day
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from numpy.typing import NDArray

    from partnergraph.network import Network

    Numbers: TypeAlias = NDArray[Any]

BOOTSTRAP: Final = 1000
TOP: Final = 20
#: The share of the bootstrap's values that an interval holds.
LEVEL: Final = 0.95
#: All pairs of the parties are looked at, and again in every sample.
MOST_PARTIES: Final = 2000
#: With fewer pairs to find than this, no difference between scores can be told.
FEW: Final = 30
_SEED: Final = 20260101


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its bootstrap interval.

    Attributes:
        value: The value on the data.
        low: 2.5% of the samples lie below.
        high: 2.5% of the samples lie above.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tested:
    """How well one score foretold the later pairs.

    Attributes:
        method: The score's name.
        auc: The chance that a pair that came later scores above one that did not, equal scores counting half.
        better: The same less that of the baseline, both on the same samples.
        precision: The share of later pairs among the first `top`, those at the cut counting by expectation.
        mean_reciprocal_rank: Mean, over the parties that found a new partner, of 1 / rank of the first one found, among
            the candidates of that party; of equal scores the expected rank.
    """

    method: str
    auc: Interval
    better: Interval
    precision: Interval
    mean_reciprocal_rank: Interval


@dataclass(frozen=True, slots=True)
class Backtest:
    """A back-test with the counts behind it.

    Attributes:
        year: The last year that was learnt from.
        learnt: Facts dated up to the year.
        undated: Facts without a date, in neither part.
        parties: Parties of the facts learnt.
        later: Pairs whose first dated fact is later.
        undated_too: Of these, pairs with an undated fact as well, which may have been partners before.
        newcomers: Of the rest, pairs with an end that was not known by the year: no score can name them.
        implausible: Of the rest, pairs of types that are not scored, or of one country where only two were asked for.
        found: Of the rest, what was to be foretold.
        candidates: Pairs that were scored, those to be foretold among them.
        unconnected: Of those to be foretold, pairs without a common partner by the year.
        agreed: Candidates that lie in places which had agreed by the year.
        agreed_found: Of these, how many were to be foretold.
        top: How many pairs the precision looks at.
        queries: How many parties the mean reciprocal rank is taken over.
        samples: How many samples the intervals rest on.
        scores: What each score achieved, the best by AUC first.
    """

    year: int
    learnt: int
    undated: int
    parties: int
    later: int
    undated_too: int
    newcomers: int
    implausible: int
    found: int
    candidates: int
    unconnected: int
    agreed: int
    agreed_found: int
    top: int
    queries: int
    samples: int
    scores: tuple[Tested, ...]

    def describe(self) -> str:
        """Return the counts in plain sentences, with what they allow to be said."""
        text = (
            f"Learnt: {self.learnt} facts dated up to {self.year}, between {self.parties} parties; undated facts left "
            f"out: {self.undated}. New pairs later: {self.later}; with an undated fact too: {self.undated_too}; of the "
            f"others, with an end not known by {self.year}: {self.newcomers}; of the others, not of the pairs that are "
            f"scored: {self.implausible}. To be foretold: {self.found} among {self.candidates} candidates "
            f"({self.found / self.candidates:.2%}), without a common partner by then: {self.unconnected}. Candidates "
            f"that lie in places which had agreed: {self.agreed}, of which came {self.agreed_found}. "
            f"Intervals: {LEVEL:.0%} of {self.samples} samples of the parties."
        )
        ahead = [each.method for each in self.scores if each.better.low > 0]
        if self.found < FEW:
            count = f"{self.found} pair{'s' if self.found > 1 else ''}"
            verdict = f"With {count} to find, no score can be said to be better or worse than another."
        elif ahead:
            verdict = f"Better than the baseline by AUC, beyond the interval: {', '.join(ahead)}."
        else:
            verdict = "No score is better than the baseline by AUC beyond the interval."
        return f"{text} {verdict}"


def backtest(
    network: Network,
    projection: Projection | None = None,
    *,
    year: int,
    top: int = TOP,
    across: bool = False,
    samples: int = BOOTSTRAP,
) -> Backtest:
    """Learn from the facts dated up to a year and see how each score places the pairs that appeared later.

    A fact counts in the year of its own date; a fact without one is in neither part, and a pair with such a fact is no
    candidate, since nobody knows when it began. Candidates are all plausible pairs of parties known by the year that
    were not partners then, whether or not they had a common partner. Parties are drawn with replacement for the
    intervals, a pair counting as often as both its ends do together: pairs of one party stand or fall together, so
    they must not be drawn as if they were independent (Owen, A. B. (2007). The pigeonhole bootstrap. Annals of
    Applied Statistics 1(2), 386-411). What later facts say is not looked at when learning.

    Source: AUC: Hanley, J. A., McNeil, B. J. (1982). The meaning and use of the area under a receiver operating
    characteristic (ROC) curve. Radiology 143(1), 29-36; as a test of link prediction: Lu, L., Zhou, T. (2011). Link
    prediction in complex networks: a survey. Physica A 390, 1150-1170.

    Args:
        network: Where the facts stand.
        projection: What counts.
        year: The last year to learn from.
        top: How many pairs the precision looks at.
        across: Only pairs of two different countries.
        samples: How many samples the intervals rest on; they are the same in every run.

    Raises:
        UsageError: Nothing is dated up to the year, no pair is to be foretold, or there are too many parties.
    """
    if top < 1 or samples < 1:
        raise UsageError("top and the number of samples must be at least 1")
    chosen = with_events(undirected_choice(projection))
    facts = counted_facts(network, chosen)
    begun = (first_day(text) if isinstance(text, str) else None for text in facts["date"])
    years = np.array([int(day[:4]) if day else 0 for day in begun], dtype=np.int64)
    dated = years > 0
    if not dated.any():
        raise UsageError("no fact of this slice has a date, so there is nothing to test on")
    learnt = facts[dated & (years <= year)]
    if learnt.empty:
        raise UsageError(f"no fact is dated up to {year}; the first is of {years[dated].min()}")
    known = replace(network, edges=network.edges[network.edges["id"].isin(set(learnt["id"]))])
    # Of the choices only those of statuses still matter: without them plans that were asked for would be set aside.
    counted = Projection(
        types=chosen.counted_types(network.vocabulary),
        statuses=chosen.statuses,
        plans=chosen.plans,
        include_countries=chosen.include_countries,
        include_events=chosen.include_events,
        isolates=False,
    )
    G = project(known, counted)
    if len(G) > MOST_PARTIES:
        raise UsageError(f"{len(G)} parties are too many for a back-test ({MOST_PARTIES} at most); choose a slice")
    around = surroundings_of(network, G, learnt, chosen)
    position = {node: index for index, node in enumerate(G)}

    undated_pairs = _pairs(facts[~dated])
    later = _pairs(facts[dated & (years > year)]) - _pairs(learnt)
    certain = later - undated_pairs
    within = {pair for pair in certain if all(end in position for end in pair)}
    first, second = np.triu_indices(len(G), k=1)
    keep = around.kept(first, second, across=across)
    size = len(G)
    keep &= ~np.isin(first * size + second, _codes(undated_pairs, position))
    first, second = first[keep], second[keep]
    codes = first * size + second
    came = np.isin(codes, _codes(within, position))
    if not came.any():
        raise UsageError(f"after {year} no new pair appears between plausible parties that were known by then")
    agreed = np.isin(codes, codes_of_agreed_places(around))

    matrix = adjacency(G)
    values = {name: np.round(score.function(matrix, first, second), 9) for name, score in SCORES.items()}
    tests = _Tests(first, second, came, size, min(top, len(codes)))
    tested = _tested(values, tests, samples)
    return Backtest(
        year=year,
        learnt=len(learnt),
        undated=int((~dated).sum()),
        parties=size,
        later=len(later),
        undated_too=len(later) - len(certain),
        newcomers=len(certain) - len(within),
        implausible=len(within) - int(came.sum()),
        found=int(came.sum()),
        candidates=len(codes),
        unconnected=int((values["common-partners"][came] == 0).sum()),
        agreed=int(agreed.sum()),
        agreed_found=int((agreed & came).sum()),
        top=tests.top,
        queries=len(np.union1d(first[came], second[came])),
        samples=samples,
        scores=tuple(sorted(tested, key=lambda each: (-each.auc.value, each.method))),
    )


@dataclass(frozen=True, slots=True)
class _Tests:
    """The candidates and which of them came."""

    first: Numbers
    second: Numbers
    came: Numbers
    parties: int
    top: int


def _tested(values: dict[str, Numbers], tests: _Tests, samples: int) -> list[Tested]:
    groups = {name: np.unique(numbers, return_inverse=True)[1] for name, numbers in values.items()}
    reciprocal = {name: _reciprocal_ranks(numbers, tests) for name, numbers in values.items()}
    generator = np.random.default_rng(_SEED)
    once = np.ones(tests.parties)
    drawn = [np.bincount(generator.integers(tests.parties, size=tests.parties), minlength=tests.parties)
             for _ in range(samples)]  # fmt: skip

    def measured(name: str, counts: Numbers) -> tuple[float, float, float]:
        weights = counts[tests.first] * counts[tests.second]
        area, precision = auc_and_precision(groups[name], tests.came, weights, tests.top)
        parties, ranks = reciprocal[name]
        chosen = counts[parties]
        return area, precision, float(chosen @ ranks / chosen.sum()) if chosen.sum() else np.nan

    results = {name: np.array([measured(name, counts) for counts in [once, *drawn]]) for name in values}
    baseline = results[BASELINE]
    return [
        Tested(
            name,
            auc=_interval(found[:, 0]),
            better=_interval(found[:, 0] - baseline[:, 0]),
            precision=_interval(found[:, 1]),
            mean_reciprocal_rank=_interval(found[:, 2]),
        )
        for name, found in results.items()
    ]


def auc_and_precision(groups: Numbers, came: Numbers, weights: Numbers, top: int) -> tuple[float, float]:
    """Return the AUC and the precision at the top of weighted pairs.

    Args:
        groups: For each pair the number of its score among the different scores, 0 the lowest.
        came: Whether it is one of those sought.
        weights: How often it counts.
        top: How many pairs the precision looks at, by weight; at the cut equal scores count by expectation.

    Returns:
        The two numbers; nan where no pair sought, or none but these, has weight.
    """
    sought = np.bincount(groups, weights * came)
    others = np.bincount(groups, weights * ~came)
    wanted, rest = sought.sum(), others.sum()
    if not wanted or not rest:
        return np.nan, np.nan
    area = float(sought @ (others.cumsum() - others / 2) / (wanted * rest))
    # From the highest score on.
    each = (sought + others)[::-1]
    before = each.cumsum() - each
    taken = np.divide((top - before).clip(0, each), each, out=np.zeros_like(each), where=each > 0)
    return area, float(sought[::-1] @ taken / min(top, wanted + rest))


def _reciprocal_ranks(values: Numbers, tests: _Tests) -> tuple[Numbers, Numbers]:
    """Return the parties with a pair that came, and for each 1 / expected rank of the first of these."""
    parties = np.union1d(tests.first[tests.came], tests.second[tests.came])
    ranks = []
    for party in parties:
        mine = (tests.first == party) | (tests.second == party)
        numbers, came = values[mine], tests.came[mine]
        best = numbers[came].max()
        tied = numbers == best
        ranks.append(1 / ((numbers > best).sum() + (tied.sum() + 1) / ((tied & came).sum() + 1)))
    return parties, np.array(ranks)


def _interval(values: Numbers) -> Interval:
    """Return the first value with the interval of the others."""
    others = values[1:][~np.isnan(values[1:])]
    if not len(others):
        return Interval(float(values[0]), np.nan, np.nan)
    low, high = np.quantile(others, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(values[0]), float(low), float(high))


def _pairs(facts: pd.DataFrame) -> set[tuple[str, str]]:
    return {(min(pair), max(pair)) for pair in zip(facts["source"], facts["target"], strict=True)}


def _codes(pairs: Iterable[tuple[str, str]], position: dict[str, int]) -> Numbers:
    size = len(position)
    rows = [sorted((position[one], position[other])) for one, other in pairs if one in position and other in position]
    return np.array([low * size + high for low, high in rows], dtype=np.int64)
