"""The popularity signal, by hand."""

from __future__ import annotations

import numpy as np

from culturedata.signals.popularity._sums import counts, sums
from culturedata.signals.popularity.bayesian_mean import bayesian_mean
from tests.recommend.made import dataset

DATA = dataset([(0, 0, 2.0), (1, 0, 3.5), (0, 2, 5.0)], users=3, items=4)


def test_counts_and_sums() -> None:
    assert counts(DATA).tolist() == [2, 0, 1, 0]
    assert sums(DATA).tolist() == [5.5, 0, 5, 0]
    assert counts(DATA).dtype == sums(DATA).dtype == np.float64


def test_bayesian_mean() -> None:
    """m = 3.5: (25·3.5 + 5.5) / 27, m, (25·3.5 + 5) / 26, m."""
    np.testing.assert_allclose(bayesian_mean(DATA), [93 / 27, 3.5, 92.5 / 26, 3.5], rtol=0, atol=1e-12)


def test_weight_is_how_many_ratings_of_the_mean_are_added() -> None:
    """C = 2: as if two more people had given the mean."""
    more = dataset([(0, 0, 2.0), (1, 0, 3.5), (2, 0, 3.5), (2, 0, 3.5)], items=1)
    assert bayesian_mean(DATA, 2)[0] == sums(more)[0] / counts(more)[0]
    assert bayesian_mean(DATA, 0).tolist() == [2.75, 3.5, 5, 3.5]


def test_much_weight_leaves_only_the_mean() -> None:
    np.testing.assert_allclose(bayesian_mean(DATA, 1e9), 3.5, rtol=0, atol=1e-8)


def test_many_small_values_are_summed_exactly() -> None:
    """In float32 a hundred thousand values of 4.1 would no longer sum to 4.1 on average."""
    many = dataset([(0, 0, 4.1)] * 100_000, items=1)
    np.testing.assert_allclose(bayesian_mean(many)[0], float(np.float32(4.1)), rtol=0, atol=1e-9)
