"""95 % intervals hold the truth as often as they say, against simulations with a known truth, scipy, and by hand."""

from __future__ import annotations

from math import inf, sqrt

import numpy as np
import numpy.typing as npt
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import bootstrap, norm

from culturedata.evaluate import intervals
from culturedata.evaluate.intervals import Interval
from culturedata.evaluate.metrics._base import Figures, RunMetric
from culturedata.evaluate.metrics.catalogue.coverage import Coverage
from culturedata.evaluate.metrics.catalogue.effective_size import EffectiveSize
from culturedata.evaluate.metrics.catalogue.gini import Gini
from culturedata.evaluate.metrics.ratings.mae import Mae
from culturedata.evaluate.metrics.ratings.rmse import Rmse

WORKS = 400
DRAWS = 0.06  # of the width of an interval: four standard errors of an end that 2,000 resamples give


def ends(found: Interval) -> tuple[float, float]:
    low, high = found
    assert low is not None
    assert high is not None
    return low, high


def surplus(found: list[Interval], truth: float) -> float:
    """How much oftener than 95 % the intervals hold the truth, in standard errors of that share."""
    held = float(np.mean([low <= truth <= high for low, high in map(ends, found)]))
    return (held - 0.95) / sqrt(0.95 * 0.05 / len(found))


def width(found: list[Interval]) -> float:
    """The mean width of the intervals."""
    return float(np.mean([high - low for low, high in map(ends, found)]))


# -- a mean over users -----------------------------------------------------------------------------------------------


def test_a_mean_is_held_as_often_as_said() -> None:
    """80 people, values from Beta(1, 3) (skewed, as recall is): the truth is 1/4."""
    rng = np.random.default_rng(0)
    found = [intervals.of_mean(rng.beta(1, 3, 80), seed=n) for n in range(300)]
    assert abs(surplus(found, 1 / 4)) <= 3
    assert width(found) == pytest.approx(2 * 1.96 * sqrt(3 / 80) / sqrt(80), rel=0.05)  # the variance is 3/80


def test_a_mean_equals_scipy() -> None:
    """The same as scipy.stats.bootstrap with the same draws, and nearly so with others, ten times as many."""
    values = np.random.default_rng(1).beta(1, 3, 150)
    low, high = ends(intervals.of_mean(values, seed=0))
    theirs = bootstrap((values,), np.mean, n_resamples=20_000, rng=np.random.default_rng(99)).confidence_interval
    assert (low, high) == pytest.approx((theirs.low, theirs.high), abs=DRAWS * (high - low))
    theirs = bootstrap(
        (values,), np.mean, n_resamples=2000, batch=100, rng=np.random.default_rng(0)
    ).confidence_interval
    assert (low, high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_the_seed_decides_and_nothing_else() -> None:
    values = np.random.default_rng(1).beta(1, 3, 30)
    assert intervals.of_mean(values, seed=4) == intervals.of_mean(values, seed=4)
    assert intervals.of_mean(values, seed=4) != intervals.of_mean(values, seed=5)


def test_fewer_than_two_people_give_no_interval() -> None:
    for n in (0, 1):
        assert intervals.of_mean(np.full(n, 0.5)) == (None, None)
        assert intervals.of_sums(np.full(n, 0.5), np.ones(n), Mae().of) == (None, None)
        assert intervals.jackknife(sp.csr_matrix(np.ones((n, 3))), lambda shown: float(shown[0])) == (None, None)


def test_where_all_are_alike_the_interval_is_not_a_point() -> None:
    """0 of 100 still allows 3.7 %: z²/(n + z²), Wilson's upper end; from there to the ends of what a value can be."""
    z2 = norm.ppf(0.975) ** 2
    others = z2 / (100 + z2)
    assert others == pytest.approx(0.037, abs=5e-5)
    assert ends(intervals.of_mean(np.zeros(100))) == pytest.approx((0, others))
    assert ends(intervals.of_mean(np.ones(100))) == pytest.approx((1 - others, 1))
    assert ends(intervals.of_mean(np.full(100, 0.1))) == pytest.approx((0.1 - 0.1 * others, 0.1 + 0.9 * others))
    assert intervals.of_mean(np.full(100, 0.1), bounds=(0, inf)) == (None, None)


def test_a_rare_hit_is_held_as_often_as_said() -> None:
    """100 people of whom 0.5 % are served: six samples of ten show nobody, and must not say «certainly 0»."""
    rng = np.random.default_rng(2)
    found = [intervals.of_mean(rng.binomial(1, 0.005, 100).astype(float), seed=n) for n in range(100)]
    assert surplus(found, 0.005) >= -3


# -- errors, whose users have unlike numbers of ratings --------------------------------------------------------------


def people(rng: np.random.Generator, n: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Σ squared errors and counts of n people: some rate much, and some are harder to foretell (mean 1 a rating)."""
    counts = rng.integers(5, 60, n).astype(float)
    return counts * rng.gamma(4, 1 / 4, n) * rng.chisquare(counts) / counts, counts


def test_an_rmse_is_held_as_often_as_said() -> None:
    """The truth is √(E sum / E count) = 1; ratings of one person are alike, so it is people who are drawn."""
    rng = np.random.default_rng(3)
    found = [intervals.of_sums(*people(rng, 100), Rmse().of, seed=n) for n in range(200)]
    assert abs(surplus(found, 1.0)) <= 3


@pytest.mark.parametrize("metric", [Rmse(), Mae()], ids=["rmse", "mae"])
def test_an_error_equals_scipy(metric: Rmse | Mae) -> None:
    """Whole people are drawn: the same as scipy's bootstrap of their places, with other draws."""
    sums, counts = people(np.random.default_rng(4), 150)

    def figure(places: npt.NDArray[np.int64]) -> float:
        return metric.of(float(sums[places].sum()), float(counts[places].sum()))

    theirs = bootstrap(
        (np.arange(150),), figure, vectorized=False, n_resamples=6000, rng=np.random.default_rng(99)
    ).confidence_interval
    low, high = ends(intervals.of_sums(sums, counts, metric.of, seed=0))
    assert (low, high) == pytest.approx((theirs.low, theirs.high), abs=DRAWS * (high - low))


def test_a_metric_of_somebody_else_gets_its_own_interval() -> None:
    """The interval is that of the metric's own figure, whatever it makes of the sums: here the square of an RMSE."""
    sums, counts = people(np.random.default_rng(5), 60)
    of_rmse = ends(intervals.of_sums(sums, counts, Rmse().of))
    of_mse = ends(intervals.of_sums(sums, counts, lambda total, count: total / count))
    assert of_mse == pytest.approx((of_rmse[0] ** 2, of_rmse[1] ** 2), rel=1e-3)


def test_perfect_predictions_have_no_spread_to_tell() -> None:
    counts = np.array([1.0, 2.0, 7.0])
    assert intervals.of_sums(np.zeros(3), counts, Rmse().of) == (None, None)
    assert intervals.of_sums(0.1 * counts, counts, Mae().of) == (None, None)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0.0, 0.5, 1.0, 2.0]), st.integers(1, 4)), min_size=2, max_size=6))
