"""Temporal biases by hand, against the exact solution of their least squares, and on ratings whose days are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from culturedata.data.dataset import Dataset
from culturedata.recommend.ratings._least import Kind, least
from culturedata.recommend.ratings.time import DAY, Time
from tests.recommend import made

NOW = 1_000_000_000


def numbers(*of: int) -> np.ndarray:
    return np.array(of, dtype=np.int32)


def at(*days: float) -> np.ndarray:
    return np.array([NOW + day * DAY for day in days], dtype=np.int64)


def test_one_kind_by_hand() -> None:
    """Σ x r / (λ + Σ x²): (1 + 2·2)/(3 + 1 + 4) and −2/(3 + 1)."""
    kind = Kind(np.array([0, 0, 1]), np.array([1.0, 2, 1]), 3.0, 2)
    [found] = least([kind], np.array([1.0, 2, -2]), 1)
    assert found.tolist() == [5 / 8, -2 / 4]


def test_all_kinds_together_are_the_least_squares() -> None:
    rng = np.random.default_rng(1)
    kinds = [
        Kind(rng.integers(size, size=80), rng.normal(size=80), held, size)
        for size, held in ((5, 2.0), (7, 3.0), (4, 0.5))
    ]
    values = rng.normal(size=80)
    columns = []
    for kind in kinds:
        block = np.zeros((80, kind.size))
        block[np.arange(80), kind.number] = kind.by
        columns.append(block)
    x = np.concatenate(columns, axis=1)
    held = np.repeat([kind.regularization for kind in kinds], [kind.size for kind in kinds])
    exact = np.linalg.lstsq(
        np.concatenate([x, np.diag(np.sqrt(held))]), np.concatenate([values, np.zeros(len(held))]), rcond=None
    )[0]
    np.testing.assert_allclose(np.concatenate(least(kinds, values, 400)), exact, rtol=0, atol=1e-9)


def test_a_prediction_by_hand() -> None:
    """μ = 3; only days are learnt: of two ratings 2 above it on one day 4/(2 + 2); nothing on a day not met."""
    far = 2e9
    data = made.dataset([(0, 0, 5), (0, 1, 5), (1, 0, 1), (1, 1, 1)], 2, 2)
    data = replace(data, times=at(0, 0, 0, 5))
    fitted = Time(
        regularization_items=far, regularization_users=far, regularization_bins=far, regularization_drift=far,
        regularization_days=2,
    ).fit(data)  # fmt: skip
    asked = numbers(0, 0, 1, 1, -1), numbers(0, 0, 0, 0, 0), at(0.3, 5, 0, 9, 0)
    np.testing.assert_allclose(fitted.predict_at(*asked), [4, 3, 3 - 2 / 3, 3, 3], rtol=0, atol=1e-5)
    usual = [4, 4, 3 - 2 / 3, 3 - 2 / 3, 3]
    np.testing.assert_allclose(fitted.predict(*asked[:2]), usual, rtol=0, atol=1e-5)
    unknown = np.zeros(5, dtype=np.int64)
    np.testing.assert_allclose(fitted.predict_at(*asked[:2], unknown), usual, rtol=0, atol=1e-5)


def test_drift_goes_with_the_power_of_the_days_passed() -> None:
    """Two ratings 4 days about the mean day, ±1: α = 2 · 4^0.5 / (λ + 2 · 4) = 4/10, so ±0.4 · √t."""
    far = 2e9
    data = replace(made.dataset([(0, 0, 2), (0, 1, 4)], 1, 2), times=at(0, 8))
    fitted = Time(
        power=0.5, regularization_items=far, regularization_users=far, regularization_bins=far,
        regularization_drift=2, regularization_days=far,
    ).fit(data)  # fmt: skip
    found = fitted.predict_at(numbers(0, 0, 0), numbers(0, 0, 0), at(8, 5, 4))
    np.testing.assert_allclose(found, [3 + 0.4 * 2, 3 + 0.4, 3], rtol=0, atol=1e-5)


def moody(seed: int) -> Dataset:
    """Each of 60 people is in another mood on each of three days."""
    rng = np.random.default_rng(seed)
    users, items = np.repeat(np.arange(60), 60), np.tile(np.arange(60), 60)
    day = rng.integers(3, size=3600)
    values = 3 + rng.normal(0, 0.3, 60)[items] + rng.normal(0, 0.7, (60, 3))[users, day] + rng.normal(0, 0.4, 3600)
    data = made.dataset(list(zip(users, items, values, strict=True)), 60, 60, scale=(-9, 15))
    return replace(data, times=at(*(10 * day + rng.random(3600))))


def test_known_days_are_found() -> None:
    """Nearly the noise is left where the day is told, and the spread of the days where it isn't."""
    data = moody(3)
    test = np.random.default_rng(0).random(3600) < 0.2
    fitted = Time().fit(data.subset(~test))
    late = data.subset(test)
    told = fitted.predict_at(late.users, late.items, late.times) - late.values
    untold = fitted.predict(late.users, late.items) - late.values
    assert 0.4 < np.sqrt(np.mean(told**2)) < 0.48
    assert np.sqrt(np.mean(untold**2)) > 0.65


@pytest.mark.parametrize("times", [np.zeros(6, dtype=np.int64), np.full(6, NOW)])
def test_where_time_tells_nothing(times: np.ndarray) -> None:
    data = replace(made.dataset([(u, i, 1.0 + u + i) for u in range(2) for i in range(3)], 2, 3), times=times)
    fitted = Time().fit(data)
    told = fitted.predict_at(data.users, data.items, times)
    np.testing.assert_allclose(told, fitted.predict(data.users, data.items), rtol=0, atol=1e-12)
