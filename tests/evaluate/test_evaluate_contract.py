"""What every metric promises, whoever wrote it: the contract is run on all that the registry lists."""

from __future__ import annotations

from math import inf, isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from culturedata.data.slates import Measurement, Run, Slate
from culturedata.evaluate.metrics._base import Items, Metric, RatingMetric, RunMetric, SlateMetric
from culturedata.evaluate.offline import METRICS, Predictions, judge_ratings, judge_run, metric
from tests.evaluate.conftest import made

N = 40  # works of the catalogue
K = 5
slates = st.lists(st.lists(st.integers(0, N - 1), max_size=K, unique=True), min_size=1, max_size=8)
gains = st.dictionaries(st.integers(0, N - 1), st.sampled_from([1.0, 2.0, 3.0]), min_size=1)
pairs = st.lists(st.tuples(st.floats(0.5, 5), st.floats(-3, 9)), min_size=1, max_size=20)


def items(*of: int) -> Items:
    return np.array(of, dtype=np.int32)


def shown(*of: int) -> Slate:
    return Slate(items(*of), -np.arange(len(of), dtype=np.float64))


def run(name: str, shown_to: dict[int, Slate], rows: list[tuple[int, int, float, int]]) -> Measurement:
    """The one measurement of a metric of slates."""
    judged = Run("somebody", {}, 0, "", "simulated", K, shown_to)
    (found,) = judge_run([name], judged, made(rows, 9, N), split="by hand", catalogue=N)
    return found


def ratings(name: str, rated: list[float], predicted: list[float]) -> Measurement:
    """The one measurement of a metric of ratings; every rating is somebody else's."""
    data = Predictions(np.arange(len(rated), dtype=np.int32), np.array(rated, dtype=float), np.array(predicted), (1, 5))
    (found,) = judge_ratings([name], data, recommender="somebody", split="by hand", seed=0, dataset=made([], 9, N))
    return found


class MetricContract:
    """Of a `name`d metric; a metric of another package can be held to it by a subclass with that fixture."""

    @pytest.fixture
    def one(self, name: str) -> Metric:
        return metric(name)

    def test_it_says_what_it_is(self, name: str, one: Metric) -> None:
        assert one.name == name
        assert one.summary
        assert isinstance(one, RatingMetric | SlateMetric | RunMetric)
        assert "nan if" in (type(one).__doc__ or ""), "the docstring has the formula and the empty case"
        lowest, highest = one.bounds
        assert lowest < highest

    def test_the_empty_case_is_undefined(self, name: str, one: Metric) -> None:
        if isinstance(one, RatingMetric):
            assert isnan(one.of(0.0, 0.0))
            found = ratings(name, [], [])
        elif isinstance(one, SlateMetric):
            assert isnan(one.of(items(1, 2), {}, K))
            found = run(name, {0: shown(1, 2)}, [])
        else:
            assert isinstance(one, RunMetric)
            assert isnan(one.of([], N))
            found = run(name, {}, [])
        assert (found.mean, found.low, found.high, found.users) == (None, None, None, 0)

    def test_those_for_whom_it_is_undefined_are_counted(self, name: str, one: Metric) -> None:
        """Of four people one likes nothing, one is not in the test part, and one has no slate at all."""
        if isinstance(one, RatingMetric):
            found = ratings(name, [4.0, 2.0, 5.0], [4.0, 3.0, 3.0])
            assert (found.users, found.undefined) == (3, 0)
            return
        test = [(0, 1, 5.0, 1), (0, 7, 4.0, 2), (1, 2, 1.0, 3), (3, 1, 5.0, 4)]
        everybody = run(name, {0: shown(3, 1), 1: shown(2, 4), 2: shown(5)}, test)
        if isinstance(one, RunMetric):
            assert (everybody.users, everybody.undefined) == (3, 1)
            return
        assert (everybody.users, everybody.undefined) == (1, 3)
        alone = run(name, {0: shown(3, 1)}, test[:2])
        assert everybody.mean == alone.mean
        assert everybody.mean is not None

    def test_it_stays_in_its_bounds(self, one: Metric) -> None:
        lowest, highest = one.bounds

        @given(slates, gains, pairs)
        def check(given: list[list[int]], gains: dict[int, float], pairs: list[tuple[float, float]]) -> None:
            if isinstance(one, RatingMetric):
                rated, predicted = np.array(pairs).T
                found = [one.of(float(one.losses(rated, predicted).sum()), len(pairs))]
            elif isinstance(one, SlateMetric):
                found = [one.of(items(*mine), gains, K) for mine in given]
            else:
                assert isinstance(one, RunMetric)
                found = [one.of([items(*mine) for mine in given], N)]
            assert all(isnan(value) or lowest - 1e-12 <= value <= highest + 1e-12 for value in found)

        check()

    def test_better_is_on_the_side_that_it_says(self, name: str, one: Metric) -> None:
        if isinstance(one, RatingMetric):
            good, bad = ratings(name, [4.0, 2.0], [4.0, 2.5]).mean, ratings(name, [4.0, 2.0], [1.0, 5.0]).mean
        elif isinstance(one, SlateMetric):
            good, bad = one.of(items(3, 4, 8), {3: 1.0, 4: 1.0}, K), one.of(items(7, 8, 3), {3: 1.0, 4: 1.0}, K)
        else:  # showing each person something else is better than showing everybody the same
            assert isinstance(one, RunMetric)
            good, bad = one.of([items(0, 1), items(2, 3)], N), one.of([items(0, 1), items(0, 1)], N)
        assert good is not None
        assert bad is not None
        assert (good > bad) if one.higher_is_better else (good < bad)

    def test_the_interval_holds_the_figure(self, name: str, one: Metric) -> None:
        rng = np.random.default_rng(0)
        if isinstance(one, RatingMetric):
            found = ratings(name, rng.integers(1, 6, 50).tolist(), rng.uniform(1, 5, 50).tolist())
        else:
            given = {user: shown(*rng.permutation(N)[:K].tolist()) for user in range(9)}
            found = run(name, given, [(user, item, 5.0, 0) for user in range(9) for item in range(user + 1)])
        assert found.mean is not None
        assert found.low is not None
        assert found.high is not None
        assert found.low < found.mean < found.high
        assert one.bounds[0] <= found.low
        assert found.high <= one.bounds[1]


@pytest.mark.parametrize("name", sorted(METRICS.members()))
class TestEveryMetric(MetricContract):
    """All that are listed."""


def test_the_metrics_that_are_promised_are_there() -> None:
    assert {"rmse", "mae", "ndcg", "recall", "precision", "coverage", "gini"} <= set(METRICS.members())
    assert {name for name in METRICS.members() if not metric(name).higher_is_better} >= {"rmse", "mae", "gini"}
    assert metric("rmse").bounds == (0, inf)
