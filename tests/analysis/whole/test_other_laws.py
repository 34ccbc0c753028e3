"""The power law held against the lognormal and the exponential on one tail."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest
from scipy import stats
from scipy.optimize import Bounds, differential_evolution
from scipy.special import zeta

from partnergraph.analysis.whole.other_laws import against_other_laws
from partnergraph.analysis.whole.overview import describe
from partnergraph.analysis.whole.power_law import draw, power_law

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from partnergraph.analysis.whole.other_laws import Comparison


def compared(values: NDArray[np.int64]) -> dict[str, Comparison]:
    found = power_law(values.tolist(), samples=0)
    return {each.law: each for each in found.comparisons}


def on_the_whole(values: NDArray[np.int64], alpha: float) -> dict[str, Comparison]:
    """Hold the law against others on all values, where its tail would leave most of them out."""
    xmin = int(values.min())
    return {each.law: each for each in against_other_laws(values, alpha, xmin)}


def lognormal_chances(values: NDArray[np.int64], xmin: int, mu: float, sigma: float) -> NDArray[np.float64]:
    """Return the logarithms of the chances by the library's own lognormal."""
    law = stats.lognorm(s=sigma, scale=math.exp(mu))
    return np.asarray(np.log(law.cdf(values + 0.5) - law.cdf(values - 0.5)) - math.log(law.sf(xmin - 0.5)))


def test_every_number_is_that_of_a_computation_of_another_kind() -> None:
    values = np.rint(np.random.default_rng(4).lognormal(2, 0.8, 400)).astype(np.int64)
    values = values[values >= 4]
    found = on_the_whole(values, 2.1)
    power_chances = -2.1 * np.log(values) - math.log(float(zeta(2.1, 4)))

    def against(at: Any) -> float:
        with np.errstate(divide="ignore"):
            return -float(lognormal_chances(values, 4, at[0], at[1]).sum())

    best = differential_evolution(against, Bounds(np.array([0.0, 0.2]), np.array([4.0, 3.0])), seed=1, tol=1e-10)
    lognormal = found["lognormal"]
    assert lognormal.parameters["mu"] == pytest.approx(best.x[0], abs=1e-3)
    assert lognormal.parameters["sigma"] == pytest.approx(best.x[1], abs=1e-3)
    assert lognormal.ratio == pytest.approx(power_chances.sum() + best.fun, abs=1e-5)

    exponential = found["exponential"]
    # What lies beyond xmin is geometric; its likeliest chance is 1 / mean.
    chance = 1 / (values - 4 + 1).mean()
    assert exponential.parameters["rate"] == pytest.approx(-math.log(1 - chance), rel=1e-9)
    others = {
        "lognormal": lognormal_chances(values, 4, *best.x),
        "exponential": stats.geom(chance, loc=3).logpmf(values),
    }
    for law, chances in others.items():
        # Vuong's statistic is that of one sample's mean, with n in place of n - 1.
        differences = power_chances - chances
        t = float(np.asarray(stats.ttest_1samp(differences, 0).statistic)) * math.sqrt(len(values) / (len(values) - 1))
        assert found[law].statistic == pytest.approx(t, abs=1e-4)
        assert found[law].p == pytest.approx(2 * stats.norm.sf(abs(t)), abs=1e-4)


def test_the_chances_of_each_law_sum_to_one() -> None:
    from partnergraph.analysis.whole.other_laws import _exponential, _lognormal

    values = np.arange(3, 300_000)
    assert np.exp(_lognormal(values, 3, 1.5, 1.1)).sum() == pytest.approx(1, abs=1e-9)
    assert np.exp(_lognormal(values, 3, -3.0, 1.5)).sum() == pytest.approx(1, abs=1e-5)
    assert np.exp(_exponential(values, 3, 0.2)).sum() == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_draws_of_a_power_law_are_told_from_an_exponential_and_taken_for_no_lognormal(seed: int) -> None:
    found = compared(draw(2.5, 3, 5000, np.random.default_rng(seed)))
    assert found["exponential"].likelier == "power law"
    assert found["exponential"].statistic > 3
    # A lognormal with a large sigma is all but a power law: the two lie together, and it is said.
    assert found["lognormal"].likelier is None
    assert abs(found["lognormal"].ratio) < 2


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_draws_of_a_lognormal_are_told_from_both(seed: int) -> None:
    drawn = np.rint(np.random.default_rng(seed).lognormal(2, 0.8, 3000)).astype(np.int64)
    found = on_the_whole(drawn[drawn >= 5], 2.2)
    assert found["lognormal"].likelier == "lognormal"
    assert found["lognormal"].ratio < -20
    assert found["lognormal"].parameters == pytest.approx({"mu": 2, "sigma": 0.8}, abs=0.15)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_draws_of_an_exponential_are_told_from_a_power_law(seed: int) -> None:
    values = np.random.default_rng(seed).geometric(0.15, 5000)
    found = compared(values)
    assert found["exponential"].likelier == "exponential"
    assert found["exponential"].parameters["rate"] == pytest.approx(-math.log(0.85), abs=0.03)


@pytest.mark.parametrize("seed", range(1, 6))
def test_few_values_decide_nothing_between_power_law_and_lognormal(seed: int) -> None:
    found = compared(draw(2.5, 3, 40, np.random.default_rng(seed)))
    assert found["lognormal"].likelier is None
    assert found["lognormal"].verdict == "the tail does not tell the power law from the lognormal"
    assert found["lognormal"].p > 0.1


def test_where_the_law_is_true_it_is_seldom_called_the_worse() -> None:
    wrong = 0
    for seed in range(30):
        values = draw(2.3, 2, 400, np.random.default_rng(seed))
        wrong += any(each.likelier == each.law for each in on_the_whole(values, 2.3).values())
    assert wrong <= 7  # of 30, at a p of 0.1 on either side and a lognormal that has a parameter more


def test_nothing_fitted_is_nothing_compared_and_two_different_values_are_enough() -> None:
    for values in ([], [0, 0], [3] * 100, [1, 2, 3]):
        assert power_law(values).comparisons == ()
    two = power_law([1] * 40 + [2] * 10, samples=0)
    assert [each.law for each in two.comparisons] == ["lognormal", "exponential"]
    for each in two.comparisons:
        # Both can give two values their very shares, which the power law cannot without giving some to 3, 4, ...
        assert math.isfinite(each.ratio)
        assert math.isfinite(each.statistic)
        assert 0 <= each.p <= 1
    large = power_law([*range(10**9, 10**9 + 50)], samples=0)
    assert all(math.isfinite(each.statistic) for each in large.comparisons)


def test_describe_tells_the_comparison_in_rows_and_in_json() -> None:
    overview = describe(nx.barabasi_albert_graph(800, 2, seed=1), samples=40)
    law = overview.power_law
    rows = [row for row in overview.rows() if row[1].startswith("against the ")]
    assert [row[1] for row in rows] == ["against the lognormal", "against the exponential"]
    for row, each in zip(rows, law.comparisons, strict=True):
        assert row[2] == each.statistic
        assert row[3] == f"Vuong's statistic, p {each.p:.2g}: {each.verdict}"
    plain = json.loads(json.dumps(overview.to_dict(), allow_nan=False))
    assert [each["law"] for each in plain["power_law"]["comparisons"]] == ["lognormal", "exponential"]
    assert law.comparisons[1].likelier == "power law"
    if law.p is not None and law.p > 0.1 and law.tail >= 50:
        assert "lognormal" in law.verdict
