"""Judging predictions and slates: receives figures, never a recommender."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.slates import Measurement, Run
from culturedata.evaluate import intervals
from culturedata.evaluate.metrics._base import Metric, RatingMetric, RunMetric, SlateMetric
from culturedata.registry import Seam

METRICS = Seam("culturedata.evaluate.metrics", "metric")
RELEVANT = 0.75  # a rating is relevant from this share of the scale upwards: 4 of 1–5, and 4 of 0.5–5


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """Test ratings and what was predicted for them: three parallel arrays (n,), with the scale they are clipped to."""

    users: npt.NDArray[np.int32]
    ratings: npt.NDArray[np.float64]
    predicted: npt.NDArray[np.float64]
    scale: tuple[float, float]


def metric(name: str) -> Metric:
    """The metric called `name`. Raises UnknownName."""
    found: Metric = METRICS.load(name)()
    return found


def judge_ratings(
    names: list[str], predictions: Predictions, *, recommender: str, split: str, seed: int, dataset: Dataset
) -> list[Measurement]:
    """Measure predicted ratings, clipped to the scale as they are when shown; intervals by bootstrap over users."""
    clipped = np.clip(predictions.predicted, *predictions.scale)
    people, place = np.unique(predictions.users, return_inverse=True)
    counts = np.bincount(place, minlength=len(people)).astype(np.float64)
    out = []
    for one in (m for m in map(metric, names) if isinstance(m, RatingMetric)):
        losses = np.bincount(place, weights=one.losses(predictions.ratings, clipped), minlength=len(people)).astype(
            np.float64
        )
        low, high = intervals.of_sums(losses, counts, one.of, seed)
        mean = one.of(float(losses.sum()), float(counts.sum()))
        out.append(
            Measurement(
                recommender=recommender, metric=one.name, mean=_or_none(mean), low=low, high=high, users=len(people),
                undefined=0, split=split, seed=seed, provenance=dataset.provenance, dataset=dataset.name,
            )
        )  # fmt: skip
    return out


def judge_run(names: list[str], run: Run, test: Dataset, *, split: str, catalogue: int) -> list[Measurement]:
    """Measure slates against the test interactions; users for whom a metric is undefined are counted, not dropped.

    Undefined are also those of the test who have no slate; an empty slate is one that shows nothing.
    """
    gains = relevant(test)
    users = sorted(run.slates)
    slates = [run.slates[user].items for user in users]
    without = len(gains.keys() - run.slates.keys())
    out = []
    for one in map(metric, names):
        if isinstance(one, SlateMetric):
            values = np.array([one.of(s, gains.get(u, {}), run.k) for u, s in zip(users, slates, strict=True)])
            defined = values[~np.isnan(values)]
            mean = float(defined.mean()) if len(defined) else None
            low, high = intervals.of_mean(defined, one.bounds, run.seed)
            counted = (len(defined), len(values) - len(defined) + without)
        elif isinstance(one, RunMetric):
            mean = _or_none(one.of(slates, catalogue))
            low, high = _of_run(one, slates, catalogue)
            counted = (len(slates), without)
        else:
            continue
        out.append(
            Measurement(
                recommender=run.recommender, metric=one.name, mean=mean, low=low, high=high, users=counted[0],
                undefined=counted[1], split=split, seed=run.seed, provenance=run.provenance, dataset=test.name, k=run.k,
            )
        )  # fmt: skip
    return out


def relevant(test: Dataset) -> dict[int, dict[int, float]]:
    """For each user the items of `test` that were rated from RELEVANT of the scale upwards, each with gain 1."""
    low, high = test.scale
    least = low + RELEVANT * (high - low)
    gains: dict[int, dict[int, float]] = {}
    for user, item, value in zip(test.users.tolist(), test.items.tolist(), test.values.tolist(), strict=True):
        gains.setdefault(user, {})
        if value >= least:
            gains[user][item] = 1.0
    return gains


def _of_run(one: RunMetric, slates: list[npt.NDArray[np.int32]], catalogue: int) -> intervals.Interval:
    return intervals.jackknife(slates, lambda kept: one.of(kept, catalogue), one.bounds)


def _or_none(value: float) -> float | None:
    return None if isnan(value) else value
