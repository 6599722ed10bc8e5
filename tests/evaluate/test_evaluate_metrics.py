"""Each metric by hand, against a known truth, and against a library."""

from __future__ import annotations

from itertools import combinations, permutations, product
from math import log2, pi, sqrt

import ir_measures
import numpy as np
import pytest
from ir_measures import P, R, nDCG
from sklearn.metrics import mean_absolute_error, root_mean_squared_error
from surprise import Prediction, accuracy

from culturedata.evaluate.metrics._base import Figures, Items, RatingMetric
from culturedata.evaluate.metrics.coverage import Coverage
from culturedata.evaluate.metrics.gini import Gini
from culturedata.evaluate.metrics.mae import Mae
from culturedata.evaluate.metrics.ndcg import Ndcg
from culturedata.evaluate.metrics.precision import Precision
from culturedata.evaluate.metrics.recall import Recall
from culturedata.evaluate.metrics.rmse import Rmse

EXACT = 1e-9


def slate(*items: int) -> Items:
    return np.array(items, dtype=np.int32)


def figure(metric: RatingMetric, ratings: Figures, predicted: Figures) -> float:
    return metric.of(float(metric.losses(ratings, predicted).sum()), len(ratings))


# -- by hand ---------------------------------------------------------------------------------------------------------


def test_rmse_and_mae_by_hand() -> None:
    ratings, predicted = np.array([5.0, 3.0, 1.0, 4.0]), np.array([4.0, 3.0, 4.0, 4.5])
    assert figure(Rmse(), ratings, predicted) == pytest.approx(sqrt((1 + 0 + 9 + 0.25) / 4), abs=EXACT)
    assert figure(Mae(), ratings, predicted) == pytest.approx((1 + 0 + 3 + 0.5) / 4, abs=EXACT)


@pytest.mark.parametrize(
    ("shown", "gains", "ndcg", "precision", "recall"),
    [
        pytest.param((7, 3, 9), {3: 1.0}, 1 / log2(3), 1 / 3, 1.0, id="one, second"),
        pytest.param((7, 3, 9), {7: 1, 9: 1, 5: 1}, (1 + 0.5) / (1 + 1 / log2(3) + 0.5), 2 / 3, 2 / 3, id="two of 3"),
        pytest.param((1, 2, 3), {9: 1.0}, 0.0, 0.0, 0.0, id="none"),
        pytest.param((7,), {7: 1.0, 9: 1.0}, 1 / (1 + 1 / log2(3)), 1 / 3, 0.5, id="a slate shorter than k"),
        pytest.param((1, 2, 3, 7), {7: 1.0}, 0.0, 0.0, 0.0, id="what stands after k does not count"),
        pytest.param((5, 6), {5: 1.0, 6: 3.0}, (1 + 3 / log2(3)) / (3 + 1 / log2(3)), 2 / 3, 1.0, id="graded"),
        pytest.param((0, 1, 2), dict.fromkeys(range(6), 1.0), 1.0, 1.0, 0.5, id="more relevant ones than places"),
    ],
)
def test_slates_by_hand_at_3(
    shown: tuple[int, ...], gains: dict[int, float], ndcg: float, precision: float, recall: float
) -> None:
    found = [metric.of(slate(*shown), gains, 3) for metric in (Ndcg(), Precision(), Recall())]
    assert found == pytest.approx([ndcg, precision, recall], abs=EXACT)


def test_coverage_by_hand() -> None:
    assert Coverage().of([slate(0, 1), slate(1, 2), slate(0, 1)], 8) == 3 / 8
    assert Coverage().of([slate()], 8) == 0


def test_gini_by_hand() -> None:
    shown = [slate(0)] * 10 + [slate(1)] * 6 + [slate(2)] * 3  # the worked example of docs/notation.md
    assert Gini().of(shown, 3) == pytest.approx(14 / 57, abs=EXACT)
    assert Gini().of([slate(0, 1), slate(2, 3)], 4) == pytest.approx(0, abs=EXACT)
    assert Gini().of([slate(2)] * 5, 4) == pytest.approx(3 / 4, abs=EXACT)


# -- against a known truth -------------------------------------------------------------------------------------------


