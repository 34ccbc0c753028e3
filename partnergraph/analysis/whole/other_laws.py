"""Whether a tail that a power law was fitted to looks more like a lognormal or an exponential: likelihood ratios."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import Bounds, minimize
from scipy.special import log_ndtr, zeta

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

#: A difference with a p above this tells nothing of which law is the better: the authors' own choice, section 5.1.
UNDECIDED_ABOVE: Final = 0.1
#: Bounds of 1 / sigma^2 of the lognormal, as logarithms: at the lower one it is all but a power law.
_BENDS: Final = (math.log(1e-7), math.log(1e18))
_SLOPES: Final = (-1e12, 1e12)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The power law held against another law on the same tail.

    Attributes:
        law: The other law: `lognormal` or `exponential`.
        parameters: Its likeliest parameters: `mu` and `sigma`, or `rate`.
        ratio: Log-likelihood of the power law less that of the other law; above 0 the power law is the likelier.
        statistic: Vuong's: the ratio divided by its standard deviation, standard normal where both are equally far
            from the truth; 0 where the two laws give every value the same chance.
        p: How often a statistic at least as far from 0 comes about by chance where neither law is the better.
        likelier: `power law` or the other law where p is 0.1 or less; None where the values do not decide.
        verdict: The same in words.
    """

    law: str
    parameters: Mapping[str, float]
    ratio: float
    statistic: float
    p: float
    likelier: str | None
    verdict: str


def against_other_laws(tail: NDArray[np.int64], alpha: float, xmin: int) -> tuple[Comparison, ...]:
    """Hold a power law that was fitted to a tail against the lognormal and the exponential.

    Formulas, for whole x >= xmin: exponential p(x) = (1 - e^-rate) e^(-rate (x - xmin)), rate = ln(1 + 1 / (mean -
    xmin)); lognormal p(x) = (F(x + 1/2) - F(x - 1/2)) / (1 - F(xmin - 1/2)), F(x) = Phi((ln x - mu) / sigma), mu and
    sigma by numerical maximum likelihood. With d(i) the difference of the log-likelihoods of value i of n: R = sum of
    d(i); s^2 = mean of (d(i) - R/n)^2; statistic = R / (s sqrt(n)); p = erfc(|statistic| / sqrt(2)).
    Range: p 0 to 1; up to 0.1 the sign of the ratio tells the better law, above it the values do not decide.
    Source: Clauset, A., Shalizi, C. R., Newman, M. E. J. (2009). Power-law distributions in empirical data. SIAM Review
    51(4), 661-703, section 5 and appendix C; Vuong, Q. H. (1989). Likelihood ratio tests for model selection and
    non-nested hypotheses. Econometrica 57(2), 307-333.
    Limits: the likelier of two laws may still be a bad one, and a lognormal with a large sigma is all but a power law,
    so that no number of values tells the two apart then. The tail is the one that suits the power law best.

    Args:
        tail: Whole numbers of at least xmin, two of them different.
        alpha: The exponent of the power law fitted to them.
        xmin: Where the tail begins, at least 1.
    """
    values, counts = np.unique(tail, return_counts=True)
    power = -alpha * np.log(values) - math.log(float(zeta(alpha, xmin)))
    mu, sigma = _lognormal_fit(values, counts, xmin, alpha)
    rate = math.log1p(1 / (float(counts @ values) / float(counts.sum()) - xmin))
    return (
        _compare("lognormal", {"mu": mu, "sigma": sigma}, power - _lognormal(values, xmin, mu, sigma), counts),
        _compare("exponential", {"rate": rate}, power - _exponential(values, xmin, rate), counts),
    )


def _compare(
    law: str, parameters: Mapping[str, float], differences: NDArray[np.float64], counts: NDArray[np.int64]
) -> Comparison:
    n = int(counts.sum())
    ratio = float(counts @ differences)
    deviation = math.sqrt(float(counts @ (differences - ratio / n) ** 2) / n)
    # Differences of rounding are none: the laws agree on every value.
    statistic = ratio / (deviation * math.sqrt(n)) if deviation > 1e-9 else 0.0
    p = math.erfc(abs(statistic) / math.sqrt(2))
    if p > UNDECIDED_ABOVE:
        return Comparison(
            law, parameters, ratio, statistic, p, None, f"the tail does not tell the power law from the {law}"
        )
    if ratio > 0:
        return Comparison(
            law, parameters, ratio, statistic, p, "power law", f"the power law fits the tail better than the {law}"
        )
    return Comparison(law, parameters, ratio, statistic, p, law, f"the {law} fits the tail better than the power law")


def _exponential(values: NDArray[np.int64], xmin: int, rate: float) -> NDArray[np.float64]:
    """Return the logarithm of the chance of each value."""
    return np.asarray(math.log(-math.expm1(-rate)) - rate * (values - xmin), dtype=np.float64)


def _lognormal(values: NDArray[np.int64], xmin: int, mu: float, sigma: float) -> NDArray[np.float64]:
    """Return the logarithm of the chance of each value."""
    low, high = ((np.log(values + step) - mu) / sigma for step in (-0.5, 0.5))
    # Above the middle both ends are turned over: differences of numbers near 1 would lose all digits.
    turned = low > 0
    left, right = np.where(turned, -high, low), np.where(turned, -low, high)
    upper = log_ndtr(right)
    between = upper + np.log(-np.expm1(np.minimum(log_ndtr(left) - upper, -1e-300)))
    return np.asarray(between - log_ndtr(-(math.log(xmin - 0.5) - mu) / sigma), dtype=np.float64)


def _lognormal_fit(
    values: NDArray[np.int64], counts: NDArray[np.int64], xmin: int, alpha: float
) -> tuple[float, float]:
    """Return the likeliest mu and sigma.

    Looked for as slope a and bend b of the density of y = ln(x / xmin), which is exp(-a y - b y^2 / 2) up to a factor:
    where the values follow a power law mu and sigma run away together, while a stays near alpha - 1 and b nears 0.
    """
    start = math.log(xmin)

    def natural(at: NDArray[np.float64]) -> tuple[float, float]:
        bend = math.exp(at[1])
        return start - float(at[0]) / bend, 1 / math.sqrt(bend)

    def against(at: NDArray[np.float64]) -> float:
        likelihood = float(counts @ _lognormal(values, xmin, *natural(at)))
        return -likelihood if math.isfinite(likelihood) else 1e300

    logs = np.log(values) - start
    mean = float(counts @ logs) / float(counts.sum())
    variance = float(counts @ (logs - mean) ** 2) / float(counts.sum())
    # From the moments of the logarithms, from a moderate bend, and from the power law itself.
    moments = ((-mean / variance, -math.log(variance)), (alpha - 1, math.log(0.1)), (alpha - 1, math.log(1e-4)))
    lowest, highest = (np.array(ends) for ends in zip(_SLOPES, _BENDS, strict=True))
    starts = [np.clip(np.array(at), lowest, highest) for at in moments]
    bounds = Bounds(lowest, highest)
    tried = [
        minimize(
            against,
            at,
            method="Nelder-Mead",
            bounds=bounds,
            options={"xatol": 1e-7, "fatol": 1e-9, "maxiter": 2000},
        )
        for at in starts
    ]
    return natural(min(tried, key=lambda each: float(each.fun)).x)
