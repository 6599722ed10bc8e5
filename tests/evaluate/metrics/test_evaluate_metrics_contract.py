"""What every metric promises, whoever wrote it: the contract is run on all that the registry lists."""

from __future__ import annotations

import re
from math import inf, isnan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culturedata.data.slates import Measurement, Run, Slate
from culturedata.evaluate.metrics._base import Figures, Metric, RatingMetric, RatioMetric, RunMetric, SlateMetric
from culturedata.evaluate.offline import METRICS, Predictions, judge_ratings, judge_run, metric
from culturedata.evaluate.setting import Setting
from culturedata.evaluate.shown import Shown
from tests.evaluate.conftest import Row, made, shown

N = 40  # works of the catalogue, described by one of four terms and one of ten
K = 5
FEATURES = np.hstack([np.eye(4)[np.arange(N) % 4], np.eye(10)[np.arange(N) // 4]])
TRAIN: list[Row] = [(user, work, 4.0, 0) for user in range(9) for work in (0, 20 + user, 30, 39 - user)]
works = st.lists(st.integers(0, N - 1), max_size=K, unique=True)
worths = st.dictionaries(st.integers(0, N - 1), st.sampled_from([1.0, 3.0, 4.0]))
people = st.lists(st.tuples(works, worths, works), min_size=1, max_size=8)
pairs = st.lists(st.tuples(st.floats(0.5, 5), st.floats(-3, 9)), min_size=1, max_size=20)


def slate(*of: int) -> Slate:
    return Slate(np.array(of, dtype=np.int32), -np.arange(len(of), dtype=np.float64))


def trained() -> Setting:
    described = shown([], [], K, N, features=FEATURES).setting.features
    return Setting(Setting.of(made(TRAIN, 9, N)).profiles, described)


def run(name: str, shown_to: dict[int, Slate], rows: list[Row]) -> Measurement:
    """The one measurement of a metric of slates."""
    judged = Run("somebody", {}, 0, "", "simulated", K, shown_to)
    (found,) = judge_run([name], judged, made(rows, 9, N), setting=trained(), split="by hand")
    return found


def ratings(name: str, rated: list[float], predicted: list[float]) -> Measurement:
    """The one measurement of a metric of ratings; every rating is somebody else's."""
    data = Predictions(np.arange(len(rated), dtype=np.int32), np.array(rated, dtype=float), np.array(predicted), (1, 5))
    (found,) = judge_ratings([name], data, recommender="somebody", split="by hand", seed=0, dataset=made([], 9, N))
    return found


def exposures(of: Shown) -> Figures:
    return np.asarray(of.matrix.sum(axis=0), dtype=np.float64).ravel()


def figures(one: Metric, of: Shown) -> list[float]:
    """All that a metric of slates says of what is shown."""
    if isinstance(one, SlateMetric):
        return one.of(of).tolist()
    if isinstance(one, RatioMetric):
        return [one.of(float(np.nansum(above)), float(np.nansum(below))) for above, below in [one.parts(of)]]
    assert isinstance(one, RunMetric)
    return [one.of(exposures(of))]


class MetricContract:
    """Of a `name`d metric; a metric of another package can be held to it by a subclass with that fixture."""

    @pytest.fixture
    def one(self, name: str) -> Metric:
        return metric(name)

    def test_it_says_what_it_is(self, name: str, one: Metric) -> None:
        assert one.name == name
        assert one.summary
        assert isinstance(one, RatingMetric | SlateMetric | RatioMetric | RunMetric)
        said = " ".join((type(one).__doc__ or "").split())
        assert "nan if" in said, "the docstring has the formula and the empty case"
        places = [said.find(f" {word}: ") for word in ("Source", "Cost", "Use")]
        assert places == sorted(places)
        assert min(places) > 0, "and where it is from, what it costs, and when to use it, in this order"
        lowest, highest = one.bounds
        assert lowest < highest

    def test_the_empty_case_is_undefined(self, name: str, one: Metric) -> None:
        if isinstance(one, RatingMetric):
            assert isnan(one.of(0.0, 0.0))
            found = ratings(name, [], [])
        else:
            assert all(map(isnan, figures(one, shown([()], [{}], K, 0))))
            found = run(name, {}, [])
        assert (found.mean, found.low, found.high, found.users) == (None, None, None, 0)

    def test_those_for_whom_it_is_undefined_are_counted(self, name: str, one: Metric) -> None:
        """Of five people one likes nothing, one is not in the test, one has no slate, and that of one is empty."""
        if isinstance(one, RatingMetric):
            found = ratings(name, [4.0, 2.0, 5.0], [4.0, 3.0, 3.0])
            assert (found.users, found.undefined) == (3, 0)
            return
        test = [(0, 1, 5.0, 1), (0, 7, 4.0, 2), (1, 2, 1.0, 3), (3, 1, 5.0, 4), (4, 9, 4.0, 5)]
        found = run(name, {0: slate(3, 1), 1: slate(2, 4), 2: slate(5, 9), 4: slate()}, test)
        assert found.mean is not None
        assert found.users + found.undefined == 5
        assert found.undefined >= 1, "whoever is tested and has no slate is always one"

    def test_one_for_whom_it_is_undefined_changes_nothing_but_the_count(self, name: str, one: Metric) -> None:
        if isinstance(one, RatingMetric):
            return
        test: list[Row] = [(0, 3, 5.0, 0), (1, 13, 4.0, 0)]
        slates = {0: slate(3, 10, 1), 1: slate(4, 13)}
        alone, more = run(name, slates, test), run(name, {**slates, 8: slate()}, test)
        assert alone.mean is not None
        assert more.mean == alone.mean
        counted = (0, 1) if isinstance(one, SlateMetric | RatioMetric) else (1, 0)
        assert (more.users - alone.users, more.undefined - alone.undefined) == counted

    def test_it_stays_in_its_bounds(self, one: Metric) -> None:
        lowest, highest = one.bounds

        @settings(max_examples=40)
        @given(people, pairs)
        def check(mine: list[tuple[list[int], dict[int, float], list[int]]], pairs: list[tuple[float, float]]) -> None:
            if isinstance(one, RatingMetric):
                rated, predicted = np.array(pairs).T
                found = [one.of(float(one.losses(rated, predicted).sum()), len(pairs))]
            else:
                slates, worth, met = zip(*mine, strict=True)
                found = figures(one, shown(slates, worth, K, N, met=met, features=FEATURES))
            assert all(isnan(value) or lowest - 1e-12 <= value <= highest + 1e-12 for value in found)

        check()

    def test_better_is_on_the_side_that_it_says(self, name: str, one: Metric) -> None:
        """Early hits; of unlike works little known by many; something else for each, yet of the tastes that one had."""
        if isinstance(one, RatingMetric):
            good, bad = ratings(name, [4.0, 2.0], [4.0, 2.5]).mean, ratings(name, [4.0, 2.0], [1.0, 5.0]).mean
        else:
            test: list[Row] = [(0, 3, 5.0, 0), (0, 10, 4.0, 0), (1, 4, 5.0, 0), (1, 13, 4.0, 0)]
            good = run(name, {0: slate(3, 10, 1, 21), 1: slate(4, 13, 2, 38)}, test).mean
            bad = run(name, {0: slate(0, 8, 12, 30), 1: slate(0, 8, 12, 30)}, test).mean
        assert good is not None
        assert bad is not None
        assert (good > bad) if one.higher_is_better else (good < bad)

    def test_the_interval_holds_the_figure(self, name: str, one: Metric) -> None:
        rng = np.random.default_rng(0)
        if isinstance(one, RatingMetric):
            found = ratings(name, rng.integers(1, 6, 50).tolist(), rng.uniform(1, 5, 50).tolist())
        else:
            given = {user: slate(*rng.permutation(N)[:K].tolist()) for user in range(9)}
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
    assert set(METRICS.members()) >= {
        "rmse", "mae", "precision", "recall", "hit-rate", "map", "mrr", "ndcg", "ndcg-linear", "ndcg-exponential",
        "auc", "coverage", "gini", "ecs", "novelty", "diversity", "calibration", "popularity", "popularity-bias",
    }  # fmt: skip
    assert {name for name in METRICS.members() if not metric(name).higher_is_better} >= {"rmse", "mae", "gini"}
    assert metric("rmse").bounds == (0, inf)


def test_the_french_page_has_all_that_the_english_one_has() -> None:
    """docs/metrics.md is made of the code; docs/metriques.md is written by hand."""
    docs = Path(__file__).parents[3] / "docs"
    made, written = ((docs / f"{name}.md").read_text(encoding="utf-8") for name in ("metrics", "metriques"))
    headings = re.findall(r"^### `([\w-]+)`$", made, re.M)
    assert set(headings) == set(METRICS.members())
    assert re.findall(r"^### `([\w-]+)`$", written, re.M) == headings
    for name in headings:
        part = written.partition(f"### `{name}`\n")[2].partition("\n#")[0]
        better = "plus haut : mieux" if metric(name).higher_is_better else "plus bas : mieux"
        assert better in " ".join(part.split()).lower(), name