def test_few_people_give_a_finite_interval_or_none(given: list[tuple[float, int]]) -> None:
    means, counts = (np.array(column, dtype=float) for column in zip(*given, strict=True))
    found = intervals.of_sums(means * counts, counts, Rmse().of)
    assert found == (None, None) or np.isfinite(ends(found)).all()
    assert np.isfinite(ends(intervals.of_mean(means / 2))).all()


# -- coverage and Gini -----------------------------------------------------------------------------------------------


def one_each(values: npt.ArrayLike) -> sp.csr_matrix:
    """Person n is shown work n and nothing else, so that what is left out can be told; (n, n) of `values`."""
    return sp.csr_matrix(np.diag(np.asarray(values, dtype=np.float64)))


def test_nobody_is_drawn_twice() -> None:
    """Each person is left out once, and no set of slates holds a person twice: 250 people in 100 groups."""
    seen: list[Figures] = []

    def statistic(shown: Figures) -> float:
        seen.append(shown.copy())
        return float(len(seen))

    intervals.jackknife(one_each(np.ones(250)), statistic)
    assert len(seen) == 101
    assert (np.stack(seen) <= 1).all()
    assert (1 - np.stack(seen)).sum(axis=0).tolist() == [1] * 250
    assert [int(shown.sum()) for shown in seen].count(250) == 1


def test_of_a_mean_the_jackknife_is_the_textbook_interval() -> None:
    """For a mean, the delete-one jackknife is s/√n exactly."""
    values = np.random.default_rng(6).integers(1, 100, 40)
    low, high = ends(
        intervals.jackknife(one_each(values), lambda shown: float(shown.sum() / np.count_nonzero(shown)) / 100)
    )
    half = norm.ppf(0.975) * values.std(ddof=1) / sqrt(40) / 100
    assert (low, high) == pytest.approx((values.mean() / 100 - half, values.mean() / 100 + half), abs=1e-12)


