"""Judging figures and slates that somebody made: by hand, with everybody accounted for."""

from __future__ import annotations

from math import log2, sqrt

import numpy as np
import pytest

from culturedata.data.slates import Run, Slate
from culturedata.errors import UnknownName
from culturedata.evaluate import offline
from culturedata.evaluate.offline import Predictions, judge_ratings, judge_run, per_user, per_user_ratings
from culturedata.evaluate.setting import Setting
from tests.evaluate.conftest import made


def shown(*items: int) -> Slate:
    return Slate(np.array(items, dtype=np.int32), -np.arange(len(items), dtype=np.float64))


def untrained(people: int, works: int) -> Setting:
    """Nobody met anything before, and nothing is said of the works."""
    return Setting.of(made([], people, works))


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


def test_slates_of_three_people_by_hand() -> None:
    """One likes two works, one likes nothing (counted, not taken as 0), one is shown nothing (a 0 like any other)."""
    test = made([(0, 1, 5, 0), (0, 2, 4, 0), (1, 0, 1, 0), (2, 3, 5, 0)], 3, 8)
    run = Run("x", {}, 5, "", "simulated", 2, {2: shown(), 0: shown(6, 1), 1: shown(6, 7)})
    names = ["ndcg", "precision", "recall", "coverage", "gini", "rmse"]
    found = {one.metric: one for one in judge_run(names, run, test, setting=untrained(3, 8), split="s")}
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
    for one in judge_run(["recall", "coverage"], run, test, setting=untrained(4, 3), split="s"):
        assert (one.users, one.undefined) == (2, 2)
        assert one.provenance == "open"


def test_values_of_each_person() -> None:
    """Only of metrics that have them; nan for one who likes nothing; whoever has no slate is not there."""
    test = made([(0, 1, 5, 0), (0, 2, 4, 0), (1, 0, 1, 0), (2, 3, 5, 0)], 3, 8)
    run = Run("x", {}, 5, "", "simulated", 2, {1: shown(6, 7), 0: shown(6, 1)})
    names = ["recall", "gini", "mrr", "popularity-bias", "rmse"]
    found = per_user(names, run, test, setting=untrained(3, 8))
    assert list(found) == ["recall", "mrr"]
    for each in found.values():
        assert each.users.tolist() == [0, 1]
        assert each.sums == pytest.approx([0.5, np.nan], nan_ok=True)
        assert each.counts.tolist() == [1, 1]
        assert each.figure(1.5, 2.0) == 0.75
    judged = judge_run(names, run, test, setting=untrained(3, 8), split="s")
    assert [one.mean for one in judged] == pytest.approx([0.5, 1 - (2 * (1 * 2 + 2 + 3) / 4 - 1) / 8, 0.5, None])
    assert [(one.users, one.undefined) for one in judged] == [(1, 2), (2, 1), (1, 2), (0, 3)]


def test_what_each_person_adds_to_the_errors() -> None:
    data = Predictions(
        np.array([7, 0, 7], dtype=np.int32), np.array([5.0, 2.0, 3.0]), np.array([6.0, 3.0, 1.0]), (1.0, 5.0)
    )
    found = per_user_ratings(["rmse", "mae", "ndcg"], data)
    assert list(found) == ["rmse", "mae"]
    assert [each.users.tolist() for each in found.values()] == [[0, 7]] * 2
    assert [each.counts.tolist() for each in found.values()] == [[1, 2]] * 2
    assert found["rmse"].sums.tolist() == [1, 4], "6 is clipped to 5"
    assert found["mae"].sums.tolist() == [1, 2]
    judged = judge_ratings(["rmse", "mae"], data, recommender="x", split="s", seed=0, dataset=made([], 8, 3))
    for each, one in zip(found.values(), judged, strict=True):
        assert each.figure(float(each.sums.sum()), float(each.counts.sum())) == one.mean


def test_popularity_bias_is_a_ratio_of_sums_with_an_interval_over_people() -> None:
    """Work 0 is known to three, 1 to one. The first two are shown 0; profiles: (3 + 1)/2, 3 and 3."""
    train = made([(0, 0, 3, 0), (0, 1, 3, 0), (1, 0, 3, 0), (2, 0, 3, 0)], 4, 3)
    run = Run("x", {}, 0, "", "simulated", 1, {0: shown(0), 1: shown(0), 2: shown(2), 3: shown(1)})
    (found,) = judge_run(["popularity-bias"], run, made([(1, 2, 5, 0)], 4, 3), setting=Setting.of(train), split="s")
    assert found.mean == pytest.approx((3 + 3 + 0) / (2 + 3 + 3) - 1)
    assert (found.users, found.undefined) == (3, 1), "the fourth has no profile"
    assert found.low is not None
    assert found.high is not None
    assert -1 <= found.low < found.mean < found.high <= 0.5


def test_a_metric_that_there_is_not() -> None:
    with pytest.raises(UnknownName, match=r"no metric named 'rsme'\. Did you mean 'rmse'\?"):
        offline.metric("rsme")
