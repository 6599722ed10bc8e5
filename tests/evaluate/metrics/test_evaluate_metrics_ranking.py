"""Metrics of what turned out relevant: by hand, against what chance gives, and against trec_eval and scikit-learn."""

from __future__ import annotations

import warnings
from itertools import permutations
from math import log2, nan

import ir_measures
import numpy as np
import pytest
from ir_measures import AP, RR, P, R, Success, nDCG
from sklearn.metrics import ndcg_score, roc_auc_score

from culturedata.evaluate.metrics._base import SlateMetric
from culturedata.evaluate.metrics.ranking.auc import Auc
from culturedata.evaluate.metrics.ranking.hit_rate import HitRate
from culturedata.evaluate.metrics.ranking.mean_average_precision import MeanAveragePrecision
from culturedata.evaluate.metrics.ranking.ndcg import Ndcg
from culturedata.evaluate.metrics.ranking.ndcg_exponential import NdcgExponential
from culturedata.evaluate.metrics.ranking.ndcg_linear import NdcgLinear
from culturedata.evaluate.metrics.ranking.precision import Precision
from culturedata.evaluate.metrics.ranking.recall import Recall
from culturedata.evaluate.metrics.ranking.reciprocal_rank import ReciprocalRank
from tests.evaluate.conftest import shown

EXACT = 1e-9
BY_TREC = {
    nDCG @ 10: NdcgLinear(), P @ 10: Precision(), R @ 10: Recall(), AP @ 10: MeanAveragePrecision(),
    RR @ 10: ReciprocalRank(), Success @ 10: HitRate(),
}  # fmt: skip


def one(metric: SlateMetric, slate: tuple[int, ...], worth: dict[int, float], k: int, works: int = 40) -> float:
    """The figure of the only person."""
    (found,) = metric.of(shown([slate], [worth], k, works))
    return float(found)


# -- by hand ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slate", "worth", "ndcg", "precision", "recall", "hit", "precisions", "reciprocal"),
    [
        pytest.param((7, 3, 9), {3: 4.0}, 1 / log2(3), 1 / 3, 1.0, 1, 1 / 2, 1 / 2, id="one, second"),
        pytest.param(
            (7, 3, 9), {7: 4, 9: 4, 5: 4}, 1.5 / (1.5 + 1 / log2(3)), 2 / 3, 2 / 3, 1, (1 + 2 / 3) / 3, 1, id="two of 3"
        ),
        pytest.param((1, 2, 3), {9: 4.0}, 0, 0, 0, 0, 0, 0, id="none"),
        pytest.param((7,), {7: 4.0, 9: 4.0}, 1 / (1 + 1 / log2(3)), 1 / 3, 1 / 2, 1, 1 / 2, 1, id="shorter than k"),
        pytest.param((), {7: 4.0}, 0, 0, 0, 0, 0, 0, id="an empty slate"),
        pytest.param((1, 2, 3, 7), {7: 4.0}, 0, 0, 0, 0, 0, 0, id="what stands after k does not count"),
        pytest.param((0, 1, 2), dict.fromkeys(range(6), 4.0), 1, 1, 1 / 2, 1, 1 / 2, 1, id="more than places"),
        pytest.param((0, 1, 2), {}, nan, nan, nan, nan, nan, nan, id="nothing is relevant"),
    ],
)
def test_slates_by_hand_at_3(
    slate: tuple[int, ...],
    worth: dict[int, float],
    ndcg: float,
    precision: float,
    recall: float,
    hit: float,
    precisions: float,
    reciprocal: float,
) -> None:
    metrics = [Ndcg(), NdcgLinear(), Precision(), Recall(), HitRate(), MeanAveragePrecision(), ReciprocalRank()]
    found = [one(metric, slate, worth, 3) for metric in metrics]
    said = [ndcg, ndcg, precision, recall, hit, precisions, reciprocal]
    assert found == pytest.approx(said, abs=EXACT, nan_ok=True)


def test_the_three_ndcg_by_hand() -> None:
    """Four stars above five: gains 3 and 4. A work is relevant or not; counts by its stars; by two to their power."""
    slate, worth = (5, 6), {5: 3.0, 6: 4.0}
    assert one(Ndcg(), slate, worth, 3) == 1
    assert one(NdcgLinear(), slate, worth, 3) == pytest.approx((3 + 4 / log2(3)) / (4 + 3 / log2(3)), abs=EXACT)
    exponential = (7 + 15 / log2(3)) / (15 + 7 / log2(3))
    assert one(NdcgExponential(), slate, worth, 3) == pytest.approx(exponential, abs=EXACT)


def test_auc_by_hand() -> None:
    """Of works 0–6, 5 and 6 are known: 0 and 1 are relevant among 0–4, so there are 2 · 3 pairs."""
    worth = {0: 4.0, 1: 3.0}
    for slate, pairs in (
        ((0, 1), 6.0),  # both above the three that are tied at the end
        ((2, 0), 2 + 2 / 2),  # 0 above 3 and 4; 1 is tied with those two
        ((2, 3, 4), 0.0),
        ((), 3.0),
        ((5, 0, 6, 2), 3 + 1.0),  # what the person knows does not compete: 0 above all three, 1 tied with 3 and 4
    ):
        (found,) = Auc().of(shown([slate], [worth], 5, 7, met=[(5, 6)]))
        assert found == pytest.approx(pairs / 6, abs=EXACT), slate


def test_auc_where_there_is_no_pair() -> None:
    """Nothing is relevant; all is; what is relevant was known before, so that it can't be shown."""
    given = shown([(0,)] * 3, [{}, dict.fromkeys(range(3), 1.0), {2: 1.0}], 2, 3, met=[(), (), (2,)])
    assert np.isnan(Auc().of(given)).all()


