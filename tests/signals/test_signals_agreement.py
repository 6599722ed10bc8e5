"""How far two orders agree: by hand, where the truth is known, and against scipy and pandas."""

from __future__ import annotations

from math import asin, nan, pi, sqrt

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kendalltau

from culturedata.signals.agreement import agreement, common, moves


def test_by_hand() -> None:
    """Pairs of 1 2 3 4 and 1 3 2 4: five in the same order, one in the other; Σd² = 2."""
    found = agreement(np.array([1.0, 2, 3, 4]), np.array([1.0, 3, 2, 4]))
    assert found.tau == pytest.approx(4 / 6)
    assert found.rho == pytest.approx(1 - 6 * 2 / (4 * 15))


def test_ties_by_hand() -> None:
    """1 1 2 and 1 2 2: one pair in the same order, one tied by each alone: 1 / √(2 · 2)."""
    assert agreement(np.array([1.0, 1, 2]), np.array([1.0, 2, 2])).tau == pytest.approx(0.5)


def test_the_same_and_the_reverse() -> None:
    figures = np.random.default_rng(0).normal(size=50)
    same, reverse = agreement(figures, np.exp(figures)), agreement(figures, -figures)
    assert (same.tau, same.rho, reverse.tau, reverse.rho) == pytest.approx((1, 1, -1, -1))
    assert same.tau_interval == pytest.approx((1, 1))
    assert same.works == 50


@pytest.mark.parametrize("figures", [[], [1.0], [2.0, 2.0, 2.0]])
def test_where_it_is_undefined(figures: list[float]) -> None:
    found = agreement(np.array(figures), np.arange(len(figures)) * 1.0)
    assert (found.tau, found.rho) == (None, None)
    assert found.tau_interval == found.rho_interval == (None, None)


def test_two_works_have_no_interval() -> None:
    found = agreement(np.array([1.0, 2]), np.array([1.0, 2]))
    assert (found.tau, found.tau_interval) == (1, (None, None))


def test_a_group_without_which_it_is_undefined_leaves_no_interval() -> None:
    """Only one work differs: without it nothing does."""
    one = np.array([1.0] * 9 + [2.0])
    assert agreement(one, np.arange(10.0)).tau_interval == (None, None)


def test_against_pandas() -> None:
    rng = np.random.default_rng(1)
    table = pd.DataFrame(rng.integers(0, 9, (300, 2)) * 1.0)
    found = agreement(*table.to_numpy().T)
    assert found.tau == pytest.approx(table.corr("kendall").iloc[0, 1])
    assert found.rho == pytest.approx(table.corr("spearman").iloc[0, 1])


@pytest.mark.parametrize("works", [40, 400])
def test_the_interval_holds_the_truth(works: int) -> None:
    """Of normal pairs with correlation 0.6 τ is 2/π asin 0.6; 95 of 100 intervals should hold it, 88 must."""
    truth, held = 2 / pi * asin(0.6), 0
    for seed in range(100):
        one, noise = np.random.default_rng(seed).normal(size=(2, works))
        low, high = agreement(one, 0.6 * one + sqrt(1 - 0.6**2) * noise, seed).tau_interval
        assert low is not None
        assert high is not None
        held += low <= truth <= high
    assert held >= 88  # below in 1 of 270 drawings


def test_the_interval_is_as_wide_as_theory_says() -> None:
    """Without correlation the variance of τ is 2 (2n + 5) / (9n (n − 1)) (Kendall 1938)."""
    n, widths = 300, []
    for seed in range(30):
        low, high = agreement(*np.random.default_rng(seed).normal(size=(2, n)), seed).tau_interval
        assert low is not None
        assert high is not None
        widths.append((high - low) / 2 / 2.093)  # Student's t with 19 degrees of freedom
    assert np.sqrt(np.mean(np.square(widths))) == pytest.approx(sqrt(2 * (2 * n + 5) / (9 * n * (n - 1))), rel=0.15)


def test_moves_by_hand() -> None:
    """Work 3 falls from the first place to the last; undefined works take no place, and ties share theirs."""
    one, other = np.array([3.0, 1.0, 1.0, 4.0, nan]), np.array([5.0, 6.0, 7.0, 1.0, 9.0])
    works = common(one, other)
    assert works.tolist() == [0, 1, 2, 3]
    found = moves(one, other, works, 2)
    assert [(move.work, move.one, move.other, move.places) for move in found] == [(3, 1, 4, 3), (2, 3.5, 1, -2.5)]
    assert moves(one, other, common(one, other, np.zeros(5, dtype=bool)), 2) == []


def test_moves_as_far_are_in_the_order_of_their_numbers() -> None:
    found = moves(np.array([1.0, 2]), np.array([2.0, 1]), np.array([0, 1]), 9)
    assert [move.work for move in found] == [0, 1]


def test_what_stays_does_not_move() -> None:
    assert moves(np.array([1.0, 2]), np.array([5.0, 7]), np.array([0, 1]), 9) == []


def test_kendall_of_many_ties() -> None:
    """Counts as most works have them: near all 0 or 1."""
    one, other = np.random.default_rng(2).poisson(0.5, (2, 2000)) * 1.0
    assert agreement(one, other).tau == pytest.approx(float(kendalltau(one, other).statistic), abs=1e-12)
