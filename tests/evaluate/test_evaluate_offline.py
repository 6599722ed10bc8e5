"""Judging figures and slates that somebody made: by hand, with everybody accounted for."""

from __future__ import annotations

from math import log2, sqrt

import numpy as np
import pytest

from culturedata.data.slates import Run, Slate
from culturedata.errors import UnknownName
from culturedata.evaluate import offline
from culturedata.evaluate.offline import Predictions, judge_ratings, judge_run, relevant
from tests.evaluate.conftest import made


def shown(*items: int) -> Slate:
    return Slate(np.array(items, dtype=np.int32), -np.arange(len(items), dtype=np.float64))


def test_predictions_are_clipped_to_the_scale_as_when_they_are_shown() -> None:
    data = Predictions(
        np.array([0, 0, 1], dtype=np.int32), np.array([5.0, 1.0, 3.0]), np.array([7.0, -2.0, 4.0]), (1.0, 5.0)
    )
    test = made([], 2, 3)
    rmse, mae = judge_ratings(["rmse", "mae"], data, recommender="x", split="s", seed=0, dataset=test)
    assert rmse.mean == pytest.approx(sqrt(1 / 3), abs=1e-9)
    assert mae.mean == pytest.approx(1 / 3, abs=1e-9)
    assert data.predicted.tolist() == [7.0, -2.0, 4.0]


def test_a_measurement_says_of_what_it_is() -> None:
    data = Predictions(np.array([3, 3, 8], dtype=np.int32), np.full(3, 4.0), np.array([4.5, 3.0, 4.0]), (1.0, 5.0))
    found = judge_ratings(["mae", "ndcg"], data, recommender="x", split="by hand", seed=7, dataset=made([], 9, 3))
    assert [one.metric for one in found] == ["mae"], "a metric of slates does not judge ratings"
    (one,) = found
    assert (one.recommender, one.split, one.seed, one.k) == ("x", "by hand", 7, None)
    assert (one.provenance, one.dataset, one.users, one.undefined) == ("simulated", "by hand", 2, 0)


def test_errors_count_ratings_and_their_interval_counts_people() -> None:
    """One who rates much weighs more in the figure, and is still one person of two."""
    users = np.array([0] * 9 + [1], dtype=np.int32)
    data = Predictions(users, np.full(10, 3.0), np.array([4.0] * 9 + [3.0]), (1.0, 5.0))
    (one,) = judge_ratings(["mae"], data, recommender="x", split="s", seed=0, dataset=made([], 2, 3))
    assert one.mean == pytest.approx(0.9)
    assert (one.low, one.high) == pytest.approx((0.0, 1.0)), "either of two people may be drawn twice"


@pytest.mark.parametrize(("scale", "least"), [((1.0, 5.0), 4.0), ((0.5, 5.0), 4.0), ((0.0, 100.0), 75.0)])
def test_relevant_is_from_three_quarters_of_the_scale(scale: tuple[float, float], least: float) -> None:
    step = (scale[1] - scale[0]) / 9
    test = made([(0, 0, least, 0), (0, 1, least - step, 0), (0, 2, scale[1], 0), (1, 0, scale[0], 0)], scale=scale)
    assert relevant(test) == {0: {0: 1.0, 2: 1.0}, 1: {}}


def test_slates_of_three_people_by_hand() -> None:
    """One likes two works, one likes nothing (counted, not taken as 0), one is shown nothing (a 0 like any other)."""
    test = made([(0, 1, 5, 0), (0, 2, 4, 0), (1, 0, 1, 0), (2, 3, 5, 0)], 3, 8)
    run = Run("x", {}, 5, "", "simulated", 2, {2: shown(), 0: shown(6, 1), 1: shown(6, 7)})
    names = ["ndcg", "precision", "recall", "coverage", "gini", "rmse"]
    found = {one.metric: one for one in judge_run(names, run, test, split="s", catalogue=8)}
    assert list(found) == names[:-1], "a metric of ratings does not judge slates"
    ndcg = 1 / log2(3) / (1 + 1 / log2(3))
    assert [found[name].mean for name in ("ndcg", "precision", "recall")] == pytest.approx([ndcg / 2, 0.25, 0.25])
    assert {(found[name].users, found[name].undefined) for name in ("ndcg", "precision", "recall")} == {(2, 1)}
    assert found["coverage"].mean == 3 / 8
    assert found["gini"].mean == pytest.approx(1 - (2 * (1 * 2 + 2 + 3) / 4 - 1) / 8)  # 1 − ECS/N, shown 2, 1, 1
    assert {(found[name].users, found[name].undefined) for name in ("coverage", "gini")} == {(3, 0)}
    assert {(one.k, one.seed, one.dataset) for one in found.values()} == {(2, 5, "by hand")}


def test_somebody_without_a_slate_is_counted() -> None:
    """A run of another tool that leaves people out says so."""
    test = made([(user, 1, 5, 0) for user in range(4)], 4, 3)
    run = Run("x", {}, 0, "", "open", 1, {0: shown(1), 1: shown(2)})
    for one in judge_run(["recall", "coverage"], run, test, split="s", catalogue=3):
        assert (one.users, one.undefined) == (2, 2)
        assert one.provenance == "open"


def test_a_metric_that_there_is_not() -> None:
    with pytest.raises(UnknownName, match=r"no metric named 'rsme'\. Did you mean 'rmse'\?"):
        offline.metric("rsme")