# -- against a known truth -------------------------------------------------------------------------------------------


def test_slates_drawn_blindly() -> None:
    """Over all 720 orders of six works of which two are relevant, the mean is what chance gives."""
    orders = list(permutations(range(6)))
    given = shown(orders, [{0: 4.0, 4: 4.0}] * len(orders), 3, 6)

    def mean(metric: SlateMetric) -> float:
        return float(np.mean(metric.of(given)))

    discounts = 1 + 1 / log2(3) + 1 / 2
    assert mean(Precision()) == pytest.approx(2 / 6, abs=EXACT)
    assert mean(Recall()) == pytest.approx(3 / 6, abs=EXACT)
    assert mean(HitRate()) == pytest.approx(1 - (4 * 3 * 2) / (6 * 5 * 4), abs=EXACT)
    assert mean(ReciprocalRank()) == pytest.approx(2 / 6 + (4 / 6) * (2 / 5) / 2 + (4 / 6) * (3 / 5) * (2 / 4) / 3)
    for ndcg in (Ndcg(), NdcgLinear(), NdcgExponential()):
        assert mean(ndcg) == pytest.approx(2 / 6 * discounts / (1 + 1 / log2(3)), abs=EXACT)
    # the precision down to place i, given a hit there, is (1 + (i − 1)/5) / i
    assert mean(MeanAveragePrecision()) == pytest.approx(sum(2 / 6 * (1 + (i - 1) / 5) / i for i in (1, 2, 3)) / 2)
    assert mean(Auc()) == pytest.approx(1 / 2, abs=EXACT)
    assert float(np.mean(Auc().of(shown(orders, [{0: 4.0, 4: 4.0}] * 720, 6, 6)))) == pytest.approx(1 / 2, abs=EXACT)


# -- against a library -----------------------------------------------------------------------------------------------


def drawn(highest: int, people: int = 200) -> tuple[list[list[int]], list[dict[int, float]]]:
    """Slates of 1 to 12 of 40 works and 0 to 24 relevant ones, for many people."""
    rng = np.random.default_rng(3)
    slates = [rng.permutation(40)[: rng.integers(1, 13)].tolist() for _ in range(people)]
    relevant = [rng.permutation(40)[: rng.integers(0, 25)].tolist() for _ in range(people)]
    return slates, [{work: float(rng.integers(1, highest + 1)) for work in works} for works in relevant]


@pytest.mark.parametrize("highest", [1, 4])
def test_slates_equal_trec_eval(highest: int) -> None:
    """ir-measures' own names, as trec_eval has them, cut at 10; whoever finds nothing relevant it leaves out."""
    slates, worth = drawn(highest)
    qrels = {f"{u}": {f"{work}": int(gain) for work, gain in mine.items()} for u, mine in enumerate(worth) if mine}
    run = {f"{u}": {f"{work}": 100.0 - place for place, work in enumerate(s)} for u, s in enumerate(slates)}
    given = shown(slates, worth, 10, 40)
    ours = {measure: metric.of(given) for measure, metric in BY_TREC.items()}
    theirs = list(ir_measures.iter_calc(list(ours), qrels, run))
    assert len(theirs) == 6 * len(qrels)
    for said in theirs:
        assert ours[said.measure][int(said.query_id)] == pytest.approx(said.value, abs=EXACT), said
    assert all(np.isnan(values).sum() == len(slates) - len(qrels) for values in ours.values())
    binary = ir_measures.iter_calc([nDCG @ 10], {u: dict.fromkeys(mine, 1) for u, mine in qrels.items()}, run)
    values = Ndcg().of(given)
    assert all(values[int(said.query_id)] == pytest.approx(said.value, abs=EXACT) for said in binary)


def test_ndcg_equals_scikit_learn() -> None:
    """ndcg_score has linear gain; given 2^gain − 1 it is the exponential one. It wants a score for every work."""
    rng = np.random.default_rng(4)
    gains, scores = rng.integers(0, 5, (50, 30)).astype(float), rng.normal(size=(50, 30))
    worth = [{work: gain for work, gain in enumerate(mine) if gain} for mine in gains.tolist()]
    given = shown(np.argsort(-scores, axis=1).tolist(), worth, 7, 30)
    for metric, theirs in ((NdcgLinear(), gains), (NdcgExponential(), 2**gains - 1), (Ndcg(), (gains > 0) * 1.0)):
        said = [ndcg_score(theirs[n : n + 1], scores[n : n + 1], k=7) for n in range(50)]
        assert metric.of(given) == pytest.approx(said, abs=EXACT)


@pytest.mark.parametrize("k", [1, 5, 30])
def test_auc_equals_scikit_learn(k: int) -> None:
    """roc_auc_score over the works that compete; what is not shown has one score, below all that is shown."""
    rng = np.random.default_rng(5)
    orders = [rng.permutation(30) for _ in range(60)]
    relevant = [rng.permutation(30)[: rng.integers(1, 9)] for _ in orders]
    met = [rng.permutation(30)[: rng.integers(0, 9)] for _ in orders]
    worth = [dict.fromkeys(mine.tolist(), 4.0) for mine in relevant]
    found = Auc().of(shown([order.tolist() for order in orders], worth, k, 30, met=[mine.tolist() for mine in met]))
    for n, value in enumerate(found):
        scores = np.zeros(30)
        scores[orders[n][:k]] = np.arange(30, 30 - k, -1)
        compete = ~np.isin(np.arange(30), met[n])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of one class only: nan, and says so
            said = roc_auc_score(np.isin(np.arange(30), relevant[n])[compete], scores[compete])
        assert value == pytest.approx(said, abs=EXACT, nan_ok=True)
