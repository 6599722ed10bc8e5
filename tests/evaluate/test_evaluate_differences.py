"""Paired differences: by hand, against scipy and statsmodels, and in simulations where nothing differs."""

from __future__ import annotations

from math import sqrt

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import bootstrap, permutation_test
from statsmodels.stats.multitest import multipletests

from culturedata.evaluate import intervals
from culturedata.evaluate.differences import Figures, compare, flipped, holm
from culturedata.evaluate.metrics.ratings.rmse import Rmse

EXACT = 1e-9


def column(*of: float) -> Figures:
    return np.array(of, dtype=np.float64)[:, None]


# -- the permutation test --------------------------------------------------------------------------------------------


def test_all_signs_by_hand() -> None:
    """1, 2 and 3: of eight sums ±1 ±2 ±3 two are as far from 0 as 6. 1, 1 and −1: all of them are."""
    assert flipped(column(1, 2, 3)) == pytest.approx([2 / 8])
    assert flipped(column(1, 1, -1)) == pytest.approx([1])
    assert flipped(column(0, 0, 0)) == pytest.approx([1])
    assert flipped(column(-0.2, -0.4, 0.2, 0.4)) == pytest.approx([1]), "a sum of 0 that floats miss"
    assert flipped(column(0.1, 0.2, -0.3, 0.3)) == pytest.approx([12 / 16])
    assert flipped(np.empty((0, 2))).tolist() == [1, 1]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(-4, 4).map(lambda n: n / 8), min_size=2, max_size=8))
def test_few_people_equal_scipy(given: list[float]) -> None:
    """scipy.stats.permutation_test, which also tries all signs where they are few."""
    theirs = permutation_test((np.array(given),), np.sum, permutation_type="samples", vectorized=False)
    assert flipped(column(*given)) == pytest.approx([theirs.pvalue], abs=EXACT)


def test_many_people_equal_scipy() -> None:
    """Within four standard errors of two Monte Carlo shares."""
    differences = np.random.default_rng(0).normal(0.12, 1, (200, 3))
    for ours, mine in zip(flipped(differences), differences.T, strict=True):
        theirs = permutation_test(
            (mine,), np.mean, permutation_type="samples", n_resamples=9999, rng=np.random.default_rng(5),
            axis=0, vectorized=True, batch=500,
        ).pvalue  # fmt: skip
        assert ours == pytest.approx(theirs, abs=4 * sqrt(2 * theirs * (1 - theirs) / 9999) + 1e-4)


def test_what_chance_alone_gives_is_as_rare_as_said() -> None:
    """400 comparisons of what is alike, skewed: 5 % come below 0.05."""
    rng = np.random.default_rng(1)
    differences = rng.exponential(1, (60, 400)) - rng.exponential(1, (60, 400))
    assert np.mean(flipped(differences) < 0.05) == pytest.approx(0.05, abs=3 * sqrt(0.05 * 0.95 / 400))


# -- the correction --------------------------------------------------------------------------------------------------


def test_holm_by_hand() -> None:
    """0.01 · 4; 0.02 · 3; 0.03 · 2 is no more than that; 0.9."""
    assert holm(np.array([0.03, 0.01, 0.9, 0.02])) == pytest.approx([0.06, 0.04, 0.9, 0.06])
    assert holm(np.array([0.7, 0.6])) == pytest.approx([1, 1])
    assert holm(np.empty(0)).tolist() == []


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_holm_equals_statsmodels(chances: list[float]) -> None:
    assert holm(np.array(chances)) == pytest.approx(multipletests(chances, method="holm")[1], abs=EXACT)


# -- comparing -------------------------------------------------------------------------------------------------------


def noisy(rng: np.random.Generator, people: int, **better: float) -> dict[str, Figures]:
    """Recommenders whose values are each person's own, some better, some noise."""
    own = rng.beta(1, 3, people)
    return {name: own + by + rng.normal(0, 0.1, people) for name, by in better.items()}


def test_a_small_difference_is_seen_because_people_are_paired() -> None:
    """People differ ten times as much as recommenders do; two are alike."""
    values = noisy(np.random.default_rng(2), 400, svd=0.05, popular=0.0, knn=0.05)
    found = compare(values, seed=3)
    assert [(one.one, one.other, one.verdict) for one in found] == [
        ("svd", "popular", "better"), ("svd", "knn", "tie"), ("popular", "knn", "worse"),
    ]  # fmt: skip
    first = found[0]
    assert first.difference == pytest.approx(float((values["svd"] - values["popular"]).mean()))
    of_mean = intervals.of_mean(values["svd"] - values["popular"], seed=3)
    assert (first.low, first.high) == pytest.approx(of_mean, abs=EXACT)
    assert (first.p, first.adjusted, first.users, first.undefined) == (0.0001, pytest.approx(0.0003), 400, 0)


