"""95 % intervals hold the truth as often as they say, against simulations with a known truth, scipy, and by hand."""

from __future__ import annotations

from math import inf, sqrt

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import bootstrap, norm

from culturedata.evaluate import intervals
from culturedata.evaluate.intervals import Interval
from culturedata.evaluate.metrics.coverage import Coverage
from culturedata.evaluate.metrics.gini import Gini
from culturedata.evaluate.metrics.mae import Mae
from culturedata.evaluate.metrics.rmse import Rmse

Slates = list[npt.NDArray[np.int32]]
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
        assert intervals.jackknife([np.array([1], dtype=np.int32)] * n, lambda slates: 0.5) == (None, None)


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


def test_nobody_is_drawn_twice() -> None:
    """Each person is left out once, and no set of slates holds a person twice: 250 people in 100 groups."""
    slates = [np.array([n], dtype=np.int32) for n in range(250)]
    seen: list[list[int]] = []

    def statistic(kept: Slates) -> float:
        seen.append([int(slate[0]) for slate in kept])
        return 0.5

    intervals.jackknife(slates, statistic)
    assert all(len(set(kept)) == len(kept) for kept in seen)
    left_out = [person for kept in seen for person in set(range(250)) - set(kept)]
    assert sorted(left_out) == list(range(250))
    assert [len(kept) for kept in seen].count(250) == 1


def test_of_a_mean_the_jackknife_is_the_textbook_interval() -> None:
    """For a mean, the delete-one jackknife is s/√n exactly."""
    values = np.random.default_rng(6).integers(0, 100, 40)
    low, high = ends(
        intervals.jackknife(
            [np.array([value], dtype=np.int32) for value in values],
            lambda slates: float(np.mean([slate[0] for slate in slates])) / 100,
        )
    )
    half = norm.ppf(0.975) * values.std(ddof=1) / sqrt(40) / 100
    assert (low, high) == pytest.approx((values.mean() / 100 - half, values.mean() / 100 + half), abs=1e-12)


def crowd(rng: np.random.Generator, people: int) -> Slates:
    """Five of 400 works a person, some far likelier than others (Gumbel's trick draws without repeats)."""
    keys = rng.gumbel(size=(people, WORKS)) - np.log(np.arange(1, WORKS + 1))
    return list(np.argpartition(-keys, 5, axis=1)[:, :5].astype(np.int32))


@pytest.mark.parametrize("metric", [Coverage(), Gini()], ids=["coverage", "gini"])
@pytest.mark.parametrize("people", [40, 120])
def test_coverage_and_gini_are_held_at_least_as_often_as_said(metric: Coverage | Gini, people: int) -> None:
    """The truth is the mean figure of so many people. The jackknife errs on the safe side, by less than a half."""
    rng = np.random.default_rng(7)
    figures = np.array([metric.of(crowd(rng, people), WORKS) for _ in range(400)])
    found = [intervals.jackknife(crowd(rng, people), lambda slates: metric.of(slates, WORKS)) for _ in range(100)]
    assert surplus(found, float(figures.mean())) >= -3
    assert 0.9 <= width(found) / (2 * 1.96 * figures.std()) <= 1.5


def test_drawing_people_with_replacement_would_miss() -> None:
    """Why the jackknife: with replacement the truth lies outside of nearly every interval."""
    rng = np.random.default_rng(8)
    truth = float(np.mean([Coverage().of(crowd(rng, 60), WORKS) for _ in range(300)]))
    held = 0
    for _ in range(40):
        slates = crowd(rng, 60)
        again = [Coverage().of([slates[n] for n in rng.integers(0, 60, 60)], WORKS) for _ in range(200)]
        low, high = np.quantile(again, [0.025, 0.975])
        held += low <= truth <= high
    assert held <= 4


def test_a_figure_that_is_undefined_has_no_interval() -> None:
    empty, one = np.empty(0, dtype=np.int32), np.array([1], dtype=np.int32)
    assert intervals.jackknife([empty, empty], lambda slates: Gini().of(slates, 5)) == (None, None)
    assert intervals.jackknife([one, empty], lambda slates: Gini().of(slates, 5)) == (None, None)


def test_an_interval_is_cut_at_the_bounds_of_its_figure() -> None:
    slates = [np.array([n], dtype=np.int32) for n in (0, 0, 90, 90)]

    def mean(kept: Slates) -> float:
        return float(np.mean([slate[0] for slate in kept]))

    assert ends(intervals.jackknife(slates, mean, (0, 60))) == (0, 60)
    low, high = ends(intervals.jackknife(slates, mean, (-inf, inf)))
    assert (low, high) == pytest.approx((45 - 1.959964 * sqrt(675), 45 + 1.959964 * sqrt(675)))  # s² = 2700, n = 4
