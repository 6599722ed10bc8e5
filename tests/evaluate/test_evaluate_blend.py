"""The blend by hand, against scikit-learn's ridge, and against a mixture that is known."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from culturedata.evaluate.blend import blend


def test_one_member_by_hand() -> None:
    """Predictions −1, 0, 1 around their mean, ratings −2, 0, 2 around theirs: w = 4 / (2 + 1)."""
    mixed = blend(np.array([[2.0], [3.0], [4.0]]), np.array([1.0, 3.0, 5.0]))
    assert mixed.weights.tolist() == pytest.approx([4 / 3])
    assert mixed(np.array([[3.0], [4.5]])).tolist() == pytest.approx([3.0, 3.0 + 1.5 * 4 / 3])


@pytest.mark.parametrize("regularization", [0.1, 1.0, 50.0])
def test_it_is_ridge_regression(regularization: float) -> None:
    rng = np.random.default_rng(3)
    predicted, ratings = rng.normal(3, 1, (200, 4)), rng.normal(3, 1, 200)
    theirs = Ridge(alpha=regularization).fit(predicted, ratings)
    mixed = blend(predicted, ratings, regularization)
    np.testing.assert_allclose(mixed.weights, theirs.coef_, rtol=0, atol=1e-9)
    np.testing.assert_allclose(mixed(predicted), theirs.predict(predicted), rtol=0, atol=1e-9)


def test_a_known_mixture_is_found_and_beats_its_members() -> None:
    rng = np.random.default_rng(0)
    truth = rng.normal(3.5, 1, 4000)
    predicted = np.stack([truth + rng.normal(0, 0.8, 4000), truth + rng.normal(0, 1.2, 4000)], axis=1)
    mixed = blend(predicted[:2000], truth[:2000])
    beyond = [np.sqrt(np.mean((column - truth[2000:]) ** 2)) for column in predicted[2000:].T]
    assert np.sqrt(np.mean((mixed(predicted[2000:]) - truth[2000:]) ** 2)) < min(beyond) - 0.1
    precision = np.array([1 / 0.8**2, 1 / 1.2**2])
    np.testing.assert_allclose(mixed.weights, precision / (1 + precision.sum()), atol=0.03)


def test_members_who_say_the_same_share_and_one_who_says_nothing_has_no_weight() -> None:
    same = np.array([1.0, 2.0, 4.0, 5.0])
    mixed = blend(np.stack([same, same, np.full(4, 3.0)], axis=1), same)
    assert mixed.weights[0] == pytest.approx(mixed.weights[1])
    assert mixed.weights[2] == 0
    with pytest.raises(ValueError, match="nothing to blend"):
        blend(np.empty((0, 2)), np.empty(0))