def crowd(rng: np.random.Generator, people: int, power: float = 1.0) -> sp.csr_matrix:
    """Five of 400 works a person, the n-th as likely as n^−power (Gumbel's trick draws without repeats)."""
    keys = rng.gumbel(size=(people, WORKS)) - power * np.log(np.arange(1, WORKS + 1))
    shown = np.argpartition(-keys, 5, axis=1)[:, :5].ravel()
    return sp.csr_matrix((np.ones(len(shown)), shown, np.arange(0, len(shown) + 1, 5)), shape=(people, WORKS))


def counts(slates: sp.csr_matrix) -> Figures:
    return np.asarray(slates.sum(axis=0), dtype=np.float64).ravel()


OF_ALL = [pytest.param(one, id=one.name) for one in (Coverage(), Gini(), EffectiveSize())]


def held(metric: RunMetric, people: int, power: float, runs: int) -> tuple[float, float]:
    """How much oftener than 95 % the jackknife holds the mean figure of so many people; its width, 1 as need be."""
    rng = np.random.default_rng(7)
    figures = np.array([metric.of(counts(crowd(rng, people, power))) for _ in range(4 * runs)])
    found = [intervals.jackknife(crowd(rng, people, power), metric.of, metric.bounds) for _ in range(runs)]
    return surplus(found, float(figures.mean())), width(found) / (2 * 1.96 * float(figures.std()))


@pytest.mark.parametrize("metric", OF_ALL)
@pytest.mark.parametrize("people", [40, 120])
def test_what_slates_have_together_is_held_at_least_as_often_as_said(metric: RunMetric, people: int) -> None:
    """The truth is the mean figure of so many people. The jackknife errs on the safe side, by less than a half."""
    oftener, wide = held(metric, people, 1.0, 100)
    assert oftener >= -3
    assert 0.9 <= wide <= 1.5


@pytest.mark.slow
@pytest.mark.parametrize("metric", OF_ALL)
@pytest.mark.parametrize("power", [0.0, 1.0, 2.0])
@pytest.mark.parametrize("people", [20, 400])
def test_it_is_held_whether_works_are_shown_alike_or_few_take_all(metric: RunMetric, people: int, power: float) -> None:
    """From all works alike (power 0) to a few that take nearly all (2); never below 95 % but by Monte Carlo error."""
    oftener, wide = held(metric, people, power, 120)
    assert oftener >= -3
    assert 0.85 <= wide <= 1.8


@pytest.mark.slow
@pytest.mark.parametrize(("people", "shares"), [(30, (1, 1)), (100, (0.5, 4)), (100, (8, 1)), (400, (0.2, 2))], ids=str)
def test_means_of_all_shapes_are_held(people: int, shares: tuple[float, float]) -> None:
    """Values from Beta(a, b), whose mean is a/(a + b): flat, with many near 0, with many near 1."""
    rng = np.random.default_rng(9)
    found = [intervals.of_mean(rng.beta(*shares, people), seed=n) for n in range(600)]
    assert abs(surplus(found, shares[0] / sum(shares))) <= 3


def test_drawing_people_with_replacement_would_miss() -> None:
    """Why the jackknife: with replacement the truth lies outside of nearly every interval."""
    rng = np.random.default_rng(8)
    truth = float(np.mean([Coverage().of(counts(crowd(rng, 60))) for _ in range(300)]))
    within = 0
    for _ in range(40):
        slates = crowd(rng, 60)
        again = [Coverage().of(counts(slates[rng.integers(0, 60, 60)])) for _ in range(200)]
        low, high = np.quantile(again, [0.025, 0.975])
        within += low <= truth <= high
    assert within <= 4


def test_a_figure_that_is_undefined_has_no_interval() -> None:
    assert intervals.jackknife(sp.csr_matrix((2, 5)), Gini().of) == (None, None)
    assert intervals.jackknife(sp.csr_matrix(([1.0], ([0], [1])), shape=(2, 5)), Gini().of) == (None, None)


def test_where_nobody_makes_a_difference_there_is_no_interval() -> None:
    """Everybody is shown the same: what somebody else would be shown can't be told."""
    assert intervals.jackknife(sp.csr_matrix(np.tile([1.0, 0, 1], (6, 1))), Coverage().of) == (None, None)


def test_an_interval_is_cut_at_the_bounds_of_its_figure() -> None:
    slates = one_each([1, 1, 91, 91])

    def mean(shown: Figures) -> float:
        return float(shown.sum() / np.count_nonzero(shown)) - 1

    assert ends(intervals.jackknife(slates, mean, (0, 60))) == (0, 60)
    low, high = ends(intervals.jackknife(slates, mean, (-inf, inf)))
    assert (low, high) == pytest.approx((45 - 1.959964 * sqrt(675), 45 + 1.959964 * sqrt(675)))  # s² = 2700, n = 4
