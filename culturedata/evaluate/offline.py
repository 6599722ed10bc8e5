"""Judging predictions and slates: receives figures, never a recommender."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isnan

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.slates import Measurement, Run
from culturedata.evaluate import differences, intervals
from culturedata.evaluate.metrics._base import Metric, RatingMetric, RatioMetric, RunMetric, SlateMetric
from culturedata.evaluate.setting import Setting
from culturedata.evaluate.shown import Shown
from culturedata.registry import Seam

METRICS = Seam("culturedata.evaluate.metrics", "metric")
Figures = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """Test ratings and what was predicted for them: three parallel arrays (n,), with the scale they are clipped to."""

    users: npt.NDArray[np.int32]
    ratings: npt.NDArray[np.float64]
    predicted: npt.NDArray[np.float64]
    scale: tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class PerUser:
    """What each of the `users` (n,), rising, adds to a metric, which is figure(Σ sums, Σ counts) of them all.

    `sums` (n,) are nan for those for whom it is undefined.
    """

    users: npt.NDArray[np.int32]
    sums: Figures
    counts: Figures
    figure: Callable[[float, float], float]


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric's value with its 95 % interval, over so many `users`; for `undefined` people it has none."""

    mean: float
    interval: intervals.Interval
    users: int
    undefined: int


def metric(name: str) -> Metric:
    """The metric called `name`. Raises UnknownName."""
    found: Metric = METRICS.load(name)()
    return found


def judge_ratings(
    names: list[str], predictions: Predictions, *, recommender: str, split: str, seed: int, dataset: Dataset
) -> list[Measurement]:
    """Measure predicted ratings, clipped to the scale as they are when shown; intervals by bootstrap over users."""
    out = []
    for one in (m for m in map(metric, names) if isinstance(m, RatingMetric)):
        _, losses, counts = _losses(one, predictions)
        low, high = intervals.of_sums(losses, counts, one.of, seed)
        mean = one.of(float(losses.sum()), float(counts.sum()))
        out.append(
            Measurement(
                recommender=recommender, metric=one.name, mean=_or_none(mean), low=low, high=high, users=len(counts),
                undefined=0, split=split, seed=seed, provenance=dataset.provenance, dataset=dataset.name,
            )
        )  # fmt: skip
    return out


def judge_run(names: list[str], run: Run, test: Dataset, *, setting: Setting, split: str) -> list[Measurement]:
    """Measure slates against the test interactions; users for whom a metric is undefined are counted, not dropped.

    `setting` is what was known before the test, see Setting.of. Undefined are also those of the test who have no slate;
    an empty slate is one that shows nothing. Metrics of ratings are passed over.
    """
    shown = Shown.of(run, test, setting)
    without = len(np.setdiff1d(test.users, shown.users))
    out = []
    for one in (m for m in map(metric, names) if not isinstance(m, RatingMetric)):
        found = _figure(one, shown, run.seed)
        low, high = found.interval
        out.append(
            Measurement(
                recommender=run.recommender, metric=one.name, mean=_or_none(found.mean), low=low, high=high,
                users=found.users, undefined=found.undefined + without, split=split, seed=run.seed,
                provenance=run.provenance, dataset=test.name, k=run.k,
            )
        )  # fmt: skip
    return out


def per_user(names: list[str], run: Run, test: Dataset, *, setting: Setting) -> dict[str, PerUser]:
    """For each metric that has a value a person: what each one with a slate adds, which counts once.

    Metrics of ratings and of everybody's slates together are left out.
    """
    shown = Shown.of(run, test, setting)
    once = np.ones(len(shown.users))
    return {
        one.name: PerUser(shown.users, one.of(shown), once, differences.mean)
        for one in map(metric, names)
        if isinstance(one, SlateMetric)
    }


def per_user_ratings(names: list[str], predictions: Predictions) -> dict[str, PerUser]:
    """For each metric of ratings: what each person adds, which counts as often as they rated."""
    made = (one for one in map(metric, names) if isinstance(one, RatingMetric))
    return {one.name: PerUser(*_losses(one, predictions), one.of) for one in made}


def _losses(one: RatingMetric, given: Predictions) -> tuple[npt.NDArray[np.int32], Figures, Figures]:
    """The people (n,), the sum of each one's losses (n,) and their number (n,)."""
    people, place = np.unique(given.users, return_inverse=True)
    losses = one.losses(given.ratings, np.clip(given.predicted, *given.scale))
    counts = np.bincount(place, minlength=len(people)).astype(np.float64)
    return people, np.bincount(place, weights=losses, minlength=len(people)).astype(np.float64), counts


def _figure(one: Metric, shown: Shown, seed: int) -> Figure:
    """A metric of slates over all people shown."""
    n = len(shown.users)
    if isinstance(one, SlateMetric):
        values = one.of(shown)
        known = values[~np.isnan(values)]
        mean = float(known.mean()) if len(known) else np.nan
        return Figure(mean, intervals.of_mean(known, one.bounds, seed), len(known), n - len(known))
    if isinstance(one, RatioMetric):
        above, below = one.parts(shown)
        known = ~np.isnan(above + below)
        above, below = above[known], below[known]
        mean = one.of(float(above.sum()), float(below.sum()))
        return Figure(mean, intervals.of_sums(above, below, one.of, seed), len(above), n - len(above))
    assert isinstance(one, RunMetric)
    if not n:
        return Figure(np.nan, intervals.NONE, 0, 0)
    mean = one.of(np.asarray(shown.matrix.sum(axis=0), dtype=np.float64).ravel())
    return Figure(mean, intervals.jackknife(shown.matrix, one.of, one.bounds), n, 0)


def _or_none(value: float) -> float | None:
    return None if isnan(value) else value
