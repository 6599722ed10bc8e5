"""Errors of predicted ratings: by hand, of normal noise, and against scikit-learn and Surprise."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np
import pytest
from sklearn.metrics import mean_absolute_error, root_mean_squared_error
from surprise import Prediction, accuracy

from culturedata.evaluate.metrics._base import Figures, RatingMetric
from culturedata.evaluate.metrics.ratings.mae import Mae
from culturedata.evaluate.metrics.ratings.rmse import Rmse

EXACT = 1e-9


def figure(metric: RatingMetric, ratings: Figures, predicted: Figures) -> float:
    return metric.of(float(metric.losses(ratings, predicted).sum()), len(ratings))


def test_rmse_and_mae_by_hand() -> None:
    ratings, predicted = np.array([5.0, 3.0, 1.0, 4.0]), np.array([4.0, 3.0, 4.0, 4.5])
    assert figure(Rmse(), ratings, predicted) == pytest.approx(sqrt((1 + 0 + 9 + 0.25) / 4), abs=EXACT)
    assert figure(Mae(), ratings, predicted) == pytest.approx((1 + 0 + 3 + 0.5) / 4, abs=EXACT)


def test_errors_of_normal_noise() -> None:
    ratings = np.random.default_rng(0).uniform(1, 5, 200_000)
    predicted = ratings + np.random.default_rng(1).normal(0, 0.9, 200_000)
    assert figure(Rmse(), ratings, predicted) == pytest.approx(0.9, abs=0.005)  # 3.5 standard errors
    assert figure(Mae(), ratings, predicted) == pytest.approx(0.9 * sqrt(2 / pi), abs=0.005)


def test_errors_equal_scikit_learn_and_surprise() -> None:
    rng = np.random.default_rng(2)
    ratings, predicted = rng.integers(1, 6, 500).astype(float), rng.uniform(1, 5, 500)
    said = [Prediction("u", "i", r, p, {}) for r, p in zip(ratings, predicted, strict=True)]
    for metric, of_sklearn, of_surprise in (
        (Rmse(), root_mean_squared_error, accuracy.rmse),
        (Mae(), mean_absolute_error, accuracy.mae),
    ):
        assert figure(metric, ratings, predicted) == pytest.approx(of_sklearn(ratings, predicted), abs=EXACT)
        assert figure(metric, ratings, predicted) == pytest.approx(of_surprise(said, verbose=False), abs=EXACT)