def test_where_less_is_better() -> None:
    values = noisy(np.random.default_rng(2), 400, svd=0.05, popular=0.0)
    (found,) = compare(values, higher_is_better=False)
    assert found.verdict == "worse"


def test_what_is_compared_is_the_figure_that_is_shown() -> None:
    """One person rated a thousand works, the others five each: whoever is better for that one has the lower RMSE."""
    rng = np.random.default_rng(6)
    counts = np.array([1000.0] + [5.0] * 40)
    left, right = (counts * level * rng.uniform(0.98, 1.02, 41) for level in ([0.5] + [1.1] * 40, [1.5] + [1.0] * 40))
    figure = Rmse().of
    (found,) = compare({"a": left, "b": right}, higher_is_better=False, counts=counts, figure=figure)
    apart = figure(left.sum(), counts.sum()) - figure(right.sum(), counts.sum())
    assert found.difference == pytest.approx(apart, abs=EXACT)
    assert found.difference < 0 < np.mean(np.sqrt(left / counts) - np.sqrt(right / counts))
    assert found.verdict != "worse"


def test_the_difference_of_two_errors_equals_scipy() -> None:
    """Its p is that of exchanging the two sums of each person; its interval that of drawing whole people."""
    rng = np.random.default_rng(7)
    counts = rng.integers(1, 60, 9).astype(float)
    left, right = (counts * rng.gamma(4, level, 9) for level in (0.25, 0.35))
    figure = Rmse().of

    def apart(one: Figures, other: Figures) -> float:
        return figure(one.sum(), counts.sum()) - figure(other.sum(), counts.sum())

    def drawn(places: npt.NDArray[np.int64]) -> float:
        n = float(counts[places].sum())
        return figure(float(left[places].sum()), n) - figure(float(right[places].sum()), n)

    (found,) = compare({"a": left, "b": right}, counts=counts, figure=figure)
    theirs = permutation_test((left, right), apart, permutation_type="samples", vectorized=False)
    assert found.p == pytest.approx(theirs.pvalue, abs=EXACT)
    ends = bootstrap(
        (np.arange(9),), drawn, vectorized=False, n_resamples=2000, batch=100, rng=np.random.default_rng(0)
    ).confidence_interval
    assert (found.low, found.high) == pytest.approx((ends.low, ends.high), abs=EXACT)


def test_of_three_pairs_one_that_is_rare_by_itself_is_a_tie() -> None:
    """Six people of whom each has more by the first: 2 of 64 signs alone, three times that of three pairs."""
    first, second, third = compare({"a": np.arange(1.0, 7), "b": np.zeros(6), "c": np.array([9.0, -9, 9, -9, 9, -9])})
    assert (first.p, first.adjusted, first.verdict) == (pytest.approx(2 / 64), pytest.approx(6 / 64), "tie")
    assert {second.verdict, third.verdict} == {"tie"}


def test_somebody_for_whom_one_is_undefined_is_counted_and_changes_nothing() -> None:
    rng = np.random.default_rng(4)
    left, right = rng.normal(0.1, 1, 300), rng.normal(0, 1, 300)
    (known,) = compare({"a": left, "b": right})
    (more,) = compare({"a": np.append(left, [np.nan, 9]), "b": np.append(right, [0, np.nan])})
    assert (more.users, more.undefined) == (300, 2)
    assert (more.difference, more.low, more.high) == (known.difference, known.low, known.high)
    assert more.p == pytest.approx(known.p, abs=0.02), "other signs are drawn"


@pytest.mark.parametrize("left", [[], [0.5], [np.nan, np.nan], [0.3, 0.3, 0.3]])
def test_of_what_says_nothing_nothing_is_said(left: list[float]) -> None:
    """Nobody, one person, nobody defined, all the same."""
    (found,) = compare({"a": np.array(left), "b": np.full(len(left), 0.3)})
    assert (found.verdict, found.low, found.high) == ("tie", None, None)
    assert found.difference is None or found.users > 0


def test_one_recommender_has_nobody_beside_it() -> None:
    assert compare({"a": np.ones(5)}) == []
    with pytest.raises(ValueError, match="people"):
        compare({"a": np.ones(5), "b": np.ones(4)})


@pytest.mark.slow
def test_of_many_that_are_alike_none_seems_better() -> None:
    """100 times six recommenders, 15 pairs: all are ties in 95 of 100 at least; without the correction in few."""
    rng = np.random.default_rng(5)
    found = [compare(noisy(rng, 50, **dict.fromkeys("abcdef", 0.0)), seed=n) for n in range(100)]
    quiet = np.mean([all(one.verdict == "tie" for one in mine) for mine in found])
    assert quiet >= 0.95 - 3 * sqrt(0.05 * 0.95 / 100)
    assert np.mean([all(one.p >= 0.05 for one in mine) for mine in found]) < 0.85