def test_errors_of_normal_noise() -> None:
    ratings = np.random.default_rng(0).uniform(1, 5, 200_000)
    predicted = ratings + np.random.default_rng(1).normal(0, 0.9, 200_000)
    assert figure(Rmse(), ratings, predicted) == pytest.approx(0.9, abs=0.005)  # 3.5 standard errors
    assert figure(Mae(), ratings, predicted) == pytest.approx(0.9 * sqrt(2 / pi), abs=0.005)


def test_slates_drawn_blindly() -> None:
    """Over all 720 orders of six works of which two are relevant, the mean is what chance gives."""
    gains, k = {0: 1.0, 4: 1.0}, 3
    orders = [slate(*order) for order in permutations(range(6))]
    precision, recall, ndcg = (
        float(np.mean([metric.of(order, gains, k) for order in orders])) for metric in (Precision(), Recall(), Ndcg())
    )
    discounts = 1 + 1 / log2(3) + 1 / 2
    assert precision == pytest.approx(2 / 6, abs=EXACT)
    assert recall == pytest.approx(k / 6, abs=EXACT)
    assert ndcg == pytest.approx(2 / 6 * discounts / (1 + 1 / log2(3)), abs=EXACT)


def test_coverage_of_slates_drawn_blindly() -> None:
    """Three people who are each shown two of five works at random miss a work with chance (1 − 2/5)³."""
    slates = [slate(*pair) for pair in combinations(range(5), 2)]
    found = [Coverage().of(list(three), 5) for three in product(slates, repeat=3)]
    assert float(np.mean(found)) == pytest.approx(1 - (3 / 5) ** 3, abs=EXACT)


def test_gini_of_exposures_1_to_n() -> None:
    shown = [slate(item) for item in range(20) for _ in range(item + 1)]
    assert Gini().of(shown, 20) == pytest.approx(19 / 60, abs=EXACT)  # (N − 1)/(3N)


@pytest.mark.parametrize("seed", range(5))
def test_gini_by_its_other_definitions(seed: int) -> None:
    """Half the relative mean absolute difference; and 1 − ECS/N (Gomez-Uribe and Hunt 2015)."""
    exposure = np.random.default_rng(seed).integers(0, 9, 12)
    shown = [slate(item) for item, times in enumerate(exposure.tolist()) for _ in range(times)]
    differences = np.abs(exposure[:, None] - exposure[None, :]).mean()
    ecs = 2 * np.sum(np.arange(1, 13) * np.sort(exposure)[::-1] / exposure.sum()) - 1
    assert Gini().of(shown, 12) == pytest.approx(differences / (2 * exposure.mean()), abs=EXACT)
    assert Gini().of(shown, 12) == pytest.approx(1 - ecs / 12, abs=EXACT)


# -- against a library -----------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("highest", [1, 3])
def test_slates_equal_trec_eval(highest: int) -> None:
    """ir-measures' nDCG@10 as trec_eval computes it: linear gain, log₂(i + 1); gains of 1, then of 1 to 3."""
    rng = np.random.default_rng(3)
    gains, slates = {}, {}
    for user in range(200):
        relevant = rng.permutation(40)[: rng.integers(1, 25)]
        gains[user] = {int(item): float(rng.integers(1, highest + 1)) for item in relevant}
        slates[user] = slate(*rng.permutation(40)[: rng.integers(1, 13)])
    qrels = {f"{user}": {f"{item}": int(gain) for item, gain in mine.items()} for user, mine in gains.items()}
    run = {f"{u}": {f"{item}": 100.0 - place for place, item in enumerate(s)} for u, s in slates.items()}
    ours = {nDCG @ 10: Ndcg(), P @ 10: Precision(), R @ 10: Recall()}
    theirs = list(ir_measures.iter_calc(list(ours), qrels, run))
    assert len(theirs) == 600
    for said in theirs:
        user = int(said.query_id)
        assert ours[said.measure].of(slates[user], gains[user], 10) == pytest.approx(said.value, abs=EXACT)


def test_linear_gain_is_not_the_exponential_one() -> None:
    """With graded gains the two differ: by hand 2^gain − 1 gives another figure, so the name says which one it is."""
    exponential = (1 + 7 / log2(3)) / (7 + 1 / log2(3))
    assert Ndcg().of(slate(5, 6), {5: 1.0, 6: 3.0}, 10) != pytest.approx(exponential, abs=0.05)
    assert "linear gain" in Ndcg.summary
