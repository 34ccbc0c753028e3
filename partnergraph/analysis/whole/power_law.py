"""Whether degrees follow a power law, after Clauset, Shalizi and Newman (2009), and a verdict in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import zeta

from partnergraph.analysis.whole.other_laws import Comparison, against_other_laws
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

#: Exponents that are looked for; at an end of the range the tail is no power law worth the name.
ALPHAS: Final = (1.01, 8.0)
#: At p up to this the power law is ruled out: the authors' own choice, section 4.1.
RULED_OUT: Final = 0.1
#: With fewer values in the tail than this the test rules out next to nothing.
FEW: Final = 50
#: A tail shorter than this is not fitted at all.
LEAST_TAIL: Final = 10
BOOTSTRAP: Final = 500
_SEED: Final = 20260101
_GRID: Final = np.arange(ALPHAS[0], ALPHAS[1] + 0.001, 0.02)
#: Above this the discrete law is drawn by its continuous approximation, there exact to six digits.
_TABLE: Final = 20_000
_LARGEST: Final = 1e15


@dataclass(frozen=True, slots=True)
class PowerLaw:
    """A power law fitted to the tail of positive whole numbers, p(x) proportional to x^-alpha for x >= xmin.

    Attributes:
        alpha: The exponent; None where nothing was fitted.
        xmin: Where the tail begins.
        tail: How many values lie in it.
        values: How many values there are.
        distance: Kolmogorov-Smirnov distance between the tail and the law.
        p: Share of samples drawn from the law that lie at least as far from their own fit.
        samples: How many samples were drawn; the standard error of p is at most 1 / (2 sqrt(samples)).
        verdict: What follows, in words.
        comparisons: The law held against the lognormal and the exponential on the same tail; empty where nothing was
            fitted.
    """

    alpha: float | None
    xmin: int | None
    tail: int
    values: int
    distance: float | None
    p: float | None
    samples: int
    verdict: str
    comparisons: tuple[Comparison, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fit:
    alpha: float
    xmin: int
    tail: int
    distance: float


def power_law(values: Collection[int], *, samples: int = BOOTSTRAP) -> PowerLaw:
    """Fit a discrete power law to the tail of some numbers and test whether it could have made them.

    Formula: p(x) = x^-alpha / zeta(alpha, xmin) for x >= xmin. Alpha maximises the likelihood -n ln zeta(alpha, xmin) -
    alpha * sum of ln x over the n values of the tail; xmin is the value at which the Kolmogorov-Smirnov distance
    between the tail and its law is smallest. p is the share of synthetic samples (below xmin drawn from the values,
    from there on from the law; each fitted anew, xmin included) whose distance is at least that of the values.
    Likelihood ratios tell whether the lognormal or the exponential is likelier, see `against_other_laws`.
    Range: alpha 1.01 to 8, p 0 to 1; p up to 0.1 rules the law out. Values of zero are left out; only an xmin that
    leaves ten values in the tail, and two different ones, is tried.
    Source: Clauset, A., Shalizi, C. R., Newman, M. E. J. (2009). Power-law distributions in empirical data. SIAM Review
    51(4), 661-703, sections 3.1, 3.3, 4.1 and 5.
    Meaning: whether few parties hold most partnerships without any typical number, as is often claimed of networks. A
    law that is not ruled out is not thereby proven: another may fit as well.

    Args:
        values: Whole numbers of at least 0, such as degrees.
        samples: How many synthetic samples to draw; they are the same in every run.

    Raises:
        UsageError: The number of samples is negative.
    """
    if samples < 0:
        raise UsageError(f"the number of samples must not be negative, as {samples} is")
    numbers = np.asarray([value for value in values if value > 0], dtype=np.int64)
    found = _fit(numbers)
    if found is None:
        reason = f"no tail of {LEAST_TAIL} values, two of them different: nothing to fit"
        return PowerLaw(None, None, 0, len(numbers), None, None, 0, reason)
    others = against_other_laws(numbers[numbers >= found.xmin], found.alpha, found.xmin)
    p = _p_value(numbers, found, samples) if samples else None
    text = "fitted, not tested: no samples were asked for" if p is None else _verdict(found, p, samples, others)
    return PowerLaw(found.alpha, found.xmin, found.tail, len(numbers), found.distance, p, samples, text, others)


def _verdict(found: _Fit, p: float, samples: int, others: tuple[Comparison, ...]) -> str:
    if p <= RULED_OUT:
        return f"ruled out: of {samples} samples of a power law only {round(p * samples)} lie this far from theirs"
    if found.tail < FEW:
        return f"not ruled out, but {found.tail} values in the tail are too few to tell it from other laws"
    better = [other.law for other in others if other.likelier == other.law]
    if better:
        return f"not ruled out, but a worse fit to the tail than the {' and the '.join(better)}"
    undecided = [other.law for other in others if other.likelier is None]
    if undecided:
        return f"not ruled out, nor told from the {' or the '.join(undecided)}, which may fit as well"
    return f"not ruled out, and a better fit to the tail than the {' and the '.join(other.law for other in others)}"


def _fit(numbers: NDArray[np.int64]) -> _Fit | None:
    """Return the best fit over all admitted xmin, or None where there is none."""
    values, counts = np.unique(numbers, return_counts=True)
    tails = counts[::-1].cumsum()[::-1]
    starts = np.flatnonzero(tails[:-1] >= LEAST_TAIL)
    if not len(starts):
        return None
    logs = (counts * np.log(values))[::-1].cumsum()[::-1]
    best: _Fit | None = None
    for start, alpha in zip(starts, _alphas(values[starts], tails[starts], logs[starts]), strict=True):
        distance = _distance(values[start:], counts[start:], alpha)
        if best is None or distance < best.distance:
            best = _Fit(float(alpha), int(values[start]), int(tails[start]), distance)
    if best is None:
        return None
    begin = int(np.searchsorted(values, best.xmin))
    exact = _maximum_likelihood(best.xmin, best.tail, float(logs[begin]))
    return _Fit(exact, best.xmin, best.tail, _distance(values[begin:], counts[begin:], exact))


def _alphas(xmins: NDArray[np.int64], tails: NDArray[np.int64], logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the likeliest exponent for each xmin: the best of a grid, refined by the parabola through it."""
    normalisers = np.log(zeta(_GRID[None, :], xmins[:, None].astype(float)))
    likelihoods = -tails[:, None] * normalisers - _GRID[None, :] * logs[:, None]
    top = likelihoods.argmax(axis=1)
    inner = top.clip(1, len(_GRID) - 2)
    rows = np.arange(len(xmins))
    left, middle, right = (likelihoods[rows, inner + step] for step in (-1, 0, 1))
    bend = left - 2 * middle + right
    shift = np.divide(left - right, 2 * bend, out=np.zeros_like(bend), where=bend < 0)
    step = _GRID[1] - _GRID[0]
    return np.asarray((_GRID[inner] + step * shift).clip(*ALPHAS))


def _maximum_likelihood(xmin: int, tail: int, log_sum: float) -> float:
    def against(alpha: float) -> float:
        return tail * float(np.log(zeta(alpha, xmin))) + alpha * log_sum

    return float(minimize_scalar(against, bounds=ALPHAS, method="bounded", options={"xatol": 1e-9}).x)


def _distance(values: NDArray[np.int64], counts: NDArray[np.int64], alpha: float) -> float:
    """Return the largest difference between the two distribution functions over all whole numbers from xmin on."""
    share = counts.cumsum() / counts.sum()
    # Of a value x: the law's P(X < x) and P(X <= x).
    below, upto = (1 - zeta(alpha, values + shift) / zeta(alpha, float(values[0])) for shift in (0.0, 1.0))
    # Between two values the share stands still while the law grows: the ends of each gap are the extremes.
    before = np.concatenate(([0.0], share[:-1]))
    return float(max(np.abs(share - upto).max(), np.abs(before - below).max()))


def _p_value(numbers: NDArray[np.int64], found: _Fit, samples: int) -> float:
    generator = np.random.default_rng(_SEED)
    body = numbers[numbers < found.xmin]
    reached: int = 0
    for _ in range(samples):
        from_tail = int(generator.binomial(len(numbers), found.tail / len(numbers)))
        drawn = draw(found.alpha, found.xmin, from_tail, generator)
        rest = len(numbers) - from_tail
        if rest:
            drawn = np.concatenate((drawn, generator.choice(body, rest)))
        fitted = _fit(drawn)
        # A sample that cannot be fitted says nothing against the law.
        reached += int(fitted is None or fitted.distance >= found.distance)
    return reached / samples


def draw(alpha: float, xmin: int, size: int, generator: np.random.Generator) -> NDArray[np.int64]:
    """Draw from the discrete power law by inverting its distribution function."""
    table = zeta(alpha, np.arange(xmin, xmin + _TABLE, dtype=float)) / zeta(alpha, float(xmin))
    chances = 1 - generator.random(size)  # above 0
    # table[k] = P(X >= xmin + k): the largest k with P(X >= xmin + k) >= chance.
    drawn = xmin + np.searchsorted(-table, -chances, side="right") - 1
    far = chances <= table[-1]
    edge = xmin + _TABLE - 1
    beyond = (edge - 0.5) * (chances[far] / table[-1]) ** (-1 / (alpha - 1)) + 0.5
    drawn[far] = np.floor(np.minimum(beyond, _LARGEST)).astype(np.int64)
    return np.asarray(drawn, dtype=np.int64)
